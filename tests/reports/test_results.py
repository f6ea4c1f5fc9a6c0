"""What `slakit evaluate` wrote, row by row."""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from slakit import evaluate
from slakit.adapters import RejectedRow
from slakit.errors import TableError, UnknownNameError
from slakit.reports.columns import COLUMNS
from slakit.reports.layout import Layout
from slakit.reports.report import Report
from slakit.reports.results import read_results
from tests.evaluation.desks import on, promising, ticket

ROW = {
    **dict.fromkeys(COLUMNS, ""),
    "id": "7",
    "policy": "all",
    "metric": "resolution",
    "cycle": "1",
    "state": "stopped",
    "status": "met",
    "started_at": "2024-05-06T09:00:00+00:00",
    "due_at": "2024-05-06T13:00:00+00:00",
    "stopped_at": "2024-05-06T10:00:00+00:00",
    "elapsed": "1h",
    "remaining": "3h",
    "breached": "false",
    "paused": "10m",
    "closed": "20m",
}


def table(*rows: dict[str, str], names: Sequence[str] = COLUMNS) -> str:
    """Return rows as a table, each with what differs from the row of a clock that was met."""
    lines = [names, *([{**ROW, **row}.get(name, "") for name in names] for row in rows)]
    return "".join(",".join(line) + "\n" for line in lines)


def read(content: str | bytes, format: Any = "csv", **layout: Any) -> list[Any]:
    """Return what is read of a file."""
    data = content if isinstance(content, bytes) else content.encode()
    given = {"by": (), "frequency": "week", "tz": None, "dated": "decided", **layout}
    return list(read_results(BytesIO(data), format, Layout.of(**given)))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("results")


class TestTable:
    def test_row(self) -> None:
        """Of a row all is read that a report counts."""
        stopped = datetime(2024, 5, 6, 10, tzinfo=UTC)
        hour, minutes = timedelta(hours=1), timedelta(minutes=10)
        names = [*COLUMNS, "team"]
        [(name, values, *rest)] = read(table({"team": "net"}, names=names), by=["policy", "team"])
        assert (("7", "all", "resolution", 1), ["all", "net"]) == (name, list(values))
        kind = ("stopped", "met", False, hour, 3 * hour)
        assert [kind, minutes, 2 * minutes, stopped, stopped] == rest

    @pytest.mark.parametrize(("dated", "hour"), [("decided", 10), ("started", 9), ("due", 13)])
    def test_dated(self, dated: str, hour: int) -> None:
        """A clock is dated by the column that is asked for."""
        [(*_, decided, at)] = read(table({}), dated=dated)
        assert (10, hour) == (decided.hour, at.hour)

    def test_failed(self) -> None:
        """What is missed is dated by its breach, and what was exempted by its stop."""
        late = {"breached_at": "2024-05-06T09:30:00+00:00", "remaining": "-30m"}
        missed = {**late, "status": "missed", "breached": "true"}
        exempt = {**late, "status": "no_target", "breached": "false"}
        first, second = read(table(missed, exempt))
        half = timedelta(minutes=30)
        assert ("stopped", "missed", False, 2 * half, -half) == first[2]
        assert ("stopped", "no_target", True, 2 * half, -half) == second[2]
        assert (9, 10) == (first[-1].hour, second[-1].hour)

    def test_cancelled(self) -> None:
        """When a clock was cancelled stands in no column, also where it was late by then."""
        row = {"state": "cancelled", "status": "cancelled", "stopped_at": "", "breached": "true"}
        [entry] = read(table({**row, "breached_at": "2024-05-06T09:30:00+00:00"}))
        assert (None, None) == entry[-2:]

    def test_without_clock(self) -> None:
        """A ticket without clocks comes as its id."""
        empty = {name: "" for name in COLUMNS if name not in ("id", "status")}
        assert ["7"] == read(table({**empty, "status": "no_target"}))

    def test_without_target(self) -> None:
        """Where nothing remains, nothing was promised."""
        [entry] = read(table({"status": "no_target", "remaining": ""}))
        assert entry[2][4] is None

    def test_older(self) -> None:
        """A table of an earlier version does not tell what was paused and closed."""
        [entry] = read(table({}, names=COLUMNS[:15]))
        assert (None, None) == entry[3:5]
        [entry] = read(table({}, names=[name for name in COLUMNS if name != "paused"]))
        assert (None, None) == entry[3:5]

    def test_order_of_columns(self) -> None:
        """Columns may stand in any order, with others between them."""
        names = ["note", *reversed(COLUMNS)]
        assert read(table({})) == read(table({"note": "x"}, names=names))

    def test_huge_cell(self) -> None:
        """A cell of a million characters is a row that is set aside, and the rest is kept."""
        bad, good = read(table({"policy": "x" * 1_000_000}, {}))
        assert "the row is no CSV: field larger than field limit" in bad.reason
        assert "7" == good[0][0]


