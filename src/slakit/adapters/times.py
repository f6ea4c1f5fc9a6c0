"""The texts of instants, read by ISO 8601 or by a pattern.

`datetime.strptime` reads the names of months by the locale of the process, and takes
several times as long; a table must mean the same everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time, tzinfo
from functools import lru_cache
from typing import TypeAlias, TypeVar
from zoneinfo import ZoneInfo

from slakit.errors import InstantError, NaiveDatetimeError, TableError

__all__ = [
    "ISO",
    "TimeReader",
    "check_pattern",
    "iso_reader",
    "says_day_first",
    "time_reader",
]

ISO = "iso"
"""The name of ISO 8601 among the patterns."""

TimeReader: TypeAlias = Callable[[str, str], datetime]
"""Takes a text and the name of its field, which errors tell."""

T = TypeVar("T")

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LONG_MONTHS = (
    "january|february|march|april|may|june|july|august|september|october|november|december"
)

# What each directive matches, and which part of an instant it is.
_DIRECTIVES = {
    "Y": ("year", "[0-9]{4}"),
    "y": ("short_year", "[0-9]{2}"),
    "m": ("month", "[0-9]{1,2}"),
    "B": ("month_name", _LONG_MONTHS),
    "b": ("month_name", "|".join(_MONTHS)),
    "d": ("day", "[0-9]{1,2}"),
    "H": ("hour", "[0-9]{1,2}"),
    "I": ("hour_of_half", "[0-9]{1,2}"),
    "p": ("half", "am|pm"),
    "M": ("minute", "[0-9]{1,2}"),
    "S": ("second", "[0-9]{1,2}"),
    "f": ("fraction", "[0-9]{1,6}"),
    "z": ("offset", "Z|[+-][0-9]{2}:?[0-9]{2}"),
}

# Parts that say the day; the others say the time of day.
_DAY = {"year", "short_year", "month", "month_name", "day"}

# So many texts of days, and of times of day, are kept with what they mean: the instants of a
# table are many, their days and their minutes few.
_KEPT = 4_096

# Directives that say the same exclude each other.
_PARTS = {
    "year": {"year", "short_year"},
    "month": {"month", "month_name"},
    "day": {"day"},
    "hour": {"hour", "hour_of_half"},
    "half of the day": {"half"},
    "minute": {"minute"},
    "second": {"second"},
    "fraction": {"fraction"},
    "offset": {"offset"},
}
_NEEDED = {"year": "%Y", "month": "%m", "day": "%d", "hour": "%H, or %I with %p"}

# "2024-05-02" and "2024-W18-4"; with the hour, an ISO text is longer.
_LONGEST_DATE = 10


def check_pattern(pattern: str) -> str:
    """Return a pattern as it is, or raise `TableError` with what to write instead.

    >>> check_pattern("%d/%m/%Y %H:%M")
    '%d/%m/%Y %H:%M'
    """
    if pattern != ISO:
        _check_parts(pattern, _compiled(pattern)[1])
    return pattern


def time_reader(pattern: str, tz: ZoneInfo | None) -> TimeReader:
    """Return the function that reads the instants of a table.

    A text without an offset is wall time in `tz`, as ``fold=0`` has it: in an overlap the
    first of the two, in a gap moved forward by the gap. Without a `tz` it raises
    `NaiveDatetimeError`; a text that does not fit raises `InstantError`, and so does a mere
    date: nobody can know the time of day.

    >>> read = time_reader("%d/%m/%Y %H:%M", ZoneInfo("America/Sao_Paulo"))
    >>> read("29/2/2016 01:16", "created_at").isoformat()
    '2016-02-29T01:16:00-03:00'
    """
    parse, longest_date = datetime.fromisoformat, _LONGEST_DATE
    if pattern != ISO:
        parse, longest_date = _parser(pattern, tz), -1

    def read(text: str, field: str) -> datetime:
        text = text.strip()
        try:
            at = parse(text)
        except ValueError:
            raise _no_time(text, field, pattern) from None
        if len(text) <= longest_date:
            raise _no_time_of_day(text, field)
        if at.tzinfo is not None:
            return at
        if tz is None:
            raise _no_zone(text, field)
        # The same as at.replace(tzinfo=tz), at a tenth of the cost.
        return datetime.combine(at, at.time(), tz)

    return read


def iso_reader(tz: ZoneInfo | None) -> TimeReader:
    """Return the function that reads ISO 8601 where no source describes the times."""
    read = time_reader(ISO, tz)

    def read_one(text: str, field: str) -> datetime:
        try:
            return read(text, field)
        except NaiveDatetimeError:
            raise
        except InstantError as error:
            error.remedy = 'write it as "2024-05-06T09:00+02:00"'
            raise

    return read_one


def _no_time(text: str, field: str, pattern: str) -> InstantError:
    form = "ISO 8601" if pattern == ISO else repr(pattern)
    return InstantError(
        f"{text!r} is no time in the form {form}",
        parameter=field,
        value=text,
        remedy="correct it, or say in the source what `times` look like and which are `missing`",
    )


def _no_time_of_day(text: str, field: str) -> InstantError:
    return InstantError(
        f"{text!r} has no time of day",
        parameter=field,
        value=text,
        remedy='give one in the map, as in "{column} 09:00"',
    )


def _no_zone(text: str, field: str) -> NaiveDatetimeError:
    return NaiveDatetimeError(
        f"{text!r} has no time zone",
        parameter=field,
        value=text,
        remedy="say the `tz` of the source, as in tz: Europe/Madrid or --tz Europe/Madrid",
    )


def _parser(pattern: str, tz: ZoneInfo | None) -> Callable[[str], datetime]:
    """Return what reads a time of a pattern, in `tz` where the text says no zone."""
    _check_parts(pattern, _compiled(pattern)[1])
    day, *rest = pattern.split(None, 1)
    if not says_day_first(pattern):
        return _reader(pattern, lambda part: datetime.combine(_date(part), _time(part)))
    date_of = lru_cache(_KEPT)(_reader(day, _date))
    time_of = lru_cache(_KEPT)(_reader(rest[0], _time))

    def parse(text: str) -> datetime:
        day, time_of_day = text.split(None, 1)
        at = time_of(time_of_day)
        return datetime.combine(date_of(day), at, at.tzinfo or tz)

    return parse


def says_day_first(pattern: str) -> bool:
    """Return whether a text of a pattern says the day, and after a space the time of that day.

    >>> says_day_first("%d/%m/%Y %H:%M"), says_day_first("%H:%M %d/%m/%Y")
    (True, False)
    """
    day, *rest = pattern.split(None, 1)
    return bool(rest) and {*_compiled(day)[1]} <= _DAY and _DAY.isdisjoint(_compiled(rest[0])[1])


def _compiled(pattern: str) -> tuple[re.Pattern[str], list[str]]:
    """Return the expression of a pattern or a piece of one, and which part each group is."""
    expression, parts = "", list[str]()
    for piece in re.findall(r"%.?|\s+|[^%\s]+", pattern, re.DOTALL):
        if piece[0] != "%" or piece == "%%":
            expression += r"\s+" if piece.isspace() else re.escape(piece.replace("%%", "%"))
            continue
        if piece[1:] not in _DIRECTIVES:
            known = ", ".join(f"%{letter}" for letter in _DIRECTIVES)
            raise _refused(pattern, f"has the unknown {piece!r}", f"known: {known}, %%")
        part, form = _DIRECTIVES[piece[1:]]
        expression += f"({form})"
        parts.append(part)
    return re.compile(expression, re.IGNORECASE | re.ASCII), parts


def _check_parts(pattern: str, parts: list[str]) -> None:
    for part, choices in _PARTS.items():
        given = [each for each in parts if each in choices]
        if not given and part in _NEEDED:
            raise _refused(pattern, f"says no {part}", f"write {_NEEDED[part]}")
        if len(given) > 1:
            raise _refused(pattern, f"says the {part} twice", "say it once")
    if ("half" in parts) != ("hour_of_half" in parts):
        raise _refused(pattern, "says half of a 12-hour time", "write %I and %p, or %H")


def _refused(pattern: str, message: str, remedy: str) -> TableError:
    return TableError(f"the pattern {pattern!r} {message}", value=pattern, remedy=remedy)


def _reader(pattern: str, make: Callable[[dict[str, str]], T]) -> Callable[[str], T]:
    expression, parts = _compiled(pattern)
    match = expression.fullmatch

    def read(text: str) -> T:
        found = match(text)
        if found is None:
            raise ValueError
        return make(dict(zip(parts, found.groups(), strict=True)))

    return read


def _date(part: dict[str, str]) -> date:
    """Build the day of an instant from its parts; raises ValueError where there is none such."""
    return date(
        int(part["year"]) if "year" in part else _full_year(int(part["short_year"])),
        int(part["month"]) if "month" in part else _month(part["month_name"]),
        int(part["day"]),
    )


def _time(part: dict[str, str]) -> time:
    """Build the time of day from its parts; raises ValueError where there is none such."""
    return time(
        int(part["hour"]) if "hour" in part else _hour(int(part["hour_of_half"]), part["half"]),
        int(part.get("minute", 0)),
        int(part.get("second", 0)),
        int(part.get("fraction", "").ljust(6, "0")),
        tzinfo=_offset(part["offset"]) if "offset" in part else None,
    )


def _full_year(year: int) -> int:
    # As POSIX has it, and so `strptime`.
    return year + (1900 if year >= 69 else 2000)


def _month(name: str) -> int:
    return _MONTHS.index(name[:3].lower()) + 1


def _hour(hour: int, half: str) -> int:
    if not 1 <= hour <= 12:
        raise ValueError
    return hour % 12 + (12 if half.lower() == "pm" else 0)


def _offset(text: str) -> tzinfo | None:
    return datetime.fromisoformat(f"2000-01-01T00:00{text.upper()}").tzinfo
