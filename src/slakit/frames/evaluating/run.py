"""Chunks of histories -> the columns of the answer, with those that are read one by one."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, tzinfo
from typing import NamedTuple

import numpy as np

from slakit.adapters import RejectedRow
from slakit.errors import InstantError, SlakitError, TicketError
from slakit.evaluation import Evaluation
from slakit.evaluation.evaluate import evaluate_at
from slakit.frames.columns import NAT, Integers
from slakit.frames.evaluating.collecting import Collected
from slakit.frames.evaluating.engine import Engine
from slakit.frames.evaluating.ids import why_orphan
from slakit.frames.evaluating.ticket_tables import TicketTables, WrongEventError
from slakit.frames.evaluating.walk import Histories
from slakit.frames.native import Codes, Column, Texts, Whole
from slakit.instants import MICROSECOND, to_datetime
from slakit.policies.policy_set import PolicySet

__all__ = ["Asked", "Rejected", "Run", "reject_columns"]


class Asked(NamedTuple):
    """The instant at which each ticket is asked about, and the zone of the answers."""

    instants: Integers
    errors: dict[int, SlakitError]
    zone: tzinfo
    name: str = "at"

    def at(self, row: int) -> datetime:
        """Return the instant for a row; raises the error of one that has none."""
        if row in self.errors:
            raise self.errors[row]
        if self.instants[row] == NAT:
            raise InstantError("there is no instant to ask about", parameter=self.name)
        return to_datetime(int(self.instants[row]) * MICROSECOND, self.zone)


class Rejected(NamedTuple):
    """A row of a table that was set aside; its `line` counts from 0."""

    table: str
    row: RejectedRow


class Run:
    """One evaluation of a table, chunk by chunk."""

    def __init__(self, policies: PolicySet, engine: Engine, *, notices: bool) -> None:
        self.policies, self.engine, self.notices = policies, engine, notices
        self.collected = Collected()
        self.rejected: list[Rejected] = []
        self.fallbacks = Counter[str]()

    def orphans(self, source: TicketTables) -> None:
        """Set the rows of events aside that are of no ticket."""
        for row, id in source.orphans:
            text = "" if id is None else str(id)
            wrong = RejectedRow(row, text, "ticket", text, why_orphan(id))
            self.rejected.append(Rejected("events", wrong))

    def read(
        self,
        histories: Histories,
        odd: dict[int, str],
        source: TicketTables,
        start: int,
        asked: Asked,
    ) -> None:
        """Read the tickets of some rows from `start` on; `odd` are those to be read one by one."""
        now = asked.instants[start : start + len(histories.created)]
        odd |= dict.fromkeys(np.flatnonzero(now == NAT).tolist(), "")
        answers = self.engine.read(histories, now, notices=self.notices)
        odd |= answers.odd
        evaluated: dict[int, Evaluation] = {}
        for row, reason in sorted(odd.items()):
            try:
                at = asked.at(start + row)
                ticket = source.ticket(start + row)
                moment = int(now[row]) * MICROSECOND
                evaluated[row] = evaluate_at(self.policies, at, moment, ticket, self.notices)
                self.fallbacks[reason] += 1
            except ValueError as error:
                # A whole number of thousands of digits is refused by Python itself.
                wrong = error if isinstance(error, SlakitError) else TicketError(str(error))
                self._reject("tickets", start + row, source.ids[start + row], wrong)
            except WrongEventError as event:
                self._reject("events", event.row, source.ids[start + row], event.error)
        born = histories.created <= now
        self.collected.add(start, answers.readings, self.engine.outlines, born, now, odd, evaluated)
        if self.engine.crowded:
            self.engine.forget()

    def _reject(self, table: str, row: int, id: str | None, error: SlakitError) -> None:
        self.rejected.append(Rejected(table, RejectedRow.of(error, line=row, id=id or "")))


def reject_columns(rejected: list[Rejected]) -> dict[str, Column]:
    """Return the rows that were set aside as columns."""
    rows = [each.row for each in rejected]
    return {
        "table": coded([each.table for each in rejected]),
        "row": Whole(np.array([each.line for each in rows], np.int64)),
        "ticket": texts([each.id for each in rows]),
        "field": coded([each.field for each in rows]),
        "value": texts([each.value for each in rows]),
        "reason": texts([each.reason for each in rows]),
    }


def texts(values: list[str]) -> Texts:
    return Texts(np.arange(len(values)), values)


def coded(texts: list[str]) -> Codes:
    codes = {text: code for code, text in enumerate(dict.fromkeys(texts))}
    return Codes(np.array([codes[text] for text in texts], np.int64), list(codes))
