"""``slakit evaluate`` on Parquet: what it writes for the same table as CSV."""

from __future__ import annotations

import csv
import json
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Outcome, Run

pa = pytest.importorskip("pyarrow", reason="Parquet is read by pyarrow")
parquet = pytest.importorskip("pyarrow.parquet", reason="Parquet is read by pyarrow")

NOW = ("--at", "2024-05-06T10:00:00Z")
MADRID = ("--tz", "Europe/Madrid")
TICKETS = """\
case,opened,first_responded_at,resolved_at,tier,n,unit
1,2024-05-03 16:00,2024-05-03 16:30,2024-05-06 10:00,gold,,
2,2024-05-03 09:00,2024-05-03 11:00,,gold,,
3,2024-05-06 10:00,,,silver,1,bd
4,2024-05-06 10:00,,,bronze,,
5,2024-05-06 10:00:00.000250,,,silver,2,bd
6,2024-05-06 11:00,2024-05-06 10:00,,gold,,
7,,,,gold,,
8,2024-05-07 10:00,,,gold,,
9,2024-05-06 10:00,,,silver,,
"""
MAP = ("--map", "id=case", "--map", "created_at=opened", "--map", "promised={n}{unit}")
LOG = """\
id,created_at,at,tier,status
1,2024-05-03 09:00,2024-05-03 09:00,gold,new
1,2024-05-03 09:00,2024-05-03 12:00,gold,solved
2,2024-05-03 09:00,2024-05-03 09:00,gold,new
2,2024-05-03 09:00,2024-05-03 08:00,gold,new
3,2024-05-03 09:00,2024-05-03 09:00,gold,new
"""
INSTANTS = {"opened", "created_at", "at", "first_responded_at", "resolved_at"}


def save(name: str, text: str) -> None:
    """Save a table of CSV, and as Parquet with the types that its columns have."""
    Path(f"{name}.csv").write_text(text)
    header, *rows = csv.reader(StringIO(text))
    columns = {
        column: column_of(column, [row[place] or None for row in rows])
        for place, column in enumerate(header)
    }
    parquet.write_table(pa.table(columns), f"{name}.parquet")


def column_of(name: str, cells: list[str | None]) -> Any:
    if name in INSTANTS:
        found = [each and datetime.fromisoformat(each) for each in cells]
        return pa.array(found, pa.timestamp("us"))
    if name in {"case", "id", "n"}:
        return pa.array([each and int(each) for each in cells], pa.int64())
    return pa.array(cells)


def rejected(path: str) -> list[dict[str, str]]:
    return list(csv.DictReader(Path(path).read_text().splitlines()))


