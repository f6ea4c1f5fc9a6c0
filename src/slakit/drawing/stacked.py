"""A level bar of several parts, one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from slakit.drawing.markup import Element, Reference
from slakit.drawing.measure import text_width
from slakit.drawing.shapes import bar
from slakit.drawing.svg import label

__all__ = ["StackedPart", "stacked_bar"]

SIZE = 11


class StackedPart(NamedTuple):
    """A part of a bar: its share of the whole, its filling, what is written in it and its title.

    `role` is that of what is written; on a hatching it stands on a plate of paper.
    """

    share: float
    fill: str | Reference
    role: str
    text: str
    title: str


def stacked_bar(
    parts: Sequence[StackedPart], left: float, right: float, top: float, height: float
) -> Iterator[Element]:
    """Yield the parts of a bar from `left` to `right`, written on where there is room."""
    x = left
    for part in parts:
        end = x + part.share * (right - left)
        if not part.share:
            continue
        # A line of paper between the parts tells them apart where their colours do not.
        elements = [bar(x, max(end - 1, x), top, height, fill=part.fill)]
        width, middle = text_width(part.text, SIZE), (x + end) / 2
        if width + 10 <= end - x:
            if isinstance(part.fill, Reference):
                plate = bar(
                    middle - width / 2 - 3,
                    middle + width / 2 + 3,
                    top + height / 2 - 8,
                    16,
                    fill="paper",
                    radius=3,
                )
                elements.append(plate)
            y = top + height / 2 + SIZE * 0.36
            elements.append(label(middle, y, part.text, size=SIZE, role=part.role, anchor="middle"))
        yield Element("g", *elements, title=part.title)
        x = end
