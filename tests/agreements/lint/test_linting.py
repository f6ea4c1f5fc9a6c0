"""The linter for promises: one case for each code."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from slakit import NaiveDatetimeError, Outcome, PolicySet, SlakitError, Ticket
from slakit.agreements import Agreement
from slakit.agreements.lint import CODES, Finding, lint
from tests.agreements.written import DESK, agreement, commitment

pytest.importorskip("yaml")

AT = datetime(2026, 3, 1, tzinfo=UTC)
EXAMPLES = Path(__file__).parents[3] / "docs" / "examples"
SIGNED = [{"party": "us", "on": "2025-12-01"}, {"party": "them", "on": "2025-12-02"}]
MONTH = "calendar month, Europe/Madrid"


def found(given: Agreement, **options: Any) -> list[tuple[str, str]]:
    """Return the code and the place of each finding."""
    return [
        (each.code, ".".join(str(step) for step in each.path)) for each in lint(given, **options)
    ]


def credit(first: str, percent: str = "5%", **changes: Any) -> dict[str, Any]:
    tiers = [{"below": first, "credit": percent}]
    return {"credit": {"tiers": tiers, "of": "support", **changes}}


def test_nothing() -> None:
    """Promises that are measured, covered, signed and in force are left alone."""
    assert [] == found(agreement(signatures=SIGNED), at=AT)


@pytest.mark.parametrize("name", ["web_shop_agreement", "lead_handover_agreement"])
def test_examples(name: str) -> None:
    """Nothing is to be said against the agreements of the documentation in their first year."""
    at = datetime(2026, 11, 2, tzinfo=UTC)
    assert () == lint(Agreement.from_file(EXAMPLES / f"{name}.yaml"), at=at)


@pytest.mark.parametrize(
    ("expected", "changes"),
    [
        (
            [
                ("no_policies", "commitments.0.objective.metric"),
                ("no_policies", "commitments.1.clock.metric"),
            ],
            {"policies": None},
        ),
        (
            [
                ("no_calendar", "commitments.0.objective.calendar"),
                ("not_committed", "policies.policies.0.targets.first_response"),
                ("not_committed", "policies.policies.0.targets.resolution"),
            ],
            {"commitments": [commitment(objective={"availability": "99%", "window": MONTH})]},
        ),
        (
            [
                ("unknown_policy", "commitments.0.clock.policy"),
                ("not_committed", "policies.policies.0.targets.first_response"),
                ("not_committed", "policies.policies.0.targets.resolution"),
            ],
            {
                "commitments": [
                    commitment(objective=None, clock={"metric": "resolution", "policy": "silver"})
                ]
            },
        ),
        (
            [
                ("unknown_metric", "commitments.0.clock.metric"),
                ("penalty_without_measure", "commitments.0.consequences"),
                ("not_committed", "policies.policies.0.targets.first_response"),
                ("not_committed", "policies.policies.0.targets.resolution"),
            ],
            {
                "commitments": [
                    commitment(
                        objective=None,
                        clock={"metric": "next_response"},
                        consequences=[{"penalty": {"amount": "5 EUR", "per": "breach"}}],
                    )
                ]
            },
        ),
    ],
)
def test_measures(expected: list[tuple[str, str]], changes: dict[str, Any]) -> None:
    """What nobody defines, and what nobody owes."""
    assert expected == found(agreement(**changes))


@pytest.mark.parametrize(
    ("expected", "consequence"),
    [
        ([], credit("95%")),
        # 5 % of 1000 EUR is 50 EUR.
        ([], {**credit("95%"), "cap": "50 EUR"}),
        (
            [("credit_above_cap", "commitments.0.consequences.0.credit.tiers.0.credit")],
            {**credit("95%"), "cap": "49.99 EUR"},
        ),
        (
            [("credit_above_cap", "commitments.0.consequences.0.credit.tiers.0.credit")],
            credit("95%", cap="4%"),
        ),
        (
            [("credit_gap", "commitments.0.consequences.0.credit.tiers.0.below")],
            credit("90%"),
        ),
        (
            [("credit_unreachable", "commitments.0.consequences.0.credit.tiers.0.below")],
            credit("96%"),
        ),
    ],
)
def test_credits(expected: list[tuple[str, str]], consequence: dict[str, Any]) -> None:
    """Tiers that cost more than their cap, or begin elsewhere than the promise is missed."""
    given = agreement()
    changed = commitment(consequences=[consequence])
    first, second = given.commitments
    assert expected == found(agreement(commitments=[changed, second.to_data()]))
    assert first.id == changed["id"]


@pytest.mark.parametrize(
    ("expected", "window"),
    [
        (0, MONTH),
        (0, "calendar quarter, Europe/Madrid"),
        (1, "calendar week, Europe/Madrid"),
        (1, "rolling 30 days"),
        (1, "calendar month, UTC"),
    ],
)
def test_windows(expected: int, window: str) -> None:
    """A promise that costs money has to be measured over whole months of the agreement's zone."""
    objective = {"attain": "95%", "metric": "first_response", "window": window}
    paid = commitment(objective=objective, consequences=[credit("95%")])
    free = commitment(objective=objective)
    codes = [each.code for each in lint(agreement(commitments=[paid]))]
    assert expected == codes.count("window_not_billed")
    assert "window_not_billed" not in [each.code for each in lint(agreement(commitments=[free]))]


