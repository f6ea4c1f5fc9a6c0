"""The questions of calendars as functions of DuckDB, answered a vector of rows at a time.

`register` makes them known to one connection:

* ``sla_elapsed(calendar, start, end)`` is the open time between, an INTERVAL of microseconds;
* ``sla_add(calendar, start, amount)`` is the instant to which an amount leads, a TIMESTAMPTZ;
* ``sla_is_open(calendar, at)`` is a BOOLEAN.

NULL in is NULL out. `calendar` is the name of one, in every row its own. An amount is whatever
`Calendar.add` takes, such as ``'4h'`` or ``'2bd'``, or an INTERVAL of hours, minutes and seconds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from slakit.calendars import Calendar
from slakit.calendars.zones import zone
from slakit.documents import did_you_mean
from slakit.durations import Amount
from slakit.errors import AmountError, MissingExtraError, TableError, UnknownNameError

try:
    import duckdb
    import pyarrow as pa
except ImportError as missing:
    name = missing.name or "duckdb"
    raise MissingExtraError.of("duckdb", "slakit.frames.duckdb", name) from None

from slakit.frames import questions
from slakit.frames.answers import listed
from slakit.frames.columns import NAT, Integers
from slakit.frames.native import of_pyarrow
from slakit.frames.native.foreign import no_column_of_instants
from slakit.frames.native.instants import instants_of_walls, instants_within, naive_column
from slakit.instants import EPOCH, MICROSECOND

__all__ = ["register"]

INTERVAL = np.dtype([("months", "i4"), ("days", "i4"), ("nanoseconds", "i8")])


def register(
    con: duckdb.DuckDBPyConnection,
    *,
    calendars: Mapping[str, Calendar],
    prefix: str = "sla",
    tz: str | ZoneInfo | None = None,
) -> None:
    """Make the questions functions of a connection; doing so again replaces them.

    `calendars` are known by their names in SQL, where an unknown one is an error that lists them.
    A TIMESTAMP, which has no zone, is refused, or is the wall time of `tz`; the zone of the
    session is never heeded.

    >>> import duckdb
    >>> office = BusinessCalendar(tz="Europe/Madrid", hours="Mon-Fri 09:00-12:00,13:00-18:00")
    >>> con = duckdb.connect()
    >>> register(con, calendars={"office": office}, tz="Europe/Madrid")
    >>> query = "select sla_elapsed('office', opened, opened + interval 3 days) from tickets"
    >>> _ = con.execute("create table tickets as select timestamp '2024-05-03 11:00' as opened")
    >>> print(con.execute(query).fetchone()[0])
    8:00:00

    Raises `TableError` for calendars without names, `CalendarError` for what is no calendar.

    The trap: intervals have no sum in DuckDB; the sum of ``epoch_us(sla_elapsed(...))`` is exact.
    """
    if not isinstance(calendars, Mapping):
        raise TableError(
            f"{calendars!r} is no mapping of names to calendars",
            parameter="calendars",
            value=calendars,
            remedy='name each of them, as in {"office": office}',
        )
    listed([*calendars.values()])
    asked = Asked(dict(calendars), None if tz is None else zone(tz))
    functions: list[tuple[str, Callable[..., Any], int, str]] = [
        ("elapsed", asked.elapsed, 3, "INTERVAL"),
        ("add", asked.add, 3, "TIMESTAMPTZ"),
        ("is_open", asked.is_open, 2, "BOOLEAN"),
    ]
    for word, function, parameters, returned in functions:
        name = f"{prefix}_{word}"
        with suppress(duckdb.InvalidInputException):  # It was not there.
            con.remove_function(name)
        # Without declared types the arguments come as what they are. A declared TIMESTAMPTZ would
        # take any TIMESTAMP for one of the zone of the session.
        con.create_function(  # type: ignore[call-overload]  # It knows words for these types.
            name,
            counted(name, function, parameters),
            None,
            returned,
            type="arrow",
            null_handling="special",
        )


def counted(name: str, function: Callable[..., Any], parameters: int) -> Callable[..., Any]:
    """Return a function of any number of columns that takes but its own number of them."""

    def call(*columns: Any) -> Any:
        if len(columns) != parameters:
            raise TableError(
                f"{name} has {parameters} arguments, not {len(columns)}",
                parameter=name,
                value=len(columns),
                remedy="begin with the name of a calendar, as in sla_is_open('office', now())",
            )
        return function(*columns)

    return call


class Asked:
    """The functions, which take columns of Arrow; NULL is `NAT` in between."""

    def __init__(self, calendars: dict[str, Calendar], tz: ZoneInfo | None) -> None:
        self.names = {name: place for place, name in enumerate(calendars)}
        self.calendars = list(calendars.values())
        self.tz = tz

    def elapsed(self, calendar: Any, start: Any, end: Any) -> Any:
        """Answer ``sla_elapsed``."""
        which = self.places(calendar)
        starts, ends = self.instants(start, "start"), self.instants(end, "end")
        answers = self.ask(questions.elapsed, which, starts, ends)
        return pa.array(answers, mask=answers == NAT).cast(pa.duration("us"))

    def add(self, calendar: Any, start: Any, amount: Any) -> Any:
        """Answer ``sla_add``."""
        which, starts = self.places(calendar), self.instants(start, "start")
        lengths, rules = lengths_and_rules(amount)
        answers = self.ask(questions.add, which, starts, lengths)
        for row, rule in rules.items():
            if starts[row] != NAT and which[row] >= 0:
                moment = EPOCH + int(starts[row]) * MICROSECOND
                due = self.calendars[which[row]].add(moment, rule)
                answers[row] = (due - EPOCH) // MICROSECOND
        return pa.array(answers, mask=answers == NAT).cast(pa.timestamp("us", "UTC"))

    def is_open(self, calendar: Any, at: Any) -> Any:
        """Answer ``sla_is_open``."""
        which, moments = self.places(calendar), self.instants(at, "at")
        answers = self.ask(questions.is_open, which, moments)
        return pa.array(answers, mask=(moments == NAT) | (which < 0))

    def places(self, calendar: Any) -> Integers:
        """Return which calendar each row names, -1 where it names none."""
        codes, names = of_pyarrow.coded(calendar)
        for name in names:
            if name not in self.names:
                raise UnknownNameError(
                    f"there is no calendar {name!r}",
                    parameter="calendar",
                    value=name,
                    remedy=did_you_mean(str(name), self.names),
                )
        return np.array([*map(self.names.__getitem__, names), -1], np.int64)[codes]

    def instants(self, at: Any, parameter: str) -> Integers:
        """Return the instants of a TIMESTAMPTZ, or of a TIMESTAMP in the zone for these."""
        if at.null_count == len(at):  # Whatever its type is, it has none.
            return np.full(len(at), NAT)
        if not pa.types.is_timestamp(at.type):
            raise no_column_of_instants(at.type, parameter)
        if at.type.tz is not None:
            read = instants_within(at.to_numpy(), parameter)
        elif self.tz is not None:
            read = instants_of_walls(at.to_numpy(), self.tz, parameter)
        else:
            raise naive_column(parameter)
        for error in read.errors.values():
            raise error
        return read.instants

    def ask(
        self, question: Callable[..., Any], which: Integers, starts: Integers, *others: Integers
    ) -> Any:
        """Ask the calendars of the rows; those without one get no answer, as without a start."""
        starts = np.where(which < 0, NAT, starts)
        first = max(int(which[0]), 0)
        if (which == first).all():
            return question(self.calendars[first], starts, *others)
        return question(self.calendars, starts, *others, which=np.maximum(which, 0))


def lengths_and_rules(amount: Any) -> tuple[Integers, dict[int, Amount]]:
    """Return amounts of open time, `NAT` for others, and these by their rows."""
    if pa.types.is_interval(amount.type):
        return lengths_of_intervals(amount), {}
    codes, texts = of_pyarrow.coded(amount)
    amounts = [read_amount(text) for text in texts]
    lengths = [
        each.length // MICROSECOND if each.kind == "open" and each.length is not None else NAT
        for each in amounts
    ]
    rules = np.array([*(length == NAT for length in lengths), False])[codes]
    rows = np.flatnonzero(rules).tolist()
    return np.array([*lengths, NAT])[codes], {row: amounts[codes[row]] for row in rows}


def read_amount(text: Any) -> Amount:
    if isinstance(text, str):
        return Amount.of(text)
    raise AmountError(
        f"{text!r} is no amount",
        parameter="amount",
        value=text,
        remedy="give a text such as '4h' or '2bd', or an INTERVAL of hours",
    )


def lengths_of_intervals(column: pa.ChunkedArray) -> Integers:
    """Return INTERVALs of hours, minutes and seconds as microseconds."""
    parts = [
        np.frombuffer(chunk.buffers()[1], INTERVAL)[chunk.offset : chunk.offset + len(chunk)]
        for chunk in column.chunks
    ]
    intervals = np.concatenate([np.zeros(0, INTERVAL), *parts])
    missing = column.is_null().to_numpy()
    if (((intervals["months"] != 0) | (intervals["days"] != 0)) & ~missing).any():
        raise AmountError(
            "an INTERVAL of days or months is no open time",
            parameter="amount",
            remedy="give hours, as in INTERVAL 16 HOURS, or business days, as in '2bd'",
        )
    # What DuckDB has is microseconds.
    return np.where(missing, NAT, intervals["nanoseconds"] // 1000)
