"""Parts of a table, evaluated by themselves, together are what the whole table is."""

from __future__ import annotations

import pickle
import warnings
from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slakit import NaiveDatetimeError, PolicySet, TableError, Ticket
from slakit.testing.strategies import policies, tickets
from tests.conformance.test_tickets import Vector, policies_of, ticket_of

pa = pytest.importorskip("pyarrow")
pytest.importorskip("narwhals")
frames = import_module("slakit.frames")
partitions = import_module("slakit.frames.partitions")
exported = import_module("tests.frames.exports").exported

AT = datetime(2024, 5, 6, 15, tzinfo=UTC)
DESK = PolicySet.model_validate(
    {
        "calendars": {"office": {"tz": "Europe/Madrid", "hours": "Mon-Fri 09:00-18:00"}},
        "statuses": {"paused": ["waiting"], "resolved": ["solved"]},
        "policies": [
            {
                "name": "desk",
                "calendar": "office",
                "targets": {"first_response": "1h", "resolution": "4h"},
                "warn": {"soon": "75%"},
            }
        ],
    }
)
TICKETS = pa.table(
    {
        "id": ["A", "B", "C"],
        "created_at": ["2024-05-06T07:00Z", "2024-05-06T08:00Z", "today"],
        "status": ["new", "new", "new"],
    }
)
EVENTS = pa.table(
    {
        "ticket": ["A", "B", "B", "D"],
        "at": ["2024-05-06T09:00Z"] * 4,
        "kind": ["message", "change", "change", "message"],
        "author": ["agent", None, None, "agent"],
        "field": [None, "status", "status", None],
        "value": [None, "waiting", "solved", None],
        "line": [1, 3, 2, 4],
    }
)


def clocks(rows: Any) -> list[tuple[Any, ...]]:
    names = ("ticket", "metric", "status", "elapsed")
    return [tuple(row[name] for name in names) for row in rows.to_pylist() if not row["rejected"]]


def rejects(rows: Any) -> list[tuple[str, ...]]:
    found = [row["rejected"] for row in rows.to_pylist() if row["rejected"]]
    return [(each["table"], each["ticket"], each["field"]) for each in found]


HOUR = timedelta(hours=1)
# B is solved at 11:00 in Madrid. That it waits from then on is on a later line.
FOUND = [
    ("A", "first_response", "missed", 2 * HOUR),
    ("A", "resolution", "breached", 8 * HOUR),
    ("B", "first_response", "breached", 7 * HOUR),
]
SOLVED = ("B", "resolution", "met", HOUR)
WAITING = ("B", "resolution", "paused", HOUR)


class TestRows:
    def test_clocks_and_rejects(self) -> None:
        """One table has the clocks, and what was set aside of tickets and of events."""
        rows = partitions.Evaluator(DESK, at=AT)(TICKETS, EVENTS)
        assert [*FOUND, SOLVED] == clocks(rows)
        assert {("tickets", "C", "created_at"), ("events", "D", "ticket")} == {*rejects(rows)}

    def test_order(self) -> None:
        """A column of events says which of one instant was the last."""
        rows = partitions.Evaluator(DESK, at=AT, order="line")(TICKETS, EVENTS)
        assert [*FOUND, WAITING] == clocks(rows)

    def test_timestamps(self) -> None:
        """Without events the columns of tickets say what happened; local times need a zone."""
        stamps = pa.table(
            {
                "id": ["A"],
                "created_at": pa.array([datetime(2024, 5, 6, 9)], pa.timestamp("us")),  # noqa: DTZ001
                "resolved_at": pa.array([datetime(2024, 5, 6, 10)], pa.timestamp("us")),  # noqa: DTZ001
            }
        )
        rows = partitions.Evaluator(DESK, at=AT, tz="Europe/Madrid")(stamps)
        assert ("A", "resolution", "met", HOUR) in clocks(rows)
        with pytest.raises(NaiveDatetimeError, match=r"^created_at: "):
            partitions.Evaluator(DESK, at=AT)(stamps)

    def test_same_columns(self) -> None:
        """A part of clocks alone, one of rejects alone and an empty one fit together."""
        evaluator = partitions.Evaluator(DESK, at=AT)
        parts = [TICKETS.slice(0, 1), TICKETS.slice(2, 1), TICKETS.slice(0, 0)]
        found = [evaluator(part, EVENTS.slice(0, 0)) for part in parts]
        assert [2, 1, 0] == [part.num_rows for part in found]
        assert 1 == len({part.schema for part in found})

    def test_notices(self) -> None:
        """Warnings and escalations are left out where nobody wants them."""
        with_them = partitions.Evaluator(DESK, at=AT)(TICKETS)
        without = partitions.Evaluator(DESK, at=AT, notices=False)(TICKETS)
        assert [["soon"], []] == [
            [each["name"] for each in rows["warnings"][0].as_py()] for rows in (with_them, without)
        ]

    def test_refused(self) -> None:
        """A table without a column that it needs is refused as a whole."""
        with pytest.raises(TableError, match=r"^tickets: there is no column created_at; give it"):
            partitions.Evaluator(DESK, at=AT)(TICKETS.select(["id"]))
        with pytest.raises(TableError, match=r"^order: events has no column lines; .* 'line'\?$"):
            partitions.Evaluator(DESK, at=AT, order="lines")(TICKETS, EVENTS)


