"""Columns of instants and lengths -> int64 microseconds, exactly, and back."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from slakit.errors import AmountError, InstantError, SlakitError
from slakit.instants import EPOCH, MICROSECOND

__all__ = [
    "NAT",
    "Integers",
    "as_kind",
    "instant_number",
    "read_counts",
    "read_instants",
    "read_lengths",
]

Integers = NDArray[np.int64]

# What numpy means by NaT, and so what a column of integers has for "no value".
NAT = np.iinfo(np.int64).min
MICRO = 10**6
# How many microseconds a unit has, and of finer ones how many a microsecond has. Coarser ones are
# dates, and no instants.
COARSE = {"h": 3600 * MICRO, "m": 60 * MICRO, "s": MICRO, "ms": 1000, "us": 1}
FINE = {"ns": 1000, "ps": MICRO, "fs": 1000 * MICRO}


def instant_number(at: datetime | None) -> int:
    """Return an instant as a number of a column."""
    return NAT if at is None else (at - EPOCH) // MICROSECOND


def read_instants(values: Any, parameter: str) -> Integers:
    """Return a column of instants in UTC as microseconds since 1970, NaT as `NAT`."""
    column = np.asanyarray(values)
    if column.dtype.kind not in "Mi":
        raise InstantError(
            f"a column of {column.dtype} has no instants",
            parameter=parameter,
            value=column.dtype,
            remedy="give datetime64 in UTC, or int64 microseconds since 1970 in UTC",
        )
    return read_column(column, parameter, InstantError)


def read_lengths(values: Any, parameter: str) -> Integers:
    """Return a column of lengths of time as microseconds, NaT as `NAT`."""
    column = np.asanyarray(values)
    if column.dtype.kind not in "mi":
        raise AmountError(
            f"a column of {column.dtype} has no lengths of time",
            parameter=parameter,
            value=column.dtype,
            remedy='give timedelta64, int64 microseconds, or one amount such as "4h"',
        )
    return read_column(column, parameter, AmountError)


def read_counts(values: Any, parameter: str) -> Integers:
    """Return a column of whole numbers as int64; of these the least is `NAT`."""
    column = np.asarray(values)
    if column.dtype.kind not in "iu" or not np.can_cast(column.dtype, np.int64):
        raise AmountError(
            f"a column of {column.dtype} has no numbers of days",
            parameter=parameter,
            value=column.dtype,
            remedy="give a whole number, or a column of int64",
        )
    if column.ndim > 1:
        raise no_column(column, parameter, AmountError)
    return column.astype(np.int64, copy=False)


def no_column(column: NDArray[Any], parameter: str, error: type[SlakitError]) -> SlakitError:
    """Return the error of a table where a column is wanted."""
    return error(
        f"{column.ndim} dimensions are no column",
        parameter=parameter,
        value=column.shape,
        remedy="give one dimension, as .ravel() does",
    )


def read_column(column: NDArray[Any], parameter: str, error: type[SlakitError]) -> Integers:
    """Return a column of integers, or of one of numpy's two kinds of time, as microseconds."""
    if isinstance(column, np.ma.MaskedArray):
        raise error(
            "a masked array says twice what is missing",
            parameter=parameter,
            value=type(column),
            remedy=f"fill it, as .filled(np.{column.dtype.type.__name__}('NaT')) does",
        )
    if column.ndim > 1:
        raise no_column(column, parameter, error)
    if column.dtype.kind == "i":
        if column.dtype.itemsize != 8:
            raise error(
                f"{column.dtype} is too small for microseconds",
                parameter=parameter,
                value=column.dtype,
                remedy="give int64 microseconds",
            )
        return column.astype(np.int64, copy=False)
    unit, step = np.datetime_data(column.dtype)
    if step != 1 or not (unit in COARSE or unit in FINE):
        raise error(
            f"{column.dtype} does not count hours, minutes, seconds or a decimal part of them",
            parameter=parameter,
            value=column.dtype,
            remedy=f'say on purpose what it means, as .astype("{column.dtype.kind}8[us]") does',
        )
    native = column.astype(column.dtype.newbyteorder("="), copy=False)
    numbers = native.view(np.int64)
    if unit == "us":
        return numbers
    missing = numbers == NAT
    if unit in FINE:
        whole, rest = np.divmod(numbers, FINE[unit])
        wrong, said = rest != 0, "is finer than a microsecond"
        remedy = f'round it on purpose, as .astype("{column.dtype.kind}8[us]") does'
    else:
        each = COARSE[unit]
        whole = numbers * each
        # A product out of range wraps around, and does not lead back.
        wrong, said = whole // each != numbers, "is too far for microseconds"
        remedy = "look for a placeholder such as 9999-12-31 and leave it out"
    wrong &= ~missing
    if wrong.any():
        row = int(wrong.argmax())
        value = native.reshape(-1)[row]
        raise error(f"{value} {said}", parameter=f"{parameter}[{row}]", value=value, remedy=remedy)
    return np.where(missing, NAT, whole)


def as_kind(numbers: Integers, kind: Literal["M", "m"], like: Any) -> NDArray[Any]:
    """Return microseconds as integers where the question had integers, else with their unit."""
    return numbers if np.asarray(like).dtype.kind == "i" else numbers.view(f"{kind}8[us]")
