"""Texts of instants, by ISO 8601 and by pattern."""

from __future__ import annotations

import locale
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slakit import InstantError, NaiveDatetimeError, TableError
from slakit.adapters.times import ISO, check_pattern, time_reader

MADRID = ZoneInfo("Europe/Madrid")


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ("2024-05-02T14:00:00+02:00", "2024-05-02T14:00:00"),
        ("2024-05-02T14:00:00+02:00", "2024-05-02 14:00"),
        ("2024-05-02T14:00:00+02:00", " 2024-05-02 14:00 "),
        ("2024-05-02T14:00:00+02:00", "20240502T14"),
        ("2024-05-02T14:00:00+00:00", "2024-05-02T14:00:00Z"),
        ("2024-05-02T14:00:00-03:00", "2024-05-02T14:00:00-03:00"),
        ("2024-05-02T14:00:00.250000+02:00", "2024-05-02T14:00:00.250"),
    ],
)
def test_iso(expected: str, text: str) -> None:
    """An offset in the text counts; without one it is wall time of the zone."""
    assert expected == time_reader(ISO, MADRID)(text, "at").isoformat()


@pytest.mark.parametrize(
    ("expected", "pattern", "text"),
    [
        ("2016-02-29T01:16:00+01:00", "%d/%m/%Y %H:%M", "29/2/2016 01:16"),
        ("2024-05-02T14:30:00+02:00", "%d/%b/%y %I:%M %p", "02/May/24 2:30 PM"),
        ("2024-05-02T00:30:00+02:00", "%d %B %Y %I:%M%p", "2 may 2024  12:30am"),
        ("2024-05-02T12:30:00+02:00", "%d %B %Y %I:%M%p", "2 MAY 2024 12:30pm"),
        ("2024-05-02T09:08:00+02:00", "%H:%M on %d.%m.%Y", "9:8 ON 2.5.2024"),
        ("2024-05-02T09:08:07+02:00", "%S-%M-%H %m/%d/%Y", "7-8-9 5/2/2024"),
        # Without minutes, seconds are not the number that follows the hour.
        ("2024-05-02T09:00:07+02:00", "%Y-%m-%d %H .%S", "2024-05-02 9 .7"),
        ("1969-05-02T09:00:00+01:00", "%y%m%d %H", "690502 09"),
        ("2068-05-02T09:00:00+02:00", "%y%m%d%H%M", "6805020900"),
        (
            "2024-05-02T09:08:07.120000-03:00",
            "%m-%d-%Y %H:%M:%S.%f %z",
            "05-02-2024 9:8:7.12 -0300",
        ),
        ("2024-05-02T09:00:00+00:00", "%Y-%m-%dT%H:%M%z", "2024-05-02t09:00z"),
        ("2024-05-02T09:00:00+02:00", "%% %Y.%m.%d %H", "% 2024.5.2 9"),
    ],
)
def test_patterns(expected: str, pattern: str, text: str) -> None:
    """The directives of strptime mean what they mean there."""
    assert expected == time_reader(pattern, MADRID)(text, "at").isoformat()


@given(at=st.datetimes(min_value=datetime(1970, 1, 1), max_value=datetime(2068, 1, 1)))  # noqa: DTZ001
@pytest.mark.parametrize(
    "pattern",
    ["%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M:%S.%f", "%B %d, %Y %I:%M:%S.%f %p", "%y%m%d%H%M%S%f"],
)
def test_against_strptime(pattern: str, at: datetime) -> None:
    """A time that strftime wrote is read as strptime reads it."""
    text = at.strftime(pattern)
    expected = datetime.strptime(text, pattern).replace(tzinfo=UTC)
    assert expected == time_reader(pattern, ZoneInfo("UTC"))(text, "at")


