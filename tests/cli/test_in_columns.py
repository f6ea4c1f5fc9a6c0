"""``slakit evaluate`` in columns writes, byte for byte, what it writes one by one."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Sequence
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cli.conftest import Outcome, Run

pytest.importorskip("numpy", reason="columns are numpy's")

NOW = ("--at", "2024-05-06T10:00:00Z")
MADRID = ("--tz", "Europe/Madrid")
HEADER = "id,created_at,first_responded_at,resolved_at,closed_at,opened_by,tier,promised,status\n"
GOOD = "1,2024-05-03 16:00,2024-05-03 16:30,2024-05-06 10:00,,,gold,,\n"
SNAPSHOTS = {"slakit": 1, "rows": "snapshot", "tz": "Europe/Madrid"}
EVENTS = {
    "slakit": 1,
    "rows": "event",
    "tz": "Europe/Madrid",
    "map": {"event": "what", "opened_by": "opener"},
    "events": {"answer": "agent_reply", "done": {"status": "closed"}, "seen": {}},
}
LOG = """\
id,created_at,at,tier,promised,status
1,2024-05-03 09:00,2024-05-03 09:00,gold,,new
1,2024-05-03 09:00,2024-05-03 12:00,gold,,waiting
1,2024-05-03 09:00,2024-05-03 15:00:00.000125,silver,1bd,open
2,2024-05-03 10:00,2024-05-06 10:00,silver,2h,closed
2,2024-05-03 10:00,2024-05-03 11:00,silver,2h,open
3,2024-05-03 10:00,2024-05-03 10:00,silver,soon,open
4,2024-05-03 10:00,2024-05-03 09:00,gold,,open
4,2024-05-03 10:00,2024-05-03 11:00,gold,,open
5,2024-05-03 10:00,later,gold,,open
,2024-05-03 10:00,2024-05-03 10:00,gold,,open
6,2024-05-03 10:00,2024-05-03 10:00
7,2024-05-06 12:00,2024-05-06 12:00,bronze,,open
8,2024-05-07 12:00,2024-05-07 12:00,gold,,open
"""
HAPPENED = """\
id,at,what,tier,promised,opener
1,2024-05-03 09:00,opened,gold,,customer
1,2024-05-03 09:20,answer,,,
1,2024-05-03 12:00,done,,,
2,2024-05-03 10:00,opened,silver,3h,
2,2024-05-03 09:00:00.5,reopened,silver,2h,
3,2024-05-03 10:00,,gold,,
4,2024-05-03 10:00,opened,gold,,nobody
5,2024-05-03 10:00,seen,bronze,,agent
6,soon,opened,gold,,
"""


@pytest.fixture
def desk(folder: Path) -> Path:
    """Return the folder, whose desk stops its clocks by the status too."""
    policy = json.loads((folder / "desk.json").read_text())
    policy["statuses"] = {"paused": ["waiting"], "closed": ["closed"]}
    policy["policies"][0] |= {
        "warn": {"soon": "75%", "«last»": {"at": "-30m", "to": ["ana", 'the "boss"']}},
        "escalate": {"lead": {"at": "+1h wall", "to": ["bo"]}},
    }
    (folder / "desk.json").write_text(json.dumps(policy))
    return folder


@pytest.fixture
def both(run: Run, desk: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[Outcome]]:
    """Return the function that evaluates a table both ways and gives both outcomes, rows of CSV.

    `err` of an outcome is the file of rejects. Lines of JSON are compared here.
    """

    def outcome(name: str, options: Sequence[str], packages: bool) -> Outcome:
        with monkeypatch.context() as patch:
            if not packages:
                patch.setattr("slakit.cli.evaluate.find_spec", lambda name: None)
            bad = desk / "bad.csv"
            bad.unlink(missing_ok=True)
            told = run("evaluate", "desk.json", name, *NOW, *options, "--rejects", bad)
            return Outcome(told.code, told.out, bad.read_text() if bad.exists() else told.err)

    def evaluated(
        table: str, *options: str, source: dict[str, Any] | None = None, name: str = "t.csv"
    ) -> list[Outcome]:
        (desk / name).write_text(table)
        if source is not None:
            (desk / "source.json").write_text(json.dumps(source))
            options = (*options, "--source", "source.json")
        same([outcome(name, (*options, "--json"), packages) for packages in (True, False)])
        return [outcome(name, options, packages) for packages in (True, False)]

    return evaluated


def same(outcomes: list[Outcome]) -> Outcome:
    """Return what both outcomes are; the order of rejected rows is by their lines in columns."""
    in_columns, one_by_one = outcomes
    assert one_by_one.out == in_columns.out
    assert sorted(one_by_one.err.splitlines()) == sorted(in_columns.err.splitlines())
    assert one_by_one.code == in_columns.code
    return in_columns


def ids(table: str) -> list[str]:
    """Return the ids in a table, each once."""
    return list(dict.fromkeys(row["id"] for row in csv.DictReader(StringIO(table))))


Both = Callable[..., list[Outcome]]


def test_fields_that_events_set(both: Both) -> None:
    """What an event makes of a field is told, and stands beside the clocks."""
    happenings = {"waits": {"status": "waiting"}, "tiers": {"tier": "silver"}}
    source = {**EVENTS, "events": happenings, "map": {"event": "what"}}
    table = "id,at,what,tier\n" + "".join(
        f"1,2024-05-03 {hour:02}:00,{what},gold\n"
        for hour, what in ((9, "opened"), (10, "waits"), (11, "tiers"))
    )
    outcome = same(
        both(table, "--fields", "status,tier", source={**source, "map": {"event": "what"}})
    )
    assert all(line.endswith(",waiting,silver") for line in outcome.out.splitlines()[1:])


def test_an_id_of_a_far_year_twice(both: Both) -> None:
    """A ticket that only a single reader can read has taken its id all the same."""
    far, again = "2,9999-12-31 23:59,,,,,gold,,\n", "2,2024-05-03 09:00,,,,,gold,,\n"
    outcome = same(both(f"{HEADER}{GOOD}{far}{again}", *MADRID))
    assert 2 == len(outcome.err.splitlines())


class TestTickets:
    @pytest.mark.parametrize(
        "row",
        [
            "2,2024-05-03 09:00,,,,,gold,,",
            "2,2024-05-03T09:00+02:00,,2024-05-03T10:00Z,,,gold,,",
            "2,2024-05-06 10:00:00.000250,2024-05-06 10:00:00.000251,,,,gold,,",
            "2,2024-05-06 10:00,,,,agent,silver,1bd,",
            "2,2024-05-06 10:00,,,2024-05-06 10:30,customer,silver,2h,open",
            "2,2024-05-03 10:00,,2024-05-03 12:00,2024-05-03 11:00,,silver,2h,open",
            "2,2024-05-06 10:00,,,,,bronze,,",
            "2,2024-05-07 10:00,,,,,gold,,",
            '"2,""x""",2024-05-06 10:00,,,,,gold,"1h",',
            "2,2023-10-29 02:30,,,,,gold,,",
            "2,2024-03-31 02:30,,2024-03-31 02:45,,,gold,,",
            "2,9999-12-31 23:59,,,,,gold,,",
        ],
    )
    def test_good(self, both: Both, row: str) -> None:
        """A row that is a ticket is evaluated, whatever the ticket is like."""
        outcome = same(both(f"{HEADER}{GOOD}{row}\n", *MADRID))
        assert 0 == outcome.code
        assert 2 == len(ids(outcome.out))
        assert "line,id,field,value,reason\n" == outcome.err

    @pytest.mark.parametrize(
        ("row", "field"),
        [
            ("2,soon,,,,,gold,,", "created_at"),
            ("2,2024-05-06,,,,,gold,,", "created_at"),
            ("2,,,,,,gold,,", "created_at"),
            ("2,2024-05-06 10:00,2024-05-06 25:00,,,,gold,,", "first_responded_at"),
            ("2,2024-05-06 10:00,2024-05-06 09:00,,,,gold,,", "first_responded_at"),
            ("2,2024-05-06 10:00,,,2024-05-06 09:59:59.999999,,gold,,", "closed_at"),
            ("2,2024-05-06 10:00,,,,nobody,gold,,", "opened_by"),
            ("2,2024-05-06 10:00,,,,,silver,soon,", "promised"),
            ("2,0001-01-01T00:00+05:00,,,,,gold,,", "instant"),
            (",2024-05-06 10:00,,,,,gold,,", "id"),
            ("1,2024-05-06 10:00,,,,,gold,,", "id"),
            ("2,2024-05-06 10:00", ""),
            ("2,2024-05-06 10:00,,,,,go\0ld,,", ""),
        ],
    )
    def test_wrong(self, both: Both, row: str, field: str) -> None:
        """A row that is none is set aside, with what is wrong and where, and no other is."""
        outcome = same(both(f"{HEADER}{GOOD}{row}\n3{GOOD[1:]}", *MADRID))
        assert ["1", "3"] == ids(outcome.out)
        (rejected,) = csv.DictReader(StringIO(outcome.err))
        assert ("3", field) == (rejected["line"], rejected["field"])

    def test_naive(self, both: Both) -> None:
        """Without a zone, what has no offset is set aside, and what has one is not."""
        outcome = same(both(f"{HEADER}{GOOD}2,2024-05-06T10:00-03:00,,,,,gold,,\n"))
        assert ["2"] == ids(outcome.out)
        assert ["1"] == ids(outcome.err)

    def test_twice(self, both: Both) -> None:
        """An id that stood before is refused, though its first ticket could not be evaluated."""
        first = "2,2024-05-06 10:00,,,,,silver,soon,\n"
        outcome = same(both(f"{HEADER}{first}{first.replace('soon', '1h')}", *MADRID))
        assert [] == ids(outcome.out)
        reasons = [row["reason"] for row in csv.DictReader(StringIO(outcome.err))]
        assert "a ticket of this id stands in line 2" in reasons[1]

    def test_fields(self, both: Both) -> None:
        """Fields stand beside the clocks, empty where the ticket is not yet created."""
        rows = '2,2024-05-07 10:00,,,,,gold,3h,\n3,2024-05-06 10:00,,,,,"a,b",1h,\n'
        outcome = same(both(HEADER + GOOD + rows, *MADRID, "--fields", "tier,promised"))
        told = {(row["id"], row["tier"]) for row in csv.DictReader(StringIO(outcome.out))}
        assert {("1", "gold"), ("2", ""), ("3", "a,b")} == told

    @pytest.mark.filterwarnings("ignore:no ticket has the field:slakit.SlakitWarning")
    def test_fields_of_none(self, both: Both) -> None:
        """So do those that no ticket has."""
        outcome = same(both(HEADER + GOOD, *MADRID, "--fields", "teir"))
        assert {""} == {row["teir"] for row in csv.DictReader(StringIO(outcome.out))}

    def test_patterns(self, both: Both) -> None:
        """Times of a pattern are read as it says."""
        source = {"slakit": 1, "tz": "Europe/Madrid", "times": "%d/%m/%Y %H:%M", "missing": "?"}
        table = "id,created_at,tier\n1,3/5/2024 09:00,gold\n2,2024-05-03,gold\n3,?,gold\n"
        outcome = same(both(table, source=source))
        assert (["1"], ["2", "3"]) == (ids(outcome.out), ids(outcome.err))

    @pytest.mark.parametrize(
        ("until", "answer"),
        [
            ("2024-05-06T12:00:00Z", "2024-05-06T14:00:00+02:00"),
            ("2024-05-06T12:00:00.000125+02:00", "2024-05-06T12:00:00.000125+02:00"),
            ("tomorrow", None),
            ("", None),
        ],
    )
    def test_instants_in_fields(
        self, both: Both, desk: Path, until: str, answer: str | None
    ) -> None:
        """A target may be an instant in a field."""
        policy = json.loads((desk / "desk.json").read_text())
        policy["policies"][0]["targets"] = {"resolution": "at(until)"}
        (desk / "desk.json").write_text(json.dumps(policy))
        table = f"id,created_at,tier,until\n1,2024-05-06 09:00,gold,{until}\n"
        outcome = same(both(table, *MADRID))
        due = [row["due_at"] for row in csv.DictReader(StringIO(outcome.out))]
        assert ([] if answer is None else [answer]) == [each for each in due if each]

    def test_json_lines(self, both: Both) -> None:
        """Lines of JSON come out the same, with and without a history."""
        tickets: list[dict[str, Any]] = [
            {"id": 1, "created_at": "2024-05-03 16:00", "tier": "gold"},
            {"id": 2, "created_at": "2024-05-03T16:00Z", "fields": {"tier": "silver"}},
            {"id": 3, "created_at": "soon", "tier": "gold"},
            {"id": 1, "created_at": "2024-05-03 16:00", "tier": "gold"},
            {"id": 4, "created_at": "2024-05-03 16:00", "tier": True},
        ]
        table = "".join(json.dumps(ticket) + "\n" for ticket in tickets)
        outcome = same(both(table, *MADRID, "--fields", "tier", name="t.jsonl"))
        assert ["1"] == ids(outcome.out)[:1]
        assert {"3", "4"} <= {row["line"] for row in csv.DictReader(StringIO(outcome.err))}


