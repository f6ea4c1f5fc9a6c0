"""The laws of an evaluation; no expected value is worked out here, and no other evaluator asked."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from slakit import Change, ClockReading, Evaluation, Message, Ticket, evaluate
from tests.evaluation.drawn_desks import (
    KINDS,
    Data,
    changing_desks,
    compiled,
    desks,
    losing_desks,
    plain_desks,
    policies_of,
)
from tests.evaluation.histories import (
    SITES,
    Asked,
    asked,
    histories,
    instant,
    minute_asked,
    minutes,
    priorities,
    split,
    ticket_of,
    tiers,
    turns,
    until,
)
from tests.evaluation.oracle_world import Happening, History
from tests.strategies import ZONES

TICK = timedelta(microseconds=1)
ZERO = timedelta(0)
three_zones = st.tuples(*[st.sampled_from(ZONES)] * 3)
any_histories = st.one_of(histories(), histories(what=turns))
simple_desks = st.one_of(plain_desks, changing_desks, losing_desks)


def asked_of(data: Data, history: History, at: datetime) -> Evaluation:
    return evaluate(policies_of(data), ticket_of(history), at=at)


def statuses(evaluation: Evaluation) -> tuple[Any, ...]:
    # Whether a clock that has not started is there says nothing of a status.
    clocks = [
        (clock.policy, clock.metric, clock.cycle, clock.status)
        for clock in evaluation
        if clock.started_at is not None
    ]
    return evaluation.status, *sorted(clocks)


class TestAsOf:
    """What was true at an instant stays what was true at it."""

    @settings(max_examples=80)
    @given(data=desks, history=any_histories, question=asked)
    def test_cut_history(self, data: Data, history: History, question: Asked) -> None:
        """Nothing after `at` is used: cutting the history there changes nothing."""
        at = minute_asked(history, question)
        cut = asked_of(data, until(history, at), instant(at))
        assert cut == asked_of(data, history, instant(at))

    @settings(max_examples=80)
    @given(data=desks, history=any_histories, question=asked)
    def test_date_of_a_breach(self, data: Data, history: History, question: Asked) -> None:
        """A breach is dated when it is first seen, and never back."""
        for clock in asked_of(data, history, instant(minute_asked(history, question))):
            if clock.breached_at is None:
                continue

            def same(at: datetime, clock: ClockReading = clock) -> bool:
                clocks = asked_of(data, history, at)
                return (clock.metric, clock.breached_at) in [
                    (each.metric, each.breached_at) for each in clocks
                ]

            assert same(clock.breached_at)
            assert not same(clock.breached_at - TICK)

    @settings(suppress_health_check=[HealthCheck.filter_too_much])
    @given(
        data=st.one_of(*(desk for kind, desk in KINDS.items() if kind != "metrics")),
        history=any_histories,
        question=asked,
        later=st.lists(
            st.one_of(
                st.builds(lambda value: {"priority": value}, priorities),
                st.builds(lambda value: {"tier": value}, tiers),
                st.builds(lambda value: {"site": value}, st.sampled_from(SITES)),
                st.just("note"),
            ),
            max_size=3,
        ),
    )
    def test_a_verdict_stays(
        self, data: Data, history: History, question: Asked, later: list[Happening]
    ) -> None:
        """What is stopped and not reopened keeps its reading, whatever becomes of the ticket."""
        at = minute_asked(history, question)
        stopped = [c for c in asked_of(data, history, instant(at)) if c.state == "stopped"]
        assume(stopped)
        more = [*until(history, at).events, *((at + 60 * i, w) for i, w in enumerate(later, 1))]
        again = History(history.created, history.fields, more, history.opened_by)
        found = asked_of(data, again, instant(at + 600))
        kept = [clock._replace(at=instant(at)) for clock in found]
        assert [clock for clock in stopped if clock not in kept] == []


class TestNextChange:
    """`next_change_at`: the status is the same until it and differs at it."""

    @settings(max_examples=120)
    @given(data=desks, history=any_histories, question=asked, share=st.floats(0, 0.999))
    def test_law(self, data: Data, history: History, question: Asked, share: float) -> None:
        """Whatever is promised, and whatever version takes effect."""
        at = minute_asked(history, question)
        # If nothing else happens.
        history = until(history, at)
        now = asked_of(data, history, instant(at))
        # Before its creation nobody knows of a ticket.
        assume(at >= history.created)
        if now.next_change_at is None:
            later = instant(at) + share * timedelta(days=60)
        else:
            assert instant(at) < now.next_change_at
            later = instant(at) + share * (now.next_change_at - instant(at))
            assert statuses(now) != statuses(asked_of(data, history, now.next_change_at))
            last = asked_of(data, history, now.next_change_at - TICK)
            assert statuses(now) == statuses(last)
        assert statuses(now) == statuses(asked_of(data, history, later))


class TestOrder:
    """The instant is the unit."""

    @settings(max_examples=80)
    @given(data=desks, history=any_histories, question=asked, mixed=st.data())
    def test_order_and_splitting(
        self, data: Data, history: History, question: Asked, mixed: st.DataObject
    ) -> None:
        """Events may come in any order, and those of one instant in any number of changes."""
        at = instant(minute_asked(history, question))
        shuffled = mixed.draw(st.permutations(split(history)))
        again = History(history.created, history.fields, shuffled, history.opened_by)
        assert asked_of(data, history, at) == asked_of(data, again, at)

    @given(data=desks, history=histories(), question=asked, zones=three_zones)
    def test_zones(
        self, data: Data, history: History, question: Asked, zones: tuple[str, str, str]
    ) -> None:
        """The zones in which instants are written change nothing but how the answer is written."""
        first, second, third = map(ZoneInfo, zones)
        ticket = ticket_of(history)
        moved = Ticket(
            id=ticket.id,
            created_at=ticket.created_at.astimezone(first),
            fields=ticket.fields,
            events=[
                replace_at(event, event.at.astimezone(second if i % 2 else third))
                for i, event in enumerate(ticket.events)
            ],
            opened_by=ticket.opened_by,
        )
        at = instant(minute_asked(history, question))
        there = evaluate(policies_of(data), moved, at=at.astimezone(third))
        here = evaluate(policies_of(data), ticket, at=at)
        assert utc(here) == utc(there)


def replace_at(event: Any, at: datetime) -> Any:
    """Return an event with its instant written otherwise."""
    if isinstance(event, Change):
        return Change(at=at, fields=event.fields)
    if isinstance(event, Message):
        return Message(at=at, author=event.author, public=event.public)
    return type(event)(at=at, name=event.name)


def utc(evaluation: Evaluation) -> Any:
    """Return an evaluation as data whose instants are in UTC."""

    def in_utc(value: Any) -> Any:
        if isinstance(value, datetime):
            return value.astimezone(instant(0).tzinfo)
        return tuple(map(in_utc, value)) if isinstance(value, tuple) else value

    names = [name for name in evaluation.__slots__ if name != "clocks"]
    clocks = [
        {name: in_utc(getattr(clock, name)) for name in clock.__slots__} for clock in evaluation
    ]
    return {name: in_utc(getattr(evaluation, name)) for name in names}, clocks


class TestPauses:
    """Time that is not counted."""

    @given(
        data=simple_desks,
        history=histories(),
        pause=st.tuples(minutes, minutes),
        question=asked,
    )
    def test_a_pause_never_brings_a_due_forward(
        self, data: Data, history: History, pause: tuple[int, int], question: Asked
    ) -> None:
        """With a pause more the clock is due no earlier, and breached no sooner."""
        calm = [
            (minute, what if isinstance(what, str) else without_status(what))
            for minute, what in history.events
        ]
        start, length = history.created + pause[0], pause[1] // 3
        with_pause = [
            *calm,
            (start, {"status": "waiting"}),
            (start + length, {"status": "new"}),
        ]
        calm_fields = without_status(history.fields)
        at = instant(minute_asked(history, question))
        plain = asked_of(data, History(history.created, calm_fields, calm), at)
        paused = asked_of(data, History(history.created, calm_fields, with_pause), at)
        assert len(plain.clocks) == len(paused.clocks)
        for one, other in zip(plain, paused, strict=True):
            due, later = (clock.due_at or clock.due_if_resumed_at for clock in (one, other))
            assert (due is None) == (later is None)
            assert due is None or due <= later
            assert one.breached or not other.breached
            assert other.elapsed <= one.elapsed

    @settings(max_examples=80)
    @given(data=desks, history=any_histories, question=asked)
    def test_sum(self, data: Data, history: History, question: Asked) -> None:
        """Elapsed, paused and closed time are the time from the start to the end, exactly."""
        at = instant(minute_asked(history, question))
        for clock in asked_of(data, history, at):
            if clock.started_at is None:
                continue
            end = clock.stopped_at or clock.cancelled_at or at
            wall = max(end - clock.started_at, ZERO)
            assert min(clock.elapsed, clock.paused, clock.closed) >= ZERO
            assert wall == clock.elapsed + clock.paused + clock.closed

    @given(data=plain_desks, history=histories(), question=asked)
    def test_closed(self, data: Data, history: History, question: Asked) -> None:
        """What is closed is what the calendar does not open; in real time nothing is."""
        at = instant(minute_asked(history, question))
        calendar = compiled(data["policies"][0]["calendar"])
        for clock in asked_of(data, history, at):
            end = clock.stopped_at or at
            real = clock.amount is not None and clock.amount.endswith(("wall", "cd"))
            opened = calendar.elapsed(clock.started_at, end)
            assert (ZERO if real else end - clock.started_at - opened) == clock.closed

    @given(data=plain_desks, history=histories(), question=asked)
    def test_remaining(self, data: Data, history: History, question: Asked) -> None:
        """What is left of a length is what leads from now to its due time."""
        at = instant(minute_asked(history, question))
        calendar = compiled(data["policies"][0]["calendar"])
        for clock in asked_of(data, history, at):
            due = clock.due_at or clock.due_if_resumed_at
            if due is None or due < at or clock.state == "stopped":
                continue
            real = clock.amount is not None and clock.amount.endswith(("wall", "cd"))
            assert clock.remaining == (due - at if real else calendar.elapsed(at, due))


def without_status(fields: Any) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if name != "status"}
