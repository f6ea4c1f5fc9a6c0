"""Which library a table or a column is of, told without importing any."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from types import ModuleType
from typing import Any, Literal, Protocol, TypeAlias, cast

from slakit.errors import MissingExtraError
from slakit.frames.native.coding import Coded
from slakit.frames.native.results import Column

__all__ = [
    "Library",
    "LibraryPart",
    "library_of",
    "library_of_column",
    "library_of_table",
    "narwhals",
    "part_of",
    "seen",
]

Library: TypeAlias = Literal["pandas", "polars", "pyarrow"]

EXTRAS: Mapping[Library, str] = {"pandas": "pandas", "polars": "polars", "pyarrow": "arrow"}


class LibraryPart(Protocol):
    """What has to be said of each library by itself."""

    def coded(self, series: Any) -> Coded:
        """Return the distinct values of a column that holds neither times nor objects."""

    def series(self, column: Column, like: Any) -> Any:
        """Return a column of an answer, with what another one has: its name, its index."""

    def table(self, columns: Mapping[str, Column]) -> Any:
        """Return columns of an answer as a table."""


def library_of(value: Any, *names: str) -> Library | None:
    """Return the library that has a value's class, of one of these names or of any.

    It is None for what is of none of them, and for classes that are called otherwise.
    """
    for each in type(value).__mro__:
        package = each.__module__.partition(".")[0]
        for library in EXTRAS:
            if package == library and (not names or each.__name__ in names):
                return library
    return None


def library_of_table(value: Any) -> Library | None:
    """Return the library of a data frame or a table."""
    return library_of(value, "DataFrame", "LazyFrame", "Table")


def library_of_column(value: Any) -> Library | None:
    """Return the library of a column."""
    return library_of(value, "Series", "ChunkedArray", "Array")


def narwhals(library: Library) -> ModuleType:
    """Return narwhals, which comes with the extra of each library."""
    try:
        import narwhals.stable.v2 as nw
    except ImportError:
        raise MissingExtraError.of(EXTRAS[library], f"reading {library}", "narwhals") from None
    return nw


def seen(column: Any, library: Library) -> Any:
    """Return a column as narwhals sees it, alike in every library."""
    if library_of(column, "Array") == "pyarrow":
        import pyarrow

        # An array is one chunk of a column.
        column = pyarrow.chunked_array([column])
    if library == "pandas" and hasattr(column.dtype, "tz"):
        # narwhals knows zones by their names, and those of dateutil have none.
        column = column.dt.tz_convert("UTC")
    return narwhals(library).from_native(column, series_only=True)


def part_of(library: Library) -> LibraryPart:
    """Return the module for a library, which imports it."""
    try:
        return cast("LibraryPart", import_module(f"slakit.frames.native.of_{library}"))
    except ImportError:
        raise MissingExtraError.of(EXTRAS[library], f"a table of {library}", library) from None
