"""How many edges lie at or before an instant: looked up, and the same as searched for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

np = pytest.importorskip("numpy", reason="ranks are arrays")
ranks = pytest.importorskip("slakit.frames.ranks", reason="ranks are arrays")

HOUR = 3_600_000_000
DAY = 24 * HOUR
LEAST, MOST = np.iinfo(np.int64).min, np.iinfo(np.int64).max


def edges_of(*values: int) -> np.ndarray:
    return np.array(values, np.int64)


class TestBins:
    def test_a_closing_a_day(self) -> None:
        """Closings a day apart, and three days at weekends, leave room for bins of 19 hours."""
        closings = np.array([DAY * day + 17 * HOUR for day in range(365) if day % 7 < 5])
        found = ranks.Ranks(closings)
        assert 36 == found.width
        assert not found.crowded

    def test_exception(self) -> None:
        """Two edges a second apart crowd the bin that they are in, and make no other narrower."""
        closings = [DAY * day + 17 * HOUR for day in range(365)]
        found = ranks.Ranks(edges_of(*sorted([*closings, 100 * DAY + 17 * HOUR + 1_000_000])))
        assert 36 == found.width
        assert found.crowded
        assert 1 == np.count_nonzero(found.before < 0)

    def test_number_is_bounded(self) -> None:
        """Edges of a century, a minute apart each day, are not cut into minutes."""
        days = np.arange(36_525, dtype=np.int64) * DAY
        found = ranks.Ranks(np.sort(np.concatenate([days, days + 60_000_000])))
        assert ranks.MOST_BINS + 2 >= len(found.until)
        assert found.crowded


class TestRanks:
    def test_edges(self) -> None:
        """An instant counts the edges at it and before it, wherever it is."""
        found = ranks.Ranks(edges_of(0, 9 * HOUR, 17 * HOUR))
        at = edges_of(LEAST, -1, 0, 9 * HOUR - 1, 9 * HOUR, 17 * HOUR, 18 * HOUR, 10**18, MOST)
        assert [0, 0, 1, 1, 2, 3, 3, 3, 3] == found(at).tolist()

    def test_no_edges(self) -> None:
        """Where there are no edges, there are none before any instant."""
        found = ranks.Ranks(edges_of())
        assert [0, 0, 0] == found(edges_of(LEAST, 0, MOST)).tolist()
        assert [] == found(edges_of()).tolist()

    @given(
        gaps=st.lists(st.one_of(st.integers(0, 3), st.integers(0, 3 * DAY)), max_size=30),
        first=st.integers(-(10**17), 10**17),
        at=st.lists(st.integers(-(10**17), 10**17), max_size=5),
    )
    def test_equal_to_a_search(self, gaps: list[int], first: int, at: list[int]) -> None:
        """Near each edge and anywhere else the rank is what a search finds."""
        edges = first + np.cumsum([0, *gaps])
        values = np.concatenate([edges - 1, edges, edges + 1, np.array(at, np.int64)])
        expected = np.searchsorted(edges, values, "right")
        assert expected.tolist() == ranks.Ranks(edges)(values).tolist()
