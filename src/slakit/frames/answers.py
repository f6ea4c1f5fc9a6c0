"""A question and its columns -> answers, whatever calendars and years the rows have."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from slakit.calendars import Calendar
from slakit.calendars.timeline import Timeline
from slakit.calendars.window import FIRST_YEAR, HORIZON_YEARS, LAST_YEAR
from slakit.errors import CalendarError, TableError
from slakit.frames.columns import NAT, Integers
from slakit.frames.kernels import Kernel, run, unanswered
from slakit.frames.rows import Indices, Rows, years_of
from slakit.frames.table import Table, Tables

__all__ = ["ByTable", "Question", "answer", "tables_of"]

# Calendars of one content share a timeline, and so a table; it lives as long as the timeline.
_TABLES: WeakKeyDictionary[Timeline, Tables] = WeakKeyDictionary()
_TABLES_LOCK = threading.Lock()


class Question(NamedTuple):
    """Who answers rows of one calendar, and what their columns are; the first hold instants."""

    fill: Callable[[Rows, int], None]
    names: tuple[str, ...]
    instants: int
    dtype: type[np.int64] | type[np.bool_]


def answer(
    question: Question,
    calendar: Calendar | Sequence[Calendar],
    columns: Sequence[Integers],
    which: Any,
    threads: int,
) -> NDArray[Any]:
    """Return the answers of all rows, each by its calendar."""
    if not isinstance(threads, int) or threads < 1:
        raise TableError(
            f"{threads!r} is no number of threads",
            parameter="threads",
            value=threads,
            remedy="give 1 or more",
        )
    columns = equally_long(question.names, columns)
    out = np.empty(len(columns[0]), question.dtype)
    calendars, choice = chosen(calendar, which, len(out))
    if choice is None:
        timeline = calendars[0]._timeline
        everything = Rows(timeline, columns, question.names, question.instants, out, None)
        question.fill(everything, threads)
        return out
    for i, each in enumerate(calendars):
        rows = np.flatnonzero(choice == i)
        whole = Rows(each._timeline, columns, question.names, question.instants, out, None)
        part = whole.part(rows)
        question.fill(part, threads)
        out[rows] = part.out
    return out


def equally_long(names: tuple[str, ...], columns: Sequence[Integers]) -> list[Integers]:
    """Return columns of one length; a single value is that of every row."""
    lengths = {column.size for column in columns if column.ndim}
    if len(lengths) > 1:
        told = ", ".join(f"{column.size} {n}" for n, column in zip(names, columns, strict=True))
        raise TableError(
            f"the columns have different lengths: {told}",
            parameter=names[-1],
            value=sorted(lengths),
            remedy="give columns of the same rows",
        )
    length = lengths.pop() if lengths else 1
    return [np.ascontiguousarray(np.broadcast_to(column, length)) for column in columns]


def chosen(
    calendar: Calendar | Sequence[Calendar], which: Any, length: int
) -> tuple[Sequence[Calendar], NDArray[np.intp] | None]:
    """Return the calendars, and for each row the place of its own; None if there is but one."""
    if isinstance(calendar, Calendar):
        if which is None:
            return [calendar], None
        calendars: Sequence[Calendar] | None = None
    else:
        calendars = listed(calendar)
    if calendars is None or which is None:
        raise CalendarError(
            "one calendar is for every row, and several need `which`",
            parameter="which",
            value=which,
            remedy="give a calendar alone, or a list of calendars and for each row a place in it",
        )
    choice = np.asarray(which)
    if choice.dtype.kind not in "iu" or choice.shape != (length,):
        raise TableError(
            f"{choice.dtype} of shape {choice.shape} is no column of {length} places in a list",
            parameter="which",
            value=choice.dtype,
            remedy="give a whole number for each row",
        )
    if (bad := np.flatnonzero((choice < 0) | (choice >= len(calendars)))).size:
        raise TableError(
            f"there is no calendar {choice[bad[0]]}, only {len(calendars)} of them",
            parameter=f"which[{bad[0]}]",
            value=int(choice[bad[0]]),
            remedy="count from 0",
        )
    return calendars, choice


def listed(calendars: Any) -> Sequence[Calendar]:
    """Return several calendars; refuse what is none."""
    several = isinstance(calendars, Sequence) and not isinstance(calendars, str)
    for place, each in enumerate(calendars if several else [calendars]):
        if not isinstance(each, Calendar):
            raise CalendarError(
                f"{each!r} is no calendar",
                parameter=f"calendar[{place}]" if several else "calendar",
                value=each,
                remedy="give a BusinessCalendar, or a list of calendars with `which`",
            )
    found: Sequence[Calendar] = calendars
    return found


@dataclass(frozen=True, slots=True)
class ByTable:
    """Answers rows by a table of their years: all at once, one by one, and what it leaves."""

    kernel: Kernel
    one: Callable[..., int]
    rest: Callable[[Rows, Indices, Tables, Table], None] | None = None

    def __call__(self, rows: Rows, threads: int) -> None:
        """Answer rows of one calendar."""
        instants = rows.columns[: rows.instants]
        extents = [extent for column in instants if (extent := extent_of(column)) is not None]
        if not extents:
            # No row has all of its instants, whatever else it has.
            rows.out[:] = NAT if rows.out.dtype == np.int64 else False
            return
        first, last = years_of(np.array([min(e[0] for e in extents), max(e[1] for e in extents)]))
        if first < FIRST_YEAR or last > LAST_YEAR or last - first > HORIZON_YEARS:
            self.fill_wide(rows, threads)
            return
        tables = tables_of(rows.timeline)
        table = tables.cover(int(first), int(last))
        run(partial(self.kernel, table), rows.columns, rows.out, threads)
        if self.rest is not None and (left := unanswered(rows.out, *rows.columns)).size:
            self.rest(rows, left, tables, table)

    def fill_wide(self, rows: Rows, threads: int) -> None:
        """Answer rows of more years than a table may have: the middle ones by a table.

        Such a column has placeholders such as 1900-01-01 in it, and these are few.
        """
        instants = rows.columns[: rows.instants]
        known = np.concatenate([column[column != NAT] for column in instants])
        middle = np.median(years_of(known))
        first = int(np.clip(middle - HORIZON_YEARS // 2, FIRST_YEAR, LAST_YEAR))
        inside = np.ones(len(rows.out), np.bool_)
        missing = np.zeros(len(rows.out), np.bool_)
        for column in rows.columns:
            missing |= column == NAT
        for column in instants:
            years = years_of(column)
            inside &= (first <= years) & (years <= min(first + HORIZON_YEARS, LAST_YEAR))
        rows.ask(self.one, np.flatnonzero(~inside & ~missing))
        rows.out[missing] = NAT if rows.out.dtype == np.int64 else False
        kept = np.flatnonzero(inside & ~missing)
        part = rows.part(kept)
        self(part, threads)
        rows.out[kept] = part.out


def extent_of(column: Integers) -> tuple[int, int] | None:
    """Return the least and the greatest value of a column, None where there is none."""
    if not column.size:
        return None
    low, high = int(column.min()), int(column.max())
    if low == NAT:
        column = column[column != NAT]
        if not column.size:
            return None
        low = int(column.min())
    return low, high


def tables_of(timeline: Timeline) -> Tables:
    """Return the tables of a calendar's content."""
    with _TABLES_LOCK:
        tables = _TABLES.get(timeline)
        if tables is None:
            tables = _TABLES[timeline] = Tables(timeline.source)
    return tables
