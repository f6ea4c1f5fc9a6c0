"""Agreements and evidence from which the tests of assessments are made."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from slakit import Agreement, Outage, Outcome

MONTH = "calendar month, UTC"
HOUR = timedelta(hours=1)


def october(day: int, hour: float = 0) -> datetime:
    """Return an instant of October 2026; a day beyond 31 is one of November."""
    return datetime(2026, 10, 1, tzinfo=UTC) + timedelta(days=day - 1, hours=hour)


def agreement(*commitments: dict[str, Any], **changes: Any) -> Agreement:
    """Return an agreement between a provider and a customer, with its fees."""
    defaults = {"owed_by": "provider", "owed_to": "customer"}
    return Agreement.model_validate(
        {
            "id": "A-1",
            "title": "Support",
            "type": "service-based",
            "kind": "sla",
            "form": "contractual",
            "scope": "external",
            "tz": "UTC",
            "parties": {
                "provider": {"name": "Acme", "role": "provider"},
                "customer": {"name": "Shop", "role": "customer"},
            },
            "services": [{"name": "shop"}, {"name": "mail"}],
            "fees": {"support": "10000 EUR"},
            "commitments": [
                {"id": f"c{place}", **defaults, **each} for place, each in enumerate(commitments)
            ],
            **changes,
        }
    )


def uptime(percent: str = "99%", window: str = MONTH, **changes: Any) -> dict[str, Any]:
    """Return a commitment on the availability of the shop."""
    return {
        "service": "shop",
        "objective": {"availability": percent, "window": window},
        "consequences": [
            {
                "credit": {
                    "tiers": [
                        {"below": "99%", "credit": "10%"},
                        {"below": "95%", "credit": "30%"},
                    ],
                    "of": "support",
                }
            }
        ],
        **changes,
    }


def answers(**changes: Any) -> dict[str, Any]:
    """Return a commitment of the customer on each of its answers."""
    return {
        "owed_by": "customer",
        "owed_to": "provider",
        "clock": {"metric": "customer_answer"},
        **changes,
    }


def clock(
    ticket: str,
    due: datetime,
    late: timedelta,
    metric: str = "customer_answer",
    *,
    open: bool = False,
    exempt: bool = False,
) -> Outcome:
    """Return a clock of four hours of a desk that never closes, stopped `late` after due."""
    failed = late > timedelta(0)
    status = "no_target" if exempt else "breached" if open else "missed" if failed else "met"
    return Outcome(
        ticket=ticket,
        policy="all",
        metric=metric,
        cycle=1,
        state="running" if open else "stopped",
        status=status,  # type: ignore[arg-type]
        started_at=due - 4 * HOUR,
        stopped_at=None if open else due + late,
        cancelled_at=None,
        due_at=due,
        breached_at=due if failed else None,
        elapsed=4 * HOUR + late,
        paused=timedelta(0),
        closed=timedelta(0),
        target=4 * HOUR,
        exempt=exempt,
    )


def down(start: datetime, hours: float) -> Outage:
    """Return an outage of so many hours."""
    return Outage(start, start + timedelta(hours=hours))
