"""A slow, obvious evaluator that shares no code with slakit.

Time is a whole number of minutes. A history is walked once, minute by minute, and the verdict is
given on the way, so what is said of an instant cannot depend on anything later. What each minute
was to the clock (it ran, it was paused, or it lay between a stop and a reopening) is written
down, and a due time is found by counting those minutes.

Desks are the plain data that `PolicySet.model_validate` takes, restricted to calendars that the
oracle of calendars takes, and to the amounts ``90m``, ``24h wall``, ``2bd``, ``2bd eod``,
``3cd`` and ``none``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from tests.oracle import DAY, DocumentOracle, resolve

AMOUNT = re.compile(r"(\d+)(m|h|bd|cd)( wall| eod)?")
DONE = ("resolved", "closed")

# The fields that took new values, or the author of a public message.
Happening = Mapping[str, Any] | str


@dataclass(frozen=True)
class History:
    """A ticket: the minute of its creation, its fields then, and what happened at which minute."""

    created: int
    fields: Mapping[str, Any]
    events: Sequence[tuple[int, Happening]]


@dataclass(frozen=True)
class Reading:
    """One clock at an instant; instants and lengths are in minutes."""

    policy: str
    state: str
    status: str
    due_at: int | None
    due_if_resumed_at: int | None
    elapsed: int
    paused: int
    breached_at: int | None
    next_change_at: int | None


@dataclass(frozen=True)
class Promise:
    """What is promised: so many minutes or days, or nothing when `unit` is empty."""

    policy: str
    calendar: DocumentOracle
    number: int
    unit: str
    rest: str

    @classmethod
    def read(cls, policy: str, calendar: DocumentOracle, amount: str) -> Promise:
        if amount == "none":
            return cls(policy, calendar, 0, "", "")
        match = AMOUNT.fullmatch(amount)
        assert match, amount
        number, unit = int(match[1]), match[2]
        if unit == "h":
            number, unit = number * 60, "m"
        return cls(policy, calendar, number, unit, (match[3] or "").strip())

    @property
    def in_real_time(self) -> bool:
        return self.rest == "wall" or self.unit == "cd"


class Desk:
    """The data of a policy set, read plainly."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.calendars = {name: DocumentOracle(**cal) for name, cal in data["calendars"].items()}
        self.statuses = data["statuses"]
        self.policies = data["policies"]

    def category(self, status: Any) -> str:
        for category in ("paused", *DONE):
            if status in self.statuses.get(category, ()):
                return category
        return "open"

    def promise(self, metric: str, fields: Mapping[str, Any]) -> Promise | None:
        for policy in self.policies:
            if all(fields.get(name) == wanted for name, wanted in policy.get("when", {}).items()):
                target = policy["targets"].get(metric)
                if isinstance(target, dict):
                    target = target.get(fields.get(target["by"]), target.get("else", "none"))
                if target is None:
                    return None
                return Promise.read(policy["name"], self.calendars[policy["calendar"]], target)
        return None

    def read(self, metric: str, history: History, at: int) -> Reading | None:
        """Say how a clock stands at a minute; None before the creation or without a promise."""
        if at < history.created:
            return None
        walk = Walk(self, metric, history)
        for minute in range(history.created, at):
            walk.arrive(minute)
            walk.stay(minute)
        walk.arrive(at)
        return walk.reading(at)


