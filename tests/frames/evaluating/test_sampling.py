"""Outlines of clocks: what holds for every ticket of a shape."""

from __future__ import annotations

from typing import Any

import pytest

from slakit import PolicySet, Ticket
from slakit.instants import EPOCH, MICROSECOND
from tests.evaluation.desks import desk, on, promising, ticket

np = pytest.importorskip("numpy", reason="numpy is not installed")
engines = pytest.importorskip("slakit.frames.evaluating.engine")
layout = pytest.importorskip("slakit.frames.evaluating.layout")
of_tickets = pytest.importorskip("slakit.frames.evaluating.of_tickets")
sampling = pytest.importorskip("slakit.frames.evaluating.sampling")
walks = pytest.importorskip("slakit.frames.evaluating.walk")

NAT = np.iinfo(np.int64).min
NOWHERE, RUNS_ON, SLOT = layout.NOWHERE, layout.RUNS_ON, layout.SLOT


class Outlined:
    """The outline of one ticket, and what it consists of."""

    def __init__(self, policies: PolicySet, subject: Ticket, at: str = "+Fri 09:00") -> None:
        engine = engines.Engine(policies)
        histories = of_tickets.histories_of(engine, [of_tickets.logged(engine, subject)])
        now = np.array([(on(at) - EPOCH) // MICROSECOND])
        walked = walks.walk(engine.shapes, histories, now)
        shape = engine.shapes.found[walked.shape[0]]
        slots = [None if slot == NAT else slot for slot in histories.slots[0].tolist()]
        sample = sampling.Sample(walked.times[: shape.depth].tolist(), slots)
        self.all = engine.outlines
        self.outline = sampling.outline_of(self.all, shape, sample)

    @property
    def clocks(self) -> list[Any]:
        return [*self.all.clocks[self.outline.start : self.outline.end]]

    @property
    def spans(self) -> list[tuple[int, int, int]]:
        return [tuple(each) for each in self.all.stretches]


def test_places() -> None:
    """Instants are places among those of the ticket: 0 is its creation."""
    subject = ticket(("Mon 10:00", "waiting"), ("Mon 12:00", "new"), ("Mon 14:00", "solved"))
    found = Outlined(promising(resolution="4h"), subject)
    (clock,) = found.clocks
    assert (1, 0, 3, NOWHERE) == (clock.number, clock.idle, clock.stopped, clock.cancelled)
    running, paused = layout.RUNNING, layout.PAUSED
    assert [(running, 0, 1), (paused, 1, 2), (running, 2, 3)] == found.spans[:3]
    (promised,) = found.all.promises
    assert (layout.LENGTH, 4 * 3_600_000_000, 0, 3) == (
        promised.kind,
        promised.length,
        promised.origin,
        promised.ran_until,
    )


def test_runs_on() -> None:
    """A clock that is not stopped runs on, or waits since a place."""
    runs = Outlined(promising(resolution="4h"), ticket())
    waits = Outlined(promising(resolution="4h"), ticket(("Mon 10:00", "waiting")))
    assert [RUNS_ON, 1] == [each.all.promises[0].ran_until for each in (runs, waits)]
    assert [NOWHERE, NOWHERE] == [each.clocks[0].stopped for each in (runs, waits)]


def test_idle() -> None:
    """What is promised and has not begun has a clock that is idle."""
    found = Outlined(promising(next_response="4h", resolution="none"), ticket())
    assert [("next_response", 1), ("resolution", 0)] == [
        (list(found.all.metrics)[each.metric], each.idle) for each in found.clocks
    ]
    assert [4 * 3_600_000_000, NOWHERE] == [each.length for each in found.clocks]


def test_cycles() -> None:
    """A clock that is wanted again has a cycle for each time, by their numbers."""
    events = [(f"Mon {hour}:00", who) for hour, who in ((10, "customer"), (11, "agent"))]
    subject = ticket(*events, ("Mon 14:00", "customer"))
    found = Outlined(promising(next_response="4h"), subject)
    assert [(1, 2), (2, NOWHERE)] == [(each.number, each.stopped) for each in found.clocks]


def test_slots() -> None:
    """An instant in a field is a place of its own, whatever it is."""
    subject = ticket(fields={"own": "2024-05-07T09:00Z"})
    (promised,) = Outlined(promising(resolution="at(own) next_open"), subject).all.promises
    assert (layout.AT, SLOT, 1) == (promised.kind, promised.at, promised.move)


def test_no_slot() -> None:
    """Where a ticket names no instant, nothing is promised."""
    (promised,) = Outlined(promising(resolution="at(own)"), ticket()).all.promises
    assert layout.NOTHING == promised.kind


def test_rules() -> None:
    """A rule is kept with its hours and its cut-off, once."""
    rows = [{"when": {"tier": "gold"}, "amount": "2bd", "cutoff": "15:00"}, {"amount": "2bd"}]
    found = Outlined(promising(first_response="2bd", resolution=rows), ticket())
    assert [(layout.RULE, 0), (layout.RULE, 0)] == [
        (each.kind, each.rule) for each in found.all.promises
    ]
    ((_, amount, cutoff),) = found.all.rules
    assert ("2bd", None) == (str(amount), cutoff)


def test_promises_that_matter() -> None:
    """Of several promises all are kept, for each may have been late; only those that stick."""
    targets = {"resolution": {"by": "priority", "high": "1h", "else": "4h"}}
    row = {"name": "all", "calendar": "office", "targets": targets}
    subject = ticket(("Mon 10:00", {"priority": "high"}), ("Mon 11:00", {"priority": "low"}))
    sticks, not_ = (Outlined(desk({**row, "sticky": sticky}), subject) for sticky in (True, False))
    for found, expected in ((sticks, 2), (not_, 0)):
        (clock,) = found.clocks
        assert expected == clock.last - clock.first


@pytest.mark.parametrize(
    ("reason", "again", "fields"),
    [
        ("a cycle begins where the one before was due", "chain", {}),
        ("", "new_cycle", {}),
    ],
)
def test_odd(reason: str, again: str, fields: dict[str, Any]) -> None:
    """What an outline cannot say is told, and it has no clocks."""
    policies = desk(
        {"name": "all", "calendar": "office", "targets": {"update": "1h"}},
        metrics={
            "update": {
                "start": {"any": ["created", "customer_reply"]},
                "stop": "agent_reply",
                "again": again,
            }
        },
    )
    subject = ticket(("Mon 10:00", "agent"), ("Mon 11:00", "customer"), fields=fields)
    found = Outlined(policies, subject)
    assert (reason, not reason) == (found.outline.odd, bool(found.clocks))


def test_refused() -> None:
    """A ticket that carries what cannot be promised is left to who says why."""
    subject = ticket(fields={"given": "soon"})
    found = Outlined(promising(resolution="field(given)"), subject)
    assert ("it cannot be evaluated", []) == (found.outline.odd, found.clocks)


def test_columns() -> None:
    """What outlines consist of is laid out in columns, which grow."""
    found = Outlined(promising(first_response="1h", resolution="4h"), ticket())
    clocks, promised, *_ = found.all.columns
    assert ([0, 1], [1, 4]) == (
        clocks.metric.tolist(),
        (promised.length // 3_600_000_000).tolist(),
    )
    found.all.clocks.append(found.clocks[0])
    assert [0, 1, 0] == found.all.columns[0].metric.tolist()
