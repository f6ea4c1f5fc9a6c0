"""A line of JSON -> the ticket that it is."""

from __future__ import annotations

import json
import reprlib
from typing import Any

from slakit.adapters.cells import columns_named
from slakit.adapters.columns import Columns
from slakit.adapters.source import TIMES, TableSource
from slakit.documents import did_you_mean, refusal
from slakit.documents.scalars import is_unicode, whole
from slakit.errors import Problem, SlakitError, TableError
from slakit.tickets import Ticket

__all__ = ["JsonRows"]

# A flat row has none of these; a ticket as `Ticket.to_data` writes it has at least one.
_NESTED = frozenset({"events", "fields", "paused"})


class JsonRows:
    """Reads JSON tickets: flat rows by the map of a source, and tickets with their history.

    An object with ``events``, ``fields`` or ``paused`` is a ticket as `Ticket.from_data` takes
    it. Any other is a flat row: the map applies to its keys, a key that is not there has no
    value, and keys that the map does not name are fields.

    >>> rows = JsonRows(TableSource(map={"id": "case"}))
    >>> rows.ticket(rows.parse('{"case": 7, "created_at": "2024-05-02T14:00Z", "tier": 1}')).fields
    {'tier': 1}
    """

    def __init__(self, source: TableSource) -> None:
        if source.rows != "ticket":
            raise TableError(
                f"a line of JSON is a whole ticket, not one {source.rows} of it",
                parameter="rows",
                value=source.rows,
                remedy="give the history of a ticket as its `events`, or a table as CSV",
            )
        self._mapped = [
            (target, name) for target, text in source.map.items() for name in columns_named(text)
        ]
        mapped = [name for _, name in self._mapped]
        words = [word for word in source.words if word not in source.map]
        self._header = tuple(dict.fromkeys([*mapped, *words]))
        self._no_fields = {*self._header, *source.left_out}
        self._columns = Columns(source, self._header)
        self._times = [source.map.get(target, target) for target in TIMES]
        self._unseen = set(mapped)
        self._seen = dict[str, None]()

    def parse(self, text: str) -> dict[str, Any]:
        """Return the object of a line; raises `TableError` for anything else."""
        try:
            data = _DECODER.decode(text.strip())
        except SlakitError:
            raise
        except RecursionError:
            raise _refused("the JSON is nested too deeply", text) from None
        except json.JSONDecodeError as error:
            message = f"no JSON from character {error.pos + 1} on: {error.msg.lower()}"
            raise _refused(message, text) from None
        except ValueError as error:
            raise _refused(str(error), text) from None
        if not isinstance(data, dict):
            raise _refused("the line is no JSON object", text)
        if "\\u" in text and not is_unicode(json.dumps(data, ensure_ascii=False)):
            raise _refused("half a surrogate pair is no text", text)
        return data

    def id_of(self, data: dict[str, Any]) -> str:
        """Return the id of an object; "" where it has none."""
        if _NESTED.isdisjoint(data) and not _nested(data):
            return self._columns.id_of([data.get(name) for name in self._header])
        id = data.get("id")
        return str(id) if isinstance(id, (str, int)) else ""

    def ticket(self, data: dict[str, Any]) -> Ticket:
        """Return the ticket of an object; raises a `SlakitError` that says what is wrong."""
        if not _NESTED.isdisjoint(data):
            return Ticket.from_data(data)
        if name := _nested(data):
            raise TableError(
                "a flat row has no lists and no mappings",
                parameter=name,
                value=json.dumps(data[name], ensure_ascii=False),
                remedy="give the history as `events`, or take the key out",
            )
        for name in self._times:
            if not isinstance(data.get(name), (str, type(None))):
                raise TableError(
                    f"{data[name]!r} is no time",
                    parameter=name,
                    value=data[name],
                    remedy="give ISO 8601 as text",
                )
        if self._unseen:
            self._unseen -= data.keys()
            self._seen |= dict.fromkeys(data)
        fields = {name: data[name] for name in data if name not in self._no_fields}
        return self._columns.ticket([data.get(name) for name in self._header], fields)

    def check_map(self) -> None:
        """Raise `DocumentError` where the map names a key that no flat row had.

        A file of JSON has no header, so this is known after its last row only. It says nothing
        where there was no flat row.
        """
        if self._seen and self._unseen:
            raise refusal(
                Problem(
                    f"no row has the key {name!r}",
                    ("map", target),
                    name,
                    remedy=did_you_mean(name, self._seen) + ", or take it out of the map",
                    code=TableError.code,
                )
                for target, name in self._mapped
                if name in self._unseen
            )


def _nested(data: dict[str, Any]) -> str:
    """Return the first key with a list or a mapping; "" where there is none."""
    return next((name for name in data if isinstance(data[name], (list, dict))), "")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    data = dict(pairs)
    if len(data) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in data if names.count(name) > 1)
        raise TableError(
            f"the key {twice!r} stands twice", parameter=twice, remedy="leave one of them"
        )
    return data


def _constant(word: str) -> Any:
    raise TableError(f"{word} is no value", value=word, remedy="write null for a missing value")


def _refused(message: str, text: str) -> TableError:
    return TableError(message, value=reprlib.repr(text), remedy="give one JSON object a line")


_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_constant=_constant, parse_int=whole)
