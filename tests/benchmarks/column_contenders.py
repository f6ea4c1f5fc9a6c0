"""Each way to ask a calendar of a whole column, brought to one shape: prepare once, ask at once.

Every contender gets its best case, as in `contenders`: its columns are of its own kind already, its
holidays and the changes of clocks are looked up beforehand. What is written by hand here is what
one writes on numpy, pandas and polars: whole days by their function for business days, and the time
of day of both ends clipped to the hours. What loops over rows has a sample of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial, reduce
from importlib import import_module
from itertools import pairwise
from operator import add as add_columns
from typing import Any

import numpy as np

from slakit import BusinessCalendar
from slakit.frames import add, add_business_days, elapsed, is_open, next_open
from slakit.instants import EPOCH, MICROSECOND
from tests.benchmarks import contenders, kernels
from tests.benchmarks.cases import HOLIDAYS, ZONE, calendar
from tests.benchmarks.kernels import DAYS, clock_changes, local

# What loops over rows takes microseconds for each, so it gets so many of them.
LOOPED = 5_000
DAY = np.timedelta64(1, "D")
SECOND_DAYS = 2

Column = Any
Span = tuple[int, int]


@dataclass(frozen=True)
class Ask:
    """One way to answer a question of the first `rows` rows.

    `answer` brings what it returned to integers, to compare; None where it answers another
    question, which its name then says.
    """

    peer: str
    work: Callable[[], Any]
    rows: int
    answer: Callable[[Any], Column] | None = None


@dataclass(frozen=True)
class Columns:
    """The same rows for everybody: instants and lengths in microseconds, and whole days."""

    starts: Column
    ends: Column
    amounts: Column

    @classmethod
    def of(cls, count: int) -> Columns:
        return cls(*kernels.rows(count))


def spans_of(hours: str) -> list[Span]:
    """Return the opening hours as microseconds of the day."""
    return [
        tuple((edge.hour * 60 + edge.minute) * 60_000_000 for edge in span)  # type: ignore[misc]
        for span in contenders.opening_hours(hours)
    ]


def integers(answer: Column) -> Column:
    return np.asarray(answer).astype(np.int64)


def ours(question: str, hours: str, rows: Columns) -> Ask:
    """What everything is compared with."""
    cal, a, b = calendar(hours), rows.starts, rows.ends
    asked: dict[str, Callable[[], Any]] = {
        "elapsed": lambda: elapsed(cal, a, b),
        "add": lambda: add(cal, a, rows.amounts),
        "is_open": lambda: is_open(cal, a),
        "next_open": lambda: next_open(cal, a),
        "add_business_days": lambda: add_business_days(cal, a, SECOND_DAYS),
    }
    return Ask("slakit.frames", asked[question], len(a), integers)


def peers(question: str, hours: str, rows: Columns) -> Iterator[Ask]:
    """Return the others, those that are installed."""
    yield from on_numpy(question, hours, rows)
    yield from looped(question, hours, rows)
    for name, asks in (("pandas", on_pandas), ("polars", on_polars)):
        try:
            module = import_module(name)
        except ImportError:
            continue
        yield from asks(question, hours, rows, module)


# numpy


def on_numpy(question: str, hours: str, rows: Columns) -> Iterator[Ask]:
    spans, count = spans_of(hours), len(rows.starts)
    a, b = rows.starts.view("M8[us]"), rows.ends.view("M8[us]")
    zone = clock_changes()
    first, last = a.astype("M8[D]"), b.astype("M8[D]")
    if question == "elapsed":
        count_days = partial(np.busday_count, first, last, busdaycal=DAYS)
        yield Ask("numpy busday_count (whole days only)", count_days, count)
        by_hand = partial(elapsed_by_hand, a, b, spans)
        yield Ask("numpy by hand, as if UTC were local time", by_hand, count)

        def in_zone() -> Column:
            return elapsed_by_hand(local(a, *zone), local(b, *zone), spans)

        yield Ask("numpy by hand, in local time", in_zone, count, integers)
    elif question == "add":
        days = rows.amounts // sum(end - start for start, end in spans)
        offset = partial(np.busday_offset, first, days, "forward", busdaycal=DAYS)
        yield Ask("numpy busday_offset (whole days only)", offset, count)
        by_hand = partial(add_by_hand, a, rows.amounts, spans, zone)
        yield Ask("numpy by hand, in local time", by_hand, count, integers)
    elif question == "add_business_days":
        offset = partial(np.busday_offset, first, SECOND_DAYS, "forward", busdaycal=DAYS)
        yield Ask("numpy busday_offset (whole days only)", offset, count)
    elif question == "is_open":

        def open_by_hand() -> Column:
            day, time = days_and_times(local(a, *zone))
            return np.is_busday(day, busdaycal=DAYS) & any_of(spans, time)

        yield Ask("numpy by hand, in local time", open_by_hand, count, integers)


def days_and_times(wall: Column) -> tuple[Column, Column]:
    day = wall.astype("M8[D]")
    return day, (wall - day).astype(np.int64)


def worked(time: Column, spans: list[Span]) -> Column:
    """Return the open time from midnight to times of day."""
    return sum(np.clip(time, start, end) - start for start, end in spans)


def any_of(spans: list[Span], time: Column) -> Column:
    found = np.zeros(len(time), np.bool_)
    for start, end in spans:
        found |= (start <= time) & (time < end)
    return found


def elapsed_by_hand(starts: Column, ends: Column, spans: list[Span]) -> Column:
    (first, a), (last, b) = days_and_times(starts), days_and_times(ends)
    whole = np.busday_count(first, last, busdaycal=DAYS) * sum(end - start for start, end in spans)
    after = worked(b, spans) * np.is_busday(last, busdaycal=DAYS)
    return whole + after - worked(a, spans) * np.is_busday(first, busdaycal=DAYS)


def add_by_hand(
    starts: Column, amounts: Column, spans: list[Span], zone: tuple[Column, Column]
) -> Column:
    """Return the ends of positive amounts, which may fall on a closing but not on an opening."""
    changes, offsets = zone
    day, time = days_and_times(local(starts, changes, offsets))
    first = np.busday_offset(day, 0, "forward", busdaycal=DAYS)
    total = np.where(first == day, worked(time, spans), 0) + amounts
    days, rest = np.divmod(total - 1, sum(end - start for start, end in spans))
    midnight = np.busday_offset(first, days, busdaycal=DAYS).astype("M8[us]")
    done = 0
    shift = np.full(len(rest), spans[0][0])
    for (start, end), (later, _) in pairwise(spans):
        done += end - start
        shift[rest >= done] = later - done
    wall = midnight + (rest + 1 + shift).view("m8[us]")
    # Clocks change outside the hours, so that which side of a change is no question.
    return wall - offsets[np.searchsorted(changes + offsets[1:], wall, "right")]


# Row by row


def looped(question: str, hours: str, rows: Columns) -> Iterator[Ask]:
    """Return the libraries that answer one row at a time, on a sample of instants made ready."""
    cal = calendar(hours)
    count = min(LOOPED, len(rows.starts))
    starts, ends = (
        [EPOCH + each * MICROSECOND for each in column[:count].tolist()]
        for column in (rows.starts, rows.ends)
    )
    amounts = [each * MICROSECOND for each in rows.amounts[:count].tolist()]
    yield from slakit_looped(question, cal, starts, ends, amounts)
    if question not in ("elapsed", "add") or "timegrid" not in contenders.installed():
        return
    timegrid = next(iter(contenders.timegrid(hours, import_module("timegrid"))))
    ask = timegrid.elapsed if question == "elapsed" else timegrid.add
    assert ask is not None
    prepared = [timegrid.prepare(at) for at in starts]
    second = [timegrid.prepare(at) for at in ends] if question == "elapsed" else amounts

    def answer(found: list[Any]) -> Column:
        if question == "elapsed":
            return np.array([each // MICROSECOND for each in found])
        return np.array([(timegrid.instant(each) - EPOCH) // MICROSECOND for each in found])

    work = partial(loop, ask, prepared, second)
    yield Ask("timegrid, row by row, naive local time", work, count, answer)


def slakit_looped(
    question: str,
    cal: BusinessCalendar,
    starts: list[datetime],
    ends: list[datetime],
    amounts: list[timedelta],
) -> Iterator[Ask]:
    second: dict[str, list[Any]] = {
        "elapsed": ends,
        "add": amounts,
        "add_business_days": [SECOND_DAYS] * len(starts),
    }

    def answer(found: list[Any]) -> Column:
        if isinstance(found[0], datetime):
            found = [at - EPOCH for at in found]
        return np.array([x // MICROSECOND if isinstance(x, timedelta) else int(x) for x in found])

    ask = getattr(cal, question)
    if question in second:
        work = partial(loop, ask, starts, second[question])
    else:
        work = partial(loop_of_one, ask, starts)
    yield Ask(f"slakit, Calendar.{question} row by row", work, len(starts), answer)


def loop(ask: Callable[[Any, Any], Any], first: list[Any], second: list[Any]) -> list[Any]:
    return [ask(a, b) for a, b in zip(first, second, strict=True)]


def loop_of_one(ask: Callable[[Any], Any], first: list[Any]) -> list[Any]:
    return [ask(a) for a in first]


# pandas and polars


def on_pandas(question: str, hours: str, rows: Columns, pd: Any) -> Iterator[Ask]:
    if question != "elapsed":
        return
    spans, count = spans_of(hours), len(rows.starts)
    a, b = (
        pd.Series(column.view("M8[us]")).dt.tz_localize("UTC")
        for column in (rows.starts, rows.ends)
    )

    def side(column: Any) -> tuple[Any, Any]:
        wall = column.dt.tz_convert(ZONE).dt.tz_localize(None)
        day = wall.dt.normalize()
        time, days = wall - day, day.to_numpy().astype("M8[D]")
        parts = (
            time.clip(opening, closing) - opening
            for opening, closing in np.array(spans).astype("m8[us]")
        )
        return days, reduce(add_columns, parts) * np.is_busday(days, busdaycal=DAYS).astype(int)

    def work() -> Any:
        (first, before), (last, after) = side(a), side(b)
        days = pd.Series(np.busday_count(first, last, busdaycal=DAYS))
        whole = np.timedelta64(sum(end - start for start, end in spans), "us")
        return days * whole + after - before

    def answer(found: Any) -> Column:
        return found.to_numpy().astype("m8[us]").astype(np.int64)

    yield Ask("pandas by hand, in local time", work, count, answer)


def on_polars(question: str, hours: str, rows: Columns, pl: Any) -> Iterator[Ask]:
    """Return what polars does, which shares it among all processors by itself."""
    count, spans = len(rows.starts), spans_of(hours)
    frame = pl.DataFrame(
        {
            name: pl.Series(column.view("M8[us]")).dt.replace_time_zone("UTC")
            for name, column in (("start", rows.starts), ("end", rows.ends))
        }
    )
    if question == "add_business_days":
        day = pl.col("start").dt.date()
        later = day.dt.add_business_days(SECOND_DAYS, holidays=HOLIDAYS, roll="forward")
        yield Ask("polars add_business_days (whole days only)", lambda: frame.select(later), count)
    if question != "elapsed":
        return
    days = pl.business_day_count(
        pl.col("start").dt.date(), pl.col("end").dt.date(), holidays=HOLIDAYS
    )
    yield Ask("polars business_day_count (whole days only)", lambda: frame.select(days), count)

    def side(name: str) -> tuple[Any, Any]:
        wall = pl.col(name).dt.convert_time_zone(ZONE).dt.replace_time_zone(None)
        day = wall.dt.date()
        time = (wall - day.cast(pl.Datetime("us"))).cast(pl.Int64)
        done = sum((time.clip(start, end) - start for start, end in spans), pl.lit(0))
        return day, done * day.dt.is_business_day(holidays=HOLIDAYS).cast(pl.Int64)

    (first, before), (last, after) = side("start"), side("end")
    whole = pl.business_day_count(first, last, holidays=HOLIDAYS).cast(pl.Int64)
    spent = whole * sum(end - start for start, end in spans) + after - before

    def answer(found: Any) -> Column:
        return found.to_series().to_numpy()

    yield Ask("polars by hand, in local time", lambda: frame.select(spent), count, answer)
