"""Where a row has what, by the map and by the names of columns."""

from __future__ import annotations

from typing import Any

import pytest

from slakit import TableError
from slakit.adapters import TableSource
from slakit.adapters.cells import cell_of, columns_named, own_names, picker, targets

HEADER = ["id", "created_at", "at", "event", "opened_by", "status", "category", "tier"]
NEEDED = {"ticket": 2, "snapshot": 3, "event": 3}


@pytest.mark.parametrize(
    ("expected", "text", "known"),
    [
        (("opened",), "opened", ()),
        (("n", "unit"), "{n} {unit}", ()),
        (("{n}",), "{n}", ["{n}"]),
        (("n",), "{n}", ["n"]),
        (("",), "{}", ()),
        (("{n",), "{n", ()),
    ],
)
def test_columns_named(expected: tuple[str, ...], text: str, known: list[str]) -> None:
    """Columns stand in braces, and a text that is a column's name is that column."""
    assert expected == columns_named(text, known)


@pytest.mark.parametrize(
    ("expected", "rows"),
    [
        (["id", "created_at", "opened_by"], "ticket"),
        (["id", "created_at", "at"], "snapshot"),
        (["id", "created_at", "at", "event"], "event"),
    ],
)
def test_words(expected: list[str], rows: str) -> None:
    """A column that is called as a word is that; in a log `opened_by` has to be mapped."""
    source = TableSource.model_validate({"rows": rows})
    assert dict(zip(expected, expected, strict=True)) == targets(source, HEADER)


def test_map_beats_names() -> None:
    """A word that the map has is where the map says, whatever else is called so."""
    source = TableSource(rows="snapshot", map={"at": "tier", "opened_by": "opened_by"})
    expected = {"id": "id", "created_at": "created_at", "at": "tier", "opened_by": "opened_by"}
    assert expected == targets(source, HEADER)


@pytest.mark.parametrize(
    ("expected", "rows"),
    [
        (["at", "event", "tier"], "ticket"),
        (["event", "opened_by", "status", "tier"], "snapshot"),
        (["opened_by", "status", "tier"], "event"),
    ],
)
def test_own_names(expected: list[str], rows: str) -> None:
    """Columns that are nothing else are fields; a status is one where a row has an instant."""
    assert expected == own_names(TableSource.model_validate({"rows": rows}), HEADER, None)


def test_limited_names() -> None:
    """Of the columns that are fields under their own name, those that are asked for are."""
    assert ["tier"] == own_names(TableSource(), HEADER, {"tier", "plan"})
    assert [] == own_names(TableSource(), HEADER, set())


@pytest.mark.parametrize("rows", ["ticket", "snapshot", "event"])
def test_needed(rows: str) -> None:
    """All columns that a table needs and does not have are one error."""
    with pytest.raises(TableError) as caught:
        targets(TableSource.model_validate({"rows": rows}), ["case", "tier"])
    assert NEEDED[rows] == len(caught.value.problems)
    assert "map.id: no column is called 'id', and the map has none for it" in str(caught.value)


def test_unknown_column() -> None:
    """A column that is not there is told with what was probably meant."""
    source = TableSource(rows="snapshot", map={"created_at": "opend_at", "status": "{state}"})
    with pytest.raises(TableError) as caught:
        targets(source, ["id", "at", "opened_at", "incident_state"])
    assert [
        "map.created_at: there is no column 'opend_at'; did you mean 'opened_at'?",
        "map.status: there is no column 'state'; known: id, at, opened_at, incident_state",
    ] == [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("expected", "row"),
    [("2 x 50% bd", ["2", "bd"]), (" x 50% bd", ["?", "bd"]), (None, ["?", ""])],
)
def test_composed(expected: str | None, row: list[Any]) -> None:
    """Missing pieces are empty, and where all are missing so is the whole."""
    cell = cell_of("{n} x 50% {unit}", {"n": 0, "unit": 1}, {None, "", "?"})
    assert expected == cell(row)


@pytest.mark.parametrize("indexes", [[], [1], [2, 0], [0, 0, 1]])
def test_picker(indexes: list[int]) -> None:
    """However many cells are picked, they are a tuple."""
    row = ["a", "b", "c"]
    assert tuple([row[index] for index in indexes]) == picker(indexes)(row)
