"""Changes laid over plain data."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slakit import DocumentError
from slakit.agreements.amendments import amended

VALUES = st.recursive(
    st.integers() | st.text(max_size=3),
    lambda inner: st.dictionaries(st.text(max_size=2), inner, max_size=3),
    max_leaves=6,
)


def test_mappings_and_values() -> None:
    """A mapping changes its keys, null takes one away, and a list replaces a list."""
    old = {"a": {"x": 1, "y": 2}, "b": [1, 2], "c": 3}
    assert {"a": {"x": 1, "y": 5}, "b": [9], "d": 4} == amended(
        old, {"a": {"y": 5}, "b": [9], "c": None, "d": 4}
    )
    assert {"a": {"x": 1, "y": 2}, "b": [1, 2], "c": 3} == old


def test_named_lists() -> None:
    """A list of things with an id is changed by id; what is new comes last with its id."""
    old = [{"id": "one", "n": 1}, {"id": "two", "n": 2}]
    assert [{"id": "two", "n": 7}, {"id": "three", "n": 3}] == amended(
        {"all": old}, {"all": {"one": None, "two": {"n": 7}, "three": {"n": 3}}}
    )["all"]


def test_refused() -> None:
    """What is not there cannot go, and a list without names is replaced as a whole; both told."""
    with pytest.raises(DocumentError) as caught:
        amended({"a": [1], "b": {}}, {"a": {"x": 1}, "b": {"y": None}})
    assert [("a",), ("b", "y")] == [problem.path for problem in caught.value.problems]


@given(VALUES, VALUES)
def test_twice(data: object, changes: object) -> None:
    """To lay the same changes over data twice is to do it once, where they take nothing away."""
    once = amended(data, changes)
    assert once == amended(once, changes)
