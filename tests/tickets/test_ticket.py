"""Tickets: ordered histories."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Iterator
from dataclasses import FrozenInstanceError
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slakit import Change, InstantError, Message, NaiveDatetimeError, Ticket, TicketError

NEW_YORK = ZoneInfo("America/New_York")


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2024, 5, 6, hour, minute, tzinfo=UTC)


def change(when: datetime, **fields: Any) -> Change:
    return Change(at=when, fields=fields)


def ticket(*events: Any, **options: Any) -> Ticket:
    return Ticket(**{"id": "T-1", "created_at": at(9), "events": events, **options})


class TestOrder:
    def test_sorted(self) -> None:
        """Events may come in any order."""
        late, early = change(at(12), x=2), change(at(10), x=1)
        assert (early, late) == ticket(late, early).events

    def test_stable(self) -> None:
        """Events of one instant keep the order in which they were given."""
        events = [change(at(10), x=i) for i in range(5)]
        assert tuple(events) == ticket(*events).events
        assert tuple(reversed(events)) == ticket(*reversed(events)).events

    def test_any_iterable(self) -> None:
        """Events may come one by one; afterwards they are a tuple."""

        def events() -> Iterator[Change]:
            yield change(at(12))
            yield change(at(10))

        found = Ticket(id="T-1", created_at=at(9), events=events())
        assert (change(at(10)), change(at(12))) == found.events

    def test_by_instant_across_an_overlap(self) -> None:
        """Where clocks are put back, 01:10 the second time is after 01:50 the first time."""
        first = datetime(2024, 11, 3, 1, 50, tzinfo=NEW_YORK)
        second = datetime(2024, 11, 3, 1, 10, fold=1, tzinfo=NEW_YORK)
        assert second < first, "as datetimes of one zone they compare the other way round"
        found = ticket(
            change(second, x="second"),
            change(first, x="first"),
            created_at=datetime(2024, 11, 3, 1, 30, tzinfo=NEW_YORK),
        )
        assert ["first", "second"] == [each.fields["x"] for each in found.events]
        between = datetime(2024, 11, 3, 1, 5, fold=1, tzinfo=NEW_YORK)
        assert {"x": "first"} == found.state_at(between)
        assert {"x": "second"} == found.state_at(second)

    def test_by_instant_across_a_gap(self) -> None:
        """03:00 is the minute after 01:59 where clocks spring forward."""
        found = ticket(
            change(datetime(2024, 3, 10, 3, 0, tzinfo=NEW_YORK), x=2),
            # A wall time that never was is read as the offset before the gap has it: 03:30.
            change(datetime(2024, 3, 10, 2, 30, tzinfo=NEW_YORK), x=3),
            change(datetime(2024, 3, 10, 1, 59, tzinfo=NEW_YORK), x=1),
            created_at=datetime(2024, 3, 10, tzinfo=NEW_YORK),
        )
        assert [1, 2, 3] == [each.fields["x"] for each in found.events]

    @given(minutes=st.lists(st.integers(0, 300)))
    def test_sorted_by_instant(self, minutes: list[int]) -> None:
        """Whatever the order in which they come and the zone in which they are written."""
        start = datetime(2024, 11, 3, 4, tzinfo=UTC)
        zones = (UTC, NEW_YORK, ZoneInfo("Asia/Kathmandu"))
        events = [
            change((start + timedelta(minutes=m)).astimezone(zones[i % 3]), m=m)
            for i, m in enumerate(minutes)
        ]
        found = ticket(*events, created_at=start)
        assert sorted(minutes) == [each.fields["m"] for each in found.events]


class TestBeforeCreation:
    def test_is_refused_by_name(self) -> None:
        """An event before the creation is an error that names ticket and event."""
        with pytest.raises(TicketError, match=r"'T-1'.*before its creation") as caught:
            ticket(change(at(10)), change(at(8, 30), status="open"))
        assert "events" == caught.value.parameter
        assert "status" in str(caught.value)
        assert at(8, 30).isoformat() == caught.value.value
        assert caught.value.remedy

    def test_earliest_is_named(self) -> None:
        """Of several events before the creation the first is named."""
        with pytest.raises(TicketError) as caught:
            ticket(change(at(8)), change(at(7)))
        assert at(7).isoformat() == caught.value.value

    def test_at_the_creation(self) -> None:
        """An event at the creation is none before it."""
        assert 1 == len(ticket(change(at(9))).events)

    def test_in_an_overlap(self) -> None:
        """An instant is before another by what it is, not by what the wall clock shows."""
        created = datetime(2024, 11, 3, 1, 10, fold=1, tzinfo=NEW_YORK)
        with pytest.raises(TicketError):
            ticket(change(datetime(2024, 11, 3, 1, 50, tzinfo=NEW_YORK)), created_at=created)


class TestState:
    found = ticket(
        change(at(11), status="solved"),
        change(at(10), status="open", priority="low"),
        Message(at=at(10), author="agent"),
        change(at(10), priority=None),
        fields={"status": "new", "tier": "gold"},
    )

    @pytest.mark.parametrize(
        ("when", "state"),
        [
            (at(8, 59), {}),
            (at(9), {"status": "new", "tier": "gold"}),
            (at(9, 59), {"status": "new", "tier": "gold"}),
            (at(10), {"status": "open", "tier": "gold", "priority": None}),
            (at(10, 30), {"status": "open", "tier": "gold", "priority": None}),
            (at(12), {"status": "solved", "tier": "gold", "priority": None}),
        ],
    )
    def test_state_at(self, when: datetime, state: dict[str, Any]) -> None:
        """The fields are those after all events of the instant; before the creation none."""
        assert state == self.found.state_at(when)

    def test_is_a_copy(self) -> None:
        """Whoever changes the answer changes nothing else."""
        self.found.state_at(at(12))["status"] = "x"
        self.found.state_at(at(9))["status"] = "x"
        assert "new" == self.found.state_at(at(9))["status"]

    def test_bad_instant(self) -> None:
        """The instant has to be one."""
        with pytest.raises(NaiveDatetimeError, match="at: "):
            self.found.state_at(datetime(2024, 5, 6))  # noqa: DTZ001
        with pytest.raises(InstantError, match="at: "):
            self.found.state_at("now")  # type: ignore[arg-type]


class TestBadTickets:
    def test_naive_creation(self) -> None:
        """The creation has a zone."""
        with pytest.raises(NaiveDatetimeError, match="created_at"):
            ticket(created_at=datetime(2024, 5, 6))  # noqa: DTZ001

    @pytest.mark.parametrize("created_at", [None, "2024-05-06T09:00:00Z", date(2024, 5, 6)])
    def test_creation_that_is_no_datetime(self, created_at: Any) -> None:
        """The creation is a datetime."""
        with pytest.raises(InstantError, match="created_at"):
            ticket(created_at=created_at)

    @pytest.mark.parametrize("value", [float("nan"), ["a"], {"a": 1}, {1}])
    def test_bad_field(self, value: Any) -> None:
        """Fields hold plain values."""
        with pytest.raises(TicketError, match=r"^fields\.x: "):
            ticket(fields={"x": value})

    def test_naive_field(self) -> None:
        """A datetime in a field has a zone."""
        with pytest.raises(NaiveDatetimeError, match=r"fields\.due"):
            ticket(fields={"due": datetime(2024, 5, 6)})  # noqa: DTZ001

    @pytest.mark.parametrize("opened_by", ["system", "", 1])
    def test_unknown_opener(self, opened_by: Any) -> None:
        """A ticket is opened by a customer, an agent or nobody."""
        with pytest.raises(TicketError, match=r"'T-1'.*customer, agent or None") as caught:
            ticket(opened_by=opened_by)
        assert ("opened_by", opened_by) == (caught.value.parameter, caught.value.value)

    @pytest.mark.parametrize("event", [None, {"at": at(10)}, "solved"])
    def test_event_that_is_none(self, event: Any) -> None:
        """What is no event is refused as one, and not by an error of Python's."""
        with pytest.raises(TicketError, match="'T-1'"):
            ticket(event)


