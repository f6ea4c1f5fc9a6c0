"""The questions of a calendar, asked of columns of Spark.

Each function takes a calendar, and returns a function of columns for ``select``, ``withColumn``
or, once ``spark.udf.register`` has given it a name, SQL. With a mapping of names to calendars its
first column has the name of each row's calendar.

Instants are columns of ``timestamp``, whatever the zone of the session; a ``timestamp_ntz`` is
wall time, and refused unless `tz` says of which zone. Where a column has null, so has the answer.
What a calendar refuses fails the job with its error.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import time, timedelta, tzinfo
from typing import Any, TypeAlias

import numpy as np
import pyarrow as pa
from pyspark.sql import Column
from pyspark.sql.functions import arrow_udf
from pyspark.sql.types import BooleanType, DataType, DayTimeIntervalType, TimestampType

from slakit.calendars import Calendar
from slakit.calendars.zones import zone
from slakit.durations import Amount
from slakit.frames import questions
from slakit.frames.spark.batches import INSTANT, LENGTH, Asked, CalendarSet

__all__ = ["add", "add_business_days", "elapsed", "is_open", "next_open"]

ColumnFunction: TypeAlias = Callable[..., Column]
Calendars: TypeAlias = Calendar | Mapping[str, Calendar]

NO_ROWS = np.empty(0, np.int64)
OF_ARROW: dict[pa.DataType, DataType] = {
    INSTANT: TimestampType(),
    LENGTH: DayTimeIntervalType(),
    pa.bool_(): BooleanType(),
}


def elapsed(calendar: Calendars, *, tz: str | tzinfo | None = None) -> ColumnFunction:
    """Return the function of two columns that is the open time from the one to the other.

    It is an ``interval day to second``, exact to the microsecond and negative backwards.

    >>> spent = elapsed(BusinessCalendar(tz="Europe/Madrid", hours="Mon-Fri 09:00-18:00"))
    >>> tickets.select(spent("opened", "closed"))  # doctest: +SKIP
    DataFrame[elapsed(opened, closed): interval day to second]

    The trap: its days are of 24 hours. Three days of work in an office that opens for nine hours
    are 27 hours, which Spark shows as ``1 03:00:00``.
    """
    return column_function("elapsed", ("starts", "ends"), LENGTH, calendar, tz)


def add(
    calendar: Calendars,
    amount: Amount | timedelta | str | None = None,
    *,
    tz: str | tzinfo | None = None,
) -> ColumnFunction:
    """Return the function of a column that is the instant at which `amount` has passed since.

    Without an amount the function takes a second column, of ``interval day to second``. The
    answer is a ``timestamp``, also where the column is wall time. Raises `AmountError` for an
    amount that is no length of open time.

    >>> due = add(BusinessCalendar(tz="Europe/Madrid", hours="Mon-Fri 09:00-18:00"), "4h")
    >>> tickets.select(due("opened"))  # doctest: +SKIP
    DataFrame[add(opened): timestamp]
    """
    if amount is None:
        return column_function("add", ("starts", "amounts"), INSTANT, calendar, tz)
    return column_function("add", ("starts",), INSTANT, calendar, tz, amounts=amount)


def add_business_days(
    calendar: Calendars,
    days: int | None = None,
    *,
    end_of_day: bool = False,
    at: str | time | None = None,
    cutoff: str | time | None = None,
    tz: str | tzinfo | None = None,
) -> ColumnFunction:
    """Return the function of a column that is the instant so many business days on.

    Without `days` the function takes a second column, of whole numbers. The other parameters are
    those of `Calendar.add_business_days`. Raises `AmountError` for what is no time of day.

    >>> due = add_business_days(
    ...     BusinessCalendar(tz="Europe/Madrid", hours="Mon-Fri 09:00-18:00"), 2, cutoff="16:00"
    ... )
    >>> tickets.select(due("opened"))  # doctest: +SKIP
    DataFrame[add_business_days(opened): timestamp]
    """
    parameters: tuple[str, ...] = ("starts", "days")
    options: dict[str, Any] = {"end_of_day": end_of_day, "at": at, "cutoff": cutoff}
    if days is not None:
        parameters, options["days"] = ("starts",), days
    return column_function("add_business_days", parameters, INSTANT, calendar, tz, **options)


def is_open(calendar: Calendars, *, tz: str | tzinfo | None = None) -> ColumnFunction:
    """Return the function of a column that tells whether an instant is open.

    >>> at_work = is_open(BusinessCalendar(tz="Europe/Madrid", hours="Mon-Fri 09:00-18:00"))
    >>> tickets.select(at_work("opened"))  # doctest: +SKIP
    DataFrame[is_open(opened): boolean]
    """
    return column_function("is_open", ("at",), pa.bool_(), calendar, tz)


def next_open(calendar: Calendars, *, tz: str | tzinfo | None = None) -> ColumnFunction:
    """Return the function of a column that is the first opening strictly after an instant.

    It is null where a calendar never closes.

    >>> opening = next_open(BusinessCalendar(tz="Europe/Madrid", hours="Mon-Fri 09:00-18:00"))
    >>> tickets.select(opening("opened"))  # doctest: +SKIP
    DataFrame[next_open(opened): timestamp]
    """
    return column_function("next_open", ("at",), INSTANT, calendar, tz)


def column_function(
    question: str,
    parameters: tuple[str, ...],
    answer: pa.DataType,
    calendar: Calendars,
    tz: str | tzinfo | None,
    **options: Any,
) -> ColumnFunction:
    """Return a question to calendars as a function of columns."""
    named = isinstance(calendar, Mapping)
    document = CalendarSet(calendars=calendar if named else {"": calendar}).canonical_json()
    local = None if tz is None else zone(tz)
    asked = Asked(question, parameters, answer, document, named, local, options)
    # What is wrong whatever the rows is refused here, and not by the first worker to find out.
    getattr(questions, question)([], *[NO_ROWS] * len(parameters), which=NO_ROWS, **options)

    # Spark looks at the types of parameters, and calls the column after the function.
    def answered(*arrays: pa.Array) -> pa.Array:
        return asked.of(*arrays)

    answered.__name__ = question
    function: ColumnFunction = arrow_udf(answered, OF_ARROW[answer])
    return function
