"""Compiled years: boundaries, cumulative open time and a look-up table by day.

A `Window` holds consecutive UTC years as

* `opens` and `closes`: the boundaries of open time, merged and sorted;
* `counted` and `done`: the open time that has passed at each of them, counted
  from the first instant that was ever compiled (so it is negative before);
* `shifts`: opening less count, which turns a count back into an instant;
* `bins`: for every whole day of open time the first of the nodes ``(done, shift,
  next)`` among which a count of so many days and hours is found;
* `days`: for every UTC day a chain of nodes ``(close, open, count, shift, next)``.
  What has passed at an instant `t` of that day is told by the first node with
  ``t < close``: ``t + shift`` once the node has opened, `count` before. The
  last node of a chain never opens.

Everything is a `timedelta`, since `EPOCH` or of open time. The integers of the
source are the truth and are converted once, exactly, because converting at
each question would cost more than the question.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from slakit.calendars.spans import Shift, merge
from slakit.calendars.zones import DAY
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
Node = tuple[timedelta, timedelta, timedelta, timedelta, Any]
# The last one of a window is never reached by a count, and has no shift.
CountNode = tuple[timedelta, timedelta | None, Any]


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
        self.bins: dict[int, CountNode] = {}

    def copy(self) -> Window:
        """Return a window that can be extended without disturbing the readers of this one."""
        other = Window(self.first_year)
        other.last_year, other.end = self.last_year, self.end
        other.days = self.days.copy()
        other.opens, other.closes = self.opens.copy(), self.closes.copy()
        other.counted, other.done = self.counted.copy(), self.done.copy()
        other.shifts = self.shifts.copy()
        return other

    def append_year(self, source: Source) -> None:
        """Compile the year after the last one."""
        year = self.last_year + 1
        base = self.done[-1] if self.done else ZERO
        opens, closes = year_boundaries(source, year)
        self.days.update(day_table(opens, closes, year, base))
        if opens and self.closes and opens[0] == self.closes[-1]:
            self.closes[-1] = closes[0]
            self.done[-1] += closes[0] - opens[0]
            opens, closes = opens[1:], closes[1:]
        for opening, closing in zip(opens, closes, strict=True):
            self.opens.append(opening)
            self.closes.append(closing)
            counted = self.done[-1] if self.done else ZERO
            self.counted.append(counted)
            self.done.append(counted + (closing - opening))
            self.shifts.append(opening - counted)
        self.last_year, self.end = year, year_start(year + 1)

    def index_counts(self) -> None:
        """Fill `bins`, when all years are there."""
        nodes: list[CountNode] = [(NEVER, None, None)]
        for done, shift in zip(reversed(self.done), reversed(self.shifts), strict=True):
            nodes.append((done, shift, nodes[-1]))
        if self.done:
            for day in range(self.counted[0].days, self.done[-1].days + 1):
                self.bins[day] = nodes[-1]
                limit = timedelta(days=day + 1)
                while nodes[-1][0] < limit:
                    nodes.pop()

    def prepend_year(self, source: Source) -> None:
        """Compile the year before the first one."""
        year = self.first_year - 1
        opens, closes = year_boundaries(source, year)
        total = sum((c - o for o, c in zip(opens, closes, strict=True)), ZERO)
        # The counts of years already compiled stay what they are, so the new one ends where
        # they begin and its own are negative.
        base = (self.counted[0] if self.counted else ZERO) - total
        self.days.update(day_table(opens, closes, year, base))
        counts = [base]
        for opening, closing in zip(opens, closes, strict=True):
            counts.append(counts[-1] + (closing - opening))
        joined = bool(closes and self.opens and closes[-1] == self.opens[0])
        if joined:
            closes[-1] = self.closes[0]
            counts[-1] = self.done[0]
        self.opens[: 1 if joined else 0] = opens
        self.closes[: 1 if joined else 0] = closes
        self.counted[: 1 if joined else 0] = counts[:-1]
        self.done[: 1 if joined else 0] = counts[1:]
        self.shifts[: 1 if joined else 0] = [o - c for o, c in zip(opens, counts, strict=False)]
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


def year_of(moment: timedelta) -> int:
    """Return the UTC year of an instant, refusing those that slakit does not calculate in."""
    try:
        year = (EPOCH + moment).year
    except OverflowError:
        year = 0
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise InstantError(
            f"an instant outside the years {FIRST_YEAR} to {LAST_YEAR}",
            parameter="instant",
            value=moment,
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


def day_table(
    opens: list[timedelta], closes: list[timedelta], year: int, count: timedelta
) -> dict[int, Node]:
    """Return the chain of nodes of each UTC day of a year; `count` has passed at its start."""
    table: dict[int, Node] = {}
    one_day = DAY * MICROSECOND
    midnight = year_start(year)
    node: Node = (NEVER, NEVER, count, ZERO, None)
    i, n = 0, len(opens)
    for day in range(midnight.days, year_start(year + 1).days):
        start, midnight = midnight, midnight + one_day
        pieces = []
        while i < n and opens[i] < midnight:
            opening, closing = opens[i], closes[i]
            if opening < start:
                opening = start
            if closing > midnight:
                pieces.append((midnight, opening, count, count - opening))
                count += midnight - opening
                break
            pieces.append((closing, opening, count, count - opening))
            count += closing - opening
            i += 1
        if pieces:
            node = (NEVER, NEVER, count, ZERO, None)
            table[day] = chain(pieces, node)
        else:
            # Days without work share the last node of the day before.
            table[day] = node
    return table


def chain(pieces: list[tuple[timedelta, timedelta, timedelta, timedelta]], last: Node) -> Node:
    """Return the first of the nodes of a day, each holding the next."""
    node = last
    for piece in reversed(pieces):
        node = (*piece, node)
    return node
