"""Where the time went: with the desk, with the customer, or outside hours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import NamedTuple

from slakit.drawing import (
    Element,
    Level,
    Picture,
    StackedPart,
    bar,
    fit,
    label,
    stacked_bar,
    text_width,
    upright_lines,
)
from slakit.errors import SlakitError
from slakit.reports.pictures.canvas import EDGE, WIDE, blank, draw_nothing, finish
from slakit.wording.catalogue import Catalogue, catalogue

__all__ = ["TimeParts", "draw_time_parts"]

BAR, ROW, CAPTION = 22, 34, 20
NAMES, SUMS = 200, 130
ZERO, MINUTE, HOUR = timedelta(0), timedelta(minutes=1), timedelta(hours=1)
SECOND = timedelta(seconds=1)


class TimeParts(NamedTuple):
    """A row: what it is called, and how long it was where."""

    name: str
    agent: timedelta
    waiting: timedelta
    closed: timedelta

    @property
    def whole(self) -> timedelta:
        """All of it."""
        return self.agent + self.waiting + self.closed


def draw_time_parts(
    rows: Sequence[TimeParts], *, width: float = 960, locale: str = "en", title: str = ""
) -> str:
    """Return a bar a row, divided by where the time went, as an SVG of `width` pixels.

    Parts are shares of the whole of their row; percentages stand in them where there is room,
    exact lengths in their titles. A row without any time says that it has no data.

    >>> row = TimeParts("urgent", timedelta(hours=3), timedelta(hours=1), timedelta(0))
    >>> "agent time · 3 h · 75%" in draw_time_parts([row])
    True

    Raises `SlakitError` for a negative length.
    """
    words = catalogue(locale)
    for row in rows:
        for field in ("agent", "waiting", "closed"):
            if getattr(row, field) < ZERO:
                raise SlakitError(
                    f"{row.name!r} has a negative length",
                    parameter=field,
                    value=getattr(row, field),
                    remedy="give a timedelta of zero or more",
                )
    name = words.text("chart.time_parts")
    if not any(row.whole for row in rows):
        return draw_nothing(width, title, name, words)
    page, top = blank(width, title, name)
    wide = width >= WIDE
    left, right = float(EDGE), width - EDGE
    if wide:
        left += min(max(text_width(row.name) for row in rows), NAMES) + 10
        right -= min(max(text_width(total(row, words), 11) for row in rows), SUMS) + 10
    height = ROW if wide else ROW + CAPTION
    bottom = top + len(rows) * height
    quarters = [Level(left + (right - left) * i / 4, words.percent(i / 4)) for i in range(5)]
    # Between captions the lines would be stubs.
    page.extend(upright_lines(quarters, top if wide else bottom - 4, bottom, (4, width - 4)))
    for i, row in enumerate(rows):
        y = top + (i + 1) * height - ROW + (ROW - BAR) / 2
        page.extend(beside(row, y, left, right, words) if wide else above(row, y, width, words))
        page.extend(parts_bar(row, left, right, y, page, words))
    return finish(page, key(page, words), bottom + 28)


def shares(row: TimeParts, page: Picture, words: Catalogue) -> Iterator[StackedPart]:
    """Yield the parts of a row: solid, hatched and pale."""
    for length, fill, role, text in (
        (row.agent, "blue", "paper", "chart.agent"),
        (row.waiting, page.hatch("orange"), "ink", "chart.waiting"),
        (row.closed, "shade", "ink", "label.closed"),
    ):
        share = length / row.whole
        said = words.percent(share)
        title = f"{row.name} · {words.text(text)} · {words.length(length)} · {said}"
        yield StackedPart(share, fill, role, said, title)


def parts_bar(
    row: TimeParts, left: float, right: float, y: float, page: Picture, words: Catalogue
) -> Iterator[Element]:
    """Yield the bar of a row."""
    if row.whole:
        # Over the lines of the axis the pale part has to be seen as well.
        yield bar(left, right, y, BAR, fill="paper")
        yield from stacked_bar(list(shares(row, page, words)), left, right, y, BAR)
        return
    yield bar(left, right, y, BAR, fill="paper")
    said = words.text("chart.no_data")
    yield label(left + 6, y + BAR / 2 + 4, said, size=11, role="muted")


def total(row: TimeParts, words: Catalogue) -> str:
    """Return the whole of a row, of long ones without the seconds; nothing where it has no time."""
    if not row.whole:
        return ""
    unit = MINUTE if row.whole >= HOUR else SECOND if row.whole >= SECOND else row.whole
    return words.length(row.whole // unit * unit)


def beside(
    row: TimeParts, y: float, left: float, right: float, words: Catalogue
) -> Iterator[Element]:
    """Yield the name of a row at the left of its bar, and its whole at the right."""
    middle = y + BAR / 2 + 4
    yield label(EDGE, middle, row.name, width=left - EDGE - 8)
    end = right + 10
    yield label(
        end,
        middle,
        total(row, words),
        width=SUMS,
        size=11,
        role="muted",
        title=words.length(row.whole),
    )


def above(row: TimeParts, y: float, width: float, words: Catalogue) -> Iterator[Element]:
    """Yield the name of a row and its whole above its bar."""
    yield bar(0, width, y - CAPTION, CAPTION - 2, fill="paper")
    room = width - 2 * EDGE
    written = fit(total(row, words), room / 2, lambda text: text_width(text, 11))
    taken = text_width(written, 11)
    yield label(EDGE, y - 7, row.name, width=room - taken - 10)
    yield label(width - EDGE, y - 7, written, size=11, role="muted", anchor="end")


def key(page: Picture, words: Catalogue) -> Iterator[tuple[Element, str]]:
    """Yield what the fillings mean."""
    hatched = bar(0, 12, 0, 12, fill=page.hatch("orange"), radius=2)
    yield bar(0, 12, 0, 12, fill="blue", radius=2), words.text("chart.agent")
    yield hatched, words.text("chart.waiting")
    yield bar(0, 12, 0, 12, fill="shade", radius=2), words.text("label.closed")
