"""Explanations as data."""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from slakit import Decision, Explanation, LedgerSpan, explain
from tests.evaluation.desks import on, promising, ticket


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        ("waiting", "waiting"),
        (3, 3),
        (0.5, 0.5),
        (True, True),
        (None, None),
        (Decimal("1.50"), "1.50"),
        (date(2024, 5, 6), "2024-05-06"),
        (on("Mon 09:00"), "2024-05-06T09:00:00+00:00"),
    ],
)
def test_json(value: Any, plain: Any) -> None:
    """Every kind of value that a field may have survives JSON, in spans and in decisions."""
    policies = promising(resolution={"by": "status", "else": "4h"})
    subject = ticket(("Mon 10:00", {"status": value}), fields={"category": "paused", "x": value})
    found = explain(policies, subject, "resolution", at=on("Mon 11:00"))
    data = json.loads(json.dumps(found.to_data()))
    again = Explanation.from_data(data)
    assert found == again
    held = [span.parameters["status"] for span in again.spans if span.reason == "paused"]
    assert [None] == held
    told = [event for each in again.decisions for event in each.parameters.get("event", ())]
    (event,) = [event for event in told if event["code"] in ("changed", "cleared")]
    assert plain == event.get("value")


def test_to_data() -> None:
    """Lengths are exact texts; a span without parameters has none."""
    found = explain(promising(), ticket(), "resolution", at=on("Mon 09:30"))
    data = found.to_data()
    assert [
        {
            "start": "2024-05-06T09:00:00+00:00",
            "end": "2024-05-06T09:30:00+00:00",
            "wall": "30m",
            "counted": "30m",
            "reason": "running",
        }
    ] == data["spans"]
    assert {"agent": "30m", "customer": "0s", "paused": "0s", "closed": "0s"} == data["parts"]
    assert None is data["latest_stop"]


def test_parts() -> None:
    """Time is the desk's, the customer's, held otherwise, or closed; what lies around is none."""
    reading = explain(promising(), ticket(), "resolution", at=on("Mon 12:00")).reading
    hour = timedelta(hours=1)
    kinds: list[tuple[Any, dict[str, Any]]] = [
        ("not_started", {}),
        ("running", {}),
        ("reopened_counted", {}),
        ("paused", {"waiting_for": "customer"}),
        ("paused", {"waiting_for": "desk"}),
        ("reopened_credited", {}),
        ("closed", {}),
        ("holiday", {"name": "Feast"}),
        ("special_hours", {"name": ""}),
        ("closure", {"name": ""}),
        ("after_stop", {}),
        ("cancelled", {}),
    ]
    start = on("Mon 00:00")
    spans = tuple(
        LedgerSpan(start + n * hour, start + (n + 1) * hour, hour, reason, parameters)
        for n, (reason, parameters) in enumerate(kinds)
    )
    found = Explanation("T-1", reading, spans, (Decision(start, "policy.none"),), None)
    expected = {"agent": 2 * hour, "customer": hour, "paused": 2 * hour, "closed": 4 * hour}
    assert expected == found.parts
