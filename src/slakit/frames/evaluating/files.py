"""A file of tickets -> their readings, so many tickets at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import IO, NamedTuple

import numpy as np

from slakit.adapters import RejectedRow, TableSource, TicketReader
from slakit.adapters.columns import Columns
from slakit.adapters.histories import Histories
from slakit.adapters.tables import TableFormat, table_rows
from slakit.calendars.window import year_of
from slakit.errors import SlakitError
from slakit.evaluation import Evaluation
from slakit.evaluation.evaluate import evaluate_at
from slakit.evaluation.unseen import UnseenFields
from slakit.frames.columns import Integers
from slakit.frames.evaluating.batches import Batch, ticket_batches
from slakit.frames.evaluating.engine import Engine
from slakit.frames.evaluating.of_logs import LogBatches
from slakit.frames.evaluating.of_rows import LoggedHistories
from slakit.frames.evaluating.of_tables import TableBatches
from slakit.frames.evaluating.outlines import Outlines
from slakit.frames.evaluating.readings import STATUSES, Readings, only, worst_statuses
from slakit.instants import MICROSECOND, plain_datetime, since_epoch
from slakit.policies.policy_set import PolicySet

__all__ = ["Chunk", "FileEvaluator"]


class Chunk(NamedTuple):
    """Some tickets of a file: their readings in columns, and how those that are not there stand.

    `evaluated` has what was evaluated one by one, by its place among the tickets, `rejected` the
    rows that were set aside, and `aside` the places of tickets for which no reading counts.
    `status` is the worst of each other ticket, by number, and `bare` has the places of those of
    them that have no clock.
    """

    tickets: Batch
    readings: Readings
    outlines: Outlines
    evaluated: dict[int, Evaluation]
    rejected: list[RejectedRow]
    aside: list[int]
    status: Integers
    bare: list[int]

    @property
    def first(self) -> list[int]:
        """Where the readings of each ticket begin, and where the last ones end."""
        found: list[int] = np.searchsorted(
            self.readings.ticket, np.arange(len(self.status) + 1)
        ).tolist()
        return found

    @property
    def counts(self) -> Counter[str]:
        """How many tickets have each status."""
        status = self.status.copy()
        for place, evaluation in self.evaluated.items():
            status[place] = STATUSES.index(evaluation.status)
        return Counter(STATUSES[code] for code in status.tolist() if code < len(STATUSES))


class FileEvaluator:
    """Evaluates the tickets of a file at one instant, in columns.

    Of the `fields` of a row those that the policies and `told` name are read, and those in `told`
    are told with the answers, as are warnings and escalations with `notices`. `fallbacks` counts by
    the reason which tickets were evaluated one by one.
    What is wrong with the head of the file is an error here, as `read_tickets` raises it.
    """

    def __init__(
        self,
        policies: PolicySet,
        at: datetime,
        file: IO[bytes],
        source: TableSource,
        format: TableFormat,
        told: Collection[str] = (),
        *,
        notices: bool = False,
    ) -> None:
        self.policies, self.at = policies, plain_datetime(at, "at")
        self.notices = notices
        self.moment: timedelta = since_epoch(at, "at")
        year_of(self.moment, "at")
        self.engine = engine = Engine(policies)
        self.unseen = UnseenFields(policies)
        self.fallbacks = Counter[str]()
        self.batches: Iterator[Batch]
        asked, telling = self.moment // MICROSECOND, bool(told)
        fields = {*policies.fields, *told}
        if format == "jsonl" or source.rows == "event" or engine.alphabet.slots:
            tickets = TicketReader(
                file,
                source,
                format,
                fields,
                histories_of=partial(LoggedHistories, engine, telling),
            )
            line_of = tickets.line_of
            self.batches = ticket_batches(engine, tickets, line_of, self.at, telling, self.unseen)
            return
        header, rows = table_rows(file, source, format, fields)
        if source.rows == "snapshot":
            reader = Histories(source, header, fields)
            log = LogBatches(engine, asked, telling, reader, source)
            self.unseen.strike_out(reader.names)
            self.batches = log.batches(rows)
        else:
            columns = Columns(source, header, fields)
            table = TableBatches(engine, asked, telling, columns, source)
            self.unseen.strike_out(columns.names)
            self.batches = table.batches(rows, len(header))

    def chunk(self, batch: Batch) -> Chunk:
        """Return how the tickets of a batch stand."""
        histories = batch.histories
        now = np.full(len(batch.ids), self.moment // MICROSECOND)
        answers = self.engine.read(histories, now, notices=self.notices)
        reasons = batch.odd | answers.odd
        aside = sorted(reasons)
        rejected = [*batch.rejected]
        evaluated: dict[int, Evaluation] = {}
        for number in aside:
            try:
                single = batch.single(number)
                if isinstance(single, RejectedRow):
                    rejected.append(single)
                    continue
                evaluated[number] = evaluate_at(
                    self.policies, self.at, self.moment, single, notices=self.notices
                )
                self.fallbacks[reasons[number]] += 1
            except SlakitError as error:
                id = batch.ids[number]
                rejected.append(RejectedRow.of(error, line=batch.line(number), id=id))
        rejected.sort(key=lambda row: row.line)
        inside = np.ones(len(now), np.bool_)
        inside[aside] = False
        readings = answers.readings
        if aside:
            # What the hours could not tell of them is not to be told by anybody.
            readings = only(readings, np.flatnonzero(inside[readings.ticket]))
        status, bare = worst_statuses(readings, inside, histories.created <= now)
        outlines = self.engine.outlines
        if self.engine.crowded:
            self.engine.forget()
        return Chunk(
            *(batch, readings, outlines, evaluated, rejected),
            *(aside, status, bare.tolist()),
        )
