"""Conditions, events and decisions as phrases."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

import pytest

from slakit import Decision
from slakit.evaluation.explaining.phrases import Phrases, condition_text, rejection_text
from slakit.wording import catalogue
from tests.evaluation.desks import on

SAY = Phrases(catalogue("en"), ZoneInfo("Europe/Madrid"))


@pytest.mark.parametrize(
    ("expected", "data"),
    [
        ("status: waiting", {"status": ["waiting"]}),
        ("status: waiting / parked", {"status": ["waiting", "parked"]}),
        ("tier: gold, vip: true", {"tier": "gold", "vip": True}),
        ("tier: null", {"tier": None}),
        ("impact ≥ 2, impact < 5", {"impact": {"ge": 2, "lt": 5}}),
        ("tier ≠ gold", {"tier": {"is_not": "gold"}}),
        ("tier not_in gold / silver", {"tier": {"not_in": ["gold", "silver"]}}),
        ("assignee present true", {"assignee": {"present": True}}),
        ("not (tier: gold)", {"not": {"tier": "gold"}}),
        ("any (tier: gold; impact > 1)", {"any": [{"tier": "gold"}, {"impact": {"gt": 1}}]}),
        (
            "since agent_reply, until customer_reply",
            {"since": "agent_reply", "until": "customer_reply"},
        ),
        (
            "since signal sold, until status: new",
            {"since": {"signal": "sold"}, "until": {"status": "new"}},
        ),
        ("since becomes status: new", {"since": {"becomes": {"status": "new"}}}),
        ("none", "none"),
    ],
)
def test_condition(expected: str, data: Any) -> None:
    """A condition reads as it stands in the policy, without the marks of any language of code."""
    assert expected == condition_text(data)


@pytest.mark.parametrize(
    ("expected", "condition", "found"),
    [
        ("tier: silver ≠ gold", {"tier": "gold"}, {"tier": "silver"}),
        ("tier: null ≠ gold / silver", {"tier": ["gold", "silver"]}, {"tier": None}),
        ("impact ≥ 2 (impact: 1)", {"impact": {"ge": 2}}, {"impact": 1}),
        (
            "any (tier: gold; vip: true) (tier: tin, vip: null)",
            {"any": [{"tier": "gold"}, {"vip": True}]},
            {"tier": "tin", "vip": None},
        ),
        ("since agent_reply", {"since": "agent_reply"}, {}),
    ],
)
def test_rejection(expected: str, condition: Any, found: Any) -> None:
    """A condition that does not hold is said with what the ticket has instead."""
    assert expected == rejection_text(condition, found)


@pytest.mark.parametrize(
    ("expected", "code", "parameters"),
    [
        ("no policy applies", "policy.none", {}),
        (
            "policy “gold” applies, in force since Mon 6 May 2024, 11:00",
            "policy.matched_version",
            {"policy": "gold", "version": "2024-05-06T09:00:00+00:00"},
        ),
        (
            "target of first response: 2 business days, calendar “office” (priority: high)",
            "target.chosen",
            {
                "metric": "first_response",
                "amount": "2bd",
                "calendar": "office",
                "condition": {"priority": "high"},
            },
        ),
        (
            "target of resolution: at(promised), calendar “office”",
            "target.chosen",
            {
                "metric": "resolution",
                "amount": "at(promised)",
                "calendar": "office",
                "condition": None,
            },
        ),
        (
            "due time set by hand by bo: now due Mon 6 May 2024, 11:00",
            "effect.due_set",
            {"event": [{"code": "due_set_by", "author": "bo"}], "due": "2024-05-06T09:00:00+00:00"},
        ),
        (
            "impact changed to “3” and vip cleared: reopened, the gap of 1 h 30 min counts",
            "effect.reopened_counted",
            {
                "event": [
                    {"code": "changed", "field": "impact", "value": 3},
                    {"code": "cleared", "field": "vip"},
                ],
                "length": "1h30m",
            },
        ),
        (
            "a new version of the policy takes effect: the target is now 4 h of business time",
            "effect.target_changed",
            {"event": [{"code": "version"}], "amount": "4h"},
        ),
    ],
)
def test_decision(expected: str, code: str, parameters: dict[str, Any]) -> None:
    """A decision is said with its instants in the zone of the calendar."""
    assert expected == SAY.decision(Decision(on("Mon 09:00"), code, parameters))
