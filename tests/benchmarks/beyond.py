"""One process and Spark on one machine: ``python -m tests.benchmarks.beyond [--tickets N]``.

The tickets are those of `synthetic`, in Parquet files. Times are of a clock, each taken once: they
are those of ``docs/how-to/beyond-one-machine.md``, and say at which size Spark begins to pay. The
processor time is that of everything on the machine, which has to do nothing else, and Linux. It
needs the extra ``spark``, and Java.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from pyspark.sql import SparkSession

from slakit.frames import elapsed, evaluate_frame
from slakit.frames import spark as sla
from tests.benchmarks import kernels
from tests.benchmarks.cases import calendar
from tests.benchmarks.synthetic import AT, export, in_kind, policies


def busy() -> float:
    """Return for how many seconds the processors of the machine have worked since it started."""
    user, nice, system, _, _, irq, softirq, *_ = map(
        int, Path("/proc/stat").read_text().splitlines()[0].split()[1:]
    )
    return (user + nice + system + irq + softirq) / os.sysconf("SC_CLK_TCK")


def timed(what: str, work: Callable[[], Any]) -> Any:
    """Do some work and print how long it took, and how much of the processors."""
    begun, used = perf_counter(), busy()
    done = work()
    took, spent = perf_counter() - begun, busy() - used
    print(f"{what:<60} {took:7.2f} s, processors {spent:7.1f} s")
    return done


def utc(column: Any) -> pa.Array:
    return pa.array(column, pa.timestamp("us", "UTC"))


def written(count: int, folder: Path) -> tuple[str, str]:
    """Write the tables of so many tickets and return where they are."""
    files = str(folder / f"tickets{count}.parquet"), str(folder / f"events{count}.parquet")
    for table, file in zip(in_kind(export(count), "pyarrow"), files, strict=True):
        pq.write_table(table, file)
    return files


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--tickets", type=int, default=1_000_000)
    options = parser.parse_args()
    # The workers are to have the packages of this Python, whatever `python3` is here.
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    most, desk = options.tickets, policies()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = {count: written(count, folder) for count in (100, 5_000, most // 5, most)}

        def here() -> None:
            evaluate_frame(desk, *(pq.read_table(file) for file in files[most]), at=AT)

        timed(f"evaluate_frame, {most:,}", here)
        session = timed(
            "the session starts",
            lambda: (
                SparkSession.builder.master("local[2]")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.memory", "4g")
                .config("spark.sql.session.timeZone", "UTC")
                .getOrCreate()
            ),
        )

        def evaluated(count: int, buckets: int) -> None:
            read = [session.read.parquet(file) for file in files[count]]
            found = sla.evaluate(desk, *read, at=AT, buckets=buckets)
            # All rows are made, and none is kept.
            found.rows.write.format("noop").mode("overwrite").save()

        timed("Spark, the first 100", lambda: evaluated(100, 1))
        timed("Spark, another 100", lambda: evaluated(100, 1))
        timed("Spark, 5,000 in one bucket", lambda: evaluated(5_000, 1))
        timed(f"Spark, {most // 5:,} in 2 buckets", lambda: evaluated(most // 5, 2))
        timed(f"Spark, {most:,} in 10 buckets", lambda: evaluated(most, 10))
        timed("Spark, 5,000, each in a bucket of its own", lambda: evaluated(5_000, 5_000))

        office, (starts, ends, _) = calendar("plain"), kernels.rows(most)
        file = str(folder / "rows.parquet")
        columns = {"start": starts.view("M8[us]"), "end": ends.view("M8[us]")}
        pq.write_table(pa.table({name: utc(column) for name, column in columns.items()}), file)
        question = sla.elapsed(office)("start", "end")

        def asked() -> None:
            read = session.read.parquet(file).select(question)
            read.write.format("noop").mode("overwrite").save()

        for _ in range(2):
            timed(f"Spark, elapsed of {most:,} rows", asked)
            timed(f"numpy, elapsed of {most:,} rows", lambda: elapsed(office, starts, ends))
        session.stop()


if __name__ == "__main__":
    main()
