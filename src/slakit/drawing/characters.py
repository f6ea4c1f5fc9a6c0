"""The same lanes in characters, for a terminal.

A `TimeScale` from 0 to the number of columns leads to columns as it does to pixels.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from datetime import datetime
from math import ceil
from typing import Literal, NamedTuple

from slakit.drawing.axis import Tick
from slakit.drawing.measure import columns, fit
from slakit.drawing.scale import TimeScale

__all__ = ["ASCII", "BLOCKS", "Filling", "Glyphs", "lane", "pad", "printable", "tick_line"]

# Of what they turn, a terminal shows the rest of the line, too.
TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
Filling = Literal["solid", "dense", "hatched", "shade", "blank", "gap"]


class Glyphs(NamedTuple):
    """The character of each filling; `dense` is the solid one in a second colour."""

    solid: str
    dense: str
    hatched: str
    shade: str
    blank: str
    gap: str
    ellipsis: str


BLOCKS = Glyphs("█", "▓", "▒", "░", "·", "≈", "…")
ASCII = Glyphs("#", "!", "=", ":", ".", "~", "~")


def lane(
    scale: TimeScale,
    spans: Iterable[tuple[datetime, datetime, Filling]],
    marks: Iterable[tuple[datetime, str]] = (),
    *,
    glyphs: Glyphs = BLOCKS,
) -> str:
    """Return a line as wide as the scale, filled by the spans and overlaid with the marks.

    A later span covers an earlier one, and a later mark an earlier one. What is shorter than a
    column has one all the same; of a break the first column says so.

    >>> from datetime import UTC, timedelta
    >>> noon, hour = datetime(2024, 5, 6, 12, tzinfo=UTC), timedelta(hours=1)
    >>> scale = TimeScale(noon, noon + 8 * hour, left=0, right=16)
    >>> lane(scale, [(noon + hour, noon + 3 * hour, "solid")], [(noon + 6 * hour, "!")])
    '··████······!···'
    """
    width = int(scale.right)
    cells = [glyphs.blank] * width
    for start, end, filling in spans:
        # Of a hundredth of a column nobody wants to see a second one.
        first, last = int(scale.x(start) + 0.01), ceil(scale.x(end) - 0.01)
        for column in range(min(first, width - 1), min(max(last, first + 1), width)):
            cells[column] = getattr(glyphs, filling)
    for piece in scale.breaks:
        cells[min(int(piece.left), width - 1)] = glyphs.gap
    for at, character in marks:
        cells[min(int(scale.x(at) + 0.01), width - 1)] = character
    return "".join(cells)


def tick_line(ticks: Iterable[Tick], width: int, *, centred: bool) -> str:
    """Return the labels of a row of an axis that was measured in `columns`.

    >>> from datetime import UTC
    >>> noon = datetime(2024, 5, 6, 12, tzinfo=UTC)
    >>> tick_line([Tick(noon, 4, "12:00")], 12, centred=True)
    '  12:00     '
    """
    text = ""
    for tick in ticks:
        size = columns(tick.label)
        column = int(tick.x - size / 2 + 0.5) if centred else int(tick.x)
        column = max(min(column, width - size), 0)
        if tick.label and columns(text) <= column:
            text += " " * (column - columns(text)) + tick.label
    return pad(text, width)


def printable(text: str) -> str:
    """Return a text in which nothing commands a terminal.

    Control characters, and those that turn the direction of what follows, become U+FFFD.

    >>> printable("\\x1b[31mred")
    '\ufffd[31mred'
    """
    return "".join(
        "\ufffd"
        if unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"} or character in TURNING
        else character
        for character in text
    )


def pad(text: str, width: int, *, right: bool = False, glyphs: Glyphs = BLOCKS) -> str:
    """Return a text in exactly `width` columns: filled with spaces, or cut.

    >>> pad("first response", 8), pad("4h", 4, right=True)
    ('first r…', '  4h')
    """
    shown = printable(text)
    if columns(shown) > width:
        shown = fit(shown, width, columns).replace("…", glyphs.ellipsis)
    space = " " * (width - columns(shown))
    return space + shown if right else shown + space
