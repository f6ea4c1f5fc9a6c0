"""A source and a header -> where a row has what, worked out once for all rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any, TypeAlias, cast

from slakit.adapters.source import TableSource
from slakit.documents import did_you_mean, refusal
from slakit.errors import Path, Problem, TableError

__all__ = ["Cell", "Row", "cell_of", "columns_named", "no_value", "own_names", "picker", "targets"]

Row: TypeAlias = Sequence[Any]
"""The cells of a row, in the order of the header."""

Cell: TypeAlias = Callable[[Row], Any]
"""Takes a row and returns one of its cells, or a text put together of several."""

_PIECE = re.compile(r"\{([^{}]*)\}")


def columns_named(text: str, known: Collection[str] = ()) -> tuple[str, ...]:
    """Return the columns that the text of a map names; one that is a column is that column.

    >>> columns_named("{n}{unit}"), columns_named("opened"), columns_named("{n}", ["{n}"])
    (('n', 'unit'), ('opened',), ('{n}',))
    """
    if text in known:
        return (text,)
    return tuple(_PIECE.findall(text)) or (text,)


def targets(source: TableSource, header: Sequence[str]) -> dict[str, str]:
    """Return what the table has -> the column that has it: the map, and columns called so.

    Raises `DocumentError`, which is a `TableError` as well, with every column that is not there.

    >>> targets(TableSource(map={"id": "case"}), ["case", "created_at", "tier"])
    {'created_at': 'created_at', 'id': 'case'}
    """
    if problems := list(_problems(source, header)):
        raise refusal(problems)
    return {word: word for word in source.column_words if word in header} | dict(source.map)


def own_names(
    source: TableSource, header: Sequence[str], fields: Collection[str] | None
) -> list[str]:
    """Return the columns that are fields under their own name; `fields` limits them.

    >>> own_names(TableSource(map={"id": "n"}), ["n", "created_at", "tier", "site"], ["tier"])
    ['tier']
    """
    named = targets(source, header)
    taken = {name for text in named.values() for name in columns_named(text, header)}
    taken.update(named.keys() - source.words, source.left_out)
    return [name for name in header if name not in taken and (fields is None or name in fields)]


def cell_of(text: str, where: Mapping[str, int], absent: Collection[Any]) -> Cell:
    """Return how a row gives what the text of a map names; `where` has the place of each column.

    A text with columns in braces is put together. There a cell among `absent` is empty, and
    where all are so is the whole: None.

    >>> cell_of("{n}{unit}", {"n": 0, "unit": 1}, {"?"})(["2", "bd"])
    '2bd'
    """
    if text in where:
        return itemgetter(where[text])
    pieces = _PIECE.split(text)
    form = "%s".join(piece.replace("%", "%%") for piece in pieces[::2])
    pick = picker([where[name] for name in pieces[1::2]])
    missing = frozenset(absent)

    def composed(row: Row) -> str | None:
        values = pick(row)
        if missing.isdisjoint(values):
            return form % values
        if missing.issuperset(values):
            return None
        return form % tuple("" if value in missing else value for value in values)

    return composed


def picker(indexes: Sequence[int]) -> Callable[[Row], tuple[Any, ...]]:
    """Return the function that gives some cells of a row, always as a tuple.

    >>> picker([2, 0])("abc"), picker([1])("abc"), picker([])("abc")
    (('c', 'a'), ('b',), ())
    """
    if len(indexes) > 1:
        return cast("Callable[[Row], tuple[Any, ...]]", itemgetter(*indexes))
    return lambda row: tuple(row[index] for index in indexes)


def no_value(target: str) -> TableError:
    """Return the error of a row that does not have what every row needs."""
    return TableError(f"the row has no {target}", parameter=target, remedy="give every row one")


def _problems(source: TableSource, header: Sequence[str]) -> Iterator[Problem]:
    for target, text in source.map.items():
        for name in columns_named(text, header):
            if name not in header:
                yield _unknown(f"there is no column {name!r}", ("map", target), name, header)
    for target in source.needed_words:
        if target not in source.map and target not in header:
            message = f"no column is called {target!r}, and the map has none for it"
            yield _unknown(message, ("map", target), target, header)


def _unknown(message: str, path: Path, name: str, header: Sequence[str]) -> Problem:
    remedy = did_you_mean(name, header)
    if len(header) == 1:
        wrong = next((mark for mark in ";\t|" if mark in header[0]), None)
        remedy = f"say delimiter: {wrong!r} in the source" if wrong else remedy
    return Problem(message, path, name, remedy=remedy, code=TableError.code)
