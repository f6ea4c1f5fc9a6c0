"""Columns of values -> the distinct ones, and which of them each row has."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import count
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from slakit.frames.columns import Integers
from slakit.instants import EPOCH, plain_datetime

__all__ = ["Coded", "coded_array", "coded_values", "tidied", "without_missing"]

PLAIN = {str, int, float, bool, Decimal, datetime, date}


class Coded(NamedTuple):
    """For each row the place of its value among the distinct ones, -1 where it has none."""

    codes: Integers
    values: list[Any]


def coded_values(values: Sequence[Any]) -> Coded:
    """Return which rows of a list have the same value; None, NaN and NaT are missing.

    Values of different types are different ones: True is not 1, and 1 is not 1.0.
    """
    kinds = set(map(type, values)) - {type(None)}
    if not kinds <= PLAIN:
        values = [*map(plain, values)]
    keys: Iterable[Hashable] = values if kinds <= {str} else map(key_of, values)
    places: defaultdict[Hashable, int] = defaultdict(count().__next__)
    codes = np.fromiter(map(places.__getitem__, keys), np.int64, len(values))
    # Places are in the order of first appearance, so the first row of each is where it grew.
    first = np.full(len(places), len(values), np.int64)
    np.minimum.at(first, codes, np.arange(len(values), dtype=np.int64))
    distinct = [values[row] for row in first.tolist()]
    return without_missing(codes, distinct)


def coded_array(column: NDArray[Any]) -> Coded:
    """Return which rows of an array have the same value."""
    if column.dtype.kind not in "iufb":
        return coded_values(column.tolist())
    values, codes = np.unique(column, return_inverse=True)
    return without_missing(codes.astype(np.int64, copy=False), values.tolist())


def tidied(coded: Coded) -> Coded:
    """Return values once each and none of them missing, as a foreign dictionary need not be."""
    again, values = coded_values(coded.values)
    # The code of no value is the last one, where it is found by -1.
    return Coded(np.append(again, -1)[coded.codes], values)


def plain(value: Any) -> Any:
    """Return what numpy and pandas have instead of a plain value as that, if it is the same."""
    if isinstance(value, np.generic):
        # Its times have no zone, and may be finer than any plain one.
        return value if value.dtype.kind in "Mm" else value.item()
    if isinstance(value, datetime) and value == value and not getattr(value, "nanosecond", 0):
        return plain_datetime(value, "")
    return value


def key_of(value: Any) -> Hashable:
    """Return what is equal for the same value of the same type, and for no other."""
    if isinstance(value, datetime) and value.tzinfo is not None and value == value:
        # In one zone, datetimes are equal by what the clock shows, which it may show twice; and
        # the texts of one instant in two zones are not the same.
        return datetime, value - EPOCH, value.utcoffset()
    try:
        hash(value)
    except (TypeError, ValueError):
        # A list or a mapping is its own value, and refused by whoever asked for a plain one.
        return id(value)
    return type(value), value


def without_missing(codes: Integers, values: list[Any]) -> Coded:
    """Return the code -1 for rows whose value is None, NaN or NaT."""
    missing = np.fromiter(map(is_missing, values), np.bool_, len(values))
    if not missing.any():
        return Coded(codes, values)
    places = np.where(missing, -1, np.cumsum(~missing) - 1)
    kept = [value for value, gone in zip(values, missing.tolist(), strict=True) if not gone]
    return Coded(places[codes], kept)


def is_missing(value: Any) -> bool:
    if value is None:
        return True
    if isinstance(value, str | bytes | int):
        return False
    pandas = sys.modules.get("pandas")
    if pandas is not None and value is pandas.NA:
        return True
    # NaN and NaT are what does not equal itself, whichever library they are of.
    try:
        return bool(value != value)
    except (ArithmeticError, TypeError, ValueError):
        return False
