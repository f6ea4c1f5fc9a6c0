"""Whole columns: each question of the same rows, asked of `slakit.frames` and of everything else.

`measure` returns rows for the table of `peers`, `small_columns` from how many rows on a column is
worth its while, `first_columns` what the first column of a calendar costs, and `imports` what a
program waits for before the first question.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from importlib.util import find_spec
from itertools import count
from statistics import median
from time import perf_counter
from typing import Any

import numpy as np

from slakit import BusinessCalendar
from slakit.frames import elapsed
from slakit.instants import EPOCH, MICROSECOND
from tests.benchmarks.cases import HOLIDAYS, HOURS, YEARS, ZONE, calendar
from tests.benchmarks.column_contenders import Columns, integers, ours, peers
from tests.benchmarks.kernels import BARS, rows
from tests.benchmarks.measuring import Bar, interleaved, ratio
from tests.strategies import OFFICE

QUESTIONS = ("elapsed", "add", "is_open", "next_open", "add_business_days")
# What the kernels' own benchmark calls them.
NAMES = {
    "busday_count": "numpy busday_count (whole days only)",
    "busday_offset": "numpy busday_offset (whole days only)",
    "by hand, local time": "numpy by hand, in local time",
}
SMALL = (1, 2, 5, 10, 20, 50, 100, 1_000, 10_000)
# What a program waits for, each in a Python of its own.
IMPORTS = {
    "slakit": "import slakit",
    "slakit's calendars": "from slakit import BusinessCalendar",
    "slakit.frames": "import slakit.frames",
    "numpy": "import numpy",
    "pandas": "import pandas",
    "polars": "import polars",
    "timegrid": "import timegrid",
    "businesstimedelta": "import businesstimedelta",
}
TIMED_IMPORT = "from time import process_time as t; b = t(); {}; print(t() - b)"


@dataclass(frozen=True)
class BatchRow:
    """One peer on one question: nanoseconds a row, and how often slakit's time it took."""

    question: str
    hours: str
    peer: str
    slakit_ns: float
    peer_ns: float
    ratio: float
    rows: int
    exact: float | None


def measure(rounds: int, length: int) -> Iterator[BatchRow]:
    """Compare on so many rows; a row that was looped over counts as one of a whole column."""
    columns = Columns.of(length)
    for question in QUESTIONS:
        for hours in HOURS:
            mine, others = ours(question, hours, columns), list(peers(question, hours, columns))
            right = integers(mine.work())
            # The first answers warm up, and are compared.
            found = [peer.work() for peer in others]
            works: dict[str, Callable[[], object]] = {peer.peer: peer.work for peer in others}
            times = interleaved({mine.peer: mine.work, **works}, rounds)
            for peer, answer in zip(others, found, strict=True):
                share = length / peer.rows
                yield BatchRow(
                    question,
                    hours,
                    peer.peer,
                    median(times[mine.peer]) / length * 1e9,
                    median(times[peer.peer]) / peer.rows * 1e9,
                    ratio(times[peer.peer], times[mine.peer]) * share,
                    peer.rows,
                    None
                    if peer.answer is None
                    else float(np.mean(peer.answer(answer) == right[: peer.rows])),
                )


def bars(found: list[BatchRow]) -> list[Bar]:
    """Hold the rows against what is promised of the kernels."""
    measured = {(f"{row.question} {row.hours}", row.peer): row.ratio for row in found}
    held = []
    for (asked, peer), most in BARS.items():
        if peer in NAMES:
            name, least = NAMES[peer], 1 / most
            times = measured[asked, name]
            bar = f"a column, {asked}: times faster than {name}"
            held.append(Bar(bar, f">= {least:.2f}", times, times >= least))
    exact = min(row.exact for row in found if row.exact is not None)
    held.append(Bar("a column: share of answers that all agree on", "= 1", exact, exact == 1))
    return held


@dataclass(frozen=True)
class SmallColumn:
    """So many rows: microseconds as a column, and one by one."""

    rows: int
    column_us: float
    scalar_us: float


def small_columns(rounds: int) -> list[SmallColumn]:
    """Ask of few rows, that are ready as a column and as datetimes."""
    cal = calendar("plain")
    starts, ends, _ = rows(max(SMALL))
    aware = [[EPOCH + each * MICROSECOND for each in column.tolist()] for column in (starts, ends)]
    found = []
    for length in SMALL:
        loops = max(1, 2_000 // length)
        a, b = starts[:length], ends[:length]
        pairs = list(zip(aware[0][:length], aware[1][:length], strict=True))

        def column(a: Any = a, b: Any = b, loops: int = loops) -> None:
            for _ in range(loops):
                elapsed(cal, a, b)

        def scalar(pairs: Any = pairs, loops: int = loops) -> None:
            for _ in range(loops):
                for start, end in pairs:
                    cal.elapsed(start, end)

        times = interleaved({"column": column, "scalar": scalar}, rounds)
        found.append(
            SmallColumn(
                length, *(median(times[name]) / loops * 1e6 for name in ("column", "scalar"))
            )
        )
    return found


def first_columns(rounds: int) -> dict[str, float]:
    """Return the milliseconds of a new calendar's first column, within a year and over all."""
    found: dict[str, list[float]] = {"one year": [], f"{len(YEARS)} years": []}
    numbers = count()
    for _ in range(rounds):
        for years, times in zip(((2024, 2024), (YEARS[0], YEARS[-1])), found.values(), strict=True):
            # A holiday of its own makes each calendar new to every cache.
            new = date(1950, 1, 1) + timedelta(days=next(numbers))
            cal = BusinessCalendar(tz=ZONE, hours=OFFICE, holidays=[*HOLIDAYS, new])
            column = np.array(
                [
                    (datetime(year, 6, 1, tzinfo=UTC) - EPOCH) // MICROSECOND
                    for year in range(years[0], years[1] + 1)
                ]
            )
            begin = perf_counter()
            elapsed(cal, column, column)
            times.append((perf_counter() - begin) * 1e3)
    return {name: median(times) for name, times in found.items()}


def imports(rounds: int) -> dict[str, float]:
    """Return the milliseconds of the processor to import each of what is installed."""
    wanted = {name: each for name, each in IMPORTS.items() if find_spec(each.split()[1])}
    found: dict[str, list[float]] = {name: [] for name in wanted}
    for _ in range(rounds):
        for name, statement in wanted.items():
            command = [sys.executable, "-c", TIMED_IMPORT.format(statement)]
            told = subprocess.run(command, capture_output=True, check=True, text=True).stdout
            found[name].append(float(told) * 1e3)
    return {name: median(times) for name, times in found.items()}
