"""Measures as plain data."""

from __future__ import annotations

import json
from datetime import timedelta
from decimal import Decimal

import pytest

from slakit import Count, Objective, Outage, measure
from tests.reports.objectives.made import at, clock

END, DAY = at("05-01 00:00"), at("04-10 00:00")


def test_share() -> None:
    """A share of clocks has its counts, its interval and its budget."""
    slo = Objective(name="slo", attain="50%", metric="resolution", window="calendar month, UTC")
    clocks = [clock("met", DAY)] * 3 + [clock("missed", DAY), clock("on_track")]
    data = measure(slo, at=END, clocks=clocks).to_data()
    low, high = data.pop("interval")
    assert 0 < low < 0.75 < high < 1
    assert {
        "objective": "slo",
        "kind": "attain",
        "start": "2024-04-01T00:00:00+00:00",
        "end": "2024-05-01T00:00:00+00:00",
        "at": "2024-05-01T00:00:00+00:00",
        "complete": True,
        "value": 0.75,
        "verdict": "met",
        "final": "met",
        "count": 4,
        "good": 3,
        "open": 1,
        "agreed": None,
        "downtime": None,
        "budget": {
            "unit": "clocks",
            "allowed": 2.0,
            "spent": 1.0,
            "remaining": 1.0,
            "left": 0.5,
            "burn_rate": 0.5,
        },
    } == data


def test_others() -> None:
    """Lengths are texts, volumes are texts, and all of it is JSON."""
    up = Objective(name="up", availability="99.9%", window="calendar month, UTC")
    mean = Objective(name="mean", average="4h", metric="resolution", window="calendar month, UTC")
    volume = Objective(name="v", volume={"of": "x", "at_least": 1}, window="calendar month, UTC")
    found = [
        measure(up, at=END, outages=[Outage(DAY, DAY + timedelta(minutes=30))]),
        measure(mean, at=END, clocks=[clock("met", DAY)]),
        measure(volume, at=END, counts=[Count(DAY, Decimal("0.10"), "x")]),
    ]
    read = [json.loads(json.dumps(each.to_data())) for each in found]
    assert [pytest.approx(1 - 30 / 43200), "PT1H", "0.10"] == [each["value"] for each in read]
    assert ("PT30M", "PT720H") == (read[0]["downtime"], read[0]["agreed"])
