"""Day amounts of columns: where ``2bd``, ``2bd eod``, ``2bd 16:00`` and ``3cd`` lead.

The answers are those of `slakit.calendars.due`. A row that is refused there is left `NAT`, and so
are rows that lie a century apart from most of their column: these are to be asked there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from slakit.calendars.business_days import HORIZON_DAYS, add_business_days
from slakit.calendars.schedule import FIRST_DATE, LAST_DATE
from slakit.calendars.timeline import Timeline
from slakit.calendars.zones import DAY, EPOCH_ORDINAL
from slakit.durations import Amount
from slakit.frames.clocks import clocks_of
from slakit.frames.columns import NAT, Integers
from slakit.frames.kernels import run, unanswered
from slakit.frames.rows import Rows
from slakit.frames.workdays import DayTable, day_tables_of
from slakit.instants import MICROSECOND

__all__ = ["ByDays", "DayRule", "lead"]

# The local date of an instant and its neighbours are that near to the UTC date.
NEAR = 3
# So many dates are compiled in vain at most, before it is seen how many an answer needs.
LIKELY = 3650
WIDER = (1500, 6000, 24000, HORIZON_DAYS)
# A column of more dates leaves no room to look ahead within the horizon.
WIDEST = HORIZON_DAYS - 2 * LIKELY


class DayRule(NamedTuple):
    """What business days lead to: by default the same time of day. Times count from midnight."""

    end_of_day: bool = False
    at: int | None = None
    cutoff: int | None = None


def lead(
    timeline: Timeline, starts: Integers, amount: Amount, cutoff: int | None = None
) -> Integers:
    """Return where a number of business or calendar days leads from instants in UTC.

    All are microseconds, since 1970 or, `cutoff`, since midnight. `NAT` leads to `NAT`, and so
    does what is to be asked of `slakit.calendars.due.add_days`, which may refuse it.
    """
    assert amount.days is not None
    if amount.kind == "calendar_days":
        return lead_by_calendar_days(timeline, starts, amount.days)
    rule = DayRule(amount.end_of_day, amount.time_of_day, cutoff)
    out = np.empty_like(starts)
    lead_by_business_days(timeline, starts, np.full_like(starts, amount.days), rule, out, 1)
    return out


def lead_by_calendar_days(timeline: Timeline, starts: Integers, days: int) -> Integers:
    """Return the same wall times so many dates on."""
    if days == 0:
        # The second of two equal wall times has to stay what it is.
        return starts.copy()
    out = np.full_like(starts, NAT)
    back, ahead = max(-days, 0), max(days, 0)
    rows = near_each_other(starts, back, ahead)
    at = starts[rows]
    if at.size:
        first, last = dates_of(at)
        years = date.fromordinal(first - back).year, date.fromordinal(last + ahead).year
        clocks = clocks_of(timeline.source.zone, *years)
        out[rows] = clocks.utc(clocks.local(at) + days * DAY)
    return out


def lead_by_business_days(
    timeline: Timeline, starts: Integers, days: Integers, rule: DayRule, out: Integers, threads: int
) -> None:
    """Fill `out` with the instants that numbers of business days lead to."""
    out[:] = NAT
    # A cut-off means nothing when counting back, which is refused.
    asked = days != NAT if rule.cutoff is None else days >= 0
    starts = np.where(asked, starts, NAT)
    rows = near_each_other(starts, 0, 0)
    at, numbers = starts[rows], days[rows]
    if not at.size:
        return
    tables = day_tables_of(timeline)
    likely = 2 * max(-int(numbers.min()), int(numbers.max())) + NEAR
    table = tables.cover(*dates_needed(at, numbers, min(likely, LIKELY)))
    found = np.empty_like(at)
    run(partial(kernel, table, rule), [at, numbers], found, threads)
    left = unanswered(found)
    for reach in WIDER:
        if not left.size:
            break
        a, n = at[left], numbers[left]
        table = tables.cover(*dates_needed(a, n, reach))
        more = np.empty_like(a)
        run(partial(kernel, table, rule), [a, n], more, threads)
        found[left] = more
        left = left[more == NAT]
    out[rows] = found


@dataclass(frozen=True, slots=True)
class ByDays:
    """Answers rows of starts and business days: all at once, and one by one what is left."""

    rule: DayRule

    def __call__(self, rows: Rows, threads: int) -> None:
        """Answer rows of one calendar."""
        starts, days = rows.columns
        lead_by_business_days(rows.timeline, starts, days, self.rule, rows.out, threads)
        rows.ask(self.one, unanswered(rows.out, starts, days))

    def one(self, timeline: Timeline, start: timedelta, days: timedelta) -> int:
        """Ask a calendar for the instant to which a number of business days leads."""
        # A row comes as lengths of time, whatever it counts.
        number = days // MICROSECOND
        found = add_business_days(timeline, start, number, **self.rule._asdict())
        return found // MICROSECOND


def near_each_other(starts: Integers, back: int, ahead: int) -> NDArray[np.intp] | slice:
    """Return the rows from which so many dates can be looked at, all if possible."""
    low = (FIRST_DATE + NEAR + back - EPOCH_ORDINAL) * DAY
    high = (LAST_DATE - NEAR - ahead - EPOCH_ORDINAL) * DAY
    if high <= low or not starts.size:
        return slice(0)
    first, last = int(starts.min()), int(starts.max())
    if low <= first and last < high and last - first <= WIDEST * DAY:
        return slice(None)
    rows = np.flatnonzero((low <= starts) & (starts < high))
    if rows.size and np.ptp(starts[rows]) > WIDEST * DAY:
        middle = int(np.median(starts[rows]))
        rows = rows[np.abs(starts[rows] - middle) <= WIDEST // 2 * DAY]
    return rows


def dates_of(at: Integers) -> tuple[int, int]:
    """Return the first and the last date, as ordinals, that instants ask about themselves."""
    first, last = int(at.min()) // DAY, int(at.max()) // DAY
    return first + EPOCH_ORDINAL - NEAR, last + EPOCH_ORDINAL + NEAR


def dates_needed(at: Integers, days: Integers, reach: int) -> tuple[int, int]:
    """Return the first and the last date to compile, with so many to count on or back."""
    first, last = dates_of(at)
    reach = min(reach, HORIZON_DAYS - (last - first))
    back, ahead = int(days.min()) < 0, int(days.max()) >= 0
    if back and ahead:
        reach //= 2
    return max(first - back * reach, FIRST_DATE), min(last + ahead * reach, LAST_DATE)


def kernel(table: DayTable, rule: DayRule, columns: list[Integers], out: Integers) -> None:
    """Answer rows within a table; those that lead out of it are left `NAT`."""
    if table.high < table.low:
        out[:] = NAT
        return
    starts, days = columns
    if days.min() >= 0:
        out[:] = on(table, rule, starts, days)
        return
    ahead = days >= 0
    out[ahead] = on(table, rule, starts[ahead], days[ahead])
    out[~ahead] = back(table, rule, starts[~ahead], days[~ahead])


def on(table: DayTable, rule: DayRule, starts: Integers, days: Integers) -> Integers:
    """Count business days on, from an open instant or the opening after a closed one."""
    piece = table.closings(starts) + 1
    at = np.maximum(starts, table.piece_opens.take(piece))
    day = table.piece_days.take(piece)
    time_of_day = table.time_of_day(at, day)
    if rule.cutoff is not None:
        late = np.flatnonzero(time_of_day >= rule.cutoff)
        day[late] += 1
        at[late] = table.opening.take(day[late], mode="clip")
        time_of_day[late] = table.begun.take(day[late], mode="clip")
    target = day + days
    found = destination(table, rule, target, time_of_day, back=False)
    if rule.at is None and not rule.end_of_day and days.min(initial=1) == 0:
        found = np.where(days == 0, at, found)
    return within(table, starts, day, target, found)


def back(table: DayTable, rule: DayRule, starts: Integers, days: Integers) -> Integers:
    """Count business days back, from an open instant or a closing, or the closing before."""
    piece = table.openings(starts - 1)
    at = np.minimum(starts, table.piece_closes.take(piece))
    # An opening that is no closing as well belongs to the work that it begins.
    begins = (at < starts) & (starts == table.piece_opens.take(piece + 1))
    at = np.where(begins, starts, at)
    day = table.piece_days.take(piece + begins)
    target = day + days
    found = destination(table, rule, target, table.time_of_day(at, day), back=True)
    return within(table, starts, day, target, found)


def destination(
    table: DayTable, rule: DayRule, days: Integers, time_of_day: Integers, *, back: bool
) -> Integers:
    """Return what is wanted of the days that were counted to."""
    if rule.at is not None:
        return table.wall(days, rule.at)
    if rule.end_of_day:
        found: Integers = table.closing.take(days, mode="clip")
        return found
    return table.pull(table.instant(days, time_of_day), days, back=back)


def within(
    table: DayTable, starts: Integers, day: Integers, target: Integers, found: Integers
) -> Integers:
    """Return what was found, but `NAT` where the table was left on the way."""
    for values, low, high in (
        (starts, table.start, table.end - 1),
        (day, table.low, table.high),
        (target, table.low, table.high),
    ):
        if values.size and (values.min() < low or values.max() > high):
            found = np.where((low <= values) & (values <= high), found, NAT)
    return found
