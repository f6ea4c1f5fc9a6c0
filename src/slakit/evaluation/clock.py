"""Machine + facts of a history -> cycles of running and paused spans.

This stage knows no target and no calendar, so one result serves every policy.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise
from operator import itemgetter
from typing import Any

from slakit.policies.machine import Machine, SpanKind, Word

__all__ = ["Cycle", "Span", "SpanKind", "run_clock"]

Span = tuple[SpanKind, timedelta, timedelta | None]
START = itemgetter(1)


class Cycle:
    """One run of a clock.

    `turns` say from when on its time is of which kind: each lasts until the next, and the last
    one until the clock is stopped or cancelled. `chained`: it starts at the due time of the cycle
    before, if that is later than `started`.
    """

    __slots__ = (
        "_spans",
        "cancelled",
        "carried",
        "chained",
        "started",
        "stopped",
        "turns",
        "used",
    )

    def __init__(
        self, started: timedelta, turns: list[tuple[SpanKind, timedelta]], chained: bool = False
    ) -> None:
        self.started = started
        self.turns = turns
        self.chained = chained
        self.stopped: timedelta | None = None
        self.cancelled: timedelta | None = None
        # What had passed up to one of its turns, or in other hours, where somebody keeps that.
        self.used: Any = None
        self.carried: Any = None
        self._spans: list[Span] | None = None

    @property
    def spans(self) -> list[Span]:
        """The time of a cycle that was run to its end, cut by kind; open time has no end."""
        if self._spans is None:
            end = self.stopped if self.stopped is not None else self.cancelled
            followed = pairwise(self.turns)
            self._spans = [(kind, start, until) for (kind, start), (_, until) in followed]
            kind, start = self.turns[-1]
            self._spans.append((kind, start, end))
        return self._spans

    def span_at(self, instant: timedelta) -> Span:
        """Return the span around an instant."""
        return self.spans[max(bisect_right(self.spans, instant, key=START) - 1, 0)]


def run_clock(
    machine: Machine,
    ats: Sequence[timedelta],
    facts: Sequence[int],
    word: Word = "waiting",
    last: Cycle | None = None,
) -> list[Cycle]:
    """Return the cycles of a clock in order, by the facts of each instant.

    A clock that goes on has its state, and its `last` cycle, which is changed.
    """
    heeded, state = machine.heeded, machine.states[word]
    cycles: list[Cycle] = []
    if last is not None:
        cycle, turns = last, last.turns
        cycles.append(cycle)
    for i, bits in enumerate(facts):
        try:
            acts, state = state[bits & heeded]
        except KeyError:
            acts, state = machine.learn(state, bits & heeded)
        if not acts:
            continue
        for act, kind in acts:
            at = ats[i]
            if act == "begin" or act == "chain":
                turns = [(kind, at)]
                cycle = Cycle(at, turns, act == "chain")
                cycles.append(cycle)
            elif act == "stop":
                cycle.stopped = at
            elif act == "end":
                cycle.stopped = at
                return cycles  # Nothing that happens from here on matters to it.
            elif act == "turn":
                turns.append((kind, at))
            elif act == "cancel":
                cycle.cancelled = at
            elif act == "reopen":
                # The stop is taken back: from then on it was a gap, or counts.
                assert cycle.stopped is not None
                turns.append((kind, cycle.stopped))
                cycle.stopped = None
            elif act == "restart":
                turns[:] = [(kind, at)]
                cycle.started = at
                cycle.chained = False
                cycle.used = cycle.carried = None
            else:
                cycles.pop()  # The next one supersedes it.
    return cycles
