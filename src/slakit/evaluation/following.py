"""What a tracker keeps of a ticket's clocks -> how they stand, and what becomes of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from slakit.evaluation.changes import Transition, changes, withdrawals
from slakit.evaluation.courses import targeted_metrics
from slakit.evaluation.history import Effect, History, fold
from slakit.evaluation.kept import KeptTrack, advance, courses, finish, steady, unsettled
from slakit.evaluation.read import read_cycle, read_idle
from slakit.evaluation.reading import ClockReading
from slakit.evaluation.saved import Kept, TrackerState
from slakit.evaluation.steady import read_steady
from slakit.evaluation.tally import Carried
from slakit.evaluation.transitions import next_instant
from slakit.instants import EPOCH, to_datetime
from slakit.policies.policy_set import PolicySet
from slakit.policies.select import CompiledPolicy
from slakit.tickets import Ticket

__all__ = ["Following"]


class Following:
    """The clocks of tickets under one policy set, followed from one instant to the next."""

    def __init__(self, policies: PolicySet) -> None:
        self._selector = policies._selector

    def readings(
        self, ticket: Ticket, kept: Kept, now: timedelta, at: datetime
    ) -> list[ClockReading]:
        """Return the readings at an instant up to which nothing else happens."""
        kept = self.effects(ticket, kept, now + timedelta.resolution)
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
        if stands is not None and len(clock.cycles) == 1 and clock.cycles[0].carried is None:
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
        history.due_sets = kept.due_sets
        history.exempt(kept.exemptions)
        return history

    def after(self, ticket: Ticket, settled: Kept, at: timedelta, events: Sequence[Any]) -> Kept:
        """Return how the clocks are after the events of one more instant."""
        if at in self._selector.effects:
            events = [*events, Effect(at)]  # A version takes effect in the same instant.
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

    def settle(self, ticket: Ticket, kept: Kept) -> tuple[Kept, list[tuple[str, str, int]]]:
        """Return how the clocks are once no more events of the instant come."""
        if not any(unsettled(track) for track in kept.tracks):
            return kept, []
        history = self._history(ticket, kept, kept.at)
        tracks, over = [], []
        for track in kept.tracks:
            rest, gone = finish(self._selector, track, history)
            tracks.append(rest)
            over += gone
        return Kept(kept.at, kept.mark, tuple(tracks), kept.due_sets, kept.exemptions), over

    def effects(self, ticket: Ticket, kept: Kept, until: timedelta) -> Kept:
        """Return how the clocks are after the versions that take effect before an instant."""
        for effect in self._selector.effects:
            if kept.at < effect < until:
                kept = self.after(ticket, kept, effect, [Effect(effect)])
        return kept

    def transitions(self, before: TrackerState, after: TrackerState) -> Iterator[Transition]:
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
            before = self.at(ticket, state.settled, state.at - timedelta.resolution)
        after = self.at(ticket, state.now, state.at)
        moment = to_datetime(state.at, ticket.created_at.tzinfo)
        yield from changes(ticket.id, before, after, moment)
        yield from self._passive(ticket, state.now, state.at, state.told)

    def _passive(
        self, ticket: Ticket, kept: Kept, first: timedelta, last: timedelta
    ) -> Iterator[Transition]:
        """Yield what becomes of the clocks between two instants if nothing else happens."""
        if last <= first:
            return
        before, now = self.at(ticket, kept, first), first
        while True:
            coming = [each for each in self._selector.effects if each > now][:1]
            if (change := next_instant(before, now)) is not None:
                coming.append(change)
            if not coming or min(coming) > last:
                return
            now = min(coming)
            after = self.at(ticket, kept, now)
            yield from changes(ticket.id, before, after, to_datetime(now, ticket.created_at.tzinfo))
            before = after

    def at(self, ticket: Ticket, kept: Kept, now: timedelta) -> list[ClockReading]:
        return self.readings(ticket, kept, now, to_datetime(now, ticket.created_at.tzinfo))

    def carried(self, state: TrackerState, kept: KeptTrack) -> dict[str, Carried]:
        """Return what had passed of the clocks of a track before the last instant of a state."""
        ticket, at = state.ticket, state.at
        passed: dict[str, Carried] = {}
        for name, clock in kept.clocks.items():
            if clock.cycles:
                history = self._history(ticket, state.settled, at)
                history.at = to_datetime(at, ticket.created_at.tzinfo)
                for stands in self._read_clock(name, kept, history):
                    breach = stands.breached_at
                    passed[name] = Carried(
                        at,
                        stands.elapsed,
                        stands.paused,
                        stands.elapsed_wall,
                        None if breach is None else breach - EPOCH,
                    )
        return passed
