"""What was promised for many clocks -> when each is due, and since when it is late.

What `slakit.evaluation.due` is to one clock, in columns.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from slakit.frames.columns import NAT, Integers
from slakit.frames.evaluating.hours import Hours
from slakit.frames.evaluating.layout import (
    AT,
    COUNTED,
    GAP,
    LENGTH,
    PAUSED,
    RULE,
    RUNNING,
    RUNS_ON,
    SLOT,
    Promised,
    Row,
    Stretch,
)
from slakit.frames.evaluating.sums import Spent, Sums

__all__ = ["Book", "Promises"]

NEXT_OPEN, PREVIOUS_CLOSE = 1, 2


class Book(NamedTuple):
    """All that outlines say, in columns, with the instants of some tickets.

    The instants of a ticket stand from its base on in `times`, and those in its fields in a row
    of `slots`. `lead` finds where the rule of a number leads from instants.
    """

    promised: Promised
    rows: Row
    stretches: Stretch
    hours: Hours
    lead: Callable[[int, Integers], Integers]
    times: Integers
    slots: Integers


class Promises:
    """One promise for each of some clocks, with the instants of their tickets.

    `numbers` say which one, `base` and `ticket` whose. `known` has those about which the tables
    of hours can tell; nothing else is to be believed of the others.
    """

    def __init__(self, book: Book, numbers: Integers, base: Integers, ticket: Integers) -> None:
        self.book, self.numbers, self.base, self.ticket = book, numbers, base, ticket
        self.said = said = Promised(*(column[numbers] for column in book.promised))
        self.everyone = np.arange(len(numbers))
        self.origin = self.instants(said.origin)
        self.taken = self.instants(said.taken)
        self.stopped = self.instants(said.stopped)
        self.sums = Sums(book.hours, book.rows, said.rows, said.rows_end, base, book.times)
        # An instant in a field may be anywhere, also where no hours are laid out.
        named = (said.origin <= SLOT) & (
            (self.origin < book.hours.first) | (self.origin >= book.hours.beyond)
        )
        # One array, in which both of them note what they have met.
        self.known = self.sums.known
        self.known[named] = False
        # What ran of clocks that do not run on, and otherwise less than any amount.
        self.ran = np.full(len(numbers), NAT)
        rows = np.flatnonzero(said.ran_until != RUNS_ON)
        until = self.instants(said.ran_until)[rows]
        self.ran[rows] = self.sums.spent(rows, self.origin[rows], until, self.taken[rows]).elapsed
        self._rules: Integers | None = None

    def instants(self, places: Integers) -> Integers:
        """Return the instants at places of outlines; nowhere is `NAT`."""
        book = self.book
        found: Integers = book.times[self.base + np.maximum(places, 0)]
        if places.min(initial=0) < 0:
            found[places < 0] = NAT
            rows = np.flatnonzero(places <= SLOT)
            found[rows] = book.slots[self.ticket[rows], SLOT - places[rows]]
        return found

    def spent(self, until: Integers) -> Spent:
        """Return how long the clocks ran and did not up to instants."""
        return self.sums.spent(self.everyone, self.origin, until, self.taken)

    def due(self, resumed: Integers) -> Integers:
        """Return the due times if clocks that do not run now run on from `resumed`.

        With `NAT` they do not, and are due only if that was reached before.
        """
        said, hours = self.said, self.book.hours
        out = np.full(len(self.numbers), NAT)
        rows = np.flatnonzero(said.kind == LENGTH)
        out[rows], of = self.project(rows, resumed[rows], said.length[rows])
        moved = np.flatnonzero((said.next_open[rows] != 0) & (out[rows] != NAT))
        if moved.size:
            # Only the due time is moved off a closing.
            some = rows[moved]
            due = hours.roll_forward(of[moved], out[some])
            self.known[some[due == NAT]] = False
            last = said.spans_end[some] - 1
            stretches = self.book.stretches
            begun = np.maximum(
                self.book.times[self.base[some] + stretches.start[last]], self.taken[some]
            )
            hidden = (resumed[some] == NAT) & (stretches.kind[last] == PAUSED) & (begun < due)
            out[some] = np.where(hidden, NAT, due)
        rules = np.flatnonzero(said.kind >= RULE)
        if rules.size:
            out[rules] = self._project_rules(rules, resumed[rules])
        return out

    def project(
        self, rows: Integers, resumed: Integers, lengths: Integers
    ) -> tuple[Integers, Integers]:
        """Return when lengths have run of some clocks, and by which hours that is told."""
        said, hours = self.said, self.book.hours
        ran, origin = self.ran[rows], self.origin[rows]
        out, of = np.full(len(rows), NAT), said.hours[rows]
        reached = (said.ran_until[rows] == RUNS_ON) | (ran >= lengths)
        if (there := np.flatnonzero(reached)).size:
            some = rows[there]
            out[there], of[there] = self.sums.reach(
                some, origin[there], lengths[there], self.taken[some]
            )
        if (on := np.flatnonzero(~reached & (resumed != NAT))).size:
            start = np.maximum(resumed[on], origin[on])
            out[on] = hours.forward(of[on], start, lengths[on] - ran[on])
            reached[on] = True
        self.known[rows[reached & (out == NAT)]] = False
        return out, of

    @property
    def rules(self) -> Integers:
        """Where rules lead from the origins, pauses left out; `NAT` for lengths."""
        if self._rules is None:
            said, hours = self.said, self.book.hours
            out = np.full(len(self.numbers), NAT)
            rows = np.flatnonzero(said.kind == RULE)
            for number in np.unique(said.rule[rows]).tolist():
                some = rows[said.rule[rows] == number]
                out[some] = self.book.lead(number, self.origin[some])
            rows = np.flatnonzero(said.kind == AT)
            out[rows] = self.instants(said.at)[rows]
            for move, roll in (
                (NEXT_OPEN, hours.roll_forward),
                (PREVIOUS_CLOSE, hours.roll_back),
            ):
                some = rows[said.move[rows] == move]
                out[some] = roll(said.open_hours[some], out[some])
            self.known[(said.kind >= RULE) & (out == NAT)] = False
            self._rules = out
        return self._rules

    def _project_rules(self, rows: Integers, resumed: Integers) -> Integers:
        """Return where rules lead, moved by the time that was paused before that."""
        rule = self.rules[rows]
        due = rule.copy()
        said, sums, hours = self.said, self.sums, self.book.hours
        # Where nothing was ever paused and nothing was a gap, nothing moves.
        active = np.flatnonzero(
            (sums.last[rows] > sums.first[rows]) & (self.origin[rows] < due) & (rule != NAT)
            | (sums.kind[sums.last[rows]] == PAUSED) & (self.origin[rows] < due) & (rule != NAT)
        )
        while active.size:
            some, now = rows[active], due[active]
            kind, until = sums.begun_by(some, now)
            taken = self.taken[some]
            counts = (kind == PAUSED) & (taken != NAT) & (now <= taken)
            until = np.where(counts & ((until == NAT) | (taken < until)), taken, until)
            until = np.where(until == NAT, resumed[active], until)
            hidden = until == NAT
            due[active[hidden]] = NAT
            # An instant that the ticket names stays where it is, however long one waits.
            moving = np.flatnonzero(~hidden & (said.kind[some] == RULE))
            some, active, until = some[moving], active[moving], until[moving]
            ended = self.instants(said.ended)[some]
            until = np.where((ended != NAT) & (ended < until), ended, until)
            lost = sums.spent(some, self.origin[some], until, self.taken[some]).paused
            moved = rule[active].copy()
            later = np.flatnonzero(lost > 0)
            moved[later] = hours.forward(said.hours[some[later]], moved[later], lost[later])
            self.known[some[moved == NAT]] = False
            again = (moved != due[active]) & (moved != NAT) & (self.origin[some] < moved)
            due[active] = moved
            active = active[again]
        return due

    @property
    def lengths(self) -> Integers:
        """Rules as lengths: the time between origin and due, pauses left out."""
        passed = self.book.hours.passed(self.said.hours, self.origin, self.rules)
        self.known[(self.rules != NAT) & (passed == NAT)] = False
        return np.maximum(passed, 0)

    def breach(self, due: Integers, now: Integers) -> Integers:
        """Return since when clocks were open at or after these due times; `NAT` if they were not.

        It is never dated before what caused it.
        """
        out = np.full(len(self.numbers), NAT)
        late = (due != NAT) & (due <= now) & ((self.stopped == NAT) | (self.stopped > due))
        rows = np.flatnonzero(late)
        if not rows.size:
            return out
        since = self.instants(self.said.since)[rows]
        started = self.instants(self.said.started)[rows]
        breach = np.maximum(np.maximum(due[rows], since), started)
        shown = self._shown(rows, due[rows], breach)
        until = self.instants(self.said.until)[rows]
        counts = (shown != NAT) & (shown <= now[rows]) & ((until == NAT) | (shown < until))
        out[rows[counts]] = shown[counts]
        return out

    def _shown(self, rows: Integers, due: Integers, breach: Integers) -> Integers:
        """Return the first instants from `breach` on at which clocks due by then are open."""
        stretches, times, base = self.book.stretches, self.book.times, self.base[rows]
        first, end = self.said.spans[rows], self.said.spans_end[rows]
        taken = self.taken[rows]
        span = end - 1
        while (back := (times[base + stretches.start[span]] > breach) & (span > first)).any():
            span = span - back
        breach = breach.copy()
        active = np.arange(len(rows))
        while active.size:
            at, now = span[active], breach[active]
            kind = stretches.kind[at]
            start = times[base[active] + stretches.start[at]]
            stop = np.where(
                stretches.end[at] < 0,
                NAT,
                times[base[active] + np.maximum(stretches.end[at], 0)],
            )
            counted = (kind == PAUSED) & (taken[active] != NAT) & (start < taken[active])
            shown = counted & (now < taken[active])
            start = np.where(counted, taken[active], start)
            gap = (kind == GAP) | (kind == COUNTED)
            hides = (start < due[active]) | (gap & ((start < now) | (start == due[active])))
            shown |= (kind == RUNNING) | ~hides | ((stop != NAT) & (stop <= now))
            hidden = ~shown & (stop == NAT)
            breach[active[hidden]] = NAT
            on = ~shown & ~hidden
            breach[active[on]] = stop[on]
            active = active[on]
            span[active] += 1
            active = active[span[active] < end[active]]
        return breach
