"""A clock and an amount -> whether the clock would be late with it, to the microsecond."""

from __future__ import annotations

from datetime import timedelta

from slakit.durations import Amount
from slakit.evaluation import ClockReading
from slakit.evaluation.explaining.rerun import rerun
from slakit.evaluation.history import fold
from slakit.evaluation.selections import select_policies
from slakit.instants import EPOCH, since_epoch
from slakit.policies.policy_set import PolicySet
from slakit.tickets import Ticket

__all__ = ["late_with"]


def late_with(
    policies: PolicySet, ticket: Ticket, reading: ClockReading, length: timedelta
) -> bool:
    """Return whether a clock would be late had so much of its own time been promised.

    Verdicts compare instants: of eight hours that are all used, the last was over at closing
    time, and a stop after that is late. The clock is taken as if its last policy had promised
    this from its start.
    """
    selector = policies._selector
    history = fold(ticket, selector, since_epoch(reading.at, "at"))
    history.at = reading.at
    track = next(
        track
        for track in select_policies(selector, history)
        if any(policy is not None and policy.name == reading.policy for _, _, policy, _ in track)
    )
    clock = rerun(selector, track, history, reading).clock
    assert clock is not None  # One that has not started is not asked about.
    course = clock.course
    promise = course.promises[-1]
    promise.amount = Amount.of(length)
    due = course.project(promise, course.stopped)
    if due is None:
        return False
    stopped = reading.stopped_at
    return due <= history.now if stopped is None else due < stopped - EPOCH
