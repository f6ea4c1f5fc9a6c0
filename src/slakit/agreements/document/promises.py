"""Commitments in words: who owes what to whom, measured how, over which window."""

from __future__ import annotations

from collections.abc import Iterator

from slakit.agreements.agreement import Agreement
from slakit.agreements.commitments import Commitment
from slakit.durations import Amount
from slakit.policies.picture import notation
from slakit.reports.objectives.sentence import goal, window
from slakit.wording import Catalogue

__all__ = ["clause_text", "details", "metric_text", "promise_text", "window_text"]


def metric_text(metric: str, agreement: Agreement, words: Catalogue) -> str:
    """Return what people call a metric: one of their own, what a commitment on it is called."""
    if f"metric.{metric}" in words:
        return words.text(f"metric.{metric}")
    named = (each.title for each in agreement.commitments if each.metric == metric)
    return next(named, metric.replace("_", " "))


def promise_text(commitment: Commitment, agreement: Agreement, words: Catalogue) -> str:
    """Return what is promised, as a phrase."""
    if commitment.clock is not None:
        metric = metric_text(commitment.clock.metric, agreement, words)
        return words.text("agreement.clause.each", metric=metric)
    objective = commitment.objective
    assert objective is not None  # One of the two is given.
    said = goal(objective, words)
    if objective.metric is None:
        return said
    return f"{metric_text(objective.metric, agreement, words)}, {said}"


def window_text(commitment: Commitment, words: Catalogue) -> str:
    """Return over which time it is measured."""
    if commitment.objective is None:
        return words.text("agreement.clause.each_one")
    return window(commitment.objective.window, words)


def clause_text(commitment: Commitment, agreement: Agreement, words: Catalogue) -> str:
    """Return who owes what to whom, as a phrase."""
    return words.text(
        "agreement.clause.promise",
        debtor=agreement.parties[commitment.owed_by].name,
        creditor=agreement.parties[commitment.owed_to].name,
        promise=promise_text(commitment, agreement, words),
    )


def details(commitment: Commitment, agreement: Agreement, words: Catalogue) -> Iterator[str]:
    """Yield what else belongs to the promise: service, tickets, targets, hours and window."""
    objective = commitment.objective
    if commitment.service is not None:
        yield words.text("agreement.clause.service", service=commitment.service)
    if objective is not None and objective.when:
        condition = notation(objective.when.to_data())
        yield words.text("agreement.clause.when", condition=condition)
    if commitment.policy is not None:
        yield words.text("agreement.clause.policy", policy=commitment.policy)
    if (amount := amount_of(commitment, agreement)) is not None:
        yield words.text("agreement.clause.target", amount=amount)
    if objective is not None and objective.kind == "availability":
        if objective.calendar is None:
            yield words.text("agreement.clause.around_the_clock")
        else:
            yield words.text("agreement.clause.calendar", calendar=objective.calendar)
        if objective.ignore_shorter_than is not None:
            length = words.length(objective.ignore_shorter_than)
            yield words.text("agreement.clause.ignore", length=length)
    if objective is not None:
        yield words.text("agreement.clause.window", window=window_text(commitment, words))


def amount_of(commitment: Commitment, agreement: Agreement) -> Amount | None:
    """Return the target of its clocks, where one amount is promised for all of them."""
    metric, amounts = commitment.metric, set()
    for policy in agreement.policies.policies if agreement.policies is not None else ():
        if commitment.policy not in (None, policy.name):
            continue
        if metric is None or metric not in policy.targets:
            continue
        target = policy.targets[metric]
        if target.by is not None or len(target.rows) != 1 or target.rows[0].when is not None:
            return None
        amounts.add(target.rows[0].amount)
    return amounts.pop() if len(amounts) == 1 else None
