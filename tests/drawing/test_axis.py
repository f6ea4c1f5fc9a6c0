"""Ticks at round wall times, and labels that leave each other room."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slakit.drawing.axis import Axis, AxisWords, Tick, time_axis
from slakit.drawing.measure import text_width
from slakit.drawing.scale import TimeScale

HOUR = timedelta(hours=1)
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day_forms(day: date) -> tuple[str, ...]:
    return f"{DAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}", str(day.day)


def month_forms(day: date) -> tuple[str, ...]:
    return f"{MONTHS[day.month - 1]} {day.year}", MONTHS[day.month - 1]


WORDS = AxisWords(day=day_forms, month=month_forms)


def axis(start: datetime, end: datetime, width: float = 600, **options: object) -> Axis:
    zone = start.tzinfo
    assert isinstance(zone, ZoneInfo)
    scale = TimeScale(start, end, left=0, right=width, **options)  # type: ignore[arg-type]
    return time_axis(scale, zone, WORDS)


def labels(ticks: list[Tick]) -> list[str]:
    return [tick.label for tick in ticks]


def local(zone: str, *parts: int) -> datetime:
    return datetime(*parts, tzinfo=ZoneInfo(zone))  # type: ignore[arg-type, misc]


def test_hours_of_a_day() -> None:
    """Ten hours on 600 pixels have a tick an hour, and name their day once."""
    found = axis(
        local("America/Sao_Paulo", 2024, 5, 6, 8), local("America/Sao_Paulo", 2024, 5, 6, 18)
    )
    assert [f"{hour:02}:00" for hour in range(8, 19)] == labels(found.fine)
    assert ["Mon 6 May"] == labels(found.coarse)


def test_a_zone_of_half_hours() -> None:
    """Ticks are round on the wall, not in UTC."""
    found = axis(local("Asia/Kolkata", 2024, 5, 6, 8, 10), local("Asia/Kolkata", 2024, 5, 6, 12))
    assert "08:30" == found.fine[0].label
    assert {0, 30} == {tick.at.minute for tick in found.fine}


def test_hour_that_is_skipped() -> None:
    """In Madrid there is no 02:00 on 31 March 2024, and the hours are evenly apart."""
    found = axis(local("Europe/Madrid", 2024, 3, 31, 0), local("Europe/Madrid", 2024, 3, 31, 6))
    assert ["00:00", "01:00", "03:00", "04:00", "05:00", "06:00"] == [
        label for label in labels(found.fine) if label.endswith(":00")
    ]


def test_hour_that_comes_twice() -> None:
    """In Madrid 02:00 comes twice on 27 October 2024, an hour apart."""
    found = axis(
        local("Europe/Madrid", 2024, 10, 27, 1), local("Europe/Madrid", 2024, 10, 27, 4), 200
    )
    assert ["01:00", "02:00", "02:00", "03:00", "04:00"] == labels(found.fine)
    assert [0, 50, 100, 150, 200] == [tick.x for tick in found.fine]


def test_day_without_midnight() -> None:
    """São Paulo skipped the midnight of 4 November 2018; the day has its name all the same."""
    found = axis(
        local("America/Sao_Paulo", 2018, 11, 3, 12), local("America/Sao_Paulo", 2018, 11, 4, 12)
    )
    assert ["Sat 3 Nov", "Sun 4 Nov"] == labels(found.coarse)
    assert 600 * 12 / 23 == pytest.approx(found.coarse[1].x)


def test_date_that_never_was() -> None:
    """Apia had no 30 December 2011."""
    found = axis(local("Pacific/Apia", 2011, 12, 29), local("Pacific/Apia", 2011, 12, 31, 12))
    assert ["Thu 29 Dec", "Sat 31 Dec"] == labels(found.coarse)


def test_days_of_a_month() -> None:
    """Over weeks the days are numbers under their months."""
    found = axis(local("UTC", 2024, 4, 25), local("UTC", 2024, 5, 10))
    assert ["25", "26"] == labels(found.fine)[:2]
    assert ["Apr 2024", "May 2024"] == labels(found.coarse)


def test_weeks_begin_on_monday() -> None:
    """A tick a week is on Mondays."""
    found = axis(local("UTC", 2024, 1, 1), local("UTC", 2024, 6, 1))
    assert {0} == {tick.at.weekday() for tick in found.fine}


def test_months_and_years() -> None:
    """Over years the months stand under their years, and over decades years alone."""
    months = axis(local("UTC", 2023, 7, 1), local("UTC", 2024, 7, 1))
    assert ["Jul", "Aug", "Sep"] == labels(months.fine)[:3]
    assert ["2023", "2024"] == labels(months.coarse)
    years = axis(local("UTC", 2000, 1, 1), local("UTC", 2040, 1, 1))
    assert "2000" == years.fine[0].label
    assert [] == years.coarse


def test_breaks() -> None:
    """Nights that are left out have no ticks, and each day is named where it is first seen."""
    opens = [local("UTC", 2024, 5, day, 9) for day in (6, 7)]
    night = opens[0] + 9 * HOUR, opens[1]
    found = axis(opens[0], opens[1] + 9 * HOUR, 900, breaks=[night], break_width=36)
    assert ["Mon 6 May", "Tue 7 May"] == labels(found.coarse)
    assert [0, 468] == [tick.x for tick in found.coarse]
    assert not [tick for tick in found.fine if night[0] < tick.at < night[1]]
    # 18:00 and 09:00 are only a break apart, so that one of them gives way.
    assert "18:00" in labels(found.fine)
    assert "" == next(tick for tick in found.fine if tick.at == night[1]).label


def test_weeks_of_working_hours() -> None:
    """Where every midnight is left out, days stand where they are first seen."""
    mondays = [local("UTC", 2024, 5, day) for day in (6, 13)]
    opens = [monday + (24 * i + 9) * HOUR for monday in mondays for i in range(5)]
    breaks = [(a + 9 * HOUR, b) for a, b in pairwise(opens)]
    found = axis(opens[0], opens[-1] + 9 * HOUR, 500, breaks=breaks)
    assert ["6", "7", "8", "9", "10", "13", "14", "15", "16", "17"] == labels(found.fine)
    assert [0, *(piece.right for piece in scale_of(opens, breaks).breaks)] == [
        tick.x for tick in found.fine
    ]


def scale_of(opens: list[datetime], breaks: list[tuple[datetime, datetime]]) -> TimeScale:
    return TimeScale(opens[0], opens[-1] + 9 * HOUR, left=0, right=500, breaks=breaks)


def test_no_room() -> None:
    """On a few pixels there is no label, and no error."""
    found = axis(local("UTC", 2024, 5, 6), local("UTC", 2024, 5, 7), 5)
    assert [] == [label for label in labels(found.fine) + labels(found.coarse) if label]


@given(
    zone=st.sampled_from(["UTC", "America/Sao_Paulo", "Europe/Dublin", "Australia/Lord_Howe"]),
    start=st.datetimes(datetime(1990, 1, 1), datetime(2040, 1, 1)),  # noqa: DTZ001
    minutes=st.one_of(
        st.integers(1, 600), st.integers(600, 60_000), st.integers(60_000, 9_000_000)
    ),
    width=st.integers(60, 1_500),
    cut=st.lists(st.floats(0, 1), max_size=6, unique=True),
)
def test_laws(zone: str, start: datetime, minutes: int, width: int, cut: list[float]) -> None:
    """Whatever is drawn: labels of a row never touch, ticks lie within and run to the right."""
    first = start.replace(tzinfo=UTC)
    length = timedelta(minutes=minutes)
    edges = [first + share * length for share in sorted(cut)]
    scale = TimeScale(
        first,
        first + length,
        left=0,
        right=width,
        breaks=list(zip(edges[::2], edges[1::2], strict=False)),
    )
    found = time_axis(scale, ZoneInfo(zone), WORDS)
    boxes = [
        [
            (t.x - text_width(t.label, 11) / 2, t.x + text_width(t.label, 11) / 2)
            for t in found.fine
            if t.label
        ],
        [(t.x, t.x + text_width(t.label, 11)) for t in found.coarse if t.label],
    ]
    for row in boxes:
        assert all(one[1] < other[0] for one, other in pairwise(row))
        assert all(-16 <= left and right <= width + 16 for left, right in row)
    for ticks in found:
        assert all(0 <= tick.x <= width for tick in ticks)
        assert all(one.x <= other.x for one, other in pairwise(ticks))
    assert len(found.fine) <= width
    for tick in found.fine:
        assert (0, 0) == (tick.at.second, tick.at.microsecond)
