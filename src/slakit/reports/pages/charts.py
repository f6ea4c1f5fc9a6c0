"""Attainments as pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, time, timedelta
from fractions import Fraction
from functools import cache, partial
from itertools import zip_longest
from zoneinfo import ZoneInfo

from slakit.reports.attainment import Attainment
from slakit.reports.pages.blocks import Chart
from slakit.reports.pages.naming import Naming
from slakit.reports.pages.views import Views
from slakit.reports.periods import Period
from slakit.reports.pictures.burn_down import draw_burn_down
from slakit.reports.pictures.compliance import Point, draw_compliance
from slakit.reports.pictures.curve import Curve, draw_curve
from slakit.reports.pictures.heat_map import draw_heat_map
from slakit.reports.pictures.time_parts import TimeParts, draw_time_parts
from slakit.reports.statistics import Curve as Estimate

__all__ = ["burn_downs", "compliance", "curves", "heat_map", "time_parts"]

# So many curves can be told apart in one picture.
CURVES = 6
# A picture of three targets side by side has steps of some two pixels.
FINE = 7
# Further to the right nothing is drawn; what was promised no time at all is infinitely far.
MOST = 3.1
ZONE = ZoneInfo("UTC")


def compliance(report: Views, objective: Fraction | None, naming: Naming) -> Iterator[Chart]:
    """Yield the share by period of each metric that has any."""
    frequency = report.layout.frequency
    for metric in report.metrics:
        periods = report.periods(metric)
        if not any(found.decided for found in periods.values()):
            continue
        draw = partial(
            draw_compliance,
            [point(period, found) for period, found in periods.items()],
            objective=None if objective is None else float(objective),
            freq=frequency,
            locale=naming.words.locale,
        )
        key = f"report.heading.compliance_{frequency}"
        yield Chart(naming.words.text(key, metric=naming.metric(metric)), draw)


def point(period: Period, found: Attainment) -> Point:
    """Return what a chart draws of a period."""
    share, (low, high) = found.share, found.interval() or (None, None)
    share_drawn = None if share is None else float(share)
    return Point(period.start, share_drawn, low, high, found.decided, found.met)


def curves(report: Views, naming: Naming) -> Iterator[Chart]:
    """Yield how much of what each metric was promised was used by how many, six to a picture."""
    metrics = [
        (naming.value("metric", metric), found)
        for (metric,), found in report.table("metric").items()
        if found.targeted
    ]
    for first in range(0, len(metrics), CURVES):
        some = metrics[first : first + CURVES]
        # Worked out when it is drawn: text has no pictures, and a page has each of them twice.
        data = cache(partial(curves_of, some))
        draw = partial(draw_curves, data, locale=naming.words.locale)
        yield Chart(naming.words.text("report.heading.curve"), draw)


def curves_of(metrics: Sequence[tuple[str, Attainment]]) -> list[tuple[str, Estimate]]:
    """Return the estimate of each metric."""
    return [(name, found.curve()) for name, found in metrics]


def draw_curves(
    data: Callable[[], list[tuple[str, Estimate]]], *, width: float, locale: str
) -> str:
    """Return estimates as curves, with as many steps as are seen at this width."""
    drawn = []
    for name, estimate in data():
        kept = seen([x for x, _ in estimate.steps], width)
        bounds = [estimate.bounds(i) for i in kept]
        marks = [(x, share) for x, share, _ in estimate.censored]
        drawn.append(
            Curve(
                name,
                [estimate.steps[i] for i in kept],
                [marks[i] for i in seen([x for x, _ in marks], width)],
                [low for low, _ in bounds],
                [high for _, high in bounds],
            )
        )
    return draw_curve(drawn, width=width, locale=locale)


def seen(xs: list[float], width: float) -> list[int]:
    """Return the places of what is seen of sorted shares of the target: the last of each part."""
    parts = [int(min(x, MOST) * width / FINE) for x in xs]
    return [i for i, (a, b) in enumerate(zip_longest(parts, parts[1:])) if a != b]


def heat_map(found: Attainment, naming: Naming) -> Chart:
    """Return in which hours of the week clocks failed."""
    draw = partial(draw_heat_map, dict(found.hours), locale=naming.words.locale)
    return Chart(naming.words.text("report.heading.hours"), draw)


def time_parts(report: Views, names: tuple[str, ...], naming: Naming) -> Chart:
    """Return where the time of each group went."""
    rows = [
        TimeParts(" · ".join(naming.key(names, key)), found.elapsed, found.paused, found.closed)
        for key, found in report.table(*names).items()
    ]
    draw = partial(draw_time_parts, rows, locale=naming.words.locale)
    return Chart(naming.words.text("report.heading.time"), draw)


def burn_downs(report: Views, objective: Fraction, naming: Naming) -> Iterator[Chart]:
    """Yield how the error budget of each metric went in its last period that has one.

    The budget is the share that may fail of all that was decided in the period, so that the
    points are what a look back at its end sees.
    """
    words = naming.words
    zone = report.layout.zone or ZONE
    for metric in report.metrics:
        last = None
        for period, found in report.periods(metric).items():
            if found.decided:
                last = period, found
        if last is None:
            continue
        period, found = last
        start, end = (
            datetime.combine(day, time(), zone).astimezone(UTC)
            for day in (period.start, period.end)
        )
        draw = partial(
            draw_burn_down,
            list(left_by_day(period, found, objective, zone)),
            start=start,
            end=end,
            zone=zone,
            locale=words.locale,
        )
        told = {"metric": naming.metric(metric), "period": naming.period(period.start)}
        yield Chart(words.text("report.heading.burn_down", **told), draw)


def left_by_day(
    period: Period, found: Attainment, objective: Fraction, zone: ZoneInfo
) -> Iterator[tuple[datetime, float]]:
    """Yield the share of the budget that is left at the end of each day on which any failed."""
    budget = (1 - objective) * found.decided
    failed = 0
    yield datetime.combine(period.start, time(), zone), 1.0
    for day, met in sorted(found.days):
        if not met:
            failed += found.days[day, False]
            yield (
                datetime.combine(day + timedelta(days=1), time(), zone),
                float(1 - failed / budget),
            )
