"""The state of a tracker as JSON data, for the host's own database."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from slakit.calendars.zones import zone_digest
from slakit.evaluation.history import Mark
from slakit.evaluation.kept import KeptClock, KeptCycle, KeptTrack, first_tracks
from slakit.evaluation.selections import Selection
from slakit.evaluation.state_form import FORM
from slakit.evaluation.tally import Carried
from slakit.instants import MICROSECOND
from slakit.policies.machine import SpanKind
from slakit.policies.policy_set import PolicySet
from slakit.policies.select import CompiledPolicy, Selector
from slakit.tickets import Change, DueSet, Event, Exemption, Ticket
from slakit.tickets.form import event_data, fields_data, read_value

__all__ = ["Kept", "TrackerState", "fingerprints", "load", "save", "track_names"]

# One letter for each turn: a state is read by machines, and kept by the million.
KINDS: dict[str, SpanKind] = {"r": "running", "p": "paused", "g": "gap", "c": "counted"}
LETTERS = {kind: letter for letter, kind in KINDS.items()}
Data = dict[str, Any]


class Kept(NamedTuple):
    """How a ticket's clocks are when an instant is over."""

    at: timedelta
    mark: Mark | None
    tracks: tuple[KeptTrack, ...]
    due_sets: tuple[DueSet, ...] = ()
    exemptions: tuple[Exemption, ...] = ()


class TrackerState(NamedTuple):
    """Where the clocks of one ticket are: all that a tracker needs to go on.

    `settled` is what the instants before the last one have left, `pending` the events of the
    last instant `at`, which stays open: one more event of it still applies together with them.
    `told` is the instant up to which transitions have been given, `now` how the clocks are under
    the `selector`, and `notes` say what the state has gone through.
    """

    ticket: Ticket
    settled: Kept
    at: timedelta
    pending: tuple[Event, ...]
    told: timedelta
    now: Kept
    selector: Selector
    notes: tuple[str, ...] = ()


def fingerprints(policies: PolicySet) -> tuple[str, str]:
    """Return what a state hangs on: a hash of the policies and calendars, and one of the zones."""
    zones = {zone for calendar in policies.calendars.values() for zone in calendar._zones()}
    said = repr(sorted((zone.key, zone_digest(zone)) for zone in zones))
    whole = hashlib.sha256(policies.canonical_json())
    return whole.hexdigest()[:16], hashlib.sha256(said.encode()).hexdigest()[:16]


def save(
    state: TrackerState,
    selector: Selector,
    names: frozenset[str],
    prints: tuple[str, str],
    carried: Sequence[Mapping[str, Carried]],
) -> Data:
    """Return a state as plain JSON data; of the ticket's fields only the `names` matter.

    `carried` says of each clock of each track what had passed of it, for other policies to go on.
    """
    ticket, settled = state.ticket, state.settled
    mark = settled.mark
    fields = ticket.fields if mark is None else mark.fields
    data: Data = {
        "form": FORM,
        "policies": prints[0],
        "zones": prints[1],
        "ticket": ticket.id,
        "created_at": ticket.created_at.isoformat(),
        "at": micros(state.at),
        "told": micros(state.told),
        "settled": micros(settled.at),
        "names": sorted(names),
        "fields": chosen(fields, names),
        "pending": [event_data(pruned(event, names)) for event in state.pending],
        "tracks": [
            save_track(track, selector, passed, name)
            for track, passed, name in zip(
                settled.tracks, carried, track_names(selector), strict=True
            )
        ],
    }
    if ticket.opened_by is not None:
        data["opened_by"] = ticket.opened_by
    if mark is not None:
        data["mark"] = [int(mark.merged), *map(int, mark.since)]
    by_hand: list[Event] = [*settled.due_sets, *settled.exemptions]
    if by_hand:
        data["by_hand"] = [event_data(event) for event in by_hand]
    return data


def load(data: Mapping[str, Any], selector: Selector) -> tuple[Ticket, Kept, Data]:
    """Return the ticket of a state without its history, what was settled, and the rest."""
    ticket, mark = load_ticket(data)
    wanted = [set(track.clocks) for track in first_tracks(selector)]
    if wanted != [set(track["clocks"]) for track in data["tracks"]]:
        raise ValueError("the clocks are not those of the policies")
    by_hand = events_of(ticket, data.get("by_hand", ()))
    kept = Kept(
        length(data["settled"]),
        mark,
        tuple(load_track(track, selector) for track in data["tracks"]),
        tuple(event for event in by_hand if isinstance(event, DueSet)),
        tuple(event for event in by_hand if isinstance(event, Exemption)),
    )
    rest = {
        "at": length(data["at"]),
        "told": length(data["told"]),
        "pending": events_of(ticket, data["pending"]),
    }
    return ticket, kept, rest


def load_ticket(data: Mapping[str, Any]) -> tuple[Ticket, Mark | None]:
    """Return the ticket without its history, and what that has left."""
    fields = {name: read_value(value) for name, value in data["fields"].items()}
    ticket = Ticket(
        id=data["ticket"],
        created_at=datetime.fromisoformat(data["created_at"]),
        fields=fields,
        opened_by=data.get("opened_by"),
    )
    if "mark" not in data:
        return ticket, None
    merged, *since = map(bool, data["mark"])
    return ticket, Mark(fields, tuple(since), merged)


def events_of(ticket: Ticket, data: Sequence[Data]) -> tuple[Event, ...]:
    born = {"id": ticket.id, "created_at": ticket.created_at.isoformat()}
    return Ticket.from_data({**born, "events": list(data)}).events


