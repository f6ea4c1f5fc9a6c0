"""Error budgets: what is allowed, spent and left, exactly."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slakit import Objective, Outage, measure
from slakit.reports.objectives.budget import budget_of, burn_of
from slakit.reports.objectives.evidence import Tally
from slakit.reports.objectives.percent import Percent
from tests.reports.objectives.made import at, clock

UP = Objective(name="shop", availability="99.9%", window="calendar month, UTC")
ATTAIN = Objective(name="slo", attain="95%", metric="resolution", window="calendar month, UTC")


def test_of_time() -> None:
    """A third of April in, 43.2 minutes are allowed in all of it; 21.6 spent are half of them."""
    down = at("04-02 00:00")
    outages = [Outage(down, down + timedelta(seconds=1296))]
    budget = measure(UP, at=at("04-11 00:00"), outages=outages).budget
    assert budget is not None
    assert (2592, 1296, 1296, "seconds") == (
        budget.allowed,
        budget.spent,
        budget.remaining,
        budget.unit,
    )
    # Half of the budget in a third of the time.
    assert (Fraction(1, 2), Fraction(3, 2), False) == (
        budget.left,
        budget.burn_rate,
        budget.exhausted,
    )


def test_of_clocks() -> None:
    """Of 60 clocks 3 may fail; what comes later does not count yet."""
    clocks = [clock("met", at("04-02 00:00"))] * 59 + [clock("missed", at("04-02 00:00"))]
    later = [clock("missed", at("04-20 00:00"))] * 9
    budget = measure(ATTAIN, at=at("04-11 00:00"), clocks=[*clocks, *later]).budget
    assert budget is not None
    assert (3, 1, 2, "clocks") == (budget.allowed, budget.spent, budget.remaining, budget.unit)
    assert (Fraction(2, 3), Fraction(1, 3)) == (budget.left, budget.burn_rate)


def test_exhausted() -> None:
    """With the last of the budget spent the objective is still met; with more it is missed."""
    clocks = [clock("met", at("04-02 00:00"))] * 19 + [clock("missed", at("04-02 00:00"))]
    found = measure(ATTAIN, at=at("05-01 00:00"), clocks=clocks)
    assert found.budget is not None
    assert ("met", 0, True) == (found.verdict, found.budget.left, found.budget.exhausted)
    found = measure(ATTAIN, at=at("05-01 00:00"), clocks=clocks[1:])
    assert found.budget is not None
    assert ("missed", Fraction(-1, 19)) == (found.verdict, found.budget.left)


def test_none() -> None:
    """Where nothing may go wrong there is no budget, and none where no share is asked for."""
    down = Outage(at("04-02 00:00"), at("04-02 01:00"))
    all_of_it = UP.model_copy(update={"availability": "100%"})
    found = measure(all_of_it, at=at("05-01 00:00"), outages=[down])
    assert ("missed", None) == (found.verdict, found.budget)
    mean = Objective(name="x", average="4h", metric="resolution", window="rolling 7 days")
    assert (
        None is measure(mean, at=at("05-01 00:00"), clocks=[clock("met", at("04-29 00:00"))]).budget
    )


def test_begins_whole() -> None:
    """The budget of a month is known with its first moment, and nothing is known of its rate."""
    now = at("04-01 00:00") + timedelta(microseconds=1)
    budget = measure(UP, at=now, outages=[]).budget
    assert budget is not None
    assert (2592, 1, 0) == (budget.allowed, budget.left, budget.burn_rate)
    assert None is burn_of(Percent.parse("99.9%"), Tally(0, 0))


PERCENTS = st.integers(min_value=1, max_value=99_999).map(lambda n: Percent(Fraction(n, 100_000)))


@given(
    PERCENTS, st.integers(min_value=0, max_value=10**9), st.integers(min_value=1, max_value=10**9)
)
def test_adds_up(promised: Percent, bad: int, good: int) -> None:
    """Spent and remaining are what was allowed; less than nothing is left where it is missed."""
    tally = Tally(bad, bad + good)
    budget = budget_of(promised, tally, tally, "clocks")
    assert budget is not None
    assert budget.allowed == budget.spent + budget.remaining
    assert (Fraction(good, bad + good) < promised.share) == (budget.remaining < 0)
    # Of a whole window, the burn rate is the share of the budget that is spent.
    assert budget.burn_rate == 1 - budget.left


def test_data() -> None:
    """As JSON data, numbers are floats with their unit."""
    budget = budget_of(Percent.parse("99%"), Tally(5, 2000), Tally(5, 1000), "clocks")
    assert budget is not None
    assert {
        "unit": "clocks",
        "allowed": 20.0,
        "spent": 5.0,
        "remaining": 15.0,
        "left": 0.75,
        "burn_rate": 0.5,
    } == budget.to_data()


@pytest.mark.parametrize("unit", ["answers", "clocks"])
def test_answers(unit: str) -> None:
    """Budgets of single events count them."""
    budget = budget_of(Percent.parse("90%"), Tally(1, 20), Tally(1, 20), unit)  # type: ignore[arg-type]
    assert budget is not None
    assert (2, unit) == (budget.allowed, budget.unit)
