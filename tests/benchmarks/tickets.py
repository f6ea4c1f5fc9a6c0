"""Whole tickets: ``python -m tests.benchmarks.tickets [--tickets N] [--rounds N] [--log LOG]``.

The tickets are those of `synthetic`: six events, three metrics, three calendars, pauses and
priorities. `slakit.frames.evaluate_frame` gets their tables. Against it stands the engine that
evaluates one ticket at a time, on a sample of the same tickets: as `Ticket` objects that are ready,
and made from rows as a host makes them. Rounds are interleaved in one process, timed by its
processor time, with garbage collection as Python ships it, where what was there before is frozen.
`ticket_tables` measures tables of other kinds, sizes and contents.

Memory is the peak of a process of its own, which makes the tables too. LOG is the public log of
incidents, as in `evaluate_log`: reading it, evaluating and writing the results, against merely
reading it. Exit code 1: a bar was missed, or an answer is not that of the other engine.
"""

from __future__ import annotations

import argparse
import gc
import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any

from slakit import PolicySet, Ticket, evaluate
from slakit.frames import evaluate_frame
from tests.benchmarks import evaluate_log
from tests.benchmarks.by_hand import read_all
from tests.benchmarks.evaluate_table import measure
from tests.benchmarks.measuring import Bar, interleaved, machine, ratio, tell, write
from tests.benchmarks.synthetic import AT, export, in_kind, policies, rows, ticket_of
from tests.benchmarks.ticket_tables import (
    KINDS,
    OF_CASES,
    by_kind,
    few_tickets,
    hard_cases,
    read_rows,
)

FASTER, GIGABYTES, LOG_BAR = 8.0, 3.0, 1.5
# The engine of single tickets takes as long for each, so that it gets some of them.
SAMPLE = 5_000
MEBIBYTE = 1 << 20


@dataclass(frozen=True)
class Engine:
    """One way to evaluate: microseconds a ticket, and how often `evaluate_frame`'s time it took."""

    name: str
    us: float
    ratio: float
    tickets: int


def evaluate_ready(policies: PolicySet, tickets: list[Ticket]) -> None:
    for ticket in tickets:
        evaluate(policies, ticket, at=AT)


def read_ready(policies: PolicySet, tickets: list[Ticket]) -> None:
    for ticket in tickets:
        read_all(evaluate(policies, ticket, at=AT))


