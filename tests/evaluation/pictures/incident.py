"""An incident that has everything: a pause, a holiday, a weekend, two cycles, a breach."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from slakit import Change, Evaluation, Message, PolicySet, Ticket, evaluate

ZONE = ZoneInfo("America/Sao_Paulo")
OFFICE: dict[str, Any] = {
    "tz": "America/Sao_Paulo",
    "hours": "Mon-Fri 09:00-12:00,13:00-18:00",
    "holidays": [{"date": "2024-05-30", "name": "Corpus Christi"}],
}
POLICIES = PolicySet.model_validate(
    {
        "calendars": {"office": OFFICE},
        "statuses": {"paused": ["waiting"], "resolved": ["solved"]},
        "policies": [
            {
                "name": "gold",
                "calendar": "office",
                "targets": {"first_response": "2h", "next_response": "4h", "resolution": "2bd"},
                "warn": {"soon": "75%"},
            }
        ],
    }
)


def at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2024, month, day, hour, minute, tzinfo=ZONE)


def incident(
    name: str = "4712", status: str = "waiting", asked: datetime | None = None
) -> Evaluation:
    """Return how it stands on the Tuesday after, or when it was asked."""
    ticket = Ticket(
        id=name,
        created_at=at(5, 29, 15, 30),
        opened_by="customer",
        events=[
            Message(at=at(5, 29, 16, 50), author="agent"),
            Change(at=at(5, 29, 17, 10), fields={"status": status}),
            Message(at=at(5, 31, 10), author="customer"),
            Change(at=at(5, 31, 10), fields={"status": "open"}),
            Message(at=at(5, 31, 11, 30), author="agent"),
            Message(at=at(6, 3, 9, 30), author="customer"),
        ],
    )
    return evaluate(POLICIES, ticket, at=asked or at(6, 4, 17))
