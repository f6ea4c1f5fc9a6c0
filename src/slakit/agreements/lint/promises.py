"""Commitments against the policies, hours, fees and dates of the same agreement."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from slakit.agreements.agreement import Agreement
from slakit.agreements.commitments import Commitment
from slakit.agreements.consequences import ServiceCredit, Share
from slakit.agreements.lint.finding import Finding
from slakit.policies import PolicySet

__all__ = ["promised"]


def promised(agreement: Agreement, policies: PolicySet | None) -> Iterator[Finding]:
    """Yield what is wrong with commitments and targets."""
    for place, commitment in enumerate(agreement.commitments):
        path = ("commitments", place)
        found = [
            *unmeasured(commitment, policies),
            *hourless(commitment),
            *wrong_credits(commitment, agreement),
            *unbilled(commitment, agreement.tz),
        ]
        yield from (each._replace(path=(*path, *each.path)) for each in found)
    if policies is not None:
        yield from uncovered(policies)
        yield from uncommitted(agreement, policies)
    yield from outside(agreement)


def unmeasured(commitment: Commitment, policies: PolicySet | None) -> Iterator[Finding]:
    """Yield metrics and policies that nothing defines, so that nobody can measure them."""
    metric, policy = commitment.metric, commitment.policy
    if metric is None:
        return
    part = "clock" if commitment.clock is not None else "objective"
    if policies is None:
        message = f"nothing says what {metric} is promised, nor in which hours it counts"
        yield Finding("no_policies", (part, "metric"), message, "give the policy set: policies")
        return
    named = [each for each in policies.policies if policy in (None, each.name)]
    if not named:
        known = ", ".join(dict.fromkeys(each.name for each in policies.policies))
        message = f"there is no policy {policy!r}"
        yield Finding("unknown_policy", (part, "policy"), message, f"there are: {known}")
        return
    if any(metric in each.targets for each in named):
        return
    where = f"the policy {policy!r} has" if policy is not None else "no policy has"
    message = f"{where} {'no' if policy is not None else 'a'} target for {metric}"
    yield Finding("unknown_metric", (part, "metric"), message, "give it a target in a policy")
    if commitment.consequences:
        message = "it costs something to miss what nothing measures"
        remedy = "give the metric a target, or leave out the consequences"
        yield Finding("penalty_without_measure", ("consequences",), message, remedy)


def hourless(commitment: Commitment) -> Iterator[Finding]:
    """Yield an availability that says nothing of its hours."""
    objective = commitment.objective
    if objective is not None and objective.kind == "availability" and objective.calendar is None:
        message = "no calendar is named, so every hour of the year counts, nights and all"
        remedy = "name the calendar of the agreed service hours, or one that never closes"
        yield Finding("no_calendar", ("objective", "calendar"), message, remedy)


def wrong_credits(commitment: Commitment, agreement: Agreement) -> Iterator[Finding]:
    for place, each in enumerate(commitment.consequences):
        if each.credit is None:
            continue
        path = ("consequences", place, "credit")
        fee = agreement.fees[each.credit.of].exact
        caps = [each.cap.money.exact] if each.cap is not None else []
        if (cap := each.credit.cap) is not None:
            caps.append(amount_of(cap, fee))
        for number, tier in enumerate(each.credit.tiers):
            if caps and tier.credit.share * fee > min(caps):
                message = f"{tier.credit} is more than the cap leaves of it"
                remedy = "lower the tier, or raise the cap"
                yield Finding(
                    "credit_above_cap", (*path, "tiers", number, "credit"), message, remedy
                )
        yield from misplaced(commitment, each.credit, path)


def amount_of(cap: Share, fee: Fraction) -> Fraction:
    """Return what a cap comes to."""
    if cap.money is not None:
        return cap.money.exact
    assert cap.percent is not None  # One of the two is given.
    return cap.percent.share * fee


def misplaced(
    commitment: Commitment, credit: ServiceCredit, path: tuple[str | int, ...]
) -> Iterator[Finding]:
    """Yield a first tier that does not begin where the promise is missed."""
    objective = commitment.objective
    promise = Fraction(1)
    if objective is not None:
        if objective.promised is None:
            return
        promise = objective.promised.share
    first = credit.tiers[0].below
    if not first.percent or first.value == promise:
        return
    said = objective.promised if objective is not None else "100%"
    path = (*path, "tiers", 0, "below")
    if first.value < promise:
        message = f"a result from {first} up to {said} misses the promise and costs nothing"
        yield Finding("credit_gap", path, message, f"let the first tier begin below {said}")
    else:
        message = f"a result from {said} up to {first} meets the promise, so nothing is credited"
        yield Finding("credit_unreachable", path, message, f"let the first tier begin below {said}")


def unbilled(commitment: Commitment, tz: str) -> Iterator[Finding]:
    """Yield a window that does not fit into billing periods, which are months of the calendar."""
    objective = commitment.objective
    paid = any(each.kind != "earn_back" for each in commitment.consequences)
    if objective is None or not paid:
        return
    window, path = objective.window, ("objective", "window")
    if window.calendar in (None, "week"):
        message = "its windows do not end where months do, and amounts are owed by months"
        remedy = "measure it over a calendar month, or a day, quarter or year"
        yield Finding("window_not_billed", path, message, remedy)
    elif window.tz != tz:
        message = f"its months are those of {window.tz}, and the agreement's those of {tz}"
        yield Finding("window_not_billed", path, message, f"write the window in {tz}")


def uncovered(policies: PolicySet) -> Iterator[Finding]:
    """Yield the values of a field that have a target for one metric and none for another."""
    known: dict[str, dict[str, None]] = {}
    for policy in policies.policies:
        for target in policy.targets.values():
            if target.by is not None:
                known.setdefault(target.by, {}).update(dict.fromkeys(target.table))
    for place, policy in enumerate(policies.policies):
        for metric, target in policy.targets.items():
            if target.by is None or target.rows:
                continue
            missing = [value for value in known[target.by] if value not in target.table]
            path = ("policies", "policies", place, "targets", metric)
            if missing:
                message = f"nothing is promised where {target.by} is {', '.join(missing)}"
            else:
                message = f"nothing is promised where {target.by} is left out, or is another"
            yield Finding("no_target", path, message, "give it an amount, or add else")


def uncommitted(agreement: Agreement, policies: PolicySet) -> Iterator[Finding]:
    """Yield the targets of policies that nobody owes anybody."""
    for place, policy in enumerate(policies.policies):
        for metric in policy.targets:
            owed = any(
                each.metric == metric and each.policy in (None, policy.name)
                for each in agreement.commitments
            )
            if not owed:
                path = ("policies", "policies", place, "targets", metric)
                message = "no commitment mentions it, so nobody owes it"
                yield Finding("not_committed", path, message, "add a commitment, or leave it out")


def outside(agreement: Agreement) -> Iterator[Finding]:
    """Yield milestones outside the dates of the agreement."""
    effective = agreement.effective
    if effective is None:
        return
    for place, each in enumerate(agreement.milestones):
        late = effective.until is not None and each.on > effective.until
        if late or each.on < effective.from_:
            message = f"{each.on} is not within the dates of the agreement"
            path = ("milestones", place, "on")
            yield Finding("milestone_outside", path, message, "mend the date")