def test_json(both: Both, desk: Path) -> None:
    """What each line of JSON says: instants, lengths, shares, notices, and what is not there."""
    rows = "2,2024-05-06 09:00,2024-05-06 09:20,,,,gold,,\n3,2024-05-06 09:00,,,,,bronze,,\n"
    later = "4,2024-05-07 09:00,,,,,gold,,\n5,2024-05-06 11:00:00.000125,,,,,silver,1bd,\n"
    both(HEADER + GOOD + rows + later, *MADRID, "--fields", "tier,promised")


def test_json_of_decisions(both: Both) -> None:
    """Tickets that are evaluated one by one have their lines among the others."""
    decided = {"kind": "due_set", "metric": "resolution", "author": "ana"}
    exempt = {"kind": "exemption", "metric": "resolution", "author": "ana", "reason": "strike"}
    tickets: list[dict[str, Any]] = [
        {"id": id, "created_at": "2024-05-03T07:00Z", "fields": {"tier": "gold"}, "events": events}
        for id, events in (
            ("A", []),
            ("B", [{"at": "2024-05-03T08:00Z", "due_at": "2024-05-03T09:00Z", **decided}]),
            ("C", [{"at": "2024-05-06T08:00Z", **exempt}]),
            ("D", []),
        )
    ]
    table = "".join(json.dumps(ticket) + "\n" for ticket in tickets)
    outcome = same(both(table, *MADRID, "--fields", "tier", name="t.jsonl"))
    assert ["A", "B", "C", "D"] == ids(outcome.out)


