"""TOML -> plain data. The standard library's parser gives no lines but that of an error."""

from __future__ import annotations

import re
import tomllib
from datetime import date, time
from math import isfinite
from typing import Any

from slakit.documents.limits import MAX_DEPTH
from slakit.documents.lines import Lines
from slakit.errors import DocumentError, Path, Problem

__all__ = ["read_toml"]

_WHERE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
_MAX_DOTS = 1000


def read_toml(text: str) -> tuple[dict[str, Any], None]:
    """Return the data of a TOML text, dates and times as ISO text, and no places.

    Raises `DocumentError`. The first mistake of grammar, which a duplicate key is in TOML,
    ends the reading; nan and inf are collected.

    >>> read_toml("day = 2024-12-24\\nat = 18:00:00")
    ({'day': '2024-12-24', 'at': '18:00:00'}, None)
    """
    # A dotted key takes tomllib quadratic time: one of 20,000 parts keeps it busy for seconds.
    if any(part.count(".") > _MAX_DOTS for part in re.split(r"[=,{}\[\]\r\n]", text)):
        raise DocumentError([Problem(f"a key or a text with more than {_MAX_DOTS} dots")])
    try:
        data = tomllib.loads(text)
    except RecursionError:
        raise _too_deep() from None
    except ValueError as error:
        raise DocumentError([_pointed(text, str(error))]) from None
    if not data:
        raise DocumentError([Problem("the document is empty")])
    problems: list[Problem] = []
    plain = _plain(data, (), problems)
    if problems:
        raise DocumentError(problems)
    return plain, None


def _too_deep() -> DocumentError:
    return DocumentError([Problem(f"nested deeper than {MAX_DEPTH} levels")])


def _pointed(text: str, message: str) -> Problem:
    where = _WHERE.search(message)
    message = _WHERE.sub("", message)
    message = message[:1].lower() + message[1:]
    if where is None:
        return Problem(message)
    lines = Lines(text)
    if where[1] is None:
        return lines.pointed(len(text), message)
    return lines.pointed(lines.offset(int(where[1]), int(where[2])), message)


def _plain(value: Any, path: Path, problems: list[Problem]) -> Any:
    if isinstance(value, dict | list) and len(path) >= MAX_DEPTH:
        raise _too_deep()
    if isinstance(value, dict):
        return {key: _plain(item, (*path, key), problems) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item, (*path, index), problems) for index, item in enumerate(value)]
    if isinstance(value, float) and not isfinite(value):
        problems.append(Problem(f"{value} is no finite number", path=path, value=value))
    return value.isoformat() if isinstance(value, date | time) else value
