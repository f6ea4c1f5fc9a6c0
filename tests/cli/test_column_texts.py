"""Columns of instants and lengths as texts, against those that are written one by one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slakit.durations import format_length
from slakit.instants import EPOCH, MICROSECOND, to_datetime

np = pytest.importorskip("numpy", reason="columns are numpy's")

from slakit.cli.column_texts import DateTexts, InstantTexts, LengthTexts  # noqa: E402 - needs numpy
from slakit.frames.columns import NAT  # noqa: E402

ZONES = [
    None,
    UTC,
    ZoneInfo("UTC"),
    ZoneInfo("Europe/Madrid"),
    ZoneInfo("America/Sao_Paulo"),
    ZoneInfo("Australia/Lord_Howe"),
    timezone(timedelta(hours=5, minutes=45)),
]
# From the year 1 to 9999, a day away from either end, in seconds and in microseconds.
SECONDS = st.integers(-62_135_510_400, 253_402_200_000)
MICROSECONDS = st.integers(-62_135_510_400 * 10**6, 253_402_200_000 * 10**6)
# Answers lie in the years 3 to 9997.
ANSWERS = st.integers(-62_072_000_000 * 10**6, 253_339_000_000 * 10**6)
RECENT = st.integers(1_500_000_000, 1_800_000_000)


def in_zone(number: int, zone: tzinfo | None) -> str:
    return (EPOCH + number * MICROSECOND).astimezone(zone or UTC).isoformat()


class TestInstants:
    @pytest.mark.parametrize(
        ("at", "text"),
        [
            (datetime(2024, 5, 6, 10, tzinfo=UTC), "2024-05-06T12:00:00+02:00"),
            (datetime(2024, 1, 6, 10, tzinfo=UTC), "2024-01-06T11:00:00+01:00"),
            (datetime(2024, 10, 27, 1, 30, tzinfo=UTC), "2024-10-27T02:30:00+01:00"),
            (datetime(2024, 5, 6, 10, 0, 0, 125, tzinfo=UTC), "2024-05-06T12:00:00.000125+02:00"),
            (datetime(1800, 1, 1, tzinfo=UTC), "1799-12-31T23:45:16-00:14:44"),
            (datetime(999, 6, 1, 12, tzinfo=UTC), "0999-06-01T11:45:16-00:14:44"),
        ],
    )
    def test_text(self, at: datetime, text: str) -> None:
        """An instant has the offset that the zone has then, to the second."""
        number = (at - EPOCH) // MICROSECOND
        texts = InstantTexts(ZoneInfo("Europe/Madrid"))
        assert [text, "", text] == texts(np.array([number, NAT, number]))

    def test_none(self) -> None:
        """What is no instant has no text, and no instants have none."""
        assert ["", ""] == InstantTexts(None)(np.array([NAT, NAT]))
        assert [] == InstantTexts(UTC)(np.array([], np.int64))

    @pytest.mark.parametrize("zone", ZONES, ids=str)
    @given(numbers=st.lists(RECENT.map(lambda each: each * 10**6), max_size=9))
    def test_seconds(self, zone: tzinfo | None, numbers: list[int]) -> None:
        """Whole seconds are written as `isoformat` does."""
        expected = [in_zone(number, zone) for number in numbers]
        assert expected == InstantTexts(zone)(np.array(numbers, np.int64))

    @given(
        numbers=st.lists(SECONDS.map(lambda each: each * 10**6) | MICROSECONDS, max_size=5),
        zone=st.sampled_from(ZONES),
    )
    def test_any(self, numbers: list[int], zone: tzinfo | None) -> None:
        """So are those of all years that a date can have."""
        expected = [in_zone(number, zone) for number in numbers]
        assert expected == InstantTexts(zone)(np.array(numbers, np.int64))


class TestLengths:
    def test_text(self) -> None:
        """A length is written as in every other answer; none has no text."""
        lengths = [timedelta(0), timedelta(hours=3, minutes=10), timedelta(minutes=-90)]
        numbers = np.array([*(each // MICROSECOND for each in lengths), NAT])
        assert ["0s", "3h10m", "-1h30m", ""] == LengthTexts()(numbers)

    @given(numbers=st.lists(st.integers(-(10**15), 10**15)))
    def test_any(self, numbers: list[int]) -> None:
        """So is every other, and asking again changes nothing."""
        expected = [format_length(number * MICROSECOND) for number in numbers]
        texts, column = LengthTexts(), np.array(numbers, np.int64)
        assert [expected, expected] == [texts(column), texts(column)]


class TestDates:
    def test_date(self) -> None:
        """The date is that of the row's own zone; none has none."""
        at = (datetime(2024, 5, 6, 23, 30, tzinfo=UTC) - EPOCH) // MICROSECOND
        zones = [None, ZoneInfo("Europe/Madrid"), ZoneInfo("UTC")]
        found = DateTexts()(np.array([at, at, NAT]), np.array([1, 2, 0]), zones)
        assert ["2024-05-07", "2024-05-06", ""] == found

    @given(st.lists(st.tuples(ANSWERS, st.integers(0, 1)), min_size=1, max_size=8))
    def test_any(self, rows: list[tuple[int, int]]) -> None:
        """Whatever the year of an answer, the date is the one that a datetime has."""
        zones = [ZoneInfo("America/Sao_Paulo"), ZoneInfo("Australia/Lord_Howe")]
        numbers, which = (np.array(column) for column in zip(*rows, strict=True))
        expected = [to_datetime(n * MICROSECOND, zones[z]).date().isoformat() for n, z in rows]
        assert expected == DateTexts()(numbers, which, zones)
