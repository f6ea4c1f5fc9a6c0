"""Plain data that `to_data` wrote -> the values again, or every problem of it at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, get_args

from slakit.calendars.zones import zone
from slakit.durations import parse_length
from slakit.errors import AmountError, DocumentError, Problem, SlakitError
from slakit.instants import parse_instant
from slakit.tickets.located import located

__all__ = [
    "Reader",
    "instant",
    "length",
    "mapping",
    "number",
    "one_of",
    "optional",
    "read_stored",
    "refused",
    "several",
    "text",
    "truth",
    "zone_name",
]

REMEDY = "give what to_data wrote"
Reader = Callable[[Any], Any]


def read_stored(kind: str, data: Any, readers: Mapping[str, Reader]) -> dict[str, Any]:
    """Return the values under the names of the readers; what else the data has is not needed.

    `kind` says what is read: an evaluation, a reading. Raises `DocumentError` with all that is
    wrong, each problem with its path.

    >>> read_stored("reading", {"cycle": 2, "ratio": 0.5}, {"cycle": number})
    {'cycle': 2}
    """
    if not isinstance(data, Mapping):
        raise DocumentError([Problem(f"{data!r} is no {kind}", value=data, remedy=REMEDY)])
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for name, read in readers.items():
        if name not in data:
            problems.append(Problem(f"is not in this {kind}", (name,), remedy=REMEDY))
            continue
        try:
            values[name] = read(data[name])
        except SlakitError as error:
            problems += located(error, name)
    if problems:
        raise DocumentError(problems)
    return values


def refused(value: Any, expected: str) -> SlakitError:
    """Return the error of a value that is not what is expected in its place."""
    return SlakitError(f"{value!r} is no {expected}", value=value, remedy=REMEDY)


def text(value: Any) -> str:
    """Read a text."""
    if not isinstance(value, str):
        raise refused(value, "text")
    return value


def truth(value: Any) -> bool:
    """Read true or false."""
    if not isinstance(value, bool):
        raise refused(value, "bool")
    return value


def number(value: Any) -> int:
    """Read a number that counts from 1."""
    if type(value) is not int or value < 1:
        raise refused(value, "whole number above 0")
    return value


def instant(value: Any) -> datetime:
    """Read an instant, which keeps its offset."""
    return parse_instant(text(value), "")


def length(value: Any) -> timedelta:
    """Read a length of time."""
    try:
        return parse_length(text(value))
    except AmountError:
        raise refused(value, "length") from None


def zone_name(value: Any) -> Any:
    """Read the name of a time zone."""
    return zone(text(value), parameter="")


def mapping(value: Any) -> Mapping[str, Any]:
    """Read a mapping; what is in it may be anything."""
    if not isinstance(value, Mapping):
        raise refused(value, "mapping")
    return value


def one_of(literal: Any, what: str) -> Reader:
    """Return the reader of one of the words of a `Literal`."""
    words = get_args(literal)

    def read(value: Any) -> Any:
        if value not in words:
            raise refused(value, what)
        return value

    return read


def optional(read: Reader) -> Reader:
    """Return the reader that takes None, too."""
    return lambda value: None if value is None else read(value)


def several(read: Reader) -> Reader:
    """Return the reader of a list, as a tuple; it tells every entry that is wrong."""

    def read_all(value: Any) -> tuple[Any, ...]:
        if not isinstance(value, (list, tuple)):
            raise refused(value, "list")
        found: list[Any] = []
        problems: list[Problem] = []
        for place, each in enumerate(value):
            try:
                found.append(read(each))
            except SlakitError as error:
                problems += located(error, place)
        if problems:
            raise DocumentError(problems)
        return tuple(found)

    return read_all
