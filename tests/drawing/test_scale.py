"""Instants and where they are drawn."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slakit.drawing.scale import Stretch, TimeScale, long_stretches
from slakit.errors import SlakitError

HOUR = timedelta(hours=1)
NOON = datetime(2024, 5, 6, 12, tzinfo=UTC)


def hours(*ends: float) -> list[Stretch]:
    """Return the stretches between pairs of hours after noon."""
    return [(NOON + a * HOUR, NOON + b * HOUR) for a, b in zip(ends[::2], ends[1::2], strict=True)]


@pytest.mark.parametrize(("x", "hour"), [(50, 0), (50, -5), (100, 2), (150, 4), (150, 9), (75, 1)])
def test_even(x: float, hour: float) -> None:
    """Without breaks time runs evenly, and what lies outside is drawn at the edge."""
    scale = TimeScale(NOON, NOON + 4 * HOUR, left=50, right=150)
    assert x == scale.x(NOON + hour * HOUR)


@pytest.mark.parametrize(("x", "hour"), [(0, 0), (40, 4), (50, 12), (60, 20), (100, 24)])
def test_break(x: float, hour: float) -> None:
    """A break of 16 h takes its 20 pixels, and the 8 h beside it share the other 80."""
    scale = TimeScale(
        NOON, NOON + 24 * HOUR, left=0, right=100, breaks=hours(4, 20), break_width=20
    )
    assert x == pytest.approx(scale.x(NOON + hour * HOUR))
    assert [(40, 60)] == [(piece.left, piece.right) for piece in scale.breaks]


def test_breaks_beyond_the_edges() -> None:
    """A break that begins before the scale or ends after it is cut, one outside is none."""
    scale = TimeScale(
        NOON, NOON + 10 * HOUR, left=0, right=100, breaks=hours(-9, -5, -3, 2, 8, 40, 50, 60)
    )
    found = [(piece.start, piece.end) for piece in scale.breaks]
    assert [(NOON, NOON + 2 * HOUR), (NOON + 8 * HOUR, NOON + 10 * HOUR)] == found


def test_many_breaks() -> None:
    """Breaks take half of the width at most."""
    breaks = [stretch for i in range(10) for stretch in hours(i + 0.5, i + 1)]
    scale = TimeScale(NOON, NOON + 10 * HOUR, left=0, right=100, breaks=breaks, break_width=24)
    assert 50 == pytest.approx(sum(piece.right - piece.left for piece in scale.breaks))


def test_nothing_but_a_break() -> None:
    """Where all is break there is nothing to make room for."""
    scale = TimeScale(NOON, NOON + 4 * HOUR, left=0, right=100, breaks=hours(-1, 9))
    assert 25 == scale.x(NOON + HOUR)


def test_wall_times() -> None:
    """An hour that comes twice has its width, though the wall shows the same times."""
    zone = ZoneInfo("Europe/Madrid")
    start = datetime(2024, 10, 27, 2, 30, tzinfo=zone)
    scale = TimeScale(start, start.replace(fold=1), left=0, right=60)
    assert 30 == scale.x(datetime(2024, 10, 27, 1, 0, tzinfo=UTC))


@pytest.mark.parametrize("end", [NOON, NOON - HOUR])
def test_end_before_start(end: datetime) -> None:
    """A picture of no time is refused."""
    with pytest.raises(SlakitError, match=r"cannot end at 2024-05-06T1\d:00:00"):
        TimeScale(NOON, end, left=0, right=100)


@given(
    st.lists(st.integers(1, 5_000), max_size=12),
    st.lists(st.floats(-100, 30_000), min_size=2, max_size=9),
)
def test_order(lengths: list[int], moments: list[float]) -> None:
    """Later instants are never drawn further to the left, and all within the scale."""
    edges = [NOON + timedelta(minutes=sum(lengths[:i])) for i in range(len(lengths) + 1)]
    breaks = list(pairwise(edges))[1::2]
    scale = TimeScale(NOON, edges[-1] + HOUR, left=10, right=310, breaks=breaks)
    drawn = [scale.x(NOON + timedelta(minutes=each)) for each in sorted(moments)]
    assert all(a <= b + 1e-9 for a, b in pairwise(drawn))
    assert all(10 <= x <= 310 for x in drawn)
    for one, other in pairwise(scale.pieces):
        assert one.end == other.start
        assert one.right == pytest.approx(other.left)


def test_long_stretches() -> None:
    """Only what is longer counts, after it is cut at what is to be kept."""
    kept = [NOON + 22 * HOUR, NOON - HOUR, NOON + 60 * HOUR]
    found = long_stretches(hours(0, 2, 20, 40, 50, 53), 2 * HOUR, keep=kept)
    assert hours(22, 40, 50, 53) == found