def test_json_of_versions(both: Both, desk: Path) -> None:
    """When to look again heeds the version that is to come."""
    policy = json.loads((desk / "desk.json").read_text())
    gold = policy["policies"][0]
    policy["policies"].insert(
        1, {**gold, "targets": {"resolution": "1h"}, "from": "2024-05-06T12:30:00Z"}
    )
    (desk / "desk.json").write_text(json.dumps(policy))
    assert 0 == same(both(HEADER + GOOD, *MADRID)).code


@pytest.mark.parametrize("zone", ["America/New_York", "Europe/Lisbon"])
def test_a_placeholder(both: Both, zone: str) -> None:
    """A ticket of the year one is set aside, and no line of the others is lost by it."""
    tickets = [
        {"id": id, "created_at": at, "fields": {"tier": "gold"}}
        for id, at in (("A", "2024-05-06T07:00Z"), ("B", "0001-01-01T00:00Z"))
    ]
    table = "".join(json.dumps(ticket) + "\n" for ticket in tickets)
    outcome = same(both(table, "--tz", zone, name="t.jsonl"))
    assert (["A"], ["B"]) == (ids(outcome.out), ids(outcome.err))


# The third is midnight in Madrid, where the desk is, and due on the day that ends then.
@pytest.mark.parametrize("due", ["2024-05-06T05:00Z", "9997-12-31T00:00Z", "2024-05-06T22:00Z"])
@pytest.mark.parametrize("target", ["at(due)", "4h wall"])
def test_json_of_far_instants(both: Both, desk: Path, target: str, due: str) -> None:
    """A target before the start is negative, and one at the end of all years has a text."""
    policy = json.loads((desk / "desk.json").read_text())
    policy["policies"][0]["targets"] = {"resolution": target}
    policy["counts_from"] = "start" if target == "at(due)" else "field(due)"
    (desk / "desk.json").write_text(json.dumps(policy))
    assert ["1"] == ids(same(both(f"id,created_at,tier,due\n1,2024-05-06T07:00Z,gold,{due}\n")).out)


