"""A table and columns within its years -> answers, chunk by chunk.

A chunk and what is calculated with it stay in the cache of a processor, so a row costs a few
nanoseconds. Rows that a table has no answer to are left `NAT`.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from numpy.typing import NDArray

from slakit.frames.columns import NAT, Integers
from slakit.frames.table import Table

__all__ = ["Kernel", "add", "elapsed", "is_open", "next_open", "run"]

CHUNK = 16_384
# Threads wait for each other between chunks, so theirs are longer.
SHARED_CHUNK = 65_536

Kernel = Callable[[Table, list[Integers], NDArray[Any]], None]


def run(
    kernel: Callable[[list[Integers], NDArray[Any]], None],
    columns: list[Integers],
    out: NDArray[Any],
    threads: int,
) -> None:
    """Fill `out` with a kernel's answers to rows within the years of the table it was given."""
    rows = len(out)
    size = CHUNK if threads == 1 else SHARED_CHUNK

    def share(first: int, last: int) -> None:
        for start in range(first, last, size):
            part = slice(start, min(start + size, last))
            kernel([column[part] for column in columns], out[part])

    if threads == 1:
        share(0, rows)
        return
    edges = [rows * i // threads for i in range(threads + 1)]
    with ThreadPoolExecutor(threads) as pool:
        # The answers are none, but errors come out here.
        list(pool.map(share, edges[:-1], edges[1:]))


def unanswered(out: Integers, *columns: Integers) -> NDArray[np.intp]:
    """Return the rows that have no answer and no NaT to be the reason of it."""
    # To look for the least is several times as fast as to look for all.
    if not out.size or out.min() != NAT:
        return np.empty(0, np.intp)
    missing = out == NAT
    for column in columns:
        missing &= column != NAT
    return np.flatnonzero(missing)


def leave_missing(out: Integers, *columns: Integers) -> None:
    """Answer NaT with NaT."""
    for column in columns:
        if column.min() == NAT:
            out[column == NAT] = NAT


def elapsed(table: Table, columns: list[Integers], out: Integers) -> None:
    """Count the open time from starts to ends."""
    starts, ends = columns
    np.subtract(table.count(ends), table.count(starts), out=out)
    leave_missing(out, starts, ends)


def add(table: Table, columns: list[Integers], out: Integers) -> None:
    """Find the instants at which amounts of open time have passed since starts.

    The end of a positive amount is the end of its last open microsecond. Otherwise it is the
    beginning of the next one: 4.2 asks for the latest instant, and for an open one when the
    amount is zero.
    """
    starts, amounts = columns
    after = amounts > 0
    counts = table.count(starts)
    counts += amounts
    counts -= after
    found = table.instant(counts)
    np.add(found, after, out=out)
    leave_missing(out, starts, amounts, found)


def is_open(table: Table, columns: list[Integers], out: NDArray[np.bool_]) -> None:
    """Tell whether instants are open; NaT is before all openings, and so is not."""
    (at,) = columns
    out[:] = table.is_open(at)


def next_open(table: Table, columns: list[Integers], out: Integers) -> None:
    """Find the first openings after instants."""
    (at,) = columns
    out[:] = table.next_open(at)
    leave_missing(out, at)
