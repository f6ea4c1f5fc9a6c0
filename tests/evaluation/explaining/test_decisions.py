"""Which policy and target were chosen, why not others, and what changed that."""

from __future__ import annotations

from typing import Any

import pytest

from slakit import Decision, DueSet, PolicySet, Ticket, explain
from tests.evaluation.desks import desk, on, promising, ticket


def decisions(
    policies: PolicySet, subject: Ticket, prefix: str, name: str = "resolution"
) -> list[tuple[Any, ...]]:
    """Return those of a kind at Monday noon, as instant, code and parameters."""
    found: tuple[Decision, ...] = explain(policies, subject, name, at=on("Mon 12:00")).decisions
    return [tuple(each) for each in found if each.code.startswith(prefix)]


def policy(name: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "calendar": "office", "targets": {"resolution": "4h"}, **more}


CREATED, CHANGED = on("Mon 09:00"), on("Mon 10:00")


def test_rejected() -> None:
    """Each policy before the one that applies says what it lacks, and what the ticket has."""
    policies = desk(
        policy("gold", when={"priority": "high", "tier": ["gold", "silver"]}),
        policy("big", when={"impact": {"ge": 3}}),
        policy("rest"),
        policy("never", when={"tier": "tin"}),
    )
    subject = ticket(fields={"priority": "high", "tier": "tin"})
    gold = {"policy": "gold", "condition": {"tier": ["gold", "silver"]}, "found": {"tier": "tin"}}
    big = {"policy": "big", "condition": {"impact": {"ge": 3}}, "found": {"impact": None}}
    assert [
        (CREATED, "policy.rejected", gold),
        (CREATED, "policy.rejected", big),
        (CREATED, "policy.matched", {"policy": "rest"}),
    ] == decisions(policies, subject, "policy.")


def test_default() -> None:
    """The policy of last resort is called so."""
    policies = desk(policy("gold", when={"tier": "gold"}), policy("rest", default=True))
    assert [(CREATED, "policy.default", {"policy": "rest"})] == decisions(
        policies, ticket(), "policy."
    )[1:]


def test_version() -> None:
    """A later version of a policy says since when it holds."""
    later = policy("all", **{"from": "2024-05-01T00:00:00+00:00"})
    (decision,) = decisions(desk(policy("all"), later), ticket(), "policy.")
    assert "policy.matched_version" == decision[1]
    assert "2024-05-01T00:00:00+00:00" == decision[2]["version"]


def test_all() -> None:
    """Where all policies apply, those that do not have no clock of which they could be told."""
    policies = desk(policy("gold", when={"tier": "gold"}), policy("rest"), match="all")
    assert [(CREATED, "policy.matched", {"policy": "rest"})] == decisions(
        policies, ticket(), "policy."
    )


def test_found_and_lost() -> None:
    """A ticket that no policy fits says so, and from when on one does."""
    policies = desk(policy("gold", when={"tier": "gold"}))
    subject = ticket(("Mon 10:00", {"tier": "gold"}))
    assert ["policy.rejected", "policy.none"] == [
        code for _, code, _ in decisions(policies, subject, "policy.")
    ]
    event = [{"code": "changed", "field": "tier", "value": "gold"}]
    assert [(CHANGED, "effect.policy_changed", {"event": event, "policy": "gold"})] == decisions(
        policies, subject, "effect.policy"
    )


def chosen(**parameters: Any) -> tuple[Any, ...]:
    fixed = {"metric": "resolution", "calendar": "office", "condition": None}
    return CREATED, "target.chosen", {**fixed, **parameters}


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("4h", chosen(amount="4h")),
        (
            {"by": "priority", "high": "2h", "else": "8h"},
            chosen(amount="2h", condition={"priority": "high"}),
        ),
        ({"by": "tier", "gold": "2h", "else": "8h"}, chosen(amount="8h")),
        (
            [{"when": {"impact": {"ge": 2}}, "amount": "1h", "calendar": "late"}, {"amount": "4h"}],
            chosen(amount="1h", calendar="late", condition={"impact": {"ge": 2}}),
        ),
    ],
)
def test_row(target: Any, expected: tuple[Any, ...]) -> None:
    """A target says its amount, its calendar, and which row it is where there are several."""
    subject = ticket(fields={"priority": "high", "impact": 2})
    assert [expected] == decisions(promising(resolution=target), subject, "target.")


def test_cutoff() -> None:
    """A cut-off is told with the target that has it."""
    policies = promising(resolution=[{"amount": "1bd", "cutoff": "15:00"}])
    ((_, code, parameters),) = decisions(policies, ticket(), "target.")
    assert ("target.chosen_cutoff", "15:00") == (code, parameters["cutoff"])


def test_no_target() -> None:
    """A clock that is measured without a promise says so."""
    policies = promising(resolution="none")
    assert [(CREATED, "target.none", {"metric": "resolution"})] == decisions(
        policies, ticket(), "target."
    )


def test_by_hand() -> None:
    """A clock that starts under a due time that was set before says which."""
    due = on("Tue 09:00")
    subject = ticket(
        ("Mon 10:00", "customer"),
        more=[DueSet(at=CREATED, metric="next_response", due_at=due)],
    )
    told = {"metric": "next_response", "due": due.isoformat()}
    assert [(CHANGED, "target.by_hand", told)] == decisions(
        promising("next_response"), subject, "target.", "next_response"
    )


def test_target_changed() -> None:
    """A change of the target tells the change of the field, and only that."""
    policies = promising(resolution={"by": "priority", "high": "2h", "else": "8h"})
    subject = ticket(("Mon 10:00", {"assignee": "ana", "priority": "high"}), ("Mon 10:00", "agent"))
    event = [{"code": "changed", "field": "priority", "value": "high"}]
    assert [(CHANGED, "effect.target_changed", {"event": event, "amount": "2h"})] == decisions(
        policies, subject, "effect.target"
    )
    assert [(CHANGED, "ignored.nothing", {"event": [{"code": "agent_reply"}]})] == decisions(
        policies, subject, "ignored."
    )


@pytest.mark.parametrize(
    ("convention", "code"),
    [
        ("slice", "effect.calendar_changed"),
        ("last", "effect.calendar_replaced"),
        ("at_start", "effect.calendar_kept"),
    ],
)
def test_calendar_changed(convention: str, code: str) -> None:
    """What another calendar means depends on the convention."""
    policies = desk(policy("all", calendar="field(site)", on_calendar_change=convention))
    subject = ticket(("Mon 10:00", {"site": "late"}), fields={"site": "office"})
    event = [{"code": "changed", "field": "site", "value": "late"}]
    assert [(CHANGED, code, {"event": event, "calendar": "late"})] == decisions(
        policies, subject, "effect.calendar"
    )
