"""What of the data an objective is measured on, each thing with its instant."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import datetime
from fractions import Fraction
from typing import Any, Generic, NamedTuple, TypeVar

from slakit.calendars import Calendar
from slakit.calendars.spans import Span, merge
from slakit.durations import microseconds
from slakit.errors import SlakitError
from slakit.instants import MICROSECOND, UTC, to_datetime
from slakit.reports.objectives.evidence import Events, Service, Unit
from slakit.reports.objectives.goals import Csat, Nps
from slakit.reports.objectives.objective import Objective
from slakit.reports.objectives.records import Count, Outage, Score, micros
from slakit.reports.outcome import Outcome

__all__ = ["Data", "Dated", "dated_of", "events_of", "service_of"]

T = TypeVar("T")


class Data(NamedTuple):
    """What there is to measure on; `outages` are None where nobody has said whether there were."""

    clocks: Sequence[Outcome] = ()
    outages: Sequence[Outage] | None = None
    counts: Sequence[Count] = ()
    scores: Sequence[Score] = ()
    calendar: Calendar | None = None

    @classmethod
    def of(
        cls,
        objective: Objective,
        clocks: Iterable[Outcome] = (),
        outages: Iterable[Outage] | None = None,
        counts: Iterable[Count] = (),
        scores: Iterable[Score] = (),
        calendar: Calendar | None = None,
    ) -> Data:
        """Return the data of which an objective is measured; raises `SlakitError`."""
        data = cls(
            selected(objective, clocks),
            None if outages is None else tuple(outages),
            tuple(counts),
            tuple(scores),
            calendar if objective.availability is not None else None,
        )
        if objective.calendar is not None and calendar is None:
            raise SlakitError(
                f"{objective.name!r} counts in the hours of {objective.calendar!r}",
                parameter="calendar",
                remedy="give that calendar",
            )
        if data.calendar is not None and objective.calendar is None:
            raise SlakitError(
                f"{objective.name!r} counts around the clock",
                parameter="calendar",
                value=calendar,
                remedy="leave it out, or give the objective a calendar: and its name",
            )
        return data


class Dated(Generic[T]):
    """Values in the order of their instants."""

    def __init__(self, values: Iterable[tuple[int, T]]) -> None:
        ordered = sorted(values, key=lambda each: each[0])
        self.moments = [moment for moment, _ in ordered]
        self.values = [value for _, value in ordered]

    def between(self, start: int, end: int) -> list[T]:
        """Return the values of a half-open stretch of time."""
        return self.values[bisect_left(self.moments, start) : bisect_left(self.moments, end)]


def selected(objective: Objective, clocks: Iterable[Outcome]) -> tuple[Outcome, ...]:
    """Return the clocks that an objective is about."""
    if objective.metric is None:
        return ()
    holds = objective.when.compile()
    return tuple(
        clock
        for clock in map(checked, clocks)
        if clock.metric == objective.metric
        and objective.policy in (None, clock.policy)
        and holds(clock.fields)
    )


def checked(clock: Any) -> Outcome:
    if not isinstance(clock, Outcome):
        raise SlakitError(
            f"a {type(clock).__name__} is no outcome of a clock",
            parameter="clocks",
            value=clock,
            remedy="give outcomes(evaluation) of each evaluation",
        )
    return clock


def events_of(objective: Objective, data: Data) -> Events | None:
    """Return the events of which a share has to be good; None where the objective is no such."""
    unit: Unit = "clocks"
    happened: list[tuple[int, bool]] = []
    if objective.attain is not None:
        for clock in data.clocks:
            if clock.met or clock.failed:
                # A clock that was read from a table may lack the instant of its breach.
                if clock.decided_at is None:
                    raise undated(clock)
                happened.append((micros(clock.decided_at, "clocks"), clock.met))
    elif isinstance(goal := objective.score, Csat):
        unit = "answers"
        for at, value in answers(objective, data):
            happened.append((at, value >= Fraction(goal.good_from)))
    else:
        return None
    return Events(unit, happened)


def service_of(objective: Objective, data: Data, at: int, first: int, last: int) -> Service | None:
    """Return the service between two instants as it is known at a third; None without data."""
    if data.outages is None:
        return None
    planned = [span_of(each, at) for each in data.outages if each.maintenance]
    spans = (span_of(each, at) for each in data.outages if not each.maintenance)
    outages = merge(sorted((start, end) for start, end in spans if start < end))
    # Whether an outage is a short one is told by the whole of it, wherever windows cut it.
    within = [(start, end) for start, end in outages if end > first and start < last]
    first = min([first, *(start for start, _ in within)])
    last = max([last, *(end for _, end in within)])
    hours: list[Span] = [(first, last)]
    if data.calendar is not None:
        found = data.calendar.intervals(instant(first), instant(last))
        hours = [(micros(a, "calendar"), micros(b, "calendar")) for a, b in found]
    least = objective.ignore_shorter_than
    return Service(hours, within, planned, least=0 if least is None else microseconds(least), at=at)


def span_of(outage: Outage, at: int) -> Span:
    """Return when a service was out, as far as is known at `at`.

    What goes on then has lasted until `at`, whenever it ends; maintenance was agreed beforehand.
    """
    end = at if outage.end is None else micros(outage.end, "outages")
    return micros(outage.start, "outages"), end if outage.maintenance else min(end, at)


def instant(moment: int) -> datetime:
    return to_datetime(moment * MICROSECOND, UTC)


def dated_of(objective: Objective, data: Data) -> Dated[Any]:
    """Return the values of which a percentile, a mean or a sum is taken, each with its instant.

    A finished clock belongs to its stop: only then its time is known.
    """
    if objective.volume is not None:
        return Dated(
            (micros(each.at, "counts"), each.amount)
            for each in data.counts
            if each.of == objective.volume.of
        )
    if objective.score is not None:
        return Dated(answers(objective, data))
    return Dated(
        (micros(clock.stopped_at, "clocks"), microseconds(clock.elapsed))
        for clock in data.clocks
        if clock.state == "stopped" and clock.stopped_at is not None
    )


def answers(objective: Objective, data: Data) -> list[tuple[int, Fraction]]:
    """Return the answers to the question of an objective; refuses those that are off its scale."""
    goal = objective.score
    assert goal is not None  # Asked only where a score has to be reached.
    found = []
    for each in data.scores:
        if each.of != goal.of:
            continue
        value = Fraction(each.value)
        if isinstance(goal, Nps) and not (value.denominator == 1 and 0 <= value <= 10):
            raise off_scale(each, "whole numbers from 0 to 10")
        if isinstance(goal, Csat) and not goal.scale[0] <= each.value <= goal.scale[1]:
            raise off_scale(each, f"numbers from {goal.scale[0]} to {goal.scale[1]}")
        found.append((micros(each.at, "scores"), value))
    return found


def off_scale(score: Score, scale: str) -> SlakitError:
    return SlakitError(
        f"{score.value} at {score.at.isoformat()} is off the scale: {score.of} has {scale}",
        parameter="scores",
        value=score.value,
        remedy="mend the answer, or leave it out",
    )


def undated(clock: Outcome) -> SlakitError:
    name = f"{clock.ticket}, {clock.policy}/{clock.metric}, cycle {clock.cycle}"
    return SlakitError(
        f"nobody knows when the clock of {name} was decided ({clock.status})",
        parameter="clocks",
        value=clock,
        remedy="give breached_at of clocks that failed, and stopped_at of those that were met",
    )
