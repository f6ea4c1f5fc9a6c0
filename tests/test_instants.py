"""Instants: what is taken for one, what is refused, and how both are said."""

from __future__ import annotations

import warnings
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slakit import BusinessCalendar
from slakit.errors import InstantError, LocalMeanTimeWarning, NaiveDatetimeError
from slakit.instants import EPOCH, parse_instant, since_epoch, to_datetime

MADRID = ZoneInfo("Europe/Madrid")
NAIVE = datetime(2024, 5, 2, 14)  # noqa: DTZ001

aware = st.datetimes(
    min_value=datetime(1, 1, 3),  # noqa: DTZ001
    max_value=datetime(9999, 12, 29),  # noqa: DTZ001
    timezones=st.one_of(
        st.just(UTC),
        st.sampled_from(["Europe/Madrid", "Asia/Kathmandu", "Pacific/Apia"]).map(ZoneInfo),
        st.integers(-14 * 60, 14 * 60).map(lambda m: timezone(timedelta(minutes=m))),
    ),
)


class Subclass(datetime):
    """What freezegun, pendulum and pandas put in the place of datetime."""


class Missing(datetime):
    """As pandas' NaT: a datetime to `isinstance` that does not equal itself."""

    def __ne__(self, other: object) -> bool:
        return True

    __hash__ = datetime.__hash__


class Nanosecond(datetime):
    """As pandas' Timestamp, which counts nanoseconds too."""

    nanosecond = 0


class Pytz(tzinfo):
    """As a zone of pytz, which gives its oldest offset where `localize` was not called."""

    def __init__(self, name: str) -> None:
        self.name = name

    def localize(self, value: datetime) -> datetime:
        return value.replace(tzinfo=Pytz("CEST"))

    def utcoffset(self, value: datetime | None) -> timedelta:
        return timedelta(minutes=-15) if self.name == "LMT" else timedelta(hours=2)

    def dst(self, value: datetime | None) -> timedelta:
        return timedelta(0)

    def tzname(self, value: datetime | None) -> str:
        return self.name

    def __str__(self) -> str:
        return "Europe/Madrid"


