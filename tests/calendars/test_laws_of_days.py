"""The laws of business days, and of the ways to write the same document."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from slakit import BusinessCalendar
from tests.strategies import OFFICE, Scene, answers, build, scenes

TICK = timedelta(microseconds=1)


class TestBusinessDays:
    """Laws that need days of equal hours and clocks that never change."""

    calendars = st.builds(
        lambda tz, holidays: BusinessCalendar(tz=tz, hours=OFFICE, holidays=holidays),
        st.sampled_from(["UTC", "Asia/Kathmandu", "Asia/Kolkata"]),
        st.lists(st.dates(date(2024, 2, 1), date(2024, 4, 30)), max_size=5),
    )
    instants = st.integers(0, 50 * 86_400_000_000).map(
        lambda us: datetime(2024, 2, 20, tzinfo=UTC) + timedelta(microseconds=us)
    )
    days = st.dates(date(2024, 1, 1), date(2024, 6, 1))

    @given(cal=calendars, at=instants, n=st.integers(1, 15))
    def test_there_and_back(self, cal: BusinessCalendar, at: datetime, n: int) -> None:
        """n business days on and n back is where a working instant began."""
        start = cal.roll_forward(at)
        assert start == cal.add_business_days(cal.add_business_days(start, n), -n)

    @given(cal=calendars, at=instants, m=st.integers(1, 9), n=st.integers(1, 9))
    def test_are_additive(self, cal: BusinessCalendar, at: datetime, m: int, n: int) -> None:
        """m days and then n days are m + n days, forwards and backwards."""
        start = cal.roll_forward(at)
        there = cal.add_business_days(cal.add_business_days(start, m), n)
        assert there == cal.add_business_days(start, m + n)
        assert start == cal.add_business_days(cal.add_business_days(there, -n), -m)

    @given(cal=calendars, at=instants, n=st.integers(1, 15))
    def test_count_what_was_added(self, cal: BusinessCalendar, at: datetime, n: int) -> None:
        """From the date of a working instant to n business days on there are n of them."""
        zone = ZoneInfo(cal.tz)
        start = cal.roll_forward(at)
        end = cal.add_business_days(start, n)
        first, last = start.astimezone(zone).date(), end.astimezone(zone).date()
        assert n == cal.business_days(first, last)
        closing = cal.add_business_days(start, n, end_of_day=True)
        assert cal.next_close(end - TICK) == closing

    @given(cal=calendars, a=days, b=days, c=days)
    def test_counts_are_additive(self, cal: BusinessCalendar, a: date, b: date, c: date) -> None:
        """Counted in order, the parts sum to the whole; a day counts as one or as none."""
        a, b, c = sorted([a, b, c])
        assert cal.business_days(a, c) == cal.business_days(a, b) + cal.business_days(b, c)
        assert cal.business_days(c, a) == cal.business_days(c, b) + cal.business_days(b, a)
        assert cal.business_days(a, a) == 0
        assert cal.business_days(a, a + timedelta(days=1)) in (0, 1)

    @given(cal=calendars, a=days, b=days)
    def test_counts_are_those_of_numpy(self, cal: BusinessCalendar, a: date, b: date) -> None:
        """The count is `numpy.busday_count`, the second date excluded in both directions."""
        numpy = pytest.importorskip("numpy")
        holidays = [d for d in self.span() if self.is_holiday(cal, d)]
        assert numpy.busday_count(a, b, holidays=holidays) == cal.business_days(a, b)

    @staticmethod
    def span() -> list[date]:
        return [date(2024, 1, 1) + timedelta(days=n) for n in range(160)]

    @staticmethod
    def is_holiday(cal: BusinessCalendar, day: date) -> bool:
        """Say whether a weekday has no hours, asked at its noon."""
        noon = datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo(cal.tz))
        return day.weekday() < 5 and not cal.is_open(noon)


@given(scene=scenes(), data=st.data(), n=st.integers(0, 9))
def test_amounts_as_text_are_the_other_questions(scene: Scene, data: st.DataObject, n: int) -> None:
    """`4h` is a timedelta of open time, `2bd` business days, `24h wall` real time."""
    cal = scene.calendar()
    start = data.draw(scene.instants(exact=True))
    assert cal.add(start, timedelta(minutes=90)) == cal.add(start, "1h30m") == cal.add(start, "90m")
    assert cal.add(start, timedelta(hours=n)) == cal.add(start, f"{n}h")
    assert start + timedelta(hours=24) == cal.add(start, "24h wall")
    assert cal.add_business_days(start, n) == cal.add(start, f"{n}bd")
    assert cal.add_business_days(start, n, end_of_day=True) == cal.add(start, f"{n}bd eod")
    assert cal.add_business_days(start, n, at="16:00") == cal.add(start, f"{n}bd 16:00")


@given(scene=scenes(), data=st.data())
def test_hours_as_text_are_hours_as_a_mapping(scene: Scene, data: st.DataObject) -> None:
    """Written as one text, as texts or as lists, the same hours answer the same."""
    hours = scene.document["hours"]
    a, b = (data.draw(scene.instants(exact=True)) for _ in range(2))
    expected = answers(scene.calendar(), a, b)
    text = "; ".join(f"{day.title()} {','.join(texts)}" for day, texts in hours.items() if texts)
    assume(text)
    assert expected == answers(build({**scene.document, "hours": text}), a, b)
    texts = {day: ",".join(texts) or "closed" for day, texts in hours.items()}
    assert expected == answers(build({**scene.document, "hours": texts}), a, b)


@given(data=st.data(), scene=scenes(), first=st.dates(date(2011, 12, 1), date(2012, 1, 31)))
def test_a_range_of_special_hours_is_its_dates(
    data: st.DataObject, scene: Scene, first: date
) -> None:
    """Special hours of a range, both ends included, are those hours on each of its dates."""
    plain = {key: value for key, value in scene.document.items() if key != "special"}
    length = data.draw(st.integers(0, 5))
    dates = [first + timedelta(days=n) for n in range(length + 1)]
    moved = Scene({**plain, "special": {f"{dates[0]}..{dates[-1]}": ["10:00-11:30"]}}, first)
    a, b = (data.draw(moved.instants(exact=True)) for _ in range(2))
    by_date = build({**plain, "special": {day.isoformat(): ["10:00-11:30"] for day in dates}})
    assert answers(by_date, a, b) == answers(moved.calendar(), a, b)


@pytest.mark.parametrize("yearly", ["12-31", "02-29", "01-01"])
def test_yearly_special_hours_hold_every_year_that_has_the_date(yearly: str) -> None:
    """A key MM-DD is that date of each year; 29 February of leap years only."""
    every = BusinessCalendar(tz="UTC", hours=OFFICE, special={yearly: ["01:00-02:30"]})
    dates = []
    for year in range(2011, 2018):
        try:
            dates.append(date.fromisoformat(f"{year}-{yearly}"))
        except ValueError:
            continue
    by_date = BusinessCalendar(
        tz="UTC", hours=OFFICE, special={day: ["01:00-02:30"] for day in dates}
    )
    a, b = datetime(2011, 1, 1, tzinfo=UTC), datetime(2018, 1, 1, tzinfo=UTC)
    assert [*by_date.intervals(a, b)] == [*every.intervals(a, b)]
