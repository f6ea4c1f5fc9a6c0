"""``slakit evaluate`` on tables."""

from __future__ import annotations

import csv
import gzip
import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Outcome, Run

# Monday, at 12:00 in Madrid.
NOW = ("--at", "2024-05-06T10:00:00Z")
TICKETS = """\
id,created_at,first_responded_at,resolved_at,tier,promised
1,2024-05-03 16:00,2024-05-03 16:30,2024-05-06 10:00,gold,
2,2024-05-03 09:00,2024-05-03 11:00,,gold,
3,2024-05-06 10:00,,,silver,1bd
4,2024-05-06 10:00,,,bronze,
"""
MADRID = ("--tz", "Europe/Madrid")

HEADER = [
    "id",
    "policy",
    "metric",
    "cycle",
    "state",
    "status",
    "amount",
    "started_at",
    "due_at",
    "stopped_at",
    "elapsed",
    "remaining",
    "breached",
    "breached_at",
    "next_change_at",
    "paused",
    "closed",
]


@pytest.fixture
def tickets(folder: Path) -> Path:
    path = folder / "tickets.csv"
    path.write_text(TICKETS)
    return path


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text)))


def test_rows(run: Run, tickets: Path) -> None:
    """There is a row for every clock, with instants in the zone of the table."""
    outcome = run("evaluate", "desk.json", tickets, *MADRID, *NOW)
    assert 0 == outcome.code
    assert HEADER == next(csv.reader(StringIO(outcome.out)))
    rows = {(row["id"], row["metric"]): row for row in table(outcome.out)}
    assert 6 == len(rows)
    # Half an hour of one: met with half an hour to spare.
    assert {
        "id": "1",
        "policy": "gold",
        "metric": "first_response",
        "cycle": "1",
        "state": "stopped",
        "status": "met",
        "amount": "1h",
        "started_at": "2024-05-03T16:00:00+02:00",
        "due_at": "2024-05-03T17:00:00+02:00",
        "stopped_at": "2024-05-03T16:30:00+02:00",
        "elapsed": "30m",
        "remaining": "30m",
        "breached": "false",
        "breached_at": "",
        "next_change_at": "",
        "paused": "0s",
        "closed": "0s",
    } == rows["1", "first_response"]
    # An hour late.
    assert ["missed", "2h", "-1h", "true", "2024-05-03T10:00:00+02:00"] == [
        rows["2", "first_response"][name]
        for name in ("status", "elapsed", "remaining", "breached", "breached_at")
    ]
    # 8 h from Friday 09:00 end at 17:00; on Monday at 12:00 three more have passed.
    assert ["running", "breached", "11h", "-3h", "2024-05-03T17:00:00+02:00"] == [
        rows["2", "resolution"][name]
        for name in ("state", "status", "elapsed", "remaining", "due_at")
    ]
    # From Friday 09:00 to Monday 12:00 are 75 h, of which the office was closed for 64.
    assert ["0s", "64h"] == [rows["2", "resolution"][name] for name in ("paused", "closed")]
    # One business day from Monday 10:00 is Tuesday 10:00.
    assert ["on_track", "1bd", "2024-05-07T10:00:00+02:00", "2024-05-07T10:00:00+02:00"] == [
        rows["3", "resolution"][name] for name in ("status", "amount", "due_at", "next_change_at")
    ]


def test_ticket_without_a_policy(run: Run, tickets: Path) -> None:
    """A ticket to which nothing is promised has a row too."""
    rows = table(run("evaluate", "desk.json", tickets, *MADRID, *NOW).out)
    assert {"id": "4", "status": "no_target"} == {k: v for k, v in rows[-1].items() if v}


def test_summary(run: Run, tickets: Path) -> None:
    """What became of the tickets is told on standard error."""
    outcome = run("evaluate", "desk.json", tickets, *MADRID, *NOW)
    assert "4 tickets: 1 met, 1 breached, 1 on_track, 1 no_target\n" == outcome.err