@pytest.mark.parametrize(
    ("expected", "target"),
    [
        ("nothing is promised where priority is low", {"by": "priority", "high": "1h"}),
        (
            "nothing is promised where priority is left out, or is another",
            {"by": "priority", "high": "1h", "low": "1bd"},
        ),
    ],
)
def test_no_target(expected: str, target: dict[str, str]) -> None:
    """A table without else promises nothing to the priorities that it leaves out."""
    [gold] = DESK["policies"]
    policies = {
        **DESK,
        "policies": [{**gold, "targets": {**gold["targets"], "resolution": target}}],
    }
    [each] = lint(agreement(policies=policies))
    assert ("no_target", expected) == (each.code, each.message)


@pytest.mark.parametrize(
    ("expected", "changes", "at"),
    [
        ([("expired", "effective.until")], {}, datetime(2027, 1, 1, tzinfo=UTC)),
        # In Madrid it is 1 January already.
        ([("expired", "effective.until")], {}, datetime(2026, 12, 31, 23, 30, tzinfo=UTC)),
        ([], {}, datetime(2026, 12, 31, 22, 30, tzinfo=UTC)),
        ([("review_passed", "review.next")], {"review": {"next": "2026-02-27"}}, AT),
        ([], {"review": {"next": "2026-03-01"}}, AT),
        ([("not_signed", "signatures")], {"signatures": SIGNED[:1]}, AT),
        ([], {"signatures": []}, datetime(2025, 12, 31, tzinfo=UTC)),
        (
            [("milestone_outside", "milestones.0.on")],
            {"milestones": [{"name": "go", "on": "2027-02-01", "owed_by": "us"}]},
            AT,
        ),
    ],
)
def test_dates(expected: list[tuple[str, str]], changes: dict[str, Any], at: datetime) -> None:
    """What is past is past in the zone of the agreement."""
    assert expected == found(agreement(**{"signatures": SIGNED, **changes}), at=at)


def test_without_at() -> None:
    """Without an instant nothing is said of dates; a naive one is refused."""
    assert [] == found(agreement())
    with pytest.raises(NaiveDatetimeError):
        lint(agreement(), at=datetime(2026, 3, 1))  # noqa: DTZ001


def test_support() -> None:
    """An OLA that takes longer, or promises a smaller share, than the SLA it supports."""
    sla = agreement(id="SLA")
    [gold] = DESK["policies"]
    slow = {**DESK, "policies": [{**gold, "targets": {**gold["targets"], "resolution": "4bd"}}]}
    objective = {"attain": "90%", "metric": "first_response", "window": MONTH}
    ola = agreement(
        id="OLA",
        kind="ola",
        supports=["SLA"],
        policies=slow,
        commitments=[commitment(objective=objective), sla.commitments[1].to_data()],
    )
    assert [] == found(ola)
    assert [
        ("slower_than_supported", "policies.policies.0.targets.resolution"),
        ("slower_than_supported", "commitments.0.objective.attain"),
    ] == found(ola, others=[sla])
    assert [] == found(sla, others=[ola])


def clock(metric: str, status: str) -> Outcome:
    start = datetime(2026, 2, 2, 9, tzinfo=UTC)
    late = start + timedelta(hours=2) if status != "met" else None
    return Outcome(
        "T-1", "gold", metric, 1, "stopped", status, start, start + timedelta(hours=3), None,
        start + timedelta(hours=2), late, timedelta(hours=3), timedelta(0), timedelta(0),
        timedelta(hours=2),
    )  # fmt: skip


