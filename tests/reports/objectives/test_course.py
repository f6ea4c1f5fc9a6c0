"""How budgets burn down, and when they will be gone."""

from __future__ import annotations

from datetime import datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slakit import (
    BusinessCalendar,
    Objective,
    Outage,
    SlakitError,
    burn_down,
    exhausted_at,
    measure,
)
from tests.reports.objectives.made import at, clock

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
NOW = at("04-10 12:00")
UP = Objective(name="shop", availability="99.9%", window="calendar month, UTC")
ATTAIN = Objective(name="slo", attain="90%", metric="resolution", window="calendar month, UTC")


def minutes(start: datetime, end: int) -> Outage:
    return Outage(start, start + end * MINUTE)


# Burn-down ---------------------------------------------------------------------------------


def test_line_of_time() -> None:
    """The line is level but for the outages, and ends where the budget stands."""
    outages = [minutes(at("04-02 00:00"), 6), minutes(at("04-05 00:00"), 12)]
    points = burn_down(UP, at=NOW, outages=outages)
    # 43.2 minutes are allowed.
    assert [
        (at("04-01 00:00"), 1),
        (at("04-02 00:00"), 1),
        (at("04-02 00:06"), 1 - Fraction(60, 432)),
        (at("04-05 00:00"), 1 - Fraction(60, 432)),
        (at("04-05 00:12"), 1 - Fraction(180, 432)),
        (NOW, 1 - Fraction(180, 432)),
    ] == [tuple(point) for point in points]
    budget = measure(UP, at=NOW, outages=outages).budget
    assert budget is not None
    assert budget.left == points[-1].left


def test_line_of_clocks() -> None:
    """Each failure is a step down, of the budget that the clocks so far allow."""
    clocks = [clock("met", at("04-03 00:00"))] * 28
    clocks += [clock("missed", at("04-02 00:00")), clock("breached", at("04-05 00:00"))]
    points = burn_down(ATTAIN, at=NOW, clocks=[*clocks, clock("missed", NOW)])
    assert [
        (at("04-01 00:00"), 1),
        (at("04-02 00:00"), 1),
        (at("04-02 00:00"), Fraction(2, 3)),
        (at("04-05 00:00"), Fraction(2, 3)),
        (at("04-05 00:00"), Fraction(1, 3)),
        (NOW, Fraction(1, 3)),
    ] == [tuple(point) for point in points]


def test_no_line() -> None:
    """Without data or budget there is no line."""
    assert () == burn_down(ATTAIN, at=NOW)
    assert () == burn_down(UP, at=NOW)
    assert () == burn_down(UP.model_copy(update={"availability": "100%"}), at=NOW, outages=[])
    mean = Objective(name="x", average="4h", metric="resolution", window="rolling 7 days")
    assert () == burn_down(mean, at=NOW, clocks=[clock("met", at("04-09 00:00"))])


# Forecast ----------------------------------------------------------------------------------


def test_forecast() -> None:
    """37.2 minutes are left of 43.2; at 6 minutes an hour that is 6.2 hours."""
    outages = [minutes(NOW - 6 * MINUTE, 6)]
    assert NOW + 6.2 * HOUR == exhausted_at(UP, at=NOW, lookback=HOUR, outages=outages)


def test_lasts() -> None:
    """A budget that lasts to the end of its month is not foreseen to be gone."""
    # 20.5 days are left, and 37.2 minutes: 1.815 minutes a day.
    slow = [minutes(NOW - 6 * MINUTE, 6)]
    assert None is exhausted_at(UP, at=NOW, lookback=timedelta(days=4), outages=slow)
    assert exhausted_at(UP, at=NOW, lookback=timedelta(days=3), outages=slow) is not None
    assert None is exhausted_at(UP, at=NOW, lookback=HOUR, outages=[])


def test_gone_already() -> None:
    """What is gone is gone at once, whatever the lookback says."""
    outages = [minutes(at("04-02 00:00"), 44)]
    assert NOW == exhausted_at(UP, at=NOW, lookback=HOUR, outages=outages)
    clocks = [clock("missed", at("04-02 00:00"))]
    assert NOW == exhausted_at(ATTAIN, at=NOW, lookback=HOUR, clocks=clocks)


def test_clocks_go_on() -> None:
    """Of 100 clocks 2 failed; 4 an hour of which 2 fail use up 1.6 an hour of the 8 left."""
    clocks = [clock("met", at("04-05 00:00"))] * 96
    clocks += [clock(status, NOW - 30 * MINUTE) for status in ("met", "met", "missed", "missed")]
    assert NOW + 5 * HOUR == exhausted_at(ATTAIN, at=NOW, lookback=HOUR, clocks=clocks)
    # One failure of four, at a promise of 90 %, burns too; one of ten would not.
    assert None is exhausted_at(
        ATTAIN, at=NOW, lookback=HOUR, clocks=[clock("met", NOW - HOUR)] * 9
    )