BAD = [
    ({"cycle": "0"}, "cycle", "'0' is no whole number above 0"),
    ({"cycle": "-1"}, "cycle", "'-1' is no whole number above 0"),
    ({"cycle": "1_0"}, "cycle", "'1_0' is no whole number above 0"),
    ({"cycle": "٣"}, "cycle", "is no whole number above 0"),
    ({"cycle": ""}, "cycle", "'' is no whole number above 0"),
    ({"state": "done"}, "state", "'done' is no state"),
    ({"status": "Met"}, "status", "'Met' is no status"),
    ({"elapsed": ""}, "elapsed", "'' is no length"),
    ({"elapsed": "1d"}, "elapsed", "'1d' is no length"),
    ({"elapsed": "nan"}, "elapsed", "'nan' is no length"),
    ({"elapsed": "9" * 30 + "h"}, "elapsed", "is no length"),
    ({"remaining": "soon"}, "remaining", "'soon' is no length"),
    ({"paused": ""}, "paused", "'' is no length"),
    ({"closed": "1"}, "closed", "'1' is no length"),
    ({"breached": "TRUE"}, "breached", "'TRUE' is no breached"),
    ({"breached": ""}, "breached", "'' is no breached"),
    ({"stopped_at": "soon"}, "stopped_at", "'soon' is no instant with an offset"),
    ({"stopped_at": "2024-05-06T10:00"}, "stopped_at", "is no instant with an offset"),
    ({"stopped_at": "2024-05-06"}, "stopped_at", "is no instant with an offset"),
    ({"status": "missed", "breached_at": "?"}, "breached_at", "'?' is no instant with an offset"),
    ({"metric": "", "status": "?"}, "status", "'?' is no status"),
]


class TestRejected:
    @pytest.mark.parametrize(("row", "field", "reason"), BAD)
    def test_cell(self, row: dict[str, str], field: str, reason: str) -> None:
        """A bad cell sets its row aside, with its line, id, column, value and reason."""
        first, bad, last = read(table({}, {"id": "bad", **row}, {}))
        assert isinstance(bad, RejectedRow)
        assert (3, "bad", field) == (bad.line, bad.id, bad.field)
        assert ({**ROW, **row})[field] == bad.value
        assert reason in bad.reason
        assert first == last == read(table({}))[0]

    @pytest.mark.parametrize("dated", ["started", "due"])
    def test_date(self, dated: str) -> None:
        """The column of the date is read where it is asked for, and only there."""
        rows = table({f"{dated}_at": "soon"})
        [bad] = read(rows, dated=dated)
        assert (f"{dated}_at", "soon") == (bad.field, bad.value)
        assert not isinstance(read(rows)[0], RejectedRow)

    @pytest.mark.parametrize(
        ("line", "reason"),
        [
            ("7,all", "the row has 2 cells, the header has 17"),
            (",".join([*ROW.values(), ""]), "the row has 18 cells"),
            (",".join(ROW.values()).replace("all", "a\0l"), "the row has a NUL character"),
            (",".join(ROW.values()).replace("all", '"a"l'), "the row is no CSV"),
        ],
    )
    def test_row(self, line: str, reason: str) -> None:
        """So does a row that is none."""
        bad, good = read(f"{table()}{line}\n{table({}).splitlines()[1]}\n")
        assert (2, "") == (bad.line, bad.id)
        assert reason in bad.reason
        assert "7" == good[0][0]

    def test_counted(self, folder: Path) -> None:
        """A report counts them, and hands them on."""
        path, told = folder / "bad.csv", list[RejectedRow]()
        path.write_text(table({}, {"cycle": "x"}, {"elapsed": "?"}))
        report = Report.from_file(path, on_reject=told.append)
        assert (1, 2) == (report.total.clocks, report.rejected)
        assert ["cycle", "elapsed"] == [each.field for each in told]
        assert report == Report.from_file(path)

    def test_dates_at_the_ends_of_time(self, folder: Path) -> None:
        """The last date that there is stops nothing."""
        path = folder / "ends.csv"
        path.write_text(
            table({"stopped_at": "9999-12-31T23:59:59-12:00"}, {"stopped_at": "0001-01-01T00:00Z"})
        )
        for tz in ("Asia/Tokyo", "America/New_York"):
            assert 2 == Report.from_file(path, tz=tz).total.met


