"""The rows of a ticket as the ticket."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from slakit.adapters import RejectedRow, TableSource
from slakit.adapters.histories import Histories
from slakit.tickets import Change, Message, Signal, Ticket

NINE = "2024-05-06T09:00Z"
TEN = "2024-05-06T10:00Z"
NOON = "2024-05-06T12:00Z"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def read(
    header: str, *rows: str, fields: set[str] | None = None, **source: Any
) -> Ticket | RejectedRow:
    """Return the ticket of rows whose cells stand apart by spaces; ``-`` is an empty cell."""
    histories = Histories(TableSource(**source), header.split(), fields)
    cells = [["" if cell == "-" else cell for cell in row.split()] for row in rows]
    return histories.ticket("7", [histories.row(line, row) for line, row in enumerate(cells, 2)])


def snapshots(*rows: str, **source: Any) -> Ticket | RejectedRow:
    return read("id created_at at status tier", *rows, rows="snapshot", **source)


def events(*rows: str, **source: Any) -> Ticket | RejectedRow:
    return read("id at event", *rows, rows="event", **source)


def history(found: Ticket | RejectedRow) -> list[tuple[str, Any]]:
    """Return the hour of each event and what it says."""
    assert isinstance(found, Ticket), found
    said = {Change: "fields", Message: "author", Signal: "name"}
    return [
        (event.at.astimezone(UTC).strftime("%H:%M"), getattr(event, said[type(event)]))
        for event in found.events
    ]


class TestSnapshots:
    def test_rows(self) -> None:
        """The first row says how the ticket was created, each later one what became different."""
        expected = Ticket(
            id="7",
            created_at=at(NINE),
            fields={"status": "new", "tier": "gold"},
            events=[
                Change(at=at(TEN), fields={"status": "open"}),
                Change(at=at(NOON), fields={"status": "solved", "tier": "silver"}),
            ],
        )
        assert expected == snapshots(
            f"7 {NINE} {NINE} new gold",
            f"7 {NINE} {TEN} open gold",
            f"7 {NINE} {NOON} solved silver",
        )

    def test_nothing_different(self) -> None:
        """A row in which no field is different is no event; neither is a row that stands twice."""
        row = f"7 {NINE} {TEN} new gold"
        assert [] == history(snapshots(row, row, f"7 {NINE} {NOON} new gold"))

    def test_columns_nobody_asked_for(self) -> None:
        """A difference in a column that is no field is no event."""
        rows = (f"7 {NINE} {NINE} new gold", f"7 {NINE} {TEN} new silver")
        header = "id created_at at status tier"
        assert [] == history(read(header, *rows, rows="snapshot", fields={"vip"}))

    def test_status_is_read(self) -> None:
        """The status counts whether or not it is asked for: categories hang on it."""
        rows = (f"7 {NINE} {NINE} new gold", f"7 {NINE} {TEN} open gold")
        found = read("id created_at at status tier", *rows, rows="snapshot", fields=set())
        assert [("10:00", {"status": "open"})] == history(found)

    def test_created_before_the_first_row(self) -> None:
        """The fields of the first row hold from the creation on."""
        found = snapshots(f"7 {NINE} {TEN} open gold")
        assert isinstance(found, Ticket)
        assert (at(NINE), {"status": "open", "tier": "gold"}) == (found.created_at, found.fields)
        assert () == found.events

    def test_later_creations(self) -> None:
        """Only the earliest row says when the ticket was created, and who opened it."""
        found = read(
            "id created_at at who",
            f"7 {NINE} {NINE} customer",
            f"7 soon {TEN} nobody",
            rows="snapshot",
            map={"opened_by": "who"},
        )
        assert isinstance(found, Ticket)
        assert (at(NINE), "customer") == (found.created_at, found.opened_by)

    def test_same_instant(self) -> None:
        """Rows of one instant apply in the order in which they stand; the last one holds."""
        found = snapshots(
            f"7 {NINE} {NINE} new gold", f"7 {NINE} {NINE} open gold", f"7 {NINE} {NINE} held gold"
        )
        assert isinstance(found, Ticket)
        assert "new" == found.fields["status"]
        assert "held" == found.state_at(at(NINE))["status"]

    def test_order(self) -> None:
        """Rows that do not stand in the order of their instants are put into it."""
        first, second, third = (
            f"7 {NINE} {NINE} new gold",
            f"7 {NINE} {TEN} open gold",
            f"7 {NINE} {NOON} solved gold",
        )
        assert snapshots(first, second, third) == snapshots(third, first, second)

    def test_missing(self) -> None:
        """A cell without a value is a field without one, and comes and goes as a difference."""
        rows = [
            f"7 {NINE} {NINE} new ?",
            f"7 {NINE} {TEN} new -",
            f"7 {NINE} {NOON} new gold",
            f"7 {NINE} 2024-05-06T13:00Z - gold",
        ]
        found = snapshots(*rows, missing="?")
        assert isinstance(found, Ticket)
        assert {"status": "new", "tier": None} == found.fields
        assert [("12:00", {"tier": "gold"}), ("13:00", {"status": None})] == history(found)

    def test_composed(self) -> None:
        """Fields, instants and times of creation may be put together from columns."""
        found = read(
            "id day time n unit",
            "7 2024-05-06 09:00 2 bd",
            "7 2024-05-06 10:00 2 bd",
            "7 2024-05-06 12:00 3 bd",
            rows="snapshot",
            tz="UTC",
            map={"at": "{day} {time}", "created_at": "{day} 08:00", "promised": "{n}{unit}"},
        )
        assert isinstance(found, Ticket)
        assert (at("2024-05-06T08:00Z"), {"promised": "2bd"}) == (found.created_at, found.fields)
        assert [("12:00", {"promised": "3bd"})] == history(found)

    def test_clock_on_the_wall(self) -> None:
        """Instants decide about order, not what the clock on the wall says."""
        # In Madrid the clock goes from 03:00+02:00 back to 02:00+01:00 that night.
        found = snapshots(
            "7 2024-10-27T02:50 2024-10-27T02:50 new gold",
            "7 2024-10-27T02:50 2024-10-27T02:10+01:00 open gold",
            tz="Europe/Madrid",
        )
        assert [("01:10", {"status": "open"})] == history(found)

    def test_category(self) -> None:
        """What a desk calls a category is not slakit's, unless it is mapped."""
        header, row = "id created_at at category", f"7 {NINE} {NINE} printers"
        found = read(header, row, rows="snapshot")
        assert isinstance(found, Ticket)
        assert {} == found.fields
        found = read(header, row, rows="snapshot", map={"category": "category"})
        assert isinstance(found, Ticket)
        assert {"category": "printers"} == found.fields

    def test_opened_by(self) -> None:
        """A column called opened_by is a field: it names somebody more often than a role."""
        found = read("id created_at at opened_by", f"7 {NINE} {NINE} 42", rows="snapshot")
        assert isinstance(found, Ticket)
        assert (None, {"opened_by": "42"}) == (found.opened_by, found.fields)

    @pytest.mark.parametrize(
        ("expected", "rows"),
        [
            ((2, "at", "", "the row has no at"), [f"7 {NINE} - new gold"]),
            (
                (4, "at", "soon", "'soon' is no time in the form ISO 8601"),
                [
                    f"7 {NINE} {NINE} new gold",
                    f"7 {NINE} {TEN} new gold",
                    f"7 {NINE} soon new gold",
                ],
            ),
            (
                (3, "at", "2024-05-06", "'2024-05-06' has no time of day"),
                [f"7 {NINE} {NINE} new gold", f"7 {NINE} 2024-05-06 new gold"],
            ),
            (
                (2, "at", "2024-05-06T09:00", "'2024-05-06T09:00' has no time zone"),
                [f"7 {NINE} 2024-05-06T09:00 new gold"],
            ),
            (
                (2, "created_at", "", "the row has no created_at"),
                [f"7 - {NINE} new gold", f"7 {NINE} {TEN} new gold"],
            ),
            (
                (3, "created_at", "soon", "'soon' is no time in the form ISO 8601"),
                [f"7 {NINE} {TEN} new gold", f"7 soon {NINE} new gold"],
            ),
            (
                (
                    3,
                    "at",
                    "2024-05-06T08:59Z",
                    "'2024-05-06T08:59Z' is before the creation of the ticket at"
                    " 2024-05-06T09:00:00+00:00; correct one of the two",
                ),
                [f"7 {NINE} {NINE} new gold", f"7 {NINE} 2024-05-06T08:59Z new gold"],
            ),
        ],
    )
    def test_wrong_rows(self, expected: tuple[int, str, str, str], rows: list[str]) -> None:
        """A wrong row sets the ticket aside with the row's line, and with what is wrong."""
        found = snapshots(*rows)
        assert isinstance(found, RejectedRow)
        assert "7" == found.id
        assert expected[:3] == (found.line, found.field, found.value)
        assert found.reason.startswith(expected[3])

    def test_unknown_opener(self) -> None:
        """What the ticket itself refuses is told with the line on which it begins."""
        found = read(
            "id created_at at who",
            f"7 {NINE} {NINE} robot",
            f"7 {NINE} {TEN} robot",
            rows="snapshot",
            map={"opened_by": "who"},
        )
        assert isinstance(found, RejectedRow)
        assert (2, "opened_by", "robot") == (found.line, found.field, found.value)


