"""One event at a time: how a ticket stands, kept up to date in the host's own database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import cached_property, partial
from typing import Any

from slakit.errors import StateError, TicketError
from slakit.evaluation.changes import Transition, changes, withdrawals
from slakit.evaluation.courses import targeted_metrics
from slakit.evaluation.evaluate import next_change, refuse_other, standing
from slakit.evaluation.history import Effect, History, fold
from slakit.evaluation.kept import KeptTrack, advance, courses, finish, first_tracks, steady
from slakit.evaluation.read import read_cycle, read_idle
from slakit.evaluation.reading import ClockReading
from slakit.evaluation.result import Evaluation
from slakit.evaluation.saved import Kept, TrackerState, fingerprints, load, save
from slakit.evaluation.steady import read_steady
from slakit.evaluation.transitions import next_instant
from slakit.instants import EPOCH, plain_datetime, since_epoch, to_datetime
from slakit.policies.compile import fields_of_set
from slakit.policies.facts import CATEGORY
from slakit.policies.policy_set import PolicySet
from slakit.policies.select import CompiledPolicy
from slakit.tickets import Event, Ticket

__all__ = ["Step", "Tracker", "TrackerState"]


class Step:
    """What `apply` and `tick` bring about.

    `state` is what the host keeps instead of the one before. `finished` are the readings of the
    cycles that are over, which have left the state. `transitions` are what became of the clocks
    since the last step. Both are worked out when they are asked for.
    """

    def __init__(
        self,
        tracker: Tracker,
        before: TrackerState,
        state: TrackerState,
        over: Sequence[tuple[str, str, int]] = (),
    ) -> None:
        self.state = state
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
        return tuple(self._tracker._transitions(self._before, self.state))


class Tracker:
    """Keeps tickets up to date event by event, and answers as `evaluate` does."""

    def __init__(self, policies: PolicySet) -> None:
        refuse_other(policies)
        self.policies = policies
        self._selector = policies._selector
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
        now = self._after(born, settled, created, first)
        state = TrackerState(born, settled, created, tuple(first), created, now)
        for events in by_instant(ticket.events[len(first) :]):
            state = self.apply(state, *events).state
        return state._replace(told=state.at)

    def apply(self, state: TrackerState, *events: Event) -> Step:
        """Take the events of one instant, which is the last one of the state or a later one."""
        if not events:
            return Step(self, state, state)
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
            settled, over = self._settle(state.ticket, state.now, state.pending)
            settled = self._effects(state.ticket, settled, at)
            pending = ()
        ids = {event.id for event in pending if event.id is not None}
        pending += tuple(event for event in events if event.id is None or event.id not in ids)
        now = self._after(state.ticket, settled, at, pending)
        told = max(state.told, at)
        after = TrackerState(state.ticket, settled, at, pending, told, now)
        return Step(self, state, after, over)

    def save(self, state: TrackerState) -> dict[str, Any]:
        """Return a state as plain JSON data, for the host's own database.

        Of the ticket's fields only those are in it at which the policies look.
        """
        return save(state, self._selector, self._names, self._prints)

    def load(self, data: Mapping[str, Any]) -> TrackerState:
        """Return the state that `save` returned.

        Raises `StateError` for what is none, and for one of other policies, calendars or zones.
        """
        prints = data.get("policies"), data.get("zones")
        if prints != self._prints and "form" in data:
            what = "policies or calendars" if prints[0] != self._prints[0] else "zone data"
            raise StateError(
                f"the state of ticket {data.get('ticket')!r} was kept under other {what}",
                parameter="state",
                value=prints,
                remedy="open the ticket anew with its history",
            )
        ticket, settled, rest = load(data, self._selector)
        at, pending, told = rest["at"], rest["pending"], rest["told"]
        now = self._after(ticket, settled, at, pending)
        return TrackerState(ticket, settled, at, pending, told, now)

    def tick(self, state: TrackerState, at: datetime) -> Step:
        """Give the transitions up to an instant at which nothing happened."""
        told = max(state.told, since_epoch(at, "at"))
        return Step(self, state, state._replace(told=told))

    def read(self, state: TrackerState, at: datetime) -> Evaluation:
        """Return how the ticket stands at an instant, but for the cycles that are over."""
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

    def _read(self, state: TrackerState, at: datetime, now: timedelta) -> Evaluation:
        readings = self._readings(state.ticket, state.now, now, at)
        status, due_at, change = standing(readings, created=True)
        if self._selector.effects:
            then = partial(self._read, state)
            change = next_change(self._selector, then, at, now, readings, change)
        return Evaluation(state.ticket.id, at, status, due_at, change, tuple(readings))

    def _readings(
        self, ticket: Ticket, kept: Kept, now: timedelta, at: datetime
    ) -> list[ClockReading]:
        """Return the readings at an instant up to which nothing else happens."""
        kept = self._effects(ticket, kept, now + timedelta.resolution)
        history = self._history(ticket, kept, now)
        history.at = at
        readings: list[ClockReading] = []
        for track in kept.tracks:
            for name in targeted_metrics(list(track.track)):
                clock = track.clocks[name]
                if clock.cycles:
                    readings += self._read_clock(name, track, history)
                    continue
                _, _, last, fields = track.track[-1]
                if not clock.begun and last is not None and name in last.targets:
                    readings.append(read_idle(name, last, fields, history))
        return readings

    def _read_clock(self, name: str, kept: KeptTrack, history: History) -> Iterator[ClockReading]:
        """Yield the readings of the cycles of a clock that are not over."""
        clock = kept.clocks[name]
        stands = steady(self._selector, name, kept.track, history)
        if stands is not None and len(clock.cycles) == 1:
            policy, terms = stands
            number, cycle = clock.numbers.get(policy.name, 0) + 1, clock.cycles[0].cycle()
            target = policy.targets[name]
            reading = read_steady(name, number, cycle, policy, target, terms, history)
            if reading is not None:
                yield reading
                return
        for number, course in courses(self._selector, name, kept, history, clock.series()):
            yield read_cycle(name, number, course, history)

    def _history(self, ticket: Ticket, kept: Kept, now: timedelta) -> History:
        history = History(ticket, now)
        history.due_sets, history.exemptions = kept.due_sets, kept.exemptions
        return history

    def _after(self, ticket: Ticket, settled: Kept, at: timedelta, events: Sequence[Any]) -> Kept:
        """Return how the clocks are after the events of one more instant."""
        history = fold(ticket, self._selector, at, settled.mark, events)
        due_sets = (*settled.due_sets, *history.due_sets)
        history.due_sets = due_sets
        tracks = tuple(
            advance(self._selector, track, versions, history)
            for track, versions in zip(settled.tracks, self._versions(), strict=True)
        )
        exemptions = (*settled.exemptions, *history.exemptions)
        return Kept(at, history.mark, tracks, due_sets, exemptions)

    def _versions(self) -> list[Sequence[CompiledPolicy] | None]:
        return list(self._selector.policies) if self._selector.match_all else [None]

    def _settle(
        self, ticket: Ticket, kept: Kept, pending: Sequence[Event]
    ) -> tuple[Kept, list[tuple[str, str, int]]]:
        """Return how the clocks are once no more events of the instant come."""
        history = self._history(ticket, kept, kept.at)
        tracks, over = [], []
        for track in kept.tracks:
            rest, gone = finish(self._selector, track, history)
            tracks.append(rest)
            over += gone
        return Kept(kept.at, kept.mark, tuple(tracks), kept.due_sets, kept.exemptions), over

    def _effects(self, ticket: Ticket, kept: Kept, until: timedelta) -> Kept:
        """Return how the clocks are after the versions that take effect before an instant."""
        for effect in self._selector.effects:
            if kept.at < effect < until:
                kept = self._after(ticket, kept, effect, [Effect(effect)])
        return kept

    def _transitions(self, before: TrackerState, after: TrackerState) -> Iterator[Transition]:
        """Yield what a step has to tell."""
        ticket, at = after.ticket, after.at
        if after.pending == before.pending and at == before.at:
            yield from self._passive(ticket, before.now, before.told, after.told)
            return
        if at == before.at:
            old = list(self._since(before))
        else:
            # What was told beyond the instant of an event that came late is told anew.
            just_before = at - timedelta.resolution
            yield from self._passive(ticket, before.now, before.told, just_before)
            old = list(self._passive(ticket, before.now, just_before, before.told))
        new = list(self._since(after))
        told = {each.id for each in old}
        found = [each for each in new if each.id not in told]
        moment = to_datetime(after.told, ticket.created_at.tzinfo)
        yield from sorted(
            [*found, *withdrawals(old, new, moment)], key=lambda each: each.at - EPOCH
        )

    def _since(self, state: TrackerState) -> Iterator[Transition]:
        """Yield what became of the clocks at the last instant of a state, and since."""
        ticket = state.ticket
        before: list[ClockReading] = []
        if state.settled.mark is not None:
            before = self._at(ticket, state.settled, state.at - timedelta.resolution)
        after = self._at(ticket, state.now, state.at)
        moment = to_datetime(state.at, ticket.created_at.tzinfo)
        yield from changes(ticket.id, before, after, moment)
        yield from self._passive(ticket, state.now, state.at, state.told)

    def _passive(
        self, ticket: Ticket, kept: Kept, first: timedelta, last: timedelta
    ) -> Iterator[Transition]:
        """Yield what becomes of the clocks between two instants if nothing else happens."""
        if last <= first:
            return
        before, now = self._at(ticket, kept, first), first
        while True:
            coming = [each for each in self._selector.effects if each > now][:1]
            if (change := next_instant(before, now)) is not None:
                coming.append(change)
            if not coming or min(coming) > last:
                return
            now = min(coming)
            after = self._at(ticket, kept, now)
            yield from changes(ticket.id, before, after, to_datetime(now, ticket.created_at.tzinfo))
            before = after

    def _at(self, ticket: Ticket, kept: Kept, now: timedelta) -> list[ClockReading]:
        return self._readings(ticket, kept, now, to_datetime(now, ticket.created_at.tzinfo))


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
