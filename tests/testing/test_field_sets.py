"""The fields that tickets carry so that every policy, row and table is met."""

from __future__ import annotations

from typing import Any

import pytest

from slakit import PolicySet
from slakit.testing.field_sets import (
    calendar_fields,
    carried_fields,
    field_sets,
    fields_counted_from,
    satisfying,
    signal_names,
)

OFFICE = {"tz": "UTC", "hours": "Mon-Fri 09:00-18:00"}


def desk(*policies: dict[str, Any], **of_set: Any) -> PolicySet:
    return PolicySet.model_validate(
        {
            "calendars": {"office": OFFICE, "night": OFFICE},
            "policies": [
                {"name": f"p{i}", "calendar": "office", "targets": {"resolution": "4h"}, **policy}
                for i, policy in enumerate(policies)
            ],
            **of_set,
        }
    )


@pytest.mark.parametrize(
    ("expected", "level"),
    [
        ({"tier": "gold"}, {"tier": "gold"}),
        ({"tier": "gold"}, {"tier": ["gold", "silver"]}),
        ({}, {"tier": None}),
        ({"n": 1000}, {"n": {"ge": 1000, "lt": 5000}}),
        ({"n": 1001}, {"n": {"gt": 1000}}),
        ({"n": 999}, {"n": {"lt": 1000}}),
        ({"name": "Ana"}, {"name": {"starts_with": "Ana"}}),
        ({"tier": "gold"}, {"tier": {"in": ["gold", "tin"]}}),
        ({"owner": "given"}, {"owner": {"present": True}}),
        ({}, {"owner": {"present": False}}),
        ({}, {"owner": {"absent": True}}),
        ({"a": 1, "b": 2}, {"all": [{"a": 1}, {"b": 2}]}),
        ({"a": 1}, {"any": [{"a": 1}, {"b": 2}]}),
        ({}, {"not": {"a": 1}}),
        # How a ticket stands is told by events.
        ({}, {"category": "paused"}),
        ({}, {"since": "agent_reply", "until": "customer_reply"}),
    ],
)
def test_satisfying(expected: dict[str, Any], level: dict[str, Any]) -> None:
    """A condition holds under the fields that are found for it, as far as fields go."""
    assert expected == satisfying(level)


def test_policies_and_rows() -> None:
    """Each policy is matched, and each entry and row of its targets chosen."""
    rows = [{"when": {"vip": True}, "amount": "1h"}, {"amount": "4h"}]
    table = {"by": "priority", "high": "2h", "low": "8h"}
    policies = desk(
        {"when": {"tier": "gold"}, "targets": {"resolution": table, "first_response": rows}}, {}
    )
    gold = {"tier": "gold"}
    assert [
        {},
        gold,
        {**gold, "priority": "high"},
        {**gold, "priority": "low"},
        {**gold, "vip": True},
    ] == field_sets(policies)


@pytest.mark.parametrize(
    ("calendar", "expected"),
    [
        ("field(site)", [{}, {"site": "office"}, {"site": "night"}]),
        ({"by": "country", "BR": "office", "else": "night"}, [{}, {"country": "BR"}]),
        (
            [{"when": {"urgent": True}, "calendar": "night"}, {"calendar": "office"}],
            [{}, {"urgent": True}],
        ),
    ],
)
def test_calendars(calendar: Any, expected: list[dict[str, Any]]) -> None:
    """Each calendar to which a ticket may lead is led to."""
    assert expected == field_sets(desk({"calendar": calendar}))


def test_row_calendar() -> None:
    """The calendar that a row takes from a field is named."""
    row = {"amount": "4h", "calendar": "field(site)"}
    assert [{}, {"site": "office"}] == field_sets(desk({"targets": {"resolution": row}}))


def test_carried() -> None:
    """What a ticket is promised by its own fields is known by kind."""
    targets = {"resolution": "at(due_date) next_open", "first_response": "field(promised)"}
    assert {"due_date": "at", "promised": "field"} == carried_fields(desk({"targets": targets}))


def test_signals() -> None:
    """The signals of promised metrics are known, those of others not asked for."""
    metrics = {
        "visit": {
            "start": {"signal": "sold"},
            "stop": {"any": [{"signal": "done"}, "agent_reply"]},
        },
        "other": {"start": {"signal": "never"}, "stop": "agent_reply"},
    }
    policies = desk({"targets": {"visit": "4h"}}, metrics=metrics)
    assert ["sold", "done"] == signal_names(policies)


def test_calendar_fields() -> None:
    """Only fields without which there is no calendar are filled, each by a calendar or a key."""
    target = {"amount": "4h", "calendar": "field(own)"}
    hours = {"tz": "UTC", "hours": "Mon-Fri 09:00-18:00"}
    tables = [{"by": "country", "BR": "b"}, {"by": "region", "north": "b", "else": "a"}]
    policies = [
        {"name": f"p{number}", "calendar": calendar, "targets": {"resolution": target}}
        for number, calendar in enumerate(["field(site)", *tables])
    ]
    found = PolicySet.model_validate({"calendars": {"a": hours, "b": hours}, "policies": policies})
    assert {"own": "a", "site": "a", "country": "BR"} == calendar_fields(found)


def test_fields_counted_from() -> None:
    """Policies say which field their clocks count from; every ticket has its creation."""
    hours = {"tz": "UTC", "hours": "Mon-Fri 09:00-18:00"}
    policies = [
        {"name": f"p{number}", "calendar": "a", "targets": {"resolution": "4h"}, **more}
        for number, more in enumerate(
            [{}, {"counts_from": "field(opened)"}, {"counts_from": "field(created_at)"}]
        )
    ]
    found = PolicySet.model_validate({"calendars": {"a": hours}, "policies": policies})
    assert {"opened"} == fields_counted_from(found)
