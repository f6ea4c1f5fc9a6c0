"""How a step stands: what the engine says of its clock, beside what was recorded of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, tzinfo
from typing import Literal, NamedTuple

from slakit.evaluation import ClockReading, Evaluation
from slakit.evaluation.reading import Status
from slakit.recovery.records import StepRecord
from slakit.recovery.steps import STEPS, StepName

__all__ = ["StepStanding", "StepState", "standings_of"]

StepState = Literal["done", "done_late", "late", "open", "pending"]

STATES: Mapping[Status, StepState] = {
    "met": "done",
    "missed": "done_late",
    "breached": "late",
    "on_track": "open",
    "at_risk": "open",
    "idle": "pending",
}


class StepStanding(NamedTuple):
    """How one step stands at an instant; instants are in the zone of the plan's calendar.

    `state` is ``done``, ``done_late``, ``late`` (due, and not done), ``open`` (its turn), or
    ``pending`` (the step before has to end first). `reading` is what the engine says of its
    clock, and `record` what was recorded, None while it was not taken.
    """

    step: StepName
    state: StepState
    started_at: datetime | None
    due_at: datetime | None
    done_at: datetime | None
    reading: ClockReading
    record: StepRecord | None


def standings_of(
    evaluation: Evaluation, taken: Mapping[StepName, StepRecord], zone: tzinfo
) -> tuple[StepStanding, ...]:
    """Return how each step stands, in order; before the case is opened there is none."""
    clocks = {clock.metric: clock for clock in evaluation}
    return tuple(
        standing(step, clocks[step], taken.get(step), zone) for step in STEPS if step in clocks
    )


def standing(
    step: StepName, reading: ClockReading, record: StepRecord | None, zone: tzinfo
) -> StepStanding:
    """Return how one step stands."""
    if reading.status == "no_target":
        state: StepState = "open" if reading.open else "done"
    else:
        state = STATES[reading.status]
    started, due, done = (
        None if at is None else at.astimezone(zone)
        for at in (reading.started_at, reading.due_at, reading.stopped_at)
    )
    return StepStanding(step, state, started, due, done, reading, None if done is None else record)
