"""Tickets to which much happens close to an edge, in the words and fields of their desk."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from slakit import BusinessCalendar, Change, PolicySet, SlakitError, Ticket, evaluate
from slakit.testing.calendar_cases import Case
from slakit.testing.edges import Edge
from slakit.testing.ticket_cases import Desk, ticket_cases

OFFICE = BusinessCalendar(tz="Europe/Madrid", hours="Mon-Fri 09:00-12:00,13:00-18:00")
NOON, ONE = (datetime(2024, 1, 2, hour, tzinfo=OFFICE.zone) for hour in (12, 13))
LUNCH = Edge("lunch", NOON, ONE)
WORDS = {"paused": ["waiting"], "resolved": ["solved"]}


def desk(statuses: dict[str, Any] | None = None, **policy: Any) -> PolicySet:
    policy = {"name": "all", "calendar": "office", "targets": {"resolution": "4h"}, **policy}
    return PolicySet.model_validate(
        {"calendars": {"office": OFFICE}, "statuses": statuses or {}, "policies": [policy]}
    )


def cases(policies: PolicySet, question: str = "due", **options: Any) -> list[Case]:
    return list(ticket_cases(Desk(policies, **options), LUNCH, question, 0))


def tickets(policies: PolicySet, kind: str) -> list[Ticket]:
    return [case.arguments[0] for case in cases(policies) if case.kind == kind]


def history(ticket: Ticket) -> list[tuple[str, Any]]:
    return [(f"{each.at:%H:%M}", getattr(each, "fields", each.kind)) for each in ticket.events]


def test_kinds() -> None:
    """There is a plain ticket, and what desks get wrong: pauses, reopenings, other fields."""
    assert {
        "lunch",
        "microseconds",
        "pause",
        "still paused",
        "second pause",
        "pause over the edge",
        "pause from closed hours on",
        "pause within closed hours",
        "zero length",
        "resolved",
        "reopened",
        "second message",
    } == {case.kind for case in cases(desk(WORDS))}


def test_words() -> None:
    """A pause over the lunch is told in the words of the desk."""
    (ticket,) = tickets(desk(WORDS), "pause over the edge")
    assert "11:00" == f"{ticket.created_at:%H:%M}"
    assert [("11:30", {"status": "waiting"}), ("13:30", {"status": "open"})] == history(ticket)


def test_word_that_is_taken() -> None:
    """A desk to which open means something else has another word for an open ticket."""
    (ticket,) = tickets(desk({**WORDS, "closed": ["open"]}), "pause")
    assert [{"status": "waiting"}, {"status": "new"}] == [said for _, said in history(ticket)]


def test_no_words() -> None:
    """Categories that have no word are named outright, and taken back."""
    (ticket,) = tickets(desk(), "pause")
    assert [{"category": "paused"}, {"status": "open", "category": None}] == [
        said for _, said in history(ticket)
    ]
    reading = evaluate(desk(), ticket, at=ONE)["resolution"]
    assert ("running", timedelta(minutes=15)) == (reading.state, reading.paused)


def test_fields() -> None:
    """Every set of fields is met by some ticket, and one changes to another."""
    policies = desk(WORDS, targets={"resolution": {"by": "priority", "high": "2h", "else": "8h"}})
    found = [case.arguments[0] for case in cases(policies)]
    assert {None, "high"} == {ticket.fields.get("priority") for ticket in found}
    changes = [event for ticket in found for event in ticket.events if type(event) is Change]
    assert any("priority" in change.fields for change in changes)


def test_fields_of_ones_own() -> None:
    """Tickets carry the fields that they are given instead."""
    found = cases(desk(WORDS), fields=[{"team": "north"}])
    assert {"north"} == {case.arguments[0].fields["team"] for case in found}


def test_carried() -> None:
    """A ticket carries what it is promised by its own fields."""
    policies = desk(WORDS, targets={"resolution": "at(due_date)", "first_response": "field(sla)"})
    ticket = tickets(policies, "lunch")[0]
    assert ticket.created_at + timedelta(days=2) == ticket.fields["due_date"]
    assert "4h" == ticket.fields["sla"]


def test_signals() -> None:
    """The signals of the desk's own metrics are sent, one after another."""
    metrics = {"visit": {"start": {"signal": "sold"}, "stop": {"signal": "done"}}}
    policies = PolicySet.model_validate(
        {
            "calendars": {"office": OFFICE},
            "metrics": metrics,
            "policies": [{"name": "all", "calendar": "office", "targets": {"visit": "4h"}}],
        }
    )
    (ticket,) = tickets(policies, "signals")
    assert ["sold", "done"] == [event.name for event in ticket.events]


