"""Tables of business days: whose an instant is, and what is kept of them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from slakit import BusinessCalendar

np = pytest.importorskip("numpy", reason="tables are arrays")
workdays = pytest.importorskip("slakit.frames.workdays", reason="tables are arrays")

HOUR = 3_600_000_000
DAY = 24 * HOUR
MAY = date(2024, 5, 1).toordinal()


def table_of(hours: Any, **changes: Any) -> Any:
    cal = BusinessCalendar(tz="UTC", hours=hours, **changes)
    return workdays.day_tables_of(cal._timeline).cover(MAY, MAY + 30)


class TestPieces:
    def test_the_tail_of_a_night_is_the_night_s(self) -> None:
        """Where a night meets the work of the next date, it goes on to its own end."""
        opening = {"from": "2024-05-07T05:00:00Z", "to": "2024-05-07T08:00:00Z"}
        found = table_of("Mon 22:00-06:00; Tue 12:00-18:00", openings=[opening])
        # Monday 6 May from 22:00, and Tuesday from when Monday's night is over.
        midnight = (date(2024, 5, 6).toordinal() - date(1970, 1, 1).toordinal()) * DAY
        hours = midnight + np.array([22, 30, 36], np.int64) * HOUR
        places = np.searchsorted(found.piece_opens, hours)
        assert hours.tolist() == found.piece_opens[places].tolist()
        assert (hours + np.array([8, 2, 6]) * HOUR).tolist() == found.piece_closes[places].tolist()
        monday = int(found.piece_days[places[0]])
        assert [monday, monday + 1, monday + 1] == found.piece_days[places].tolist()

    def test_no_days(self) -> None:
        """Years in which a calendar never opens have no days, and none is complete."""
        fair = {"from": "2030-05-07T09:00:00Z", "to": "2030-05-07T17:00:00Z"}
        found = table_of({}, openings=[fair])
        assert 0 == len(found.opening)
        assert found.high < found.low


class TestTables:
    def test_kept(self) -> None:
        """A table is kept for what it covers, made anew for more, and shared by content."""
        one, other = (BusinessCalendar(tz="UTC", hours="Mon 09:00-17:00") for _ in range(2))
        tables = workdays.day_tables_of(one._timeline)
        assert tables is workdays.day_tables_of(other._timeline)
        first = tables.cover(MAY, MAY + 30)
        assert first is tables.cover(MAY + 5, MAY + 5)
        wider = tables.cover(MAY - 400, MAY)
        assert wider.first <= MAY - 400
        assert wider.last >= MAY + 30

    def test_forget(self) -> None:
        """What is forgotten is made again."""
        tables = workdays.day_tables_of(
            BusinessCalendar(tz="UTC", hours="Tue 09:00-17:00")._timeline
        )
        first = tables.cover(MAY, MAY)
        tables.forget()
        assert first is not tables.cover(MAY, MAY)
