"""Tables of tickets of every kind, few tickets, and those that columns are not made for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from statistics import median
from time import process_time

from slakit import PolicySet, evaluate
from slakit.frames import evaluate_frame
from tests.benchmarks.by_hand import read_all
from tests.benchmarks.measuring import interleaved
from tests.benchmarks.synthetic import (
    AT,
    EVENTS,
    POLICIES,
    Rows,
    export,
    in_kind,
    policies,
    rows,
    ticket_of,
)

KINDS = ("numpy", "pandas", "polars", "pyarrow")
OF_KINDS, OF_CASES = 100_000, 10_000
SMALL = (1, 10, 100, 1_000, 10_000)


def read_rows(policies: PolicySet, found: list[Rows]) -> None:
    for each in found:
        read_all(evaluate(policies, ticket_of(each), at=AT))


def by_kind(rounds: int) -> dict[str, float]:
    """Return the microseconds a ticket where the tables are of each kind that is installed."""
    desk, tables = policies(), export(OF_KINDS)
    timed: dict[str, Callable[[], object]] = {}
    for kind in filter(find_spec, KINDS):
        tickets, events = in_kind(tables, kind)
        timed[kind] = partial(evaluate_frame, desk, tickets, events, at=AT)
    interleaved(timed, 1)
    times = interleaved(timed, rounds, process_time)
    return {kind: median(found) / OF_KINDS * 1e6 for kind, found in times.items()}


@dataclass(frozen=True)
class FewTickets:
    """So many tickets: milliseconds as a table, and one by one from rows."""

    tickets: int
    table_ms: float
    scalar_ms: float


def few_tickets(rounds: int, kind: str) -> list[FewTickets]:
    desk = policies()
    found = []
    for count in SMALL:
        tables, loops = export(count), max(1, 100 // count)
        timed: dict[str, Callable[[], object]] = {
            "table": partial(evaluate_frame, desk, *in_kind(tables, kind), at=AT),
            "scalar": partial(read_rows, desk, rows(tables)),
        }
        interleaved(timed, 1)
        times = interleaved(
            {name: partial(repeat, work, loops) for name, work in timed.items()},
            rounds,
            process_time,
        )
        found.append(FewTickets(count, *(median(each) / loops * 1e3 for each in times.values())))
    return found


def repeat(work: Callable[[], object], times: int) -> None:
    for _ in range(times):
        work()


@dataclass(frozen=True)
class HardCase:
    """What columns are not made for: microseconds a ticket as a table, and one by one from rows.

    `single` is the share of tickets that the table could not hold, which are evaluated one by one.
    """

    name: str
    table_us: float
    scalar_us: float
    single: float


def hard_cases(rounds: int, kind: str) -> list[HardCase]:
    chained = {**POLICIES, "metrics": {"next_response": {"again": "chain"}}}
    cases = {
        "as above": (POLICIES, EVENTS),
        f"{4 * EVENTS} events each, so that hardly two histories are alike": (POLICIES, 4 * EVENTS),
        "next responses that are chained, each to the due time before": (chained, EVENTS),
    }
    found = []
    for name, (document, events) in cases.items():
        desk, tables = PolicySet.model_validate(document), export(OF_CASES, events=events)
        sample = rows(tables, 10)
        frame = partial(evaluate_frame, desk, *in_kind(tables, kind), at=AT)
        single = frame().fallbacks.total() / OF_CASES
        timed: dict[str, Callable[[], object]] = {
            "table": frame,
            "scalar": partial(read_rows, desk, sample),
        }
        table, scalar = interleaved(timed, rounds, process_time).values()
        us = (median(table) / OF_CASES * 1e6, median(scalar) / len(sample) * 1e6)
        found.append(HardCase(name, *us, single))
    return found