def test_only_fields_that_lead_to_a_calendar() -> None:
    """A ticket without the field that names its calendar is not asked about."""
    found = cases(desk(WORDS, calendar="field(site)"))
    assert {"office"} == {case.arguments[0].fields["site"] for case in found}


def test_no_fields_that_lead_to_a_calendar() -> None:
    """Where no guess leads to a calendar, the error says what is missing."""
    rows = [{"when": {"since": "agent_reply", "until": "customer_reply"}, "calendar": "office"}]
    with pytest.raises(ValueError, match="calendar"):
        Desk(desk(WORDS, calendar=rows))


def test_instants() -> None:
    """Other questions have an instant, which is never before the last event."""
    for case in cases(desk(WORDS), "elapsed"):
        ticket, at = case.arguments
        assert all(event.at <= at for event in ticket.events)


def test_when_due() -> None:
    """A verdict is asked for at the due time, a minute before and after it."""
    found = [case for case in cases(desk(WORDS), "breached") if case.kind == "asked when due"]
    ticket, _ = found[0].arguments
    # 11:30 and 4h without an hour of lunch; 30m before noon and 3h30m after 13:00.
    assert ("11:30", ["16:29", "16:30", "16:31"]) == (
        f"{ticket.created_at:%H:%M}",
        [f"{case.arguments[1]:%H:%M}" for case in found[:3]],
    )


def test_resolved_when_due() -> None:
    """A ticket is resolved at the very instant at which it is due."""
    found = next(
        case for case in cases(desk(WORDS), "breached") if case.kind == "resolved when due"
    )
    ticket, at = found.arguments
    assert ("16:30", {"status": "solved"}) == history(ticket)[-1]
    assert "met" == evaluate(desk(WORDS), ticket, at=at).status


def test_size() -> None:
    """A case with fewer events is smaller."""
    assert {0, 1, 2, 3, 4} == {case.size[0] for case in cases(desk(WORDS))}


def test_counted_from() -> None:
    """A ticket carries the instant that its clocks count from, and it is not the creation."""
    for case in cases(desk(WORDS, counts_from="field(opened)")):
        ticket = case.arguments[0]
        assert timedelta(hours=1) == ticket.created_at - ticket.fields["opened"]
    for case in cases(desk(WORDS, counts_from="field(created_at)")):
        assert "created_at" not in case.arguments[0].fields


def test_calendar_of_the_ticket() -> None:
    """The field that leads to a calendar is filled where somebody's fields do not have it."""
    fields = [{"tier": "gold"}, {"site": "office"}]
    found = cases(desk(WORDS, calendar="field(site)"), fields=fields)
    assert {"office"} == {case.arguments[0].fields["site"] for case in found}
    changed = [case.arguments[0].events[0] for case in found if case.kind == "field changed"]
    assert {"office"} == {each.fields.get("site", "office") for each in changed}


def test_fields_that_lead_nowhere() -> None:
    """Fields under which no ticket can be evaluated are refused by their name."""
    with pytest.raises(SlakitError, match="give fields= with") as caught:
        cases(desk(WORDS, calendar="field(site)"), fields=[{}, {"site": "moon"}])
    assert "fields" == caught.value.parameter