@given(
    texts=st.lists(
        st.builds(
            "{}/{}/2024 {}:{}".format,
            st.sampled_from(["1", "01", "30", "31"]),
            st.sampled_from(["2", "02", "4"]),
            st.sampled_from(["9", "09", "24"]),
            st.sampled_from(["0", "00", "59", "60"]),
        )
    )
)
def test_parts_that_come_again(texts: list[str]) -> None:
    """A day or a time of day means the same in every text, whatever was read before."""
    read = time_reader("%d/%m/%Y %H:%M", ZoneInfo("UTC"))
    for text in texts:
        try:
            expected = datetime.strptime(text, "%d/%m/%Y %H:%M").replace(tzinfo=UTC)
        except ValueError:
            with pytest.raises(InstantError, match="is no time in the form"):
                read(text, "at")
        else:
            assert expected == read(text, "at")


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        # 2024-03-31 02:00 to 03:00 does not exist in Madrid: the clock goes from +1 to +2.
        (datetime(2024, 3, 31, 1, 30, tzinfo=UTC), "2024-03-31 02:30"),
        # 2024-10-27 02:00 to 03:00 occurs twice; the first time the offset is +2.
        (datetime(2024, 10, 27, 0, 30, tzinfo=UTC), "2024-10-27 02:30"),
    ],
)
@pytest.mark.parametrize("pattern", [ISO, "%Y-%m-%d %H:%M"])
def test_gap_and_overlap(pattern: str, expected: datetime, text: str) -> None:
    """A time in a gap moves forward by the gap; in an overlap it is the first."""
    assert expected == time_reader(pattern, MADRID)(text, "at").astimezone(UTC)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (ISO, "yesterday"),
        (ISO, "02/05/2024 14:00"),
        (ISO, "2024-02-30T09:00"),
        (ISO, ""),
        ("%d/%m/%Y %H:%M", "2024-05-02 14:00"),
        ("%d/%m/%Y %H:%M", "1/2/2024"),
        ("%d/%m/%Y %H:%M", "1/2/2024 14:00 09:00"),
        ("%d/%m/%Y %H:%M", "31/2/2024 14:00"),
        ("%d/%m/%Y %H:%M", "1/2/2024 14:00 "[:-3]),
        ("%d/%m/%Y %H:%M", "٠١/02/2024 14:00"),
        ("%d/%m/%Y %I:%M %p", "1/2/2024 13:00 PM"),
        ("%d/%m/%Y %H:%M", "1/2/2024 24:00"),
        ("%d/%b/%Y %H:%M", "1/mai/2024 14:00"),
    ],
)
def test_no_time(pattern: str, text: str) -> None:
    """What is no time in that form is refused with the text and the field."""
    with pytest.raises(InstantError, match=r"^created_at: .* is no time in the form") as caught:
        time_reader(pattern, MADRID)(text, "created_at")
    assert (text.strip(), "created_at") == (caught.value.value, caught.value.parameter)


@pytest.mark.parametrize("text", ["2024-05-02", "20240502", "2024-W18-4"])
def test_mere_date(text: str) -> None:
    """A date is not taken for its midnight."""
    with pytest.raises(InstantError, match=r'has no time of day; .*"{column} 09:00"'):
        time_reader(ISO, MADRID)(text, "at")


@pytest.mark.parametrize(
    ("pattern", "text"), [(ISO, "2024-05-02T14:00"), ("%d.%m.%Y %H", "2.5.2024 14")]
)
def test_naive(pattern: str, text: str) -> None:
    """Without a zone a time without an offset is refused; nothing is assumed."""
    with pytest.raises(NaiveDatetimeError, match="has no time zone; say the `tz` of the source"):
        time_reader(pattern, None)(text, "at")


def test_offset_without_zone() -> None:
    """A time with an offset needs no zone."""
    expected = datetime(2024, 5, 2, 14, tzinfo=timezone(timedelta(hours=-3)))
    assert expected == time_reader("%d.%m.%Y %H %z", None)("2.5.2024 14 -03:00", "at")


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("%d/%m/%Y", "says no hour; write %H, or %I with %p"),
        ("%d/%m %H", "says no year; write %Y"),
        ("%d/%Y %H", "says no month; write %m"),
        ("%m/%Y %H", "says no day; write %d"),
        ("", "says no year"),
        ("%d/%m/%Y %I", "says half of a 12-hour time"),
        ("%d/%m/%Y %H %p", "says half of a 12-hour time"),
        ("%d/%m/%Y %I %p %H", "says the hour twice"),
        ("%d/%m/%Y %y %H", "says the year twice"),
        ("%d/%b/%B/%Y %H", "says the month twice"),
        ("%d/%m/%Y %H %Q", "has the unknown '%Q'; known: %Y, "),
        ("%d/%m/%Y %H %", "has the unknown '%'"),
    ],
)
def test_bad_patterns(pattern: str, message: str) -> None:
    """A pattern that cannot tell an instant is refused with what to write."""
    with pytest.raises(TableError, match=message.replace("?", r"\?")):
        check_pattern(pattern)


def test_locale() -> None:
    """The names of months do not follow the locale of the process."""
    before = locale.setlocale(locale.LC_TIME)
    for name in ("pt_BR.UTF-8", "es_ES.UTF-8", "de_DE.UTF-8"):
        try:
            locale.setlocale(locale.LC_TIME, name)
            break
        except locale.Error:
            continue
    else:
        pytest.skip("no locale but the default one is installed")
    try:
        at = time_reader("%d/%B/%Y %H", MADRID)("2/may/2024 14", "at")
    finally:
        locale.setlocale(locale.LC_TIME, before)
    assert "2024-05-02T14:00:00+02:00" == at.isoformat()
