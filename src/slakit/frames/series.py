"""Columns of pandas, polars and pyarrow in questions: read exactly, answered in their own kind.

Everything else is a column of numpy. An aware datetime stands for a column of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo
from typing import Any, Literal, TypeAlias
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from slakit.calendars.zones import zone
from slakit.errors import AmountError, InstantError, TableError
from slakit.frames import columns as arrays
from slakit.frames.columns import NAT, Integers
from slakit.frames.native import Column, Flags, Instants, Lengths
from slakit.frames.native.foreign import (
    no_column_of_instants,
    times_of_series,
    zone_of_series,
)
from slakit.frames.native.instants import numpy_in_zone
from slakit.frames.native.libraries import library_of, library_of_column, narwhals, part_of, seen
from slakit.instants import MICROSECOND, UTC, since_epoch

__all__ = ["Zone", "answered_as", "read_counts", "read_instants", "read_lengths"]

Zone: TypeAlias = str | ZoneInfo | None
"""The zone of naive columns."""

UNITS: Mapping[str, Literal["M", "m"]] = {"instants": "M", "lengths": "m"}


def read_instants(values: Any, parameter: str, tz: Zone = None) -> Integers:
    """Return a column of instants as microseconds since 1970 in UTC; a wrong row is an error.

    `tz` is that of naive columns of a library; numpy's count in UTC.
    """
    library = library_of_column(values)
    if library is None:
        return read_array(values, parameter, tz)
    read = times_of_series(values, library, None if tz is None else zone(tz), parameter)
    if read is None:
        column = seen(values, library)
        if column.null_count() == len(column):  # Whatever its type is, it has none.
            return np.full(len(column), NAT)
        raise no_column_of_instants(column.dtype, parameter)
    if read.errors:
        row = min(read.errors)
        error = read.errors[row]
        error.parameter = f"{parameter}[{row}]"
        raise error
    return read.instants


def read_array(values: Any, parameter: str, tz: Zone) -> Integers:
    if isinstance(values, datetime):
        return np.array(since_epoch(values, parameter) // MICROSECOND)
    if isinstance(values, str):
        raise InstantError(
            f"{values!r} is a text, neither a column nor an instant",
            parameter=parameter,
            value=values,
            remedy="give a column, or an aware datetime",
        )
    if library := library_of(values):
        raise InstantError(
            f"a {type(values).__name__} of {library} is no column",
            parameter=parameter,
            value=type(values),
            remedy="give a column of it, such as a Series",
        )
    if tz is not None:
        raise numpy_in_zone(tz, parameter)
    return arrays.read_instants(values, parameter)


def read_lengths(values: Any, parameter: str) -> Integers:
    """Return a column of lengths of time as microseconds."""
    library = library_of_column(values)
    if library is None:
        return arrays.read_lengths(values, parameter)
    found = seen(values, library)
    if not isinstance(found.dtype, narwhals(library).Duration):
        raise AmountError(
            f"a column of {found.dtype} has no lengths of time",
            parameter=parameter,
            value=str(found.dtype),
            remedy='give a column of durations, or one amount such as "4h"',
        )
    return arrays.read_lengths(found.to_numpy(), parameter)


def read_counts(values: Any, parameter: str) -> Integers:
    """Return a column of whole numbers, `NAT` where there is none."""
    library = library_of_column(values)
    if library is None:
        return arrays.read_counts(values, parameter)
    found = seen(values, library)
    if not found.dtype.is_integer():
        raise AmountError(
            f"a column of {found.dtype} has no numbers of days",
            parameter=parameter,
            value=str(found.dtype),
            remedy="give a whole number, or a column of integers",
        )
    counts = arrays.read_counts(found.fill_null(0).to_numpy(), parameter)
    return np.where(found.is_null().to_numpy(), NAT, counts)


def answered_as(
    kind: Literal["instants", "lengths", "flags"],
    answers: NDArray[Any],
    columns: Sequence[Any],
    tz: Zone = None,
) -> Any:
    """Return answers as the kind of column that was asked about, the first of a library.

    Instants are told in the zone of the first column, which is `tz` where it is naive.
    """
    ours = [each for each in columns if library_of_column(each) is not None]
    if not ours:
        return answers if kind == "flags" else arrays.as_kind(answers, UNITS[kind], columns[0])
    like = ours[0]
    library = library_of_column(like)
    assert library is not None
    if library == "pandas":
        check_indexes(ours)
    answer: Column
    if kind == "flags":
        answer = Flags(answers, seen(like, library).is_null().to_numpy())
    elif kind == "lengths":
        answer = Lengths(answers)
    else:
        answer = Instants(answers, zone_to_tell_in(columns[0], tz))
    return part_of(library).series(answer, like)


def check_indexes(columns: Sequence[Any]) -> None:
    """Refuse columns of pandas whose rows are others, or stand in another order."""
    first = columns[0].index
    for each in columns[1:]:
        if library_of_column(each) == "pandas" and not first.equals(each.index):
            raise TableError(
                "the columns have different indexes",
                value=each.name,
                remedy="bring them together first, as in ends.reindex(starts.index)",
            )


def zone_to_tell_in(column: Any, tz: Zone) -> tzinfo:
    """Return the zone of a column of instants."""
    library = library_of_column(column)
    if library is None:
        return (column.tzinfo if isinstance(column, datetime) else None) or UTC
    found = zone_of_series(column, library)
    if found is None:
        assert tz is not None  # Or the column would have been refused.
        found = zone(tz)
    return found
