"""Which policy is in force for a ticket."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from slakit.calendars.calendar import Calendar
    from slakit.policies.policy import Policy, PolicySet

__all__ = ["CompiledPolicy", "Selector"]


class CompiledPolicy:
    """A policy with its condition as a function and its calendar at hand."""

    __slots__ = ("fields", "holds", "name", "targets", "timeline")

    def __init__(self, policy: Policy, calendar: Calendar) -> None:
        self.name = policy.name
        self.holds = policy.when.compile() if policy.when else None
        self.timeline = calendar._timeline
        self.targets = dict(policy.targets)
        self.fields = {field for field, _ in policy.when}
        self.fields.update(*(target.fields for target in self.targets.values()))


class Selector:
    """The policies of a set in order; the first that matches counts.

    `fields` are those on which the choice of policy and target depends, so
    that a change of others need not be looked at.
    """

    __slots__ = ("__weakref__", "categories", "fields", "policies")

    def __init__(self, policies: PolicySet) -> None:
        self.policies = [
            CompiledPolicy(policy, policies.calendars[policy.calendar])
            for policy in policies.policies
        ]
        self.fields = frozenset().union(*(policy.fields for policy in self.policies))
        self.categories = policies.statuses.categories

    def select(self, fields: Mapping[str, Any]) -> CompiledPolicy | None:
        """Return the first policy that matches, None when none does."""
        for policy in self.policies:
            if policy.holds is None or policy.holds(fields):
                return policy
        return None
