"""Engines that are kept from table to table."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from slakit import PolicySet
from tests.evaluation.desks import desk, on

pytest.importorskip("numpy", reason="numpy is not installed")
frames = pytest.importorskip("slakit.frames")
engines = pytest.importorskip("slakit.frames.evaluating.engines")

TARGETS = {"resolution": {"by": "priority", "high": "1h", "else": "8h"}}
POLICIES = desk({"name": "all", "calendar": "office", "targets": TARGETS})


def amounts(priorities: list[Any], policies: PolicySet = POLICIES) -> list[str]:
    """Return what is promised to tickets of priorities."""
    tickets = {
        "id": [str(number) for number in range(len(priorities))],
        "created_at": [on("Mon 09:00")] * len(priorities),
        "priority": priorities,
    }
    return [*frames.evaluate_frame(policies, tickets, at=on("Mon 10:00")).clocks["amount"]]


def test_from_table_to_table() -> None:
    """What one table has taught serves the next, however that one begins."""
    assert ["1h", "8h"] == amounts(["high", "low"])
    assert ["8h", "8h", "1h"] == amounts(["none", None, "high"])
    assert ["1h"] == amounts(["high"])


def test_kept() -> None:
    """A policy set has one engine, and only one that is at work elsewhere is new."""
    with engines.borrowed(POLICIES) as first, engines.borrowed(POLICIES) as second:
        assert first is not second
    with engines.borrowed(POLICIES) as third:
        assert third in (first, second)


def test_order_of_the_clocks() -> None:
    """Sets that are equal may name their targets in another order, and keep it."""
    orders = []
    for names in (("first_response", "resolution"), ("resolution", "first_response")):
        made = desk({"name": "all", "calendar": "office", "targets": dict.fromkeys(names, "1h")})
        tickets = {"id": ["A"], "created_at": [on("Mon 09:00")]}
        found = frames.evaluate_frame(made, tickets, at=on("Mon 10:00"))
        orders.append([*found.clocks["metric"]])
    assert [["first_response", "resolution"], ["resolution", "first_response"]] == orders


def test_stopped() -> None:
    """One that an error stopped is not used again."""
    with pytest.raises(KeyError), engines.borrowed(POLICIES) as stopped:
        raise KeyError
    with engines.borrowed(POLICIES) as following:
        assert following is not stopped


def test_few() -> None:
    """Only so many policy sets have one that waits."""
    for hours in range(1, engines.KEPT + 3):
        targets = {"resolution": f"{hours}h"}
        made = desk({"name": "all", "calendar": "office", "targets": targets})
        assert [f"{hours}h"] == amounts([None], made)
    assert engines.KEPT == len(engines._IDLE)


def test_threads() -> None:
    """Threads that evaluate at once do not disturb each other."""
    wanted = ["high", "low"] * 40
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(amounts, [wanted[start:] for start in range(16)]))
    expected = ["1h", "8h"] * 40
    assert [expected[start:] for start in range(16)] == found
