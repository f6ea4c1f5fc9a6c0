"""An evaluation -> what its picture shows: lanes of cycles, and the hours behind them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, NamedTuple

from slakit.calendars.timeline import Timeline
from slakit.evaluation.clock import run_clock
from slakit.evaluation.courses import courses_of, machine_of, targeted_metrics
from slakit.evaluation.due import Course
from slakit.evaluation.history import History, fold
from slakit.evaluation.read import ending
from slakit.evaluation.reading import ClockReading
from slakit.evaluation.result import Evaluation
from slakit.evaluation.selections import Selection, select_policies
from slakit.instants import EPOCH, since_epoch
from slakit.policies.machine import SpanKind
from slakit.policies.select import Selector

__all__ = ["Hours", "Lane", "Run", "lanes_of"]

# From when on which hours count; None where real time does, which knows no closed hours.
Hours = tuple[timedelta, Timeline | None]


class Part(NamedTuple):
    """A stretch of open time, or of real time where that counts; `status` is the ticket's then."""

    start: timedelta
    end: timedelta
    kind: SpanKind
    status: Any

    @property
    def held(self) -> bool:
        """Whether it was not counted."""
        return self.kind in ("paused", "gap")


class Run(NamedTuple):
    """One cycle of a clock: how it stands, what it was made of, and the hours that it counts in."""

    reading: ClockReading
    parts: tuple[Part, ...]
    hours: tuple[Hours, ...]

    @property
    def start(self) -> timedelta:
        """When it started, since the epoch; a clock that has not started never does."""
        started = self.reading.started_at
        return timedelta.max if started is None else started - EPOCH

    @property
    def end(self) -> timedelta:
        """When it stopped or was cancelled, and of an open one the instant of the question."""
        reading = self.reading
        ended = reading.stopped_at if reading.cancelled_at is None else reading.cancelled_at
        return (reading.at if ended is None else ended) - EPOCH

    @property
    def late(self) -> timedelta:
        """Since when it was past due; of one that never was, its end."""
        breached = self.reading.breached_at
        return self.end if breached is None else breached - EPOCH


@dataclass(frozen=True, slots=True)
class Lane:
    """Cycles of one clock, of which none begins before the one before it has ended."""

    runs: tuple[Run, ...]

    @property
    def reading(self) -> ClockReading:
        """The cycle that the lane is about: the last one, which alone may be open."""
        return self.runs[-1].reading

    @property
    def hours(self) -> tuple[Hours, ...]:
        """Which hours count from when on; the first count before that too."""
        found: list[Hours] = []
        for run in self.runs:
            for since, timeline in run.hours:
                if not found or found[-1][1] is not timeline:
                    found.append((since if found else timedelta.min, timeline))
        return tuple(found)


def lanes_of(evaluation: Evaluation) -> tuple[Lane, ...]:
    """Return the lanes of an evaluation, in the order of its clocks.

    Cycles of one clock share a lane, unless they overlap, as those do that all count from one
    field. Raises `SlakitError` for an evaluation that does not know its ticket any more.
    """
    policies, ticket = evaluation._known()
    history = fold(ticket, policies._selector, since_epoch(evaluation.at, "at"))
    history.at = evaluation.at
    found: dict[tuple[str, str, int], Run] = {}
    stands = {(each.policy, each.metric, each.cycle): each for each in evaluation.clocks}
    for track in select_policies(policies._selector, history):
        found.update(runs_of(policies._selector, track, history, stands))
    # Policies that had a clock in turn may each have it again, so its cycles may stand apart.
    clocks: dict[tuple[str, str], list[Run]] = {}
    for key in stands:
        clocks.setdefault(key[:2], []).append(found[key])
    return tuple(lane for runs in clocks.values() for lane in without_overlap(runs))


def runs_of(
    selector: Selector,
    track: list[Selection],
    history: History,
    stands: dict[tuple[str, str, int], ClockReading],
) -> Iterator[tuple[tuple[str, str, int], Run]]:
    """Yield the cycles of the clocks of one policy, or of the policies in force in turn."""
    for name in targeted_metrics(track):
        machine, facts = machine_of(selector, history, track, name)
        cycles = run_clock(machine, history.ats, facts)
        for number, course in courses_of(machine, cycles, track, history, facts):
            key = course.promises[-1].policy.name, name, number
            yield key, run_of(stands[key], course, history)
        _, _, policy, fields = track[-1]
        if not cycles and policy is not None and name in policy.targets:
            row = policy.targets[name].select(fields)
            hours = ((timedelta.min, policy.hours(row, fields)),)
            yield (policy.name, name, 1), Run(stands[policy.name, name, 1], (), hours)


def run_of(reading: ClockReading, course: Course, history: History) -> Run:
    """Return a cycle, neighbouring parts that are alike as one."""
    end = next((each for each in ending(course) if each is not None), history.now)
    promise = course.promises[-1]
    parts: list[Part] = []
    hours: list[Hours] = []
    for kind, start, close, timeline in course.pieces(promise):
        until = end if close is None or end < close else close
        if until <= start:
            continue
        if not hours or hours[-1][1] is not timeline:
            hours.append((start, timeline))
        number = max(bisect_right(history.ats, start) - 1, 0)
        status = history.states[number].get("status") if kind == "paused" else None
        spans = [(start, until)] if promise.real_time else timeline.spans(start, until)
        for a, b in spans:
            if parts and (parts[-1].end, *parts[-1][2:]) == (a, kind, status):
                a = parts.pop().start
            parts.append(Part(a, b, kind, status))
    if promise.real_time or not hours:
        hours = [(promise.origin, None if promise.real_time else promise.timeline)]
    return Run(reading, tuple(parts), tuple(hours))


def without_overlap(runs: list[Run]) -> list[Lane]:
    """Put each cycle into the first lane whose cycles have ended when it starts."""
    lanes: list[list[Run]] = []
    for run in runs:
        lane = next((lane for lane in lanes if lane[-1].end <= run.start), None)
        if lane is None:
            lanes.append([run])
        else:
            lane.append(run)
    return [Lane(tuple(lane)) for lane in lanes]
