"""A public log of incidents: from evaluations, from the file of results, and in pandas.

The log is public and not part of the project; without it these tests are skipped.
"""

from __future__ import annotations

import csv
import gzip
import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import islice
from math import ceil
from pathlib import Path
from typing import Any

import pytest

from slakit import Evaluation, PolicySet, Ticket, evaluate_many
from slakit.adapters import TableSource, read_tickets
from slakit.cli import main
from slakit.reports.report import Report
from tests.reports.desks import told_of

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "docs" / "examples"
LOG = ROOT.parent / "shared" / "data" / "incident_log.csv.gz"
# So many rows, from the first on, are some two thousand incidents.
ROWS = 15_000
END = "2017-03-01T00:00-03:00"
BY = ("priority", "assignment_group", "policy")

pytestmark = pytest.mark.skipif(not LOG.exists(), reason=f"{LOG.name} is not here")


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder with the rows of the log."""
    pytest.importorskip("yaml")
    folder = tmp_path_factory.mktemp("log")
    with gzip.open(LOG, "rt", encoding="utf-8", newline="") as file:
        (folder / "log.csv").write_text("".join(islice(file, ROWS)), encoding="utf-8", newline="")
    return folder


@pytest.fixture(scope="module")
def evaluations(log: Path) -> Sequence[Evaluation]:
    source = TableSource.from_file(EXAMPLES / "incidents.source.yaml")
    fields = {"status", "priority", "assignment_group"}
    tickets = [
        each
        for each in read_tickets(log / "log.csv", source, fields=fields)
        if isinstance(each, Ticket)
    ]
    at = datetime.fromisoformat(END).astimezone(source.zone)
    desk = PolicySet.from_file(EXAMPLES / "incidents.yaml")
    return evaluate_many(desk, tickets, at=at).evaluations


@pytest.fixture(scope="module", params=["results.csv", "results.jsonl"])
def results(request: pytest.FixtureRequest, log: Path) -> Path:
    """Return the file that the command writes of the same rows."""
    path = log / str(request.param)
    options = ["--source", EXAMPLES / "incidents.source.yaml", "--at", END, "-o", path]
    # Five incidents were updated before they were opened.
    options += ["--rejects", log / "rejects.csv"]
    options += [
        "--fields",
        "priority,assignment_group",
        *(["--json"] if path.suffix == ".jsonl" else []),
    ]
    command = ["evaluate", EXAMPLES / "incidents.yaml", log / "log.csv", *options]
    assert 0 == main([str(each) for each in command])
    return path


@pytest.mark.parametrize("dated", ["decided", "started"])
def test_file(results: Path, evaluations: Sequence[Evaluation], dated: Any) -> None:
    """The report on the file is that on the evaluations, but for what CSV does not tell."""
    layout: dict[str, Any] = {"by": BY, "frequency": "month", "tz": "Europe/Madrid", "dated": dated}
    report = (told_of if results.suffix == ".csv" else Report.of)(evaluations, **layout)
    assert report == Report.from_file(results, **layout)
    assert len(evaluations) * 3 == report.total.clocks
    assert Report.of(evaluations, **layout).total.counts == report.total.counts


def read_length(text: str) -> float:
    """Return the seconds of a length such as `-3h10m`."""
    sign, *parts = re.fullmatch(  # type: ignore[union-attr]
        r"(-?)(?:(\d+)h)?(?:(\d+)m)?(?:([\d.]+)s)?", text
    ).groups("0")
    hours, minutes, seconds = map(float, parts)
    return (hours * 3600 + minutes * 60 + seconds) * (-1 if sign == "-" else 1)


def test_pandas(results: Path) -> None:
    """So are the figures that pandas has of the table."""
    pandas = pytest.importorskip("pandas")
    if results.suffix != ".csv":
        pytest.skip("pandas reads the table")
    table = pandas.read_csv(results, dtype=str, keep_default_na=False, quoting=csv.QUOTE_MINIMAL)
    failed = table["status"].isin(["missed", "breached"])
    decided = table["breached_at"].where(failed, table["stopped_at"])
    local = pandas.to_datetime(decided, utc=True).dt.tz_convert("America/Sao_Paulo")
    table["period"] = local.dt.strftime("%Y-%m-01").fillna("")
    report = Report.from_file(results, by=BY, frequency="month", tz="America/Sao_Paulo")
    names = ["metric", "priority", "period"]
    groups = dict(list(table.groupby(names)))
    rows = report.to_rows(*names)
    assert len(groups) == len(rows)
    for row in rows:
        group = groups[tuple(str(row[name] or "") for name in names)]
        counts = group["status"].value_counts()
        met, late = counts.get("met", 0), counts.get("missed", 0) + counts.get("breached", 0)
        assert (len(group), met, late) == (
            row["clocks"],
            row["met"],
            row["missed"] + row["overdue"],
        )
        assert (met / (met + late) if met + late else None) == row["share"]
        times = sorted(map(read_length, group.loc[group["state"] == "stopped", "elapsed"]))
        rank = ceil(0.9 * len(times)) - 1
        assert (timedelta(seconds=times[rank]) if times else None) == row["p90"]
        for column, name in (("elapsed", "elapsed"), ("closed", "closed_time")):
            expected = timedelta(seconds=sum(map(read_length, group[column])))
            assert expected == row[name]
