"""Rows of CSV -> histories, without a ticket in between.

A file of tickets says the same few things again and again: what a row means to its ticket is
worked out once for each set of cells. Whatever is odd about a row is left to the reader of single
tickets, which says what is wrong or makes the ticket.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from slakit.adapters.cells import Row
from slakit.adapters.histories import Histories, LogRow
from slakit.adapters.rejected import RejectedRow
from slakit.errors import SlakitError
from slakit.frames.evaluating.alphabet import NOTHING
from slakit.frames.evaluating.engine import Engine
from slakit.frames.evaluating.of_tickets import Logged, OddTicketError, deeds_of
from slakit.frames.evaluating.openings import OPENED_BY
from slakit.instants import MICROSECOND
from slakit.tickets import Ticket

__all__ = ["LoggedHistories"]


class LoggedHistories(Histories):
    """Reads the tickets of a log; `asked` is when, in microseconds, and `told` what for.

    Its tickets are `Logged`, and where numbers cannot say it a `Ticket`.
    """

    def __init__(self, engine: Engine, asked: int, told: bool, *source: Any) -> None:
        super().__init__(*source)
        self.engine, self.asked, self.told = engine, asked, told
        self._opened: dict[Any, tuple[int, Sequence[Any]]] = {}
        self._steps: dict[Any, tuple[tuple[int, ...], Sequence[Any]]] = {}
        self._by_hand = bool(engine.alphabet.slots)

    def ticket(self, id: str, rows: Sequence[LogRow]) -> Any:
        """Return the history of all rows of a ticket."""
        if self._by_hand:
            return super().ticket(id, rows)
        try:
            return self._logged(id, rows)
        except (SlakitError, OddTicketError):
            return super().ticket(id, rows)

    def single(self, logged: Logged) -> Ticket | RejectedRow:
        """Return what was read in numbers as a ticket."""
        return super().ticket(logged.id, logged.rows)

    def _logged(self, id: str, rows: Sequence[LogRow]) -> Logged:
        timed = self.timed(rows)
        created, _, opened_by = self.opening(timed)
        seen = timed[0][4]
        found = self._opened.get((seen, opened_by))
        if found is None:
            found = self._open(seen, opened_by)
        opening, values = found
        asked = values
        at: list[int] = []
        deeds: list[int] = []
        event_of = self._event
        for moment, told_at, _, head, body in timed:
            if body == seen and not event_of:
                continue
            now = moment // MICROSECOND
            if body != seen:
                step = None if event_of else self._steps.get((seen, body))
                if step is None:
                    step = self._step(seen, body, values)
                seen = body
                numbers, values = step
                at += [now] * len(numbers)
                deeds += numbers
                if self.told and now <= self.asked:
                    asked = values
            if event_of and (event := self._happened(event_of(head), told_at)):
                for deed in deeds_of(event, self.engine.alphabet):
                    at.append(now)
                    deeds.append(self.engine.alphabet.deed(deed))
        created_at = created // MICROSECOND
        fields: dict[str, Any] = {}
        if self.told and created_at <= self.asked:
            fields = dict(zip(self.names, asked, strict=True))
        return Logged(id, created_at, opening, at, deeds, (), fields, rows, self)

    def _open(self, body: Row, opened_by: Any) -> tuple[int, Sequence[Any]]:
        values = self.values_of(body)
        if opened_by not in OPENED_BY:
            raise OddTicketError("nobody knows who opened it")
        fields = dict(zip(self.names, values, strict=True))
        number = self.engine.openings.number(opened_by, fields)
        found = self._opened[body, opened_by] = number, values
        return found

    def _step(
        self, seen: Row, body: Row, before: Sequence[Any]
    ) -> tuple[tuple[int, ...], Sequence[Any]]:
        """Return what a row does that differs from the one before, and the values after it."""
        values = self.values_of(body, before)
        alphabet = self.engine.alphabet
        changed = self.changed(before, values).items() if values != before else ()
        numbers = [alphabet.deed(("change", name, value)) for name, value in changed]
        # Of a change that is not heeded, nothing is left but that something happened.
        heeded = tuple(number for number in numbers if number != NOTHING)
        found = heeded or tuple(numbers[:1]), values
        if not self._event:
            self._steps[seen, body] = found
        return found
