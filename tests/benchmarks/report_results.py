"""Compare ``slakit report`` on a file of results with merely reading that file.

``python -m tests.benchmarks.report_results RESULTS [--by FIELD] [--rounds N]`` takes what
``slakit evaluate --fields FIELD`` wrote. In each round ``list(csv.DictReader(open(RESULTS)))`` and
the command, which writes its text and its page, are timed one after the other; the figure is the
median over the rounds of the ratio within a round. Starting Python and importing are not counted.
Exit code 1: the ratio is above the bar.
"""

from __future__ import annotations

import argparse
import csv
import os
import sys
from contextlib import redirect_stdout
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from slakit.cli.main import main as slakit
from tests.benchmarks.evaluate_table import seconds

BAR = 2.0


def read(results: str) -> None:
    """Read the file as everybody does."""
    with open(results, encoding="utf-8", newline="") as file:
        list(csv.DictReader(file))


def measure(results: str, by: list[str], rounds: int) -> list[tuple[float, float, float]]:
    """Return the seconds of reading, of the command, and of the command with its page."""
    found = []
    with TemporaryDirectory() as folder, open(os.devnull, "w") as nowhere:
        command = ["report", results, "--freq", "M", "--objective", "95"]
        command += [part for name in by for part in ("--by", name)]
        page = [*command, "--html", str(Path(folder) / "page.html")]

        def run(arguments: list[str]) -> None:
            with redirect_stdout(nowhere):
                assert slakit(arguments) == 0

        run(page)  # Imports are part of starting.
        for _ in range(rounds):
            reading = seconds(lambda: read(results))
            found.append((reading, seconds(lambda: run(command)), seconds(lambda: run(page))))
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", metavar="RESULTS")
    parser.add_argument("--by", action="append", default=[], metavar="FIELD")
    parser.add_argument("--rounds", type=int, default=9)
    options = parser.parse_args()
    rounds = measure(options.file, options.by, options.rounds)
    reading, text, page = (median(column) for column in zip(*rounds, strict=True))
    ratios = [median(each[i] / each[0] for each in rounds) for i in (1, 2)]
    print(
        f"csv.DictReader {reading * 1e3:.0f} ms, slakit report {text * 1e3:.0f} ms, "
        f"with its page {page * 1e3:.0f} ms"
    )
    print(f"ratio {ratios[0]:.2f}, with its page {ratios[1]:.2f}, the bar is {BAR:.0f}")
    return 1 if max(ratios) > BAR else 0


if __name__ == "__main__":
    sys.exit(main())
