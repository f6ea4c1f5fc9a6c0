"""The document that describes a table."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from slakit import DocumentError, TableError, UnknownZoneError
from slakit.adapters import TableSource


def test_defaults() -> None:
    """A table with the standard column names needs no description."""
    source = TableSource()
    assert ("ticket", True, None, "iso", (), ",", {}, {}) == (
        source.rows,
        source.together,
        source.tz,
        source.times,
        source.missing,
        source.delimiter,
        source.map,
        source.events,
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
        ({"rows": "snapshots"}, "rows: must be 'ticket', 'snapshot' or 'event', not 'snapshots'"),
        ({"together": False}, "together: a table with one row a ticket has no rows that stand"),
        ({"rows": "event", "together": "?"}, "together: must be true or false, not '?'"),
        ({"delimiter": ";;"}, "delimiter: ';;' separates no cells"),
        ({"delimiter": '"'}, "delimiter: '\"' separates no cells"),
        ({"map": {"id": ""}}, "map.id: a target and its column need a name"),
        ({"map": {"": "case"}}, "a target and its column need a name"),
        ({"map": {"id": 1}}, "map.id: must be text, not 1"),
        ({"map": {"status": "state"}}, "map.status: a row says how 'status' stands now"),
        ({"map": {"category": "state"}}, "map.category: a row says how 'category' stands now"),
        ({"map": 7}, "map: must be a mapping, not 7"),
        ({"mpa": {}}, "unknown key 'mpa'; did you mean 'map'?"),
        ({"event": {}}, "unknown key 'event'; did you mean 'events'?"),
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


@pytest.mark.parametrize("rows", ["snapshot", "event"])
@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("first_responded_at", "is for a row that is a whole ticket"),
        ("resolved_at", "is for a row that is a whole ticket; in a log its rows say what happened"),
        ("closed_at", "is for a row that is a whole ticket"),
        ("create_at", "is nearly one of the ticket's own words; did you mean 'created_at'?"),
    ],
)
def test_targets_of_a_log(rows: str, target: str, message: str) -> None:
    """The times of a ticket that is one row have no place in a log."""
    with pytest.raises(TableError, match=re.escape(f"map.{target}: {target!r} {message}")):
        TableSource.model_validate({"rows": rows, "map": {target: "x"}})


def test_status_of_a_log() -> None:
    """In a log, status and category may be mapped: a row says them of its own instant."""
    names = {"status": "state", "category": "state"}
    assert names == TableSource(rows="snapshot", map=names).map
    assert names == TableSource(rows="event", map=names).map


def test_event_of_a_snapshot() -> None:
    """A column that says what happened makes a log one of events."""
    with pytest.raises(TableError, match=r"map\.event: .*; say rows: event"):
        TableSource(rows="snapshot", map={"event": "activity"})


@pytest.mark.parametrize("rows", ["ticket", "snapshot"])
def test_events_of_another_table(rows: str) -> None:
    """Only a log of events has something to look up in `events`."""
    with pytest.raises(TableError, match=r"^events: only a log of events .*; say rows: event$"):
        TableSource.model_validate({"rows": rows, "events": {"Seen": "agent_reply"}})


@pytest.mark.parametrize(
    ("happening", "message"),
    [
        ("agent_replay", "did you mean 'agent_reply' or 'bot_reply'?"),
        ("created", "must be 'agent_reply', 'customer_reply', 'system_reply', 'bot_reply'"),
        (7, "or a mapping, not 7"),
        (None, "or a mapping, not None"),
        ({"": "new"}, "a field needs a name; write {field: value}"),
        ({"signal": ""}, "'' is no name of a signal; write {signal: name}"),
        ({"signal": 7}, "7 is no name of a signal"),
        ({"signal": "paid", "status": "paid"}, "a signal stands alone"),
        ({"status": ["new"]}, "must be text, a whole number, a number or true or false"),
    ],
)
def test_bad_happenings(happening: object, message: str) -> None:
    """What stands for no event is refused with its path."""
    with pytest.raises(DocumentError) as caught:
        TableSource.model_validate({"rows": "event", "events": {"Mail sent": happening}})
    assert message in str(caught.value)
    assert str(caught.value).startswith("events.Mail sent")


def test_log(tmp_path: Path) -> None:
    """What describes a log comes back from a file, values of fields with their kind."""
    events: dict[str, Any] = {
        "Mail sent": "agent_reply",
        "Paid": {"signal": "payment"},
        "Seen": {},
        "Escalated": {"level": 2, "share": 0.5, "urgent": True, "until": None, "by": "2"},
    }
    source = TableSource(rows="event", together=False, map={"event": "activity"}, events=events)
    source.to_file(tmp_path / "source.json")
    found = TableSource.from_file(tmp_path / "source.json")
    assert source == found
    assert hash(source) == hash(found)
    assert [int, float, bool, type(None), str] == [
        type(value)
        for value in found.events["Escalated"].values()  # type: ignore[union-attr]
    ]


def test_all_problems_at_once() -> None:
    """A document tells all its problems, and one kind of them is that kind of error."""
    with pytest.raises(DocumentError) as caught:
        TableSource(tz="Mars/Base", times="%H")
    assert 2 == len(caught.value.problems)
    with pytest.raises(DocumentError) as caught:
        TableSource.model_validate({"rows": "snapshot", "times": "%H", "map": {"closed_at": "x"}})
    assert 2 == len(caught.value.problems)
    with pytest.raises(UnknownZoneError):
        TableSource(tz="Mars/Base")
