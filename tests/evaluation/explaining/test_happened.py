"""What happened at an instant, as data."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from slakit import Change, DueSet, Exemption, Merge, Message, Signal
from slakit.evaluation.explaining.happened import causes_at, happened, plain_value, told
from slakit.evaluation.history import History
from slakit.instants import since_epoch
from tests.evaluation.desks import on, ticket

AT = on("Mon 10:00")


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (Message(at=AT, author="agent"), {"code": "agent_reply"}),
        (Message(at=AT, author="bot"), {"code": "bot_reply"}),
        (Message(at=AT, author="agent", public=False), {"code": "internal_note"}),
        (Signal(at=AT, name="sold"), {"code": "signal", "name": "sold"}),
        (Change(at=AT, fields={"a": 1}), {"code": "changed", "field": "a", "value": 1}),
        (Change(at=AT, fields={"a": None}), {"code": "cleared", "field": "a"}),
        (DueSet(at=AT, metric="resolution", due_at=AT), {"code": "due_set"}),
        (
            DueSet(at=AT, metric="resolution", due_at=AT, author="bo"),
            {"code": "due_set_by", "author": "bo"},
        ),
        (DueSet(at=AT, metric="resolution", due_at=None), {"code": "due_taken_back"}),
        (Exemption(at=AT, reason="why", author="bo"), {"code": "exemption"}),
        (Merge(at=AT, into="T-9"), {"code": "merge"}),
    ],
)
def test_told(event: Any, expected: dict[str, Any]) -> None:
    """Every kind of event has a code, and what is needed to say it."""
    assert [expected] == told([event])


def test_fields() -> None:
    """Of a change the fields that matter are told; where none does, all of them."""
    change = Change(at=AT, fields={"a": 1, "b": 2})
    assert ["b"] == [each["field"] for each in told([change], {"b", "c"})]
    assert ["a", "b"] == [each["field"] for each in told([change], {"c"})]


def test_causes() -> None:
    """Changes of the fields that matter go before what happened beside them."""
    changes = ("Mon 10:00", {"a": 1}), ("Mon 10:00", "agent"), ("Mon 10:00", {"b": 1})
    history = History(ticket(*changes), since_epoch(AT, ""))
    moment = since_epoch(AT, "")
    assert [{"b": 1}] == [each.fields for each in causes_at(history, moment, {"b"})]  # type: ignore[union-attr]
    assert 3 == len(causes_at(history, moment, {"c"}))


def test_happened() -> None:
    """The creation happened too; where nothing did, a version took effect."""
    history = History(ticket(("Mon 10:00", "agent")), since_epoch(on("Mon 12:00"), ""))
    assert [{"code": "created"}] == happened(history, since_epoch(on("Mon 09:00"), ""))
    assert [{"code": "agent_reply"}] == happened(history, since_epoch(AT, ""))
    assert [{"code": "version"}] == happened(history, since_epoch(on("Mon 11:00"), ""))


def test_plain_value() -> None:
    """A member of an enumeration of texts stays text; a date becomes one."""
    assert "2024-05-06" == plain_value(date(2024, 5, 6))
