"""Hours where clocks change, worked out by hand from the rule of each zone.

A wall time that clocks spring over is as much later as they spring; one that they show
twice is the first. Open time is real seconds.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from slakit import BusinessCalendar
from tests.oracle import DocumentOracle, minute_of
from tests.strategies import DAYS, OFFICE, WEEKDAYS, ZONES, build, transition_dates

NEW_YORK = ZoneInfo("America/New_York")
SPRING = date(2024, 3, 10)  # 02:00 EST becomes 03:00 EDT
AUTUMN = date(2024, 11, 3)  # 02:00 EDT becomes 01:00 EST


def every_day(zone: str, *hours: str) -> BusinessCalendar:
    return BusinessCalendar(tz=zone, hours={day: list(hours) for day in WEEKDAYS})


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def on(cal: BusinessCalendar, day: date) -> list[str]:
    """Return the open intervals of some 20 hours around a date's early morning, in UTC."""
    start = datetime(day.year, day.month, day.day, tzinfo=UTC)
    found = cal.intervals(start, start + timedelta(hours=20))
    return [f"{a:%H:%M}-{b:%H:%M}" for a, b in found]


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        # All of it is sprung over: it moves on by an hour and keeps its length.
        (["02:10-02:40"], ["07:10-07:40"]),
        # From 01:30 EST to the 02:30 that became 03:30 EDT: an hour.
        (["01:30-02:30"], ["06:30-07:30"]),
        # 02:30 became 03:30 EDT, after its end: empty, dropped.
        (["02:30-03:15"], []),
        # The first becomes 03:00-03:50 EDT and the second lies within it.
        (["02:00-02:50", "03:00-03:30"], ["07:00-07:50"]),
        # They change order and touch: 03:45 EDT to 03:50, 03:00 to 03:45.
        (["02:45-02:50", "03:00-03:45"], ["07:00-07:50"]),
        # The hour that was not is no open hour: 01:00 EST to 04:00 EDT.
        (["01:00-04:00"], ["06:00-08:00"]),
        # A gap's two sides meet.
        (["01:00-02:00", "03:00-04:00"], ["06:00-08:00"]),
    ],
)
def test_a_gap_moves_wall_times_forward(hours: list[str], expected: list[str]) -> None:
    """New York, the night in which 02:00 becomes 03:00."""
    assert expected == on(every_day("America/New_York", *hours), SPRING)


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        # Shown twice: the first, so one hour of 24 minutes is open once only.
        (["01:10-01:34"], ["05:10-05:34"]),
        # The end is the first 01:30.
        (["00:30-01:30"], ["04:30-05:30"]),
        # From the first 01:30 through the second one.
        (["01:30-02:30"], ["05:30-07:30"]),
        (["00:00-03:00"], ["04:00-08:00"]),
        # 02:00 comes once, an hour after the first 01:59 ended.
        (["01:00-02:00"], ["05:00-07:00"]),
    ],
)
def test_an_overlap_takes_the_first(hours: list[str], expected: list[str]) -> None:
    """New York, the night in which 02:00 becomes 01:00."""
    assert expected == on(every_day("America/New_York", *hours), AUTUMN)


def test_both_readings_of_a_repeated_hour_are_told_apart() -> None:
    """`fold` decides which 01:15 is meant; only the first is within 00:30-01:30."""
    cal = every_day("America/New_York", "00:30-01:30")
    first = datetime(2024, 11, 3, 1, 15, tzinfo=NEW_YORK)
    second = first.replace(fold=1)
    assert cal.is_open(first)
    assert not cal.is_open(second)
    assert timedelta(minutes=15) == cal.elapsed(first, second)
    assert timedelta(minutes=-15) == cal.elapsed(second, first)


