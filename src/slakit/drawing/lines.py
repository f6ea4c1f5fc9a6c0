"""Lines through points, steps, and the band between two lines."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from slakit.drawing.markup import Element, number

__all__ = ["Place", "band", "path_line", "stepped"]

Place = tuple[float, float]


def path_line(
    places: Sequence[Place], *, role: str, width: float = 2, dash: str = "", title: str = ""
) -> Element:
    """Return a line through places, in the colour of a role.

    >>> str(path_line([(0, 10), (5, 5)], role="blue"))[:21]
    '<path d="M0 10L5 5" f'
    """
    return Element(
        "path",
        title=title,
        d=joined(places),
        fill="none",
        stroke_width=width,
        stroke_dasharray=dash or None,
        stroke_linejoin="round",
        class_=f"line-{role}",
    )


def stepped(places: Sequence[Place]) -> list[Place]:
    """Return places with a corner before each: level until the next one, and then there.

    >>> stepped([(0, 10), (5, 4)])
    [(0, 10), (5, 10), (5, 4)]
    """
    corners = [
        corner for before, place in pairwise(places) for corner in ((place[0], before[1]), place)
    ]
    return [*places[:1], *corners]


def band(
    upper: Sequence[Place], lower: Sequence[Place], *, role: str, opacity: float = 1
) -> Element:
    """Return the area between two lines that run from left to right.

    >>> str(band([(0, 1), (9, 2)], [(0, 5), (9, 6)], role="tint-blue"))
    '<path d="M0 1L9 2L9 6L0 5Z" class="fill-tint-blue"/>'
    """
    return Element(
        "path",
        d=f"{joined([*upper, *reversed(lower)])}Z",
        fill_opacity=opacity if opacity < 1 else None,
        class_=f"fill-{role}",
    )


def joined(places: Sequence[Place]) -> str:
    """Write places as a path."""
    return "".join(f"{'L' if i else 'M'}{number(x)} {number(y)}" for i, (x, y) in enumerate(places))
