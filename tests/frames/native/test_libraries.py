"""Libraries are recognised by their classes, and imported by nobody but their users."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

from tests.frames.native.kinds import LIBRARIES, series_of, table_of

pytest.importorskip("numpy", reason="numpy is not installed")
libraries = pytest.importorskip("slakit.frames.native.libraries")


@pytest.mark.parametrize("kind", LIBRARIES)
def test_classes(kind: str) -> None:
    """Columns and tables are told apart, and subclasses are what they come from."""
    column, table = series_of(kind, [1]), table_of(kind, {"x": [1]})
    assert (kind, None) == (libraries.library_of_column(column), libraries.library_of_table(column))
    assert (None, kind) == (libraries.library_of_column(table), libraries.library_of_table(table))
    assert kind == libraries.library_of(column)
    if kind == "pandas":
        derived: Any = type("Tickets", (type(table),), {})
        assert kind == libraries.library_of_table(derived({"x": [1]}))


@pytest.mark.parametrize("value", [None, 5, [1], {"x": [1]}, object()])
def test_others(value: Any) -> None:
    """What is of no library is of none."""
    assert libraries.library_of(value) is None


def test_none_is_imported() -> None:
    """The frames of slakit load numpy, and ask a mapping of columns, without any of them."""
    program = """
import sys
from slakit.frames.native import open_table
open_table({"x": ["2024-05-03T15:00Z"]}, "tickets").instants("x", None)
print(*({"narwhals", "pandas", "polars", "pyarrow", "duckdb"} & set(sys.modules)))
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert "" == done.stdout.strip()
