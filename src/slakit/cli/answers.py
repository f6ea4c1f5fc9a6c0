"""What ``slakit evaluate`` writes: a row for every clock, and the rows that were set aside."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from operator import itemgetter
from typing import TYPE_CHECKING, TextIO, TypeAlias

from slakit.adapters import RejectedRow
from slakit.durations import format_length

if TYPE_CHECKING:
    from slakit.evaluation import Evaluation

__all__ = ["COLUMNS", "Rejects", "Write", "csv_writer", "json_writer"]

Write: TypeAlias = "Callable[[Iterable[Evaluation]], None]"

COLUMNS = (
    "id",
    "policy",
    "metric",
    "cycle",
    "state",
    "status",
    "amount",
    "started_at",
    "due_at",
    "stopped_at",
    "elapsed",
    "remaining",
    "breached",
    "breached_at",
    "next_change_at",
)
# What a row says of a clock as it stands in the reading.
PICKED = (*COLUMNS[1:12], "breached_at", "next_change_at")
LISTED = 10
MARKS = frozenset(',"\r\n')


def json_writer(file: TextIO) -> Write:
    """Return the function that writes evaluations, each as a line of JSON."""

    def write(evaluations: Iterable[Evaluation]) -> None:
        for evaluation in evaluations:
            file.write(json.dumps(evaluation.to_data(), ensure_ascii=False) + "\n")

    return write


def csv_writer(file: TextIO) -> Write:
    """Write a header and return the function that writes evaluations: a row for each clock.

    A ticket to which nothing was promised has no clock, and a row all the same.
    """
    from slakit.evaluation import ClockReading

    at = instant_writer()
    # One call for all that is written of a reading, which costs half of asking for each.
    pick = itemgetter(*(ClockReading._fields.index(name) for name in PICKED))
    file.write(",".join(COLUMNS) + "\n")

    # The csv module and isoformat would take a third of the time of the whole command.
    def write(evaluations: Iterable[Evaluation]) -> None:
        rows: list[str] = []
        for evaluation in evaluations:
            ticket = cell(evaluation.ticket)
            start = started = None
            for clock in evaluation.clocks:
                policy, metric, cycle, state, status, amount, started_at, *rest = pick(clock)
                due_at, stopped_at, elapsed, remaining, breached_at, next_change_at = rest
                # The clocks of a ticket often start together, and a breach is often dated by the
                # due time; then they are one object, and its text is known.
                if started_at is not start or started is None:
                    start = started_at
                    started = at(start)
                due = at(due_at)
                breached = due if breached_at is due_at else at(breached_at)
                rows.append(
                    f"{ticket},{cell(policy)},{metric},{cycle},{state},{status},{amount or ''},"
                    f"{started},{due},{at(stopped_at)},{format_length(elapsed)},"
                    f"{'' if remaining is None else format_length(remaining)},"
                    f"{'true' if clock.breached else 'false'},{breached},{at(next_change_at)}\n"
                )
            if not evaluation.clocks:
                rows.append(f"{ticket},,,,,{evaluation.status}{',' * 9}\n")
        file.write("".join(rows))

    return write


def cell(text: str) -> str:
    """Return a text as a cell of CSV, in quotes where it needs them."""
    if MARKS.isdisjoint(text):
        return text
    return '"' + text.replace('"', '""') + '"'


def instant_writer() -> Callable[[datetime | None], str]:
    """Return the function that writes an instant as ISO 8601; "" where there is none."""
    two = tuple(f"{number:02}" for number in range(60))
    offsets: dict[timedelta | None, str] = {}

    def text(at: datetime | None) -> str:
        if at is None:
            return ""
        if at.microsecond or at.year < 1000:
            return at.isoformat()
        offset = at.utcoffset()
        if (end := offsets.get(offset)) is None:
            # The date, the T and the time to the second take 19 characters.
            end = offsets[offset] = at.isoformat()[19:]
        return (
            f"{at.year}-{two[at.month]}-{two[at.day]}"
            f"T{two[at.hour]}:{two[at.minute]}:{two[at.second]}{end}"
        )

    return text


class Rejects:
    """The rows that were set aside: all of them in a file, or the first few kept to be told."""

    def __init__(self, file: TextIO | None) -> None:
        self.count = 0
        self.first: list[RejectedRow] = []
        self._write = None if file is None else csv.writer(file, lineterminator="\n").writerow
        if self._write:
            self._write(("line", "id", "field", "value", "reason"))

    def add(self, row: RejectedRow) -> None:
        self.count += 1
        if self._write:
            self._write((row.line, row.id, row.field, row.value, row.reason))
        elif self.count <= LISTED:
            self.first.append(row)
