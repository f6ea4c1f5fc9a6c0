"""The edges of a policy set's calendars -> tickets to which much happens close to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from slakit.errors import SlakitError
from slakit.evaluation import evaluate
from slakit.instants import EPOCH, MICROSECOND, UTC
from slakit.policies import PolicySet
from slakit.testing.calendar_cases import HALF_HOUR, HOUR, MINUTE, Case
from slakit.testing.edges import Edge, later
from slakit.testing.field_sets import (
    calendar_fields,
    carried_fields,
    field_sets,
    fields_counted_from,
    signal_names,
)
from slakit.tickets import Change, Message, Signal, Ticket
from slakit.tickets.events import Event

__all__ = ["Desk", "ticket_cases"]

DAY = timedelta(days=1)
# Any instant of a year of which holidays are known.
PROBE = datetime(2024, 5, 6, 12, tzinfo=UTC)
# Words for an open ticket; a desk may mean something else by the first of them, not by all.
OPEN = ("open", "new", "in progress", "active", "slakit open")


class Story(NamedTuple):
    """What happens to a ticket: what it is about, its creation and its events."""

    kind: str
    created: datetime
    events: tuple[Event, ...] = ()


class Desk:
    """What cases have to know of a policy set: its words, and which fields matter to it."""

    def __init__(
        self, policies: PolicySet, fields: Iterable[Mapping[str, Any]] | None = None
    ) -> None:
        self.policies = policies
        self.signals = signal_names(policies)
        self.carried = carried_fields(policies)
        self.counted_from = fields_counted_from(policies)
        self.sites = calendar_fields(policies)
        self.words = {category: word for word, category in reversed(policies.categories.items())}
        known = policies.categories
        self.words["open"] = next(each for each in OPEN if known.get(each, "open") == "open")
        # What has no word is named outright, which no word takes back.
        self.outright = not {"paused", "resolved"} <= self.words.keys()
        given = field_sets(policies) if fields is None else fields_of(fields)
        # What is made up may lead to no calendar; what somebody asks for has to.
        self.fields = self.usable(given, guessed=fields is None)

    def usable(self, found: list[dict[str, Any]], *, guessed: bool) -> list[dict[str, Any]]:
        """Return the sets of fields under which a ticket can be evaluated.

        Raises `SlakitError` if there is none, or fewer than were given.
        """
        refused: SlakitError | None = None
        fit = []
        for fields in found:
            ticket = self.ticket(0, Story("", PROBE), fields)
            try:
                evaluate(self.policies, ticket, at=PROBE)
            except SlakitError as error:
                refused = error
            else:
                fit.append(fields)
        if refused is not None and not (guessed and fit):
            raise SlakitError(
                f"a ticket cannot be evaluated: {refused}",
                parameter="fields",
                value=found,
                remedy="give fields= with what tickets of these policies carry",
            ) from refused
        return fit

    def turned(self, category: str, at: datetime) -> Change:
        """Return the change to a category, by a word of the desk where it has one."""
        if category not in self.words:
            return Change(at=at, fields={"category": category})
        fields: dict[str, Any] = {"status": self.words[category]}
        if category == "open" and self.outright:
            fields["category"] = None
        return Change(at=at, fields=fields)

    def ticket(self, number: int, story: Story, fields: Mapping[str, Any]) -> Ticket:
        return Ticket(
            id=f"T-{number}",
            created_at=story.created,
            fields=self.carried_by(story.created, fields),
            events=story.events,
            opened_by="customer",
        )

    def carried_by(self, created: datetime, fields: Mapping[str, Any]) -> dict[str, Any]:
        """Return all that a ticket says when it is created: its status and promises too."""
        promised = {
            name: later(created, 2 * DAY) if kind == "at" else "4h"
            for name, kind in self.carried.items()
        }
        # A function that forgets the field counts from the creation, which has to be another.
        counted = dict.fromkeys(self.counted_from, later(created, -HOUR))
        return {"status": self.words["open"], **promised, **counted, **self.sites, **fields}


def fields_of(given: Any) -> list[dict[str, Any]]:
    """Return the fields of each ticket, as somebody gives them."""
    found = [*given] if isinstance(given, Iterable) and not isinstance(given, Mapping) else []
    if not found or not all(isinstance(each, Mapping) for each in found):
        raise SlakitError(
            f"{given!r} is not the fields of one ticket or more",
            parameter="fields",
            value=given,
            remedy="give a list with the fields of each ticket, as in [{'priority': 'high'}]",
        )
    return [dict(each) for each in found]


def ticket_cases(desk: Desk, edge: Edge, question: str, number: int) -> Iterator[Case]:
    """Yield calls of ``due(ticket)``, or of another question with the instant at which it is."""
    for turn, story in enumerate(stories(desk, edge)):
        # Each story with one set of fields: the next edge meets the others.
        place = (number + turn) % len(desk.fields)
        fields, others = desk.fields[place], desk.fields[(place + 1) % len(desk.fields)]
        if story.kind == "field changed":
            if fields == others:
                continue
            after = desk.carried_by(story.created, others)
            now = {name: after.get(name) for name in {**fields, **others}}
            story = story._replace(events=(Change(at=edge_time(edge, 30), fields=now),))
        ticket = desk.ticket(number * 100 + turn, story, fields)
        yield from asked(question, story.kind, ticket, edge)
        yield from stopped_when_due(desk, question, ticket, edge)


def edge_time(edge: Edge, minutes: int) -> datetime:
    return later(edge.start, -timedelta(minutes=minutes))


def stories(desk: Desk, edge: Edge) -> Iterator[Story]:
    """Yield what happens to tickets around an edge, the plainest first."""
    kind, closes, opens = edge
    middle, after = edge.middle, later(opens, HALF_HOUR)
    created = later(closes, -HOUR)

    def before(minutes: int) -> datetime:
        return edge_time(edge, minutes)

    def pause(start: datetime, end: datetime) -> tuple[Event, ...]:
        return desk.turned("paused", start), desk.turned("open", end)

    for start in dict.fromkeys((before(30), before(1), closes, middle, opens)):
        yield Story(kind, start)
    yield Story("microseconds", later(closes, -MICROSECOND))
    yield Story("pause", created, pause(before(30), before(15)))
    yield Story("still paused", created, (desk.turned("paused", before(30)),))
    yield Story("second pause", created, pause(before(50), before(40)) + pause(before(30), closes))
    yield Story("pause over the edge", created, pause(before(30), after))
    yield Story("second pause", created, pause(before(50), before(40)) + pause(before(30), after))
    if closes != opens:
        yield Story("pause from closed hours on", created, pause(middle, after))
        yield Story("pause within closed hours", created, pause(closes, opens))
    yield Story("zero length", created, (desk.turned("resolved", created),))
    yield Story("resolved", created, (desk.turned("resolved", before(15)),))
    reopened = desk.turned("resolved", before(30)), desk.turned("open", after)
    yield Story("reopened", created, reopened)
    yield Story("field changed", created)
    reply = Message(at=before(45), author="agent")
    asks = Message(at=before(30), author="customer"), Message(at=before(15), author="customer")
    yield Story("second message", created, (reply, *asks))
    if desk.signals:
        signals = [
            Signal(at=later(created, 10 * number * MINUTE), name=name)
            for number, name in enumerate(desk.signals)
        ]
        yield Story("signals", created, tuple(signals))


def asked(question: str, kind: str, ticket: Ticket, edge: Edge) -> Iterator[Case]:
    """Yield a ticket with the instants at which its clocks are asked about."""
    last = ticket.events[-1].at if ticket.events else ticket.created_at
    if question == "due":
        yield case(kind, (ticket,), ticket, last)
        return
    for at in (last, later(last, HOUR), later(edge.end, HALF_HOUR)):
        if at - EPOCH >= last - EPOCH:
            yield case(kind, (ticket, at), ticket, at)


def stopped_when_due(desk: Desk, question: str, ticket: Ticket, edge: Edge) -> Iterator[Case]:
    """Yield a ticket when it is due, just before, and resolved at that very instant."""
    if question != "breached":
        return
    last = ticket.events[-1].at if ticket.events else ticket.created_at
    due = evaluate(desk.policies, ticket, at=last).due_at
    if due is None or due - EPOCH <= last - EPOCH:
        return
    due = due.astimezone(ticket.created_at.tzinfo)
    for at in (later(due, -MINUTE), due, later(due, MINUTE)):
        yield case("asked when due", (ticket, at), ticket, at)
    done = Ticket(
        id=ticket.id,
        created_at=ticket.created_at,
        fields=ticket.fields,
        events=(*ticket.events, desk.turned("resolved", due)),
        opened_by=ticket.opened_by,
    )
    yield case("resolved when due", (done, later(due, HOUR)), done, later(due, HOUR))


def case(kind: str, arguments: tuple[Any, ...], ticket: Ticket, at: datetime) -> Case:
    """Return a case; one with fewer events is smaller, and then the one that takes less time."""
    wall = (at - EPOCH) - (ticket.created_at - EPOCH)
    return Case(kind, arguments, (len(ticket.events), wall))
