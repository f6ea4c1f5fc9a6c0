"""Evaluations worked out by hand: the whole ticket, at any instant, and what is refused.

The office day is 09:00-12:00 and 13:00-17:00, seven hours; see `desks`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from slakit import (
    Change,
    DueSet,
    Exemption,
    InstantError,
    Message,
    NaiveDatetimeError,
    PolicyError,
    PolicySet,
    SlakitError,
    Ticket,
    TicketError,
    evaluate,
    evaluate_many,
    explain,
)
from slakit.tickets import Event
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
HIGH, LOW = ({"priority": word} for word in ("high", "low"))


def check(reading: Any, **stated: Any) -> None:
    assert expected(**stated) == facts(reading, stated)


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

    @pytest.mark.parametrize("subject", [None, "T-1", 7, [], object()])
    def test_no_ticket(self, subject: Any) -> None:
        """What is no ticket, and has not the attributes of one, is refused with what it lacks."""
        with pytest.raises(TicketError, match="created_at") as caught:
            evaluate(promising(), subject, at=on("Mon 10:00"))
        assert ("ticket", subject) == (caught.value.parameter, caught.value.value)

    def test_data_of_a_ticket_with_problems(self) -> None:
        """Of plain data every problem is told, each with its path."""
        with pytest.raises(SlakitError) as caught:
            evaluate(promising(), {"id": "T-1", "fields": 3}, at=on("Mon 10:00"))
        assert {("created_at",), ("fields",)} == {each.path for each in caught.value.problems}

    @pytest.mark.parametrize("policies", [None, {}, "desk.yaml"])
    def test_no_policies(self, policies: Any) -> None:
        """Data and file names are no policy set yet."""
        with pytest.raises(PolicyError, match="from_file") as caught:
            evaluate(policies, ticket(), at=on("Mon 10:00"))
        assert "policies" == caught.value.parameter

    @pytest.mark.parametrize("status", [["waiting"], {"name": "waiting"}, {"waiting"}])
    def test_status_that_is_no_plain_value(self, status: Any) -> None:
        """A list or a mapping is no status, and is refused by name before anybody looks it up."""
        data = {"id": "T-1", "created_at": on("Mon 09:00"), "events": []}
        host = SimpleNamespace(**data, fields={"status": status})
        with pytest.raises(TicketError, match="plain value") as caught:
            evaluate(promising(), host, at=on("Mon 10:00"))
        assert ("fields.status", status) == (caught.value.parameter, caught.value.value)

    @pytest.mark.parametrize("priority", ["", "HIGH", 1, True, 2.5, on("Mon 09:00"), None])
    def test_priority_without_a_row(self, priority: Any) -> None:
        """Without a row nothing is promised, whatever the value is; never around the clock."""
        policies = promising(resolution={"by": "priority", "high": "1h"})
        reading = read(policies, ticket(fields={"priority": priority}), "Tue 09:00")
        check(reading, status="no_target", amount=None, due_at=None, elapsed="7h", breached=False)

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

    def test_events(self) -> None:
        """An event of a far year is one that has not happened."""
        solved = Change(
            at=datetime(9999, 12, 31, tzinfo=ZoneInfo("UTC")), fields={"status": "solved"}
        )
        subject = ticket(("Mon 10:00", "waiting"), more=[solved])
        check(read(promising(), subject, "Mon 11:00"), state="paused", elapsed="1h", paused="1h")

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

    @pytest.mark.parametrize("year", [1, 9998, 9999])
    def test_far_question(self, year: int) -> None:
        """An instant that no calendar reaches is refused with its name and value."""
        far = datetime(year, 6, 1, tzinfo=ZoneInfo("UTC"))
        told = f"^at: {far.isoformat()} is outside the years 3 to 9997; look for a placeholder"
        with pytest.raises(InstantError, match=told.replace("+", r"\+")) as caught:
            evaluate(promising(), ticket(), at=far)
        assert far == caught.value.value
        with pytest.raises(InstantError, match=r"^at: "):
            explain(promising(), ticket(), "resolution", at=far)
        with pytest.raises(InstantError, match=r"^at: "):
            list(evaluate_many(promising(), [ticket()], at=far))


# What happens in the minute of a number, over and over again.
HISTORIES: dict[str, Callable[[int], Any]] = {
    "pauses and targets": lambda i: (WAITING, HIGH, OPEN, LOW)[i % 4],
    "reopenings": lambda i: (SOLVED, OPEN)[i % 2],
    "policies": lambda i: {"tier": ("gold", "tin")[i % 2]},
    "policies and pauses": lambda i: (WAITING, {"tier": "tin"}, OPEN, {"tier": "gold"})[i % 4],
    "policies and reopenings": lambda i: (SOLVED, {"tier": "tin"}, OPEN, {"tier": "gold"})[i % 4],
    "calendars": lambda i: {"site": ("late", "office")[i % 2]},
    "answers": lambda i: ("customer", "agent")[i % 2],
    "answers and targets": lambda i: ("customer", HIGH, "agent", LOW)[i % 4],
    "answers and exemptions": lambda i: ("customer", i, "agent", i)[i % 4],
    "other fields": lambda i: {"comment": f"number {i}"},
    "dues set by hand": lambda i: on("+Thu 09:00") + timedelta(minutes=i),
    "dues set by hand and pauses": lambda i: (
        on("+Thu 09:00") + timedelta(minutes=i) if i % 2 else (WAITING, OPEN)[i // 2 % 2]
    ),
    "amounts of its own": lambda i: (WAITING, {"promised": f"{i + 9}h"}, OPEN, {"site": "late"})[
        i % 4
    ],
    "days of its own": lambda i: (WAITING, {"promised": f"{i + 9}bd"}, OPEN, LOW)[i % 4],
    "instants to count from": lambda i: (WAITING, HIGH, OPEN, {**LOW, "called": CALLS[i]})[i % 4],
}
WAITING, OPEN, SOLVED = ({"status": status} for status in ("waiting", "open", "solved"))
CALLS = [on("Mon 06:00") + timedelta(seconds=i) for i in range(320)]


def busy_desk(resolution: Any, **of_set: Any) -> PolicySet:
    targets = {"resolution": resolution, "next_response": "2h"}
    gold = {"name": "gold", "when": {"tier": "gold"}, "targets": targets, "warn": ["75%"]}
    tin = {"name": "tin", "targets": {"resolution": "36h"}}
    return desk(*({"calendar": "field(site)", **policy} for policy in (gold, tin)), **of_set)


HOURS = {"by": "priority", "high": "30h", "else": "34h"}
TWO_DAYS = {"by": "priority", "high": "2bd", "else": "3bd"}
PROMISED = "field(promised)"
COUNTED = {"earlier_pauses": "count"}
MATCH, CALL = {"counts_from": "match"}, {"counts_from": "field(called)"}
BUSY: dict[str, tuple[PolicySet, tuple[str, ...]]] = {
    "hours": (busy_desk(HOURS), tuple(HISTORIES)),
    "carried": (busy_desk(PROMISED), ("amounts of its own", "days of its own")),
    "pauses counted": (busy_desk(PROMISED, **COUNTED), ("amounts of its own", "days of its own")),
    "from the match": (
        busy_desk(HOURS, **MATCH),
        ("pauses and targets", "policies and pauses", "policies and reopenings"),
    ),
    "days from the match": (busy_desk(TWO_DAYS, **MATCH), ("pauses and targets", "reopenings")),
    "from a field": (
        busy_desk(HOURS, **CALL),
        ("answers", "answers and targets", "instants to count from"),
    ),
    "chained": (
        busy_desk(HOURS, **CALL, metrics={"next_response": {"again": "chain"}}),
        ("answers",),
    ),
}


def busy(history: str, count: int) -> Ticket:
    """Return a ticket with so many events, one a minute."""
    events: list[Event] = []
    for i in range(count):
        at, what = on("Mon 09:00") + timedelta(minutes=i + 1), HISTORIES[history](i)
        if isinstance(what, datetime):
            events.append(DueSet(at=at, metric="resolution", due_at=what))
        elif isinstance(what, int):
            events.append(Exemption(at=at, cycle=1000 + i, reason="flood", author="ana"))
        elif isinstance(what, str):
            events.append(Message(at=at, author=what))  # type: ignore[arg-type]
        else:
            events.append(Change(at=at, fields=what))
    fields = {"tier": "gold", "site": "office", "priority": "low", "promised": "50h"}
    return ticket(fields={**fields, "called": CALLS[0]}, more=events)


def lines_of(policies: PolicySet, history: str, count: int) -> int:
    """Count the lines of code that evaluating a history of so many events runs through."""
    subject = busy(history, count)
    at = on("+Fri 17:00")
    evaluate(policies, subject, at=at)  # compiles the calendars
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


@pytest.mark.parametrize(
    ("name", "history"),
    [(name, each) for name, (_, histories) in BUSY.items() for each in histories],
)
def test_work_of_long_histories(name: str, history: str) -> None:
    """Four times the events take four times the work, not sixteen."""
    policies, _ = BUSY[name]
    assert lines_of(policies, history, 320) < 5 * lines_of(policies, history, 80)


def test_hundred_thousand_events() -> None:
    """A ticket that waits every other minute of 100,000 has run for 50,000 of them."""
    begin = on("Mon 09:00")
    events = [
        Change(at=begin + timedelta(minutes=i), fields={"status": ("waiting", "open")[i % 2]})
        for i in range(1, 100_001)
    ]
    subject = Ticket(id="T-1", created_at=begin, fields={"status": "waiting"}, events=events)
    always = desk({"name": "all", "calendar": "always", "targets": {"resolution": "900h"}})
    now = begin + timedelta(minutes=100_000)
    reading = evaluate(always, subject, at=now)["resolution"]
    assert (timedelta(minutes=50_000),) * 2 == (reading.elapsed, reading.paused)
    # 833 hours and 20 minutes are used, and the rest of 900 hours is left.
    left = timedelta(hours=66, minutes=40)
    assert (left, now + left) == (reading.remaining, reading.due_if_resumed_at)


def test_a_table_by_category() -> None:
    """A table may go by the category, which is derived from the status."""
    targets = {"resolution": {"by": "category", "paused": "1h", "else": "5h"}}
    policies = PolicySet.model_validate(
        {
            "calendars": {"always": {"tz": "UTC", "hours": "Mon-Sun 00:00-24:00"}},
            "statuses": {"paused": ["waiting"]},
            "policies": [{"name": "all", "calendar": "always", "targets": targets}],
        }
    )
    created = datetime(2024, 5, 6, 9, tzinfo=UTC)
    waiting = Ticket(id="T-1", created_at=created, fields={"status": "waiting"})
    assert "1h" == evaluate(policies, waiting, at=created)["resolution"].amount
