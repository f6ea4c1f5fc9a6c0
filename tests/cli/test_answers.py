"""How answers are written."""

from __future__ import annotations

import csv
import json
from datetime import UTC, datetime
from decimal import Decimal
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slakit import evaluate
from slakit.adapters import RejectedRow
from slakit.cli.answers import Rejects, cell, csv_writer, instant_writer, json_writer
from slakit.evaluation import Evaluation
from slakit.reports.columns import COLUMNS
from tests.evaluation.desks import desk, on, promising, ticket

OFFICE = {"calendar": "office", "targets": {"resolution": "4h"}}
ZONES = ["UTC", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "Africa/Monrovia"]


@given(
    at=st.datetimes(timezones=st.sampled_from(ZONES).map(ZoneInfo) | st.just(UTC)),
    whole=st.booleans(),
)
def test_instants(at: datetime, whole: bool) -> None:
    """An instant is written as isoformat does, in any year and zone."""
    at = at.replace(microsecond=0) if whole else at
    assert at.isoformat() == instant_writer()(at)


def test_offsets() -> None:
    """One writer serves many offsets, also around a change of the clocks."""
    write = instant_writer()
    zone = ZoneInfo("Europe/Madrid")
    for hour in range(4):
        for fold in (0, 1):
            at = datetime(2024, 10, 27, hour, tzinfo=zone, fold=fold)
            assert at.isoformat() == write(at)
    assert "" == write(None)


@given(texts=st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=2, max_size=4))
def test_cells(texts: list[str]) -> None:
    """What is written as cells is read back by the csv module."""
    line = ",".join(map(cell, texts)) + "\n"
    assert [texts] == list(csv.reader(StringIO(line, newline=""), strict=True))


def test_ticket_without_clocks() -> None:
    """A ticket without clocks has a row as wide as the others."""
    file = StringIO()
    at = datetime(2024, 5, 6, tzinfo=UTC)
    nothing = Evaluation(
        ticket='a "b"', at=at, status="idle", due_at=None, next_change_at=None, clocks=()
    )
    csv_writer(file)([nothing])
    header, row = csv.reader(StringIO(file.getvalue()))
    assert list(COLUMNS) == header
    assert ['a "b"', "", "", "", "", "idle", *[""] * 11] == row


@pytest.mark.parametrize("names", [["team"], ["team", "status", "none"]])
def test_fields(names: list[str]) -> None:
    """Rows of every kind end with the fields that are named, as they were at the instant."""
    asked = ticket(("Mon 10:00", {"team": 'a,"b"'}), fields={"team": "net", "status": "new"})
    found = [
        evaluate(desk_, asked, at=on("Mon 11:00"))
        for desk_ in (promising(), desk({"name": "none", "when": {"team": "x"}, **OFFICE}))
    ]
    file = StringIO()
    csv_writer(file, names)(found)
    header, with_clock, without = csv.reader(StringIO(file.getvalue(), newline=""))
    columns = {"team": "team", "status": "field.status", "none": "none"}
    assert [*COLUMNS, *(columns[name] for name in names)] == header
    values = {"team": 'a,"b"', "status": "new", "none": ""}
    expected = [values[name] for name in names]
    assert expected == with_clock[len(COLUMNS) :]
    assert expected == without[len(COLUMNS) :]
    assert ["T-1", "", "no_target"] == [without[0], without[2], without[5]]


def test_fields_in_json() -> None:
    """Lines of JSON have them beside the clocks, in a form that keeps what they are."""
    fields = {"n": 2, "price": Decimal("1.50"), "day": on("Mon 09:00").date(), "ok": True}
    file = StringIO()
    asked = evaluate(promising(), ticket(fields=fields), at=on("Mon 11:00"))
    json_writer(file, [*fields, "none"])([asked])
    data = json.loads(file.getvalue())
    assert {
        "n": 2,
        "price": {"decimal": "1.50"},
        "day": {"date": "2024-05-06"},
        "ok": True,
        "none": None,
    } == data.pop("fields")
    assert asked.to_data() == data
    json_writer(file := StringIO())([asked])
    assert asked.to_data() == json.loads(file.getvalue())


def test_rejects() -> None:
    """Rejected rows are counted; they are written, or the first few are kept."""
    row = RejectedRow(7, "T", "created_at", 'so, "on"', "no")
    file = StringIO()
    written, kept = Rejects(file), Rejects(None)
    for _ in range(12):
        written.add(row)
        kept.add(row)
    assert (12, 12, 0, 10) == (written.count, kept.count, len(written.first), len(kept.first))
    header, *rows = csv.reader(StringIO(file.getvalue()))
    assert ["line", "id", "field", "value", "reason"] == header
    assert [["7", "T", "created_at", 'so, "on"', "no"]] * 12 == rows