@pytest.fixture(params=["in columns", "one by one"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Evaluate as where numpy is there, and as where it is not."""
    if request.param == "in columns":
        pytest.importorskip("numpy", reason="columns are numpy's")
    else:
        monkeypatch.setattr("slakit.cli.evaluate.find_spec", lambda name: None)
    return str(request.param)


@pytest.mark.usefixtures("folder", "way")
class TestAsCsv:
    def both(self, run: Run, table: str, *options: str) -> tuple[Outcome, Outcome]:
        save("t", table)
        return (
            run("evaluate", "desk.json", "t.csv", *NOW, *options, "--rejects", "csv.bad"),
            run("evaluate", "desk.json", "t.parquet", *NOW, *options, "--rejects", "parquet.bad"),
        )

    def test_tickets(self, run: Run) -> None:
        """The result is the same, and rows are set aside for the same reasons, one line less."""
        as_csv, as_parquet = self.both(run, TICKETS, *MAP, *MADRID, "--fields", "tier,promised")
        assert 0 == as_csv.code
        assert as_csv.out == as_parquet.out
        assert "9 tickets" not in as_parquet.err
        assert "2 rows were set aside" in as_parquet.err
        ours, theirs = rejected("parquet.bad"), rejected("csv.bad")
        assert [("6", "6"), ("7", "7")] == [(each["line"], each["id"]) for each in ours]
        # Only the times are told as timestamps are.
        told = [each["reason"].replace("T", " ") for each in theirs]
        assert told == [each["reason"].replace("T", " ") for each in ours]

    def test_json(self, run: Run) -> None:
        """So are the lines of JSON."""
        as_csv, as_parquet = self.both(run, TICKETS, *MAP, *MADRID, "--json")
        assert 7 == len(as_csv.out.splitlines())
        assert as_csv.out == as_parquet.out

    def test_log(self, run: Run) -> None:
        """A log is read as that of CSV, and its number of the wrong row is told."""
        source = {"slakit": 1, "rows": "snapshot", "tz": "Europe/Madrid"}
        Path("source.json").write_text(json.dumps(source))
        as_csv, as_parquet = self.both(run, LOG, "--source", "source.json", "--fields", "status")
        assert as_csv.out == as_parquet.out
        assert {"1", "3"} == {row["id"] for row in csv.DictReader(StringIO(as_parquet.out))}
        assert [("4", "2")] == [(each["line"], each["id"]) for each in rejected("parquet.bad")]


@pytest.mark.usefixtures("way")
class TestTypes:
    def test_conditions(self, run: Run, folder: Path) -> None:
        """Conditions compare with numbers and truth values, as they do in JSON."""
        policy = json.loads((folder / "desk.json").read_text())
        policy["policies"][0]["when"] = {"vip": True, "size": {"ge": 10}}
        (folder / "desk.json").write_text(json.dumps(policy))
        at = [datetime(2024, 5, 6, 8, tzinfo=UTC)] * 3
        columns = {
            "id": [1, 2, 3],
            "created_at": at,
            "tier": ["none"] * 3,
            "vip": [True, True, None],
            "size": [9, 10, 11],
        }
        parquet.write_table(pa.table(columns), "t.parquet")
        outcome = run("evaluate", "desk.json", "t.parquet", *NOW, "--fields", "vip,size")
        rows = {(row["id"], row["policy"]) for row in csv.DictReader(StringIO(outcome.out))}
        assert {("1", ""), ("2", "gold"), ("3", "")} == rows

    def test_aware(self, run: Run, folder: Path) -> None:
        """Instants with a zone need none of the command, and the output is in UTC."""
        at = pa.array([datetime(2024, 5, 6, 8, tzinfo=UTC)], pa.timestamp("ms", "Europe/Madrid"))
        table = pa.table({"id": ["1"], "created_at": at, "tier": ["gold"]})
        parquet.write_table(table, folder / "t.parquet")
        outcome = run("evaluate", "desk.json", "t.parquet", *NOW)
        starts = {row["started_at"] for row in csv.DictReader(StringIO(outcome.out))}
        assert {"2024-05-06T08:00:00+00:00"} == starts

    def test_nanoseconds(self, run: Run, folder: Path) -> None:
        """A row with half a microsecond is set aside, with its number; the others are not."""
        at = pa.array([10**18 + 500, 10**18], pa.timestamp("ns", "UTC"))
        table = pa.table({"id": ["1", "2"], "created_at": at, "tier": ["gold", "gold"]})
        parquet.write_table(table, folder / "t.parquet")
        outcome = run("evaluate", "desk.json", "t.parquet", *NOW)
        assert 3 == outcome.code
        assert "1 row was set aside\n  line 1: 1: the column 'created_at' has" in outcome.err
        assert {"2"} == {row["id"] for row in csv.DictReader(StringIO(outcome.out))}

    def test_lists(self, run: Run, folder: Path) -> None:
        """A column of lists stops the command where it is asked for, and only there."""
        at = [datetime(2024, 5, 6, 8, tzinfo=UTC)]
        table = pa.table({"id": ["1"], "created_at": at, "tier": ["gold"], "tags": [["a"]]})
        parquet.write_table(table, folder / "t.parquet")
        assert 0 == run("evaluate", "desk.json", "t.parquet", *NOW).code
        outcome = run("evaluate", "desk.json", "t.parquet", *NOW, "--fields", "tags")
        assert (3, "") == (outcome.code, outcome.out)
        assert "the column 'tags' is of the type list" in outcome.err

    def test_no_parquet(self, run: Run, folder: Path) -> None:
        """A file that only is called so stops the command."""
        (folder / "t.parquet").write_text(TICKETS)
        outcome = run("evaluate", "desk.json", "t.parquet", *NOW)
        assert (3, "") == (outcome.code, outcome.out)
        assert "the file is no Parquet" in outcome.err
