"""Compare slakit with its peers: ``python -m tests.benchmarks.peers [--quick] [--json out.json]``.

First one question at a time, then whole columns, which `batch` measures.

Rounds are interleaved in one process on the same pairs: in each, slakit and then a peer is
timed, and the figure is the median over the rounds of the ratio within a round. Absolute
figures move with the machine; the ratios hardly do. What is timed is processor time, as other
programs disturb it less than a clock; columns, which some share among threads, have a clock.
Garbage collection is off while measuring. Exit code 1: a bar was missed, or an answer was not the
oracle's.
"""

from __future__ import annotations

import argparse
import gc
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

from slakit import BusinessCalendar
from tests.benchmarks import batch
from tests.benchmarks.batch import BatchRow
from tests.benchmarks.cases import (
    AMOUNTS,
    HOLIDAYS,
    HOURS,
    SPANS,
    ZONE,
    Pair,
    calendar,
    pairs,
    walk,
)
from tests.benchmarks.contenders import Contender, contenders, slakit_utc
from tests.benchmarks.measuring import Bar, machine, tell, write
from tests.strategies import OFFICE

# The least time of one measurement, and the most that a slow peer may take for one.
LEAST, MOST = 0.004, 0.06


@dataclass(frozen=True)
class Row:
    """One peer on one question: microseconds a call, and how often slakit's time it took."""

    question: str
    hours: str
    peer: str
    slakit_us: float
    peer_us: float
    ratio: float
    calls: int
    exact: float | None


def per_call(ask: Callable[[Any, Any], Any], arguments: Sequence[tuple[Any, Any]]) -> float:
    """Return the seconds of one call, over as many loops as a clock can measure."""
    calls, start = 0, process_time()
    while (passed := process_time() - start) < LEAST or not calls:
        for a, b in arguments:
            ask(a, b)
        calls += len(arguments)
    return passed / calls


def affordable(ask: Callable[[Any, Any], Any], arguments: Sequence[tuple[Any, Any]]) -> int:
    """Return how many of the calls fit into one measurement."""
    start = process_time()
    for done, (a, b) in enumerate(arguments, 1):
        ask(a, b)
        if process_time() - start > MOST:
            return max(done, min(5, len(arguments)))
    return len(arguments)


def duel(
    ours: tuple[Callable[[Any, Any], Any], Sequence[tuple[Any, Any]]],
    theirs: tuple[Callable[[Any, Any], Any], Sequence[tuple[Any, Any]]],
    rounds: int,
) -> tuple[float, float, float, int]:
    """Return both times and the median ratio, and on how many calls."""
    count = affordable(*theirs)
    our_ask, our_arguments = ours[0], ours[1][:count]
    their_ask, their_arguments = theirs[0], theirs[1][:count]
    our_times, their_times = [], []
    for _ in range(rounds):
        our_times.append(per_call(our_ask, our_arguments))
        their_times.append(per_call(their_ask, their_arguments))
    ratios = [peer / mine for mine, peer in zip(our_times, their_times, strict=True)]
    return median(our_times) * 1e6, median(their_times) * 1e6, median(ratios), count


def share(right: Sequence[bool]) -> float | None:
    return sum(right) / len(right) if right else None


def compare_elapsed(
    hours: str, ours: Contender, peer: Contender, span: str, found: list[Pair], rounds: int
) -> Row:
    assert ours.elapsed is not None
    assert peer.elapsed is not None
    prepared = [(peer.prepare(a), peer.prepare(b)) for a, b in found]
    mine, theirs, ratio, count = duel((ours.elapsed, found), (peer.elapsed, prepared), rounds)
    right = []
    for (a, b), (x, y) in zip(found[:count], prepared, strict=False):
        answer = peer.duration(peer.elapsed(x, y))
        if answer is not None:
            right.append(answer == walk(hours).elapsed(a, b))
    return Row(f"elapsed {span}", hours, peer.name, mine, theirs, ratio, count, share(right))


def compare_add(
    hours: str, ours: Contender, peer: Contender, amount: str, found: list[Pair], rounds: int
) -> Row:
    assert ours.add is not None
    assert peer.add is not None
    length = AMOUNTS[amount]
    our_arguments = [(a, length) for a, _ in found]
    prepared = [(peer.prepare(a), length) for a, _ in found]
    mine, theirs, ratio, count = duel((ours.add, our_arguments), (peer.add, prepared), rounds)
    right = [
        peer.instant(peer.add(x, length)) == walk(hours).add(a, length)
        for (a, _), (x, _) in zip(found[:count], prepared, strict=False)
    ]
    return Row(f"add {amount}", hours, peer.name, mine, theirs, ratio, count, share(right))


def flatness(found: dict[str, list[Pair]], hours: str, rounds: int) -> float:
    """Return how much longer a long span takes than a short one, as a median over rounds."""
    ask = calendar(hours).elapsed
    return median(
        per_call(ask, found["0-2 years"]) / per_call(ask, found["0-2 days"]) for _ in range(rounds)
    )


def exactness(found: dict[str, list[Pair]], hours: str) -> float:
    """Return the share of slakit's answers, in UTC and in its zone, that are the oracle's."""
    cal, oracle = calendar(hours), walk(hours)
    right = []
    for span in found.values():
        for a, b in span:
            right.append(oracle.elapsed(a, b) == cal.elapsed(a, b))
            right.append(-oracle.elapsed(a, b) == cal.elapsed(b, a))
            right.extend(oracle.add(a, d) == cal.add(a, d) for d in AMOUNTS.values())
    return sum(right) / len(right)


