"""What ``slakit evaluate`` writes: a row for every clock, and the rows that were set aside."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from operator import itemgetter
from typing import TYPE_CHECKING, Any, TextIO, TypeAlias

from slakit.adapters import RejectedRow
from slakit.durations import format_length
from slakit.reports.columns import COLUMNS, field_column, field_text
from slakit.tickets.form import value_data

if TYPE_CHECKING:
    from slakit.evaluation import Evaluation

__all__ = [
    "Rejects",
    "Write",
    "cell",
    "csv_header",
    "csv_rows",
    "csv_writer",
    "fields_data",
    "json_line",
    "json_writer",
    "row_end",
    "row_without_clock",
]

Write: TypeAlias = "Callable[[Iterable[Evaluation]], None]"

# What a row says of a clock as it stands in the reading.
PICKED = (*COLUMNS[1:12], *COLUMNS[13:])
LISTED = 10
MARKS = frozenset(',"\r\n')


def json_writer(file: TextIO, fields: Sequence[str] = ()) -> Write:
    """Return the function that writes evaluations, each as a line of JSON.

    It has the named `fields` of the ticket, too.
    """

    def write(evaluations: Iterable[Evaluation]) -> None:
        file.write("".join([json_line(evaluation, fields) for evaluation in evaluations]))

    return write


def json_line(evaluation: Evaluation, fields: Sequence[str]) -> str:
    """Return an evaluation as a line of JSON, with its end."""
    data = evaluation.to_data()
    if fields:
        data["fields"] = fields_data(evaluation.fields, fields)
    return json.dumps(data, ensure_ascii=False) + "\n"


def fields_data(state: Mapping[str, Any], fields: Sequence[str]) -> dict[str, Any]:
    """Return the named fields of a ticket as plain JSON data."""
    return {name: value_data(state.get(name)) for name in fields}


def csv_writer(file: TextIO, fields: Sequence[str] = ()) -> Write:
    """Write a header and return the function that writes evaluations: a row for each clock.

    A ticket to which nothing was promised has no clock, and a row all the same. Each row ends
    with the named `fields` of the ticket.
    """
    rows_of = csv_rows(fields)
    file.write(csv_header(fields))

    def write(evaluations: Iterable[Evaluation]) -> None:
        file.write("".join([row for evaluation in evaluations for row in rows_of(evaluation)]))

    return write


def csv_header(fields: Sequence[str]) -> str:
    """Return the first line, with its end."""
    names = (cell(field_column(name)) for name in fields)
    return ",".join((*COLUMNS, *names)) + "\n"


def csv_rows(fields: Sequence[str]) -> Callable[[Evaluation], list[str]]:
    """Return the function that gives the rows of an evaluation, with their ends."""
    from slakit.evaluation import ClockReading

    at = instant_writer()
    # One call for all that is written of a reading, which costs half of asking for each.
    pick = itemgetter(*(ClockReading._fields.index(name) for name in PICKED))

    # The csv module and isoformat would take a third of the time of the whole command.
    def rows_of(evaluation: Evaluation) -> list[str]:
        rows: list[str] = []
        ticket = cell(evaluation.ticket)
        end = row_end(evaluation.fields, fields) if fields else "\n"
        start = started = None
        for clock in evaluation.clocks:
            policy, metric, cycle, state, status, amount, started_at, *rest = pick(clock)
            due_at, stopped_at, elapsed, remaining, breached_at, next_change_at = rest[:6]
            paused, closed = rest[6:]
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
                f"{'true' if clock.breached else 'false'},{breached},{at(next_change_at)},"
                f"{format_length(paused)},{format_length(closed)}{end}"
            )
        return rows or [row_without_clock(ticket, evaluation.status, end)]

    return rows_of


def row_without_clock(ticket: str, status: str, end: str) -> str:
    """Return the row of a ticket to which nothing is promised."""
    return f"{ticket},,,,,{status}{',' * 11}{end}"


def row_end(state: Mapping[str, Any], fields: Sequence[str]) -> str:
    """Return the cells of fields, and the end of the row."""
    return "".join(f",{cell(field_text(state.get(name)) or '')}" for name in fields) + "\n"


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
