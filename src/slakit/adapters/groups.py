"""The rows of a log -> the rows of each ticket -> the ticket."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from slakit.adapters.cells import no_value
from slakit.adapters.csv_rows import CsvRow
from slakit.adapters.histories import Histories, LogRow
from slakit.adapters.rejected import RejectedRow
from slakit.errors import TableError
from slakit.tickets import Ticket

__all__ = ["apart", "id_of_unread", "tickets_of_log"]


def tickets_of_log(
    rows: Iterable[CsvRow], histories: Histories, lines: dict[str, int], *, together: bool
) -> Iterator[Ticket | RejectedRow]:
    """Yield each ticket when all its rows are there, in the order of their first rows.

    Where the rows of a ticket stand `together` only those of one ticket are kept, and one that
    stands apart raises `TableError`, because its ticket has been handed out without it. Else
    the rows of all tickets are kept up to the last. `lines` gets the line on which the rows of
    a ticket begin.

    A ticket of which a row is wrong is set aside as a whole, once: without that row its history
    would be another. So is one with a row that cannot be read and seems to be its own.

    >>> from slakit.adapters import TableSource
    >>> source = TableSource(rows="snapshot", tz="UTC", map={"created_at": "at"})
    >>> histories = Histories(source, ["id", "at"])
    >>> rows = [(2, ["7", "2024-05-02 09:00"], ""), (3, ["8", "soon"], ""), (4, ["8", ""], "")]
    >>> for each in tickets_of_log(rows, histories, {}, together=True):
    ...     print(type(each).__name__, each.id)
    Ticket 7
    RejectedRow 8
    """
    groups: dict[str, list[LogRow]] = {}
    unread: dict[str, RejectedRow] = {}
    id_of, head, body, absent = histories.id_of, histories.head, histories.body, histories.absent
    current: str | None = None
    group: list[LogRow] = []

    def finished(following: str | None = None) -> Iterator[Ticket | RejectedRow]:
        for id in list(groups):
            rows = groups.pop(id)
            yield unread.pop(id) if id in unread else histories.ticket(id, rows)
        # The first row of the ticket that follows may be one of them.
        for id in [id for id in unread if id != following]:
            yield unread.pop(id)

    for line, row, wrong in rows:
        if wrong:
            id = id_of_unread(row, histories)
            rejected = RejectedRow(line, id, "", "", wrong)
            if id:
                unread.setdefault(id, rejected)
            else:
                yield rejected
            continue
        id = id_of(row)
        if id != current:
            if id in absent:
                yield RejectedRow.of(no_value("id"), line=line, id="")
                continue
            if together:
                yield from finished(following=id)
                if id in lines:
                    raise apart(id, line, lines[id])
            lines.setdefault(id, line)
            group = groups.setdefault(id, [])
            current = id
        group.append((line, head(row), body(row)))
    yield from finished()


def id_of_unread(row: list[str], histories: Histories) -> str:
    """Return the id of a row that cannot be read otherwise; "" where it has none."""
    try:
        id = histories.id_of(row)
    except IndexError:
        return ""
    return "" if id in histories.absent else str(id)


def apart(id: str, line: int, first: int) -> TableError:
    """Return the error of a row that does not stand with the others of its ticket."""
    return TableError(
        f"line {line}: the rows of ticket {id!r} do not stand together, they began in line {first}",
        parameter="together",
        value=id,
        remedy="say together: false in the source",
    )
