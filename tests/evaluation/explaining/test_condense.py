"""The few stretches that people read."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from slakit import Explanation, LedgerSpan, PolicySet, Ticket, explain
from slakit.evaluation.explaining.condense import condense
from tests.evaluation.desks import DAYS, desk, on, promising, span, ticket
from tests.evaluation.explaining.incident import explained

Line = tuple[str, str, str, timedelta, timedelta]


def condensed(policies: PolicySet, subject: Ticket, at: str) -> list[Line]:
    return lines(explain(policies, subject, "resolution", at=on(at)))


def lines(found: Explanation) -> list[Line]:
    return [
        (
            f"{DAYS[each.start.weekday()]} {each.start:%H:%M}",
            f"{DAYS[each.end.weekday()]} {each.end:%H:%M}",
            each.span.reason,
            each.length,
            each.closed,
        )
        for each in condense(found.spans)
    ]


def test_nights() -> None:
    """Nights within a stretch belong to it: three hours on Monday and half an hour on Tuesday,
    between them lunch and sixteen hours."""
    subject = ticket(created="Mon 11:00")
    expected = [("Mon 11:00", "Tue 09:30", "running", span("5h30m"), span("17h"))]
    assert expected == condensed(promising(resolution="40h"), subject, "Tue 09:30")


def test_closed_between() -> None:
    """Closed hours between two kinds belong to neither, and so do those at either end."""
    subject = ticket(("Mon 16:00", "waiting"), ("Tue 08:00", "new"), created="Mon 08:00")
    assert [
        ("Mon 08:00", "Mon 09:00", "closed", span("0h"), span("1h")),
        ("Mon 09:00", "Mon 16:00", "running", span("6h"), span("1h")),
        ("Mon 16:00", "Mon 17:00", "paused", span("1h"), span("0h")),
        ("Mon 17:00", "Tue 09:00", "closed", span("0h"), span("16h")),
        ("Tue 09:00", "Tue 17:00", "running", span("7h"), span("1h")),
        ("Tue 17:00", "Tue 18:00", "closed", span("0h"), span("1h")),
    ] == condensed(promising(resolution="40h"), subject, "Tue 18:00")


def test_what_lies_around() -> None:
    """What was before the start and after the stop is left out."""
    policies = desk(
        {
            "name": "all",
            "kind": "ola",
            "when": {"a": 1},
            "calendar": "office",
            "targets": {"resolution": "4h"},
        }
    )
    subject = ticket(("Mon 10:00", {"a": 1}), ("Mon 11:00", "solved"))
    expected = [("Mon 10:00", "Mon 11:00", "running", span("1h"), span("0h"))]
    assert expected == condensed(policies, subject, "Mon 16:00")


def test_change() -> None:
    """A change of the target begins a stretch, also at night."""
    policies = promising(resolution={"by": "priority", "high": "2h", "else": "8h"})
    subject = ticket(("Mon 18:00", {"priority": "high"}), created="Mon 16:00")
    assert [
        ("Mon 16:00", "Mon 17:00", "running", span("1h"), span("0h")),
        ("Mon 17:00", "Mon 18:00", "closed", span("0h"), span("1h")),
        ("Mon 18:00", "Tue 09:00", "closed", span("0h"), span("15h")),
        ("Tue 09:00", "Tue 10:00", "running", span("1h"), span("0h")),
    ] == condensed(policies, subject, "Tue 10:00")


def test_incident() -> None:
    """A stretch names the holiday in it; all lengths are those of the ledger."""
    found = explained()
    stretches = list(condense(found.spans))
    assert [[], [], ["Corpus Christi"], [], [], []] == [
        [each.parameters["name"] for each in stretch.holidays] for stretch in stretches
    ]
    closed = sum((each.closed for each in stretches), timedelta(0))
    assert found.reading.closed == closed
    length = sum((each.length for each in stretches), timedelta(0))
    assert found.reading.elapsed + found.reading.paused == length


def test_same_kind_at_once() -> None:
    """Two pauses of other reasons that touch stay two."""
    start = on("Mon 09:00")
    hour = timedelta(hours=1)
    spans: list[Any] = [
        LedgerSpan(start, start + hour, hour * 0, "paused", {"status": "a"}),
        LedgerSpan(start + hour, start + 2 * hour, hour * 0, "paused", {"status": "b"}),
    ]
    assert 2 == len(list(condense(spans)))
