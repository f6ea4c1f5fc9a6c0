"""How one cycle of a clock stands at an instant."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta, tzinfo
from typing import Any, Literal, NamedTuple, get_args

from slakit.durations import format_length
from slakit.evaluation.stored import (
    Reader,
    instant,
    length,
    number,
    one_of,
    optional,
    read_stored,
    several,
    text,
    truth,
    zone_name,
)
from slakit.instants import EPOCH, MICROSECOND, UTC, to_datetime

__all__ = ["SEVERITY", "ClockReading", "ClockState", "Exempted", "Notice", "Status"]

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
ZERO = timedelta(0)


class Notice(NamedTuple):
    """A warning or an escalation of one clock.

    `at` is when it falls if nothing else happens, None while the clock is paused before it or where
    it lies beyond the horizon of the calendar;
    `passed` tells whether the clock was still open then. `to` are opaque recipients.
    """

    name: str
    at: datetime | None
    passed: bool
    to: tuple[str, ...] = ()


class Exempted(NamedTuple):
    """Why a breach does not count, who said so, and since when."""

    reason: str
    author: str
    at: datetime


# Made by the hundred thousand: a tuple is the cheapest of immutable objects, and what follows
# from other fields is worked out when asked.
class ClockReading(NamedTuple):
    """How one cycle of a clock stands.

    Instants are in the zone of the question. `elapsed`, `paused`, `closed`, `remaining` and
    `target` are in the target's own time: open time, or real time for ``wall``, ``cd`` and
    ``at``; together ``elapsed + paused + closed`` is the real time since `started_at`, exactly.
    `remaining` is negative when overdue and None where nothing is promised. `due_at` is None
    while the clock is paused and had not reached it; `due_if_resumed_at` says what it would
    be. `target` is the amount as a length: of a rule such as ``2bd`` the time between the start
    and the due time. A breach that was exempted is not `breached`, and keeps its `breached_at`.
    """

    policy: str
    version: str | None
    metric: str
    cycle: int
    state: ClockState
    status: Status
    amount: str | None
    target: timedelta | None
    started_at: datetime | None
    stopped_at: datetime | None
    cancelled_at: datetime | None
    due_at: datetime | None
    due_if_resumed_at: datetime | None
    elapsed: timedelta
    paused: timedelta
    closed: timedelta
    elapsed_wall: timedelta
    remaining: timedelta | None
    breached_at: datetime | None
    next_change_at: datetime | None
    warnings: tuple[Notice, ...]
    escalations: tuple[Notice, ...]
    exempt: Exempted | None
    at: datetime
    zone: tzinfo | None

    @property
    def breached(self) -> bool:
        """Whether the due time was missed, and nobody exempted that."""
        return self.breached_at is not None and self.exempt is None

    @property
    def overdue(self) -> timedelta:
        """How far beyond its amount the clock is, in the target's own time; zero when it is not."""
        remaining = self.remaining
        return -remaining if remaining is not None and remaining < ZERO else ZERO

    @property
    def time_left_wall(self) -> timedelta | None:
        """Real time until the due time, negative after it; None where there is no due time."""
        due_at, at = self.due_at, self.at
        if due_at is None:
            return None
        if at.tzinfo is UTC:
            return due_at - at
        # Two datetimes of one zone would be subtracted by their wall times.
        return (due_at - EPOCH) - (at - EPOCH)

    @property
    def ratio(self) -> float | None:
        """Elapsed time as a share of the amount: 0.75 of 4h is 3h. None where nothing is promised.

        It is for display; verdicts compare instants.
        """
        target = self.target
        if target:
            return self.elapsed / target
        return None if target is None else float(self.elapsed > ZERO)

    @property
    def due_on(self) -> date | None:
        """The local date, in the calendar's zone, of the last moment before the due time."""
        if self.due_at is None:
            return None
        return to_datetime((self.due_at - EPOCH) - MICROSECOND, self.zone).date()

    @property
    def open(self) -> bool:
        """Whether the clock still waits to be stopped."""
        return self.state in ("idle", "running", "paused")

    def to_data(self) -> dict[str, Any]:
        """Return the reading as plain JSON data; lengths as exact texts such as ``3h10m``."""
        data = {name: plain(getattr(self, name)) for name in STORED}
        data |= {name: plain(getattr(self, name)) for name in DERIVED}
        return data

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> ClockReading:
        """Return the reading that `to_data` wrote; instants keep their offset, not their zone.

        Raises `DocumentError` with all that no `to_data` has written.
        """
        return cls(**read_stored("reading", data, READERS))


STORED = ClockReading._fields
DERIVED = ("breached", "overdue", "time_left_wall", "ratio", "due_on")


def read_notice(data: Any) -> Notice:
    return Notice(**read_stored("notice", data, NOTICE))


def read_exempted(data: Any) -> Exempted:
    return Exempted(**read_stored("exemption", data, EXEMPTED))


NOTICE = {"name": text, "at": optional(instant), "passed": truth, "to": several(text)}
EXEMPTED = {"reason": text, "author": text, "at": instant}
# In the order of the fields.
READERS: Mapping[str, Reader] = {
    "policy": text,
    "version": optional(text),
    "metric": text,
    "cycle": number,
    "state": one_of(ClockState, "state"),
    "status": one_of(Status, "status"),
    "amount": optional(text),
    "target": optional(length),
    "started_at": optional(instant),
    "stopped_at": optional(instant),
    "cancelled_at": optional(instant),
    "due_at": optional(instant),
    "due_if_resumed_at": optional(instant),
    "elapsed": length,
    "paused": length,
    "closed": length,
    "elapsed_wall": length,
    "remaining": optional(length),
    "breached_at": optional(instant),
    "next_change_at": optional(instant),
    "warnings": several(read_notice),
    "escalations": several(read_notice),
    "exempt": optional(read_exempted),
    "at": instant,
    "zone": optional(zone_name),
}


def plain(value: Any) -> Any:
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, timedelta):
        return format_length(value)
    if isinstance(value, (Notice, Exempted)):
        return {name: plain(each) for name, each in value._asdict().items()}
    if isinstance(value, tuple):
        return [plain(each) for each in value]
    return str(value) if isinstance(value, tzinfo) else value
