"""A source and the names of columns -> the ticket of several rows, each of one instant."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from operator import itemgetter
from typing import Any, TypeAlias

from slakit.adapters.cells import (
    Cell,
    Row,
    cell_of,
    columns_named,
    no_value,
    own_names,
    picker,
    targets,
)
from slakit.adapters.happenings import Happenings
from slakit.adapters.rejected import RejectedRow
from slakit.adapters.source import TableSource
from slakit.adapters.times import time_reader
from slakit.errors import SlakitError, TicketError
from slakit.instants import since_epoch
from slakit.tickets import Event, Ticket
from slakit.tickets.events import sure_change

__all__ = ["Histories", "LogRow", "TimedRow"]

LogRow: TypeAlias = tuple[int, tuple[Any, ...], tuple[Any, ...]]
"""The line of a row, and its cells that have words and that have fields."""

TimedRow: TypeAlias = tuple[timedelta, datetime, int, tuple[Any, ...], tuple[Any, ...]]
"""A row of a log with its instant, since the epoch and as it was told."""

# So many texts of instants are kept with what they mean: rows of one ticket, and of tickets of
# the same days, have many in common.
TEXTS = 16_384

_MOMENT = itemgetter(0)


class Histories:
    """Where the rows of a ticket have what a ticket has, worked out once for all rows.

    The earliest row says what the fields of the ticket were at creation, each later one is a
    `Change` of those that differ from the row before. Rows of one instant apply in the order in
    which they stand. In a log of events a row is also what happened, and its cells without a
    value leave the fields as they are.

    Raises `DocumentError`, which is a `TableError` as well, with every column that is not there.

    >>> source = TableSource(rows="snapshot", tz="UTC", map={"created_at": "opened"})
    >>> histories = Histories(source, ["id", "opened", "at", "status"])
    >>> new = histories.row(2, ["7", "2024-05-02 09:00", "2024-05-02 09:00", "new"])
    >>> solved = histories.row(3, ["7", "2024-05-02 09:00", "2024-05-02 11:00", "solved"])
    >>> ticket = histories.ticket("7", [new, solved])
    >>> ticket.fields, ticket.events[0].fields
    ({'status': 'new'}, {'status': 'solved'})
    """

    def __init__(
        self, source: TableSource, header: Sequence[str], fields: Collection[str] | None = None
    ) -> None:
        named = targets(source, header)
        # The categories that policies go by hang on the status, whether or not they name it.
        fields = None if fields is None else {*fields, "status"}
        own = own_names(source, header, fields)
        where = {name: index for index, name in enumerate(header)}
        self.absent = source.absent
        self.id_of = cell_of(named.pop("id"), where, self.absent)
        words = {word: named.pop(word) for word in source.words if word in named}
        self.head, word_cells = self._cells(words, where)
        self.at_of = word_cells["at"]
        self.created_of = word_cells.get("created_at")
        self.opened_of = word_cells.get("opened_by")
        self.event_of = word_cells.get("event")
        self.body, field_cells = self._cells({name: name for name in own} | named, where)
        self.names = tuple(field_cells)
        self._values = tuple(field_cells.values())
        # Whether the fields are the cells as they stand, so that nothing has to be picked.
        self._as_they_stand = all(
            isinstance(cell, itemgetter) and cell(places) == place
            for places in [range(len(self._values))]
            for place, cell in enumerate(self._values)
        )
        self._happenings = Happenings(source.events)
        self._instant = self._read_instant(source)
        self._known: dict[str | None, tuple[timedelta, datetime]] = {}
        # The row that is being read, for errors to name.
        self._line = 0

    def _cells(
        self, texts: Mapping[str, str], where: Mapping[str, int]
    ) -> tuple[Callable[[Row], tuple[Any, ...]], dict[str, Cell]]:
        """Return what takes the columns of some texts from a row, and how those are read there."""
        columns = dict.fromkeys(
            name for text in texts.values() for name in columns_named(text, where)
        )
        places = {name: place for place, name in enumerate(columns)}
        cells = {target: cell_of(text, places, self.absent) for target, text in texts.items()}
        return picker([where[name] for name in columns]), cells

    def _read_instant(
        self, source: TableSource
    ) -> Callable[[str | None, str], tuple[timedelta, datetime]]:
        read = time_reader(source.times, source.zone)

        def instant(text: str | None, target: str) -> tuple[timedelta, datetime]:
            if text is None or text in self.absent:
                raise no_value(target)
            at = read(text, target)
            if len(self._known) >= TEXTS:
                self._known.clear()
            found = self._known[text] = since_epoch(at, target), at
            return found

        return instant

    def row(self, line: int, row: Row) -> LogRow:
        """Return what is kept of a row until all rows of its ticket are there."""
        return line, self.head(row), self.body(row)

    def ticket(self, id: str, rows: Sequence[LogRow]) -> Ticket | RejectedRow:
        """Return the ticket of all its rows, or which of them is wrong and why."""
        event_of = self.event_of
        try:
            timed = self.timed(rows)
            _, created_at, opened_by = self.opening(timed)
            seen = timed[0][-1]
            values = first = self.values_of(seen)

            events: list[Event] = []
            for moment, at, self._line, head, body in timed:
                if body != seen:
                    seen, before, values = body, values, self.values_of(body, values)
                    if values != before:
                        changed = self.changed(before, values)
                        events.append(sure_change(at, moment, changed))
                if event_of and (event := self.happened(event_of(head), at)):
                    events.append(event)
            self._line = rows[0][0]
            return Ticket(
                id=id,
                created_at=created_at,
                fields=dict(zip(self.names, first, strict=True)),
                events=events,
                opened_by=opened_by,
            )
        except SlakitError as error:
            return RejectedRow.of(error, line=self._line, id=id)

    def timed(self, rows: Sequence[LogRow]) -> list[TimedRow]:
        """Return the rows of a ticket with their instants, in the order of these."""
        at_of, instant, known = self.at_of, self._instant, self._known
        timed: list[TimedRow] = []
        ordered, last = True, timedelta.min
        for self._line, head, body in rows:
            text = at_of(head)
            moment, at = known.get(text) or instant(text, "at")
            timed.append((moment, at, self._line, head, body))
            ordered = ordered and last <= moment
            last = moment
        if not ordered:
            timed.sort(key=_MOMENT)
        return timed

    def opening(self, timed: Sequence[TimedRow]) -> tuple[timedelta, datetime, Any]:
        """Return when a ticket was created, since the epoch and as it was told, and by whom."""
        created, created_at, self._line, head, _ = timed[0]
        if self.created_of:
            text = self.created_of(head)
            moment = created
            created, created_at = self._known.get(text) or self._instant(text, "created_at")
            if moment < created:
                raise _too_early(self.at_of(head), created_at)
        opened_by = self.opened_of(head) if self.opened_of else None
        return created, created_at, None if opened_by in self.absent else opened_by

    def values_of(self, body: Row, before: Sequence[Any] = ()) -> Sequence[Any]:
        """Return the values of all fields; an event says nothing about those without a cell."""
        values: Sequence[Any] = body
        if not self._as_they_stand:
            values = [cell(body) for cell in self._values]
        if self.absent.isdisjoint(values):
            return values
        if self.event_of and before:
            return [
                old if value in self.absent else value
                for value, old in zip(values, before, strict=True)
            ]
        return [None if value in self.absent else value for value in values]

    def changed(self, before: Sequence[Any], after: Sequence[Any]) -> dict[str, Any]:
        """Return the fields whose values are not what they were, with the new ones."""
        # Without `strict`, which would be asked for at every change of every ticket.
        values = zip(self.names, before, after)  # noqa: B905
        return {name: new for name, old, new in values if new != old}

    def happened(self, name: str | None, at: datetime) -> Event | None:
        if name is None or name in self.absent:
            raise no_value("event")
        return self._happenings.event(name, at)

    def check(self) -> None:
        """Warn, after the last row, of what the source names and no row was."""
        self._happenings.check()


def _too_early(text: str, created_at: datetime) -> TicketError:
    return TicketError(
        f"{text!r} is before the creation of the ticket at {created_at.isoformat()}",
        parameter="at",
        value=text,
        remedy="correct one of the two",
    )
