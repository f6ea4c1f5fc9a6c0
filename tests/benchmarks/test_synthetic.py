"""The tickets that do not exist are what they are said to be."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from slakit import evaluate

np = pytest.importorskip("numpy", reason="the tables are made with numpy")
synthetic: Any = pytest.importorskip("tests.benchmarks.synthetic")


def test_tables() -> None:
    """Tickets are in the order of their creation, events in theirs, and each ticket has six."""
    tickets, events = synthetic.export(500)
    assert 500 == len(set(tickets["id"]))
    assert sorted(tickets["created_at"]) == list(tickets["created_at"])
    assert sorted(events["at"]) == list(events["at"])
    assert dict.fromkeys(tickets["id"], 6) == Counter(events["ticket"])
    created = dict(zip(tickets["id"], tickets["created_at"], strict=True))
    at = np.datetime64("2025-01-08T16:30")
    assert all(at - np.timedelta64(365, "D") <= each < at for each in created.values())
    rows = zip(events["ticket"], events["at"], strict=True)
    assert all(created[ticket] <= moment for ticket, moment in rows)


def test_rows_of_events() -> None:
    """A row says what its kind has to say, and nothing else."""
    _, events = synthetic.export(2_000)
    rows = set(zip(*(events[name] for name in ("kind", "author", "field", "value")), strict=True))
    assert {
        ("message", "agent", None, None),
        ("message", "customer", None, None),
        ("note", "agent", None, None),
        ("change", None, "status", "waiting"),
        ("change", None, "priority", "urgent"),
        ("signal", None, None, "vendor_called"),
    } <= rows


def test_same_again() -> None:
    """The same count has the same tickets, whenever it is drawn."""
    for one, other in zip(synthetic.export(50), synthetic.export(50), strict=True):
        assert all(list(one[name]) == list(other[name]) for name in other)


def test_statuses() -> None:
    """They stand in all the ways in which tickets stand, and some have been paused."""
    desk = synthetic.policies()
    found: Counter[tuple[str, str]] = Counter()
    paused = cycles = 0
    for rows in synthetic.rows(synthetic.export(3_000)):
        evaluation = evaluate(desk, synthetic.ticket_of(rows), at=synthetic.AT)
        found.update((clock.metric, clock.status) for clock in evaluation.clocks)
        paused += bool(evaluation["resolution"].paused)
        cycles += evaluation["next_response"].cycle > 1
    for metric in ("first_response", "next_response", "resolution"):
        for status in ("met", "missed", "breached", "on_track"):
            assert found[metric, status] > 0, (metric, status)
    assert found["next_response", "idle"] > 300
    assert found["resolution", "paused"] > 30
    assert paused > 300
    assert cycles > 100


@pytest.mark.parametrize("kind", ["pandas", "polars", "pyarrow"])
def test_kinds(kind: str) -> None:
    """Each kind of table says the same as the columns of numpy."""
    pytest.importorskip(kind, reason=f"{kind} is not installed")
    tables = synthetic.export(100)
    for columns, table in zip(tables, synthetic.in_kind(tables, kind), strict=True):
        assert list(columns) == list(getattr(table, "column_names", table.columns))
        for name, column in columns.items():
            values = [None if each != each else each for each in listed(table[name])]
            assert synthetic.listed(column) == values


def listed(column: Any) -> list[Any]:
    """Return the values of a column of any kind."""
    return list(column.to_pylist() if hasattr(column, "to_pylist") else column)
