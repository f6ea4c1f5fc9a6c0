"""``slakit schema``."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Run
from tests.json_schema import dangling, undescribed, unexampled


@pytest.mark.parametrize(
    ("kind", "keys"),
    [
        ("recovery", {"slakit", "calendar", "steps", "team_field", "causes", "templates"}),
        ("policy", {"slakit", "calendars", "statuses", "policies"}),
        ("source", {"slakit", "rows", "tz", "times", "missing", "delimiter", "map"}),
        ("ticket", {"id", "created_at", "fields", "events", "opened_by", "resolved_at"}),
        ("evaluation", {"ticket", "at", "status", "due_at", "next_change_at", "clocks"}),
    ],
)
def test_keys(run: Run, kind: str, keys: set[str]) -> None:
    """A schema has the keys of what it describes; files may begin with the version."""
    outcome = run("schema", kind)
    assert (0, "") == (outcome.code, outcome.err)
    assert "https://json-schema.org/draft/2020-12/schema" == outcome.data["$schema"]
    assert keys <= outcome.data["properties"].keys()


def test_calendar(run: Run) -> None:
    """A calendar is one of two kinds."""
    data = run("schema", "calendar").data
    assert 2 == len(data["anyOf"])
    for name in ("BusinessCalendar", "CombinedCalendar"):
        assert {"const": 1} == {"const": data["$defs"][name]["properties"]["slakit"]["const"]}


def test_default(run: Run) -> None:
    """Without a word it is the policy set; it is JSON with and without the option."""
    assert run("schema", "policy").out == run("schema").out == run("schema", "--json").out


def test_lengths(run: Run) -> None:
    """Lengths of an evaluation are texts, as they are written."""
    reading = run("schema", "evaluation").data["$defs"]["ClockReading"]["properties"]
    assert {"type": "string"} == {"type": reading["elapsed"]["type"]}


@pytest.mark.parametrize(
    "kind", ["policy", "calendar", "source", "ticket", "evaluation", "recovery"]
)
def test_described(run: Run, kind: str) -> None:
    """Whoever completes a key is told what it is for and what it looks like."""
    data = run("schema", kind).data
    assert [] == undescribed(data)
    assert [] == unexampled(data)
    assert [] == dangling(data)
