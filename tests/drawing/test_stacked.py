"""Bars of several parts."""

from __future__ import annotations

from slakit.drawing.stacked import StackedPart, stacked_bar
from slakit.drawing.svg import Picture
from tests.drawing.pictures import SVG, contents, parse, titles


def drawn(width: float) -> str:
    page = Picture(width, 20, title="")
    parts = [
        StackedPart(0.75, "blue", "paper", "75%", "three quarters"),
        StackedPart(0, "shade", "ink", "0%", "nothing"),
        StackedPart(0.25, page.hatch("orange"), "ink", "25%", "a quarter"),
    ]
    page.extend(stacked_bar(parts, 0, width, 0, 20))
    return str(page)


def test_parts() -> None:
    """Parts stand one after the other, with a line between them; none is drawn for nothing."""
    groups = [
        group
        for group in parse(drawn(200)).iter(f"{SVG}g")
        if group.find(f"{SVG}title") is not None
    ]
    found = [group.find(f"{SVG}rect") for group in groups]
    assert [("0", "149"), ("150", "49")] == [
        (rect.attrib["x"], rect.attrib["width"]) for rect in found if rect is not None
    ]
    assert ["three quarters", "a quarter"] == titles(drawn(200))


def test_texts() -> None:
    """What has no room in its part is not written."""
    assert ["75%", "25%"] == contents(drawn(200))
    assert ["75%"] == contents(drawn(80))


def test_written_on_a_hatching() -> None:
    """On a hatching stands a plate, so that it can be read."""
    assert 1 == drawn(200).count('class="fill-paper"/><text')
