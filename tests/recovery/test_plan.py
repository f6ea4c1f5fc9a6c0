"""A plan: what it may say, and what it is in the policy language."""

from __future__ import annotations

from pathlib import Path

import pytest

from slakit import DocumentError, UnknownZoneError
from slakit.recovery import RecoveryPlan
from slakit.recovery.steps import STEPS
from tests.recovery.cases import PLAN, PLAN_DATA, instant, opened

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "recovery.yaml"


def test_policy_set() -> None:
    """Each step is a metric of one policy, on the calendar of the plan."""
    policies = PLAN.to_policy_set()
    (policy,) = policies.policies
    assert list(STEPS) == list(policy.targets)
    assert PLAN.calendar == policies.calendars["recovery"]
    assert frozenset({"priority"}) == policies.fields


def test_words() -> None:
    """A step starts where the one before ends, and its own signal stops it for good."""
    metric = PLAN.to_policy_set().metric("acted")
    assert metric.start is not None
    assert metric.stop is not None
    assert {"any": [{"signal": "customer_told"}, {"signal": "acted"}]} == metric.start.to_data()
    assert {"since": {"signal": "acted"}, "until": "created"} == metric.stop.to_data()


def test_without_targets() -> None:
    """A step of which the plan says nothing is measured, and never late."""
    plan = RecoveryPlan.model_validate({"calendar": PLAN_DATA["calendar"]})
    found = opened(plan).evaluate(at=instant("31 17:00"))["team_alerted"]
    assert ("no_target", None) == (found.status, found.due_at)
    assert "" == plan.responsible("team_alerted")


def test_warnings() -> None:
    """Warnings and escalations of a plan are those of its steps."""
    plan = RecoveryPlan.model_validate(
        {**PLAN_DATA, "warn": {"soon": "-10m"}, "escalate": {"lead": "+1h"}}
    )
    found = opened(plan).evaluate(at=instant("06 17:00"))["team_alerted"]
    # Due at 17:30; an hour of open time later is half past nine the next day.
    assert [instant("06 17:20"), instant("07 09:30")] == [
        notice.at for notice in (*found.warnings, *found.escalations)
    ]


def test_all_problems() -> None:
    """All that is wrong is told at once, at its place in the plan."""
    data = {
        **PLAN_DATA,
        "steps": {"team_alerted": {"target": "1d"}, "apologised": {"target": "2h"}},
        "causes": {"supplier": {"the carrier": "late"}},
        "templates": {"apology": {"pt": "{ticket}", "en": "{policy}"}, "farewell": {}},
    }
    with pytest.raises(DocumentError) as caught:
        RecoveryPlan.model_validate(data)
    assert {
        ("steps", "team_alerted", "target"),
        ("steps", "apologised"),
        ("templates", "farewell"),
        ("causes", "supplier", "the carrier"),
        ("templates", "apology", "pt"),
        ("templates", "apology", "en"),
    } == {problem.path for problem in caught.value.problems}


def test_problems_across() -> None:
    """Where each part is right, what is wrong between them is told."""
    data = {
        **PLAN_DATA,
        "steps": {"acted": {"target": [{"amount": "2h", "calendar": "night"}]}},
        "causes": {"supplier": {"the carrier": "late"}},
        "templates": {"apology": {"pt": "{ticket}", "en": "{policy}"}},
    }
    with pytest.raises(DocumentError) as caught:
        RecoveryPlan.model_validate(data)
    paths = {problem.path[:3] for problem in caught.value.problems}
    assert {
        ("steps", "acted", "target"),
        ("causes", "supplier", "the carrier"),
        ("templates", "apology", "pt"),
        ("templates", "apology", "en"),
    } == paths


def test_unknown_zone() -> None:
    """A zone that is not there is named as such."""
    with pytest.raises(UnknownZoneError):
        RecoveryPlan.model_validate({"calendar": {"tz": "Mars", "hours": "Mon 09:00-10:00"}})


def test_round_trip(tmp_path: Path) -> None:
    """A file gives the plan back."""
    path = tmp_path / "plan.json"
    PLAN.to_file(path)
    again = RecoveryPlan.from_file(path)
    assert PLAN == again
    assert hash(PLAN) == hash(again)
    assert PLAN == RecoveryPlan.model_validate(PLAN.to_data())


def test_example() -> None:
    """The plan of the documentation can be read, and heeds the priority."""
    pytest.importorskip("yaml", reason="needs PyYAML, which the extra yaml brings")
    plan = RecoveryPlan.from_file(EXAMPLE)
    assert {"priority"} == set(plan.to_policy_set().fields)
    assert set(STEPS) == set(plan.steps)
