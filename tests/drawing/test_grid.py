"""Lines of an axis of numbers, with labels that leave each other room."""

from __future__ import annotations

from slakit.drawing.grid import Level, level_lines, torn_axis, upright_lines
from slakit.drawing.svg import Picture
from tests.drawing.pictures import SVG, clipped, contents, overlapping, parse, titles


def test_levels() -> None:
    """Each level has a line from edge to edge and its label left of it."""
    page = Picture(200, 100, title="")
    page.extend(level_lines([Level(80, "0%"), Level(20, "100%")], 50, 190))
    assert ["0%", "100%"] == contents(str(page))
    found = [(each.attrib["x1"], each.attrib["x2"]) for each in parse(str(page)).iter(f"{SVG}line")]
    assert [("50", "190")] * 2 == found
    assert [] == overlapping(str(page))


def test_upright() -> None:
    """Labels that would touch are left out, those at the edges moved inward; every line stays."""
    page = Picture(200, 100, title="")
    levels = [Level(x, f"{x}%") for x in range(0, 201, 20)]
    page.extend(upright_lines(levels, 10, 80, (2, 198)))
    picture = str(page)
    assert 11 == len(list(parse(picture).iter(f"{SVG}line")))
    assert "0%" == contents(picture)[0]
    assert len(contents(picture)) < 11
    assert [] == overlapping(picture)
    assert [] == clipped(picture)


def test_torn() -> None:
    """The mark of an axis that begins above zero says where."""
    page = Picture(200, 100, title="")
    page.add(torn_axis(50, 90, "the axis begins at 80%"))
    assert ["the axis begins at 80%"] == titles(str(page))
