"""What the fillings and marks of a picture mean, in as many lines as it takes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from slakit.drawing.markup import Element, number
from slakit.drawing.measure import text_width
from slakit.drawing.svg import label

__all__ = ["Legend", "legend"]

SIZE, SWATCH, LINE = 11, 12, 18


class Legend(NamedTuple):
    """The elements of a legend, and the height that they take."""

    elements: list[Element]
    height: float


def legend(entries: Iterable[tuple[Element, str]], left: float, top: float, width: float) -> Legend:
    """Return swatches with their texts in lines of at most `width` pixels.

    Each swatch is drawn for a box of 12 by 12 pixels at (0, 0).

    >>> swatch = Element("rect", width=12, height=12, class_="fill-shade")
    >>> legend([(swatch, "closed"), (swatch, "holiday")], 0, 0, 60).height
    36
    """
    elements: list[Element] = []
    x, y = left, top
    for swatch, text in entries:
        taken = SWATCH + 6 + text_width(text, SIZE) + 14
        if x > left and x + taken - 14 > left + width:
            x, y = left, y + LINE
        place = f"translate({number(x)} {number(y + (LINE - SWATCH) / 2)})"
        room = left + width - x - SWATCH - 6
        words = label(x + SWATCH + 6, y + 13, text, width=room, size=SIZE, role="muted")
        elements += [Element("g", swatch, transform=place), words]
        x += taken
    return Legend(elements, y + LINE - top if elements else 0)
