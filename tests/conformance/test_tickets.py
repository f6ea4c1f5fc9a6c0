"""Tickets under the rules of many products, against vectors with a source outside this project.

Each vector is one test; `--vectors DIR` runs the same tests on another folder. What is read here
is the closed schema of the vectors and nothing else: a key, word or form that is not listed is a
failure. Products that slakit has no profile of are TOML files beside this one, in the same words.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from operator import attrgetter
from pathlib import Path
from typing import Any

import pytest

from slakit import Change, ClockReading, Message, PolicySet, Signal, Ticket, evaluate
from slakit.policies.profiles import profile_names
from tests.conformance.test_calendar import calendar_of

Vector = dict[str, Any]
SMALL_PROFILES = Path(__file__).parent / "profiles"
MESSAGES = {"agent_reply": "agent", "customer_reply": "customer", "internal_note": "agent"}
CLOCK = attrgetter("policy", "metric", "cycle")
# The words of the schema that slakit has no attribute for.
SAID: dict[str, Callable[[ClockReading], Any]] = {
    "met_at": attrgetter("stopped_at"),
    "ratio_pct": lambda reading: reading.ratio * 100,
    "ratio_wall_pct": lambda reading: reading.elapsed_wall / reading.target * 100,
    "warnings": lambda reading: [
        {"pct": float(each.name.removesuffix("%")), "at": each.at} for each in reading.warnings
    ],
}
INSTANTS = {"at", "breached_at", "counts_from", "due_at", "met_at", "started_at"}


def profile_of(name: str) -> dict[str, Any]:
    """Name a profile of slakit, or spell out the small product of the file beside this one."""
    if name in profile_names():
        return {"profile": name}
    document = tomllib.loads((SMALL_PROFILES / f"{name}.toml").read_text(encoding="utf-8"))
    return {key: document[key] for key in ("statuses", "metrics") if key in document}


def policies_of(vector: Vector) -> PolicySet:
    """Write down the policies of a vector, on its profile and with what it overrides."""
    document = profile_of(vector["profile"])
    document["pause"] = {"status": vector["pause"]} if "pause" in vector else "none"
    calendars = vector.get("calendars", {"hours": vector.get("calendar")})
    document["calendars"] = {k: calendar_of({"calendar": v}) for k, v in calendars.items()}
    fixed = {"calendar": "field(calendar)" if "calendars" in vector else "hours"}
    metrics = dict(document.get("metrics", {}))
    for key, value in vector.get("overrides", {}).items():
        if key == "metrics":
            for name, words in value.items():
                metrics[name] = metrics.get(name, {}) | words
        elif key == "kind":
            fixed[key] = value
        elif key == "counts_from" and value not in ("start", "match"):
            document[key] = f"field({value})"
        else:
            document[key] = value
    document["metrics"] = metrics
    document["policies"] = [{"name": "policy"} | each | fixed for each in vector["policies"]]
    return PolicySet.model_validate(document)


def plain(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {k: datetime.fromisoformat(v) if k == "due_date" else v for k, v in fields.items()}


def ticket_of(vector: Vector) -> Ticket:
    """Write down the history of a vector; one without a creation begins at its first event."""
    events: list[Message | Change | Signal] = []
    creation: dict[str, Any] = {"created_at": datetime.fromisoformat(vector["events"][0]["at"])}
    for event in vector["events"]:
        at = datetime.fromisoformat(event["at"])
        match event["type"]:
            case "created":
                creation = {"created_at": at, "opened_by": event.get("by")}
                creation["fields"] = plain(event.get("fields", {}))
            case "change":
                events.append(Change(at=at, fields=plain(event["fields"])))
            case "signal":
                events.append(Signal(at=at, name="signal"))
            case word:
                public = word != "internal_note"
                events.append(Message(at=at, author=MESSAGES[word], public=public))
    return Ticket(id=vector["id"], events=events, **creation)


def wanted(key: str, value: Any) -> Any:
    """Read what a vector expects: instants, a date, seconds, or a part of the same kinds."""
    if isinstance(value, list):
        return [wanted(key, each) for each in value]
    if isinstance(value, dict):
        return {name: wanted(name, each) for name, each in value.items()}
    if value is None or key == "breached" or key == "state":
        return value
    if key in INSTANTS:
        return datetime.fromisoformat(value)
    if key == "due_on":
        return date.fromisoformat(value)
    return timedelta(seconds=value) if key.endswith("_s") else pytest.approx(value)


def said(reading: ClockReading, keys: Iterable[str]) -> dict[str, Any]:
    """Look up the answers of a reading under the schema's names for them."""
    return {
        key: SAID[key](reading) if key in SAID else getattr(reading, key.removesuffix("_s"))
        for key in keys
    }


def first_counted(vector: Vector, desk: PolicySet, ticket: Ticket, reading: ClockReading) -> Any:
    """Find the first instant at which the clock was open and not paused."""
    start = reading.started_at
    moments = [start, *sorted({each.at for each in ticket.events if each.at > start})]
    for begin, end in zip(moments, [*moments[1:], None], strict=True):
        paused = any(
            each.state == "paused" and CLOCK(each) == CLOCK(reading)
            for each in evaluate(desk, ticket, at=begin).clocks
        )
        calendars = vector.get("calendars", {None: vector.get("calendar")})
        calendar = calendars[ticket.state_at(begin).get("calendar")]
        opened = calendar_of({"calendar": calendar}).roll_forward(begin)
        if not paused and (end is None or opened < end):
            return opened
    return None


@pytest.mark.vectors("tickets.json")
def test_ticket(vector: Vector) -> None:
    """The clocks of the ticket answer what the source documents."""
    if vector.get("quirk"):
        pytest.skip("the product does this, and no library should be measured by it")
    desk, ticket = policies_of(vector), ticket_of(vector)
    ev = evaluate(desk, ticket, at=datetime.fromisoformat(vector["at"]))
    for name, expect in vector["expect"].items():
        answers = said(ev[name], expect.keys() - {"counts_from", "cycles", "longest"})
        if "counts_from" in expect:
            answers["counts_from"] = first_counted(vector, desk, ticket, ev[name])
        if "cycles" in expect:
            pairs = zip(ev.cycles(name), expect["cycles"], strict=True)
            answers["cycles"] = [said(cycle, keys) for cycle, keys in pairs]
        if "longest" in expect:
            answers["longest"] = said(ev.longest(name), expect["longest"])
        assert wanted(name, expect) == answers
