"""The whole suite, and its page: ``python -m tests.benchmarks.suite --date DATE [--log LOG]``.

`peers` and `tickets` run one after the other, each in a Python of its own, and write what they have
measured into ``results`` beside this file; `performance_page` makes the page of it. On a quiet
machine it takes some minutes. Exit code 1: a bar was missed, or an answer was wrong.
"""

from __future__ import annotations

import argparse
import subprocess
import sys

from tests.benchmarks import performance_page
from tests.benchmarks.performance_page import RESULTS


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--date", required=True, help="of the run, as the page tells it")
    parser.add_argument("--log", metavar="LOG", help="the public log of incidents, .csv.gz")
    options = parser.parse_args()
    log = ["--log", options.log] if options.log else []
    missed = 0
    for name, arguments in (("peers", []), ("tickets", log)):
        written = ["--date", options.date, "--json", str(RESULTS / f"{name}.json")]
        command = [sys.executable, "-m", f"tests.benchmarks.{name}", *written, *arguments]
        missed |= subprocess.run(command, check=False).returncode
    performance_page.main()
    return missed


if __name__ == "__main__":
    sys.exit(main())
