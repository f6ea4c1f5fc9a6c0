"""Targets: how much is promised for a metric, and for which tickets."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Self

from slakit.documents.parsed import Parsed
from slakit.durations import Amount
from slakit.errors import AmountError, DocumentError, PolicyError, Problem

__all__ = ["Target"]

BY, ELSE = "by", "else"


class Target(Parsed):
    """An amount for all tickets, or one by the value of a field.

    Written as ``4h``, or as ``{by: priority, urgent: 30m, high: 2h, else: 1bd}``.
    A ticket whose value has no row, where there is no ``else``, is promised
    nothing: its clock is measured and has no target.

    >>> target = Target.parse({"by": "priority", "urgent": "30m", "else": "1bd"})
    >>> target.select({"priority": "urgent"}), target.select({"priority": "low"})
    (Amount('30m'), Amount('1bd'))
    """

    __slots__ = ("by", "otherwise", "rows")

    def __init__(
        self, otherwise: Amount | None, by: str | None = None, rows: Mapping[str, Amount] = {}
    ) -> None:
        self.otherwise = otherwise
        self.by = by
        self.rows = dict(rows)

    @classmethod
    def parse(cls, value: Any) -> Self:
        """Read an amount or the rows of a ``by`` table; raises one error with every problem."""
        if isinstance(value, cls):
            return value
        if not isinstance(value, Mapping):
            return cls(positive(value))
        problems = []
        amounts: dict[str, Amount] = {}
        for key, amount in value.items():
            if key == BY:
                continue
            try:
                amounts[key if isinstance(key, str) else written(key)] = positive(amount)
            except AmountError as error:
                problems += [each.under(str(key)) for each in error.problems]
        by = value.get(BY)
        if not isinstance(by, str) or not by:
            problems.append(
                Problem(
                    "the rows do not say by which field they go",
                    path=(BY,),
                    value=by,
                    remedy="add it, as in {by: priority, urgent: 30m}",
                    code=PolicyError.code,
                )
            )
        elif not amounts and not problems:
            problems.append(
                Problem("there are no rows", path=(BY,), remedy="add one, as in urgent: 30m")
            )
        if problems:
            raise DocumentError(problems)
        return cls(amounts.pop(ELSE, None), by, amounts)

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields of a ticket on which the amount depends."""
        amounts = [*self.rows.values(), self.otherwise]
        carried = [amount.field for amount in amounts if amount is not None and amount.field]
        return (*([self.by] if self.by else []), *carried)

    def select(self, fields: Mapping[str, Any]) -> Amount | None:
        """Return the amount for a ticket with these fields, None where no row covers it."""
        if self.by is None:
            return self.otherwise
        value = fields.get(self.by)
        if value is None:
            return self.otherwise
        # The keys of a file are text, so the value is looked up as it would be written there.
        key = value if isinstance(value, str) else written(value)
        return self.rows.get(key, self.otherwise)

    def to_data(self) -> str | dict[str, str]:
        """Return the amount, or the table, as a file holds it."""
        if self.by is None:
            return str(self.otherwise)
        rows = {key: str(amount) for key, amount in self.rows.items()}
        last = {ELSE: str(self.otherwise)} if self.otherwise is not None else {}
        return {BY: self.by, **rows, **last}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Target) and self.to_data() == other.to_data()

    def __hash__(self) -> int:
        return hash((self.otherwise, self.by, frozenset(self.rows.items())))

    def __repr__(self) -> str:
        return f"Target.parse({self.to_data()!r})"

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        amount = Amount.json_schema()
        return {
            "description": "an amount, or a table of amounts by the value of a field",
            "anyOf": [
                amount,
                {
                    "type": "object",
                    "properties": {BY: {"type": "string", "examples": ["priority"]}},
                    "required": [BY],
                    "additionalProperties": amount,
                },
            ],
            "examples": ["4h", {"by": "priority", "urgent": "30m", "else": "1bd"}],
        }


def positive(value: Any) -> Amount:
    """Read an amount that can be promised: not zero and not negative."""
    amount = Amount.of(value)
    if amount.sign <= 0 and (amount.is_length or amount.days is not None):
        raise AmountError(
            f"{str(amount)!r} is no time to promise",
            value=str(amount),
            remedy="promise a positive amount, or none to measure only",
        )
    return amount


def written(value: Any) -> str:
    """Write a value as the key of a file would be: true, 1, 2024-05-06."""
    if isinstance(value, (float, Decimal)) and value == int(value):
        value = int(value)
    return str(value).lower() if isinstance(value, bool) else str(value)
