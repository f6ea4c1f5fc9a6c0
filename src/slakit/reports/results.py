"""What ``slakit evaluate`` wrote -> outcomes, and the rows that are none."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from operator import itemgetter
from typing import IO, Any, TypeVar, get_args

from slakit.adapters.csv_rows import csv_rows
from slakit.adapters.lines import read_lines
from slakit.adapters.rejected import RejectedRow
from slakit.adapters.tables import TableFormat
from slakit.documents.suggest import did_you_mean
from slakit.durations import parse_length
from slakit.errors import SlakitError, TableError, UnknownNameError
from slakit.evaluation import Evaluation
from slakit.evaluation.reading import ClockState, Status
from slakit.evaluation.stored import mapping
from slakit.reports.attainment import Kind, Name
from slakit.reports.columns import COLUMNS, field_column, field_text
from slakit.reports.layout import Layout
from slakit.reports.outcome import FAILED, Outcome, outcomes
from slakit.reports.periods import wall
from slakit.tickets.form import read_value

__all__ = ["Entry", "Result", "entry_of", "read_results"]

K = TypeVar("K")
V = TypeVar("V")
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
fromisoformat = datetime.fromisoformat
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
MOST = 100_000


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
    return (json_results if format == "jsonl" else csv_results)(lines, layout)


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
    kind = state, status, found.exempt, found.elapsed, found.target
    return (ticket, policy, metric, cycle), values, kind, found.paused, found.closed, decided, at


class Known(dict[K, V]):
    """Cells -> what is read in them: most stand in a table more than once, and are read once."""

    def __init__(self, read: Callable[[K], V]) -> None:
        self._read = read

    def __missing__(self, cell: K) -> V:
        if len(self) >= MOST:
            self.clear()
        value = self[cell] = self._read(cell)
        return value


def reader(column: str, what: str, read: Callable[[str], V]) -> Callable[[str], V]:
    """Return the reader of a column; a cell in which `read` finds a ValueError is refused."""

    def read_cell(text: str) -> V:
        try:
            return read(text)
        except ValueError:  # A SlakitError is one.
            raise refused(column, text, what) from None

    return read_cell


def refused(column: str, text: str, what: str) -> TableError:
    return TableError(
        f"{text!r} is no {what}",
        parameter=column,
        value=text,
        remedy="give what slakit evaluate writes",
    )


def one_of(column: str, known: tuple[Any, ...]) -> Callable[[str], Any]:
    # `index` raises a ValueError for what is none of them.
    return reader(column, column, lambda text: known[known.index(text)])


def length(column: str) -> Callable[[str], timedelta]:
    return reader(column, "length", parse_length)


read_state, read_status = one_of("state", get_args(ClockState)), one_of("status", get_args(Status))
read_verdict = one_of("breached", ("true", "false"))
read_elapsed, read_remaining = length("elapsed"), length("remaining")


def kind_of(cells: tuple[str, str, str, str, str, bool]) -> Kind:
    """Read all that tells two clocks apart in the figures of a set."""
    state, status, elapsed, remaining, breached, exempt = cells
    read_verdict(breached)
    time = read_elapsed(elapsed)
    target = time + read_remaining(remaining) if remaining else None
    return read_state(state), read_status(status), exempt, time, target


def cycle_number(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not (number := int(text)):
        raise ValueError
    return number


def instant(column: str, text: str) -> datetime | None:
    """Read an instant; `parse_instant` would take three times as long to say what is wrong."""
    if not text:
        return None
    try:
        at = fromisoformat(text)
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        raise refused(column, text, "instant with an offset")
    return at


def csv_results(lines: Iterator[str], layout: Layout) -> Iterator[Result]:
    """Yield the entries of a table: no more of a row is read than a report counts."""
    header, rows = csv_rows(lines, ",")
    fields, dated = layout.fields, layout.dated
    places = {name: place for place, name in enumerate(header)}
    needed = READ if dated == "decided" else (*READ, f"{dated}_at")
    if missing := [name for name in needed if name not in places]:
        raise TableError(
            f"the table has no column {missing[0]!r}",
            parameter=missing[0],
            value=header,
            remedy="give what slakit evaluate wrote, as CSV or, with --json, as .jsonl",
        )
    told = all(name in places for name in LATER)
    pick = itemgetter(*(places[name] for name in (*READ, *(LATER if told else ("id", "id")))))
    wanted = [places["policy"] if name is None else column_of(name, places) for name in fields]
    # Of one place an itemgetter gives no tuple, so the first one is asked for twice.
    ask = itemgetter(*wanted, *wanted[:1]) if wanted else None
    dating = None if dated == "decided" else places[f"{dated}_at"]
    kinds, cycles = Known(kind_of), Known(reader("cycle", "whole number above 0", cycle_number))
    held, shut = Known(length("paused")), Known(length("closed"))
    paused = closed = None
    values: Sequence[str | None] = ()
    for line, row, wrong in rows:
        id = ""
        try:
            if wrong:
                raise TableError(wrong)
            (
                id,
                policy,
                metric,
                cycle,
                state,
                status,
                stopped,
                breach,
                elapsed,
                remaining,
                breached,
                pause,
                close,
            ) = pick(row)
            if not metric:
                read_status(status)
                yield id
                continue
            if told:
                paused, closed = held[pause], shut[close]
            exempt = breached == "false" and breach != ""
            kind = kinds[state, status, elapsed, remaining, breached, exempt]
            if status in FAILED:
                at = decided = instant("breached_at", breach)
            else:
                at = decided = instant("stopped_at", stopped) if stopped else None
            if dating is not None:
                at = instant(f"{dated}_at", row[dating])
            if ask is not None:
                values = ask(row)[:-1]
                if "" in values:
                    values = [text or None for text in values]
            yield (id, policy, metric, cycles[cycle]), values, kind, paused, closed, decided, at
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
        if text.isspace():
            continue
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
            found = list(outcomes(evaluation, values))
        except SlakitError as error:
            yield RejectedRow.of(error, line=number, id=id)
            continue
        if unknown := [name for name in layout.fields if name is not None and name not in values]:
            raise UnknownNameError(
                f"line {number} does not tell the field {unknown[0]!r}",
                parameter="by",
                value=unknown[0],
                remedy=f"evaluate with --fields {unknown[0]}",
            )
        if not found:
            yield id
        for each in found:
            yield entry_of(each, layout)
