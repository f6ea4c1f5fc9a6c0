"""What rows of events do, by their kind."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

import pytest

from slakit import (
    Change,
    DueSet,
    Exemption,
    Merge,
    Message,
    NaiveDatetimeError,
    Signal,
    SlakitError,
    TableError,
)
from tests.evaluation.desks import desk, on
from tests.frames.evaluating.made_tables import rows_of_event

np = pytest.importorskip("numpy", reason="numpy is not installed")
alphabets = pytest.importorskip("slakit.frames.evaluating.alphabet")
event_rows = pytest.importorskip("slakit.frames.evaluating.event_rows")
coding = pytest.importorskip("slakit.frames.native.coding")

AT = on("Mon 10:00")
ALPHABET = alphabets.Alphabet(
    desk(
        {
            "name": "all",
            "calendar": "office",
            "targets": {"first_response": "1h", "resolution": "at(own)", "sale": "1h"},
        },
        metrics={"sale": {"start": "created", "stop": {"signal": "sold"}, "again": "ignore"}},
    )
)
NOTHING, WRONG, BY_HAND, MOVES = 0, -1, -2, -3
# A row without its instant, and the number of what it does, or the event that a ticket has.
ROWS: list[tuple[tuple[Any, Any, Any, Any], Any]] = [
    (("message", "agent", None, None), Message(at=AT, author="agent")),
    (("message", "bot", None, None), NOTHING),
    (("message", None, None, None), WRONG),
    (("message", "ana", None, None), WRONG),
    (("message", ["agent"], None, None), WRONG),
    (("note", None, None, None), NOTHING),
    (("note", "customer", None, None), NOTHING),
    (("note", "ana", None, None), WRONG),
    (("change", None, "status", "solved"), Change(at=AT, fields={"status": "solved"})),
    (("change", None, "status", None), Change(at=AT, fields={"status": None})),
    (("change", None, "status", ["solved"]), WRONG),
    (("change", None, "status", float("inf")), WRONG),
    (("change", None, "tags", ["vip"]), NOTHING),
    (("change", None, "own", "2024-05-06T16:00Z"), MOVES),
    (("change", None, None, "solved"), WRONG),
    (("change", None, "", "solved"), WRONG),
    (("change", None, 5, "solved"), WRONG),
    (("signal", None, None, "sold"), Signal(at=AT, name="sold")),
    (("signal", None, None, "lost"), NOTHING),
    (("signal", None, None, None), WRONG),
    (("signal", None, None, 5), WRONG),
    (("merge", None, None, "B"), Merge(at=AT, into="B")),
    (("merge", None, None, 7), Merge(at=AT, into="7")),
    (("merge", None, None, None), WRONG),
    (("merge", None, None, True), WRONG),
    (("due_set", None, "resolution", "2024-05-06T16:00Z"), BY_HAND),
    (("exemption", "ana", None, "storm"), BY_HAND),
    (("call", None, None, None), WRONG),
    ((None, None, None, None), WRONG),
    ((5, None, None, None), WRONG),
    ((["message"], "agent", None, None), WRONG),
]


def deeds() -> list[int]:
    """Return the numbers of all rows above, in one table."""
    columns = [
        coding.coded_values(list(each)) for each in zip(*(row for row, _ in ROWS), strict=True)
    ]
    found: list[int] = event_rows.deeds_of_rows(
        event_rows.EventColumns(*columns), ALPHABET
    ).tolist()
    return found


@pytest.mark.parametrize("number", range(len(ROWS)))
def test_deeds(number: int) -> None:
    """A row is an event that policies heed, nothing to them, or what no column can hold."""
    row, expected = ROWS[number]
    found = deeds()[number]
    if isinstance(expected, int):
        assert expected == found
    else:
        assert found > NOTHING
        assert expected == event_rows.event_of(AT, *row, None)


@pytest.mark.parametrize("number", range(len(ROWS)))
def test_wrong_rows(number: int) -> None:
    """What is wrong in columns is refused as an event, and nothing else is."""
    row, expected = ROWS[number]
    if expected == WRONG:
        with pytest.raises(SlakitError):
            event_rows.event_of(AT, *row, None)
    elif expected != NOTHING or "tags" not in row:
        event_rows.event_of(AT, *row, None)


@pytest.mark.parametrize(
    "event",
    [
        Message(at=AT, author="agent"),
        Message(at=AT, author="customer", public=False),
        Change(at=AT, fields={"status": "solved"}),
        Signal(at=AT, name="sold"),
        Merge(at=AT, into="B"),
        DueSet(at=AT, metric="resolution", due_at=on("Tue 09:00"), author="ana"),
        DueSet(at=AT, metric="resolution", due_at=None),
        Exemption(at=AT, metric="resolution", reason="storm", author="ana"),
    ],
    ids=repr,
)
def test_every_kind(event: Any) -> None:
    """An event of every kind is read from the row that tells of it."""
    ((at, *row),) = rows_of_event(event)
    assert event == event_rows.event_of(at, *row, None)


def test_kinds() -> None:
    """A kind that there is not is refused with those that there are."""
    with pytest.raises(TableError, match="'call' is no kind of event; give one of message, note"):
        event_rows.event_of(AT, "call", None, None, None, None)


@pytest.mark.parametrize("value", ["2024-05-06T18:00", AT.replace(hour=18, tzinfo=None)], ids=repr)
def test_local_due_times(value: Any) -> None:
    """A due time that was set is told in the zone of the table, and never without one."""
    row = "due_set", None, "resolution", value
    found = event_rows.event_of(AT, *row, ZoneInfo("Europe/Madrid"))
    assert on("Mon 16:00") == found.due_at
    with pytest.raises(NaiveDatetimeError):
        event_rows.event_of(AT, *row, None)
