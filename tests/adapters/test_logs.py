"""Logs, in which several rows are one ticket."""

from __future__ import annotations

import csv
from datetime import UTC, datetime, timedelta
from io import BytesIO, StringIO
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slakit import SlakitWarning, TableError
from slakit.adapters import RejectedRow, TableSource, read_tickets
from slakit.tickets import Change, Ticket
from tests.adapters.tables import read_csv, read_jsonl, the_rejected, tickets_in

GOOD = "2024-05-02T14:00Z"
LOG = f"""id,created_at,at,status
1,{GOOD},{GOOD},new
1,{GOOD},2024-05-02T15:00Z,open
2,{GOOD},{GOOD},new
3,{GOOD},{GOOD},new
3,{GOOD},2024-05-02T13:59Z,open
3,{GOOD},2024-05-02T13:58Z,solved
4,{GOOD},{GOOD},new
"""


class TestReading:
    def test_tickets(self) -> None:
        """Several rows are one ticket, and one that is wrong is set aside once."""
        rows = read_csv(LOG, rows="snapshot")
        assert ["1", "2", "3", "4"] == [row.id for row in rows]
        assert [1, 0, 0] == [len(ticket.events) for ticket in tickets_in(rows)]
        assert RejectedRow(
            7,
            "3",
            "at",
            "2024-05-02T13:58Z",
            "'2024-05-02T13:58Z' is before the creation of the ticket at 2024-05-02T14:00:00+00:00;"
            " correct one of the two",
        ) == the_rejected(rows)

    def test_lines(self) -> None:
        """The reader tells the line on which a ticket begins, or that of the wrong row."""
        reader = read_tickets(BytesIO(LOG.encode()), TableSource(rows="snapshot"), format="csv")
        assert [2, 4, 7, 8] == [reader.line for _ in reader]
        assert [2, 4, 8] == [reader.line_of(id) for id in ("1", "2", "4")]

    def test_fields(self) -> None:
        """Columns that nobody asks for make no events."""
        table = f"id,at,event,tier,site\n1,{GOOD},A,gold,x\n1,2024-05-02T15:00Z,B,gold,y\n"
        source = TableSource(rows="event")
        (row,) = read_tickets(BytesIO(table.encode()), source, format="csv", fields={"tier"})
        assert isinstance(row, Ticket)
        assert {"tier": "gold"} == row.fields
        assert ["A", "B"] == [event.name for event in row.events]  # type: ignore[union-attr]

    @pytest.mark.parametrize(
        ("row", "expected"),
        [
            (f"1,{GOOD},{GOOD}", (4, "1", "the row has 3 cells, the header has 4")),
            (f"1,{GOOD},{GOOD},new,x", (4, "1", "the row has 5 cells, the header has 4")),
            (f"1,{GOOD},{GOOD},a\0b", (4, "1", "the row has a NUL character")),
            (f"5,{GOOD},soon,new", (4, "5", "'soon' is no time in the form ISO 8601; ")),
            (f",{GOOD},{GOOD},new", (4, "", "the row has no id; give every row one")),
            (f'1,{GOOD},{GOOD},"a"b', (4, "", "the row is no CSV: ',' expected after '\"'")),
        ],
    )
    def test_bad_rows(self, row: str, expected: tuple[int, str, str]) -> None:
        """A bad row takes the ticket with it that it names, and no other."""
        lines = LOG.splitlines(keepends=True)
        rows = read_csv("".join([*lines[:3], f"{row}\n", lines[3]]), rows="snapshot")
        rejected = the_rejected(rows)
        assert expected[:2] == (rejected.line, rejected.id)
        assert rejected.reason.startswith(expected[2])
        assert {"1", "2"} - {rejected.id} == {ticket.id for ticket in tickets_in(rows)}

    def test_rows_that_stand_apart(self) -> None:
        """Rows of a ticket that was handed out end the reading; the source may allow for them."""
        table = LOG + f"2,{GOOD},2024-05-02T16:00Z,open\n"
        with pytest.raises(TableError, match=r"^together: line 9: the rows of ticket '2' do not"):
            read_csv(table, rows="snapshot")
        (ticket,) = (
            ticket
            for ticket in tickets_in(read_csv(table, rows="snapshot", together=False))
            if ticket.id == "2"
        )
        assert 1 == len(ticket.events)

    @pytest.mark.parametrize(
        ("header", "message"),
        [
            ("id,created_at,status", r"map\.at: no column is called 'at'"),
            ("case,created_at,at", r"map\.id: no column is called 'id'"),
            ("id,opened_at,at", r"map\.created_at: no column is called 'created_at'"),
            ("id,created_at,at,at", "the column 'at' stands twice"),
        ],
    )
    def test_bad_header(self, header: str, message: str) -> None:
        """A column that a log needs and does not have is an error of the call."""
        with pytest.raises(TableError, match=message):
            read_tickets(BytesIO(header.encode()), TableSource(rows="snapshot"), format="csv")

    def test_events_need_to_say_what(self) -> None:
        """A log of events has a column that says what happened."""
        with pytest.raises(TableError, match=r"map\.event: no column is called 'event'"):
            read_csv("id,at,activity\n", rows="event")

    def test_header_only(self) -> None:
        """A log without rows has no tickets."""
        assert [] == read_csv("id,created_at,at\n", rows="snapshot")

    def test_misspelt_event(self) -> None:
        """After the last row there is a warning of an entry that is probably misspelt."""
        with pytest.warns(SlakitWarning, match="no row has the event 'closed ticket'"):
            read_csv(
                f"id,at,event\n1,{GOOD},Closed ticket\n",
                rows="event",
                events={"closed ticket": {"status": "closed"}},
            )

    def test_json_lines(self) -> None:
        """JSON lines are no log."""
        with pytest.raises(TableError, match="a line of JSON is a whole ticket, not one event"):
            read_jsonl("", rows="event")


