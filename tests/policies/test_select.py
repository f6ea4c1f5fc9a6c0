"""A compiled policy set: which policy is in force for a ticket, and in which hours it counts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from slakit import PolicyError
from slakit.instants import since_epoch
from slakit.policies.select import CompiledPolicy
from tests.policies.desks import desk


def on(day: int) -> timedelta:
    """Return the beginning of a day of 2024, counted from 1."""
    return since_epoch(datetime(2024, 1, 1, tzinfo=UTC), "at") + timedelta(days=day - 1)


NOW = on(100)
VERSIONS = (
    {"name": "gold", "when": {"tier": "gold"}},
    {"name": "gold", "when": {"tier": ["gold", "silver"]}, "from": "2024-01-10T00:00:00Z"},
    {"name": "gold", "when": {"tier": "silver"}, "from": "2024-01-20T00:00:00Z"},
    {"name": "new", "from": "2024-01-15T00:00:00Z"},
)


class TestSelect:
    @pytest.mark.parametrize(
        ("fields", "expected"),
        [
            ({"tier": "gold", "region": "eu"}, "both"),
            ({"tier": "gold"}, "gold"),
            ({"region": "eu"}, "rest"),
            ({}, "rest"),
        ],
    )
    def test_first_match(self, fields: dict[str, Any], expected: str) -> None:
        """Policies are asked in order; one without a condition holds for all that are left."""
        selector = desk(
            {"name": "both", "when": {"tier": "gold", "region": "eu"}},
            {"name": "gold", "when": {"tier": "gold"}},
            {"name": "rest"},
            {"name": "never"},
        )._selector
        found = selector.select(fields, NOW)
        assert found is not None
        assert expected == found.name

    def test_no_match(self) -> None:
        """Where no policy holds there is none."""
        selector = desk({"when": {"tier": "gold"}})._selector
        assert selector.select({"tier": "tin"}, NOW) is None

    def test_mismatch(self) -> None:
        """A value that a policy could never match is an error, and no other policy."""
        selector = desk({"when": {"n": 1}}, {})._selector
        with pytest.raises(PolicyError, match=r"fields\.n: .* never match"):
            selector.select({"n": "1"}, NOW)

    @pytest.mark.parametrize(
        ("day", "tier", "name", "version"),
        [
            (1, "gold", "gold", None),
            (1, "silver", None, None),
            (9, "silver", None, None),
            # From its very instant on.
            (10, "silver", "gold", "2024-01-10T00:00:00+00:00"),
            (10, "gold", "gold", "2024-01-10T00:00:00+00:00"),
            (14, "tin", None, None),
            (15, "tin", "new", "2024-01-15T00:00:00+00:00"),
            (19, "gold", "gold", "2024-01-10T00:00:00+00:00"),
            (20, "gold", "new", "2024-01-15T00:00:00+00:00"),
            (20, "silver", "gold", "2024-01-20T00:00:00+00:00"),
        ],
    )
    @pytest.mark.parametrize("turned", [False, True])
    def test_versions(
        self, day: int, tier: str, name: str | None, version: str | None, turned: bool
    ) -> None:
        """The version that has taken effect last counts, in whatever order they stand."""
        gold, new = VERSIONS[:3], VERSIONS[3:]
        policies = (*gold[::-1], *new) if turned else VERSIONS
        found = desk(*policies)._selector.select({"tier": tier}, on(day))
        assert (name, version) == (found and found.name, found and found.version)

    def test_candidates(self) -> None:
        """Each policy has one version at an instant, or none yet."""
        selector = desk(*VERSIONS)._selector

        def names(day: int) -> list[tuple[str, str | None]]:
            return [(each.name, each.version and each.version[:10])
                    for each in selector.candidates(on(day))]  # fmt: skip

        assert [("gold", None)] == names(1)
        assert [("gold", "2024-01-10"), ("new", "2024-01-15")] == names(15)
        assert [("gold", "2024-01-20"), ("new", "2024-01-15")] == names(366)

    def test_version_of(self) -> None:
        """Of one policy, the version that holds is the one in force if it matches."""
        selector = desk(*VERSIONS)._selector
        gold, new = selector.policies
        assert gold[1] is selector.version_of(gold, {"tier": "silver"}, on(10))
        assert None is selector.version_of(gold, {"tier": "tin"}, on(10))
        assert None is selector.version_of(new, {}, on(14))
        assert new[0] is selector.version_of(new, {}, on(15))

    def test_effects(self) -> None:
        """The instants at which versions take effect are known, in order and once each."""
        late = {"name": "late", "from": "2024-01-10T01:00:00+01:00"}
        assert (on(10), on(15), on(20)) == desk(*VERSIONS[::-1], late)._selector.effects
        assert () == desk({})._selector.effects

    def test_default_is_last(self) -> None:
        """The default is tried after all others, wherever it stands."""
        selector = desk({"name": "rest", "default": True}, {"when": {"tier": "gold"}})._selector
        names = [found.name for tier in ("gold", "tin")
                 if (found := selector.select({"tier": tier}, NOW))]  # fmt: skip
        assert ["p1", "rest"] == names


class TestHours:
    def policy(self, **policy: Any) -> CompiledPolicy:
        return desk(policy)._selector.policies[0][0]

    def length(self, policy: CompiledPolicy, **fields: Any) -> float:
        """Return the hours of work on a Monday."""
        row = policy.targets["resolution"].select(fields)
        start = datetime(2024, 5, 6, tzinfo=UTC)
        timeline = policy.hours(row, fields)
        return timeline.elapsed(start, start + timedelta(days=1)) / timedelta(hours=1)

    def test_of_the_policy(self) -> None:
        """A policy's calendar counts where a row names no other, also where there is no row."""
        assert 8 == self.length(self.policy())
        assert 7 == self.length(self.policy(calendar="field(site)"), site="late")
        rows = {"by": "priority", "high": "1h"}
        assert 8 == self.length(self.policy(targets={"resolution": rows}))

    @pytest.mark.parametrize(("calendar", "hours"), [("late", 7), ("field(site)", 8)])
    def test_of_the_row(self, calendar: str, hours: float) -> None:
        """A row may name another, or the field that does."""
        row = {"amount": "4h", "calendar": calendar}
        policy = self.policy(calendar="late" if hours == 8 else "office",
                             targets={"resolution": row})  # fmt: skip
        assert hours == self.length(policy, site="office")


def test_fields() -> None:
    """What the choice depends on is known, so that other changes need not be looked at."""
    selector = desk(
        {"when": {"tier": "gold", "any": [{"a": 1}, {"b": 1}]}, "calendar": "field(site)"},
        {"targets": {"resolution": "field(promised)", "first_response": {"by": "p", "x": "4h"}}},
        {"targets": {"resolution": [{"when": {"c": 1}, "amount": "at(due)"}, {"amount": "4h"}]}},
        {"counts_from": "field(sold_at)"},
    )._selector
    assert {"tier", "a", "b", "site", "promised", "p", "c", "due", "sold_at"} == selector.fields


def test_machines() -> None:
    """How a clock goes is known before, but for one that pauses as the policy in force says."""
    none = {"pause": "none"}
    alike = desk({}, {"pause": {"category": "paused"}})._selector
    assert {"resolution"} == alike.machines.keys()
    assert 0 != alike.machines["resolution"].pause
    assert 0 == desk(none)._selector.machines["resolution"].pause
    assert {} == desk({}, none)._selector.machines
    unlike = {"first_response": "1h", "resolution": "4h"}
    found = desk({"targets": unlike}, {**none, "targets": unlike})._selector.machines
    assert {"first_response"} == found.keys()