def test_history() -> None:
    """A target that was never met is an error, a promise above what was met a warning."""
    met, missed = clock("first_response", "met"), clock("first_response", "missed")
    never = clock("resolution", "missed")
    assert [
        ("target_never_met", "policies.policies.0.targets.resolution"),
        ("promise_above_history", "commitments.0"),
        ("promise_never_met", "commitments.1"),
    ] == found(agreement(), history=[met, met, met, missed, never])
    # 19 of 20 are 95 %, which is what is promised; nothing is known of the other.
    assert [("no_history", "commitments.1")] == found(agreement(), history=[*[met] * 19, missed])


def test_exempted_history() -> None:
    """A breach that was exempted says nothing against a promise."""
    met, missed = clock("first_response", "met"), clock("first_response", "missed")
    history = [met, missed._replace(exempt=True), clock("resolution", "met")]
    assert [] == found(agreement(), history=history)


def test_tickets() -> None:
    """Tickets are evaluated by the policies, which takes an instant and a policy set."""
    opened = datetime(2026, 2, 2, 10, tzinfo=UTC)
    ticket = Ticket(id="T-1", created_at=opened, fields={"priority": "high"})
    codes = [each.code for each in lint(agreement(signatures=SIGNED), history=[ticket], at=AT)]
    assert ["target_never_met"] * 2 + ["promise_never_met"] * 2 == codes
    with pytest.raises(SlakitError, match="without at"):
        lint(agreement(), history=[ticket])
    with pytest.raises(SlakitError, match="without policies"):
        lint(agreement(policies=None), history=[ticket], at=AT)
    given = lint(
        agreement(policies=None), history=[ticket], at=AT, policies=PolicySet.model_validate(DESK)
    )
    assert "target_never_met" in [each.code for each in given]


def test_finding() -> None:
    """A finding is plain data, and every code has its severity."""
    finding = Finding("expired", ("effective", "until"), "it ended", "renew it")
    assert {
        "code": "expired",
        "severity": "error",
        "path": "effective.until",
        "message": "it ended",
        "remedy": "renew it",
    } == finding.to_data()
    assert {"error", "warning", "info"} == set(CODES.values())


def test_percentile_has_no_history() -> None:
    """A time limit of its own is not what clocks are met or failed by, so nothing is said."""
    objective = {"percentile": {90: "4h"}, "metric": "first_response", "window": MONTH}
    given = agreement(commitments=[commitment(objective=objective)])
    history = [clock("first_response", "missed"), clock("resolution", "met")]
    codes = [each.code for each in lint(given, history=history)]
    assert "promise_never_met" not in codes
    assert "target_never_met" in codes


def test_credit_of_a_volume() -> None:
    """Tiers of a volume are numbers, and are not held against a percentage."""
    objective = {"volume": {"of": "deals", "at_least": 10}, "window": MONTH}
    tiers = [{"below": 10, "credit": "5%"}]
    paid = commitment(
        objective=objective, consequences=[{"credit": {"tiers": tiers, "of": "support"}}]
    )
    codes = [each.code for each in lint(agreement(commitments=[paid]))]
    assert ["not_committed", "not_committed"] == codes


def test_metric_under_no_policy() -> None:
    """Where a commitment names no policy, the metric has to be that of any."""
    given = agreement(commitments=[commitment(objective=None, clock={"metric": "next_response"})])
    assert "no policy has a target for next_response" == lint(given)[0].message


@pytest.mark.parametrize("changes", [{"name": "tin", "when": {"tier": "tin"}}, {}])
def test_support_of_others(changes: dict[str, Any]) -> None:
    """Policies for other tickets, and metrics of one side only, are not held against each other."""
    [gold] = DESK["policies"]
    targets = {"resolution": "9bd"} if changes else {"next_response": "9bd"}
    slow = {**DESK, "policies": [{**gold, **changes, "targets": targets}]}
    ola = agreement(
        id="OLA",
        supports=["A-1"],
        policies=slow,
        commitments=[commitment(objective={"availability": "9%", "window": MONTH})],
    )
    codes = [each.code for each in lint(ola, others=[agreement()])]
    assert "slower_than_supported" not in codes
    bare = agreement(id="OLA", supports=["A-1"], policies=None)
    assert {"no_policies"} == {each.code for each in lint(bare, others=[agreement()])}
