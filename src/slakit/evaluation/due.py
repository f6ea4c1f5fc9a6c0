"""Spans + promises + timelines -> the instant at which a clock has to have stopped."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from operator import itemgetter

from slakit.calendars.due import add_days, add_wall
from slakit.calendars.timeline import Timeline
from slakit.durations import Amount
from slakit.evaluation.clock import Cycle, SpanKind
from slakit.evaluation.promise import Promise

__all__ = ["Course"]

ZERO = timedelta(0)
Piece = tuple[SpanKind, timedelta, timedelta | None, Timeline]


class Course:
    """One cycle of a clock under all that was promised for it, in order.

    Time counts in the hours of its time: `pieces` are the spans of the cycle,
    cut where the hours in force changed.
    """

    __slots__ = ("_asked", "_due", "_dues", "cycle", "pieces", "promises")

    def __init__(self, cycle: Cycle, promises: list[Promise]) -> None:
        self.cycle = cycle
        self.promises = promises
        self.pieces: list[Piece] = []
        if len(promises) == 1:
            timeline = promises[0].timeline
            for kind, start, end in cycle.spans:
                self.pieces.append((kind, start, end, timeline))
        else:
            self.pieces.extend(cut(cycle, promises))
        # A ticket that changes to and fro between two targets is worked out twice and no more.
        self._asked: Promise | None = None
        self._due: timedelta | None = None
        self._dues: dict[tuple[Timeline, str, timedelta | None], timedelta | None] = {}

    def due(self, promise: Promise) -> timedelta | None:
        """Return the due time under a promise, as if it was the last; None if there is none.

        There is none where nothing is promised, and while the clock is paused
        unless it was reached before. A clock that stopped while paused is due
        as if it had been resumed at the stop. What is returned for a promise
        that was replaced holds up to its end and says nothing beyond it.
        """
        amount = promise.amount
        if amount is None:
            return None
        # Asked twice, for the reading and for the breach, and mostly of the only promise.
        if promise is not self._asked:
            self._asked = promise
            if len(self.promises) == 1:
                self._due = self.project(promise, self.cycle.stopped)
            else:
                key = promise.timeline, str(amount), promise.at_field
                if key not in self._dues:
                    self._dues[key] = self.project(promise, self.cycle.stopped)
                self._due = self._dues[key]
        return self._due

    def project(self, promise: Promise, resumed: timedelta | None) -> timedelta | None:
        """Return the due time if a clock that does not run now runs on from `resumed`.

        With None it does not run on, and is due only if that was reached before.
        """
        amount = promise.amount
        if amount is None:
            return None
        if amount.length is None:
            return self._project_rule(promise, amount, resumed)
        left = amount.length
        for kind, start, end, timeline in self.pieces:
            if kind != "running":
                continue
            if end is not None:
                used = passed(promise, start, end, timeline)
                if used < left:
                    left -= used
                    continue
            return forward(promise, start, left, timeline)
        return None if resumed is None else forward(promise, resumed, left, promise.timeline)

    def _project_rule(
        self, promise: Promise, amount: Amount, resumed: timedelta | None
    ) -> timedelta | None:
        """Return where a rule leads, moved by the time that was paused before that."""
        if promise.at_field is None:
            due = add_days(promise.timeline, self.cycle.started, amount)
        elif amount.move == "next_open":
            due = promise.timeline.roll_forward(promise.at_field)
        elif amount.move == "previous_close":
            due = promise.timeline.roll_back(promise.at_field)
        else:
            due = promise.at_field
        previous = ""
        for kind, start, end, timeline in self.pieces:
            # A pause that is cut where the hours changed is one pause.
            begins, previous = kind != previous, kind
            if kind == "running":
                continue
            if begins and due <= start:
                break
            end = resumed if end is None else end
            if end is None:
                return None
            # An instant that the ticket names stays where it is, however long one waits.
            if promise.at_field is None:
                lost = passed(promise, start, end, timeline)
                due = forward(promise, due, lost, promise.timeline)
        return due

    def first_breach(self, now: timedelta) -> timedelta | None:
        """Return since when the clock was open at or after its due time, if it ever was.

        A later, longer promise does not undo a breach, and a breach is never
        dated before the event that caused it: a shorter promise, a reopening,
        or the end of a pause into which the due time fell.
        """
        stopped = self.cycle.stopped
        for promise in self.promises:
            due = self.due(promise)
            if due is None or due > now or (stopped is not None and stopped <= due):
                continue
            breach = self._shown(due, max(due, promise.since, self.cycle.started))
            if (
                breach is not None
                and breach <= now
                and (promise.until is None or breach < promise.until)
            ):
                return breach
        return None

    def _shown(self, due: timedelta, breach: timedelta) -> timedelta | None:
        """Return the first instant from `breach` on at which a clock due by then is open."""
        spans = self.cycle.spans
        i = bisect_right(spans, breach, key=itemgetter(1)) - 1
        for kind, start, end in islice(spans, i, None):
            # A pause hides what is due within it, a gap also what comes up within it; but a stop
            # after the due time has shown the breach already.
            hides = start < due or (kind == "gap" and (start < breach or start == due))
            if kind == "running" or not hides or (end is not None and end <= breach):
                break
            if end is None:
                return None
            breach = end
        return breach

    def cancelled(self) -> timedelta | None:
        """Return when the last promise was lost and the clock with it, if it was.

        A stopped clock keeps its verdict, so what is lost during a gap ends the
        clock when it would have been reopened.
        """
        lost = self.promises[-1].until
        if lost is not None:
            for kind, start, end in self.cycle.spans:
                if kind == "gap" and end is not None and start <= lost < end:
                    return end
        return lost

    def time_spent(self, until: timedelta) -> tuple[timedelta, timedelta]:
        """Return how long the clock ran and how long it did not, in the last target's own time.

        Time beyond `until`, at which the clock was cancelled or is asked, is left out.
        """
        promise = self.promises[-1]
        elapsed = paused = ZERO
        for kind, start, end, timeline in self.pieces:
            if start >= until:
                break
            end = until if end is None or until < end else end
            length = passed(promise, start, end, timeline)
            if kind == "running":
                elapsed += length
            else:
                paused += length
        return elapsed, paused


def cut(cycle: Cycle, promises: list[Promise]) -> Iterator[Piece]:
    """Yield the spans of a cycle, cut where a promise with other hours took over."""
    k, last = 0, len(promises) - 1
    for kind, start, end in cycle.spans:
        while k < last and promises[k + 1].since <= start:
            k += 1
        while k < last and (end is None or promises[k + 1].since < end):
            change = promises[k + 1]
            if change.timeline is not promises[k].timeline:
                yield kind, start, change.since, promises[k].timeline
                start = change.since
            k += 1
        yield kind, start, end, promises[k].timeline


def passed(promise: Promise, since: timedelta, until: timedelta, timeline: Timeline) -> timedelta:
    """Return the time between two instants in the target's own time."""
    return until - since if promise.real_time else timeline.passed(since, until)


def forward(promise: Promise, since: timedelta, length: timedelta, timeline: Timeline) -> timedelta:
    """Return the instant at which a length of the target's own time has passed."""
    if length <= ZERO:
        return since
    return add_wall(since, length) if promise.real_time else timeline.forward(since, length)
