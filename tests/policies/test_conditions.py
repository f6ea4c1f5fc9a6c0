"""Levels: conditions on a ticket's fields."""

from __future__ import annotations

import pickle
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slakit import DocumentError, PolicyError, SlakitError
from slakit.policies.conditions import Level


def holds(condition: dict[str, Any], **fields: Any) -> bool:
    return Level.parse(condition).compile()(fields)


class TestHolds:
    @pytest.mark.parametrize(
        ("condition", "fields", "expected"),
        [
            ({}, {}, True),
            ({}, {"tier": "gold"}, True),
            ({"tier": "gold"}, {"tier": "gold"}, True),
            ({"tier": "gold"}, {"tier": "Gold"}, False),
            ({"tier": "gold"}, {}, False),
            ({"tier": "gold"}, {"tier": None}, False),
            ({"tier": ["gold", "silver"]}, {"tier": "silver"}, True),
            ({"tier": ["gold", "silver"]}, {"tier": "tin"}, False),
            # Every field has to have one of its values.
            ({"tier": "gold", "n": 1}, {"tier": "gold", "n": 1}, True),
            ({"tier": "gold", "n": 1}, {"tier": "gold", "n": 2}, False),
            ({"tier": "gold", "n": 1}, {"tier": "tin", "n": 1}, False),
            # Null stands for a field that is not there.
            ({"tier": None}, {}, True),
            ({"tier": None}, {"tier": None}, True),
            ({"tier": None}, {"tier": "gold"}, False),
            ({"tier": None}, {"tier": 1}, False),
            ({"tier": None}, {"tier": False}, False),
            ({"tier": [None, "gold"]}, {}, True),
            ({"tier": [None, "gold"]}, {"tier": "gold"}, True),
            ({"tier": [None, "gold"]}, {"tier": "tin"}, False),
            # Numbers are equal by value.
            ({"n": 1}, {"n": 1.0}, True),
            ({"n": 1.5}, {"n": Decimal("1.50")}, True),
            ({"n": 0}, {"n": 1}, False),
            ({"vip": True}, {"vip": True}, True),
            ({"vip": False}, {"vip": True}, False),
            ({"vip": False}, {}, False),
            # Of several kinds any will do.
            ({"x": ["1", 1]}, {"x": 1}, True),
            ({"x": ["1", 1]}, {"x": "1"}, True),
            ({"x": ["1", 1]}, {"x": 2}, False),
        ],
    )
    def test_holds(self, condition: dict[str, Any], fields: dict[str, Any], expected: bool) -> None:
        """Every field of the condition has one of its values."""
        assert expected is holds(condition, **fields)

    @pytest.mark.parametrize(
        ("condition", "value", "kinds"),
        [
            ({"x": "1"}, 1, ("number", "text")),
            ({"x": 1}, "1", ("text", "number")),
            ({"x": True}, "true", ("text", "truth value")),
            ({"x": "true"}, True, ("truth value", "text")),
            # In Python these are equal.
            ({"x": 1}, True, ("truth value", "number")),
            ({"x": True}, 1, ("number", "truth value")),
            ({"x": "2024-05-06"}, date(2024, 5, 6), ("date", "text")),
            ({"x": "2024-05-06"}, datetime(2024, 5, 6, tzinfo=UTC), ("instant", "text")),
            ({"x": [None, "a"]}, 5, ("number", "text")),
            ({"x": ["a", 1]}, True, ("truth value", "number or text")),
        ],
    )
    def test_kinds_that_never_match(
        self, condition: dict[str, Any], value: Any, kinds: tuple[str, str]
    ) -> None:
        """A value of another kind is an error that names both, and never a silent no."""
        with pytest.raises(PolicyError, match="never match") as caught:
            holds(condition, x=value)
        found, wanted = kinds
        assert f" {found}, {value!r}, " in str(caught.value)
        assert f" {wanted}, so it could never match" in str(caught.value)
        assert ("fields.x", "policy") == (caught.value.parameter, caught.value.code)
        assert caught.value.value is value
        assert caught.value.remedy

    @given(st.lists(st.text(max_size=2), min_size=1, max_size=4), st.none() | st.text(max_size=2))
    def test_one_of(self, wanted: list[str], value: str | None) -> None:
        """A list holds for its members and for nothing else."""
        assert (value in wanted) is holds({"x": wanted}, x=value)


class TestReading:
    @pytest.mark.parametrize("condition", ["tier", 5, None, [{"tier": "gold"}], True])
    def test_no_condition(self, condition: Any) -> None:
        """A condition is a mapping."""
        with pytest.raises(PolicyError, match="no condition") as caught:
            Level.parse(condition)
        assert condition == caught.value.value
        assert "{field: value}" in caught.value.remedy

    @pytest.mark.parametrize("name", ["all", "any", "not"])
    def test_reserved(self, name: str) -> None:
        """The words of the condition language are no names of fields."""
        with pytest.raises(SlakitError, match=f"{name}: '{name}' cannot be the name of a field"):
            Level.parse({name: "x"})

    @pytest.mark.parametrize("name", ["else", "by", "All", "status", "category", "ALL"])
    def test_not_reserved(self, name: str) -> None:
        """Other words are."""
        assert holds({name: "x"}, **{name: "x"})

    @pytest.mark.parametrize(
        "wanted",
        [[], {}, {"is": "gold"}, [["gold"]], {"a", "b"}, object(), date(2024, 5, 6), b"gold"],
    )
    def test_bad_values(self, wanted: Any) -> None:
        """A field has a value that a file can hold, or a list of them, and at least one."""
        with pytest.raises(SlakitError, match=r"tier: .* is no value of a field"):
            Level.parse({"tier": wanted})

    def test_all_at_once(self) -> None:
        """Every field that is wrong is named."""
        with pytest.raises(DocumentError) as caught:
            Level.parse({"all": "x", "tier": [], "n": 1, 5: "x"})
        assert [("all",), ("tier",), ("5",)] == [each.path for each in caught.value.problems]

    def test_again(self) -> None:
        """A level that is read is read again as it is."""
        level = Level.parse({"tier": "gold"})
        assert level is Level.parse(level)


class TestValue:
    @pytest.mark.parametrize(
        "data", [{}, {"a": "x"}, {"a": ["x", "y"], "b": None}, {"a": True}, {"a": [1, 2.5, None]}]
    )
    def test_data(self, data: dict[str, Any]) -> None:
        """The data is what was read; a list of one is its value."""
        assert data == Level.parse(data).to_data()
        assert {"a": "x"} == Level.parse({"a": ["x"]}).to_data()

    def test_equal(self) -> None:
        """The same conditions are equal, with equal hashes, and survive a pickle."""
        one = Level.parse({"a": "x", "b": [1, 2]})
        two = Level.parse({"a": ["x"], "b": (1, 2)})
        assert one == two
        assert 1 == len({one, two, pickle.loads(pickle.dumps(one))})
        assert isinstance(pickle.loads(pickle.dumps(one)), Level)
        assert one != Level.parse({"a": "y", "b": [1, 2]})

    def test_true_is_not_one(self) -> None:
        """Conditions that answer differently are different."""
        assert Level.parse({"vip": True}) != Level.parse({"vip": 1})

    def test_empty_is_falsy(self) -> None:
        """A level that always holds says so."""
        assert not Level.parse({})
        assert Level.parse({"a": "x"})

    def test_repr(self) -> None:
        """It shows what was written."""
        assert "Level({'a': 'x'})" == repr(Level.parse({"a": "x"}))