class TestSinceEpoch:
    @pytest.mark.parametrize(
        ("expected", "value"),
        [
            (timedelta(0), datetime(1970, 1, 1, tzinfo=UTC)),
            (timedelta(days=1, microseconds=1), datetime(1970, 1, 2, 0, 0, 0, 1, tzinfo=UTC)),
            (timedelta(seconds=-1), datetime(1969, 12, 31, 23, 59, 59, tzinfo=UTC)),
            # 1970-01-01 in Madrid was an hour ahead.
            (timedelta(hours=-1), datetime(1970, 1, 1, tzinfo=MADRID)),
            (timedelta(hours=3), datetime(1970, 1, 1, tzinfo=timezone(timedelta(hours=-3)))),
        ],
    )
    def test_whatever_zone_it_is_written_in(self, expected: timedelta, value: datetime) -> None:
        """An instant is the time since 1970 in UTC, negative before."""
        assert expected == since_epoch(value, "at")

    def test_fold_tells_the_two_hours_apart(self) -> None:
        """02:30 came twice in Madrid on 27 October 2024, an hour apart."""
        first = datetime(2024, 10, 27, 2, 30, tzinfo=MADRID)
        second = first.replace(fold=1)
        assert timedelta(hours=1) == since_epoch(second, "at") - since_epoch(first, "at")

    @given(value=aware)
    def test_is_what_python_subtracts(self, value: datetime) -> None:
        """It is the difference in UTC, and the way back leads to the same instant."""
        moment = since_epoch(value, "at")
        assert value.astimezone(UTC) - EPOCH == moment
        assert value.astimezone(UTC) == to_datetime(moment, UTC)

    def test_naive(self) -> None:
        """A naive datetime is refused with parameter, value and remedy."""
        with pytest.raises(NaiveDatetimeError) as caught:
            since_epoch(NAIVE, "start")
        error = caught.value
        assert ("start", NAIVE, "naive_datetime") == (error.parameter, error.value, error.code)
        assert str(error) == (
            "start: 2024-05-02T14:00:00 has no time zone;"
            " attach one, as in .replace(tzinfo=ZoneInfo('Europe/Madrid'))"
        )

    def test_naive_is_raised_from_nothing(self) -> None:
        """The TypeError of the subtraction is nobody's business."""
        with pytest.raises(NaiveDatetimeError) as caught:
            since_epoch(NAIVE, "start")
        assert caught.value.__suppress_context__

    def test_a_naive_subclass(self) -> None:
        """A subclass of datetime is held to the same rule."""
        with pytest.raises(NaiveDatetimeError, match="end: 2024-05-02"):
            since_epoch(Subclass(2024, 5, 2, 14), "end")

    def test_subclass(self) -> None:
        """A subclass of datetime is the instant that it says, fold included."""
        plain = datetime(2024, 10, 27, 2, 30, 15, 7, tzinfo=MADRID, fold=1)
        twin = Subclass(2024, 10, 27, 2, 30, 15, 7, tzinfo=MADRID, fold=1)
        assert since_epoch(plain, "at") == since_epoch(twin, "at")

    def test_no_time(self) -> None:
        """What does not equal itself is NaT, and is refused by that name."""
        value = Missing(2024, 5, 2, tzinfo=UTC)
        with pytest.raises(InstantError, match="at: NaT is no instant; leave out the missing"):
            since_epoch(value, "at")

    def test_nanoseconds(self) -> None:
        """A nanosecond that would be lost is refused; none is fine."""
        value = Nanosecond(2024, 5, 2, tzinfo=UTC)
        assert timedelta(days=19845) == since_epoch(value, "at")
        value.nanosecond = 1
        with pytest.raises(InstantError, match=r"finer than a microsecond; round it on purpose"):
            since_epoch(value, "at")

    @pytest.mark.parametrize("value", [date(2024, 5, 2), "2024-05-02", 0, None, timedelta(0)])
    def test_no_datetime(self, value: Any) -> None:
        """Everything else is refused with its value."""
        with pytest.raises(InstantError, match="give an aware datetime") as caught:
            since_epoch(value, "at")
        assert ("at", value, "instant") == (
            caught.value.parameter,
            caught.value.value,
            caught.value.code,
        )
        assert repr(value) in str(caught.value)

    def test_local_mean_time(self) -> None:
        """A pytz zone attached without `localize` warns, and says how to do it and to silence."""
        value = datetime(2024, 5, 2, 14, tzinfo=Pytz("LMT"))
        with pytest.warns(LocalMeanTimeWarning) as caught:
            moment = since_epoch(value, "start")
        assert datetime(2024, 5, 2, 14, 15, tzinfo=UTC) - EPOCH == moment
        message = str(caught[0].message)
        for words in ("start", "2024-05-02", "Europe/Madrid", "localize", "To silence"):
            assert words in message

    def test_localized(self) -> None:
        """A pytz zone that was attached as it should be is silent."""
        value = Pytz("CEST").localize(NAIVE)
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            assert datetime(2024, 5, 2, 12, tzinfo=UTC) - EPOCH == since_epoch(value, "at")

    @pytest.mark.parametrize(
        ("question", "more"),
        [("is_open", ()), ("roll_back", ()), ("add", ("1h",)), ("elapsed", (EPOCH,))],
    )
    def test_the_warning_points_at_the_question(self, question: str, more: tuple[Any, ...]) -> None:
        """Who reads the warning finds the line in it that asks the calendar."""
        ask = getattr(BusinessCalendar.always("Europe/Madrid"), question)
        with pytest.warns(LocalMeanTimeWarning) as caught:
            ask(datetime(2024, 5, 2, 14, tzinfo=Pytz("LMT")), *more)
        assert __file__ == caught[0].filename


