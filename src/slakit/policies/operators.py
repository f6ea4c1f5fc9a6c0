"""Operators of conditions: how a field's value is compared with what a file says.

Values of different kinds are never equal and have no order; comparing them raises, because a
condition that can never match is a mistake in the file or in the data.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from slakit.errors import InstantError, NaiveDatetimeError, PolicyError
from slakit.instants import parse_instant

__all__ = ["OPERATORS", "Predicate", "compile_test", "kind_of", "operand_problem", "read_operand"]

Predicate = Callable[[Mapping[Any, Any]], bool]

ONE = "give text, a number, true, false or null"
SEVERAL = "give a list of such values, as in [high, urgent]"
POINT = "give a number, a date or an instant with its UTC offset"
TEXT = "give a text that is not empty"
TRUTH = "give true or false"
# Each operator, and what to write behind it.
OPERATORS = {
    "is": ONE,
    "is_not": ONE,
    "in": SEVERAL,
    "not_in": SEVERAL,
    "lt": POINT,
    "le": POINT,
    "gt": POINT,
    "ge": POINT,
    "contains": TEXT,
    "starts_with": TEXT,
    "present": TRUTH,
    "absent": TRUTH,
}
ORDER: dict[str, Callable[[Any, Any], bool]] = {
    "lt": operator.lt,
    "le": operator.le,
    "gt": operator.gt,
    "ge": operator.ge,
}
# What a file can hold, so that a condition means the same when it has been written.
SCALARS = (str, int, float, type(None))


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


def is_scalar(value: Any) -> bool:
    """Return whether a file could hold the value: NaN and infinity have no place in JSON."""
    return isinstance(value, SCALARS) and (not isinstance(value, float) or math.isfinite(value))


def operand_problem(name: str, operand: Any) -> str:
    """Say what is wrong with the operand of an operator; "" when nothing is."""
    if name in ("is", "is_not"):
        return "" if is_scalar(operand) else f"{operand!r} is no value of a field"
    if name in ("in", "not_in"):
        good = isinstance(operand, (list, tuple)) and operand and all(map(is_scalar, operand))
        return "" if good else f"{operand!r} is no list of values of a field"
    if name in ("present", "absent"):
        return "" if isinstance(operand, bool) else f"{operand!r} is neither true nor false"
    if name in ORDER:
        return "" if ordered(operand) is not None else f"{operand!r} {why_unordered(operand)}"
    return "" if isinstance(operand, str) and operand else f"{operand!r} is no text"


def ordered(operand: Any) -> Any:
    """Return a number, date or instant, also from its ISO 8601 text; None for all else."""
    if isinstance(operand, (str, datetime)):
        try:
            if isinstance(operand, str) and len(operand) == 10:
                return date.fromisoformat(operand)
            return parse_instant(operand, "")
        except ValueError:
            return None
    if isinstance(operand, bool) or operand is None:
        return None
    return operand if isinstance(operand, date) or is_scalar(operand) else None


def why_unordered(operand: Any) -> str:
    """Say why an operand has no order, as what follows its own text."""
    try:
        parse_instant(operand, "")
    except NaiveDatetimeError:
        return "has no time zone"
    except InstantError:
        pass
    return "has no order"


def read_operand(name: str, operand: Any) -> tuple[str, Any]:
    """Return the operator and operand of a node: few operators, and hashable operands."""
    if name in ("is", "is_not", "in", "not_in"):
        values = operand if name.endswith("in") else (operand,)
        wanted = frozenset((kind_of(value), value) for value in values)
        return ("not_in" if "not" in name else "in"), wanted
    if name in ("present", "absent"):
        absent = (name == "absent") == operand
        return ("in" if absent else "not_in"), frozenset({("nothing", None)})
    return name, ordered(operand) if name in ORDER else operand


def compile_test(field: str, name: str, operand: Any) -> Predicate:
    """Return a test of one field as a function of the fields."""
    if name in ("in", "not_in"):
        return membership(field, operand, negated=name == "not_in")
    if name in ORDER:
        return comparison(field, ORDER[name], operand)
    return text_test(field, str.startswith if name == "starts_with" else str.__contains__, operand)


def membership(field: str, wanted: frozenset[tuple[str, Any]], *, negated: bool) -> Predicate:
    kinds = frozenset(kind for kind, _ in wanted)
    if kinds == {"nothing"}:
        # A test for nothing alone says nothing about the kind of what may be there.
        return lambda fields: (fields.get(field) is None) is not negated
    texts = frozenset(value for kind, value in wanted if kind == "text")

    def holds(fields: Mapping[Any, Any]) -> bool:
        value = fields.get(field)
        # Most values are texts that are compared with texts.
        if type(value) is str and texts:
            return (value in texts) is not negated
        kind = kind_of(value)
        if kind not in kinds and value is not None:
            raise mismatch(field, value, " or ".join(sorted(kinds - {"nothing"})))
        return ((kind, value) in wanted) is not negated

    return holds


def comparison(field: str, compare: Callable[[Any, Any], bool], operand: Any) -> Predicate:
    wanted = kind_of(operand)

    def holds(fields: Mapping[Any, Any]) -> bool:
        value = fields.get(field)
        if value is None:
            return False
        if kind_of(value) != wanted:
            raise mismatch(field, value, wanted)
        return compare(value, operand)

    return holds


def text_test(field: str, test: Callable[[str, str], bool], operand: str) -> Predicate:
    def holds(fields: Mapping[Any, Any]) -> bool:
        value = fields.get(field)
        if value is None:
            return False
        if not isinstance(value, str):
            raise mismatch(field, value, "text")
        return test(value, operand)

    return holds


def mismatch(field: str, value: Any, wanted: str) -> PolicyError:
    kind = kind_of(value)
    article, other = ("an" if word.startswith("instant") else "a" for word in (kind, wanted))
    return PolicyError(
        f"the ticket's {field} is {article} {kind}, {value!r}, and the condition compares it"
        f" with {other} {wanted}, so it could never match",
        parameter=f"fields.{field}",
        value=value,
        remedy="write both in the same way, for example with quotes",
    )
