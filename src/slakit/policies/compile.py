"""A policy set -> the selector that evaluation works with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC
from typing import TYPE_CHECKING, Any

from slakit.calendars.timeline import Timeline
from slakit.instants import since_epoch
from slakit.policies.calendar_choice import CalendarChoice, TimelineOf
from slakit.policies.conditions import Level
from slakit.policies.conventions import rules_of
from slakit.policies.facts import CATEGORY, Facts
from slakit.policies.metrics import CompiledMetric
from slakit.policies.policy import Policy
from slakit.policies.predicates import since_nodes
from slakit.policies.select import CompiledPolicy, CompiledTarget, Selector
from slakit.policies.triggers import PauseRule

if TYPE_CHECKING:
    from slakit.policies.policy_set import PolicySet

__all__ = ["compile_set", "fields_of_set", "in_order"]

PAUSED = PauseRule(level=Level.parse({CATEGORY: "paused"}))


def in_order(policies: Iterable[Policy]) -> list[list[Policy]]:
    """Return the policies in the order in which they are tried, each as its versions in time.

    The default one comes last, wherever it stands.
    """
    versions: dict[str, list[Policy]] = {}
    for policy in policies:
        versions.setdefault(policy.name, []).append(policy)
    for found in versions.values():
        found.sort(key=lambda policy: (policy.starts is not None, policy.starts))
    return sorted(versions.values(), key=lambda found: found[-1].default)


def compile_set(policies: PolicySet, facts: Facts | None = None) -> Selector:
    """Return the compiled form of a policy set.

    Sets that are compiled with the same `facts` say the same with the same bits.
    """
    facts = Facts() if facts is None else facts
    profile = policies._from_profile
    targeted = dict.fromkeys(name for policy in policies.policies for name in policy.targets)
    metrics = {name: CompiledMetric(name, policies.metric(name), facts) for name in targeted}
    compiled = [
        [compile_policy(policies, policy, facts) for policy in versions]
        for versions in in_order(policies.policies)
    ]
    fields: set[Any] = set()
    for policy in policies.policies:
        fields |= policy_fields(policy)
        for level in policy_levels(policy):
            facts.watch(level.node)
            fields.update(since_nodes(level.node))
        fields |= {
            name for metric in policy.targets for name in counted_fields(policies, policy, metric)
        }
    if CATEGORY in fields:
        facts.show_category()  # A table may go by it, which asks no condition.
    return Selector(
        compiled,
        metrics=metrics,
        facts=facts,
        categories=policies.categories,
        fields=frozenset(fields),
        match_all=(policies.match or profile.match) == "all",
        rematch=(policies.rematch or profile.rematch) != "creation",
        pin=(policies.versions or profile.versions) == "pin",
    )


def compile_policy(policies: PolicySet, policy: Policy, facts: Facts) -> CompiledPolicy:
    """Return one version of a policy in its compiled form."""
    profile = policies._from_profile
    targets = {}
    for name, target in policy.targets.items():
        words = (profile.metrics.get(name), policies.metrics.get(name))
        rules = rules_of(policy.kind, profile, policies, policy, *words)
        warn = [each for each in policy.warn if each.metrics is None or name in each.metrics]
        after = [each for each in policy.escalate if each.metrics is None or name in each.metrics]
        targets[name] = CompiledTarget(target, rules, warn, after)
    named: dict[str, Timeline | TimelineOf] = {}
    for target in policy.targets.values():
        for row in (*target.rows, *target.table.values()):
            if row.calendar is not None:
                choice = CalendarChoice.parse(row.calendar)
                named[row.calendar] = choice.compile(policies.calendars)
    starts, pause = policy.starts, pause_rule(policies, policy).level
    return CompiledPolicy(
        policy,
        version=None if starts is None else starts.astimezone(UTC).isoformat(),
        starts=None if starts is None else since_epoch(starts, "from"),
        timeline=policy.calendar.compile(policies.calendars),
        pause=facts.level(pause.node) if pause is not None else 0,
        targets=targets,
        calendars=named,
    )


def pause_rule(policies: PolicySet, policy: Policy) -> PauseRule:
    """Return the pause rule of a policy: its own, the set's, the profile's, or the usual one."""
    given = (policy.pause, policies.pause, policies._from_profile.pause)
    return next((rule for rule in given if rule is not None and not rule.by_policy), PAUSED)


def policy_levels(policy: Policy) -> Iterator[Level]:
    """Yield the conditions of a policy that are asked as functions of the fields."""
    yield policy.when
    yield from policy.calendar.levels
    for target in policy.targets.values():
        yield from (row.when for row in target.rows if row.when is not None)


def policy_fields(policy: Policy) -> frozenset[str]:
    """Return the fields on which the choice of a policy, its hours and its amounts depends."""
    found = policy.when.fields | policy.calendar.fields
    return found.union(*(target.fields for target in policy.targets.values()))


def counted_fields(policies: PolicySet, policy: Policy, metric: str) -> Iterator[str]:
    """Yield the field from whose instant a clock counts, where it does."""
    profile = policies._from_profile
    words = (profile.metrics.get(metric), policies.metrics.get(metric))
    field = rules_of(policy.kind, profile, policies, policy, *words).counts_field
    if field is not None:
        yield field


def fields_of_set(policies: PolicySet) -> frozenset[str]:
    """Return every field of a ticket at which a policy set looks.

    ``status`` is among them only where a condition names it: what a desk calls its statuses is
    asked of every ticket.
    """
    found: set[str] = set()
    for policy in policies.policies:
        found |= policy_fields(policy)
        pause = pause_rule(policies, policy).level
        found |= pause.fields if pause is not None else frozenset()
        for name in policy.targets:
            found |= policies.metric(name).fields
            found.update(counted_fields(policies, policy, name))
    return frozenset(found - {CATEGORY, "created_at"})
