"""One cycle of a clock under one promise -> its verdict, and nothing that a verdict can do without.

A clock that stays under what it was promised first is late by a comparison: what ran against the
amount, or the stop against where a rule leads. What ran is the same for all policies that count
in the same hours, so it is added up once for all of them. Where the rules are finer there is no
answer here, and `slakit.evaluation` is asked.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import NamedTuple

from slakit.calendars.due import add_days, add_wall
from slakit.calendars.timeline import Timeline
from slakit.durations import Amount
from slakit.evaluation.clock import Cycle
from slakit.evaluation.reading import ClockReading, ClockState, Status
from slakit.policies.select import Terms

__all__ = ["Clock", "Clocks", "Verdict", "verdict_of"]

ZERO = timedelta(0)
# The state and the status of a clock, and what ran of it and did not.
Standing = tuple[ClockState, Status, timedelta, timedelta]


class Verdict(NamedTuple):
    """How one cycle of a clock stands under one policy set.

    Each field is that of the `ClockReading` that `evaluate` gives for it: `elapsed` and `paused`
    are in the target's own time, `amount` is None where nothing is promised.

    >>> from datetime import timedelta
    >>> zero = timedelta(0)
    >>> Verdict("all", None, "resolution", 1, "stopped", "met", "4h", zero, zero).status
    'met'

    The trap: it has no instants. Where those matter, evaluate the ticket.
    """

    policy: str
    version: str | None
    metric: str
    cycle: int
    state: ClockState
    status: Status
    amount: str | None
    elapsed: timedelta
    paused: timedelta


def verdict_of(reading: ClockReading) -> Verdict:
    """Return what a reading says of the verdict."""
    return Verdict(
        reading.policy,
        reading.version,
        reading.metric,
        reading.cycle,
        reading.state,
        reading.status,
        reading.amount,
        reading.elapsed,
        reading.paused,
    )


class Clocks:
    """The clocks of one metric of a ticket, for all policies that run them alike.

    `told` has the verdicts that were given already, by what was promised.
    """

    __slots__ = ("clocks", "told")

    def __init__(self, cycles: Iterable[Cycle], now: timedelta) -> None:
        self.clocks = [Clock(cycle, now) for cycle in cycles]
        self.told: dict[object, list[Verdict]] = {}


class Clock:
    """One cycle of a metric.

    `spent` has what ran of it and did not in each hours (None: in real time).
    """

    __slots__ = ("cycle", "end", "finer", "spent", "state")

    def __init__(self, cycle: Cycle, now: timedelta) -> None:
        self.cycle = cycle
        stopped = cycle.stopped
        self.end = now if stopped is None else stopped
        # Whether its rules are finer whatever is promised.
        self.finer = cycle.chained or cycle.cancelled is not None
        self.state: ClockState = "stopped"
        if stopped is None:
            self.state = "paused" if cycle.turns[-1][0] == "paused" else "running"
        self.spent: dict[Timeline | None, tuple[timedelta, timedelta]] = {}

    def stand(self, terms: Terms, warned: bool) -> Standing | None:
        """Return how the clock stands under what is promised; None where the rules are finer.

        `warned`: a warning may have passed, which makes an open clock at risk.
        """
        if self.finer:
            return None
        amount, timeline, cutoff = terms
        open_time = amount.kind != "wall" and amount.kind != "calendar_days"
        hours = timeline if open_time else None
        try:
            elapsed, paused = self.spent[hours]
        except KeyError:
            elapsed, paused = self.spent[hours] = self._spend(hours)
        length = amount.length
        if length is not None:
            if elapsed == length:
                # Just in time, or late by the closed hours up to the stop.
                return None
            late = elapsed > length
        else:
            due = self._due(amount, timeline, cutoff, open_time)
            if self.state == "stopped":
                assert due is not None
                late = due < self.end
            else:
                late = due is not None and due <= self.end
        status: Status
        if self.state == "stopped":
            status = "missed" if late else "met"
        elif late:
            status = "breached"
        else:
            status = "on_track" if self.state == "running" else "paused"
        if warned and status == "on_track":
            return None
        return self.state, status, elapsed, paused

    def _spend(self, hours: Timeline | None) -> tuple[timedelta, timedelta]:
        turns, end = self.cycle.turns, self.end
        ran = held = ZERO
        kind, start = turns[0]
        for following, until in turns[1:]:
            length = until - start if hours is None else hours.passed(start, until)
            if kind == "running" or kind == "counted":
                ran += length
            else:
                held += length
            kind, start = following, until
        length = end - start if hours is None else hours.passed(start, end)
        if kind == "running" or kind == "counted":
            return ran + length, held
        return ran, held + length

    def _due(
        self, amount: Amount, timeline: Timeline, cutoff: int | None, open_time: bool
    ) -> timedelta | None:
        """Return where a rule leads, moved by what was held before that; None while it is held."""
        turns = self.cycle.turns
        rule = due = add_days(timeline, turns[0][1], amount, cutoff=cutoff)
        lost = ZERO
        last = len(turns) - 1
        for i, (kind, start) in enumerate(turns):
            if kind == "running" or kind == "counted":
                continue
            if start >= due:
                break
            if i < last:
                until = turns[i + 1][1]
            elif self.state == "stopped":
                until = self.end
            else:
                return None
            if open_time:
                lost += timeline.passed(start, until)
                due = timeline.forward(rule, lost) if lost > ZERO else rule
            else:
                lost += until - start
                due = add_wall(rule, lost)
        return due
