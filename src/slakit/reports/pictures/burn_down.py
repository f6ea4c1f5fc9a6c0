"""What is left of an error budget, against an even burn, and when it will be gone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from slakit.drawing import (
    AXIS_HEIGHT,
    Element,
    Level,
    Picture,
    TimeScale,
    ValueScale,
    bar,
    draw_axis,
    label,
    level_lines,
    line,
    mark,
    path_line,
    round_values,
    text_width,
    time_axis,
)
from slakit.drawing.axis import AXIS_SIZE
from slakit.errors import SlakitError
from slakit.evaluation.pictures.extent import axis_words
from slakit.instants import EPOCH, since_epoch
from slakit.reports.pictures.canvas import EDGE, blank, draw_nothing, finish, margin
from slakit.wording.catalogue import Catalogue, catalogue

__all__ = ["draw_burn_down"]

HEIGHT, NOW = 200, 16
EVEN, AHEAD = "2 4", "7 4"


@dataclass(frozen=True, slots=True)
class Plot:
    """Where an instant is drawn, and how high what is left."""

    across: TimeScale
    up: ValueScale
    zone: ZoneInfo
    words: Catalogue

    def place(self, at: datetime, left: float) -> tuple[float, float]:
        """Return where a share that is left at an instant is drawn."""
        return self.across.x(at), self.up.at(left)

    def instant(self, at: datetime) -> str:
        """Return an instant in words."""
        return self.words.instant(at.astimezone(self.zone))


def draw_burn_down(
    points: Sequence[tuple[datetime, float]],
    *,
    start: datetime,
    end: datetime,
    now: datetime | None = None,
    exhausted: datetime | None = None,
    alerts: Sequence[tuple[datetime, str]] = (),
    zone: ZoneInfo,
    width: float = 960,
    locale: str = "en",
    title: str = "",
) -> str:
    """Return what is left of an error budget as an SVG of `width` pixels.

    `points` are instants with the share of the budget that is left then: 1 is all of it, and
    below 0 it is overspent. The window runs from `start` to `end`; `exhausted` is when the
    budget was gone or is forecast to be; `alerts` are instants with what to say of them.

    >>> UTC = ZoneInfo("UTC")
    >>> may, june = datetime(2024, 5, 1, tzinfo=UTC), datetime(2024, 6, 1, tzinfo=UTC)
    >>> points = [(may, 1.0), (may.replace(day=9), 0.4)]
    >>> "forecast" in draw_burn_down(
    ...     points, start=may, end=june, exhausted=may.replace(day=20), zone=UTC
    ... )
    True

    Raises `NaiveDatetimeError` for a datetime without a zone, and `SlakitError` for an end that is
    not after the start. Points outside the window are not drawn.
    """
    words = catalogue(locale)
    # Compared in UTC, because datetimes of one zone are compared by their wall times.
    start, end = utc(start, "start"), utc(end, "end")
    now, exhausted = (
        None if at is None else utc(at, parameter)
        for at, parameter in ((now, "now"), (exhausted, "exhausted"))
    )
    if end <= start:
        raise SlakitError(
            f"a window cannot end at {end.isoformat()}, where it starts or before",
            parameter="end",
            value=end,
            remedy="give an end after the start",
        )
    alerts = [(utc(at, "alerts"), said) for at, said in alerts]
    known = sorted((utc(at, "points"), left) for at, left in points)
    seen = [point for point in known if start <= point[0] <= end]
    name = words.text("chart.burn_down")
    if not seen:
        return draw_nothing(width, title, name, words)
    page, top = blank(width, title, name)
    top += AXIS_HEIGHT + NOW
    bottom = top + HEIGHT
    up = ValueScale(*reach([left for _, left in seen]), start=bottom, end=top)
    levels = [Level(up.at(s), words.percent(s)) for s in round_values(up.low, up.high, "share")]
    left, right = margin(levels), width - EDGE
    plot = Plot(TimeScale(start, end, left=left, right=right), up, zone, words)
    page.extend(overspent(plot, page))
    axis = time_axis(
        plot.across,
        zone,
        axis_words(words),
        measure=lambda text: text_width(text, AXIS_SIZE, bold=True),
        overhang=EDGE,
    )
    page.extend(draw_axis(axis, top - NOW, bottom))
    page.extend(level_lines(levels, left, right))
    page.extend(lines(seen, exhausted, plot))
    page.extend(marks(seen, exhausted, alerts, plot))
    page.extend(now_line(now, plot))
    return finish(page, key(seen, exhausted, alerts, plot, page), bottom + 10)


def utc(at: datetime, parameter: str) -> datetime:
    """Return an instant in UTC, or say what is wrong with it."""
    return EPOCH + since_epoch(at, parameter)


def reach(lefts: list[float]) -> tuple[float, float]:
    """Return the least and the most that the axis shows: all of the budget, and what is below 0."""
    lowest, highest = min(0.0, *lefts), max(1.0, *lefts)
    rounded = round_values(lowest, highest, "share")
    if lowest < rounded[0]:
        lowest = rounded[0] - (rounded[1] - rounded[0])
    return lowest, highest


def overspent(plot: Plot, page: Picture) -> Iterator[Element]:
    """Yield the ground below zero, where the axis reaches as far."""
    if plot.up.low < 0:
        zero, bottom = plot.up.at(0), plot.up.start
        left, right = plot.across.left, plot.across.right
        said = plot.words.text("chart.overspent")
        yield bar(left, right, zero, bottom - zero, fill="tint-orange", title=said)


def lines(
    seen: list[tuple[datetime, float]], exhausted: datetime | None, plot: Plot
) -> Iterator[Element]:
    """Yield the even burn, what was left, and the forecast."""
    words, across = plot.words, plot.across
    ends = [(across.left, plot.up.at(1)), (across.right, plot.up.at(0))]
    even = words.text("chart.even_burn")
    yield path_line(ends, role="muted", width=1.5, dash=EVEN, title=even)
    if plot.up.low < 0:
        yield line(across.left, plot.up.at(0), across.right, plot.up.at(0), role="ink", width=1.5)
    places = [plot.place(*point) for point in seen]
    yield path_line(places, role="blue", width=2.5, title=words.text("chart.budget"))
    if is_ahead(seen, exhausted):
        assert exhausted is not None
        at, left = seen[-1]
        # Of a forecast beyond the window as much is drawn as lies inside.
        last = min(exhausted, across.end)
        rest = left * (1 - (last - at) / (exhausted - at))
        said = f"{words.text('chart.forecast')} · {words.text('chart.exhausted')}"
        yield path_line(
            [places[-1], plot.place(last, rest)],
            role="vermillion",
            dash=AHEAD,
            title=f"{said} · {plot.instant(exhausted)}",
        )


def is_ahead(seen: list[tuple[datetime, float]], exhausted: datetime | None) -> bool:
    """Return whether the budget is forecast to be gone, and is not yet."""
    return exhausted is not None and exhausted > seen[-1][0] and seen[-1][1] > 0


def marks(
    seen: list[tuple[datetime, float]],
    exhausted: datetime | None,
    alerts: Sequence[tuple[datetime, str]],
    plot: Plot,
) -> Iterator[Element]:
    """Yield a mark at the last point, at each alert, and where the budget is gone."""
    words = plot.words
    x, y = plot.place(*seen[-1])
    title = f"{plot.instant(seen[-1][0])} · {words.percent(seen[-1][1], 1)}"
    yield mark("circle", x, y, role="blue", size=4, title=title)
    for at, said in alerts:
        if plot.across.start <= at <= plot.across.end:
            x, y = plot.place(at, left_at(at, seen))
            yield mark("triangle", x, y, role="orange", title=f"{said} · {plot.instant(at)}")
    if exhausted is not None and plot.across.start <= exhausted <= plot.across.end:
        x, y = plot.place(exhausted, 0)
        title = f"{words.text('chart.exhausted')} · {plot.instant(exhausted)}"
        yield mark("cross", x, y, role="vermillion", size=4.5, title=title)


def left_at(at: datetime, seen: list[tuple[datetime, float]]) -> float:
    """Return how high the line of what was left is at an instant."""
    after = next((i for i, point in enumerate(seen) if point[0] >= at), len(seen))
    if after in (0, len(seen)):
        return seen[min(after, len(seen) - 1)][1]
    (a, left), (b, rest) = seen[after - 1], seen[after]
    return left + (rest - left) * ((at - a) / (b - a))


def now_line(now: datetime | None, plot: Plot) -> Iterator[Element]:
    """Yield the instant of the question, named above the plot."""
    if now is None or not plot.across.start <= now <= plot.across.end:
        return
    x, said, top = plot.across.x(now), plot.words.text("label.now"), plot.up.end
    title = f"{said} · {plot.instant(now)}"
    yield line(x, top - 2, x, plot.up.start, role="ink", width=1.5)
    half = text_width(said, 10.5) / 2
    middle = min(max(x, plot.across.left + half), plot.across.right - half)
    yield bar(middle - half - 3, middle + half + 3, top - 15, 13, fill="paper")
    yield label(middle, top - 5, said, size=10.5, anchor="middle", title=title)


def key(
    seen: list[tuple[datetime, float]],
    exhausted: datetime | None,
    alerts: Sequence[tuple[datetime, str]],
    plot: Plot,
    page: Picture,
) -> Iterator[tuple[Element, str]]:
    """Yield what the lines and marks mean."""
    words = plot.words
    level = [(-1.0, 6.0), (13.0, 6.0)]
    yield path_line(level, role="blue", width=2.5), words.text("chart.budget")
    yield path_line(level, role="muted", width=1.5, dash=EVEN), words.text("chart.even_burn")
    if is_ahead(seen, exhausted):
        ahead = path_line(level, role="vermillion", dash=AHEAD)
        yield ahead, words.text("chart.forecast")
    if exhausted is not None:
        said = f"{words.text('chart.exhausted')} · {plot.instant(exhausted)}"
        yield mark("cross", 6, 6, role="vermillion", size=4.5), said
    for said in dict.fromkeys(said for _, said in alerts):
        yield mark("triangle", 6, 6, role="orange", size=4.5), said
    if plot.up.low < 0:
        yield bar(0, 12, 0, 12, fill="tint-orange", radius=2), words.text("chart.overspent")
