"""Windows of objectives: periods of the calendar, or the last so many hours."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple, Self
from zoneinfo import ZoneInfo

from slakit.calendars.zones import zone
from slakit.documents import did_you_mean
from slakit.documents.parsed import Parsed
from slakit.durations import format_length, parse_length
from slakit.errors import DocumentError, InstantError, Problem, SlakitError, UnknownNameError
from slakit.instants import MICROSECOND, plain_datetime, since_epoch, to_datetime
from slakit.reports.periods import FREQUENCIES, Frequency, Period, period_of

__all__ = ["Bounds", "Window"]

DAY = timedelta(days=1)
DAYS = re.compile(r"([0-9]{1,5}) ?(?:d|days?)")
ROLLING = re.compile(r"rolling (.+)")
CALENDAR = re.compile(r"calendar (\w+), ?(\S+)")
CALENDAR_WITHOUT_ZONE = re.compile(r"calendar \w+,? *")
REMEDY = 'write "calendar month, Europe/Madrid" or "rolling 30 days"'


class Bounds(NamedTuple):
    """Where a window begins and ends: `start` is in it, `end` is not."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True, repr=False)
class Window(Parsed):
    """The time over which an objective is measured, again and again.

    ``{calendar: month, tz: Europe/Madrid}``, or the text ``calendar month, Europe/Madrid``: a
    day, week (from Monday), month, quarter or year, whose midnights are those of a zone that has
    to be named. ``{rolling: 30d}``, or ``rolling 30 days``: up to the instant at which it is
    asked. Of `rolling` and `calendar` one is None; so is `tz` of a rolling window.

    >>> Window.parse("calendar quarter, Europe/Madrid").calendar
    'quarter'

    The trap: days of a rolling window are 24 hours each. It has no zone, so that it knows no
    midnights, and on the day on which clocks change it does not begin at the same time of day.
    """

    rolling: timedelta | None = None
    calendar: Frequency | None = None
    tz: str | None = None

    @classmethod
    def parse(cls, value: Any) -> Self:
        """Read a mapping or a text; raises one error with every problem."""
        if isinstance(value, cls):
            return value
        if isinstance(value, str):
            value = mapping_of(value)
        keys = set(value) if isinstance(value, Mapping) else set()
        if keys == {"rolling"}:
            return cls(rolling=under("rolling", read_length, value["rolling"]))
        if "calendar" not in keys or not keys <= {"calendar", "tz"}:
            raise SlakitError(f"{value!r} is no window", value=value, remedy=REMEDY)
        problems: list[Problem] = []
        if value["calendar"] not in FREQUENCIES:
            unit = value["calendar"]
            problems.append(
                Problem(
                    f"the calendar has no {unit!r}",
                    ("calendar",),
                    unit,
                    remedy=did_you_mean(str(unit), FREQUENCIES),
                    code=UnknownNameError.code,
                )
            )
        try:
            if "tz" not in keys:
                raise SlakitError(
                    "is required and missing", remedy="name the zone of the calendar's midnights"
                )
            tz = zone(value["tz"], parameter="").key
        except SlakitError as error:
            problems += [problem.under("tz") for problem in error.problems]
        if problems:
            raise DocumentError(problems)
        return cls(calendar=value["calendar"], tz=tz)

    @property
    def zone(self) -> ZoneInfo | None:
        """The zone whose midnights bound a calendar window."""
        return None if self.tz is None else zone(self.tz)

    def before(self, at: datetime) -> Bounds:
        """Return the window in which the last moment before `at` lies.

        At midnight of 1 February that is January, whole, so that what is measured always ends
        with `at` or before it. A rolling window ends at `at` itself.

        >>> month = Window.parse("calendar month, America/Sao_Paulo")
        >>> start, end = month.before(datetime.fromisoformat("2024-02-01T00:00-03:00"))
        >>> str(start), str(end)
        ('2024-01-01 00:00:00-03:00', '2024-02-01 00:00:00-03:00')
        """
        since_epoch(at, "at")
        if self.rolling is not None:
            at = plain_datetime(at, "at")
            # In real time: adding to a datetime adds to what its clock shows.
            return Bounds(moved(at, -self.rolling), at)
        tz = self.zone
        return bounds(self.period(moved(at, -MICROSECOND)), tz)

    def between(self, since: datetime, until: datetime) -> list[Bounds]:
        """Return the calendar windows that have a moment between two instants."""
        if since_epoch(until, "until") <= since_epoch(since, "since"):
            return []
        tz, last = self.zone, self.period(moved(until, -MICROSECOND))
        period = self.period(since)
        found = [bounds(period, tz)]
        while period.start < last.start:
            period = period.next
            found.append(bounds(period, tz))
        # A zone that leaps over the date line has a date without a moment.
        return [each for each in found if each.start != each.end]

    def period(self, at: datetime) -> Period:
        assert self.calendar is not None  # Asked only of calendar windows.
        tz, moment = self.zone, since_epoch(at, "at")
        try:
            period = period_of(at.astimezone(tz).date(), self.calendar)
            # Where clocks go back over midnight, a date comes again that has ended already.
            while since_epoch(bounds(period, tz).end, "at") <= moment:
                period = period.next
        except OverflowError:
            raise beyond(at) from None
        return period

    def to_data(self) -> dict[str, str]:
        """Return the mapping that a file holds."""
        if self.rolling is not None:
            return {"rolling": length_text(self.rolling)}
        assert self.calendar is not None
        assert self.tz is not None
        return {"calendar": self.calendar, "tz": self.tz}

    def __repr__(self) -> str:
        return f"Window.parse({self.to_data()!r})"

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        rolling = {
            "type": "string",
            "description": "how long; a day is 24 hours",
            "examples": ["30d", "12h"],
        }
        calendar = {"enum": list(FREQUENCIES), "description": "which period; weeks begin on Monday"}
        tz = {
            "type": "string",
            "description": "the zone of its midnights",
            "examples": ["Europe/Madrid"],
        }
        return {
            "description": "over which time it is measured",
            "anyOf": [
                {
                    "type": "object",
                    "properties": {"calendar": calendar, "tz": tz},
                    "required": ["calendar", "tz"],
                    "additionalProperties": False,
                },
                {
                    "type": "object",
                    "properties": {"rolling": rolling},
                    "required": ["rolling"],
                    "additionalProperties": False,
                },
                {"type": "string", "pattern": "^(calendar|rolling) "},
            ],
            "examples": [{"calendar": "month", "tz": "Europe/Madrid"}, "rolling 30 days"],
        }


