"""What happened at an instant, as data that can be said in any language."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Sequence
from datetime import timedelta
from operator import attrgetter
from typing import Any

from slakit.evaluation.history import History
from slakit.tickets import Change, DueSet, Event, Exemption, Merge, Message, Signal

__all__ = ["Told", "causes_at", "events_at", "happened", "plain_value", "told"]

MOMENT = attrgetter("moment")
# An event as data: its `code`, which is a key of ``event`` in the catalogues, and parameters.
Told = dict[str, Any]


def events_at(history: History, at: timedelta) -> list[Event]:
    """Return the events of an instant."""
    events = history.ticket.events
    first = bisect_left(events, at, key=MOMENT)
    return list(events[first : bisect_right(events, at, lo=first, key=MOMENT)])


def causes_at(history: History, at: timedelta, fields: Collection[Any]) -> list[Event]:
    """Return the changes of some fields at an instant; where there are none, all its events."""
    events = events_at(history, at)
    changes: list[Event] = []
    changes += (each for each in events if type(each) is Change and touches(each, fields))
    return changes or events


def touches(change: Change, fields: Collection[Any]) -> bool:
    """Return whether a change gives one of some fields a value."""
    return any(name in fields for name in change.fields)


def happened(history: History, at: timedelta, fields: Collection[Any] = ()) -> list[Told]:
    """Return what happened at an instant: the creation, events, or a version that took effect.

    Of changes those of the given `fields` are told, and all events where none is among them.
    """
    found = [{"code": "created"}] if at == history.ticket.created else []
    found += told(causes_at(history, at, fields), fields)
    return found or [{"code": "version"}]


def told(events: Sequence[Event], fields: Collection[Any] = ()) -> list[Told]:
    """Return events as data; of a change the given fields, or all where none is among them."""
    found: list[Told] = []
    for event in events:
        match event:
            case Message():
                found.append({"code": f"{event.author}_reply" if event.public else "internal_note"})
            case Signal():
                found.append({"code": "signal", "name": event.name})
            case Change():
                named = [name for name in event.fields if name in fields] or list(event.fields)
                found += [changed(name, event.fields[name]) for name in named]
            case DueSet() if event.due_at is None:
                found.append({"code": "due_taken_back"})
            case DueSet():
                by = {"author": event.author} if event.author else {}
                found.append({"code": "due_set_by" if by else "due_set", **by})
            case Exemption():
                found.append({"code": "exemption"})
            case Merge():
                found.append({"code": "merge"})
    return found


def changed(field: str, value: Any) -> Told:
    if value is None:
        return {"code": "cleared", "field": field}
    return {"code": "changed", "field": field, "value": plain_value(value)}


def plain_value(value: Any) -> Any:
    """Return the value of a field as JSON holds it: a date and a Decimal as text."""
    if value is None or isinstance(value, (str, int, float)):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
