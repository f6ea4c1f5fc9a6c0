"""Tickets and their histories, close to where clocks open, close and are due."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from slakit.errors import SlakitError
from slakit.policies import PolicySet
from slakit.testing.edges import edges
from slakit.testing.strategies.policies import SITES
from slakit.testing.ticket_cases import Desk
from slakit.tickets import Change, DueSet, Exemption, Merge, Message, Signal, Ticket
from slakit.tickets.events import Author, Event

__all__ = ["tickets"]

# Friday 8 March 2024; New York's clocks sprang on the Sunday after it.
FRIDAY = datetime(2024, 3, 8, tzinfo=UTC)
YEARS = (2024,)

Fields = dict[str, Any]
# Much happens at once, within a few hours, or exactly when short amounts are due.
gaps = st.one_of(
    st.just(timedelta(0)),
    st.sampled_from((4, 44, 60, 120, 180)).map(lambda minutes: timedelta(minutes=minutes)),
    st.integers(1, 16).map(lambda half: timedelta(minutes=half * 30)),
    st.integers(0, 720).map(lambda minutes: timedelta(minutes=minutes)),
    st.integers(0, 43_200_000_000).map(lambda us: timedelta(microseconds=us)),
)
known_fields = st.fixed_dictionaries(
    {},
    optional={
        "status": st.sampled_from(("new", "waiting", "solved", "closed")),
        "priority": st.sampled_from(("high", "low", "odd")),
        "tier": st.sampled_from(("gold", "tin")),
        "assignee": st.sampled_from(("ana", "bo", None)),
        "group": st.sampled_from(("first", "second", None)),
        "impact": st.integers(1, 3),
    },
)
statuses = st.sampled_from(("new", "waiting", "new", "solved", "closed"))
sites = st.sampled_from(SITES)
signals = st.sampled_from(("sold", "done", "drop"))


def tickets(
    policies: PolicySet | None = None,
    *,
    fields: Iterable[Mapping[str, Any]] | None = None,
    most: int = 8,
) -> st.SearchStrategy[Ticket]:
    """Return a strategy of tickets with at most so many events.

    With `policies` they carry the fields and words that these ask for, or one of `fields`, and
    fall near the edges of their calendars in 2024. Without, they suit whatever
    `slakit.testing.strategies.policies` draws.

    Raises `SlakitError` for fields without policies, or with which these cannot be applied.

    >>> from hypothesis import given, settings
    >>> @settings(max_examples=5)
    ... @given(tickets(most=3))
    ... def test_round_trip(ticket):
    ...     assert ticket == Ticket.from_data(ticket.to_data())
    >>> test_round_trip()
    """
    if policies is not None:
        return tickets_of(Desk(policies, fields), most)
    if fields is not None:
        raise SlakitError(
            "fields are those of policies",
            parameter="fields",
            value=fields,
            remedy="give policies, too, or leave it out",
        )
    anywhere = st.integers(0, 3 * 48).map(lambda half: FRIDAY + timedelta(minutes=half * 30))
    created = st.one_of(anywhere, st.builds(lambda at, gap: at + gap, anywhere, gaps))
    return histories(created, carrying, happenings(known_fields, signals), most)


def tickets_of(desk: Desk, most: int) -> st.SearchStrategy[Ticket]:
    """Tickets with the fields and words of a policy set, near the edges of its calendars."""
    marks = [
        mark
        for calendar in desk.policies.calendars.values()
        for found in edges(calendar, YEARS).values()
        for edge in found
        for mark in (edge.start, edge.end)
    ]
    near = st.sampled_from(marks) if marks else st.just(FRIDAY)
    created = st.builds(lambda at, gap: at.astimezone(UTC) - gap, near, gaps)
    known = st.sampled_from(desk.fields)
    words = st.sampled_from(sorted(desk.words))
    changes = st.one_of(known, words.map(lambda category: turned(desk, category)))

    def carried(at: datetime) -> st.SearchStrategy[Fields]:
        return known.map(lambda each: desk.carried_by(at, each))

    named = st.sampled_from(desk.signals) if desk.signals else st.nothing()
    return histories(created, carried, happenings(changes, named), most)


def turned(desk: Desk, category: str) -> Mapping[str, Any]:
    return desk.turned(category, FRIDAY).fields


def carrying(created: datetime) -> st.SearchStrategy[Fields]:
    """Fields that lead to a calendar, and with what is promised on the ticket itself."""
    promised = {
        "site": sites,
        "own": st.integers(0, 72).map(lambda hours: created + timedelta(hours=hours)),
        "given": st.sampled_from(("4m", "2h", "2h wall", "1bd", "1cd")),
        "opened": st.sampled_from((0, 60, 600)).map(
            lambda minutes: created - timedelta(minutes=minutes)
        ),
    }
    return st.builds(
        lambda some, all: {**all, **some}, known_fields, st.fixed_dictionaries(promised)
    )


def happenings(
    changes: st.SearchStrategy[Any], named: st.SearchStrategy[str]
) -> st.SearchStrategy[Any]:
    """Functions from an instant to an event at it."""
    authors: tuple[Author, ...] = ("agent", "customer", "agent", "customer", "bot", "system")
    messages = st.sampled_from(authors)
    metrics = st.sampled_from(("first_response", "resolution"))
    return st.one_of(
        changes.map(lambda new: lambda at: Change(at=at, fields=new)),
        changes.map(lambda new: lambda at: Change(at=at, fields=new)),
        messages.map(lambda author: lambda at: Message(at=at, author=author)),
        st.just(lambda at: Message(at=at, author="agent", public=False)),
        named.map(lambda name: lambda at: Signal(at=at, name=name)),
        st.builds(
            lambda metric, gap: lambda at: DueSet(at=at, metric=metric, due_at=at + gap),
            metrics,
            gaps,
        ),
        metrics.map(
            lambda metric: (
                lambda at: Exemption(at=at, metric=metric, reason="outage", author="lead")
            )
        ),
        st.just(lambda at: Merge(at=at, into="T-2")),
    )


@st.composite
def histories(
    draw: st.DrawFn,
    creations: st.SearchStrategy[datetime],
    carried: Any,
    happened: st.SearchStrategy[Any],
    most: int,
) -> Ticket:
    created = at = draw(creations)
    events: list[Event] = []
    for gap, event_at in draw(st.lists(st.tuples(gaps, happened), max_size=most)):
        at += gap
        events.append(event_at(at))
    return Ticket(
        id="T-1",
        created_at=created,
        fields=draw(carried(created)),
        events=events,
        opened_by=draw(st.sampled_from((None, "customer", "agent"))),
    )
