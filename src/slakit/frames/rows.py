"""What the kernels leave unanswered: rows asked of the calendar itself, and by wider tables.

Such are rows whose answer lies beyond the years of their column, a few rows of a column that is
wider than the horizon, and rows that are wrong: their error names them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from slakit.calendars.timeline import Timeline
from slakit.calendars.window import FIRST_YEAR, HORIZON_YEARS, LAST_YEAR, ZERO, year_of
from slakit.errors import SlakitError
from slakit.frames.columns import NAT, Integers
from slakit.frames.table import FAR, Table, Tables
from slakit.instants import MICROSECOND

__all__ = [
    "Rows",
    "one_add",
    "one_elapsed",
    "one_is_open",
    "one_next_open",
    "rest_of_add",
    "rest_of_next_open",
    "years_of",
]

Indices = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Rows:
    """Columns of a question about one calendar, and where the answers go.

    The first `instants` of the columns hold instants. `numbers` are what the caller knows the
    rows by, where these are some rows of a column.
    """

    timeline: Timeline
    columns: list[Integers]
    names: tuple[str, ...]
    instants: int
    out: NDArray[Any]
    numbers: Indices | None

    def part(self, rows: Indices) -> Rows:
        """Return some of the rows, with room for their answers."""
        return Rows(
            self.timeline,
            [column[rows] for column in self.columns],
            self.names,
            self.instants,
            np.empty(len(rows), self.out.dtype),
            rows if self.numbers is None else self.numbers[rows],
        )

    def ask(self, one: Callable[..., int], rows: Indices) -> None:
        """Answer some rows, one by one."""
        for row in rows.tolist():
            number = row if self.numbers is None else int(self.numbers[row])
            values = [timedelta(microseconds=int(column[row])) for column in self.columns]
            for name, moment in zip(self.names[: self.instants], values, strict=False):
                with named(f"{name}[{number}]"):
                    year_of(moment)
            with named(f"{self.names[0]}[{number}]"):
                self.out[row] = one(self.timeline, *values)


@contextmanager
def named(place: str) -> Iterator[None]:
    """Say of an error which row of which column it is about."""
    try:
        yield
    except SlakitError as error:
        error.parameter = place
        raise


def years_of(at: Integers) -> Integers:
    """Return the UTC years of instants, whatever years these are."""
    return at.view("M8[us]").astype("M8[Y]").astype(np.int64) + 1970


def one_elapsed(timeline: Timeline, start: timedelta, end: timedelta) -> int:
    """Ask a calendar for the open time between two instants."""
    return timeline.passed(start, end) // MICROSECOND


def one_add(timeline: Timeline, start: timedelta, amount: timedelta) -> int:
    """Ask a calendar for the instant to which an amount of open time leads."""
    if amount > ZERO:
        return timeline.forward(start, amount) // MICROSECOND
    if amount < ZERO:
        return timeline.backward(start, -amount) // MICROSECOND
    return timeline.roll_forward(start) // MICROSECOND


def one_is_open(timeline: Timeline, at: timedelta) -> int:
    """Ask a calendar whether an instant is open."""
    return timeline.is_open(at)


def one_next_open(timeline: Timeline, at: timedelta) -> int:
    """Ask a calendar for the opening after an instant; `NAT` if it never closes."""
    opening = timeline.edge_after(at, "opens")
    return NAT if opening is None else opening // MICROSECOND


def rest_of_add(rows: Rows, left: Indices, tables: Tables, table: Table) -> None:
    """Find the ends that lie beyond the table by widening it as far as they need."""
    starts, amounts = rows.columns
    while True:
        positive = amounts[left] > 0
        counts = table.count(starts[left]) + np.clip(amounts[left], -FAR, FAR) - positive
        found = table.instant(counts)
        known = found != NAT
        rows.out[left[known]] = found[known] + positive[known]
        left, counts = left[~known], counts[~known]
        if not left.size or (wider := widened(table, counts)) is None:
            break
        table = tables.cover(*wider)
    rows.ask(one_add, left)


def widened(table: Table, counts: Integers) -> tuple[int, int] | None:
    """Return the years in which counts may be that a table lacks; None if it may be no wider."""
    first, last = table.first_year, table.last_year
    room = HORIZON_YEARS - (last - first)
    # Half of what the hours so far let expect, as years are not alike and each one costs.
    a_year = 2 * table.total // (1 + last - first) + 1
    ahead, behind = int(counts.max()) - table.total, -int(counts.min())
    if ahead >= 0:
        step = min(1 + ahead // a_year, room, LAST_YEAR - last)
        last, room = last + step, room - step
    if behind > 0:
        first -= min(1 + behind // a_year, room, first - FIRST_YEAR)
    return None if (first, last) == (table.first_year, table.last_year) else (first, last)


def rest_of_next_open(rows: Rows, left: Indices, tables: Tables, table: Table) -> None:
    """Find the openings beyond the table: between a row and its end there is none.

    So rows of one year have one answer, or one error.
    """
    years = years_of(rows.columns[0][left])
    for year in np.unique(years):
        same = left[years == year]
        rows.ask(one_next_open, same[:1])
        rows.out[same] = rows.out[same[0]]
