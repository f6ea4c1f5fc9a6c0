"""Levels: predicates on a ticket's fields, written as data and compiled to closures."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from operator import itemgetter
from typing import Any, Self

from slakit.documents.parsed import Parsed
from slakit.errors import DocumentError, PolicyError, Problem

__all__ = ["Level", "Predicate"]

Predicate = Callable[[Mapping[str, Any]], bool]

# Words of the condition language, which a field may not be called.
RESERVED = frozenset({"all", "any", "not"})


class Level(tuple[tuple[str, tuple[Any, ...]], ...], Parsed):
    """``{priority: [high, urgent], tier: gold}``: every field has one of its values.

    `None` (null) stands for a field that the ticket does not have. The empty
    level always holds.

    >>> Level.parse({"tier": ["gold", "silver"]}).compile()({"tier": "gold"})
    True
    """

    __slots__ = ()

    @classmethod
    def parse(cls, value: Any) -> Self:
        """Read a mapping of fields to a value or a list of values."""
        if isinstance(value, cls):
            return value
        if not isinstance(value, Mapping):
            raise PolicyError(
                f"{value!r} is no condition",
                value=value,
                remedy="write {field: value} or {field: [value, value]}",
            )
        problems: list[Problem] = []
        fields: list[tuple[str, tuple[Any, ...]]] = []
        for field, wanted in value.items():
            values = tuple(wanted) if isinstance(wanted, (list, tuple)) else (wanted,)
            odd = [each for each in values if not is_value(each)]
            if field in RESERVED or not isinstance(field, str):
                problems.append(problem(f"{field!r} cannot be the name of a field", field, field))
            elif not values or odd:
                problems.append(problem(f"{wanted!r} is no value of a field", field, wanted))
            fields.append((str(field), values))
        if problems:
            raise DocumentError(problems)
        return cls(fields)

    def compile(self) -> Predicate:
        """Return the level as a function of the fields.

        It raises `PolicyError` when a ticket's value is of another kind than
        all those that it is compared with, because it could never match.
        """
        tests = [(field, *keys(values)) for field, values in self]

        def holds(fields: Mapping[str, Any]) -> bool:
            for field, wanted, kinds in tests:
                value = fields.get(field)
                kind = kind_of(value)
                if (kind, value) not in wanted:
                    if kind not in kinds and value is not None:
                        raise mismatch(field, value, wanted)
                    return False
            return True

        return holds

    def to_data(self) -> dict[str, Any]:
        """Return the mapping that a file holds."""
        return {field: values[0] if len(values) == 1 else list(values) for field, values in self}

    def _key(self) -> list[tuple[str, Any]]:
        # True equals 1 in Python and in no help desk.
        kinds = [(field, [(kind_of(value), value) for value in values]) for field, values in self]
        return sorted(kinds, key=itemgetter(0))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Level) and self._key() == other._key()

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash(frozenset(self))

    def __repr__(self) -> str:
        return f"Level({self.to_data()!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        return Level, (tuple(self),)

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        scalar = {"type": ["string", "number", "boolean", "null"]}
        return {
            "description": "every field has one of its values",
            "type": "object",
            "additionalProperties": {
                "anyOf": [scalar, {"type": "array", "items": scalar, "minItems": 1}]
            },
            "examples": [{"tier": ["gold", "silver"]}],
        }


# What a file can hold, so that a condition means the same when it has been written.
SCALARS = (str, int, float, type(None))


def is_value(value: Any) -> bool:
    """Return whether a file could hold the value: NaN and infinity have no place in JSON."""
    return isinstance(value, SCALARS) and (not isinstance(value, float) or math.isfinite(value))


def problem(message: str, field: Any, value: Any) -> Problem:
    return Problem(
        message,
        path=(str(field),),
        value=value,
        remedy="write {field: value} or {field: [value, value]}",
        code=PolicyError.code,
    )


def kind_of(value: Any) -> str:
    """Name the kind of a value; values of different kinds are never equal."""
    if isinstance(value, str):
        return "text"
    if isinstance(value, bool):
        return "truth value"
    if isinstance(value, (int, float, Decimal)):
        return "number"
    if isinstance(value, datetime):
        return "instant"
    return "date" if isinstance(value, date) else "nothing"


def keys(values: tuple[Any, ...]) -> tuple[frozenset[tuple[str, Any]], frozenset[str]]:
    """Return what to look a value up in, and the kinds that occur."""
    wanted = frozenset((kind_of(value), value) for value in values)
    kinds = frozenset(kind for kind, _ in wanted)
    # A test for nothing alone says nothing about the kind of what may be there.
    return wanted, kinds if kinds != {"nothing"} else frozenset(KINDS)


KINDS = ("text", "truth value", "number", "date", "instant")


def mismatch(field: str, value: Any, wanted: frozenset[tuple[str, Any]]) -> PolicyError:
    kinds = sorted({kind for kind, _ in wanted} - {"nothing"})
    kind = kind_of(value)
    article = "an" if kind == "instant" else "a"
    return PolicyError(
        f"the ticket's {field} is {article} {kind}, {value!r}, and the condition compares it"
        f" with a {' or '.join(kinds)}, so it could never match",
        parameter=f"fields.{field}",
        value=value,
        remedy="write both in the same way, for example with quotes",
    )
