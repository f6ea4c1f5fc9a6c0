"""The recipe of docs/how-to/follow-tickets.md, with its own code, as it stands there."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slakit import (
    Change,
    ClockReading,
    Message,
    StaleState,
    Ticket,
    TicketError,
    Tracker,
    Transition,
    evaluate,
    transitions,
)
from slakit.tickets import Event

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "follow-tickets.md"
FENCE = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
NINE = datetime(2024, 5, 6, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


class Desk:
    """The functions of the page, a database in memory, and the ticket's history beside it."""

    def __init__(self) -> None:
        page = PAGE.read_text(encoding="utf-8")
        (code,) = [text for text in FENCE.findall(page) if ">>>" not in text]
        self.names: dict[str, Any] = {}
        exec(compile(code, PAGE.name, "exec"), self.names)
        self.db: sqlite3.Connection = self.names["connect"](":memory:")
        self.events: list[Event] = []
        self.names["opened"](self.db, self.ticket, NINE)

    @property
    def ticket(self) -> Ticket:
        return Ticket(id="T-1", created_at=NINE, events=self.events, opened_by="customer")

    def happened(self, event: Event, now: datetime) -> None:
        self.events.append(event)
        try:
            self.names["happened"](self.db, "T-1", event)
        except TicketError:
            # Older than the state.
            self.names["opened"](self.db, self.ticket, now)

    def poll(self, now: datetime) -> None:
        self.names["poll"](self.db, now)

    def told(self) -> list[str]:
        """Return the ids that were told and not withdrawn; each is told once."""
        kept: list[str] = []
        for (body,) in self.db.execute("SELECT body FROM outbox ORDER BY number"):
            each = Transition.from_data(json.loads(body))
            if each.kind == "withdrawn":
                kept.remove(each.data["id"])
            else:
                assert each.id not in kept
                kept.append(each.id)
        return sorted(kept)

    def verdicts(self, now: datetime) -> dict[Any, str]:
        """Return how each cycle stands: those that are over, and those of the state."""
        bodies = self.db.execute("SELECT reading FROM finished")
        finished = [ClockReading.from_data(json.loads(body)) for (body,) in bodies]
        state = self.names["load"](self.db, "T-1")
        return verdicts([*finished, *self.names["tracker"].read(state, now)])


def verdicts(readings: Any) -> dict[Any, str]:
    return {(each.policy, each.metric, each.cycle): each.status for each in readings}


@pytest.fixture
def desks() -> Iterator[list[Desk]]:
    """Return a list of desks whose databases are closed at the end."""
    opened: list[Desk] = []
    yield opened
    for desk in opened:
        desk.db.close()


happenings = st.sampled_from(("poll", "poll", "customer", "agent", "waiting", "solved", "new"))
# How long before it is recorded something happened: mostly it is recorded at once.
delays = st.sampled_from((0, 0, 0, 30, 90))
stories = st.lists(st.tuples(st.integers(0, 200), happenings, delays), max_size=8)


def event(what: str, at: datetime) -> Event:
    if what in ("customer", "agent"):
        return Message(at=at, author=what)  # type: ignore[arg-type]
    return Change(at=at, fields={"status": what})


def test_as_replay(desks: list[Desk]) -> None:
    """Whatever happens, and however late it is known, the tables hold what a replay says."""

    @settings(max_examples=25)
    @given(stories)
    def day(story: list[tuple[int, str, int]]) -> None:
        desk, now = Desk(), NINE
        desks.append(desk)
        for gap, what, delay in [*story, (0, "poll", 0)]:
            now += gap * MINUTE
            if what == "poll":
                desk.poll(now)
            else:
                desk.happened(event(what, max(NINE, now - delay * MINUTE)), now)
        policies = desk.names["policies"]
        assert verdicts(evaluate(policies, desk.ticket, at=now)) == desk.verdicts(now)
        true = transitions(policies, desk.ticket, NINE - MINUTE, now)
        assert sorted(each.id for each in true) == desk.told()

    day()


def test_other_policies(desks: list[Desk]) -> None:
    """A state of other policies goes on under the new ones, and the notes say so."""
    desk = Desk()
    desks.append(desk)
    data = desk.names["policies"].model_dump(mode="json")
    data["policies"][0]["targets"]["resolution"] = "6h"
    other = Tracker(type(desk.names["policies"]).model_validate(data))
    (state,) = desk.db.execute("SELECT state FROM clocks").fetchone()
    with pytest.raises(StaleState, match="kept under other policies"):
        other.load(json.loads(state), strict=True)
    step = other.apply(other.load(json.loads(state)), event("agent", NINE + 30 * MINUTE))
    assert step.notes
    # Nothing was used by nine: six hours from then end at three.
    due = other.read(step.state, NINE + 30 * MINUTE)["resolution"].due_at
    assert NINE + timedelta(hours=6) == due
