"""The ends of time, of holiday data and of finite calendars: an error, never a wrong answer."""

from __future__ import annotations

import contextlib
import warnings
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from slakit import BusinessCalendar, HolidayCoverageWarning, HorizonError, SlakitError
from tests.calendars.questions import MONDAY, QUESTIONS, ask, swapped
from tests.oracle import DocumentOracle, instant_of, minute_of
from tests.strategies import OFFICE, WEEKDAYS

EIGHT_HOURS = timedelta(hours=8)

EDGES = [
    pytest.param(edge, id=edge.isoformat())
    for edge in (
        datetime.min.replace(tzinfo=UTC),
        datetime.min.replace(tzinfo=timezone(timedelta(hours=14))),
        datetime(1, 1, 3, 12, tzinfo=UTC),
        datetime(9999, 12, 30, 12, tzinfo=UTC),
        datetime.max.replace(tzinfo=UTC),
        datetime.max.replace(tzinfo=timezone(timedelta(hours=-12))),
        datetime.max.replace(tzinfo=ZoneInfo("America/New_York")),
    )
]


class TestRange:
    @pytest.mark.parametrize("edge", EDGES)
    @pytest.mark.parametrize(("name", "arguments", "positions"), QUESTIONS, ids=lambda v: str(v))
    def test_years_1_and_9999(
        self,
        cal: Any,
        name: str,
        arguments: tuple[Any, ...],
        positions: tuple[int, ...],
        edge: datetime,
    ) -> None:
        """At the ends of time a question is answered or refused by name; nothing overflows."""
        for position in positions:
            arguments = swapped(arguments, position, edge)
        with contextlib.suppress(SlakitError):
            ask(cal, name, arguments)

    def test_near_the_ends_an_answer_is_right_or_there_is_none(self) -> None:
        """Out of range is an error, never a wrong answer."""
        document = {"tz": "UTC", "hours": OFFICE}
        cal, oracle = BusinessCalendar(**document), DocumentOracle(**document)
        for day in ((1, 1, 8), (1, 1, 20), (9999, 12, 20), (9999, 12, 27)):
            a = datetime(*day, 12, tzinfo=UTC)
            b = a + timedelta(days=3)
            try:
                found = cal.elapsed(a, b)
            except SlakitError:
                continue
            assert timedelta(minutes=oracle.elapsed(minute_of(a), minute_of(b))) == found
            try:
                end = cal.add(a, EIGHT_HOURS)
            except SlakitError:
                continue
            assert instant_of(oracle.add(minute_of(a), 480)) == end

    def test_past_the_last_year(self, cal: Any) -> None:
        """A search that leaves the years that a datetime has is an error with a reason."""
        with pytest.raises(SlakitError):
            cal.add(datetime(9999, 12, 20, tzinfo=UTC), timedelta(hours=4000))
        with pytest.raises(SlakitError):
            cal.add(datetime(1, 1, 20, tzinfo=UTC), timedelta(hours=-4000))
        with pytest.raises(SlakitError):
            cal.add_business_days(datetime(9999, 12, 20, tzinfo=UTC), 100)

    @pytest.mark.parametrize("amount", [timedelta.max, timedelta.min], ids=["max", "min"])
    def test_amounts_beyond_everything(self, cal: Any, amount: timedelta) -> None:
        """The longest timedelta is refused, and fast."""
        with pytest.raises(SlakitError):
            cal.add(MONDAY, amount)

    def test_business_days_beyond_everything(self, cal: Any) -> None:
        """A million business days are refused, either way."""
        with pytest.raises(SlakitError):
            cal.add_business_days(MONDAY, 1_000_000)
        with pytest.raises(SlakitError):
            cal.add_business_days(MONDAY, -1_000_000)

    @pytest.mark.parametrize("name", ["elapsed", "intervals"])
    def test_spans_longer_than_a_century(self, cal: Any, name: str) -> None:
        """A span of 101 years is refused with the bound; nobody promised anything for it."""
        a, b = datetime(1950, 1, 1, tzinfo=UTC), datetime(2051, 1, 1, tzinfo=UTC)
        with pytest.raises(HorizonError) as caught:
            ask(cal, name, (a, b))
        assert 100 == caught.value.horizon
        with pytest.raises(HorizonError):
            ask(cal, "elapsed", (b, a))


