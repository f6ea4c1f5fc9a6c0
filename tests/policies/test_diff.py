"""What one policy set says otherwise than another."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slakit import PolicySet
from slakit.policies.diff import Difference
from tests.policies.desks import LATE, OFFICE, desk

FROM = {"from": "2026-01-01T00:00:00Z"}


def told(before: PolicySet, after: PolicySet) -> list[str]:
    return [str(each) for each in before.diff(after)]


def test_amount() -> None:
    """A changed amount stands under its policy and metric, whatever number the policy has."""
    before = desk({}, {"name": "gold"})
    after = desk({}, {"name": "gold", "targets": {"resolution": "2h"}})
    path = ("policies", "gold", "targets", "resolution")
    assert (Difference(path, "4h", "2h"),) == before.diff(after)
    assert ["policies.gold.targets.resolution: '2h' -> '4h'"] == told(after, before)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (
            {"targets": {"resolution": {"by": "p", "high": "1h", "low": "2h"}}},
            {"targets": {"resolution": {"by": "p", "high": "30m", "new": "5h"}}},
            [
                "policies.p0.targets.resolution.high: '1h' -> '30m'",
                "policies.p0.targets.resolution.low: '2h' -> absent",
                "policies.p0.targets.resolution.new: absent -> '5h'",
            ],
        ),
        (
            {"targets": {"resolution": "4h"}},
            {"targets": {"resolution": {"by": "p", "high": "4h"}}},
            ["policies.p0.targets.resolution: '4h' -> {'by': 'p', 'high': '4h'}"],
        ),
        (
            {"calendar": "office"},
            {"calendar": "late"},
            ["policies.p0.calendar: 'office' -> 'late'"],
        ),
        ({}, {"warn": ["50%"]}, ["policies.p0.warn: absent -> ['50%']"]),
        (
            {"warn": {"soon": "50%"}},
            {"warn": {"soon": "75%", "last": "-1h"}},
            ["policies.p0.warn.soon: '50%' -> '75%'", "policies.p0.warn.last: absent -> '-1h'"],
        ),
        ({"sticky": True}, {"sticky": False}, ["policies.p0.sticky: True -> False"]),
        ({"when": {"a": 1}}, {"when": {"a": 2}}, ["policies.p0.when.a: 1 -> 2"]),
        ({"when": {"a": 1}}, {"when": {"a": True}}, ["policies.p0.when.a: 1 -> True"]),
        (
            {"when": {"a": [1, 2]}},
            {"when": {"a": [True, 2]}},
            ["policies.p0.when.a: [1, 2] -> [True, 2]"],
        ),
        # Null is a value of a condition, and nothing is none.
        (
            {"when": {"a": 1}},
            {"when": {"a": 1, "b": None}},
            ["policies.p0.when: {'a': 1} -> {'a': 1, 'b': None}"],
        ),
        ({"when": {"b": None}}, {"when": {"b": "x"}}, ["policies.p0.when.b: absent -> 'x'"]),
        ({"when": {"a": 1}}, {}, ["policies.p0.when: {'a': 1} -> absent"]),
    ],
)
def test_of_a_policy(before: Any, after: Any, expected: list[str]) -> None:
    """One value that differs is one difference, at the innermost place."""
    assert expected == told(desk(before), desk(after))


def test_added_and_removed() -> None:
    """A policy that only one of them has is one difference, whole."""
    before, after = desk({}), desk({}, {"name": "new"})
    new = after.policies[1].to_data()
    assert (Difference(("policies", "new"), None, new),) == before.diff(after)
    assert (Difference(("policies", "new"), new, None),) == after.diff(before)
    assert [f"policies.new: absent -> {new!r}"] == told(before, after)


def test_versions() -> None:
    """A version is told from the others by its instant."""
    before = desk({"name": "a"})
    after = desk({"name": "a"}, {"name": "a", **FROM, "targets": {"resolution": "1h"}})
    (added,) = before.diff(after)
    assert ("policies", "a from 2026-01-01T00:00:00Z") == added.path
    later = desk({"name": "a"}, {"name": "a", **FROM, "targets": {"resolution": "2h"}})
    assert [
        "policies.a from 2026-01-01T00:00:00Z.targets.resolution: '1h' -> '2h'"
    ] == told(after, later)  # fmt: skip


def test_order() -> None:
    """The first that matches counts, so another order of policies is a difference."""
    before, after = desk({"name": "a"}, {"name": "b"}), desk({"name": "b"}, {"name": "a"})
    assert ["policies: ['a', 'b'] -> ['b', 'a']"] == told(before, after)


def test_order_of_those_that_stay() -> None:
    """It is one too where others came and went; a new policy in between is none."""
    before = desk({"name": "a"}, {"name": "old"}, {"name": "b"})
    after = desk({"name": "b"}, {"name": "new"}, {"name": "a"})
    assert ["policies.old", "policies.new", "policies"] == [
        ".".join(each.path) for each in before.diff(after)
    ]
    assert Difference(("policies",), ["a", "b"], ["b", "a"]) == before.diff(after)[-1]
    between = desk({"name": "a"}, {"name": "new"}, {"name": "old"}, {"name": "b"})
    assert [("policies", "new")] == [each.path for each in before.diff(between)]


def test_calendars_and_words_of_the_set() -> None:
    """Calendars, statuses, metrics and conventions are compared as well."""
    before = desk(statuses={"paused": ["waiting"]}, metrics={"resolution": {"again": "count"}})
    after = desk(
        calendars={"office": {**OFFICE, "tz": "Europe/Madrid"}, "new": LATE},
        match="all",
        pause="none",
    )
    assert [
        "calendars.office.tz: 'UTC' -> 'Europe/Madrid'",
        f"calendars.late: {LATE!r} -> absent",
        f"calendars.new: absent -> {LATE!r}",
        "statuses: {'paused': ['waiting']} -> absent",
        "metrics: {'resolution': {'again': 'count'}} -> absent",
        "pause: absent -> 'none'",
        "match: absent -> 'all'",
    ] == sorted(told(before, after), key=lambda line: list(PolicySet.model_fields).index(
        line.partition(":")[0].partition(".")[0]))  # fmt: skip


def test_same() -> None:
    """Sets that are equal do not differ, however they are written."""
    assert () == desk().diff(desk())
    one = desk({"when": {"a": [1, 2], "b": "x"}, "calendar": ["office"]})
    two = desk({"when": {"b": {"is": "x"}, "a": (2.0, 1)}, "calendar": "office"})
    assert one == two
    assert () == one.diff(two)


values = st.sampled_from([None, True, 1, "1", ["1", None], {"present": True}])
policies = st.fixed_dictionaries(
    {"name": st.sampled_from("abc")},
    optional={
        "when": st.dictionaries(st.sampled_from("xy"), values, max_size=2),
        "calendar": st.sampled_from(["office", "late"]),
        "targets": st.sampled_from(
            [{"resolution": "4h"}, {"first_response": {"by": "x", "1": "2h"}}]
        ),
        "pause": st.sampled_from(["none", {"x": "y"}]),
    },
)
sets = st.lists(policies, min_size=1, max_size=3, unique_by=lambda each: each["name"])


@given(sets, sets)
def test_law(one: list[dict[str, Any]], two: list[dict[str, Any]]) -> None:
    """Two sets differ exactly when they are not equal, and the other way round the same."""
    before, after = desk(*one), desk(*two)
    found = before.diff(after)
    assert (before == after) is (not found)
    assert {(each.path, str(each.before), str(each.after)) for each in found} == {
        (each.path, str(each.after), str(each.before)) for each in after.diff(before)
    }
    assert len({each.path for each in found}) == len(found)
