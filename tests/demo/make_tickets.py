"""Make the tickets of ``slakit demo``: ``python tests/demo/make_tickets.py > tickets.jsonl``.

Seeded, so that anybody gets the same 200 tickets: three weeks of a help desk
in São Paulo with two holidays, customers who are waited for, priorities that
change and tickets that come back.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("America/Sao_Paulo")
FIRST_DAY = datetime(2026, 4, 20, tzinfo=ZONE)
# The instant of the question: Friday of the third week.
AS_OF = datetime(2026, 5, 8, 15, tzinfo=ZONE)
HOLIDAYS = {(4, 21), (5, 1)}
PRIORITIES = ["low"] * 3 + ["normal"] * 9 + ["high"] * 4 + ["urgent"] * 2


def at_work(moment: datetime) -> datetime:
    """Move an instant to when somebody is at the desk."""
    while (
        moment.weekday() > 4
        or (moment.month, moment.day) in HOLIDAYS
        or moment.hour >= 18
        or moment.hour == 12
        or moment.hour < 9
    ):
        moment = (moment + timedelta(hours=1)).replace(second=0)
    return moment


def make_ticket(number: int, dice: random.Random) -> dict[str, Any]:
    """Return one ticket as JSON data."""
    day = FIRST_DAY + timedelta(days=dice.randrange(19))
    hour = dice.choices(range(24), weights=[1] * 7 + [3, 6, 9, 9, 8, 5, 7, 8, 8, 7, 6, 3] + [1] * 5)
    created = day.replace(hour=hour[0], minute=dice.randrange(60), second=dice.randrange(60))
    created = min(created, AS_OF - timedelta(minutes=dice.randrange(5, 200)))
    priority = dice.choice(PRIORITIES)
    pace = {"urgent": 0.5, "high": 0.7, "normal": 1.0, "low": 1.4}[priority]
    events: list[dict[str, Any]] = []

    def happen(moment: datetime, event: dict[str, Any]) -> None:
        if moment <= AS_OF:
            events.append({**event, "at": moment.isoformat()})

    def change(moment: datetime, **fields: str) -> None:
        happen(moment, {"kind": "change", "fields": fields})

    now = at_work(created + timedelta(minutes=dice.expovariate(1 / (240 * pace))))
    now = now.replace(microsecond=0)
    happen(now, {"kind": "message", "author": "agent"})
    if dice.random() < 0.08:
        change(now + timedelta(minutes=1), priority=dice.choice(["high", "urgent"]))
    if dice.random() < 0.4:
        change(now + timedelta(minutes=2), status="waiting")
        now += timedelta(hours=dice.expovariate(1 / 14))
        happen(now.replace(microsecond=0), {"kind": "message", "author": "customer"})
        change(now.replace(microsecond=0), status="open")
    now = at_work(now + timedelta(hours=dice.expovariate(1 / (62 * pace))))
    now = now.replace(microsecond=0)
    change(now, status="solved")
    if dice.random() < 0.07:
        now += timedelta(hours=dice.uniform(1, 30))
        change(now.replace(microsecond=0), status="open")
        now = at_work(now + timedelta(hours=dice.expovariate(1 / 6)))
        change(now.replace(microsecond=0), status="solved")
    return {
        "id": f"D-{number:03}",
        "created_at": created.isoformat(),
        "opened_by": "customer",
        "fields": {
            "priority": priority,
            "tier": dice.choice(["gold", "standard", "standard"]),
            "status": "new",
        },
        "events": events,
    }


def make_tickets() -> Iterator[str]:
    """Yield the tickets as lines of JSON, in the order in which they were created."""
    dice = random.Random(2026)
    tickets = [make_ticket(0, dice) for _ in range(200)]
    tickets.sort(key=lambda ticket: datetime.fromisoformat(ticket["created_at"]))
    for number, ticket in enumerate(tickets, 1):
        ticket["id"] = f"D-{number:03}"
        yield json.dumps(ticket, separators=(",", ":")) + "\n"


if __name__ == "__main__":
    sys.stdout.writelines(make_tickets())
