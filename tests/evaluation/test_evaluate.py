"""Evaluations worked out by hand: changes of target and policy, verdicts, and the whole ticket.

The office day is 09:00-12:00 and 13:00-17:00, seven hours; see `desks`.
"""

from __future__ import annotations

import sys
from datetime import datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from slakit import (
    Change,
    InstantError,
    Message,
    NaiveDatetimeError,
    PolicyError,
    SlakitError,
    Ticket,
    TicketError,
    evaluate,
)
from tests.evaluation.desks import (
    Happening,
    desk,
    expected,
    facts,
    on,
    promising,
    read,
    ticket,
)

TICK = timedelta(microseconds=1)
HIGH, LOW, ODD = ({"priority": word} for word in ("high", "low", "odd"))


def check(reading: Any, **stated: Any) -> None:
    assert expected(**stated) == facts(reading, stated)


class TestPriority:
    """The target goes by a field that changes."""

    desk = promising(resolution={"by": "priority", "high": "2h", "low": "6h"})

    def read(self, first: Any, *happenings: Happening, at: str) -> Any:
        return read(self.desk, ticket(*happenings, fields=first), at)

    def test_longer_before_due(self) -> None:
        """Six hours from the start: three in the morning and three after lunch."""
        reading = self.read(HIGH, ("Mon 10:00", LOW), at="Mon 11:00")
        check(reading, status="on_track", amount="6h", due_at="Mon 16:00", remaining="4h")

    def test_shorter_before_due(self) -> None:
        """Two hours from the start are over at 11:00."""
        reading = self.read(LOW, ("Mon 10:00", HIGH), at="Mon 10:30")
        check(reading, status="on_track", amount="2h", due_at="Mon 11:00", remaining="30m")

    def test_shorter_after_its_due(self) -> None:
        """Due at 11:00, breached by the change at 14:00 and not before it."""
        reading = self.read(LOW, ("Mon 14:00", HIGH), at="Mon 15:00")
        check(
            reading,
            status="breached",
            due_at="Mon 11:00",
            breached_at="Mon 14:00",
            elapsed="5h",
            remaining="-3h",
        )
        assert not self.read(LOW, ("Mon 14:00", HIGH), at="Mon 13:59").breached

    def test_shorter_at_its_due(self) -> None:
        """A target that comes in the instant in which it is due is breached in that instant."""
        reading = self.read(LOW, ("Mon 11:00", HIGH), at="Mon 11:00")
        check(reading, status="breached", due_at="Mon 11:00", breached_at="Mon 11:00")

    def test_longer_after_a_breach(self) -> None:
        """Breached under the first target at 11:00, and nothing undoes it."""
        reading = self.read(HIGH, ("Mon 11:30", LOW), at="Mon 12:00")
        check(
            reading,
            status="breached",
            due_at="Mon 16:00",
            remaining="3h",
            breached_at="Mon 11:00",
            next_change_at=None,
        )

    def test_longer_at_due(self) -> None:
        """A longer target that comes exactly at due comes in time: it is read after the change."""
        reading = self.read(HIGH, ("Mon 11:00", LOW), at="Mon 12:00")
        check(reading, status="on_track", due_at="Mon 16:00", breached=False, breached_at=None)

    def test_missed_under_an_earlier_target(self) -> None:
        """A clock that stops in time for its last target has missed the first one."""
        reading = self.read(HIGH, ("Mon 11:30", LOW), ("Mon 12:00", "solved"), at="Tue 09:00")
        check(reading, status="missed", due_at="Mon 16:00", breached_at="Mon 11:00")

    def test_there_and_back(self) -> None:
        """The target that returns is breached from its return on."""
        reading = self.read(HIGH, ("Mon 10:00", LOW), ("Mon 13:30", HIGH), at="Mon 14:00")
        check(reading, status="breached", due_at="Mon 11:00", breached_at="Mon 13:30")

    def test_change_after_the_stop(self) -> None:
        """A stopped clock keeps the target that it stopped under."""
        reading = self.read(LOW, ("Mon 12:00", "solved"), ("Mon 14:00", HIGH), at="Tue 09:00")
        check(reading, status="met", amount="6h", due_at="Mon 16:00")

    def test_change_at_the_stop(self) -> None:
        """What comes in the instant of the stop comes before it; the breach is dated to it."""
        reading = self.read(LOW, ("Mon 12:00", "solved"), ("Mon 12:00", HIGH), at="Tue 09:00")
        check(reading, status="missed", amount="2h", due_at="Mon 11:00", breached_at="Mon 12:00")

    def test_breach_at_the_stop_stays_where_it_is(self) -> None:
        """A later reopening does not move a breach that the stop has shown already."""
        stop = (("Mon 12:00", "solved"), ("Mon 12:00", HIGH))
        reading = self.read(LOW, *stop, ("Mon 15:00", "open"), at="Mon 16:00")
        check(reading, status="breached", due_at="Mon 11:00", breached_at="Mon 12:00")

    def test_change_between_stop_and_reopening(self) -> None:
        """Three hours are used at the stop, one too many for the target that came in the gap.

        The clock is open again at 15:00, and past due from that instant on.
        """
        reading = self.read(
            LOW, ("Mon 12:00", "solved"), ("Mon 14:00", HIGH), ("Mon 15:00", "open"), at="Mon 16:00"
        )
        check(reading, status="breached", due_at="Mon 11:00", breached_at="Mon 15:00")

    def test_change_while_paused(self) -> None:
        """The shorter target is reached already, so a paused clock is breached by the change."""
        reading = self.read(LOW, ("Mon 12:00", "waiting"), ("Mon 14:00", HIGH), at="Mon 15:00")
        check(
            reading,
            state="paused",
            status="breached",
            due_at="Mon 11:00",
            breached_at="Mon 14:00",
            elapsed="3h",
            paused="2h",
        )

    @pytest.mark.parametrize("fields", [ODD, {}, {"priority": None}])
    def test_no_row(self, fields: dict[str, Any]) -> None:
        """A value without a row is promised nothing; it is measured all the same."""
        reading = self.read(fields, ("Mon 14:00", "solved"), at="Tue 09:00")
        check(
            reading,
            state="stopped",
            status="no_target",
            amount=None,
            due_at=None,
            elapsed="4h",
            remaining=None,
            breached=False,
            next_change_at=None,
        )

    def test_no_row_and_then_one(self) -> None:
        """A row that comes late counts from the start."""
        reading = self.read(ODD, ("Mon 10:00", LOW), at="Mon 10:00")
        check(reading, status="on_track", due_at="Mon 16:00", elapsed="1h")

    def test_no_row_any_more(self) -> None:
        """A value that loses its row is promised nothing from then on."""
        reading = self.read(LOW, ("Mon 10:00", ODD), at="Tue 12:00")
        check(reading, state="running", status="no_target", due_at=None, breached=False)

    def test_same_amount_by_another_row(self) -> None:
        """A change that leaves the amount as it was changes nothing."""
        same = promising(resolution={"by": "priority", "high": "2h", "else": "2h"})
        subject = ticket(("Mon 14:00", LOW), fields=HIGH)
        check(read(same, subject, "Mon 15:00"), due_at="Mon 11:00", breached_at="Mon 11:00")

    def test_length_and_rule(self) -> None:
        """A rule that takes over from a length leads from the start, moved by what was paused."""
        mixed = promising(resolution={"by": "priority", "high": "2h", "low": "1bd"})
        subject = ticket(
            ("Mon 10:00", "waiting"), ("Mon 11:00", "open"), ("Mon 11:30", LOW), fields=HIGH
        )
        check(read(mixed, subject, "Mon 11:30"), amount="1bd", due_at="Tue 10:00")
        back = ticket(
            ("Mon 10:00", "waiting"), ("Mon 11:00", "open"), ("Mon 11:30", HIGH), fields=LOW
        )
        # An hour and a half is used; the rest is over at noon.
        check(read(mixed, back, "Mon 11:30"), amount="2h", due_at="Mon 12:00")

    def test_open_and_real_time(self) -> None:
        """The time that was used is measured in the new target's own time."""
        mixed = promising(resolution={"by": "priority", "high": "6h", "low": "6h wall"})
        subject = ticket(("Mon 14:00", LOW), fields=HIGH)
        check(read(mixed, subject, "Mon 13:30"), due_at="Mon 16:00", elapsed="3h30m")
        check(read(mixed, subject, "Mon 14:00"), due_at="Mon 15:00", elapsed="5h", remaining="1h")


