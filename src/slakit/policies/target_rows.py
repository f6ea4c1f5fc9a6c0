"""The rows of a target: an amount, its hours and its condition, and how a file writes them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any, Self

from pydantic import AfterValidator, Field, PlainValidator, WithJsonSchema, model_validator

from slakit.documents.model import Document
from slakit.durations import Amount, format_time_of_day, parse_time_of_day
from slakit.errors import AmountError, DocumentError, PolicyError, Problem, SlakitError
from slakit.policies.conditions import Level

__all__ = [
    "BY",
    "ELSE",
    "Entry",
    "Row",
    "TargetRow",
    "calendar_field",
    "key_text",
    "positive",
    "read_entry",
    "read_rows",
    "read_table",
]

BY, ELSE = "by", "else"
FIELD = re.compile(r"field\(\s*([^()\s](?:[^()]*[^()\s])?)\s*\)")


@dataclass(frozen=True, slots=True)
class TargetRow:
    """One row of a target: what is promised, in which hours, while its condition holds.

    `when` is None where the row is for every ticket that comes to it. `calendar` is a name,
    ``field(site)`` where the ticket names it, or None for the policy's own. `cutoff` counts in
    microseconds since midnight and goes with business days only.

    >>> read_entry({"amount": "1bd", "cutoff": "15:00"}).cutoff // 3_600_000_000
    15
    """

    when: Level | None
    amount: Amount
    calendar: str | None = None
    cutoff: int | None = None

    def to_data(self) -> dict[str, Any]:
        """Return the mapping that a file holds."""
        data = {} if self.when is None else {"when": self.when.to_data()}
        data["amount"] = str(self.amount)
        if self.calendar is not None:
            data["calendar"] = self.calendar
        if self.cutoff is not None:
            data["cutoff"] = format_time_of_day(self.cutoff)
        return data

    def short(self) -> str | dict[str, Any]:
        """Return the text of the amount where the row says nothing else, or the mapping."""
        data = self.to_data()
        return str(self.amount) if len(data) == 1 else data


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


def calendar_field(calendar: str) -> str | None:
    """Return the field that names the calendar, None for a calendar that is named itself.

    >>> calendar_field("field(site)"), calendar_field("office")
    ('site', None)
    """
    match = FIELD.fullmatch(calendar)
    return match and match[1]


def without_blanks(calendar: str) -> str:
    """Return a calendar as it is, and one by field with nothing around its name."""
    field = calendar_field(calendar)
    return calendar if field is None else f"field({field})"


class Entry(Document):
    """What a file says of an amount beside the amount itself."""

    amount: Annotated[Amount, AfterValidator(positive)] = Field(description="what is promised")
    calendar: Annotated[str, AfterValidator(without_blanks)] | None = Field(
        default=None,
        description="the calendar that it counts in, or field(name) where the ticket names it;"
        " left out, the policy's",
        examples=["always", "field(site)"],
    )
    cutoff: (
        Annotated[int, PlainValidator(parse_time_of_day), WithJsonSchema({"type": "string"})] | None
    ) = Field(
        default=None,
        description="a start at or after this time counts from the next business day",
        examples=["15:00"],
    )

    @model_validator(mode="after")
    def _check_cutoff(self) -> Self:
        if self.cutoff is not None and self.amount.kind != "business_days":
            problem = Problem(
                f"a cut-off is for business days, and {str(self.amount)!r} does not count in them",
                path=("cutoff",),
                value=format_time_of_day(self.cutoff),
                remedy="leave it out, or promise business days, such as 1bd",
                code=PolicyError.code,
            )
            raise DocumentError([problem])
        return self

    def read(self) -> TargetRow:
        return TargetRow(None, self.amount, self.calendar, self.cutoff)


class Row(Entry):
    """A row of a list: an entry with its condition."""

    when: Level = Field(default=Level(), description="left out, every ticket that is left")

    def read(self) -> TargetRow:
        return TargetRow(self.when or None, self.amount, self.calendar, self.cutoff)


def read_rows(value: Sequence[Any]) -> list[TargetRow]:
    """Read a list of rows; raises one error with every problem."""
    rows: list[TargetRow] = []
    problems: list[Problem] = []
    last = len(value) - 1
    for i, each in enumerate(value):
        try:
            form = Row.model_validate(each)
        except SlakitError as error:
            problems += [problem.under(i) for problem in error.problems]
            continue
        if not form.when and i < last:
            message = "the row is for every ticket, so none comes to those behind it"
            problems.append(Problem(message, (i,), each, remedy="put it last, or give it a `when`"))
        rows.append(form.read())
    if not value:
        problems.append(Problem("there are no rows", remedy="add one, as in {amount: 4h}"))
    if problems:
        raise DocumentError(problems)
    return rows


def read_table(value: Mapping[Any, Any]) -> tuple[str, dict[str, TargetRow]]:
    """Read a table and the field that it goes by; raises one error with every problem."""
    table: dict[str, TargetRow] = {}
    problems: list[Problem] = []
    for key, each in value.items():
        if key == BY:
            continue
        name = key if isinstance(key, str) else key_text(key)
        if name in table:
            problems.append(Problem(f"there is a {name!r} already", (name,), remedy="keep one"))
        try:
            table[name] = read_entry(each)
        except SlakitError as error:
            problems += [problem.under(name) for problem in error.problems]
    by = value.get(BY)
    if not isinstance(by, str) or not by:
        message = "the rows do not say by which field they go"
        remedy = "add it, as in {by: priority, urgent: 30m}"
        problems.append(Problem(message, (BY,), by, remedy=remedy, code=PolicyError.code))
    elif not table and not problems:
        problems.append(Problem("there are no rows", (BY,), remedy="add one, as in urgent: 30m"))
    if problems:
        raise DocumentError(problems)
    return str(by), table


def read_entry(value: Any) -> TargetRow:
    """Read an amount, or a mapping of one and what is said beside it."""
    if isinstance(value, Mapping):
        return Entry.model_validate(value).read()
    return TargetRow(None, positive(value))


def key_text(value: Any) -> str:
    """Write a value as the key of a file would be: true, 1, 1.5, 2024-05-06."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (float, Decimal)):
        # Of equal numbers, such as 2, 2.0 and 2.00, all have to find the same key.
        text = format(Decimal(str(value or 0)), "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    return str(value)