def engines(count: int, rounds: int, kind: str) -> list[Engine]:
    """Return how the engines did on so many tickets, `evaluate_frame` first."""
    desk, tables = policies(), export(count)
    found = rows(tables, max(1, count // SAMPLE))
    ready = [ticket_of(each) for each in found]
    tickets, events = in_kind(tables, kind)
    del tables
    timed: dict[str, Callable[[], object]] = {
        "evaluate_frame": partial(evaluate_frame, desk, tickets, events, at=AT),
        "evaluate, Ticket objects ready": partial(evaluate_ready, desk, ready),
        "evaluate, Ticket objects ready, every field read": partial(read_ready, desk, ready),
        "evaluate, Ticket objects made from rows": partial(read_rows, desk, found),
    }
    gc.collect()
    gc.freeze()
    interleaved(timed, 1)  # The calendars compile their years.
    times = interleaved(timed, rounds, process_time)
    gc.unfreeze()
    first, *others = timed
    share = count / len(found)
    return [
        Engine(first, median(times[first]) / count * 1e6, 1.0, count),
        *(
            Engine(
                name,
                median(times[name]) / len(found) * 1e6,
                ratio(times[name], times[first]) * share,
                len(found),
            )
            for name in others
        ),
    ]


def differences(count: int) -> int:
    """Return how many clocks of so many tickets stand otherwise than `evaluate` says."""
    desk, tables = policies(), export(count)
    clocks = evaluate_frame(desk, *tables, at=AT).clocks
    columns = [clocks[name] for name in ("ticket", "metric", "cycle", "status", "due_at")]
    theirs = {tuple(map(str, row)) for row in zip(*columns, strict=True)}
    ours = {
        tuple(map(str, (ticket.id, clock.metric, clock.cycle, clock.status, plain(clock.due_at))))
        for ticket in map(ticket_of, rows(tables))
        for clock in evaluate(desk, ticket, at=AT).clocks
    }
    return len(ours ^ theirs)


def plain(at: Any) -> str:
    """Return an instant as numpy writes it."""
    return "NaT" if at is None else at.replace(tzinfo=None).isoformat(timespec="microseconds")


def peak() -> float:
    """Return the most memory that this process has had, in mebibytes."""
    import resource

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most * (1 if sys.platform == "darwin" else 1024) / MEBIBYTE


def remember(count: int, kind: str) -> None:
    """Evaluate so many tickets once, and print the memory that it took."""
    tickets, events = in_kind(export(count), kind)
    before = peak()
    begin = perf_counter()
    result = evaluate_frame(policies(), tickets, events, at=AT)
    seconds = perf_counter() - begin
    told = {"before_mib": before, "peak_mib": peak(), "seconds": seconds}
    single = result.fallbacks.total() + count - result.tickets
    print(json.dumps(told | {"single": single}))


def memory(count: int, kind: str) -> dict[str, float]:
    """Return what `remember` prints in a Python of its own."""
    arguments = ["--remember", "--tickets", str(count), "--kind", kind]
    command = [sys.executable, "-m", "tests.benchmarks.tickets", *arguments]
    told = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    return dict(json.loads(told))


def log_of_incidents(log: str, rounds: int) -> dict[str, float]:
    """Return the seconds of reading the log and of the command, and their ratio."""
    measured = measure(log, rounds, evaluate_log.command)
    reading, evaluating = (median(column) for column in zip(*measured, strict=True))
    times = ratio(*([each[i] for each in measured] for i in (1, 0)))
    return {"reading_s": reading, "evaluating_s": evaluating, "ratio": times}


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--tickets", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument(
        "--kind", choices=KINDS, default="pyarrow" if find_spec("pyarrow") else "numpy"
    )
    parser.add_argument("--log", metavar="LOG", help="the public log of incidents, .csv.gz")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures to FILE")
    parser.add_argument("--date", metavar="DATE", help="of the run, for FILE")
    parser.add_argument("--remember", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.remember:
        remember(options.tickets, options.kind)
        return 0
    print(*(f"{name} {value}" for name, value in machine().items()), sep=", ")
    # A child counts the memory that its parent had when it was made, so it comes first.
    took = memory(options.tickets, options.kind)
    print(f"peak {took['peak_mib']:,.0f} MiB, of which before {took['before_mib']:,.0f} MiB")
    wrong = differences(SAMPLE)
    few = few_tickets(options.rounds, options.kind)
    cases, kinds = hard_cases(options.rounds, options.kind), by_kind(options.rounds)
    for each in few:
        print(f"{each.tickets:6,} tickets: {each.table_ms:.2f} ms, rows {each.scalar_ms:.2f} ms")
    for case in cases:
        print(f"{case.name}: {case.table_us:.1f} us, rows {case.scalar_us:.1f} us", end="")
        print(f", {case.single:.0%} one by one")
    print(*(f"{kind} {us:.2f} us a ticket" for kind, us in kinds.items()), sep=", ")
    found = engines(options.tickets, options.rounds, options.kind)
    for engine in found:
        print(
            f"{engine.name:48} {engine.us:8.2f} us a ticket {engine.ratio:8.2f} {engine.tickets:9,}"
        )
    gigabytes = took["peak_mib"] * MEBIBYTE / 1e9
    faster = found[1].ratio
    bars = [
        Bar("clocks that stand otherwise", "= 0", wrong, not wrong),
        Bar("tickets that columns did not hold", "= 0", took["single"], not took["single"]),
        Bar("evaluate_frame: times faster than evaluate", f">= {FASTER}", faster, faster >= FASTER),
        Bar("evaluate_frame: peak memory, GB", f"< {GIGABYTES}", gigabytes, gigabytes < GIGABYTES),
    ]
    log = log_of_incidents(options.log, options.rounds) if options.log else None
    if log:
        name = "incident log, file to file: times csv.DictReader"
        bars.append(Bar(name, f"<= {LOG_BAR}", log["ratio"], log["ratio"] <= LOG_BAR))
    if options.json:
        figures = {
            "rounds": options.rounds,
            "tickets": options.tickets,
            "kind": options.kind,
            "engines": [asdict(engine) for engine in found],
            "memory": took,
            "kinds_us": kinds,
            "few_tickets": [asdict(each) for each in few],
            "cases": OF_CASES,
            "hard_cases": [asdict(case) for case in cases],
            "log": log,
        }
        write(options.json, options.date, bars, **figures)
    return tell(bars)


if __name__ == "__main__":
    sys.exit(main())