class TestPolicy:
    """Another policy takes over: the office's hours are followed by 13:00-20:00."""

    desk = desk(
        {
            "name": "gold",
            "when": {"tier": "gold"},
            "calendar": "office",
            "targets": {"resolution": "6h"},
        },
        {"name": "rest", "calendar": "late", "targets": {"resolution": "6h"}},
    )
    GOLD, TIN = {"tier": "gold"}, {"tier": "tin"}

    def test_first_match(self) -> None:
        """The first policy that matches counts."""
        check(
            read(self.desk, ticket(fields=self.GOLD), "Mon 09:00"),
            policy="gold",
            due_at="Mon 16:00",
        )
        check(
            read(self.desk, ticket(fields=self.TIN), "Mon 09:00"), policy="rest", due_at="Mon 19:00"
        )

    def test_slice(self) -> None:
        """Two hours are used in the office's hours, the other four are spent in the late ones."""
        subject = ticket(("Mon 11:00", self.TIN), fields=self.GOLD)
        reading = read(self.desk, subject, "Mon 14:00")
        # The hour from 11:00 to 12:00 was closed by then.
        check(reading, policy="rest", due_at="Mon 17:00", elapsed="3h", remaining="3h")

    def test_slice_twice(self) -> None:
        """An hour until 10:00, none until 13:00, 13:00-15:00, and three office hours from then."""
        subject = ticket(("Mon 10:00", self.TIN), ("Mon 15:00", self.GOLD), fields=self.GOLD)
        reading = read(self.desk, subject, "Mon 15:00")
        check(reading, policy="gold", due_at="Tue 10:00", elapsed="3h", remaining="3h")

    def test_slice_of_a_pause(self) -> None:
        """An hour that was paused in open time stays one when the hours are others later on."""
        subject = ticket(
            ("Mon 10:00", "waiting"),
            ("Mon 11:00", "open"),
            ("Mon 12:00", self.TIN),
            fields=self.GOLD,
        )
        reading = read(self.desk, subject, "Mon 12:30")
        check(reading, elapsed="2h", paused="1h", due_at="Mon 17:00")

    def test_breached_before_the_change(self) -> None:
        """The breach under the first policy stays; the reading is the last one's."""
        subject = ticket(("Mon 18:00", self.TIN), fields=self.GOLD)
        # Six hours until 16:00; one more until 17:00; from 18:00 on the late hours.
        reading = read(self.desk, subject, "Mon 19:00")
        check(
            reading,
            policy="rest",
            status="breached",
            due_at="Mon 16:00",
            breached_at="Mon 16:00",
            elapsed="8h",
        )

    def test_breached_by_the_change(self) -> None:
        """A policy that takes over late counts from the start and breaches when it comes."""
        short = desk(
            {
                "name": "gold",
                "when": self.GOLD,
                "calendar": "office",
                "targets": {"resolution": "1h"},
            },
            {"name": "rest", "calendar": "office", "targets": {"resolution": "6h"}},
        )
        subject = ticket(("Mon 14:00", self.GOLD), fields=self.TIN)
        check(
            read(short, subject, "Mon 14:00"),
            policy="gold",
            status="breached",
            due_at="Mon 10:00",
            breached_at="Mon 14:00",
        )

    def test_field_that_decides_nothing(self) -> None:
        """A change of another field changes nothing."""
        subject = ticket(("Mon 11:00", {"colour": "red"}), fields=self.GOLD)
        check(read(self.desk, subject, "Mon 12:00"), policy="gold", due_at="Mon 16:00")


