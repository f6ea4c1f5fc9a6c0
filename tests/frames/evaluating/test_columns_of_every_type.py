"""Fields in columns of every type that a library has, at which conditions look as at values."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from tests.evaluation.desks import desk, on
from tests.frames.evaluating.comparing import frames, rows_of
from tests.frames.native.kinds import KINDS, library_of, table_of

# What a row of the target says, by the field at which it looks.
ROWS: list[dict[str, Any]] = [
    {"when": {"size": {"ge": 2.5}}, "amount": "1h"},
    {"when": {"vip": True}, "amount": "2h"},
    {"when": {"booked": {"gt": "2024-05-06"}}, "amount": "3h"},
    {"when": {"seen": {"ge": "2024-05-06T08:00:00Z"}}, "amount": "4h"},
    {"when": {"price": 2.5}, "amount": "5h"},
    {"when": {"tier": {"starts_with": "g"}}, "amount": "6h"},
    {"amount": "10m"},
]
FIELDS: dict[str, list[Any]] = {
    "size": [3, 2, 2, 2, 2, 2, 2],
    "vip": [False, True, None, False, None, False, None],
    "booked": [None, date(2024, 5, 7), date(2024, 5, 7), date(2024, 5, 6), None, None, None],
    "seen": [None, None, None, datetime(2024, 5, 6, 8, tzinfo=UTC), None, None, None],
    "price": [None, None, None, None, Decimal("2.50"), Decimal("2.51"), None],
    "tier": [None, "gold", None, None, None, "gold", "tin"],
}
EXPECTED = ["1h", "2h", "3h", "4h", "5h", "6h", "10m"]


@pytest.mark.parametrize("kind", KINDS)
def test_conditions(kind: str) -> None:
    """A number is compared as one, a date as one, and nothing is nothing, in every library."""
    policies = desk({"name": "all", "calendar": "office", "targets": {"resolution": ROWS}})
    columns = {"id": list(range(7)), "created_at": [on("Mon 09:00")] * 7, **FIELDS}
    found = frames.evaluate_frame(policies, table_of(kind, columns), at=on("Mon 10:00"))
    assert [] == rows_of(found.rejects)
    assert EXPECTED == [row["amount"] for row in rows_of(found.clocks)]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([1, 2, None], ["1h", "2h", "8h"]),
        ([1.0, 2.0, 2.5], ["1h", "2h", "4h"]),
        (["1", "2", "two"], ["1h", "2h", "8h"]),
        ([True, False, None], ["5h", "8h", "8h"]),
        ([date(2024, 5, 6), None, date(2024, 5, 7)], ["6h", "8h", "8h"]),
        ([None, None, None], ["8h", "8h", "8h"]),
    ],
    ids=repr,
)
def test_tables(kind: str, values: list[Any], expected: list[str]) -> None:
    """A value finds its row of a table by what a file would write: whole numbers without a point.

    A library that keeps whole numbers with a missing one as 1.0 finds that row as well.
    """
    rule = {"by": "level", "1": "1h", "2": "2h", "2.5": "4h", "true": "5h", "2024-05-06": "6h"}
    row = {"name": "all", "calendar": "office", "targets": {"resolution": {**rule, "else": "8h"}}}
    columns = {"id": list("ABC"), "created_at": [on("Mon 09:00")] * 3, "level": values}
    found = frames.evaluate_frame(desk(row), table_of(kind, columns), at=on("Mon 10:00"))
    assert expected == [row["amount"] for row in rows_of(found.clocks)]


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
def test_units(unit: str) -> None:
    """Instants of every unit are read exactly, those in fields as well."""
    pd = library_of("pandas")
    times = pd.Series([on("Mon 09:00")] * 2).astype(f"datetime64[{unit}, UTC]")
    own = pd.Series([on("Tue 09:00"), None]).astype(f"datetime64[{unit}, UTC]")
    row = {"name": "all", "calendar": "office", "targets": {"resolution": "at(own)"}}
    tickets = pd.DataFrame({"id": ["A", "B"], "created_at": times, "own": own})
    events = pd.DataFrame({"ticket": ["B"], "at": times[:1], "kind": ["note"]})
    found = rows_of(frames.evaluate_frame(desk(row), tickets, events, at=on("Mon 10:00")).clocks)
    assert [on("Tue 09:00"), None] == [each["due_at"] for each in found]


def test_nanoseconds() -> None:
    """An instant that is no whole microsecond is refused, and only its row."""
    pd = library_of("pandas")
    texts = [f"2024-05-06T09:00:00.00000000{n}Z" for n in (1, 0)]
    times = pd.Series(pd.to_datetime(texts))
    row = {"name": "all", "calendar": "office", "targets": {"resolution": "4h"}}
    tickets = pd.DataFrame({"id": ["A", "B"], "created_at": times})
    found = frames.evaluate_frame(desk(row), tickets, at=on("Mon 10:00"))
    assert ["B"] == [each["ticket"] for each in rows_of(found.clocks)]
    assert [("A", "created_at")] == [
        (each["ticket"], each["field"]) for each in rows_of(found.rejects)
    ]


@pytest.mark.parametrize("kind", ["pandas", "polars", "pyarrow"])
def test_categories(kind: str) -> None:
    """Columns of categories are columns of their values, ids and kinds as well."""
    library = library_of(kind)

    def category(values: list[Any]) -> Any:
        if kind == "pandas":
            return library.Categorical(values, categories=["unused", *dict.fromkeys(values)])
        if kind == "polars":
            return library.Series(values, dtype=library.Categorical)
        return library.array(values).dictionary_encode()

    row = {"name": "all", "calendar": "office", "targets": {"resolution": "4h"}}
    tickets = {"id": category(["A", "B"]), "created_at": ["2024-05-06T09:00Z"] * 2}
    events = {
        "ticket": category(["B", "B"]),
        "at": ["2024-05-06T09:30Z", "2024-05-06T09:40Z"],
        "kind": category(["note", "change"]),
        "field": category(["status", "status"]),
        "value": category(["new", "solved"]),
    }
    found = frames.evaluate_frame(
        desk(row), table_of(kind, tickets), table_of(kind, events), at=on("Mon 10:00")
    )
    assert [("A", "on_track"), ("B", "met")] == [
        (each["ticket"], each["status"]) for each in rows_of(found.clocks)
    ]
