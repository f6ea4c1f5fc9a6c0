"""Spans + promises + timelines -> the instant at which a clock has to have stopped."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import islice
from operator import itemgetter

from slakit.calendars.due import add_days, add_wall
from slakit.calendars.timeline import Timeline
from slakit.evaluation.clock import Cycle, SpanKind
from slakit.evaluation.promise import Promise

__all__ = ["Course", "Spent", "forward", "passed"]

ZERO = timedelta(0)
Piece = tuple[SpanKind, timedelta, timedelta | None, Timeline]
# Open (or real) time counted and not counted, the real time counted, and the due time.
Spent = tuple[timedelta, timedelta, timedelta, timedelta | None]


class Course:
    """One cycle of a clock under all that was promised for it, in order.

    `earlier` are the spans before the cycle, for promises that count from there.
    """

    __slots__ = ("_dues", "cycle", "earlier", "one_timeline", "promises", "stretches")

    def __init__(
        self, cycle: Cycle, promises: list[Promise], before: Sequence[Promise] = ()
    ) -> None:
        kept = promises[-1].kept
        self.cycle = cycle if kept is None else cycle.as_stopped(kept)
        self.promises = promises
        self.earlier: Sequence[tuple[SpanKind, timedelta, timedelta | None]] = ()
        # Hours are those of their time, also where they were another clock's of this cycle.
        self.stretches = [*before, *promises] if before else promises
        self.one_timeline = len(self.stretches) == 1
        if not self.one_timeline:
            timeline = promises[0].timeline
            self.one_timeline = all(promise.timeline is timeline for promise in self.stretches)
        # A ticket that changes to and fro between two targets is worked out twice and no more.
        self._dues: dict[tuple[object, ...], timedelta | None] | None = None

    def pieces(self, promise: Promise) -> list[Piece]:
        """Return the spans that count under a promise, cut where the hours in force changed."""
        spans = self.cycle.spans
        if promise.origin != self.cycle.started:
            spans = list(clip([*self.earlier, *spans], promise.origin))
        if not promise.target.rules.credits_earlier and promise.taken > promise.origin:
            spans = list(counted_before(spans, promise.taken))
        timeline = promise.timeline
        if not self.one_timeline:
            if promise.target.rules.calendar_change == "slice":
                return list(cut(spans, self.stretches))
            timeline = self.hours(promise)
        pieces: list[Piece] = []
        for kind, start, end in spans:
            pieces.append((kind, start, end, timeline))
        return pieces

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
        amount = promise.amount
        if amount is None:
            return None
        taken = None if promise.target.rules.credits_earlier else promise.taken
        rules, cutoff = promise.target.rules, promise.cutoff
        key = promise.timeline, amount.text, promise.at_field, promise.origin, taken, rules, cutoff
        if self._dues is None:
            self._dues = {}
        if key not in self._dues:
            self._dues[key] = self.project(promise, self.cycle.stopped)
        return self._dues[key]

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
        if share is None and amount.length is None:
            return self._project_rule(promise, self.pieces(promise), resumed)
        left = share if share is not None else amount.length
        assert left is not None
        for kind, start, end, timeline in self.pieces(promise):
            if kind == "paused" or kind == "gap":
                continue
            if end is not None:
                used = passed(promise, start, end, timeline)
                if used < left:
                    left -= used
                    continue
            break
        else:
            if resumed is None:
                return None
            start, timeline = max(resumed, promise.origin), self.hours(promise)
        due = forward(promise, start, left, timeline)
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

    def _project_rule(
        self, promise: Promise, pieces: list[Piece], resumed: timedelta | None
    ) -> timedelta | None:
        """Return where a rule leads, moved by the time that was paused before that."""
        due = self.rule(promise)
        previous = ""
        for kind, start, end, timeline in pieces:
            # A pause that is cut where the hours changed is one pause.
            begins, previous = kind != previous, kind
            if kind == "running" or kind == "counted":
                continue
            if begins and due <= start:
                break
            end = resumed if end is None else end
            if end is None:
                return None
            # An instant that the ticket names stays where it is, however long one waits.
            if promise.at_field is None:
                lost = passed(promise, start, end, timeline)
                due = forward(promise, due, lost, self.hours(promise))
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
        stopped = self.cycle.stopped
        if len(self.promises) == 1 and (
            last_due is None or last_due > now or (stopped is not None and stopped <= last_due)
        ):
            return None  # As most clocks stand; what follows would find the same.
        last = self.promises[-1]
        for promise in self.promises if last.target.rules.sticky else (last,):
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
        spans = self.cycle.spans
        if not promise.target.rules.credits_earlier:
            spans = list(counted_before(spans, promise.taken))
        i = max(bisect_right(spans, breach, key=itemgetter(1)) - 1, 0)
        for kind, start, end in islice(spans, i, None):
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
            for kind, start, end in self.cycle.spans:
                gap = kind == "gap" or kind == "counted"
                if gap and end is not None and start <= lost < end:
                    return end
        ended = self.cycle.cancelled
        return ended if lost is None or (ended is not None and ended < lost) else lost

    def spend(self, until: timedelta) -> Spent:
        """Return how long the clock ran and did not, in the last target's own time, and its due.

        Time beyond `until`, at which the clock was stopped or is asked, is left out. The due time
        is worked out on the way, because both are asked of every clock.
        """
        promise = self.promises[-1]
        amount = promise.amount
        left = None if amount is None else amount.length
        due: timedelta | None = None
        elapsed = paused = real = ZERO
        real_time = promise.real_time
        pieces = self.pieces(promise)
        for kind, start, end, timeline in pieces:
            length = ZERO
            if start < until:
                close = until if end is None or until < end else end
                length = close - start if real_time else timeline.passed(start, close)
                if kind == "paused" or kind == "gap":
                    paused += length
                    continue
                elapsed += length
                real += close - start
            elif kind == "paused" or kind == "gap":
                continue
            if left is not None:
                if end is not None and length < left:
                    left -= length
                else:
                    due = forward(promise, start, left, timeline)
                    if promise.next_open:
                        due = settled(promise, due, timeline)
                    left = None
        if amount is not None and amount.length is None:
            due = self._project_rule(promise, pieces, self.cycle.stopped)
        elif left is not None and (stopped := self.cycle.stopped) is not None:
            timeline = self.hours(promise)
            due = forward(promise, max(stopped, promise.origin), left, timeline)
            due = settled(promise, due, timeline)
        if promise.next_open and due is not None and self.cycle.stopped is None:
            due = None if self._hides(promise, due) else due
        return elapsed, paused, real, due


def clip(
    spans: list[tuple[SpanKind, timedelta, timedelta | None]], origin: timedelta
) -> Iterator[tuple[SpanKind, timedelta, timedelta | None]]:
    """Yield what of the spans lies at or after an instant."""
    for kind, start, end in spans:
        if end is None or end > origin:
            yield kind, max(start, origin), end


def counted_before(
    spans: list[tuple[SpanKind, timedelta, timedelta | None]], taken: timedelta
) -> Iterator[tuple[SpanKind, timedelta, timedelta | None]]:
    """Yield the spans with the pauses before an instant counted as time that ran."""
    for kind, start, end in spans:
        if kind != "paused" or start >= taken:
            yield kind, start, end
        elif end is None or end > taken:
            yield "running", start, taken
            yield kind, taken, end
        else:
            yield "running", start, end


def cut(
    spans: list[tuple[SpanKind, timedelta, timedelta | None]], promises: list[Promise]
) -> Iterator[Piece]:
    """Yield the spans of a cycle, cut where a promise with other hours took over."""
    k, last = 0, len(promises) - 1
    for kind, start, end in spans:
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
    if promise.real_time:
        return add_wall(since, length)
    return timeline.forward(since, length) if length > ZERO else since


def settled(promise: Promise, due: timedelta, timeline: Timeline) -> timedelta:
    """Return a due time moved off a closing where that is the convention."""
    if promise.next_open and not promise.real_time:
        return timeline.roll_forward(due)
    return due
