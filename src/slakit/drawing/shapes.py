"""What pictures of time are made of: bars, marks, break marks and the lines of an axis."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal

from slakit.drawing.axis import AXIS_SIZE, Axis
from slakit.drawing.markup import Element, Reference, number
from slakit.drawing.measure import text_width
from slakit.drawing.scale import Piece, TimeScale
from slakit.drawing.svg import label

__all__ = ["AXIS_HEIGHT", "Shape", "bar", "break_marks", "draw_axis", "line", "mark"]

Shape = Literal["circle", "diamond", "triangle", "square", "cross", "check", "flag"]

# What `draw_axis` needs above the lanes.
AXIS_HEIGHT = 36
# The outlines of marks of size 1 around (0, 0).
OUTLINES: dict[Shape, list[tuple[float, float]]] = {
    "diamond": [(0, -1.2), (1.2, 0), (0, 1.2), (-1.2, 0)],
    "triangle": [(0, -1.1), (1.15, 0.9), (-1.15, 0.9)],
    "square": [(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)],
    "flag": [(0, -1.6), (1.9, -0.9), (0, -0.2)],
}
STROKES: dict[Shape, list[list[tuple[float, float]]]] = {
    "cross": [[(-0.9, -0.9), (0.9, 0.9)], [(-0.9, 0.9), (0.9, -0.9)]],
    "check": [[(-1, 0.1), (-0.3, 0.9), (1.1, -0.9)]],
    "flag": [[(0, 1.6), (0, -1.6)]],
}


def line(
    x1: float, y1: float, x2: float, y2: float, *, role: str = "rule", width: float = 1
) -> Element:
    """Return a straight line, level or upright, in the colour of a role."""
    return Element(
        "line",
        x1=x1,
        y1=y1,
        x2=x2,
        y2=y2,
        stroke_width=width,
        shape_rendering="crispEdges",
        class_=f"line-{role}",
    )


def bar(
    left: float,
    right: float,
    y: float,
    height: float,
    *,
    fill: str | Reference,
    title: str = "",
    radius: float = 0,
) -> Element:
    """Return a bar from `left` to `right`, filled in the colour of a role or with a hatching.

    However short, it is wide enough to be seen and pointed at.

    >>> str(bar(10, 10, 0, 8, fill="blue"))
    '<rect x="10" y="0" width="1.5" height="8" class="fill-blue"/>'
    """
    hatched = isinstance(fill, Reference)
    return Element(
        "rect",
        title=title,
        x=left,
        y=y,
        width=max(right - left, 1.5),
        height=height,
        rx=radius or None,
        fill=fill if hatched else None,
        class_=None if hatched else f"fill-{fill}",
    )


def mark(
    shape: Shape, x: float, y: float, *, role: str = "ink", size: float = 5, title: str = ""
) -> Element:
    """Return a mark at an instant: a shape that says what it is without its colour.

    Filled shapes have an outline, so that bright colours stand out from a white page too.

    >>> str(mark("circle", 10, 20, role="green"))[:50]
    '<g><circle cx="10" cy="20" r="5" stroke-width="1" '
    """
    parts: list[Element] = []
    if shape in STROKES:
        strokes = "".join(path(points, x, y, size) for points in STROKES[shape])
        thick, drawn = (1.2, "ink") if shape == "flag" else (2.2, role)
        # Under the stroke a wider one, because it may stand on a bar of any colour.
        parts += [
            Element(
                "path",
                d=strokes,
                fill="none",
                stroke_width=width,
                stroke_linecap="round",
                stroke_linejoin="round",
                class_=f"line-{colour}",
            )
            for width, colour in ((thick + 2.4, "paper"), (thick, drawn))
        ]
    classes = f"fill-{role} line-ink"
    if shape == "circle":
        parts.append(Element("circle", cx=x, cy=y, r=size, stroke_width=1, class_=classes))
    elif shape in OUTLINES:
        outline = f"{path(OUTLINES[shape], x, y, size)}Z"
        parts.append(
            Element("path", d=outline, stroke_width=1, stroke_linejoin="round", class_=classes)
        )
    return Element("g", *parts, title=title)


def path(points: list[tuple[float, float]], x: float, y: float, size: float) -> str:
    """Write the points of a line, each moved and scaled."""
    return "".join(
        f"{'L' if i else 'M'}{number(x + a * size)} {number(y + b * size)}"
        for i, (a, b) in enumerate(points)
    )


def draw_axis(axis: Axis, top: float, bottom: float) -> Iterator[Element]:
    """Yield the grid from `top` to `bottom` and, in the `AXIS_HEIGHT` over it, the labels."""
    for tick in axis.fine:
        yield line(tick.x, top - 4, tick.x, bottom)
    for tick in axis.coarse:
        # With a gap, so that no line runs through the labels of the fine row.
        yield line(tick.x, top - AXIS_HEIGHT + 2, tick.x, top - 20, width=1.5)
        yield line(tick.x, top - 4, tick.x, bottom, width=1.5)
    for tick in axis.fine:
        if tick.label:
            yield label(tick.x, top - 8, tick.label, size=AXIS_SIZE, role="muted", anchor="middle")
    for tick in axis.coarse:
        if tick.label:
            yield label(tick.x + 4, top - 23, tick.label, size=AXIS_SIZE, bold=True)


def break_marks(
    scale: TimeScale, top: float, bottom: float, name: Callable[[Piece], str]
) -> Iterator[Element]:
    """Yield a torn strip for each break of a scale, with the `name` of what was left out.

    The name runs upward, and is the title as well.
    """
    for piece in scale.breaks:
        text = name(piece)
        left, right = piece.left + 2, piece.right - 2
        edges = [torn(left, top, bottom), torn(right, top, bottom)]
        down = "L".join(f"{number(x)} {number(y)}" for x, y in edges[0])
        up = "L".join(f"{number(x)} {number(y)}" for x, y in reversed(edges[1]))
        parts = [Element("path", d=f"M{down}L{up}Z", class_="fill-paper")]
        parts += [
            Element(
                "path",
                d="M" + "L".join(f"{number(x)} {number(y)}" for x, y in edge),
                fill="none",
                stroke_width=0.75,
                class_="line-muted",
            )
            for edge in edges
        ]
        middle = (top + bottom) / 2
        if text_width(text, 10) + 8 <= bottom - top and right - left >= 12:
            written = label(0, 0, text, size=10, role="muted", anchor="middle")
            turn = f"translate({number((left + right) / 2 + 3.5)} {number(middle)}) rotate(-90)"
            written.attributes["transform"] = turn
            parts.append(written)
        yield Element("g", *parts, title=text)


def torn(x: float, top: float, bottom: float) -> list[tuple[float, float]]:
    """Return the points of a torn edge down a picture."""
    teeth = max(round((bottom - top) / 8), 1)
    height = (bottom - top) / teeth
    return [(x + (2 if i % 2 else -2), top + i * height) for i in range(teeth + 1)]
