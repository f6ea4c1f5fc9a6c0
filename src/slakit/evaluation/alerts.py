"""Warnings and escalations of a clock: the instants at which somebody should act."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from fractions import Fraction

from slakit.calendars.due import add_wall
from slakit.errors import HorizonError
from slakit.evaluation.due import Course
from slakit.evaluation.promise import Promise
from slakit.instants import MICROSECOND
from slakit.policies.alerts import Alert

__all__ = ["alert_instants"]

ZERO = timedelta(0)


def alert_instants(
    course: Course,
    promise: Promise,
    alerts: Iterable[Alert],
    due: timedelta | None,
) -> list[timedelta | None]:
    """Return when each alert falls if nothing else happens; None where that cannot be told.

    A pause hides it, or it lies beyond the horizon of the calendar.
    """
    instants: list[timedelta | None] = []
    for alert in alerts:
        try:
            instants.append(instant(course, promise, alert, due))
        except HorizonError:
            # The verdict needs no warning: what is promised for a day in the next century can
            # be told, where half of the open time until then cannot be counted.
            instants.append(None)
    return instants


def instant(
    course: Course, promise: Promise, alert: Alert, due: timedelta | None
) -> timedelta | None:
    timeline, offset = course.hours(promise), alert.offset
    amount = promise.amount
    if amount is not None and amount.length is not None and offset.percent is not None:
        share = part(amount.length, offset.percent)
        moment = course.project(promise, course.stopped, share)
    elif due is None:
        return None
    elif offset.percent is not None:
        # Of a rule, the part is one of the open time between start and due.
        length = timeline.passed(promise.origin, due)
        share = part(length, offset.percent)
        moment = timeline.forward(promise.origin, share) if length > ZERO else due
    elif offset.length is None:
        return None
    elif offset.wall or promise.real_time:
        moment = add_wall(due, offset.length)
    elif offset.length > ZERO:
        moment = timeline.forward(due, offset.length)
    elif offset.length < ZERO:
        moment = timeline.backward(due, -offset.length)
    else:
        moment = due
    if moment is not None and alert.only_when_open:
        return timeline.roll_forward(moment)
    return moment


def part(length: timedelta, percent: Fraction) -> timedelta:
    """Return a share, rounded up to the next microsecond, before which so much has not passed."""
    # In whole microseconds, because a product of a length and a numerator may be too long for one.
    product = length // MICROSECOND * percent.numerator
    return -(-product // (percent.denominator * 100)) * MICROSECOND
