"""JSON -> plain data and the line of every value.

The standard library reads the scalars; the lists and mappings are walked here, because
`json` tells neither where a value stands nor that a key was given twice.
"""

from __future__ import annotations

import re
from json import JSONDecodeError, JSONDecoder
from math import isfinite
from typing import Any

from slakit.documents.limits import MAX_DEPTH
from slakit.documents.lines import Lines, duplicate_key
from slakit.documents.scalars import is_unicode, whole
from slakit.documents.source import Place, moved
from slakit.errors import DocumentError, Path, Problem

__all__ = ["read_json"]

_SPACE = re.compile(r"[ \t\n\r]*")
_DECODER = JSONDecoder(parse_int=whole)


def read_json(text: str) -> tuple[Any, Place]:
    """Return the data of a JSON text and its places.

    Raises `DocumentError`. The first mistake of grammar ends the reading; duplicate keys,
    NaN, Infinity and numbers out of range are collected up to there.

    >>> read_json('{"a": [1,\\n2]}')
    ({'a': [1, 2]}, (1, {'a': (1, [1, 2])}))
    """
    return _Reader(text).read()


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = Lines(text)
        self.problems: list[Problem] = []

    def read(self) -> tuple[Any, Place]:
        data, place, offset = self.value(self.skip(0), ())
        offset = self.skip(offset)
        if offset < len(self.text):
            raise self.broken(offset, "the document has ended before this")
        if self.problems:
            raise DocumentError(self.problems)
        return data, place

    def skip(self, offset: int) -> int:
        found = _SPACE.match(self.text, offset)
        assert found is not None  # the pattern matches the empty text
        return found.end()

    def broken(self, offset: int, message: str) -> DocumentError:
        return DocumentError([*self.problems, self.lines.pointed(offset, message)])

    def value(self, offset: int, path: Path) -> tuple[Any, Place, int]:
        opening = self.text[offset : offset + 1]
        if opening not in ("{", "["):
            value, end = self.scalar(offset, path)
            return value, self.lines.number(offset), end
        if len(path) >= MAX_DEPTH:
            raise self.broken(offset, f"nested deeper than {MAX_DEPTH} levels")
        return self.mapping(offset, path) if opening == "{" else self.sequence(offset, path)

    def mapping(self, offset: int, path: Path) -> tuple[dict[str, Any], Place, int]:
        data: dict[str, Any] = {}
        places: dict[str, Place] = {}
        place = (self.lines.number(offset), places)
        offset, more = self.enter(offset, "}")
        while more:
            if not self.text.startswith('"', offset):
                raise self.broken(offset, "a key in double quotes has to stand here")
            line = self.lines.number(offset)
            key, offset = self.scalar(offset, path)
            if key in places:
                self.problems.append(duplicate_key((*path, key), places[key], line))
            offset = self.skip(offset)
            if not self.text.startswith(":", offset):
                raise self.broken(offset, "a ':' has to stand between a key and its value")
            data[key], child, offset = self.value(self.skip(offset + 1), (*path, key))
            places.setdefault(key, moved(child, line))
            offset, more = self.step(offset, "}")
        return data, place, offset

    def sequence(self, offset: int, path: Path) -> tuple[list[Any], Place, int]:
        data: list[Any] = []
        places: list[Place] = []
        place = (self.lines.number(offset), places)
        offset, more = self.enter(offset, "]")
        while more:
            value, child, offset = self.value(offset, (*path, len(data)))
            data.append(value)
            places.append(child)
            offset, more = self.step(offset, "]")
        return data, place, offset

    def enter(self, offset: int, closing: str) -> tuple[int, bool]:
        """Step into a container: where to read on, and whether it holds anything."""
        offset = self.skip(offset + 1)
        empty = self.text.startswith(closing, offset)
        return offset + empty, not empty

    def step(self, offset: int, closing: str) -> tuple[int, bool]:
        """Step over ',' or the end of a container: where to read on, and whether more comes."""
        offset = self.skip(offset)
        if self.text.startswith(closing, offset):
            return offset + 1, False
        if not self.text.startswith(",", offset):
            raise self.broken(offset, f"a ',' or a '{closing}' has to stand here")
        after = self.skip(offset + 1)
        if self.text.startswith(closing, after):
            raise self.broken(offset, f"a ',' before the closing '{closing}' is not JSON")
        return after, True

    def scalar(self, offset: int, path: Path) -> tuple[Any, int]:
        try:
            value, end = _DECODER.raw_decode(self.text, offset)
        except JSONDecodeError as error:
            raise self.broken(error.pos, _plain(error.msg)) from None
        except ValueError as error:
            raise self.broken(offset, str(error)) from None
        if isinstance(value, float) and not isfinite(value):
            self.bad(offset, path, f"{self.text[offset:end][:40]} is no finite number", value)
        elif isinstance(value, str) and not is_unicode(value):
            self.bad(offset, path, "half a surrogate pair is no character", value)
        return value, end

    def bad(self, offset: int, path: Path, message: str, value: Any) -> None:
        line = self.lines.number(offset)
        self.problems.append(Problem(message, path=path, value=value, line=line))


def _plain(message: str) -> str:
    """Say what the standard library's decoder says as slakit's other messages are written."""
    if message == "Expecting value":
        return "a value has to stand here"
    return (message[:1].lower() + message[1:]).removesuffix(" at").removesuffix(" starting")