class Walk:
    """One clock of one ticket, on its way from minute to minute.

    `mode` is what the metric alone says; a clock in whatever mode is cancelled while the last
    thing that happened to it is the loss of its promise.
    """

    def __init__(self, desk: Desk, metric: str, history: History) -> None:
        self.desk = desk
        self.metric = metric
        self.start = history.created
        self.fields = dict(history.fields)
        self.happenings: dict[int, list[Happening]] = {self.start: []}
        for minute, what in history.events:
            self.happenings.setdefault(minute, []).append(what)
        self.mode = "running"
        self.stopped_at: int | None = None
        self.cancelled_at: int | None = None
        self.promise: Promise | None = None
        self.hours: DocumentOracle | None = None  # of the policy in force now
        self.due: int | None = None
        self.breached_at: int | None = None
        # Of each minute that is over: the mode, and the hours in force.
        self.modes: list[str] = []
        self.hours_of: list[DocumentOracle | None] = []

    def arrive(self, minute: int) -> None:
        """Let happen what happens at a minute, then see whether the clock is past due."""
        if minute in self.happenings:
            self.change(minute)
        if (
            self.mode != "stopped"
            and self.cancelled_at is None
            and self.breached_at is None
            and self.due is not None
            and self.due <= minute
        ):
            self.breached_at = minute

    def stay(self, minute: int) -> None:
        self.modes.append(self.mode)
        self.hours_of.append(self.hours)

    def change(self, minute: int) -> None:
        replied = False
        for what in self.happenings[minute]:
            if isinstance(what, str):
                replied = replied or what == "agent"
            else:
                self.fields.update(what)
        promise = self.desk.promise(self.metric, self.fields)
        self.hours = promise.calendar if promise else self.hours
        was_stopped = self.mode == "stopped"
        self.mode = self.mode_after(replied, minute)
        if self.mode == "stopped":
            if not was_stopped:
                self.stop(promise, minute)
            return
        self.stopped_at = None
        if promise is not None:
            self.promise, self.cancelled_at = promise, None
        elif self.promise is not None and self.cancelled_at is None:
            self.cancelled_at = minute
        self.due = self.due_from(minute, waits=self.mode == "paused")

    def mode_after(self, replied: bool, minute: int) -> str:
        if self.metric == "first_response":
            # The clock starts after everything else of its first instant, so a reply at that
            # instant comes too early for it.
            done = self.mode == "stopped" or (replied and minute > self.start)
            return "stopped" if done else "running"
        category = self.desk.category(self.fields.get("status"))
        return {"paused": "paused", "open": "running"}.get(category, "stopped")

    def stop(self, promise: Promise | None, minute: int) -> None:
        self.stopped_at = minute
        if self.cancelled_at is not None:
            return
        # What loses its promise in the instant in which it stops, stops first.
        self.promise = promise or self.promise
        self.due = self.due_from(minute, waits=False)
        if self.due is not None and self.due < minute and self.breached_at is None:
            self.breached_at = minute

    def due_from(self, now: int, *, waits: bool) -> int | None:
        """Return when the clock is due if it runs from now on; if it waits, only if it was due."""
        promise = self.promise
        if promise is None or not promise.unit:
            return None
        due = self.length_due(promise, now) if promise.unit == "m" else self.rule_due(promise, now)
        if not waits or due <= self.waits_since(now):
            return due
        return None

    def waits_since(self, now: int) -> int:
        """Return since when the last minutes before now were paused."""
        since = now
        while since > self.start and self.modes[since - 1 - self.start] == "paused":
            since -= 1
        return since

    def length_due(self, promise: Promise, now: int) -> int:
        left = promise.number
        for minute in range(self.start, now):
            if self.modes[minute - self.start] == "running" and self.counts(promise, minute):
                left -= 1
            if left == 0:
                return minute + 1
        return now + left if promise.in_real_time else promise.calendar.add(now, left)

    def rule_due(self, promise: Promise, now: int) -> int:
        calendar = promise.calendar
        if promise.unit == "cd":
            due = resolve(calendar.zone, calendar.wall(self.start) + promise.number * DAY)
        else:
            due = calendar.add_business_days(
                self.start, promise.number, end_of_day=promise.rest == "eod"
            )
        first = self.start
        for mode, minutes in groupby(self.modes[: now - self.start]):
            last = first + len(list(minutes))
            if mode != "running" and first < due:
                stood = sum(self.counts(promise, minute) for minute in range(first, last))
                if stood:
                    due = due + stood if promise.in_real_time else calendar.add(due, stood)
            first = last
        return due

    def counts(self, promise: Promise, minute: int) -> bool:
        """Say whether a minute that is over is one of the promise's own time.

        The hours are those of their time; before anything was promised, those that came first.
        """
        if promise.in_real_time:
            return True
        hours = self.hours_of[minute - self.start]
        if hours is None:
            hours = next((each for each in self.hours_of if each), promise.calendar)
        return hours.is_open(minute)

    def reading(self, at: int) -> Reading | None:
        promise = self.promise
        if promise is None:
            return None
        end = next((m for m in (self.cancelled_at, self.stopped_at) if m is not None), at)
        own = [minute for minute in range(self.start, end) if self.counts(promise, minute)]
        ran = sum(self.modes[minute - self.start] == "running" for minute in own)
        cancelled = self.cancelled_at is not None
        state = "cancelled" if cancelled else self.mode
        due = None if cancelled else self.due
        breached_at = None if cancelled else self.breached_at
        waits = state == "paused" and due is None
        return Reading(
            policy=promise.policy,
            state=state,
            status=self.status(state, promise, breached_at),
            due_at=due,
            due_if_resumed_at=self.due_from(at, waits=False) if waits else None,
            elapsed=ran,
            paused=len(own) - ran,
            breached_at=breached_at,
            next_change_at=due if state == "running" and breached_at is None else None,
        )

    @staticmethod
    def status(state: str, promise: Promise, breached_at: int | None) -> str:
        if state == "cancelled":
            return "cancelled"
        if not promise.unit and breached_at is None:
            return "no_target"
        if state == "stopped":
            return "met" if breached_at is None else "missed"
        if breached_at is not None:
            return "breached"
        return "paused" if state == "paused" else "on_track"
