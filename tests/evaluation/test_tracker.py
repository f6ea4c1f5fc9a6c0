"""One event at a time is as all at once: the tracker against `evaluate`, in the whole language."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slakit import DueSet, Exemption, Merge, PolicySet, Ticket, evaluate
from slakit.evaluation.changes import Transition
from slakit.evaluation.reading import ClockReading
from slakit.evaluation.tracker import Tracker, TrackerState, by_instant
from slakit.evaluation.transitions import transitions
from slakit.tickets import Event
from tests.evaluation.desks import desk, on, ticket
from tests.evaluation.drawn_desks import KINDS, Data, policies_of
from tests.evaluation.histories import Asked, asked, histories, instant, minute_asked, ticket_of
from tests.evaluation.oracle_world import History

Key = tuple[str, str, int]
METRICS = ("first_response", "resolution")
decided_by_hand = st.one_of(
    st.builds(
        lambda metric, length: (
            lambda at: DueSet(at=at, metric=metric, due_at=None if length is None else at + length)
        ),
        st.sampled_from(METRICS),
        st.none() | st.integers(-300, 3000).map(lambda minutes: timedelta(minutes=minutes)),
    ),
    st.builds(
        lambda metric, cycle: (
            lambda at: Exemption(at=at, metric=metric, cycle=cycle, reason="storm", author="ana")
        ),
        st.none() | st.sampled_from(METRICS),
        st.none() | st.just(1),
    ),
    st.just(lambda at: Merge(at=at, into="T-2")),
)
# How long after the creation, and what somebody decides then.
decisions = st.lists(
    st.tuples(
        st.integers(0, 4000).map(lambda minutes: timedelta(minutes=minutes)), decided_by_hand
    ),
    max_size=2,
)


def key(reading: ClockReading) -> Key:
    return reading.policy, reading.metric, reading.cycle


def followed(
    tracker: Tracker, ticket: Ticket, at: Any
) -> tuple[TrackerState, list[ClockReading], list[Transition]]:
    """Return the state after all events up to an instant, what was finished, and what was told."""
    state = tracker.open(replace_events(ticket, ()))
    finished: list[ClockReading] = []
    told: list[Transition] = []
    for events in by_instant([event for event in ticket.events if event.at <= at]):
        for event in events:
            # As it would come out of the host's database.
            saved = json.dumps(tracker.save(state))
            loaded = tracker.load(json.loads(saved))
            assert state.told == loaded.told
            state = loaded
            step = tracker.apply(state, event)
            state = step.state
            finished += step.finished
            told += step.transitions
    step = tracker.tick(state, at)
    return step.state, finished, [*told, *step.transitions]


def replace_events(ticket: Ticket, events: Iterable[Event]) -> Ticket:
    return Ticket(
        id=ticket.id,
        created_at=ticket.created_at,
        fields=ticket.fields,
        events=events,
        opened_by=ticket.opened_by,
    )


def check(policies: PolicySet, ticket: Ticket, at: Any) -> None:
    """Compare what a tracker says of a ticket with what `evaluate` says."""
    expected = evaluate(policies, ticket, at=at)
    if at < ticket.created_at:
        return
    tracker = Tracker(policies)
    state, finished, _ = followed(tracker, ticket, at)
    found = tracker.read(state, at)
    over = [key(reading) for reading in finished]
    assert len(over) == len(set(over))
    rest = {key(reading): reading for reading in expected if key(reading) not in over}
    assert rest == {key(reading): reading for reading in found}
    stands = {key(reading): reading for reading in expected}
    for reading in finished:
        kept = reading._replace(at=at, exempt=None, status=stands[key(reading)].status)
        assert stands[key(reading)]._replace(exempt=None) == kept
    assert (expected.due_at, expected.next_change_at) == (found.due_at, found.next_change_at)


@pytest.mark.parametrize("kind", KINDS)
def test_as_replay(kind: str) -> None:
    """Every field of every reading that is not over is that of the replay, and so is what is."""

    @given(data=KINDS[kind], history=histories(), question=asked, by_hand=decisions)
    def same(data: Data, history: History, question: Asked, by_hand: list[Any]) -> None:
        at, ticket = instant(minute_asked(history, question)), ticket_of(history)
        decided = [make(ticket.created_at + after) for after, make in by_hand]
        check(policies_of(data), replace_events(ticket, [*ticket.events, *decided]), at)

    same()


def test_a_version_in_the_instant_of_an_event() -> None:
    """A version that takes effect as something happens is heeded, whatever happens."""
    targets = {"resolution": "4h"}
    policies = desk(
        {"name": "gold", "calendar": "office", "targets": targets, "when": {"tier": "gold"}},
        {"name": "gold", "calendar": "office", "targets": targets, "from": "2024-05-06T10:00:00Z"},
        {"name": "rest", "calendar": "office", "targets": {**targets, "first_response": "1h"}},
    )
    subject = ticket(("Mon 10:00", "waiting"))
    check(policies, subject, on("Mon 11:00"))
    _, _, told = followed(Tracker(policies), subject, on("Mon 11:00"))
    assert [("rest", "cancelled")] == [
        (each.policy, each.kind) for each in told if each.metric == "first_response"
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_transitions_as_replay(kind: str) -> None:
    """What the steps tell, one after the other, is what one question about all the time tells."""

    @given(data=KINDS[kind], history=histories(), question=asked)
    def same(data: Data, history: History, question: Asked) -> None:
        policies, ticket = policies_of(data), ticket_of(history)
        at = instant(minute_asked(history, question))
        if at < ticket.created_at:
            return
        before = ticket.created_at - timedelta.resolution
        born = replace_events(ticket, ())
        # What becomes of the clocks at the creation is told before the first step.
        kept = {each.id: each for each in transitions(policies, born, before, ticket.created_at)}
        _, _, told = followed(Tracker(policies), ticket, at)
        for each in told:
            if each.kind == "withdrawn":
                del kept[each.data["id"]]
            else:
                assert each.id not in kept
                kept[each.id] = each
        # Events of one instant that are applied one by one tell what they bring about in turn.
        assert by_id(transitions(policies, ticket, before, at)) == by_id(kept.values())

    same()


def by_id(told: Iterable[Transition]) -> list[tuple[Any, ...]]:
    return sorted(each[:-2] for each in told)
