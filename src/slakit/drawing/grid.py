"""The lines of an axis of numbers, with their labels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from slakit.drawing.axis import AXIS_SIZE
from slakit.drawing.markup import Element, number
from slakit.drawing.measure import text_width
from slakit.drawing.shapes import line
from slakit.drawing.svg import label

__all__ = ["Level", "level_lines", "torn_axis", "upright_lines"]


class Level(NamedTuple):
    """A round value: where it is drawn, and what is written at it."""

    at: float
    text: str


def level_lines(levels: Iterable[Level], left: float, right: float) -> Iterator[Element]:
    """Yield level lines from `left` to `right`, each with its label at the left of it."""
    for at, text in levels:
        yield line(left, at, right, at)
        yield label(left - 6, at + 4, text, size=AXIS_SIZE, role="muted", anchor="end")


def upright_lines(
    levels: Iterable[Level], top: float, bottom: float, edges: tuple[float, float]
) -> Iterator[Element]:
    """Yield upright lines from `top` to `bottom`, each with its label below.

    A label is moved inward where it would stand out of the `edges`, and left out where it would
    touch the one before it.
    """
    end = edges[0]
    for at, text in levels:
        yield line(at, top, at, bottom)
        half = text_width(text, AXIS_SIZE) / 2
        x = min(max(at, edges[0] + half), edges[1] - half)
        if x - half >= end:
            yield label(x, bottom + 16, text, size=AXIS_SIZE, role="muted", anchor="middle")
            end = x + half + 8


def torn_axis(left: float, bottom: float, title: str) -> Element:
    """Return the mark at the foot of an axis that begins above zero.

    >>> str(torn_axis(40, 200, "begins at 80 %"))[:14]
    '<g><title>begi'
    """
    teeth = [(0, 0), (-4, -3), (4, -6), (-4, -9), (4, -12), (0, -15)]
    d = "".join(
        f"{'L' if i else 'M'}{number(left + x)} {number(bottom + y)}"
        for i, (x, y) in enumerate(teeth)
    )
    ground = Element("rect", x=left - 2, y=bottom - 15, width=4, height=15, class_="fill-paper")
    edge = Element("path", d=d, fill="none", stroke_width=1.25, class_="line-muted")
    return Element("g", ground, edge, title=title)