@pytest.mark.parametrize("at", ["9998-06-01T00:00Z", "0002-06-01T00:00Z"])
def test_a_question_beyond_the_years(run: Run, desk: Path, at: str) -> None:
    """It is an error of the call, before anything is written."""
    (desk / "t.csv").write_text(HEADER + GOOD)
    outcome = run("evaluate", "desk.json", "t.csv", *MADRID, "--at", at)
    assert (3, "") == (outcome.code, outcome.out)
    assert "is outside the years 3 to 9997" in outcome.err


@pytest.mark.filterwarnings("default::slakit.SlakitWarning")
def test_fields_of_a_ticket_that_is_set_aside(run: Run, desk: Path) -> None:
    """A field that only such a ticket has is one that no ticket has."""
    said = {"created_at": "2024-05-03T07:00Z", "tier": "silver"}
    tickets = [{"id": "A", **said}, {"id": "B", **said, "promised": "soon", "team": "x"}]
    (desk / "t.jsonl").write_text("".join(json.dumps(ticket) + "\n" for ticket in tickets))
    asked = ("evaluate", "desk.json", "t.jsonl", *NOW, "--fields", "team", "--rejects", "b.csv")
    said_of_it = run(*asked).err
    assert "warning: no ticket has the field 'team'" in said_of_it
    assert "1 tickets: " in said_of_it


