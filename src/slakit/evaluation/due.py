"""Spans + promises + timelines -> the instant at which a clock has to have stopped."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from operator import itemgetter

from slakit.calendars.due import add_days, add_wall
from slakit.calendars.timeline import Timeline
from slakit.evaluation.clock import Cycle
from slakit.evaluation.promise import Promise
from slakit.evaluation.tally import Piece, Tallies, Tally

__all__ = ["Course", "Spent", "forward", "passed"]

ZERO = timedelta(0)
START = itemgetter(1)
# Open (or real) time counted and not counted, the real time counted, and the due time.
Spent = tuple[timedelta, timedelta, timedelta, timedelta | None]


class Course:
    """One cycle of a clock under all that was promised for it, in order.

    `stopped` is when it was, for these promises.
    """

    __slots__ = ("cycle", "ended", "promises", "stopped", "tallies")

    def __init__(self, cycle: Cycle, promises: list[Promise], tallies: Tallies) -> None:
        self.cycle = cycle
        self.promises = promises
        self.tallies = tallies
        kept = promises[-1].kept
        self.stopped = cycle.stopped if kept is None else kept
        # Nothing is known of it from then on.
        self.ended = self.stopped if self.stopped is not None else cycle.cancelled

    def pieces(self, promise: Promise) -> Iterator[Piece]:
        """Yield the spans that count under a promise, cut where the hours in force changed."""
        tally, taken, _ = promise.standing or self._stand(promise)
        return tally.pieces(promise.origin, self.ended, taken)

    def _stand(self, promise: Promise) -> tuple[Tally, timedelta | None, timedelta | None]:
        """Add up the time of the cycle as a promise counts it, once for all questions about it."""
        rules = promise.target.rules
        if promise.real_time:
            tally = self.tallies.tally("real")
        elif len(self.tallies.hours) > 1 and rules.calendar_change == "slice":
            tally = self.tallies.tally("sliced")
        else:
            tally = self.tallies.tally(self.hours(promise))
        taken = None if rules.credits_earlier else promise.taken
        end = self.ended
        if end is None:
            kind, start, _ = self.cycle.spans[-1]
            if kind == "paused":
                end = start if taken is None or taken < start else taken
        ran = None if end is None else tally.spent(promise.origin, end, taken)[0]
        promise.standing = tally, taken, ran
        return promise.standing

    def hours(self, promise: Promise) -> Timeline:
        """Return the hours in which time beyond the spans counts under a promise."""
        at_start = promise.target.rules.calendar_change == "at_start"
        return self.promises[0].timeline if at_start else promise.timeline

    def due(self, promise: Promise) -> timedelta | None:
        """Return the due time under a promise, as if it was the last; None if there is none.

        There is none where nothing is promised, and while the clock is paused
        unless it was reached before. A clock that stopped while paused is due
        as if it had been resumed at the stop. What is returned for a promise
        that was replaced holds up to its end and says nothing beyond it.
        """
        return self.project(promise, self.stopped)

    def project(
        self, promise: Promise, resumed: timedelta | None, share: timedelta | None = None
    ) -> timedelta | None:
        """Return the due time if a clock that does not run now runs on from `resumed`.

        With None it does not run on, and is due only if that was reached before. `share` is a
        part of the amount, as a length, instead of all of it.
        """
        amount = promise.amount
        if amount is None:
            return None
        length = share if share is not None else amount.length
        if length is None:
            return self._project_rule(promise, resumed)
        origin = promise.origin
        tally, taken, elapsed = promise.standing or self._stand(promise)
        if elapsed is None or elapsed >= length:
            due, timeline = tally.reach(origin, length, taken)
        elif resumed is None:
            return None
        else:
            timeline = self.hours(promise)
            due = forward(promise, max(resumed, origin), length - elapsed, timeline)
        if share is not None or not promise.next_open:
            return due
        # Only the due time is moved off a closing; a part of the amount has passed when it has.
        due = settled(promise, due, timeline)
        return None if resumed is None and self._hides(promise, due) else due

    def _hides(self, promise: Promise, due: timedelta) -> bool:
        """Return whether the clock was paused before a due time that was moved off a closing."""
        kind, start, _ = self.cycle.spans[-1]
        if not promise.target.rules.credits_earlier:
            start = max(start, promise.taken)
        return kind == "paused" and start < due

    def rule(self, promise: Promise) -> timedelta:
        """Return where a rule leads from the origin, pauses left out."""
        if promise.leads_to is None:
            promise.leads_to = self._lead(promise)
        return promise.leads_to

    def _lead(self, promise: Promise) -> timedelta:
        amount = promise.amount
        assert amount is not None
        timeline = self.hours(promise)
        if promise.at_field is None:
            return add_days(timeline, promise.origin, amount, cutoff=promise.cutoff)
        if amount.move == "next_open":
            return timeline.roll_forward(promise.at_field)
        if amount.move == "previous_close":
            return timeline.roll_back(promise.at_field)
        return promise.at_field

    def _project_rule(self, promise: Promise, resumed: timedelta | None) -> timedelta | None:
        """Return where a rule leads, moved by the time that was paused before that."""
        rule = due = self.rule(promise)
        origin = promise.origin
        tally, taken, _ = promise.standing or self._stand(promise)
        while origin < due:
            # All that began before what is known of the due time has moved it.
            kind, until = tally.begun_by(due)
            if kind == "paused" and taken is not None and due <= taken:
                until = taken if until is None or taken < until else until
            until = resumed if until is None else until
            if until is None:
                return None
            if promise.at_field is not None:
                # An instant that the ticket names stays where it is, however long one waits.
                break
            if self.ended is not None and self.ended < until:
                until = self.ended
            lost = tally.spent(origin, until, taken)[1]
            moved = forward(promise, rule, lost, self.hours(promise))
            if moved == due:
                break
            due = moved
        return due

    def length(self, promise: Promise) -> timedelta:
        """Return a rule as a length: the time between origin and due, pauses left out."""
        return max(passed(promise, promise.origin, self.rule(promise), self.hours(promise)), ZERO)

    def first_breach(self, now: timedelta, last_due: timedelta | None) -> timedelta | None:
        """Return since when the clock was open at or after its due time, if it ever was.

        `last_due` is the due time under the last promise, which is known already.
        A later, longer promise does not undo a breach, unless breaches do not stick; and a breach
        is never dated before the event that caused it: a shorter promise, a reopening,
        or the end of a pause into which the due time fell.
        """
        stopped, carried = self.stopped, self.tallies.carried
        if (
            carried is not None
            and carried.breached is not None
            and self.promises[-1].target.rules.sticky
        ):
            return carried.breached
        if len(self.promises) == 1 and (
            last_due is None or last_due > now or (stopped is not None and stopped <= last_due)
        ):
            return None  # As most clocks stand; what follows would find the same.
        last = self.promises[-1]
        # What was breached before a promise under which breaches do not stick is undone by that.
        first = len(self.promises) - 1
        while first and self.promises[first].target.rules.sticky:
            first -= 1
        for promise in islice(self.promises, first, None):
            due = last_due if promise is last else self.due(promise)
            if due is None or due > now or (stopped is not None and stopped <= due):
                continue
            breach = self._shown(promise, due, max(due, promise.since, self.cycle.started))
            if (
                breach is not None
                and breach <= now
                and (promise.until is None or breach < promise.until)
            ):
                return breach
        return None

    def _shown(self, promise: Promise, due: timedelta, breach: timedelta) -> timedelta | None:
        """Return the first instant from `breach` on at which a clock due by then is open."""
        taken = None if promise.target.rules.credits_earlier else promise.taken
        spans = self.cycle.spans
        i = max(bisect_right(spans, breach, key=START) - 1, 0)
        for kind, start, end in islice(spans, i, None):
            if kind == "paused" and taken is not None and start < taken:
                if breach < taken:
                    break  # This part of the pause counts.
                start = taken
            # A pause hides what is due within it, a gap also what comes up within it; but a stop
            # after the due time has shown the breach already.
            gap = kind == "gap" or kind == "counted"
            hides = start < due or (gap and (start < breach or start == due))
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
            kind, _, end = self.cycle.span_at(lost)
            if (kind == "gap" or kind == "counted") and end is not None and lost < end:
                return end
        ended = self.cycle.cancelled
        return ended if lost is None or (ended is not None and ended < lost) else lost

    def spend(self, until: timedelta) -> Spent:
        """Return how long the clock ran and did not, in the last target's own time, and its due.

        Time beyond `until`, at which the clock was stopped or is asked, is left out.
        """
        promise = self.promises[-1]
        tally, taken, _ = promise.standing or self._stand(promise)
        return *tally.spent(promise.origin, until, taken), self.project(promise, self.stopped)


def passed(promise: Promise, since: timedelta, until: timedelta, timeline: Timeline) -> timedelta:
    """Return the time between two instants in the target's own time."""
    return until - since if promise.real_time else timeline.passed(since, until)


def forward(promise: Promise, since: timedelta, length: timedelta, timeline: Timeline) -> timedelta:
    """Return the instant at which a length of the target's own time has passed."""
    if promise.real_time:
        return add_wall(since, length)
    return timeline.forward(since, length) if length > ZERO else since


def settled(promise: Promise, due: timedelta, timeline: Timeline) -> timedelta:
    """Return a due time moved off a closing where that is the convention."""
    if promise.next_open and not promise.real_time:
        return timeline.roll_forward(due)
    return due
