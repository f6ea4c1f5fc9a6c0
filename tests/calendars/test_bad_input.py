"""Values that are no instant, no amount, no date: refused by name, with the value and a remedy."""

from __future__ import annotations

import inspect
import warnings
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import Any

import pytest

from slakit import (
    BusinessCalendar,
    InstantError,
    LocalMeanTimeWarning,
    NaiveDatetimeError,
    SlakitError,
)
from tests.calendars.questions import MONDAY, QUESTIONS, TUESDAY, ask, swapped
from tests.strategies import OFFICE

NAIVE = datetime(2024, 3, 4, 10)  # noqa: DTZ001

EIGHT_HOURS = timedelta(hours=8)

INSTANTS = [
    pytest.param(name, arguments, position, id=f"{name}-{position}")
    for name, arguments, positions in QUESTIONS
    for position in positions
]


def parameter(cal: Any, name: str, position: int) -> str:
    return list(inspect.signature(getattr(cal, name)).parameters)[position]


class TestInstants:
    @pytest.mark.parametrize(("name", "arguments", "position"), INSTANTS)
    def test_naive_datetimes(
        self, cal: Any, name: str, arguments: tuple[Any, ...], position: int
    ) -> None:
        """A datetime without a zone is refused, with the parameter's name, value and a remedy."""
        with pytest.raises(NaiveDatetimeError) as caught:
            ask(cal, name, swapped(arguments, position, NAIVE))
        assert parameter(cal, name, position) == caught.value.parameter
        assert NAIVE == caught.value.value
        assert caught.value.remedy
        assert "2024" in str(caught.value)
        assert str(caught.value).startswith(caught.value.parameter)

    @pytest.mark.parametrize(
        "value",
        [date(2024, 3, 4), "2024-03-04T10:00:00Z", 1_709_546_400, 1.5, None, True, [MONDAY]],
        ids=repr,
    )
    @pytest.mark.parametrize(("name", "arguments", "position"), INSTANTS)
    def test_what_is_no_datetime(
        self, cal: Any, name: str, arguments: tuple[Any, ...], position: int, value: object
    ) -> None:
        """Dates, texts, numbers and nothing are no instants, and are not guessed at."""
        with pytest.raises(InstantError) as caught:
            ask(cal, name, swapped(arguments, position, value))
        assert parameter(cal, name, position) == caught.value.parameter
        assert value == caught.value.value
        assert caught.value.parameter in str(caught.value)

    @pytest.mark.parametrize(("name", "arguments", "position"), INSTANTS)
    def test_not_a_time(
        self, cal: Any, name: str, arguments: tuple[Any, ...], position: int
    ) -> None:
        """pandas' NaT is a datetime to isinstance; it is refused by its name."""
        pandas = pytest.importorskip("pandas")
        with pytest.raises(InstantError, match="NaT") as caught:
            ask(cal, name, swapped(arguments, position, pandas.NaT))
        assert parameter(cal, name, position) == caught.value.parameter

    def test_a_zone_without_an_offset_is_naive(self, cal: Any) -> None:
        """A tzinfo that gives no offset does not make an instant."""

        class NoZone(tzinfo):
            def utcoffset(self, dt: datetime | None) -> None:
                return None

            def dst(self, dt: datetime | None) -> None:
                return None

            def tzname(self, dt: datetime | None) -> str:
                return "nowhere"

        with pytest.raises(NaiveDatetimeError):
            cal.is_open(NAIVE.replace(tzinfo=NoZone()))

    def test_nanoseconds_are_refused_rather_than_rounded(self, cal: Any) -> None:
        """Nothing is rounded but for display."""
        pandas = pytest.importorskip("pandas")
        with pytest.raises(InstantError):
            cal.elapsed(pandas.Timestamp("2024-03-04T10:00:00.000000001Z"), TUESDAY)


class Frozen(datetime):
    """What freezegun and others put in the place of datetime."""


def subclass_of_datetime() -> datetime:
    return Frozen(2024, 3, 4, 15, 30, tzinfo=UTC)


def pandas_timestamp() -> datetime:
    return pytest.importorskip("pandas").Timestamp("2024-03-04T10:30", tz="America/New_York")


def pytz_localized() -> datetime:
    pytz = pytest.importorskip("pytz")
    return pytz.timezone("America/New_York").localize(NAIVE.replace(minute=30))


