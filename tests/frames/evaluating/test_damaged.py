"""A table of which every tenth row is damaged: nothing is dropped, and nobody else is harmed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any, NamedTuple

import pytest

from slakit import Change, Message, Ticket, evaluate
from slakit.tickets import Event
from tests.evaluation.desks import desk, on
from tests.frames.evaluating.comparing import frames, rows_expected, rows_of
from tests.frames.evaluating.made_tables import Table, table_of_tickets
from tests.frames.native.kinds import KINDS, table_of

TICKETS, DAMAGED = 600, 60
NOW = on("+Mon 11:00")
POLICIES = desk(
    {
        "name": "all",
        "calendar": "field(site)",
        "targets": {"first_response": "2h", "resolution": "field(promised)"},
        "warn": {"soon": "75%"},
    }
)


class Damage(NamedTuple):
    """What is done to a ticket: in which field and with which reason it is rejected for that."""

    field: str
    reason: str
    do: Callable[[Table, Table, int, int], None]
    table: str = "tickets"


def to_ticket(name: str, value: Any) -> Callable[[Table, Table, int, int], None]:
    def do(tickets: Table, events: Table, row: int, event: int) -> None:
        tickets[name][row] = value

    return do


def to_event(of: str, reason: str, **values: Any) -> Damage:
    """Return the damage of the first event, which is told of a field."""

    def do(tickets: Table, events: Table, row: int, event: int) -> None:
        for name, value in values.items():
            events[name][event] = value

    return Damage(of, reason, do, "events")


def twice(tickets: Table, events: Table, row: int, event: int) -> None:
    tickets["id"][row] = tickets["id"][row - 1]


# In the words of a file: everything is text.
TEXTS = {
    "id missing": Damage("id", "there is no id", to_ticket("id", None)),
    "id empty": Damage("id", "there is no id", to_ticket("id", "")),
    "id twice": Damage("id", "a ticket of this id stands in row", twice),
    "not created": Damage("created_at", "there is no instant", to_ticket("created_at", None)),
    "created soon": Damage("created_at", "'soon' is no time", to_ticket("created_at", "soon")),
    "created in 9999": Damage(
        "created_at", "outside the years", to_ticket("created_at", "9999-12-31T00:00:00Z")
    ),
    "created somewhere": Damage(
        "created_at", "has no time zone", to_ticket("created_at", "2024-05-06T09:00:00")
    ),
    "opened by": Damage("opened_by", "unknown opener 'ana'", to_ticket("opened_by", "ana")),
    "at soon": to_event("at", "'soon' is no time", at="soon"),
    "at missing": to_event("at", "there is no instant", at=None),
    "at before": to_event("at", "before its creation", at="2024-05-01T09:00:00Z"),
    "kind": to_event("kind", "'call' is no kind of event", kind="call"),
    "author": to_event("author", "unknown author 'ana'", kind="message", author="ana"),
    "no field": to_event("field", "None is no field", kind="change", field=None),
    "promised": Damage("promised", "'soon'", to_ticket("promised", "soon")),
    "site": Damage("site", "'nowhere'", to_ticket("site", "nowhere")),
}
# What only columns of objects can hold.
VALUES = {
    "id of a wrong type": Damage("id", "1.5 is no id", to_ticket("id", 1.5)),
    "created on": Damage("created_at", "no datetime", to_ticket("created_at", date(2024, 5, 6))),
    "several": to_event("status", "is no plain value", kind="change", field="status", value=["x"]),
    "opened by a number": Damage("opened_by", "unknown opener 5", to_ticket("opened_by", 5)),
}


def made(number: int, random: Random) -> Ticket:
    at = on("Mon 09:00") + timedelta(minutes=random.randrange(4 * 24 * 60))
    created = at
    events: list[Event] = []
    for _ in range(3):
        at += timedelta(minutes=random.choice((4, 60, 600)))
        if random.random() < 0.4:
            events.append(Message(at=at, author=random.choice(("agent", "customer"))))
        else:
            status = random.choice(("open", "waiting", "solved"))
            events.append(Change(at=at, fields={"status": status}))
    return Ticket(
        id=f"T-{number}",
        created_at=created,
        opened_by=random.choice((None, "customer")),
        fields={
            "site": random.choice(("office", "late")),
            "promised": random.choice(("4h", "2bd")),
        },
        events=events,
    )


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_dropped(kind: str) -> None:
    """What goes in comes out: as rows of the answer, or with its reason."""
    random = Random(7)
    tickets = [made(number, random) for number in range(TICKETS)]
    columns, events = table_of_tickets(tickets)
    for table, name in ((columns, "created_at"), (events, "at")):
        table[name] = [at.isoformat() for at in table[name]]
    first = {id: row for row, id in reversed([*enumerate(events["ticket"])])}
    damages = list((TEXTS | VALUES if kind in ("mapping", "pandas") else TEXTS).values())
    done: dict[int, Damage] = {}
    # Every tenth ticket; the one before it is whole.
    for place, row in enumerate(range(5, TICKETS, TICKETS // DAMAGED)):
        done[row] = damages[place % len(damages)]
        done[row].do(columns, events, row, first[f"T-{row}"])
    # Events that are nobody's beside the others.
    for id in ("T-unknown", None):
        told = {"ticket": id, "at": "2024-05-07T09:00:00Z", "kind": "note"}
        for name, column in events.items():
            column.append(told.get(name))

    found = frames.evaluate_frame(POLICIES, table_of(kind, columns), table_of(kind, events), at=NOW)

    rejects = {(each["table"], each["row"]): each for each in rows_of(found.rejects)}
    assert len(rows_of(found.rejects)) == len(rejects)
    for row, damage in done.items():
        number = row if damage.table == "tickets" else first[f"T-{row}"]
        each = rejects.pop((damage.table, number))
        id = columns["id"][row]
        assert (id if isinstance(id, str) else "", damage.field, True) == (
            each["ticket"],
            each["field"],
            damage.reason in each["reason"],
        ), each
    assert TICKETS == found.tickets + len(done)
    # Those whose ticket has lost its id are nobody's, too.
    ids = {id for id in columns["id"] if isinstance(id, str) and id}
    orphans = {("events", row): id for row, id in enumerate(events["ticket"]) if id not in ids}
    assert {key: id or "" for key, id in orphans.items()} == {
        key: each["ticket"] for key, each in rejects.items()
    }
    assert {"ticket"} == {each["field"] for each in rejects.values()}

    whole = [ticket for number, ticket in enumerate(tickets) if number not in done]
    expected = [
        row for ticket in whole for row in rows_expected(evaluate(POLICIES, ticket, at=NOW))
    ]
    assert expected == rows_of(found.clocks)
    assert {} == found.fallbacks
