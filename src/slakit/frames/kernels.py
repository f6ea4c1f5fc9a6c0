"""A table and columns within its years -> answers, chunk by chunk.

A chunk and what is calculated with it stay in the cache of a processor, so a row costs a few
nanoseconds; nothing is allocated on the way. Rows that a table has no answer to are left `NAT`.
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


class Scratch:
    """What the chunks of one thread are calculated with."""

    def __init__(self, rows: int) -> None:
        self.index, self.bound, self.count = (np.empty(rows, np.int64) for _ in range(3))
        self.flag = np.empty(rows, np.bool_)


Kernel = Callable[[Table, list[Integers], NDArray[Any], Scratch], None]


def run(
    kernel: Callable[[list[Integers], NDArray[Any], Scratch], None],
    columns: list[Integers],
    out: NDArray[Any],
    threads: int,
) -> None:
    """Fill `out` with a kernel's answers to rows within the years of the table it was given."""
    rows = len(out)
    size = CHUNK if threads == 1 else SHARED_CHUNK

    def share(first: int, last: int) -> None:
        scratch = Scratch(min(size, last - first))
        for start in range(first, last, size):
            part = slice(start, min(start + size, last))
            kernel([column[part] for column in columns], out[part], scratch)

    if threads == 1:
        share(0, rows)
        return
    edges = [rows * i // threads for i in range(threads + 1)]
    with ThreadPoolExecutor(threads) as pool:
        # The answers are none, but errors come out here.
        list(pool.map(share, edges[:-1], edges[1:]))


def place(table: Table, at: Integers, index: Integers) -> None:
    """Find the bins of instants."""
    np.right_shift(at, table.bins.width, out=index)
    np.subtract(index, table.bins.origin, out=index)


def count(table: Table, at: Integers, out: Integers, scratch: Scratch) -> None:
    """Count the open time that has passed at instants; at NaT it is `NAT`."""
    bins, index, bound = table.bins, scratch.index[: len(at)], scratch.bound[: len(at)]
    place(table, at, index)
    np.take(bins.low, index, out=bound, mode="clip")
    np.maximum(at, bound, out=out)
    np.take(bins.high, index, out=bound, mode="clip")
    np.minimum(out, bound, out=out)
    np.take(bins.base, index, out=bound, mode="clip")
    np.add(out, bound, out=out)
    if bins.crowded and (rows := unanswered(out, at)).size:
        out[rows] = table.count(at[rows])


def unanswered(out: Integers, *columns: Integers) -> NDArray[np.intp]:
    """Return the rows that have no answer and no NaT to be the reason of it."""
    # To look for the least is several times as fast as to look for all.
    if not out.size or out.min() != NAT:
        return np.empty(0, np.intp)
    missing = out == NAT
    for column in columns:
        missing &= column != NAT
    return np.flatnonzero(missing)


def elapsed(table: Table, columns: list[Integers], out: Integers, scratch: Scratch) -> None:
    """Count the open time from starts to ends."""
    starts, ends = columns
    begun = scratch.count[: len(out)]
    count(table, starts, begun, scratch)
    count(table, ends, out, scratch)
    missing = begun.min() == NAT or out.min() == NAT
    np.subtract(out, begun, out=out)
    if missing:
        out[(starts == NAT) | (ends == NAT)] = NAT


def add(table: Table, columns: list[Integers], out: Integers, scratch: Scratch) -> None:
    """Find the instants at which amounts of open time have passed since starts.

    The end of a positive amount is the end of its last open microsecond. Otherwise it is the
    beginning of the next one: 4.2 asks for the latest instant, and for an open one when the
    amount is zero.
    """
    starts, amounts = columns
    ends, index, found = table.ends, scratch.index[: len(out)], scratch.bound[: len(out)]
    after, counts = scratch.flag[: len(out)], scratch.count[: len(out)]
    count(table, starts, counts, scratch)
    np.add(counts, amounts, out=counts)
    np.greater(amounts, 0, out=after)
    np.subtract(counts, after, out=counts)
    np.right_shift(counts, ends.width, out=index)
    np.add(index, 1, out=index)
    np.take(ends.done, index, out=found, mode="clip")
    np.greater_equal(counts, found, out=after)
    np.add(index, index, out=index)
    np.add(index, after, out=index)
    np.take(ends.shifts, index, out=found, mode="clip")
    np.add(counts, found, out=out)
    np.add(out, np.greater(amounts, 0, out=after), out=out)
    if found.min() == NAT:
        out[found == NAT] = NAT


def is_open(
    table: Table, columns: list[Integers], out: NDArray[np.bool_], scratch: Scratch
) -> None:
    """Tell whether instants are open; NaT is not."""
    (at,) = columns
    bins, index, bound = table.bins, scratch.index[: len(at)], scratch.bound[: len(at)]
    before = scratch.flag[: len(at)]
    place(table, at, index)
    np.take(bins.low, index, out=bound, mode="clip")
    np.greater_equal(at, bound, out=out)
    np.take(bins.high, index, out=bound, mode="clip")
    np.less(at, bound, out=before)
    np.logical_and(out, before, out=out)
    if bins.crowded:
        np.take(bins.base, index, out=bound, mode="clip")
        if (rows := unanswered(bound, at)).size:
            out[rows] = table.is_open(at[rows])


def next_open(table: Table, columns: list[Integers], out: Integers, _: Scratch) -> None:
    """Find the first openings after instants."""
    (at,) = columns
    # A rank is within bounds, and to say so is to look at it but once.
    np.take(table.next_opens, table.openings(at), out=out, mode="clip")
    if at.min() == NAT:
        out[at == NAT] = NAT
