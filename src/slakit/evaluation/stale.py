"""A state of other policies, calendars or zone data -> one that goes on under these.

Used time stays used, in the hours in which it was; what is left is spent on the new ones.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from slakit.errors import StaleState
from slakit.evaluation.kept import KeptClock, KeptTrack, first_tracks
from slakit.evaluation.saved import (
    Kept,
    events_of,
    length,
    load_cycle,
    load_ticket,
    load_turns,
    track_names,
)
from slakit.evaluation.selections import chosen
from slakit.evaluation.tally import Carried
from slakit.instants import to_datetime
from slakit.policies.select import CompiledPolicy, Selector
from slakit.tickets import DueSet, Event, Exemption, Ticket
from slakit.tickets.form import fields_data
from slakit.tickets.values import plain_fields

__all__ = ["carry_over", "stale"]


def stale(data: Mapping[str, Any], prints: tuple[str, str]) -> StaleState:
    """Return the error that a state is of other policies, calendars or zone data."""
    what = "policies or calendars" if data["policies"] != prints[0] else "zone data"
    return StaleState(
        f"the state of ticket {data['ticket']!r} was kept under other {what}",
        parameter="state",
        value=(data["policies"], data["zones"]),
        remedy="open the ticket anew with its history, or load it without strict=True",
    )


def carry_over(
    data: Mapping[str, Any],
    selector: Selector,
    names: frozenset[str],
    given_fields: Mapping[str, Any] | None,
) -> tuple[Ticket, Kept, tuple[Event, ...], tuple[str, ...]]:
    """Return the ticket, its clocks as they go on, the events of its last instant, and notes.

    The state has the fields at which the old policies looked. Where the `names` of those at which
    these look are others, the fields of the ticket have to be given.
    """
    unknown_names = sorted(names - set(data["names"]))
    if unknown_names and given_fields is None:
        raise StaleState(
            f"the state of ticket {data['ticket']!r} does not know {', '.join(unknown_names)}, at"
            " which these policies look",
            parameter="fields",
            value=unknown_names,
            remedy="load it with fields=..., those of the ticket before its last event",
        )
    if given_fields is not None:
        data = {**data, "fields": fields_data(plain_fields(given_fields))}
    ticket, mark = load_ticket(data)
    at = length(data["at"])
    old = {track.get("name"): track for track in data["tracks"]}
    born = dict(zip(track_names(selector), first_tracks(selector), strict=True))
    if (None in old) != (None in born):
        raise StaleState(
            f"the state of ticket {ticket.id!r} has the clocks of one policy at a time, or of all,"
            " and now it is the other way",
            parameter="match",
            value=sorted(map(str, old)),
            remedy="open the ticket anew with its history",
        )
    fields = selector.facts.with_since({} if mark is None else mark.fields, unknown(selector))
    notes = [f"kept under other policies, calendars or zones until {to_datetime(at, None)}"]
    notes += [f"{name}: no such policy any more" for name in old.keys() - born.keys() if name]
    tracks = []
    for (name, first), each in zip(born.items(), versions_of(selector), strict=True):
        policy: CompiledPolicy | None = chosen(selector, each, fields, at, None)
        given = old[name]["clocks"] if name in old else {}
        clocks = {
            metric: carried(given[metric], at) if metric in given else clock
            for metric, clock in first.clocks.items()
        }
        new = sorted(first.clocks.keys() - given.keys())
        gone = sorted(given.keys() - first.clocks.keys())
        notes += [f"{each}: used time stays used" for each, clock in clocks.items() if clock.cycles]
        notes += [f"{each}: not known before, it starts with what happens next" for each in new]
        notes += [f"{each}: no policy asks for it any more" for each in gone]
        track = (0, ticket.created, policy, fields)
        tracks.append(KeptTrack((track,) if mark is not None else (), clocks))
    by_hand = events_of(ticket, data.get("by_hand", ()))
    kept = Kept(
        length(data["settled"]),
        None if mark is None else mark._replace(since=unknown(selector)),
        tuple(tracks),
        tuple(event for event in by_hand if isinstance(event, DueSet)),
        tuple(event for event in by_hand if isinstance(event, Exemption)),
    )
    return ticket, kept, events_of(ticket, data["pending"]), tuple(notes)


def versions_of(selector: Selector) -> list[Sequence[CompiledPolicy] | None]:
    """Return whose versions each track follows."""
    return list(selector.policies) if selector.match_all else [None]


def unknown(selector: Selector) -> tuple[bool, ...]:
    """Return that none of the conditions of two edges holds, as far as anybody knows."""
    return (False,) * len(selector.facts.since_of({}))


def carried(data: Mapping[str, Any], at: timedelta) -> KeptClock:
    """Return a clock that goes on with what had passed of it."""
    cycles = [load_cycle(cycle)._replace(used=None) for cycle in data.get("cycles", ())]
    if cycles and "passed" in data:
        _, *passed = map(length, data["passed"])
        stopped = cycles[-1].stopped
        since = at if stopped is None else stopped
        cycles[-1] = cycles[-1]._replace(carried=Carried(since, *passed))
    return KeptClock(
        data["state"],
        tuple(cycles),
        data.get("begun", False),
        prelude=load_turns(data["prelude"]) if "prelude" in data else (),
        numbers=data.get("numbers", {}),
        due=length(data.get("due")),
        ended=length(data.get("ended")),
    )
