"""What a desk promises a ticket at a minute: read plainly from the data of a policy set.

Rules chosen where the policy language leaves a case open:

- A convention is the metric's, else the policy's, else the set's, else the default; that an OLA
  counts from the match is a default, so what the set says goes before it.
- Policies stand in the order in which their names first appear, the default one last.
- ``pin``: as long as a policy applies to a ticket, the version under which it came to apply is
  its only one, also for whether it applies.
- ``rematch: creation``: the *policy* is chosen at the creation and never again; its rows still
  follow the ticket's fields, and its versions still take effect.
- A target is another target when the policy's name, the amount, the cut-off, or the instant that
  the ticket carries is another. Another version or another calendar alone is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from functools import reduce
from operator import or_
from typing import Any

from tests.evaluation.oracle_world import Condition, History, World
from tests.oracle import DocumentOracle, Oracle, minute_of

AMOUNT = re.compile(r"(\d+)(m|h|bd|cd)(?: (wall|eod|\d\d:\d\d))?")
CARRIED = re.compile(r"(at|field)\((\w+)\)(?: (next_open|previous_close))?")
WARNING = re.compile(r"([-+])(\d+)(m|h)( wall)?")
DEFAULTS = {
    "counts_from": "start",
    "earlier_pauses": "credit",
    "on_calendar_change": "slice",
    "at_close": "stay",
    "due_shown": "always",
    "sticky": True,
}
DONE = {"category": ["resolved", "closed"]}
PAUSED = {"category": "paused"}
NEVER = {"pause": "none", "cancel": "none", "restart": "none", "again": "ignore"}
Metric = Mapping[str, Any]
Data = Mapping[str, Any]

STANDARD: dict[str, Metric] = {
    "first_response": {"start": "created", "stop": "agent_reply"},
    "next_response": {"start": "customer_reply", "stop": "agent_reply", "again": "new_cycle"},
    "periodic_update": {
        "start": "agent_reply",
        "stop": "agent_reply",
        "cancel": DONE,
        "again": "new_cycle",
    },
    "pausable_update": {
        "start": "agent_reply",
        "stop": "agent_reply",
        "pause": "policy",
        "cancel": DONE,
        "again": "new_cycle",
    },
    "requester_wait": {"start": "created", "stop": DONE, "pause": PAUSED, "again": "credit"},
    "agent_work": {"start": "created", "stop": DONE, "pause": PAUSED, "again": "credit"},
    "resolution": {"start": "created", "stop": DONE, "pause": "policy", "again": "credit"},
    "total_resolution": {"start": "created", "stop": DONE, "again": "count"},
    "time_to_own": {"start": "created", "stop": {"assignee": {"present": True}}},
}


@dataclass(frozen=True)
class Alert:
    """An alert: a share of the amount, or so many minutes from due, in open or real time."""

    name: str
    share: Fraction | None
    minutes: int
    wall: bool
    only_when_open: bool
    metrics: tuple[str, ...] | None

    @classmethod
    def read_all(cls, rules: Any) -> tuple[Alert, ...]:
        if isinstance(rules, list):
            rules = {text: text for text in rules}
        return tuple(cls.read(name, rule) for name, rule in rules.items())

    @classmethod
    def read(cls, name: str, rule: Any) -> Alert:
        rule = {"at": rule} if isinstance(rule, str) else rule
        metrics = tuple(rule["metrics"]) if "metrics" in rule else None
        only = rule.get("only_when_open", False)
        if rule["at"].endswith("%"):
            share = Fraction(int(rule["at"][:-1]), 100)
            return cls(name, share, 0, False, only, metrics)
        match = WARNING.fullmatch(rule["at"])
        assert match, rule
        minutes = int(match[2]) * (60 if match[3] == "h" else 1)
        signed = -minutes if match[1] == "-" else minutes
        return cls(name, None, signed, bool(match[4]), only, metrics)


@dataclass(frozen=True)
class Promise:
    """What is promised: minutes, days or an instant; nothing where `unit` is empty."""

    policy: str
    text: str | None
    number: int
    unit: str
    rest: str
    at: int | None
    cutoff: int | None
    calendar: Oracle
    pause: Condition
    counts_from: str | int
    conventions: Data
    warn: tuple[Alert, ...]
    escalate: tuple[Alert, ...]

    @property
    def in_real_time(self) -> bool:
        return self.rest == "wall" or self.unit in ("cd", "at")

    def same_target(self, other: Promise) -> bool:
        mine = (self.policy, self.text, self.at, self.cutoff)
        return mine == (other.policy, other.text, other.at, other.cutoff)


class Desk:
    """The data of a policy set, read plainly."""

    def __init__(self, data: Data, calendars: Mapping[str, DocumentOracle] | None = None) -> None:
        self.data = data
        self.calendars = calendars or {
            name: DocumentOracle(**document) for name, document in data["calendars"].items()
        }
        self.statuses = data.get("statuses", {})
        given = data.get("metrics", {})
        self.metrics: dict[str, Metric] = {
            name: {**NEVER, **STANDARD.get(name, {}), **given.get(name, {})}
            for name in {**STANDARD, **given}
        }

    def world(self, history: History) -> World:
        return World(self.statuses, history)

    @property
    def lines(self) -> list[tuple[str | None, str]]:
        """The clocks that there can be: (policy, metric), the policy None if the first counts."""
        names = {}
        for policy in self.data["policies"]:
            for metric in policy["targets"]:
                names[policy["name"] if self.data.get("match") == "all" else None, metric] = True
        return list(names)

    def turns(self) -> list[int]:
        """Return the minutes at which a version takes effect."""
        return sorted(instant(p["from"]) for p in self.data["policies"] if "from" in p)

    def in_force(self, minute: int) -> Iterator[Data]:
        """Yield the version of each policy at a minute, in the order in which they are tried."""
        versions: dict[str, Data] = {}
        started = [p for p in self.data["policies"] if "from" not in p]
        dated = [p for p in self.data["policies"] if "from" in p]
        for policy in [*started, *sorted(dated, key=lambda p: instant(p["from"]))]:
            if "from" not in policy or instant(policy["from"]) <= minute:
                versions[policy["name"]] = policy
        order = list(dict.fromkeys(policy["name"] for policy in self.data["policies"]))
        found = [versions[name] for name in order if name in versions]
        yield from sorted(found, key=lambda policy: policy.get("default", False))

    def policy(self, name: str | None, world: World, minute: int) -> Data | None:
        """Return the policy that counts at a minute; of one name, or else the first."""
        if self.data.get("rematch") == "creation":
            found = self.tried(name, world, world.created, None)
            if found is None or self.data.get("versions") == "pin":
                return found
            versions = self.in_force(minute)
            return next(version for version in versions if version["name"] == found["name"])
        found = None
        for when in sorted({*world.minutes, *self.turns(), minute}):
            if world.created <= when <= minute:
                found = self.tried(name, world, when, found)
        return found

    def tried(self, name: str | None, world: World, minute: int, had: Data | None) -> Data | None:
        for policy in self.in_force(minute):
            pinned = had is not None and self.data.get("versions") == "pin"
            if pinned and had is not None and policy["name"] == had["name"]:
                policy = had
            wanted = name in (None, policy["name"])
            if wanted and world.holds(policy.get("when", {}), minute):
                return policy
        return None

    def promise(self, name: str | None, metric: str, world: World, minute: int) -> Promise | None:
        """Return what is promised for a metric; None where no policy speaks of it."""
        policy = self.policy(name, world, minute)
        if policy is None or metric not in policy["targets"]:
            return None
        row = self.row(policy["targets"][metric], world, minute)
        conventions: dict[str, Any] = {
            key: next(
                (where[key] for where in (self.metrics[metric], policy, self.data) if key in where),
                "match" if (key, policy.get("kind")) == ("counts_from", "ola") else default,
            )
            for key, default in DEFAULTS.items()
        }
        cutoff = row.get("cutoff")
        text, number, unit, rest, at = self.amount(row["amount"], world, minute)
        counts_from = conventions["counts_from"]
        if carried := re.fullmatch(r"field\((\w+)\)", counts_from):
            counts_from = instant(world.value(carried[1], minute))
        return Promise(
            policy=policy["name"],
            text=text,
            number=number,
            unit=unit,
            rest=rest,
            at=at,
            cutoff=None if cutoff is None else int(cutoff[:2]) * 60 + int(cutoff[3:]),
            calendar=self.calendar(row.get("calendar", policy["calendar"]), world, minute),
            pause=policy.get("pause", self.data.get("pause", PAUSED)),
            counts_from=counts_from,
            conventions=conventions,
            warn=Alert.read_all(policy.get("warn", {})),
            escalate=Alert.read_all(policy.get("escalate", {})),
        )

    def row(self, target: Any, world: World, minute: int) -> Data:
        if isinstance(target, str):
            return {"amount": target}
        if isinstance(target, Mapping):
            value = world.value(target["by"], minute)
            return {"amount": target.get(value, target.get("else", "none"))}
        for row in target:
            if world.holds(row.get("when", {}), minute):
                return {"amount": "none", **row}
        return {"amount": "none"}

    def calendar(self, given: Any, world: World, minute: int) -> Oracle:
        if isinstance(given, Mapping):
            value = world.value(given["by"], minute)
            return self.calendar(given.get(value, given.get("else")), world, minute)
        if isinstance(given, list) and isinstance(given[0], str):
            return reduce(or_, (self.calendars[name] for name in given))
        if isinstance(given, list):
            rows = (row for row in given if world.holds(row.get("when", {}), minute))
            return self.calendar(next(rows)["calendar"], world, minute)
        carried = re.fullmatch(r"field\((\w+)\)", given)
        return self.calendars[world.value(carried[1], minute) if carried else given]

    def amount(
        self, text: str, world: World, minute: int
    ) -> tuple[str | None, int, str, str, int | None]:
        """Return an amount as it is promised: its text, number, unit, rest, and its instant."""
        nothing = None, 0, "", "", None
        if text == "none":
            return nothing
        if carried := CARRIED.fullmatch(text):
            value = world.value(carried[2], minute)
            if value is None:
                return nothing
            if carried[1] == "field":
                return self.amount(value, world, minute)
            return text, 0, "at", carried[3] or "", instant(value)
        match = AMOUNT.fullmatch(text)
        assert match, text
        number, unit = int(match[1]), match[2]
        if unit == "h":
            number, unit = number * 60, "m"
        return text, number, unit, match[3] or "", None


def instant(value: Any) -> int:
    return minute_of(datetime.fromisoformat(value) if isinstance(value, str) else value)
