"""A reading -> the clock that it is of, run again with all that it was decided by."""

from __future__ import annotations

from datetime import timedelta
from typing import NamedTuple

from slakit.evaluation.clock import Cycle, run_clock
from slakit.evaluation.courses import courses_of, machine_of
from slakit.evaluation.due import Course
from slakit.evaluation.history import History
from slakit.evaluation.read import ending, read_cycle
from slakit.evaluation.reading import ClockReading
from slakit.evaluation.selections import Selection
from slakit.policies.machine import Machine
from slakit.policies.select import Selector

__all__ = ["Clock", "Place", "Rerun", "rerun"]

# The number of a cycle of the metric, and an instant in it: what orders the clocks of a metric.
Place = tuple[int, timedelta]


class Clock(NamedTuple):
    """One clock of a rerun.

    It answers for what happened from `since` on (None: from the creation) and before `until`
    (None: up to the question), so that every event of a ticket belongs to one clock of a metric.
    `place` is the number of its cycle, counted from 0.
    """

    course: Course
    place: int
    since: Place | None
    until: Place | None

    @property
    def begun(self) -> timedelta | None:
        """When it was begun by a policy or target that counts from the match; None for others."""
        promise = self.course.promises[0]
        by_match = promise.target.rules.counts_from == "match"
        return promise.since if by_match and promise.since > self.course.cycle.started else None

    @property
    def lost(self) -> timedelta | None:
        """When it was cancelled because its policy or target was lost; None for others."""
        _, cancelled = ending(self.course)
        return cancelled if cancelled != self.course.cycle.cancelled else None


class Rerun(NamedTuple):
    """A metric of a ticket that was run again: how it goes, its facts and all its cycles.

    `clock` is the one that was asked for, None where it has not started.
    """

    machine: Machine
    facts: list[int]
    cycles: list[Cycle]
    clock: Clock | None

    def read_stopped(
        self, moment: timedelta, reading: ClockReading, track: list[Selection], history: History
    ) -> ClockReading | None:
        """Return how the clock would stand had it stopped at an instant and nothing come after.

        None where it could not have stopped then.
        """
        if self.clock is None or moment > history.now:
            return None
        place = self.clock.place
        stopped = stopped_at(self.cycles[place], moment)
        if stopped is None:
            return None
        cycles = [*self.cycles[:place], stopped]
        for number, course in courses_of(self.machine, cycles, track, history, self.facts):
            if number == reading.cycle and course.promises[-1].policy.name == reading.policy:
                return read_cycle(reading.metric, number, course, history)
        return None


def rerun(
    selector: Selector, track: list[Selection], history: History, reading: ClockReading
) -> Rerun:
    """Return the metric of a reading, run again."""
    machine, facts = machine_of(selector, history, track, reading.metric)
    cycles = run_clock(machine, history.ats, facts)
    found: Clock | None = None
    place, previous = 0, -1
    for number, course in courses_of(machine, cycles, track, history, facts):
        while cycles[place].started != course.cycle.started:
            place += 1  # Nothing was promised for that cycle.
        since = timedelta.min if place != previous else course.promises[0].since
        if found is not None:
            return Rerun(machine, facts, cycles, found._replace(until=(place, since)))
        if number == reading.cycle and course.promises[-1].policy.name == reading.policy:
            # Whatever came before the first clock of a metric has no other to be told by.
            found = Clock(course, place, None if previous < 0 else (place, since), None)
        previous = place
    return Rerun(machine, facts, cycles, found)


def stopped_at(cycle: Cycle, moment: timedelta) -> Cycle | None:
    """Return a cycle as if it had been stopped at an instant, None if it did not run then."""
    turns = [(kind, start) for kind, start in cycle.turns if start < moment]
    if not turns or turns[-1][0] in ("gap", "counted"):
        return None
    other = Cycle(cycle.started, turns, cycle.chained)
    other.stopped = moment
    return other
