"""The questions of a calendar, asked of columns.

Instants are datetime64 in UTC, or int64 microseconds since 1970 in UTC; of datetime64 every unit
from seconds on is converted exactly. An answer has integers where its first column has them, else
it counts microseconds. A single value stands for a whole column of it. NaT, which of integers is
the least int64, answers NaT.

With a list of calendars `which` says for each row which of them, counted from 0. Work is shared
by `threads`, of which two and more are worth their while from some hundred thousand rows on.

Columns of pandas, polars and pyarrow are taken too, and answered in their own kind and zone. `tz`
is the zone of naive ones, which are refused without it. An aware datetime stands for a column of
it.

A row that a calendar refuses raises its error, which names the row as ``starts[17]``: an instant
outside the years 3 to 9997 is an `InstantError`, a search or a span of more than a hundred years a
`HorizonError`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from slakit.calendars import Calendar
from slakit.calendars.calendar import read_time
from slakit.durations import Amount
from slakit.errors import AmountError
from slakit.frames import kernels
from slakit.frames.answers import ByTable, Question, answer
from slakit.frames.columns import Integers
from slakit.frames.days import ByDays, DayRule
from slakit.frames.rows import (
    one_add,
    one_elapsed,
    one_is_open,
    one_next_open,
    rest_of_add,
    rest_of_next_open,
)
from slakit.frames.series import Zone, answered_as, read_counts, read_instants, read_lengths
from slakit.instants import MICROSECOND

__all__ = ["add", "add_business_days", "elapsed", "is_open", "next_open"]

ELAPSED = Question(ByTable(kernels.elapsed, one_elapsed), ("starts", "ends"), 2, np.int64)
ADD = Question(ByTable(kernels.add, one_add, rest_of_add), ("starts", "amounts"), 1, np.int64)
IS_OPEN = Question(ByTable(kernels.is_open, one_is_open), ("at",), 1, np.bool_)
NEXT_OPEN = Question(
    ByTable(kernels.next_open, one_next_open, rest_of_next_open), ("at",), 1, np.int64
)

Calendars = Calendar | Sequence[Calendar]


def elapsed(
    calendar: Calendars,
    starts: ArrayLike | datetime,
    ends: ArrayLike | datetime,
    *,
    tz: Zone = None,
    which: ArrayLike | None = None,
    threads: int = 1,
) -> Any:
    """Return the open time of each row from its start to its end, negative backwards.

    It is timedelta64 in microseconds, or int64 where the starts are. Raises `InstantError` for
    columns that hold no instants or lose precision in microseconds.

    >>> import numpy as np
    >>> office = BusinessCalendar(tz="Europe/Madrid", hours="Mon-Fri 09:00-18:00")
    >>> starts = np.array(["2024-05-03T15:00", "2024-05-04T12:00", "NaT"], "M8[s]")
    >>> spent = elapsed(office, starts, np.datetime64("2024-05-06T08:00:00"))
    >>> print(spent.dtype, spent.astype("m8[m]"))
    timedelta64[us] [  120    60 'NaT']

    The trap: datetime64 has no zone and is taken for UTC, never for the calendar's own.
    """
    columns = [read_instants(starts, "starts", tz), read_instants(ends, "ends", tz)]
    answers = answer(ELAPSED, calendar, columns, which, threads)
    return answered_as("lengths", answers, [starts, ends], tz)


def add(
    calendar: Calendars,
    starts: ArrayLike | datetime,
    amounts: ArrayLike | Amount | timedelta | str,
    *,
    tz: Zone = None,
    which: ArrayLike | None = None,
    threads: int = 1,
) -> Any:
    """Return the instants at which amounts of open time have passed since the starts.

    `amounts` are timedelta64, int64 microseconds, or one amount of open time such as ``"4h"``. As
    in `Calendar.add`, a positive one leads to the earliest such instant, zero to the first open
    instant at or after the start, a negative one to the latest. Raises `AmountError` for amounts
    that are no length of open time.

    >>> import numpy as np
    >>> office = BusinessCalendar(tz="Europe/Madrid", hours="Mon-Fri 09:00-18:00")
    >>> due = add(office, np.array(["2024-05-03T15:00", "2024-05-04T12:00"], "M8[s]"), "2h")
    >>> print(due.dtype, due.astype("M8[m]"))
    datetime64[us] ['2024-05-06T08:00' '2024-05-06T09:00']

    The trap: a column of integers is one of microseconds; 4 in it is no 4 hours.
    """
    columns = [read_instants(starts, "starts", tz), read_amounts(amounts)]
    answers = answer(ADD, calendar, columns, which, threads)
    return answered_as("instants", answers, [starts, amounts], tz)


def read_amounts(amounts: ArrayLike | Amount | timedelta | str) -> Integers:
    if not isinstance(amounts, Amount | timedelta | str | int | float):
        return read_lengths(amounts, "amounts")
    # One number has no unit, and is refused as it is by a calendar; a column counts microseconds.
    amount = Amount.of(amounts)
    if amount.kind != "open" or amount.length is None:
        raise AmountError(
            f"{str(amount)!r} is no open time",
            parameter="amounts",
            value=str(amount),
            remedy="give open time such as 4h; business days are for add_business_days",
        )
    return read_lengths(amount.length // MICROSECOND, "amounts")


def add_business_days(
    calendar: Calendars,
    starts: ArrayLike | datetime,
    days: ArrayLike,
    *,
    end_of_day: bool = False,
    at: str | time | None = None,
    cutoff: str | time | None = None,
    tz: Zone = None,
    which: ArrayLike | None = None,
    threads: int = 1,
) -> Any:
    """Return the instants so many business days on, at the same time of day.

    `days` is a whole number, or a column of them; the others are as in
    `Calendar.add_business_days`: a start out of hours first moves to the next opening (to the
    closing before it when `days` is negative), `end_of_day` is the last closing of the day, `at` a
    time of it in hours or not, and a start at or after `cutoff` counts from the next business day.
    Raises `AmountError` for `days` that are no whole numbers.

    >>> import numpy as np
    >>> office = BusinessCalendar(tz="Europe/Madrid", hours="Mon-Fri 09:00-18:00")
    >>> starts = np.array(["2024-05-03T15:00", "2024-05-04T12:00"], "M8[s]")
    >>> print(add_business_days(office, starts, 1, cutoff="16:30").astype("M8[m]"))
    ['2024-05-07T07:00' '2024-05-07T07:00']

    The trap: what is outside the hours of its day is pulled into them, so that one day after 17:00
    is 14:00 where that day closes then; ``at="17:00"`` is 17:00 in any case.
    """
    if end_of_day and at is not None:
        raise AmountError(
            "the end of the day and a time of day exclude each other",
            parameter="at",
            value=at,
            remedy="give one of end_of_day and at",
        )
    rule = DayRule(end_of_day, read_time(at, "at"), read_time(cutoff, "cutoff"))
    question = Question(ByDays(rule), ("starts", "days"), 1, np.int64)
    columns = [read_instants(starts, "starts", tz), read_counts(days, "days")]
    answers = answer(question, calendar, columns, which, threads)
    return answered_as("instants", answers, [starts, days], tz)


def is_open(
    calendar: Calendars,
    at: ArrayLike | datetime,
    *,
    tz: Zone = None,
    which: ArrayLike | None = None,
    threads: int = 1,
) -> Any:
    """Return for each instant whether it is open. An opening is, a closing is not.

    >>> import numpy as np
    >>> office = BusinessCalendar(tz="Europe/Madrid", hours="Mon-Fri 09:00-18:00")
    >>> is_open(office, np.array(["2024-05-03T15:59:59", "2024-05-03T16:00:00"], "M8[s]"))
    array([ True, False])

    The trap: a boolean cannot be NaT, so NaT is not open, and the same as closed.
    """
    answers = answer(IS_OPEN, calendar, [read_instants(at, "at", tz)], which, threads)
    return answered_as("flags", answers, [at], tz)


def next_open(
    calendar: Calendars,
    at: ArrayLike | datetime,
    *,
    tz: Zone = None,
    which: ArrayLike | None = None,
    threads: int = 1,
) -> Any:
    """Return the first opening strictly after each instant; NaT where a calendar never closes.

    >>> import numpy as np
    >>> office = BusinessCalendar(tz="Europe/Madrid", hours="Mon-Fri 09:00-18:00")
    >>> next_open(office, np.array(["2024-05-03T07:00"], "M8[s]"))
    array(['2024-05-06T07:00:00.000000'], dtype='datetime64[us]')

    The trap: at an opening itself the answer is the one after it.
    """
    answers = answer(NEXT_OPEN, calendar, [read_instants(at, "at", tz)], which, threads)
    return answered_as("instants", answers, [at], tz)
