"""The timeline of a ticket: a lane for each clock, over the hours in which it counts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from slakit.drawing import (
    AXIS_HEIGHT,
    Element,
    Picture,
    bar,
    fit,
    label,
    legend,
    line,
    mark,
    text_width,
    wide_enough,
)
from slakit.evaluation.pictures.bars import SHAPES, Filling, draw_bars, draw_marks, swatch
from slakit.evaluation.pictures.captions import headline, mark_name, period, promise, sums
from slakit.evaluation.pictures.extent import Extent, Mark, extent_of
from slakit.evaluation.pictures.lanes import Lane, lanes_of
from slakit.evaluation.pictures.stage import (
    CAPTION,
    STRIP,
    TINTS,
    Stage,
    draw_background,
    draw_breaks,
    names_in_strip,
)
from slakit.evaluation.result import Evaluation
from slakit.instants import EPOCH, to_datetime
from slakit.policies.picture import metric_name
from slakit.wording.catalogue import Catalogue, catalogue

__all__ = ["draw_timeline"]

EDGE, HEAD, INSET = 12, 52, 12
# From this width on names stand at the left of the lanes and sums at the right, else above them.
WIDE, NAMES, SUMS = 720, 170, 200
NARROWEST = 280


def draw_timeline(evaluation: Evaluation, width: float, locale: str) -> str:
    """Return the timeline of a ticket as SVG."""
    width, words = wide_enough(width, NARROWEST), catalogue(locale)
    lanes = lanes_of(evaluation)
    status = words.text(f"status.{evaluation.status}")
    clocks = [headline(lane.reading, words) for lane in lanes]
    title = "; ".join([f"{evaluation.ticket} · {status}", *clocks])
    page = Picture(width, HEAD + EDGE, title=title)
    if not lanes:
        below = words.text("policy.none")
        if evaluation.status == "idle":
            below = f"{words.text('label.now')} · {words.instant(evaluation.at)}"
        page.extend(heading(evaluation.ticket, status, below, width))
        return str(page)
    created = evaluation._known()[1].created
    extent, wide = extent_of(lanes, created), width >= WIDE
    left, right = float(EDGE), width - EDGE
    if wide:
        left += column([names(lane, extent, words) for lane in lanes], NAMES)
        right -= column([standing(lane, words) for lane in lanes], SUMS)
    scale = extent.scale(left + INSET, right - INSET, break_width=24)
    stage = Stage(page, extent, scale, words, left, right, HEAD + AXIS_HEIGHT, wide)
    page.extend(heading(evaluation.ticket, stands(evaluation, words), period(extent, words), width))
    draw_background(stage)
    fillings = [draw_bars(lane, number, stage) for number, lane in enumerate(lanes)]
    draw_breaks(stage)
    page.extend(instants(stage))
    for number, lane in enumerate(lanes):
        y = stage.y(number)
        page.extend((captions_beside if wide else captions_above)(lane, number, stage))
        page.add(line(EDGE, y, width - EDGE, y))
        draw_marks(number, stage)
    page.add(line(EDGE, stage.bottom, width - EDGE, stage.bottom))
    told = legend(key(stage, set().union(*fillings)), EDGE, stage.bottom + 10, width - 2 * EDGE)
    page.extend(told.elements)
    page.height = stage.bottom + 10 + told.height + 8
    return str(page)


def stands(evaluation: Evaluation, words: Catalogue) -> str:
    """Return the status of a ticket, and when it is due."""
    status = words.text(f"status.{evaluation.status}")
    if evaluation.due_at is None:
        return status
    due = to_datetime(evaluation.due_at - EPOCH, evaluation.clocks[0].zone)
    return f"{status} · {words.text('verdict.due', due=due)}"


def heading(ticket: str, status: str, below: str, width: float) -> Iterator[Element]:
    """Yield the ticket with its status, and a line below."""
    room = width - 2 * EDGE
    name = fit(ticket, room * 0.7, lambda text: text_width(text, 15, bold=True))
    yield label(EDGE, 24, name, size=15, bold=True, title=ticket if name != ticket else "")
    x = EDGE + text_width(name, 15, bold=True) + 8
    yield label(x, 24, status, size=13, role="muted", width=width - EDGE - x)
    yield label(EDGE, 43, below, size=11, role="muted", width=room)


def names(lane: Lane, extent: Extent, words: Catalogue) -> tuple[str, str]:
    """Return what a lane is called, and what was promised."""
    reading = lane.reading
    return metric_name(reading.metric, words), promise(reading, len(lane.runs), extent.zone)


def standing(lane: Lane, words: Catalogue) -> tuple[str, str]:
    """Return the status of a lane, and its sums."""
    return words.text(f"status.{lane.reading.status}"), sums(lane.reading, words)


def column(texts: list[tuple[str, str]], most: float) -> float:
    """Return the width of a column of bold lines with small ones below."""
    widths = [max(text_width(bold, bold=True), text_width(small, 11)) for bold, small in texts]
    return min(max(widths), most) + 10


def captions_beside(lane: Lane, number: int, stage: Stage) -> Iterator[Element]:
    """Yield what a lane is at its left, and how it stands at its right."""
    y, end = stage.middle(number), stage.page.width - EDGE
    name, below = names(lane, stage.extent, stage.words)
    yield label(EDGE, y - 2, name, width=NAMES, bold=True)
    yield label(EDGE, y + 14, below, width=NAMES, size=11, role="muted")
    status, used = standing(lane, stage.words)
    yield label(end, y - 2, status, width=SUMS, anchor="end", bold=True)
    yield label(end, y + 14, used, width=SUMS, size=11, role="muted", anchor="end")


def captions_above(lane: Lane, number: int, stage: Stage) -> Iterator[Element]:
    """Yield what a lane is and how it stands, above its bar."""
    y, room = stage.y(number), stage.page.width - 2 * EDGE
    # Nothing of the axis runs through what is written.
    yield bar(0, stage.page.width, y, CAPTION, fill="paper")
    name, below = names(lane, stage.extent, stage.words)
    told = " · ".join(filter(None, standing(lane, stage.words)))
    taken = min(text_width(name, bold=True), room / 2)
    yield label(EDGE, y + 15, name, width=taken + 1, bold=True, title=f"{name} · {below}")
    width = room - taken - 8
    left = width - text_width(told, 11) - 16
    if left > 60:
        yield label(EDGE + taken + 8, y + 15, below, width=left, size=11, role="muted")
    yield label(EDGE + room, y + 15, told, width=width, size=11, role="muted", anchor="end")


def instants(stage: Stage) -> Iterator[Element]:
    """Yield the creation of the ticket and the instant of the question, above the lanes."""
    words, zone, y = stage.words, stage.extent.zone, stage.top + STRIP / 2
    taken = [(piece.left, piece.right) for piece in stage.scale.breaks]
    taken += names_in_strip(stage)
    for key, moment in (("now", stage.extent.now), ("created", stage.extent.created)):
        if moment is None:
            continue
        x, name = stage.x(moment), words.text(f"label.{key}")
        title = f"{name} · {words.instant(to_datetime(moment, zone))}"
        if key == "created":
            yield mark("circle", x, y, role="sky", size=4.5, title=title)
        else:
            yield line(x, stage.top, x, stage.bottom, role="ink", width=1.5)
        size = text_width(name, 10)
        places = ((x + 7, x + 7 + size), (x - 7 - size, x - 7))
        for left, right in places:
            free = all(right + 4 < a or left - 4 > b for a, b in taken)
            if stage.left <= left and right <= stage.right and free:
                taken.append((left, right))
                yield label(left, y + 3.5, name, size=10, title=title)
                break
        taken.append((x - 6, x + 6))


def key(stage: Stage, fillings: set[Filling]) -> list[tuple[Element, str]]:
    """Return what the fillings and marks mean, of those that occur."""
    words, extent = stage.words, stage.extent
    entries: list[tuple[Element, str]] = []
    reasons = {
        closed.reason
        for lane in extent.closed
        for closed in lane
        for piece in stage.scale.pieces
        if not piece.is_break
        and piece.start < EPOCH + closed.end
        and EPOCH + closed.start < piece.end
    }
    if reasons:
        white = Element(
            "rect", x=0.5, y=0.5, width=11, height=11, rx=2, class_="fill-paper line-rule"
        )
        entries.append((white, words.text("label.open")))
        entries.append((bar(0, 12, 0, 12, fill="shade", radius=2), words.text("label.closed")))
    if reasons - TINTS.keys():
        tinted = bar(0, 12, 0, 12, fill="tint-orange", radius=2)
        entries.append((tinted, words.text("label.holiday")))
    for filling in sorted(fillings, key=lambda each: (each.late, each.held)):
        texts = ["label.past_due"] if filling.late else []
        if filling.held or not texts:
            texts.insert(0, "label.paused" if filling.held else "label.running")
        entries.append((swatch(filling, stage), ", ".join(map(words.text, texts))))
    kinds = {each.kind for marks in extent.marks for each in marks}
    for kind, (shape, role) in SHAPES.items():
        if kind in kinds:
            drawn = mark(shape, 6, 6, role=role, size=4.5)
            entries.append((drawn, mark_name(Mark(kind, timedelta(0)), words)))
    return entries
