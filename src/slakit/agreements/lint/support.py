"""What an agreement promises against the agreement that it supports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from slakit.agreements.agreement import Agreement
from slakit.agreements.lint.finding import Finding
from slakit.policies import Policy, PolicySet
from slakit.policies.checks import longer

__all__ = ["supporting"]


def supporting(
    agreement: Agreement, policies: PolicySet | None, others: Iterable[Agreement]
) -> Iterator[Finding]:
    """Yield where more time, or a smaller share, is promised than the supported agreement needs."""
    for other in others:
        if other.id not in agreement.supports:
            continue
        yield from slower_targets(policies, other)
        yield from smaller_shares(agreement, other)


def slower_targets(policies: PolicySet | None, other: Agreement) -> Iterator[Finding]:
    if policies is None or other.policies is None:
        return
    for place, ours in enumerate(policies.policies):
        for theirs in other.policies.policies:
            if not of_the_same(ours, theirs):
                continue
            for metric, target in ours.targets.items():
                if metric not in theirs.targets:
                    continue
                path = ("policies", "policies", place, "targets", metric)
                for one, limit in dict.fromkeys(longer(target, theirs.targets[metric])):
                    message = f"{metric} in {one}, and {other.id}, which it supports, in {limit}"
                    remedy = f"promise {limit} or less"
                    yield Finding("slower_than_supported", path, message, remedy)


def of_the_same(ours: Policy, theirs: Policy) -> bool:
    """Return whether two policies are for the same tickets, as far as that can be told."""
    return ours.name == theirs.name or ours.when == theirs.when


def smaller_shares(agreement: Agreement, other: Agreement) -> Iterator[Finding]:
    for place, ours in enumerate(agreement.commitments):
        one = ours.objective
        for theirs in other.commitments:
            limit = theirs.objective
            if one is None or limit is None or one.kind != limit.kind:
                continue
            if (one.metric, one.when, ours.service) != (limit.metric, limit.when, theirs.service):
                continue
            if one.promised is None or limit.promised is None:
                continue
            if one.promised.share < limit.promised.share:
                message = (
                    f"{one.promised} is promised, and {other.id}, which it supports, promises"
                    f" {limit.promised}"
                )
                path = ("commitments", place, "objective", one.kind)
                remedy = f"promise {limit.promised} or more"
                yield Finding("slower_than_supported", path, message, remedy)
