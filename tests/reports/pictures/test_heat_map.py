"""Breaches by weekday and hour: cells, levels and sums."""

from __future__ import annotations

import re

import pytest

from slakit.errors import SlakitError
from slakit.reports.pictures.heat_map import draw_heat_map
from tests.drawing.pictures import clipped, contents, overlapping, titles
from tests.reports.pictures.drawn_charts import WIDTHS, breaches


def test_cells() -> None:
    """Each hour of the week has a cell that says its breaches, those without too."""
    found = titles(draw_heat_map({(0, 9): 3, (6, 23): 1}))
    assert 7 * 24 == len(found)
    assert "Mon 09:00–10:00 · 3 breaches" == found[9]
    assert "Sun 23:00–24:00 · 1 breach" == found[-1]
    assert "Wed 12:00–13:00 · 0 breaches" == found[2 * 24 + 12]


def test_levels() -> None:
    """The strongest colour is that of the most; the legend has the counts of each."""
    picture = draw_heat_map({(0, 9): 10, (1, 9): 1, (2, 9): 4})
    assert ["0", "1–2", "3–4", "5–6", "7–8", "9–10"] == contents(picture)[-6:]
    cells = dict(re.findall(r'fill-(heat-\d)"/><text[^>]*>(\d+)</text>', picture))
    assert {"heat-5": "10", "heat-1": "1", "heat-2": "4"} == cells


def test_sums() -> None:
    """Sums by day and hour stand beside the cells where there is room, zeros left out."""
    written = contents(draw_heat_map({(0, 9): 3, (0, 10): 4, (1, 9): 2}, width=1200))
    # By day, then by hour, then the legend.
    assert ["7", "2", "5", "4", "0", "1", "2", "3", "4"] == written[-9:]


def test_no_room_for_sums() -> None:
    """In a narrow picture there are no sums."""
    written = contents(draw_heat_map({(0, 9): 3, (0, 10): 4, (1, 9): 2}, width=320))
    assert "7" not in written


def test_numbers_are_written_in_all_cells_or_in_none() -> None:
    """Where the largest number has no room, the small ones are not written either."""
    assert "1" in contents(draw_heat_map({(0, 9): 1, (1, 9): 2}, width=400))
    written = contents(draw_heat_map({(0, 9): 1, (1, 9): 2000}, width=400))
    assert ["00", "02"] == [each for each in written if len(each) == 2 and each.isdigit()][:2]
    assert "1" not in written


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("most", [1, 9, 99, 5_000, 10**12])
def test_huge_counts(width: int, most: int) -> None:
    """However large the counts are, no text touches another."""
    picture = draw_heat_map(breaches(most), width=width)
    assert [] == overlapping(picture)
    assert [] == clipped(picture)


@pytest.mark.parametrize("where", [(7, 0), (0, 24), (-1, 3)])
def test_no_hour_of_a_week(where: tuple[int, int]) -> None:
    """What is no hour of a week is refused."""
    with pytest.raises(SlakitError, match="1 breaches at"):
        draw_heat_map({where: 1})


def test_negative() -> None:
    """Less than no breach is refused."""
    with pytest.raises(SlakitError, match="-1 breaches at"):
        draw_heat_map({(0, 0): -1})