def test_output_file(run: Run, tickets: Path, folder: Path) -> None:
    """With -o nothing goes to standard output, and the file has what would."""
    expected = run("evaluate", "desk.json", tickets, *MADRID, *NOW).out
    outcome = run("evaluate", "desk.json", tickets, *MADRID, *NOW, "-o", "out.csv")
    assert (0, "") == (outcome.code, outcome.out)
    assert expected == (folder / "out.csv").read_text()


@pytest.mark.parametrize("option", ["-o", "--rejects"])
def test_output_that_is_no_text(run: Run, tickets: Path, folder: Path, option: str) -> None:
    """What would be text under the name of something else is not written."""
    outcome = run("evaluate", "desk.json", tickets, *MADRID, *NOW, option, "out.parquet")
    assert (2, False) == (outcome.code, (folder / "out.parquet").exists())
    assert "out.parquet: what is written is plain text; name it .csv or .jsonl" in outcome.err


def test_utc(run: Run, folder: Path) -> None:
    """Without a zone the times of the table need an offset, and the output is in UTC."""
    (folder / "t.csv").write_text("id,created_at,tier\n1,2024-05-06T10:00+02:00,gold\n")
    rows = table(run("evaluate", "desk.json", "t.csv", *NOW).out)
    assert {"2024-05-06T08:00:00+00:00"} == {row["started_at"] for row in rows}


def test_json(run: Run, tickets: Path) -> None:
    """JSON has a line for every ticket."""
    outcome = run("evaluate", "desk.json", tickets, *MADRID, *NOW, "--json")
    answers = [json.loads(line) for line in outcome.out.splitlines()]
    assert ["1", "2", "3", "4"] == [answer["ticket"] for answer in answers]
    assert ["met", "breached", "on_track", "no_target"] == [answer["status"] for answer in answers]
    assert "2024-05-06T12:00:00+02:00" == answers[0]["at"]


def test_map(run: Run, folder: Path) -> None:
    """The short form of the source says where the table has what."""
    (folder / "t.csv.gz").write_bytes(
        gzip.compress(b"case,opened,plan,n,unit\n7,2024-05-06 10:00,silver,2,bd\n")
    )
    targets = ["id=case", "created_at=opened", "tier=plan", "promised={n}{unit}"]
    options = [part for target in targets for part in ("--map", target)]
    (row,) = table(run("evaluate", "desk.json", "t.csv.gz", *options, *MADRID, *NOW).out)
    assert ("7", "2bd", "2024-05-08T10:00:00+02:00") == (row["id"], row["amount"], row["due_at"])


def test_source(run: Run, folder: Path) -> None:
    """A document describes what the short form cannot; --tz goes before its zone."""
    (folder / "t.csv").write_text("id;created_at;tier\n7;6/5/2024 10:00;gold\n8;?;gold\n")
    source = {"tz": "Europe/Madrid", "times": "%d/%m/%Y %H:%M", "delimiter": ";", "missing": ["?"]}
    (folder / "source.json").write_text(json.dumps(source))
    options = ("--source", "source.json", "--rejects", "bad.csv", *NOW)
    rows = table(run("evaluate", "desk.json", "t.csv", *options).out)
    assert {"2024-05-06T10:00:00+02:00"} == {row["started_at"] for row in rows}
    rows = table(run("evaluate", "desk.json", "t.csv", *options, "--tz", "UTC").out)
    assert {"2024-05-06T10:00:00+00:00"} == {row["started_at"] for row in rows if row["policy"]}
    assert "8,created_at,,the row has no created_at" in (folder / "bad.csv").read_text()


def test_paused(run: Run, folder: Path) -> None:
    """From 09:00 on, half an hour of the three until noon was a pause, for the resolution."""
    data = {
        "id": "9",
        "created_at": "2024-05-06T09:00:00+02:00",
        "tier": "gold",
        "paused": [["2024-05-06T10:00:00+02:00", "2024-05-06T10:30:00+02:00"]],
    }
    fields = {"fields": {"tier": data.pop("tier")}}
    (folder / "t.jsonl").write_text(json.dumps(data | fields) + "\n")
    rows = table(run("evaluate", "desk.json", "t.jsonl", *NOW).out)
    assert [["first_response", "3h", "0s", "0s"], ["resolution", "2h30m", "30m", "0s"]] == [
        [row[name] for name in ("metric", "elapsed", "paused", "closed")] for row in rows
    ]


