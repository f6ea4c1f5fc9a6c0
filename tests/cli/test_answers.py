"""How answers are written."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from io import StringIO
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from slakit.adapters import RejectedRow
from slakit.cli.answers import COLUMNS, Rejects, cell, csv_writer, instant_writer
from slakit.evaluation import Evaluation

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
    assert ['a "b"', "", "", "", "", "idle", *[""] * 9] == row


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
