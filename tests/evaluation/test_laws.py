"""The laws of an evaluation; no expected value is worked out here, and no other evaluator asked."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from slakit import Change, Evaluation, Message, PolicySet, Ticket, evaluate
from tests.evaluation.histories import (
    GOLD,
    RULES,
    Asked,
    amounts,
    asked,
    both_targets,
    compiled,
    desk_of,
    desks,
    happenings,
    histories,
    instant,
    losing_desks,
    minute_asked,
    minutes,
    policies_of,
    policy,
    ticket_of,
    until,
)
from tests.evaluation.oracle import Happening, History
from tests.oracle import DAY
from tests.strategies import ZONES

TICK = timedelta(microseconds=1)
Data = dict[str, Any]

waits = st.integers(-60, 10 * DAY)
three_zones = st.tuples(*[st.sampled_from(ZONES)] * 3)


def statuses(evaluation: Evaluation) -> tuple[Any, ...]:
    clocks = [(clock.policy, clock.metric, clock.cycle, clock.status) for clock in evaluation]
    return evaluation.status, *clocks


# Times of day out of hours and instants of the ticket's own, which a pause need not move.
odd_amounts = st.sampled_from(
    ("1bd 20:00", "1bd 08:00", "2bd 12:30", "at(own)", "at(own) next_open", "none", "field(given)")
)
odd_targets = st.fixed_dictionaries({"resolution": st.one_of(odd_amounts, amounts)})
odd_desks = st.one_of(
    policy(targets={"resolution": "at(own)"}).map(desk_of),
    policy(targets={"resolution": "1bd 20:00"}).map(desk_of),
    st.builds(
        lambda gold, rest, one, two: desk_of({**gold, "targets": one}, {**rest, "targets": two}),
        policy(name="gold", when=GOLD),
        policy(),
        odd_targets,
        odd_targets,
    ),
)


@st.composite
def odd_histories(draw: st.DrawFn) -> History:
    history = draw(histories())
    own = {
        "own": instant(history.created + draw(minutes)).isoformat(),
        "given": draw(st.sampled_from(("3h", *RULES))),
    }
    return History(history.created, {**history.fields, **own}, history.events)


def asked_of(data: Data, history: History, at: datetime) -> Evaluation:
    return evaluate(policies_of(data), ticket_of(history), at=at)


class TestAsOf:
    """What was true at an instant stays what was true at it."""

    @given(data=desks, history=histories(), question=asked)
    def test_cut_history(self, data: Data, history: History, question: Asked) -> None:
        """Nothing after `at` is used: cutting the history there changes nothing."""
        at = minute_asked(history, question)
        cut = asked_of(data, until(history, at), instant(at))
        assert cut == asked_of(data, history, instant(at))

    @staticmethod
    def check_breach(data: Data, history: History, question: Asked) -> None:
        for clock in asked_of(data, history, instant(minute_asked(history, question))):
            if clock.breached_at is None:
                continue
            then = asked_of(data, history, clock.breached_at)[clock.metric]
            assert (True, clock.breached_at) == (then.breached, then.breached_at)
            before = asked_of(data, history, clock.breached_at - TICK)
            assert not any(each.breached for each in before if each.metric == clock.metric)

    @settings(max_examples=200)
    @given(data=losing_desks, history=histories(tier="gold"), question=asked)
    def test_date_of_a_breach_of_a_lost_policy(
        self, data: Data, history: History, question: Asked
    ) -> None:
        """So it is where the clock was cancelled in between."""
        self.check_breach(data, history, question)

    @settings(max_examples=200)
    @given(data=desks, history=histories(), question=asked)
    def test_date_of_a_breach(self, data: Data, history: History, question: Asked) -> None:
        """A breach is dated when it is first seen, never back, and it keeps its date."""
        self.check_breach(data, history, question)

    @settings(max_examples=200)
    @given(data=odd_desks, history=odd_histories(), question=asked)
    def test_date_of_an_odd_breach(self, data: Data, history: History, question: Asked) -> None:
        """So it is where a due time does not move with a pause."""
        self.check_breach(data, history, question)


class TestNextChange:
    """`next_change_at`: the status is the same until it and differs at it."""

    @staticmethod
    def check(data: Data, history: History, question: Asked, share: float) -> None:
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

    @given(data=desks, history=histories(), question=asked, share=st.floats(0, 0.999))
    def test_law(self, data: Data, history: History, question: Asked, share: float) -> None:
        """Whatever lengths and days are promised."""
        self.check(data, history, question, share)

    @settings(max_examples=200)
    @given(data=odd_desks, history=odd_histories(), question=asked, share=st.floats(0, 0.999))
    def test_odd_amounts(self, data: Data, history: History, question: Asked, share: float) -> None:
        """Whatever instants are promised, open or paused."""
        self.check(data, history, question, share)


class TestOrder:
    """The instant is the unit."""

    @given(data=desks, history=histories(), question=asked, mixed=st.data())
    def test_order_and_splitting(
        self, data: Data, history: History, question: Asked, mixed: st.DataObject
    ) -> None:
        """Events may come in any order, and those of one instant in any number of changes."""
        at = instant(minute_asked(history, question))
        changes: dict[int, dict[str, Any]] = {}
        parts: list[tuple[int, Happening]] = []
        for minute, what in history.events:
            if isinstance(what, str):
                parts.append((minute, what))
            else:
                changes.setdefault(minute, {}).update(what)
        for minute, fields in changes.items():
            parts += [(minute, {name: value}) for name, value in fields.items()]
        shuffled = mixed.draw(st.permutations(parts))
        again = History(history.created, history.fields, shuffled)
        assert asked_of(data, history, at) == asked_of(data, again, at)

    @given(
        data=desks,
        history=histories(),
        question=asked,
        zones=st.tuples(*[st.sampled_from(ZONES)] * 3),
    )
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
                Change(at=event.at.astimezone(second), fields=event.fields)
                if isinstance(event, Change)
                else Message(at=event.at.astimezone(first), author=event.author)
                for event in ticket.events
            ],
        )
        at = instant(minute_asked(history, question))
        there = evaluate(policies_of(data), moved, at=at.astimezone(third))
        here = evaluate(policies_of(data), ticket, at=at)
        assert utc(here) == utc(there)


def utc(evaluation: Evaluation) -> Any:
    """Return an evaluation as data whose instants are in UTC."""

    def in_utc(value: Any) -> Any:
        return value.astimezone(instant(0).tzinfo) if isinstance(value, datetime) else value

    names = [name for name in evaluation.__slots__ if name != "clocks"]
    clocks = [
        {name: in_utc(getattr(clock, name)) for name in clock.__slots__} for clock in evaluation
    ]
    return {name: in_utc(getattr(evaluation, name)) for name in names}, clocks


class TestPauses:
    """Time that is not counted."""

    @given(
        data=desks,
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
        fields = without_status(history.fields)
        at = instant(minute_asked(history, question))
        plain = asked_of(data, History(history.created, fields, calm), at)
        paused = asked_of(data, History(history.created, fields, with_pause), at)
        assert len(plain.clocks) == len(paused.clocks)
        for one, other in zip(plain, paused, strict=True):
            due, later = (clock.due_at or clock.due_if_resumed_at for clock in (one, other))
            assert (due is None) == (later is None)
            assert due is None or due <= later
            assert one.breached or not other.breached
            assert other.elapsed <= one.elapsed

    @given(data=policy().map(desk_of), history=histories(), question=asked)
    def test_sum(self, data: Data, history: History, question: Asked) -> None:
        """Elapsed, paused and closed time are the time from the start to the end, exactly."""
        at = instant(minute_asked(history, question))
        calendar = compiled(data["policies"][0]["calendar"])
        for clock in asked_of(data, history, at):
            end = clock.stopped_at or at
            wall = end - clock.started_at
            # In real time nothing is closed.
            real = clock.amount is not None and clock.amount.endswith(("wall", "cd"))
            closed = timedelta() if real else wall - calendar.elapsed(clock.started_at, end)
            assert wall == clock.elapsed + clock.paused + closed

    @given(data=policy().map(desk_of), history=histories(), question=asked)
    def test_remaining(self, data: Data, history: History, question: Asked) -> None:
        """What is left of a length is what leads from now to its due time."""
        at = instant(minute_asked(history, question))
        calendar = compiled(data["policies"][0]["calendar"])
        for clock in asked_of(data, history, at):
            due = clock.due_at or clock.due_if_resumed_at
            if due is None or due < at or clock.state == "stopped":
                continue
            real = clock.amount.endswith(("wall", "cd"))
            assert clock.remaining == (due - at if real else calendar.elapsed(at, due))


def without_status(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if name != "status"}


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
        expected = asked_of(data, History(row["created_at"], {}, events), at)
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


@settings(suppress_health_check=[HealthCheck.filter_too_much])
@given(data=desks, history=histories(), question=asked, later=st.lists(happenings, max_size=3))
def test_a_verdict_stays(data: Data, history: History, question: Asked, later: list[Any]) -> None:
    """What is stopped and not reopened keeps its reading, whatever else becomes of the ticket."""
    at = minute_asked(history, question)
    stopped = [c for c in asked_of(data, history, instant(at)) if c.state == "stopped"]
    assume(stopped)
    quiet = [what if isinstance(what, str) else without_status(what) for what in later]
    more = [*until(history, at).events, *((at + 60 * i, what) for i, what in enumerate(quiet, 1))]
    again = asked_of(data, History(history.created, history.fields, more), instant(at + 600))
    for clock in stopped:
        assert clock == again[clock.metric]
