"""The figures of a set of clocks by their names."""

from __future__ import annotations

import json
from datetime import timedelta

from slakit.reports.attainment import Attainment
from slakit.reports.figures import PERCENTILES, figures, labels
from slakit.reports.report import Report
from tests.reports.desks import HOUR, STATES, ZERO, clock, hours

NAME = {"ticket": "T-1", "policy": "all", "metric": "resolution", "cycle": 1}


def test_every_status() -> None:
    """Counts stand under names of which none is dropped: together they are all clocks."""
    found = Attainment()
    for each in STATES:
        found.add(clock(each, paused=HOUR))
    found.add(clock("missed", 6, closed=hours(2)))
    told = figures(found)
    names = ("met", "missed", "overdue", "open", "paused", "idle", "cancelled", "no_target")
    assert (1, 2, 1, 2, 1, 1, 1, 1) == tuple(told[name] for name in names)
    assert told["clocks"] == sum(told[name] for name in names)
    # Met: one of four. Finished: 1 h thrice, and 6 h.
    assert (0.25, HOUR, hours(6)) == (told["share"], told["p50"], told["p90"])
    assert (hours(15), hours(9), hours(2)) == (
        told["elapsed"],
        told["paused_time"],
        told["closed_time"],
    )
    # Three clocks of one ticket failed.
    assert 1 == told["repeats"]
    assert {float} == {type(told[name]) for name in ("share", "low", "high")}
    assert told["low"] < 0.25 < told["high"]


def test_no_data() -> None:
    """Without data counts are 0, and shares, intervals and percentiles are None."""
    told = figures(Attainment())
    empty = {"share", "low", "high", *(f"p{percent}" for percent in PERCENTILES)}
    assert empty == {name for name, value in told.items() if value is None}
    assert {0, timedelta(0)} == {value for name, value in told.items() if name not in empty}


def test_only_open() -> None:
    """So they are where all clocks are open: neither 0 nor 100 %."""
    found = Attainment()
    found.add(clock("on_track"))
    told = figures(found)
    assert (1, 1, 0, None, None, None) == tuple(
        told[name] for name in ("clocks", "open", "met", "share", "low", "p50")
    )


def test_all_failed() -> None:
    """Where all failed the share is 0, and its interval begins at exactly 0."""
    found = Attainment()
    found.add(clock("missed", 5, paused=ZERO))
    told = figures(found)
    assert (0.0, 0.0) == (told["share"], told["low"])
    # 1 - 0.2065, the mirror of one that was met.
    assert 0.7935 == round(told["high"], 4)


def test_labels() -> None:
    """A field that has the name of a figure stands beside it, with what it is before it."""
    told = figures(Attainment())
    assert ["metric", "field.open", "field.p50", "team"] == labels(
        ["metric", "open", "p50", "team"], told
    )


class TestSummary:
    def test_figures(self) -> None:
        """Figures are plain data: lengths exact texts, periods their labels, no data null."""
        late = clock("missed", 5.5, fields={"team": "net"})
        report = Report.of([late, clock("on_track")], by="team", frequency="week", tz="UTC")
        told = report.summary(objective=95)
        assert told == json.loads(json.dumps(told))
        assert (["team"], "week", "UTC", "decided", 0.95) == tuple(
            told[name] for name in ("by", "frequency", "tz", "dated", "objective")
        )
        [metric] = told["metrics"]
        assert ("resolution", 2, 1, 1, 0.0, "5h30m") == tuple(
            metric[name] for name in ("metric", "clocks", "missed", "open", "share", "p90")
        )
        assert ["2024-W19", None] == [row["period"] for row in told["periods"]]
        assert [("net", 0.0), (None, None)] == [
            (row["team"], row["share"]) for row in told["groups"]
        ]
        assert [{"overdue": "1h30m", **NAME}] == told["worst"]
        assert {} == told["repeats"]

    def test_objective(self) -> None:
        """Whether it is met is told by the counts, and not where nothing is decided."""
        found = [*[clock()] * 19, clock("missed", 5)]
        for objective, met in ((95, True), (95.01, False), (100, False)):
            summary = Report.of(found).summary(objective=objective)
            assert [met] == [row["objective_met"] for row in summary["metrics"]]
        empty = Report.of([clock("on_track")]).summary(objective=99)
        assert [None] == [row["objective_met"] for row in empty["metrics"]]
        assert all("objective_met" not in row for row in Report.of(found).summary()["metrics"])

    def test_empty(self) -> None:
        """Of nothing there is nothing to tell."""
        told = Report().summary()
        assert [] == told["metrics"] == told["groups"] == told["periods"] == told["worst"]

    def test_field_named_as_a_figure(self) -> None:
        """Such a field is not lost here either."""
        [row] = Report.of([clock(fields={"open": "x"})], by="open").summary()["groups"]
        assert ("x", 0) == (row["field.open"], row["open"])
