"""Ten policies over one log against one: ``python -m tests.benchmarks.backtest LOG [--rounds N]``.

LOG is the public log of incidents that ``docs/examples/incidents.yaml`` and its source are written
for. Tickets are read beforehand, and each round replays one policy set, then ten: other amounts,
other hours, no pauses. Rounds are interleaved in one process, with garbage collection as Python
ships it. It also tells one pass of `evaluate`, and the ratio with the reading of the log included.

``--explain`` checks that every flip between the first set and one that differs in everything is
explained, and that its stretches add up. Exit code 1: the ratio is above the bar, or a flip is
not explained.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter

from slakit import PolicySet, Ticket, replay, vary
from slakit.adapters import TableSource, read_tickets
from slakit.adapters.tables import table_format
from slakit.backtest import backtest
from slakit.evaluation.evaluate import evaluator

BAR = 3.0
EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
AT = datetime.fromisoformat("2017-03-01T00:00-03:00")
SATURDAYS = {"office": {"hours": "Mon-Fri 08:00-18:00; Sat 08:00-12:00"}}


def policy_sets() -> dict[str, PolicySet]:
    """Return the set of the log and nine that differ from it in one thing each."""
    now = PolicySet.from_file(EXAMPLES / "incidents.yaml")
    first = {"by": "priority", "1": "15m wall", "2": "1h wall"}
    done = {"by": "priority", "1": "8h wall", "2": "24h wall"}
    sets = {"now": now}
    for amount in ("2h", "3h", "6h"):
        sets[f"first {amount}"] = vary(now, targets={"first_response": {**first, "else": amount}})
    for amount in ("2bd", "4bd", "30h", "60h"):
        sets[f"done {amount}"] = vary(now, targets={"resolution": {**done, "else": amount}})
    sets["saturdays"] = vary(now, calendars=SATURDAYS)
    sets["unpaused"] = vary(now, pause="none")
    return sets


def read(log: str, fields: frozenset[str]) -> list[Ticket]:
    source = TableSource.from_file(EXAMPLES / "incidents.source.yaml")
    with open(log, "rb") as table:
        rows = read_tickets(table, source, format=table_format(log), fields=fields)
        return [row for row in rows if isinstance(row, Ticket)]


def replaying(tickets: Iterable[Ticket], sets: dict[str, PolicySet]) -> float:
    begin = perf_counter()
    for _ in replay(tickets, sets, at=AT):
        pass
    return perf_counter() - begin


def evaluating(tickets: Iterable[Ticket], policies: PolicySet) -> float:
    begin = perf_counter()
    evaluate = evaluator(policies, AT, notices=False)
    for ticket in tickets:
        evaluate(ticket)
    return perf_counter() - begin


def unexplained(tickets: list[Ticket], sets: dict[str, PolicySet]) -> int:
    """Return how many flips are not explained, of all that a set changes in everything."""
    targets = {"resolution": "20h", "first_response": "6h", "time_to_own": "2h"}
    new = vary(sets["now"], calendars=SATURDAYS, pause="none", targets=targets)
    found = backtest(tickets, old=sets["now"], new=new, at=AT)
    wrong = 0
    for flip in found.flips:
        why = flip.explain()
        counted = sum((each.counted for each in why.stretches), timedelta(0))
        wrong += counted != why.difference or why.sentence().endswith("conventions")
    print(f"{len(found.flips):,} flips, {wrong} of them not explained")
    return wrong


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", metavar="LOG")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--explain", action="store_true")
    options = parser.parse_args()
    sets = policy_sets()
    one = {"now": sets["now"]}
    begin = perf_counter()
    tickets = read(options.file, sets["now"].fields)
    reading = perf_counter() - begin
    replaying(tickets, sets)  # The calendars compile their years.
    rounds = [
        (evaluating(tickets, sets["now"]), replaying(tickets, one), replaying(tickets, sets))
        for _ in range(options.rounds)
    ]
    evaluated, single, many = (median(column) for column in zip(*rounds, strict=True))
    ratio = median(ten / one for _, one, ten in rounds)
    print(f"{len(tickets):,} tickets: evaluate {evaluated:.2f} s, ", end="")
    print(f"one {single:.2f} s, ten {many:.2f} s")
    print(f"with the reading of {reading:.2f} s: {(reading + many) / (reading + single):.1f}")
    print(f"ten to evaluate {median(ten / full for full, _, ten in rounds):.1f}")
    print(f"ten to one {ratio:.1f}, the bar is {BAR:.0f}")
    wrong = unexplained(tickets, sets) if options.explain else 0
    return 1 if ratio > BAR or wrong else 0


if __name__ == "__main__":
    sys.exit(main())
