"""How a ticket stands at an instant: the readings of all its clocks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from slakit.documents.suggest import did_you_mean, either
from slakit.errors import SlakitError, UnknownNameError
from slakit.evaluation.reading import (
    SEVERITY,
    ClockReading,
    ClockState,
    Exempted,
    Notice,
    Status,
    iso,
    plain,
)
from slakit.instants import EPOCH

if TYPE_CHECKING:
    from slakit.evaluation.explanation import Explanation
    from slakit.tickets import Ticket

__all__ = ["ClockReading", "ClockState", "Evaluation", "Exempted", "Notice", "Status"]


@dataclass(slots=True)
class Evaluation:
    """How a ticket stands at an instant.

    `status` is the worst word of its clocks, `due_at` the earliest due time of
    one that is still open, `next_change_at` when to look again: the first
    instant at which a clock changes its status if nothing else happens. `clocks` has every cycle
    of every clock. ``evaluation["resolution"]`` is the current cycle of one metric.
    """

    ticket: str
    at: datetime
    status: Status
    due_at: datetime | None
    next_change_at: datetime | None
    clocks: tuple[ClockReading, ...]
    # What it was worked out from, so that it can be explained. Plain data and pickles go without.
    _origin: tuple[Any, Ticket] | None = field(default=None, repr=False, compare=False)

    def __getitem__(self, name: str) -> ClockReading:
        """Return the current cycle of a metric: the one that is open, or else the latest.

        `name` is ``metric`` or, where several policies apply at once, ``policy/metric``. Of
        policies that the ticket had in turn it is the clock of the last. Raises
        `UnknownNameError`, which lists what there is, also where a metric alone could mean the
        clocks of several policies.
        """
        found = self.cycles(name)
        if len(found) == 1:
            return found[0]
        currents: dict[str, ClockReading] = {}
        for clock in found:
            if clock.policy not in currents or clock.open or not currents[clock.policy].open:
                currents[clock.policy] = clock
        # A policy takes a clock over when that of the one before has ended. All that apply at
        # once have theirs until the same instant: the metric is one, and stops them together.
        latest = max(map(end_of, currents.values()))
        last = [clock for clock in currents.values() if end_of(clock) == latest]
        if len(last) > 1:
            names = [f"{clock.policy}/{clock.metric}" for clock in last]
            raise UnknownNameError(
                f"ticket {self.ticket!r} has the clock {name!r} of several policies",
                value=name,
                remedy=f"ask for {either(list(map(repr, names)))}",
            )
        return last[0]

    def cycles(self, name: str) -> tuple[ClockReading, ...]:
        """Return all cycles of a metric, in order; without a policy in `name`, of every policy."""
        policy, _, metric = name.rpartition("/")
        found = tuple(
            clock
            for clock in self.clocks
            if clock.metric == metric and policy in ("", clock.policy)
        )
        if not found:
            told = "{0.policy}/{0.metric}" if policy else "{0.metric}"
            names = list(dict.fromkeys(map(told.format, self.clocks)))
            raise UnknownNameError(
                f"ticket {self.ticket!r} has no clock {name!r}",
                value=name,
                remedy=did_you_mean(name, names) if names else self._why_none(),
            )
        return found

    def longest(self, name: str) -> ClockReading | None:
        """Return the finished cycle of a metric that took longest; None while none is finished."""
        finished = [clock for clock in self.cycles(name) if clock.state == "stopped"]
        return max(finished, key=lambda clock: clock.elapsed, default=None)

    def _why_none(self) -> str:
        if self.status == "idle":
            return f"it is not created yet at {self.at.isoformat()}"
        return "no policy matches it"

    def explain(self, name: str, *, cycle: int | None = None) -> Explanation:
        """Return why a clock stands as it does: every second, and every decision.

        `name` is that of ``evaluation[name]``, which is the current cycle; `cycle` is the number
        of another. Raises `UnknownNameError` for a clock that is not there, and `SlakitError` for
        an evaluation that was read from plain data, or pickled, and knows its ticket no more.
        """
        from slakit.evaluation.explain import explain_reading

        reading = self[name]
        if cycle is not None:
            found = {clock.cycle: clock for clock in self.cycles(name)}
            if cycle not in found:
                raise UnknownNameError(
                    f"ticket {self.ticket!r} has no cycle {cycle!r} of {name!r}",
                    parameter="cycle",
                    value=cycle,
                    remedy=f"give one of {', '.join(map(str, found))}",
                )
            reading = found[cycle]
        if self._origin is None:
            raise SlakitError(
                f"this evaluation does not know the history of ticket {self.ticket!r}",
                parameter="evaluation",
                value=self.ticket,
                remedy="evaluate the ticket again, or explain(policies, ticket, name, at=...)",
            )
        return explain_reading(*self._origin, reading)

    def __reduce__(self) -> tuple[Any, ...]:
        told = self.ticket, self.at, self.status, self.due_at, self.next_change_at, self.clocks
        return type(self), told

    def __iter__(self) -> Iterator[ClockReading]:
        return iter(self.clocks)

    @property
    def sort_key(self) -> tuple[int, timedelta, str]:
        """What sorts a queue: the worst status first, then the earliest due time, then the id.

        >>> from datetime import UTC
        >>> at = datetime(2024, 5, 6, tzinfo=UTC)
        >>> def stands(ticket, status):
        ...     return Evaluation(
        ...         ticket=ticket, at=at, status=status, due_at=at, next_change_at=None, clocks=()
        ...     )
        >>> queue = [stands("a", "on_track"), stands("b", "breached")]
        >>> [each.ticket for each in sorted(queue, key=lambda each: each.sort_key)]
        ['b', 'a']
        """
        due = timedelta.max if self.due_at is None else self.due_at - EPOCH
        return SEVERITY[self.status], due, self.ticket

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

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Evaluation:
        """Return the evaluation that `to_data` wrote."""
        due, change = data["due_at"], data["next_change_at"]
        return cls(
            ticket=data["ticket"],
            at=iso(data["at"]),
            status=data["status"],
            due_at=None if due is None else iso(due),
            next_change_at=None if change is None else iso(change),
            clocks=tuple(ClockReading.from_data(each) for each in data["clocks"]),
        )


def end_of(clock: ClockReading) -> timedelta:
    """Return when a clock stopped or was cancelled, since the epoch; an open one never has."""
    end = clock.stopped_at if clock.stopped_at is not None else clock.cancelled_at
    return timedelta.max if end is None else end - EPOCH
