"""What is good and bad in a stretch of time: single events, or time in which a service was down.

Everything that has to do with an error budget asks for `tally` and needs to know no more: how
much of a half-open stretch was bad, and how much there was in all. Instants and lengths are
microseconds.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from fractions import Fraction
from itertools import accumulate
from typing import Literal, NamedTuple, Protocol

from slakit.calendars.spans import Span, clip, intersect, merge, subtract

__all__ = ["Events", "Evidence", "Service", "Spans", "Tally", "Unit"]

Unit = Literal["clocks", "answers", "seconds"]


class Tally(NamedTuple):
    """How much was bad, of how much: numbers of events, or microseconds."""

    bad: int
    total: int


class Ahead(NamedTuple):
    """What comes on top of what is known already if things go on at a rate."""

    bad: Fraction
    total: Fraction


class Evidence(Protocol):
    """What is known at an instant of what was good and bad, and when."""

    @property
    def unit(self) -> Unit:
        """What is counted; time is given in seconds, although it is kept in microseconds."""

    def tally(self, start: int, end: int) -> Tally:
        """Return what is known of a stretch of time."""

    def burned(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Yield how much was bad since `start` wherever that begins or ceases to grow."""

    def edges(self, start: int, end: int) -> Iterator[int]:
        """Yield the instants between two at which a tally grows at another pace, or jumps."""

    def ahead(self, rate: Tally, over: int, start: int, end: int) -> Ahead:
        """Return what comes about between two instants at the rate of a tally over a length."""


class Events:
    """Clocks or answers, each good or bad at its instant; those from `at` on are not known yet."""

    def __init__(self, unit: Unit, happened: Iterable[tuple[int, bool]]) -> None:
        ordered = sorted(happened)
        self.unit = unit
        self.moments = [moment for moment, _ in ordered]
        self.bad = [0, *accumulate(int(not good) for _, good in ordered)]
        self.at: int | None = None

    def known(self, at: int) -> Events:
        """Return what is known at an instant."""
        view = copy(self)
        view.at = at
        return view

    def tally(self, start: int, end: int) -> Tally:
        first, last = self.places(start, end)
        return Tally(self.bad[last] - self.bad[first], last - first)

    def places(self, start: int, end: int) -> tuple[int, int]:
        if self.at is not None:
            end = min(end, self.at)
        first = bisect_left(self.moments, start)
        return first, max(first, bisect_left(self.moments, end))

    def burned(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        first, last = self.places(start, end)
        before = self.bad[first]
        for i in range(first, last):
            if self.bad[i + 1] > self.bad[i]:
                yield self.moments[i], self.bad[i] - before
                yield self.moments[i], self.bad[i + 1] - before

    def edges(self, start: int, end: int) -> Iterator[int]:
        # A stretch that ends with an event does not have it, and one that ends after it does.
        first, last = self.places(start, end)
        for moment in self.moments[first:last]:
            yield from (moment, moment + 1)

    def ahead(self, rate: Tally, over: int, start: int, end: int) -> Ahead:
        share = Fraction(end - start, over)
        return Ahead(rate.bad * share, rate.total * share)


class Spans:
    """Disjoint spans in order, and how much time they cover."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self.spans = spans
        self.starts = [start for start, _ in spans]
        self.before = [0, *accumulate(end - start for start, end in spans)]

    def covered(self, start: int, end: int) -> int:
        """Return how much they cover between two instants."""
        return self.until(end) - self.until(start) if start < end else 0

    def until(self, moment: int) -> int:
        place = bisect_right(self.starts, moment)
        if place == 0:
            return 0
        start, end = self.spans[place - 1]
        return self.before[place - 1] + min(moment, end) - start


class Service:
    """A service: the time in which it was to be there, and the part of it in which it was not.

    `hours` are spans of agreed service time, disjoint and in order; `outages` and `maintenance`
    may overlap and stand in any order. Maintenance takes its time out of both. Outages that
    overlap or touch are one, and one that takes less than `least` of agreed time does not count.
    From `at` on nothing is known to be down.
    """

    unit: Unit = "seconds"

    def __init__(
        self,
        hours: Iterable[Span],
        outages: Iterable[Span],
        maintenance: Iterable[Span] = (),
        *,
        least: int = 0,
        at: int | None = None,
    ) -> None:
        planned = merge(sorted(maintenance))
        agreed = merge(subtract(dated(hours), planned))
        self.agreed = Spans(agreed)
        each = merge(sorted(outages))
        counted = [
            (start, end if at is None else min(end, at))
            for start, end in each
            if self.agreed.covered(start, end) >= least and (at is None or start < at)
        ]
        self.down = Spans(merge(intersect(dated(agreed), counted)))

    def tally(self, start: int, end: int) -> Tally:
        return Tally(self.down.covered(start, end), self.agreed.covered(start, end))

    def burned(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        bad = 0
        for first, last, _ in clip(dated(self.down.spans), start, end):
            yield first, bad
            bad += last - first
            yield last, bad

    def edges(self, start: int, end: int) -> Iterator[int]:
        for spans in (self.agreed.spans, self.down.spans):
            for first, last, _ in clip(dated(spans), start, end):
                yield from (first, last)

    def ahead(self, rate: Tally, over: int, start: int, end: int) -> Ahead:
        # How much agreed time there will be is known; how much of it will be lost is not.
        agreed = self.agreed.covered(start, end)
        return Ahead(Fraction(agreed * rate.bad, rate.total), Fraction(0))


def dated(spans: Iterable[Span]) -> list[tuple[int, int, int]]:
    """Return spans as the shifts with which calendars calculate; the date says nothing."""
    return [(start, end, 0) for start, end in spans]
