"""A picture as a whole: valid, scoped and readable in both modes."""

from __future__ import annotations

import re

from slakit.drawing.markup import Element
from slakit.drawing.svg import Picture, label
from tests.drawing.pictures import contents, parse, titles


def hatched(title: str) -> Picture:
    picture = Picture(40, 20, title=title)
    picture.add(Element("rect", width=40, height=20, fill=picture.hatch("blue")))
    return picture


def ids(picture: Picture) -> set[str]:
    return set(re.findall(r' id="([^"]+)"', str(picture)))


def test_picture() -> None:
    """It is an SVG of its size with what a screen reader says, and shrinks with the page."""
    root = parse(str(Picture(40.5, 20, title='<b> "quoted"')))
    assert "{http://www.w3.org/2000/svg}svg" == root.tag
    assert ("40.5", "20", "0 0 40.5 20") == (
        root.attrib["width"],
        root.attrib["height"],
        root.attrib["viewBox"],
    )
    assert ("img", '<b> "quoted"') == (root.attrib["role"], root.attrib["aria-label"])
    assert "max-width:100%" in root.attrib["style"]


def test_dark_mode() -> None:
    """What is used has a colour for dark pages too."""
    assert "@media(prefers-color-scheme:dark){" in str(hatched("a"))
    assert 2 == str(hatched("a")).count(".slakit .fill-blue{")


def test_ids_do_not_clash() -> None:
    """Two pictures in one page have different ids; each refers to its own."""
    one, other = hatched("one"), hatched("other")
    assert set() == ids(one) & ids(other)
    for picture in (one, other):
        assert ids(picture) == set(re.findall(r"url\(#([^)]+)\)", str(picture)))


def test_equal_pictures_are_written_alike() -> None:
    """Nothing in a picture depends on when or how often it is written."""
    picture = hatched("one")
    assert str(picture) == str(picture) == str(hatched("one"))


def test_label_that_is_cut() -> None:
    """What is cut off stands in the title, escaped."""
    picture = Picture(100, 20, title="")
    picture.add(label(0, 12, "<script>alert('a very long name')</script>", width=60))
    assert ["<script>alert('a very long name')</script>"] == titles(str(picture))
    (written,) = contents(str(picture))
    assert written.startswith("<script")
    assert written.endswith("…")


def test_label_that_fits() -> None:
    """A label that fits has no title but the one that it is given."""
    picture = Picture(100, 20, title="")
    picture.add(label(0, 12, "due", width=60), label(0, 12, "due", title="due at noon"))
    assert ["due at noon"] == titles(str(picture))


def test_right_to_left() -> None:
    """Text that runs to the left is written as it is, and cut at its end."""
    picture = Picture(100, 20, title="")
    picture.add(label(0, 12, "שלום"), label(0, 12, "שלום " * 20, width=60))
    whole, cut = contents(str(picture))
    assert "שלום" == whole
    assert cut.startswith("שלום")
    assert cut.endswith("…")


def test_very_long_name() -> None:
    """A name of a million letters costs no more than one that is seen."""
    picture = Picture(100, 20, title="")
    picture.add(label(0, 12, "n" * 1_000_000, width=60))
    assert len(contents(str(picture))[0]) < 12
