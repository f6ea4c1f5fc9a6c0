"""Legends that take the lines they need."""

from __future__ import annotations

import pytest

from slakit.drawing.legend import legend
from slakit.drawing.shapes import bar
from slakit.drawing.svg import Picture
from tests.drawing.pictures import clipped, contents, overlapping

WORDS = ["open hours", "closed hours", "holiday", "paused", "past due"]


def picture(width: float, words: list[str]) -> str:
    drawn = legend([(bar(0, 12, 0, 12, fill="blue"), word) for word in words], 10, 5, width - 20)
    page = Picture(width, drawn.height + 10, title="")
    page.extend(drawn.elements)
    return str(page)


@pytest.mark.parametrize("width", [120, 200, 400, 1200])
def test_lines(width: int) -> None:
    """No entry touches another or stands out, on any width."""
    drawn = picture(width, WORDS)
    assert [] == overlapping(drawn)
    assert [] == clipped(drawn)
    assert WORDS == contents(drawn)


def test_long_entry() -> None:
    """An entry longer than a line is cut."""
    (text,) = contents(picture(120, ["a very long name of a very long thing"]))
    assert text.endswith("…")


def test_nothing() -> None:
    """A legend of nothing takes no height."""
    assert ([], 0) == legend([], 0, 0, 100)
