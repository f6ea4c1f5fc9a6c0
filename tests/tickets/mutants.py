"""Good data in which one value, somewhere, is any other."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

_leaves = st.one_of(st.integers(), st.text(max_size=3), st.none())
_keys = st.sampled_from(("kind", "at", "decimal", "date", "instant", "by", "else", "name", "tz"))
junk = st.one_of(
    st.booleans(),
    st.floats(),
    _leaves,
    st.lists(st.one_of(_leaves, st.lists(_leaves, max_size=1)), max_size=2),
    st.dictionaries(_keys | st.text(max_size=3) | st.integers(0, 3), _leaves, max_size=2),
)


def mutants(good: Any) -> st.SearchStrategy[Any]:
    """Draw the data with one value replaced: the whole, or any one inside."""
    if not isinstance(good, dict | list):
        return junk
    items = list(good.items() if isinstance(good, dict) else enumerate(good))
    return st.one_of(junk, *[_with(good, key, mutants(value)) for key, value in items])


def _with(good: Any, key: Any, values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    def put(value: Any) -> Any:
        copied = good.copy()
        copied[key] = value
        return copied

    return values.map(put)
