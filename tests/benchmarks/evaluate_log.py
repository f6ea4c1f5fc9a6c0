"""Compare ``slakit evaluate`` on a log of snapshots with merely reading it.

``python -m tests.benchmarks.evaluate_log FILE [--rounds N]`` takes the public log of incidents
that ``docs/examples/incidents.yaml`` and its source are written for, as `evaluate_table` takes the
table of requests. Exit code 1: the ratio is above the bar.
"""

from __future__ import annotations

import argparse
import sys
from statistics import median

from tests.benchmarks.evaluate_table import POLICY, measure

BAR = 1.5
EXAMPLES = POLICY.parent


def command(log: str, folder: str) -> list[str]:
    """Return the arguments of the command."""
    source = ["--source", str(EXAMPLES / "incidents.source.yaml"), "--at", "2017-03-01T00:00-03:00"]
    files = ["-o", f"{folder}/out.csv", "--rejects", f"{folder}/bad.csv"]
    return ["evaluate", str(EXAMPLES / "incidents.yaml"), log, *source, *files]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", metavar="FILE")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    rounds = measure(options.file, options.rounds, command)
    reading, evaluating = (median(column) for column in zip(*rounds, strict=True))
    ratio = median(command / read for read, command in rounds)
    print(f"csv.DictReader {reading:.2f} s, slakit evaluate {evaluating:.2f} s")
    print(f"ratio {ratio:.1f}, the bar is {BAR}")
    return 1 if ratio > BAR else 0


if __name__ == "__main__":
    sys.exit(main())
