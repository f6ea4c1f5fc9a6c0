"""Local time of columns: worked out by hand, and equal to that of single instants."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slakit.calendars.zones import DAY, EPOCH_ORDINAL, wall_time, wall_to_utc
from slakit.instants import EPOCH, MICROSECOND
from slakit.testing.strategies.time import focus_dates, instants_about, zones

np = pytest.importorskip("numpy", reason="columns are those of numpy")
clocks = pytest.importorskip("slakit.frames.clocks", reason="columns are those of numpy")

# The clocks that changed at midnight, over it and up to it, and a date that never was.
ODD = [
    pytest.param("Asia/Beirut", date(2024, 3, 31), id="from midnight on"),
    pytest.param("Asia/Dhaka", date(2009, 6, 19), id="until midnight"),
    pytest.param("America/Toronto", date(1919, 3, 30), id="over midnight"),
    pytest.param("America/Sao_Paulo", date(2018, 2, 17), id="back over midnight"),
    pytest.param("Pacific/Apia", date(2011, 12, 30), id="a whole date"),
    pytest.param("Europe/Dublin", date(2024, 10, 27), id="winter time that is negative"),
    pytest.param("Africa/Monrovia", date(1972, 1, 7), id="odd seconds"),
]


def column(*texts: str) -> np.ndarray:
    return np.array(texts, "M8[us]").view(np.int64)


def told(found: np.ndarray) -> list[str]:
    return [str(each)[:16] for each in found.view("M8[us]")]


class TestMadrid:
    HERE = clocks.Clocks(ZoneInfo("Europe/Madrid"), 2024, 2024)

    def test_local(self) -> None:
        """An hour ahead in winter, two in summer; at the change the new offset holds."""
        at = column("2024-03-31T00:59", "2024-03-31T01:00", "2024-10-27T00:30", "2024-10-27T01:30")
        expected = ["2024-03-31T01:59", "2024-03-31T03:00", "2024-10-27T02:30", "2024-10-27T02:30"]
        assert expected == told(self.HERE.local(at))

    def test_utc(self) -> None:
        """A time in the gap moves an hour forward, and of two times the first is meant."""
        wall = column(
            "2024-03-31T01:59", "2024-03-31T02:30", "2024-10-27T02:30", "2024-10-27T03:00"
        )
        expected = ["2024-03-31T00:59", "2024-03-31T01:30", "2024-10-27T00:30", "2024-10-27T02:00"]
        assert expected == told(self.HERE.utc(wall))


def check(zone: ZoneInfo, about: date, instants: list[datetime]) -> None:
    """Hold columns, there and back, against single instants."""
    here = clocks.clocks_of(zone, about.year - 1, about.year + 1)
    moments = [at - EPOCH for at in instants]
    pairs = [wall_time(each, zone) for each in moments]
    walls = [(day - EPOCH_ORDINAL) * DAY + time_of_day for day, time_of_day in pairs]
    at = np.array([each // MICROSECOND for each in moments], np.int64)
    assert walls == here.local(at).tolist()
    # Half an hour on may be a wall time that never was.
    later = np.array(walls, np.int64) + 1_800_000_000
    expected = [wall_to_utc(zone, EPOCH_ORDINAL, wall) for wall in later.tolist()]
    assert expected == here.utc(later).tolist()


@pytest.mark.parametrize(("zone", "day"), ODD)
def test_odd_changes(zone: str, day: date) -> None:
    """Every quarter of an hour about a change is what the zone says."""
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    check(ZoneInfo(zone), day, [noon + timedelta(minutes=15 * n) for n in range(-200, 200)])


@given(data=st.data(), zone=zones)
def test_equal_to_the_zone(data: st.DataObject, zone: str) -> None:
    """Any instants about any changes are what the zone says."""
    about = data.draw(focus_dates(zone))
    found = data.draw(st.lists(instants_about(about, exact=True), min_size=1, max_size=9))
    check(ZoneInfo(zone), about, found)