START = datetime(2024, 5, 6, 9, tzinfo=UTC)
PATTERN = "%d/%m/%Y %H:%M"
HEADER = ("id", "opened", "at", "status", "tier")


class Snapshot(NamedTuple):
    """A row of a log: which ticket, after how many minutes, and what it said."""

    id: str
    minute: int
    status: str
    tier: str

    @property
    def at(self) -> datetime:
        return START + timedelta(minutes=self.minute)

    @property
    def said(self) -> dict[str, str | None]:
        return {"status": self.status, "tier": None if self.tier in ("", "?") else self.tier}


SNAPSHOTS = st.builds(
    Snapshot,
    st.sampled_from(["7", "8", "9"]),
    st.integers(0, 6),
    st.sampled_from(["new", "open", "solved"]),
    st.sampled_from(["gold", "", "?"]),
)
LOGS = st.lists(SNAPSHOTS, max_size=15)


def read(log: list[Snapshot], *, together: bool) -> dict[str, Ticket]:
    table = StringIO()
    opened = f"{START:{PATTERN}}"
    cells = [(row.id, opened, f"{row.at:{PATTERN}}", row.status, row.tier) for row in log]
    csv.writer(table).writerows([HEADER, *cells])
    rows = read_csv(
        table.getvalue(),
        rows="snapshot",
        together=together,
        tz="UTC",
        times=PATTERN,
        missing="?",
        map={"created_at": "opened"},
    )
    assert len(rows) == len(tickets_in(rows))
    return {ticket.id: ticket for ticket in tickets_in(rows)}


def forward(log: list[Snapshot]) -> list[Snapshot]:
    return sorted(log, key=lambda row: row.minute)


@given(log=LOGS.map(forward))
def test_state(log: list[Snapshot]) -> None:
    """At the instant of each row a ticket is as the last row of that instant says."""
    tickets = read(log, together=False)
    last = {(row.id, row.at): row.said for row in log}
    assert last == {(id, at): tickets[id].state_at(at) for id, at in last}


@given(log=LOGS.map(forward))
def test_creation(log: list[Snapshot]) -> None:
    """Tickets come in the order of their first rows, which say what they were at creation."""
    first: dict[str, Snapshot] = {}
    for row in log:
        first.setdefault(row.id, row)
    tickets = read(log, together=False)
    assert list(first) == list(tickets)
    assert {id: (START, row.said) for id, row in first.items()} == {
        id: (ticket.created_at, ticket.fields) for id, ticket in tickets.items()
    }


@given(log=LOGS.map(forward))
def test_changes(log: list[Snapshot]) -> None:
    """There is a change for each row that differs from the one before, and says just how."""
    expected: dict[str, list[Change]] = {}
    before: dict[str, Snapshot] = {}
    for row in log:
        said, was = row.said, before.get(row.id, row).said
        changed = {name: said[name] for name in said if said[name] != was[name]}
        changes = expected.setdefault(row.id, [])
        if changed:
            changes.append(Change(at=row.at, fields=changed))
        before[row.id] = row
    found = {id: list(ticket.events) for id, ticket in read(log, together=False).items()}
    assert expected == found


@given(log=LOGS.map(forward))
def test_together(log: list[Snapshot]) -> None:
    """Whether or not the rows of a ticket stand together, they are the same ticket."""
    sorted_by_ticket = sorted(log, key=lambda row: row.id)
    assert read(log, together=False) == read(sorted_by_ticket, together=True)


@given(log=st.lists(SNAPSHOTS, max_size=15, unique_by=lambda row: (row.id, row.minute)))
def test_any_order(log: list[Snapshot]) -> None:
    """Rows of different instants may stand in any order."""
    assert read(forward(log), together=False) == read(log, together=False)


TIMES = st.sampled_from(["06/05/2024 09:00", "06/05/2024 10:00", "06/05/2024 08:59", "?", "soon"])
NO_IDS = {"", "?"}
ROWS = st.lists(
    st.lists(st.sampled_from(["7", "8", "", "?", "a\0", "gold"]) | TIMES, min_size=4, max_size=6),
    max_size=8,
)


@given(rows=ROWS)
def test_no_ticket_twice(rows: list[list[str]]) -> None:
    """Whatever the rows are, each ticket comes once, and every row without an id."""
    table = StringIO()
    csv.writer(table).writerows([HEADER, *rows])
    found = read_csv(
        table.getvalue(),
        rows="snapshot",
        together=False,
        tz="UTC",
        times=PATTERN,
        missing="?",
        map={"created_at": "opened"},
    )
    assert sorted({row[0] for row in rows} - NO_IDS) == sorted(row.id for row in found if row.id)
    assert [row[0] in NO_IDS for row in rows].count(True) == [row.id for row in found].count("")
