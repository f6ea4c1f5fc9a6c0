"""Rows in the order of their groups and times."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

np = pytest.importorskip("numpy", reason="numpy is not installed")
grouped = pytest.importorskip("slakit.frames.evaluating.order").grouped


def order_of(rows: list[tuple[int, int]], most: int) -> list[int]:
    groups, at = np.array(rows, np.int64).reshape(-1, 2).T
    found: list[int] = grouped(groups, at, most).tolist()
    return found


@given(st.lists(st.tuples(st.integers(0, 3) | st.integers(0, 1 << 20), st.integers(-3, 3))))
def test_as_sorted(rows: list[tuple[int, int]]) -> None:
    """Rows rise by group, then by time; equal ones stay as they stood."""
    assert sorted(range(len(rows)), key=rows.__getitem__) == order_of(rows, 1 << 20)


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(-3, 3))))
def test_in_order(rows: list[tuple[int, int]]) -> None:
    """What is in order already is left alone, of times as a whole as well."""
    assert list(range(len(rows))) == order_of(sorted(rows), 5)
    by_time = sorted(rows, key=lambda row: row[1])
    assert sorted(range(len(rows)), key=by_time.__getitem__) == order_of(by_time, 5)


@pytest.mark.parametrize("most", [1, 65_535, 65_536, 1 << 32])
def test_many_groups(most: int) -> None:
    """Groups below any number are told apart, however many digits that takes."""
    rows = [(most - 1, 1), (most // 2, 2), (0, 3), (most - 1, 0)]
    assert sorted(range(4), key=rows.__getitem__) == order_of(rows, most)
