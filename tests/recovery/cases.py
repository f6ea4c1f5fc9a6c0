"""A desk, its plan and a breach that are worked out by hand.

The office is open from 9 to 18 on working days, in Madrid, which is two hours before UTC in May
2024. T-1 was opened on Monday the 6th at 10:00, had four hours, and so was due at 14:00.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from slakit import Explanation, PolicySet, Ticket, explain
from slakit.recovery import BreachCase, RecoveryPlan

__all__ = ["DESK", "MADRID", "PLAN", "TICKET", "instant", "opened", "taken", "why"]

MADRID = ZoneInfo("Europe/Madrid")
OFFICE = {"tz": "Europe/Madrid", "hours": "Mon-Fri 09:00-18:00"}
DESK = PolicySet.model_validate(
    {
        "calendars": {"office": OFFICE},
        "policies": [{"name": "all", "calendar": "office", "targets": {"resolution": "4h"}}],
    }
)
PLAN_DATA: dict[str, Any] = {
    "calendar": OFFICE,
    "steps": {
        "team_alerted": {"target": "30m", "responsible": "service desk"},
        "cause_found": {"target": {"by": "priority", "high": "2h", "else": "4h"}},
        "customer_told": {"target": "1h"},
        "acted": {"target": "1bd"},
        "restoration_told": {"target": "1h"},
    },
    "team_field": "team",
    "causes": {"supplier": {"carrier": "the carrier was late"}},
}
PLAN = RecoveryPlan.model_validate(PLAN_DATA)


def instant(text: str) -> datetime:
    """Return an instant of Madrid; ``06 10:00`` is on the 6th of May 2024."""
    return datetime.fromisoformat(f"2024-05-{text}").replace(tzinfo=MADRID)


TICKET = Ticket(
    id="T-1", created_at=instant("06 10:00"), fields={"priority": "high", "team": "net"}
)


def why(at: str = "06 17:00") -> Explanation:
    """Return why T-1 is late; three hours at 17:00."""
    return explain(DESK, TICKET, "resolution", at=instant(at))


def opened(plan: RecoveryPlan = PLAN) -> BreachCase:
    """Return the case of T-1, opened on Monday at 17:00."""
    return BreachCase.open(why(), TICKET, plan=plan, at=instant("06 17:00"), opened_by="ana")


def taken(steps: int = 5) -> BreachCase:
    """Return the case with the first of its steps taken: the second of them late, the rest not."""
    case = opened()
    told: list[tuple[Any, str, dict[str, Any]]] = [
        ("team_alerted", "06 17:15", {"responsible": "bo"}),
        ("cause_found", "07 11:15", {"cause": "tool/outage", "note": "a disk was full"}),
        ("customer_told", "07 11:45", {"message": "Dear customer,\n\nwe are sorry."}),
        ("acted", "07 15:00", {}),
        ("restoration_told", "07 15:30", {}),
    ]
    for step, at, said in told[:steps]:
        case = case.step(step, at=instant(at), by="ana", **said)
    return case
