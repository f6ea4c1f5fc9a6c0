"""Rows of a table of events: what each does to its ticket, by its kind.

The kinds are those of events as data, with ``note`` for a message that is internal. `field` names
what changes, or the metric of a decision; `value` is the new value, the name of a signal, the
ticket into which one was merged, the due time that was set, or the reason of an exemption.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import numpy as np

from slakit.adapters.times import iso_reader
from slakit.documents import did_you_mean
from slakit.errors import SlakitError, TableError
from slakit.frames.columns import Integers
from slakit.frames.evaluating.alphabet import NOTHING, Alphabet, Deed
from slakit.frames.native import NativeTable
from slakit.frames.native.coding import Coded
from slakit.instants import parse_instant
from slakit.tickets import Change, DueSet, Event, Exemption, Merge, Message, Signal
from slakit.tickets.events import AUTHORS
from slakit.tickets.values import check_value

__all__ = [
    "KINDS",
    "EventColumns",
    "deeds_of_rows",
    "event_of",
    "in_zone",
    "refuse_valueless",
]

KINDS = ("message", "note", "change", "signal", "merge", "due_set", "exemption")
# In place of the number of a deed: the row is wrong, or says what columns cannot hold.
WRONG, DECIDES, MOVES_AN_INSTANT = -1, -2, -3


class EventColumns(NamedTuple):
    """What rows of events say, but for whose they are and when."""

    kind: Coded
    author: Coded
    field: Coded
    value: Coded


def event_of(
    at: datetime, kind: Any, author: Any, field: Any, value: Any, zone: ZoneInfo | None
) -> Event:
    """Return the event that a row tells of; raises a `SlakitError` for what it cannot.

    A due time without an offset is local time in the zone.
    """
    if kind == "change":
        if not isinstance(field, str) or not field:
            raise missing("field", field, "say in `field` what changed")
        return Change(at=at, fields={field: value})
    if kind == "message":
        return Message(at=at, author=author)
    if kind == "note":
        return Message(at=at, author="agent" if author is None else author, public=False)
    if kind == "signal":
        return Signal(at=at, name=value)
    if kind == "merge":
        return Merge(at=at, into=value)
    if kind == "due_set":
        due_at = None if value is None else instant_in(value, zone)
        return DueSet(at=at, metric=field, due_at=due_at, author=author or "")
    if kind == "exemption":
        return Exemption(at=at, metric=field, reason=value, author=author)
    raise TableError(
        f"{kind!r} is no kind of event",
        parameter="kind",
        value=kind,
        remedy=f"give one of {', '.join(KINDS)}",
    )


def refuse_valueless(events: NativeTable, kinds: Coded) -> None:
    """Refuse changes without a column of values: each field would seem to be emptied."""
    lacking = [name for name in ("field", "value") if name not in events.columns]
    if not lacking or "change" not in kinds.values:
        return
    known = [name for name in events.names if name not in ("ticket", "at", "kind", "author")]
    near = f"; {did_you_mean(lacking[0], known)}" if known else ""
    raise TableError(
        f"there are changes, and no column {' and '.join(lacking)}",
        parameter="events",
        value=events.names,
        remedy=f"say in `field` what changed, and in `value` to what{near}",
    )


def instant_in(value: Any, zone: ZoneInfo | None) -> datetime:
    """Return an instant that is told as a text or as a datetime."""
    if isinstance(value, str):
        return iso_reader(zone)(value, "value")
    return parse_instant(in_zone(value, zone), "value")


def in_zone(value: Any, zone: ZoneInfo | None) -> Any:
    """Return local time in its zone, and any other value as it is."""
    if isinstance(value, datetime) and value.tzinfo is None and zone is not None:
        return value.replace(tzinfo=zone, fold=0)
    return value


def missing(name: str, value: Any, remedy: str) -> TableError:
    return TableError(f"{value!r} is no {name}", parameter=name, value=value, remedy=remedy)


def deeds_of_rows(columns: EventColumns, alphabet: Alphabet) -> Integers:
    """Return the number of each row's deed, or else one of the three words for what is none."""
    kind, author, field, value = columns
    deeds = np.full(len(kind.codes), WRONG)
    authors = [
        each if isinstance(each, str) and each in AUTHORS else None for each in author.values
    ]
    for code, word in enumerate(kind.values):
        rows = np.flatnonzero(kind.codes == code)
        if word == "message":
            numbers = [WRONG if a is None else alphabet.deed(("message", a)) for a in authors]
            deeds[rows] = np.array([*numbers, WRONG])[author.codes[rows]]
        elif word == "note":
            note = alphabet.deed(("note",))
            # A note without an author is the desk's own.
            numbers = [WRONG if a is None else note for a in authors]
            deeds[rows] = np.array([*numbers, note])[author.codes[rows]]
        elif word == "change":
            fill_changes(deeds, rows, field, value, alphabet)
        elif word == "signal" or word == "merge":
            fill(deeds, rows, value, alphabet, word)
        elif word in ("due_set", "exemption"):
            deeds[rows] = DECIDES
    return deeds


def fill_changes(
    deeds: Integers, rows: Integers, field: Coded, value: Coded, alphabet: Alphabet
) -> None:
    """Fill in the deeds of rows that are changes, field by field."""
    for code, name in enumerate(field.values):
        if not isinstance(name, str) or not name:
            continue
        some = rows[field.codes[rows] == code]
        if name in alphabet.slots:
            deeds[some] = MOVES_AN_INSTANT
        elif name in alphabet.fields:
            fill(deeds, some, value, alphabet, "change", name)
        else:
            deeds[some] = NOTHING


def fill(
    deeds: Integers, rows: Integers, value: Coded, alphabet: Alphabet, kind: str, *names: str
) -> None:
    """Fill in the deeds of rows that differ in their values alone."""
    size = len(value.values) + 1
    numbers = np.full(size, WRONG)
    # No value is the last one, where it is found by -1.
    for code in np.flatnonzero(np.bincount(value.codes[rows] % size, minlength=size)).tolist():
        said = None if code == size - 1 else value.values[code]
        if (deed := checked(kind, names, said)) is not None:
            numbers[code] = alphabet.deed(deed)
    deeds[rows] = numbers[value.codes[rows]]


def checked(kind: str, names: tuple[str, ...], value: Any) -> Deed | None:
    """Return a deed, None for what no event may say."""
    if kind == "signal":
        return (kind, value) if isinstance(value, str) and value else None
    if kind == "merge":
        return (kind,) if type(value) in (str, int) else None
    try:
        check_value(value, "value")
    except SlakitError:
        return None
    return (kind, *names, value)
