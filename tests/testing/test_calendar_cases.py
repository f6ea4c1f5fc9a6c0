"""Questions to a calendar: around every edge, inside hours and out, and never the same twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from slakit import BusinessCalendar
from slakit.testing.calendar_cases import CASES, Case
from slakit.testing.edges import Edge

OFFICE = BusinessCalendar(tz="Europe/Madrid", hours="Mon-Fri 09:00-12:00,13:00-18:00")
NOON, ONE = (datetime(2024, 1, 2, hour, tzinfo=OFFICE.zone) for hour in (12, 13))
LUNCH = Edge("lunch", NOON, ONE)
MIDNIGHT = Edge("month end", *2 * (datetime(2024, 2, 1, tzinfo=OFFICE.zone),))


def cases(question: str, edge: Edge = LUNCH) -> list[Case]:
    return list(CASES[question](OFFICE, edge))


def local(case: Case) -> tuple[str, ...]:
    return tuple(
        f"{each:%H:%M}" if isinstance(each, datetime) else str(each) for each in case.arguments
    )


def test_elapsed() -> None:
    """Spans lie across the lunch, before and after it, begin in it and end in it."""
    assert {
        ("11:59", "13:01"),
        ("11:30", "12:00"),
        ("13:00", "13:30"),
        ("11:30", "13:30"),
        ("11:30", "12:30"),
        ("12:30", "13:30"),
        ("12:00", "13:00"),
        ("10:00", "16:00"),
    } == {local(case) for case in cases("elapsed") if case.kind == "lunch"}


def test_add() -> None:
    """Amounts lead up to the lunch, onto its beginning, and beyond it."""
    found = {local(case) for case in cases("add")}
    assert {("11:59", "0:02:00"), ("12:00", "0:01:00"), ("12:30", "0:01:00")} <= found
    assert ("11:30", "0:30:00") in found


def test_is_open() -> None:
    """Instants lie on both ends of the lunch, and next to them."""
    found = {local(case) for case in cases("is_open") if case.kind == "lunch"}
    assert {("12:00",), ("12:30",), ("13:00",), ("11:59",), ("13:01",)} <= found


@pytest.mark.parametrize("question", CASES)
@pytest.mark.parametrize("edge", [LUNCH, MIDNIGHT], ids=lambda edge: edge.kind)
def test_kinds(question: str, edge: Edge) -> None:
    """Beside its own kind an edge has cases to the microsecond, and in UTC."""
    kinds = {case.kind for case in cases(question, edge)}
    assert {edge.kind, "microseconds", "given in UTC"} <= kinds


@pytest.mark.parametrize("question", CASES)
def test_sizes(question: str) -> None:
    """The size of a case is the real time from its first instant to its last."""
    for case in cases(question):
        assert 0 == case.size[0]
        assert case.size[1] >= timedelta(0)
        if question == "elapsed":
            start, end = (each.astimezone(UTC) for each in case.arguments)
            assert end - start == case.size[1]