class TestFields:
    def test_rows(self, run: Run, tickets: Path) -> None:
        """Fields stand at the end of each row, also of a ticket without clocks."""
        outcome = run("evaluate", "desk.json", tickets, *MADRID, *NOW, "--fields", "tier,promised")
        assert [*HEADER, "tier", "promised"] == next(csv.reader(StringIO(outcome.out)))
        told = {(row["id"], row["tier"], row["promised"]) for row in table(outcome.out)}
        assert {
            ("1", "gold", ""),
            ("2", "gold", ""),
            ("3", "silver", "1bd"),
            ("4", "bronze", ""),
        } == (told)

    def test_nothing_else_changes(self, run: Run, tickets: Path) -> None:
        """The clocks are the same with them and without."""
        command = ("evaluate", "desk.json", tickets, *MADRID, *NOW)
        expected = table(run(*command).out)
        rows = table(run(*command, "--fields", "tier").out)
        assert expected == [{name: row[name] for name in HEADER} for row in rows]

    def test_named_twice(self, run: Run, tickets: Path) -> None:
        """The option may be repeated; a name stands once, spaces about it are none of it."""
        options = ("--fields", "tier, promised", "--fields", "tier")
        outcome = run("evaluate", "desk.json", tickets, *MADRID, *NOW, *options)
        assert [*HEADER, "tier", "promised"] == next(csv.reader(StringIO(outcome.out)))

    def test_named_as_a_column(self, run: Run, folder: Path) -> None:
        """A field that has the name of a column stands beside it."""
        (folder / "t.csv").write_text("id,created_at,tier,policy\n1,2024-05-06T08:00Z,gold,P-7\n")
        rows = table(run("evaluate", "desk.json", "t.csv", *NOW, "--fields", "policy").out)
        assert [("gold", "P-7")] * 2 == [(row["policy"], row["field.policy"]) for row in rows]

    def test_json(self, run: Run, tickets: Path) -> None:
        """JSON has them in an object."""
        options = ("--json", "--fields", "tier,promised")
        outcome = run("evaluate", "desk.json", tickets, *MADRID, *NOW, *options)
        answers = [json.loads(line) for line in outcome.out.splitlines()]
        assert [
            {"tier": "gold", "promised": None},
            {"tier": "gold", "promised": None},
            {"tier": "silver", "promised": "1bd"},
            {"tier": "bronze", "promised": None},
        ] == [answer["fields"] for answer in answers]

    @pytest.mark.parametrize("names", ["", "tier,", ",", "tier,,promised", " "])
    def test_empty_name(self, run: Run, tickets: Path, names: str) -> None:
        """An empty name is the command's mistake."""
        outcome = run("evaluate", "desk.json", tickets, *MADRID, "--fields", names)
        assert "a name is empty; write --fields one,two" in usage(outcome)


def test_json_lines(run: Run, folder: Path) -> None:
    """A table may be JSON lines, with flat rows or histories."""
    ticket = {
        "id": "9",
        "created_at": "2024-05-06T08:00:00Z",
        "fields": {"tier": "gold"},
        "events": [{"kind": "message", "at": "2024-05-06T08:30:00Z", "author": "agent"}],
    }
    (folder / "t.jsonl").write_text(json.dumps(ticket) + "\n")
    rows = table(run("evaluate", "desk.json", "t.jsonl", *NOW).out)
    assert [("first_response", "met"), ("resolution", "on_track")] == [
        (row["metric"], row["status"]) for row in rows
    ]


