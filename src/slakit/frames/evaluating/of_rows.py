"""Rows of a log of events -> histories, without a ticket in between.

Whatever is odd about a ticket is left to the reader of single tickets, which says what is wrong or
makes the ticket.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from slakit.adapters.histories import Histories, LogRow
from slakit.adapters.rejected import RejectedRow
from slakit.errors import SlakitError
from slakit.frames.evaluating.engine import Engine
from slakit.frames.evaluating.of_tickets import Logged, deeds_of
from slakit.frames.evaluating.openings import OPENED_BY
from slakit.frames.evaluating.reasons import DOUBTFUL, OddError
from slakit.instants import MICROSECOND
from slakit.tickets import Change, Ticket

__all__ = ["LoggedHistories"]


class LoggedHistories(Histories):
    """Reads the tickets of a log of events; `told` is whether their fields are wanted.

    Its tickets are `Logged`, and where numbers cannot say it a `Ticket`. `seen` are the fields
    that they have, or came to have.
    """

    def __init__(self, engine: Engine, told: bool, *source: Any) -> None:
        super().__init__(*source)
        self.engine = engine
        # The fields of a ticket in time, and instants in them, are told by the ticket itself.
        self._whole = told or bool(engine.alphabet.slots)
        self._opened: dict[Any, tuple[int, Sequence[Any]]] = {}
        self.seen = {*self.names}

    def ticket(self, id: str, rows: Sequence[LogRow]) -> Any:
        """Return the history of all rows of a ticket."""
        if self._whole:
            return super().ticket(id, rows)
        try:
            return self._logged(id, rows)
        except (SlakitError, OddError):
            return super().ticket(id, rows)

    def single(self, logged: Logged) -> Ticket | RejectedRow:
        """Return what was read in numbers as a ticket."""
        return super().ticket(logged.id, logged.rows)

    def _logged(self, id: str, rows: Sequence[LogRow]) -> Logged:
        timed = self.timed(rows)
        created, _, opened_by = self.opening(timed)
        seen = timed[0][4]
        if (seen, opened_by) not in self._opened:
            self._opened[seen, opened_by] = self._open(seen, opened_by)
        opening, values = self._opened[seen, opened_by]
        alphabet, event_of = self.engine.alphabet, self.event_of
        assert event_of is not None
        at: list[int] = []
        deeds: list[int] = []
        for moment, told_at, _, head, body in timed:
            found: list[Any] = []
            if body != seen:
                seen, before, values = body, values, self.values_of(body, values)
                if changed := self.changed(before, values):
                    found += [("change", *pair) for pair in changed.items()]
            if event := self.happened(event_of(head), told_at):
                found += deeds_of(event, alphabet)
                if isinstance(event, Change):
                    self.seen.update(event.fields)
            at += [moment // MICROSECOND] * len(found)
            deeds += [alphabet.deed(deed) for deed in found]
        return Logged(id, created // MICROSECOND, opening, at, deeds, (), {}, rows, self)

    def _open(self, body: Any, opened_by: Any) -> tuple[int, Sequence[Any]]:
        values = self.values_of(body)
        if opened_by not in OPENED_BY:
            raise OddError(DOUBTFUL)
        fields = dict(zip(self.names, values, strict=True))
        return self.engine.openings.number(opened_by, fields), values
