"""Targets: how much is promised for a metric, and for which tickets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Self

from slakit.documents.parsed import Parsed
from slakit.documents.suggest import did_you_mean
from slakit.durations import Amount
from slakit.errors import Path, Problem, UnknownNameError
from slakit.policies.operators import Predicate
from slakit.policies.target_rows import (
    BY,
    ELSE,
    Entry,
    Row,
    TargetRow,
    calendar_field,
    key_text,
    positive,
    read_entry,
    read_rows,
    read_table,
)

__all__ = ["Target", "TargetRow", "calendar_field", "positive"]


class Target(Parsed):
    """An amount for all tickets, one by the value of a field, or ordered rows.

    Written as ``4h``, as ``{by: priority, urgent: 30m, high: 2h, else: 1bd}``, or as a list of
    rows ``{when, amount, calendar, cutoff}``, of which the first whose `when` holds counts. One
    such row may stand for itself, and, without `when`, for an amount in a table. A ticket that no
    row covers is promised nothing: its clock is measured and has no target.

    Raises `DocumentError` with every problem at once.

    >>> target = Target.parse({"by": "priority", "urgent": "30m", "else": "1bd"})
    >>> target.select({"priority": "urgent"}).amount, target.select({"priority": "low"}).amount
    (Amount('30m'), Amount('1bd'))

    The trap: the keys of a file are text, so 1 and "1" find the same entry of a table.
    """

    __slots__ = ("_tests", "by", "rows", "table")

    def __init__(
        self,
        rows: Iterable[TargetRow],
        by: str | None = None,
        table: Mapping[str, TargetRow] = {},
    ) -> None:
        self.rows = tuple(rows)
        self.by = by
        self.table = dict(table)
        self._tests: list[tuple[Predicate | None, TargetRow]] | None = None

    @classmethod
    def parse(cls, value: Any) -> Self:
        """Read an amount, a table or a list of rows; what is read already is returned as it is."""
        if isinstance(value, cls):
            return value
        if isinstance(value, (list, tuple)):
            return cls(read_rows(value))
        if not isinstance(value, Mapping):
            return cls([read_entry(value)])
        if BY not in value and "amount" in value:
            return cls([Row.model_validate(value).read()])
        by, table = read_table(value)
        last = table.pop(ELSE, None)
        return cls([] if last is None else [last], by, table)

    @property
    def fields(self) -> frozenset[str]:
        """The fields of a ticket on which the promise depends."""
        found = set() if self.by is None else {self.by}
        for _, row in self._places():
            found |= row.when.fields if row.when is not None else frozenset()
            carried = row.amount.field, calendar_field(row.calendar or "")
            found.update(field for field in carried if field)
        return frozenset(found)

    @property
    def calendars(self) -> frozenset[str]:
        """The names of the calendars that rows count in instead of the policy's own."""
        return frozenset(name for _, name in self._calendars())

    def unknown_calendars(self, known: Iterable[str]) -> list[Problem]:
        """Return a problem for each row whose calendar is not among the `known` ones."""
        known = tuple(known)
        return [
            Problem(
                f"unknown calendar {name!r}",
                path=path,
                value=name,
                remedy=did_you_mean(name, known),
                code=UnknownNameError.code,
            )
            for path, name in self._calendars()
            if name not in known
        ]

    def _calendars(self) -> Iterator[tuple[Path, str]]:
        for path, row in self._places():
            if row.calendar is not None and calendar_field(row.calendar) is None:
                yield (*path, "calendar"), row.calendar

    def _places(self) -> list[tuple[Path, TargetRow]]:
        """Return every row with where it stands."""
        if self.by is not None:
            entries: dict[Path, TargetRow] = {(key,): row for key, row in self.table.items()}
            return [*entries.items(), *(((ELSE,), row) for row in self.rows)]
        if self._stands_alone:
            return [((), self.rows[0])]
        return [((i,), row) for i, row in enumerate(self.rows)]

    @property
    def _stands_alone(self) -> bool:
        return len(self.rows) == 1 and self.rows[0].when is None

    def select(self, fields: Mapping[str, Any]) -> TargetRow | None:
        """Return the row for a ticket with these fields, None where none covers it."""
        if self.by is not None:
            value = fields.get(self.by)
            if value is not None:
                key = value if isinstance(value, str) else key_text(value)
                if (row := self.table.get(key)) is not None:
                    return row
        if self._tests is None:
            self._tests = [(row.when.compile() if row.when else None, row) for row in self.rows]
        for holds, row in self._tests:
            if holds is None or holds(fields):
                return row
        return None

    def to_data(self) -> str | dict[str, Any] | list[dict[str, Any]]:
        """Return the amount, the table or the rows, as a file holds them."""
        if self.by is not None:
            return {BY: self.by, **{str(key): row.short() for (key,), row in self._places()}}
        if self._stands_alone:
            return self.rows[0].short()
        return [row.to_data() for row in self.rows]

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Target)
            and self.by == other.by
            and self.rows == other.rows
            and self.table == other.table
        )

    def __hash__(self) -> int:
        return hash((self.by, self.rows, frozenset(self.table.items())))

    def __reduce__(self) -> tuple[Any, ...]:
        # What is compiled cannot be pickled, and is compiled anew.
        return type(self), (self.rows, self.by, self.table)

    def __repr__(self) -> str:
        return f"Target.parse({self.to_data()!r})"

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        amount = Amount.json_schema()
        by = {
            "type": "string",
            "description": "the field whose values the other keys are",
            "examples": ["priority"],
        }
        return {
            "description": "an amount, a table of amounts by the value of a field (`else` for every"
            " other), or rows of which the first whose `when` holds counts",
            "anyOf": [
                amount,
                {
                    "type": "object",
                    "properties": {BY: by},
                    "required": [BY],
                    "additionalProperties": {"anyOf": [amount, Entry.model_json_schema()]},
                },
                Row.model_json_schema(),
                {"type": "array", "items": Row.model_json_schema(), "minItems": 1},
            ],
            "examples": [
                "4h",
                {"by": "priority", "urgent": "30m", "else": "1bd"},
                [{"when": {"tier": "gold"}, "amount": "1bd", "cutoff": "15:00"}, {"amount": "3bd"}],
            ],
        }
