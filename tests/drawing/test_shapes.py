"""Bars, marks and breaks, and the timeline that they make together."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import get_args

import pytest

from slakit.drawing.markup import Reference
from slakit.drawing.shapes import Shape, bar, mark
from slakit.drawing.svg import Picture
from tests.drawing.pictures import clipped, golden, overlapping, parse, titles
from tests.drawing.timeline import timeline

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize(("width", "right"), [(10.0, 20), (1.5, 10), (1.5, 5)])
def test_bar(width: float, right: float) -> None:
    """A bar is as long as it lasts, and long enough to be seen."""
    assert width == bar(10, right, 0, 8, fill="blue").attributes["width"]


def test_hatched_bar() -> None:
    """A hatched bar has its filling and no colour of its own."""
    hatched = bar(0, 10, 0, 8, fill=Reference("hatch"))
    assert "url(#hatch)" in str(hatched)
    assert [] == list(hatched.classes)


def test_marks_differ_without_colour() -> None:
    """Every mark has a shape of its own, and a title."""
    drawn = {str(mark(shape, 0, 0, title="due")) for shape in get_args(Shape)}
    assert len(get_args(Shape)) == len(drawn)
    assert all("<title>due</title>" in each for each in drawn)


@pytest.mark.parametrize("width", [400, 700, 1200])
def test_timeline(width: int) -> None:
    """On any width no text touches another or stands out of the picture."""
    picture = str(timeline(width))
    assert [] == overlapping(picture)
    assert [] == clipped(picture)


def test_break_marks_say_what_is_left_out() -> None:
    """A break has its length as a title."""
    assert {"15h closed", "63h closed"} <= set(titles(str(timeline(1200))))


def test_break_too_low_for_its_name() -> None:
    """In a low picture the name of a break is its title alone."""
    picture = str(timeline(1200, lanes=1, names=lambda _: "a name that is longer than the break"))
    assert "a name that is longer than the break" in titles(picture)
    texts = [each for each in parse(picture).iter() if "transform" in each.attrib]
    assert [] == [each for each in texts if each.tag.endswith("text")]


def test_golden_timeline() -> None:
    """The timeline is the one that was looked at."""
    picture = str(timeline(900))
    assert golden(GOLDEN / "timeline.svg", picture) == picture


def test_sparkline() -> None:
    """A picture for the cell of a table is small in both senses."""
    picture = Picture(120, 16, title="79 %")
    picture.add(bar(1, 119, 6, 4, fill="shade"), bar(1, 60, 4, 8, fill="blue"))
    picture.add(bar(60, 90, 4, 8, fill=picture.hatch("blue", spacing=4)))
    picture.add(mark("diamond", 90, 8, size=4, role="vermillion", title="due"))
    assert len(str(picture)) < 2_000
    assert ["due"] == titles(str(picture))


def test_breaks_are_named_by_real_time() -> None:
    """A break is named by its real length."""
    seen: list[timedelta] = []
    timeline(900, names=lambda piece: seen.append(piece.end - piece.start) or "")
    assert [15, 63, 15] == [each // timedelta(hours=1) for each in seen]
