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
    plain,
)
from slakit.evaluation.stored import (
    Reader,
    instant,
    one_of,
    optional,
    read_stored,
    several,
    text,
)
from slakit.instants import EPOCH

if TYPE_CHECKING:
    from slakit.evaluation.explaining.explanation import Explanation
    from slakit.policies.policy_set import PolicySet
    from slakit.tickets import Ticket
    from slakit.tickets.values import FieldValue

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
    _origin: tuple[PolicySet, Ticket] | None = field(default=None, repr=False, compare=False)

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
        policy, _, metric = name.rpartition("/") if isinstance(name, str) else ("", "", None)
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
                remedy=did_you_mean(str(name), names) if names else self._why_none(),
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
        from slakit.evaluation.explaining.explain import explain_reading

        reading = self[name]
        if cycle is not None:
            found = {clock.cycle: clock for clock in self.cycles(name)}
            if type(cycle) is not int or cycle not in found:
                raise UnknownNameError(
                    f"ticket {self.ticket!r} has no cycle {cycle!r} of {name!r}",
                    parameter="cycle",
                    value=cycle,
                    remedy=f"give one of {', '.join(map(str, found))}",
                )
            reading = found[cycle]
        return explain_reading(*self._known(), reading)

    def _known(self) -> tuple[PolicySet, Ticket]:
        if self._origin is None:
            raise SlakitError(
                f"this evaluation does not know the history of ticket {self.ticket!r}",
                parameter="evaluation",
                value=self.ticket,
                remedy="evaluate the ticket again; what was read from plain data tells no more",
            )
        return self._origin

    @property
    def fields(self) -> dict[str, FieldValue]:
        """The fields of the ticket at the instant of the question.

        None of an evaluation that was read from plain data, or pickled, and knows its ticket no
        more.
        """
        return {} if self._origin is None else self._origin[1].state_at(self.at)

    def to_svg(self, *, width: float = 960, locale: str = "en") -> str:
        """Return a picture of the ticket's clocks: a lane each, in local wall time.

        Open hours are white and closed ones grey; long closures are left out with a break. From
        `width` 640 on, in pixels, names and sums stand beside the lanes. Raises `SlakitError`
        for an evaluation that was read from plain data, or pickled, and knows its ticket no more.

        >>> from datetime import UTC
        >>> from slakit import PolicySet, Ticket, evaluate
        >>> desk = PolicySet.model_validate({
        ...     "calendars": {"office": {"tz": "UTC", "hours": "Mon-Fri 09:00-18:00"}},
        ...     "policies": [
        ...         {"name": "all", "calendar": "office", "targets": {"resolution": "4h"}},
        ...     ],
        ... })
        >>> ticket = Ticket(id="T-1", created_at=datetime(2024, 5, 6, 10, tzinfo=UTC))
        >>> picture = evaluate(desk, ticket, at=datetime(2024, 5, 6, 13, 10, tzinfo=UTC)).to_svg()
        >>> "3 h 10 min of 4 h · 79%" in picture
        True
        """
        from slakit.evaluation.pictures.timeline import draw_timeline

        return draw_timeline(self, width, locale)

    def to_text(self, *, width: int = 80, locale: str = "en", ascii: bool = False) -> str:
        """Return the same lanes in characters, for a terminal of `width` columns.

        With `ascii` they are drawn in characters that every terminal has. Raises what `to_svg`
        raises.

        >>> from datetime import UTC
        >>> from slakit import PolicySet, Ticket, evaluate
        >>> desk = PolicySet.model_validate({
        ...     "calendars": {"office": {"tz": "UTC", "hours": "Mon-Fri 09:00-18:00"}},
        ...     "policies": [
        ...         {"name": "all", "calendar": "office", "targets": {"resolution": "4h"}},
        ...     ],
        ... })
        >>> ticket = Ticket(id="T-1", created_at=datetime(2024, 5, 6, 10, tzinfo=UTC))
        >>> now = evaluate(desk, ticket, at=datetime(2024, 5, 6, 13, tzinfo=UTC))
        >>> print(now.to_text(width=48).splitlines()[-3])
        ████████████████████████████████████│··········◆
        """
        from slakit.evaluation.pictures.terminal import draw_lines

        return draw_lines(self, width, locale, ascii=ascii)

    def to_sparkline(
        self, name: str | None = None, *, width: float = 120, locale: str = "en"
    ) -> str:
        """Return a clock as a small SVG for a table: what of its amount is used, and how it stands.

        `name` is that of ``evaluation[name]``; without one it is the clock of the worst status
        and the earliest due time, so that a queue shows what presses. It is drawn from
        the reading alone, also of an evaluation that was read from plain data; where there is
        no clock it is empty.

        >>> from datetime import UTC
        >>> at = datetime(2024, 5, 6, tzinfo=UTC)
        >>> Evaluation("T-1", at, "idle", None, None, ()).to_sparkline()
        ''
        """
        from slakit.evaluation.pictures.sparkline import draw_sparkline

        if name is not None:
            return draw_sparkline(self.ticket, self[name], width, locale)
        if not self.clocks:
            return ""
        return draw_sparkline(self.ticket, min(self.clocks, key=pressing), width, locale)

    def _repr_html_(self) -> str | None:
        # What does not know its ticket is shown as text.
        return None if self._origin is None else self.to_svg()

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
        """Return the evaluation that `to_data` wrote.

        Raises `DocumentError` with all that no `to_data` has written.
        """
        return cls(**read_stored("evaluation", data, READERS))


READERS: Mapping[str, Reader] = {
    "ticket": text,
    "at": instant,
    "status": one_of(Status, "status"),
    "due_at": optional(instant),
    "next_change_at": optional(instant),
    "clocks": several(ClockReading.from_data),
}


def pressing(clock: ClockReading) -> tuple[int, timedelta]:
    """Return what puts the worst clock first, and of those the one that is due first."""
    due = timedelta.max if clock.due_at is None else clock.due_at - EPOCH
    return SEVERITY[clock.status], due


def end_of(clock: ClockReading) -> timedelta:
    """Return when a clock stopped or was cancelled, since the epoch; an open one never has."""
    end = clock.stopped_at if clock.stopped_at is not None else clock.cancelled_at
    return timedelta.max if end is None else end - EPOCH
