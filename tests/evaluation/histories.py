"""Hypothesis strategies: tickets and their histories, which slakit and the slow evaluator take.

Everything falls on whole minutes around a weekend on which New York changes its clocks. Minutes
are drawn so that events meet openings, closings and each other. A history is one of the slow
evaluator's; `ticket_of` makes slakit's ticket of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from slakit.tickets import Change, Message, Signal, Ticket
from tests.evaluation.oracle_cycle import Time
from tests.evaluation.oracle_world import AUTHORS, Happening, History
from tests.oracle import DAY, EPOCH, minute_of

# Friday 8 March 2024; New York's clocks sprang on the Sunday after it.
FRIDAY = minute_of(datetime(2024, 3, 8, tzinfo=UTC))
DAYS = 3
SITES = ("office", "weekend", "always")

# Half hours, where the calendars open and close, as often as any minute.
minutes = st.one_of(
    st.integers(0, DAYS * 48).map(lambda half: half * 30),
    # Friday from 07:00 to 18:00 in New York, around the office's hours.
    st.integers(24, 46).map(lambda half: half * 30),
    st.integers(0, DAYS * DAY),
)
# Much happens at once, within a few hours, or exactly when the short amounts are due.
gaps = st.one_of(
    st.just(0),
    st.sampled_from((4, 44, 60, 120, 180)),
    st.sampled_from((4, 44, 60, 120, 180)),
    st.integers(1, 16).map(lambda half: half * 30),
    st.integers(0, DAY // 2),
)

statuses = st.sampled_from(("new", "waiting", "solved", "closed"))
priorities = st.sampled_from(("high", "low", "odd"))
tiers = st.sampled_from(("gold", "tin"))
fields = st.fixed_dictionaries(
    {},
    optional={
        "status": statuses,
        "priority": priorities,
        "tier": tiers,
        "assignee": st.sampled_from(("ana", "bo", None)),
        "impact": st.integers(1, 3),
    },
)
authors = st.sampled_from(("agent", "customer"))
signals = st.sampled_from(("sold", "done", "drop")).map(lambda name: f"signal:{name}")
happenings: st.SearchStrategy[Happening] = st.one_of(
    st.fixed_dictionaries({"status": statuses}),
    st.fixed_dictionaries({"status": st.sampled_from(("waiting", "new"))}),
    st.fixed_dictionaries({"tier": tiers}),
    st.fixed_dictionaries({"priority": priorities}),
    st.fixed_dictionaries({"site": st.sampled_from(SITES)}),
    fields,
    authors,
    authors,
    signals,
    st.sampled_from(("bot", "system", "note")),
)


# What starts and stops a clock that has many cycles.
turns: st.SearchStrategy[Happening] = st.one_of(
    authors,
    authors,
    signals,
    st.fixed_dictionaries({"status": st.sampled_from(("new", "waiting", "solved"))}),
    st.fixed_dictionaries({"assignee": st.sampled_from(("ana", None))}),
    st.fixed_dictionaries({"priority": priorities}),
)


@st.composite
def histories(
    draw: st.DrawFn,
    /,
    *,
    most: int = 8,
    what: st.SearchStrategy[Happening] = happenings,
    **fixed: Any,
) -> History:
    """Draw a ticket with at most so many events after its creation; `fixed` fields begin so.

    It carries an instant of its `own`, a `given` amount, and an earlier instant, `opened`.
    """
    created = minute = FRIDAY + draw(minutes)
    events = []
    least = draw(st.sampled_from([size for size in (0, 2, 4, 6, most) if size <= most]))
    drawn = st.lists(st.tuples(gaps, what), min_size=least, max_size=most)
    for gap, happening in draw(drawn):
        minute += gap
        events.append((minute, happening))
    carried = {
        "site": draw(st.sampled_from(SITES)),
        "own": instant(created + draw(minutes)),
        "given": draw(st.sampled_from(("4m", "2h", "2h wall", "1bd", "1cd"))),
        "opened": instant(created - draw(st.sampled_from((0, 60, 600)))),
    }
    opened_by = draw(st.sampled_from((None, None, "customer", "agent")))
    return History(created, {**carried, **draw(fields), **fixed}, events, opened_by)


# When somebody asks: so many minutes after what happened at an index, or a little before it.
Asked = tuple[int, int]
asked: st.SearchStrategy[Asked] = st.tuples(
    st.one_of(st.just(-1), st.integers(-3, 9)),
    st.one_of(gaps, gaps, st.integers(0, 2 * DAY), st.integers(-60, -1)),
)


def minute_asked(history: History, asked: Asked) -> int:
    index, gap = asked
    known = [history.created, *(minute for minute, _ in history.events)]
    return known[index % len(known)] + gap


def instant(minute: Time) -> datetime:
    return EPOCH + timedelta(microseconds=int(Fraction(minute) * 60_000_000))


def event_of(minute: int, what: Happening) -> Change | Message | Signal:
    at = instant(minute)
    if not isinstance(what, str):
        return Change(at=at, fields=what)
    if what.startswith("signal:"):
        return Signal(at=at, name=what.removeprefix("signal:"))
    if what == "note":
        return Message(at=at, author="agent", public=False)
    assert what in AUTHORS, what
    return Message(at=at, author=what)  # type: ignore[arg-type]


def ticket_of(history: History) -> Ticket:
    return Ticket(
        id="T-1",
        created_at=instant(history.created),
        fields=history.fields,
        events=[event_of(minute, what) for minute, what in history.events],
        opened_by=history.opened_by,  # type: ignore[arg-type]
    )


def until(history: History, minute: int) -> History:
    """Return the history cut after a minute."""
    kept = [(when, what) for when, what in history.events if when <= minute]
    return History(history.created, history.fields, kept, history.opened_by)


def split(history: History) -> list[tuple[int, Happening]]:
    """Return the events with every change cut into changes of one field, the last one's value."""
    parts: list[tuple[int, Happening]] = []
    changes: dict[int, dict[str, Any]] = {}
    for minute, what in history.events:
        if isinstance(what, Mapping):
            changes.setdefault(minute, {}).update(what)
        else:
            parts.append((minute, what))
    for minute, values in changes.items():
        parts += [(minute, {name: value}) for name, value in values.items()]
    return parts
