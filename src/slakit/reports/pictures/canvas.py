"""What every chart has: a title, a legend, percentages, and a picture that says "no data"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from slakit.drawing import Element, Level, Picture, bar, label, legend, text_width, wide_enough
from slakit.drawing.axis import AXIS_SIZE
from slakit.wording.catalogue import Catalogue

__all__ = ["EDGE", "WIDE", "blank", "draw_nothing", "finish", "margin", "percent"]

EDGE = 12
# From this width on names stand beside what they name, below it in the legend.
WIDE = 600
LEAST = 240
TITLE, NOTHING = 34, 64


def blank(width: float, title: str, name: str) -> tuple[Picture, float]:
    """Return an empty chart with its title, and the height at which its plot may begin.

    A chart without a title has none to be seen, and its `name` for a screen reader.
    """
    page = Picture(wide_enough(width, LEAST), 0, title=title or name)
    if not title:
        return page, EDGE
    page.add(label(EDGE, 22, title, width=width - 2 * EDGE, size=13, bold=True))
    return page, TITLE


def finish(page: Picture, entries: Iterable[tuple[Element, str]], bottom: float) -> str:
    """Write a chart with its legend below `bottom`."""
    drawn = legend(entries, EDGE, bottom, page.width - 2 * EDGE)
    page.extend(drawn.elements)
    page.height = bottom + drawn.height + 8
    return str(page)


def draw_nothing(width: float, title: str, name: str, words: Catalogue) -> str:
    """Return a small picture that says that there is no data."""
    page, top = blank(width, title, name)
    page.add(bar(EDGE, width - EDGE, top, NOTHING, fill="shade", radius=6))
    said, middle = words.text("chart.no_data"), top + NOTHING / 2 + 4
    page.add(label(width / 2, middle, said, role="muted", anchor="middle"))
    page.height = top + NOTHING + EDGE
    return str(page)


def percent(share: float, words: Catalogue) -> str:
    """Return a share with the decimals that it needs, three at most."""
    needed = (decimals for decimals in range(3) if round(share, decimals + 2) == share)
    return words.percent(share, next(needed, 3))


def margin(levels: Sequence[Level]) -> float:
    """Return where a plot begins that has the labels of its levels at its left."""
    return EDGE + max(text_width(level.text, AXIS_SIZE) for level in levels) + 6
