"""Columns of pandas, polars and pyarrow: what narwhals tells of all of them alike."""

from __future__ import annotations

from datetime import tzinfo
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from slakit.errors import InstantError
from slakit.frames.columns import COARSE, FINE
from slakit.frames.native.coding import Coded, coded_array, coded_values, without_missing
from slakit.frames.native.instants import (
    Read,
    instants_of_values,
    instants_of_walls,
    instants_within,
    naive_column,
)
from slakit.frames.native.libraries import Library, narwhals, part_of, seen
from slakit.frames.native.zones import zone_of
from slakit.instants import MICROSECOND, UTC, to_datetime

__all__ = [
    "coded_series",
    "coded_times",
    "instants_of_series",
    "no_column_of_instants",
    "times_of_series",
    "zone_of_series",
]


def times_of_series(column: Any, library: Library, zone: ZoneInfo | None, name: str) -> Read | None:
    """Return the instants of a column of datetimes, local ones by `zone`; None of any other."""
    found, nw = seen(column, library), narwhals(library)
    if not isinstance(found.dtype, nw.Datetime):
        return None
    if found.dtype.time_zone is not None:
        return instants_within(found.to_numpy(), name)
    if zone is None:
        raise naive_column(name)
    return instants_of_walls(found.to_numpy(), zone, name)


def instants_of_series(column: Any, library: Library, zone: ZoneInfo | None, name: str) -> Read:
    """Return the instants of a column of datetimes or texts, and the rows that are wrong."""
    times = times_of_series(column, library, zone, name)
    if times is not None:
        return times
    coded, nw, dtype = coded_series(column, library), narwhals(library), seen(column, library).dtype
    no_instants = nw.Boolean | nw.Date | nw.Duration | nw.Time | nw.List | nw.Struct
    if coded.values and (dtype.is_numeric() or isinstance(dtype, no_instants)):
        raise no_column_of_instants(dtype, name)
    return instants_of_values(coded, zone, name)


def no_column_of_instants(dtype: Any, name: str) -> InstantError:
    """Return the error of a column whose type can have none."""
    return InstantError(
        f"a column of {dtype} has no instants",
        parameter=name,
        value=str(dtype),
        remedy="give a column of datetimes, with their time of day",
    )


def zone_of_series(column: Any, library: Library) -> tzinfo | None:
    """Return the zone that the datetimes of a column are told in, None where they are naive."""
    if library == "pandas" and hasattr(column.dtype, "tz"):
        tz: tzinfo = column.dtype.tz
        # What pytz calls its zones is `zone`, and what zoneinfo calls them is `key`.
        name = getattr(tz, "key", None) or getattr(tz, "zone", None)
        return zone_of(name) if name else tz
    named = seen(column, library).dtype.time_zone
    return None if named is None else zone_of(named)


def coded_series(column: Any, library: Library) -> Coded:
    """Return the distinct values of a column as plain Python, and which of them each row has."""
    found, nw = seen(column, library), narwhals(library)
    dtype = found.dtype
    if isinstance(dtype, nw.Datetime):
        return coded_times(found.to_numpy(), zone_of_series(column, library))
    if isinstance(dtype, nw.Duration):
        return coded_times(found.to_numpy(), None)
    if isinstance(dtype, nw.Object | nw.Unknown | nw.List | nw.Array | nw.Struct | nw.Binary):
        return coded_values(found.to_list())
    return part_of(library).coded(found.to_native())


def coded_times(times: NDArray[Any], zone: tzinfo | None) -> Coded:
    """Return distinct datetimes in a zone, naive ones without it, or lengths of time."""
    times = times.astype(times.dtype.newbyteorder("="), copy=False)
    codes, values = coded_array(times.view(np.int64))
    return without_missing(codes, [plain(value, times.dtype, zone) for value in values])


def plain(value: int, dtype: np.dtype[Any], zone: tzinfo | None) -> Any:
    """Return a time as plain Python, or as it is where Python has no such value."""
    given = np.int64(value).view(dtype)
    unit, _ = np.datetime_data(dtype)
    number, rest = divmod(value * COARSE.get(unit, 1), FINE.get(unit, 1))
    if rest or np.isnat(given):
        return given
    try:
        length = number * MICROSECOND
        if dtype.kind == "m":
            return length
        found = to_datetime(length, zone or UTC)
    except OverflowError:
        return given
    return found if zone is not None else found.replace(tzinfo=None)