class TestCancelled:
    """Nothing matches any more."""

    GOLD, TIN = {"tier": "gold"}, {"tier": "tin"}
    desk = desk(
        {
            "name": "gold",
            "when": GOLD,
            "calendar": "office",
            "targets": {"resolution": {"by": "priority", "high": "3h", "else": "6h"}},
        }
    )

    def read(self, *happenings: Happening, at: str) -> Any:
        return read(self.desk, ticket(*happenings, fields=self.GOLD | HIGH), at)

    def test_no_policy(self) -> None:
        """A ticket that never matched has no clock and no target."""
        evaluation = evaluate(self.desk, ticket(fields=self.TIN), at=on("Mon 12:00"))
        assert ("no_target", (), None, None) == (
            evaluation.status,
            evaluation.clocks,
            evaluation.due_at,
            evaluation.next_change_at,
        )

    def test_cancelled(self) -> None:
        """The clock ends without a verdict when the match is lost."""
        reading = self.read(("Mon 11:00", self.TIN), at="Mon 14:00")
        check(
            reading,
            policy="gold",
            state="cancelled",
            status="cancelled",
            due_at=None,
            due_if_resumed_at=None,
            elapsed="2h",
            paused="0m",
            breached=False,
            breached_at=None,
            next_change_at=None,
        )

    def test_policy_without_the_metric(self) -> None:
        """A policy that says nothing of the metric takes no clock up."""
        two = desk(
            {
                "name": "gold",
                "when": self.GOLD,
                "calendar": "office",
                "targets": {"resolution": "6h"},
            },
            {"name": "rest", "calendar": "office", "targets": {"first_response": "6h"}},
        )
        subject = ticket(("Mon 11:00", self.TIN), fields=self.GOLD)
        evaluation = evaluate(two, subject, at=on("Mon 12:00"))
        assert ["cancelled", "on_track"] == [clock.status for clock in evaluation]

    def test_matches_again(self) -> None:
        """What takes the clock up again counts from the start of the metric."""
        reading = self.read(("Mon 10:00", self.TIN), ("Mon 11:00", self.GOLD), at="Mon 11:30")
        check(reading, state="running", status="on_track", due_at="Mon 12:00", elapsed="2h30m")

    def test_matches_again_after_due(self) -> None:
        """Nobody owed anything at noon; the match at 14:00 is what puts it past due."""
        lost = ("Mon 11:00", self.TIN)
        assert "cancelled" == self.read(lost, at="Mon 13:00").status
        reading = self.read(lost, ("Mon 14:00", self.GOLD), at="Mon 15:00")
        check(reading, status="breached", due_at="Mon 12:00", breached_at="Mon 14:00")

    def test_matches_again_with_a_longer_target(self) -> None:
        """A due time that passed while nothing was promised is no breach."""
        reading = self.read(("Mon 11:00", self.TIN), ("Mon 14:00", self.GOLD | LOW), at="Mon 15:00")
        check(reading, status="on_track", due_at="Mon 16:00", breached=False)

    def test_stop_after_the_end(self) -> None:
        """A cancelled clock has no verdict, whatever becomes of the ticket."""
        reading = self.read(("Mon 11:00", self.TIN), ("Mon 14:00", "solved"), at="Tue 09:00")
        check(reading, state="cancelled", status="cancelled", elapsed="2h", breached=False)

    def test_stop_in_the_same_instant(self) -> None:
        """A stop acts before a cancellation, so the clock is judged."""
        reading = self.read(("Mon 11:00", self.TIN), ("Mon 11:00", "solved"), at="Tue 09:00")
        check(reading, state="stopped", status="met", due_at="Mon 12:00", elapsed="2h")

    def test_stopped_before(self) -> None:
        """A stopped clock keeps its verdict when the match is lost."""
        reading = self.read(("Mon 11:00", "solved"), ("Mon 14:00", self.TIN), at="Tue 09:00")
        check(reading, state="stopped", status="met", due_at="Mon 12:00", elapsed="2h")

    def test_pause_after_the_end(self) -> None:
        """What happens to the ticket after the end is not counted."""
        reading = self.read(("Mon 11:00", self.TIN), ("Mon 14:00", "waiting"), at="Mon 16:00")
        check(reading, state="cancelled", elapsed="2h", paused="0m")

    def test_lost_between_stop_and_reopening(self) -> None:
        """An hour ran before the stop, and nothing runs after the reopening."""
        reading = self.read(
            ("Mon 10:00", "solved"), ("Mon 11:00", self.TIN), ("Mon 14:00", "open"), at="Mon 16:00"
        )
        check(reading, state="cancelled", elapsed="1h")


