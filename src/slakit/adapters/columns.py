"""A source and the names of columns -> the ticket of a row."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any, TypeAlias, cast

from slakit.adapters.source import NOT_AT_CREATION, TIMES, WORDS, TableSource
from slakit.adapters.times import time_reader
from slakit.documents import did_you_mean, refusal
from slakit.errors import Path, Problem, TableError
from slakit.tickets import Ticket

__all__ = ["Columns", "columns_named"]

Row: TypeAlias = Sequence[Any]
Cell: TypeAlias = Callable[[Row], Any]

_PIECE = re.compile(r"\{([^{}]*)\}")


def columns_named(text: str, known: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the columns that the text of a map names; one that is a column is that column.

    >>> columns_named("{n}{unit}"), columns_named("opened"), columns_named("{n}", ["{n}"])
    (('n', 'unit'), ('opened',), ('{n}',))
    """
    if text in known:
        return (text,)
    return tuple(_PIECE.findall(text)) or (text,)


class Columns:
    """Where a row has what a ticket has, worked out once for all rows.

    A row is the sequence of its cells in the order of `header`. Raises `DocumentError`, which
    is a `TableError` as well, with every column that is not there.

    >>> columns = Columns(TableSource(map={"id": "case"}), ["case", "created_at", "tier"])
    >>> columns.ticket(["7", "2024-05-02T14:00Z", "gold"]).fields
    {'tier': 'gold'}
    """

    __slots__ = ("_absent", "_composed", "_id", "_names", "_opened_by", "_pick", "_read", "_times")

    def __init__(
        self, source: TableSource, header: Sequence[str], fields: Collection[str] | None = None
    ) -> None:
        if problems := list(_problems(source, header)):
            raise refusal(problems)
        where = {name: index for index, name in enumerate(header)}
        self._absent = frozenset((None, "", *source.missing))
        self._read = time_reader(source.times, source.zone)
        targets = {word: word for word in WORDS if word in where} | dict(source.map)
        cells = {target: self._cell(text, where) for target, text in targets.items()}
        self._id = cells.pop("id")
        self._times = [(name, cells.pop(name)) for name in TIMES if name in cells]
        self._opened_by = cells.pop("opened_by", None)
        self._composed = list(cells.items())
        taken = {name for text in targets.values() for name in columns_named(text, header)}
        taken.update(cells, NOT_AT_CREATION)
        self._names = [
            name for name in header if name not in taken and (fields is None or name in fields)
        ]
        self._pick = _picker([where[name] for name in self._names])

    def _cell(self, text: str, where: Mapping[str, int]) -> Cell:
        if text in where:
            return itemgetter(where[text])
        pieces = _PIECE.split(text)
        form = "%s".join(piece.replace("%", "%%") for piece in pieces[::2])
        pick = _picker([where[name] for name in pieces[1::2]])
        absent = self._absent

        def composed(row: Row) -> str | None:
            values = pick(row)
            if absent.isdisjoint(values):
                return form % values
            if absent.issuperset(values):
                return None
            return form % tuple("" if value in absent else value for value in values)

        return composed

    def id_of(self, row: Row) -> str:
        """Return the id of a row; "" where it has none."""
        value = self._id(row)
        return "" if value in self._absent else str(value)

    def ticket(self, row: Row, more: Mapping[str, Any] | None = None) -> Ticket:
        """Return the ticket of a row; `more` are fields beyond those of the columns.

        Raises a `SlakitError` that names the target and the text.
        """
        absent, read = self._absent, self._read
        id = self._id(row)
        if id in absent:
            raise _no_value("id")
        if type(id) is not str:
            id = _whole(id)
        stamps: dict[str, Any] = {}
        for target, cell in self._times:
            value = cell(row)
            if value not in absent:
                stamps[target] = read(value, target)
        if "created_at" not in stamps:
            raise _no_value("created_at")
        fields: dict[str, Any] = {}
        if self._names:
            fields.update(zip(self._names, self._pick(row)))  # noqa: B905 - strict costs as much
        if more:
            fields |= more
        for name, cell in self._composed:
            fields[name] = cell(row)
        if not absent.isdisjoint(fields.values()):
            fields = {name: None if value in absent else value for name, value in fields.items()}
        opened_by = self._opened_by(row) if self._opened_by else None
        return Ticket.from_timestamps(
            id=id, fields=fields, opened_by=None if opened_by in absent else opened_by, **stamps
        )


def _picker(indexes: Sequence[int]) -> Callable[[Row], tuple[Any, ...]]:
    if len(indexes) > 1:
        return cast("Callable[[Row], tuple[Any, ...]]", itemgetter(*indexes))
    return lambda row: tuple(row[index] for index in indexes)


def _problems(source: TableSource, header: Sequence[str]) -> Iterator[Problem]:
    for target, text in source.map.items():
        for name in columns_named(text, header):
            if name not in header:
                yield _unknown(f"there is no column {name!r}", ("map", target), name, header)
    for target in ("id", "created_at"):
        if target not in source.map and target not in header:
            message = f"no column is called {target!r}, and the map has none for it"
            yield _unknown(message, ("map", target), target, header)


def _unknown(message: str, path: Path, name: str, header: Sequence[str]) -> Problem:
    remedy = did_you_mean(name, header)
    if len(header) == 1:
        wrong = next((mark for mark in ";\t|" if mark in header[0]), None)
        remedy = f"say delimiter: {wrong!r} in the source" if wrong else remedy
    return Problem(message, path, name, remedy=remedy, code=TableError.code)


def _whole(id: Any) -> str:
    if type(id) is not int:
        raise TableError(
            f"{id!r} is no id", parameter="id", value=id, remedy="give text or a whole number"
        )
    return str(id)


def _no_value(target: str) -> TableError:
    return TableError(f"the row has no {target}", parameter=target, remedy="give every row one")