def test_an_answer_in_the_repeated_hour_carries_its_fold() -> None:
    """Two hours after 00:30 EDT it is 01:30 for the second time."""
    cal = BusinessCalendar.always("America/New_York")
    start = datetime(2024, 11, 3, 0, 30, tzinfo=NEW_YORK)
    end = cal.add(start, timedelta(hours=2))
    assert (1, 30, 1) == (end.hour, end.minute, end.fold)
    assert utc("2024-11-03T06:30") == end.astimezone(UTC)
    assert start == cal.add(end, timedelta(hours=-2))


def test_a_start_within_a_gap_is_the_instant_that_python_gives_it() -> None:
    """02:30 was never shown: Python reads it with the offset before, 07:30 UTC."""
    cal = every_day("America/New_York", "00:00-24:00")
    never = datetime(2024, 3, 10, 2, 30, tzinfo=NEW_YORK)
    assert utc("2024-03-10T08:30") == cal.add(never, timedelta(hours=1)).astimezone(UTC)
    before = datetime(2024, 3, 10, 1, 30, tzinfo=NEW_YORK)
    assert timedelta(hours=1) == cal.elapsed(before, never)


@pytest.mark.parametrize(
    ("zone", "day", "length"),
    [
        ("America/New_York", date(2024, 3, 10), "23:00:00"),
        ("America/New_York", date(2024, 11, 3), "1 day, 1:00:00"),
        ("Australia/Lord_Howe", date(2024, 10, 6), "23:30:00"),
        ("Australia/Lord_Howe", date(2024, 4, 7), "1 day, 0:30:00"),
        ("Europe/Dublin", date(2024, 3, 31), "23:00:00"),
        ("Europe/Dublin", date(2024, 10, 27), "1 day, 1:00:00"),
        ("Africa/Casablanca", date(2024, 3, 10), "1 day, 1:00:00"),
        ("Africa/Casablanca", date(2024, 4, 14), "23:00:00"),
        ("Asia/Beirut", date(2024, 3, 31), "23:00:00"),
        ("Asia/Beirut", date(2024, 10, 26), "1 day, 1:00:00"),
        ("America/Sao_Paulo", date(2018, 11, 4), "23:00:00"),
        ("America/Sao_Paulo", date(2018, 2, 17), "1 day, 1:00:00"),
        ("Asia/Tehran", date(2022, 3, 22), "23:00:00"),
        ("Asia/Tehran", date(2022, 9, 21), "1 day, 1:00:00"),
        ("Asia/Kathmandu", date(2024, 3, 31), "1 day, 0:00:00"),
        ("Pacific/Apia", date(2011, 12, 29), "1 day, 0:00:00"),
        ("Pacific/Apia", date(2011, 12, 30), "0:00:00"),
        ("Pacific/Apia", date(2011, 12, 31), "1 day, 0:00:00"),
    ],
)
def test_a_whole_day_is_as_long_as_it_was(zone: str, day: date, length: str) -> None:
    """00:00-24:00 of one date is that date's real length, also where clocks change at midnight."""
    later = day + timedelta(days=30)
    cal = BusinessCalendar(
        tz=zone, hours={}, special={day: ["00:00-24:00"], later: ["09:00-10:00"]}
    )
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    around = timedelta(days=3)
    assert length == str(cal.elapsed(noon - around, noon + around))


def test_a_date_that_never_was_has_no_hours() -> None:
    """Apia had no 30 December 2011: its Friday is no day, and Saturday does not inherit it."""
    cal = BusinessCalendar(tz="Pacific/Apia", hours=OFFICE)
    # Thursday 29 December closes at 17:00 of UTC-10, 03:00 UTC; Monday opens at 09:00 of
    # UTC+14, which is 19:00 UTC of Sunday.
    assert utc("2012-01-01T19:00") == cal.next_open(utc("2011-12-30T03:00"))
    assert 1 == cal.business_days(date(2011, 12, 29), date(2012, 1, 2))
    start = utc("2011-12-29T20:00")  # Thursday 10:00
    assert utc("2012-01-01T20:00") == cal.add_business_days(start, 1)