class TestJson:
    def line(self, **changes: Any) -> dict[str, Any]:
        given = evaluate(promising(), ticket(("Mon 10:00", "solved")), at=on("Tue 09:00"))
        return {**given.to_data(), **changes}

    def lines(self, *lines: Any) -> str:
        return "".join(f"{each if isinstance(each, str) else json.dumps(each)}\n" for each in lines)

    @pytest.mark.parametrize(
        ("line", "id", "field", "reason"),
        [
            ("{", "", "", "the line is no JSON"),
            ("[" * 200_000, "", "", "the line is no JSON"),
            ("[]", "", "", "[] is no evaluation"),
            ("7", "", "", "7 is no evaluation"),
            ("{}", "", "ticket", "is not in this evaluation"),
            ({"clocks": [{"state": "on"}]}, "T-1", "clocks[0].policy", "'on' is no state"),
            ({"clocks": None}, "T-1", "clocks", "None is no list"),
            ({"ticket": 7}, "", "ticket", "7 is no text"),
            ({"at": "2024-05-07T09:00"}, "T-1", "at", "has no time zone"),
            ({"fields": []}, "T-1", "", "[] is no mapping"),
            ({"fields": {"team": ["net"]}}, "T-1", "", "['net']"),
            ({"fields": {"n": {"decimal": "x"}}}, "T-1", "", "'x' is no decimal"),
        ],
    )
    def test_rejected(self, line: Any, id: str, field: str, reason: str) -> None:
        """A bad line is set aside with its number, and the rest is kept."""
        bad_line = self.line(**line) if isinstance(line, dict) else line
        first, bad, last = read(self.lines(self.line(), bad_line, self.line()), "jsonl")
        assert (2, id, field) == (bad.line, bad.id, bad.field)
        assert reason in bad.reason
        assert first == last

    def test_blank_lines(self) -> None:
        """Blank lines are none, and count."""
        good, bad = read(self.lines(" ", self.line(), "", "{"), "jsonl")
        assert "T-1" == good[0][0]
        assert 4 == bad.line

    def test_without_clock(self) -> None:
        """A ticket without clocks comes as its id."""
        assert ["T-1"] == read(self.lines(self.line(clocks=[])), "jsonl")

    def test_fields(self) -> None:
        """Fields stand beside the evaluation; those that are no text stand in objects."""
        fields = {"n": {"decimal": "1.50"}, "policy": "P", "none": None}
        [entry] = read(self.lines(self.line(fields=fields)), "jsonl", by=["n", "policy", "none"])
        assert ["1.50", "all", None] == list(entry[1])

    def test_untold_field(self) -> None:
        """A field that was not written is not taken for one that no ticket has."""
        for data in (self.line(), self.line(fields={"tier": "gold"})):
            with pytest.raises(UnknownNameError, match="line 1 does not tell the field 'team'"):
                read(self.lines(data), "jsonl", by="team")


