"""The rows of a log as those of each ticket."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import pytest

from slakit import TableError
from slakit.adapters import RejectedRow, TableSource
from slakit.adapters.csv_rows import CsvRow
from slakit.adapters.groups import tickets_of_log
from slakit.adapters.histories import Histories

SOURCE = TableSource(rows="event")
SHORT = "the row has 2 cells, the header has 3"


def rows(text: str) -> list[CsvRow]:
    """Return a row for each word, one a line: ``7`` of that ticket, ``7!`` with a cell too few.

    Row by row it is a minute later.
    """
    return [
        (line, [word[:-1], "x"], SHORT)
        if word.endswith("!")
        else (line, ["" if word == "-" else word, f"2024-05-06T09:{line:02}Z", "x"], "")
        for line, word in enumerate(text.split(), 2)
    ]


def grouped(text: str, *, together: bool = True) -> list[tuple[str, int]]:
    """Return of each ticket its id and number of rows; of what is set aside, minus its line."""
    histories = Histories(SOURCE, ["id", "at", "event"])
    return [
        (each.id, -each.line if isinstance(each, RejectedRow) else len(each.events))
        for each in tickets_of_log(rows(text), histories, {}, together=together)
    ]


@pytest.mark.parametrize("together", [True, False])
@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ([], ""),
        ([("7", 1)], "7"),
        ([("7", 2), ("8", 1), ("9", 2)], "7 7 8 9 9"),
        # A row without an id is no ticket's.
        ([("", -3), ("7", 2)], "7 - 7"),
        # A row that cannot be read takes its ticket with it: first, amidst, last, and all of it.
        ([("7", 1), ("8", -3), ("9", 1)], "7 8! 8 8 9"),
        ([("7", 1), ("8", -4), ("9", 1)], "7 8 8! 8 9"),
        ([("7", 1), ("8", -5), ("9", 1)], "7 8 8 8! 9"),
        ([("7", 1), ("8", -3)], "7 8! 8!"),
        ([("7", -2), ("8", -4)], "7! 7 8!"),
        # Amidst the rows of another ticket it is not theirs.
        ([("7", 2), ("x", -3)], "7 x! 7"),
    ],
)
def test_rows(expected: list[tuple[str, int]], text: str, together: bool) -> None:
    """Each ticket comes once, with all its rows or set aside."""
    assert expected == grouped(text, together=together)


def test_apart() -> None:
    """Rows that stand apart are an error, because their ticket is gone, or all are kept."""
    with pytest.raises(
        TableError,
        match="line 5: the rows of ticket '7' do not stand together, they began in line 2;"
        " say together: false",
    ):
        grouped("7 7 8 7")
    assert [("7", 3), ("8", 2)] == grouped("7 7 8 7 8", together=False)


def test_apart_and_unread() -> None:
    """A row that cannot be read sets its ticket aside wherever it stands."""
    assert [("8", 1), ("7", -5)] == sorted(grouped("7 7 8 7!", together=False), reverse=True)


def test_no_cells() -> None:
    """A row that is too short for its id is set aside alone."""
    histories = Histories(TableSource(rows="event", map={"id": "case"}), ["at", "event", "case"])
    found = list(tickets_of_log([(2, ["x"], SHORT)], histories, {}, together=True))
    assert [RejectedRow(2, "", "", "", SHORT)] == found


def test_lines() -> None:
    """The line on which the rows of each ticket begin is kept."""
    lines: dict[str, int] = {}
    histories = Histories(SOURCE, ["id", "at", "event"])
    list(tickets_of_log(rows("7 8 7 9"), histories, lines, together=False))
    assert {"7": 2, "8": 3, "9": 5} == lines


def test_a_row_ahead() -> None:
    """Where rows stand together, a ticket is handed out at the first row of the next one."""
    read = 0

    def counted() -> Iterator[CsvRow]:
        nonlocal read
        for row in rows(" ".join(f"{number} {number}" for number in range(25))):
            read += 1
            yield row

    histories = Histories(SOURCE, ["id", "at", "event"])
    tickets = tickets_of_log(counted(), histories, {}, together=True)
    assert ["0", "1", "2"] == [each.id for each in islice(tickets, 3)]
    assert 7 == read
