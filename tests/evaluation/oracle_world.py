"""What happened to a ticket, minute by minute, and which conditions held or occurred when.

Every question is answered by replaying the history from its beginning. Rules chosen where the
policy language leaves a case open:

- Events of one minute apply together, in the order given; what holds is read once after them.
- Before its creation a ticket has no fields and no condition holds, `not` included.
- A field without a value is `None`: it is one of the values that ``is``, ``is_not``, ``in`` and
  ``not_in`` know, and ``lt`` ... ``starts_with`` are false of it.
- ``any`` and ``all`` of levels alone are levels; with an edge among them they are edges.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

# The fields that took new values; who wrote a public message; "note"; or "signal:" and its name.
Happening = Mapping[str, Any] | str
Condition = Mapping[str, Any] | str

AUTHORS = ("agent", "customer", "system", "bot")
EDGE_KEYS = ("signal", "changes", "becomes")
LEVEL_KEYS = ("all", "any", "not", "since", "until")


@dataclass(frozen=True)
class History:
    """A ticket: the minute of its creation, its fields then, and what happened at which minute."""

    created: int
    fields: Mapping[str, Any]
    events: Sequence[tuple[int, Happening]]
    opened_by: str | None = None


def is_edge(condition: Condition) -> bool:
    """Say whether a condition occurs, instead of holding for a while."""
    if isinstance(condition, str):
        return True
    if any(key in condition for key in EDGE_KEYS):
        return True
    return any(is_edge(part) for key in ("all", "any") for part in condition.get(key, ()))


class World:
    """A history with the desk's status words."""

    def __init__(self, statuses: Mapping[str, Sequence[str]], history: History) -> None:
        self.statuses = statuses
        self.history = history
        self.created = history.created
        self.minutes = sorted({self.created, *(minute for minute, _ in history.events)})

    def fields(self, minute: int) -> Mapping[str, Any] | None:
        """Return the fields after all that happened at a minute; None before the creation."""
        if minute < self.created:
            return None
        found = dict(self.history.fields)
        for when, what in sorted(self.history.events, key=lambda event: event[0]):
            if when <= minute and not isinstance(what, str):
                found.update(what)
        return found

    def value(self, name: str, minute: int) -> Any:
        fields = self.fields(minute) or {}
        if name == "category" and fields.get("category") is None:
            for category, words in self.statuses.items():
                if fields.get("status") in words:
                    return category
            return "open"
        return fields.get(name)

    def words(self, minute: int) -> set[str]:
        """Return the edges of a minute that have a word, and its signals."""
        found = set()
        if minute == self.created:
            found.add("created")
            if self.history.opened_by is not None:
                found.add(f"{self.history.opened_by}_reply")
        for when, what in self.history.events:
            if when == minute and isinstance(what, str):
                if what in AUTHORS:
                    found.add(f"{what}_reply")
                else:
                    found.add("internal_note" if what == "note" else what)
        return found

    def holds(self, level: Condition, minute: int) -> bool:
        """Say whether a level holds after all that happened at a minute."""
        if minute < self.created:
            return False
        assert not isinstance(level, str), level
        return all(self._part_holds(key, wanted, level, minute) for key, wanted in level.items())

    def _part_holds(self, key: str, wanted: Any, level: Mapping[str, Any], minute: int) -> bool:
        if key == "all":
            return all(self.holds(part, minute) for part in wanted)
        if key == "any":
            return any(self.holds(part, minute) for part in wanted)
        if key == "not":
            return not self.holds(wanted, minute)
        if key == "since":
            return self._since(wanted, level["until"], minute)
        if key == "until":
            return True
        value = self.value(key, minute)
        if isinstance(wanted, Mapping):
            return all(compare(operator, value, other) for operator, other in wanted.items())
        return compare("in", value, wanted if isinstance(wanted, list) else [wanted])

    def _since(self, since: Condition, until: Condition, minute: int) -> bool:
        on = False
        for when in self.minutes:
            if when <= minute:
                on = on and not self.occurs(until, when)
                on = on or self.occurs(since, when)
        return on

    def occurs(self, edge: Condition, minute: int) -> bool:
        """Say whether an edge, or the beginning of a level, occurs at a minute."""
        if minute not in self.minutes:
            return False
        if isinstance(edge, str):
            return edge in self.words(minute)
        if "signal" in edge:
            return f"signal:{edge['signal']}" in self.words(minute)
        if "changes" in edge:
            name = edge["changes"]
            changed: bool = self.value(name, minute - 1) != self.value(name, minute)
            return minute > self.created and changed
        if "becomes" in edge:
            return self.occurs(edge["becomes"], minute)
        if is_edge(edge) and "any" in edge:
            return any(self.occurs(part, minute) for part in edge["any"])
        if is_edge(edge):
            return all(
                self.occurs(part, minute) if is_edge(part) else self.holds(part, minute)
                for part in edge["all"]
            )
        return self.holds(edge, minute) and not self.holds(edge, minute - 1)


def compare(operator: str, value: Any, other: Any) -> bool:
    """Say whether an operator holds between a field's value and what the condition names."""
    if operator in ("present", "absent"):
        return (value is not None) == (operator == "present")
    if operator in ("in", "not_in"):
        return bool(value in other) == (operator == "in")
    if operator in ("is", "is_not"):
        return bool(value == other) == (operator == "is")
    if value is None:
        return False
    if operator == "contains":
        return bool(other in value)
    if operator == "starts_with":
        return bool(value.startswith(other))
    less, equal = bool(value < other), bool(value == other)
    wanted = {"lt": less, "le": less or equal, "gt": not (less or equal), "ge": not less}
    return wanted[operator]
