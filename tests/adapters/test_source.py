"""The document that describes a table."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from slakit import DocumentError, TableError, UnknownZoneError
from slakit.adapters import TableSource


def test_defaults() -> None:
    """A table with the standard column names needs no description."""
    source = TableSource()
    assert (None, "iso", (), ",", {}) == (
        source.tz,
        source.times,
        source.missing,
        source.delimiter,
        dict(source.map),
    )


def test_file(tmp_path: Path) -> None:
    """What is written to a file comes back."""
    source = TableSource(
        tz="America/Sao_Paulo",
        times="%d/%m/%Y %H:%M",
        missing=["?"],
        delimiter=";",
        map={"id": "number", "promised": "{n}{unit}"},
    )
    source.to_file(tmp_path / "source.json")
    assert source == TableSource.from_file(tmp_path / "source.json")


def test_iso_by_name() -> None:
    """ISO 8601 may be said by its name."""
    assert TableSource() == TableSource(times="iso")


def test_one_missing_text() -> None:
    """A single text that means no value needs no list."""
    assert ("?",) == TableSource(missing="?").missing


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"tz": "Mars/Base"}, "tz: unknown time zone 'Mars/Base'"),
        ({"times": "%d/%m/%Y"}, "times: the pattern '%d/%m/%Y' says no hour"),
        ({"rows": "snapshot"}, "rows: must be 'ticket'"),
        ({"delimiter": ";;"}, "delimiter: ';;' separates no cells"),
        ({"delimiter": '"'}, "delimiter: '\"' separates no cells"),
        ({"map": {"id": ""}}, "map.id: a target and its column need a name"),
        ({"map": {"": "case"}}, "a target and its column need a name"),
        ({"map": {"id": 1}}, "map.id: must be text, not 1"),
        ({"map": {"status": "state"}}, "map.status: a row says how 'status' stands now"),
        ({"map": {"category": "state"}}, "map.category: a row says how 'category' stands now"),
        ({"mpa": {}}, "unknown key 'mpa'; did you mean 'map'?"),
    ],
)
def test_refusals(data: dict[str, Any], message: str) -> None:
    """What is wrong is told with its path and a remedy."""
    with pytest.raises(DocumentError) as caught:
        TableSource.model_validate(data)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("target", "meant"),
    [
        ("first_response_at", "first_responded_at"),
        ("resolve_at", "resolved_at"),
        ("create_at", "created_at"),
        ("close_at", "closed_at"),
        ("opened_by_", "opened_by"),
    ],
)
def test_slip_of_the_pen(target: str, meant: str) -> None:
    """A time that would end as a field, by a slip of the pen, is refused."""
    with pytest.raises(TableError, match=f"did you mean '{meant}'"):
        TableSource(map={target: "x"})


@pytest.mark.parametrize("target", ["due_at", "updated_at", "created_by", "closed_code", "opened"])
def test_other_names_are_fields(target: str) -> None:
    """A name that is merely like one of the words is a field."""
    assert {target: "x"} == TableSource(map={target: "x"}).map


def test_all_problems_at_once() -> None:
    """A document tells all its problems, and one kind of them is that kind of error."""
    with pytest.raises(DocumentError) as caught:
        TableSource(tz="Mars/Base", times="%H")
    assert 2 == len(caught.value.problems)
    with pytest.raises(UnknownZoneError):
        TableSource(tz="Mars/Base")
