"""Compare ``slakit evaluate`` with merely reading the table.

``python -m tests.benchmarks.evaluate_table FILE [--rounds N]`` takes the table of Boston's 311
requests, which ``docs/examples/boston.yaml`` is written for. In each round
``list(csv.DictReader(gzip.open(FILE, "rt")))`` and the command are timed one after the other;
the figure is the median over the rounds of the ratio within a round. Starting Python, importing
and reading the policy are not counted. Exit code 1: the ratio is above the bar.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import os
import sys
from collections.abc import Callable
from contextlib import redirect_stderr
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import process_time

from slakit.cli.evaluate import run_table, source_of
from slakit.cli.main import parser_of_all
from slakit.cli.options import now_of
from slakit.policies import PolicySet

BAR = 10.0
POLICY = Path(__file__).parents[2] / "docs" / "examples" / "boston.yaml"
MAP = {
    "id": "case_id",
    "created_at": "open_local",
    "resolved_at": "closed_local",
    "promised": "{n}{unit}",
}


def command(table: str, folder: str) -> list[str]:
    """Return the arguments of the command that the documentation shows."""
    targets = [part for item in MAP.items() for part in ("--map", "=".join(item))]
    files = ["-o", f"{folder}/out.csv", "--rejects", f"{folder}/bad.csv"]
    return ["evaluate", str(POLICY), table, *targets, "--tz", "America/New_York", *files]


def read(table: str) -> None:
    """Read the table as everybody does."""
    with gzip.open(table, "rt") as file:
        list(csv.DictReader(file))


def seconds(work: Callable[[], object]) -> float:
    """Return the processor time of some work; other programs disturb it less than a clock."""
    begin = process_time()
    work()
    return process_time() - begin


def measure(
    table: str, rounds: int, command: Callable[[str, str], list[str]] = command
) -> list[tuple[float, float]]:
    """Return the seconds of reading and of the command in each round."""
    found = []
    with TemporaryDirectory() as folder, open(os.devnull, "w") as nowhere:
        options = parser_of_all().parse_args(command(table, folder))
        policies, source = PolicySet.from_file(options.policy), source_of(options)
        at = now_of(options, source.zone).astimezone(source.zone)
        for _ in range(rounds):
            reading = seconds(lambda: read(table))
            with redirect_stderr(nowhere):
                found.append((reading, seconds(lambda: run_table(options, policies, source, at))))
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", metavar="FILE")
    parser.add_argument("--rounds", type=int, default=9)
    options = parser.parse_args()
    rounds = measure(options.file, options.rounds)
    reading, evaluating = (median(column) for column in zip(*rounds, strict=True))
    ratio = median(command / read for read, command in rounds)
    print(f"csv.DictReader {reading * 1e3:.0f} ms, slakit evaluate {evaluating * 1e3:.0f} ms")
    print(f"ratio {ratio:.1f}, the bar is {BAR:.0f}")
    return 1 if ratio > BAR else 0


if __name__ == "__main__":
    sys.exit(main())
