"""The JSON Schema of an evaluation describes exactly what is written."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import UTC, datetime
from typing import Any, get_args

import pytest

from slakit import (
    Change,
    ClockReading,
    Evaluation,
    Exemption,
    Merge,
    Message,
    PolicySet,
    Ticket,
    evaluate,
)
from slakit.evaluation.reading import ClockState, Status
from slakit.evaluation.schema import EVALUATION_SCHEMA
from tests.json_schema import dangling, faults, undescribed

DESK = PolicySet.model_validate(
    {
        "calendars": {"office": {"tz": "Europe/Madrid", "hours": "Mon-Fri 09:00-17:00"}},
        "statuses": {"paused": ["waiting"], "resolved": ["solved"]},
        "metrics": {"sale": {"start": {"signal": "lead"}, "stop": "agent_reply"}},
        "policies": [
            {
                "name": "gold",
                "from": "2024-01-01T00:00:00Z",
                "calendar": "office",
                "targets": {
                    "first_response": "1h",
                    "resolution": "1bd",
                    "total_resolution": "none",
                    "sale": "24h wall",
                },
                "warn": {"soon": {"at": "50%", "to": ["lead"]}, "last": "-30m"},
                "escalate": ["+0m"],
            }
        ],
    }
)


def at(hour: int, day: int = 6) -> datetime:
    return datetime(2024, 5, day, hour, tzinfo=UTC)


EXEMPT = Exemption(at=at(12), metric="first_response", reason="storm", author="Ana")
HISTORIES: dict[str, tuple[Any, ...]] = {
    "nothing": (),
    "paused": (Change(at=at(9), fields={"status": "waiting"}),),
    "stopped": (
        Message(at=at(8), author="agent"),
        Change(at=at(9), fields={"status": "solved"}),
    ),
    "late": (Message(at=at(10), author="agent"),),
    "exempt": (EXEMPT,),
    "cancelled": (Merge(at=at(9), into="T-2"),),
}


def written(name: str, when: datetime) -> Any:
    ticket = Ticket(id="T-1", created_at=at(7), fields={}, events=HISTORIES[name])
    return json.loads(json.dumps(evaluate(DESK, ticket, at=when).to_data()))


@pytest.mark.parametrize("when", [at(6), at(7), at(9), at(13), at(13, day=9)])
@pytest.mark.parametrize("name", HISTORIES)
def test_valid(name: str, when: datetime) -> None:
    """Whatever became of a ticket, what is written is valid."""
    assert [] == faults(EVALUATION_SCHEMA, written(name, when))


def test_every_state() -> None:
    """The histories above meet every state, and nearly every status."""
    found = [
        clock
        for name in HISTORIES
        for hour in (7, 8, 9, 13)
        for clock in written(name, at(hour))["clocks"]
    ]
    assert set(get_args(ClockState)) == {clock["state"] for clock in found}
    assert {"at_risk", "breached", "missed", "met", "no_target", "paused", "idle", "cancelled"} <= {
        clock["status"] for clock in found
    }
    assert any(clock["exempt"] for clock in found)


def test_keys() -> None:
    """What is written has the keys of the schema, in its order, and no others."""
    evaluation = written("exempt", at(13))
    parts = EVALUATION_SCHEMA["$defs"]
    (exempt,) = (clock["exempt"] for clock in evaluation["clocks"] if clock["exempt"])
    for part, data in (
        (EVALUATION_SCHEMA, evaluation),
        (parts["ClockReading"], evaluation["clocks"][0]),
        (parts["Notice"], evaluation["clocks"][0]["warnings"][0]),
        (parts["Exempted"], exempt),
    ):
        assert list(part["properties"]) == list(data) == part["required"]
        assert part["additionalProperties"] is False
    told = {field.name for field in fields(Evaluation) if field.init and field.repr}
    assert told == evaluation.keys()
    assert {*ClockReading._fields} < evaluation["clocks"][0].keys()


def test_words() -> None:
    """The words of states and statuses are those of the readings."""
    reading = EVALUATION_SCHEMA["$defs"]["ClockReading"]["properties"]
    assert list(get_args(Status)) == reading["status"]["enum"]
    assert list(get_args(ClockState)) == reading["state"]["enum"]
    assert reading["status"]["enum"] == EVALUATION_SCHEMA["properties"]["status"]["enum"]


def test_described() -> None:
    """Every key is described, and every reference leads somewhere."""
    assert [] == undescribed(EVALUATION_SCHEMA) == dangling(EVALUATION_SCHEMA)


@pytest.mark.parametrize(
    ("key", "value"),
    [("status", "late"), ("at", None), ("at", "noon"), ("due_at", 5), ("clocks", {}), ("new", 1)],
)
def test_refuses(key: str, value: Any) -> None:
    """Anything else is not valid."""
    assert faults(EVALUATION_SCHEMA, {**written("nothing", at(8)), key: value})
