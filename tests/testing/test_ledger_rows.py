"""slakit's reasons as rows of text."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import get_args

import pytest

from slakit import BusinessCalendar
from slakit.evaluation.explaining.explanation import Reason
from slakit.testing.ledger_rows import REASONS, calendar_ledger, ledger_rows, told

OFFICE = BusinessCalendar(
    tz="UTC",
    hours="Mon-Fri 09:00-12:00,13:00-18:00",
    holidays=[{"date": date(2024, 5, 7), "name": "Feast"}],
)
MONDAY = datetime(2024, 5, 6, tzinfo=UTC)


def test_calendar_ledger() -> None:
    """The rows follow each other from start to end, and say why time did not count."""
    start, end = MONDAY.replace(hour=17), MONDAY + timedelta(days=2, hours=9, minutes=1)
    assert [
        "Mon 2024-05-06 17:00+00:00   1h  counted",
        "Mon 2024-05-06 18:00+00:00   6h  closed",
        "Tue 2024-05-07 00:00+00:00  24h  holiday (Feast)",
        "Wed 2024-05-08 00:00+00:00   9h  closed",
        "Wed 2024-05-08 09:00+00:00   1m  counted",
    ] == ledger_rows(calendar_ledger(OFFICE, start, end))


def test_sums() -> None:
    """What was counted is what the calendar says has elapsed."""
    start, end = MONDAY.replace(hour=11, microsecond=1), MONDAY + timedelta(days=9)
    spans = calendar_ledger(OFFICE, start, end)
    assert OFFICE.elapsed(start, end) == sum((span.counted for span in spans), timedelta(0))
    assert end - start == sum((span.wall for span in spans), timedelta(0))


def test_long_ledger() -> None:
    """A long ledger shows its first and last rows."""
    rows = ledger_rows(calendar_ledger(OFFICE, MONDAY, MONDAY + timedelta(days=30)))
    assert 9 == len(rows)
    assert rows[4].startswith("... ")
    assert "Wed 2024-06-05 00:00" not in rows[-1]


def test_no_spans() -> None:
    """Without spans there are no rows."""
    assert [] == ledger_rows(())


def test_every_reason() -> None:
    """Every reason that a ledger may give has its words."""
    assert set(get_args(Reason)) == set(REASONS)


@pytest.mark.parametrize(
    ("expected", "value"),
    [
        ("Mon 2024-05-06 00:00+00:00", MONDAY),
        ("Mon 2024-05-06 00:00:01+00:00", MONDAY + timedelta(seconds=1)),
        ("Mon 2024-05-06 00:00:00.000001+00:00", MONDAY + timedelta(microseconds=1)),
        ("Mon 2024-05-06 00:00", MONDAY.replace(tzinfo=None)),
        ("26h30m", timedelta(days=1, hours=2, minutes=30)),
        ("1h, True", (timedelta(hours=1), True)),
        ("None", None),
    ],
)
def test_told(expected: str, value: object) -> None:
    """Values are written exactly, with the weekday and in hours."""
    assert expected == told(value)
