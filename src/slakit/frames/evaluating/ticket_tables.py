"""A table of tickets and one of their events -> histories in columns, and single tickets.

What is wrong with a row, or has no place in columns, is left to the code that reads single
tickets: it says why.
"""

from __future__ import annotations

from bisect import bisect_left
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from slakit.adapters.source import TIMES
from slakit.errors import InstantError, SlakitError, TableError, TicketError
from slakit.frames.columns import NAT, Integers
from slakit.frames.evaluating.engine import NEVER
from slakit.frames.evaluating.event_rows import (
    DECIDES,
    MOVES_AN_INSTANT,
    WRONG,
    EventColumns,
    deeds_of_rows,
    event_of,
    in_zone,
    refuse_valueless,
)
from slakit.frames.evaluating.ids import id_of, refuse_floats
from slakit.frames.evaluating.openings import OPENED_BY, Openings
from slakit.frames.evaluating.order import grouped
from slakit.frames.evaluating.reasons import BY_HAND, DOUBTFUL, MOVED_INSTANT
from slakit.frames.evaluating.stamps import DONE, stamped
from slakit.frames.evaluating.walk import Histories
from slakit.frames.native import NativeTable
from slakit.frames.native.coding import Coded
from slakit.frames.native.instants import Read
from slakit.instants import EPOCH, MICROSECOND
from slakit.tickets import Event, Ticket

__all__ = ["TicketTables", "WrongEventError"]

Flags = NDArray[np.bool_]
OPENERS = {name: number for number, name in enumerate(OPENED_BY)}
WRONG_OPENER = len(OPENERS)


class WrongEventError(Exception):
    """A row of events that is wrong, by its number, and the error of it."""

    def __init__(self, row: int, error: SlakitError) -> None:
        super().__init__(row, error)
        self.row, self.error = row, error


