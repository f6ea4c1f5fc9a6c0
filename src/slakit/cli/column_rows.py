"""Readings in columns -> the rows of CSV that `csv_writer` writes of evaluations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import chain, pairwise
from typing import Any

from slakit.cli.answers import cell, csv_rows, row_end, row_without_clock
from slakit.cli.column_texts import InstantTexts, LengthTexts
from slakit.frames.columns import NAT
from slakit.frames.evaluating.files import Chunk
from slakit.frames.evaluating.readings import STATES, STATUSES

__all__ = ["ColumnRows"]


class ColumnRows:
    """Returns the rows of chunks, with their ends."""

    def __init__(self, at: datetime, fields: Sequence[str]) -> None:
        self.fields = fields
        self.instants, self.lengths = InstantTexts(at.tzinfo), LengthTexts()
        self.rows_of = csv_rows(fields)

    def __call__(self, chunk: Chunk) -> list[str]:
        """Return the rows of all tickets of a chunk."""
        ids = [cell(each) for each in chunk.tickets.ids]
        ends = ["\n"] * len(ids)
        if self.fields:
            ends = [row_end(each, self.fields) for each in chunk.tickets.fields]
        rows = self._rows(chunk, ids, ends)
        if not chunk.bare and not chunk.aside:
            return rows
        lists = [rows[start:end] for start, end in pairwise(chunk.first)]
        for place in chunk.bare:
            status = STATUSES[chunk.status[place]]
            lists[place] = [row_without_clock(ids[place], status, ends[place])]
        for place in chunk.aside:
            evaluation = chunk.evaluated.get(place)
            lists[place] = [] if evaluation is None else self.rows_of(evaluation)
        return list(chain.from_iterable(lists))

    def _rows(self, chunk: Chunk, ids: list[str], ends: list[str]) -> list[str]:
        """Return the rows of all readings."""
        readings, outlines = chunk.readings, chunk.outlines
        at, length = self.instants, self.lengths
        policies = [cell(each.name) for each in outlines.policies]
        metrics, amounts = list(outlines.metrics), [*outlines.amounts, ""]
        columns: tuple[Iterable[Any], ...] = (
            readings.ticket.tolist(),
            readings.policy.tolist(),
            readings.metric.tolist(),
            readings.cycle.tolist(),
            readings.state.tolist(),
            readings.status.tolist(),
            readings.amount.tolist(),
            at(readings.started_at),
            at(readings.due_at),
            at(readings.stopped_at),
            length(readings.elapsed),
            length(readings.remaining),
            (readings.breached_at != NAT).tolist(),
            at(readings.breached_at),
            at(readings.next_change_at),
            length(readings.paused),
            length(readings.closed),
        )
        # Joining the cells by hand takes half the time of the csv module.
        return [
            f"{ids[ticket]},{policies[policy]},{metrics[metric]},{cycle},{STATES[state]},"
            f"{STATUSES[status]},{amounts[amount]},{started},{due},{stopped},{elapsed},"
            f"{remaining},{'true' if late else 'false'},{breached},{change},{paused},{closed}"
            f"{ends[ticket]}"
            for (
                ticket,
                policy,
                metric,
                cycle,
                state,
                status,
                amount,
                started,
                due,
                stopped,
                elapsed,
                remaining,
                late,
                breached,
                change,
                paused,
                closed,
            ) in zip(*columns, strict=True)
        ]
