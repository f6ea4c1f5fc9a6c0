"""The rows of a log of snapshots, some at a time, as histories in columns."""

from __future__ import annotations

from typing import Any

import pytest

from slakit import PolicySet, TableError
from slakit.adapters import RejectedRow, TableSource
from slakit.adapters.histories import Histories as Reader
from slakit.tickets import Ticket

pytest.importorskip("numpy", reason="columns are numpy's")

from slakit.frames.evaluating import of_logs
from slakit.frames.evaluating.batches import Batch
from slakit.frames.evaluating.engine import Engine
from slakit.frames.evaluating.of_logs import LogBatches

POLICIES = PolicySet.model_validate(
    {
        "calendars": {"all": {"tz": "UTC", "hours": "24/7"}},
        "policies": [{"name": "all", "calendar": "all", "targets": {"resolution": "8h"}}],
    }
)
HEADER = ["id", "created_at", "at", "status"]
HOUR = 3_600_000_000
# 2024-05-02 00:00 in UTC, in microseconds.
DAY = 1_714_608_000_000_000
# Any instant after all of those below.
LATER = DAY + 100 * HOUR


def at(hour: int) -> str:
    return f"2024-05-02T{hour:02}:00Z"


def row(line: int, id: str, hour: int, status: str = "new") -> tuple[int, list[str], str]:
    return line, [id, at(9), at(hour), status], ""


def batches(*rows: Any, together: bool = True, told: bool = False) -> list[Batch]:
    source = TableSource(rows="snapshot", together=together)
    reader = Reader(source, HEADER, ["status"])
    return list(LogBatches(Engine(POLICIES), LATER, told, reader, source).batches(iter(rows)))


def test_histories() -> None:
    """A ticket is created when its first row says, and each change of it is an event."""
    rows = [row(2, "7", 9), row(3, "7", 10), row(4, "7", 11, "open"), row(5, "8", 12)]
    (batch,) = batches(*rows)
    assert ["7", "8"] == list(batch.ids)
    assert [DAY + 9 * HOUR] * 2 == batch.histories.created.tolist()
    # The second row says nothing new.
    assert [DAY + 11 * HOUR] == batch.histories.at.tolist()
    assert ({}, []) == (batch.odd, batch.rejected)


def test_single() -> None:
    """Each ticket can be made, as by the reader of single ones."""
    (batch,) = batches(row(2, "7", 9), row(3, "7", 11, "open"), row(4, "8", 12))
    first, second = batch.single(0), batch.single(1)
    assert isinstance(first, Ticket)
    assert isinstance(second, Ticket)
    assert ("7", [{"status": "open"}]) == (first.id, [each.fields for each in first.events])
    assert ("8", {"status": "new"}, ()) == (second.id, second.fields, tuple(second.events))
    assert [2, 4] == [batch.line(0), batch.line(1)]


def test_order() -> None:
    """Rows of a ticket apply by their instants, in whatever order they stand."""
    (batch,) = batches(row(2, "7", 12, "closed"), row(3, "7", 9), row(4, "7", 10, "open"))
    assert [DAY + 10 * HOUR, DAY + 12 * HOUR] == batch.histories.at.tolist()


def test_several_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """A ticket is never torn apart, however many rows are taken at a time."""
    monkeypatch.setattr(of_logs, "ROWS", 2)
    rows = [
        row(2, "1", 9),
        row(3, "2", 9),
        row(4, "2", 10, "open"),
        row(5, "2", 11),
        row(6, "3", 9),
    ]
    found = batches(*rows)
    assert [["1", "2"], ["3"]] == [list(batch.ids) for batch in found]
    assert [2, 0] == [len(batch.histories.at) for batch in found]


def test_rows_that_stand_apart() -> None:
    """Rows that do not stand with their ticket are an error, unless the source says so."""
    rows = [row(2, "7", 9), row(3, "8", 9), row(4, "7", 11, "open")]
    (batch,) = batches(*rows, together=False)
    assert (["7", "8"], [DAY + 11 * HOUR]) == (list(batch.ids), batch.histories.at.tolist())


def test_apart_from_a_batch_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """A ticket that was handed out does not come again."""
    monkeypatch.setattr(of_logs, "ROWS", 1)
    with pytest.raises(TableError, match="line 4: the rows of ticket '7' do not stand together"):
        batches(row(2, "7", 9), row(3, "8", 9), row(4, "7", 11))


def test_wrong_rows() -> None:
    """A wrong row sets its ticket aside, once; one without an id is set aside alone."""
    wrong = (3, ["7", at(9), at(10), "new"], "it is wrong")
    nobody = (4, ["", at(9), at(10), "new"], "")
    short = (5, ["9"], "it is short")
    (batch,) = batches(row(2, "7", 9), wrong, nobody, short, row(6, "8", 9), row(7, "8", 8))
    assert {"7", "8"} == {batch.ids[place] for place in batch.odd}
    assert [(4, ""), (5, "9")] == sorted((each.line, each.id) for each in batch.rejected)
    singles = [batch.single(place) for place in sorted(batch.odd)]
    assert all(isinstance(each, RejectedRow) for each in singles)
    # A row of ticket 8 is before its creation.
    assert [(3, "it is wrong"), (7, "at")] == [
        (singles[0].line, singles[0].reason),  # type: ignore[union-attr]
        (singles[1].line, singles[1].field),  # type: ignore[union-attr]
    ]


def test_fields() -> None:
    """The fields are those when the tickets are asked about."""
    (batch,) = batches(row(2, "7", 9), row(3, "7", 11, "open"), told=True)
    assert [{"status": "open"}] == list(batch.fields)
