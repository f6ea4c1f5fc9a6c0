"""Tables of compiled years: what their bins hold, and what is kept of them."""

from __future__ import annotations

import pytest

from slakit import BusinessCalendar

np = pytest.importorskip("numpy")
frames = pytest.importorskip("slakit.frames")
ranks = pytest.importorskip("slakit.frames.ranks")
table = pytest.importorskip("slakit.frames.table")

HOUR = 3_600_000_000
DAY = 24 * HOUR


class TestBins:
    def test_office(self) -> None:
        """Sixteen hours closed leave room for bins of nine, and none of them is crowded."""
        office = BusinessCalendar(tz="UTC", hours="Mon-Fri 09:00-17:00")
        found = table.Tables(office._source()).cover(2024, 2026)
        assert 35 == found.bins.width
        assert not found.bins.crowded

    def test_exception(self) -> None:
        """A closure of a second crowds the bin that it is in, and makes no other narrower."""
        closure = {"from": "2024-05-06T10:00:00Z", "to": "2024-05-06T10:00:01Z"}
        office = BusinessCalendar(tz="UTC", hours="Mon-Fri 09:00-17:00", closures=[closure])
        found = table.Tables(office._source()).cover(2024, 2026)
        assert 35 == found.bins.width
        assert found.bins.crowded
        # One stands for all that lies before these years.
        assert 1 + 1 == np.count_nonzero(found.bins.base == np.iinfo(np.int64).min)

    def test_number_is_bounded(self) -> None:
        """A century with a break of a minute a day is not cut into minutes."""
        busy = BusinessCalendar(tz="UTC", hours="Mon-Sun 00:00-12:00,12:01-24:00")
        found = table.Tables(busy._source()).cover(1950, 2049)
        assert ranks.MOST_BINS >= len(found.bins.low)
        assert ranks.MOST_BINS >= len(found.ends.done)


class TestSearch:
    def test_count_and_instant(self) -> None:
        """What has passed leads back to the open instant that it has passed at."""
        office = BusinessCalendar(tz="UTC", hours="Thu 09:00-17:00")
        # 1970 begins on a Thursday.
        found = table.Tables(office._source()).cover(1970, 1970)
        at = np.array([0, 9 * HOUR, 10 * HOUR, 17 * HOUR, 7 * DAY + 9 * HOUR])
        assert [0, 0, HOUR, 8 * HOUR, 8 * HOUR] == found.count(at).tolist()
        assert [False, True, True, False, True] == found.is_open(at).tolist()
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

    def test_time_open_over_the_turn_of_a_year(self) -> None:
        """Time that goes on at midnight of New Year is one stretch."""
        found = table.Tables(BusinessCalendar.always("UTC")._source()).cover(2023, 2024)
        assert 1 == len(found.opens)
        assert (365 + 366) * DAY == found.total


def years(found: table.Table) -> tuple[int, int]:
    return found.first_year, found.last_year