class TestNoResult:
    @pytest.mark.parametrize("column", ["id", "policy", "status", "remaining", "breached_at"])
    def test_missing_column(self, column: str) -> None:
        """A table without a column is no result, and says so."""
        names = [name for name in COLUMNS if name != column]
        with pytest.raises(TableError, match=f"the table has no column '{column}'") as caught:
            read(table({}, names=names))
        assert column == caught.value.parameter

    @pytest.mark.parametrize("dated", ["started", "due"])
    def test_missing_date(self, dated: str) -> None:
        """So is one without the date that is asked for; else it is not needed."""
        rows = table({}, names=[name for name in COLUMNS if name != f"{dated}_at"])
        assert 1 == len(read(rows))
        with pytest.raises(TableError, match=f"the table has no column '{dated}_at'"):
            read(rows, dated=dated)

    @pytest.mark.parametrize(
        ("content", "message"),
        [
            (b"", "the table has no header"),
            (b"id,created_at\n1,2024-05-06T10:00Z\n", "no column 'policy'"),
            (b"{}\n", "no column 'id'"),
            ("id,policy\n".encode("utf-16"), "is not UTF-8"),
            (b"\x89PNG\r\n\x1a\n", "is not UTF-8"),
            (b"\0\0\0", "the header has NUL characters"),
            (
                gzip.compress(table({}).encode(), mtime=0)[:-9],
                "gzip stream is damaged or breaks off",
            ),
            (table(names=[*COLUMNS, "id"]).encode(), "the column 'id' stands twice"),
        ],
    )
    def test_content(self, content: bytes, message: str) -> None:
        """A file of something else is refused as a whole."""
        with pytest.raises(TableError, match=message):
            read(content)

    def test_unknown_field(self) -> None:
        """A field without a column is refused, with the nearest, or how to get one."""
        with pytest.raises(UnknownNameError, match="did you mean 'team'"):
            read(table({}, names=[*COLUMNS, "team"]), by="tam")
        with pytest.raises(UnknownNameError, match="evaluate with --fields team"):
            read(table({}), by="team")
        # The status of the clock is not that of the ticket.
        with pytest.raises(UnknownNameError, match="no column for the field 'status'"):
            read(table({}), by="field.status")

    def test_unknown_format(self, folder: Path) -> None:
        """Only .csv and .jsonl are read."""
        (folder / "out.xlsx").write_bytes(b"PK")
        with pytest.raises(TableError):
            Report.from_file(folder / "out.xlsx")
        with pytest.raises(FileNotFoundError):
            Report.from_file(folder / "none.csv")

    def test_empty(self, folder: Path) -> None:
        """A result without rows is a report without data."""
        for name, content in (("none.csv", table()), ("none.jsonl", "")):
            (folder / f"empty-{name}").write_text(content)
            report = Report.from_file(folder / f"empty-{name}")
            assert Report() == report
            assert report.total.share is None


class TestContradictions:
    """A row that cannot be is set aside by name, by the loop and row by row."""

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"status": "missed", "breached": "true"}, "breached_at"),
            ({"status": "met", "stopped_at": ""}, "stopped_at"),
            ({"state": "idle"}, "state"),
            ({"state": "running", "status": "missed"}, "state"),
            ({"elapsed": "-1h"}, "elapsed"),
            ({"elapsed": "20000000000h"}, "elapsed"),
            ({"closed": "200000000h"}, "closed"),
        ],
    )
    def test_refused(self, folder: Path, changes: dict[str, str], field: str) -> None:
        """The field that is wrong is named."""
        path, told = folder / "odd.csv", list[RejectedRow]()
        path.write_text(table({}, changes))
        report = Report.from_file(path, on_reject=told.append)
        assert (1, [field]) == (report.total.clocks, [each.field for each in told])
        [_, row] = read(table({}, changes))
        assert field == row.field

    def test_breach_outlived(self, folder: Path) -> None:
        """A breach outlives a longer target: it is missed, and not overdue any more."""
        late = {"status": "missed", "breached": "true", "breached_at": "2024-05-06T09:30:00+00:00"}
        path = folder / "late.csv"
        path.write_text(table({**late, "remaining": "1h"}))
        [worst] = Report.from_file(path).total.worst
        assert timedelta(0) == worst.overdue

    def test_too_long(self, folder: Path) -> None:
        """Times that add up to more than can be written are told."""
        path = folder / "long.csv"
        path.write_text(table(*[{"closed": "99999999h"}] * 300))
        with pytest.raises(TableError, match="add up to more"):
            Report.from_file(path)

    def test_half_a_character(self, folder: Path) -> None:
        """A text that cannot be written is set aside."""
        evaluation = evaluate(promising(resolution="4h"), ticket(), at=on("Tue 12:00"))
        data = evaluation.to_data() | {"fields": {"team": "\udfff"}}
        [found] = read(json.dumps(data) + "\n", "jsonl", by=["team"])
        assert (1, "T-1", True) == (found.line, found.id, "is no text" in found.reason)


def test_times_of_a_table(folder: Path) -> None:
    """The loop over a table adds up each of the three times: two rows of 1 h, 10 min and 20 min."""
    path = folder / "times.csv"
    path.write_text(table({}, {"paused": "30m"}))
    total = Report.from_file(path).total
    minutes = [time // timedelta(minutes=1) for time in (total.elapsed, total.paused, total.closed)]
    assert [120, 40, 40] == minutes
