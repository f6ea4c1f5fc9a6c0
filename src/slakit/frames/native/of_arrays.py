"""Columns of a mapping, which are numpy arrays or lists, and of any other library's columns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from slakit.errors import InstantError, TableError
from slakit.frames.columns import COARSE, FINE
from slakit.frames.native.coding import Coded, coded_array, coded_values
from slakit.frames.native.foreign import coded_times
from slakit.frames.native.instants import Read, instants_of_values, instants_within, numpy_in_zone
from slakit.frames.native.results import (
    Codes,
    Column,
    Flags,
    Instants,
    Lengths,
    Notices,
    Texts,
    Whole,
)
from slakit.instants import UTC

__all__ = ["checked", "coded", "instants", "table"]


def checked(column: Any, name: str, parameter: str) -> NDArray[Any] | list[Any]:
    """Return a column as an array or a list; raises `TableError` for what is none."""
    if isinstance(column, list | tuple):
        return list(column)
    if isinstance(column, np.ma.MaskedArray):
        raise TableError(
            "a masked array says twice what is missing",
            parameter=f"{parameter}[{name!r}]",
            value=type(column),
            remedy="fill it, as .filled(np.datetime64('NaT')) does",
        )
    if isinstance(column, np.ndarray) and column.ndim == 1:
        return column
    said = f"{column.ndim} dimensions" if isinstance(column, np.ndarray) else type(column).__name__
    raise TableError(
        f"{said!r} is no column",
        parameter=f"{parameter}[{name!r}]",
        value=type(column),
        remedy="give a list, or an array of one dimension",
    )


def instants(column: NDArray[Any] | list[Any], zone: ZoneInfo | None, name: str) -> Read:
    """Return the instants of a column; datetime64 and int64 count in UTC and have no zone."""
    if isinstance(column, np.ndarray) and column.dtype.kind in "Mi":
        if zone is not None and zone.key != "UTC":
            raise numpy_in_zone(zone, name)
        return instants_within(column, name)
    values = coded(column)
    if isinstance(column, np.ndarray) and column.dtype.kind not in "UO" and values.values:
        raise InstantError(
            f"a column of {column.dtype} has no instants",
            parameter=name,
            value=column.dtype,
            remedy="give datetime64 in UTC, datetimes with a time zone, or ISO 8601 texts",
        )
    return instants_of_values(values, zone, name)


def coded(column: NDArray[Any] | list[Any]) -> Coded:
    """Return the distinct values of a column as plain Python, and which of them each row has."""
    if not isinstance(column, np.ndarray):
        return coded_values(column)
    if column.dtype.kind in "Mm" and np.datetime_data(column.dtype)[0] in COARSE | FINE:
        return coded_times(column, UTC if column.dtype.kind == "M" else None)
    return coded_array(column)


def table(columns: Mapping[str, Column]) -> dict[str, NDArray[Any]]:
    """Return columns of an answer as arrays: instants in UTC, texts and lists as objects."""
    return {name: array_of(column) for name, column in columns.items()}


def array_of(column: Column) -> NDArray[Any]:
    match column:
        case Instants():
            return column.numbers.view("M8[us]")
        case Lengths():
            return column.numbers.view("m8[us]")
        case Codes() | Texts():
            # The code of no text is the last one, where it is found by -1.
            texts: NDArray[Any] = np.array([*column.values, None], object).take(column.codes)
            return texts
        case Whole():
            return column.numbers
        case Flags():
            return column.flags
        case Notices():
            return np.fromiter(column.rows(), object, len(column.offsets) - 1)
