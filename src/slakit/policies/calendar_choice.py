"""Which calendar a policy counts in: by name, by a field of the ticket, or several joined."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import reduce
from operator import or_
from typing import Any, Self

from slakit.calendars import Calendar
from slakit.calendars.timeline import Timeline
from slakit.documents import did_you_mean, refusal
from slakit.documents.parsed import Parsed
from slakit.errors import Path, PolicyError, Problem, SlakitError, TicketError
from slakit.policies.condition_schema import LEVEL_SCHEMA
from slakit.policies.conditions import Level
from slakit.policies.target_rows import BY, ELSE, calendar_field, key_text

__all__ = ["CalendarChoice", "TimelineOf"]

TimelineOf = Callable[[Mapping[Any, Any]], Timeline]

ROW_KEYS = ("when", "calendar")
REMEDY = "write a name, field(site), {by: country, BR: office, else: other} or [office, other]"


class CalendarChoice(Parsed):
    """The name of a calendar, or how a ticket leads to one.

    ``office``; ``field(site)``: the calendar that the ticket names; ``{by: country, BR: office,
    else: support}``; ``[office, support]``: open when one of them is; or rows of ``{when,
    calendar}``, of which the first that holds counts.

    Raises `DocumentError` with every problem at once.

    >>> CalendarChoice.parse({"by": "country", "BR": "office", "else": "support"}).names
    ('office', 'support')

    The trap: the keys of a file are text, so 1 and "1" find the same entry of a table.
    """

    __slots__ = ("field", "joined", "otherwise", "rows", "table")

    def __init__(
        self,
        joined: Sequence[str] = (),
        field: str | None = None,
        table: Mapping[str, str] = {},
        otherwise: str | None = None,
        rows: Sequence[tuple[Level, str]] = (),
    ) -> None:
        self.joined = tuple(joined)
        self.field = field
        self.table = dict(table)
        self.otherwise = otherwise
        self.rows = tuple(rows)

    @classmethod
    def parse(cls, value: Any) -> Self:
        """Read a name, a table, a list of names or of rows, or return what is read already."""
        if isinstance(value, cls):
            return value
        if isinstance(value, str) and value:
            field = calendar_field(value)
            return cls([value]) if field is None else cls(field=field)
        if isinstance(value, Mapping):
            return cls._of_table(value)
        if isinstance(value, (list, tuple)) and value:
            if all(isinstance(each, str) and each for each in value):
                return cls(value) if len(value) > 1 else cls.parse(value[0])
            return cls(rows=read_rows(value))
        raise refusal([problem(f"{value!r} is no calendar", (), value)])

    @classmethod
    def _of_table(cls, value: Mapping[Any, Any]) -> Self:
        problems: list[Problem] = []
        table: dict[str, str] = {}
        for key, name in value.items():
            text = key if isinstance(key, str) else key_text(key)
            if key == BY:
                continue
            if not isinstance(name, str) or not name:
                problems.append(problem(f"{name!r} is no calendar", (text,), name))
            elif text in table:
                message = f"there is a {text!r} already"
                problems.append(problem(message, (text,), name, "keep one"))
            else:
                table[text] = name
        by = value.get(BY)
        if not isinstance(by, str) or not by:
            problems.append(problem("the calendars do not say by which field they go", (BY,), by))
        elif not table and not problems:
            problems.append(problem("there are no calendars", (BY,), by))
        if problems:
            raise refusal(problems)
        last = table.pop(ELSE, None)
        return cls(field=by, table=table, otherwise=last)

    @property
    def places(self) -> Iterator[tuple[Path, str]]:
        """The calendars that it names outright, each with where it stands."""
        for i, name in enumerate(self.joined):
            yield ((i,) if len(self.joined) > 1 else ()), name
        yield from (((key,), name) for key, name in self.table.items())
        if self.otherwise is not None:
            yield (ELSE,), self.otherwise
        for i, (_, name) in enumerate(self.rows):
            yield (i, "calendar"), name

    @property
    def names(self) -> tuple[str, ...]:
        """The calendars that it names outright."""
        return tuple(name for _, name in self.places)

    @property
    def fields(self) -> frozenset[str]:
        """The fields of a ticket on which it depends."""
        found = frozenset({self.field} if self.field else ())
        return found.union(*(level.fields for level, _ in self.rows))

    @property
    def levels(self) -> Iterator[Level]:
        """The conditions of its rows."""
        yield from (level for level, _ in self.rows)

    def compile(self, calendars: Mapping[str, Calendar]) -> Timeline | TimelineOf:
        """Return the timeline, or where a ticket decides, the function of its fields.

        That raises what `named` raises.
        """
        if self.joined:
            return reduce(or_, (calendars[name] for name in self.joined))._timeline
        named = self._naming(calendars)
        names = {name for _, name in self.places} or calendars
        timelines = {name: calendars[name]._timeline for name in names}
        return lambda fields: timelines[named(fields)]

    def named(self, calendars: Collection[str], fields: Mapping[Any, Any]) -> str:
        """Return the name of the calendar for a ticket with these fields, joined ones by " + ".

        Raises `TicketError` for a field that leads to no calendar, and `PolicyError` where no row
        holds.
        """
        return " + ".join(self.joined) if self.joined else self._naming(calendars)(fields)

    def _naming(self, calendars: Collection[str]) -> Callable[[Mapping[Any, Any]], str]:
        if self.rows:
            rows = [(level.compile(), name) for level, name in self.rows]

            def by_rows(fields: Mapping[Any, Any]) -> str:
                for holds, name in rows:
                    if holds(fields):
                        return name
                raise PolicyError(
                    "no row gives the ticket a calendar",
                    parameter="calendar",
                    remedy="add a last row without `when`",
                )

            return by_rows
        field, last = self.field, self.otherwise
        names = self.table or ({} if last else {name: name for name in calendars})

        def by_field(fields: Mapping[Any, Any]) -> str:
            value = fields.get(field)
            found = last
            if value is not None:
                key = value if isinstance(value, str) else key_text(value)
                found = names.get(key, last)
            if found is None:
                known = ", ".join(sorted(names))
                raise TicketError(
                    f"the ticket's {field} is {value!r}, which leads to no calendar",
                    parameter=f"fields.{field}",
                    value=value,
                    remedy=f"give it one of {known}, or the policy an `else`",
                )
            return found

        return by_field

    def to_data(self) -> Any:
        """Return the text, the list or the table that a file holds."""
        if self.joined:
            return list(self.joined) if len(self.joined) > 1 else self.joined[0]
        if self.rows:
            return [
                {**({"when": level.to_data()} if level else {}), "calendar": name}
                for level, name in self.rows
            ]
        last = {} if self.otherwise is None else {ELSE: self.otherwise}
        table = {**self.table, **last}
        return {BY: self.field, **table} if table else f"field({self.field})"

    def _key(self) -> tuple[Any, ...]:
        # A table has no order.
        entries = frozenset(self.table.items())
        return self.joined, self.field, entries, self.otherwise, self.rows

    def __eq__(self, other: object) -> bool:
        return isinstance(other, CalendarChoice) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def __repr__(self) -> str:
        return f"CalendarChoice.parse({self.to_data()!r})"

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        name = {"type": "string", "minLength": 1, "examples": ["office"]}
        row = {
            "type": "object",
            "properties": {
                "when": LEVEL_SCHEMA,
                "calendar": {**name, "description": "the calendar where the condition holds"},
            },
            "required": ["calendar"],
            "additionalProperties": False,
        }
        by = {
            **name,
            "description": "the field whose values the other keys are",
            "examples": ["country"],
        }
        return {
            "description": "a calendar's name, or how the ticket leads to one",
            "anyOf": [
                name,
                {"type": "array", "items": name, "minItems": 1},
                {"type": "array", "items": row, "minItems": 1},
                {
                    "type": "object",
                    "properties": {BY: by},
                    "required": [BY],
                    "additionalProperties": name,
                    "minProperties": 2,
                },
            ],
            "examples": ["office", "field(site)", {"by": "country", "BR": "office"}],
        }


def read_rows(value: Sequence[Any]) -> list[tuple[Level, str]]:
    """Read rows of a condition and a name; raises one error with every problem."""
    rows: list[tuple[Level, str]] = []
    problems: list[Problem] = []
    for i, row in enumerate(value):
        if not isinstance(row, Mapping) or not isinstance(row.get("calendar"), str):
            problems.append(problem(f"{row!r} is no row of a calendar", (i,), row))
            continue
        for key in row:
            if key not in ROW_KEYS:
                remedy = did_you_mean(str(key), ROW_KEYS)
                problems.append(problem(f"unknown key {key!r}", (i, str(key)), key, remedy))
        try:
            level = Level.parse(row["when"]) if "when" in row else Level()
        except SlakitError as error:
            problems += [each.under(i, "when") for each in error.problems]
            continue
        if not level and i < len(value) - 1:
            message = "the row is for every ticket, so none comes to those behind it"
            problems.append(problem(message, (i,), row, "put it last, or give it a `when`"))
        rows.append((level, row["calendar"]))
    if problems:
        raise refusal(problems)
    return rows


def problem(message: str, path: Path, value: Any, remedy: str = REMEDY) -> Problem:
    return Problem(message, path, value, remedy=remedy, code=PolicyError.code)
