"""A grid of counts: the more, the further its colour stands from the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from slakit.drawing.markup import Element
from slakit.drawing.measure import text_width
from slakit.drawing.palette import HEAT, ON_HEAT
from slakit.drawing.shapes import bar
from slakit.drawing.svg import label

__all__ = ["HeatCell", "HeatLevel", "heat_cells", "heat_levels", "level_of"]

SIZE = 10.5


class HeatLevel(NamedTuple):
    """The counts from `first` to `last`, and the role of their colour."""

    first: int
    last: int
    role: str


class HeatCell(NamedTuple):
    """A count, and what the pointer is told of it."""

    value: int
    written: str
    title: str


def heat_levels(most: int) -> list[HeatLevel]:
    """Return the levels of counts up to `most`: none, and at most five that are equally wide.

    >>> [(level.first, level.last) for level in heat_levels(12)]
    [(0, 0), (1, 3), (4, 6), (7, 9), (10, 12)]
    """
    wide = -(-most // len(HEAT))
    found = [HeatLevel(0, 0, "shade")]
    if not most:
        return found
    number = -(-most // wide)
    # Of few levels the last is the strongest all the same.
    roles = [HEAT[-(-(i + 1) * len(HEAT) // number) - 1] for i in range(number)]
    for i, role in enumerate(roles):
        found.append(HeatLevel(i * wide + 1, min((i + 1) * wide, most), role))
    return found


def level_of(count: int, levels: Sequence[HeatLevel]) -> HeatLevel:
    """Return the level of a count."""
    return next(level for level in levels if count <= level.last)


def heat_cells(
    rows: Sequence[Sequence[HeatCell]],
    left: float,
    top: float,
    size: tuple[float, float],
    levels: Sequence[HeatLevel],
) -> Iterator[Element]:
    """Yield cells of a width and height side by side, with their counts where all have room."""
    width, height = size
    # Were only the short ones written, the many would look like none.
    widest = max(text_width(cell.written, SIZE) for row in rows for cell in row)
    roomy = widest + 4 <= width and height >= SIZE + 2
    gap = min(width * 0.08, 1.5)
    for i, row in enumerate(rows):
        for j, (value, written, title) in enumerate(row):
            x, y = left + j * width, top + i * height
            role = level_of(value, levels).role
            parts = [
                bar(
                    x + gap,
                    x + width - gap,
                    y + gap,
                    height - 2 * gap,
                    fill=role,
                    radius=min(width, height) / 8,
                )
            ]
            if value and roomy:
                parts.append(
                    label(
                        x + width / 2,
                        y + height / 2 + SIZE * 0.36,
                        written,
                        size=SIZE,
                        role=ON_HEAT[role],
                        anchor="middle",
                    )
                )
            yield Element("g", *parts, title=title)
