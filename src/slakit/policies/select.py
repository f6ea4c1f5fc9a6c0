"""A policy set, compiled: which policy is in force for a ticket, and what it says to a clock."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from slakit.calendars.timeline import Timeline
from slakit.policies.alerts import Alert
from slakit.policies.calendar_choice import TimelineOf
from slakit.policies.conventions import Rules
from slakit.policies.facts import Facts
from slakit.policies.metrics import CompiledMetric
from slakit.policies.operators import Predicate
from slakit.policies.statuses import Category
from slakit.policies.targets import Target, TargetRow

if TYPE_CHECKING:
    from slakit.policies.conditions import Level

__all__ = ["CompiledPolicy", "CompiledTarget", "Selector"]


class CompiledTarget:
    """What one policy promises for one metric, with the conventions for it."""

    __slots__ = ("alerts", "escalations", "plain", "rules", "select", "target")

    def __init__(
        self,
        target: Target,
        rules: Rules,
        alerts: Sequence[Alert],
        escalations: Sequence[Alert],
    ) -> None:
        self.target = target
        self.select = target.select
        self.rules = rules
        self.alerts = tuple(alerts)
        self.escalations = tuple(escalations)
        # Whether no convention touches a clock that is promised one thing from its start.
        self.plain = (
            rules.counts_from == "start" and not rules.next_open and rules.shown_when_stopped
        )


class CompiledPolicy:
    """One version of a policy: its condition as a function, its calendar as a timeline.

    `starts` is the instant from which the version holds, None for the first;
    `pause` the bit of its pause rule.
    """

    __slots__ = (
        "calendars",
        "holds",
        "name",
        "pause",
        "starts",
        "targets",
        "timeline",
        "timeline_of",
        "version",
        "when",
    )

    def __init__(
        self,
        name: str,
        *,
        version: str | None,
        starts: timedelta | None,
        when: Level,
        timeline: Timeline | TimelineOf,
        pause: int,
        targets: Mapping[str, CompiledTarget],
        calendars: Mapping[str, Timeline | TimelineOf],
    ) -> None:
        self.name = name
        self.version = version
        self.starts = starts
        self.when = when
        # No condition is the most frequent one, and is not asked.
        self.holds: Predicate | None = when.compile() if when else None
        self.timeline = timeline if isinstance(timeline, Timeline) else None
        self.timeline_of = timeline
        self.pause = pause
        self.targets = dict(targets)
        # What the rows of targets name instead.
        self.calendars = calendars

    def hours(self, row: TargetRow | None, fields: Mapping[Any, Any]) -> Timeline:
        """Return the hours in which a target counts for a ticket with these fields."""
        if row is None or row.calendar is None:
            if self.timeline is not None:
                return self.timeline
            found = self.timeline_of
        else:
            found = self.calendars[row.calendar]
        return found if isinstance(found, Timeline) else found(fields)


class Selector:
    """Policies in order, each with its versions, and all that is worked out once for them.

    `fields` are those on which the choice of policy and amount depends, so that a change of
    others need not be looked at; `effects` are the instants at which a version takes effect.
    """

    __slots__ = (
        "categories",
        "effects",
        "facts",
        "fields",
        "match_all",
        "metrics",
        "one_pause",
        "pin",
        "policies",
        "rematch",
    )

    def __init__(
        self,
        policies: Sequence[Sequence[CompiledPolicy]],
        *,
        metrics: Mapping[str, CompiledMetric],
        facts: Facts,
        categories: Mapping[str, Category],
        fields: frozenset[Any],
        match_all: bool = False,
        rematch: bool = True,
        pin: bool = False,
    ) -> None:
        self.policies = policies
        self.metrics = metrics
        self.facts = facts
        self.categories = categories
        self.fields = fields
        self.match_all = match_all
        self.rematch = rematch
        self.pin = pin
        versions = [version for policy in policies for version in policy]
        starts = {version.starts for version in versions if version.starts is not None}
        self.effects = tuple(sorted(starts))
        pauses = {version.pause for version in versions}
        # The bit of the pause rule where there is but one.
        self.one_pause = pauses.pop() if len(pauses) == 1 else None

    def candidates(self, at: timedelta) -> Iterator[CompiledPolicy]:
        """Yield the version of each policy that holds at an instant."""
        for versions in self.policies:
            found = None
            for version in versions:
                if version.starts is None or version.starts <= at:
                    found = version
            if found is not None:
                yield found

    def select(self, fields: Mapping[Any, Any], at: timedelta) -> CompiledPolicy | None:
        """Return the first policy that matches, None when none does."""
        if not self.effects:
            for versions in self.policies:
                policy = versions[0]
                if policy.holds is None or policy.holds(fields):
                    return policy
            return None
        for policy in self.candidates(at):
            if policy.holds is None or policy.holds(fields):
                return policy
        return None

    def version_of(
        self, versions: Sequence[CompiledPolicy], fields: Mapping[Any, Any], at: timedelta
    ) -> CompiledPolicy | None:
        """Return the version of one policy that holds and matches, None when it does not."""
        found = None
        for version in versions:
            if version.starts is None or version.starts <= at:
                found = version
        return found if found and (found.holds is None or found.holds(fields)) else None
