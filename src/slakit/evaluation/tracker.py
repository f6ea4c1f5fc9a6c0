"""One event at a time: how a ticket stands, kept up to date in the host's own database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cached_property, partial
from typing import Any

from slakit.errors import TicketError
from slakit.evaluation.changes import Transition, changes, withdrawals
from slakit.evaluation.courses import targeted_metrics
from slakit.evaluation.evaluate import next_change, refuse_other, standing
from slakit.evaluation.history import Effect, History, Mark, fold
from slakit.evaluation.kept import KeptTrack, advance, courses, finish, first_tracks
from slakit.evaluation.read import read_cycle, read_idle
from slakit.evaluation.reading import ClockReading
from slakit.evaluation.result import Evaluation
from slakit.evaluation.transitions import next_instant
from slakit.instants import EPOCH, plain_datetime, since_epoch, to_datetime
from slakit.policies.policy_set import PolicySet
from slakit.policies.select import CompiledPolicy
from slakit.tickets import DueSet, Event, Exemption, Ticket

__all__ = ["Step", "Tracker", "TrackerState"]


@dataclass(frozen=True, slots=True)
class Kept:
    """How a ticket's clocks are when an instant is over."""

    at: timedelta
    mark: Mark | None
    tracks: tuple[KeptTrack, ...]
    due_sets: tuple[DueSet, ...] = ()
    exemptions: tuple[Exemption, ...] = ()


@dataclass(frozen=True, slots=True)
class TrackerState:
    """Where the clocks of one ticket are: all that a tracker needs to go on.

    `settled` is what the instants before the last one have left, `pending` the events of the
    last instant `at`, which stays open: one more event of it still applies together with them.
    `told` is the instant up to which transitions have been given.
    """

    ticket: Ticket
    settled: Kept
    at: timedelta
    pending: tuple[Event, ...]
    told: timedelta
    now: Kept = field(compare=False)


@dataclass(frozen=True)
class Step:
    """What `apply` and `tick` bring about.

    `state` is what the host keeps instead of the one before. `finished` are the readings of the
    cycles that are over, which have left the state. `transitions` are what became of the clocks
    since the last step. Both are worked out when they are asked for.
    """

    tracker: Tracker = field(repr=False)
    before: TrackerState = field(repr=False)
    state: TrackerState
    over: tuple[tuple[str, str, int], ...] = field(repr=False)

    @cached_property
    def finished(self) -> tuple[ClockReading, ...]:
        """The readings of the cycles that are over, as at the last instant before this step."""
        if not self.over:
            return ()
        at = to_datetime(self.before.at, self.before.ticket.created_at.tzinfo)
        stands = self.tracker.read(self.before, at)
        return tuple(each for each in stands if (each.policy, each.metric, each.cycle) in self.over)

    @cached_property
    def transitions(self) -> tuple[Transition, ...]:
        """What became of the clocks since the last step, in order, with withdrawals."""
        return tuple(self.tracker._transitions(self.before, self.state))


class Tracker:
    """Keeps tickets up to date event by event, and answers as `evaluate` does."""

    def __init__(self, policies: PolicySet) -> None:
        refuse_other(policies)
        self.policies = policies
        self._selector = policies._selector

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
        return replace(state, told=state.at)

    def apply(self, state: TrackerState, *events: Event) -> Step:
        """Take the events of one instant, which is the last one of the state or a later one."""
        if not events:
            return Step(self, state, state, ())
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
        return Step(self, state, after, tuple(over))

    def tick(self, state: TrackerState, at: datetime) -> Step:
        """Give the transitions up to an instant at which nothing happened."""
        told = max(state.told, since_epoch(at, "at"))
        return Step(self, state, replace(state, told=told), ())

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
                found = courses(self._selector, name, track, history, clock.series())
                readings += [read_cycle(name, number, course, history) for number, course in found]
                _, _, last, fields = track.track[-1]
                if not clock.begun and last is not None and name in last.targets:
                    readings.append(read_idle(name, last, fields, history))
        return readings

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
        return replace(kept, tracks=tuple(tracks)), over

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
