"""Timestamps of a host that keeps no history."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from slakit import Message, NaiveDatetimeError, Ticket, TicketError


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2024, 5, 6, hour, minute, tzinfo=UTC)


class TestFromTimestamps:
    def build(self, **stamps: Any) -> list[tuple[Any, ...]]:
        found = Ticket.from_timestamps(id="T-1", created_at=at(9), **stamps)
        return [
            (each.at, each.author if isinstance(each, Message) else dict(each.fields))
            for each in found.events
        ]

    def test_nothing(self) -> None:
        """A ticket of which nothing is known but its creation has no event."""
        found = Ticket.from_timestamps(id="T-1", created_at=at(9))
        assert (Ticket(id="T-1", created_at=at(9)), {}, None) == (
            found,
            found.fields,
            found.opened_by,
        )

    def test_everything(self) -> None:
        """Timestamps become events on the categories, in the order of their instants."""
        assert [
            (at(9, 30), {"category": "paused"}),
            (at(10), "agent"),
            (at(10, 30), {"category": "open"}),
            (at(11), {"category": "resolved"}),
            (at(12), {"category": "closed"}),
        ] == self.build(
            first_responded_at=at(10),
            resolved_at=at(11),
            closed_at=at(12),
            paused=[(at(9, 30), at(10, 30))],
        )

    def test_what_is_passed_on(self) -> None:
        """Fields and the opener are those of the ticket."""
        found = Ticket.from_timestamps(
            id="T-1", created_at=at(9), fields={"a": 1}, opened_by="agent"
        )
        assert ({"a": 1}, "agent") == (found.fields, found.opened_by)

    def test_category_at(self) -> None:
        """A pause without an end goes on; one that begins where another ends carries it on."""
        found = Ticket.from_timestamps(
            id="T-1", created_at=at(9), paused=[(at(10), at(11)), (at(11), at(12)), (at(13), None)]
        )
        known = [found.state_at(at(h)).get("category") for h in range(9, 15)]
        assert [None, "paused", "paused", "open", "paused", "paused"] == known

    def category(self, hour: int, **stamps: Any) -> Any:
        found = Ticket.from_timestamps(id="T-1", created_at=at(9), **stamps)
        return found.state_at(at(hour)).get("category")

    def test_status_of_today(self) -> None:
        """The status beside timestamps is that of today, and does not tell how it began."""
        fields = {"status": "solved"}
        found = Ticket.from_timestamps(
            id="T-1", created_at=at(9), fields=fields, resolved_at=at(11)
        )
        assert {"status": "solved", "category": "open"} == found.fields
        assert {"status": "solved"} == fields

    def test_category_of_the_host(self) -> None:
        """A category that the host names is that of the creation."""
        fields = {"status": "waiting", "category": "paused"}
        found = Ticket.from_timestamps(
            id="T-1", created_at=at(9), fields=fields, resolved_at=at(11)
        )
        assert fields == found.fields

    def test_empty_pause(self) -> None:
        """A pause that ends as it begins is none."""
        assert [] == self.build(paused=[(at(10), at(10))])

    def test_pause_after_the_end(self) -> None:
        """What is done is not paused any more."""
        paused = [(at(11), at(12)), (at(13), None)]
        assert [(at(11), {"category": "resolved"})] == self.build(paused=paused, resolved_at=at(11))

    def test_subclass(self) -> None:
        """Subclasses of datetime become plain ones in every event."""

        class Stamp(datetime):
            pass

        def stamp(hour: int) -> Stamp:
            return Stamp(2024, 5, 6, hour, tzinfo=UTC)

        found = Ticket.from_timestamps(
            id="T-1",
            created_at=stamp(9),
            first_responded_at=stamp(10),
            paused=[(stamp(11), stamp(12))],
            resolved_at=stamp(13),
        )
        assert [10, 11, 12, 13] == [event.at.hour for event in found.events]
        assert {datetime} == {type(event.at) for event in found.events}

    def test_pauses_that_touch_in_any_order(self) -> None:
        """The order in which the pauses are given does not matter."""
        assert "paused" == self.category(11, paused=[(at(11), at(12)), (at(10), at(11))])

    def test_pauses_that_overlap(self) -> None:
        """While one of them goes on, the ticket is paused."""
        paused = [(at(10), at(14)), (at(11), at(12))]
        assert "paused" == self.category(13, paused=paused)
        assert "open" == self.category(14, paused=paused)

    def test_resolved_at_the_end_of_a_pause(self) -> None:
        """What is resolved in the instant in which a pause ends is resolved."""
        assert "resolved" == self.category(12, paused=[(at(10), at(12))], resolved_at=at(12))

    def test_resolved_during_a_pause(self) -> None:
        """The end of a pause does not take back what was resolved before it."""
        assert "resolved" == self.category(13, paused=[(at(10), at(12))], resolved_at=at(11))

    def test_closed_before_resolved(self) -> None:
        """Either of the two ends the ticket."""
        stamps = {"closed_at": at(11), "resolved_at": at(12)}
        assert "closed" == self.category(11, **stamps)
        assert "open" != self.category(13, **stamps)

    def test_pause_that_ends_before_it_begins(self) -> None:
        """A pause that ends before it begins contradicts itself."""
        with pytest.raises(TicketError, match="paused"):
            Ticket.from_timestamps(id="T-1", created_at=at(9), paused=[(at(12), at(10))])

    @pytest.mark.parametrize(
        "stamps",
        [
            {"first_responded_at": at(8)},
            {"resolved_at": at(8)},
            {"closed_at": at(8)},
            {"paused": [(at(8), at(10))]},
        ],
    )
    def test_before_the_creation(self, stamps: Any) -> None:
        """Nothing happens before the creation."""
        with pytest.raises(TicketError, match=r"'T-1'.*before its creation"):
            self.build(**stamps)

    @pytest.mark.parametrize("name", ["first_responded_at", "resolved_at", "closed_at"])
    def test_naive(self, name: str) -> None:
        """Timestamps have a zone; the one that lacks it is named."""
        with pytest.raises(NaiveDatetimeError) as caught:
            self.build(**{name: datetime(2024, 5, 6, 12)})  # noqa: DTZ001
        assert name == caught.value.parameter

    @pytest.mark.parametrize("naive", [0, 1])
    def test_naive_pause(self, naive: int) -> None:
        """Both ends of a pause have one."""
        pause = [at(10), at(11)]
        pause[naive] = pause[naive].replace(tzinfo=None)
        with pytest.raises(NaiveDatetimeError) as caught:
            self.build(paused=[tuple(pause)])
        assert "paused" == caught.value.parameter
