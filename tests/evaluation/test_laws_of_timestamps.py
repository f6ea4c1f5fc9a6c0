"""The laws of tickets that are built from timestamps."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from slakit import PolicySet, Ticket, evaluate
from tests.evaluation.drawn_desks import both_targets, desk_of, policies_of
from tests.evaluation.histories import histories, instant, minutes, ticket_of
from tests.evaluation.oracle_world import Happening, History
from tests.oracle import DAY

waits = st.integers(-60, 10 * DAY)


@st.composite
def stamps(draw: st.DrawFn) -> dict[str, Any]:
    """Draw the timestamps of a ticket: pauses one after another, an end after them."""
    start = draw(histories(most=0)).created
    marks = sorted(start + m for m in draw(st.lists(minutes, max_size=7)))
    found: dict[str, Any] = {"created_at": start, "paused": []}
    if draw(st.booleans()):
        found["first_responded_at"] = start + draw(minutes)
    if marks and draw(st.booleans()):
        found["resolved_at"] = marks.pop()
        if draw(st.booleans()):
            found["closed_at"] = found["resolved_at"] + draw(minutes)
    # Some pauses end when the next begins, or go on.
    if draw(st.booleans()):
        found["paused"] = list(zip(marks[::2], marks[1::2], strict=False))
        if len(marks) % 2:
            found["paused"].append((marks[-1], None))
    else:
        found["paused"] = list(pairwise(marks))
    return found


class TestFromTimestamps:
    """A host without a history gets the answers of one that has it."""

    @given(targets=both_targets, row=stamps(), wait=waits)
    def test_event_form(self, targets: dict[str, Any], row: dict[str, Any], wait: int) -> None:
        """Timestamps mean the changes of status that they were taken from."""
        data = desk_of({"name": "all", "calendar": "office", "targets": targets})
        events: list[tuple[int, Happening]] = []
        for start, end in row["paused"]:
            events.append((start, {"status": "waiting"}))
            if end is not None:
                events.append((end, {"status": "open"}))
        if "first_responded_at" in row:
            events.append((row["first_responded_at"], "agent"))
        for name, status in (("resolved_at", "solved"), ("closed_at", "closed")):
            if name in row:
                events.append((row[name], {"status": status}))
        at = instant(row["created_at"] + wait)
        expected = evaluate(
            policies_of(data), ticket_of(History(row["created_at"], {}, events)), at=at
        )
        assert expected == evaluate(policies_of(data), stamped(row), at=at)

    @given(row=stamps(), wait=waits, shuffle=st.data())
    def test_order_of_pauses(self, row: dict[str, Any], wait: int, shuffle: st.DataObject) -> None:
        """The order in which pauses are given does not matter, even where they touch."""
        data = desk_of({"name": "all", "calendar": "always", "targets": {"resolution": "7h"}})
        policies: PolicySet = policies_of(data)
        at = instant(row["created_at"] + wait)
        shuffled = {**row, "paused": shuffle.draw(st.permutations(row["paused"]))}
        expected = evaluate(policies, stamped(row), at=at)
        assert expected == evaluate(policies, stamped(shuffled), at=at)


def stamped(row: Mapping[str, Any]) -> Ticket:
    """Return the ticket of a row whose instants are minutes."""
    pauses = [(instant(a), None if b is None else instant(b)) for a, b in row["paused"]]
    dates = {name: instant(minute) for name, minute in row.items() if name != "paused"}
    return Ticket.from_timestamps(id="T-1", paused=pauses, **dates)
