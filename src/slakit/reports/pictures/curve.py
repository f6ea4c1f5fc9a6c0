"""The share of clocks that were done by a share of their target: one curve a group."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from slakit.drawing import (
    Element,
    Level,
    ValueScale,
    band,
    bar,
    label,
    level_lines,
    line,
    path_line,
    round_values,
    stepped,
    text_width,
    upright_lines,
)
from slakit.drawing.axis import AXIS_SIZE
from slakit.drawing.lines import Place
from slakit.errors import SlakitError
from slakit.reports.pictures.canvas import (
    EDGE,
    WIDE,
    blank,
    draw_nothing,
    finish,
    margin,
)
from slakit.reports.pictures.end_names import EndName, draw_end_names, names_width
from slakit.wording.catalogue import Catalogue, catalogue

__all__ = ["Curve", "draw_curve"]

HEIGHT, LINE, MOST = 230, 17, 3.0
# Each curve has a pattern of its own beside its colour.
STYLES = (
    ("blue", ""),
    ("vermillion", "8 4"),
    ("green", "2 3"),
    ("purple", "10 3 2 3"),
    ("orange", "5 2"),
    ("ink", "14 5"),
)


class Curve(NamedTuple):
    """A group and its estimate of Kaplan and Meier.

    `steps` are shares of the target used with the share of clocks done by then, from (0, 0) on;
    `low` and `high` bound them and are empty where there is no interval. `censored` is where on
    the curve clocks are that were still open, or were cancelled.
    """

    name: str
    steps: Sequence[tuple[float, float]]
    censored: Sequence[tuple[float, float]] = ()
    low: Sequence[float] = ()
    high: Sequence[float] = ()

    @property
    def end(self) -> float:
        """The share of the target up to which anything is known."""
        return max((x for x, _ in [*self.steps, *self.censored]), default=0.0)

    def until(self, x: float) -> float:
        """Return the share of clocks done by a share of the target."""
        return max((done for at, done in self.steps if at <= x), default=0.0)


@dataclass(frozen=True, slots=True)
class Plot:
    """How far to the right a share of the target is drawn, and how high a share of clocks."""

    across: ValueScale
    up: ValueScale

    def place(self, x: float, y: float) -> Place:
        """Return where a point of a curve is drawn."""
        return self.across.at(x), self.up.at(y)

    def line(self, curve: Curve, heights: Sequence[float]) -> list[Place]:
        """Return a line of steps as far as it is seen and known."""
        seen = [
            self.place(x, y)
            for (x, _), y in zip(curve.steps, heights, strict=True)
            if x <= self.across.high
        ]
        return stepped([*seen, (self.across.at(curve.end), seen[-1][1])])


def draw_curve(
    curves: Sequence[Curve], *, width: float = 960, locale: str = "en", title: str = ""
) -> str:
    """Return up to six curves of time to target as an SVG of `width` pixels.

    The target stands at 100 %; what took more than three times as long is not seen, and the end
    of the axis says so. A curve ends where nothing more is known of it.

    >>> steps = [(0, 0), (0.4, 0.5), (0.9, 0.75), (1.2, 0.8)]
    >>> "urgent · 75% within target" in draw_curve([Curve("urgent", steps)])
    True

    Raises `SlakitError` for more than six curves, which nobody can tell apart, and for bounds that
    are not one a step.
    """
    words = catalogue(locale)
    if len(curves) > len(STYLES):
        raise SlakitError(
            f"{len(curves)} curves cannot be told apart",
            parameter="curves",
            value=len(curves),
            remedy=f"give at most {len(STYLES)}, the most frequent groups for instance",
        )
    for curve in curves:
        bounds = (len(curve.low), len(curve.high))
        if bounds not in ((0, 0), (len(curve.steps),) * 2):
            raise SlakitError(
                f"{curve.name!r} has {len(curve.steps)} steps and bounds of {bounds}",
                parameter="curves",
                value=bounds,
                remedy="give a low and a high bound for each step, or none at all",
            )
    name = words.text("chart.curve")
    styled = list(zip(curves, STYLES, strict=False))
    drawn = [(curve, style) for curve, style in styled if curve.steps and curve.end > 0]
    if not drawn:
        return draw_nothing(width, title, name, words)
    page, top = blank(width, title, name)
    longest = max(curve.end for curve, _ in drawn)
    high = next(each for each in (1.25, 1.5, 2.0, MOST) if longest <= each or each == MOST)
    left, right = margin([Level(0, words.percent(1))]), width - EDGE - 8
    if beside := width >= WIDE:
        right -= names_width([(curve.name, within(curve, words)) for curve, _ in drawn])
    across = ValueScale(0, high, start=left, end=right)
    top += LINE if done_fits(across, words) else 2 * LINE
    bottom = top + HEIGHT
    plot = Plot(across, ValueScale(0, 1, start=bottom, end=top))
    page.extend(axes(plot, words, width))
    page.extend(band_of(curve, plot, role) for curve, (role, _) in drawn if curve.low)
    for curve, (role, dash) in drawn:
        page.extend(curve_line(curve, plot, role, dash, words))
    page.extend(target_line(plot, words))
    if beside:
        ends = [
            EndName(plot.line(curve, done(curve))[-1], curve.name, within(curve, words), *style)
            for curve, style in drawn
        ]
        page.extend(draw_end_names(ends, right, top, bottom))
    entries = key(drawn, longest > high, beside, words)
    unknown = [each.name for each in curves if not each.steps or each.end <= 0]
    return finish(page, [*entries, *said_of(unknown, words)], bottom + 42)


def done(curve: Curve) -> list[float]:
    """Return the heights of the steps of a curve."""
    return [each for _, each in curve.steps]


def within(curve: Curve, words: Catalogue) -> str:
    """Return the share of clocks done within the target, where the curve reaches as far."""
    if curve.end < 1 and curve.until(1) < 1:
        return ""
    return words.text("chart.within", share=words.percent(curve.until(1)))


def done_fits(across: ValueScale, words: Catalogue) -> bool:
    """Return whether the name of the upright axis ends before that of the target begins."""
    target = text_width(words.text("chart.target"), AXIS_SIZE, bold=True)
    done = text_width(words.text("chart.done"), AXIS_SIZE)
    return EDGE + done + 10 <= across.at(1) - target / 2


def axes(plot: Plot, words: Catalogue, width: float) -> Iterator[Element]:
    """Yield the lines of both axes with their labels, and what they show."""
    across, up = plot.across, plot.up
    rows = [Level(up.at(each), words.percent(each)) for each in (0, 0.25, 0.5, 0.75, 1)]
    yield from level_lines(rows, across.start, across.end)
    room = text_width(words.percent(across.high), AXIS_SIZE) + 14
    most = min(int((across.end - across.start) / room), 6)
    shares = round_values(0, across.high, "share", most=most)
    columns = [Level(across.at(each), words.percent(each)) for each in shares]
    yield from upright_lines(columns, up.end, up.start, (4, width - 4))
    y = up.end - 9 - (0 if done_fits(across, words) else LINE)
    done, used = words.text("chart.done"), words.text("chart.target_used")
    yield label(EDGE, y, done, size=AXIS_SIZE, role="muted")
    yield label(across.end, up.start + 33, used, size=AXIS_SIZE, role="muted", anchor="end")


def target_line(plot: Plot, words: Catalogue) -> Iterator[Element]:
    """Yield the upright line at the target, with its name."""
    x, said = plot.across.at(1), words.text("chart.target")
    yield line(x, plot.up.end - 4, x, plot.up.start, role="ink", width=1.5)
    yield label(x, plot.up.end - 9, said, size=AXIS_SIZE, anchor="middle", bold=True)


def band_of(curve: Curve, plot: Plot, role: str) -> Element:
    """Return the interval of a curve."""
    upper, lower = plot.line(curve, curve.high), plot.line(curve, curve.low)
    return band(upper, lower, role=role, opacity=0.14)


def curve_line(
    curve: Curve, plot: Plot, role: str, dash: str, words: Catalogue
) -> Iterator[Element]:
    """Yield a curve with a small upright stroke where clocks were censored."""
    title = " · ".join(filter(None, (curve.name, within(curve, words))))
    places = plot.line(curve, done(curve))
    yield path_line(places, role=role, dash=dash, title=title)
    seen = sorted({plot.place(x, y) for x, y in curve.censored if x <= plot.across.high})
    # Of strokes that cannot be told apart one is enough.
    kept = [
        place
        for before, place in pairwise([(-9.0, 0.0), *seen])
        if place[0] - before[0] >= 1.5 or place[1] != before[1]
    ]
    for x, y in kept:
        stroke = line(x, y - 4, x, y + 4, role=role, width=1.5)
        yield Element("g", stroke, title=f"{curve.name} · {words.text('chart.censored')}")


def key(
    drawn: Sequence[tuple[Curve, tuple[str, str]]], cut: bool, beside: bool, words: Catalogue
) -> Iterator[tuple[Element, str]]:
    """Yield what the lines and strokes mean, and what the axis leaves out."""
    if not beside:
        for curve, (role, dash) in drawn:
            swatch = path_line([(-2, 6), (14, 6)], role=role, dash=dash)
            yield swatch, " · ".join(filter(None, (curve.name, within(curve, words))))
    if any(curve.censored for curve, _ in drawn):
        strokes = [line(2, 6, 12, 6, role="muted", width=2), line(7, 2, 7, 10, role="muted")]
        yield Element("g", *strokes), words.text("chart.censored")
    if cut:
        swatch = path_line([(2, 6), (11, 6), (8, 3), (11, 6), (8, 9)], role="muted", width=1.5)
        yield swatch, words.text("chart.beyond", share=words.percent(MOST))


def said_of(unknown: list[str], words: Catalogue) -> Iterator[tuple[Element, str]]:
    """Yield the groups that have no curve."""
    for name in unknown:
        swatch = bar(0, 12, 0, 12, fill="shade", radius=2)
        yield swatch, f"{name} · {words.text('chart.no_data')}"
