"""The columns of a table of results, which ``slakit evaluate`` writes and a report reads."""

from __future__ import annotations

from datetime import date
from typing import Any

__all__ = ["COLUMNS", "field_column", "field_text"]

COLUMNS = (
    "id",
    "policy",
    "metric",
    "cycle",
    "state",
    "status",
    "amount",
    "started_at",
    "due_at",
    "stopped_at",
    "elapsed",
    "remaining",
    "breached",
    "breached_at",
    "next_change_at",
    "paused",
    "closed",
)
PREFIX = "field."


def field_column(name: str) -> str:
    """Return the column in which a field of the ticket stands beside those of its clock.

    >>> field_column("priority"), field_column("status")
    ('priority', 'field.status')
    """
    return f"{PREFIX}{name}" if name in COLUMNS else name


def field_text(value: Any) -> str | None:
    """Return the value of a field as text; None where there is none.

    A number and its text are one, so that what is read from a table adds to evaluations.

    >>> field_text(2), field_text("")
    ('2', None)
    """
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)
