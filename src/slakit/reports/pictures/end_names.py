"""The names of curves at their ends, apart from each other however close the curves are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from slakit.drawing import Element, label, path_line, text_width
from slakit.drawing.lines import Place

__all__ = ["EndName", "draw_end_names", "names_width"]

SWATCH, GAP, MOST = 22, 8, 210
HIGH, LOW = 32, 18


class EndName(NamedTuple):
    """Where a curve ends, its name, what is said below that, its colour and its pattern."""

    end: Place
    name: str
    below: str
    role: str
    dash: str


def names_width(texts: Sequence[tuple[str, str]]) -> float:
    """Return the width of the column of names, with what leads to them."""
    widest = max(max(text_width(name, 12), text_width(below, 10.5)) for name, below in texts)
    return min(widest, MOST) + SWATCH + 2 * GAP


def draw_end_names(
    ends: Sequence[EndName], left: float, top: float, bottom: float
) -> Iterator[Element]:
    """Yield the names from `left` on, each led to from the end of its curve."""
    order = sorted(ends, key=lambda each: each.end[1])
    heights = [HIGH if each.below else LOW for each in order]
    for each, y in zip(
        order, apart([each.end[1] for each in order], heights, top, bottom), strict=True
    ):
        start = left + GAP
        if left - each.end[0] > 2:
            yield path_line([each.end, (left, each.end[1])], role="muted", width=1, dash="1 3")
        yield path_line([(left, each.end[1]), (start, y)], role="muted", width=1, dash="1 3")
        yield path_line([(start, y), (start + SWATCH, y)], role=each.role, dash=each.dash)
        x = start + SWATCH + GAP
        first = y - 2 if each.below else y + 4
        yield label(x, first, each.name, width=MOST)
        if each.below:
            yield label(x, y + 12, each.below, width=MOST, size=10.5, role="muted")


def apart(
    wanted: Sequence[float], heights: Sequence[float], top: float, bottom: float
) -> list[float]:
    """Return heights in the order of those wanted and near them, each with its room.

    First each is pushed below the one before it, and then those that came to stand too low are
    pushed back up.
    """
    found: list[float] = []
    edge = top - 8
    for y, height in zip(wanted, heights, strict=True):
        found.append(max(y, edge + height / 2))
        edge = found[-1] + height / 2
    edge = bottom + 12
    for i in reversed(range(len(found))):
        found[i] = min(found[i], edge - heights[i] / 2)
        edge = found[i] - heights[i] / 2
    return found
