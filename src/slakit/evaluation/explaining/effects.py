"""What each event of a ticket did to a clock, and what it was ignored for."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import timedelta
from typing import Any

from slakit.durations import format_length
from slakit.evaluation.explaining.explanation import Decision
from slakit.evaluation.explaining.happened import Told, causes_at, events_at, told, touches
from slakit.evaluation.explaining.rerun import Place, Rerun
from slakit.evaluation.history import History
from slakit.evaluation.promise import BY_HAND, due_of
from slakit.instants import to_datetime
from slakit.policies.facts import HELD, MERGED
from slakit.policies.machine import Act, Word
from slakit.policies.select import Selector
from slakit.tickets import Change, DueSet, Event, Exemption, Merge, Message, Signal

__all__ = ["event_decisions"]

CODES = {
    "begin": "started",
    "chain": "chained_cycle",
    "stop": "stopped",
    "end": "stopped",
    "cancel": "cancelled",
    "restart": "restarted",
    "supersede": "reopened_restarted",
}
BEGINS = ("begin", "chain")
ZERO = timedelta(0)


def event_decisions(
    selector: Selector,
    found: Rerun,
    history: History,
    number: int,
    fields: Collection[Any],
    settled: Collection[timedelta],
) -> Iterator[Decision]:
    """Yield what each event did to a clock or was ignored for, in order.

    `number` is that of the cycle among those of its policy, and `fields` are those at which the
    clock looks. At the instants `settled` other decisions tell what changed a policy or target.
    """
    machine, clock = found.machine, found.clock
    word: Word = "waiting"
    place, before, stopped = -1, 0, ZERO
    for at, bits in zip(history.ats, found.facts, strict=True):
        if clock is not None and clock.until is not None and (place, at) >= clock.until:
            return
        acts, following = machine.step(word, bits & machine.heeded)
        last = place + any(act in BEGINS for act, _ in acts)
        last -= any(act == "supersede" for act, _ in acts)
        if clock is None or clock.since is None or (last, at) >= clock.since:
            instant = Instant(selector, found, history, at, word, bits, bits ^ before, fields)
            instant.settled = at in settled
            yield from instant.decisions(acts, place, last, number, at - stopped)
        if any(act in ("stop", "end") for act, _ in acts):
            stopped = at
        place, word, before = last, following, bits


class Instant:
    """The events of one instant, with what led to it."""

    def __init__(
        self,
        selector: Selector,
        found: Rerun,
        history: History,
        at: timedelta,
        word: Word,
        bits: int,
        changed: int,
        fields: Collection[Any],
    ) -> None:
        self.selector = selector
        self.machine = found.machine
        self.clock = found.clock
        self.history = history
        self.at = at
        self.moment = to_datetime(at, history.at.tzinfo)
        self.word = word
        self.bits = bits
        self.changed = changed
        self.fields = fields
        self.events = events_at(history, at)
        self.settled = False
        known = selector.facts
        # What holds until something else happens, as against what was of this instant alone.
        self._lasting = changed & (known.levels | HELD | MERGED)
        # Edges that are put together, such as a message while a level holds.
        self._composed = bits & ~known.words & ~known.levels

    def decisions(
        self, acts: Sequence[Act], before: int, after: int, number: int, gap: timedelta
    ) -> Iterator[Decision]:
        """Yield what the clock did, with the events that made it, and then what was ignored.

        `before` and `after` are the numbers of the cycle before and after this instant.
        """
        causes: list[Event] = []
        place, kind_before = before, ""
        for act, kind in acts:
            if act in BEGINS and kind_before != "supersede":
                place += 1
            previous, kind_before = kind_before, act
            made_by = self._made_by(act)
            if not self._is_of(place):
                causes += made_by
                continue
            assert self.clock is not None
            if place != self.clock.place or not self._lives(act, kind):
                continue
            causes += made_by
            if (act == "turn" and kind == "running" and previous == "reopen") or (
                act in BEGINS and previous == "supersede"
            ):
                continue  # It goes on, or begins, as part of being reopened.
            yield self._done(act, kind, made_by, number, gap)
            if act in BEGINS and kind == "paused":
                yield Decision(self.moment, "effect.paused", {"event": self._told(made_by)})
        if not self._is_of(after):
            return
        if self.settled:
            causes += causes_at(self.history, self.at, self.selector.fields)
        for event in self.events:
            said = told([event], self.fields)
            if said and all(event is not cause for cause in causes):
                yield self._without_act(event, said, after, number)

    def _made_by(self, act: str) -> list[Event]:
        """Return the events that made the clock do something; none where the creation did."""
        creation = self.at == self.history.ticket.created
        opened = self.selector.facts.opened[self.history.ticket.opened_by]
        if creation and act in BEGINS and opened & self.machine.metric.start:
            return []
        made_by = [each for each in self.events if self._bits(each) & self._triggers(act)]
        if made_by or creation:
            return made_by
        return causes_at(self.history, self.at, self.fields)

    def _is_of(self, place: int) -> bool:
        """Return whether what happens now in a cycle is for this clock to tell."""
        if self.clock is None:
            return True
        key: Place = (place, self.at)
        since, until = self.clock.since, self.clock.until
        return (since is None or since <= key) and (until is None or key < until)

    def _lives(self, act: str, kind: str) -> bool:
        """Return whether the clock that is told was there to do something."""
        assert self.clock is not None
        begun, lost = self.clock.begun, self.clock.lost
        if lost is not None and self.at >= lost:
            return False
        if begun is None or self.at > begun:
            return True
        # What begins with a match goes on from no gap; it may be stopped at once, or paused.
        return self.at == begun and (act in ("stop", "end", "cancel") or kind == "paused")

    def _done(
        self, act: str, kind: str, made_by: list[Event], number: int, gap: timedelta
    ) -> Decision:
        parameters: dict[str, Any] = {}
        if act == "turn":
            code = "paused" if kind == "paused" else "resumed"
        elif act == "reopen":
            code = "reopened_credited" if kind == "gap" else "reopened_counted"
            parameters["length"] = format_length(gap)
        else:
            code = "new_cycle" if act == "begin" and number > 1 else CODES[act]
        if code in ("new_cycle", "chained_cycle"):
            parameters["cycle"] = number
        merge = next((each for each in made_by if type(each) is Merge), None)
        if act == "cancel" and merge is not None:
            code, parameters["ticket"] = "merged", merge.into
        event = self._told(made_by)
        return Decision(self.moment, f"effect.{code}", {"event": event, **parameters})

    def _told(self, made_by: list[Event]) -> list[Told]:
        if not made_by and self.at == self.history.ticket.created:
            return [{"code": "created"}]
        return told(made_by, self.fields) or [{"code": "version"}]

    def _without_act(self, event: Event, said: list[Told], place: int, number: int) -> Decision:
        """Return what an event meant that made the clock do nothing."""
        parameters: dict[str, Any] = {"event": said}
        name = self.machine.metric.name
        if type(event) is DueSet and self._sets(event):
            if event.due_at is None:
                return Decision(self.moment, "effect.due_taken_back", parameters)
            due = event.due_at.isoformat()
            return Decision(self.moment, "effect.due_set", {**parameters, "due": due})
        if (
            type(event) is Exemption
            and event.metric in (None, name)
            and event.cycle in (None, number)
        ):
            parameters |= {"author": event.author, "reason": event.reason}
            return Decision(self.moment, "effect.exempted", parameters)
        return Decision(self.moment, f"ignored.{self._ignored(event, place)}", parameters)

    def _sets(self, event: DueSet) -> bool:
        """Return whether a due time that was set is one for this clock."""
        if event.metric != self.machine.metric.name:
            return False
        if self.word not in ("stopped", "done"):
            return self.clock is None or self.clock.lost is None or self.at < self.clock.lost
        due = due_of(event, self.history.ticket)
        promises = self.clock.course.promises if self.clock is not None else []
        return any(each.amount is BY_HAND and each.at_field == due for each in promises)

    def _ignored(self, event: Event, place: int) -> str:
        """Return why an event did nothing, as a key of ``ignored`` in the catalogues."""
        metric, bits, clock = self.machine.metric, self._bits(event), self.clock
        own_due = type(event) is DueSet and event.metric == metric.name
        if not bits & self.machine.heeded and not own_due:
            if type(event) is not Message:
                return "nothing"
            if not event.public:
                return "internal_note"
            return event.author if event.author in ("bot", "system") else "nothing"
        word = self.word
        if clock is not None:
            if clock.lost is not None and self.at >= clock.lost:
                return "cancelled"
            if place >= 0 and place != clock.place:
                return "not_promised"
            if clock.begun is not None and self.at < clock.begun:
                return "not_started"
        if word == "stopped":
            return "stopped"
        if word in ("running", "paused"):
            return "running" if bits & metric.start else "nothing"
        if bits & metric.start:
            return "cancel_holds" if self.bits & metric.refuses else "stop_holds"
        return "not_started"

    def _bits(self, event: Event) -> int:
        """Return the facts that an event made: those of its kind, or all that changed with it."""
        facts = self.selector.facts
        if type(event) is Message:
            own = facts.replies[event.author] if event.public else facts.note
            return own | self._composed
        if type(event) is Signal:
            return facts.signals.get(event.name, 0) | self._composed
        if type(event) is Merge:
            return self._lasting & MERGED
        if type(event) is Change and touches(event, self.fields):
            return self._lasting | self._composed
        return 0

    def _triggers(self, act: str) -> int:
        """Return the facts that make a clock do something."""
        machine, metric = self.machine, self.machine.metric
        if act in ("stop", "end"):
            return metric.stop | metric.stop_level
        if act == "turn":
            return machine.pause
        if act == "cancel":
            return metric.cancel
        return metric.restart if act == "restart" else metric.start | metric.stop_level
