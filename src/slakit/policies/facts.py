"""Conditions -> bits: what holds and what occurs at each instant of a history.

Every condition that a clock asks about is given a bit, so that the facts of an instant are one
integer, read once, and running a clock over them is a few ``&`` an instant.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import Any

from slakit.policies.conditions import WORDS
from slakit.policies.operators import kind_of
from slakit.policies.predicates import Node, compile_level, fields_of, since_nodes
from slakit.policies.statuses import CATEGORIES, CATEGORY, Category
from slakit.tickets.values import same_value

__all__ = ["CATEGORY", "HELD", "MERGED", "Facts"]

# The ticket became part of another one.
MERGED = 1
# The pause rule of the policy in force holds, where several policies have their own.
HELD = 2

Fields = Mapping[Any, Any]
# The facts so far, the fields now, and those before (None at the creation).
Occurs = Callable[[int, Fields, Fields | None], bool]


class Facts:
    """The conditions of a policy set, each with its bit.

    `edge` and `level` give conditions their bits; when all have one, `read` says which of them
    are facts at an instant. `levels` are the bits that stay what they are until a field changes.
    """

    __slots__ = (
        "_bits",
        "_occurrences",
        "_predicates",
        "_since",
        "by_category",
        "complex",
        "derives",
        "levels",
        "note",
        "opened",
        "replies",
        "shows_category",
        "signals",
    )

    def __init__(self) -> None:
        self._bits: dict[Node, int] = {("merged",): MERGED, ("held",): HELD}
        self._occurrences: list[tuple[int, Occurs]] = []
        self._predicates: list[tuple[int, Callable[[Fields], bool]]] = []
        self._since: list[tuple[Node, Occurs, Occurs]] = []
        self.by_category: dict[Category, int] = dict.fromkeys(CATEGORIES, 0)
        self.levels = 0
        self.shows_category = False
        # Whether more has to be read than messages, signals and the category.
        self.complex = False
        # Whether `read` puts more among the fields than the ticket has.
        self.derives = False
        self.signals: dict[str, int] = {}
        bits = {word: self.edge(("word", word)) for word in WORDS}
        self.note = bits["internal_note"]
        self.replies = {
            author: bits[f"{author}_reply"] for author in ("agent", "customer", "system", "bot")
        }
        # Whoever opens a ticket writes its first message.
        self.opened = {
            None: bits["created"],
            "customer": bits["created"] | bits["customer_reply"],
            "agent": bits["created"] | bits["agent_reply"],
        }

    @property
    def nodes(self) -> Collection[Node]:
        """The conditions that have a bit."""
        return self._bits.keys()

    @property
    def words(self) -> int:
        """The bits of messages, signals and the creation, which are of one instant."""
        return reduce(
            or_, (*self.opened.values(), *self.replies.values(), *self.signals.values()), self.note
        )

    def _bit(self, node: Node) -> int:
        return self._bits.setdefault(node, 1 << len(self._bits))

    def edge(self, node: Node) -> int:
        """Return the bits of an edge, any of which says that it occurs."""
        kind = node[0]
        if kind == "any":
            bits = 0
            for each in node[1]:
                bits |= self.edge(each)
            return bits
        known = node in self._bits
        bit = self._bit(node)
        if kind == "signal":
            self.signals[node[1]] = bit
        elif kind != "word" and not known:
            self._look_at(node)
            self._occurrences.append((bit, self._occurs(node)))
            self.complex = True
        return bit

    def level(self, node: Node) -> int:
        """Return the bit that says that a level holds."""
        known = node in self._bits
        bit = self._bit(node)
        if known:
            return bit
        self.levels |= bit
        holds = compile_level(node)
        if set(fields_of(node)) == {CATEGORY} and not list(since_nodes(node)):
            for category in CATEGORIES:
                if holds({CATEGORY: category}):
                    self.by_category[category] |= bit
        else:
            self._look_at(node)
            self._predicates.append((bit, holds))
            self.complex = True
        return bit

    def watch(self, node: Node) -> None:
        """Keep up what a level needs that is asked as a function of the fields."""
        self._look_at(node)

    def show_category(self) -> None:
        """Put the category, which is derived from the status, among the fields."""
        self.shows_category = self.derives = self.complex = True

    def _look_at(self, node: Node) -> None:
        """Note what has to be put among the fields for a node."""
        if CATEGORY in fields_of(node):
            self.show_category()
        for since in since_nodes(node):
            if all(since != known for known, _, _ in self._since):
                # Whether it holds changes with edges, so it is kept up at every instant.
                self._since.append((since, self._occurs(since[1]), self._occurs(since[2])))
                self.complex = self.derives = True

    def _occurs(self, node: Node) -> Occurs:
        """Return an edge as a function of an instant."""
        kind = node[0]
        if kind in ("word", "signal"):
            bit = self.edge(node)
            return lambda facts, now, before: bool(facts & bit)
        if kind == "changes":
            field = node[1]
            return lambda facts, now, before: (
                before is not None and differs(now.get(field), before.get(field))
            )
        if kind == "becomes":
            holds = compile_level(node[1])
            return lambda facts, now, before: holds(now) and (before is None or not holds(before))
        if kind == "while":
            edge, levels = self._occurs(node[1]), [compile_level(each) for each in node[2]]
            return lambda facts, now, before: (
                edge(facts, now, before) and all(holds(now) for holds in levels)
            )
        edges = [self._occurs(each) for each in node[1]]
        return lambda facts, now, before: any(edge(facts, now, before) for edge in edges)

    def read(
        self, facts: int, category: Category, fields: Fields, before: Fields | None
    ) -> tuple[int, Fields]:
        """Return the facts of an instant, and the fields with what is derived from the history.

        `facts` are the words, signals and categories of the instant; `fields` are those that it
        left, and `before` what was returned for the instant before.
        """
        if self.shows_category or self._since:
            now = {**fields, CATEGORY: category} if self.shows_category else dict(fields)
            for node, since, until in self._since:
                holds = before is not None and bool(before.get(node))
                # What ends it acts first, so that a day's last and next first word both count.
                if holds and until(facts, now, before):
                    holds = False
                now[node] = holds or since(facts, now, before)
            fields = now
        for bit, predicate in self._predicates:
            if predicate(fields):
                facts |= bit
        for bit, occurs in self._occurrences:
            if occurs(facts, fields, before):
                facts |= bit
        return facts, fields

    def derived(self, fields: Fields, category: Category, since: Sequence[bool]) -> Fields:
        """Return the fields with what is derived from a history of which this much is known."""
        if self.shows_category:
            fields = {**fields, CATEGORY: category}
        return self.with_since(fields, since)

    def with_since(self, fields: Fields, since: Sequence[bool]) -> Fields:
        """Return the fields with which of the conditions of two edges hold, as `since_of` says."""
        pairs = zip(self._since, since, strict=True)
        return {**fields, **{node: holds for (node, _, _), holds in pairs}}

    def since_of(self, derived: Fields) -> tuple[bool, ...]:
        """Return which of the conditions of two edges hold, in order."""
        return tuple(bool(derived.get(node)) for node, _, _ in self._since)


def differs(value: Any, other: Any) -> bool:
    """Return whether two values of a field are not the same: true is not 1."""
    return value is not other and (kind_of(value) != kind_of(other) or not same_value(value, other))
