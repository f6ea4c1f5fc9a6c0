"""Cycles of a metric x selections -> each cycle with whatever was promised for it in turn."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from functools import partial

from slakit.evaluation.clock import Cycle, Span
from slakit.evaluation.due import Course
from slakit.evaluation.history import History
from slakit.evaluation.selections import Selection, promises_for
from slakit.evaluation.tally import Tallies
from slakit.policies.facts import HELD
from slakit.policies.machine import Machine, SpanKind
from slakit.policies.metrics import CompiledMetric
from slakit.policies.select import Selector

__all__ = [
    "Series",
    "courses_of",
    "machine_of",
    "next_courses",
    "spans_before",
    "targeted_metrics",
]


def courses_of(
    machine: Machine,
    cycles: list[Cycle],
    track: list[Selection],
    history: History,
    facts: list[int],
) -> Iterator[tuple[int, Course]]:
    """Yield all cycles of a metric, in order, with whatever was promised for them in turn."""
    before = partial(spans_before, machine, history.ats, facts)
    return next_courses(machine.metric, cycles, track, history, before, Series())


def machine_of(
    selector: Selector, history: History, track: list[Selection], metric: str
) -> tuple[Machine, list[int]]:
    """Return how the clocks of a metric go, and the facts by which they do.

    Where the policies that were in force pause differently, the facts say what held of that.
    """
    machine = selector.machines.get(metric)
    if machine is not None:
        return machine, history.facts
    return selector.metrics[metric].machine(HELD), held_facts(history, track, metric)


class Series:
    """What is known of the cycles of a metric so far.

    Of each policy that had the clock, `numbers` says how many of its cycles there were. The last
    one ended at `ended`, and was due at `due` where the next one needs to know that.
    """

    __slots__ = ("due", "ended", "numbers")

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self.due: timedelta | None = None
        self.ended: timedelta | None = None


def next_courses(
    metric: CompiledMetric,
    cycles: list[Cycle],
    track: list[Selection],
    history: History,
    earlier_spans: Callable[[Cycle], list[Span]],
    series: Series,
) -> Iterator[tuple[int, Course]]:
    """Yield cycles of a metric, in order, with whatever was promised for them in turn.

    One cycle is several clocks where a policy began its own; each has its number among those of
    its policy. `earlier_spans` are those before a cycle, where one counts from before its start.
    """
    ticket, due_sets, numbers = history.ticket, history.due_sets, series.numbers
    earlier: Tallies | None = None
    for cycle in cycles:
        clocks, hours = promises_for(metric.name, cycle, track, ticket, due_sets, series.ended)
        tallies = Tallies(cycle.spans, hours, carried=cycle.carried)
        if any(each.origin < cycle.started for promises in clocks for each in promises):
            if earlier is None:
                # What was before a cycle is the same for all of them, and added up once.
                earlier = Tallies(earlier_spans(cycles[-1]), hours)
            tallies.earlier = earlier
        for promises in clocks:
            course = Course(cycle, promises, tallies)
            for promise in promises:
                if series.due is not None and cycle.chained and series.due > promise.origin:
                    promise.origin = series.due
            owner = promises[-1].policy.name
            number = numbers[owner] = numbers.get(owner, 0) + 1
            yield number, course
            if metric.again == "chain":
                # The next cycle asks for the due time of this one only where cycles are chained.
                series.due = course.due(promises[-1])
        series.ended = cycle.stopped if cycle.stopped is not None else cycle.cancelled


def targeted_metrics(track: list[Selection]) -> Iterable[str]:
    """Return the metrics for which some policy that was in force has a target, in order."""
    if len(track) == 1:
        policy = track[0][2]
        return () if policy is None else policy.targets
    names: dict[str, None] = {}
    for _, _, policy, _ in track:
        if policy is not None:
            names.update(dict.fromkeys(policy.targets))
    return names


def held_facts(history: History, track: list[Selection], metric: str) -> list[int]:
    """Return the facts with whether the pause rule in force for a metric holds at each instant.

    Before a first policy takes the clock up, the pauses are those that it would give back.
    """
    facts: list[int] = []
    pause = None
    for i, (number, _, policy, _) in enumerate(track):
        until = track[i + 1][0] if i + 1 < len(track) else len(history.ats)
        if policy is not None and metric in policy.targets:
            pause = policy.pause
        elif pause is None:
            later = (policy for _, _, policy, _ in track[i:] if policy)
            pause = next(policy.pause for policy in later if metric in policy.targets)
        now = history.facts[number:until]
        facts += [bits | HELD if bits & pause else bits for bits in now]
    return facts


def spans_before(
    machine: Machine, ats: list[timedelta], facts: list[int], cycle: Cycle
) -> list[Span]:
    """Return the time between the creation and the start of a cycle, paused or not.

    A clock may count from an instant before its own start, such as the creation of the ticket;
    nothing was paused before that.
    """
    spans: list[Span] = [("running", timedelta.min, None)]
    for at, bits in zip(ats, facts, strict=True):
        if at >= cycle.started:
            break
        kind: SpanKind = "paused" if bits & machine.pause else "running"
        last, start, _ = spans[-1]
        if last != kind:
            spans[-1] = (last, start, at)
            spans.append((kind, at, None))
    last, start, _ = spans[-1]
    spans[-1] = (last, start, cycle.started)
    return spans