class TestEvents:
    def test_rows(self) -> None:
        """A ticket is created at its first row, and every row is what the source says."""
        expected = Ticket(
            id="7",
            created_at=at(NINE),
            events=[
                Signal(at=at(NINE), name="Opened"),
                Message(at=at(TEN), author="agent"),
                Change(at=at(NOON), fields={"status": "closed"}),
            ],
        )
        assert expected == events(
            f"7 {NINE} Opened",
            f"7 {TEN} Mail",
            f"7 {NOON} Closed",
            events={"Mail": "agent_reply", "Closed": {"status": "closed"}},
        )

    def test_order(self) -> None:
        """The first row is the earliest, wherever it stands; one instant keeps the order."""
        found = events(f"7 {TEN} B", f"7 {NINE} A", f"7 {TEN} C")
        assert isinstance(found, Ticket)
        assert at(NINE) == found.created_at
        assert [("09:00", "A"), ("10:00", "B"), ("10:00", "C")] == history(found)

    def test_created_at(self) -> None:
        """A log of events may have a time of creation as well."""
        found = read("id created_at at event", f"7 {NINE} {TEN} Opened", rows="event")
        assert isinstance(found, Ticket)
        assert at(NINE) == found.created_at
        found = read("id created_at at event", f"7 {TEN} {NINE} Opened", rows="event")
        assert isinstance(found, RejectedRow)
        assert ("at", NINE) == (found.field, found.value)

    def test_fields(self) -> None:
        """Other columns are fields; a cell without a value leaves a field as it was."""
        found = read(
            "id at event tier who",
            f"7 {NINE} Opened gold -",
            f"7 {TEN} Assigned - ann",
            f"7 {NOON} Called - -",
            "7 2024-05-06T13:00Z Assigned ? bob",
            rows="event",
            missing=["?"],
            map={"assignee": "who"},
        )
        assert isinstance(found, Ticket)
        assert {"tier": "gold", "assignee": None} == found.fields
        assert [
            ("09:00", "Opened"),
            ("10:00", {"assignee": "ann"}),
            ("10:00", "Assigned"),
            ("12:00", "Called"),
            ("13:00", {"assignee": "bob"}),
            ("13:00", "Assigned"),
        ] == history(found)

    def test_event_after_columns(self) -> None:
        """What a row is comes after what its columns say."""
        found = read(
            "id at event status",
            f"7 {NINE} Opened new",
            f"7 {TEN} Held open",
            rows="event",
            events={"Held": {"status": "waiting"}},
        )
        assert isinstance(found, Ticket)
        assert "waiting" == found.state_at(at(TEN))["status"]

    def test_nothing(self) -> None:
        """An event whose entry is empty is none, but creates the ticket all the same."""
        found = events(f"7 {NINE} Seen", f"7 {TEN} Opened", events={"Seen": {}})
        assert isinstance(found, Ticket)
        assert at(NINE) == found.created_at
        assert [("10:00", "Opened")] == history(found)

    def test_no_event(self) -> None:
        """A row that does not say what happened sets its ticket aside."""
        found = events(f"7 {NINE} Opened", f"7 {TEN} -", f"7 {NOON} Closed")
        assert RejectedRow(3, "7", "event", "", "the row has no event; give every row one") == found


def test_same_text_of_two_zones() -> None:
    """What a text means belongs to the source: two tables never share it."""
    row = "7 2024-05-06T09:00 2024-05-06T09:00 new gold"
    madrid, utc = snapshots(row, tz="Europe/Madrid"), snapshots(row, tz="UTC")
    assert isinstance(madrid, Ticket)
    assert isinstance(utc, Ticket)
    assert (at("2024-05-06T07:00Z"), at("2024-05-06T09:00Z")) == (madrid.created_at, utc.created_at)
