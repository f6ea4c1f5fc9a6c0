"""Days, weeks, months, quarters and years of the calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any, get_args
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slakit.errors import SlakitError, UnknownNameError
from slakit.reports.periods import (
    FREQUENCIES,
    Frequency,
    Period,
    Starts,
    frequency_of,
    period_of,
    periods_between,
    wall,
)

MADRID = ZoneInfo("Europe/Madrid")
frequencies = st.sampled_from(FREQUENCIES)
days = st.dates(date(1, 1, 1), date(9998, 12, 31))


@pytest.mark.parametrize(
    ("frequency", "start", "end", "label"),
    [
        ("day", "2024-02-29", "2024-03-01", "2024-02-29"),
        ("week", "2024-02-26", "2024-03-04", "2024-W09"),
        ("month", "2024-02-01", "2024-03-01", "2024-02"),
        ("quarter", "2024-01-01", "2024-04-01", "2024-Q1"),
        ("year", "2024-01-01", "2025-01-01", "2024"),
    ],
)
def test_leap_day(frequency: Frequency, start: str, end: str, label: str) -> None:
    """Thursday 29 February 2024 lies in these periods."""
    found = period_of(date(2024, 2, 29), frequency)
    assert (start, end, label) == (str(found.start), str(found.end), found.label)


@pytest.mark.parametrize(
    ("day", "label"),
    [
        # From ISO 8601: 2004 and 2020 have 53 weeks, and a year's first week has its 4 January.
        ("2005-01-01", "2004-W53"),
        ("2005-01-02", "2004-W53"),
        ("2005-12-31", "2005-W52"),
        ("2007-01-01", "2007-W01"),
        ("2008-12-29", "2009-W01"),
        ("2010-01-03", "2009-W53"),
        ("2021-01-03", "2020-W53"),
    ],
)
def test_weeks(day: str, label: str) -> None:
    """Weeks are those of ISO 8601, which begin on Mondays."""
    assert label == period_of(date.fromisoformat(day), "week").label


@pytest.mark.parametrize(
    ("month", "quarter"), [(1, 1), (3, 1), (4, 2), (6, 2), (7, 3), (9, 3), (10, 4), (12, 4)]
)
def test_quarters(month: int, quarter: int) -> None:
    """A quarter has three months."""
    assert f"2024-Q{quarter}" == period_of(date(2024, month, 15), "quarter").label


@given(days, frequencies)
def test_laws(day: date, frequency: Frequency) -> None:
    """A date lies in its period, whose dates are all in it, and which the next one continues."""
    found = period_of(day, frequency)
    assert found.start <= day < found.end
    assert found == period_of(found.start, frequency)
    assert found == period_of(found.end - timedelta(days=1), frequency)
    assert found.next == period_of(found.end, frequency)
    assert found.start == Starts(frequency)[day]


@given(st.dates(date(2000, 1, 1), date(2002, 1, 1)), frequencies, st.integers(0, 60))
def test_between(day: date, frequency: Frequency, length: int) -> None:
    """The periods from one to another are all of those in which a day between lies."""
    last = day + timedelta(days=length)
    every = {period_of(day + timedelta(days=each), frequency) for each in range(length + 1)}
    found = periods_between(period_of(day, frequency), period_of(last, frequency))
    assert sorted(every, key=lambda period: period.start) == list(found)


@pytest.mark.parametrize("frequency", FREQUENCIES)
def test_ends_of_time(frequency: Frequency) -> None:
    """The first and the last date that there are lie in periods, too."""
    for day in (date.min, date.max):
        found = period_of(day, frequency)
        assert [found] == list(periods_between(found, found))
        assert found.label


def test_backwards() -> None:
    """From a later period to an earlier one there are none."""
    one = period_of(date(2024, 5, 6), "week")
    assert [] == list(periods_between(one.next, one))


def test_instants() -> None:
    """A period begins and ends at midnights of its zone; the week of the clocks' change has 167 h.

    Spain's clocks sprang on Sunday 31 March 2024, from +01:00 to +02:00.
    """
    first, last = period_of(date(2024, 3, 31), "week").instants(MADRID)
    assert "2024-03-25T00:00:00+01:00 2024-04-01T00:00:00+02:00" == (
        f"{first.isoformat()} {last.isoformat()}"
    )
    assert timedelta(hours=167) == last.astimezone(UTC) - first.astimezone(UTC)


def test_midnight_that_is_not_there() -> None:
    """Where midnight is skipped, the day begins when the clocks have sprung.

    São Paulo's clocks sprang on Sunday 15 October 2017 from 00:00 to 01:00.
    """
    zone = ZoneInfo("America/Sao_Paulo")
    first, _ = period_of(date(2017, 10, 15), "day").instants(zone)
    assert "2017-10-15T01:00:00-02:00" == first.isoformat()


class TestFrequencyOf:
    @pytest.mark.parametrize("name", get_args(Frequency))
    def test_names(self, name: str) -> None:
        """A frequency is known by its name and its first letter."""
        assert name == frequency_of(name) == frequency_of(name[0].upper())

    @pytest.mark.parametrize("bad", ["", "w", "Week", "fortnight", None, 7])
    def test_unknown(self, bad: Any) -> None:
        """Anything else is refused by name."""
        with pytest.raises(UnknownNameError, match="no periods of"):
            frequency_of(bad)


class TestWall:
    AT = datetime(2024, 5, 6, 23, tzinfo=UTC)

    def test_as_written(self) -> None:
        """Without a zone an instant stays as it is."""
        assert self.AT is wall(self.AT, None)

    def test_zone(self) -> None:
        """In a zone it is the same instant, and perhaps another date."""
        assert "2024-05-07T01:00:00+02:00" == wall(self.AT, MADRID).isoformat()

    @pytest.mark.parametrize("text", ["9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+12:00"])
    def test_ends_of_time(self, text: str) -> None:
        """Where the zone's date would be none, it is the one that is written."""
        at = datetime.fromisoformat(text)
        for zone in ("Asia/Tokyo", "America/Los_Angeles", "UTC"):
            assert at == wall(at, ZoneInfo(zone))


def test_label_of_an_early_year() -> None:
    """Years have four digits."""
    assert "0987-W01" == Period("week", date(987, 1, 1)).label
    assert "0987" == Period("year", date(987, 1, 1)).label


@pytest.mark.parametrize("frequency", get_args(Frequency))
def test_the_last_period(frequency: Frequency) -> None:
    """The period that ends with the year 9999 is refused by name where its end is asked for."""
    last = period_of(date(9999, 12, 31), frequency)
    with pytest.raises(SlakitError, match=f"{last.label} ends beyond the year 9999"):
        _ = last.end
