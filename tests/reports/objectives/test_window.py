"""Windows: where they begin and end, and how they are written."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slakit import DocumentError, InstantError, SlakitError
from slakit.reports.objectives.window import Window

MONTH = {"calendar": "month", "tz": "Europe/Madrid"}


@pytest.mark.parametrize(
    ("expected", "value"),
    [
        (MONTH, MONTH),
        (MONTH, "calendar month, Europe/Madrid"),
        (MONTH, " calendar month,Europe/Madrid "),
        ({"rolling": "30d"}, "rolling 30 days"),
        ({"rolling": "30d"}, {"rolling": "30d"}),
        ({"rolling": "30d"}, {"rolling": timedelta(days=30)}),
        ({"rolling": "1d"}, "rolling 1 day"),
        ({"rolling": "1d"}, {"rolling": "24h"}),
        ({"rolling": "12h"}, "rolling 12h"),
        ({"rolling": "36h"}, {"rolling": "PT36H"}),
    ],
)
def test_read(expected: dict[str, str], value: Any) -> None:
    """A window is read from its mapping or its text, and written as the mapping."""
    window = Window.parse(value)
    assert expected == window.to_data()
    assert window == Window.parse(window.to_data())
    assert window is Window.parse(window)
    assert f"Window.parse({expected!r})" == repr(window)


@pytest.mark.parametrize(
    ("message", "value"),
    [
        ("'calendar month' has no time zone; name it, as in \"calendar month, Europe/", None),
        ('no time zone; name it, as in "calendar month, Europe', "calendar month, "),
        ("tz: is required and missing; name the zone", {"calendar": "month"}),
        ("tz: unknown time zone 'Madrid'; .*'Europe/Madrid'", {**MONTH, "tz": "Madrid"}),
        (
            "calendar: the calendar has no 'moth'; did you mean 'month'",
            {**MONTH, "calendar": "moth"},
        ),
        ("'monthly' is no window; write \"calendar month", "monthly"),
        ("is no window", {"rolling": "30d", "tz": "UTC"}),
        ("is no window", {}),
        ("30 is no window", 30),
        ("rolling: '0d' is no time at all", {"rolling": "0d"}),
        ("rolling: '-3h' is no time at all", {"rolling": "-3h"}),
        ("rolling: 30 is no length", {"rolling": 30}),
        ("rolling: '30' has no unit; write \"30d\"", "rolling 30"),
        ("rolling: '2 weeks' counts in weeks", "rolling 2 weeks"),
    ],
)
def test_refused(message: str, value: Any) -> None:
    """What is no window is refused with what to write; nothing stands in for a zone."""
    with pytest.raises(SlakitError, match=message):
        Window.parse("calendar month" if value is None else value)


def test_every_problem() -> None:
    """All that is wrong with a window is said at once."""
    with pytest.raises(DocumentError) as error:
        Window.parse({"calendar": "moth", "tz": "Madrid"})
    assert [("calendar",), ("tz",)] == [problem.path for problem in error.value.problems]


@pytest.mark.parametrize(
    ("start", "end", "unit", "tz", "at"),
    [
        # Madrid is at UTC+1 in winter and UTC+2 in summer: clocks change on 31 March 2024.
        ("2024-02-29T23:00", "2024-03-31T22:00", "month", "Europe/Madrid", "2024-03-15T12:00"),
        ("2024-03-30T23:00", "2024-03-31T22:00", "day", "Europe/Madrid", "2024-03-31T12:00"),
        ("2024-10-26T22:00", "2024-10-27T23:00", "day", "Europe/Madrid", "2024-10-27T12:00"),
        ("2024-03-24T23:00", "2024-03-31T22:00", "week", "Europe/Madrid", "2024-03-31T12:00"),
        ("2023-12-31T23:00", "2024-03-31T22:00", "quarter", "Europe/Madrid", "2024-02-29T12:00"),
        ("2023-12-31T23:00", "2024-12-31T23:00", "year", "Europe/Madrid", "2024-07-01T00:00"),
        # São Paulo changed at midnight: 4 November 2018 begins at 01:00, which is 03:00 UTC, and
        # 17 February 2019 at 03:00 UTC again, after a 16 February of 25 hours.
        ("2018-11-04T03:00", "2018-11-05T02:00", "day", "America/Sao_Paulo", "2018-11-04T12:00"),
        ("2019-02-16T02:00", "2019-02-17T03:00", "day", "America/Sao_Paulo", "2019-02-17T02:30"),
        ("2019-02-01T02:00", "2019-03-01T03:00", "month", "America/Sao_Paulo", "2019-02-10T12:00"),
        # The last moment of a month, and the first of the next.
        ("2024-02-01T03:00", "2024-03-01T03:00", "month", "America/Sao_Paulo", "2024-03-01T03:00"),
        (
            "2024-03-01T03:00",
            "2024-04-01T03:00",
            "month",
            "America/Sao_Paulo",
            "2024-03-01T03:00:00.000001",
        ),
    ],
)
def test_calendar(start: str, end: str, unit: str, tz: str, at: str) -> None:
    """A calendar window runs from midnight to midnight of its zone, and holds what is before."""
    bounds = Window.parse({"calendar": unit, "tz": tz}).before(utc(at))
    assert (utc(start), utc(end)) == bounds


def test_rolling() -> None:
    """A rolling window ends at its instant, and its days have 24 hours when clocks change."""
    at = datetime.fromisoformat("2024-04-01T12:00+02:00")
    start, end = Window.parse("rolling 2 days").before(at)
    assert (utc("2024-03-30T10:00"), at) == (start, end)


def test_between() -> None:
    """The windows between two instants are those that have a moment there."""
    window = Window.parse("calendar month, UTC")
    since, until = utc("2024-01-31T12:00"), utc("2024-03-01T00:00")
    assert ["2024-01", "2024-02"] == [f"{a:%Y-%m}" for a, _ in window.between(since, until)]
    assert 3 == len(window.between(since, until + timedelta(microseconds=1)))
    assert [] == window.between(since, since)


def test_naive() -> None:
    """An instant without a zone is refused by name."""
    for text in ("rolling 2 days", "calendar day, UTC"):
        with pytest.raises(InstantError, match=r"at: .* has no time zone"):
            Window.parse(text).before(datetime(2024, 1, 1))  # noqa: DTZ001


INSTANTS = st.datetimes(
    min_value=datetime(1999, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
    max_value=datetime(2040, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)
UNITS = st.sampled_from(["day", "week", "month", "quarter", "year"])
ZONES = st.sampled_from(["Europe/Madrid", "America/Sao_Paulo", "Asia/Kathmandu"])


@given(INSTANTS, UNITS, ZONES)
def test_windows_tile(at: datetime, unit: str, tz: str) -> None:
    """Every instant lies in one window, and the next begins where it ends."""
    window = Window.parse({"calendar": unit, "tz": tz})
    start, end = window.before(at)
    assert start < at <= end
    assert end == window.before(end).end
    assert end == window.before(end + timedelta(microseconds=1)).start


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_midnight_comes_again() -> None:
    """St. John's went back from 00:01 to 23:01: the second 23:30 is in the day that had begun."""
    window = Window.parse("calendar day, America/St_Johns")
    # A time of day that there was twice equals none of another zone.
    start, end = (each.astimezone(UTC) for each in window.before(utc("2010-11-07T03:00")))
    assert (utc("2010-11-07T02:30"), utc("2010-11-08T03:30")) == (start, end)


def test_day_that_was_not() -> None:
    """Apia had no 30 December 2011: between the 29th and the 31st there is no window."""
    window = Window.parse("calendar day, Pacific/Apia")
    found = window.between(utc("2011-12-29T22:00"), utc("2011-12-30T22:00"))
    assert [29, 31] == [start.day for start, _ in found]


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("calendar day, UTC", "9999-12-31T12:00"),
        ("calendar month, UTC", "9999-12-31T12:00"),
        ("calendar day, UTC", "0001-01-01T00:00"),
        ("rolling 99999 days", "0200-01-01T00:00"),
    ],
)
def test_beyond_all_years(text: str, at: str) -> None:
    """A window that no datetime can bound is refused by name."""
    with pytest.raises(SlakitError, match="beyond the year"):
        Window.parse(text).before(utc(at))
