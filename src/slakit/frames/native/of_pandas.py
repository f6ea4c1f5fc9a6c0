"""What has to be said of pandas by itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from slakit.frames.native.coding import Coded, coded_values, tidied
from slakit.frames.native.libraries import part_of
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

__all__ = ["coded", "series", "table"]


def coded(series: pd.Series) -> Coded:
    """Return the distinct values of a column that holds neither times nor objects."""
    if isinstance(series.dtype, pd.CategoricalDtype):
        codes, values = series.cat.codes.to_numpy(), series.cat.categories
        return tidied(Coded(codes.astype(np.int64), values.tolist()))
    if series.dtype == object:
        # It may hold anything, whatever its first values look like.
        return coded_values(series.tolist())
    if isinstance(series.dtype, pd.ArrowDtype):
        # What is missing within a dictionary or beside NaN is known to pyarrow alone.
        return part_of("pyarrow").coded(series.array.__arrow_array__())
    codes, values = pd.factorize(series)
    return Coded(codes.astype(np.int64, copy=False), values.tolist())


def series(column: Column, like: pd.Series) -> pd.Series:
    """Return a column of an answer with the index and the name of another."""
    return pd.Series(array_of(column), index=like.index, name=like.name, copy=False)


def array_of(column: Column) -> Any:
    match column:
        case Instants():
            utc = pd.DatetimeIndex(column.numbers.view("M8[us]"), tz="UTC")
            return utc.tz_convert(column.zone).array
        case Lengths():
            return column.numbers.view("m8[us]")
        case Codes():
            return pd.Categorical.from_codes(column.codes, categories=column.values)
        case Texts():
            try:
                return pd.array(column.values, dtype="str").take(column.codes)
            except UnicodeEncodeError:  # Half a surrogate pair is text in Python alone.
                values = np.array(column.values, object)
                return pd.Series(values.take(column.codes), dtype=object)
        case Whole():
            return column.numbers
        case Flags():
            return column.flags
        case Notices():
            return np.fromiter(column.rows(), object, len(column.offsets) - 1)


def table(columns: Mapping[str, Column]) -> pd.DataFrame:
    """Return columns of an answer as a data frame: instants in their zone, texts as categories."""
    return pd.DataFrame({name: array_of(column) for name, column in columns.items()})
