"""What each event of a ticket did to a clock, and what it was ignored for."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import timedelta
from typing import Any, NamedTuple

from slakit.durations import format_length
from slakit.evaluation.clock import Cycle
from slakit.evaluation.due import Course
from slakit.evaluation.explanation import Decision
from slakit.evaluation.happened import events_at, happened, told
from slakit.evaluation.history import History
from slakit.instants import to_datetime
from slakit.policies.facts import MERGED, Facts
from slakit.policies.machine import Act, Machine, Word
from slakit.tickets import Change, DueSet, Event, Exemption, Merge, Message, Signal

__all__ = ["Found", "event_decisions"]

CODES = {
    "begin": "started",
    "chain": "chained_cycle",
    "stop": "stopped",
    "end": "stopped",
    "cancel": "cancelled",
    "restart": "restarted",
    "supersede": "reopened_restarted",
}


class Found(NamedTuple):
    """A clock that was run again: how it goes, all its cycles, and the one that is explained."""

    machine: Machine
    facts: list[int]
    cycles: list[Cycle]
    place: int
    course: Course


def event_decisions(
    known: Facts, found: Found, history: History, number: int, fields: Collection[str]
) -> Iterator[Decision]:
    """Yield what happened to one cycle of a clock and what it was ignored for, in order.

    `number` is its number among the cycles of its policy, and `fields` are those at which the
    clock looks. What came before the first cycle, and after a cycle up to the next, belongs to it.
    """
    machine = found.machine
    word: Word = "waiting"
    begun, before, stopped = -1, 0, timedelta(0)
    for at, bits in zip(history.ats, found.facts, strict=True):
        acts, following = machine.step(word, bits & machine.heeded)
        deeds = {act for act, _ in acts}
        begun += len(deeds & {"begin", "chain"}) - len(deeds & {"supersede"})
        if begun > found.place:
            return
        if max(begun, 0) == found.place:
            instant = Instant(known, machine, history, at, word, bits, before, fields)
            yield from instant.decisions(acts, number, at - stopped)
        if deeds & {"stop", "end"}:
            stopped = at
        word, before = following, bits


class Instant:
    """The events of one instant, with what led to it."""

    def __init__(
        self,
        known: Facts,
        machine: Machine,
        history: History,
        at: timedelta,
        word: Word,
        bits: int,
        before: int,
        fields: Collection[str],
    ) -> None:
        self.known = known
        self.machine = machine
        self.history = history
        self.at = at
        self.word = word
        self.bits = bits
        self.changed = bits ^ before
        # Edges that are put together, such as a message while a level holds.
        self._composed = bits & ~known.words & ~known.levels
        self.fields = fields
        self.events = events_at(history, at)

    def decisions(self, acts: Sequence[Act], number: int, gap: timedelta) -> Iterator[Decision]:
        """Yield what the clock did, with the events that made it, and then what was ignored."""
        moment = to_datetime(self.at, self.history.at.tzinfo)
        causes: list[Event] = []
        for i, (act, kind) in enumerate(acts):
            parameters: dict[str, Any] = {}
            if act == "turn":
                if i and acts[i - 1][0] == "reopen":
                    continue  # It goes on as part of being reopened.
                code = "paused" if kind == "paused" else "resumed"
            elif act == "reopen":
                code = "reopened_credited" if kind == "gap" else "reopened_counted"
                parameters["length"] = format_length(gap)
            elif act == "begin" and number > 1:
                code = "new_cycle"
            else:
                code = CODES[act]
            if code in ("new_cycle", "chained_cycle"):
                parameters["cycle"] = number
            made_by = [event for event in self.events if self._bits(event) & self._triggers(act)]
            causes += made_by
            merge = next((each for each in made_by if type(each) is Merge), None)
            if act == "cancel" and merge is not None:
                code, parameters["ticket"] = "merged", merge.into
            said = told(made_by, self.fields) or happened(self.history, self.at, self.fields)
            if act in ("begin", "chain") and self.at == self.history.ticket.created:
                said = [{"code": "created"}]
            yield Decision(moment, f"effect.{code}", {"event": said, **parameters})
        for event in self.events:
            if all(event is not cause for cause in causes):
                yield self._without_act(event, moment, number)

    def _without_act(self, event: Event, moment: Any, number: int) -> Decision:
        """Return what an event meant that made the clock do nothing."""
        said: dict[str, Any] = {"event": told([event], self.fields)}
        name = self.machine.metric.name
        if type(event) is DueSet and event.metric == name:
            if self.word in ("running", "paused"):
                if event.due_at is None:
                    return Decision(moment, "effect.due_taken_back", said)
                due = event.due_at.isoformat()
                return Decision(moment, "effect.due_set", {**said, "due": due})
        elif (
            type(event) is Exemption
            and event.metric in (None, name)
            and event.cycle in (None, number)
        ):
            parameters = {"author": event.author, "reason": event.reason}
            return Decision(moment, "effect.exempted", {**said, **parameters})
        return Decision(moment, f"ignored.{self._ignored(event)}", said)

    def _ignored(self, event: Event) -> str:
        """Return why an event did nothing, as a key of ``ignored`` in the catalogues."""
        metric, bits = self.machine.metric, self._bits(event)
        if not bits & self.machine.heeded and not isinstance(event, DueSet):
            if type(event) is not Message:
                return "nothing"
            if not event.public:
                return "internal_note"
            return event.author if event.author in ("bot", "system") else "nothing"
        if self.word == "stopped":
            return "stopped"
        if self.word in ("running", "paused"):
            return "running" if bits & metric.start else "nothing"
        if bits & metric.start:
            return "cancel_holds" if self.bits & metric.refuses else "stop_holds"
        return "not_started"

    def _bits(self, event: Event) -> int:
        """Return the facts that an event made: those of its kind, or all that changed with it."""
        facts = self.known
        if type(event) is Message:
            own = facts.replies[event.author] if event.public else facts.note
            return own | self._composed
        if type(event) is Signal:
            return facts.signals.get(event.name, 0) | self._composed
        if type(event) is Merge:
            return self.changed & MERGED
        return self.changed & ~facts.words if type(event) is Change else 0

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
