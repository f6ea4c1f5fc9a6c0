"""Warnings and escalations of many clocks: when each falls.

What `slakit.evaluation.alerts` is to one clock, in columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from slakit.frames.columns import NAT, Integers
from slakit.frames.evaluating.layout import LENGTH, REAL_TIME
from slakit.frames.evaluating.promises import Promises
from slakit.instants import MICROSECOND
from slakit.policies.alerts import Alert
from slakit.policies.select import CompiledTarget

__all__ = ["Told", "alert_instants"]


class Told(NamedTuple):
    """The warnings of one target, and then its escalations, for the clocks that stand in `rows`.

    For each alert there are the instants at which it falls, and whether it has passed.
    """

    target: CompiledTarget
    rows: Integers
    instants: list[Integers]
    passed: list[NDArray[np.bool_]]


def alert_instants(
    promises: Promises, alerts: Sequence[Alert], rows: Integers, due: Integers
) -> list[Integers]:
    """Return when each alert of some clocks falls if nothing else happens, `NAT` if never.

    `due` are the due times of these clocks.
    """
    return [fall(promises, alert, rows, due) for alert in alerts]


def fall(promises: Promises, alert: Alert, rows: Integers, due: Integers) -> Integers:
    said, hours, offset = promises.said, promises.book.hours, alert.offset
    out = np.full(len(rows), NAT)
    open_hours = said.open_hours[rows]
    there = due != NAT
    if offset.percent is not None:
        by_length = np.flatnonzero(said.kind[rows] == LENGTH)
        some = rows[by_length]
        shares = part(said.length[some], offset.percent)
        out[by_length], _ = promises.project(some, promises.stopped[some], shares)
        by_rule = np.flatnonzero((said.kind[rows] != LENGTH) & there)
        origin, of = promises.origin[rows[by_rule]], open_hours[by_rule]
        lengths = hours.passed(of, origin, due[by_rule])
        shares = part(lengths, offset.percent)
        out[by_rule] = np.where(lengths > 0, hours.forward(of, origin, shares), due[by_rule])
        promises.known[rows[by_rule[(lengths == NAT) | (out[by_rule] == NAT)]]] = False
    elif offset.length is not None:
        length = np.full(len(rows), offset.length // MICROSECOND)
        of = np.where((said.hours[rows] == REAL_TIME) | offset.wall, REAL_TIME, open_hours)
        some = np.flatnonzero(there)
        of, length, start = of[some], length[some], due[some]
        if offset.length > 0 * MICROSECOND:
            out[some] = hours.forward(of, start, length)
        elif offset.length < 0 * MICROSECOND:
            out[some] = hours.backward(of, start, -length)
        else:
            out[some] = start
        promises.known[rows[some[out[some] == NAT]]] = False
    if alert.only_when_open:
        some = np.flatnonzero(out != NAT)
        out[some] = hours.roll_forward(open_hours[some], out[some])
        promises.known[rows[some[out[some] == NAT]]] = False
    return out


def part(lengths: Integers, percent: Fraction) -> Integers:
    """Return shares, rounded up to the next microsecond, before which so much has not passed."""
    whole = percent.denominator * 100
    if int(np.abs(lengths).max(initial=0)) < (1 << 62) // percent.numerator:
        found: Integers = -(-(lengths * percent.numerator) // whole)
        return found
    exact = [-(-(length * percent.numerator) // whole) for length in lengths.tolist()]
    return np.array(exact, np.int64)