class TestToDatetime:
    def test_in_a_zone(self) -> None:
        """The answer is a plain datetime in the zone asked for, with its fold."""
        moment = datetime(2024, 10, 27, 1, 30, tzinfo=UTC) - EPOCH
        found = to_datetime(moment, MADRID)
        assert datetime(2024, 10, 27, 2, 30) == found.replace(tzinfo=None, fold=0)  # noqa: DTZ001
        assert (MADRID, 1, datetime) == (found.tzinfo, found.fold, type(found))

    def test_in_utc(self) -> None:
        """UTC stays UTC."""
        assert UTC is to_datetime(timedelta(hours=1), UTC).tzinfo

    def test_in_half_a_zone(self) -> None:
        """A zone that does not say its daylight saving has no local time for an instant."""

        class Half(tzinfo):
            def utcoffset(self, _: datetime | None) -> timedelta:
                return timedelta(hours=2)

            def dst(self, _: datetime | None) -> None:
                return None

        with pytest.raises(InstantError, match=r"cannot tell local time: .*dst.* zoneinfo"):
            to_datetime(timedelta(hours=1), Half())


class TestParseInstant:
    @pytest.mark.parametrize(
        "text",
        [
            "2024-05-02T17:00:00Z",
            "2024-05-02T17:00Z",
            " 2024-05-02 14:00:00-03:00\n",
            "20240502T190000+0200",
            "2024-05-02T22:45:00.000000+05:45",
        ],
    )
    def test_text(self, text: str) -> None:
        """ISO 8601 with an offset is an instant, in every spelling of it."""
        assert datetime(2024, 5, 2, 17, tzinfo=UTC) == parse_instant(text, "at")

    @pytest.mark.parametrize("text", ["2024-05-02T17:00Z", "2024-05-02T17:00+00:00"])
    def test_offset_zero_is_utc(self, text: str) -> None:
        """Offset zero is `UTC` itself, which is the fast path of every question."""
        assert UTC is parse_instant(text, "at").tzinfo

    def test_the_offset_is_kept(self) -> None:
        """An answer in the zone of the argument needs the offset that stood there."""
        assert timedelta(hours=-3) == parse_instant("2024-05-02T14:00-03:00", "at").utcoffset()

    def test_datetimes(self) -> None:
        """An aware datetime is itself, one of a subclass a plain one in the same zone."""
        value = datetime(2024, 10, 27, 2, 30, tzinfo=MADRID, fold=1)
        assert value is parse_instant(value, "at")
        found = parse_instant(Subclass(2024, 10, 27, 2, 30, tzinfo=MADRID, fold=1), "at")
        assert (datetime, MADRID, 1) == (type(found), found.tzinfo, found.fold)

    @pytest.mark.parametrize("text", ["", "soon", "2024-13-01T00:00Z", "02/05/2024 14:00", "now"])
    def test_no_instant(self, text: str) -> None:
        """A text that is none is refused with the form to write."""
        with pytest.raises(InstantError) as caught:
            parse_instant(text, "at")
        assert ("at", text) == (caught.value.parameter, caught.value.value)
        assert str(caught.value) == (
            f"at: {text!r} is no instant;"
            ' write ISO 8601 with an offset, as in "2024-05-02T14:00:00-03:00"'
        )

    @pytest.mark.parametrize("value", ["2024-05-02T14:00", "2024-05-02", NAIVE])
    def test_naive(self, value: Any) -> None:
        """A text without an offset is as naive as a datetime without a zone."""
        with pytest.raises(NaiveDatetimeError, match="at: 2024-05-02T"):
            parse_instant(value, "at")

    @pytest.mark.parametrize(
        ("value", "remedy"),
        [
            ("2024-05-06", 'write it with an offset, as in "2024-05-06T00:00:00-03:00"'),
            ("2024-05-06 09:30", 'write it with an offset, as in "2024-05-06T09:30:00-03:00"'),
            (NAIVE, "attach one, as in .replace(tzinfo=ZoneInfo('Europe/Madrid'))"),
        ],
    )
    def test_remedy(self, value: Any, remedy: str) -> None:
        """Text is mended as text, which is all that a file has, and a datetime in Python."""
        with pytest.raises(NaiveDatetimeError) as caught:
            parse_instant(value, "at")
        assert remedy == caught.value.remedy

    @pytest.mark.parametrize("value", [None, 1_714_658_400, date(2024, 5, 2), ["2024-05-02T14Z"]])
    def test_nothing_that_could_be_one(self, value: Any) -> None:
        """Numbers, dates and lists are no instants."""
        with pytest.raises(InstantError, match="is no datetime"):
            parse_instant(value, "at")
