"""The share of clocks that met their target, by period, with its interval and an objective."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import NamedTuple

from slakit.drawing import (
    Element,
    Level,
    ValueScale,
    band,
    bar,
    label,
    level_lines,
    mark,
    path_line,
    round_values,
    text_width,
    torn_axis,
)
from slakit.drawing.markup import number
from slakit.reports.periods import Frequency, Period, frequency_of, period_of, periods_between
from slakit.reports.pictures.canvas import (
    EDGE,
    WIDE,
    blank,
    draw_nothing,
    finish,
    margin,
    percent,
)
from slakit.reports.pictures.period_axis import FINE_ROW, PERIOD_ROWS, draw_periods, period_name
from slakit.wording.catalogue import Catalogue, catalogue

__all__ = ["Point", "draw_compliance"]

HEIGHT = 190
# Where the axis may begin, so that what is high can be told apart.
BEGINNINGS = (0.99, 0.98, 0.95, 0.9, 0.8, 0.7, 0.6, 0.5)
INTERVAL, SMALL = 0.95, 10.5
# Nearer points than these are a line without marks.
APART = 7


class Point(NamedTuple):
    """A period: its first date, the share that was met with its interval, and the counts.

    A period in which nothing was decided has None for its share.
    """

    start: date
    share: float | None
    low: float | None
    high: float | None
    decided: int
    met: int


Column = tuple[int, Period, Point | None]


@dataclass(frozen=True, slots=True)
class Plot:
    """Where the periods stand, and how high a share is drawn."""

    columns: list[Column]
    scale: ValueScale
    objective: float | None
    left: float
    right: float
    words: Catalogue

    @property
    def spacing(self) -> float:
        """The width of a period."""
        return (self.right - self.left) / len(self.columns)

    def x(self, i: float) -> float:
        """Return the middle of a period."""
        return self.left + (i + 0.5) * self.spacing

    def under(self, share: float) -> bool:
        """Return whether a share misses the objective."""
        return self.objective is not None and share < self.objective


def draw_compliance(
    points: Sequence[Point],
    *,
    objective: float | None = None,
    freq: Frequency,
    width: float = 960,
    locale: str = "en",
    title: str = "",
) -> str:
    """Return the share that was met in each period as an SVG of `width` pixels.

    Points are joined where neighbours have data; a period without is shaded, and so is one that
    `points` leaves out. Points under the `objective`, a share of 1, have another shape. The axis
    begins above 0 where all is high, and says so.

    >>> may = Point(date(2024, 5, 1), 0.9, 0.8, 0.95, 60, 54)
    >>> draw_compliance([may], freq="month", objective=0.95).count("under the objective")
    1

    The trap: the objective is a share, 0.95, and not a number of percent.
    """
    words, frequency = catalogue(locale), frequency_of(freq)
    name = words.text("chart.compliance")
    known = {
        period_of(point.start, frequency): point for point in points if point.share is not None
    }
    if not known:
        return draw_nothing(width, title, name, words)
    page, top = blank(width, title, name)
    shown = sorted(period_of(point.start, frequency) for point in points)
    periods = list(periods_between(shown[0], shown[-1]))
    columns = [(i, period, known.get(period)) for i, period in enumerate(periods)]
    top += 8
    bottom = top + HEIGHT
    scale = ValueScale(beginning(list(known.values()), objective), 1, start=bottom, end=top)
    levels = [Level(scale.at(s), percent(s, words)) for s in round_values(scale.low, 1, "share")]
    left, right = margin(levels), width - EDGE
    if objective is not None and width >= WIDE:
        right -= max(text_width(text, 11) for text in objective_lines(objective, words)) + 8
    plot = Plot(columns, scale, objective, left, right, words)
    page.extend(bar(*edges, top, HEIGHT, fill="shade") for edges in gaps(plot))
    page.extend(level_lines(levels, left, right))
    page.extend(nothing_known(plot))
    page.extend(intervals(plot))
    if scale.low:
        said = words.text("chart.axis_from", share=percent(scale.low, words))
        page.add(torn_axis(left, bottom, said))
    page.extend(objective_line(plot, width))
    for run in runs(plot):
        page.extend(joined(run, plot))
    page.extend(draw_periods(periods, left, plot.spacing, bottom, width, words))
    bottom += FINE_ROW if frequency == "year" else PERIOD_ROWS
    counted = list(counts(plot, bottom))
    page.extend(counted)
    page.extend(pointed(plot))
    return finish(page, key(plot, bool(counted), width), bottom + (24 if counted else 6))


def beginning(points: Sequence[Point], objective: float | None) -> float:
    """Return where the axis begins: above 0 only where nothing that is drawn is below it."""
    drawn = [share for each in points for share in (each.share, each.low) if share is not None]
    lowest = min([*drawn, 1.0 if objective is None else objective])
    return next((share for share in BEGINNINGS if share < lowest), 0.0)


def runs(plot: Plot) -> Iterator[list[tuple[int, Point]]]:
    """Yield the stretches of neighbours that have data."""
    for has_data, group in groupby(plot.columns, key=lambda column: column[2] is not None):
        if has_data:
            yield [(i, point) for i, _, point in group if point is not None]


def gaps(plot: Plot) -> Iterator[tuple[float, float]]:
    """Yield the left and right edges of the stretches without data."""
    for has_data, group in groupby(plot.columns, key=lambda column: column[2] is not None):
        if not has_data:
            numbers = [i for i, _, _ in group]
            yield plot.x(numbers[0] - 0.5), plot.x(numbers[-1] + 0.5)


def nothing_known(plot: Plot) -> Iterator[Element]:
    """Yield the words for no data in each gap that has room for them, level or upright."""
    words, middle = plot.words.text("chart.no_data"), (plot.scale.end + plot.scale.start) / 2
    for left, right in gaps(plot):
        if right - left < 14:
            continue
        text = label((left + right) / 2, middle + 4, words, size=SMALL, anchor="middle")
        # Over the lines of the axis, which would strike it out.
        text.attributes |= {"class": "fill-muted line-shade", "stroke-width": 5}
        text.attributes |= {"stroke-linejoin": "round", "paint-order": "stroke"}
        if text_width(words, SMALL) + 8 > right - left:
            turn = f"rotate(-90 {number((left + right) / 2)} {number(middle)})"
            text.attributes["transform"] = turn
        yield text


def intervals(plot: Plot) -> Iterator[Element]:
    """Yield the intervals as a band; of a period between gaps as a block."""
    for run in runs(plot):
        for known, group in groupby(run, key=lambda each: None not in (each[1].low, each[1].high)):
            ends = [(plot.x(i), point.low or 0, point.high or 0) for i, point in group]
            if not known:
                continue
            if len(ends) == 1:
                half = min(plot.spacing / 2, 8)
                ((x, low, high),) = ends
                ends = [(x - half, low, high), (x + half, low, high)]
            upper = [(x, plot.scale.at(high)) for x, _, high in ends]
            lower = [(x, plot.scale.at(low)) for x, low, _ in ends]
            yield band(upper, lower, role="tint-blue")


def joined(run: list[tuple[int, Point]], plot: Plot) -> Iterator[Element]:
    """Yield a line through neighbours, and a mark at each: of another shape under the objective."""
    places = [(plot.x(i), plot.scale.at(point.share or 0)) for i, point in run]
    if len(places) > 1:
        yield path_line(places, role="blue")
    size = min(max(plot.spacing * 0.3, 2.5), 4.5)
    for (x, y), (_, point) in zip(places, run, strict=True):
        if plot.under(point.share or 0):
            yield mark("triangle", x, y, role="vermillion", size=size)
        elif plot.spacing >= APART or len(run) == 1:
            yield mark("circle", x, y, role="blue", size=size * 0.85)


def objective_lines(objective: float, words: Catalogue) -> list[str]:
    """Return the name of an objective, its share in a line of its own."""
    share = percent(objective, words)
    return [words.text("chart.objective", share="").strip(), share]


def objective_line(plot: Plot, width: float) -> Iterator[Element]:
    """Yield the objective with its name beside it, where there is room for that."""
    if plot.objective is None:
        return
    y = plot.scale.at(plot.objective)
    said = plot.words.text("chart.objective", share=percent(plot.objective, plot.words))
    yield path_line(
        [(plot.left, y), (plot.right, y)], role="ink", width=1.5, dash="6 4", title=said
    )
    if width >= WIDE:
        first, second = objective_lines(plot.objective, plot.words)
        yield label(plot.right + 8, y - 1, first, size=11)
        yield label(plot.right + 8, y + 12, second, size=11, bold=True)


def counts(plot: Plot, bottom: float) -> Iterator[Element]:
    """Yield the number of clocks below each period, where there is room for all of them."""
    texts = [plot.words.number(point.decided if point else 0) for _, _, point in plot.columns]
    if max(text_width(text, SMALL) for text in texts) + 5 > plot.spacing:
        return
    yield label(plot.left - 6, bottom + 12, "n", size=SMALL, role="muted", anchor="end")
    for i, text in enumerate(texts):
        yield label(plot.x(i), bottom + 12, text, size=SMALL, role="muted", anchor="middle")


def pointed(plot: Plot) -> Iterator[Element]:
    """Yield what the pointer is told, over the whole height of each period."""
    for i, period, point in plot.columns:
        yield Element(
            "rect",
            title=" · ".join(told(period, point, plot.words)),
            x=plot.left + i * plot.spacing,
            y=plot.scale.end,
            width=plot.spacing,
            height=plot.scale.start - plot.scale.end,
            fill="none",
            pointer_events="all",
        )


def told(period: Period, point: Point | None, words: Catalogue) -> Iterator[str]:
    """Yield what there is to say of a period."""
    yield period_name(period, words)
    if point is None or point.share is None:
        yield words.text("chart.no_data")
        return
    yield words.percent(point.share, 1)
    if point.low is not None and point.high is not None:
        name = words.text("chart.interval", level=words.percent(INTERVAL))
        yield f"{name} {words.percent(point.low, 1)}\N{EN DASH}{words.percent(point.high, 1)}"
    yield words.text("chart.met", met=words.number(point.met), count=point.decided)


def key(plot: Plot, counted: bool, width: float) -> Iterator[tuple[Element, str]]:
    """Yield what the shapes and fillings of this chart mean."""
    words, scale = plot.words, plot.scale
    points = [point for _, _, point in plot.columns if point is not None]
    if plot.objective is not None:
        below = [plot.under(point.share or 0) for point in points]
        if not all(below) and plot.spacing >= APART:
            reached = mark("circle", 6, 6, role="blue", size=4)
            yield reached, words.text("chart.on_objective")
        if any(below):
            under = mark("triangle", 6, 6, role="vermillion", size=4.5)
            yield under, words.text("chart.under_objective")
        if width < WIDE:
            said = words.text("chart.objective", share=percent(plot.objective, words))
            yield path_line([(0, 6), (14, 6)], role="ink", width=1.5, dash="6 4"), said
    if any(point.low is not None for point in points):
        tinted = bar(0, 12, 0, 12, fill="tint-blue", radius=2)
        yield tinted, words.text("chart.interval", level=words.percent(INTERVAL))
    if len(points) < len(plot.columns):
        yield bar(0, 12, 0, 12, fill="shade", radius=2), words.text("chart.no_data")
    if counted:
        letter = label(6, 10, "n", size=SMALL, role="muted", anchor="middle")
        yield letter, words.text("chart.decided")
    if scale.low:
        torn = torn_axis(7, 14, "")
        yield torn, words.text("chart.axis_from", share=percent(scale.low, words))
