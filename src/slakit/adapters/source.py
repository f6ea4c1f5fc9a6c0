"""`TableSource`: the document that says what the columns of a table mean."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from slakit.adapters.happenings import Happening, wrong_with
from slakit.adapters.times import ISO, check_pattern
from slakit.calendars.zones import zone
from slakit.documents import Document, FrozenMap, refusal
from slakit.errors import Path, Problem, TableError

__all__ = ["TIMES", "TableSource"]

TIMES = ("created_at", "first_responded_at", "resolved_at", "closed_at")
"""The words for the instants of a ticket that is one row."""

# By what a row is: the targets that are no fields of the ticket, those that a table has to
# have, and those that a column need not be mapped to if it is called so. In a log `opened_by`
# has to be mapped: the column is more often the name of somebody.
_WORDS = {
    "ticket": ("id", *TIMES, "opened_by"),
    "snapshot": ("id", "created_at", "at", "opened_by"),
    "event": ("id", "created_at", "at", "event", "opened_by"),
}
_NEEDED = {
    "ticket": ("id", "created_at"),
    "snapshot": ("id", "created_at", "at"),
    "event": ("id", "at", "event"),
}
_BY_COLUMN = {**_WORDS, "snapshot": _WORDS["snapshot"][:-1], "event": _WORDS["event"][:-1]}

# Columns that are no field under their own name. What a single row says of `status` is how the
# ticket stood when the table was written. By `category` slakit means open, paused, resolved or
# closed, and nearly every desk something else.
_LEFT_OUT = {
    "ticket": ("status", "category"),
    "snapshot": ("category",),
    "event": ("category",),
}


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


class TableSource(Document):
    """What the rows and columns of a table mean.

    `rows` says what a row is: a whole ticket, a ``snapshot`` of one at an instant, or an
    ``event`` in the life of one. `map` leads from what a ticket has to the column that has it:

    - a row that is a ticket has `id`, `created_at`, `first_responded_at`, `resolved_at`,
      `closed_at` and `opened_by`;
    - a row of a log has `id` and `at`, the instant of the row, an event also `event`, what
      happened; `created_at` and `opened_by` of the earliest row count. Events need no
      `created_at`: without it a ticket is created at its earliest row.

    Any other name becomes a field of the ticket. Instead of a column's name there may be a text
    with columns in braces, ``"{n}{unit}"``. A column that `map` does not name keeps its own name:
    `created_at` needs no mapping where the column is called that, and the rest are fields.
    Left out unless they are given another name are `status` and `category` of a ticket's only
    row, which says how they stand now, while a ticket's fields are those at its creation. In a
    log `status` is a field like any other; `category` and `opened_by` have to be mapped.

    `events` says what the texts of the column `event` are to a ticket.

    Raises `DocumentError` with every problem.

    >>> TableSource(tz="America/New_York", map={"id": "case", "promised": "{n}{unit}"}).times
    'iso'

    The trap: the cells of a CSV file are text. A condition on them compares with text too.
    """

    rows: Literal["ticket", "snapshot", "event"] = Field(
        default="ticket",
        description="what a row is: a ticket, a ticket as it was at an instant, or an event of one",
    )
    together: bool = Field(
        default=True,
        description="whether the rows of one ticket of a log stand together; if not, the whole"
        " table is kept in memory",
    )
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
    map: FrozenMap[str, str] = Field(
        default=FrozenMap(),
        description="what a ticket has -> the column that has it, or a text with {columns}",
        examples=[{"id": "case_id", "created_at": "opened", "promised": "{n}{unit}"}],
    )
    events: FrozenMap[str, Happening] = Field(
        default=FrozenMap(),
        description="what happened, as the column `event` has it -> what that is to a ticket:"
        " a message, a signal of another name, or new values of fields; what is not"
        " named here is a signal of its own name",
        examples=[{"Mail sent": "agent_reply", "Closed": {"status": "closed"}}],
    )

    @model_validator(mode="after")
    def _check(self) -> Self:
        fields = ("rows", "together", "map", "events")
        if problems := self.problems_across({name: getattr(self, name) for name in fields}):
            raise refusal(problems)
        return self

    @classmethod
    def problems_across(cls, data: Mapping[str, Any]) -> list[Problem]:
        rows = data.get("rows", "ticket")
        if rows not in _WORDS:
            return []
        return [
            Problem(message, path, value, remedy=remedy, code=TableError.code)
            for path, value, message, remedy in _wrong(rows, data)
        ]

    @property
    def zone(self) -> ZoneInfo | None:
        """The zone of times without an offset, if there is one."""
        return ZoneInfo(self.tz) if self.tz else None

    @property
    def absent(self) -> frozenset[str | None]:
        """The cells that have no value."""
        return frozenset((None, "", *self.missing))

    @property
    def words(self) -> tuple[str, ...]:
        """The targets that are no fields of the ticket."""
        return _WORDS[self.rows]

    @property
    def needed_words(self) -> tuple[str, ...]:
        """The words without which a table has no tickets."""
        return _NEEDED[self.rows]

    @property
    def column_words(self) -> tuple[str, ...]:
        """The words that a column need not be mapped to if it is called so."""
        return _BY_COLUMN[self.rows]

    @property
    def left_out(self) -> tuple[str, ...]:
        """The columns that are no fields under their own name."""
        return _LEFT_OUT[self.rows]


def _wrong(rows: str, data: Mapping[str, Any]) -> Iterator[tuple[Path, Any, str, str]]:
    """Yield path, value, message and remedy of what is wrong across the keys."""
    if rows == "ticket" and data.get("together") is False:
        message = "a table with one row a ticket has no rows that stand apart"
        yield ("together",), False, message, "say rows: snapshot or rows: event, or leave it out"
    targets, events = data.get("map"), data.get("events")
    for target, column in _texts(targets):
        for message, remedy in _wrong_with(rows, target, column):
            yield ("map", target), column, message, remedy
    if not isinstance(events, Mapping):
        return
    if events and rows != "event":
        yield ("events",), None, "only a log of events has a column `event`", "say rows: event"
    for name, happening in events.items():
        for message, remedy in wrong_with(happening):
            yield ("events", str(name)), None, message, remedy


def _texts(targets: Any) -> Iterable[tuple[str, str]]:
    # Data that has not been validated may have anything here; other values are problems already.
    pairs = targets.items() if isinstance(targets, Mapping) else ()
    return ((t, c) for t, c in pairs if isinstance(t, str) and isinstance(c, str))


def _wrong_with(rows: str, target: str, column: str) -> Iterator[tuple[str, str]]:
    words = _WORDS[rows]
    if not target.strip() or not column.strip():
        yield "a target and its column need a name", "write target: column"
    if rows == "ticket" and target in _LEFT_OUT[rows]:
        yield (
            f"a row says how {target!r} stands now, a ticket says how it was when it was created",
            "map first_responded_at, resolved_at and closed_at instead",
        )
    elif rows != "ticket" and target in TIMES and target not in words:
        yield (
            f"{target!r} is for a row that is a whole ticket; in a log its rows say what happened",
            "map `status`, or name in `events` what happened",
        )
    elif rows == "snapshot" and target == "event":
        yield "a snapshot says how a ticket was, not what happened", "say rows: event"
    elif target not in words and (near := get_close_matches(target, words, 1, 0.85)):
        yield f"{target!r} is nearly one of the ticket's own words", f"did you mean {near[0]!r}?"
