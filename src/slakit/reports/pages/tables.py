"""Attainments as rows of text."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import floor

from slakit.reports.attainment import Attainment
from slakit.reports.figures import counts_of
from slakit.reports.pages.blocks import Table
from slakit.reports.pages.naming import Naming
from slakit.reports.pages.views import Views

__all__ = ["by_group", "by_period", "error_budgets", "repeated", "worst"]


# The columns of counts; those that may be left out are where all of it is 0.
ALWAYS = ("clocks", "met", "missed", "overdue", "open")
PERHAPS = ("paused", "idle", "cancelled", "no_target", "exempt", "near_misses")


def by_group(report: Views, names: Sequence[str], title: str, naming: Naming) -> Table:
    """Return the figures of each group of a report."""
    words = naming.words
    groups = report.table(*names)
    counts = {key: counts_of(found) for key, found in groups.items()}
    shown = [
        *ALWAYS,
        *(name for name in PERHAPS if any(figures[name] for figures in counts.values())),
    ]
    columns = (
        *map(naming.heading, names),
        words.text("report.column.share"),
        words.text("report.column.interval"),
        *(words.text(f"report.column.{name}") for name in shown),
        *(words.text("report.column.percentile", percent=percent) for percent in (50, 90)),
    )
    rows = [
        [
            *naming.key(names, key),
            naming.share(found),
            naming.interval(found),
            *(words.number(counts[key][name]) for name in shown),
            *map(naming.length, found.percentiles(50, 90)),
        ]
        for key, found in groups.items()
    ]
    return Table(title, columns, rows, len(names))


def by_period(report: Views, title: str, naming: Naming) -> Table:
    """Return the share of each metric in each period, with how many clocks were decided.

    What has no period stands at the end, as clocks that are counted and not decided.
    """
    words, metrics = naming.words, report.metrics
    found = {metric: report.periods(metric) for metric in metrics}
    periods = sorted({period for each in found.values() for period in each})
    rows = [
        [
            naming.period(period.start),
            *(cell(found[metric].get(period), naming) for metric in metrics),
        ]
        for period in periods
    ]
    undated = [report.undated(metric).clocks for metric in metrics]
    if any(undated):
        told = (words.text("report.clocks", count=count) for count in undated)
        rows.append([naming.period(None), *told])
    return Table(title, (naming.heading("period"), *map(naming.metric, metrics)), rows)


def cell(found: Attainment | None, naming: Naming) -> str:
    """Return a share with the counts that it is made of."""
    if found is None or found.share is None:
        return naming.percent(None)
    words = naming.words
    met, decided = words.number(found.met), words.number(found.decided)
    return f"{naming.share(found)} ({met}/{decided})"


def error_budgets(report: Views, objective: Fraction, title: str, naming: Naming) -> Table:
    """Return what is left of the error budget of each metric in each period.

    Beside it stand how many failed, and how many might have: a share of those decided.
    """
    found = [report.periods(metric) for metric in report.metrics]
    periods = sorted({period for each in found for period in each})
    rows = [
        [
            naming.period(period.start),
            *(budget(each.get(period, Attainment()), objective, naming) for each in found),
        ]
        for period in periods
    ]
    return Table(title, (naming.heading("period"), *map(naming.metric, report.metrics)), rows)


def budget(found: Attainment, objective: Fraction, naming: Naming) -> str:
    """Return the share of a budget that is left, with what it is made of."""
    allowed = (1 - objective) * found.decided
    if not allowed:
        return naming.percent(None)
    words = naming.words
    may_fail = words.number(floor(allowed * 10) / 10)
    return f"{naming.percent(1 - found.failed / allowed)} ({words.number(found.failed)}/{may_fail})"


def worst(found: Attainment, title: str, naming: Naming) -> Table:
    """Return the clocks that are furthest beyond their amounts."""
    words = naming.words
    columns = ("ticket", "policy", "metric", "cycle", "overdue_by")
    rows = [
        [
            late.ticket,
            late.policy,
            naming.metric(late.metric),
            words.number(late.cycle),
            words.length(late.overdue),
        ]
        for late in found.worst
    ]
    return Table(title, [words.text(f"report.column.{name}") for name in columns], rows, 3)


def repeated(found: Attainment, title: str, naming: Naming) -> Table:
    """Return the tickets of which most clocks failed."""
    words = naming.words
    columns = [words.text(f"report.column.{name}") for name in ("ticket", "failed")]
    shown = list(found.repeats.items())[:10]
    return Table(title, columns, [[ticket, words.number(count)] for ticket, count in shown])
