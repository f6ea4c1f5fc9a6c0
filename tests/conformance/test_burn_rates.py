"""Error budgets against the facts of the Google SRE workbook.

The file is one object with the facts of all contracts, so that it is read here and not by the
fixture that runs a test for each vector of a list. `--vectors DIR` says where it lies; a folder
without it skips these tests.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest

from slakit import (
    WORKBOOK,
    WORKBOOK_DAY,
    BurnRow,
    Objective,
    Outage,
    burn_alerts,
    burn_rate,
    exhausted_at,
    measure,
)
from tests.conftest import vectors_folder

# April has the 30 days of the workbook.
START = datetime(2024, 4, 1, tzinfo=UTC)
NOW = datetime(2024, 4, 15, 12, tzinfo=UTC)
ROLLING = {"rolling": "30d"}


@pytest.fixture
def facts(request: pytest.FixtureRequest) -> dict[str, Any]:
    """The facts about error budgets."""
    file = vectors_folder(request.config) / "credits.json"
    if not file.exists():
        pytest.skip(f"{file.parent} has no {file.name}")
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))["error_budget"]
    return found


def exactly(number: float) -> Fraction:
    """Return the decimal that a float of the file was written as."""
    return Fraction(str(number))


def shop(percent: float, window: Any) -> Objective:
    return Objective.model_validate(
        {"name": "shop", "availability": f"{percent}%", "window": window}
    )


def test_rows(facts: dict[str, Any]) -> None:
    """The rows are the workbook's: shares, both windows, actions, and the rates that follow."""
    period = timedelta(days=facts["slo_period_days"])
    rows = [*facts["multiwindow"], facts["common_extra_row"]]
    assert [
        (
            exactly(row["budget_consumed_pct"]),
            timedelta(seconds=row["long_window_s"]),
            timedelta(seconds=row["short_window_s"]),
            exactly(row["burn_rate"]),
            row["action"],
        )
        for row in rows
    ] == [
        (row.budget * 100, row.long, row.short, row.burn_rate(period), row.action)
        for row in (*WORKBOOK, WORKBOOK_DAY)
    ]


def test_fires(facts: dict[str, Any]) -> None:
    """A row fires when the error rate of both windows is above burn_rate x (1 - SLO)."""
    slo = shop(99.9, ROLLING)
    for row in [*facts["multiwindow"], facts["common_extra_row"]]:
        threshold = exactly(row["burn_rate"]) * Fraction(1, 1000)
        long, short = row["long_window_s"] * 10**6, row["short_window_s"] * 10**6
        ours = BurnRow(
            exactly(row["budget_consumed_pct"]) / 100,
            timedelta(seconds=row["long_window_s"]),
            row["action"],
        )
        for in_long, in_short in ((0, 0), (0, 1), (1, 0), (1, 1)):
            # In microseconds: the downtime of the short window, and the rest of the long one's.
            late = int(threshold * short) + in_short
            early = int(threshold * long) + in_long - late
            before = NOW - timedelta(microseconds=long)
            outages = [
                Outage(before, before + timedelta(microseconds=early)),
                Outage(NOW - timedelta(microseconds=late), NOW),
            ]
            [alert] = burn_alerts(slo, at=NOW, rows=[ours], outages=outages)
            assert bool(in_long and in_short) == alert.fires, (row, in_long, in_short)


def test_exhaustion(facts: dict[str, Any]) -> None:
    """A whole budget is gone after as many hours as the workbook says."""
    month = shop(99.9, "calendar month, UTC")
    for fact in facts["exhaustion_at_slo_99_9_30d"]:
        # The hour before the month went as badly as the month goes on.
        lost = timedelta(hours=1) * fact["error_rate"]
        now = START + timedelta(microseconds=1)
        outages = [Outage(START - lost, START)]
        over = timedelta(hours=1, microseconds=1)
        assert exactly(fact["burn_rate"]) == burn_rate(
            month, at=START, over=timedelta(hours=1), outages=outages
        )
        gone = exhausted_at(month, at=now, lookback=over, outages=outages)
        assert gone is not None
        assert fact["hours"] == pytest.approx((gone - START) / timedelta(hours=1), rel=1e-6)


def test_allowed_downtime(facts: dict[str, Any]) -> None:
    """Thirty days allow as much downtime as the tables say."""
    for fact in facts["allowed_downtime"]:
        for window in ("calendar month, UTC", ROLLING):
            found = measure(shop(fact["slo"], window), at=START + timedelta(days=30), outages=[])
            assert found.budget is not None
            assert exactly(fact["per_30d_s"]) == found.budget.allowed
