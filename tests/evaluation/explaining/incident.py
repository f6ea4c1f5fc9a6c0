"""A breached incident as a desk has them: pauses, a holiday, a new priority, a reopening.

The desk is open from 09:00 to 12:00 and from 13:00 to 18:00 in São Paulo, where Thursday 30 May
2024 is Corpus Christi. Eight hours were promised from Tuesday 28 May, 16:40, and spent so:

    Tuesday    16:40-18:00                1 h 20 min
    Wednesday  09:00-10:15                1 h 15 min, then waiting for the customer
    Friday     09:40-12:00, 13:00-14:30   3 h 50 min, then solved
    Monday     09:10-12:00, 13:00-17:45   7 h 35 min, after the customer had reopened it

Before Monday 6 h 25 min were gone; the other 1 h 35 min ended on Monday at 10:45, when it was due.
It took 14 h, so it was 6 h late. The customer was waited for on Wednesday from 10:15 to 18:00 and
on Friday from 09:00 to 09:40, lunch left out: 6 h 45 min and 40 min. The gap before the reopening
is Friday from 14:30 to 18:00 and ten minutes of Monday: 3 h 40 min.
"""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from slakit import Change, Explanation, Message, PolicySet, Ticket, explain

ZONE = ZoneInfo("America/Sao_Paulo")
DESK = PolicySet.model_validate(
    {
        "calendars": {
            "paulista": {
                "tz": "America/Sao_Paulo",
                "hours": "Mon-Fri 09:00-12:00,13:00-18:00",
                "holidays": [{"date": "2024-05-30", "name": "Corpus Christi"}],
            }
        },
        "statuses": {"paused": ["waiting"], "resolved": ["solved"], "closed": ["closed"]},
        "policies": [
            {
                "name": "gold",
                "when": {"tier": "gold"},
                "calendar": "paulista",
                "targets": {"resolution": "4h"},
            },
            {
                "name": "standard",
                "calendar": "paulista",
                "targets": {
                    "first_response": "2h",
                    "resolution": {"by": "priority", "high": "8h", "else": "3bd"},
                },
            },
        ],
    }
)


def may(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2024, 5, day, hour, minute, tzinfo=ZONE)


def june(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2024, 6, day, hour, minute, tzinfo=ZONE)


TICKET = Ticket(
    id="INC-2024-0517",
    created_at=may(28, 16, 40),
    opened_by="customer",
    fields={"tier": "silver", "priority": "low", "status": "new"},
    events=[
        Message(at=may(28, 17, 5), author="agent"),
        Change(at=may(28, 17, 20), fields={"priority": "high"}),
        Message(at=may(28, 17, 31), author="agent", public=False),
        Message(at=may(29, 10, 15), author="agent"),
        Change(at=may(29, 10, 15), fields={"status": "waiting"}),
        Message(at=may(31, 9, 40), author="customer"),
        Change(at=may(31, 9, 40), fields={"status": "open"}),
        Change(at=may(31, 14, 30), fields={"status": "solved"}),
        Message(at=june(3, 9, 10), author="customer"),
        Change(at=june(3, 9, 10), fields={"status": "open"}),
        Change(at=june(3, 9, 30), fields={"assignee": "bruno"}),
        Change(at=june(3, 17, 45), fields={"status": "solved"}),
    ],
)


def explained() -> Explanation:
    return explain(DESK, TICKET, "resolution", at=june(4, 9))
