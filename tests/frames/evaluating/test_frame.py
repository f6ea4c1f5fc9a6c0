"""`evaluate_frame` itself: its tables, its instants, and what it refuses."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

import pytest

from slakit import (
    InstantError,
    NaiveDatetimeError,
    PolicyError,
    PolicyWarning,
    TableError,
    Ticket,
    UnknownZoneError,
)
from tests.evaluation.desks import desk, on, promising, ticket
from tests.frames.evaluating.comparing import NAMES, check, check_rows, frames, rows_of
from tests.frames.evaluating.made_tables import table_of_tickets
from tests.frames.evaluating.one_by_one import named
from tests.frames.native.kinds import KINDS, table_of

open_table = pytest.importorskip("slakit.frames.native").open_table

POLICIES = promising()
NOW = on("Mon 11:00")
TWO: dict[str, Any] = {"id": ["A", "B"], "created_at": [on("Mon 09:00"), on("Mon 10:00")]}
SOLVED: dict[str, Any] = {
    "ticket": ["B"],
    "at": [on("Mon 10:30")],
    "kind": ["change"],
    "field": ["status"],
    "value": ["solved"],
}


def statuses(found: Any) -> list[tuple[str, str]]:
    return [(row["ticket"], row["status"]) for row in rows_of(found.clocks)]


def rejected(found: Any) -> list[tuple[Any, ...]]:
    return [tuple(row.values()) for row in rows_of(found.rejects)]


class TestAnswer:
    @pytest.mark.parametrize("kind", KINDS)
    def test_every_kind(self, kind: str) -> None:
        """The tables come back as the kind that was given, with every field of a reading."""
        columns = {"id": ["A", "B"], "created_at": ["2024-05-06T09:00Z", "2024-05-06T10:00Z"]}
        table = table_of(kind, columns)
        events = table_of(kind, {**SOLVED, "at": ["2024-05-06T10:30Z"]})
        found = frames.evaluate_frame(POLICIES, table, events, at=NOW)
        assert {type(table)} == {type(found.clocks), type(found.rejects)}
        assert (list(NAMES), []) == (list(rows_of(found.clocks)[0]), rows_of(found.rejects))
        assert [("A", "on_track"), ("B", "met")] == statuses(found)
        tickets = [
            Ticket(id="A", created_at=on("Mon 09:00")),
            ticket(("Mon 10:30", "solved"), created="Mon 10:00"),
        ]
        tickets[1] = Ticket(id="B", created_at=tickets[1].created_at, events=tickets[1].events)
        check_rows(POLICIES, tickets, [NOW, NOW], found)

    def test_figures(self) -> None:
        """Beside the rows stand how many were evaluated, with which status, and how."""
        found = frames.evaluate_frame(POLICIES, TWO, SOLVED, at=NOW)
        assert (2, {"on_track": 1, "met": 1}, Counter()) == (
            found.tickets,
            found.counts,
            found.fallbacks,
        )

    def test_counts_in_order(self) -> None:
        """The most frequent status stands first."""
        tickets = {"id": range(3), "created_at": [on("Mon 09:00")] * 3}
        table = {**tickets, "id": [1, 2, 3], "status": ["solved", "new", "new"]}
        found = frames.evaluate_frame(POLICIES, table, at=NOW)
        assert [("on_track", 2), ("met", 1)] == list(found.counts.items())

    def test_fallbacks(self) -> None:
        """A ticket with a decision by hand is evaluated by itself, in its place, which is told."""
        by_hand = {**SOLVED, "kind": ["exemption"], "field": [None], "value": ["storm"]}
        events = {**by_hand, "author": ["ana"], "ticket": ["A"]}
        found = frames.evaluate_frame(POLICIES, TWO, events, at=on("Mon 16:00"))
        assert {"somebody decided something by hand": 1} == found.fallbacks
        rows = rows_of(found.clocks)
        assert [("A", "storm", "ana", False), ("B", None, None, True)] == [
            (row["ticket"], row["exempt_reason"], row["exempt_author"], row["breached"])
            for row in rows
        ]
        assert on("Mon 10:30") == rows[0]["exempted_at"]

    def test_numbered_ids(self) -> None:
        """Ids are told as texts, and an event finds its ticket by the number or its text."""
        table = {**TWO, "id": [7, 8]}
        for id in (8, "8"):
            found = frames.evaluate_frame(POLICIES, table, {**SOLVED, "ticket": [id]}, at=NOW)
            assert [("7", "on_track"), ("8", "met")] == statuses(found)

    def test_without_a_promise(self) -> None:
        """A ticket to which nothing is promised has a row of its own, without a metric."""
        policies = desk(
            {
                "name": "gold",
                "calendar": "office",
                "when": {"tier": "gold"},
                "targets": {"resolution": "4h"},
            }
        )
        found = frames.evaluate_frame(policies, {**TWO, "tier": ["tin", "gold"]}, at=NOW)
        assert [("A", None, 0, "no_target"), ("B", "resolution", 1, "on_track")] == [
            (row["ticket"], row["metric"], row["cycle"], row["status"])
            for row in rows_of(found.clocks)
        ]
        check(
            policies,
            named(ticket(fields={"tier": "tin"}), ticket(fields={"tier": "gold"})),
            NOW,
        )

    @pytest.mark.parametrize("kind", KINDS)
    def test_no_tickets(self, kind: str) -> None:
        """Of empty tables the answer is empty, with its columns."""
        tickets = table_of(kind, {"id": [], "created_at": []})
        events = table_of(kind, {"ticket": [], "at": [], "kind": []})
        found = frames.evaluate_frame(POLICIES, tickets, events, at=NOW)
        assert (0, {}, [], []) == (
            found.tickets,
            found.counts,
            rows_of(found.clocks),
            rows_of(found.rejects),
        )
        assert list(NAMES) == open_table(found.clocks, "clocks").names

    def test_no_events(self) -> None:
        """A table of events without rows says that nothing happened."""
        events: dict[str, list[Any]] = {name: [] for name in SOLVED}
        assert [("A", "on_track"), ("B", "on_track")] == statuses(
            frames.evaluate_frame(POLICIES, TWO, events, at=NOW)
        )

    def test_events_of_nobody(self) -> None:
        """An event of no ticket that is there is set aside, and harms none."""
        events = {name: value * 3 for name, value in SOLVED.items()}
        found = frames.evaluate_frame(POLICIES, TWO, {**events, "ticket": ["C", None, "B"]}, at=NOW)
        assert [("A", "on_track"), ("B", "met")] == statuses(found)
        assert [
            ("events", 0, "C", "ticket", "C", "there is no ticket 'C'"),
            ("events", 1, "", "ticket", "", "the event is of no ticket"),
        ] == rejected(found)

    def test_without_notices(self) -> None:
        """Without notices warnings and escalations are empty; what they mean stays."""
        policies = desk(
            {
                "name": "all",
                "calendar": "office",
                "targets": {"resolution": "2h"},
                "warn": {"soon": "75%"},
                "escalate": {"lead": "+1h"},
            }
        )
        tickets = named(ticket(), ticket(("Mon 10:00", "waiting")))
        told = check(policies, tickets, on("Mon 10:45"))
        untold = check(policies, tickets, on("Mon 10:45"), notices=False)
        assert ["soon", "soon"] == [row["warnings"][0]["name"] for row in rows_of(told.clocks)]
        assert [("at_risk", [], []), ("paused", [], [])] == [
            (row["status"], row["warnings"], row["escalations"]) for row in rows_of(untold.clocks)
        ]


class TestAt:
    def test_column(self) -> None:
        """Each ticket is asked at its own instant, of which there may be none, which is told."""
        table = {
            "id": list("ABC"),
            "created_at": [on("Mon 09:00")] * 3,
            "when": [on("Mon 13:30"), None, on("Mon 14:30")],
        }
        found = frames.evaluate_frame(POLICIES, table, at="when")
        assert [("A", "on_track"), ("C", "breached")] == statuses(found)
        assert [on("Mon 13:30"), on("Mon 14:30")] == [row["at"] for row in rows_of(found.clocks)]
        assert [("tickets", 1, "B")] == [each[:3] for each in rejected(found)]
        assert "there is no instant to ask about" == rejected(found)[0][-1]

    def test_before_the_creation(self) -> None:
        """Before it is created a ticket is idle, and has no clocks."""
        found = frames.evaluate_frame(POLICIES, TWO, SOLVED, at=on("Mon 09:59"))
        assert [("A", "on_track"), ("B", "idle")] == statuses(found)
        assert {"on_track": 1, "idle": 1} == found.counts
        check(POLICIES, named(ticket(), ticket(created="Mon 12:00")), on("Mon 10:00"))

    def test_after_the_question(self) -> None:
        """What happens later is nothing to the answer, to the microsecond."""
        at = on("Mon 10:30")
        assert ("B", "met") == statuses(frames.evaluate_frame(POLICIES, TWO, SOLVED, at=at))[1]
        earlier = at - datetime.resolution
        found = frames.evaluate_frame(POLICIES, TWO, SOLVED, at=earlier)
        assert ("B", "on_track") == statuses(found)[1]

    @pytest.mark.parametrize("kind", ["pandas", "polars", "pyarrow"])
    def test_zone_of_the_question(self, kind: str) -> None:
        """Instants are told in the zone of the question, as those of an evaluation."""
        table = table_of(kind, {"id": ["A"], "created_at": ["2024-05-06T09:00Z"]})
        at = NOW.astimezone(ZoneInfo("Asia/Manila"))
        column = frames.evaluate_frame(POLICIES, table, at=at).clocks["due_at"]
        assert (
            "2024-05-06T22:00:00+08:00"
            in {
                "pandas": lambda: [each.isoformat() for each in column],
                "polars": lambda: [each.isoformat() for each in column],
                "pyarrow": lambda: [each.isoformat() for each in column.to_pylist()],
            }[kind]()
        )

    def test_naive(self) -> None:
        """An instant without a zone is refused, and one that no calendar reaches."""
        with pytest.raises(NaiveDatetimeError, match=r"^at: .* has no time zone"):
            frames.evaluate_frame(POLICIES, TWO, at=datetime.fromisoformat("2024-05-06T11:00"))
        with pytest.raises(InstantError, match=r"^at: .* is outside the years 3 to 9997"):
            frames.evaluate_frame(POLICIES, TWO, at=datetime(9999, 1, 1, tzinfo=UTC))

    def test_no_such_column(self) -> None:
        """The name of a column that is not there is an error with the nearest one."""
        with pytest.raises(
            TableError, match=r"^at: tickets have no column 'wen'; did you mean 'when'"
        ):
            frames.evaluate_frame(POLICIES, {**TWO, "when": [NOW, NOW]}, at="wen")


class TestZone:
    LOCAL: ClassVar[dict[str, Any]] = {"id": ["A"], "created_at": ["2024-05-06T11:00"]}

    def test_local_times(self) -> None:
        """Local texts and datetimes are in the zone that is given: Madrid is two hours ahead."""
        texts = [("A", on("Mon 09:00"))]
        for table in (self.LOCAL, {"id": ["A"], "created_at": [NOW.replace(tzinfo=None)]}):
            for tz in ("Europe/Madrid", ZoneInfo("Europe/Madrid")):
                found = frames.evaluate_frame(POLICIES, table, at=NOW, tz=tz)
                assert texts == [
                    (row["ticket"], row["started_at"]) for row in rows_of(found.clocks)
                ]

    def test_none(self) -> None:
        """Without a zone, a local text is an error of its row; nobody guesses."""
        found = frames.evaluate_frame(POLICIES, self.LOCAL, at=NOW)
        ((table, row, id, field, value, reason),) = rejected(found)
        assert ("tickets", 0, "A", "created_at", "2024-05-06T11:00") == (
            table,
            row,
            id,
            field,
            value,
        )
        assert reason.endswith('say which one they are in, as in tz="Europe/Madrid"')

    @pytest.mark.parametrize("kind", ["pandas", "polars", "pyarrow"])
    def test_naive_column(self, kind: str) -> None:
        """A column of naive datetimes is refused without a zone, as a whole."""
        table = table_of(kind, {"id": ["A"], "created_at": [NOW.replace(tzinfo=None)]})
        with pytest.raises(NaiveDatetimeError, match=r"^created_at: .*; say which one"):
            frames.evaluate_frame(POLICIES, table, at=NOW)
        found = frames.evaluate_frame(POLICIES, table, at=NOW, tz="UTC")
        assert [NOW] == [row["started_at"] for row in rows_of(found.clocks)]

    def test_unknown(self) -> None:
        """A zone that nobody has is refused by its name."""
        with pytest.raises(UnknownZoneError, match="unknown time zone 'Europe/Nowhere'"):
            frames.evaluate_frame(POLICIES, TWO, at=NOW, tz="Europe/Nowhere")


class TestTimestamps:
    STAMPS: ClassVar[dict[str, Any]] = {
        "id": list("ABCDE"),
        "created_at": [on("Mon 09:00")] * 5,
        "first_responded_at": [on("Mon 10:00"), None, None, on("Tue 09:00"), None],
        "resolved_at": [on("Mon 11:00"), on("Mon 12:00"), None, None, None],
        "closed_at": [None, on("Tue 09:00"), on("Mon 16:00"), None, None],
        "status": ["solved", "closed", "closed", "waiting", None],
        "opened_by": ["customer", None, "agent", None, "customer"],
    }

    def test_as_from_timestamps(self) -> None:
        """Columns of timestamps are the histories that `Ticket.from_timestamps` makes of them."""
        targets = {"first_response": "2h", "next_response": "2h", "resolution": "4h"}
        policies = desk({"name": "all", "calendar": "office", "targets": targets})
        table = self.STAMPS
        tickets = [
            Ticket.from_timestamps(
                **{name: table[name][row] for name in table if name != "status"},
                fields={"status": table["status"][row]},
            )
            for row in range(5)
        ]
        for at in (on("Mon 09:30"), on("Mon 10:30"), on("Mon 16:00"), on("+Mon 10:00")):
            found = frames.evaluate_frame(policies, table, at=at)
            check_rows(policies, tickets, [at] * 5, found)
            assert Counter() == found.fallbacks

    def test_status_of_today(self) -> None:
        """The status of a resolved ticket is that of today: at its creation it was open.

        Else A would have been solved from the start. D, which has no end, waits since it was
        created, and so it does not run.
        """
        found = frames.evaluate_frame(POLICIES, self.STAMPS, at=on("Mon 10:30"))
        assert [
            ("A", "running"),
            ("B", "running"),
            ("C", "running"),
            ("D", "paused"),
            ("E", "running"),
        ] == [(row["ticket"], row["state"]) for row in rows_of(found.clocks)]

    def test_before_the_creation(self) -> None:
        """A timestamp before the creation sets its ticket aside, under its own name."""
        table = {**TWO, "resolved_at": [on("Mon 08:00"), None]}
        found = frames.evaluate_frame(POLICIES, table, at=NOW)
        assert [("tickets", 0, "A", "resolved_at")] == [each[:4] for each in rejected(found)]
        assert [("B", "on_track")] == statuses(found)

    def test_beside_events(self) -> None:
        """What happened is said once: by events or by timestamps."""
        table = {**TWO, "resolved_at": [None, None], "closed_at": [None, None]}
        with pytest.raises(TableError, match="both events and resolved_at, closed_at; leave out"):
            frames.evaluate_frame(POLICIES, table, SOLVED, at=NOW)


class TestRefused:
    def test_columns(self) -> None:
        """All columns that a table lacks are named at once."""
        with pytest.raises(TableError, match=r"^tickets: .* column id, created_at; known: number;"):
            frames.evaluate_frame(POLICIES, {"number": [1]}, at=NOW)
        with pytest.raises(TableError, match=r"^events: .* column ticket, at, kind; known: case"):
            frames.evaluate_frame(POLICIES, TWO, {"case": [1]}, at=NOW)

    def test_policies(self) -> None:
        """What is no policy set is refused."""
        with pytest.raises(PolicyError, match="is no policy set; read one with"):
            frames.evaluate_frame({}, TWO, at=NOW)

    def test_tables(self) -> None:
        """What is no table is refused, by its parameter."""
        with pytest.raises(TableError, match=r"^tickets: 'list' is no table"):
            frames.evaluate_frame(POLICIES, [{"id": 1}], at=NOW)
        with pytest.raises(TableError, match=r"^events: 'str' is no table"):
            frames.evaluate_frame(POLICIES, TWO, "events.csv", at=NOW)


class TestProgress:
    def test_told(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """After each chunk it is told how many tickets of how many are done."""
        monkeypatch.setattr("slakit.frames.evaluating.frame.CHUNK", 2)
        tickets = named(*(ticket(created=f"Mon {hour:02}:00") for hour in range(9, 14)))
        table, events = table_of_tickets(tickets)
        told: list[tuple[int, int]] = []
        frames.evaluate_frame(
            POLICIES, table, events, at=NOW, progress=lambda *done: told.append(done)
        )
        assert [(2, 5), (4, 5), (5, 5)] == told

    def test_chunks(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Rejects and events of one chunk are not those of another."""
        monkeypatch.setattr("slakit.frames.evaluating.frame.CHUNK", 2)
        created = [*[on("Mon 09:00")] * 3, "soon", on("Mon 09:00")]
        table = {"id": list("ABCDE"), "created_at": created}
        events = {name: value * 3 for name, value in SOLVED.items()} | {"ticket": ["E", "A", "D"]}
        found = frames.evaluate_frame(POLICIES, table, events, at=NOW)
        assert [("A", "met"), ("B", "on_track"), ("C", "on_track"), ("E", "met")] == statuses(found)
        assert [("tickets", 3, "D", "created_at", "soon")] == [each[:5] for each in rejected(found)]


class TestUnseen:
    POLICIES = desk(
        {
            "name": "gold",
            "calendar": "office",
            "when": {"tier": "gold"},
            "targets": {"resolution": "4h"},
        },
        {"name": "rest", "calendar": "office", "targets": {"resolution": "8h"}},
    )

    def test_warned(self) -> None:
        """A field that conditions ask for and that no ticket has is warned of."""
        with pytest.warns(PolicyWarning, match="tier"):
            frames.evaluate_frame(self.POLICIES, TWO, at=NOW)

    def test_seen(self) -> None:
        """A column or a change has it; without tickets nobody can know."""
        frames.evaluate_frame(self.POLICIES, {**TWO, "tier": [None, None]}, at=NOW)
        frames.evaluate_frame(self.POLICIES, TWO, {**SOLVED, "field": ["tier"]}, at=NOW)
        frames.evaluate_frame(self.POLICIES, {"id": [], "created_at": []}, at=NOW)
