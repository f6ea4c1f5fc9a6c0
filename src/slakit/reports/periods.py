"""Days, weeks, months, quarters and years of the calendar, in a time zone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Literal, NamedTuple, get_args
from zoneinfo import ZoneInfo

from slakit.calendars.zones import wall_to_utc
from slakit.documents.suggest import did_you_mean
from slakit.errors import NaiveDatetimeError, SlakitError, UnknownNameError
from slakit.instants import MICROSECOND, to_datetime

__all__ = [
    "FREQUENCIES",
    "Frequency",
    "Period",
    "frequency_of",
    "period_of",
    "periods_between",
    "wall",
]

Frequency = Literal["day", "week", "month", "quarter", "year"]
FREQUENCIES: tuple[Frequency, ...] = get_args(Frequency)
MONTHS = {"month": 1, "quarter": 3, "year": 12}


class Period(NamedTuple):
    """A day, week, month, quarter or year: from its first local date up to that of the next.

    >>> Period("quarter", date(2024, 4, 1)).label, Period("month", date(2024, 1, 1)).end
    ('2024-Q2', datetime.date(2024, 2, 1))
    """

    frequency: Frequency
    start: date

    @property
    def end(self) -> date:
        """The first date after it; `SlakitError` for a period that ends with the year 9999."""
        try:
            if self.frequency in MONTHS:
                months = self.start.year * 12 + self.start.month - 1 + MONTHS[self.frequency]
                return date(months // 12, months % 12 + 1, 1)
            return self.start + timedelta(days=7 if self.frequency == "week" else 1)
        except (ValueError, OverflowError):
            raise SlakitError(
                f"{self.label} ends beyond the year 9999, the last one that there is",
                parameter="period",
                value=self.label,
                remedy="give an earlier period",
            ) from None

    @property
    def next(self) -> Period:
        """The period that begins where this one ends."""
        return Period(self.frequency, self.end)

    @property
    def label(self) -> str:
        """The period as ISO 8601 writes it; a quarter, which it does not know, as 2024-Q2."""
        start = self.start
        match self.frequency:
            case "day":
                return start.isoformat()
            case "week":
                year, week, _ = start.isocalendar()
                return f"{year:04}-W{week:02}"
            case "month":
                return f"{start.year:04}-{start.month:02}"
            case "quarter":
                return f"{start.year:04}-Q{(start.month + 2) // 3}"
            case "year":
                return f"{start.year:04}"

    def instants(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """Return the instants, in `zone`, at which it begins and ends."""
        first, last = (
            to_datetime(wall_to_utc(zone, day.toordinal(), 0) * MICROSECOND, zone)
            for day in (self.start, self.end)
        )
        return first, last


def period_of(day: date, frequency: Frequency) -> Period:
    """Return the period in which a date lies; weeks begin on Mondays.

    >>> period_of(date(2024, 12, 31), "week").label
    '2025-W01'
    """
    match frequency:
        case "week":
            day -= timedelta(days=day.weekday())
        case "month":
            day = day.replace(day=1)
        case "quarter":
            day = date(day.year, day.month - (day.month - 1) % 3, 1)
        case "year":
            day = date(day.year, 1, 1)
    return Period(frequency, day)


class Starts(dict[date, date]):
    """Dates -> the first dates of the periods in which they lie; most are asked for often."""

    def __init__(self, frequency: Frequency) -> None:
        self._frequency = frequency

    def __missing__(self, day: date) -> date:
        start = self[day] = period_of(day, self._frequency).start
        return start


def periods_between(first: Period, last: Period) -> Iterator[Period]:
    """Yield the periods from one to another, both included."""
    period = first
    # What comes after the last one may lie beyond the year 9999.
    while period.start < last.start:
        yield period
        period = period.next
    if period.start == last.start:
        yield period


def frequency_of(text: str) -> Frequency:
    """Return a frequency by its name or its first letter, as in ``month`` or ``M``."""
    for known in FREQUENCIES:
        if text == known or text == known[0].upper():
            return known
    raise UnknownNameError(
        f"no periods of {text!r}",
        parameter="frequency",
        value=text,
        remedy=did_you_mean(str(text), FREQUENCIES),
    )


def wall(at: datetime, zone: ZoneInfo | None) -> datetime:
    """Return an instant in a zone; without one as it is written, in its own."""
    if at.tzinfo is None:
        # Python would take it for a time of the host's own zone.
        raise NaiveDatetimeError(
            f"{at.isoformat()} has no time zone",
            parameter="outcome",
            value=at,
            remedy="give it one, as in at.replace(tzinfo=UTC)",
        )
    try:
        return at if zone is None else at.astimezone(zone)
    except OverflowError:
        # In the zone it is a day before the year 1, or after the year 9999.
        return at