class TicketTables:
    """The tickets of a table, and the events of another or the timestamps beside them.

    `ids` are those of the rows, None for a row without one, and `orphans` the rows of events
    that are no ticket's, with what they say instead. `odd` says which tickets have no history in
    columns, and why.
    """

    def __init__(
        self,
        openings: Openings,
        tickets: NativeTable,
        events: NativeTable | None,
        zone: ZoneInfo | None,
    ) -> None:
        self.openings, self.alphabet = openings, openings.alphabet
        self.tickets, self.events, self.zone = tickets, events, zone
        self.size = tickets.rows
        self.odd: dict[int, str] = {}
        self.stamps = [name for name in TIMES[1:] if name in tickets.columns]
        if events is not None and self.stamps:
            raise TableError(
                f"there are both events and {', '.join(self.stamps)}",
                parameter="events",
                value=self.stamps,
                remedy="leave out the columns, or give no events",
            )
        self.coded_ids = tickets.coded("id")
        refuse_floats(self.coded_ids, "tickets['id']")
        self.ids, self.twice = self._ids()
        self.created = self._instants(tickets, "created_at")
        self.opened_by = self._optional(tickets, "opened_by")
        words = {"id", "created_at", "opened_by", *self.stamps}
        self.names = [name for name in tickets.names if name not in words]
        self._fields: dict[str, Coded] = {}
        doubtful = np.zeros(self.size, np.bool_)
        doubtful |= self.created.instants == NAT
        doubtful |= np.array([id is None for id in self.ids], np.bool_)
        doubtful[list(self.twice)] = True
        if events is None:
            self._read_stamps(doubtful)
        else:
            self._read_events(events, doubtful)
        self.slots = self._read_slots(doubtful)
        self.opening = self._read_openings(doubtful)
        for row in np.flatnonzero(doubtful).tolist():
            self.odd.setdefault(row, DOUBTFUL)
        self.start = self.created.instants.copy()
        self.start[list(self.odd)] = NEVER
        self._odd = sorted(self.odd)

    def histories(self, start: int, end: int) -> Histories:
        """Return the histories of some rows; those that are odd are never created."""
        first = self.first[start : end + 1]
        events = slice(int(first[0]), int(first[-1]))
        return Histories(
            self.start[start:end],
            self.opening[start:end],
            first - first[0],
            self.at[events],
            self.deeds[events],
            self.slots[start:end],
            self.openings.found,
        )

    def odd_rows(self, start: int, end: int) -> list[int]:
        """Return the rows from `start` up to `end` that have no history in columns."""
        return self._odd[bisect_left(self._odd, start) : bisect_left(self._odd, end)]

    @property
    def fields(self) -> set[str]:
        """The names of all fields that tickets have, or come to have."""
        changed = [] if self.events is None else self.columns.field.values
        return {*self.names, *(name for name in changed if isinstance(name, str))}

    def ticket(self, row: int) -> Ticket:
        """Return the ticket of a row.

        Raises the `SlakitError` of what is wrong with it, or with one of its events a
        `WrongEventError`.
        """
        id = self.ids[row]
        if row in self.twice:
            raise TableError(
                f"a ticket of this id stands in row {self.twice[row]}",
                parameter="id",
                value=id,
                remedy="give one row a ticket",
            )
        if id is None:
            raise self._no_id(row)
        created_at = self._instant(self.created, row, "created_at")
        # What no policy heeds is not looked at here either.
        heeded = [name for name in self.names if name in self.alphabet.fields]
        fields = {name: self._value(self._field(name), row) for name in heeded}
        fields |= self._instants_of_fields(row)
        opened_by = self._value(self.opened_by, row)
        if self.events is None:
            stamps: dict[str, Any] = {
                name: EPOCH + int(read.instants[row]) * MICROSECOND
                for name, read in self.read_stamps.items()
                if self._checked(read, row).instants[row] != NAT
            }
            return Ticket.from_timestamps(
                id=id, created_at=created_at, fields=fields, opened_by=opened_by, **stamps
            )
        rows = self.rows[self.first[row] : self.first[row + 1]].tolist()
        events = [self._event(each, id, created_at) for each in sorted(rows)]
        return Ticket(
            id=id, created_at=created_at, fields=fields, events=events, opened_by=opened_by
        )

    def _ids(self) -> tuple[list[str | None], dict[int, int]]:
        """Return the ids as texts, and of rows whose id stood before the row where it did."""
        codes, values = self.coded_ids
        texts = [*map(id_of, values), None]
        # No id is the last one, where it is found by -1.
        ids = [texts[code] for code in codes.tolist()]
        # Of equal ids the first one stands.
        self.rows_of = dict(zip(reversed(ids), range(len(ids) - 1, -1, -1), strict=True))
        self.rows_of.pop(None, None)
        if len(self.rows_of) == len(ids):
            return ids, {}
        first = self.rows_of
        return ids, {row: first[id] for row, id in enumerate(ids) if id and first[id] != row}

    def _no_id(self, row: int) -> TableError:
        value = self._value(self.coded_ids, row)
        said = "there is no id"
        if type(value) is int:  # Python does not even write it.
            said, value = "a number of so many digits is no id", None
        elif value is not None and value != "":
            said = f"{value!r} is no id"
        return TableError(said, parameter="id", value=value, remedy="give text or a whole number")

    def _instants(self, table: NativeTable, name: str) -> Read:
        return table.instants(name, self.zone)

    def _optional(self, table: NativeTable, name: str) -> Coded:
        return table.coded(name) if name in table.columns else absent(table.rows)

    def _field(self, name: str) -> Coded:
        """Return a column of field values; times are instants, local ones in the zone."""
        if name not in self._fields:
            codes, values = self.tickets.coded(name)
            self._fields[name] = Coded(codes, [in_zone(value, self.zone) for value in values])
        return self._fields[name]

    def _value(self, coded: Coded, row: int) -> Any:
        code = int(coded.codes[row])
        return None if code < 0 else coded.values[code]

    def _instant(self, read: Read, row: int, name: str) -> datetime:
        moment = int(self._checked(read, row).instants[row])
        if moment == NAT:
            raise InstantError(
                "there is no instant", parameter=name, remedy="give one, or leave the row out"
            )
        return EPOCH + moment * MICROSECOND

    def _checked(self, read: Read, row: int) -> Read:
        if row in read.errors:
            raise read.errors[row]
        return read

    def _read_stamps(self, doubtful: Flags) -> None:
        """Lay out the timestamps of tickets as their events."""
        self.read_stamps = {name: self._instants(self.tickets, name) for name in self.stamps}
        self.orphans: list[tuple[int, Any]] = []
        for read in self.read_stamps.values():
            doubtful[list(read.errors)] = True
        stamps = {name: read.instants for name, read in self.read_stamps.items()}
        self._order(*stamped(stamps, self.alphabet), doubtful=doubtful)

    def _read_events(self, events: NativeTable, doubtful: Flags) -> None:
        """Lay out the rows of events by the tickets that they are of."""
        whose = events.coded("ticket")
        refuse_floats(whose, "events['ticket']")
        rows_of = self.rows_of.get
        found = [rows_of(id_of(value), -1) for value in whose.values]
        groups = np.array([*found, -1], np.int64)[whose.codes]
        self.event_times = self._instants(events, "at")
        kinds = events.coded("kind")
        refuse_valueless(events, kinds)
        self.columns = EventColumns(
            kinds,
            *(self._optional(events, name) for name in ("author", "field", "value")),
        )
        deeds = deeds_of_rows(self.columns, self.alphabet)
        at = self.event_times.instants
        self.orphans = [
            (row, self._value(whose, row)) for row in np.flatnonzero(groups < 0).tolist()
        ]
        kept = np.flatnonzero(groups >= 0)
        of = groups[kept]
        doubtful[of[(at[kept] == NAT) | (deeds[kept] == WRONG)]] = True
        for word, reason in (
            (DECIDES, BY_HAND),
            (MOVES_AN_INSTANT, MOVED_INSTANT),
        ):
            self.odd |= dict.fromkeys(of[deeds[kept] == word].tolist(), reason)
        self._order(of, at[kept], deeds[kept], doubtful=doubtful)
        self.rows = kept[self.order]

    def _order(self, groups: Integers, at: Integers, deeds: Integers, *, doubtful: Flags) -> None:
        """Put events in order, and look for those before the creation of their tickets."""
        self.order = grouped(groups, at, self.size)
        of, self.at = groups[self.order], at[self.order]
        self.deeds = np.maximum(deeds[self.order], 0)
        self.first = np.searchsorted(of, np.arange(self.size + 1))
        doubtful[of[self.at < self.created.instants[of]]] = True

    def _event(self, row: int, id: str, created_at: datetime) -> Event:
        """Return the event of a row; raises `WrongEventError` of what is wrong with it."""
        try:
            at = self._instant(self.event_times, row, "at")
            kind, author, field, value = (self._value(each, row) for each in self.columns)
            value = in_zone(value, self.zone)
            heeded = {*self.alphabet.fields, *self.alphabet.slots}
            if kind == "change" and isinstance(field, str) and field and field not in heeded:
                value = None
            if at < created_at:
                raise TicketError(
                    f"ticket {id!r}: the event is before its creation at {created_at.isoformat()}",
                    parameter="at",
                    value=at,
                    remedy="correct one of the two instants",
                )
            return event_of(at, kind, author, field, value, self.zone)
        except SlakitError as error:
            raise WrongEventError(row, error) from None

    def _read_slots(self, doubtful: Flags) -> Integers:
        """Return the instants that fields name."""
        slots = np.full((self.size, len(self.alphabet.slots)), NAT)
        self.read_slots: dict[str, Read] = {}
        for place, name in enumerate(self.alphabet.slots):
            if name in self.names:
                read = self.read_slots[name] = self.tickets.instants(name, self.zone)
                slots[:, place] = read.instants
                doubtful[list(read.errors)] = True
        return slots

    def _instants_of_fields(self, row: int) -> dict[str, Any]:
        """Return the instants that fields name; one that cannot be read is told by its value."""
        found: dict[str, Any] = {}
        for name, read in self.read_slots.items():
            if row in read.errors:
                found[name] = self._value(self._field(name), row)
            elif read.instants[row] != NAT:
                found[name] = EPOCH + int(read.instants[row]) * MICROSECOND
        return found

    def _read_openings(self, doubtful: Flags) -> Integers:
        """Return the number of each ticket's opening."""
        openers = [
            OPENERS.get(each, WRONG_OPENER) if isinstance(each, str) else WRONG_OPENER
            for each in self.opened_by.values
        ]
        opened = np.array([*openers, 0], np.int64)[self.opened_by.codes]
        doubtful |= opened == WRONG_OPENER
        ended = np.zeros(self.size, np.bool_)
        if self.events is None and "status" in self.names:
            for name in DONE.keys() & self.read_stamps.keys():
                ended |= self.read_stamps[name].instants != NAT
        heeded = self.alphabet.fields
        fields = {name: self._field(name) for name in self.names if name in heeded}
        numbers, wrong = self.openings.numbers(opened, fields, self.slots != NAT, ended)
        doubtful |= wrong
        return numbers


def absent(rows: int) -> Coded:
    """Return a column without a value."""
    return Coded(np.full(rows, -1), [])
