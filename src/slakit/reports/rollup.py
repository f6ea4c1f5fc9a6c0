"""Cells of a report -> coarser ones, which are exactly what they are made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import islice
from operator import iadd

from slakit.reports.attainment import Attainment
from slakit.reports.layout import Key
from slakit.reports.periods import Frequency, Period, periods_between

__all__ = ["filled", "rolled_up"]

MOST = 5_000


def rolled_up(
    cells: Mapping[Key, Attainment],
    places: Sequence[int],
    add: Callable[[Attainment, Attainment], object] = iadd,
) -> dict[Key, Attainment]:
    """Return cells put together by some parts of their keys, in the order of these.

    `add` says what is put together, by default all.
    """
    found: dict[Key, Attainment] = {}
    for key, cell in cells.items():
        short = tuple(key[place] for place in places)
        whole = found.get(short)
        if whole is None:
            whole = found[short] = Attainment()
        add(whole, cell)
    return {key: found[key] for key in sorted(found, key=in_order)}


def filled(found: Mapping[Key, Attainment], frequency: Frequency) -> dict[Period, Attainment]:
    """Return attainments by period, with those in between that have none.

    Where these were more than `MOST`, only those are there that have any.
    """
    starts = [start for (start,) in found if isinstance(start, date)]
    if not starts:
        return {}
    first, last = Period(frequency, min(starts)), Period(frequency, max(starts))
    # One date that is far off, such as 9999-12-31, does not make millions of periods.
    between = list(islice(periods_between(first, last), MOST + 1))
    if len(between) > MOST:
        between = [Period(frequency, start) for start in sorted(starts)]
    return {period: found.get((period.start,)) or Attainment() for period in between}


def in_order(key: Key) -> list[tuple[bool, str]]:
    """Return what sorts keys by their texts and dates, what is missing at the end."""
    return [(value is None, str(value)) for value in key]
