"""Round values of shares, counts and lengths, and where numbers are drawn."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slakit.drawing.values import Kind, ValueScale, round_values

HOUR = 3600
DAY = 24 * HOUR


def test_places() -> None:
    """A scale may run upward, and what is outside is drawn at its edge."""
    scale = ValueScale(0, 4, start=200, end=100)
    assert [200, 175, 100, 100, 200] == [scale.at(each) for each in (0, 1, 4, 9, -3)]


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0, 1, [0, 0.25, 0.5, 0.75, 1]),
        (0.8, 1, [0.8, 0.85, 0.9, 0.95, 1]),
        (0.5, 1, [0.5, 0.6, 0.7, 0.8, 0.9, 1]),
        (0.98, 1, [0.98, 0.985, 0.99, 0.995, 1]),
        (0, 3, [0, 1, 2, 3]),
        (-0.42, 1, [0, 0.5, 1]),
        (-120, 1, [-100, -50, 0]),
    ],
)
def test_shares(low: float, high: float, expected: list[float]) -> None:
    """Shares are round in quarters and tenths, without the dust of binary fractions."""
    assert expected == round_values(low, high, "share")


@pytest.mark.parametrize(
    ("high", "expected"),
    [
        (1, [0, 1]),
        (5, [0, 1, 2, 3, 4, 5]),
        (7, [0, 2, 4, 6]),
        (37, [0, 10, 20, 30]),
        (10**9, [0, 2 * 10**8, 4 * 10**8, 6 * 10**8, 8 * 10**8, 10**9]),
    ],
)
def test_counts(high: int, expected: list[float]) -> None:
    """Counts are round in ones, twos and fives of a power of ten, and never broken."""
    assert expected == round_values(0, high, "count")


@pytest.mark.parametrize(
    ("high", "step"),
    [
        (5, 1),
        (50, 10),
        (150, 30),
        (HOUR, 15 * 60),
        (8 * HOUR, 2 * HOUR),
        (DAY, 6 * HOUR),
        (2 * DAY, 12 * HOUR),
        (5 * DAY, DAY),
        (30 * DAY, 10 * DAY),
    ],
)
def test_lengths(high: int, step: int) -> None:
    """Lengths are round in seconds, minutes, hours and days, as on a clock."""
    assert list(range(0, high + 1, step)) == round_values(0, high, "length")


@given(
    st.sampled_from(["share", "count", "length"]),
    st.floats(-1e6, 1e6),
    st.floats(1e-3, 1e6),
    st.integers(1, 12),
)
def test_law(kind: Kind, low: float, span: float, most: int) -> None:
    """Round values lie inside, are evenly apart, and leave as many steps as asked at most."""
    high = low + span
    found = round_values(low, high, kind, most=most)
    assert len(found) <= most + 1
    assert all(low <= each <= high for each in found)
    gaps = [b - a for a, b in pairwise(found)]
    assert all(each == pytest.approx(gaps[0], abs=1e-6) for each in gaps)
