"""What policy sets have in common: histories, and runs of clocks."""

from __future__ import annotations

from typing import Any

import pytest

from slakit import vary
from slakit.backtest.stage_one import readings_of
from tests.evaluation.desks import desk, promising


def test_one_history() -> None:
    """Sets of the same statuses share their histories, and clocks in the same words their runs."""
    one, other = promising(resolution="4h"), promising(resolution="2h", first_response="1h")
    [shared] = readings_of({"one": one, "other": other})
    assert 2 == len(shared.machines)


@pytest.mark.parametrize(
    "words",
    [
        {"statuses": {"paused": ["held"]}},
        {"policies": [{"name": "all", "from": "2024-05-07T00:00Z", "calendar": "office",
                       "targets": {"resolution": "4h"}}]},
        {"versions": "pin"},
    ],
)  # fmt: skip
def test_histories_apart(words: dict[str, Any]) -> None:
    """Other statuses, effects of versions, and pinned versions make another history."""
    policy = {"name": "all", "calendar": "office", "targets": {"resolution": "4h"}}
    sets = {"one": desk(policy), "other": desk(*words.pop("policies", [policy]), **words)}
    assert 2 == len(readings_of(sets))


def test_pauses() -> None:
    """Where only pauses differ, a clock that heeds them is run twice, and others once."""
    one = promising(resolution="4h", first_response="1h")
    [shared] = readings_of({"one": one, "other": vary(one, pause="none")})
    assert 3 == len(shared.machines)


def test_same_promise() -> None:
    """What is promised alike in two sets is one promise, and what differs is another."""
    one = promising(resolution={"by": "priority", "high": "2h", "else": "4h"})
    other = promising(resolution={"by": "priority", "high": "2h", "else": "5h"})
    [shared] = readings_of({"one": one, "other": other})
    mine, theirs = (lines["resolution"] for lines in shared.lines.values())
    assert mine.promise({"priority": "high"}) is theirs.promise({"priority": "high"})
    assert mine.promise({"priority": "low"}) is not theirs.promise({"priority": "low"})
    assert mine.promise({"priority": 3}) is None
