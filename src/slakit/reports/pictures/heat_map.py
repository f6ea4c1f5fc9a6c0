"""Breaches by weekday and hour of the day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from slakit.drawing import (
    Element,
    HeatCell,
    HeatLevel,
    bar,
    heat_cells,
    heat_levels,
    label,
    text_width,
)
from slakit.errors import SlakitError
from slakit.reports.pictures.canvas import EDGE, WIDE, blank, draw_nothing, finish
from slakit.wording.catalogue import Catalogue, catalogue

__all__ = ["draw_heat_map"]

HOURS, DAYS = range(24), range(7)
SIZE, HEAD, DASH = 10.5, 20, "\N{EN DASH}"


class Grid(NamedTuple):
    """Where the cells stand, and how large they are."""

    left: float
    top: float
    width: float
    height: float

    def x(self, hour: int) -> float:
        """Return the middle of an hour."""
        return self.left + (hour + 0.5) * self.width

    def y(self, day: float) -> float:
        """Return the baseline of what is written beside a day."""
        return self.top + (day + 0.5) * self.height + SIZE * 0.36


def draw_heat_map(
    counts: Mapping[tuple[int, int], int],
    *,
    width: float = 960,
    locale: str = "en",
    title: str = "",
) -> str:
    """Return the breaches of a week's hours as an SVG of `width` pixels.

    `counts` has the breaches by weekday, 0 for Monday, and hour of the day, 0 to 23; what is not
    in it is 0. Numbers stand in the cells where there is room, and in their titles always; sums
    by day and by hour stand beside them.

    >>> draw_heat_map({(0, 9): 3}).count("10:00 · 3 breaches</title>")
    1

    Raises `SlakitError` for a key that is no hour of a week and for a negative count.
    """
    words = catalogue(locale)
    for (day, hour), count in counts.items():
        if day not in DAYS or hour not in HOURS or count < 0:
            raise SlakitError(
                f"{count!r} breaches at {(day, hour)!r} cannot be drawn",
                parameter="counts",
                value=(day, hour),
                remedy="give weekdays 0 to 6, hours 0 to 23, and counts of 0 or more",
            )
    name = words.text("chart.heat_map")
    if not any(counts.values()):
        return draw_nothing(width, title, name, words)
    page, top = blank(width, title, name)
    days = words.weekdays()
    by_day = [sum(counts.get((day, hour), 0) for hour in HOURS) for day in DAYS]
    by_hour = [sum(counts.get((day, hour), 0) for day in DAYS) for hour in HOURS]
    left = EDGE + max(text_width(day, SIZE) for day in days) + 6
    right = width - EDGE
    summed = max(text_width(words.number(each), SIZE, bold=True) for each in by_day) + 8
    if with_sums := width >= WIDE and summed < width / 8:
        right -= summed
    cell = (right - left) / 24
    grid = Grid(left, top + HEAD, cell, min(max(cell, 18), 28))
    levels = heat_levels(max(counts.values()))
    rows = [
        [cell_of(day, hour, counts.get((day, hour), 0), words) for hour in HOURS] for day in DAYS
    ]
    page.extend(names(grid, days))
    page.extend(heat_cells(rows, grid.left, grid.top, (grid.width, grid.height), levels))
    bottom = grid.top + 7 * grid.height
    if with_sums:
        page.extend(sums_by_day(grid, by_day, width - EDGE, words))
        bottom += 4
        if below := sums_by_hour(grid, by_hour, words):
            page.extend(below)
            bottom += 16
    return finish(page, key(levels, words), bottom + 8)


def cell_of(day: int, hour: int, count: int, words: Catalogue) -> HeatCell:
    """Return an hour of a weekday with what the pointer is told of it."""
    span = f"{words.weekdays()[day]} {hour:02}:00{DASH}{hour + 1:02}:00"
    said = words.text("chart.breaches", count=count)
    return HeatCell(count, words.number(count), f"{span} · {said}")


def names(grid: Grid, days: tuple[str, ...]) -> Iterator[Element]:
    """Yield the names of the days, and the hours at which columns begin."""
    for day, name in enumerate(days):
        yield label(grid.left - 6, grid.y(day), name, size=SIZE, role="muted", anchor="end")
    every = next(
        every for every in (1, 2, 3, 6) if every * grid.width >= text_width("00", SIZE) + 5
    )
    for hour in HOURS[::every]:
        text = f"{hour:02}"
        yield label(grid.x(hour), grid.top - 6, text, size=SIZE, role="muted", anchor="middle")


def sums_by_day(grid: Grid, by_day: list[int], right: float, words: Catalogue) -> Iterator[Element]:
    """Yield the sum of each day that has any, at the right."""
    for day, count in enumerate(by_day):
        if count:
            text = words.number(count)
            yield label(right, grid.y(day), text, size=SIZE, role="muted", anchor="end", bold=True)


def sums_by_hour(grid: Grid, by_hour: list[int], words: Catalogue) -> list[Element]:
    """Return the sum of each hour that has any, below, where there is room for all of them."""
    texts = {hour: words.number(count) for hour, count in enumerate(by_hour) if count}
    if max(text_width(text, SIZE, bold=True) for text in texts.values()) + 3 > grid.width:
        return []
    y = grid.top + 7 * grid.height + 14
    return [
        label(grid.x(hour), y, text, size=SIZE, role="muted", anchor="middle", bold=True)
        for hour, text in texts.items()
    ]


def key(levels: list[HeatLevel], words: Catalogue) -> Iterator[tuple[Element, str]]:
    """Yield the counts that each colour stands for."""
    for first, last, role in levels:
        ends = dict.fromkeys(words.number(each) for each in (first, last))
        yield bar(0, 12, 0, 12, fill=role, radius=2), DASH.join(ends)
