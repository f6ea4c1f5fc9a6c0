"""Kernels against numpy: ``python -m tests.benchmarks.kernels [--rounds N] [--rows N]``.

A million rows in random order, spans of 0-30 days and amounts up to 40 hours, over the calendars
of `cases`. Against `elapsed` stand `np.busday_count`, which counts whole days only, and open time
made by hand of it: time of day clipped to the hours, without and with the conversion to local
time; against `add` and `add_business_days` stands `np.busday_offset`. Rounds are interleaved in one
process. A sample of rows is checked against the calendar itself. Two threads are measured too, and
held against nothing, as they depend on who else is at work. Exit code 1: a ratio is above its bar,
or an answer is not the calendar's.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from datetime import timedelta
from statistics import median
from typing import Any

import numpy as np

from slakit import BusinessCalendar
from slakit.frames import add, add_business_days, elapsed, is_open, next_open
from slakit.instants import EPOCH, MICROSECOND
from tests.benchmarks.cases import FIRST, HOLIDAYS, HOURS, LAST, LOCAL, calendar
from tests.benchmarks.measuring import interleaved, ratio

SPAN, MOST = timedelta(days=30), timedelta(hours=40)
CHECKED = 2_000
# Which question of which calendar takes at most so much of what numpy's takes.
BARS = {
    ("elapsed plain", "busday_count"): 0.5,
    ("elapsed lunch", "busday_count"): 0.7,
    ("elapsed plain", "by hand, local time"): 1 / 8,
    ("add plain", "busday_offset"): 0.5,
    ("add lunch", "busday_offset"): 0.7,
    ("add_business_days plain", "busday_offset"): 0.7,
    ("add_business_days lunch", "busday_offset"): 0.8,
}
# How many business days are added, and what shares the work where it is shared.
DAYS_ON, THREADS = 2, 2
DAYS = np.busdaycalendar(holidays=np.array(HOLIDAYS, "M8[D]"))
Column = Any


def rows(count: int) -> tuple[Column, Column, Column]:
    """Return starts, ends and amounts, to the microsecond and in no order."""
    draw = np.random.default_rng(2)
    low, high = ((edge - EPOCH) // MICROSECOND for edge in (FIRST, LAST - SPAN))
    starts = draw.integers(low, high, count)
    ends = starts + draw.integers(0, SPAN // MICROSECOND, count)
    return starts, ends, draw.integers(1, MOST // MICROSECOND, count)


def by_hand(starts: Column, ends: Column) -> Column:
    """Return the open time of 09:00-17:00 as it is commonly made of `busday_count`."""
    opening, closing = (np.timedelta64(hours, "h").astype("m8[us]") for hours in (9, 17))

    def worked(at: Column, day: Column) -> Column:
        return (np.clip(at - day, opening, closing) - opening) * np.is_busday(day, busdaycal=DAYS)

    first, last = starts.astype("M8[D]"), ends.astype("M8[D]")
    days = np.busday_count(first, last, busdaycal=DAYS) * (closing - opening)
    return days + worked(ends, last) - worked(starts, first)


def local(at: Column, changes: Column, offsets: Column) -> Column:
    """Return wall time, by a search among the changes of clocks."""
    return at + offsets[np.searchsorted(changes, at, "right")]


def clock_changes() -> tuple[Column, Column]:
    """Return when the clocks of the calendars' zone change, to the hour, and the offsets."""
    hours = np.arange(np.datetime64(FIRST.date(), "h"), np.datetime64(LAST.date(), "h"))
    told = [EPOCH + timedelta(hours=int(hour)) for hour in hours.astype(np.int64)]
    offsets = np.array([at.astimezone(LOCAL).utcoffset() for at in told], "m8[us]")
    changed = np.flatnonzero(np.diff(offsets)) + 1
    return hours[changed].astype("M8[us]"), offsets[np.append(0, changed)]


