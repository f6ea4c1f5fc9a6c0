"""Where the lanes of a timeline stand, and what is behind them: closed hours, and breaks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from slakit.drawing import (
    Element,
    Picture,
    TimeScale,
    bar,
    break_marks,
    draw_axis,
    fit,
    label,
    text_width,
    time_axis,
)
from slakit.drawing.axis import AXIS_SIZE
from slakit.drawing.scale import Piece
from slakit.evaluation.pictures.captions import closures
from slakit.evaluation.pictures.extent import Closed, Extent, axis_words
from slakit.instants import EPOCH
from slakit.wording.catalogue import Catalogue

__all__ = [
    "CAPTION",
    "NEAR",
    "STRIP",
    "TINTS",
    "Stage",
    "draw_background",
    "draw_breaks",
    "names_in_strip",
]

# Above the lanes stand the creation of the ticket and the instant of the question.
STRIP = 18
LANE, CAPTION = 48, 20
# What is closer to what stands already cannot be told from it.
NEAR = 0.75
# Hours that are closed every week, or every such day; of the others the name matters.
TINTS = {"closed": "shade", "special_hours": "shade"}
SMALL = 10


@dataclass(frozen=True, slots=True)
class Stage:
    """Where everything stands: a plot from `left` to `right`, lanes of a height below `top`."""

    page: Picture
    extent: Extent
    scale: TimeScale
    words: Catalogue
    left: float
    right: float
    top: float
    wide: bool

    @property
    def height(self) -> float:
        """The height of a lane; with names above the bars where there is no room beside them."""
        return LANE if self.wide else LANE + CAPTION

    def y(self, number: int) -> float:
        """Return the upper edge of a lane; of one more than there are, the end of the last."""
        return self.top + STRIP + number * self.height

    def middle(self, number: int) -> float:
        """Return the height of the bars of a lane."""
        return self.y(number) + self.height - 24

    @property
    def fields(self) -> list[tuple[float, float]]:
        """The upper and lower edges of what the time axis runs through."""
        if self.wide:
            return [(self.top, self.bottom)]
        lanes = [self.y(number) for number in range(len(self.extent.lanes))]
        return [(self.top, lanes[0]), *((y + CAPTION, y + self.height) for y in lanes)]

    @property
    def bottom(self) -> float:
        """The lower edge of the last lane."""
        return self.y(len(self.extent.lanes))

    def x(self, moment: timedelta) -> float:
        """Return where an instant is drawn."""
        return self.scale.x(EPOCH + moment)


def draw_background(stage: Stage) -> None:
    """Draw closed hours and the axis."""
    stage.page.extend(closed_hours(stage))
    axis = time_axis(
        stage.scale,
        stage.extent.zone,
        axis_words(stage.words),
        # Days are written bold.
        measure=lambda text: text_width(text, AXIS_SIZE, bold=True),
        overhang=stage.right - stage.scale.right,
    )
    stage.page.extend(draw_axis(axis, stage.top, stage.bottom))


def draw_breaks(stage: Stage) -> None:
    """Draw a torn strip where closed hours were left out, over the bars that run through it."""
    for top, bottom in stage.fields:

        def written(piece: Piece, room: float = bottom - top - SMALL) -> str:
            forms = closures(piece, stage.extent, stage.words)
            return next((form for form in forms if 0 < text_width(form, SMALL) <= room), forms[-1])

        stage.page.extend(break_marks(stage.scale, top, bottom, written))
    for piece in stage.scale.breaks:
        # What is written is often a part of it, and a pointer is told the whole.
        stage.page.add(
            Element(
                "rect",
                title=closures(piece, stage.extent, stage.words)[0],
                x=piece.left,
                y=stage.top,
                width=piece.right - piece.left,
                height=stage.bottom - stage.top,
                fill="none",
                pointer_events="all",
            )
        )


def closed_hours(stage: Stage) -> Iterator[Element]:
    """Yield closed hours, once for neighbouring lanes that have the same."""
    closed = stage.extent.closed
    first = 0
    for number in range(1, len(closed) + 1):
        if number < len(closed) and closed[number] == closed[first]:
            continue
        top = stage.y(first) if first else stage.top
        for each in closed[first]:
            yield from shaded(each, top, stage.y(number) - top, stage)
        first = number


def names_in_strip(stage: Stage) -> Iterator[tuple[float, float]]:
    """Yield from where to where the names of holidays stand above the first lane."""
    for closed in stage.extent.closed[0]:
        left, right, name = placed(closed, stage)
        half = text_width(name, SMALL) / 2
        if name:
            yield (left + right) / 2 - half, (left + right) / 2 + half


def placed(closed: Closed, stage: Stage) -> tuple[float, float, str]:
    """Return where closed hours stand, and the name of their holiday as far as it fits there."""
    extent, reason = stage.extent, closed.reason
    # The first and the last go on to the edges, where nothing is measured.
    left = stage.left if closed.start <= extent.start else stage.x(closed.start)
    right = stage.right if closed.end >= extent.end else stage.x(closed.end)
    name = "" if reason in TINTS else called(closed, stage.words)
    return left, right, fit(name, right - left - 6, lambda part: text_width(part, SMALL))


def called(closed: Closed, words: Catalogue) -> str:
    """Return the name of closed hours, or what they are."""
    kind = "holiday" if closed.reason == "holiday" else "closed"
    return closed.name or words.text(f"label.{kind}")


def shaded(closed: Closed, top: float, height: float, stage: Stage) -> Iterator[Element]:
    """Yield a stretch of closed hours, with the name of its holiday where there is room."""
    left, right, name = placed(closed, stage)
    if right - left < NEAR:
        return
    whole = called(closed, stage.words)
    fill = TINTS.get(closed.reason, "tint-orange")
    yield bar(left, right, top, height, fill=fill, title=whole)
    if name:
        x = (left + right) / 2
        yield label(x, top + 12, name, size=SMALL, role="muted", anchor="middle", title=whole)
