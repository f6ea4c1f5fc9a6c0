"""What the outlines of clocks consist of: rows of numbers, and of many such rows columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

__all__ = ["Clock", "Promised", "Row", "Stretch", "columns_of"]

# Where an instant of an outline is: a place among those of the ticket, or else one of these. From
# `SLOT` downwards it is an instant in a field of the ticket.
NOWHERE, RUNS_ON, SLOT = -1, -2, -16
# The number of real time among the hours.
REAL_TIME = 0
RUNNING, PAUSED, GAP, COUNTED, END = range(5)
KINDS: dict[str | None, int] = {
    "running": RUNNING,
    "paused": PAUSED,
    "gap": GAP,
    "counted": COUNTED,
    None: END,
}
NOTHING, LENGTH, RULE, AT = range(4)
MOVES = {None: 0, "next_open": 1, "previous_close": 2}


class Row(NamedTuple):
    """A stretch of a cycle as a promise counts it: where it starts, or began before hours changed.

    As the other classes here it has numbers, or of many such rows a column each.
    """

    kind: Any
    start: Any
    begin: Any
    hours: Any


class Stretch(NamedTuple):
    """A span of a cycle; `end` is nowhere while it lasts."""

    kind: Any
    start: Any
    end: Any


class Promised(NamedTuple):
    """What was promised for a clock: an amount, from where it counts, and in which hours.

    `hours` are those of its own time, which may be real, `open_hours` those of its calendar.
    `rows` to `rows_end` are its stretches, `spans` to `spans_end` those of its cycle. `ran_until`
    is up to where it is known what ran; a clock runs on where that is not known yet.
    """

    kind: Any
    length: Any
    origin: Any
    taken: Any
    since: Any
    until: Any
    next_open: Any
    hours: Any
    open_hours: Any
    rule: Any
    at: Any
    move: Any
    rows: Any
    rows_end: Any
    ended: Any
    stopped: Any
    ran_until: Any
    spans: Any
    spans_end: Any
    started: Any


class Clock(NamedTuple):
    """One reading: names by their numbers, and the promises from `first` to `last` that matter."""

    policy: Any
    metric: Any
    number: Any
    idle: Any
    amount: Any
    length: Any
    hours: Any
    first: Any
    last: Any
    stopped: Any
    cancelled: Any
    shown: Any
    target: Any


PARTS: tuple[Any, ...] = Clock, Promised, Row, Stretch


def columns_of(rows: Sequence[tuple[int, ...]], width: int) -> Any:
    """Return rows of numbers as columns."""
    return np.array(rows, np.int64).reshape(-1, width).T.copy()
