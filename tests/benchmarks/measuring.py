"""How benchmarks measure: in turn, as ratios, held against bars, on a machine that they tell of."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

# What figures depend on: slakit, what it is made of, and what it is compared with.
PACKAGES = (
    "slakit",
    "pydantic",
    "holidays",
    "tzdata",
    "numpy",
    "pandas",
    "polars",
    "pyarrow",
    "narwhals",
    "timegrid",
    "businesstimedelta",
    "business-duration",
)


@dataclass(frozen=True)
class Bar:
    """What was promised and what was measured."""

    name: str
    promised: str
    measured: float
    held: bool


def interleaved(
    timed: Mapping[str, Callable[[], object]],
    rounds: int,
    clock: Callable[[], float] = perf_counter,
) -> dict[str, list[float]]:
    """Return the seconds of each in each round; in a round one follows the other."""
    times: dict[str, list[float]] = {name: [] for name in timed}
    for _ in range(rounds):
        for name, work in timed.items():
            begin = clock()
            work()
            times[name].append(clock() - begin)
    return times


def ratio(times: Iterable[float], to: Iterable[float]) -> float:
    """Return how many times as long one takes as the other: the median within a round."""
    return median(one / other for one, other in zip(times, to, strict=True))


def machine() -> dict[str, str]:
    """Say what the figures were measured on."""
    return {
        "python": platform.python_version(),
        "processor": processor(),
        "processors": str(os.cpu_count()),
        "system": f"{platform.system()} {platform.machine()}",
        **{name: version for name in PACKAGES if (version := version_of(name))},
    }


def processor() -> str:
    """Return the model of the processor, which only Linux says in words."""
    told = Path("/proc/cpuinfo")
    lines = told.read_text(encoding="utf-8").splitlines() if told.exists() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.processor()


def version_of(package: str) -> str | None:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def tell(bars: Iterable[Bar]) -> int:
    """Print what became of the bars, and return the exit code."""
    bars = list(bars)
    for bar in bars:
        verdict = "pass" if bar.held else "FAIL"
        print(f"{verdict}  {bar.name} {bar.promised}: {bar.measured:.3f}")
    return 0 if all(bar.held for bar in bars) else 1


def write(file: Path, date: str | None, bars: Iterable[Bar], **figures: Any) -> None:
    """Write figures as JSON. The date is told and not looked up: a run may be made again."""
    document = {
        "date": date,
        "machine": machine(),
        **figures,
        "bars": [asdict(bar) for bar in bars],
    }
    text = json.dumps(document, indent=2, ensure_ascii=False)
    file.write_text(text + "\n", encoding="utf-8")
