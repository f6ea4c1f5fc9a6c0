"""The lanes of a timeline: bars for what a clock counted and what was held, marks at instants.

What a colour says, a shape or a pattern says too: running is solid, paused hatched, and what is
past due has a line along it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from slakit.drawing import Element, bar, line, mark
from slakit.drawing.shapes import Shape
from slakit.evaluation.pictures.captions import mark_title, part_title
from slakit.evaluation.pictures.extent import MarkKind
from slakit.evaluation.pictures.lanes import Lane, Run
from slakit.evaluation.pictures.stage import NEAR, Stage
from slakit.instants import EPOCH
from slakit.policies.picture import metric_name

__all__ = ["SHAPES", "Filling", "draw_bars", "draw_marks", "swatch"]

BAR = 16
# Marks that are closer cover each other.
APART = 10
SHAPES: dict[MarkKind, tuple[Shape, str]] = {
    "missed": ("cross", "vermillion"),
    "cancelled": ("square", "muted"),
    "met": ("check", "green"),
    "stopped": ("flag", "sky"),
    "due": ("diamond", "yellow"),
    "warning": ("triangle", "orange"),
}


class Filling(NamedTuple):
    """What a part of a bar says: whether the clock was held, and whether that was past due."""

    held: bool
    late: bool


class Block(NamedTuple):
    """A part of a bar as it is drawn."""

    left: float
    right: float
    filling: Filling
    title: str


def draw_bars(lane: Lane, number: int, stage: Stage) -> set[Filling]:
    """Draw the cycles of a lane, and return the fillings that occur."""
    y, page = stage.middle(number), stage.page
    for run in lane.runs:
        page.extend(thread(run, y, stage))
    found: set[Filling] = set()
    for block in together(blocks(lane, stage)):
        page.extend(filled(block, y, stage))
        found.add(block.filling)
    return found


def thread(run: Run, y: float, stage: Stage) -> Iterator[Element]:
    """Yield what joins the parts of a cycle, and of a running clock leads on to its due time."""
    reading = run.reading
    if run.start >= run.end:
        return
    left, right = stage.x(run.start), stage.x(run.end)
    if right - left < NEAR:
        return
    middle = min(max(stage.x(run.late), left), right)
    if left < middle:
        yield bar(left, middle, y - 1.5, 3, fill="blue")
    if middle < right:
        yield bar(middle, right, y - 1.5, 3, fill="vermillion")
    if reading.state == "running" and reading.due_at is not None:
        due = stage.x(reading.due_at - EPOCH)
        if due > right:
            ahead = line(right, y, due, y, role="blue", width=2)
            ahead.attributes["stroke-dasharray"] = "2 4"
            yield ahead


def blocks(lane: Lane, stage: Stage) -> Iterator[Block]:
    """Yield what was counted and what was held, cut where it came to be past due."""
    zone, words = stage.extent.zone, stage.words
    name = metric_name(lane.reading.metric, words)
    for run in lane.runs:
        told = name if len(lane.runs) == 1 else f"{name} #{run.reading.cycle}"
        for part in run.parts:
            title = part_title(part, told, zone, words)
            start, end, late = part.start, part.end, run.late
            for a, b, is_late in ((start, min(end, late), False), (max(start, late), end, True)):
                if a < b:
                    yield Block(stage.x(a), stage.x(b), Filling(part.held, is_late), title)


def together(found: Iterator[Block]) -> Iterator[Block]:
    """Join blocks that are too close to be told apart; no lane has more than it can show."""
    last: Block | None = None
    for block in found:
        if last is not None and block.right - last.left < NEAR:
            held, late = last.filling
            filling = Filling(held and block.filling.held, late or block.filling.late)
            last = last._replace(right=block.right, filling=filling)
            continue
        alike = last is not None and last.filling == block.filling
        if last is not None and alike and block.left - last.right < NEAR / 2:
            last = last._replace(right=block.right)
            continue
        if last is not None:
            yield last
        last = block
    if last is not None:
        yield last


def filled(block: Block, y: float, stage: Stage) -> Iterator[Element]:
    """Yield a block of a bar."""
    left, right, filling, title = block
    yield from coloured(left, right, y - BAR / 2, BAR, filling, stage, title)


def coloured(
    left: float,
    right: float,
    top: float,
    height: float,
    filling: Filling,
    stage: Stage,
    title: str = "",
) -> Iterator[Element]:
    """Yield a filling: hatched what was held, and with a line along it what was past due."""
    role = "vermillion" if filling.late else "blue"
    fill = stage.page.hatch(role) if filling.held else role
    radius, middle = min(2, (right - left) / 2), top + height / 2
    yield bar(left, right, top, height, fill=fill, radius=radius, title=title)
    if filling.held:
        yield Element(
            "rect",
            x=left + 0.5,
            y=top + 0.5,
            width=max(right - left - 1, 0.5),
            height=height - 1,
            rx=radius,
            fill="none",
            class_=f"line-{role}",
            pointer_events="none",
        )
    if filling.late:
        along = bar(left, right, middle - 1.5, 3, fill=role if filling.held else "paper")
        along.attributes["pointer-events"] = "none"
        yield along


def swatch(filling: Filling, stage: Stage) -> Element:
    """Return what stands for a filling in a legend."""
    return Element("g", *coloured(0, 12, 0, 12, filling, stage))


def draw_marks(number: int, stage: Stage) -> None:
    """Draw the marks of a lane: on the bar where it ended, above it where it is due, else below.

    Of marks that would cover each other the first of `SHAPES` is drawn.
    """
    y, zone = stage.middle(number), stage.extent.zone
    order = list(SHAPES)
    taken: dict[float, list[float]] = {}
    for each in sorted(stage.extent.marks[number], key=lambda each: order.index(each.kind)):
        x = stage.x(each.at)
        height = y + {"due": -15, "warning": 15}.get(each.kind, 0)
        row = taken.setdefault(height, [])
        place = bisect_left(row, x)
        if any(abs(x - other) < APART for other in row[max(place - 1, 0) : place + 1]):
            continue
        row.insert(place, x)
        if each.kind == "due":
            stage.page.add(line(x, y - 15, x, y + 15, role="ink", width=1.5))
        shape, role = SHAPES[each.kind]
        title = mark_title(each, zone, stage.words)
        stage.page.add(mark(shape, x, height, role=role, size=4.5, title=title))
