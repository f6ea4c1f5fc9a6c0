"""A mapping that cannot change."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from slakit.documents import Document, FrozenMap

ITEMS = st.dictionaries(st.text(max_size=3), st.integers() | st.text(max_size=3), max_size=5)


class Desk(Document):
    """A document with maps."""

    hours: FrozenMap[str, tuple[str, ...]] = FrozenMap()
    special: FrozenMap[date, str] = FrozenMap()
    anything: FrozenMap[str, Any] | None = None


@given(ITEMS)
def test_equals_the_dict_it_was_made_of(items: dict[str, object]) -> None:
    """It is equal to a dict, in both directions, keeps its order, and answers alike."""
    frozen = FrozenMap(items)
    assert items == frozen
    assert frozen == items
    assert list(items.items()) == list(frozen.items())
    assert len(items) == len(frozen)
    assert FrozenMap(items.items()) == frozen


@given(ITEMS, st.randoms())
def test_hash_does_not_heed_the_order(items: dict[str, object], random: Any) -> None:
    """Equal maps have equal hashes."""
    shuffled = list(items.items())
    random.shuffle(shuffled)
    assert FrozenMap(items) == FrozenMap(shuffled)
    assert hash(FrozenMap(items)) == hash(FrozenMap(shuffled))


def test_cannot_change() -> None:
    """There is no way in, and the dict that it was made of is not kept."""
    items = {"a": 1}
    frozen = FrozenMap(items)
    items["a"] = 2
    assert 1 == frozen["a"]
    with pytest.raises(TypeError):
        frozen["a"] = 3  # type: ignore[index]
    with pytest.raises(AttributeError):
        frozen.other = 3  # type: ignore[attr-defined]
    with pytest.raises(KeyError):
        frozen["b"]


def test_copies() -> None:
    """A copy is the map itself; a deep copy and a pickle are equal to it."""
    frozen = FrozenMap({"a": (1, 2)})
    assert frozen is copy.copy(frozen)
    assert frozen == copy.deepcopy(frozen)
    again = pickle.loads(pickle.dumps(frozen))
    assert (FrozenMap, frozen, hash(frozen)) == (type(again), again, hash(again))


def test_repr() -> None:
    """The repr can be evaluated."""
    assert "FrozenMap({'a': 1})" == repr(FrozenMap({"a": 1}))
    assert isinstance(FrozenMap(), Mapping)


def test_values_that_cannot_be_hashed() -> None:
    """A map of lists is a map, but has no hash."""
    with pytest.raises(TypeError, match="unhashable"):
        hash(FrozenMap({"a": []}))


def test_field_takes_and_gives_a_dict() -> None:
    """As a field it takes a dict or itself, and is written as a dict."""
    desk = Desk(hours={"mon": ["9-5"]}, special={"2024-12-24": "closed"})  # type: ignore[arg-type]
    assert FrozenMap({"mon": ("9-5",)}) == desk.hours
    assert FrozenMap({date(2024, 12, 24): "closed"}) == desk.special
    assert isinstance(desk.special, FrozenMap)
    assert desk == Desk(hours=desk.hours, special=desk.special)
    data = {"hours": {"mon": ["9-5"]}, "special": {"2024-12-24": "closed"}}
    assert data == desk.to_data()
    assert desk == Desk.model_validate(data)
    assert hash(desk) == hash(Desk.model_validate(data))
    assert {"mon": ("9-5",)} == desk.model_dump()["hours"]


def test_field_without_types() -> None:
    """Without parameters it takes any keys and values."""
    adapter = TypeAdapter(FrozenMap)
    assert {1: "a", "b": None} == adapter.validate_python({1: "a", "b": None})
    with pytest.raises(ValidationError):
        adapter.validate_python([1])


@pytest.mark.parametrize("mode", ["validation", "serialization"])
def test_json_schema(mode: Any) -> None:
    """Its JSON Schema is an object."""
    schema = Desk.model_json_schema(mode=mode)["properties"]["hours"]
    assert "object" == schema["type"]
    assert {"items": {"type": "string"}, "type": "array"} == schema["additionalProperties"]
