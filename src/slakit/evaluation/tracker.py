"""One event at a time: how a ticket stands, kept up to date in the host's own database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cached_property, partial
from typing import Any

from slakit.errors import SlakitError, StaleState, StateError, TicketError
from slakit.evaluation.changes import Transition
from slakit.evaluation.evaluate import next_change, refuse_other, standing
from slakit.evaluation.following import Following
from slakit.evaluation.history import Effect
from slakit.evaluation.kept import first_tracks
from slakit.evaluation.reading import ClockReading
from slakit.evaluation.result import Evaluation
from slakit.evaluation.saved import Kept, TrackerState, fingerprints, load, save
from slakit.evaluation.stale import carry_over, stale
from slakit.evaluation.state_form import check_state, no_state
from slakit.instants import MICROSECOND, plain_datetime, since_epoch, to_datetime
from slakit.policies.compile import fields_of_set
from slakit.policies.facts import CATEGORY
from slakit.policies.policy_set import PolicySet
from slakit.tickets import Event, Ticket
from slakit.tickets.dated import Dated
from slakit.tickets.history import in_order

__all__ = ["Step", "Tracker", "TrackerState"]

# What comes of a state whose parts are each as they should be, and do not fit together.
DAMAGE = (
    SlakitError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RuntimeError,
    TypeError,
    ValueError,
)


class Step:
    """What `apply` and `tick` bring about.

    `state` is what the host keeps instead of the one before. `finished` are the readings of the
    cycles that are over, which have left the state. `transitions` are what became of the clocks
    since the last step. Both are worked out when they are asked for. `notes` say what the state
    went through when it was loaded under other policies, calendars or zone data.
    """

    def __init__(
        self,
        tracker: Tracker,
        before: TrackerState,
        state: TrackerState,
        over: Sequence[tuple[str, str, int]] = (),
    ) -> None:
        self.state = state
        self.notes = before.notes
        self._tracker = tracker
        self._before = before
        self._over = over

    @cached_property
    def finished(self) -> tuple[ClockReading, ...]:
        """The readings of the cycles that are over, as at the last instant before this step."""
        if not self._over:
            return ()
        before = self._before
        stands = self._tracker.read(before, to_datetime(before.at, before.ticket.created_at.tzinfo))
        return tuple(
            each for each in stands if (each.policy, each.metric, each.cycle) in self._over
        )

    @cached_property
    def transitions(self) -> tuple[Transition, ...]:
        """What became of the clocks since the last step, in order, with withdrawals."""
        return tuple(self._tracker._clocks.transitions(self._before, self.state))


class Tracker:
    """Keeps tickets up to date event by event, and answers as `evaluate` does.

    The host keeps a state for each ticket in its own database, and hands it in with the events of
    the next instant. What that costs does not grow with the history. Cycles that are over leave
    the state as readings in `Step.finished`, which the host keeps if it wants them.

    >>> from datetime import UTC
    >>> from slakit import Change
    >>> desk = PolicySet.model_validate({
    ...     "calendars": {"office": {"tz": "UTC", "hours": "Mon-Fri 09:00-18:00"}},
    ...     "statuses": {"paused": ["waiting"], "resolved": ["solved"]},
    ...     "policies": [{"name": "all", "calendar": "office", "targets": {"resolution": "4h"}}],
    ... })
    >>> tracker = Tracker(desk)
    >>> def monday(hour):
    ...     return datetime(2024, 5, 6, hour, tzinfo=UTC)
    >>> state = tracker.open(Ticket(id="T-1", created_at=monday(9)))
    >>> step = tracker.apply(state, Change(at=monday(10), fields={"status": "waiting"}))
    >>> [each.kind for each in step.transitions]
    ['paused']
    >>> saved = tracker.save(step.state)  # plain data, for json.dumps
    >>> state = tracker.load(saved)
    >>> step = tracker.apply(state, Change(at=monday(12), fields={"status": "open"}))
    >>> print(tracker.read(step.state, monday(13)).due_at)
    2024-05-06 15:00:00+00:00

    The trap: an event that is older than the state is refused, because a state has forgotten what
    was before it. Such a ticket is opened anew with its history.
    """

    def __init__(self, policies: PolicySet) -> None:
        refuse_other(policies)
        self.policies = policies
        self._selector = policies._selector
        self._clocks = Following(policies)
        names = {name for name in self._selector.fields if isinstance(name, str)}
        self._names = frozenset({*names, *fields_of_set(policies), "status", CATEGORY})

    @cached_property
    def _prints(self) -> tuple[str, str]:
        return fingerprints(self.policies)

    def open(self, ticket: Any) -> TrackerState:
        """Return the state of a ticket after all the events that it has."""
        ticket = Ticket.of(ticket)
        born = Ticket(
            id=ticket.id,
            created_at=ticket.created_at,
            fields=ticket.fields,
            opened_by=ticket.opened_by,
        )
        created = ticket.created
        first = [event for event in ticket.events if event.moment == created]
        settled = Kept(created, None, tuple(first_tracks(self._selector)))
        now = self._clocks.after(born, settled, created, first)
        state = TrackerState(born, settled, created, tuple(first), created, now, self._selector)
        for events in by_instant(ticket.events[len(first) :]):
            state = self.apply(state, *events).state
        return state._replace(told=state.at)

    def apply(self, state: TrackerState, *events: Event) -> Step:
        """Take the events of one instant, which is the last one of the state or a later one.

        Raises `TicketError` for an event that is older than the state, or of another instant than
        the others, and `StaleState` for a state that another tracker has in its memory.
        """
        self._refuse_other(state)
        if not events:
            return Step(self, state, state)
        for event in events:
            if not isinstance(event, Dated):
                raise TicketError(
                    f"ticket {state.ticket.id!r}: {event!r} is no event",
                    parameter="events",
                    value=event,
                    remedy="give Message, Change, Signal and the like, one after the other",
                )
        at = events[0].moment
        for event in events:
            if event.moment != at:
                raise TicketError(
                    f"ticket {state.ticket.id!r}: {event.at.isoformat()} is another instant than"
                    f" {events[0].at.isoformat()}",
                    parameter="events",
                    value=event,
                    remedy="apply the events of one instant, then those of the next",
                )
        if at < state.at:
            last = to_datetime(state.at, events[0].at.tzinfo)
            raise TicketError(
                f"ticket {state.ticket.id!r}: {events[0]!r} is older than the state, whose last"
                f" event is of {last.isoformat()}",
                parameter="events",
                value=events[0],
                remedy="open the ticket anew with its whole history",
            )
        settled, over = state.settled, list[tuple[str, str, int]]()
        pending = state.pending
        if at > state.at:
            settled, over = self._clocks.settle(state.ticket, state.now)
            settled = self._clocks.effects(state.ticket, settled, at)
            pending = ()
        pending = once(state.ticket, (*pending, *events))
        now = self._clocks.after(state.ticket, settled, at, pending)
        told = max(state.told, at)
        after = TrackerState(state.ticket, settled, at, pending, told, now, self._selector)
        return Step(self, state, after, over)

    def save(self, state: TrackerState) -> dict[str, Any]:
        """Return a state as plain JSON data, for the host's own database.

        Of the ticket's fields only those are in it at which the policies look.
        """
        self._refuse_other(state)
        carried = [self._clocks.carried(state, track) for track in state.settled.tracks]
        return save(state, self._selector, self._names, self._prints, carried)

    def load(
        self,
        data: Mapping[str, Any],
        *,
        strict: bool = False,
        fields: Mapping[str, Any] | None = None,
    ) -> TrackerState:
        """Return the state that `save` returned.

        Under other policies, calendars or zone data than those that it was kept under, used time
        stays used and what is left is spent on the new ones from the last event on; the `notes` of
        the next step say so. If those look at fields at which the old ones did not, the state does
        not know them: then `fields` are those of the ticket before its last event. With
        ``strict=True`` all that raises `StaleState` instead. What is no state raises `StateError`.
        """
        check_state(data)
        try:
            return self._load(data, strict, fields)
        except StateError:
            raise
        except DAMAGE as error:
            raise no_state(
                f"its parts contradict each other ({error!r})",
                data,
                "give what Tracker.save returned",
            ) from None

    def _load(
        self, data: Mapping[str, Any], strict: bool, fields: Mapping[str, Any] | None
    ) -> TrackerState:
        notes: tuple[str, ...] = ()
        if (data["policies"], data["zones"]) == self._prints:
            ticket, settled, rest = load(data, self._selector)
            at, pending, told = rest["at"], rest["pending"], rest["told"]
            now = self._clocks.after(ticket, settled, at, pending)
        else:
            if strict:
                raise stale(data, self._prints)
            ticket, settled, pending, notes = carry_over(data, self._selector, self._names, fields)
            at, told = data["at"] * MICROSECOND, data["told"] * MICROSECOND
            now = self._clocks.after(ticket, settled, at, pending or [Effect(at)])
        return TrackerState(ticket, settled, at, pending, told, now, self._selector, notes)

    def tick(self, state: TrackerState, at: datetime) -> Step:
        """Give the transitions up to an instant at which nothing happened."""
        self._refuse_other(state)
        told = max(state.told, since_epoch(at, "at"))
        return Step(self, state, state._replace(told=told, notes=()))

    def read(self, state: TrackerState, at: datetime) -> Evaluation:
        """Return how the ticket stands at an instant, but for the cycles that are over.

        Raises `TicketError` for an instant before the last event of the state.
        """
        self._refuse_other(state)
        now, at = since_epoch(at, "at"), plain_datetime(at, "at")
        if now < state.at:
            raise TicketError(
                f"ticket {state.ticket.id!r}: the state knows nothing of {at.isoformat()}, its last"
                f" event is later",
                parameter="at",
                value=at,
                remedy="evaluate the ticket with its history",
            )
        return self._read(state, at, now)

    def _refuse_other(self, state: TrackerState) -> None:
        if not isinstance(state, TrackerState):
            raise StateError(
                f"{state!r} is no state of a tracker",
                parameter="state",
                value=state,
                remedy="load what was saved",
            )
        if state.selector is not self._selector:
            raise StaleState(
                f"the state of ticket {state.ticket.id!r} is another tracker's",
                parameter="state",
                value=state.ticket.id,
                remedy="save it with that one and load it with this one",
            )

    def _read(self, state: TrackerState, at: datetime, now: timedelta) -> Evaluation:
        readings = self._clocks.readings(state.ticket, state.now, now, at)
        status, due_at, change = standing(readings, created=True)
        if self._selector.effects:
            then = partial(self._read, state)
            change = next_change(self._selector, then, at, now, readings, change)
        return Evaluation(state.ticket.id, at, status, due_at, change, tuple(readings))


def once(ticket: Ticket, events: Sequence[Event]) -> tuple[Event, ...]:
    """Return events of which those of one id are one, and refuse two different ones of one id."""
    if all(event.id is None for event in events):
        return tuple(events)
    return in_order(events, ticket.id, ticket.created_at, ticket.created)


def by_instant(events: Sequence[Event]) -> Iterator[list[Event]]:
    """Yield the events of each instant."""
    some: list[Event] = []
    for event in events:
        if some and event.moment != some[0].moment:
            yield some
            some = []
        some.append(event)
    if some:
        yield some