def dateutil_zone() -> datetime:
    tz = pytest.importorskip("dateutil.tz")
    return datetime(2024, 3, 4, 10, 30, tzinfo=tz.gettz("America/New_York"))


def fixed_offset() -> datetime:
    return datetime(2024, 3, 4, 21, 15, tzinfo=timezone(timedelta(hours=5, minutes=45)))


class TestInstantsThatAreFine:
    @pytest.mark.parametrize(
        "make",
        [subclass_of_datetime, pandas_timestamp, pytz_localized, dateutil_zone, fixed_offset],
    )
    def test_other_libraries_instants(self, make: Callable[[], datetime]) -> None:
        """Accepted in silence; the answer is a plain datetime in the zone of the argument."""
        cal = BusinessCalendar(tz="America/New_York", hours=OFFICE)
        plain = datetime(2024, 3, 4, 15, 30, tzinfo=UTC)
        start = make()
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            end = cal.add(start, EIGHT_HOURS)
            assert timedelta(hours=7) == cal.elapsed(start, plain + timedelta(days=1)) - (
                timedelta(hours=1)
            )
            assert cal.is_open(start)
        assert plain + timedelta(days=1) == end
        assert type(end) is datetime
        assert start.utcoffset() == end.utcoffset()

    def test_local_mean_time_of_pytz(self) -> None:
        """`tzinfo=pytz.timezone(...)` is the mean time of 1883: taken as it says, and warned."""
        pytz = pytest.importorskip("pytz")
        cal = BusinessCalendar(tz="America/New_York", hours=OFFICE)
        wrong = NAIVE.replace(tzinfo=pytz.timezone("America/New_York"))
        with pytest.warns(LocalMeanTimeWarning, match="localize"):
            open_time = cal.elapsed(wrong, TUESDAY)
        assert cal.elapsed(wrong.astimezone(UTC), TUESDAY) == open_time


class TestAmounts:
    @pytest.mark.parametrize(
        "amount",
        [8, 8.0, None, True, "", "8", "1d", "P1D", "eight hours", "4x", date(2024, 1, 1)],
        ids=repr,
    )
    def test_what_is_no_amount(self, cal: Any, amount: object) -> None:
        """A bare number has no unit and a bare day two meanings; neither is guessed."""
        with pytest.raises(SlakitError) as caught:
            cal.add(MONDAY, amount)
        assert str(caught.value).startswith("amount: ")
        assert repr(amount) in str(caught.value)

    @pytest.mark.parametrize("at_close", ["nextopen", "", None, 1])
    def test_at_close(self, cal: Any, at_close: object) -> None:
        """A word that is none of the two is refused, with both."""
        with pytest.raises(SlakitError, match="next_open") as caught:
            cal.add(MONDAY, EIGHT_HOURS, at_close=at_close)
        assert "at_close" in str(caught.value)
        assert "stay" in str(caught.value)

    @pytest.mark.parametrize("days", ["2", 1.5, None, True, timedelta(days=2)], ids=repr)
    def test_business_days(self, cal: Any, days: object) -> None:
        """Business days are a whole number."""
        with pytest.raises(SlakitError) as caught:
            cal.add_business_days(MONDAY, days)
        assert parameter(cal, "add_business_days", 1) in str(caught.value)

    @pytest.mark.parametrize("word", ["at", "cutoff"])
    @pytest.mark.parametrize("value", ["25:00", "noon", 16, "", "16:00-17:00"], ids=repr)
    def test_times_of_day(self, cal: Any, word: str, value: object) -> None:
        """A time of day is HH:MM or a `time`."""
        with pytest.raises(SlakitError) as caught:
            cal.add_business_days(MONDAY, 1, **{word: value})
        assert word == caught.value.parameter
        assert repr(value) in str(caught.value)

    @pytest.mark.parametrize("value", ["2024-03-04", None, 20240304], ids=repr)
    @pytest.mark.parametrize("position", [0, 1])
    def test_dates(self, cal: Any, value: object, position: int) -> None:
        """`business_days` counts dates."""
        dates = (date(2024, 3, 4), date(2024, 3, 8))
        with pytest.raises(SlakitError) as caught:
            cal.business_days(*swapped(dates, position, value))
        assert parameter(cal, "business_days", position) in str(caught.value)
