"""Spans of a clock -> how much time of each kind had passed at any instant of it.

A clock that was promised many things in turn is asked for the same sums again and again. They
are added up once, and each question is a look-up.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import zip_longest
from operator import itemgetter
from typing import Any, Literal, NamedTuple

from slakit.calendars.due import add_wall
from slakit.calendars.timeline import Timeline
from slakit.evaluation.clock import Span, SpanKind

__all__ = ["Carried", "Hours", "Piece", "Tallies", "Tally", "Way", "cut"]

ZERO = timedelta(0)
# From an instant on, time counts in these hours.
Hours = tuple[timedelta, Timeline]
Piece = tuple[SpanKind, timedelta, timedelta | None, Timeline]
# In real time, in the hours in force at each time, or all in the same ones.
Way = Literal["real", "sliced"] | Timeline
# What had passed at an instant: the time that ran, that with the pauses, and all with the gaps;
# and the first two in real time.
Sums = tuple[timedelta, timedelta, timedelta, timedelta, timedelta]
# Where a piece starts, its kind and hours, where it began if it was cut where hours changed, and
# what had passed when it started. One without a kind comes after the end of the last.
Row = tuple[
    timedelta,
    SpanKind | None,
    Timeline,
    timedelta,
    timedelta,
    timedelta,
    timedelta,
    timedelta,
    timedelta,
]
START, BEGIN = itemgetter(0), itemgetter(3)
RAN, HELD = 4, 5


class Tally:
    """Pieces of time, added up in real time or each in its hours.

    `before` has what was before the first piece; where there is none, all of that time ran. What
    had passed before that first piece is less than nothing.
    """

    __slots__ = ("before", "real_time", "rows")

    def __init__(
        self, pieces: Sequence[Piece], real_time: bool, before: Tally | Before | None = None
    ) -> None:
        self.real_time = real_time
        self.before = before
        self.rows: list[Row] = []
        ran = held = own = real_ran = real_held = ZERO
        previous: SpanKind | None = None
        begin = ZERO
        if before is not None:
            first = pieces[0][1]
            ran, held, own, real_ran, real_held = before.at(first)
            if rows := before.rows:
                _, previous, _, begin, *_ = rows[max(bisect_left(rows, first, key=START) - 1, 0)]
        for kind, start, end, timeline in pieces:
            if start == timedelta.min:
                continue  # What ran before all others has no beginning to be added up from.
            if kind != previous:
                previous, begin = kind, start
            self.rows.append((start, kind, timeline, begin, ran, held, own, real_ran, real_held))
            if end is None:
                return  # It lasts.
            real = end - start
            length = real if real_time else timeline.passed(start, end)
            own += length
            if kind != "gap":
                held += length
                real_held += real
                if kind != "paused":
                    ran += length
                    real_ran += real
        assert end is not None
        self.rows.append((end, None, timeline, end, ran, held, own, real_ran, real_held))

    def at(self, instant: timedelta) -> Sums:
        """Return what had passed at an instant."""
        rows = self.rows
        i = bisect_right(rows, instant, key=START) - 1
        if i < 0 and self.before is not None:
            return self.before.at(instant)
        start, kind, timeline, _, ran, held, own, real_ran, real_held = rows[i if i > 0 else 0]
        if instant == start or (kind is None and i >= 0):
            return ran, held, own, real_ran, real_held
        real = instant - start
        length = real if self.real_time else timeline.passed(start, instant)
        if i < 0 or kind == "running" or kind == "counted":
            return ran + length, held + length, own + length, real_ran + real, real_held + real
        if kind == "paused":
            return ran, held + length, own + length, real_ran, real_held + real
        return ran, held, own + length, real_ran, real_held

    def spent(
        self, since: timedelta, until: timedelta, taken: timedelta | None
    ) -> tuple[timedelta, timedelta, timedelta]:
        """Return how much ran between two instants and did not, and how much ran in real time.

        Pauses before `taken` ran too.
        """
        if until <= since:
            return ZERO, ZERO, ZERO
        ran, held, own, real_ran, real_held = self.at(since)
        ran_then, _, own_then, real_ran_then, _ = self.at(until)
        elapsed, real = ran_then - ran, real_ran_then - real_ran
        if taken is not None and since < taken:
            ran_by, held_by, _, real_ran_by, real_held_by = self.at(min(taken, until))
            elapsed += (held_by - ran_by) - (held - ran)
            real += (real_held_by - real_ran_by) - (real_held - real_ran)
        return elapsed, own_then - own - elapsed, real

    def reach(
        self, since: timedelta, length: timedelta, taken: timedelta | None
    ) -> tuple[timedelta, Timeline]:
        """Return when a length has run since an instant, which it does, and in which hours."""
        ran, held, *_ = self.at(since)
        if taken is None or taken <= since:
            return self._search(RAN, ran, since, length)
        ran_by, held_by, *_ = self.at(taken)
        if length <= held_by - held:
            return self._search(HELD, held, since, length)
        return self._search(RAN, ran_by, taken, length - (held_by - held))

    def _search(
        self, column: int, had: timedelta, since: timedelta, length: timedelta
    ) -> tuple[timedelta, Timeline]:
        i = bisect_left(self.rows, had + length, key=itemgetter(column)) - 1
        if i < 0 and self.before is not None:
            return self.before._search(column, had, since, length)
        row: Any = self.rows[i if i > 0 else 0]
        start, timeline = row[0], row[2]
        if i < 0 or start < since:
            start = since
        else:
            length -= row[column] - had
        if self.real_time:
            return add_wall(start, length), timeline
        return timeline.forward(start, length), timeline

    def begun_by(self, instant: timedelta) -> tuple[SpanKind | None, timedelta | None]:
        """Return of which kind the last time is that began before an instant, and when it ends.

        Its parts, where it was cut because hours changed, are one. A pause that lasts has no end;
        what runs on ends with its start, because nothing is lost by it.
        """
        rows = self.rows
        i = bisect_left(rows, instant, key=BEGIN)
        if i == 0:
            start = rows[0][0]
            if self.before is None:
                return "running", start
            kind, end = self.before.begun_by(instant)
            return kind, start if end is None or start < end else end
        kind = rows[i - 1][1]
        if i < len(rows):
            return kind, rows[i][0]
        return kind, None if kind == "paused" else rows[-1][0]

    def pieces(
        self, since: timedelta, until: timedelta | None, taken: timedelta | None
    ) -> Iterator[Piece]:
        """Yield the pieces between two instants one by one; pauses before `taken` ran."""
        rows = self.rows
        first = rows[0][0] if until is None else min(rows[0][0], until)
        if since < first and self.before is None:
            yield "running", since, first, rows[0][2]
        elif since < first:
            assert self.before is not None
            yield from self.before.pieces(since, first, taken)
        for (start, kind, timeline, *_), following in zip_longest(rows, rows[1:]):
            if kind is None:
                return
            end = None if following is None else following[0]
            if until is not None and (end is None or until < end):
                end = until
            start = max(start, since)
            if end is not None and end <= start:
                continue
            if kind == "paused" and taken is not None and start < taken:
                if end is None or taken < end:
                    yield "running", start, taken, timeline
                    start = taken
                else:
                    kind = "running"
            yield kind, start, end, timeline


class Carried(NamedTuple):
    """What had passed of a clock by an instant, in whatever hours that was: as good as known.

    Real time is that which ran. `breached` is since when the clock was late, None if it was not.
    """

    at: timedelta
    ran: timedelta
    paused: timedelta
    real: timedelta
    breached: timedelta | None = None

    def sums(self) -> Sums:
        held = self.ran + self.paused
        return self.ran, held, held, self.real, self.real


class Before:
    """The time before an instant of which it is known how much had passed, and nothing else."""

    __slots__ = ("carried", "rows", "timeline")

    def __init__(self, carried: Carried, timeline: Timeline) -> None:
        self.carried = carried
        self.timeline = timeline
        self.rows: list[Row] = []

    def at(self, instant: timedelta) -> Sums:
        return self.carried.sums() if instant >= self.carried.at else (ZERO,) * 5

    def _search(
        self, column: int, had: timedelta, since: timedelta, length: timedelta
    ) -> tuple[timedelta, Timeline]:
        # It was reached before; the instant from which that is known is the earliest to be told.
        return self.carried.at, self.timeline

    def begun_by(self, instant: timedelta) -> tuple[SpanKind | None, timedelta | None]:
        return "running", instant

    def pieces(
        self, since: timedelta, until: timedelta | None, taken: timedelta | None
    ) -> Iterator[Piece]:
        yield "running", since, self.carried.at, self.timeline


class Tallies:
    """The time of one cycle of a clock, added up in each way in which a promise may count it.

    `hours` are those in force, the earliest first; `earlier` has the time before the cycle, where
    something counts from there. What is `carried` takes the place of all that was before it.
    """

    __slots__ = ("_found", "carried", "earlier", "hours", "spans")

    def __init__(
        self,
        spans: Sequence[Span],
        hours: Sequence[Hours],
        earlier: Tallies | None = None,
        carried: Carried | None = None,
    ) -> None:
        self.carried = carried
        if carried is not None:
            spans = [
                (kind, max(start, carried.at), end)
                for kind, start, end in spans
                if end is None or end > carried.at
            ] or [("running", carried.at, carried.at)]
        self.spans = spans
        self.hours = hours
        self.earlier = earlier
        self._found: dict[Way, Tally] = {}

    def tally(self, way: Way) -> Tally:
        """Return the sums in real time, in the hours in force at each time, or in others."""
        found = self._found.get(way)
        if found is None:
            before: Tally | Before | None = None
            first = self.hours[0][1]
            if self.carried is not None:
                before = Before(self.carried, first)
            elif self.earlier is not None:
                before = self.earlier.tally(first if way == "sliced" else way)
            if way == "sliced":
                pieces = list(cut(self.spans, self.hours))
            else:
                hours = first if way == "real" else way
                pieces = [(kind, start, end, hours) for kind, start, end in self.spans]
            found = self._found[way] = Tally(pieces, way == "real", before)
        return found


def cut(spans: Sequence[Span], hours: Sequence[Hours]) -> Iterator[Piece]:
    """Yield spans, cut where other hours come into force."""
    k, last = 0, len(hours) - 1
    for kind, start, end in spans:
        while k < last and hours[k + 1][0] <= start:
            k += 1
        while k < last and (end is None or hours[k + 1][0] < end):
            since, _ = hours[k + 1]
            yield kind, start, since, hours[k][1]
            start = since
            k += 1
        yield kind, start, end, hours[k][1]
