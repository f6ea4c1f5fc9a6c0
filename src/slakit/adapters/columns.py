"""A source and the names of columns -> the ticket of a row, where each row is a ticket."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from slakit.adapters.cells import Row, cell_of, no_value, own_names, picker, targets
from slakit.adapters.source import TIMES, TableSource
from slakit.adapters.times import time_reader
from slakit.errors import TableError
from slakit.tickets import Ticket

__all__ = ["Columns", "RowCells"]

# The id, the texts of the times, the values of the fields, and who opened the ticket.
RowCells = tuple[Any, list[Any], tuple[Any, ...], Any]


class Columns:
    """Where a row has what a ticket has, worked out once for all rows.

    A row is the sequence of its cells in the order of `header`. Raises `DocumentError`, which
    is a `TableError` as well, with every column that is not there.

    >>> columns = Columns(TableSource(map={"id": "case"}), ["case", "created_at", "tier"])
    >>> columns.ticket(["7", "2024-05-02T14:00Z", "gold"]).fields
    {'tier': 'gold'}
    """

    __slots__ = ("_composed", "_id", "_opened_by", "_pick", "_read", "absent", "names", "times")

    def __init__(
        self, source: TableSource, header: Sequence[str], fields: Collection[str] | None = None
    ) -> None:
        where = {name: index for index, name in enumerate(header)}
        self.absent = source.absent
        self._read = time_reader(source.times, source.zone)
        cells = {
            target: cell_of(text, where, source.absent)
            for target, text in targets(source, header).items()
        }
        self._id = cells.pop("id")
        self.times = [(name, cells.pop(name)) for name in TIMES if name in cells]
        self._opened_by = cells.pop("opened_by", None)
        self._composed = list(cells.values())
        own = own_names(source, header, fields)
        self._pick = picker([where[name] for name in own])
        self.names = (*own, *cells)

    def id_of(self, row: Row) -> str:
        """Return the id of a row; "" where it has none."""
        value = self._id(row)
        return "" if value in self.absent else str(value)

    def ticket(self, row: Row, more: Mapping[str, Any] | None = None) -> Ticket:
        """Return the ticket of a row; `more` are fields beyond those of the columns.

        Raises a `SlakitError` that names the target and the text.
        """
        return self.ticket_of(*self.cells(row), more)

    def cells(self, row: Row) -> RowCells:
        """Return what a row says, as it stands there."""
        fields = self._pick(row)
        if self._composed:
            fields = (*fields, *[cell(row) for cell in self._composed])
        opened_by = self._opened_by(row) if self._opened_by else None
        return self._id(row), [cell(row) for _, cell in self.times], fields, opened_by

    def ticket_of(
        self,
        id: Any,
        times: Sequence[Any],
        fields: Sequence[Any],
        opened_by: Any,
        more: Mapping[str, Any] | None = None,
    ) -> Ticket:
        """Return the ticket of cells; raises what `ticket` raises."""
        absent, read = self.absent, self._read
        if id in absent:
            raise no_value("id")
        if type(id) is not str:
            id = _whole(id)
        stamps: dict[str, Any] = {}
        for (target, _), value in zip(self.times, times):  # noqa: B905 - strict costs as much
            if value not in absent:
                stamps[target] = read(value, target)
        if "created_at" not in stamps:
            raise no_value("created_at")
        named = dict(zip(self.names, fields))  # noqa: B905
        if more:
            named = {**named, **more}
        if not absent.isdisjoint(named.values()):
            named = {name: None if value in absent else value for name, value in named.items()}
        return Ticket.from_timestamps(
            id=id, fields=named, opened_by=None if opened_by in absent else opened_by, **stamps
        )


def _whole(id: Any) -> str:
    if type(id) is not int:
        raise TableError(
            f"{id!r} is no id", parameter="id", value=id, remedy="give text or a whole number"
        )
    return str(id)
