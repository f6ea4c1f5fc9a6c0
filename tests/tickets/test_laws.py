"""Laws of histories, whatever happened."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slakit import Change, Message, Ticket, TicketError

# The hours around those that New York had twice.
CREATED = datetime(2024, 11, 3, 4, tzinfo=UTC)
ZONES = (UTC, ZoneInfo("America/New_York"), ZoneInfo("Asia/Kathmandu"))
MINUTES = 12

minutes = st.integers(0, MINUTES)
names = st.sampled_from("abc")
values = st.sampled_from(
    (None, 1, "x", datetime(2024, 11, 3, 1, 30, tzinfo=ZONES[1]), datetime(2024, 11, 4, tzinfo=UTC))
)
states = st.dictionaries(names, values)


def at(minute: int, zone: int = 0) -> datetime:
    # Minutes are stretched, so that instants fall on both sides of the change of clocks.
    return (CREATED + timedelta(minutes=20 * minute)).astimezone(ZONES[zone % len(ZONES)])


def known(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return what fields say; one that is None says as much as one that is absent."""
    return {name: value for name, value in fields.items() if value is not None}


@st.composite
def changes(draw: st.DrawFn) -> list[tuple[int, dict[str, Any]]]:
    """Draw the minutes and fields of changes, in any order."""
    return draw(st.lists(st.tuples(minutes, states), max_size=8))


def ticket(fields: Mapping[str, Any], events: Any) -> Ticket:
    return Ticket(id="T-1", created_at=CREATED, fields=fields, events=events)


@given(drawn=st.lists(minutes, max_size=12))
def test_sorting_is_stable(drawn: list[int]) -> None:
    """Events are in the order of their instants, those of one instant as they were given."""
    events = [
        Message(at=at(minute, place), author="agent", channel=str(place))
        for place, minute in enumerate(drawn)
    ]
    expected = [str(place) for _, place in sorted((m, place) for place, m in enumerate(drawn))]
    found: Any = ticket({}, events).events
    assert expected == [event.channel for event in found]


@given(drawn=changes(), data=st.data())
def test_duplicates(drawn: list[tuple[int, dict[str, Any]]], data: st.DataObject) -> None:
    """However often events with ids come, and in whatever order, the history is the same."""
    events = [
        Change(at=at(minute), fields=fields, id=f"{minute:02}-{place}")
        for place, (minute, fields) in enumerate(sorted(drawn, key=lambda each: each[0]))
    ]
    again = data.draw(st.lists(st.sampled_from(events), max_size=5)) if events else []
    once, often = ticket({}, events), ticket({}, [*events, *again])
    assert once == often


@given(first=states, drawn=changes(), data=st.data())
def test_splitting_a_change(
    first: dict[str, Any], drawn: list[tuple[int, dict[str, Any]]], data: st.DataObject
) -> None:
    """A change of several fields is as good as one change for each of them."""
    whole = [Change(at=at(minute), fields=fields) for minute, fields in drawn]
    parts = [
        Change(at=at(minute, place), fields={name: fields[name]})
        for place, (minute, fields) in enumerate(drawn)
        for name in data.draw(st.permutations(sorted(fields)))
    ]
    one, other = ticket(first, whole), ticket(first, parts)
    for minute in range(-1, MINUTES + 1):
        assert one.state_at(at(minute)) == other.state_at(at(minute))


@given(drawn=changes())
def test_state_is_that_after_the_instant(drawn: list[tuple[int, dict[str, Any]]]) -> None:
    """The state at an instant is what all changes until then leave, the last one given winning."""
    found = ticket({}, [Change(at=at(minute), fields=fields) for minute, fields in drawn])
    for now in range(MINUTES + 1):
        expected: dict[str, Any] = {}
        for minute in range(now + 1):
            for each, fields in drawn:
                if each == minute:
                    expected |= fields
        assert expected == found.state_at(at(now))


Log = list[tuple[datetime, str, Any, Any]]


def played(first: dict[str, Any], steps: list[tuple[int, str, Any]]) -> tuple[Log, list[Any]]:
    """Return the log that steps write, in order, and the state after each minute."""
    state, log, after = dict(first), [], []
    for now in range(MINUTES + 1):
        for minute, name, value in steps:
            if minute == now:
                log.append((at(minute), name, state.get(name), value))
                state[name] = value
        after.append(dict(state))
    return log, after


steps = st.lists(st.tuples(minutes, names, values), max_size=10)


@given(first=states, steps=steps, data=st.data())
def test_from_current_inverts_a_log(
    first: dict[str, Any], steps: list[tuple[int, str, Any]], data: st.DataObject
) -> None:
    """A row and its log, instants in any order, give the history that wrote them."""
    log, after = played(first, steps)
    order = data.draw(st.permutations(sorted({entry[0] for entry in log})))
    shuffled = [entry for instant in order for entry in log if entry[0] == instant]
    found = Ticket.from_current(
        id="T-1", created_at=CREATED, fields=known(after[-1]), changes=shuffled
    )
    assert known(first) == known(found.fields)
    assert len(order) == len(found.events)
    for minute, state in enumerate(after):
        assert known(state) == known(found.state_at(at(minute)))


@given(first=states, steps=steps.filter(bool), data=st.data())
def test_from_current_refuses_a_forged_log(
    first: dict[str, Any], steps: list[tuple[int, str, Any]], data: st.DataObject
) -> None:
    """A log with an entry that says something else is refused with this entry."""
    log, after = played(first, steps)
    place = data.draw(st.integers(0, len(log) - 1))
    when, name, old, _ = log[place]
    log[place] = (when, name, old, "forged")
    with pytest.raises(TicketError) as caught:
        Ticket.from_current(id="T-1", created_at=CREATED, fields=after[-1], changes=log)
    (problem,) = caught.value.problems
    assert ("changes", place) == problem.path
    for said in (repr(name), "'forged'", when.isoformat()):
        assert said in problem.message
