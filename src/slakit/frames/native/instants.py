"""Columns of times as other libraries have them -> microseconds in UTC, and what is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from slakit.adapters.times import iso_reader
from slakit.calendars.window import FIRST_YEAR, LAST_YEAR, year_of, year_start
from slakit.errors import InstantError, NaiveDatetimeError, SlakitError
from slakit.frames.columns import COARSE, FINE, NAT, Integers, read_column
from slakit.frames.native.coding import Coded
from slakit.frames.native.iso import iso_instants
from slakit.frames.native.wall import walls_to_utc
from slakit.instants import MICROSECOND, since_epoch

__all__ = [
    "Read",
    "instants_of_values",
    "instants_of_walls",
    "instants_within",
    "naive_column",
    "numpy_in_zone",
]

FIRST = year_start(FIRST_YEAR) // MICROSECOND
EXAMPLE = "2024-05-06T09:00:00Z"
BEYOND = year_start(LAST_YEAR + 1) // MICROSECOND


class Read(NamedTuple):
    """Instants as microseconds since 1970 in UTC, and for each row that is wrong its error.

    A row without a value and a wrong one are both `NAT`.
    """

    instants: Integers
    errors: dict[int, SlakitError]


def instants_within(column: NDArray[Any], name: str) -> Read:
    """Read a column of datetime64 or of microseconds, in UTC or all in one zone."""
    try:
        numbers, errors = read_column(column, name, InstantError), dict[int, SlakitError]()
    except InstantError as error:
        if error.parameter == name:  # It is wrong as a whole, and no row of it.
            raise
        numbers, errors = without_inexact(column, name)
    wrong = (numbers != NAT) & ((numbers < FIRST) | (numbers >= BEYOND))
    if wrong.any():
        numbers = numbers.copy()
        for row in np.flatnonzero(wrong).tolist():
            try:
                year_of(timedelta(microseconds=int(numbers[row])), name)
            except InstantError as error:
                errors[row] = error
        numbers[wrong] = NAT
    return Read(numbers, errors)


def without_inexact(column: NDArray[Any], name: str) -> Read:
    """Read the rows that are whole microseconds, and tell of each other one what it is."""
    column = column.astype(column.dtype.newbyteorder("="))
    numbers = column.view(np.int64)
    unit, _ = np.datetime_data(column.dtype)
    if unit in FINE:
        wrong = numbers % FINE[unit] != 0
    else:
        most = np.iinfo(np.int64).max // COARSE[unit]
        wrong = (numbers > most) | (numbers < -most)
    wrong &= numbers != NAT
    errors = dict[int, SlakitError]()
    for row in np.flatnonzero(wrong).tolist():
        try:
            read_column(column[row : row + 1], name, InstantError)
        except InstantError as error:
            error.parameter = name
            errors[row] = error
    exact = column.copy()
    exact.view(np.int64)[wrong] = NAT
    return Read(read_column(exact, name, InstantError), errors)


def instants_of_walls(column: NDArray[Any], zone: ZoneInfo, name: str) -> Read:
    """Read a column of datetime64 that holds the wall time of a zone."""
    walls, errors = instants_within(column, name)
    return Read(walls_to_utc(walls, zone), errors)


def naive_column(name: str) -> NaiveDatetimeError:
    """Return the error of a column of local times where nobody has said of which zone."""
    return NaiveDatetimeError(
        "these times have no time zone",
        parameter=name,
        value=name,
        remedy='say which one they are in, as in tz="Europe/Madrid"',
    )


def numpy_in_zone(zone: Any, name: str) -> InstantError:
    """Return the error of an array of numpy where a zone is given, which would not be heeded."""
    return InstantError(
        "numpy has no zones, and its instants count in UTC",
        parameter=name,
        value=zone,
        remedy="leave out tz=, or give local times as a column of pandas, polars or pyarrow",
    )


def instants_of_values(coded: Coded, zone: ZoneInfo | None, name: str) -> Read:
    """Read texts and datetimes, each distinct one once; an empty text is no value."""
    numbers, errors = read_values(coded.values, zone, name)
    instants = np.append(numbers, NAT)[coded.codes]
    if not errors:
        return Read(instants, {})
    wrong = np.zeros(len(numbers) + 1, np.bool_)
    wrong[list(errors)] = True
    rows = np.flatnonzero(wrong[coded.codes])
    codes = coded.codes[rows].tolist()
    return Read(
        instants, {row: errors[code] for row, code in zip(rows.tolist(), codes, strict=True)}
    )


def read_values(values: Sequence[Any], zone: ZoneInfo | None, name: str) -> Read:
    numbers = iso_instants([each if type(each) is str else "" for each in values], zone)
    numbers[(numbers < FIRST) | (numbers >= BEYOND)] = NAT
    read, errors = iso_reader(zone), dict[int, SlakitError]()
    for place in np.flatnonzero(numbers == NAT).tolist():
        value = values[place]
        try:
            if isinstance(value, str):
                if value:
                    numbers[place] = within(read(value, name), name)
            elif isinstance(value, datetime) and value.tzinfo is None and zone is not None:
                numbers[place] = within(value.replace(tzinfo=zone, fold=0), name)
            else:
                numbers[place] = within(value, name)
        except NaiveDatetimeError as error:
            error.remedy = naive_column(name).remedy
            errors[place] = error
        except SlakitError as error:
            errors[place] = error
    return Read(numbers, errors)


def within(value: datetime, name: str) -> int:
    moment = since_epoch(value, name)
    year_of(moment, name)
    return moment // MICROSECOND
