"""Metric + ticket -> cycles of running and paused spans.

This stage knows no target and no calendar, so one result serves every policy.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

from slakit.evaluation.history import Moment
from slakit.policies.metrics import Metric

__all__ = ["Cycle", "SpanKind", "run_clock"]

# A gap is the time between a stop and the reopening that takes the stop back.
SpanKind = Literal["running", "paused", "gap"]
OpenSpan = tuple[SpanKind, timedelta, timedelta | None]


class Cycle:
    """One run of a clock. `spans` follow one another; the last of an open cycle has no end."""

    __slots__ = ("spans", "started", "stopped")

    def __init__(self, started: timedelta, kind: SpanKind) -> None:
        self.started = started
        self.stopped: timedelta | None = None
        self.spans: list[OpenSpan] = [(kind, started, None)]

    def turn(self, kind: SpanKind, at: timedelta) -> None:
        """End the last span and begin one of another kind."""
        last, start, _ = self.spans[-1]
        if last != kind:
            self.spans[-1] = (last, start, at)
            self.spans.append((kind, at, None))

    def stop(self, at: timedelta) -> None:
        """Stop the clock; the time from here on belongs to it only if it is taken back."""
        last, start, _ = self.spans[-1]
        self.spans[-1] = (last, start, at)
        self.stopped = at

    def reopen(self, kind: SpanKind, at: timedelta) -> None:
        """Take the stop back and credit the gap like a pause."""
        assert self.stopped is not None
        self.spans.append(("gap", self.stopped, at))
        self.spans.append((kind, at, None))
        self.stopped = None


def run_clock(metric: Metric, moments: list[Moment]) -> list[Cycle]:
    """Return the cycles of a metric; at most one for the standard metrics."""
    cycle: Cycle | None = None
    stop = metric.stop
    by_edge = isinstance(stop, str)
    for moment in moments:
        done = stop in moment.edges if by_edge else moment.category in stop
        kind: SpanKind = "paused" if metric.pauses and moment.category == "paused" else "running"
        if cycle is None:
            if metric.start in moment.edges:
                cycle = Cycle(moment.at, kind)
                if done and not by_edge:
                    cycle.stop(moment.at)
        elif cycle.stopped is None:
            if done:
                cycle.stop(moment.at)
            else:
                cycle.turn(kind, moment.at)
        elif metric.again == "credit" and not done:
            cycle.reopen(kind, moment.at)
    return [cycle] if cycle is not None else []
