"""Policy sets in their compiled form."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from slakit import Change, Message, PolicySet, Ticket, evaluate
from slakit.policies.compile import fields_of_set, in_order, pause_rule
from slakit.policies.conditions import Level
from tests.policies.desks import desk

PAUSED = {"category": "paused"}
HOLD = {"status": "hold"}


def at(hour: int) -> datetime:
    """Return an hour of a Monday on which the office works from 9 to 17."""
    return datetime(2024, 5, 6, hour, tzinfo=UTC)


def ticket(*events: Any, **fields: Any) -> Ticket:
    return Ticket(id="T-1", created_at=at(9), fields=fields, events=events)


def change(hour: int, **fields: Any) -> Change:
    return Change(at=at(hour), fields=fields)


class TestOrder:
    def test_versions(self) -> None:
        """Versions stand together in the order in which they take effect, the first before all."""
        policies = desk(
            {"name": "a", "from": "2025-01-01T00:00:00Z"},
            {"name": "b"},
            {"name": "a"},
            {"name": "a", "from": "2024-01-01T00:00:00Z"},
        ).policies
        order = [
            [(policy.name, policy.starts and policy.starts.year) for policy in versions]
            for versions in in_order(policies)
        ]
        assert [[("a", None), ("a", 2024), ("a", 2025)], [("b", None)]] == order

    def test_default(self) -> None:
        """The default comes last with all of its versions; the others stay as they stand."""
        policies = desk(
            {"name": "rest", "default": True},
            {"name": "a"},
            {"name": "rest", "default": True, "from": "2024-01-01T00:00:00Z"},
            {"name": "b"},
        ).policies
        assert ["a", "b", "rest"] == [versions[0].name for versions in in_order(policies)]


class TestPause:
    @pytest.mark.parametrize(
        ("of_set", "of_policy", "expected"),
        [
            ({}, {}, PAUSED),
            ({"pause": HOLD}, {}, HOLD),
            ({"pause": HOLD}, {"pause": "policy"}, HOLD),
            ({"pause": "policy"}, {}, PAUSED),
            ({"pause": HOLD}, {"pause": PAUSED}, PAUSED),
            ({"pause": HOLD}, {"pause": "none"}, None),
            ({"pause": "none"}, {}, None),
            ({"pause": "none"}, {"pause": HOLD}, HOLD),
        ],
    )
    def test_rule(self, of_set: Any, of_policy: Any, expected: Any) -> None:
        """A policy says its own, or what the set says counts, or what everybody means."""
        policies = desk(of_policy, **of_set)
        rule = pause_rule(policies, policies.policies[0])
        assert (None if expected is None else Level.parse(expected)) == rule.level

    def test_heeded(self) -> None:
        """Clocks that heed the policy's rule stand still by it, and by nothing else."""
        waiting = ticket(change(10, status="hold"))
        targets = {"resolution": "4h", "first_response": "4h"}
        for rule, elapsed in ((HOLD, 1), ("none", 3)):
            found = evaluate(desk({"pause": rule, "targets": targets}), waiting, at=at(12))
            assert elapsed == found["resolution"].elapsed.total_seconds() / 3600
            assert 3 == found["first_response"].elapsed.total_seconds() / 3600

    def test_never_ends(self) -> None:
        """Under a pause that always holds nothing is ever counted, due or breached."""
        found = evaluate(desk({"pause": {}}), ticket(), at=datetime(2034, 5, 6, tzinfo=UTC))
        clock = found["resolution"]
        assert ("paused", "paused", None, None) == (
            clock.state, clock.status, clock.due_at, clock.next_change_at,
        )  # fmt: skip
        assert 0 == clock.elapsed.total_seconds()
        assert clock.due_if_resumed_at is not None

    def test_since(self) -> None:
        """A pause may last from one edge to another."""
        rule = {"since": "agent_reply", "until": "customer_reply"}
        asked = ticket(Message(at=at(10), author="agent"), Message(at=at(15), author="customer"))
        found = evaluate(desk({"pause": rule}), asked, at=at(16))["resolution"]
        assert (2, 5) == (found.elapsed.seconds / 3600, found.paused.seconds / 3600)


