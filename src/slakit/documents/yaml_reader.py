"""YAML -> plain data and the line of every value. Importing this needs PyYAML.

PyYAML's parser gives events; what a word means is decided here, so that YAML 1.1's surprises
(``18:00`` is 1080, ``no`` is False) cannot happen and no tag can build an object.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple, NoReturn, cast

import yaml
from yaml.events import (
    AliasEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from slakit.documents.limits import MAX_DEPTH, MAX_NODES
from slakit.documents.lines import Lines, duplicate_key
from slakit.documents.scalars import Scalar, is_unicode, plain
from slakit.documents.source import Place, moved
from slakit.errors import DocumentError, Path, Problem

__all__ = ["read_yaml"]

# What YAML forbids as a raw character, and the byte order mark, which PyYAML's two parsers
# treat differently inside a text.
_FORBIDDEN = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_CORE = "tag:yaml.org,2002:"
_KINDS: dict[str, tuple[type, ...]] = {
    "int": (int,),
    "float": (int, float),
    "bool": (bool,),
    "null": (type(None),),
}
# PyYAML's two parsers word the same mistake differently, and neither says what to do.
_SAID = {
    "cannot start any token": "this character cannot begin a value; indent with spaces, "
    "never tabs, and quote a text that begins with it",
    "node content": "a value has to stand here",
    "expected ',' or ']'": "a ',' or a ']' is missing in a list",
    "expected ',' or '}'": "a ',' or a '}' is missing in a mapping",
    "unexpected end of stream": "a quotation mark is never closed",
    "mapping values are not allowed": "a ':' cannot stand here; quote a text that contains one",
    "could not find expected ':'": "a ':' is missing after a key",
    "did not find expected key": "the indentation fits no line above",
    "expected '-' indicator": "the indentation fits no line above",
    "expected <block end>": "the indentation fits no line above",
}


def read_yaml(text: str) -> tuple[Any, Place]:
    """Return the data of a YAML text and its places.

    Raises `DocumentError`. The first mistake of grammar ends the reading; duplicate keys,
    unknown tags, merge keys, NaN and aliases without an anchor are collected up to there.

    >>> read_yaml("tz: UTC\\nhours:\\n  mon: 09:00\\n")
    ({'tz': 'UTC', 'hours': {'mon': '09:00'}}, (1, {'tz': 1, 'hours': (2, {'mon': 3})}))
    """
    return _Reader(text).read()


class _Node(NamedTuple):
    """A value, where it stands, how many values it is made of and how deep it is nested."""

    value: Any
    place: Place
    size: int = 1
    height: int = 0


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = Lines(text)
        self.problems: list[Problem] = []
        # None stands for an anchor whose value is still being read.
        self.anchors: dict[str, _Node | None] = {}
        self.size = 0
        self.events: Iterator[Event] = iter(())

    def read(self) -> tuple[Any, Place]:
        if found := _FORBIDDEN.search(self.text):
            self.stop(found.start(), f"the character U+{ord(found[0]):04X} cannot stand in YAML")
        # libyaml's parser is twenty times faster than the one in Python, and every wheel has
        # it. Where both accept a text they agree; the slow one refuses some harmless tabs.
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        self.events = yaml.parse(self.text, Loader=loader)
        try:
            node = self.document()
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            self.stop(mark.index if mark else 0, _message(error))
        except DocumentError:
            raise
        except (yaml.YAMLError, ValueError) as error:
            # PyYAML lets some errors of Python through, as for the escape "\\U00110000".
            raise DocumentError([*self.problems, Problem(str(error))]) from None
        if self.problems:
            raise DocumentError(self.problems)
        return node.value, node.place

    def stop(self, offset: int, message: str) -> NoReturn:
        raise DocumentError([*self.problems, self.lines.pointed(offset, message)])

    def bad(self, event: Event, path: Path, message: str, remedy: str = "") -> None:
        line = self.line(event)
        self.problems.append(Problem(message, path=path, line=line, remedy=remedy))

    def line(self, event: Event) -> int:
        return self.lines.number(_offset(event))

    def document(self) -> _Node:
        next(self.events)
        event = next(self.events)
        root = next(self.events) if isinstance(event, DocumentStartEvent) else event
        if isinstance(root, StreamEndEvent) or (isinstance(root, ScalarEvent) and _absent(root)):
            raise DocumentError([Problem("the document is empty")])
        node = self.node(root, ())
        next(self.events)
        event = next(self.events)
        if isinstance(event, DocumentStartEvent):
            self.stop(_offset(event), "a second document begins here; a file holds one document")
        return node

    def node(self, event: Event, path: Path) -> _Node:
        if isinstance(event, AliasEvent):
            return self.alias(event, path)
        self.measure(event, path, 1, int(not isinstance(event, ScalarEvent)))
        anchor = event.anchor if isinstance(event, NodeEvent) else None
        if anchor:
            self.anchors[anchor] = None
        if isinstance(event, MappingStartEvent):
            node = self.mapping(event, path)
        elif isinstance(event, SequenceStartEvent):
            node = self.sequence(event, path)
        else:
            node = _Node(self.scalar(cast("ScalarEvent", event), path), self.line(event))
        if anchor:
            self.anchors[anchor] = node
        return node

    def measure(self, event: Event, path: Path, size: int, height: int) -> None:
        self.size += size
        if self.size > MAX_NODES:
            self.stop(_offset(event), f"more than {MAX_NODES:,} values (aliases count as copies)")
        if len(path) + height > MAX_DEPTH:
            self.stop(_offset(event), f"nested deeper than {MAX_DEPTH} levels")

    def alias(self, event: AliasEvent, path: Path) -> _Node:
        name = str(event.anchor)
        node = self.anchors.get(name)
        if node is None:
            inside = "contains itself" if name in self.anchors else "has no anchor before it"
            self.bad(event, path, f"the alias *{name} {inside}", "write the value out")
            return _Node(None, self.line(event))
        self.measure(event, path, node.size, node.height)
        return node

    def mapping(self, start: MappingStartEvent, path: Path) -> _Node:
        self.check_tag(start, path, "map")
        data: dict[str, Any] = {}
        places: dict[str, Place] = {}
        size, height = 1, 0
        while not isinstance(event := next(self.events), MappingEndEvent):
            key, line = self.key(event, path), self.line(event)
            if key in places:
                self.problems.append(duplicate_key((*path, key), places[key], line))
            node = self.node(next(self.events), (*path, key))
            data[key] = node.value
            places.setdefault(key, moved(node.place, line))
            size, height = size + 1 + node.size, max(height, node.height)
        return _Node(data, (self.line(start), places), size, height + 1)

    def sequence(self, start: SequenceStartEvent, path: Path) -> _Node:
        self.check_tag(start, path, "seq")
        data: list[Any] = []
        places: list[Place] = []
        size, height = 1, 0
        while not isinstance(event := next(self.events), SequenceEndEvent):
            node = self.node(event, (*path, len(data)))
            data.append(node.value)
            places.append(node.place)
            size, height = size + node.size, max(height, node.height)
        return _Node(data, (self.line(start), places), size, height + 1)

    def key(self, event: Event, path: Path) -> str:
        """Return a key as it is written, so that ``no: x`` and ``12: x`` mean what they say."""
        if not isinstance(event, ScalarEvent):
            self.bad(event, path, "a key has to be text", "quote it")
            self.node(event, (*path, "?"))
            # The document is refused; the offset keeps two such keys apart.
            return f"? {_offset(event)}"
        self.measure(event, path, 1, 0)
        if event.value == "<<" and event.implicit[0]:
            self.bad(event, path, "the merge key '<<' is not read", "write the merged keys out")
        elif event.tag not in (None, "!", f"{_CORE}str"):
            self.bad(event, path, f"the tag {_shown(event.tag)} cannot stand on a key")
        key = self.text_of(event, path)
        if event.anchor:
            self.anchors[event.anchor] = _Node(key, self.line(event))
        return key

    def scalar(self, event: ScalarEvent, path: Path) -> Scalar:
        tag = event.tag
        if tag in ("!", f"{_CORE}str") or (tag is None and not event.implicit[0]):
            return self.text_of(event, path)
        kind = tag.removeprefix(_CORE) if tag else ""
        if tag and kind not in _KINDS:
            self.bad(event, path, f"unknown tag {_shown(tag)}", "remove it")
            return None
        try:
            value = plain(event.value)
        except ValueError as error:
            self.bad(event, path, str(error))
            return None
        if tag and type(value) not in _KINDS[kind]:
            self.bad(event, path, f"{event.value[:40]!r} is no {_shown(tag)}", "remove the tag")
        return float(value) if kind == "float" and isinstance(value, int) else value

    def text_of(self, event: ScalarEvent, path: Path) -> str:
        if not is_unicode(event.value):
            self.bad(event, path, "half a surrogate pair is no character")
        return str(event.value)

    def check_tag(self, event: CollectionStartEvent, path: Path, kind: str) -> None:
        if event.tag not in (None, "!", f"{_CORE}{kind}"):
            self.bad(event, path, f"unknown tag {_shown(event.tag)}", "remove it")


def _offset(event: Event) -> int:
    mark = event.start_mark
    return mark.index if mark else 0


def _absent(event: ScalarEvent) -> bool:
    return event.value == "" and event.tag is None and bool(event.implicit[0])


def _shown(tag: str) -> str:
    return f"!!{tag.removeprefix(_CORE)}" if tag.startswith(_CORE) else tag


def _message(error: yaml.MarkedYAMLError) -> str:
    for part, message in _SAID.items():
        if part in (error.problem or ""):
            return message
    return str(error.problem or error.context)
