"""Tickets of a desk that does not exist, as columns: as many as one likes, always the same ones.

Each ticket has six events at random distances. What happens next depends on how the ticket stands,
and on luck, so that a million tickets have thousands of different courses, few of them often. The
tables are those of an export: text, instants in UTC, tickets by creation and events by instant, so
that the events of a ticket lie far apart. The export was made after `AT`, which is the instant of
the question, so that some of what it tells had not happened yet.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import numpy as np

from slakit import Change, Message, PolicySet, Signal, Ticket
from slakit.instants import EPOCH, MICROSECOND
from slakit.tickets import Event

AT = datetime.fromisoformat("2025-01-08T16:30:00+00:00")
# Tickets are created in the year before.
YEAR = timedelta(days=365)
EVENTS = 6

Column = Any


# How a ticket stands -> what happens to it next: an author who writes, a note, or two words; how
# often that is so, and how the ticket stands then.
COURSE: dict[str, dict[str, tuple[float, str]]] = {
    "new": {
        "agent": (0.60, "answered"),
        "note": (0.08, "new"),
        "bot": (0.08, "new"),
        "customer": (0.06, "asked"),
        "priority high": (0.05, "new"),
        "status solved": (0.05, "solved"),
        "priority urgent": (0.03, "new"),
        "status hold": (0.03, "waiting"),
        "signal vendor_called": (0.02, "new"),
    },
    "answered": {
        "status solved": (0.52, "solved"),
        "customer": (0.24, "asked"),
        "status waiting": (0.17, "waiting"),
        "note": (0.05, "answered"),
        "signal vendor_called": (0.02, "answered"),
    },
    "asked": {
        "agent": (0.66, "answered"),
        "status solved": (0.18, "solved"),
        "note": (0.06, "asked"),
        "customer": (0.06, "asked"),
        "priority urgent": (0.04, "asked"),
    },
    "waiting": {
        "customer": (0.50, "back"),
        "status open": (0.28, "asked"),
        "bot": (0.14, "waiting"),
        "note": (0.08, "waiting"),
    },
    "back": {"status open": (0.85, "asked"), "agent": (0.10, "waiting"), "note": (0.05, "back")},
    "solved": {
        "status closed": (0.45, "closed"),
        "system": (0.30, "solved"),
        "customer": (0.15, "again"),
        "note": (0.10, "solved"),
    },
    "again": {"status open": (0.70, "asked"), "agent": (0.30, "solved")},
    "closed": {"system": (0.60, "closed"), "bot": (0.25, "closed"), "note": (0.15, "closed")},
}
# Hours between two events at the median, and how far they scatter (sigma of a log-normal).
PACE, SCATTER = 3.0, 1.6

REGIONS = {"americas": 0.5, "europe": 0.3, "asia": 0.2}
PRIORITIES = {"low": 0.2, "normal": 0.5, "high": 0.22, "urgent": 0.08}

LUNCH = "Mon-Fri 09:00-12:30,13:30-18:00"
POLICIES: dict[str, Any] = {
    "calendars": {
        "new_york": {"tz": "America/New_York", "hours": LUNCH, "holidays": "US"},
        "madrid": {"tz": "Europe/Madrid", "hours": LUNCH, "holidays": "ES"},
        "manila": {"tz": "Asia/Manila", "hours": LUNCH, "holidays": "PH"},
    },
    "statuses": {"paused": ["waiting", "hold"], "resolved": ["solved"], "closed": ["closed"]},
    "policies": [
        {
            "name": "desk",
            "calendar": {
                "by": "region",
                "americas": "new_york",
                "europe": "madrid",
                "else": "manila",
            },
            "targets": {
                "first_response": {"by": "priority", "urgent": "1h", "high": "2h", "else": "6h"},
                "next_response": {"by": "priority", "urgent": "2h", "else": "8h"},
                "resolution": {
                    "by": "priority",
                    "urgent": "24h wall",
                    "high": "16h",
                    "normal": "32h",
                    "else": "8bd",
                },
            },
            "warn": {"soon": "75%"},
        }
    ],
}


class Tables(NamedTuple):
    """An export, each table as name -> column: text as objects, instants as datetime64 in UTC."""

    tickets: dict[str, Column]
    events: dict[str, Column]


def policies() -> PolicySet:
    return PolicySet.model_validate(POLICIES)


def export(count: int, *, events: int = EVENTS, seed: int = 7) -> Tables:
    """Return the tables of so many tickets, each with so many events."""
    draw = np.random.default_rng(seed)
    end = (AT - EPOCH) // MICROSECOND
    created = np.sort(draw.integers(end - YEAR // MICROSECOND, end, count))
    ids = texts([f"T-{number:07d}" for number in range(count)])
    tickets = {
        "id": ids,
        "created_at": created.view("M8[us]"),
        "priority": drawn(draw, PRIORITIES, count),
        "region": drawn(draw, REGIONS, count),
        "status": np.full(count, "new", object),
    }
    hours = draw.lognormal(np.log(PACE), SCATTER, (count, events))
    moments = created[:, None] + np.cumsum((hours * 3.6e9).astype(np.int64), axis=1)
    order = np.argsort(moments, axis=None, kind="stable")
    words, word = course(draw, count, events)
    word = word.ravel()[order]
    happened = {"ticket": ids[order // events], "at": moments.ravel()[order].view("M8[us]")}
    names = ("kind", "author", "field", "value")
    for name, values in zip(names, zip(*map(row_of, words), strict=True), strict=True):
        happened[name] = texts(values)[word]
    return Tables(tickets, happened)


def course(draw: np.random.Generator, count: int, events: int) -> tuple[list[str], Column]:
    """Return all that can happen, and the places in it of what does happen to each ticket."""
    stands = list(COURSE)
    words = sorted({word for nexts in COURSE.values() for word in nexts})
    stand = np.zeros(count, np.int64)
    found = np.empty((count, events), np.int64)
    for number in range(events):
        luck, before = draw.random(count), stand.copy()
        for place, nexts in enumerate(COURSE.values()):
            here = np.flatnonzero(before == place)
            shares, then = zip(*nexts.values(), strict=True)
            pick = np.searchsorted(np.cumsum(shares)[:-1], luck[here], "right")
            found[here, number] = np.array([words.index(word) for word in nexts])[pick]
            stand[here] = np.array([stands.index(each) for each in then])[pick]
    return words, found


def row_of(word: str) -> tuple[str, str | None, str | None, str | None]:
    """Return kind, author, field and value of an event."""
    first, _, second = word.partition(" ")
    if first == "signal":
        return "signal", None, None, second
    if first == "note":
        return "note", "agent", None, None
    return ("change", None, first, second) if second else ("message", first, None, None)


def drawn(draw: np.random.Generator, shares: dict[str, float], count: int) -> Column:
    return texts(list(shares))[draw.choice(len(shares), count, p=list(shares.values()))]


def texts(words: Sequence[str | None]) -> Column:
    return np.array(words, object)


class Rows(NamedTuple):
    """The rows of one ticket: its own, and those of its events."""

    ticket: tuple[Any, ...]
    events: list[tuple[Any, ...]]


def rows(tables: Tables, step: int = 1) -> list[Rows]:
    """Return every so manieth ticket as a host has it that read the tables itself: rows."""
    tickets, events = tables
    chosen = [column[::step] for column in tickets.values()]
    found = {row[0]: Rows(row, []) for row in zip(*(listed(each) for each in chosen), strict=True)}
    # A ticket's id is looked up once for each event, so that the events come in one pass.
    kept = np.flatnonzero(np.isin(events["ticket"].astype(str), chosen[0].astype(str)))
    for ticket, *row in zip(*(listed(each[kept]) for each in events.values()), strict=True):
        found[ticket].events.append(tuple(row))
    return list(found.values())


def listed(column: Column) -> list[Any]:
    """Return the values of a column, instants as aware datetimes."""
    if column.dtype.kind == "M":
        return [EPOCH + number * MICROSECOND for number in column.view(np.int64).tolist()]
    return list(column)


def ticket_of(rows: Rows) -> Ticket:
    """Return the ticket that rows tell of, as a host builds it."""
    id, created_at, priority, region, status = rows.ticket
    fields = {"priority": priority, "region": region, "status": status}
    return Ticket(id=id, created_at=created_at, fields=fields, events=list(events_of(rows.events)))


def events_of(rows: list[tuple[Any, ...]]) -> Iterator[Event]:
    for at, kind, author, field, value in rows:
        if kind == "change":
            yield Change(at=at, fields={field: value})
        elif kind == "signal":
            yield Signal(at=at, name=value)
        else:
            yield Message(at=at, author=author, public=kind == "message")


def in_kind(tables: Tables, kind: str) -> tuple[Any, Any]:
    """Return both tables as those of pandas, polars or pyarrow, or as columns of numpy."""
    return table_of(tables.tickets, kind), table_of(tables.events, kind)


def table_of(columns: dict[str, Column], kind: str) -> Any:
    if kind == "numpy":
        return columns
    if kind == "pandas":
        import pandas as pd

        return pd.DataFrame(
            {
                name: pd.DatetimeIndex(column, tz="UTC") if column.dtype.kind == "M" else column
                for name, column in columns.items()
            }
        )
    if kind == "pyarrow":
        import pyarrow as pa

        instant = pa.timestamp("us", tz="UTC")
        return pa.table(
            {
                name: pa.array(column, instant if column.dtype.kind == "M" else pa.string())
                for name, column in columns.items()
            }
        )
    import polars as pl

    return pl.DataFrame(
        {
            name: pl.Series(column).dt.replace_time_zone("UTC")
            if column.dtype.kind == "M"
            else pl.Series(list(column), dtype=pl.String)
            for name, column in columns.items()
        }
    )
