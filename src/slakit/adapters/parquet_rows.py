"""A Parquet file -> the columns that are needed, and its rows as a table of CSV has them.

Values keep their types, as those of JSON do. A timestamp becomes the ISO 8601 text of itself, so
that a naive one is read in the zone of the source and is refused without one, like any other text.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date
from os import PathLike, fspath
from typing import IO, Any, NamedTuple

from slakit.adapters.cells import columns_named, own_names, targets
from slakit.adapters.csv_rows import CsvRow
from slakit.adapters.source import TIMES, TableSource
from slakit.documents import refusal
from slakit.errors import MissingExtraError, Problem, TableError

try:
    import pyarrow as pa
    from pyarrow import parquet, types
except ImportError:
    raise MissingExtraError.of("arrow", "reading Parquet", "pyarrow") from None

__all__ = ["parquet_rows"]

# So many rows are turned into Python's values at a time, and so many bytes of a column are read
# ahead: a group of rows, which may be the whole file, would be without a bound.
ROWS = 8_192
AHEAD = 1 << 20

INSTANTS = {*TIMES, "at"}
VALUES = "text, numbers, truth values, dates or timestamps"
WHOLE = "copy or make the file again"
# Views of strings are younger than the oldest Arrow that will do.
TEXTS = [
    getattr(types, name)
    for name in ("is_string", "is_large_string", "is_string_view", "is_null")
    if hasattr(types, name)
]
SCALARS = [
    types.is_boolean,
    types.is_integer,
    types.is_floating,
    types.is_decimal,
    types.is_date,
    types.is_timestamp,
]


def parquet_rows(
    file: str | PathLike[str] | IO[bytes], source: TableSource, fields: Collection[str] | None
) -> tuple[list[str], Iterator[CsvRow]]:
    """Return the needed columns of a file, in its order, and its rows, which count from 1.

    Needed are those that the source names, and of the others those in `fields`, by default all. A
    row that has what is no value, such as NaN or half a microsecond, says so. The file has to be
    one in which one can go back and forth. Raises `TableError` for what is no Parquet or is
    damaged, and `DocumentError`, which is a `TableError` as well, with every column that is not
    there or is of a type that no ticket can have.

    >>> from io import BytesIO
    >>> file = BytesIO()
    >>> at = pa.array([1_714_658_400, None], pa.timestamp("s"))
    >>> parquet.write_table(pa.table({"id": [7, 8], "created_at": at, "cost": [1.5, 2.0]}), file)
    >>> header, rows = parquet_rows(file, TableSource(), ["cost"])
    >>> list(rows)
    [(1, ['7', '2024-05-02T14:00:00', 1.5], ''), (2, ['8', None, 2.0], '')]

    The trap: Spark writes timestamps as INT96 unless it is told not to. These do not say whether
    they are in UTC, and are refused.
    """
    content = file if hasattr(file, "read") else pa.OSFile(fspath(file))
    try:
        table = parquet.ParquetFile(content, buffer_size=AHEAD, pre_buffer=False)
    except (pa.ArrowException, OSError) as error:
        raise TableError(f"the file is no Parquet: {error}", remedy=WHOLE) from None
    columns = _columns(table, source, fields)
    return [column.name for column in columns], _rows(table, columns)


class _Column(NamedTuple):
    """A column that is read as the type `kind`, and told to Python as the type `told`.

    `value` makes a cell of what was told, and raises ValueError where a ticket cannot have it.
    """

    name: str
    kind: Any
    told: Any
    value: Callable[[Any], Any]

    def cells(self, array: Any, wrong: dict[int, str]) -> list[Any]:
        """Return the cells of some rows; `wrong` gets the places of those that are none."""
        # A table says the same few things again and again. Each is made once, and being one
        # object it is quickly found again by whoever reads the rows.
        if types.is_dictionary(array.type):
            array = array.dictionary_decode()
        as_kind = array.view if types.is_timestamp(self.kind) else array.cast
        encoded = as_kind(self.kind).dictionary_encode()
        values: list[Any] = []
        bad: dict[int, str] = {}
        for each in encoded.dictionary.cast(self.told).to_pylist():
            try:
                values.append(self.value(each))
            except ValueError as error:
                bad[len(values)] = f"the column {self.name!r} has {error}"
                values.append(str(each))
        places = encoded.indices.fill_null(len(values)).to_pylist()
        values.append(None)
        if bad:
            for row, place in enumerate(places):
                if place in bad:
                    wrong.setdefault(row, bad[place])
        return [values[place] for place in places]


def _rows(table: Any, columns: Sequence[_Column]) -> Iterator[CsvRow]:
    names = [column.name for column in columns]
    # Threads are for whoever asks for them.
    batches = table.iter_batches(ROWS, columns=names, use_threads=False)
    first = 1
    while True:
        wrong: dict[int, str] = {}
        batch: Any = None
        try:
            batch = next(batches, None)
            if batch is None:
                return
            cells = [column.cells(batch.column(column.name), wrong) for column in columns]
        except UnicodeDecodeError:
            message = f"rows {first:,} to {first + len(batch) - 1:,} have text that is not UTF-8"
            raise TableError(message, remedy="write the texts as UTF-8") from None
        except (pa.ArrowException, OSError) as error:
            raise TableError(
                f"the Parquet file is damaged from row {first:,} on: {error}", remedy=WHOLE
            ) from None
        for place, row in enumerate(zip(*cells, strict=True)):
            yield first + place, list(row), wrong.get(place, "")
        first += len(batch)


def _columns(table: Any, source: TableSource, fields: Collection[str] | None) -> Sequence[_Column]:
    """Return the columns that are needed, or raise with all that are wrong."""
    types_of: dict[str, Any] = {}
    for field in table.schema_arrow:
        if field.name in types_of:
            raise TableError(
                f"the column {field.name!r} stands twice",
                value=field.name,
                remedy="rename one of the two",
            )
        is_dictionary = types.is_dictionary(field.type)
        types_of[field.name] = field.type.value_type if is_dictionary else field.type
    header = list(types_of)
    named = targets(source, header)
    # A log is read with its status, whether or not it is asked for.
    fields = None if fields is None else {*fields, "status"}
    needed = {name for text in named.values() for name in columns_named(text, header)}
    needed.update(own_names(source, header, fields))
    leaves = [table.schema.column(place) for place in range(len(table.schema))]
    old = {leaf.path for leaf in leaves if leaf.physical_type == "INT96"}
    problems = [
        *(_no_value(name, types_of[name], name in old) for name in header if name in needed),
        *(_no_word(word, named.get(word, ""), types_of) for word in source.words),
    ]
    if found := [problem for problem in problems if problem]:
        raise refusal(found)
    texts = {named[word] for word in source.words if word in named}
    return [_column(name, types_of[name], name in texts) for name in header if name in needed]


def _column(name: str, type: Any, is_text: bool) -> _Column:
    """Return how a column is read; one of integers `is_text` where a ticket has text."""
    if types.is_timestamp(type):
        end = "Z" if type.tz else ""
        # Of an aware column the numbers are those of UTC, whatever zone it names.
        return _Column(name, pa.timestamp(type.unit), pa.string(), lambda text: _iso(text) + end)
    if types.is_date(type):
        return _Column(name, pa.date32(), pa.string(), _date)
    if types.is_floating(type):
        return _Column(name, pa.float64(), pa.float64(), _number)
    if types.is_integer(type):
        return _Column(name, type, type, str if is_text else int)
    kind = pa.large_string() if _is_text(type) else type
    return _Column(name, kind, kind, lambda value: value)


def _iso(text: str) -> str:
    """Return an instant as Arrow writes it, as `datetime` does."""
    whole, _, digits = text.partition(".")
    if digits[6:].strip("0"):
        raise ValueError(f"{text}, which is no whole number of microseconds")
    if text.startswith("<"):
        raise ValueError("an instant that is out of range")
    return whole.replace(" ", "T") + (f".{digits[:6]:0<6}" if digits.strip("0") else "")


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text}, which is out of range") from None


def _number(value: float) -> float:
    if not math.isfinite(value):
        raise ValueError(f"{value}, which is no value; write null for a missing one")
    # There is one zero, whatever its sign.
    return value + 0.0


def _no_value(name: str, type: Any, old: bool) -> Problem | None:
    """Return what is wrong with a column that is needed, if something is."""
    if old:
        remedy = "write TIMESTAMP_MICROS; in Spark, set spark.sql.parquet.outputTimestampType"
        return _wrong(name, name, "INT96, of which nobody can know the zone", remedy)
    if _is_text(type) or any(is_one(type) for is_one in SCALARS):
        return None
    return _wrong(name, name, f"{type}, which no field can hold", f"write {VALUES}")


def _no_word(word: str, name: str, types_of: Mapping[str, Any]) -> Problem | None:
    """Return what is wrong with the column of a word that every ticket has, if something is."""
    type = types_of.get(name)
    if type is None or _is_text(type):
        return None
    if word not in INSTANTS:
        if types.is_integer(type):
            return None
        return _wrong(word, name, f"{type}, which is no {word}", "write text or whole numbers")
    if types.is_timestamp(type):
        return None
    if types.is_date(type):
        remedy = f'give a time of day in the map, as in "{{{name}}} 09:00"'
        return _wrong(word, name, f"{type}, which has no time of day", remedy)
    return _wrong(word, name, f"{type}, which is no time", "write timestamps or ISO 8601 texts")


def _wrong(word: str, name: str, message: str, remedy: str) -> Problem:
    text = f"the column {name!r} is of the type {message}"
    return Problem(text, (word,), None, remedy=remedy, code=TableError.code)


def _is_text(type: Any) -> bool:
    return any(is_one(type) for is_one in TEXTS)
