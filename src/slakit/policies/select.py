"""Which policy is in force for a ticket."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from slakit.calendars.timeline import Timeline
from slakit.policies.conditions import Level, Predicate
from slakit.policies.statuses import Category
from slakit.policies.targets import Target

__all__ = ["CompiledPolicy", "Selector"]


class CompiledPolicy:
    """A policy with its condition as a function and the timeline of its calendar."""

    __slots__ = ("fields", "holds", "name", "targets", "timeline")

    def __init__(
        self, name: str, when: Level, timeline: Timeline, targets: Mapping[str, Target]
    ) -> None:
        self.name = name
        # No condition is the most frequent one, and is not asked.
        self.holds: Predicate | None = when.compile() if when else None
        self.timeline = timeline
        self.targets = dict(targets)
        self.fields = {field for field, _ in when}
        self.fields.update(*(target.fields for target in targets.values()))


class Selector:
    """Policies in order, of which the first that matches counts.

    `fields` are those on which the choice of policy and amount depends, so
    that a change of others need not be looked at; `categories` has the status
    words that are not simply open.
    """

    __slots__ = ("categories", "fields", "policies")

    def __init__(
        self, policies: Sequence[CompiledPolicy], categories: Mapping[str, Category]
    ) -> None:
        self.policies = policies
        self.fields = tuple(sorted(set().union(*(policy.fields for policy in policies))))
        self.categories = categories

    def select(self, fields: Mapping[str, Any]) -> CompiledPolicy | None:
        """Return the first policy that matches, None when none does."""
        for policy in self.policies:
            if policy.holds is None or policy.holds(fields):
                return policy
        return None