def milliseconds_of_a_year(rounds: int) -> float:
    """Return the time of the first questions about a year, which compile it, in a new calendar."""
    years = range(2021, 2030)
    times = []
    for number in range(rounds):
        # A holiday of its own makes each calendar new to every cache.
        new = date(1950, 1, 1) + timedelta(days=number)
        cal = BusinessCalendar(tz=ZONE, hours=OFFICE, holidays=[*HOLIDAYS, new])
        cal.is_open(datetime(2020, 6, 1, tzinfo=UTC))
        start = process_time()
        for year in years:
            first, last = datetime(year, 2, 1, tzinfo=UTC), datetime(year, 12, 1, tzinfo=UTC)
            cal.elapsed(first, last)
            cal.add(first, timedelta(hours=8))
        times.append((process_time() - start) / len(years))
    return median(times) * 1000


def bars(
    rows: list[Row], flat: dict[str, float], exact: dict[str, float], year: float
) -> list[Bar]:
    """Hold what was measured against what is promised."""
    promised = {
        "elapsed 0-2 days": 1.0,
        "elapsed 0-30 days": 1.5,
        "elapsed 0-2 years": 5.0,
        "add 8 h": 6.0,
        "add 400 h": 15.0,
    }
    found = [
        Bar(
            f"{row.question}, {row.hours}: times faster than timegrid",
            f">= {promised[row.question]}",
            row.ratio,
            row.ratio >= promised[row.question],
        )
        for row in rows
        if row.peer == "timegrid" and row.question in promised
    ]
    for hours, ratio in flat.items():
        found.append(Bar(f"elapsed, {hours}: long / short", "<= 1.3", ratio, ratio <= 1.3))
    for hours, right in exact.items():
        found.append(
            Bar(f"{hours}: share of answers that are the oracle's", "= 1", right, right == 1)
        )
    found.append(Bar("compiling a calendar year, ms", "< 3", year, year < 3))
    return found


def measure(rounds: int, count: int) -> tuple[list[Row], list[Bar]]:
    found = {name: pairs(span, count) for name, span in SPANS.items()}
    rows = []
    for hours in HOURS:
        ours = slakit_utc(hours)
        for peer in contenders(hours):
            for span in peer.spans if peer.elapsed else ():
                rows.append(compare_elapsed(hours, ours, peer, span, found[span], rounds))
                show(rows[-1])
            for amount in AMOUNTS if peer.add else ():
                rows.append(compare_add(hours, ours, peer, amount, found["0-2 days"], rounds))
                show(rows[-1])
    flat = {hours: flatness(found, hours, rounds) for hours in HOURS}
    exact = {hours: exactness(found, hours) for hours in (*HOURS, "always")}
    return rows, bars(rows, flat, exact, milliseconds_of_a_year(rounds))


def show(row: Row) -> None:
    exact = "" if row.exact is None else f"{row.exact:8.1%}"
    print(
        f"{row.question:18} {row.hours:6} {row.peer:34} {row.slakit_us:9.2f} {row.peer_us:12.2f}"
        f" {row.ratio:12.2f} {row.calls:6} {exact}",
        flush=True,
    )


def show_batch(row: BatchRow) -> None:
    exact = "" if row.exact is None else f"{row.exact:8.1%}"
    print(
        f"{row.question:18} {row.hours:6} {row.peer:46} {row.slakit_ns:9.1f} {row.peer_ns:10.1f}"
        f" {row.ratio:12.2f} {row.rows:9,} {exact}",
        flush=True,
    )


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.peers", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few rounds on few pairs and rows")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures to FILE")
    parser.add_argument("--date", metavar="DATE", help="of the run, for FILE")
    options = parser.parse_args(arguments)
    rounds, count = (5, 200) if options.quick else (15, 2_000)
    batch_rounds, length = (2, 500_000) if options.quick else (7, 1_000_000)
    print(*(f"{name} {value}" for name, value in machine().items()), sep=", ")
    print(
        f"{'question':18} {'hours':6} {'peer':34} {'slakit us':>9} {'peer us':>12}"
        f" {'peer/slakit':>12} {'calls':>6} {'exact':>8}"
    )
    gc.disable()
    rows, held = measure(rounds, count)
    print(
        f"\n{'question':18} {'hours':6} {'peer':46} {'slakit ns':>9} {'peer ns':>10}"
        f" {'peer/slakit':>12} {'rows':>9} {'exact':>8}"
    )
    columns = []
    for row in batch.measure(batch_rounds, length):
        columns.append(row)
        show_batch(row)
    held += batch.bars(columns)
    small, first = batch.small_columns(rounds), batch.first_columns(rounds)
    imports = batch.imports(batch_rounds)
    print("first column of a calendar, ms:", told(first), "\nimport, ms:", told(imports))
    if options.json:
        figures = {
            "rounds": rounds,
            "batch_rounds": batch_rounds,
            "rows": [asdict(row) for row in rows],
            "batch": [asdict(row) for row in columns],
            "small_columns": [asdict(each) for each in small],
            "first_column_ms": first,
            "import_ms": imports,
        }
        write(options.json, options.date, held, **figures)
    return tell(held)


def told(milliseconds: dict[str, float]) -> str:
    return ", ".join(f"{name} {value:.1f}" for name, value in milliseconds.items())


if __name__ == "__main__":
    sys.exit(main())