class TestFirstResponse:
    """From the creation to the first public reply of an agent."""

    desk = promising(first_response="2h")

    def read(self, *happenings: Happening, at: str = "Mon 12:00", **options: Any) -> Any:
        return read(self.desk, ticket(*happenings, **options), at, "first_response")

    def test_reply(self) -> None:
        """A reply at 10:30 is an hour and a half after the creation."""
        check(
            self.read(("Mon 10:30", "agent")),
            state="stopped",
            status="met",
            due_at="Mon 11:00",
            stopped_at="Mon 10:30",
            elapsed="1h30m",
        )

    def test_boundary(self) -> None:
        """A reply at 11:00 is in time, one at 11:01 is not."""
        assert "met" == self.read(("Mon 11:00", "agent")).status
        check(self.read(("Mon 11:01", "agent")), status="missed", breached_at="Mon 11:00")

    @pytest.mark.parametrize("author", ["customer", "system", "bot"])
    def test_others(self, author: str) -> None:
        """Only an agent responds."""
        assert "breached" == self.read(("Mon 10:30", author)).status

    def test_internal_note(self) -> None:
        """A message that the customer does not see is no response."""
        note = Message(at=on("Mon 10:30"), author="agent", public=False)
        subject = Ticket(id="T-1", created_at=on("Mon 09:00"), events=[note])
        assert "breached" == read(self.desk, subject, "Mon 12:00", "first_response").status

    @pytest.mark.parametrize("opened_by", ["agent", "customer", None])
    def test_opening(self, opened_by: str | None) -> None:
        """The opening itself is no response, even when an agent wrote it."""
        assert "breached" == self.read(opened_by=opened_by).status

    def test_reply_in_the_instant_of_the_creation(self) -> None:
        """Of one instant a stop acts before a start, so the clock runs on."""
        assert "running" == self.read(("Mon 09:00", "agent"), at="Mon 10:00").state

    def test_heeds_no_pause(self) -> None:
        """Waiting for the customer does not stop the clock for the first response."""
        waits = (("Mon 09:30", "waiting"), ("Mon 10:30", "open"))
        check(
            self.read(*waits, at="Mon 10:00"),
            state="running",
            status="on_track",
            elapsed="1h",
            paused="0m",
        )
        check(self.read(*waits), status="breached", due_at="Mon 11:00")

    def test_is_given_once(self) -> None:
        """Later replies and reopenings change nothing."""
        rest = (("Mon 11:30", "agent"), ("Mon 13:00", "solved"), ("Mon 15:00", "open"))
        check(
            self.read(("Mon 10:30", "agent"), *rest, at="Tue 09:00"),
            state="stopped",
            status="met",
            stopped_at="Mon 10:30",
            elapsed="1h30m",
            paused="0m",
        )

    def test_solved_without_a_reply(self) -> None:
        """Solving a ticket does not answer the customer."""
        assert "running" == self.read(("Mon 10:00", "solved"), at="Mon 10:30").state