class TestLogs:
    def test_together(self, both: Both) -> None:
        """Snapshots come out the same, and so do the tickets that are set aside."""
        outcome = same(both(LOG, "--fields", "status,promised", source=SNAPSHOTS))
        assert ["1", "2", "7", "8"] == ids(outcome.out)
        found = [(row["line"], row["id"]) for row in csv.DictReader(StringIO(outcome.err))]
        assert {("7", "3"), ("8", "4"), ("10", "5"), ("11", ""), ("12", "6")} == set(found)

    def test_apart(self, both: Both) -> None:
        """So they do where the rows of a ticket stand apart."""
        header, *rows = LOG.splitlines(keepends=True)
        table = header + "".join(rows[::2] + rows[1::2])
        outcome = same(both(table, "--fields", "status", source={**SNAPSHOTS, "together": False}))
        assert {"1", "2", "7", "8"} == set(ids(outcome.out))

    def test_not_together(self, both: Both) -> None:
        """Rows that stand apart and should not stop both at the same row."""
        header, *rows = LOG.splitlines(keepends=True)
        outcome = same(both(header + "".join([*rows[3:5], *rows[:3], rows[4]]), source=SNAPSHOTS))
        assert 0 != outcome.code

    def test_events(self, both: Both) -> None:
        """Logs of events come out the same."""
        outcome = same(both(HAPPENED, "--fields", "tier,promised", source=EVENTS))
        assert ["1", "2", "5"] == ids(outcome.out)
        assert {"3", "4", "6"} == set(ids(outcome.err))


CELLS = {
    "id": st.sampled_from(["1", "2", "3", "4", ""]),
    "created_at": st.sampled_from(
        ["2024-05-03 09:00", "2024-05-06T10:00+02:00", "2024-05-06 10:00:00.000001", "soon", ""]
    ),
    "first_responded_at": st.sampled_from(["", "2024-05-03 09:30", "2024-05-06 10:15", "?"]),
    "resolved_at": st.sampled_from(["", "2024-05-06 11:00", "2024-05-06 24:00", "2024-05-06"]),
    "closed_at": st.sampled_from(["", "2024-05-06 11:00", "2024-05-07 24:00"]),
    "opened_by": st.sampled_from(["", "agent", "customer", "somebody"]),
    "tier": st.sampled_from(["gold", "silver", "bronze", ""]),
    "promised": st.sampled_from(["", "1bd", "2h", "soon"]),
    "status": st.sampled_from(["", "open"]),
}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(rows=st.lists(st.fixed_dictionaries(CELLS), min_size=1, max_size=8))
@pytest.mark.filterwarnings("ignore:no ticket has the field:slakit.SlakitWarning")
def test_any_rows(both: Both, rows: list[dict[str, str]]) -> None:
    """Whatever stands in the rows of a table, both ways say the same of it."""
    table = HEADER + "".join(",".join(row[name] for name in CELLS) + "\n" for row in rows)
    outcome = same(both(table, *MADRID, "--fields", "tier,status"))
    rejected = list(csv.DictReader(StringIO(outcome.err)))
    assert len(rows) == len(ids(outcome.out)) + len(rejected)


LOG_HEADER = "id,created_at,at,tier,promised,status\n"
SAID = {
    "id": st.sampled_from(["1", "2", ""]),
    "created_at": st.sampled_from(["2024-05-03 09:00", "2024-05-03 09:30", "2024-05-03T09:00Z"]),
    "at": st.sampled_from(
        ["2024-05-03 09:00", "2024-05-03 09:30", "2024-05-06 11:00:00.5", "2024-05-07 09:00", ""]
    ),
    "tier": st.sampled_from(["gold", "silver", ""]),
    "promised": st.sampled_from(["", "1h"]),
    "status": st.sampled_from(["new", "waiting", "closed", ""]),
}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(rows=st.lists(st.fixed_dictionaries(SAID), min_size=1, max_size=8))
@pytest.mark.filterwarnings("ignore:no ticket has the field:slakit.SlakitWarning")
def test_any_log(both: Both, rows: list[dict[str, str]]) -> None:
    """Whatever stands in the rows of a log, both ways say the same of it."""
    table = LOG_HEADER + "".join(",".join(row[name] for name in SAID) + "\n" for row in rows)
    source = {**SNAPSHOTS, "together": False}
    outcome = same(both(table, "--fields", "tier,status", source=source))
    told = {*ids(outcome.out), *ids(outcome.err)}
    assert {row["id"] for row in rows} == told
