"""CSV, JSON lines and Parquet -> tickets, row by row or from the rows of a log."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from os import PathLike
from typing import IO, Literal, TypeAlias, get_args

from slakit.adapters.columns import Columns
from slakit.adapters.csv_rows import CsvRow, csv_rows
from slakit.adapters.groups import tickets_of_log
from slakit.adapters.histories import Histories
from slakit.adapters.json_rows import JsonRows
from slakit.adapters.lines import read_lines
from slakit.adapters.rejected import RejectedRow
from slakit.adapters.source import TableSource
from slakit.errors import SlakitError, TableError
from slakit.tickets import Ticket

__all__ = [
    "TableFormat",
    "TicketReader",
    "read_tickets",
    "table_format",
    "table_rows",
    "text_format",
]

TableFormat: TypeAlias = Literal["csv", "jsonl", "parquet"]

TextFormat: TypeAlias = Literal["csv", "jsonl"]

_TEXTS: dict[str, TextFormat] = {".csv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl"}
_KNOWN = f"known: {', '.join(_TEXTS)}, each also with .gz"


def table_format(path: str | PathLike[str]) -> TableFormat:
    """Return the format that a path's suffix tells; one of text may have ``.gz`` behind it.

    Raises `TableError` for any other.

    >>> table_format("tickets.csv.gz"), table_format("tickets.parquet")
    ('csv', 'parquet')
    """
    if str(path).lower().endswith(".parquet"):
        return "parquet"
    return _format_of_text(path, f"{_KNOWN}, and .parquet")


def text_format(path: str | PathLike[str]) -> TextFormat:
    """Return the format that a path's suffix tells, where lines of text are read.

    >>> text_format("results.csv.gz")
    'csv'
    """
    return _format_of_text(path, _KNOWN)


def _format_of_text(path: str | PathLike[str], remedy: str) -> TextFormat:
    name = str(path).lower().removesuffix(".gz")
    for suffix, kind in _TEXTS.items():
        if name.endswith(suffix):
            return kind
    raise TableError(
        f"{str(path)!r} has no suffix that tells what it is",
        parameter="path",
        value=str(path),
        remedy=remedy,
    )


def read_tickets(
    file: str | PathLike[str] | IO[bytes],
    source: TableSource | None = None,
    *,
    format: TableFormat | None = None,
    fields: Collection[str] | None = None,
) -> TicketReader:
    """Return an iterator over the tickets of a table, and the rows that are none.

    `file` is a path, whose suffix tells the format (.csv, .jsonl or .ndjson, also with .gz, or
    .parquet), or a file open for reading bytes, whose `format` has to be said. Rows are read as
    they are asked for. Of the columns that the map does not name, those in `fields` become fields
    of the ticket, by default all; `PolicySet.fields` has those that a policy asks for.

    A row that cannot be read comes as a `RejectedRow` in its place, and so does one
    whose id stood in an earlier row. In a log, where several rows are one ticket, a wrong row
    sets its ticket aside, which comes as one `RejectedRow`.

    Raises `TableError` for what is wrong with all of the file: no header, a column twice, a
    mapped column that is not there, bytes that are not UTF-8, a damaged file, a column of Parquet
    with lists, rows of a ticket that do not stand `together` as the source says. Parquet takes
    the extra ``arrow``, without which it is a `MissingExtraError`.

    >>> from io import BytesIO
    >>> table = b"id,created_at\\n1,2024-05-02T14:00Z\\n2,today\\n"
    >>> for each in read_tickets(BytesIO(table), format="csv"):
    ...     print(type(each).__name__, each.id)
    Ticket 1
    RejectedRow 2

    The trap: the rejected rows are part of the table; count them.
    """
    if isinstance(file, (str, PathLike)):
        format = format or table_format(file)
    if format is None or format not in get_args(TableFormat):
        raise TableError(
            f"{format!r} is no format of a table",
            parameter="format",
            value=format,
            remedy='give "csv", "jsonl" or "parquet"; of an open file it has to be said',
        )
    return TicketReader(file, source or TableSource(), format, fields)


def table_rows(
    file: str | PathLike[str] | IO[bytes],
    source: TableSource,
    format: TableFormat,
    fields: Collection[str] | None,
) -> tuple[list[str], Iterator[CsvRow]]:
    """Return the header of a table and the rows below it; of Parquet, what is needed of them.

    >>> from io import BytesIO
    >>> header, rows = table_rows(BytesIO(b"id,tier\\n7,gold\\n"), TableSource(), "csv", None)
    >>> header, list(rows)
    (['id', 'tier'], [(2, ['7', 'gold'], '')])
    """
    if format == "parquet":
        from slakit.adapters.parquet_rows import parquet_rows

        return parquet_rows(file, source, fields)
    return csv_rows(_lines(file), source.delimiter)


def _lines(file: str | PathLike[str] | IO[bytes]) -> Iterator[str]:
    if isinstance(file, (str, PathLike)):
        with open(file, "rb") as opened:
            yield from read_lines(opened)
    else:
        yield from read_lines(file)


class TicketReader(Iterator[Ticket | RejectedRow]):
    """The tickets of a table, and the rows that are none; made by `read_tickets`.

    `line` is the line on which the row that came last begins, from 1, the header included; of
    several rows that are one ticket, the first. Parquet has no lines: it is the row's number.
    """

    # Whoever needs less of the rows of a log than tickets has other `histories_of`.
    def __init__(
        self,
        file: str | PathLike[str] | IO[bytes],
        source: TableSource,
        format: TableFormat,
        fields: Collection[str] | None = None,
        *,
        histories_of: Callable[..., Histories] = Histories,
    ) -> None:
        self.line = 0
        self._lines_of_ids = dict[str, int]()
        # What is wrong with the header is an error of the call, before the first row is asked for.
        if format == "jsonl":
            self._rows = self._json_rows(_lines(file), JsonRows(source))
            return
        header, rows = table_rows(file, source, format, fields)
        if source.rows == "ticket":
            self._rows = self._table_rows(rows, Columns(source, header, fields), len(header))
        else:
            histories = histories_of(source, header, fields)
            self._rows = self._log_rows(rows, histories, source.together)

    def line_of(self, id: str) -> int:
        """Return the line on which the row of a ticket began, of several rows the first."""
        return self._lines_of_ids[id]

    def __iter__(self) -> Iterator[Ticket | RejectedRow]:
        # Not the reader itself, which would put a call between every two rows.
        return self._rows

    def __next__(self) -> Ticket | RejectedRow:
        return next(self._rows)

    def _table_rows(
        self, rows: Iterator[CsvRow], columns: Columns, width: int
    ) -> Iterator[Ticket | RejectedRow]:
        ticket_of, line_of_id = columns.ticket, self._lines_of_ids.setdefault
        for line, row, wrong in rows:
            self.line = line
            try:
                if wrong:
                    raise TableError(wrong)
                ticket = ticket_of(row)
                if (first := line_of_id(ticket.id, line)) != line:
                    raise stands_twice(ticket.id, first)
            except SlakitError as error:
                id = columns.id_of(row) if len(row) == width else ""
                yield RejectedRow.of(error, line=line, id=id)
            else:
                yield ticket

    def _log_rows(
        self, rows: Iterator[CsvRow], histories: Histories, together: bool
    ) -> Iterator[Ticket | RejectedRow]:
        lines = self._lines_of_ids
        for row in tickets_of_log(rows, histories, lines, together=together):
            self.line = row.line if isinstance(row, RejectedRow) else lines[row.id]
            yield row
        histories.check()

    def _json_rows(self, lines: Iterator[str], rows: JsonRows) -> Iterator[Ticket | RejectedRow]:
        for self.line, text in enumerate(lines, 1):
            if text.isspace():
                continue
            id = ""
            try:
                data = rows.parse(text)
                id = rows.id_of(data)
                ticket = rows.ticket(data)
                if (first := self._lines_of_ids.setdefault(ticket.id, self.line)) != self.line:
                    raise stands_twice(ticket.id, first)
            except SlakitError as error:
                yield RejectedRow.of(error, line=self.line, id=id)
            else:
                yield ticket
        rows.check_map()


def stands_twice(id: str, line: int) -> TableError:
    """Return the error of a row whose id stood in an earlier line."""
    return TableError(
        f"a ticket of this id stands in line {line}",
        parameter="id",
        value=id,
        remedy="give one row a ticket, or say in the source what the `rows` are",
    )
