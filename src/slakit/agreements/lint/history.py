"""Promises against what was attained so far."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from fractions import Fraction

from slakit.agreements.agreement import Agreement
from slakit.agreements.commitments import Commitment
from slakit.agreements.lint.finding import Finding
from slakit.errors import SlakitError
from slakit.evaluation import evaluate
from slakit.policies import PolicySet
from slakit.reports import Outcome, outcomes
from slakit.reports.objectives.percent import Percent
from slakit.reports.outcome import FAILED
from slakit.tickets import Ticket
from slakit.wording import catalogue

__all__ = ["against_history", "outcomes_of"]


def outcomes_of(
    history: Iterable[Outcome | Ticket], policies: PolicySet | None, at: datetime | None
) -> list[Outcome]:
    """Return the clocks of a history; tickets are evaluated by the policies."""
    found: list[Outcome] = []
    for each in history:
        if isinstance(each, Outcome):
            found.append(each)
            continue
        if policies is None or at is None:
            name = "policies" if policies is None else "at"
            raise SlakitError(
                f"tickets cannot be evaluated without {name}",
                parameter=name,
                remedy=f"give {name}, or give the outcomes of evaluations as history",
            )
        found += outcomes(evaluate(policies, each, at=at))
    return found


def against_history(
    agreement: Agreement, policies: PolicySet | None, clocks: Sequence[Outcome]
) -> Iterator[Finding]:
    """Yield the targets and the promises that history did not keep."""
    for place, policy in enumerate(policies.policies if policies is not None else ()):
        for metric in policy.targets:
            decided = [
                each for each in clocks if (each.policy, each.metric) == (policy.name, metric)
            ]
            met, count = tally(decided)
            if count and not met:
                path = ("policies", "policies", place, "targets", metric)
                message = f"none of {count} clocks has met it"
                yield Finding("target_never_met", path, message, "promise what can be kept")
    for place, commitment in enumerate(agreement.commitments):
        if commitment.metric is not None:
            for code, message, remedy in held(commitment, clocks):
                yield Finding(code, ("commitments", place), message, remedy)


def held(commitment: Commitment, clocks: Sequence[Outcome]) -> Iterator[tuple[str, str, str]]:
    """Yield what history says against a commitment on clocks."""
    objective = commitment.objective
    holds = objective.when.compile() if objective is not None and objective.when else None
    mine = [
        each
        for each in clocks
        if each.metric == commitment.metric
        and commitment.policy in (None, each.policy)
        and (holds is None or holds(each.fields))
    ]
    promised = Percent(Fraction(1)) if objective is None else objective.attain
    if promised is None:
        # A time limit of its own is not the target that clocks are met or failed by.
        return
    met, count = tally(mine)
    if not count:
        yield "no_history", "nothing of it was decided so far", "look again when there is some"
        return
    share = Fraction(met, count)
    said = f"{met} of {count} clocks ({catalogue('en').percent(share, 1)})"
    if not met:
        message = f"it was never met: {said}"
        yield "promise_never_met", message, "promise what can be kept"
    elif share < promised.share:
        message = f"{said} were met so far, and {promised} is promised"
        yield "promise_above_history", message, "promise less, or say what will be different"


def tally(clocks: Iterable[Outcome]) -> tuple[int, int]:
    """Return how many were met, of how many that were decided; exempted ones count as neither."""
    met = failed = 0
    for each in clocks:
        met += each.status == "met"
        failed += each.status in FAILED and not each.exempt
    return met, met + failed
