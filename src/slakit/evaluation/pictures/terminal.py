"""The timeline of a ticket in characters, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from slakit.drawing import TimeScale, columns, time_axis
from slakit.drawing.characters import ASCII, BLOCKS, Filling, Glyphs, lane, pad, tick_line
from slakit.errors import SlakitError
from slakit.evaluation.pictures.captions import DASH, closures, mark_name, period, promise, sums
from slakit.evaluation.pictures.extent import Extent, Mark, MarkKind, axis_words, extent_of
from slakit.evaluation.pictures.lanes import Lane, lanes_of
from slakit.evaluation.result import Evaluation
from slakit.instants import EPOCH
from slakit.policies.picture import metric_name
from slakit.wording.catalogue import Catalogue, catalogue

__all__ = ["draw_lines"]

SIGNS: dict[MarkKind, tuple[str, str]] = {
    "warning": ("▲", "w"),
    "due": ("◆", "D"),
    "met": ("✓", "v"),
    "missed": ("✗", "x"),
    "stopped": ("■", "s"),
    "cancelled": ("□", "c"),
}
NOW = ("│", "|")
# What the captions have beside letters.
PLAIN = str.maketrans({"·": "-", DASH: "-", "\N{MULTIPLICATION SIGN}": "x"})
NARROWEST, WIDEST = 40, 1000
TEXTS: dict[Filling, str] = {
    "solid": "label.running",
    "hatched": "label.paused",
    "dense": "label.past_due",
    "shade": "label.closed",
}
Span = tuple[datetime, datetime, Filling]


def draw_lines(evaluation: Evaluation, width: int, locale: str, *, ascii: bool) -> str:
    """Return the lanes of a ticket as lines of at most `width` columns."""
    if not isinstance(width, int) or not NARROWEST <= width <= WIDEST:
        raise SlakitError(
            f"{width!r} is no width of a terminal",
            parameter="width",
            value=width,
            remedy=f"give a number of columns from {NARROWEST} to {WIDEST}",
        )
    words, lanes = catalogue(locale), lanes_of(evaluation)
    lines = [f"{evaluation.ticket} · {words.text(f'status.{evaluation.status}')}"]
    if not lanes:
        if evaluation.status != "idle":
            lines.append(words.text("policy.none"))
        return written(lines, width, ascii)
    extent = extent_of(lanes, evaluation._known()[1].created)
    scale = extent.scale(0, width, break_width=2)
    axis = time_axis(scale, extent.zone, axis_words(words), measure=columns, gap=2, overhang=0)
    lines += [
        period(extent, words),
        "",
        tick_line(axis.coarse, width, centred=False),
        tick_line(axis.fine, width, centred=True),
    ]
    glyphs = ASCII if ascii else BLOCKS
    asked = [] if extent.now is None else [(EPOCH + extent.now, NOW[ascii])]
    for number, each in enumerate(lanes):
        lines.append(caption(each, extent, width, words, glyphs))
        signs = [(EPOCH + mark.at, SIGNS[mark.kind][ascii]) for mark in extent.marks[number]]
        spans = [*closed(number, extent), *counted(each)]
        lines.append(lane(scale, spans, [*asked, *signs], glyphs=glyphs))
    lines += ["", *key(extent, scale, [mark for _, mark in asked], words, ascii, width)]
    return written(lines, width, ascii)


def written(lines: list[str], width: int, ascii: bool) -> str:
    """Return lines without what commands a terminal, and without what it cannot show."""
    glyphs = ASCII if ascii else BLOCKS
    text = "\n".join(pad(line, width, glyphs=glyphs).rstrip() for line in lines)
    return text.translate(PLAIN) if ascii else text


def caption(each: Lane, extent: Extent, width: int, words: Catalogue, glyphs: Glyphs) -> str:
    """Return what a lane is, and at the right how it stands."""
    reading = each.reading
    stands = [words.text(f"status.{reading.status}"), sums(reading, words)]
    right = " · ".join(filter(None, stands))
    name = metric_name(reading.metric, words)
    left = f"{name} · {promise(reading, len(each.runs), extent.zone)}"
    return f"{pad(left, max(width - columns(right) - 2, 8), glyphs=glyphs)}  {right}"


def closed(number: int, extent: Extent) -> Iterator[Span]:
    """Yield the closed hours behind a lane."""
    for each in extent.closed[number]:
        yield EPOCH + each.start, EPOCH + each.end, "shade"


def counted(each: Lane) -> Iterator[Span]:
    """Yield what the clocks of a lane counted, and what they held."""
    for run in each.runs:
        for part in run.parts:
            yield EPOCH + part.start, EPOCH + part.end, "hatched" if part.held else "solid"
            if not part.held and part.end > run.late:
                yield EPOCH + max(part.start, run.late), EPOCH + part.end, "dense"


def key(
    extent: Extent,
    scale: TimeScale,
    asked: list[str],
    words: Catalogue,
    ascii: bool,
    width: int,
) -> Iterator[str]:
    """Yield what the characters mean, of those that occur, in lines."""
    glyphs = ASCII if ascii else BLOCKS
    spans = [span for each in extent.lanes for span in counted(each)]
    spans += [span for number in range(len(extent.lanes)) for span in closed(number, extent)]
    fillings = {filling for _, _, filling in spans}
    entries = [
        f"{getattr(glyphs, filling)} {words.text(text)}"
        for filling, text in TEXTS.items()
        if filling in fillings
    ]
    kinds = {each.kind for marks in extent.marks for each in marks}
    entries += [
        f"{signs[ascii]} {mark_name(Mark(kind, timedelta(0)), words)}"
        for kind, signs in SIGNS.items()
        if kind in kinds
    ]
    entries += [f"{sign} {words.text('label.now')}" for sign in asked]
    left_out = dict.fromkeys(closures(piece, extent, words)[0] for piece in scale.breaks)
    entries += [f"{glyphs.gap} {text}" for text in left_out]
    line = ""
    for entry in entries:
        if line and columns(line) + 2 + columns(entry) > width:
            yield line
            line = ""
        line = f"{line}  {entry}" if line else entry
    yield line
