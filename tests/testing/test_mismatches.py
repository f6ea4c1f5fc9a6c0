"""The reason that slakit gives: the ledger of what was asked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from slakit import BusinessCalendar, Change, PolicySet, Ticket
from slakit.testing.calendar_cases import Case
from slakit.testing.mismatches import calendar_mismatches, ticket_mismatches

OFFICE = BusinessCalendar(tz="UTC", hours="Mon-Fri 09:00-12:00,13:00-18:00")
NINE = datetime(2024, 5, 6, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
DESK = PolicySet.model_validate(
    {
        "calendars": {"office": OFFICE},
        "statuses": {"paused": ["waiting"], "resolved": ["solved"]},
        "policies": [{"name": "all", "calendar": "office", "targets": {"resolution": "4h"}}],
    }
)


def case(*arguments: Any) -> Case:
    return Case("some", arguments, (0, HOUR))


def ticket(*changes: tuple[int, str]) -> Ticket:
    return Ticket(
        id="T-1",
        created_at=NINE,
        events=[Change(at=NINE + n * HOUR, fields={"status": word}) for n, word in changes],
    )


def reasons(question: str, *arguments: Any) -> list[tuple[str, timedelta]]:
    """Return the ledger of a mismatch with a function that never answers."""
    (found,) = ticket_mismatches(lambda *given: "?", question, DESK, "resolution", case(*arguments))
    return [(span.reason, span.wall) for span in found.reason]


def test_calendar() -> None:
    """The ledger of an amount goes from its start to where slakit says that it ends."""
    (found,) = calendar_mismatches(
        lambda start, amount: start + amount, "add", OFFICE, case(NINE + 2 * HOUR, 2 * HOUR)
    )
    assert (NINE + 4 * HOUR, NINE + 5 * HOUR) == (found.yours, found.slakit)
    assert -HOUR == found.difference
    assert ["running", "closed", "running"] == [span.reason for span in found.reason]


def test_agreement() -> None:
    """Where answers agree there is nothing to tell."""
    assert [] == list(calendar_mismatches(OFFICE.is_open, "is_open", OFFICE, case(NINE)))


def test_open_clock() -> None:
    """The ledger of a clock that runs goes on until it is due."""
    assert [("running", 3 * HOUR), ("closed", HOUR), ("running", HOUR)] == reasons("due", ticket())


def test_time_used() -> None:
    """The ledger of the time used ends when it was asked, though the clock runs on."""
    assert [("running", 2 * HOUR)] == reasons("elapsed", ticket(), NINE + 2 * HOUR)


def test_stopped_clock() -> None:
    """That of a clock that stopped ends when it was asked."""
    assert [("running", HOUR)] == reasons("due", ticket((1, "solved")))


def test_paused_clock() -> None:
    """A paused clock is due at no time, and its ledger ends when it was asked."""
    assert [("running", HOUR)] == reasons("due", ticket((1, "waiting")))


def test_breached_clock() -> None:
    """That of a clock past due ends when it was asked."""
    asked = NINE + 6 * HOUR
    assert [("running", 3 * HOUR), ("closed", HOUR), ("running", 2 * HOUR)] == reasons(
        "breached", ticket(), asked
    )


def test_error_of_every_clock() -> None:
    """An error is one of each clock."""
    found = list(ticket_mismatches(lambda given: 1 / 0, "due", DESK, None, case(ticket())))
    assert ["resolution"] == [each.metric for each in found]
    assert "raised ZeroDivisionError: division by zero" == found[0].note


def test_before_any_policy() -> None:
    """A ticket that no policy matches has no clock, and no ledger."""
    nobody = PolicySet.model_validate(
        {
            **DESK.to_data(),
            "policies": [
                {
                    "name": "all",
                    "when": {"tier": "gold"},
                    "calendar": "office",
                    "targets": {"resolution": "4h"},
                }
            ],
        }
    )
    (found,) = ticket_mismatches(lambda given: NINE, "due", nobody, "resolution", case(ticket()))
    assert (None, ()) == (found.slakit, found.reason)