class TestRejects:
    BAD = (
        TICKETS
        + "5,soon,,,gold,\n"
        + "6,2024-05-06 10:00,2024-05-06 09:00,,gold,\n"
        + "7,2024-05-06 10:00,,,silver,1d\n"
    )

    @pytest.fixture
    def bad(self, folder: Path) -> Path:
        path = folder / "bad_tickets.csv"
        path.write_text(self.BAD)
        return path

    def test_file(self, run: Run, bad: Path, folder: Path) -> None:
        """Rows that were set aside are in the file with their line, id, field, value, reason."""
        outcome = run("evaluate", "desk.json", bad, *MADRID, *NOW, "--rejects", "rejects.csv")
        assert 0 == outcome.code
        assert outcome.err.endswith("3 rows were set aside, see rejects.csv\n")
        rows = table((folder / "rejects.csv").read_text())
        assert [
            ("6", "5", "created_at", "soon"),
            ("7", "6", "first_responded_at", "2024-05-06T09:00:00+02:00"),
            ("8", "7", "promised", "1d"),
        ] == [(row["line"], row["id"], row["field"], row["value"]) for row in rows]
        assert "'soon' is no time in the form ISO 8601" in rows[0]["reason"]
        assert "is before its creation" in rows[1]["reason"]
        assert "'1d' counts in days" in rows[2]["reason"]

    def test_the_rest_is_evaluated(self, run: Run, bad: Path, tickets: Path) -> None:
        """A bad row stops nothing."""
        expected = run("evaluate", "desk.json", tickets, *MADRID, *NOW).out
        assert expected == run("evaluate", "desk.json", bad, *MADRID, *NOW).out

    def test_told(self, run: Run, bad: Path) -> None:
        """Without a file the rows are told, and the exit code is that of bad data."""
        outcome = run("evaluate", "desk.json", bad, *MADRID, *NOW)
        assert 3 == outcome.code
        lines = outcome.err.splitlines()
        assert "3 rows were set aside" == lines[1]
        assert lines[2].startswith("  line 6: 5: created_at: 'soon' is no time")
        assert 5 == len(lines)

    def test_many(self, run: Run, folder: Path) -> None:
        """Of many rows the first ten are told."""
        (folder / "t.csv").write_text("id,created_at\n" + "1,soon\n" * 12)
        lines = run("evaluate", "desk.json", "t.csv").err.splitlines()
        assert ["0 tickets", "12 rows were set aside"] == lines[:2]
        assert 10 == sum(line.startswith("  line ") for line in lines)
        assert "  and 2 more; --rejects FILE has them all" == lines[-1]

    def test_one(self, run: Run, folder: Path) -> None:
        """One row is one row."""
        (folder / "t.csv").write_text("id,created_at\n1,soon\n")
        assert "1 row was set aside" in run("evaluate", "desk.json", "t.csv").err

    def test_none(self, run: Run, tickets: Path, folder: Path) -> None:
        """The file is there even when it has no rows, so that a script can rely on it."""
        run("evaluate", "desk.json", tickets, *MADRID, *NOW, "--rejects", "rejects.csv")
        assert "line,id,field,value,reason\n" == (folder / "rejects.csv").read_text()


def test_fail_on_breach(run: Run, tickets: Path, folder: Path) -> None:
    """With --fail-on breach the exit code tells whether a clock is breached or missed."""
    assert 1 == run("evaluate", "desk.json", tickets, *MADRID, *NOW, "--fail-on", "breach").code
    early = ("--at", "2024-05-03 09:30")
    assert 0 == run("evaluate", "desk.json", tickets, *MADRID, *early, "--fail-on", "breach").code
    (folder / "t.csv").write_text(
        "id,created_at,resolved_at,tier\n1,2024-05-02T09:00Z,2024-05-06T09:00Z,gold\n"
    )
    # The first response is missing, too: the ticket is breached, and then both are missed.
    assert 1 == run("evaluate", "desk.json", "t.csv", *NOW, "--fail-on", "breach").code


def test_nowhere(run: Run, tickets: Path) -> None:
    """What is no file may serve twice."""
    options = ("-o", "/dev/null", "--rejects", "/dev/null")
    assert 0 == run("evaluate", "desk.json", tickets, *MADRID, *NOW, *options).code


