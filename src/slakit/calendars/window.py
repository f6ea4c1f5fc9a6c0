"""Compiled years: boundaries, cumulative open time and a look-up table by day.

A `Window` holds consecutive UTC years as

* `opens` and `closes`: the boundaries of open time, merged and sorted;
* `counted` and `done`: the open time that has passed at each of them, counted
  from the first instant that was ever compiled (so it is negative before);
* `shifts`: opening less count, which turns a count back into an instant;
* nodes ``(close, count, shift, done, next)``, one for each interval of a UTC day.
  What has passed at an instant `t` is told by the first node with ``t < close``:
  `count` before it opens and ``t - shift`` afterwards, so the greater of the two.
  The instant at which `c` has passed is told by the first node with ``c <= done``:
  ``c + shift``. The last node of a year is none: it never closes and has no next;
* `days`: for every UTC day the node at which to begin with an instant of that day;
* `bins`: for every whole day of open time the node at which to begin with a count.

Everything is a `timedelta`, since `EPOCH` or of open time. The integers of the
source are the truth and are converted once, exactly, because converting at
each question would cost more than the question. Questions come in no order, so
that what they cost is how much memory they touch: one kind of node serves both
directions, and neighbours share their counts.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from slakit.calendars.spans import Shift, merge
from slakit.errors import HorizonError, InstantError
from slakit.instants import EPOCH, MICROSECOND, UTC

__all__ = [
    "FIRST_YEAR",
    "HORIZON_YEARS",
    "LAST_YEAR",
    "Source",
    "Window",
    "ever_opens",
    "horizon_error",
    "year_of",
    "year_start",
]

HORIZON_YEARS = 100
# The local dates on both sides of a UTC year, and their years, have to exist as Python dates.
FIRST_YEAR, LAST_YEAR = 3, 9997

ZERO = timedelta(0)
NEVER = timedelta.max
# Greater than all instants, and far enough from the edge of timedelta to calculate with.
FAR = timedelta(days=400_000_000)
Node = tuple[timedelta, timedelta, timedelta, timedelta, Any]


class Source(Protocol):
    """What is compiled: dated shifts, one UTC year at a time."""

    @property
    def zone(self) -> ZoneInfo:
        """The zone of its local dates."""

    @property
    def never_closes(self) -> bool:
        """Whether it is open always, as far as its document can tell."""

    @property
    def years(self) -> Iterable[int]:
        """The years that its document names; in one of them alone it may be open."""

    @property
    def label(self) -> str:
        """What an error calls it."""

    def reason(self, day: date) -> tuple[str, str]:
        """Return what decides the hours of a date (weekly, holiday, special) and its name."""

    def shifts(self, year: int, *, warn: bool = True) -> list[Shift]:
        """Its open time in a UTC year, sorted, cut at the edges of the year.

        `warn` is about holidays of years that the holiday data does not know.
        """


class Window:
    """Consecutive compiled years; never changed once it is published."""

    __slots__ = (
        "bins",
        "closes",
        "counted",
        "days",
        "done",
        "end",
        "first_year",
        "last_year",
        "opens",
        "shifts",
        "start",
    )

    def __init__(self, first_year: int) -> None:
        """Begin an empty window before `first_year`."""
        self.first_year = first_year
        self.last_year = first_year - 1
        self.start = self.end = year_start(first_year)
        self.days: dict[int, Node] = {}
        self.opens: list[timedelta] = []
        self.closes: list[timedelta] = []
        self.counted: list[timedelta] = []
        self.done: list[timedelta] = []
        self.shifts: list[timedelta] = []
        self.bins: dict[int, Node] = {}

    def copy(self) -> Window:
        """Return a window that can be extended without disturbing the readers of this one."""
        other = Window(self.first_year)
        other.last_year, other.end = self.last_year, self.end
        other.days, other.bins = self.days.copy(), self.bins.copy()
        other.opens, other.closes = self.opens.copy(), self.closes.copy()
        other.counted, other.done = self.counted.copy(), self.done.copy()
        other.shifts = self.shifts.copy()
        return other

    def append_year(self, source: Source) -> None:
        """Compile the year after the last one."""
        year = self.last_year + 1
        opens, closes = year_boundaries(source, year)
        counts = running_total(opens, closes, self.done[-1] if self.done else ZERO)
        shifts = [opening - count for opening, count in zip(opens, counts, strict=False)]
        days, bins = year_tables(year, opens, closes, counts, shifts)
        self.days.update(days)
        # A count that lies in two years begins with the node of the earlier one.
        self.bins = bins | self.bins
        if opens and self.closes and opens[0] == self.closes[-1]:
            self.closes[-1] = closes[0]
            self.done[-1] = counts[1]
            opens, closes, counts, shifts = opens[1:], closes[1:], counts[1:], shifts[1:]
        self.opens += opens
        self.closes += closes
        self.counted += counts[:-1]
        self.done += counts[1:]
        self.shifts += shifts
        self.last_year, self.end = year, year_start(year + 1)

    def prepend_year(self, source: Source) -> None:
        """Compile the year before the first one."""
        year = self.first_year - 1
        opens, closes = year_boundaries(source, year)
        total = sum((c - o for o, c in zip(opens, closes, strict=True)), ZERO)
        # The counts of years already compiled stay what they are, so the new one ends where
        # they begin and its own are negative.
        counts = running_total(opens, closes, (self.counted[0] if self.counted else ZERO) - total)
        shifts = [opening - count for opening, count in zip(opens, counts, strict=False)]
        days, bins = year_tables(year, opens, closes, counts, shifts)
        self.days.update(days)
        self.bins |= bins
        joined = 1 if closes and self.opens and closes[-1] == self.opens[0] else 0
        if joined:
            closes[-1] = self.closes[0]
            counts[-1] = self.done[0]
        self.opens[:joined] = opens
        self.closes[:joined] = closes
        self.counted[:joined] = counts[:-1]
        self.done[:joined] = counts[1:]
        self.shifts[:joined] = shifts
        self.first_year, self.start = year, year_start(year)


# Ordinary years, looked at in this order: hours that recur are open in the first; hours that
# met only while a zone had daylight saving need the years behind and before us.
PROBED_YEARS = (2024, *range(2025, 2038), *range(2023, 1969, -1))


def ever_opens(source: Source) -> bool:
    """Return whether a source is open in an ordinary year or around one that it names."""
    named = {near for year in source.years for near in (year - 1, year, year + 1)}
    return any(
        source.shifts(year, warn=False)
        for year in dict.fromkeys((*PROBED_YEARS, *sorted(named)))
        if FIRST_YEAR <= year <= LAST_YEAR
    )


def horizon_error(source: Source, origin: timedelta, last: timedelta) -> HorizonError:
    """Return the error of a search from `origin` that has looked as far as `last` in vain."""
    direction = "after" if last > origin else "before"
    return HorizonError(
        f"no such open time within {HORIZON_YEARS} years {direction}"
        f" {(EPOCH + origin).isoformat()} in {source.label}",
        horizon=HORIZON_YEARS,
        last=EPOCH + min(max(last, year_start(FIRST_YEAR)), year_start(LAST_YEAR)),
        parameter="calendar",
        value=source.label,
        remedy="give the calendar hours that go on, or ask for less",
    )


def year_of(moment: timedelta, parameter: str = "instant") -> int:
    """Return the UTC year of an instant, refusing those that slakit does not calculate in."""
    told: datetime | None
    try:
        told = EPOCH + moment
        year = told.year
    except OverflowError:
        told, year = None, 0
    if not FIRST_YEAR <= year <= LAST_YEAR:
        said = "an instant" if told is None else told.isoformat()
        raise InstantError(
            f"{said} is outside the years {FIRST_YEAR} to {LAST_YEAR}",
            parameter=parameter,
            value=moment if told is None else told,
            remedy="look for a placeholder such as 9999-12-31 and leave it out",
        )
    return year


def year_start(year: int) -> timedelta:
    """Return the first instant of a UTC year."""
    return datetime(year, 1, 1, tzinfo=UTC) - EPOCH


def year_boundaries(source: Source, year: int) -> tuple[list[timedelta], list[timedelta]]:
    """Return the openings and closings of a UTC year; time open at its edges is cut there."""
    spans = merge(source.shifts(year))
    return [s * MICROSECOND for s, _ in spans], [e * MICROSECOND for _, e in spans]


def running_total(
    opens: list[timedelta], closes: list[timedelta], count: timedelta
) -> list[timedelta]:
    """Return the open time that has passed at each opening, and after the last closing."""
    counts = [count]
    for opening, closing in zip(opens, closes, strict=True):
        count += closing - opening
        counts.append(count)
    return counts


def year_tables(
    year: int,
    opens: list[timedelta],
    closes: list[timedelta],
    counts: list[timedelta],
    shifts: list[timedelta],
) -> tuple[dict[int, Node], dict[int, Node]]:
    """Return the `days` and the `bins` of a year."""
    days: dict[int, Node] = {}
    bins: dict[int, Node] = {}
    node: Node = (NEVER, counts[-1], FAR, NEVER, None)
    i = len(opens) - 1
    tomorrow = year_start(year + 1)
    # Backwards, because each node holds the one that follows.
    for day in range(tomorrow.days - 1, year_start(year).days - 1, -1):
        midnight = timedelta(days=day)
        while i >= 0 and closes[i] > midnight:
            shift = shifts[i]
            if closes[i] <= tomorrow:
                close, done = closes[i], counts[i + 1]
            else:
                close, done = tomorrow, tomorrow - shift
            begun = opens[i] >= midnight
            count = counts[i] if begun else midnight - shift
            node = (close, count, shift, done, node)
            for each in range(count.days, done.days + 1):
                bins[each] = node
            if not begun:
                break
            i -= 1
        days[day] = node
        tomorrow = midnight
    return days, bins
