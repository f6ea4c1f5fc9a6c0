"""Calendars made of calendars: union, intersection, difference and succession.

Local dates and business days are those of the first part: a shift of another
part belongs to the date on which it starts in the zone of the first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, ConfigDict, Discriminator, Field, Tag, model_validator

from slakit.calendars.algebra import CombinedSource, Operation
from slakit.calendars.business_calendar import BusinessCalendar
from slakit.calendars.calendar import Calendar
from slakit.calendars.holidays import HolidaySource
from slakit.calendars.one_off import read_utc
from slakit.calendars.window import ever_opens
from slakit.calendars.zones import wall_to_utc
from slakit.documents.model import Document
from slakit.errors import CalendarError, NeverOpenError
from slakit.instants import EPOCH, MICROSECOND

__all__ = ["AnyCalendar", "CombinedCalendar", "Phase", "combine", "succession"]


def kind_of_calendar(value: Any) -> str:
    """Tell a combined calendar from a plain one by what it is written with."""
    if isinstance(value, dict):
        return "combined" if any(name in value for name in CombinedCalendar.model_fields) else "one"
    return "combined" if isinstance(value, CombinedCalendar) else "one"


AnyCalendar = Annotated[
    Annotated[BusinessCalendar, Tag("one")] | Annotated["CombinedCalendar", Tag("combined")],
    Discriminator(kind_of_calendar),
]


def read_from(value: Any) -> date | datetime | None:
    """Read the beginning of a phase: a date, an exact instant, or None for "ever since"."""
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return read_utc(value)
    if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
        return value
    return read_utc(value)


class Phase(Document):
    """One calendar of a succession, and the date or instant from which it holds."""

    model_config = ConfigDict(populate_by_name=True)

    start: Annotated[date | datetime | None, BeforeValidator(read_from)] = Field(
        default=None,
        alias="from",
        description="a date (its midnight in the zone of the first calendar) or an exact instant",
    )
    calendar: AnyCalendar = Field(description="the hours from then on")


class CombinedCalendar(Calendar):
    """Several calendars joined; written by ``a | b``, ``a & b``, ``a - b`` and `succession`.

    Exactly one of the four fields is given. Its questions are those of every
    `Calendar`.

    >>> day = BusinessCalendar(tz="Europe/Madrid", hours="Mon-Fri 09:00-17:00")
    >>> night = BusinessCalendar(tz="Asia/Manila", hours="Mon-Fri 09:00-17:00")
    >>> both = day | night
    >>> both.is_open(datetime(2024, 5, 6, 3, tzinfo=day.zone))
    True
    """

    union: tuple[AnyCalendar, ...] = Field(default=(), description="open when one of them is")
    intersection: tuple[AnyCalendar, ...] = Field(default=(), description="open when all are")
    difference: tuple[AnyCalendar, ...] = Field(
        default=(), description="open when the first is and none of the others"
    )
    succession: tuple[Phase, ...] = Field(
        default=(), description="hours that changed: each calendar until the next begins"
    )

    @model_validator(mode="after")
    def _check(self) -> Self:
        given = [name for name in type(self).model_fields if getattr(self, name)]
        if len(given) != 1:
            raise CalendarError(
                f"{len(given)} of union, intersection, difference and succession are given",
                value=given,
                remedy="give exactly one of them",
            )
        if self.succession:
            self._check_succession()
        if not ever_opens(self._source()):
            raise NeverOpenError(
                f"the {given[0]} never opens",
                value=given[0],
                remedy="look for hours of its parts that meet, zone by zone",
            )
        return self

    def _check_succession(self) -> None:
        if self.succession[0].start is not None:
            raise CalendarError(
                "nothing says which hours held before the first calendar",
                parameter="succession",
                value=self.succession[0].start,
                remedy="begin with (None, calendar)",
            )
        if any(phase.start is None for phase in self.succession[1:]):
            raise CalendarError(
                "a later calendar has no beginning",
                parameter="succession",
                value=None,
                remedy="give each calendar but the first its date",
            )
        starts = self._starts()
        if sorted(set(starts)) != starts:
            raise CalendarError(
                "the calendars do not follow one another",
                parameter="succession",
                value=[str(phase.start) for phase in self.succession],
                remedy="order them by date, each date once",
            )

    def _starts(self) -> list[int]:
        """The instants at which the second and later phases begin."""
        zone = self._parts()[0].zone
        return [
            (phase.start - EPOCH) // MICROSECOND
            if isinstance(phase.start, datetime)
            else wall_to_utc(zone, phase.start.toordinal(), 0)
            for phase in self.succession[1:]
            if phase.start is not None
        ]

    def _operation(self) -> Operation:
        for name in ("union", "intersection", "difference"):
            if getattr(self, name):
                return name
        return "succession"

    def _parts(self) -> tuple[Calendar, ...]:
        operation = self._operation()
        if operation == "succession":
            return tuple(phase.calendar for phase in self.succession)
        parts: tuple[Calendar, ...] = getattr(self, operation)
        return parts

    def _source(self) -> CombinedSource:
        return CombinedSource(
            self._operation(),
            [part._source() for part in self._parts()],
            starts=self._starts() if self.succession else [],
        )

    def _zones(self) -> Iterator[ZoneInfo]:
        for part in self._parts():
            yield from part._zones()

    def _holiday_sources(self) -> Iterator[HolidaySource]:
        for part in self._parts():
            yield from part._holiday_sources()


def combine(
    operation: Literal["union", "intersection", "difference"], one: Calendar, other: Calendar
) -> CombinedCalendar:
    """Join two calendars; a chain such as ``a | b | c`` stays one flat list."""
    parts: list[Calendar] = []
    for i, calendar in enumerate((one, other)):
        # Only on its left side does a difference mean the same when it is flattened.
        flat = isinstance(calendar, CombinedCalendar) and (operation != "difference" or i == 0)
        parts += getattr(calendar, operation) or (calendar,) if flat else (calendar,)
    return CombinedCalendar.model_validate({operation: tuple(parts)})


def succession(
    phases: Iterable[tuple[date | datetime | None, Calendar]],
) -> CombinedCalendar:
    """Return a calendar whose hours changed; history keeps the hours of its time.

    `phases` are pairs of a beginning and a calendar, in order. The first begins
    with None. A date means its midnight in the zone of the first calendar.

    >>> old = BusinessCalendar(tz="Europe/Madrid", hours="Mon-Fri 09:00-17:00")
    >>> new = BusinessCalendar(tz="Europe/Madrid", hours="Mon-Fri 08:00-20:00")
    >>> cal = succession([(None, old), (date(2024, 7, 1), new)])
    >>> [cal.is_open(datetime(2024, month, 3, 19, tzinfo=cal.zone)) for month in (6, 7)]
    [False, True]
    """
    return CombinedCalendar.model_validate(
        {"succession": tuple({"from": start, "calendar": cal} for start, cal in phases)}
    )
