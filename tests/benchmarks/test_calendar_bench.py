"""What one question costs: ``pytest tests/benchmarks --benchmark-enable``."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING

import pytest

from slakit import BusinessCalendar
from tests.benchmarks.cases import AMOUNTS, HOLIDAYS, HOURS, LOCAL, SPANS, ZONE, calendar, pairs
from tests.strategies import OFFICE

if TYPE_CHECKING:
    from pytest_benchmark.fixture import BenchmarkFixture


CALLS = 1000


@pytest.mark.parametrize("hours", HOURS)
@pytest.mark.parametrize("span", SPANS)
def test_elapsed(benchmark: BenchmarkFixture, hours: str, span: str) -> None:
    """Open time between two instants in UTC, a thousand times."""
    ask, found = calendar(hours).elapsed, pairs(SPANS[span], CALLS)

    @benchmark
    def run() -> None:
        for a, b in found:
            ask(a, b)


@pytest.mark.parametrize("hours", HOURS)
@pytest.mark.parametrize("amount", AMOUNTS)
def test_add(benchmark: BenchmarkFixture, hours: str, amount: str) -> None:
    """A due time from an instant in UTC, a thousand times."""
    ask, found = calendar(hours).add, pairs(SPANS["0-2 days"], CALLS)
    length = AMOUNTS[amount]

    @benchmark
    def run() -> None:
        for a, _ in found:
            ask(a, length)


@pytest.mark.parametrize("question", ["is_open", "next_open", "roll_back"])
def test_point(benchmark: BenchmarkFixture, question: str) -> None:
    """A question about one instant."""
    at = datetime(2024, 3, 4, 3, 30, tzinfo=UTC)
    cal = calendar("plain")
    benchmark(getattr(cal, question), at)


def test_elapsed_in_the_calendars_own_zone(benchmark: BenchmarkFixture) -> None:
    """Instants that carry the calendar's own ZoneInfo."""
    a, b = (at.astimezone(LOCAL) for at in pairs(SPANS["0-30 days"], 1)[0])
    benchmark(calendar("plain").elapsed, a, b)


def test_business_days(benchmark: BenchmarkFixture) -> None:
    """Two business days on."""
    cal = calendar("lunch")
    benchmark(cal.add_business_days, datetime(2024, 3, 4, 15, 30, tzinfo=UTC), 2)


def test_compile_a_year(benchmark: BenchmarkFixture) -> None:
    """The first question about a year, which compiles it."""
    numbers = count()

    def fresh() -> tuple[tuple[BusinessCalendar], dict[str, object]]:
        # A holiday of its own makes each calendar new to every cache.
        new = date(1950, 1, 1) + timedelta(days=next(numbers))
        cal = BusinessCalendar(tz=ZONE, hours=OFFICE, holidays=[*HOLIDAYS, new])
        return (cal,), {}

    at = datetime(2024, 6, 1, tzinfo=UTC)
    benchmark.pedantic(lambda cal: cal.is_open(at), setup=fresh, rounds=30)