def test_header(run: Run, tickets: Path) -> None:
    """A mapped column that is not there is 3, before any row is read or written."""
    outcome = run("evaluate", "desk.json", tickets, *MADRID, "--map", "vip=teir", "-o", "out.csv")
    assert (3, "") == (outcome.code, outcome.out)
    assert "map.vip: there is no column 'teir'; did you mean 'tier'?" in outcome.err
    assert not (tickets.parent / "out.csv").exists()


def usage(outcome: Outcome) -> str:
    assert (2, "") == (outcome.code, outcome.out)
    assert outcome.err.startswith("usage: slakit evaluate")
    return outcome.err


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--map", "created_at"], "--map created_at: there is no =; write --map created_at=opened"),
        (["--map", "id=a", "--map", "id=b"], "--map id=b: id is given twice"),
        (["--map", "id=a", "--source", "s.json"], "not allowed with argument"),
        (["--map", "resolve_at=a"], "did you mean 'resolved_at'"),
        (["--tz", "Mars/Base"], "unknown time zone 'Mars/Base'"),
        (["--at", "soon"], "--at: 'soon' is no time"),
        (["--at", "2024-05-06 10:00"], "--at: '2024-05-06 10:00' has no time zone"),
        (
            ["-o", "tickets.csv"],
            "what is read, the output and the rejects have to be different files",
        ),
        (["--rejects", "./tickets.csv"], "the output and the rejects have to be"),
        (["-o", "x.csv", "--rejects", "x.csv"], "the output and the rejects have to be"),
        (["-o", "desk.json"], "the output and the rejects have to be"),
        (["--fail-on", "anything"], "invalid choice: 'anything'"),
    ],
)
def test_usage(run: Run, tickets: Path, options: list[str], message: str) -> None:
    """What is wrong in the command itself is 2, and no file is touched."""
    assert message in usage(run("evaluate", "desk.json", tickets, *options))
    assert TICKETS == tickets.read_text()


def test_source_with_zone(run: Run, folder: Path) -> None:
    """A wrong --tz beside a source is the command's mistake, not the source's."""
    (folder / "source.json").write_text("{}")
    arguments = ("evaluate", "desk.json", "t.csv", "--source", "source.json", "--tz", "Mars/Base")
    assert "unknown time zone" in usage(run(*arguments))


@pytest.mark.parametrize(
    ("path", "message"),
    [("none/out.csv", "none/out.csv: no such file or directory"), (".", ".: is a directory")],
)
def test_unwritable(run: Run, tickets: Path, path: str, message: str) -> None:
    """A file that cannot be written is 3 and is named."""
    outcome = run("evaluate", "desk.json", tickets, *MADRID, "-o", path)
    assert (3, f"slakit: error: {message}\n") == (outcome.code, outcome.err)


def test_broken_table(run: Run, folder: Path) -> None:
    """A table that breaks off is 3; the error says where."""
    content: Any = gzip.compress(b"id,created_at\n" + b"1,2024-05-06T10:00Z\n" * 9_999)
    (folder / "t.csv.gz").write_bytes(content[:-20])
    outcome = run("evaluate", "desk.json", "t.csv.gz", "-o", "out.csv", "--rejects", "bad.csv")
    assert 3 == outcome.code
    assert "the gzip stream is damaged or breaks off after line" in outcome.err


@pytest.mark.filterwarnings("default::slakit.PolicyWarning")
def test_column_that_is_not_there(run: Run, folder: Path) -> None:
    """A condition on a column that the table lacks is told, and stops nothing."""
    (folder / "t.csv").write_text("id,created_at,teir\n1,2024-05-06T10:00Z,gold\n")
    outcome = run("evaluate", "desk.json", "t.csv", *NOW)
    assert (0, "no_target") == (outcome.code, table(outcome.out)[0]["status"])
    assert "warning: no ticket has the field 'tier', for which gold and silver ask" in outcome.err
