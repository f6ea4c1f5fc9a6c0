"""Stretches of many clocks -> how much time of each kind had passed at any instant of them.

What `slakit.evaluation.tally` is to one clock, in columns: the stretches of each clock stand one
after another, each with what had passed when it started.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from slakit.frames.columns import NAT, Integers
from slakit.frames.evaluating.hours import Hours
from slakit.frames.evaluating.layout import END, GAP, PAUSED, Row

__all__ = ["Passed", "Spent", "Sums"]


class Passed(NamedTuple):
    """What had passed at instants: what ran, that with the pauses, all; the first two really."""

    ran: Integers
    held: Integers
    own: Integers
    real_ran: Integers
    real_held: Integers


class Spent(NamedTuple):
    """How much ran and how much did not between instants, and how much ran in real time."""

    elapsed: Integers
    paused: Integers
    real: Integers


class Sums:
    """The stretches of clocks, added up.

    `first` and `last` say for each clock where its stretches stand in the columns. Time that a
    table of hours does not reach is `NAT`, and what hangs on it has to be looked for elsewhere;
    `known` has the clocks for which there is no such time, as far as has been asked.
    """

    def __init__(
        self,
        hours: Hours,
        rows: Row,
        first: Integers,
        end: Integers,
        base: Integers,
        times: Integers,
    ) -> None:
        self.hours = hours
        sizes = end - first
        self.first = np.cumsum(sizes) - sizes
        self.last = self.first + sizes - 1
        which = np.repeat(np.arange(len(sizes)), sizes)
        row = np.arange(len(which)) + (first - self.first)[which]
        self.kind, self.of = rows.kind[row], rows.hours[row]
        self.start = times[base[which] + rows.start[row]]
        self.begin = times[base[which] + rows.begin[row]]
        self.counted = hours.count(self.of, self.start)
        # What passed up to the stretch that follows; the last of a clock lasts.
        passed = np.zeros(len(row), np.int64)
        inner = np.ones(len(row), np.bool_)
        inner[self.last] = False
        before = np.flatnonzero(inner)
        counted = self.counted[before + 1]
        if (other := np.flatnonzero(self.of[before] != self.of[before + 1])).size:
            changed = before[other]
            counted[other] = hours.count(self.of[changed], self.start[changed + 1])
        passed[before] = counted - self.counted[before]
        self.known = np.ones(len(sizes), np.bool_)
        for places, found in ((np.arange(len(row)), self.counted), (before, counted)):
            if found.min(initial=0) == NAT:
                self.known[which[places[found == NAT]]] = False
        real = np.zeros(len(row), np.int64)
        real[before] = self.start[before + 1] - self.start[before]
        ran = (self.kind != PAUSED) & (self.kind != GAP)
        held = self.kind != GAP
        self.sums = Passed(
            *(
                self._up_to(each)
                for each in (passed * ran, passed * held, passed, real * ran, real * held)
            )
        )

    def _up_to(self, lengths: Integers) -> Integers:
        """Return the sum of what comes before each stretch of a clock."""
        sums = np.cumsum(lengths) - lengths
        sizes = self.last - self.first + 1
        found: Integers = sums - np.repeat(sums[self.first], sizes)
        return found

    def stretch(self, clocks: Integers, instants: Integers) -> tuple[Integers, NDArray[np.bool_]]:
        """Return the last stretches that start at or before instants, or the first ones."""
        row, first = self.last[clocks], self.first[clocks]
        while (back := (self.start[row] > instants) & (row > first)).any():
            row = row - back
        return row, self.start[row] > instants

    def at(self, clocks: Integers, instants: Integers) -> Passed:
        """Return what had passed of some clocks at instants."""
        row, early = self.stretch(clocks, instants)
        kind = self.kind[row]
        over = (kind == END) & ~early
        real = np.where(over, 0, instants - self.start[row])
        part = self.hours.count(self.of[row], np.where(over, self.start[row], instants))
        if part.min(initial=0) == NAT:
            self.known[clocks[part == NAT]] = False
        part -= self.counted[row]
        # Before the first stretch time ran.
        runs = early | ((kind != PAUSED) & (kind != GAP) & ~over)
        holds = early | ((kind != GAP) & ~over)
        sums = self.sums
        return Passed(
            sums.ran[row] + part * runs,
            sums.held[row] + part * holds,
            sums.own[row] + part,
            sums.real_ran[row] + real * runs,
            sums.real_held[row] + real * holds,
        )

    def spent(self, clocks: Integers, since: Integers, until: Integers, taken: Integers) -> Spent:
        """Return what was spent between instants; pauses before `taken`, unless `NAT`, ran too."""
        then = self.at(clocks, until)
        plain = self.start[self.first[clocks]] == since
        if plain.all():
            # As most clocks count: from their first stretch, where nothing has passed.
            now = Passed(*(np.zeros_like(since) for _ in range(5)))
        else:
            now = self.at(clocks, since)
        elapsed, real = then.ran - now.ran, then.real_ran - now.real_ran
        if (late := np.flatnonzero((taken != NAT) & (since < taken))).size:
            by = self.at(clocks[late], np.minimum(taken[late], until[late]))
            elapsed[late] += (by.held - by.ran) - (now.held - now.ran)[late]
            real[late] += (by.real_held - by.real_ran) - (now.real_held - now.real_ran)[late]
        rest = then.own - now.own - elapsed
        none = until <= since
        if none.any():
            elapsed[none] = rest[none] = real[none] = 0
        return Spent(elapsed, rest, real)

    def reach(
        self, clocks: Integers, since: Integers, lengths: Integers, taken: Integers
    ) -> tuple[Integers, Integers]:
        """Return when lengths have run since instants, which they do, and in which hours."""
        now = self.at(clocks, since)
        out, hours = self._search(self.sums.ran, clocks, now.ran, since, lengths)
        if (late := np.flatnonzero((taken != NAT) & (since < taken))).size:
            by = self.at(clocks[late], taken[late])
            held, of = by.held - now.held[late], clocks[late]
            within = lengths[late] <= held
            rows, some = np.flatnonzero(within), late[within]
            out[some], hours[some] = self._search(
                self.sums.held, of[rows], now.held[some], since[some], lengths[some]
            )
            rows, some = np.flatnonzero(~within), late[~within]
            out[some], hours[some] = self._search(
                self.sums.ran, of[rows], by.ran[rows], taken[some], lengths[some] - held[rows]
            )
        return out, hours

    def _search(
        self, sums: Integers, clocks: Integers, had: Integers, since: Integers, lengths: Integers
    ) -> tuple[Integers, Integers]:
        """Return when a sum, which was `had` at instants, has grown by lengths, in which hours."""
        row, first = self.last[clocks], self.first[clocks]
        wanted = had + lengths
        while (back := (sums[row] >= wanted) & (row > first)).any():
            row = row - back
        inside = (sums[row] < wanted) & (self.start[row] >= since)
        start = np.where(inside, self.start[row], since)
        lengths = np.where(inside, wanted - sums[row], lengths)
        hours = self.of[row]
        return self.hours.forward(hours, start, lengths), hours

    def begun_by(self, clocks: Integers, instants: Integers) -> tuple[Integers, Integers]:
        """Return of which kind the last time is that began before instants, and when it ends.

        The end of a pause that lasts is `NAT`; what runs on ends with its start.
        """
        row, first, last = self.last[clocks], self.first[clocks], self.last[clocks]
        while (back := (self.begin[row] >= instants) & (row > first)).any():
            row = row - back
        none = self.begin[row] >= instants
        kind = np.where(none, 0, self.kind[row])
        following = np.minimum(row + 1, last)
        lasts = np.where(kind == PAUSED, NAT, self.start[last])
        until = np.where(row < last, self.start[following], lasts)
        return kind, np.where(none, self.start[first], until)
