"""Policy sets -> what they have in common: facts of histories, and clocks that run alike.

Stage one of the evaluation (a ticket's history, and the running and paused spans of its clocks)
knows no target and no calendar. Sets that read histories alike are compiled to the same bits, so
that one history serves all of them, and one run of a clock all whose metric has the same words.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, NamedTuple

from slakit.evaluation.history import History, fold
from slakit.policies.compile import compile_set
from slakit.policies.facts import Facts
from slakit.policies.machine import Machine
from slakit.policies.policy_set import PolicySet
from slakit.policies.select import CompiledPolicy, CompiledTarget, Selector, Terms
from slakit.tickets import Ticket

__all__ = ["Line", "Promised", "Reading", "readings_of"]


class Promised:
    """What one policy promises for a metric: one object wherever the same is promised.

    `warned`: a warning may make an open clock at risk.
    """

    __slots__ = ("policy", "terms", "version", "warned")

    def __init__(self, policy: CompiledPolicy, target: CompiledTarget, terms: Terms) -> None:
        self.policy = policy.name
        self.version = policy.version
        self.terms = terms
        self.warned = bool(target.alerts)


class Line(NamedTuple):
    """One target of a policy, laid out to be read: a policy of ten is read in a loop.

    `run` is the number of the run of its clocks, `promised` what is promised by the value of the
    field `by`, and `otherwise` for every other text but those that are `named`.
    """

    metric: str
    run: int
    by: str | None
    promised: Mapping[Any, Promised]
    otherwise: Promised | None
    named: Mapping[str, Any]

    def promise(self, fields: Mapping[Any, Any]) -> Promised | None:
        """Return what is promised to a ticket; None where it has more of a say in that."""
        value = fields.get(self.by)
        promised = self.promised.get(value)
        if promised is None and type(value) is str and value not in self.named:
            # Keys are text, and a number may be written as one of them; a text is what it is.
            return self.otherwise
        return promised


class Reading:
    """Policy sets that read a ticket's history alike, and their selectors by name.

    `lines` has what each policy says, and `machines` how clocks go that are run once for all.
    """

    def __init__(self, policies: Mapping[str, PolicySet]) -> None:
        facts = Facts()
        self.selectors = {name: compile_set(each, facts) for name, each in policies.items()}
        self.machines: list[Machine] = []
        self.lines: dict[CompiledPolicy, dict[str, Line]] = {}
        self._said: dict[Any, Any] = {}
        for selector in self.selectors.values():
            for versions in selector.policies:
                for version in versions:
                    self.lines[version] = {
                        name: self._line(version, name, target)
                        for name, target in version.targets.items()
                    }
        first = next(iter(self.selectors.values()))
        # What a history has to look at for any of them.
        self._reader = Selector(
            (),
            metrics={},
            facts=facts,
            categories=first.categories,
            fields=frozenset().union(*(each.fields for each in self.selectors.values())),
            pin=first.pin,
        )
        self._reader.effects = first.effects

    def history(self, ticket: Ticket, until: timedelta) -> History:
        """Return the history of a ticket up to an instant, as all of these sets read it."""
        return fold(ticket, self._reader, until)

    def _line(self, policy: CompiledPolicy, metric: str, target: CompiledTarget) -> Line:
        words = words_of(target.machine)
        if words not in self._said:
            self._said[words] = len(self.machines)
            self.machines.append(target.machine)

        def promised(terms: Terms) -> Promised:
            amount, timeline, cutoff = terms
            said = policy.name, policy.version, amount.text, timeline, cutoff
            key = said, target.alerts, target.rules
            found: Promised = self._said.setdefault(key, Promised(policy, target, terms))
            return found

        fixed = {value: promised(terms) for value, terms in target.fixed.items()}
        otherwise = None if target.otherwise is None else promised(target.otherwise)
        return Line(metric, self._said[words], target.by, fixed, otherwise, target.target.table)


def readings_of(policies: Mapping[str, PolicySet]) -> list[Reading]:
    """Return the sets in groups that read histories alike.

    Those have the same categories of statuses, pin versions or do not, and the same instants at
    which versions take effect.
    """
    groups: dict[Any, dict[str, PolicySet]] = {}
    for name, each in policies.items():
        selector = each._selector
        key = frozenset(selector.categories.items()), selector.pin, selector.effects
        groups.setdefault(key, {})[name] = each
    return [Reading(group) for group in groups.values()]


def words_of(machine: Machine) -> tuple[Any, ...]:
    """Return all by which clocks go: two machines of the same words are one."""
    metric = machine.metric
    edges = metric.start, metric.stop, metric.cancel, metric.restart
    return metric.name, edges, metric.stop_level, metric.refuses, metric.again, machine.pause
