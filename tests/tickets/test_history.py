"""Events in order, each of them once."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from slakit import Change, Message, Ticket, TicketError
from slakit.tickets import Signal
from slakit.tickets.history import contradictions

CREATED = datetime(2024, 5, 6, 9, tzinfo=UTC)


def at(hour: int) -> datetime:
    return datetime(2024, 5, 6, hour, tzinfo=UTC)


def reply(hour: int, id: str | None = None) -> Message:
    return Message(at=at(hour), author="agent", id=id)


def ticket(*events: Any) -> Ticket:
    return Ticket(id="T-1", created_at=CREATED, events=events)


class TestOnce:
    def test_duplicates(self) -> None:
        """Events of one id are one event, wherever they stand; it stands where its instant is."""
        note = Signal(at=at(11), name="x", id="e2")
        found = ticket(reply(12, "e1"), note, reply(12, "e1"), note, reply(10))
        assert (reply(10), note, reply(12, "e1")) == found.events

    def test_the_same_object(self) -> None:
        """An event that is given twice is given once."""
        event = reply(10, "e1")
        assert (event,) == ticket(event, event).events

    def test_first_is_kept(self) -> None:
        """Of the same event in two zones the first that was given is kept."""
        there = at(10).astimezone(timezone(timedelta(hours=2)))
        one = Change(at=there, fields={"x": 1}, id="e1")
        other = Change(at=at(10), fields={"x": 1}, id="e1")
        (kept,) = ticket(one, other).events
        assert one is kept

    def test_without_id(self) -> None:
        """Two events that say the same without an id may be two."""
        assert 2 == len(ticket(reply(10), reply(10)).events)

    @pytest.mark.parametrize(
        "other",
        [
            reply(11, "e1"),
            Message(at=at(10), author="bot", id="e1"),
            Change(at=at(10), fields={}, id="e1"),
        ],
    )
    def test_contradiction(self, other: Any) -> None:
        """Two different events of one id are refused with the id."""
        with pytest.raises(TicketError, match=r"'T-1': two different events .* 'e1'") as caught:
            ticket(reply(10, "e1"), reply(12, "e3"), other)
        assert ("events", "e1") == (caught.value.parameter, caught.value.value)
        assert caught.value.remedy

    def test_many(self) -> None:
        """Every contradiction is known, each with its place among the events."""
        events = [reply(10, "e1"), reply(8), reply(11, "e1"), reply(7, "e2"), reply(10, "e1")]
        found = contradictions(events, CREATED)
        expected = [("events", 1, "at"), ("events", 2, "id"), ("events", 3, "at")]
        assert expected == [problem.path for problem in found]


@pytest.mark.parametrize("events", [None, 5, reply(10)])
def test_no_list(events: Any) -> None:
    """Events come one by one."""
    with pytest.raises(TicketError, match=r"'T-1': .* is no list") as caught:
        Ticket(id="T-1", created_at=CREATED, events=events)
    assert "events" == caught.value.parameter


class TestFarFuture:
    # Written in a zone west of Greenwich, the last instant of the calendar is past its end in UTC.
    last = datetime.max.replace(tzinfo=timezone(timedelta(hours=-12)))
    events = (
        Change(at=last, fields={"status": "closed"}, id="last"),
        Message(at=datetime(9000, 1, 1, tzinfo=UTC), author="bot"),
        Change(at=at(10), fields={"status": "open"}),
    )

    def test_accepted(self) -> None:
        """An event may lie however far in the future; it is sorted like any other."""
        assert self.events[::-1] == ticket(*self.events).events

    @pytest.mark.parametrize(
        "now", [at(10), datetime(8999, 1, 1, tzinfo=UTC), datetime.max.replace(tzinfo=UTC)]
    )
    def test_not_before_its_instant(self, now: datetime) -> None:
        """Nothing heeds it before its instant."""
        assert {"status": "open"} == ticket(*self.events).state_at(now)

    def test_at_its_instant(self) -> None:
        """From its instant on it counts."""
        assert {"status": "closed"} == ticket(*self.events).state_at(self.last)

    def test_round_trip(self) -> None:
        """It survives JSON."""
        found = ticket(*self.events)
        assert found == Ticket.from_data(found.to_data())


def test_long_histories() -> None:
    """100,000 events in any order, with ids or without, take seconds at most."""
    count = 100_000
    started = time.process_time()
    found = Ticket(
        id="T-1",
        created_at=CREATED,
        events=[
            Change(
                at=CREATED + timedelta(seconds=i * 7919 % count),
                fields={"n": i},
                id=f"e{i}" if i % 2 else None,
            )
            for i in range(count)
        ],
    )
    assert count == len(found.events)
    # 7919 has no factor in common with the count, so each second has its event; the last
    # second is that of the number whose product with 7919 ends in 99,999.
    last = next(i for i in range(count) if i * 7919 % count == count - 1)
    assert {"n": last} == found.state_at(CREATED + timedelta(days=2))
    assert time.process_time() - started < 20