class TestCompileSet:
    @pytest.mark.parametrize(
        ("said", "expected"),
        [
            ({}, (False, True, False)),
            ({"match": "all"}, (True, True, False)),
            ({"rematch": "creation"}, (False, False, False)),
            ({"versions": "pin"}, (False, True, True)),
            ({"match": "first", "rematch": "change", "versions": "follow"}, (False, True, False)),
        ],
    )
    def test_conventions(self, said: Any, expected: tuple[bool, ...]) -> None:
        """What a set says of matching is known."""
        selector = desk(**said)._selector
        assert expected == (selector.match_all, selector.rematch, selector.pin)

    def test_alerts(self) -> None:
        """An alert is for the metrics that it names, and for all when it names none."""
        policies = desk(
            {
                "targets": {"resolution": "4h", "first_response": "1h"},
                "warn": {"all": "50%", "one": {"at": "75%", "metrics": ["resolution"]}},
                "escalate": {"lead": {"at": "+0m", "metrics": ["first_response"]}},
            }
        )
        targets = policies._selector.policies[0][0].targets
        assert {"resolution": (["all", "one"], []), "first_response": (["all"], ["lead"])} == {
            name: (
                [each.name for each in target.alerts],
                [each.name for each in target.escalations],
            )
            for name, target in targets.items()
        }

    def test_version(self) -> None:
        """A version is called by its instant in UTC."""
        (first, second) = desk(
            {"name": "a"}, {"name": "a", "from": "2026-01-01T00:00:00-03:00"}
        )._selector.policies[0]
        assert (None, "2026-01-01T03:00:00+00:00") == (first.version, second.version)

    def test_conditions_with_since(self) -> None:
        """A policy, a calendar and an amount may go by what occurred, as a clock may."""
        waits = {"since": "customer_reply", "until": "agent_reply"}
        reply = Message(at=at(10), author="customer")
        by_policy = desk({"name": "waits", "when": waits}, {"name": "rest"})
        by_calendar = desk({"calendar": [{"when": waits, "calendar": "late"},
                                         {"calendar": "office"}]})  # fmt: skip
        by_row = desk({"targets": {"resolution": [{"when": waits, "amount": "1h"},
                                                  {"amount": "4h"}]}})  # fmt: skip
        for policies, quiet, waiting in (
            (by_policy, ("rest", "4h", 13), ("waits", "4h", 13)),
            # One hour is used, and three are left from 13:00 on.
            (by_calendar, ("p0", "4h", 13), ("p0", "4h", 16)),
            (by_row, ("p0", "4h", 13), ("p0", "1h", 10)),
        ):
            for events, expected in (((), quiet), ((reply,), waiting)):
                clock = evaluate(policies, ticket(*events), at=at(11))["resolution"]
                assert clock.due_at is not None
                assert expected == (clock.policy, clock.amount, clock.due_at.hour)


def test_fields_of_set() -> None:
    """Every field at which a set looks is found, but for those that every ticket has."""
    policies = desk(
        {"when": {"tier": "gold", "category": "open"}, "calendar": {"by": "site", "x": "office"}},
        {"targets": {"sale": {"by": "priority", "high": "field(promised)"}}},
        {"pause": {"on_hold": True}, "counts_from": "field(created_at)"},
        {"counts_from": "field(sold_at)", "default": True},
        metrics={"sale": {"start": {"changes": "stage"}, "stop": {"becomes": {"won": True}}}},
    )
    assert {
        "tier", "site", "priority", "promised", "on_hold", "sold_at", "stage", "won",
    } == fields_of_set(policies) == policies.fields  # fmt: skip


def test_fields_of_metrics_without_target() -> None:
    """What nobody promises is not looked at."""
    metrics = {"sale": {"start": {"changes": "stage"}, "stop": "agent_reply"}}
    assert frozenset() == desk(metrics=metrics).fields


def test_compiled_once() -> None:
    """A set is compiled when it is first asked, and once."""
    policies = desk()
    assert "_selector" not in policies.__dict__
    assert policies._selector is policies._selector
    assert isinstance(policies, PolicySet)
