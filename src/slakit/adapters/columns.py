"""A source and the names of columns -> the ticket of a row, where each row is a ticket."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from slakit.adapters.cells import Row, cell_of, no_value, own_names, picker, targets
from slakit.adapters.source import TIMES, TableSource
from slakit.adapters.times import time_reader
from slakit.errors import TableError
from slakit.tickets import Ticket

__all__ = ["Columns"]


class Columns:
    """Where a row has what a ticket has, worked out once for all rows.

    A row is the sequence of its cells in the order of `header`. Raises `DocumentError`, which
    is a `TableError` as well, with every column that is not there.

    >>> columns = Columns(TableSource(map={"id": "case"}), ["case", "created_at", "tier"])
    >>> columns.ticket(["7", "2024-05-02T14:00Z", "gold"]).fields
    {'tier': 'gold'}
    """

    __slots__ = (
        "_absent",
        "_composed",
        "_id",
        "_opened_by",
        "_own",
        "_pick",
        "_read",
        "_times",
        "names",
    )

    def __init__(
        self, source: TableSource, header: Sequence[str], fields: Collection[str] | None = None
    ) -> None:
        where = {name: index for index, name in enumerate(header)}
        self._absent = source.absent
        self._read = time_reader(source.times, source.zone)
        cells = {
            target: cell_of(text, where, source.absent)
            for target, text in targets(source, header).items()
        }
        self._id = cells.pop("id")
        self._times = [(name, cells.pop(name)) for name in TIMES if name in cells]
        self._opened_by = cells.pop("opened_by", None)
        self._composed = list(cells.items())
        own = own_names(source, header, fields)
        self._own = own
        self._pick = picker([where[name] for name in own])
        self.names = (*own, *(name for name, _ in self._composed))

    def id_of(self, row: Row) -> str:
        """Return the id of a row; "" where it has none."""
        value = self._id(row)
        return "" if value in self._absent else str(value)

    def ticket(self, row: Row, more: Mapping[str, Any] | None = None) -> Ticket:
        """Return the ticket of a row; `more` are fields beyond those of the columns.

        Raises a `SlakitError` that names the target and the text.
        """
        id, stamps, fields, opened_by = self.parts(row, more)
        return Ticket.from_timestamps(id=id, fields=fields, opened_by=opened_by, **stamps)

    def parts(
        self, row: Row, more: Mapping[str, Any] | None = None
    ) -> tuple[str, dict[str, Any], dict[str, Any], Any]:
        """Return what a row says: the id, the timestamps, the fields, and who opened the ticket."""
        absent, read = self._absent, self._read
        id = self._id(row)
        if id in absent:
            raise no_value("id")
        if type(id) is not str:
            id = _whole(id)
        stamps: dict[str, Any] = {}
        for target, cell in self._times:
            value = cell(row)
            if value not in absent:
                stamps[target] = read(value, target)
        if "created_at" not in stamps:
            raise no_value("created_at")
        fields: dict[str, Any] = {}
        if self._own:
            fields.update(zip(self._own, self._pick(row)))  # noqa: B905 - strict costs as much
        if more:
            fields |= more
        for name, cell in self._composed:
            fields[name] = cell(row)
        if not absent.isdisjoint(fields.values()):
            fields = {name: None if value in absent else value for name, value in fields.items()}
        opened_by = self._opened_by(row) if self._opened_by else None
        return id, stamps, fields, None if opened_by in absent else opened_by


def _whole(id: Any) -> str:
    if type(id) is not int:
        raise TableError(
            f"{id!r} is no id", parameter="id", value=id, remedy="give text or a whole number"
        )
    return str(id)
