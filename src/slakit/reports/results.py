"""What ``slakit evaluate`` wrote -> outcomes, and the rows that are none."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from operator import itemgetter
from typing import IO

from slakit.adapters.csv_rows import CsvRow, csv_rows
from slakit.adapters.lines import read_lines
from slakit.adapters.rejected import RejectedRow
from slakit.adapters.tables import TableFormat
from slakit.documents.scalars import is_unicode
from slakit.documents.suggest import did_you_mean
from slakit.errors import SlakitError, TableError, UnknownNameError
from slakit.evaluation import Evaluation
from slakit.evaluation.stored import mapping
from slakit.reports.attainment import Kind, Name
from slakit.reports.cells import (
    Known,
    cycle_number,
    instant,
    kind_of,
    length,
    read_status,
    reader,
    verdict_at,
)
from slakit.reports.columns import COLUMNS, field_column, field_text
from slakit.reports.layout import Layout
from slakit.reports.outcome import FAILED, Outcome, outcomes
from slakit.reports.periods import wall
from slakit.tickets.form import read_value
from slakit.tickets.values import FieldValue

__all__ = ["CsvResults", "Entry", "Result", "entry_of", "json_results", "read_line", "read_results"]

# What a report counts of a clock: its name, the texts of the fields that the report goes by, its
# kind, how long it was paused and closed, when it was decided, and by when it is dated.
Entry = tuple[
    Name,
    Sequence[str | None],
    Kind,
    timedelta | None,
    timedelta | None,
    datetime | None,
    datetime | None,
]
# That, a row that could not be read, or the id of a ticket without a clock.
Result = Entry | RejectedRow | str
# What a table of an earlier version of slakit may lack.
LATER = ("paused", "closed")
READ = (
    "id",
    "policy",
    "metric",
    "cycle",
    "state",
    "status",
    "stopped_at",
    "breached_at",
    "elapsed",
    "remaining",
    "breached",
)


def read_results(file: IO[bytes], format: TableFormat, layout: Layout) -> Iterator[Result]:
    """Yield what the clocks in a result file came to, in order, and rejected rows in their place.

    `file` holds what ``slakit evaluate`` wrote, as CSV or as lines of JSON; no more of it is read
    than a report of this `layout` counts. A ticket without a clock comes as its id. Raises
    `TableError` for a file that is no result, and `UnknownNameError` for a field that it does not
    tell.

    >>> from io import BytesIO
    >>> heading = ",".join(COLUMNS)
    >>> row = "7,all,resolution,1,stopped,met,4h,2024-05-06T09:00Z,2024-05-06T13:00Z,"
    >>> row += "2024-05-06T10:00Z,1h,3h,false,,,0m,0m"
    >>> table = BytesIO(f"{heading}\\n{row}\\n".encode())
    >>> [(name, _, kind, *_)] = read_results(table, "csv", Layout.of((), "week", None, "decided"))
    >>> name, kind[1]
    (('7', 'all', 'resolution', 1), 'met')
    """
    lines = read_lines(file)
    if format == "jsonl":
        return json_results(lines, layout)
    table = CsvResults(lines, layout)
    return table.entries(table.rows)


def entry_of(found: Outcome, layout: Layout) -> Entry:
    """Return what a report of a layout counts of a clock; a naive datetime is refused."""
    ticket, policy, metric, cycle, state, status, *_ = found
    at = decided = found.decided_at
    if layout.dated != "decided":
        at = found.started_at if layout.dated == "started" else found.due_at
    fields = found.fields
    values = [policy if name is None else field_text(fields.get(name)) for name in layout.fields]
    for each in (decided, at):
        if each is not None:
            wall(each, None)
    kind = state, status, found.exempt, found.elapsed, found.left
    return (ticket, policy, metric, cycle), values, kind, found.paused, found.closed, decided, at


class CsvResults:
    """A table of results: its `rows`, and where in them stands what a report counts."""

    def __init__(self, lines: Iterator[str], layout: Layout) -> None:
        header, self.rows = csv_rows(lines, ",")
        dated = layout.dated
        places = {name: place for place, name in enumerate(header)}
        needed = READ if dated == "decided" else (*READ, f"{dated}_at")
        if missing := [name for name in needed if name not in places]:
            raise TableError(
                f"the table has no column {missing[0]!r}",
                parameter=missing[0],
                value=header,
                remedy="give what slakit evaluate wrote, as CSV or, with --json, as .jsonl",
            )
        self.layout = layout
        # Whether the table begins with the columns that slakit writes, in their order.
        self.usual = tuple(header[: len(COLUMNS)]) == COLUMNS
        self.told = all(name in places for name in LATER)
        later = LATER if self.told else ("id", "id")
        self.pick = itemgetter(*(places[name] for name in (*READ, *later)))
        self.wanted = [
            places["policy"] if name is None else column_of(name, places) for name in layout.fields
        ]
        self.dating = None if dated == "decided" else places[f"{dated}_at"]
        self.kinds = Known(kind_of)
        self.cycles = Known(reader("cycle", "whole number above 0", cycle_number))
        self.held, self.shut = Known(length("paused")), Known(length("closed"))

    def entries(self, rows: Iterable[CsvRow]) -> Iterator[Result]:
        """Yield what a report counts of each row; no more of it is read."""
        paused = closed = None
        for line, row, wrong in rows:
            id = ""
            try:
                if wrong:
                    raise TableError(wrong)
                id, policy, metric, cycle, state, status, stopped, breach, *rest = self.pick(row)
                if not metric:
                    read_status(status)
                    yield id
                    continue
                elapsed, remaining, breached, pause, close = rest
                if self.told:
                    paused, closed = self.held[pause], self.shut[close]
                exempt = breached == "false" and breach != ""
                kind = self.kinds[state, status, elapsed, remaining, breached, exempt]
                column = "breached_at" if status in FAILED else "stopped_at"
                at = decided = instant(column, verdict_at(status, stopped, breach))
                if self.dating is not None:
                    at = instant(f"{self.layout.dated}_at", row[self.dating])
                values = [row[place] or None for place in self.wanted]
                name = id, policy, metric, self.cycles[cycle]
                yield name, values, kind, paused, closed, decided, at
            except SlakitError as error:
                yield RejectedRow.of(error, line=line, id=id)


def column_of(name: str, places: Mapping[str, int]) -> int:
    """Return where a field of the tickets stands."""
    column = field_column(name)
    if column not in places:
        extra = [each.removeprefix("field.") for each in places if each not in COLUMNS]
        raise UnknownNameError(
            f"the table has no column for the field {name!r}",
            parameter="by",
            value=name,
            remedy=did_you_mean(name, extra) if extra else f"evaluate with --fields {name}",
        )
    return places[column]


def json_results(lines: Iterator[str], layout: Layout) -> Iterator[Result]:
    """Yield the entries of evaluations, each a line of JSON."""
    for number, text in enumerate(lines, 1):
        found = read_line(number, text)
        if found is None:
            continue
        if isinstance(found, RejectedRow):
            yield found
            continue
        evaluation, values = found
        if unknown := [name for name in layout.fields if name is not None and name not in values]:
            raise UnknownNameError(
                f"line {number} does not tell the field {unknown[0]!r}",
                parameter="by",
                value=unknown[0],
                remedy=f"evaluate with --fields {unknown[0]}",
            )
        if not evaluation.clocks:
            yield evaluation.ticket
        for each in outcomes(evaluation, values):
            yield entry_of(each, layout)


def read_line(
    number: int, text: str
) -> tuple[Evaluation, dict[str, FieldValue]] | RejectedRow | None:
    """Read a line that ``slakit evaluate --json`` wrote: an evaluation, and fields of its ticket.

    An empty line is None.
    """
    if text.isspace():
        return None
    id = ""
    try:
        try:
            data = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise TableError(f"the line is no JSON: {error}") from None
        if isinstance(data, dict) and isinstance(data.get("ticket"), str):
            id = data["ticket"]
        evaluation = Evaluation.from_data(data)
        fields = mapping(data.get("fields", {}))
        values = {name: read_value(value) for name, value in fields.items()}
        for text in (id, *values, *(each for each in values.values() if isinstance(each, str))):
            if not is_unicode(text):
                raise TableError(f"{text!a} is no text", value=text)
        return evaluation, values
    except SlakitError as error:
        return RejectedRow.of(error, line=number, id=id)
