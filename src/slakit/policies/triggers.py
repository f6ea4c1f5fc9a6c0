"""What stops, cancels and pauses a clock: conditions, or nothing."""

from __future__ import annotations

from typing import Any, Self

from slakit.documents.parsed import Parsed
from slakit.errors import PolicyError
from slakit.policies.condition_schema import EDGE_SCHEMA, LEVEL_SCHEMA
from slakit.policies.conditions import Edge, Level, is_edge

__all__ = ["PauseRule", "Trigger"]


class Trigger(Parsed):
    """What stops or cancels a clock: an edge, a level, or ``none``.

    >>> Trigger.parse({"category": "closed"}).level, Trigger.parse("none").edge
    (Level.parse({'category': 'closed'}), None)
    """

    __slots__ = ("edge", "level")

    def __init__(self, edge: Edge | None = None, level: Level | None = None) -> None:
        self.edge = edge
        self.level = level

    @classmethod
    def parse(cls, value: Any) -> Self:
        """Read a level where the data is one, else an edge; ``none`` and null are neither."""
        if isinstance(value, cls):
            return value
        if value is None or value == "none":
            return cls()
        if is_edge(value):
            return cls(edge=Edge.parse(value))
        return cls(level=Level.parse(value))

    def to_data(self) -> Any:
        condition = self.edge or self.level
        return "none" if condition is None else condition.to_data()

    @property
    def fields(self) -> frozenset[str]:
        """The fields of a ticket that it looks at."""
        condition = self.edge or self.level
        return frozenset() if condition is None else condition.fields

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Trigger) and (self.edge, self.level) == (other.edge, other.level)

    def __hash__(self) -> int:
        return hash((self.edge, self.level))

    def __repr__(self) -> str:
        return f"Trigger.parse({self.to_data()!r})"

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        return {"anyOf": [{"const": "none"}, EDGE_SCHEMA, LEVEL_SCHEMA]}


class PauseRule(Parsed):
    """When a clock stands still: ``policy`` (what the policy says), ``none``, or a level.

    >>> PauseRule.parse("policy").to_data(), PauseRule.parse({"status": "hold"}).level
    ('policy', Level.parse({'status': 'hold'}))
    """

    __slots__ = ("by_policy", "level")

    def __init__(self, by_policy: bool = False, level: Level | None = None) -> None:
        self.by_policy = by_policy
        self.level = level

    @classmethod
    def parse(cls, value: Any) -> Self:
        if isinstance(value, cls):
            return value
        if value is None or value in ("none", "policy"):
            return cls(by_policy=value == "policy")
        if isinstance(value, str):
            raise PolicyError(
                f"{value!r} is no pause",
                value=value,
                remedy="write policy, none, or a condition such as {status: on_hold}",
            )
        return cls(level=Level.parse(value))

    def to_data(self) -> Any:
        if self.level is not None:
            return self.level.to_data()
        return "policy" if self.by_policy else "none"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PauseRule) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def _key(self) -> tuple[bool, Level | None]:
        return self.by_policy, self.level

    def __repr__(self) -> str:
        return f"PauseRule.parse({self.to_data()!r})"

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        return {"anyOf": [{"enum": ["policy", "none"]}, LEVEL_SCHEMA]}
