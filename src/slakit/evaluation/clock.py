"""Metric + history -> cycles of running and paused spans.

This stage knows no target and no calendar, so one result serves every policy.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Literal

from slakit.evaluation.history import History
from slakit.policies.metrics import CompiledMetric

__all__ = ["Cycle", "SpanKind", "run_clock"]

# Between a stop and the reopening that takes it back lies a gap, or counted time.
SpanKind = Literal["running", "paused", "gap", "counted"]
OpenSpan = tuple[SpanKind, timedelta, timedelta | None]


class Cycle:
    """One run of a clock. `spans` follow one another; the last of an open cycle has no end.

    `chained`: it starts at the due time of the cycle before, if that is later than `started`.
    """

    __slots__ = ("cancelled", "chained", "spans", "started", "stopped")

    def __init__(self, started: timedelta, kind: SpanKind, chained: bool = False) -> None:
        self.started = started
        self.stopped: timedelta | None = None
        self.cancelled: timedelta | None = None
        self.chained = chained
        self.spans: list[OpenSpan] = [(kind, started, None)]

    def turn(self, kind: SpanKind, at: timedelta) -> None:
        """End the last span and begin one of another kind."""
        last, start, _ = self.spans[-1]
        if last != kind:
            self.spans[-1] = (last, start, at)
            self.spans.append((kind, at, None))

    def end(self, at: timedelta) -> None:
        """End the last span; the time from here on belongs to it only if a stop is taken back."""
        last, start, _ = self.spans[-1]
        self.spans[-1] = (last, start, at)

    def as_stopped(self, at: timedelta) -> Cycle:
        """Return the cycle as it was when it was stopped at an instant, before it was reopened."""
        cycle = Cycle(self.started, "running", self.chained)
        cycle.stopped = at
        cycle.spans = [span for span in self.spans if span[2] is not None and span[2] <= at]
        return cycle

    def reopen(self, gap: Literal["gap", "counted"], kind: SpanKind, at: timedelta) -> None:
        """Take the stop back; the gap is credited like a pause, or counted."""
        assert self.stopped is not None
        self.spans.append((gap, self.stopped, at))
        self.spans.append((kind, at, None))
        self.stopped = None


def run_clock(metric: CompiledMetric, history: History, pauses: int | Sequence[int]) -> list[Cycle]:
    """Return the cycles of a metric in order.

    `pauses` is the bit of the policy's pause rule, or that of each instant.
    """
    cycles: list[Cycle] = []
    cycle: Cycle | None = None
    start, stop, stop_level = metric.start, metric.stop, metric.stop_level
    cancel, again = metric.cancel, metric.again
    pause = metric.pause
    if metric.by_policy:
        pause = pauses if isinstance(pauses, int) else -1
    done = False
    i = -1
    for facts in history.facts:
        i += 1
        was_done, done = done, bool(facts & stop_level)
        if cycle is None:
            if not facts & start or (was_done and done):
                continue
        elif cycle.stopped is None:
            at = history.ats[i]
            if done or facts & stop:
                cycle.end(at)
                cycle.stopped = at
                if done or again == "ignore" or not facts & start:
                    continue
            elif facts & cancel:
                cycle.end(at)
                cycle.cancelled = at
                cycle = None
                # What is cancelled by an edge may start afresh at once.
                if not facts & start:
                    continue
            else:
                if pause:
                    held = facts & (pause if pause > 0 else pauses[i])  # type: ignore[index]
                    cycle.turn("paused" if held else "running", at)
                if facts & metric.restart:
                    kind, _, _ = cycle.spans[-1]
                    cycle.started = at
                    cycle.spans = [(kind, at, None)]
                    cycle.chained = False
                continue
        elif again == "ignore" or done or not (stop_level or facts & start):
            continue
        # From here on a clock is wanted: for the first time, or once more.
        if facts & metric.refuses:
            continue
        at = history.ats[i]
        paused = pause and facts & (pause if pause > 0 else pauses[i])  # type: ignore[index]
        now: SpanKind = "paused" if paused else "running"
        if cycle is not None and (again == "credit" or again == "count"):
            cycle.reopen("gap" if again == "credit" else "counted", now, at)
            continue
        if cycle is not None and again == "restart":
            cycles.pop()
        # What follows a cycle that was cancelled begins where it begins.
        cycle = Cycle(at, now, again == "chain" and cycle is not None)
        cycles.append(cycle)
        if done:
            cycle.end(at)
            cycle.stopped = at
    return cycles
