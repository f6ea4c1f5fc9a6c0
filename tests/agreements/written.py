"""An agreement as plain data, which tests change where they look."""

from __future__ import annotations

from typing import Any

from slakit.agreements import Agreement

__all__ = ["agreement", "commitment", "data"]

DESK = {
    "calendars": {"office": {"tz": "Europe/Madrid", "hours": "Mon-Fri 09:00-17:00"}},
    "policies": [
        {
            "name": "gold",
            "calendar": "office",
            "targets": {
                "first_response": {"by": "priority", "high": "1h", "low": "4h", "else": "1bd"},
                "resolution": "3bd",
            },
        }
    ],
}


def commitment(**changes: Any) -> dict[str, Any]:
    """Return a commitment of the provider: 95 % of first responses in time."""
    objective = {
        "attain": "95%",
        "metric": "first_response",
        "window": "calendar month, Europe/Madrid",
    }
    given = {"id": "fast", "owed_by": "us", "owed_to": "them", "objective": objective, **changes}
    return {key: value for key, value in given.items() if value is not None}


def data(**changes: Any) -> dict[str, Any]:
    """Return a contractual agreement of two parties in which both owe something."""
    given = {
        "id": "A-1",
        "title": "Support",
        "form": "contractual",
        "tz": "Europe/Madrid",
        "parties": {"us": {"name": "Acme"}, "them": {"name": "Shop"}},
        "services": [{"name": "desk"}],
        "policies": DESK,
        "fees": {"support": "1000 EUR"},
        "commitments": [
            commitment(),
            {
                "id": "done",
                "owed_by": "us",
                "owed_to": "them",
                "clock": {"metric": "resolution", "policy": "gold"},
            },
        ],
        "effective": {"from": "2026-01-01", "until": "2026-12-31"},
        **changes,
    }
    return {key: value for key, value in given.items() if value is not None}


def agreement(**changes: Any) -> Agreement:
    """Return that agreement, read."""
    return Agreement.model_validate(data(**changes))
