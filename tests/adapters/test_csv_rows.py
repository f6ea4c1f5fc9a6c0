"""Lines of CSV as rows that say what is wrong with them."""

from __future__ import annotations

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slakit import TableError
from slakit.adapters.csv_rows import CsvRow, csv_rows


def rows_of(table: str, delimiter: str = ",") -> list[CsvRow]:
    return list(csv_rows(iter(StringIO(table, newline="")), delimiter)[1])


def test_lines() -> None:
    """A row has the line on which it begins; blank lines count and are no rows."""
    expected = [(2, ["1", "a\nb"], ""), (5, ["2", "c"], "")]
    assert expected == rows_of('id,x\n1,"a\nb"\n\n2,c\n')


@pytest.mark.parametrize(
    ("wrong", "cells", "row"),
    [
        ("the row has 1 cells, the header has 2", ["1"], "1"),
        ("the row has 3 cells, the header has 2", ["1", "2", "3"], "1,2,3"),
        ("the row has a NUL character", ["1", "a\0"], "1,a\0"),
        ("the row is no CSV: ',' expected after '\"'", [], '1,"a"b'),
    ],
)
def test_wrong_rows(wrong: str, cells: list[str], row: str) -> None:
    """A wrong row comes in its place with what is wrong, and the next row is read."""
    assert [(2, cells, wrong), (3, ["2", "c"], "")] == rows_of(f"id,x\n{row}\n2,c\n")


def test_header_is_read_at_once() -> None:
    """The header is an error of the call, before a row is asked for."""
    with pytest.raises(TableError, match="the column 'x' stands twice"):
        csv_rows(iter(["x,x\n"]), ",")


CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=5)


@given(rows=st.lists(st.tuples(CELLS, CELLS), max_size=8), delimiter=st.sampled_from(",;\t"))
def test_round_trip(rows: list[tuple[str, str]], delimiter: str) -> None:
    """What was written as CSV is read as it was."""
    table = StringIO(newline="")
    csv.writer(table, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows([("a", "b"), *rows])
    assert [(list(row), "") for row in rows] == [
        (row, wrong) for _, row, wrong in rows_of(table.getvalue(), delimiter)
    ]
