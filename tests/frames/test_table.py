"""Tables of compiled years: what they answer, and what is kept of them."""

from __future__ import annotations

import pytest

from slakit import BusinessCalendar
from slakit.calendars import residents as residency

np = pytest.importorskip("numpy")
frames = pytest.importorskip("slakit.frames")
table = pytest.importorskip("slakit.frames.table")

HOUR = 3_600_000_000
DAY = 24 * HOUR


class TestQuestions:
    def test_count_and_instant(self) -> None:
        """What has passed leads back to the open instant that it has passed at."""
        office = BusinessCalendar(tz="UTC", hours="Thu 09:00-17:00")
        # 1970 begins on a Thursday.
        found = table.Tables(office._source()).cover(1970, 1970)
        at = np.array([0, 9 * HOUR, 10 * HOUR, 17 * HOUR, 7 * DAY + 9 * HOUR])
        assert [0, 0, HOUR, 8 * HOUR, 8 * HOUR] == found.count(at).tolist()
        assert [False, True, True, False, True] == found.is_open(at).tolist()
        week = 7 * DAY
        opens = [9 * HOUR, *[9 * HOUR + week] * 3, 9 * HOUR + 2 * week]
        assert opens == found.next_open(at).tolist()
        counts = np.array([-1, 0, 8 * HOUR - 1, 8 * HOUR, 53 * 8 * HOUR - 1, 53 * 8 * HOUR])
        none = np.iinfo(np.int64).min
        assert [
            none,
            9 * HOUR,
            17 * HOUR - 1,
            7 * DAY + 9 * HOUR,
            52 * 7 * DAY + 17 * HOUR - 1,
            none,
        ] == found.instant(counts).tolist()

    def test_last_opening(self) -> None:
        """After the last opening of its years a table knows none."""
        office = BusinessCalendar(tz="UTC", hours="Thu 09:00-17:00")
        found = table.Tables(office._source()).cover(1970, 1970)
        # The last day of 1970 is a Thursday as well.
        assert [found.end - 15 * HOUR] == found.next_open(
            np.array([found.end - 16 * HOUR])
        ).tolist()
        least = np.iinfo(np.int64).min
        assert [least] == found.next_open(np.array([found.end - 15 * HOUR])).tolist()


class TestTables:
    def test_years_are_kept(self) -> None:
        """A table grows with what is asked, unless it would be wider than the horizon."""
        office = BusinessCalendar(tz="UTC", hours="Mon-Fri 09:00-17:00")
        tables = table.Tables(office._source())
        first = tables.cover(2024, 2024)
        assert tables.cover(2024, 2024) is first
        assert (2022, 2024) == years(tables.cover(2022, 2023))
        assert (2022, 2026) == years(tables.cover(2026, 2026))
        assert (1900, 1950) == years(tables.cover(1900, 1950))

    def test_forget(self) -> None:
        """What is forgotten is compiled again."""
        office = BusinessCalendar(tz="UTC", hours="Mon-Fri 09:00-17:00")
        tables = table.Tables(office._source())
        tables.cover(2024, 2025)
        tables.forget()
        assert (2024, 2024) == years(tables.cover(2024, 2024))

    def test_years_are_counted(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A table's years stand among those that all calendars hold, and are dropped in turn."""
        record = residency.Residents(5)
        monkeypatch.setattr(residency, "RESIDENTS", record)
        office = BusinessCalendar(tz="UTC", hours="Mon-Fri 09:00-17:00")
        one, other = (table.Tables(office._source()) for _ in range(2))
        one.cover(2022, 2024)
        other.cover(2024, 2025)
        assert (5, 3, 2) == (record.total, len(one.years), len(other.years))
        other.cover(2023, 2025)
        assert (3, 0, 3) == (record.total, len(one.years), len(other.years))

    def test_time_open_over_the_turn_of_a_year(self) -> None:
        """Time that goes on at midnight of New Year is one stretch."""
        found = table.Tables(BusinessCalendar.always("UTC")._source()).cover(2023, 2024)
        assert 1 == len(found.opens)
        assert (365 + 366) * DAY == found.total


def years(found: table.Table) -> tuple[int, int]:
    return found.first_year, found.last_year
