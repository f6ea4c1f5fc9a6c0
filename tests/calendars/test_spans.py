"""The algebra of half-open intervals, against sets of the integers that lie in them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slakit.calendars.spans import Shift, Span, clip, intersect, merge, subtract

edges = st.integers(0, 40)
pieces = st.tuples(edges, edges).filter(lambda ends: ends[0] != ends[1]).map(sorted)
shifts = st.lists(st.tuples(pieces, st.integers(1, 3)), max_size=6).map(
    lambda found: sorted((start, end, date) for (start, end), date in found)
)
disjoint = shifts.map(merge)


def points(spans: list[Span] | list[Shift]) -> set[int]:
    """Return the integers within intervals; the end is not in one."""
    return {point for start, end, *_ in spans for point in range(start, end)}


def dated(found: list[Shift]) -> set[tuple[int, int]]:
    """Return the integers within shifts, each with the date of its shift."""
    return {(point, date) for start, end, date in found for point in range(start, end)}


class TestMerge:
    @pytest.mark.parametrize(
        ("expected", "given"),
        [
            ([], []),
            ([(1, 2)], [(1, 2)]),
            ([(1, 4)], [(1, 3), (3, 4)]),
            ([(1, 9)], [(1, 9), (2, 3), (4, 8)]),
            ([(1, 3), (4, 5)], [(1, 3, 7), (4, 5, 7)]),
            # Dates do not keep shifts apart: a night merges with the morning it runs into.
            ([(1, 6)], [(1, 4, 7), (3, 6, 8)]),
        ],
    )
    def test_what_touches_is_one(self, expected: list[Span], given: list[Shift]) -> None:
        """Intervals that overlap or touch are one; others stay apart."""
        assert expected == merge(given)

    @given(found=shifts)
    def test_covers_the_same_points(self, found: list[Shift]) -> None:
        """Nothing is gained, nothing lost, and the result is sorted with gaps between."""
        merged = merge(found)
        assert points(found) == points(merged)
        assert all(start < end for start, end in merged)
        assert all(end < start for (_, end), (start, _) in pairwise(merged))
        assert merged == merge(merged)

    def test_takes_any_iterable(self) -> None:
        """It is fed generators too."""
        assert [(1, 3)] == merge(iter([(1, 2), (2, 3)]))


class TestSubtract:
    @pytest.mark.parametrize(
        ("expected", "holes"),
        [
            ([(10, 20, 1)], []),
            ([(10, 20, 1)], [(0, 10), (20, 30)]),
            ([], [(10, 20)]),
            ([], [(5, 25)]),
            ([(15, 20, 1)], [(5, 15)]),
            ([(10, 15, 1)], [(15, 25)]),
            ([(10, 12, 1), (14, 16, 1), (18, 20, 1)], [(12, 14), (16, 18)]),
        ],
    )
    def test_of_one_shift(self, expected: list[Shift], holes: list[Span]) -> None:
        """What the holes leave of 10 to 20, each piece with the date."""
        assert expected == subtract([(10, 20, 1)], holes)

    def test_a_hole_over_two_shifts(self) -> None:
        """A hole that reaches into the next shift cuts that one too."""
        assert [(0, 8, 1), (25, 30, 2)] == subtract([(0, 10, 1), (20, 30, 2)], [(8, 25)])

    @given(found=shifts, holes=disjoint)
    def test_leaves_the_other_points(self, found: list[Shift], holes: list[Span]) -> None:
        """What is left is what is not in a hole, with its date, sorted by start."""
        left = subtract(found, holes)
        hole = points(holes)
        assert {each for each in dated(found) if each[0] not in hole} == dated(left)
        assert sorted(left) == left
        assert all(start < end for start, end, _ in left)


class TestIntersect:
    @given(found=shifts, spans=disjoint)
    def test_keeps_the_common_points(self, found: list[Shift], spans: list[Span]) -> None:
        """What is kept is what lies in a span, with its date, sorted by start."""
        common = intersect(found, spans)
        inside = points(spans)
        assert {each for each in dated(found) if each[0] in inside} == dated(common)
        assert sorted(common) == common
        assert all(start < end for start, end, _ in common)

    @given(found=shifts, spans=disjoint)
    def test_and_difference_are_the_whole(self, found: list[Shift], spans: list[Span]) -> None:
        """What lies within and what lies outside are all there is."""
        assert dated(found) == dated(intersect(found, spans)) | dated(subtract(found, spans))

    def test_touching_is_not_common(self) -> None:
        """The end of one and the start of the other have no point in common."""
        assert [] == intersect([(0, 10, 1)], [(10, 20)])


class TestClip:
    @given(found=shifts, start=edges, length=st.integers(1, 20))
    def test_keeps_the_points_between(self, found: list[Shift], start: int, length: int) -> None:
        """Clipping is the intersection with one span."""
        end = start + length
        assert intersect(found, [(start, end)]) == sorted(clip(found, start, end))

    def test_the_order_is_kept(self) -> None:
        """Shifts come back in the order in which they were given."""
        assert [(5, 9, 1), (6, 7, 2)] == clip([(1, 9, 1), (6, 7, 2), (12, 14, 3)], 5, 10)
