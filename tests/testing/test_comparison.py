"""What a comparison tells: in text, in a notebook and in a test."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from xml.etree import ElementTree

import pytest

from slakit import BusinessCalendar, PolicySet
from slakit.testing import Comparison, compare

OFFICE = BusinessCalendar(tz="UTC", hours="Mon-Fri 09:00-12:00,13:00-18:00")
DESK = PolicySet.model_validate(
    {
        "calendars": {"office": OFFICE},
        "statuses": {"paused": ["waiting"], "resolved": ["solved"]},
        "policies": [{"name": "all", "calendar": "office", "targets": {"resolution": "4h"}}],
    }
)
WRONG_LUNCH = """\
call     elapsed(Mon 2024-01-01 11:30+00:00, Mon 2024-01-01 12:30+00:00)
yours    1h
slakit   30m
off by   +30m
because  Mon 2024-01-01 11:30+00:00  30m  counted
         Mon 2024-01-01 12:00+00:00  30m  closed"""
WRONG_PAUSE = """\
call     due(ticket)['resolution']
         Mon 2024-01-01 11:00+00:00  created  status=open
         Mon 2024-01-01 11:30+00:00  change  status=waiting
         Mon 2024-01-01 11:45+00:00  change  status=open
yours    Mon 2024-01-01 15:00+00:00
slakit   Mon 2024-01-01 16:15+00:00
off by   -1h15m
because  Mon 2024-01-01 11:00+00:00    30m  counted
         Mon 2024-01-01 11:30+00:00    15m  paused (waiting)
         Mon 2024-01-01 11:45+00:00    15m  counted
         Mon 2024-01-01 12:00+00:00     1h  closed
         Mon 2024-01-01 13:00+00:00  3h15m  counted"""


def real_time(start: datetime, end: datetime) -> timedelta:
    return end - start


def real_due(ticket: Any) -> datetime:
    due: datetime = ticket.created_at + timedelta(hours=4)
    return due


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    return compare(real_time, OFFICE)


def test_mismatch(comparison: Comparison) -> None:
    """A mismatch tells the call, both answers, the difference and the ledger."""
    assert WRONG_LUNCH == str(comparison.smallest["lunch"])


def test_ticket() -> None:
    """That of a ticket tells its history, and the ledger until it would be due."""
    found = compare(real_due, DESK, metric="resolution").smallest["pause"]
    assert WRONG_PAUSE == str(found)


def test_text(comparison: Comparison) -> None:
    """The whole begins with how many differ, and ends with what was not tried."""
    first, *lines = str(comparison).splitlines()
    assert (
        f"elapsed: {len(comparison.mismatches)} of {comparison.cases} cases differ from slakit"
        == (first)
    )
    assert lines[0].startswith("1. ")
    assert any(line.startswith("the same: zero length, ") for line in lines)
    assert any(line.startswith("not in these hours: holiday, special hours,") for line in lines)


def test_only_the_first(comparison: Comparison) -> None:
    """Five kinds are told at length, the others by name."""
    text = str(comparison)
    assert 5 == text.count("because  ")
    assert ("also different: " in text) is (len(comparison.smallest) > 5)


def test_width(comparison: Comparison) -> None:
    """Lists of kinds are broken into lines."""
    assert max(len(line) for line in str(comparison).splitlines()) <= 100


def test_agreement() -> None:
    """Where all agree, that is what is told, and `check` is silent."""
    same = compare(OFFICE.elapsed, OFFICE)
    assert f"elapsed: all {same.cases} cases agree with slakit" == str(same).splitlines()[0]
    same.check()


def test_check(comparison: Comparison) -> None:
    """Otherwise it raises what the comparison tells."""
    with pytest.raises(AssertionError) as caught:
        comparison.check()
    assert str(comparison) == str(caught.value)


def test_differing(comparison: Comparison) -> None:
    """Cases are counted by kind, also where one case has several clocks."""
    assert comparison.tried["lunch"] >= comparison.differing("lunch") > 0
    assert 0 == comparison.differing("zero length")
    desk = PolicySet.model_validate(
        {
            **DESK.to_data(),
            "policies": [
                {
                    "name": "all",
                    "calendar": "office",
                    "targets": {"resolution": "4h", "first_response": "1h"},
                }
            ],
        }
    )
    both = compare(lambda ticket: {}, desk)
    assert both.tried["lunch"] == both.differing("lunch")
    assert len(both.mismatches) > both.cases


def test_html(comparison: Comparison) -> None:
    """A notebook shows a table with a row for each kind."""
    root = ElementTree.fromstring(comparison._repr_html_())
    rows = root.findall(".//tr")
    assert 1 + len(comparison.smallest) == len(rows)
    assert ["1h", "30m", "+30m"] == [
        cell.text for row in rows for cell in row if cell.text in ("1h", "30m", "+30m")
    ][:3]


def test_html_is_escaped() -> None:
    """What a function raises stays text."""

    def hostile(start: datetime, end: datetime) -> timedelta:
        raise ValueError("<script>alert(1)</script>")

    text = compare(hostile, OFFICE, cases=5)._repr_html_()
    assert "<script>" not in text
    assert "&lt;script&gt;" in text


def test_html_of_agreement() -> None:
    """Where nothing differs there is no table."""
    assert "<table>" not in compare(OFFICE.elapsed, OFFICE)._repr_html_()


def test_day_of_an_instant() -> None:
    """Whether an instant is open is seen from its day."""
    found = compare(lambda at: not OFFICE.is_open(at), OFFICE, question="is_open")
    spans = found.smallest["lunch"].reason
    assert timedelta(hours=8) == sum((span.counted for span in spans), timedelta(0))
    assert datetime(2024, 1, 1, tzinfo=UTC) == spans[0].start
