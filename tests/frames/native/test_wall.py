"""Local times of a column are those instants that `zoneinfo` takes them for."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slakit.testing.strategies.time import ZONES, focus_dates

np = pytest.importorskip("numpy", reason="numpy is not installed")
wall = pytest.importorskip("slakit.frames.native.wall")

YEARS = [datetime.fromisoformat(f"{year:04}-06-01") for year in (3, 9997)]


def utc(texts: list[str], zone: str) -> list[str]:
    walls = np.array(texts, "M8[us]").view(np.int64)
    found = wall.walls_to_utc(walls, ZoneInfo(zone)).view("M8[us]")
    return [str(each)[:16] for each in found]


def test_gap_and_overlap() -> None:
    """A time that is left out moves forward by the gap; of two it is the first."""
    given = ["2024-03-31T01:59", "2024-03-31T02:30", "NaT", "2024-10-27T02:30", "2024-10-27T03:00"]
    expected = ["2024-03-31T00:59", "2024-03-31T01:30", "NaT", "2024-10-27T00:30"]
    assert [*expected, "2024-10-27T02:00"] == utc(given, "Europe/Madrid")


def test_a_date_that_never_was() -> None:
    """Apia left out a whole day and the instants of the days around it meet."""
    given = ["2011-12-29T23:00", "2011-12-30T12:00", "2011-12-31T00:00"]
    assert ["2011-12-30T09:00", "2011-12-30T22:00", "2011-12-30T10:00"] == utc(
        given, "Pacific/Apia"
    )


def test_nothing() -> None:
    """No rows, and rows without a time, need no zone data."""
    assert [] == utc([], "Europe/Madrid")
    assert ["NaT"] == utc(["NaT"], "Europe/Madrid")


@given(data=st.data(), zone=st.sampled_from(ZONES))
def test_as_zoneinfo(data: st.DataObject, zone: str) -> None:
    """Any times, those around a change of clocks among them, are as `zoneinfo` has them."""
    about = data.draw(focus_dates(zone))
    middle = datetime.combine(about, time())
    near = st.timedeltas(timedelta(days=-2), timedelta(days=2)).map(lambda gap: middle + gap)
    years = st.datetimes(*YEARS)
    walls = data.draw(st.lists(near | years, max_size=20))
    found = wall.walls_to_utc(np.array(walls, "M8[us]").view(np.int64), ZoneInfo(zone))
    expected = [each.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC) for each in walls]
    assert [each.replace(tzinfo=None) for each in expected] == found.view("M8[us]").tolist()