def test_no_lookback_data() -> None:
    """Where nothing was decided lately, nothing is foreseen."""
    clocks = [clock("met", at("04-05 00:00"))] * 20 + [clock("missed", at("04-05 00:00"))]
    assert None is exhausted_at(ATTAIN, at=NOW, lookback=HOUR, clocks=clocks)
    assert None is exhausted_at(UP, at=NOW, lookback=HOUR)
    with pytest.raises(SlakitError, match=r"lookback: .* is no time to look back on"):
        exhausted_at(UP, at=NOW, lookback=timedelta(0), outages=[])


def test_hours_to_come() -> None:
    """Only agreed hours burn: what is left on Friday afternoon goes on Monday."""
    office = BusinessCalendar(tz="UTC", hours="Mon-Fri 09:00-17:00")
    slo = Objective(
        name="desk", availability="90%", calendar="office", window="calendar month, UTC"
    )
    # 176 hours in April allow 17.6. Out since Thursday 09:00, at 16:00 on Friday 15 are spent.
    friday = at("04-12 16:00")
    outages = [Outage(at("04-11 09:00"))]
    gone = exhausted_at(
        slo, at=friday, lookback=timedelta(days=1), outages=outages, calendar=office
    )
    assert at("04-15 10:36") == gone
    planned = Outage(at("04-15 09:30"), at("04-15 10:00"), maintenance=True)
    # Half an hour less is agreed, which allows 3 minutes less.
    gone = exhausted_at(
        slo, at=friday, lookback=timedelta(days=1), outages=[*outages, planned], calendar=office
    )
    assert at("04-15 11:03") == gone


SHORT = Objective(name="x", availability="80%", window={"rolling": "60m"})
FEW = Objective(name="x", attain="80%", metric="resolution", window={"rolling": "60m"})
STARTS = st.lists(
    st.tuples(st.integers(min_value=1, max_value=100), st.integers(min_value=1, max_value=12)),
    max_size=5,
)
LOOKBACKS = st.integers(min_value=5, max_value=40)


def first_gone(left: list[Fraction]) -> int | None:
    return next((minute for minute, each in enumerate(left) if each <= 0), None)


@given(STARTS, LOOKBACKS)
def test_rolling_time(outages: list[tuple[int, int]], lookback: int) -> None:
    """A rolling budget is gone in the minute in which a walk through all minutes finds it gone."""
    down = {-start + i for start, length in outages for i in range(length) if i < start}
    rate = Fraction(len(down & set(range(-lookback, 0))), lookback)
    bad = [Fraction(minute in down) if minute < 0 else rate for minute in range(-60, 60)]
    left = [12 - sum(bad[minute : minute + 60]) for minute in range(61)]
    given_outages = [minutes(NOW - start * MINUTE, min(length, start)) for start, length in outages]
    gone = exhausted_at(SHORT, at=NOW, lookback=lookback * MINUTE, outages=given_outages)
    expected = first_gone(left)
    if expected is None:
        assert None is gone
    else:
        assert gone is not None
        assert expected - 1 < (gone - NOW) / MINUTE <= expected


@given(st.lists(st.tuples(st.integers(min_value=1, max_value=59), st.booleans())), LOOKBACKS)
def test_rolling_events(happened: list[tuple[int, bool]], lookback: int) -> None:
    """Clocks leave a rolling window one by one, while others come at the rate of the lookback."""
    clocks = [clock("met" if good else "missed", NOW - ago * MINUTE) for ago, good in happened]
    gone = exhausted_at(FEW, at=NOW, lookback=lookback * MINUTE, clocks=clocks)
    recent = [good for ago, good in happened if ago <= lookback]
    expected: Fraction | None = None
    for minute in range(61):
        # Just before the clocks that are `60 - minute` old leave, and just after.
        for gap in (0, 1):
            known = [good for ago, good in happened if ago + minute + gap <= 60]
            bad = known.count(False) + Fraction(recent.count(False) * minute, lookback)
            total = len(known) + Fraction(len(recent) * minute, lookback)
            if expected is None and bad and total / 5 - bad <= 0 and (recent or not minute + gap):
                expected = Fraction(minute)
    if expected is None:
        assert None is gone
    else:
        assert gone is not None
        assert expected - 1 < (gone - NOW) / MINUTE <= expected + Fraction(1, 10**6)