class TestTravels:
    def test_pickled(self) -> None:
        """What arrives answers alike, and holds the document, not what was compiled of it."""
        evaluator = partitions.Evaluator(DESK, at=AT, order="line")
        evaluator(TICKETS, EVENTS)
        sent = pickle.dumps(evaluator)
        assert len(sent) < 2_000
        assert evaluator(TICKETS, EVENTS) == pickle.loads(sent)(TICKETS, EVENTS)

    def test_compiled_once(self) -> None:
        """In one process two copies go by the same policies."""
        one, other = (partitions.Evaluator(DESK, at=AT) for _ in range(2))
        assert partitions.policies_of(one.document) is partitions.policies_of(other.document)
        assert DESK == partitions.policies_of(one.document)

    def test_warned_already(self) -> None:
        """Who made the policies has been told what is strange about them, and nobody else is."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            strange = PolicySet.model_validate(
                {
                    **DESK.to_data(),
                    "calendars": {"office": {"tz": "UTC", "hours": "Mon-Fri 09:00-23:59"}},
                }
            )
        assert strange == partitions.policies_of(partitions.Evaluator(strange, at=AT).document)


class TestPandas:
    def test_same_kind(self) -> None:
        """DataFrames lead to a DataFrame with the same rows, whatever their index."""
        pd = pytest.importorskip("pandas")
        evaluator = partitions.Evaluator(DESK, at=AT)
        given = TICKETS.to_pandas().set_index(pd.Index([7, 8, 9], name="place"))
        rows = evaluator(given, EVENTS.to_pandas())
        assert isinstance(rows, pd.DataFrame)
        expected = evaluator(TICKETS, EVENTS)
        assert expected == pa.Table.from_pandas(rows, schema=expected.schema)


@settings(max_examples=25)
@given(
    desk=policies(),
    drawn=st.lists(st.tuples(tickets(most=5), st.integers(0, 2)), min_size=1, max_size=6),
    hours=st.integers(0, 200),
)
@pytest.mark.filterwarnings("ignore::slakit.PolicyWarning", "ignore::slakit.HolidayCoverageWarning")
def test_parts_are_the_whole(desk: PolicySet, drawn: list[tuple[Ticket, int]], hours: int) -> None:
    """Whatever the policies, parts together have the rows of the whole table, and no others."""
    named = [
        Ticket.from_data({**ticket.to_data(), "id": f"T-{number}"})
        for number, (ticket, _) in enumerate(drawn)
    ]
    at = drawn[0][0].created_at + timedelta(hours=hours)
    table, log = exported(named)
    whole = frames.evaluate_frame(desk, table, log, at=at)
    evaluator = partitions.Evaluator(desk, at=at)
    rows = []
    for part in range(3):
        ids = pa.array([each.id for each, (_, of) in zip(named, drawn, strict=True) if of == part])
        mine = [
            each.filter(pa.compute.is_in(each[name], ids.cast(pa.string())))
            for each, name in ((table, "id"), (log, "ticket"))
        ]
        rows += evaluator(*mine).to_pylist()
    expected = [{**row, "rejected": None} for row in whole.clocks.to_pylist()]
    found = sorted((row for row in rows if not row["rejected"]), key=by_ticket)
    assert sorted(expected, key=by_ticket) == found
    assert whole.rejects.num_rows == sum(1 for row in rows if row["rejected"])


@pytest.mark.vectors("tickets.json")
@pytest.mark.filterwarnings("ignore::slakit.PolicyWarning")
def test_vectors(vector: Vector) -> None:
    """The clocks of products stand in a part as in a whole table."""
    check_part(vector)


@pytest.mark.vectors("own_tickets.json")
@pytest.mark.filterwarnings("ignore::slakit.PolicyWarning")
def test_own_vectors(vector: Vector) -> None:
    """The clocks that were worked out by hand, likewise."""
    check_part(vector)


def check_part(vector: Vector) -> None:
    """Compare what a pickled evaluator says of a vector's ticket with `evaluate_frame`."""
    desk, at = policies_of(vector), datetime.fromisoformat(vector["at"])
    tables = exported([ticket_of(vector)])
    there = pickle.loads(pickle.dumps(partitions.Evaluator(desk, at=at)))
    whole = frames.evaluate_frame(desk, *tables, at=at)
    expected = [{**row, "rejected": None} for row in whole.clocks.to_pylist()]
    assert expected == there(*tables).to_pylist()


def by_ticket(row: dict[str, Any]) -> str:
    return str(row["ticket"])
