"""Opening hours: ``"Mon-Fri 09:00-12:00,13:00-18:00; Sat 10:00-14:00"`` <-> local intervals.

An interval is a pair of microseconds since the midnight of its date. Its end
may lie beyond 24 h: 22:00-06:00 is ``(22 h, 30 h)`` and belongs to the date on
which it starts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import time
from itertools import pairwise
from typing import Any, Self

from slakit.calendars.zones import DAY
from slakit.documents.parsed import Parsed
from slakit.documents.suggest import did_you_mean
from slakit.durations import format_time_of_day, parse_time_of_day
from slakit.errors import AmountError, DocumentError, HoursError, HoursWarning, Problem, warn_caller

__all__ = ["WEEKDAYS", "DayHours", "WeeklyHours", "format_day", "parse_day"]

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LONG_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DayHours = tuple[tuple[int, int], ...]

HOURS_SCHEMA: dict[str, Any] = {
    "description": "the open intervals of one date, or closed",
    "anyOf": [
        {"type": "string", "examples": ["09:00-12:00,13:00-18:00", "22:00-06:00", "closed"]},
        {"type": "array", "items": {"type": "string", "examples": ["09:00-17:00"]}},
    ],
}


def parse_day(value: Any) -> DayHours:
    """Read the hours of one date, sorted by start.

    `value` is a text (``"09:00-12:00,13:00-18:00"``), a list of such texts or
    of pairs of times, or ``"closed"`` or ``[]``. Raises `HoursError` for a text
    that cannot be read, for intervals that overlap and for a start that equals
    its end. An end of 23:59 warns.

    >>> [(start // 3_600_000_000, end // 3_600_000_000) for start, end in parse_day("22:00-06:00")]
    [(22, 30)]
    """
    if isinstance(value, str):
        text = value.strip().lower()
        parts: Sequence[Any] = [] if text == "closed" else text.split(",")
    elif isinstance(value, Sequence) and not isinstance(value, (bytes, bytearray)):
        parts = value
        if len(value) == 2 and all(isinstance(part, time) for part in value):
            parts = [value]
    else:
        raise HoursError(
            f"{value!r} is no opening hours",
            value=value,
            remedy='write "09:00-17:00", a list of such intervals, or "closed"',
        )
    hours = tuple(sorted(parse_interval(part) for part in parts))
    for (start, end), (next_start, next_end) in pairwise(hours):
        if next_start < end:
            raise HoursError(
                f"{format_day([(start, end)])} and {format_day([(next_start, next_end)])} overlap",
                value=value,
                remedy="join them into one interval or move one of them",
            )
    return hours


def parse_interval(value: Any) -> tuple[int, int]:
    """Read one interval: ``"09:00-17:00"`` or a pair of times."""
    ends: Sequence[Any]
    if isinstance(value, str):
        ends = [part.strip() for part in value.split("-")]
    elif isinstance(value, Sequence) and not isinstance(value, (bytes, bytearray)):
        ends = value
    else:
        ends = ()
    if len(ends) != 2:
        raise HoursError(
            f"{value!r} is no interval",
            value=value,
            remedy='write start and end, as in "09:00-17:00"',
        )
    try:
        start = parse_time_of_day(ends[0])
        end = parse_time_of_day(ends[1], allow_24=True)
    except AmountError as error:
        raise HoursError(error.message, value=error.value, remedy=error.remedy) from None
    if start == end:
        raise HoursError(
            f"{value!r} starts and ends at the same time",
            value=value,
            remedy="write 00:00-24:00 for a whole day, or closed",
        )
    if DAY - end in (60_000_000, 1_000_000):
        warn_caller(
            f"hours that end at {format_time_of_day(end)} are taken as they stand: the time until"
            " midnight is closed. Write 24:00 for the end of the day.",
            HoursWarning,
        )
    return start, end if end > start else end + DAY


def format_day(hours: Iterable[tuple[int, int]]) -> str:
    """Write the hours of one date; `parse_day` reads them back.

    >>> format_day(parse_day(["13:00-18:00", "09:00-12:00"]))
    '09:00-12:00,13:00-18:00'
    """
    intervals = [
        f"{format_time_of_day(start)}-{format_time_of_day(end if end <= DAY else end - DAY)}"
        for start, end in hours
    ]
    return ",".join(intervals) or "closed"


class WeeklyHours(tuple[DayHours, ...], Parsed):
    """The hours of the seven weekdays, Monday first; its text is the normal form.

    >>> WeeklyHours.parse("mon-fri 9:00-17:00; sat 10:00-14:00")
    WeeklyHours('Mon-Fri 09:00-17:00; Sat 10:00-14:00')
    """

    __slots__ = ()

    @classmethod
    def parse(cls, value: Any) -> Self:
        """Read hours from text or from a mapping of weekdays; weekdays left out are closed.

        Keys are ``mon`` or ``monday``, ranges ``mon-fri`` and lists ``mon,wed``.
        Raises `HoursError`, or a `DocumentError` with every problem. Warns when
        a night runs into hours of the next day, with which it merges.
        """
        if isinstance(value, cls):
            return value
        entries: list[Any]
        if isinstance(value, str):
            texts = [] if value.strip().lower() == "closed" else re.split(r"[;\n]", value)
            entries = [text for text in texts if text.strip()]
        elif isinstance(value, Mapping):
            entries = list(value.items())
        else:
            raise HoursError(
                f"{value!r} is no opening hours of a week",
                value=value,
                remedy='write "Mon-Fri 09:00-17:00" or a mapping, as in {"mon": ["09:00-17:00"]}',
            )
        week: dict[int, DayHours] = {}
        problems: list[Problem] = []
        for entry in entries:
            path: tuple[str, ...] = ()
            try:
                key, hours = split_entry(entry) if isinstance(value, str) else entry
                path = (str(key),) if isinstance(value, Mapping) else ()
                days = parse_weekdays(key)
                parsed = parse_day(hours)
                for day in days:
                    if day in week:
                        raise HoursError(
                            f"{WEEKDAYS[day]} has hours already",
                            value=key,
                            remedy="give each weekday its hours once",
                        )
                    week[day] = parsed
            except HoursError as error:
                problems += [problem.under(*path) for problem in error.problems]
        if len(problems) == 1 and not problems[0].path:
            raise HoursError(
                problems[0].message, value=problems[0].value, remedy=problems[0].remedy
            )
        if problems:
            raise DocumentError(problems)
        hours_of_week = cls(week.get(day, ()) for day in range(7))
        hours_of_week.warn_of_tails()
        return hours_of_week

    @property
    def never_closes(self) -> bool:
        """Whether the hours cover the whole week."""
        week = [
            (day * DAY + start, day * DAY + end)
            for day, hours in enumerate((self[6], *self), -1)
            for start, end in hours
        ]
        covered = 0
        for start, end in sorted(week):
            if start > covered:
                return False
            covered = max(covered, end)
        return covered >= 7 * DAY

    def warn_of_tails(self) -> None:
        """Warn when a night runs into the hours of the day after it."""
        for day, hours in enumerate(self):
            tomorrow = self[(day + 1) % 7]
            if hours and tomorrow and hours[-1][1] > DAY and hours[-1][1] - DAY >= tomorrow[0][0]:
                warn_caller(
                    f"{WEEKDAYS[day].title()} {format_day(hours[-1:])} runs into"
                    f" {WEEKDAYS[(day + 1) % 7].title()} {format_day(tomorrow[:1])}; they count as"
                    " one stretch of work.",
                    HoursWarning,
                )

    def to_data(self) -> str:
        return str(self)

    def __str__(self) -> str:
        groups: list[tuple[int, int]] = []
        for day, hours in enumerate(self):
            if groups and hours and self[groups[-1][1]] == hours and groups[-1][1] == day - 1:
                groups[-1] = (groups[-1][0], day)
            elif hours:
                groups.append((day, day))
        entries = []
        for first, last in groups:
            days = WEEKDAYS[first].title()
            if last > first:
                days += f"-{WEEKDAYS[last].title()}"
            entries.append(f"{days} {format_day(self[first])}")
        return "; ".join(entries) or "closed"

    def __repr__(self) -> str:
        return f"WeeklyHours({str(self)!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        return WeeklyHours, (tuple(self),)

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        weekdays = "|".join(
            f"{day}(?:{long[3:]})?" for day, long in zip(WEEKDAYS, LONG_NAMES, strict=True)
        )
        return {
            "description": "open hours by weekday; weekdays left out are closed",
            "anyOf": [
                {
                    "type": "string",
                    "examples": ["Mon-Fri 09:00-12:00,13:00-18:00; Sat 10:00-14:00"],
                },
                {
                    "type": "object",
                    "patternProperties": {f"(?i)^({weekdays})([-,]({weekdays}))*$": HOURS_SCHEMA},
                    "additionalProperties": False,
                },
            ],
        }


def split_entry(text: str) -> tuple[str, str]:
    """Split ``"Mon-Fri 09:00-17:00"`` into days and hours."""
    text = text.strip()
    if text == "24/7":
        return "mon-sun", "00:00-24:00"
    match = re.fullmatch(r"([^\W\d]+(?:\s*[-,]\s*[^\W\d]+)*)\s+(\S.*)", text)
    if match is None:
        raise HoursError(
            f"{text!r} is no weekday with hours",
            value=text,
            remedy='write days and hours, as in "Mon-Fri 09:00-17:00"',
        )
    return match[1], match[2]


def parse_weekdays(value: Any) -> list[int]:
    """Read ``"mon"``, ``"Mon-Fri"``, ``"sat,sun"`` as weekday numbers, Monday being 0."""
    if not isinstance(value, str):
        raise HoursError(
            f"{value!r} is no weekday",
            value=value,
            remedy='write its name, as in "mon"; numbers mean different days to different people',
        )
    days: list[int] = []
    for part in value.split(","):
        first, dash, last = part.partition("-")
        start = parse_weekday(first)
        end = parse_weekday(last) if dash else start
        # Fri-Mon goes over the weekend.
        days += [day % 7 for day in range(start, end + 1 if end >= start else end + 8)]
    return days


def parse_weekday(text: str) -> int:
    name = text.strip().lower()
    for names in (WEEKDAYS, LONG_NAMES):
        if name in names:
            return names.index(name)
    raise HoursError(
        f"unknown weekday {text.strip()!r}",
        value=text,
        remedy=did_you_mean(name, (*WEEKDAYS, *LONG_NAMES)),
    )
