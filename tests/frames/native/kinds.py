"""Tables and columns of every library that is installed, made of the same plain values."""

from __future__ import annotations

from typing import Any

import pytest

LIBRARIES = ["pandas", "polars", "pyarrow"]
KINDS = [*LIBRARIES, "lazy polars", "mapping"]


def table_of(kind: str, columns: dict[str, Any]) -> Any:
    """Return a table of a kind; the test is skipped where its library is not installed."""
    if kind == "mapping":
        return columns
    library = library_of(kind)
    if library.__name__ == "pyarrow":
        return library.table(columns)
    return library.LazyFrame(columns) if kind == "lazy polars" else library.DataFrame(columns)


def series_of(kind: str, values: Any) -> Any:
    """Return a column of a library."""
    library = library_of(kind)
    return library.chunked_array([values]) if kind == "pyarrow" else library.Series(values)


def library_of(kind: str) -> Any:
    pytest.importorskip("narwhals", reason="tables of other libraries are read through narwhals")
    name = kind.removeprefix("lazy ")
    return pytest.importorskip(name, reason=f"{name} is not installed")
