"""Which policy is in force for a ticket."""

from __future__ import annotations

from typing import Any

import pytest

from slakit import PolicySet

OFFICE = {"tz": "UTC", "hours": "Mon-Fri 09:00-17:00"}


def names(*policies: dict[str, Any]) -> Any:
    desk = PolicySet.model_validate(
        {
            "calendars": {"office": OFFICE},
            "policies": [
                {"calendar": "office", "targets": {"resolution": "4h"}, **each} for each in policies
            ],
        }
    )
    return desk._selector


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"tier": "gold", "region": "eu"}, "both"),
        ({"tier": "gold"}, "gold"),
        ({"region": "eu"}, "rest"),
        ({}, "rest"),
    ],
)
def test_first_match(fields: dict[str, Any], expected: str) -> None:
    """The policies are asked in order; one without a condition holds for all that are left."""
    selector = names(
        {"name": "both", "when": {"tier": "gold", "region": "eu"}},
        {"name": "gold", "when": {"tier": "gold"}},
        {"name": "rest"},
        {"name": "never"},
    )
    assert expected == selector.select(fields).name


def test_no_match() -> None:
    """Where no policy holds there is none."""
    assert names({"name": "gold", "when": {"tier": "gold"}}).select({"tier": "tin"}) is None


def test_fields() -> None:
    """What the choice depends on is known, so that other changes need not be looked at."""
    selector = names(
        {"name": "a", "when": {"tier": "gold"}, "targets": {"resolution": "field(promised)"}},
        {"name": "b", "targets": {"resolution": {"by": "priority", "else": "at(due)"}}},
    )
    assert {"tier", "promised", "priority", "due"} == set(selector.fields)
