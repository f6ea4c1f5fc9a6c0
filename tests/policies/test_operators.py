"""Operators of conditions: what they compare, and what they refuse to."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slakit import PolicyError
from slakit.policies.operators import OPERATORS, compile_test, operand_problem, read_operand

NOON = datetime(2024, 5, 6, 12, tzinfo=UTC)
DAY = date(2024, 5, 6)


def holds(name: str, operand: Any, **fields: Any) -> bool:
    """Test the field x of a ticket that has these fields."""
    assert "" == operand_problem(name, operand)
    return compile_test("x", *read_operand(name, operand))(fields)


@pytest.mark.parametrize(
    ("name", "operand", "value", "expected"),
    [
        ("is", "gold", "gold", True),
        ("is", "gold", "Gold", False),
        ("is", 1, 1.0, True),
        ("is", 1.5, Decimal("1.50"), True),
        ("is", False, False, True),
        ("is", None, "gold", False),
        ("is_not", "gold", "tin", True),
        ("is_not", "gold", "gold", False),
        ("is_not", None, "gold", True),
        ("is_not", None, False, True),
        ("in", ["gold", "silver"], "silver", True),
        ("in", ("gold", 1), 1, True),
        ("in", ["gold", None], "tin", False),
        ("not_in", ["gold", "silver"], "tin", True),
        ("not_in", ["gold", "silver"], "gold", False),
        ("lt", 5, 4, True),
        ("lt", 5, 5, False),
        ("le", 5, 5, True),
        ("le", 5, Decimal("5.0000001"), False),
        ("gt", 0.1, Decimal("0.1"), False),
        ("gt", 5, 5.000001, True),
        ("ge", 5, 5, True),
        ("ge", 10**400, 10**400 - 1, False),
        ("lt", "2024-05-06", date(2024, 5, 5), True),
        ("ge", DAY, DAY, True),
        ("gt", "2024-05-06T12:00:00Z", NOON, False),
        # 14:00 in a zone two hours ahead is noon, and a microsecond later is later.
        ("ge", "2024-05-06T14:00:00+02:00", NOON, True),
        ("gt", NOON, NOON.astimezone(timezone(timedelta(hours=5))), False),
        ("gt", NOON, NOON + timedelta(microseconds=1), True),
        ("contains", "ol", "gold", True),
        ("contains", "OL", "gold", False),
        ("starts_with", "go", "gold", True),
        ("starts_with", "old", "gold", False),
        ("present", True, "gold", True),
        ("present", True, False, True),
        ("present", False, "gold", False),
        ("absent", True, 0, False),
        ("absent", False, "", True),
    ],
)
def test_holds(name: str, operand: Any, value: Any, expected: bool) -> None:
    """An operator says what its name says; text heeds its case, and numbers are exact."""
    assert expected is holds(name, operand, x=value)


@pytest.mark.parametrize(
    ("name", "operand", "expected"),
    [
        ("is", "gold", False),
        ("is", None, True),
        ("is_not", "gold", True),
        ("is_not", None, False),
        ("in", ["gold", None], True),
        ("in", ["gold"], False),
        ("not_in", ["gold"], True),
        ("not_in", ["gold", None], False),
        ("lt", 5, False),
        ("ge", "2024-05-06", False),
        ("contains", "g", False),
        ("starts_with", "g", False),
        ("present", True, False),
        ("present", False, True),
        ("absent", True, True),
        ("absent", False, False),
    ],
)
def test_absent(name: str, operand: Any, expected: bool) -> None:
    """A field that the ticket does not have is as one that is None: it has no order and no text."""
    assert expected is holds(name, operand)
    assert expected is holds(name, operand, x=None)


@pytest.mark.parametrize(
    ("name", "operand", "value", "kinds"),
    [
        ("is", "1", 1, "a number, 1, and the condition compares it with a text"),
        ("is", 1, "1", "a text, '1', and the condition compares it with a number"),
        # In Python these are equal.
        ("is", 1, True, "a truth value, True, and the condition compares it with a number"),
        ("is", True, 1, "a number, 1, and the condition compares it with a truth value"),
        ("is_not", "1", 1, "a number, 1, and the condition compares it with a text"),
        ("in", ["a", 1], True, "compares it with a number or text"),
        ("not_in", ["a", None], 5, "a number, 5, and the condition compares it with a text"),
        ("lt", 5, "4", "a text, '4', and the condition compares it with a number"),
        ("gt", 5, True, "a truth value, True, and the condition compares it with a number"),
        ("ge", "2024-05-06", NOON, "an instant, "),
        ("le", "2024-05-06T12:00:00Z", DAY, "a date, "),
        ("contains", "1", 1, "a number, 1, and the condition compares it with a text"),
        ("starts_with", "t", True, "a truth value, True, and the condition compares it with a"),
    ],
)
def test_mismatch(name: str, operand: Any, value: Any, kinds: str) -> None:
    """A value of another kind is an error that names the field and both kinds, never a no."""
    with pytest.raises(PolicyError, match="the ticket's x is") as caught:
        holds(name, operand, x=value)
    assert kinds in str(caught.value)
    assert "could never match" in str(caught.value)
    assert ("fields.x", "policy") == (caught.value.parameter, caught.value.code)
    assert caught.value.value is value
    assert caught.value.remedy


@pytest.mark.parametrize(
    ("name", "operand", "words"),
    [
        *[(name, operand, "is no value of a field")
          for name in ("is", "is_not")
          for operand in (["a"], {"a": 1}, float("nan"), float("inf"), Decimal("1.5"), DAY, b"a")],
        *[(name, operand, "is no list of values of a field")
          for name in ("in", "not_in")
          for operand in ("ab", [], None, [["a"]], ["a", float("nan")], {"a"}, {"a": 1})],
        *[(name, operand, "has no order")
          for name in ("lt", "le", "gt", "ge")
          for operand in ("5", "soon", "2024-02-30", True, None, [1], float("nan"), Decimal(1))],
        ("lt", "2024-05-06T12:00:00", "has no time zone"),
        ("ge", datetime(2024, 5, 6), "has no time zone"),  # noqa: DTZ001
        ("contains", "", "is no text"),
        ("contains", ["a"], "is no text"),
        ("starts_with", 5, "is no text"),
        ("present", "yes", "is neither true nor false"),
        ("present", None, "is neither true nor false"),
        ("absent", 1, "is neither true nor false"),
    ],
)  # fmt: skip
def test_operand_problem(name: str, operand: Any, words: str) -> None:
    """An operand that would never do its work, or that no file can hold, is named."""
    assert f"{operand!r} {words}" == operand_problem(name, operand)


def test_operators() -> None:
    """There are twelve, each with what to write behind it."""
    assert {
        "is", "is_not", "in", "not_in", "lt", "le", "gt", "ge", "contains", "starts_with",
        "present", "absent",
    } == OPERATORS.keys()  # fmt: skip
    assert all(remedy.startswith("give ") for remedy in OPERATORS.values())


numbers = st.one_of(
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.decimals(allow_nan=False, allow_infinity=False, places=3),
)


@given(st.integers() | st.floats(allow_nan=False, allow_infinity=False), numbers)
def test_order(operand: Any, value: Any) -> None:
    """Each order is the opposite of another one, and both together are equality."""
    less, more = holds("lt", operand, x=value), holds("gt", operand, x=value)
    assert less is not holds("ge", operand, x=value)
    assert more is not holds("le", operand, x=value)
    assert holds("is", operand, x=value) is (not less and not more)


@given(st.lists(st.text(max_size=2), min_size=1, max_size=4), st.none() | st.text(max_size=2))
def test_one_of(wanted: list[str], value: str | None) -> None:
    """A list holds for its members and for nothing else."""
    assert (value in wanted) is holds("in", wanted, x=value)
    assert (value not in wanted) is holds("not_in", wanted, x=value)
