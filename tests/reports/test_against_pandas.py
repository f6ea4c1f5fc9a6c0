"""Every figure of a report, against a plain groupby on the same outcomes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from math import ceil
from typing import Any

import pytest

from slakit.reports.outcome import Outcome
from slakit.reports.report import Report
from tests.reports.desks import ZERO, made

pandas = pytest.importorskip("pandas")

NONE = "(none)"
FIELDS = ("priority", "team", "customer")
GROUPINGS: list[tuple[str, ...]] = [
    (),
    ("priority",),
    ("team",),
    ("customer",),
    ("policy",),
    ("priority", "team"),
    ("policy", "customer", "priority"),
]
DATES = {"started": "started_at", "due": "due_at"}


def text(value: Any) -> str:
    return NONE if value in (None, "") else str(value)


def frame(outcomes: Sequence[Outcome], frequency: str, tz: str, dated: str) -> Any:
    """Return the outcomes as a frame, with the first date of the period of each."""
    table = pandas.DataFrame(
        [
            {**each._asdict(), **{name: text(each.fields.get(name)) for name in FIELDS}}
            for each in outcomes
        ]
    ).drop(columns="fields")
    for name in table.columns[table.columns.str.endswith("_at")]:
        table[name] = pandas.to_datetime(table[name], utc=True)
    failed = table["status"].isin(["missed", "breached"])
    ended = table["stopped_at"].fillna(table["cancelled_at"])
    table["decided_at"] = table["breached_at"].where(failed, ended)
    local = table[DATES.get(dated, "decided_at")].dt.tz_convert(tz).dt.tz_localize(None)
    code = {"day": "D", "week": "W-SUN", "month": "M", "quarter": "Q", "year": "Y"}[frequency]
    start = local.dt.to_period(code).dt.start_time
    table["period"] = [NONE if each is pandas.NaT else str(each.date()) for each in start]
    return table


def plain(group: Any) -> dict[str, Any]:
    """Return the figures of a group, each in the plainest way."""
    status, stopped = group["status"], group["state"] == "stopped"
    met, failed = status == "met", status.isin(["missed", "breached"])
    times = sorted(group.loc[stopped, "elapsed"])
    late = group.loc[failed, "ticket"].value_counts()
    near = [
        each.target is not pandas.NaT and each.elapsed / each.target >= 0.9
        for each in group[met].itertuples()
    ]
    return {
        "clocks": len(group),
        "met": met.sum(),
        "missed": (status == "missed").sum(),
        "overdue": (status == "breached").sum(),
        "open": status.isin(["on_track", "at_risk"]).sum(),
        "paused": (status == "paused").sum(),
        "idle": (status == "idle").sum(),
        "cancelled": (status == "cancelled").sum(),
        "no_target": ((status == "no_target") & ~group["exempt"]).sum(),
        "exempt": group["exempt"].sum(),
        "share": met.sum() / (met | failed).sum() if (met | failed).any() else None,
        **{
            f"p{percent}": times[ceil(percent * len(times) / 100) - 1] if times else None
            for percent in (50, 90, 95)
        },
        "near_misses": sum(near),
        "repeats": (late > 1).sum(),
        "elapsed": group["elapsed"].sum(),
        "paused_time": group["paused"].sum(),
        "closed_time": group["closed"].sum(),
    }


def compare(report: Report, table: Any, *names: str) -> None:
    """Compare each row of a report with the group of the same key."""
    groups = dict(list(table.groupby(list(names))))
    rows = report.to_rows(*names)
    assert len(groups) == len(rows)
    for row in rows:
        key = tuple(text(row[name]) for name in names)
        expected = plain(groups[key])
        assert expected == {name: row[name] for name in expected}


OUTCOMES = made(160)


@pytest.mark.parametrize("by", GROUPINGS, ids=lambda by: "+".join(by) or "metric")
@pytest.mark.parametrize(
    ("frequency", "tz", "dated"),
    [
        ("week", "Europe/Madrid", "decided"),
        ("month", "America/Sao_Paulo", "decided"),
        ("week", "America/Sao_Paulo", "started"),
        ("month", "Europe/Madrid", "due"),
    ],
)
def test_cells(by: tuple[str, ...], frequency: str, tz: str, dated: Any) -> None:
    """Each cell has the figures of its group, and all cells together have every clock."""
    report = Report.of(OUTCOMES, by=by, frequency=frequency, tz=tz, dated=dated)
    table = frame(OUTCOMES, frequency, tz, dated)
    compare(report, table, "metric", *by, "period")
    compare(report, table, "metric")
    assert len(OUTCOMES) == sum(cell.clocks for cell in report.cells.values())
    assert len(OUTCOMES) == report.total.clocks


@pytest.mark.parametrize("frequency", ["day", "quarter", "year"])
def test_other_periods(frequency: str) -> None:
    """Days, quarters and years are cut where pandas cuts them."""
    report = Report.of(OUTCOMES, by="team", frequency=frequency, tz="Europe/Madrid")
    table = frame(OUTCOMES, frequency, "Europe/Madrid", "decided")
    for names in (("period", "team"), ("team", "metric"), ("period",), ("period", "metric")):
        compare(report, table, *names)


def test_days_and_hours() -> None:
    """What the heat map is drawn from is a count by local weekday and hour."""
    table = frame(OUTCOMES, "day", "America/Sao_Paulo", "decided")
    decided = table[table["status"].isin(["met", "missed", "breached"])]
    local = decided["decided_at"].dt.tz_convert("America/Sao_Paulo")
    met = decided["status"] == "met"
    total = Report.of(OUTCOMES, tz="America/Sao_Paulo").total
    assert decided.groupby([local.dt.date, met]).size().to_dict() == total.days
    late = local[~met]
    assert late.groupby([late.dt.day_of_week, late.dt.hour]).size().to_dict() == total.hours


def test_worst() -> None:
    """The clocks that are kept by name are the head of a plain sort."""
    table = frame(OUTCOMES, "day", "UTC", "decided")
    failed = table[table["status"].isin(["missed", "breached"])].copy()
    failed["overdue"] = failed["elapsed"] - failed["target"]
    names = ["overdue", "ticket", "policy", "metric", "cycle"]
    failed = failed.sort_values(names, ascending=[False, True, True, True, True])
    expected = [tuple(row) for row in failed[names].head(10).itertuples(index=False)]
    assert expected == [tuple(each) for each in Report.of(OUTCOMES).total.worst]


def test_means() -> None:
    """The mean is that of the finished clocks."""
    table = frame(OUTCOMES, "day", "UTC", "decided")
    times = list(table.loc[table["state"] == "stopped", "elapsed"])
    expected = sum(times, ZERO) // timedelta(microseconds=1) // len(times)
    assert timedelta(microseconds=expected) == Report.of(OUTCOMES).total.mean()
