"""Examples that once went wrong, each worked out by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from slakit import BusinessCalendar, HolidayCoverageWarning, HorizonError


def at(*parts: Any) -> datetime:
    return datetime(*parts, tzinfo=UTC)


def cal(hours: str = "Mon-Fri 09:00-17:00", tz: str = "UTC", **more: Any) -> BusinessCalendar:
    return BusinessCalendar.model_validate({"tz": tz, "hours": hours, **more})


@pytest.mark.parametrize(
    ("opening", "start", "expected"),
    [
        ((at(2024, 5, 6), at(2024, 5, 11)), at(2024, 5, 9, 12), at(2024, 5, 10, 12)),
        ((at(2023, 12, 1), at(2024, 1, 10)), at(2024, 1, 6, 12), at(2024, 1, 7, 12)),
    ],
)
def test_days_of_a_long_opening(
    opening: tuple[datetime, datetime], start: datetime, expected: datetime
) -> None:
    """Within an opening of days the next business day is the next date, not one long past."""
    assert expected == cal(openings=[opening]).add(start, "1bd")


def test_what_a_closure_leaves_of_a_long_opening() -> None:
    """Counting begins where `roll_forward` does."""
    found = cal(
        "Sat 10:00-12:00",
        openings=[(at(2024, 5, 6), at(2024, 5, 11))],
        closures=[(at(2024, 5, 7), at(2024, 5, 9, 12))],
    )
    start = at(2024, 5, 9, 8)
    assert at(2024, 5, 9, 12) == found.roll_forward(start) == found.add(start, "0bd")


def test_a_shift_of_another_zone_over_new_year() -> None:
    """A shift that UTC's year cuts belongs to the date on which it started."""
    holidays = [date(2025, 1, 1)]
    joined = cal("Mon-Fri 09:00-10:00", holidays=holidays) | cal(
        tz="America/Los_Angeles", holidays=holidays
    )
    assert 0 == joined.business_days(date(2025, 1, 1), date(2025, 1, 2))
    assert at(2025, 1, 2, 20) == joined.add(at(2024, 12, 31, 20), "1bd")


def test_a_yearly_date_in_an_early_year() -> None:
    """A yearly date is one in the year 999 too."""
    found = cal("24/7", special={"12-24": "closed"})
    assert not found.is_open(at(999, 12, 24, 12))
    assert found.is_open(at(999, 6, 1))


def test_a_year_does_not_warn_for_each_date() -> None:
    """A year whose holidays nobody knows is warned of when it is compiled, not date by date."""
    with pytest.warns(HolidayCoverageWarning) as caught:
        cal(holidays={"market": "XNYS"}).year(1800)
    assert 3 >= len(caught)


def test_an_answer_without_the_table_of_days() -> None:
    """A reader that meets a table just dropped answers from the window all the same."""
    office = cal("Mon-Fri 08:00-16:30")
    expected = office.elapsed(at(2024, 5, 6), at(2024, 5, 7))
    office._timeline.days = {}
    assert expected == office.elapsed(at(2024, 5, 6), at(2024, 5, 7))


def test_a_long_opening_over_a_date_that_never_was() -> None:
    """Apia skipped 30 December 2011: of the dates from the 29th to the 31st two were days."""
    found = cal(tz="Pacific/Apia", openings=[(at(2011, 12, 28), at(2012, 1, 2))])
    assert 2 == found.business_days(date(2011, 12, 29), date(2012, 1, 1))


def test_the_only_opening_is_the_next_one() -> None:
    """A calendar that is open once begins counting there."""
    found = cal("closed", special={"2024-05-02": "09:00-10:00"})
    assert at(2024, 5, 2, 9) == found.add(at(2024, 5, 1), "0bd")


def test_more_than_all_time_back() -> None:
    """An amount that no timedelta could hold any more is beyond the horizon, too."""
    office = cal("Mon-Fri 08:00-16:45")
    office.is_open(at(2024, 5, 6))
    with pytest.raises(HorizonError):
        office.add(at(2010, 5, 6), timedelta.min)
