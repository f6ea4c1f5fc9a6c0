"""Kernels against numpy: ``python -m tests.benchmarks.kernels [--rounds N] [--rows N]``.

A million rows in random order, spans of 0-30 days and amounts up to 40 hours, over the calendars
of `cases`. Against `elapsed` stand `np.busday_count`, which counts whole days only, and open time
made by hand of it: time of day clipped to the hours, without and with the conversion to local
time; against `add` stands `np.busday_offset`. Rounds are interleaved in one process. A sample of
rows is checked against the calendar itself. Exit code 1: a ratio is above its bar, or an answer is
not the calendar's.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from datetime import timedelta
from statistics import median
from time import perf_counter
from typing import Any

import numpy as np

from slakit import BusinessCalendar
from slakit.frames import add, elapsed, is_open, next_open
from slakit.instants import EPOCH, MICROSECOND
from tests.benchmarks.cases import FIRST, HOLIDAYS, HOURS, LAST, LOCAL, calendar

SPAN, MOST = timedelta(days=30), timedelta(hours=40)
CHECKED = 2_000
# Which question of which calendar takes at most so much of what numpy's takes.
BARS = {
    ("elapsed plain", "busday_count"): 0.5,
    ("elapsed lunch", "busday_count"): 0.7,
    ("elapsed plain", "by hand, local time"): 1 / 8,
    ("add plain", "busday_offset"): 0.5,
    ("add lunch", "busday_offset"): 0.7,
}
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
        }
    return found


def differences(cal: BusinessCalendar, starts: Column, ends: Column, amounts: Column) -> int:
    """Return in how many of the first rows an answer is not the calendar's."""
    part = slice(0, CHECKED)
    spent, due = elapsed(cal, starts, ends)[part], add(cal, starts, amounts)[part]
    wrong = 0
    for start, end, amount, took, until in zip(
        starts[part].tolist(), ends[part].tolist(), amounts[part].tolist(), spent, due, strict=True
    ):
        at = EPOCH + start * MICROSECOND
        wrong += cal.elapsed(at, EPOCH + end * MICROSECOND) != took * MICROSECOND
        wrong += cal.add(at, amount * MICROSECOND) != EPOCH + until * MICROSECOND
    return wrong


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--rows", type=int, default=1_000_000)
    options = parser.parse_args()
    columns = rows(options.rows)
    wrong = sum(differences(calendar(name), *columns) for name in HOURS)
    timed = contenders(*columns)
    # A contender that answers another question would prove nothing.
    same = timed["by hand, local time"]().astype(np.int64) == timed["elapsed plain"]()
    assert same.all()
    times: dict[str, list[float]] = {name: [] for name in timed}
    for each in timed.values():
        each()
    for _ in range(options.rounds):
        for name, each in timed.items():
            begun = perf_counter()
            each()
            times[name].append((perf_counter() - begun) / options.rows * 1e9)
    for name, found in times.items():
        print(f"{name:<20} {median(found):7.1f} ns a row")
    failed = wrong > 0
    for (ours, theirs), bar in BARS.items():
        ratio = median(x / y for x, y in zip(times[ours], times[theirs], strict=True))
        failed |= ratio > bar
        print(f"{ours} / {theirs}: {ratio:.2f}, the bar is {bar:.2f}")
    print(f"{wrong} of {2 * 2 * min(CHECKED, options.rows)} answers are not the calendar's")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
