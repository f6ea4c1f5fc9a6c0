"""A row as it is now and the log of its changes -> the fields at creation and what changed since.

The log is undone from its newest entry to its oldest. Each entry has to end where the one after
it begins, and the newest of each field at the row; else row and log are of two stories, and
nobody can tell which of them is true.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from slakit.documents import refusal
from slakit.errors import Problem, SlakitError, TicketError
from slakit.instants import plain_datetime, since_epoch
from slakit.tickets.events import Change, sure_change
from slakit.tickets.located import located
from slakit.tickets.values import FieldValue, check_value, same_value

__all__ = ["unwind"]


class Entry(NamedTuple):
    """One entry of the log, and its place in it."""

    moment: timedelta
    place: int
    at: datetime
    field: str
    old: FieldValue
    new: FieldValue


def unwind(
    row: Mapping[str, FieldValue], changes: Iterable[Any], ticket: object
) -> tuple[dict[str, FieldValue], list[Change]]:
    """Return the fields at creation, and one `Change` for each instant of the log.

    Raises the `TicketError` that lists every entry which is none or contradicts.
    """
    entries, problems = read_log(changes)
    if not problems:
        entries.sort(key=itemgetter(0))
        fields, problems = undone(row, entries)
    if problems:
        raise refusal(problems, source=f"ticket {ticket!r}")
    return fields, redone(entries)


def read_log(changes: Iterable[Any]) -> tuple[list[Entry], list[Problem]]:
    """Return the entries of a log, and what is wrong with those that are none."""
    entries: list[Entry] = []
    problems: list[Problem] = []
    for place, change in enumerate(changes):
        try:
            at, field, old, new = change
            moment = since_epoch(at, "at")
            at = plain_datetime(at, "at")
            if not isinstance(field, str):
                raise TicketError(
                    f"{field!r} is no name of a field",
                    parameter="field",
                    value=field,
                    remedy="give (at, field, old, new)",
                )
            check_value(old, "old")
            check_value(new, "new")
        except SlakitError as error:
            problems += located(error, "changes", place)
        except (TypeError, ValueError):
            problems.append(
                Problem(
                    f"{change!r} is no change",
                    ("changes", place),
                    change,
                    remedy="give (at, field, old, new)",
                    code=TicketError.code,
                )
            )
        else:
            entries.append(Entry(moment, place, at, field, old, new))
    return entries, problems


def undone(
    row: Mapping[str, FieldValue], entries: list[Entry]
) -> tuple[dict[str, FieldValue], list[Problem]]:
    """Return the fields before the first entry, and where the entries contradict."""
    fields = dict(row)
    later: dict[str, datetime] = {}
    problems: list[Problem] = []
    for entry in reversed(entries):
        # Of a field that is absent nobody can say more than of one that is None.
        left = fields.get(entry.field)
        if not same_value(entry.new, left):
            problems.append(contradiction(entry, left, later.get(entry.field)))
        fields[entry.field] = entry.old
        later[entry.field] = entry.at
    return fields, problems[::-1]


def contradiction(entry: Entry, left: FieldValue, later: datetime | None) -> Problem:
    """Return the problem of an entry that does not end with what is left of its field."""
    if later is None:
        witness = "the row says"
    else:
        witness = f"the next change of it, at {later.isoformat()}, is from"
    return Problem(
        f"{entry.field!r} became {entry.new!r} at {entry.at.isoformat()}, but {witness} {left!r}",
        ("changes", entry.place),
        entry.new,
        remedy="give the row as it is now, and every change of the field in its order",
        code=TicketError.code,
    )


def redone(entries: list[Entry]) -> list[Change]:
    """Return the changes of a log, those of one instant as one."""
    changes: list[Change] = []
    for moment, group in groupby(entries, key=itemgetter(0)):
        together = list(group)
        fields = {entry.field: entry.new for entry in together}
        changes.append(sure_change(together[0].at, moment, fields))
    return changes