def track_names(selector: Selector) -> list[str | None]:
    """Return of which policy each track is, where each has its own."""
    if not selector.match_all:
        return [None]
    return [versions[0].name for versions in selector.policies]


def save_track(
    kept: KeptTrack, selector: Selector, carried: Mapping[str, Carried], name: str | None
) -> Data:
    clocks = {metric: save_clock(clock) for metric, clock in kept.clocks.items()}
    for metric, passed in carried.items():
        clocks[metric]["passed"] = list(map(micros, passed))
    data: Data = {} if name is None else {"name": name}
    data["track"] = [save_selection(each, selector) for each in kept.track]
    return {**data, "clocks": clocks}


def load_track(data: Data, selector: Selector) -> KeptTrack:
    return KeptTrack(
        tuple(load_selection(each, selector) for each in data["track"]),
        {name: load_clock(clock, selector) for name, clock in data["clocks"].items()},
    )


def save_selection(selection: Selection, selector: Selector) -> Data:
    _, at, policy, fields = selection
    named = {name for name in selector.fields if isinstance(name, str)}
    data: Data = {"at": micros(at), "fields": chosen(fields, named)}
    if policy is not None:
        data["policy"] = key_of(policy)
    if since := selector.facts.since_of(fields):
        data["since"] = list(map(int, since))
    return data


def load_selection(data: Data, selector: Selector) -> Selection:
    fields: Mapping[Any, Any] = {name: read_value(value) for name, value in data["fields"].items()}
    if "since" in data:
        fields = selector.facts.with_since(fields, tuple(map(bool, data["since"])))
    policy = data.get("policy")
    return 0, length(data["at"]), policy and policy_of(policy, selector), fields


def save_clock(clock: KeptClock) -> Data:
    said: Data = {
        "state": clock.word,
        "cycles": [save_cycle(cycle) for cycle in clock.cycles],
        "begun": clock.begun or None,
        "pause": clock.pause and key_of(clock.pause),
        "unheld": [[micros(at), bits] for at, bits in clock.unheld],
        "prelude": clock.prelude and save_turns(clock.prelude),
        "numbers": dict(clock.numbers),
        "due": micros(clock.due),
        "ended": micros(clock.ended),
    }
    return {name: value for name, value in said.items() if value not in (None, [], {}, ())}


def load_clock(data: Data, selector: Selector) -> KeptClock:
    pause = data.get("pause")
    return KeptClock(
        data["state"],
        tuple(load_cycle(cycle) for cycle in data.get("cycles", ())),
        data.get("begun", False),
        pause and policy_of(pause, selector),
        tuple((length(at), bits) for at, bits in data.get("unheld", ())),
        load_turns(data["prelude"]) if "prelude" in data else (),
        data.get("numbers", {}),
        length(data.get("due")),
        length(data.get("ended")),
    )


def save_cycle(cycle: KeptCycle) -> Data:
    said: Data = {
        "turns": save_turns(cycle.turns),
        "started": None if cycle.started == cycle.turns[0][1] else micros(cycle.started),
        "stopped": micros(cycle.stopped),
        "cancelled": micros(cycle.cancelled),
        "chained": cycle.chained or None,
        "carried": cycle.carried and list(map(micros, cycle.carried)),
    }
    if cycle.used is not None:
        turns, *lengths = cycle.used
        said["used"] = [turns, *map(micros, lengths)]
    return {name: value for name, value in said.items() if value is not None}


def load_cycle(data: Data) -> KeptCycle:
    turns = load_turns(data["turns"])
    used = data.get("used")
    return KeptCycle(
        length(data["started"]) if "started" in data else turns[0][1],
        turns,
        length(data.get("stopped")),
        length(data.get("cancelled")),
        data.get("chained", False),
        (used[0], *map(length, used[1:])) if used else None,
        Carried(*map(length, data["carried"])) if "carried" in data else None,
    )


def save_turns(turns: Iterable[tuple[SpanKind, timedelta]]) -> list[Any]:
    """Return turns as a word of one letter each, and their instants."""
    kinds, instants = zip(*turns, strict=True)
    return ["".join(LETTERS[kind] for kind in kinds), *map(micros, instants)]


def load_turns(data: Sequence[Any]) -> tuple[tuple[SpanKind, timedelta], ...]:
    kinds = (KINDS[letter] for letter in data[0])
    return tuple(zip(kinds, map(length, data[1:]), strict=True))


def key_of(policy: CompiledPolicy) -> list[str | None]:
    return [policy.name, policy.version]


def policy_of(key: Sequence[str | None], selector: Selector) -> CompiledPolicy:
    found = (policy for versions in selector.policies for policy in versions)
    return next(policy for policy in found if key_of(policy) == list(key))


def chosen(fields: Mapping[Any, Any], names: Iterable[str]) -> Data:
    return fields_data({name: fields[name] for name in sorted(names) if name in fields})


def pruned(event: Event, names: frozenset[str]) -> Event:
    """Return an event without the fields at which no clock looks."""
    if type(event) is not Change:
        return event
    fields = {name: value for name, value in event.fields.items() if name in names}
    return Change(at=event.at, fields=fields, id=event.id)


def micros(moment: timedelta | None) -> int | None:
    return None if moment is None else moment // MICROSECOND


def length(micros: int | None) -> Any:
    return None if micros is None else micros * MICROSECOND
