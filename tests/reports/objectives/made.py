"""Clocks for the tests of objectives, said in a line each."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from slakit.reports.outcome import Outcome


def at(text: str) -> datetime:
    """Read an instant of 2024 in UTC: "04-10 12:00"."""
    return datetime.fromisoformat(f"2024-{text}").replace(tzinfo=UTC)


def clock(
    status: str,
    decided: datetime | None = None,
    *,
    hours: float = 1,
    ticket: str = "T-1",
    metric: str = "resolution",
    policy: str = "all",
    started: datetime | None = None,
    stopped: datetime | None = None,
    **fields: Any,
) -> Outcome:
    """Make a clock: met or missed (stopped), breached or on_track (open), cancelled."""
    state: Any = {"met": "stopped", "missed": "stopped", "no_target": "stopped"}.get(status)
    if state is None:
        state = "cancelled" if status == "cancelled" else "running"
    if state == "stopped":
        stopped = stopped or decided
    return Outcome(
        ticket=ticket,
        policy=policy,
        metric=metric,
        cycle=1,
        state=state,
        status=status,  # type: ignore[arg-type]
        started_at=started or datetime(2023, 12, 1, tzinfo=UTC),
        stopped_at=stopped,
        cancelled_at=decided if status == "cancelled" else None,
        due_at=None,
        breached_at=decided if status in ("missed", "breached") else None,
        elapsed=timedelta(hours=hours),
        paused=timedelta(0),
        closed=timedelta(0),
        target=None if status == "no_target" else timedelta(hours=4),
        fields=fields,
    )
