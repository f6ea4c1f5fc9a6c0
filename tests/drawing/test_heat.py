"""Grids of counts: levels that cover every count, and numbers that can be read."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slakit.drawing.heat import HeatCell, heat_cells, heat_levels, level_of
from slakit.drawing.palette import HEAT, ON_HEAT, ROLES
from slakit.drawing.svg import Picture
from tests.drawing.pictures import clipped, contents, overlapping, titles
from tests.drawing.test_palette import contrast


def drawn(counts: list[list[int]], size: tuple[float, float]) -> str:
    rows = [[HeatCell(count, str(count), f"{count} found") for count in row] for row in counts]
    page = Picture(size[0] * len(rows[0]), size[1] * len(rows), title="")
    page.extend(heat_cells(rows, 0, 0, size, heat_levels(max(map(max, counts)))))
    return str(page)


@pytest.mark.parametrize(
    ("most", "expected"),
    [
        (0, [(0, 0)]),
        (1, [(0, 0), (1, 1)]),
        (5, [(0, 0), (1, 1), (2, 2), (3, 3), (4, 4), (5, 5)]),
        (7, [(0, 0), (1, 2), (3, 4), (5, 6), (7, 7)]),
        (100, [(0, 0), (1, 20), (21, 40), (41, 60), (61, 80), (81, 100)]),
    ],
)
def test_levels(most: int, expected: list[tuple[int, int]]) -> None:
    """Nothing is a level of its own, and the others are equally wide."""
    assert expected == [(first, last) for first, last, _ in heat_levels(most)]


@given(st.integers(1, 10**15))
def test_law(most: int) -> None:
    """Levels follow each other without a gap, deepen, and end with the strongest at the most."""
    levels = heat_levels(most)
    assert (0, most) == (levels[0].first, levels[-1].last)
    assert all(a.last + 1 == b.first for a, b in pairwise(levels))
    roles = [level.role for level in levels[1:]]
    assert sorted(set(roles)) == roles
    assert HEAT[-1] == level_of(most, levels).role


def test_numbers() -> None:
    """Counts are written where the widest has room, zeros never."""
    assert ["3", "12"] == contents(drawn([[0, 3], [12, 0]], (30, 20)))
    assert [] == contents(drawn([[0, 3], [123456, 0]], (30, 20)))
    assert [] == contents(drawn([[0, 3], [12, 0]], (30, 8)))


def test_titles() -> None:
    """Every cell says its count, however small it is."""
    picture = drawn([[0, 3], [12, 0]], (4, 4))
    assert ["0 found", "3 found", "12 found", "0 found"] == titles(picture)


def test_room() -> None:
    """Numbers stay in their cells."""
    picture = drawn([[88] * 6] * 3, (20, 18))
    assert [] == overlapping(picture)
    assert [] == clipped(picture)


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("role", HEAT)
def test_written_on(role: str, mode: str) -> None:
    """Numbers have the 4.5 to 1 of WCAG AA on the colour of their cell."""
    ground, text = getattr(ROLES[role], mode), getattr(ROLES[ON_HEAT[role]], mode)
    assert contrast(ground, text) >= 4.5
