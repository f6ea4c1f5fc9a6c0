"""`evaluate_frame`: how the tickets of a table stand, by the tables' own columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from slakit.calendars.window import year_of
from slakit.calendars.zones import zone as zone_named
from slakit.documents import did_you_mean
from slakit.errors import TableError, UnknownZoneError
from slakit.evaluation.evaluate import refuse_other
from slakit.evaluation.reading import Status
from slakit.evaluation.unseen import UnseenFields
from slakit.frames.evaluating.engines import borrowed
from slakit.frames.evaluating.run import Asked, Run, reject_columns
from slakit.frames.evaluating.ticket_tables import TicketTables
from slakit.frames.native import NativeTable, Texts, give_back, open_table
from slakit.instants import MICROSECOND, since_epoch
from slakit.policies.policy_set import PolicySet

__all__ = ["FrameResult", "evaluate_frame"]

# So many tickets are evaluated at a time: what is calculated with them stays near the processor.
CHUNK = 32_768

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class FrameResult:
    """How the tickets of a table stand: tables of the kind that was given.

    `clocks` has one row for each cycle of each clock, with the fields of `ClockReading`; a ticket
    to which nothing is promised has one row without a metric, of cycle 0. `rejects` has the rows
    that were set aside: of which table and which row, counted from 0, and why. `tickets` is how
    many were evaluated, `rejected` how many rows were set aside, `counts` how many tickets have
    each status. `fallbacks` says why some of them were evaluated one by one, and how many: the
    answers are the same, only slower.
    """

    clocks: Any
    rejects: Any
    tickets: int
    rejected: int
    counts: dict[Status, int]
    fallbacks: Counter[str]


def evaluate_frame(
    policies: PolicySet,
    tickets: Any,
    events: Any = None,
    *,
    at: datetime | str,
    tz: str | ZoneInfo | None = None,
    notices: bool = True,
    progress: Progress | None = None,
) -> FrameResult:
    """Return how the tickets of a table stand, with the answers of `evaluate`.

    `tickets` and `events` are tables of pandas, polars or pyarrow, anything with the Arrow C
    stream interface, or mappings of names to columns. A ticket has `id` and `created_at`, perhaps
    `opened_by`; every other column is a field at its creation. An event has `ticket`, `at`, `kind`,
    and as far as its kind needs them `author`, `field` and `value`; see the reference. Without
    events, the columns `first_responded_at`, `resolved_at` and `closed_at` say what happened, as
    for `Ticket.from_timestamps`.

    `at` is an instant, or the name of a column of `tickets` with one for each. Local times are
    those of `tz`; without it they are refused. Without `notices`, warnings and escalations are
    left out. `progress` is told how many tickets of how many are done.

    Raises `TableError` for what is no table or lacks a column, `NaiveDatetimeError` for a column
    of local times without `tz`. A wrong row stops nothing: its ticket is set aside.

    >>> desk = PolicySet.model_validate({
    ...     "calendars": {"office": {"tz": "Europe/Madrid", "hours": "Mon-Fri 09:00-18:00"}},
    ...     "policies": [{"name": "all", "calendar": "office", "targets": {"resolution": "4h"}}],
    ... })
    >>> tickets = {"id": ["A", "B"], "created_at": ["2024-05-06T08:00Z", "today"]}
    >>> events = {
    ...     "ticket": ["A"],
    ...     "at": ["2024-05-06T10:00Z"],
    ...     "kind": ["change"],
    ...     "field": ["category"],
    ...     "value": ["resolved"],
    ... }
    >>> found = evaluate_frame(desk, tickets, events, at=datetime(2024, 5, 6, 11, tzinfo=UTC))
    >>> print(found.clocks["ticket"], found.clocks["status"], found.clocks["elapsed"])
    ['A'] ['met'] [7200000000]
    >>> print(found.rejects["ticket"], found.rejects["field"])
    ['B'] ['created_at']

    The trap: `rejects` are part of the answer; look at `rejected`.
    """
    refuse_other(policies)
    zone = zone_of(tz)
    table = open_table(tickets, "tickets")
    needed(table, "tickets", ("id", "created_at"))
    log = None if events is None else open_table(events, "events")
    if log is not None:
        needed(log, "events", ("ticket", "at", "kind"))
    with borrowed(policies) as engine:
        run = Run(policies, engine, notices=notices)
        source = TicketTables(engine.openings, table, log, zone)
        asked = asked_at(table, at, zone)
        run.orphans(source)
        for start in range(0, source.size, CHUNK):
            end = min(start + CHUNK, source.size)
            odd = {row - start: source.odd[row] for row in source.odd_rows(start, end)}
            run.read(source.histories(start, end), odd, source, start, asked)
            if progress is not None:
                progress(end, source.size)
    warn_of_unseen(policies, source)
    ids = Texts(np.arange(source.size), [id or "" for id in source.ids])
    return FrameResult(
        give_back(run.collected.columns(ids, asked.zone), table),
        give_back(reject_columns(run.rejected), table),
        run.collected.tickets,
        len(run.rejected),
        run.collected.counts(),
        run.fallbacks,
    )


def zone_of(tz: Any) -> ZoneInfo | None:
    """Return the zone of local times; refuse what is none."""
    if tz is None or isinstance(tz, ZoneInfo):
        return tz
    if tz is UTC:
        return ZoneInfo("UTC")
    if isinstance(tz, str):
        return zone_named(tz, parameter="tz")
    raise UnknownZoneError(
        f"{tz!r} is no time zone",
        parameter="tz",
        value=tz,
        remedy='give an IANA name, as in "Europe/Madrid"',
    )


def needed(table: NativeTable, parameter: str, names: tuple[str, ...]) -> None:
    """Refuse a table that lacks a column, all of them at once."""
    if lacking := [name for name in names if name not in table.columns]:
        known = [name for name in table.names if name not in names]
        near = f"{did_you_mean(lacking[0], known)}; rename it, or " if known else ""
        raise TableError(
            f"there is no column {', '.join(lacking)}",
            parameter=parameter,
            value=table.names,
            remedy=f"{near}give {'it' if len(lacking) == 1 else 'them'}",
        )


def asked_at(table: NativeTable, at: datetime | str, zone: ZoneInfo | None) -> Asked:
    """Return the instant of each ticket's question, and the zone of the answers."""
    if isinstance(at, str):
        if at not in table.columns:
            raise TableError(
                f"tickets have no column {at!r}",
                parameter="at",
                value=at,
                remedy=f"{did_you_mean(at, table.names)}; an instant is given as an aware datetime",
            )
        return Asked(*table.instants(at, zone), zone or UTC, at)
    moment = since_epoch(at, "at")
    year_of(moment, "at")
    assert at.tzinfo is not None
    return Asked(np.full(table.rows, moment // MICROSECOND), {}, at.tzinfo)


def warn_of_unseen(policies: PolicySet, source: TicketTables) -> None:
    """Warn of fields that conditions ask for and that no ticket has."""
    if source.size:
        unseen = UnseenFields(policies)
        unseen.strike_out(source.fields)
        unseen.warn()