def mapping_of(text: str) -> dict[str, str]:
    """Return what the text of a window says, as the mapping."""
    if match := ROLLING.fullmatch(text.strip()):
        return {"rolling": match[1]}
    if match := CALENDAR.fullmatch(text.strip()):
        return {"calendar": match[1], "tz": match[2]}
    if CALENDAR_WITHOUT_ZONE.fullmatch(text.strip()):
        named = f"{text.rstrip(' ,')}, Europe/Madrid"
        remedy = f'name it, as in "{named.strip()}"'
        raise SlakitError(f"{text!r} has no time zone", value=text, remedy=remedy)
    raise SlakitError(f"{text!r} is no window", value=text, remedy=REMEDY)


def read_length(value: Any) -> timedelta:
    """Return the length of a rolling window."""
    if isinstance(value, timedelta):
        length = value
    elif isinstance(value, str) and (match := DAYS.fullmatch(value.strip())):
        length = int(match[1]) * DAY
    elif isinstance(value, str) and value.strip().isdecimal():
        remedy = f'write "{value.strip()}d"'
        raise SlakitError(f"{value!r} has no unit", value=value, remedy=remedy)
    elif isinstance(value, str):
        length = parse_length(value)
    else:
        raise SlakitError(f"{value!r} is no length", value=value, remedy='write "30d" or "12h"')
    if length <= timedelta(0):
        raise SlakitError(f"{value!r} is no time at all", value=value, remedy='write "30d"')
    return length


def under(name: str, read: Any, value: Any) -> Any:
    """Read a value of a mapping; what is wrong with it gets the path."""
    try:
        return read(value)
    except SlakitError as error:
        raise DocumentError([problem.under(name) for problem in error.problems]) from None


def length_text(length: timedelta) -> str:
    return f"{length // DAY}d" if length % DAY == timedelta(0) else format_length(length)


def bounds(period: Period, tz: ZoneInfo | None) -> Bounds:
    assert tz is not None  # A calendar window has its zone.
    try:
        return Bounds(*period.instants(tz))
    except OverflowError:
        raise beyond(period.start) from None


def moved(at: datetime, by: timedelta) -> datetime:
    """Return an instant so much real time later, in the same zone."""
    try:
        return to_datetime(since_epoch(at, "at") + by, at.tzinfo)
    except OverflowError:
        raise beyond(at) from None


def beyond(at: date) -> InstantError:
    """Return the error for a window that Python's years cannot hold."""
    return InstantError(
        f"the window at {at.isoformat()} reaches beyond the years 1 to 9999",
        parameter="at",
        value=at,
        remedy="give an instant, or a shorter window, that lies within them",
    )
