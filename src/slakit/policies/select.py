"""A policy set, compiled: which policy is in force for a ticket, and what it says to a clock."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from slakit.calendars.timeline import Timeline
from slakit.durations import Amount
from slakit.policies.alerts import Alert
from slakit.policies.calendar_choice import TimelineOf
from slakit.policies.conventions import Rules
from slakit.policies.facts import Facts
from slakit.policies.machine import Machine
from slakit.policies.metrics import CompiledMetric
from slakit.policies.operators import Predicate
from slakit.policies.statuses import Category
from slakit.policies.targets import Target, TargetRow

if TYPE_CHECKING:
    from slakit.policies.policy import Policy

__all__ = ["CompiledPolicy", "CompiledTarget", "Selector", "Terms"]

# What is promised to a ticket: an amount, the hours in which it counts, and a cut-off.
Terms = tuple[Amount, Timeline, int | None]


class CompiledTarget:
    """What one policy promises for one metric, with the conventions for it."""

    __slots__ = (
        "alerts",
        "by",
        "escalations",
        "fixed",
        "machine",
        "otherwise",
        "plain",
        "rules",
        "select",
        "target",
    )

    def __init__(
        self,
        target: Target,
        rules: Rules,
        alerts: Sequence[Alert],
        escalations: Sequence[Alert],
    ) -> None:
        self.target = target
        self.by = target.by
        self.select = target.select
        self.rules = rules
        self.alerts = tuple(alerts)
        self.escalations = tuple(escalations)
        # Whether no convention touches a clock that is promised one thing from its start.
        self.plain = (
            rules.counts_from == "start" and not rules.next_open and rules.shown_when_stopped
        )
        # What is promised, by the value of the field that the target goes by; none where that
        # depends on other fields.
        self.fixed: dict[Any, Terms] = {}
        # What is promised for every other text in that field, and for none.
        self.otherwise: Terms | None = None
        # How its clocks go while this policy is in force; the selector knows.
        self.machine: Machine

    def fix_terms(self, hours: Callable[[TargetRow], Timeline | TimelineOf]) -> None:
        """Work out once what a plain target promises, where one field decides it."""
        if not self.plain:
            return
        target = self.target
        rows: list[tuple[str | None, TargetRow]] = [*target.table.items()]
        if target.rows and target.rows[0].when is None:
            rows.append((None, target.rows[0]))
        for key, row in rows:
            timeline = hours(row)
            promised = row.amount.field is None and row.amount.kind != "none"
            if promised and isinstance(timeline, Timeline):
                self.fixed[key] = row.amount, timeline, row.cutoff
        if target.by is not None:
            self.otherwise = self.fixed.get(None)


class CompiledPolicy:
    """One version of a policy: its condition as a function, its calendar as a timeline.

    `starts` is the instant from which the version holds, None for the first;
    `pause` the bit of its pause rule.
    """

    __slots__ = (
        "calendars",
        "document",
        "holds",
        "name",
        "pause",
        "starts",
        "targets",
        "timeline",
        "version",
    )

    def __init__(
        self,
        document: Policy,
        *,
        version: str | None,
        starts: timedelta | None,
        timeline: Timeline | TimelineOf,
        pause: int,
        targets: Mapping[str, CompiledTarget],
        calendars: Mapping[str, Timeline | TimelineOf],
    ) -> None:
        self.document = document
        self.name = document.name
        self.version = version
        self.starts = starts
        # No condition is the most frequent one, and is not asked.
        self.holds: Predicate | None = document.when.compile() if document.when else None
        self.timeline = timeline
        self.pause = pause
        self.targets = dict(targets)
        # What the rows of targets name instead.
        self.calendars = calendars
        for each in self.targets.values():
            each.fix_terms(self._hours)

    def hours(self, row: TargetRow | None, fields: Mapping[Any, Any]) -> Timeline:
        """Return the hours in which a target counts for a ticket with these fields."""
        found = self._hours(row)
        return found if isinstance(found, Timeline) else found(fields)

    def _hours(self, row: TargetRow | None) -> Timeline | TimelineOf:
        if row is None or row.calendar is None:
            return self.timeline
        return self.calendars[row.calendar]


class Selector:
    """Policies in order, each with its versions, and all that is worked out once for them.

    `fields` are those on which the choice of policy and amount depends, so that a change of
    others need not be looked at; `effects` are the instants at which a version takes effect.
    """

    __slots__ = (
        "categories",
        "counts_before",
        "effects",
        "facts",
        "fields",
        "machines",
        "match_all",
        "metrics",
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
        categories: Mapping[Any, Category],
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
        # The metrics of which a clock may count from before its start.
        self.counts_before = frozenset(
            name
            for version in versions
            for name, target in version.targets.items()
            if target.rules.counts_from == "field"
        )
        # How clocks go; not of metrics whose pauses are those of the policy in force at the time.
        self.machines = {
            name: metric.machine(next(iter(pauses), 0))
            for name, metric in metrics.items()
            if len(pauses) < 2 or not metric.by_policy
        }
        for version in versions:
            for name, target in version.targets.items():
                target.machine = metrics[name].machine(version.pause)
                if metrics[name].again == "chain":
                    target.fixed = {}
                    target.otherwise = None
                    target.plain = False

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
