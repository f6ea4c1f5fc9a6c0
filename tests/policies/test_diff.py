"""What one policy set says otherwise than another."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slakit import PolicySet
from slakit.policies.diff import Difference
from slakit.policies.profiles import load_profile
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


@pytest.mark.parametrize("key", ["warn", "escalate"])
def test_order_of_alerts(key: str) -> None:
    """Alerts are told in the order of their policy, so another order is a difference."""
    a, b, c = {"a": "100%"}, {"b": "+0m"}, {"c": "100%"}
    before, after = desk({key: {**a, **b}}), desk({key: {**b, **a}})
    path = ("policies", "p0", key)
    assert (Difference(path, ["a", "b"], ["b", "a"]),) == before.diff(after)
    # One that comes or goes is told, and moves no other.
    between = desk({key: {**a, **c, **b}})
    assert [f"policies.p0.{key}.c: absent -> '100%'"] == told(before, between)
    assert [f"policies.p0.{key}.c: '100%' -> absent"] == told(between, before)
    # Nor is there an order where a policy or all of its alerts came or went.
    assert [path] == [each.path for each in before.diff(desk())]
    gone = desk({"name": "other", key: {**b, **a}})
    assert [("policies", "p0"), ("policies", "other")] == [each.path for each in before.diff(gone)]


class TestProfiles:
    """What a profile says is said by the set that names it."""

    def test_other_profile(self) -> None:
        """Another profile is told with all that it changes: GLPI counts like Zammad's old engine,
        but for the closing, at which nobody is late, and what it calls a first response."""
        before, after = desk(profile="zammad_legacy"), desk(profile="glpi")
        found = told(before, after)
        assert "profile: 'zammad_legacy' -> 'glpi'" == found[0]
        assert "at_close: absent -> 'next_open'" in found
        assert not any(line.startswith("on_calendar_change") for line in found)
        assert ("metrics", "update") in {each.path[:2] for each in before.diff(after)}

    def test_without(self) -> None:
        """A profile that is given up takes its conventions with it."""
        found = told(desk(profile="plain"), desk())
        assert {"profile: 'plain' -> absent", "versions: 'pin' -> absent"} <= set(found)
        assert any(line.startswith("metrics.first_resolution: ") for line in found)

    def test_said_by_the_set(self) -> None:
        """Where the sets say the same themselves, their profiles make no difference."""
        own = {"at_close": "stay", "metrics": {"resolution": {"again": "ignore"}}}
        before, after = desk(profile="zammad_legacy", **own), desk(profile="glpi", **own)
        paths = {each.path for each in before.diff(after)}
        assert ("profile",) in paths
        assert not {("at_close",), ("metrics", "resolution", "again")} & paths

    def test_spelt_out(self) -> None:
        """A profile that is written out word by word changes nothing but its name."""
        data = load_profile("zendesk")
        words = {"statuses": data["statuses"], "metrics": data["metrics"], **data["conventions"]}
        assert ["profile: 'zendesk' -> absent"] == told(desk(profile="zendesk"), desk(**words))

    def test_same_profile(self) -> None:
        """Of one profile it is told what the sets say themselves."""
        before = desk(profile="zendesk")
        after = desk(profile="zendesk", on_calendar_change="slice")
        assert ["on_calendar_change: absent -> 'slice'"] == told(before, after)


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
        "warn": st.sampled_from([{"a": "50%", "b": "-1h"}, {"b": "-1h", "a": "50%"}, ["50%"]]),
    },
)
lists = st.lists(policies, min_size=1, max_size=3, unique_by=lambda each: each["name"])
profiles = st.sampled_from([None, "zendesk", "glpi", "servicenow"])
sets = st.builds(lambda rows, profile: desk(*rows, profile=profile), lists, profiles)


@given(sets, sets)
def test_law(before: PolicySet, after: PolicySet) -> None:
    """Two sets differ exactly when they are not equal, and the other way round the same."""
    found = before.diff(after)
    assert (before == after) is (not found)
    assert {(each.path, str(each.before), str(each.after)) for each in found} == {
        (each.path, str(each.after), str(each.before)) for each in after.diff(before)
    }
    assert len({each.path for each in found}) == len(found)
