"""Burn rates and the alerts on them."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from slakit import (
    WORKBOOK,
    WORKBOOK_DAY,
    BurnRow,
    Objective,
    Outage,
    Score,
    SlakitError,
    burn_alerts,
    burn_rate,
)
from tests.reports.objectives.made import at, clock

HOUR = timedelta(hours=1)
NOW = at("04-10 12:00")
UP = Objective(name="shop", availability="99.9%", window="rolling 30 days")
ATTAIN = Objective(name="slo", attain="90%", metric="resolution", window="rolling 30 days")


def down(start: datetime, **length: float) -> Outage:
    return Outage(start, start + timedelta(**length))


def test_rate() -> None:
    """6 of 60 minutes are 100 times the one part in a thousand that is allowed."""
    outages = [down(NOW - timedelta(minutes=6), minutes=6)]
    assert 100 == burn_rate(UP, at=NOW, over=HOUR, outages=outages)
    assert 50 == burn_rate(UP, at=NOW, over=2 * HOUR, outages=outages)
    assert 0 == burn_rate(UP, at=NOW - HOUR, over=HOUR, outages=outages)


def test_rate_of_clocks() -> None:
    """2 of 5 clocks are 4 times the tenth that may fail; the window is half-open."""
    times = [("met", 0), ("missed", 10), ("met", 20), ("met", 30), ("missed", 59)]
    clocks = [clock(status, at(f"04-10 11:{minute:02}")) for status, minute in times]
    edges = [clock("missed", NOW), clock("missed", at("04-10 10:59"))]
    assert 4 == burn_rate(ATTAIN, at=NOW, over=HOUR, clocks=[*clocks, *edges])


def test_rate_of_answers() -> None:
    """Unhappy answers burn the budget of a share of happy ones."""
    slo = Objective(
        name="liked", score={"of": "csat", "at_least": "90%"}, window="calendar month, UTC"
    )
    scores = [Score(at("04-10 11:00"), value, "csat") for value in (5, 4, 3, 5)]
    assert Fraction(5, 2) == burn_rate(slo, at=NOW, over=HOUR, scores=scores)


@pytest.mark.parametrize(
    ("slo", "data"),
    [
        (ATTAIN, {}),
        (ATTAIN, {"clocks": [clock("on_track")]}),
        (UP, {}),
        (UP.model_copy(update={"availability": "100%"}), {"outages": [down(NOW - HOUR, hours=1)]}),
        (Objective(name="x", average="4h", metric="resolution", window="rolling 7 days"), {}),
    ],
)
def test_no_rate(slo: Objective, data: dict[str, list[object]]) -> None:
    """Without data, and without a budget, nothing burns and nothing fires."""
    assert None is burn_rate(slo, at=NOW, over=HOUR, **data)  # type: ignore[arg-type]
    assert not any(each.fires for each in burn_alerts(slo, at=NOW, **data))  # type: ignore[arg-type]


@pytest.mark.parametrize("over", [timedelta(0), -HOUR])
def test_no_time(over: timedelta) -> None:
    """There is nothing to see in no time."""
    with pytest.raises(SlakitError, match=r"over: .* is no time to look back on"):
        burn_rate(UP, at=NOW, over=over, outages=[])


def test_rows() -> None:
    """The short window is a twelfth, and the rate follows from the period."""
    assert [timedelta(minutes=5), timedelta(minutes=30), timedelta(hours=6)] == [
        row.short for row in WORKBOOK
    ]
    month = timedelta(days=31)
    assert [Fraction(1488, 100), Fraction(62, 10), Fraction(31, 30)] == [
        row.burn_rate(month) for row in WORKBOOK
    ]
    assert timedelta(hours=2) == WORKBOOK_DAY.short


def test_both_windows() -> None:
    """A row fires while both windows burn: not just after it began, and not after it is over."""
    begun = down(NOW - timedelta(minutes=1), minutes=1)  # 1 of 60 minutes: 16.7 > 14.4
    assert ["page"] == [
        each.row.action for each in burn_alerts(UP, at=NOW, outages=[begun]) if each.fires
    ]
    # Ten minutes later the last five are good.
    later = burn_alerts(UP, at=NOW + timedelta(minutes=10), outages=[begun])
    assert (0, False) == (later[0].short, later[0].fires)
    assert Fraction(1000, 60) == later[0].long


def test_threshold_itself() -> None:
    """Burning exactly at the threshold does not fire; a microsecond more of downtime does."""
    row = BurnRow(Fraction(2, 100), HOUR, "page")
    # 14.4 x 0.1 % of an hour are 51.84 s; in the short window they are far above.
    exact = timedelta(seconds=51, milliseconds=840)
    for more, fires in ((timedelta(0), False), (timedelta(microseconds=1), True)):
        outage = Outage(NOW - exact - more, NOW)
        [alert] = burn_alerts(UP, at=NOW, rows=[row], outages=[outage])
        assert fires == alert.fires


def test_period() -> None:
    """The threshold is that of the window's length: March in Madrid has 31 days less an hour."""
    slo = UP.model_copy(update={"window": "calendar month, Europe/Madrid"})
    alerts = burn_alerts(slo, at=at("03-10 12:00"), outages=[])
    assert Fraction(2, 100) * (31 * 24 - 1) == alerts[0].threshold


def test_data() -> None:
    """As JSON data, rates are floats and windows are lengths."""
    [alert] = burn_alerts(
        UP, at=NOW, rows=WORKBOOK[:1], outages=[down(NOW - timedelta(minutes=6), minutes=6)]
    )
    assert {
        "action": "page",
        "fires": True,
        "budget": 0.02,
        "long_window": "PT1H",
        "short_window": "PT5M",
        "threshold": 14.4,
        "long": 100.0,
        "short": 1000.0,
    } == alert.to_data()


def test_row_without_length() -> None:
    """A row that looks back on no time is refused; a budget may be a Decimal."""
    for long in (timedelta(0), -timedelta(hours=1)):
        with pytest.raises(SlakitError, match=r"long: .* is no time to look back on"):
            BurnRow(Fraction(1, 50), long, "page").burn_rate(timedelta(days=30))
    row = BurnRow(Decimal("0.02"), timedelta(hours=1), "page")  # type: ignore[arg-type]
    assert Fraction(72, 5) == row.burn_rate(timedelta(days=30))
