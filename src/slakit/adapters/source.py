"""`TableSource`: the document that says what the columns of a table mean."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field

from slakit.adapters.times import ISO, check_pattern
from slakit.calendars.zones import zone
from slakit.documents import Document, FrozenMap, refusal
from slakit.errors import Problem, TableError

__all__ = ["NOT_AT_CREATION", "TIMES", "WORDS", "TableSource"]

TIMES = ("created_at", "first_responded_at", "resolved_at", "closed_at")
"""The words for the instants of a ticket."""

WORDS = ("id", *TIMES, "opened_by")
"""All targets that are no fields of the ticket."""

NOT_AT_CREATION = ("status", "category")
"""What a row says of these is how the ticket stood when the table was written."""


def _zone_name(value: Any) -> str:
    return zone(value, parameter="").key


def _listed(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


def _one_character(text: str) -> str:
    if len(text) != 1 or text in '\r\n"':
        raise TableError(
            f"{text!r} separates no cells", value=text, remedy='give one character, as in ";"'
        )
    return text


def _check_targets(targets: FrozenMap[str, str]) -> FrozenMap[str, str]:
    problems = [
        Problem(message, (target,), targets[target], remedy=remedy, code=TableError.code)
        for target in targets
        for message, remedy in _wrong_with(target, targets[target])
    ]
    if problems:
        raise refusal(problems)
    return targets


def _wrong_with(target: str, column: str) -> Iterable[tuple[str, str]]:
    if not target.strip() or not column.strip():
        yield "a target and its column need a name", "write target: column"
    if target in NOT_AT_CREATION:
        yield (
            f"a row says how {target!r} stands now, a ticket says how it was when it was created",
            "map first_responded_at, resolved_at and closed_at instead",
        )
    if target not in WORDS and (near := get_close_matches(target, WORDS, 1, 0.85)):
        yield f"{target!r} is nearly one of the ticket's own words", f"did you mean {near[0]!r}?"


class TableSource(Document):
    """What the columns of a table mean: one row, one ticket.

    `map` leads from what a ticket has to the column that has it: from `id`, `created_at`,
    `first_responded_at`, `resolved_at`, `closed_at` and `opened_by`, and from any other name,
    which becomes a field of the ticket. Instead of a column's name there may be a text with
    columns in braces, ``"{n}{unit}"``. A column that `map` does not name keeps its own name:
    `created_at` needs no mapping where the column is called that, and the rest are fields.
    Only `status` and `category` are left out unless they are given another name: a row says
    how they stand now, while a ticket's fields are those at its creation.

    Raises `DocumentError` with every problem.

    >>> TableSource(tz="America/New_York", map={"id": "case", "promised": "{n}{unit}"}).times
    'iso'

    The trap: the cells of a CSV file are text. A condition on them compares with text too.
    """

    rows: Literal["ticket"] = Field(default="ticket", description="what a row stands for")
    tz: Annotated[str, BeforeValidator(_zone_name)] | None = Field(
        default=None,
        description="the IANA time zone of times without an offset; without it they are refused",
        examples=["America/Sao_Paulo"],
    )
    times: Annotated[str, AfterValidator(check_pattern)] = Field(
        default=ISO,
        description="what times look like: iso (ISO 8601) or a pattern as strptime has it",
        examples=["%d/%m/%Y %H:%M"],
    )
    missing: Annotated[tuple[str, ...], BeforeValidator(_listed)] = Field(
        default=(), description="texts that mean no value, as an empty cell does", examples=[["?"]]
    )
    delimiter: Annotated[str, AfterValidator(_one_character)] = Field(
        default=",", description="what separates the cells of a CSV file", examples=[";"]
    )
    map: Annotated[FrozenMap[str, str], AfterValidator(_check_targets)] = Field(
        default=FrozenMap(),
        description="what a ticket has -> the column that has it, or a text with {columns}",
        examples=[{"id": "case_id", "created_at": "opened", "promised": "{n}{unit}"}],
    )

    @property
    def zone(self) -> ZoneInfo | None:
        """The zone of times without an offset, if there is one."""
        return ZoneInfo(self.tz) if self.tz else None
