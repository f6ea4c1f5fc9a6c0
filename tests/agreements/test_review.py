"""Reviews: recurrences by RFC 5545."""

from __future__ import annotations

from datetime import date

import pytest

from slakit import DocumentError
from slakit.agreements import Review


@pytest.mark.parametrize(
    ("expected", "rule", "after"),
    [
        # From 1 January, every third month: 1 April, 1 July, ...
        (date(2026, 4, 1), "FREQ=MONTHLY;INTERVAL=3", date(2026, 1, 1)),
        (date(2026, 1, 1), "FREQ=MONTHLY;INTERVAL=3", date(2025, 6, 1)),
        # The first Monday of February 2026 is the 2nd, that of March the 2nd as well.
        (date(2026, 2, 2), "FREQ=MONTHLY;BYDAY=1MO", date(2026, 1, 5)),
        (date(2027, 1, 1), "FREQ=YEARLY", date(2026, 1, 1)),
        (None, "FREQ=MONTHLY;COUNT=2", date(2026, 2, 1)),
        # There is no 30 February.
        (None, "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", date(2026, 1, 1)),
    ],
)
def test_after(expected: date | None, rule: str, after: date) -> None:
    """The next date of a rule is strictly after the date asked for."""
    assert expected == Review(every=rule, from_=date(2026, 1, 1)).after(after)


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "monthly",
        "FREQ=HOURLY",
        "FREQ=MONTHLY;INTERVAL=0",
        "INTERVAL=3",
        "FREQ=MONTHLY;NONSENSE=1",
        "DTSTART:20260101\nRRULE:FREQ=DAILY",
    ],
)
def test_refused(rule: str) -> None:
    """What is no rule of days, weeks, months or years is refused by name."""
    with pytest.raises(DocumentError) as caught:
        Review(every=rule, from_=date(2026, 1, 1))
    assert ("every",) == caught.value.problems[0].path


def test_until_an_instant() -> None:
    """A rule ends on a day; an instant of UTC is refused with the day to write."""
    with pytest.raises(DocumentError, match="write UNTIL=20260301") as caught:
        Review(every="FREQ=MONTHLY;UNTIL=20260301T000000Z", from_=date(2026, 2, 1))
    assert ("every",) == caught.value.problems[0].path
    monthly = Review(every="FREQ=MONTHLY;UNTIL=20260301", from_=date(2026, 2, 1))
    assert [date(2026, 3, 1), None] == [monthly.after(date(2026, m, 1)) for m in (2, 3)]


def test_agreed_date_alone() -> None:
    """Without a rule there is the agreed date, and nothing after it."""
    review = Review(next=date(2026, 5, 4))
    assert [date(2026, 5, 4), None] == [review.after(date(2026, 5, d)) for d in (3, 4)]
