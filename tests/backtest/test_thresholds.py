"""The tightest amount of a sample, its standing, its interval, and amounts that people promise."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slakit import SlakitError
from slakit.backtest.thresholds import Sample, ranks_around, readable
from tests.evaluation.desks import span

TICK = timedelta(microseconds=1)
HALF = Fraction(1, 2)
amounts = st.integers(1, 12).map(lambda ticks: ticks * TICK)
shares = st.fractions(Fraction(1, 20), 1, max_denominator=20)


def hours(*numbers: int) -> list[timedelta]:
    return [timedelta(hours=number) for number in numbers]


def test_standing() -> None:
    """Stopped clocks that needed more have failed, open ones that are in time are undecided."""
    sample = Sample(hours(1, 2, 5), hours(2, 4))
    assert (2, 2, 1) == sample.standing(span("2h"))
    assert (0, 5, 0) == sample.standing(span("30m"))


def test_tightest() -> None:
    """Of 1, 2, 3 and 4 h three quarters are met with 3 h, and all with 4 h."""
    sample = Sample(hours(4, 2, 3, 1), [])
    assert [span("3h"), span("4h")] == [
        sample.tightest(Fraction(3, 4)), sample.tightest(Fraction(76, 100))
    ]  # fmt: skip


def test_open_clocks() -> None:
    """Clocks that have been open for longer count as failed: with 2 h it is one of three."""
    sample = Sample(hours(2), hours(6, 7))
    assert (Fraction(1, 3), span("6h")) == (
        sample.standing(span("2h")).share,
        sample.tightest(HALF),
    )


def test_no_data() -> None:
    """Where no clock was stopped there is no such amount, and nothing is decided."""
    assert (None, None) == (Sample([], hours(3)).tightest(HALF), Sample([], []).tightest(HALF))
    assert Sample([], hours(3)).standing(span("3h")).share is None


@given(st.lists(amounts, min_size=1), st.lists(amounts), shares)
def test_laws(needed: list[timedelta], passed: list[timedelta], objective: Fraction) -> None:
    """It meets the objective, and a tick less does not; more never meets less."""
    sample = Sample(needed, passed)
    found = sample.tightest(objective)
    assert found is not None
    share = sample.standing(found).share
    assert share is not None
    assert share >= objective
    below = sample.standing(found - TICK).share
    assert below is None or below < objective
    every = [sample.standing(ticks * TICK).share for ticks in range(14)]
    told = [each for each in every if each is not None]
    assert sorted(told) == told


@pytest.mark.parametrize(("count", "share"), [(10, 0.5), (100, 0.5), (59, 0.95), (300, 0.9)])
def test_ranks(count: int, share: float) -> None:
    """The ranks are the closest that leave at most 2.5 % on either side, by exact binomials."""
    chances = [
        comb(count, k) * Fraction(str(share)) ** k * (1 - Fraction(str(share))) ** (count - k)
        for k in range(count + 1)
    ]
    tail = Fraction(25, 1000)
    low = max(rank for rank in range(count + 1) if sum(chances[:rank]) <= tail)
    high = min((rank for rank in range(count + 1) if sum(chances[rank:]) <= tail), default=0)
    expected = (low, high) if low and high else None
    assert expected == ranks_around(count, share, 0.95)


def test_ranks_of_a_table() -> None:
    """Hahn and Meeker have the ranks 40 and 61 for the median of 100; 20 are too few for 95 %."""
    assert ((40, 61), None) == (ranks_around(100, 0.5, 0.95), ranks_around(20, 0.95, 0.95))
    assert ranks_around(100, 1.0, 0.95) is None


def test_interval() -> None:
    """The interval has the values at these ranks; beyond what was stopped nobody knows them."""
    sample = Sample(hours(*range(1, 101)), [])
    assert (span("40h"), span("61h")) == sample.interval(span("50h"), HALF, 0.95)
    late = Sample(hours(*range(1, 56)), hours(*[99] * 45))
    assert late.interval(span("50h"), HALF, 0.95) is None
    with pytest.raises(SlakitError, match="is no confidence"):
        sample.interval(span("50h"), HALF, 95)


@pytest.mark.parametrize(
    ("exact", "expected"),
    [
        (TICK, "1m"),
        (span("59m"), "59m"),
        (span("59m") + TICK, "1h"),
        (span("1h") + TICK, "1h5m"),
        (span("3h56m"), "4h"),
        (span("4h1m"), "4h15m"),
        (span("30h"), "30h"),
    ],
)
def test_readable(exact: timedelta, expected: str) -> None:
    """It is rounded up: to minutes, from an hour on to 5, from four hours on to 15."""
    assert span(expected) == readable(exact)
