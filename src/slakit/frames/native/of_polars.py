"""What has to be said of polars by itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import tzinfo

import numpy as np
import polars as pl

from slakit.errors import UnknownZoneError
from slakit.frames.columns import Integers
from slakit.frames.native.coding import Coded
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
from slakit.frames.native.zones import name_of

__all__ = ["coded", "series", "table"]


def coded(column: pl.Series) -> Coded:
    """Return the distinct values of a column that holds neither times nor objects."""
    if column.dtype in (pl.String, pl.Categorical, pl.Enum):
        return coded_texts(column)
    if column.dtype.is_float():
        column = column.fill_nan(None)
    codes = (column.rank("dense").cast(pl.Int64) - 1).fill_null(-1)
    return Coded(codes.to_numpy(), column.drop_nulls().unique().sort().to_list())


def coded_texts(column: pl.Series) -> Coded:
    texts = column.cast(pl.Categorical) if column.dtype == pl.String else column
    distinct = texts.drop_nulls().unique()
    # Categories are numbered for the whole process, so these numbers may be any.
    numbers = distinct.to_physical().to_numpy()
    places = np.full(int(numbers.max(initial=0)) + 2, -1, np.int64)
    places[numbers] = np.arange(len(numbers))
    codes = texts.to_physical().cast(pl.Int64).fill_null(-1).to_numpy()
    return Coded(places[codes], distinct.cast(pl.String).to_list())


def series(column: Column, like: pl.Series) -> pl.Series:
    """Return a column of an answer with the name of another."""
    return named(column, like.name)


def named(column: Column, name: str) -> pl.Series:
    match column:
        case Instants():
            return in_zone(column.numbers, column.zone).alias(name)
        case Lengths():
            return pl.Series(name, column.numbers.view("m8[us]"))
        case Codes():
            texts = pl.Series(column.values, dtype=pl.String).cast(pl.Categorical)
            places = pl.Series(column.codes.astype(np.int64, copy=False))
            return texts.gather(places.replace(-1, None)).alias(name)
        case Texts():
            values = pl.Series(name, column.values, dtype=pl.String)
            return values.gather(pl.Series(column.codes))
        case Whole():
            return pl.Series(name, column.numbers)
        case Flags():
            flags = pl.Series(name, column.flags)
            return flags if column.missing is None else flags.set(pl.Series(column.missing), None)
        case Notices():
            return listed(column).alias(name)


def listed(column: Notices) -> pl.Series:
    """Return the notices of each row as a list of structures."""
    recipients = pl.Series(column.to, dtype=pl.List(pl.String))
    notices = pl.DataFrame(
        [
            named(column.name, "name").cast(pl.String),
            named(column.at, "at"),
            named(column.passed, "passed"),
            recipients.gather(pl.Series(column.name.codes.astype(np.int64))).alias("to"),
        ]
    ).to_struct("notices")
    rows = np.arange(len(column.offsets) - 1)
    of = pl.DataFrame({"row": np.repeat(rows, np.diff(column.offsets)), "notices": notices})
    lists = of.group_by("row", maintain_order=True).agg("notices")
    every = pl.DataFrame({"row": rows}).join(lists, on="row", how="left", maintain_order="left")
    none = pl.lit([], dtype=lists.schema["notices"])
    return every.select(pl.coalesce("notices", none))["notices"]


def in_zone(numbers: Integers, zone: str | tzinfo) -> pl.Series:
    name = name_of(zone)
    utc = pl.Series(numbers.view("M8[us]")).dt.replace_time_zone("UTC")
    try:
        return utc.dt.convert_time_zone(name)
    except pl.exceptions.ComputeError:
        raise UnknownZoneError(
            f"polars has no time zone {name!r}",
            parameter="tz",
            value=name,
            remedy='ask in a zone that has an IANA name, as in "Asia/Kolkata"',
        ) from None


def table(columns: Mapping[str, Column]) -> pl.DataFrame:
    """Return columns of an answer as a data frame: instants in their zone, texts as categories."""
    return pl.DataFrame([named(column, name) for name, column in columns.items()])