class TestValue:
    def test_equal(self) -> None:
        """Tickets with the same history are equal, and have equal hashes."""
        one, two = (ticket(change(at(11), x=1), change(at(10)), fields={"a": 1}) for _ in range(2))
        assert one == two
        assert 1 == len({one, two})

    @pytest.mark.parametrize(
        "other",
        [
            ticket(id="T-2"),
            ticket(created_at=at(9, 1)),
            ticket(fields={"a": 1}),
            ticket(change(at(10))),
            ticket(opened_by="agent"),
        ],
    )
    def test_different(self, other: Ticket) -> None:
        """Any difference makes them different."""
        assert ticket() != other

    def test_different_in_an_overlap(self) -> None:
        """The same wall time an hour later is another creation."""
        first, second = (
            ticket(created_at=datetime(2024, 11, 3, 1, 30, fold=fold, tzinfo=NEW_YORK))
            for fold in (0, 1)
        )
        assert first != second

    def test_frozen(self) -> None:
        """A history does not change, nor with the mapping that it was made of."""
        fields = {"a": 1}
        found = ticket(fields=fields)
        fields["a"] = 2
        assert {"a": 1} == found.fields
        with pytest.raises(FrozenInstanceError):
            found.id = "T-2"  # type: ignore[misc]

    def test_copies(self) -> None:
        """Tickets survive copies and pickles, and still know their order."""
        found = ticket(change(at(11), x=1), change(at(10)), fields={"a": 1})
        for again in (copy.copy(found), copy.deepcopy(found), pickle.loads(pickle.dumps(found))):
            assert found == again
            assert {"a": 1, "x": 1} == again.state_at(at(11))
