"""What has to be said of pyarrow by itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa

from slakit.frames.columns import NAT, Integers
from slakit.frames.native.coding import Coded, coded_values, tidied
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


def coded(column: pa.ChunkedArray) -> Coded:
    """Return the distinct values of a column that holds neither times nor objects."""
    if pa.types.is_dictionary(column.type):
        return coded_dictionaries(column.chunks)
    try:
        encoded = column.dictionary_encode()
    except pa.ArrowNotImplementedError:  # A map, say, is refused by whoever asked for a value.
        return coded_values(column.to_pylist())
    # The chunks share one dictionary; to unify what is one would take ten times as long.
    if len({addresses(each.dictionary) for each in encoded.chunks}) > 1:
        encoded = encoded.unify_dictionaries()
    if not (chunks := encoded.chunks):
        return Coded(np.zeros(0, np.int64), [])
    coded = Coded(np.concatenate([*map(codes_of, chunks)]), chunks[0].dictionary.to_pylist())
    # NaN, and the one value of a column of nulls, are among the distinct values.
    odd = pa.types.is_floating(column.type) or pa.types.is_null(column.type)
    return tidied(coded) if odd else coded


def coded_dictionaries(chunks: list[pa.DictionaryArray]) -> Coded:
    """Return what dictionaries of others have, which may have a value twice or none at all."""
    codes, values = [np.zeros(0, np.int64)], list[Any]()
    for chunk in chunks:
        places = codes_of(chunk)
        codes.append(np.where(places < 0, -1, places + len(values)))
        values += chunk.dictionary.to_pylist()
    return tidied(Coded(np.concatenate(codes), values))


def addresses(array: pa.Array) -> tuple[int | None, ...]:
    """Return where the buffers of an array are."""
    return tuple(None if each is None else each.address for each in array.buffers())


def codes_of(chunk: pa.DictionaryArray) -> Integers:
    codes: Integers = chunk.indices.cast(pa.int64()).fill_null(-1).to_numpy()
    return codes


def series(column: Column, like: pa.Array | pa.ChunkedArray) -> pa.Array | pa.ChunkedArray:
    """Return a column of an answer as an array, or in one chunk where another has some."""
    found = array_of(column)
    return pa.chunked_array([found]) if isinstance(like, pa.ChunkedArray) else found


def array_of(column: Column) -> pa.Array:
    match column:
        case Instants():
            kind = pa.timestamp("us", name_of(column.zone))
            return pa.array(column.numbers, mask=column.numbers == NAT).cast(kind)
        case Lengths():
            return pa.array(column.numbers, mask=column.numbers == NAT).cast(pa.duration("us"))
        case Codes():
            places = pa.array(column.codes.astype(np.int32), mask=column.codes < 0)
            return pa.DictionaryArray.from_arrays(places, pa.array(column.values, pa.string()))
        case Texts():
            return pa.array(column.values, pa.string()).take(pa.array(column.codes))
        case Whole():
            return pa.array(column.numbers)
        case Flags():
            return pa.array(column.flags, mask=column.missing)
        case Notices():
            recipients = pa.array(column.to, pa.list_(pa.string()))
            notices = pa.StructArray.from_arrays(
                [
                    array_of(column.name).dictionary_decode(),
                    array_of(column.at),
                    array_of(column.passed),
                    recipients.take(pa.array(column.name.codes)),
                ],
                ["name", "at", "passed", "to"],
            )
            return pa.ListArray.from_arrays(pa.array(column.offsets.astype(np.int32)), notices)


def table(columns: Mapping[str, Column]) -> pa.Table:
    """Return columns of an answer as a table: instants in their zone, texts in a dictionary."""
    return pa.table({name: array_of(column) for name, column in columns.items()})
