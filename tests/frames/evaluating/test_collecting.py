"""The columns of the answer: what was read in columns and one by one, in the order of tickets."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from slakit import DueSet, Exemption
from tests.evaluation.desks import desk, on, promising, ticket
from tests.frames.evaluating.comparing import NAMES, check, frames, rows_of
from tests.frames.evaluating.made_tables import table_of_tickets
from tests.frames.evaluating.one_by_one import named
from tests.frames.native.kinds import KINDS, table_of

np = pytest.importorskip("numpy", reason="numpy is not installed")

BOTH = promising(first_response="1h", resolution="4h")
STORM = Exemption(at=on("Mon 15:00"), reason="storm", author="ana")
MOVED = DueSet(at=on("Mon 10:00"), metric="resolution", due_at=on("Wed 09:00"))
# Two of them are read one by one, between others.
TICKETS = named(
    ticket(("Mon 10:00", "agent")),
    ticket(more=[STORM]),
    ticket(("Mon 11:00", "solved")),
    ticket(more=[MOVED]),
    ticket(created="Tue 09:00"),
    ticket(created="Fri 09:00"),
)


def test_order() -> None:
    """Rows stand in the order of the tickets, and of one in that of its clocks."""
    found = check(BOTH, TICKETS, on("Tue 10:00"))
    expected = [(f"T-{n}", metric) for n in range(5) for metric in ("first_response", "resolution")]
    # The last one has not been created.
    assert [*expected, ("T-5", None)] == [
        (row["ticket"], row["metric"]) for row in rows_of(found.clocks)
    ]
    assert {"somebody decided something by hand": 2} == found.fallbacks


def test_counts() -> None:
    """The status of a ticket is that of its worst clock, however it was read."""
    found = check(BOTH, TICKETS, on("Tue 09:30"))
    # T-0 is late to be resolved, T-2 and T-3 to be answered. What T-1 was promised is exempted.
    assert {"breached": 3, "no_target": 1, "on_track": 1, "idle": 1} == found.counts
    assert 6 == found.tickets


def test_exempted() -> None:
    """A breach that does not count keeps its instant; why, who and since when stand beside it."""
    rows = rows_of(check(BOTH, TICKETS, on("Mon 16:00")).clocks)[:4]
    assert [
        (False, None, None, None, None),
        (True, on("Mon 14:00"), None, None, None),
        (False, on("Mon 10:00"), "storm", "ana", on("Mon 15:00")),
        (False, on("Mon 14:00"), "storm", "ana", on("Mon 15:00")),
    ] == [tuple(row[name] for name in ("breached", "breached_at", *NAMES[-5:-2])) for row in rows]


@pytest.mark.parametrize("kind", KINDS)
def test_kinds(kind: str) -> None:
    """In every kind of table the answer has the same rows."""
    plain = named(*(each for each in TICKETS if each not in (TICKETS[1], TICKETS[3])))
    policies = desk(
        {
            "name": "all",
            "calendar": "office",
            "targets": {"first_response": "1h", "resolution": "4h"},
            "warn": {"soon": "75%"},
            "escalate": {"lead": {"at": "+1h", "to": ["ana", "bo"]}},
        }
    )
    expected = rows_of(check(policies, plain, on("Mon 16:00")).clocks)
    tickets, events = table_of_tickets(plain)
    # A column in which no row has a value is of no type.
    del tickets["opened_by"]
    found = frames.evaluate_frame(
        policies, table_of(kind, tickets), table_of(kind, events), at=on("Mon 16:00")
    )
    assert expected == rows_of(found.clocks)


def test_types() -> None:
    """Of a mapping the columns are arrays: instants and lengths of microseconds, whole cycles."""
    columns = check(BOTH, TICKETS, on("Mon 16:00")).clocks
    kinds = {name: column.dtype.str[1:] for name, column in columns.items()}
    expected: dict[str, Any] = dict.fromkeys(NAMES, "O")
    expected |= {name: "M8[us]" for name in NAMES if name.endswith("_at") or name == "at"}
    lengths = ("target", "elapsed", "paused", "closed", "elapsed_wall", "remaining")
    expected |= dict.fromkeys(lengths, "m8[us]")
    assert {**expected, "cycle": "i8", "breached": "b1"} == kinds


def test_without_a_clock() -> None:
    """Without a clock there are a status and an instant, and nothing else."""
    found = rows_of(check(BOTH, TICKETS, on("Tue 10:00")).clocks)[-1]
    told = {name: value for name, value in found.items() if value not in (None, [])}
    assert {
        "ticket": "T-5",
        "cycle": 0,
        "status": "idle",
        "breached": False,
        "at": on("Tue 10:00"),
    } == told


def test_exactness() -> None:
    """A microsecond is not lost on any way, in columns or one by one."""
    tick = timedelta(microseconds=1)
    late = ticket(
        more=[DueSet(at=on("Mon 10:00"), metric="resolution", due_at=on("Mon 12:00") + tick)]
    )
    found = rows_of(check(BOTH, named(ticket(), late), on("Mon 11:00") + tick).clocks)
    assert [timedelta(hours=2) + tick] * 4 == [row["elapsed"] for row in found]
    assert on("Mon 12:00") + tick == found[3]["due_at"]