def contenders(starts: Column, ends: Column, amounts: Column) -> dict[str, Callable[[], Any]]:
    """Return what is timed, by name, on the same rows."""
    a, b = starts.view("M8[us]"), ends.view("M8[us]")
    first, last = a.astype("M8[D]"), b.astype("M8[D]")
    days = amounts // (8 * 3_600_000_000)
    zone = clock_changes()
    found: dict[str, Callable[[], Any]] = {
        "busday_count": lambda: np.busday_count(first, last, busdaycal=DAYS),
        "busday_offset": lambda: np.busday_offset(first, days, "forward", busdaycal=DAYS),
        "by hand": lambda: by_hand(a, b),
        "by hand, local time": lambda: by_hand(local(a, *zone), local(b, *zone)),
    }
    for name in HOURS:
        cal = calendar(name)
        found |= {
            f"elapsed {name}": lambda cal=cal: elapsed(cal, starts, ends),
            f"add {name}": lambda cal=cal: add(cal, starts, amounts),
            f"is_open {name}": lambda cal=cal: is_open(cal, starts),
            f"next_open {name}": lambda cal=cal: next_open(cal, starts),
            f"add_business_days {name}": lambda cal=cal: add_business_days(cal, starts, DAYS_ON),
        }
    cal = calendar("plain")
    return found | {
        "elapsed, threads": lambda: elapsed(cal, starts, ends, threads=THREADS),
        "add, threads": lambda: add(cal, starts, amounts, threads=THREADS),
        "add_business_days, threads": lambda: add_business_days(
            cal, starts, DAYS_ON, threads=THREADS
        ),
    }


def differences(cal: BusinessCalendar, starts: Column, ends: Column, amounts: Column) -> int:
    """Return in how many of the first rows an answer is not the calendar's."""
    part = slice(0, CHECKED)
    starts, ends, amounts = starts[part], ends[part], amounts[part]
    spent, due = elapsed(cal, starts, ends).tolist(), add(cal, starts, amounts).tolist()
    days = add_business_days(cal, starts, DAYS_ON).tolist()
    wrong = 0
    for row, (start, end, amount) in enumerate(
        zip(starts.tolist(), ends.tolist(), amounts.tolist(), strict=True)
    ):
        at = EPOCH + start * MICROSECOND
        wrong += cal.elapsed(at, EPOCH + end * MICROSECOND) != spent[row] * MICROSECOND
        wrong += cal.add(at, amount * MICROSECOND) != EPOCH + due[row] * MICROSECOND
        wrong += cal.add_business_days(at, DAYS_ON) != EPOCH + days[row] * MICROSECOND
    return wrong


def measure(rounds: int, count: int) -> tuple[dict[str, list[float]], int]:
    """Return the nanoseconds a row of each contender by round, and how many answers are wrong."""
    columns = rows(count)
    wrong = sum(differences(calendar(name), *columns) for name in HOURS)
    timed = contenders(*columns)
    # A contender that answers another question would prove nothing.
    same = timed["by hand, local time"]().astype(np.int64) == timed["elapsed plain"]()
    assert same.all()
    for each in timed.values():
        each()
    times = interleaved(timed, rounds)
    return {name: [t / count * 1e9 for t in found] for name, found in times.items()}, wrong


def ratios(times: dict[str, list[float]]) -> dict[tuple[str, str], float]:
    """Return what is held against the bars: the medians of ratios within a round."""
    return {pair: ratio(times[pair[0]], times[pair[1]]) for pair in BARS}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--rows", type=int, default=1_000_000)
    options = parser.parse_args()
    times, wrong = measure(options.rounds, options.rows)
    for name, found in times.items():
        print(f"{name:<26} {median(found):7.1f} ns a row")
    measured = ratios(times)
    for (ours, theirs), value in measured.items():
        print(f"{ours} / {theirs}: {value:.2f}, the bar is {BARS[ours, theirs]:.2f}")
    print(
        f"{wrong} of {len(HOURS) * 3 * min(CHECKED, options.rows)} answers are not the calendar's"
    )
    return 1 if wrong or any(measured[pair] > bar for pair, bar in BARS.items()) else 0


if __name__ == "__main__":
    sys.exit(main())
