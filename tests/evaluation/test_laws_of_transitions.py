"""Laws of transitions, over desks in the whole policy language."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from slakit import PolicySet, Ticket, Transition, evaluate, transitions
from tests.evaluation.drawn_desks import Data, desks, policies_of
from tests.evaluation.histories import Asked, asked, histories, instant, minute_asked, ticket_of
from tests.evaluation.oracle_world import History

LITTLE = settings(max_examples=60)
DAY = timedelta(days=1)


def all_of(policies: PolicySet, ticket: Ticket, until: datetime) -> tuple[Transition, ...]:
    """Return what became of the clocks from the beginning up to an instant."""
    return transitions(policies, ticket, min(ticket.created_at, until) - DAY, until)


@LITTLE
@given(desks, histories(), st.lists(asked, min_size=3, max_size=3))
def test_windows(data: Data, history: History, questions: list[Asked]) -> None:
    """What comes in (a, b] and then in (b, c] is what comes in (a, c], in the same order."""
    policies, ticket = policies_of(data), ticket_of(history)
    a, b, c = sorted(instant(minute_asked(history, each)) for each in questions)
    whole = transitions(policies, ticket, a, c)
    parts = transitions(policies, ticket, a, b) + transitions(policies, ticket, b, c)
    assert whole == parts
    assert whole == tuple(sorted(whole, key=lambda each: each.at))
    assert all(a < each.at <= c for each in whole)
    assert len(whole) == len({each.id for each in whole})


@LITTLE
@given(desks, histories(), asked)
def test_nothing_later_is_used(data: Data, history: History, question: Asked) -> None:
    """What is told up to an instant is the same whatever happens after it."""
    policies, ticket = policies_of(data), ticket_of(history)
    until = instant(minute_asked(history, question))
    past = without(ticket, [event for event in ticket.events if event.at > until])
    assert all_of(policies, ticket, until) == all_of(policies, past, until)


@LITTLE
@given(desks, histories(), asked)
def test_breaches(data: Data, history: History, question: Asked) -> None:
    """A breach is told when the reading says it was, or else at what brought it about."""
    policies, ticket = policies_of(data), ticket_of(history)
    found = all_of(policies, ticket, instant(minute_asked(history, question)))
    versions = [each["from"] for each in data["policies"] if "from" in each]
    causes = {ticket.created_at, *(event.at for event in ticket.events)}
    causes |= {datetime.fromisoformat(each) for each in versions}
    for each in found:
        if each.kind == "breached":
            key = f"{each.policy}/{each.metric}"
            reading = evaluate(policies, ticket, at=each.at).cycles(key)[each.cycle - 1]
            assert reading.breached
            assert reading.breached_at is not None
            assert reading.breached_at == each.at or (
                reading.breached_at < each.at and each.at in causes
            )


# How a clock is after the last thing that was told of its state.
STATES = {
    "started": "running",
    "resumed": "running",
    "paused": "paused",
    "cancelled": "cancelled",
    "met": "stopped",
    "missed": "stopped",
}


@LITTLE
@given(desks, histories(), asked)
def test_all_is_told(data: Data, history: History, question: Asked) -> None:
    """Whoever keeps what was told knows how each open clock is, and whether it is late."""
    policies, ticket = policies_of(data), ticket_of(history)
    until = instant(minute_asked(history, question))
    found = all_of(policies, ticket, until)
    for reading in evaluate(policies, ticket, at=until):
        # A clock may have been told of under the name of the policy that had it before.
        of_metric = [each for each in found if each.metric == reading.metric]
        one_policy = {reading.policy} == {each.policy for each in of_metric}
        of_cycle = [each for each in of_metric if each.cycle == reading.cycle]
        states = [STATES[each.kind] for each in of_cycle if each.kind in STATES]
        if one_policy and states and reading.status != "no_target":
            assert reading.state == states[-1]
        if reading.breached:
            assert "breached" in {each.kind for each in of_metric}


def without(ticket: Ticket, events: list[object]) -> Ticket:
    """Return a ticket without some of its events."""
    return Ticket(
        id=ticket.id,
        created_at=ticket.created_at,
        fields=ticket.fields,
        events=[event for event in ticket.events if event not in events],
        opened_by=ticket.opened_by,
    )


@LITTLE
@given(desks, histories(), asked, st.data())
def test_late_events(data: Data, history: History, question: Asked, drawn: st.DataObject) -> None:
    """What was given, less what is withdrawn, and what is told now is what is true."""
    policies, ticket = policies_of(data), ticket_of(history)
    until = instant(minute_asked(history, question))
    since = min(ticket.created_at, until) - DAY
    late = drawn.draw(st.sets(st.sampled_from(range(len(ticket.events) or 1))))
    known = without(ticket, [event for i, event in enumerate(ticket.events) if i in late])
    given = all_of(policies, known, until)
    answer = transitions(policies, ticket, since, until, given=given)
    kept = {each.id for each in given}
    for each in answer:
        if each.kind == "withdrawn":
            kept.remove(each.data["id"])
        else:
            assert each.id not in kept
            kept.add(each.id)
    assert {each.id for each in all_of(policies, ticket, until)} == kept
    assert () == transitions(policies, ticket, since, until, given=[*given, *answer])
