"""Policies and tickets that are drawn: slakit accepts and evaluates them, over all the words."""

from __future__ import annotations

import warnings
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from slakit import BusinessCalendar, PolicySet, SlakitWarning, Ticket, evaluate
from slakit.evaluation.reading import SEVERITY
from slakit.policies.metrics import STANDARD_METRICS
from slakit.testing.strategies import instants, policies, tickets
from slakit.testing.strategies.policies import METRICS, OWN

few = settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
DESK = PolicySet.model_validate(
    {
        "calendars": {"office": {"tz": "Europe/Madrid", "hours": "Mon-Fri 09:00-18:00"}},
        "statuses": {"paused": ["waiting"], "resolved": ["solved"]},
        "metrics": {"visit": {"start": {"signal": "sold"}, "stop": {"signal": "done"}}},
        "policies": [
            {
                "name": "gold",
                "when": {"tier": "gold"},
                "calendar": "office",
                "targets": {"resolution": "at(due_date)", "visit": "4h"},
            }
        ],
    }
)


@few
@given(policies(), tickets(), instants(about=date(2024, 3, 12)))
def test_evaluated(desk: PolicySet, ticket: Ticket, at: datetime) -> None:
    """Whatever is drawn can be evaluated at any instant."""
    ev = evaluate(desk, ticket, at=at)
    assert ev.status in SEVERITY


@few
@given(policies())
def test_round_trip(desk: PolicySet) -> None:
    """Every policy set can be written and read again."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SlakitWarning)
        assert desk == PolicySet.model_validate(desk.to_data())


@few
@given(tickets())
def test_ticket_round_trip(ticket: Ticket) -> None:
    """Every ticket can be written and read again."""
    assert ticket == Ticket.from_data(ticket.to_data())


def test_calendar_of_ones_own() -> None:
    """The calendar that is called other may be drawn from a strategy of one's own."""
    from hypothesis import strategies as st

    office = BusinessCalendar(tz="UTC", hours="Mon-Fri 09:00-18:00")

    @few
    @given(policies(calendar=st.just(office)))
    def check(desk: PolicySet) -> None:
        assert office == desk.calendars["other"]

    check()


def test_metrics() -> None:
    """Every standard metric may be promised, and one of the set's own."""
    assert {*STANDARD_METRICS, OWN} == {*METRICS}


def test_whole_language() -> None:
    """Among some hundred there is every word of a policy set and of a policy."""
    words: set[str] = set()
    kinds: set[str] = set()

    @settings(max_examples=120, database=None, suppress_health_check=[HealthCheck.too_slow])
    @given(policies())
    def note(desk: PolicySet) -> None:
        data = desk.to_data()
        words.update(data)
        for policy in data["policies"]:
            words.update(policy)
            kinds.add(policy.get("kind", "sla"))

    note()
    own_words = {field.alias or name for name, field in PolicySet.model_fields.items()}
    policy: Any = type(DESK.policies[0])
    own_words |= {field.alias or name for name, field in policy.model_fields.items()}
    assert own_words == words
    assert {"sla", "ola", "uc"} == kinds


def test_all_events() -> None:
    """Among a hundred tickets there is every kind of event, and events of one instant."""
    kinds: set[str] = set()

    @settings(max_examples=100, database=None)
    @given(tickets())
    def note(ticket: Ticket) -> None:
        kinds.update(event.kind for event in ticket.events)
        ats = [event.at for event in ticket.events]
        kinds.update(["at once"] if len(set(ats)) < len(ats) else [])

    note()
    assert {
        "message",
        "change",
        "signal",
        "due_set",
        "exemption",
        "merge",
        "at once",
    } == kinds


@few
@given(tickets(DESK, most=4))
def test_tickets_of_a_desk(ticket: Ticket) -> None:
    """Tickets of a desk carry its fields and words, and what is promised on them."""
    assert len(ticket.events) <= 4
    assert {"status", "due_date"} <= ticket.fields.keys() <= {"status", "due_date", "tier"}
    signals = {event.name for event in ticket.events if event.kind == "signal"}
    assert signals <= {"sold", "done"}
    assert evaluate(DESK, ticket, at=ticket.created_at).status in SEVERITY


def test_near_edges() -> None:
    """They are created where the desk opens or closes, or up to half a day before."""

    @few
    @given(tickets(DESK))
    def check(ticket: Ticket) -> None:
        office = DESK.calendars["office"]
        # Strictly after the instant before it: an edge at the creation itself will do.
        before = ticket.created_at - timedelta(microseconds=1)
        edges = (office.next_open(before), office.next_close(before))
        assert min(edge for edge in edges if edge) <= ticket.created_at + timedelta(hours=12)

    check()


@pytest.mark.parametrize("most", [0, 1])
def test_most(most: int) -> None:
    """There are at most so many events."""

    @few
    @given(tickets(most=most))
    def check(ticket: Ticket) -> None:
        assert len(ticket.events) <= most

    check()
