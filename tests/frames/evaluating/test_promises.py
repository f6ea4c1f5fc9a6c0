"""When clocks are due and since when they are late, many at once, worked out by hand.

The office day is 09:00-12:00 and 13:00-17:00; each ticket is created on Monday at 09:00.
"""

from __future__ import annotations

from typing import Any

import pytest

from slakit import DueSet, Ticket
from tests.evaluation.desks import Happening, desk, on, promising, ticket
from tests.frames.evaluating.comparing import check, rows_of
from tests.frames.evaluating.one_by_one import named

WAITS = ("Mon 11:00", "waiting")
BACK = ("Mon 14:00", "new")
MIDDLE = {"priority": "middle"}
FIELDS = ("due_at", "due_if_resumed_at", "breached_at", "next_change_at")


def instants(amount: Any, tickets: list[Ticket], at: str, **more: Any) -> list[tuple[Any, ...]]:
    """Return those of each ticket's resolution; `evaluate` says the same."""
    row = {"name": "all", "calendar": "office", "targets": {"resolution": amount}, **more}
    found = check(desk(row), named(*tickets), on(at))
    return [tuple(row[name] for name in FIELDS) for row in rows_of(found.clocks)]


def stated(*rows: tuple[str | None, ...]) -> list[tuple[Any, ...]]:
    return [tuple(None if text is None else on(text) for text in row) for row in rows]


@pytest.mark.parametrize(
    ("amount", "back", "resumed", "never"),
    [
        # Two hours ran before the pause, and two more from 14:00, or from now, on.
        ("4h", "Mon 16:00", "Mon 16:30", "Mon 14:00"),
        # It waited for two open hours, or until now for two and a half.
        ("1bd", "Tue 11:00", "Tue 11:30", "Tue 09:00"),
        # In calendar days real time is given back: three hours, or three and a half.
        ("1cd", "Tue 12:00", "Tue 12:30", "Tue 09:00"),
        ("6h wall", "Mon 18:00", "Mon 18:30", "Mon 15:00"),
        # An instant that is named stays where it is.
        ("at(own)", "Tue 12:30", "Tue 12:30", "Tue 12:30"),
        ("at(own) next_open", "Tue 13:00", "Tue 13:00", "Tue 13:00"),
        ("at(own) previous_close", "Tue 12:00", "Tue 12:00", "Tue 12:00"),
        ("none", None, None, None),
    ],
)
def test_due(amount: str, back: str | None, resumed: str | None, never: str | None) -> None:
    """On Mon 14:30 one is back from waiting, one waits and is due if resumed, one never did."""
    fields = {"own": "2024-05-07T12:30Z"}
    tickets = [ticket(*events, fields=fields) for events in ((WAITS, BACK), (WAITS,), ())]
    found = instants(amount, tickets, "Mon 14:30")
    assert stated((back, None), (None, resumed), (never, None)) == [row[:2] for row in found]


def test_next_open() -> None:
    """A due time that falls on a closing is moved to the opening, where that is agreed."""
    events: list[tuple[Happening, ...]] = [(), (("Mon 11:00", "waiting"), ("Mon 11:30", "new"))]
    tickets = [ticket(*each) for each in events]
    found = instants("3h", tickets, "Mon 11:45", at_close="next_open")
    assert stated(("Mon 13:00",), ("Mon 13:30",)) == [row[:1] for row in found]


@pytest.mark.parametrize(
    ("events", "due", "breach"),
    [
        ((), "Mon 12:00", "Mon 12:00"),
        ((("Mon 12:00", "solved"),), "Mon 12:00", None),
        ((("Mon 12:01", "solved"),), "Mon 12:00", "Mon 12:00"),
        # It waits from before its due time on.
        ((("Mon 11:59", "waiting"),), None, None),
        # Late for a minute in which it did not wait.
        ((("Mon 12:01", "waiting"),), "Mon 12:00", "Mon 12:00"),
        # The shorter promise of 13:00 was broken at noon, and before that nobody knew.
        ((("Mon 13:00", {"priority": "high"}),), "Mon 10:00", "Mon 12:00"),
        # A longer promise does not undo it.
        ((("Mon 13:00", {"priority": "low"}),), "Tue 10:00", "Mon 12:00"),
    ],
)
def test_breach(events: tuple[Happening, ...], due: str | None, breach: str | None) -> None:
    """Late is who is open at the due time or after it, never before what caused it."""
    amount = {"by": "priority", "high": "1h", "low": "8h", "else": "3h"}
    ((found_due, _, found_breach, _),) = instants(
        amount, [ticket(*events, fields=MIDDLE)], "Mon 14:00"
    )
    assert stated((due, breach)) == [(found_due, found_breach)]


def test_a_shorter_promise() -> None:
    """It is dated to the change that brought the due time forward."""
    amount = {"by": "priority", "high": "1h", "else": "8h"}
    subject = ticket(("Mon 11:30", {"priority": "high"}), fields=MIDDLE)
    ((due, _, breach, _),) = instants(amount, [subject], "Mon 14:00")
    assert stated(("Mon 10:00", "Mon 11:30")) == [(due, breach)]


def test_set_by_hand() -> None:
    """A due time that somebody set stands among those of the others."""
    by_hand = DueSet(at=on("Mon 10:00"), metric="resolution", due_at=on("Wed 09:00"))
    tickets = [ticket(), ticket(more=[by_hand]), ticket()]
    found = instants("4h", tickets, "Mon 11:00")
    assert stated(("Mon 14:00",), ("Wed 09:00",), ("Mon 14:00",)) == [row[:1] for row in found]


def test_a_due_time_years_ahead() -> None:
    """Hours are laid out as far as a due time asks for them, or looked for by themselves."""
    # A year has 52 weeks of 35 hours.
    found = check(promising(resolution="8000h"), named(ticket(), ticket()), on("Mon 10:00"))
    assert {"it asks for hours beyond those laid out": 2} == found.fallbacks
    found = check(promising(resolution="2500h"), named(ticket(), ticket()), on("Mon 10:00"))
    assert {} == found.fallbacks
