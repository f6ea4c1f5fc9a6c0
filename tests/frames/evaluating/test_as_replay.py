"""A table of tickets stands as its tickets do: `evaluate_frame` against `evaluate` and the tracker.

On random policies of the whole language and random histories, several of them at once.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import accumulate
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slakit import PolicySet, SlakitError, Ticket
from tests.evaluation.drawn_desks import KINDS, policies_of
from tests.evaluation.histories import (
    Asked,
    asked,
    gaps,
    histories,
    instant,
    minute_asked,
    ticket_of,
)
from tests.evaluation.oracle_world import History
from tests.evaluation.test_tracker import check as check_tracker
from tests.evaluation.test_tracker import decisions
from tests.frames.evaluating.comparing import check
from tests.frames.evaluating.drawn_tables import TYPED, typed_histories
from tests.frames.evaluating.one_by_one import with_events

# A condition may ask for a field that none of so few tickets has.
pytestmark = pytest.mark.filterwarnings("ignore::slakit.PolicyWarning")

Drawn = tuple[History, list[Any], Asked]
# Most tickets have no decision by hand, so that most of them are read in columns.
by_hand = st.one_of(st.just([]), st.just([]), decisions)


def several(drawn: st.SearchStrategy[History]) -> st.SearchStrategy[list[Drawn]]:
    """Draw tickets, what somebody decides about them, and when each is asked about."""
    return st.lists(st.tuples(drawn, by_hand, asked), min_size=1, max_size=3)


def ticket_with(history: History, decided: list[Any], number: int) -> Ticket:
    ticket = ticket_of(history)
    # A table has no column for the cycle of an exemption: it is of all of them.
    made = [without_cycle(make(ticket.created_at + after)) for after, make in decided]
    return with_events(ticket, [*ticket.events, *made], f"T-{number}")


def without_cycle(event: Any) -> Any:
    if getattr(event, "cycle", None) is None:
        return event
    return type(event)(at=event.at, metric=event.metric, reason=event.reason, author=event.author)


def questions(drawn: list[Drawn], at_once: bool) -> tuple[list[Ticket], list[datetime]]:
    """Return tickets, and for each when it is asked about, at once as the first one is."""
    tickets = [ticket_with(history, made, i) for i, (history, made, _) in enumerate(drawn)]
    ats = [instant(minute_asked(history, question)) for history, _, question in drawn]
    return tickets, ats[:1] * len(ats) if at_once else ats


def compare(policies: PolicySet, drawn: list[Drawn], at_once: bool, notices: bool = True) -> None:
    tickets, ats = questions(drawn, at_once)
    check(policies, tickets, ats[0] if at_once else ats, notices=notices)


@pytest.mark.parametrize("kind", KINDS)
def test_as_replay(kind: str) -> None:
    """Every field of every reading is that of the replay and the tracker, one by one or at once."""

    @given(KINDS[kind], several(histories()), st.booleans(), st.sampled_from((True, True, False)))
    def same(data: Any, drawn: list[Drawn], at_once: bool, notices: bool) -> None:
        policies = policies_of(data)
        compare(policies, drawn, at_once, notices)
        for ticket, at in zip(*questions(drawn, at_once), strict=True):
            check_tracker(policies, ticket, at)

    same()


@pytest.mark.parametrize("kind", TYPED)
def test_values_of_every_type(kind: str) -> None:
    """Likewise with fields of every type, and with values that cannot be compared or promised."""

    @given(TYPED[kind], several(typed_histories), st.booleans())
    def same(data: Any, drawn: list[Drawn], at_once: bool) -> None:
        policies = policies_of(data)
        compare(policies, drawn, at_once)
        for ticket, at in zip(*questions(drawn, at_once), strict=True):
            try:
                check_tracker(policies, ticket, at)
            except SlakitError:
                # What `evaluate` refuses of a ticket it has been rejected for.
                continue

    same()


@st.composite
def alike(draw: st.DrawFn, drawn: st.SearchStrategy[History]) -> list[Drawn]:
    """Draw tickets to which the same happens in the same order, each at times of its own.

    What one of them teaches about their clocks has to hold for all the others.
    """
    first = draw(drawn)
    minutes = sorted({first.created, *(minute for minute, _ in first.events)})
    question = draw(asked)
    found: list[Drawn] = [(first, [], question)]
    steps = st.lists(gaps.filter(bool), min_size=len(minutes) - 1, max_size=len(minutes) - 1)
    for shift, stretched in draw(st.lists(st.tuples(gaps, steps), min_size=1, max_size=3)):
        times = list(accumulate(stretched, initial=first.created + shift))
        moved = dict(zip(minutes, times, strict=True))
        events = [(moved[minute], what) for minute, what in first.events]
        fields = dict(first.fields)
        for name in ("own", "opened"):
            if isinstance(fields.get(name), datetime):
                fields[name] += timedelta(minutes=draw(gaps))
        history = History(moved[first.created], fields, events, first.opened_by)
        found.append((history, [], question))
    return found


@pytest.mark.parametrize(
    ("desks", "drawn"),
    [(st.one_of(*KINDS.values()), histories()), (st.one_of(*TYPED.values()), typed_histories)],
    ids=["plain", "typed"],
)
def test_alike(desks: st.SearchStrategy[Any], drawn: st.SearchStrategy[History]) -> None:
    """Tickets that differ in their times alone share what is learnt, and stand by their times."""

    @given(desks, alike(drawn))
    def same(data: Any, drawn: list[Drawn]) -> None:
        compare(policies_of(data), drawn, at_once=False)

    same()


# How much is held at a time, in which module.
EVALUATING = "slakit.frames.evaluating."
REMEMBERING = {"frame.CHUNK": 1, "shapes.MOST_CELLS": 0, "openings.TABLED": 0}
FORGETFUL = {
    "frame.CHUNK": 1,
    "engine.MOST_SHAPES": 1,
    "engine.MOST_YEARS": 0,
    "engine.AHEAD": (0,),
}


@pytest.mark.parametrize("limits", [REMEMBERING, FORGETFUL], ids=["remembering", "forgetful"])
def test_limits(limits: dict[str, Any]) -> None:
    """It makes no difference how much is held at a time: what is learnt of one serves others."""
    desks = st.one_of(*KINDS.values(), *TYPED.values())

    @given(desks, several(st.one_of(histories(), typed_histories)), st.booleans())
    def same(data: Any, drawn: list[Drawn], at_once: bool) -> None:
        with pytest.MonkeyPatch.context() as patch:
            for name, limit in limits.items():
                patch.setattr(EVALUATING + name, limit)
            compare(policies_of(data), drawn, at_once)

    same()
