"""Special hours: dates, date ranges and yearly dates that replace the hours of the week.

Where several fit a date, the more exact one wins: a date before a range of
dates, a range before a yearly date, a yearly date before a yearly range.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Self

from slakit.calendars.hours import HOURS_SCHEMA, DayHours, format_day, parse_day
from slakit.documents.parsed import Parsed
from slakit.errors import DocumentError, HoursError, Problem

__all__ = ["SpecialHours"]

# A leap year, so that 02-29 can be read.
LEAP_YEAR = 2000
DATE = r"\d{4}-\d{2}-\d{2}"
YEARLY = r"\d{2}-\d{2}"


class SpecialHours(tuple[tuple[str, DayHours], ...], Parsed):
    """Hours by date, as pairs of a normal key and the hours of that date.

    Keys: ``"2024-12-24"``, ``"2024-12-24..2025-01-01"`` (both included),
    ``"12-24"`` (every year), ``"12-24..01-01"`` (every year, over New Year).
    In Python a `date` or a pair of dates will do.

    >>> SpecialHours.parse({date(2024, 12, 24): ["09:00-12:00"], "12-31": "closed"})
    SpecialHours({'2024-12-24': '09:00-12:00', '12-31': 'closed'})
    """

    __slots__ = ()

    @classmethod
    def parse(cls, value: Any) -> Self:
        """Read a mapping of dates to hours; raises one error with every problem."""
        if isinstance(value, cls):
            return value
        if not isinstance(value, Mapping):
            raise HoursError(
                f"{value!r} is no mapping of dates to hours",
                value=value,
                remedy='write {"12-24": "09:00-12:00"}',
            )
        entries: dict[str, DayHours] = {}
        problems: list[Problem] = []
        for key, hours in value.items():
            try:
                text = parse_key(key)
                if text in entries:
                    raise HoursError(
                        f"{text} has special hours already", value=key, remedy="keep one of them"
                    )
                entries[text] = parse_day(hours)
            except HoursError as error:
                problems += [problem.under(str(key)) for problem in error.problems]
        problems += overlaps(list(entries))
        if problems:
            raise DocumentError(problems)
        return cls(entries.items())

    def in_year(self, year: int) -> dict[int, DayHours]:
        """Return the special hours of a year by the ordinal of the date."""
        found: dict[int, DayHours] = {}
        # The less exact ones first, so that the more exact ones replace them.
        for key, hours in sorted(self, key=lambda entry: exactness(entry[0])):
            for ordinal in ordinals(key, year):
                found[ordinal] = hours
        return found

    @property
    def years(self) -> Iterator[int]:
        """The years that stand in the keys, which a calendar open on these dates alone needs."""
        return (int(day[:4]) for key, _ in self for day in re.findall(DATE, key))

    def to_data(self) -> dict[str, str]:
        """Return the mapping as text, as a file holds it."""
        return {key: format_day(hours) for key, hours in self}

    def __repr__(self) -> str:
        return f"SpecialHours({self.to_data()!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        return SpecialHours, (tuple(self),)

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        return {
            "description": "hours of single dates, of date ranges and of dates of every year",
            "type": "object",
            "patternProperties": {
                f"^({DATE}|{YEARLY}|{DATE}\\.\\.{DATE}|{YEARLY}\\.\\.{YEARLY})$": HOURS_SCHEMA
            },
            "additionalProperties": False,
            "examples": [{"12-24": "09:00-12:00", "2024-08-01..2024-08-31": "09:00-14:00"}],
        }


def parse_key(key: Any) -> str:
    """Read a date, a range or their text as the normal text of the key."""
    if isinstance(key, date) and not isinstance(key, datetime):
        return key.isoformat()
    if isinstance(key, tuple) and len(key) == 2:
        return parse_key(f"{parse_key(key[0])}..{parse_key(key[1])}")
    if not isinstance(key, str):
        raise HoursError(
            f"{key!r} is no date",
            value=key,
            remedy='give a date, "2024-12-24", "12-24", or a range "12-24..12-31"',
        )
    parts = [part.strip() for part in key.split("..")]
    for pattern in (DATE, YEARLY):
        if len(parts) <= 2 and all(re.fullmatch(pattern, part, re.ASCII) for part in parts):
            days = [parse_date(part, key) for part in parts]
            if pattern is DATE and days[0] > days[-1]:
                raise HoursError(
                    f"{key!r} ends before it starts", value=key, remedy="swap the two dates"
                )
            return "..".join(parts)
    raise HoursError(
        f"{key!r} is no date",
        value=key,
        remedy='write "2024-12-24", "12-24" for every year, or a range "12-24..12-31"',
    )


def parse_date(text: str, key: str) -> date:
    try:
        return date.fromisoformat(text if len(text) > 5 else f"{LEAP_YEAR}-{text}")
    except ValueError:
        raise HoursError(
            f"{key!r} is no date of the calendar", value=key, remedy="check month and day"
        ) from None


def exactness(key: str) -> int:
    """Rank a key, the more exact the higher."""
    yearly = re.match(DATE, key) is None
    return (0 if yearly else 2) + (0 if ".." in key else 1)


def ordinals(key: str, year: int) -> Iterator[int]:
    """Yield the ordinals of the dates of a year that a key names."""
    first, _, last = key.partition("..")
    last = last or first
    if len(first) > 5:
        start, end = date.fromisoformat(first), date.fromisoformat(last)
        start, end = max(start, date(year, 1, 1)), min(end, date(year, 12, 31))
        yield from range(start.toordinal(), end.toordinal() + 1)
        return
    day, new_year = date(year, 1, 1), date(year + 1, 1, 1)
    if first == last and first != "02-29":
        yield date.fromisoformat(f"{year:04}-{first}").toordinal()
        return
    while day < new_year:
        text = day.isoformat()[5:]
        # A range such as 12-24..01-01 goes over New Year.
        if first <= text <= last or (last < first and (text >= first or text <= last)):
            yield day.toordinal()
        day += timedelta(days=1)


def overlaps(keys: list[str]) -> list[Problem]:
    """Return a problem for every two ranges of a kind that share a date."""
    ranges = [key for key in keys if ".." in key]
    return [
        Problem(
            f"the range overlaps {other!r}",
            path=(key,),
            value=key,
            remedy="give each date its hours in one range",
            code=HoursError.code,
        )
        for i, key in enumerate(ranges)
        for other in ranges[:i]
        if exactness(key) == exactness(other) and share_a_date(key, other)
    ]


def share_a_date(key: str, other: str) -> bool:
    """Return whether two ranges of one kind share a date; ISO dates compare as text."""
    return any(
        first <= other_last and other_first <= last
        for first, last in stretches(key)
        for other_first, other_last in stretches(other)
    )


def stretches(key: str) -> list[tuple[str, str]]:
    """Return a range as stretches within one year of its kind."""
    first, _, last = key.partition("..")
    return [(first, last)] if first <= last else [(first, "12-31"), ("01-01", last)]
