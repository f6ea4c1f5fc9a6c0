"""How a ticket and its clocks stand at an instant."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any, Literal, get_args

from slakit.documents.suggest import did_you_mean
from slakit.durations import format_length
from slakit.errors import UnknownNameError

__all__ = ["ClockReading", "ClockState", "Evaluation", "Status"]

ClockState = Literal["idle", "running", "paused", "stopped", "cancelled"]
# The worst first: the status of a ticket is that of its worst clock.
Status = Literal[
    "breached",
    "missed",
    "at_risk",
    "on_track",
    "paused",
    "met",
    "no_target",
    "idle",
    "cancelled",
]
SEVERITY = {status: i for i, status in enumerate(get_args(Status))}


@dataclass(slots=True)
class ClockReading:
    """How one cycle of a clock stands.

    Instants are in the zone of the question. `elapsed`, `paused` and
    `remaining` are in the target's own time: open time, or real time for
    ``wall``, ``cd`` and ``at``; `remaining` is negative when overdue and None
    where nothing is promised. `due_at` is None while the clock is paused and
    had not reached it; `due_if_resumed_at` says what it would be.
    """

    policy: str
    metric: str
    cycle: int
    state: ClockState
    status: Status
    amount: str | None
    started_at: datetime
    stopped_at: datetime | None
    due_at: datetime | None
    due_if_resumed_at: datetime | None
    elapsed: timedelta
    paused: timedelta
    remaining: timedelta | None
    breached: bool
    breached_at: datetime | None
    next_change_at: datetime | None

    def to_data(self) -> dict[str, Any]:
        """Return the reading as plain JSON data; lengths as exact texts such as ``3h10m``."""
        return {field.name: plain(getattr(self, field.name)) for field in fields(self)}


@dataclass(slots=True, kw_only=True)
class Evaluation:
    """How a ticket stands at an instant.

    `status` is the worst word of its clocks, `due_at` the earliest due time of
    one that is still open, `next_change_at` when to look again: the first
    instant at which a clock changes its status if nothing else happens.
    ``evaluation["resolution"]`` is the reading of one metric.
    """

    ticket: str
    at: datetime
    status: Status
    due_at: datetime | None
    next_change_at: datetime | None
    clocks: tuple[ClockReading, ...]

    def __getitem__(self, name: str) -> ClockReading:
        """Return the current cycle of a metric; `name` is ``metric`` or ``policy/metric``."""
        policy, _, metric = name.rpartition("/")
        found = [
            clock
            for clock in self.clocks
            if clock.metric == metric and policy in ("", clock.policy)
        ]
        if not found:
            names = [clock.metric for clock in self.clocks]
            raise UnknownNameError(
                f"ticket {self.ticket!r} has no clock {name!r}",
                value=name,
                remedy=did_you_mean(name, names) if names else self._why_none(),
            )
        return found[-1]

    def _why_none(self) -> str:
        if self.status == "idle":
            return f"it is not created yet at {self.at.isoformat()}"
        return "no policy matches it"

    def __iter__(self) -> Iterator[ClockReading]:
        return iter(self.clocks)

    def to_data(self) -> dict[str, Any]:
        """Return the evaluation as plain JSON data."""
        return {
            "ticket": self.ticket,
            "at": self.at.isoformat(),
            "status": self.status,
            "due_at": plain(self.due_at),
            "next_change_at": plain(self.next_change_at),
            "clocks": [clock.to_data() for clock in self.clocks],
        }


def plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return format_length(value) if isinstance(value, timedelta) else value