class TestBornStopped:
    """Tickets that are solved when they are created, as those entered afterwards."""

    desk = promising(resolution="4h")

    def test_met_in_no_time(self) -> None:
        """The clock starts and stops at once."""
        reading = read(self.desk, ticket(fields={"status": "solved"}), "Tue 09:00")
        check(
            reading,
            state="stopped",
            status="met",
            started_at="Mon 09:00",
            stopped_at="Mon 09:00",
            due_at="Mon 14:00",
            elapsed="0m",
            paused="0m",
        )

    def test_solved_in_the_instant_of_the_creation(self) -> None:
        """A change at the creation counts as part of it."""
        assert "met" == read(self.desk, ticket(("Mon 09:00", "solved")), "Tue 09:00").status

    def test_reopened(self) -> None:
        """The whole gap is credited: four hours from 10:00 on are over at 15:00."""
        subject = ticket(("Mon 10:00", "open"), fields={"status": "solved"})
        check(
            read(self.desk, subject, "Mon 10:00"),
            state="running",
            due_at="Mon 15:00",
            elapsed="0m",
            paused="1h",
        )


class TestInstants:
    """Before, after and at the same time."""

    desk = promising(resolution="4h")

    def test_before_the_creation(self) -> None:
        """Everything is idle."""
        evaluation = evaluate(self.desk, ticket(), at=on("Mon 09:00") - TICK)
        assert ("idle", None, None) == (
            evaluation.status,
            evaluation.due_at,
            evaluation.next_change_at,
        )
        assert {"idle"} >= {clock.state for clock in evaluation}

    def test_at_the_creation(self) -> None:
        """The clock runs from the very instant."""
        assert "running" == read(self.desk, ticket(), "Mon 09:00").state

    def test_future_events(self) -> None:
        """What happens after `at` is not used."""
        subject = ticket(("Mon 11:00", "solved"))
        check(
            read(self.desk, subject, "Mon 10:59"),
            state="running",
            due_at="Mon 14:00",
            stopped_at=None,
        )
        assert "stopped" == read(self.desk, subject, "Mon 11:00").state

    def test_one_instant(self) -> None:
        """Changes of one instant apply together in any order, and only what they leave counts."""
        desk = promising(resolution={"by": "priority", "high": "2h", "else": "4h"})
        changes: list[Happening] = [
            ("Mon 10:00", "waiting"),
            ("Mon 10:00", HIGH),
            ("Mon 10:00", "agent"),
        ]
        one = evaluate(desk, ticket(*changes), at=on("Mon 11:00"))
        two = evaluate(desk, ticket(*reversed(changes)), at=on("Mon 11:00"))
        assert one == two
        assert ("paused", "2h") == (one["resolution"].state, one["resolution"].amount)

    def test_there_and_back_in_one_instant(self) -> None:
        """A status that is left in the instant in which it is taken leaves no trace."""
        subject = ticket(("Mon 10:00", "solved"), ("Mon 10:00", "waiting"), ("Mon 10:00", "open"))
        check(read(self.desk, subject, "Mon 11:00"), state="running", elapsed="2h", paused="0m")

    def test_category(self) -> None:
        """A field `category` names the category, whatever the status is called."""
        subject = ticket(("Mon 10:00", {"category": "resolved"}), fields={"status": "waiting"})
        check(read(self.desk, subject, "Mon 11:00"), state="stopped", paused="1h")

    def test_zone_of_the_answer(self) -> None:
        """Instants come in the zone of the question."""
        madrid = ZoneInfo("Europe/Madrid")
        reading = evaluate(self.desk, ticket(), at=on("Mon 10:00").astimezone(madrid))["resolution"]
        assert "2024-05-06T16:00:00+02:00" == reading.due_at.isoformat()
        assert madrid is reading.started_at.tzinfo

    def test_subclass_of_datetime(self) -> None:
        """A subclass is accepted, and the answer has plain datetimes."""

        class Stamp(datetime):
            pass

        at = Stamp(2024, 5, 6, 10, tzinfo=timezone.utc)  # noqa: UP017 - as hosts have it
        evaluation = evaluate(self.desk, ticket(), at=at)
        assert {datetime} == {type(evaluation.at), type(evaluation.due_at)}

    def test_order_of_due_times_in_an_overlap(self) -> None:
        """The earliest due time is the earliest instant, not the earliest time of day."""
        ny = ZoneInfo("America/New_York")
        # 3 November 2024: 01:00-02:00 comes twice. Due at 01:50, and ten minutes later at 01:10
        # the second time.
        created = datetime(2024, 11, 3, 0, 50, tzinfo=ny)
        always = desk(
            {
                "name": "all",
                "calendar": "always",
                "targets": {"first_response": "1h", "resolution": "1h20m"},
            }
        )
        evaluation = evaluate(always, Ticket(id="T-1", created_at=created), at=created)
        assert evaluation["first_response"].due_at == evaluation.due_at == evaluation.next_change_at
        assert 0 == evaluation.due_at.fold
        assert 1 == evaluation["resolution"].due_at.fold