def test_a_night_before_a_date_that_never_was() -> None:
    """From 22:00 on Apia's last Thursday until 06:00 takes eight hours, as every night."""
    cal = BusinessCalendar(tz="Pacific/Apia", hours={"thu": ["22:00-06:00"]})
    start = utc("2011-12-30T08:00")  # Thursday 29 December 22:00 at UTC-10
    assert [(start, start + timedelta(hours=8))] == list(
        cal.intervals(utc("2011-12-29T00:00"), utc("2012-01-02T00:00"))
    )


def test_midnight_that_never_was_is_the_first_moment_of_the_day() -> None:
    """Beirut's 31 March 2024 begins at 01:00; what should open at 00:00 opens then."""
    cal = every_day("Asia/Beirut", "00:00-08:00")
    assert utc("2024-03-30T22:00") == cal.next_open(utc("2024-03-30T12:00"))
    # 08:00 summer time is 05:00 UTC: seven real hours.
    assert timedelta(hours=7) == cal.elapsed(utc("2024-03-30T12:00"), utc("2024-03-31T12:00"))


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("2024-03-09T07:30", "2024-03-10T07:30"),  # 02:30 EST -> 02:30 never shown -> 03:30 EDT
        ("2024-11-02T05:30", "2024-11-03T05:30"),  # 01:30 EDT -> the first 01:30
        ("2024-11-02T06:30", "2024-11-03T07:30"),  # 02:30 EDT -> 02:30 EST, 25 hours on
    ],
)
def test_business_days_keep_the_wall_time(start: str, expected: str) -> None:
    """The same time of day one day on, whatever happened to the clocks in between."""
    cal = every_day("America/New_York", "00:00-24:00")
    assert utc(expected) == cal.add_business_days(utc(start), 1)


def test_calendar_days_keep_the_wall_time() -> None:
    """Three calendar days from Friday noon end on Monday noon, 71 real hours later."""
    cal = every_day("America/New_York", "09:00-17:00")
    assert utc("2024-03-11T16:00") == cal.add(utc("2024-03-08T17:00"), "3cd")


@pytest.mark.parametrize("zone", [zone for zone in ZONES if zone != "UTC"])
def test_every_shape_of_day_at_every_kind_of_change(zone: str) -> None:
    """Whatever the hours, around the latest changes they are open when the oracle's walk is."""
    margin = timedelta(days=2)
    for hours in DAYS:
        if not hours:
            continue
        document = {"tz": zone, "hours": dict.fromkeys(WEEKDAYS, hours)}
        cal, oracle = build(document), DocumentOracle(**document)
        for day in (date(2011, 12, 30), *transition_dates(zone)[-4:]):
            noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
            expected = oracle.intervals(minute_of(noon - margin), minute_of(noon + margin))
            found = cal.intervals(noon - margin, noon + margin)
            assert expected == [(minute_of(a), minute_of(b)) for a, b in found], (hours, day)


def test_the_name_of_the_season_does_not_matter() -> None:
    """Dublin's winter is its "daylight" time in tzdata; its hours are London's all the same."""
    london = every_day("Europe/London", "01:15-17:00")
    dublin = every_day("Europe/Dublin", "01:15-17:00")
    a, b = utc("2024-03-25T00:00"), utc("2024-11-05T00:00")
    assert list(london.intervals(a, b)) == list(dublin.intervals(a, b))


def test_wall_clock_arithmetic_is_not_used_on_zoned_datetimes() -> None:
    """Both instants in the calendar's own ZoneInfo, over a change: real seconds, not wall."""
    cal = BusinessCalendar.always("America/New_York")
    a = datetime(2024, 3, 9, 12, tzinfo=NEW_YORK)
    b = datetime(2024, 3, 10, 12, tzinfo=NEW_YORK)
    assert timedelta(hours=23) == cal.elapsed(a, b)
    assert b == cal.add(a, timedelta(hours=23))
    assert [(a, b)] == list(cal.intervals(a, b))
