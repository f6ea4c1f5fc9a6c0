"""Tickets for the desks of the documentation, drawn so that they meet all that these promise."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from slakit import Change, Message, Ticket
from slakit.tickets import Event

__all__ = ["DESKS", "made_tickets"]

# By desk: what the fields of a ticket may be at its creation, and the statuses that it may take.
DESKS: dict[str, tuple[dict[str, list[Any]], list[str]]] = {
    "brazilian_office": (
        {"plan": ["ouro", "bronze", None], "priority": ["urgente", "alta", "baixa", None]},
        ["novo", "aguardando cliente", "resolvido", "fechado", "aberto"],
    ),
    "follow_the_sun": (
        {
            "priority": ["urgent", "low"],
            "team": ["manila", "lisbon", "san_francisco"],
            "tier": ["gold", "silver"],
        },
        ["open", "waiting", "solved", "closed"],
    ),
    "hosting_24x7": (
        {"plan": ["managed", None], "severity": ["down", "degraded", "slow"]},
        ["open", "waiting_for_customer", "solved", "closed"],
    ),
    "vulnerabilities": (
        {
            "severity": ["critical", "high", "medium", "low", None],
            "exploited": [True, False],
            "state": ["triaged", None],
        },
        [],
    ),
    "boston": ({"promised": ["1bd", "3cd", "10bd", "2bd", None]}, []),
    "incidents": (
        {"priority": ["1", "2", "3", "4", None], "status": ["New"], "assignee": [None, "ana"]},
        ["New", "Active", "Awaiting User Info", "Awaiting Vendor", "Resolved", "Closed"],
    ),
}
STATES = ["triaged", "fixed", "mitigated", "false_positive", "risk_accepted", "triaged"]
NEVER_CHANGES = {"promised"}
FIRST = datetime(2026, 2, 2, tzinfo=UTC)


def made_tickets(name: str, many: int) -> list[Ticket]:
    """Return so many tickets of a desk, the same ones every time."""
    random = Random(name)
    return [made(f"{name}-{number}", DESKS[name], random) for number in range(many)]


def made(id: str, words: tuple[dict[str, list[Any]], list[str]], random: Random) -> Ticket:
    fields, statuses = words
    created = at = FIRST + timedelta(minutes=random.randrange(60 * 24 * 40))
    events: list[Event] = []
    for _ in range(random.randint(1, 9)):
        at += timedelta(minutes=random.choice((0, 4, 30, 55, 240, 1000, 4000, 9000)))
        name = random.choice(list(fields))
        kind = random.random()
        if kind < 0.3:
            author: Any = random.choice(("agent", "customer", "bot", "system"))
            events.append(Message(at=at, author=author, public=random.random() < 0.8))
        elif kind < 0.65 and statuses:
            events.append(Change(at=at, fields={"status": random.choice(statuses)}))
        elif name == "state":
            events.append(Change(at=at, fields={"state": random.choice(STATES)}))
        elif name not in NEVER_CHANGES:
            events.append(Change(at=at, fields={name: random.choice(fields[name])}))
        else:
            events.append(Change(at=at, fields={"category": random.choice(("resolved", "open"))}))
    return Ticket(
        id=id,
        created_at=created,
        fields={name: random.choice(values) for name, values in fields.items()},
        events=events,
        opened_by=random.choice((None, "customer", "agent")),
    )