class TestTicket:
    """The word and the dates of the whole ticket."""

    desk = promising(first_response="2h", resolution="4h")

    def facts(self, *happenings: Happening, at: str) -> tuple[Any, ...]:
        evaluation = evaluate(self.desk, ticket(*happenings), at=on(at))
        return evaluation.status, evaluation.due_at, evaluation.next_change_at

    def test_earliest(self) -> None:
        """The due time and the next change are the earliest of the open clocks."""
        assert ("on_track", on("Mon 11:00"), on("Mon 11:00")) == self.facts(at="Mon 10:00")

    def test_worst_word(self) -> None:
        """One breached clock is a breached ticket; the other one may still change."""
        assert ("breached", on("Mon 11:00"), on("Mon 14:00")) == self.facts(at="Mon 12:00")

    def test_stopped_clocks(self) -> None:
        """A stopped clock is due no more."""
        reply = ("Mon 10:00", "agent")
        assert ("on_track", on("Mon 14:00"), on("Mon 14:00")) == self.facts(reply, at="Mon 12:00")
        done = self.facts(reply, ("Mon 13:00", "solved"), at="Tue 09:00")
        assert ("met", None, None) == done

    def test_missed_is_worse_than_on_track(self) -> None:
        """A response that came too late stays in sight."""
        assert "missed" == self.facts(("Mon 11:30", "agent"), at="Mon 12:00")[0]

    def test_order_of_clocks(self) -> None:
        """Clocks stand in the order of the policy's targets."""
        evaluation = evaluate(self.desk, ticket(), at=on("Mon 10:00"))
        assert ["first_response", "resolution"] == [clock.metric for clock in evaluation]
        assert [1, 1] == [clock.cycle for clock in evaluation]