class TestHorizon:
    @pytest.fixture
    def finite(self) -> BusinessCalendar:
        """Open on two days of 2024 only."""
        return BusinessCalendar(
            tz="UTC",
            hours={},
            special={
                date(2024, 3, 4): ["09:00-17:00"],
                date(2024, 3, 6): ["09:00-17:00"],
            },
        )

    def test_within_its_days_it_answers(self, finite: BusinessCalendar) -> None:
        """A calendar of two days is a calendar."""
        assert timedelta(hours=15) == finite.elapsed(MONDAY, MONDAY + timedelta(days=9))
        end = finite.add(MONDAY, timedelta(hours=15))
        assert datetime(2024, 3, 6, 17, tzinfo=UTC) == end

    @pytest.mark.parametrize("name", ["next_open", "next_close", "roll_forward"])
    def test_searched_past_its_end(self, finite: BusinessCalendar, name: str) -> None:
        """After its last day there is no next one: an error with horizon and last instant."""
        after = datetime(2024, 3, 7, tzinfo=UTC)
        with pytest.raises(HorizonError) as caught:
            getattr(finite, name)(after)
        assert 100 == caught.value.horizon
        assert isinstance(caught.value.last, datetime)
        assert caught.value.last > after
        assert "100" in str(caught.value)

    @pytest.mark.parametrize("name", ["previous_open", "previous_close", "roll_back"])
    def test_searched_before_its_beginning(self, finite: BusinessCalendar, name: str) -> None:
        """Before its first day there is no previous one."""
        before = datetime(2024, 3, 3, tzinfo=UTC)
        with pytest.raises(HorizonError) as caught:
            getattr(finite, name)(before)
        assert 100 == caught.value.horizon
        assert caught.value.last < before

    def test_more_than_it_has(self, finite: BusinessCalendar) -> None:
        """Sixteen hours are all there is; seventeen are an error, not the end of the last day."""
        start = datetime(2024, 3, 1, tzinfo=UTC)
        assert datetime(2024, 3, 6, 17, tzinfo=UTC) == finite.add(start, timedelta(hours=16))
        with pytest.raises(HorizonError):
            finite.add(start, timedelta(hours=16, microseconds=1))
        with pytest.raises(HorizonError):
            finite.add(start, timedelta(hours=-1))
        with pytest.raises(HorizonError):
            finite.add(start, timedelta(hours=16), at_close="next_open")
        with pytest.raises(HorizonError):
            finite.add_business_days(start, 2)

    def test_closed_once_in_a_life_of_service(self) -> None:
        """Around the clock but for one day: after it no closing is left within the horizon."""
        cal = BusinessCalendar(
            tz="UTC", hours={day: ["00:00-24:00"] for day in WEEKDAYS}, holidays=[date(2024, 3, 6)]
        )
        assert datetime(2024, 3, 6, tzinfo=UTC) == cal.next_close(MONDAY)
        assert datetime(2024, 3, 7, tzinfo=UTC) == cal.next_open(MONDAY)
        with pytest.raises(HorizonError):
            cal.next_close(datetime(2024, 3, 8, tzinfo=UTC))


class TestHolidayCoverage:
    def test_a_year_that_the_package_does_not_know(self) -> None:
        """A country's holidays of the far future are not known, and that is said."""
        pytest.importorskip("holidays")
        cal = BusinessCalendar(tz="America/New_York", hours=OFFICE, holidays=[{"country": "US"}])
        far = datetime(2190, 7, 4, 15, tzinfo=UTC)
        with pytest.warns(HolidayCoverageWarning, match="2190"):
            cal.is_open(far)

    def test_known_years_are_silent(self) -> None:
        """Within the years that the data covers nothing is warned about."""
        pytest.importorskip("holidays")
        cal = BusinessCalendar(tz="America/New_York", hours=OFFICE, holidays=[{"country": "US"}])
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            assert not cal.is_open(datetime(2024, 7, 4, 15, tzinfo=UTC))
            assert cal.is_open(datetime(2024, 7, 5, 15, tzinfo=UTC))

    def test_a_list_of_dates_covers_every_year(self) -> None:
        """Dates that the user lists are all there are; no year is beyond them."""
        cal = BusinessCalendar(tz="UTC", hours=OFFICE, holidays=[date(2024, 12, 25)])
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            assert cal.is_open(datetime(2190, 12, 27, 10, tzinfo=UTC))
            assert not cal.is_open(datetime(2024, 12, 25, 10, tzinfo=UTC))
