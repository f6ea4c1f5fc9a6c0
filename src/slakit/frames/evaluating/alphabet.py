"""A policy set -> what it can tell apart: of the values of a field, and of what happens.

Two values of a field that pass the same tests, lead to the same row of every table and mean the
same category are one value to the policies. Tickets whose histories differ in nothing else have
one shape, and are evaluated together.
"""

from __future__ import annotations

from collections.abc import Hashable
from datetime import datetime
from typing import Any

from slakit.errors import SlakitError
from slakit.instants import since_epoch
from slakit.policies.compile import policy_levels
from slakit.policies.facts import CATEGORY
from slakit.policies.operators import Predicate
from slakit.policies.policy_set import PolicySet
from slakit.policies.predicates import Node, children, compile_level
from slakit.policies.target_rows import calendar_field, key_text

__all__ = ["NOTHING", "Alphabet", "Deed"]

# What one row of events does: ("change", field, value), ("message", author), ("note",),
# ("signal", name), ("merge",), ("effect", at) where versions of policies take effect, and
# ("nothing",) where no policy heeds it.
Deed = tuple[Any, ...]
# The number of the last.
NOTHING = 0


class Alphabet:
    """What the policies of a set heed of tickets.

    `fields` are those at which they look as values, `slots` those that only name an instant, of
    which each ticket has its own; `counted` has the places of those from which clocks count.
    """

    def __init__(self, policies: PolicySet) -> None:
        self.selector = selector = policies._selector
        facts = selector.facts
        self.deeds: list[Deed] = [("nothing",)]
        self._numbers: dict[Hashable, int] = {}
        self._tests: dict[str, dict[Node, Predicate]] = {}
        self._keys: dict[str, set[str]] = {}
        # Fields of which each value counts for itself.
        self._whole = {CATEGORY}
        instants: set[str] = set()
        self._values: dict[tuple[Any, ...], Any] = {}
        self._classes: dict[tuple[Any, ...], Any] = {}
        nested = set[Node]()
        nodes = [*facts.nodes]
        for policy in policies.policies:
            nodes += [level.node for level in policy_levels(policy)]
            choice = policy.calendar
            if choice.field is not None:
                known = choice.table or policies.calendars
                self._keys.setdefault(choice.field, set()).update(known)
            for target in policy.targets.values():
                if target.by is not None:
                    self._keys.setdefault(target.by, set()).update(target.table)
                for row in (*target.rows, *target.table.values()):
                    if row.amount.field is not None:
                        of = instants if row.amount.kind == "at" else self._whole
                        of.add(row.amount.field)
                    if (field := calendar_field(row.calendar or "")) is not None:
                        self._whole.add(field)
        counted = {
            target.rules.counts_field
            for versions in selector.policies
            for version in versions
            for target in version.targets.values()
        }
        instants |= {field for field in counted if field is not None}
        for node in nodes:
            self._read(node, nested)
        # An instant that conditions look at as well cannot be left to each ticket.
        self._whole |= instants & (self._tests.keys() | self._keys.keys())
        # A status means a category, whatever else is asked of it.
        self._keys.setdefault("status", set())
        self._categories = selector.categories
        self.fields = frozenset(self._tests) | frozenset(self._keys) | self._whole
        self.slots = tuple(sorted(instants - self.fields))
        self.counted = [place for place, name in enumerate(self.slots) if name in counted]
        heeded = 0
        for machine in selector.machines.values():
            heeded |= machine.heeded
        for version in (version for versions in selector.policies for version in versions):
            for each in version.targets.values():
                heeded |= each.machine.heeded
        for node in nested:
            heeded |= facts.edge(node)
        self._heeded = heeded

    def _read(self, node: Node, nested: set[Node], inner: bool = False) -> None:
        """Note the tests and the words within a node."""
        if node[0] == "test":
            self._tests.setdefault(node[1], {})[node] = compile_level(node)
        elif node[0] == "changes":
            self._whole.add(node[1])
        elif node[0] in ("word", "signal") and inner:
            nested.add(node)
        for part in children(node):
            self._read(part, nested, inner=True)

    @property
    def known(self) -> int:
        """How many values have been met."""
        return len(self._values)

    def value(self, field: str, value: Any) -> Any:
        """Return the value that stands for all that the policies cannot tell from this one."""
        itself = field, type(value), exactly(value)
        if itself not in self._values:
            found = self._class(field, value) or itself
            self._values[itself] = self._classes.setdefault(found, value)
        return self._values[itself]

    def _class(self, field: str, value: Any) -> tuple[Any, ...] | None:
        """Return what the policies can tell of a value; None where each counts for itself."""
        if field in self._whole:
            return None
        try:
            fields = {field: value}
            passed = tuple(test(fields) for test in self._tests.get(field, {}).values())
        except SlakitError:
            # It cannot be compared, which is told only of a ticket of which it is asked.
            return None
        key: Any = None
        if value is not None and field in self._keys:
            text = value if isinstance(value, str) else key_text(value)
            key = text if text in self._keys[field] else ""
        category = self._categories.get(value, "open") if field == "status" else None
        return field, value is None, passed, key, category

    def deed(self, deed: Deed) -> int:
        """Return the number of what happened, which is that of all that is heeded alike."""
        kind, facts = deed[0], self.selector.facts
        if kind == "change":
            _, field, value = deed
            if field not in self.fields:
                return NOTHING
            value = self.value(field, value)
            # Values of different types may be equal, so that they are told apart as objects.
            return self._number((field, id(value)), (kind, field, value))
        if kind == "message":
            bits = facts.replies[deed[1]]
        elif kind == "note":
            bits = facts.note
        elif kind == "signal":
            bits = facts.signals.get(deed[1], 0)
        else:
            return NOTHING if kind == "nothing" else self._number(deed, deed)
        return self._number(deed, deed) if bits & self._heeded else NOTHING

    def _number(self, key: Hashable, deed: Deed) -> int:
        if key not in self._numbers:
            self._numbers[key] = len(self.deeds)
            self.deeds.append(deed)
        return self._numbers[key]


def exactly(value: Any) -> Any:
    """Return a value so that equal ones are the same.

    The two times of an overlap are not, nor are the texts of one instant in two zones.
    """
    if isinstance(value, datetime):
        return since_epoch(value, ""), value.utcoffset()
    return value
