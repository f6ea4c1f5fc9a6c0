"""A table of any kind -> its columns, read exactly; columns -> a table of the same kind."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias
from zoneinfo import ZoneInfo

from slakit.documents import did_you_mean
from slakit.errors import TableError
from slakit.frames.native import of_arrays
from slakit.frames.native.coding import Coded
from slakit.frames.native.foreign import coded_series, instants_of_series
from slakit.frames.native.instants import Read
from slakit.frames.native.libraries import (
    Library,
    library_of_column,
    library_of_table,
    narwhals,
    part_of,
)
from slakit.frames.native.results import Column

__all__ = ["NativeTable", "give_back", "open_table"]

Kind: TypeAlias = Library | Literal["lazy polars", "mapping"]


@dataclass(frozen=True, slots=True)
class NativeTable:
    """A table as it was given: its columns by name, and what it is to be given back as."""

    kind: Kind
    rows: int
    columns: Mapping[str, Any]
    parameter: str

    @property
    def names(self) -> list[str]:
        """The names of the columns, in their order."""
        return list(self.columns)

    def instants(self, name: str, zone: ZoneInfo | None) -> Read:
        """Return the instants of a column, and the errors of the rows that have a wrong one.

        Datetimes of every unit are read exactly, and texts as ISO 8601. Local times are those of
        `zone`, resolved as ``fold=0`` has it; without one, texts are errors of their rows, and a
        column of naive datetimes raises `NaiveDatetimeError`. numpy's datetime64 and int64 count
        in UTC. A column that can hold no instants raises `InstantError`.
        """
        column = self.column(name)
        library = library_of_column(column)
        if library is None:
            return of_arrays.instants(column, zone, name)
        return instants_of_series(column, library, zone, name)

    def coded(self, name: str) -> Coded:
        """Return the distinct values of a column as plain ones of Python, and each row's place.

        None, NaN and NaT are missing. Values of different types are different values. An instant
        that Python has no datetime for, such as one with nanoseconds, is a `numpy.datetime64`.
        """
        column = self.column(name)
        library = library_of_column(column)
        return of_arrays.coded(column) if library is None else coded_series(column, library)

    def column(self, name: str) -> Any:
        """Return a column as the library of the table has it."""
        if name not in self.columns:
            raise TableError(
                f"there is no column {name!r}",
                parameter=self.parameter,
                value=name,
                remedy=did_you_mean(name, self.names),
            )
        return self.columns[name]


def open_table(table: Any, parameter: str) -> NativeTable:
    """Return the columns of a table; raises `TableError` for what is none.

    >>> tickets = open_table({"id": ["A", "B", "A"], "at": ["2024-05-03T15:00Z", "", "today"]}, "t")
    >>> tickets.names, tickets.rows, tickets.coded("id")
    (['id', 'at'], 3, Coded(codes=array([0, 1, 0]), values=['A', 'B']))
    >>> instants, errors = tickets.instants("at", None)
    >>> print(*instants.view("M8[us]").astype("M8[m]"))
    2024-05-03T15:00 NaT NaT
    >>> print(errors[2])
    at: 'today' is no time in the form ISO 8601; ...
    """
    if isinstance(table, Mapping):
        return opened("mapping", table, parameter)
    library = library_of_table(table)
    if library == "polars" and hasattr(table, "collect"):
        return opened("lazy polars", columns_of(table.collect(), "polars", parameter), parameter)
    if library is not None:
        return opened(library, columns_of(table, library, parameter), parameter)
    # A column is a stream too, and no table.
    stream = None if library_of_column(table) else arrow_table(table)
    if stream is not None:
        return opened("pyarrow", columns_of(stream, "pyarrow", parameter), parameter)
    raise TableError(
        f"{type(table).__name__!r} is no table",
        parameter=parameter,
        value=type(table),
        remedy="give a DataFrame of pandas or polars, a pyarrow.Table, an object with the"
        " Arrow C stream interface, or a mapping of names to columns",
    )


def arrow_table(table: Any) -> Any:
    """Return what has the Arrow C stream interface as a table of pyarrow, else None."""
    if not (hasattr(table, "__arrow_c_stream__") or hasattr(table, "__arrow_c_array__")):
        return None
    part_of("pyarrow")
    import pyarrow

    try:
        return pyarrow.table(table)
    except (TypeError, ValueError):  # It is a column, and has no names.
        return None


def columns_of(table: Any, library: Library, parameter: str) -> dict[Hashable, Any]:
    """Return the columns of a data frame, which narwhals sees alike in every library."""
    nw = narwhals(library)
    try:
        frame = nw.from_native(table, eager_only=True)
    except nw.exceptions.DuplicateError as error:
        raise TableError(
            str(error), parameter=parameter, remedy="give each column a name of its own"
        ) from None
    return {name: frame.get_column(name).to_native() for name in frame.columns}


def opened(kind: Kind, columns: Mapping[Any, Any], parameter: str) -> NativeTable:
    """Return columns that are known to be some, of one length, as a table."""
    for name in columns:
        if not isinstance(name, str):
            raise TableError(
                f"the name of a column is {name!r}, which is no text",
                parameter=parameter,
                value=name,
                remedy="call it by a text",
            )
    kept = {
        name: of_arrays.checked(column, name, parameter)
        if library_of_column(column) is None
        else column
        for name, column in columns.items()
    }
    lengths = {name: len(column) for name, column in kept.items()}
    if len(set(lengths.values())) > 1:
        told = ", ".join(f"{length} {name}" for name, length in lengths.items())
        raise TableError(
            f"the columns have different lengths: {told}",
            parameter=parameter,
            value=sorted(set(lengths.values())),
            remedy="give columns of the same rows",
        )
    return NativeTable(kind, next(iter(lengths.values()), 0), kept, parameter)


def give_back(columns: Mapping[str, Column], like: NativeTable) -> Any:
    """Return columns of an answer as the kind of table that was given.

    A mapping is given back as one of arrays, with instants in UTC, as numpy has no zones.
    """
    if like.kind == "mapping":
        return of_arrays.table(columns)
    if like.kind == "lazy polars":
        return part_of("polars").table(columns).lazy()
    return part_of(like.kind).table(columns)
