"""The figures of a set of clocks by their names: a row of a table or of a frame."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from slakit.durations import format_length
from slakit.reports.attainment import Attainment
from slakit.reports.layout import FIELD
from slakit.reports.periods import Period

if TYPE_CHECKING:
    from slakit.reports.report import Report

__all__ = ["PERCENTILES", "figures", "labels", "summary_of"]

PERCENTILES = (50, 90, 95)


def counts_of(found: Attainment) -> dict[str, int]:
    """Return how many clocks stand how; each stands once, so that they add up to all of them."""
    counts, exempt = found.counts, found.exempt
    return {
        "clocks": found.clocks,
        "met": found.met,
        "missed": counts["missed"],
        "overdue": counts["breached"],
        "open": found.open,
        "paused": counts["paused"],
        "idle": counts["idle"],
        "cancelled": counts["cancelled"],
        "no_target": counts["no_target"] - exempt,
        "exempt": exempt,
        "near_misses": found.near_misses(),
    }


def figures(found: Attainment) -> dict[str, Any]:
    """Return the figures of a set of clocks by their names."""
    share, interval = found.share, found.interval()
    times = found.percentiles(*PERCENTILES)
    return {
        **counts_of(found),
        "share": None if share is None else float(share),
        "low": interval and interval[0],
        "high": interval and interval[1],
        **{f"p{percent}": time for percent, time in zip(PERCENTILES, times, strict=True)},
        "repeats": len(found.repeats),
        "elapsed": found.elapsed,
        "paused_time": found.paused,
        "closed_time": found.closed,
    }


def labels(names: Iterable[str], told: Collection[str]) -> list[str]:
    """Return the names of groups beside their figures: a field must not be taken for one."""
    return [f"{FIELD}{name}" if name in told else name for name in names]


def summary_of(report: Report, objective: Fraction | None) -> dict[str, Any]:
    """Return the figures of a report as plain JSON data."""
    by, frequency, zone, dated = report.layout
    total = report.total
    return {
        "by": list(by),
        "frequency": frequency,
        "tz": None if zone is None else zone.key,
        "dated": dated,
        "objective": None if objective is None else float(objective),
        "metrics": [judged(row, objective) for row in rows_of(report, "metric")],
        "groups": rows_of(report, "metric", *by) if by else [],
        "periods": [judged(row, objective) for row in rows_of(report, "metric", "period")],
        "worst": [
            {name: plain(value) for name, value in late._asdict().items()} for late in total.worst
        ],
        "repeats": total.repeats,
        "without_clock": report.unclocked,
        "rejected": report.rejected,
    }


def rows_of(report: Report, *names: str) -> list[dict[str, Any]]:
    """Return the figures of groups as plain data; a period by its label."""
    frequency = report.layout.frequency
    rows = []
    for key, found in report.table(*names).items():
        values = [Period(frequency, each).label if isinstance(each, date) else each for each in key]
        told = {name: plain(figure) for name, figure in figures(found).items()}
        rows.append(dict(zip(labels(names, told), values, strict=True)) | told)
    return rows


def judged(row: dict[str, Any], objective: Fraction | None) -> dict[str, Any]:
    """Add whether an objective is met: by the counts, because the share is a float."""
    if objective is None:
        return row
    decided = row["met"] + row["missed"] + row["overdue"]
    met = None if not decided else Fraction(row["met"], decided) >= objective
    return row | {"objective_met": met}


def plain(value: Any) -> Any:
    return format_length(value) if isinstance(value, timedelta) else value