class TestErrors:
    """What cannot be answered is refused."""

    def test_naive_at(self) -> None:
        """A question without a zone has no instant."""
        with pytest.raises(NaiveDatetimeError, match="at: ") as caught:
            evaluate(promising(), ticket(), at=datetime(2024, 5, 6))  # noqa: DTZ001
        assert "at" == caught.value.parameter

    @pytest.mark.parametrize("at", [None, "2024-05-06T09:00:00Z", 0])
    def test_at_that_is_no_datetime(self, at: Any) -> None:
        """Only a datetime is an instant."""
        with pytest.raises(InstantError, match="at: "):
            evaluate(promising(), ticket(), at=at)

    def test_category_that_does_not_exist(self) -> None:
        """A category outright has to be one of the four."""
        with pytest.raises(TicketError, match=r"'T-1'.*open, paused, resolved, closed") as caught:
            evaluate(promising(), ticket(fields={"category": "done"}), at=on("Mon 10:00"))
        assert ("fields.category", "done") == (caught.value.parameter, caught.value.value)

    def test_value_that_could_never_match(self) -> None:
        """A condition that compares text with a number is an error and not a silent no."""
        gold = desk(
            {
                "name": "a",
                "when": {"tier": 1},
                "calendar": "office",
                "targets": {"resolution": "4h"},
            }
        )
        with pytest.raises(PolicyError, match="tier") as caught:
            evaluate(gold, ticket(fields={"tier": "1"}), at=on("Mon 10:00"))
        assert ("fields.tier", "1") == (caught.value.parameter, caught.value.value)


class TestFarFuture:
    """Placeholders and slips: an answer, or an error of slakit's."""

    @pytest.mark.parametrize("created", [1, 2024, 9999])
    @pytest.mark.parametrize("asked", [2024, 9999])
    @pytest.mark.parametrize("zone", ["UTC", "Asia/Tokyo"])
    @pytest.mark.parametrize(
        "amount",
        ["4h", "20000h", "80000000h wall", "20000000000h wall", "999999999bd",
         "36500cd", "999999999cd", "at(placeholder)", "at(placeholder) next_open"],
    )  # fmt: skip
    def test_far(self, created: int, asked: int, zone: str, amount: str) -> None:
        """Nothing overflows, however far apart creation, question and due time are."""
        created_at = datetime(created, 1, 2, 9, tzinfo=ZoneInfo("UTC"))
        waits = Change(at=created_at + timedelta(minutes=10), fields={"status": "waiting"})
        placeholder = {"placeholder": "9999-12-31T23:59:59Z"}
        subject = Ticket(id="T-1", created_at=created_at, fields=placeholder, events=[waits])
        at = datetime(asked, 1, 2, 9, 20, tzinfo=ZoneInfo(zone))
        try:
            evaluation = evaluate(promising(resolution=amount), subject, at=at)
        except SlakitError:
            return
        assert at == evaluation.at


def lines_of(count: int) -> int:
    """Count the lines of code that evaluating a history of so many events runs through."""
    targets = {"by": "priority", "high": "30h", "else": "34h"}
    words: list[dict[str, Any]] = [{"status": "waiting"}, HIGH, {"status": "open"}, LOW]
    events = [
        Change(at=on("Mon 09:00") + timedelta(minutes=i + 1), fields=words[i % 4])
        for i in range(count)
    ]
    subject = Ticket(id="T-1", created_at=on("Mon 09:00"), events=events)
    policies = promising(resolution=targets)
    at = on("+Fri 17:00")
    evaluate(policies, subject, at=at)  # compiles the calendar
    lines = 0

    def note(frame: Any, event: str, argument: Any) -> Any:
        nonlocal lines
        lines += event == "line"
        return note

    # Whoever measures coverage traces too.
    before = sys.gettrace()
    sys.settrace(note)
    try:
        evaluate(policies, subject, at=at)
    finally:
        sys.settrace(before)
    return lines


def test_long_histories() -> None:
    """Four times the events take four times the work, not sixteen."""
    assert lines_of(320) < 5 * lines_of(80)
