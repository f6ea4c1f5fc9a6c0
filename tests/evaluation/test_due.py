"""Due times worked out by hand: lengths and rules, with pauses and reopenings.

The office day is 09:00-12:00 and 13:00-17:00, seven hours; see `desks`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from slakit import PolicySet, Ticket, evaluate
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
WAITS_10_TO_11: tuple[Happening, ...] = (("Mon 10:00", "waiting"), ("Mon 11:00", "open"))

Case = tuple[str, str, tuple[Happening, ...], str, dict[str, Any]]


def case(name: str, amount: str, *happenings: Happening, at: str, **stated: Any) -> Any:
    return pytest.param(amount, happenings, at, stated, id=name)


LENGTHS = [
    case(
        # Three hours until lunch and one after it.
        "over lunch",
        "4h",
        at="Mon 11:00",
        state="running",
        status="on_track",
        due_at="Mon 14:00",
        due_if_resumed_at=None,
        elapsed="2h",
        paused="0m",
        remaining="2h",
        breached=False,
        breached_at=None,
        next_change_at="Mon 14:00",
    ),
    # Nothing passes at lunch.
    case("during lunch", "4h", at="Mon 12:40", elapsed="3h", remaining="1h", due_at="Mon 14:00"),
    # The earliest instant by which it has passed is the closing, not the next opening.
    case("ends with the morning", "3h", at="Mon 09:00", due_at="Mon 12:00"),
    case("ends with the day", "7h", at="Mon 09:00", due_at="Mon 17:00"),
    # Seven hours on Monday and one on Tuesday.
    case("overnight", "8h", at="Mon 20:00", due_at="Tue 10:00", elapsed="7h", remaining="1h"),
    # Five days of seven hours, and one hour of the next Monday.
    case("over the weekend", "36h", at="Sat 12:00", due_at="+Mon 10:00", elapsed="35h"),
    case(
        "open at due",
        "4h",
        at="Mon 14:00",
        state="running",
        status="breached",
        due_at="Mon 14:00",
        remaining="0m",
        breached=True,
        breached_at="Mon 14:00",
        next_change_at=None,
    ),
    # Due at the closing of Monday, and no open time has passed since: it is late all the same.
    case(
        "open after a due at closing",
        "7h",
        at="Mon 18:00",
        status="breached",
        remaining="0m",
        breached_at="Mon 17:00",
    ),
    case(
        "overdue",
        "4h",
        at="Tue 10:00",
        status="breached",
        elapsed="8h",
        remaining="-4h",
        breached_at="Mon 14:00",
    ),
    case(
        "stopped exactly at due",
        "4h",
        ("Mon 14:00", "solved"),
        at="Tue 09:00",
        state="stopped",
        status="met",
        stopped_at="Mon 14:00",
        due_at="Mon 14:00",
        elapsed="4h",
        remaining="0m",
        breached=False,
        breached_at=None,
        next_change_at=None,
    ),
    case(
        "stopped a minute after due",
        "4h",
        ("Mon 14:01", "solved"),
        at="Tue 09:00",
        state="stopped",
        status="missed",
        due_at="Mon 14:00",
        elapsed="4h1m",
        remaining="-1m",
        breached=True,
        breached_at="Mon 14:00",
    ),
    # Closing a ticket that is solved stops nothing a second time.
    case(
        "solved, then closed",
        "4h",
        ("Mon 11:00", "solved"),
        ("Mon 16:00", "closed"),
        at="Tue 09:00",
        status="met",
        stopped_at="Mon 11:00",
        elapsed="2h",
    ),
    case(
        # One hour is used, three are left: 10:30-12:00 and 13:00-14:30.
        "while paused",
        "4h",
        *WAITS_10_TO_11,
        at="Mon 10:30",
        state="paused",
        status="paused",
        due_at=None,
        due_if_resumed_at="Mon 14:30",
        elapsed="1h",
        paused="30m",
        remaining="3h",
        next_change_at=None,
    ),
    # One hour before it, one until lunch, two after.
    case(
        "a pause before due",
        "4h",
        *WAITS_10_TO_11,
        at="Mon 11:00",
        state="running",
        due_at="Mon 15:00",
        elapsed="1h",
        paused="1h",
    ),
    # 09:00-10:00, 11:00-12:00, and two hours from 14:00 on.
    case(
        "a second pause",
        "4h",
        *WAITS_10_TO_11,
        ("Mon 13:00", "waiting"),
        ("Mon 14:00", "open"),
        at="Mon 14:00",
        due_at="Mon 16:00",
        elapsed="2h",
        paused="2h",
    ),
    # 09:00-12:00 and 13:00-16:00 are six hours; the last two are left at 10:00. The pause had one
    # open hour on Monday and one on Tuesday.
    case(
        "a pause over the night",
        "8h",
        ("Mon 16:00", "waiting"),
        ("Tue 10:00", "open"),
        at="Tue 10:00",
        due_at="Tue 12:00",
        elapsed="6h",
        paused="2h",
    ),
    # Seven hours on Monday and one on Tuesday, as without the pause.
    case(
        "a pause in closed hours",
        "8h",
        ("Mon 18:00", "waiting"),
        ("Tue 08:00", "open"),
        at="Tue 08:00",
        due_at="Tue 10:00",
        elapsed="7h",
        paused="0m",
    ),
    # Due at 14:00 it was past due before it was paused.
    case(
        "a pause after due",
        "4h",
        ("Mon 15:00", "waiting"),
        at="Mon 16:00",
        state="paused",
        status="breached",
        due_at="Mon 14:00",
        due_if_resumed_at=None,
        elapsed="5h",
        paused="1h",
        remaining="-1h",
        breached_at="Mon 14:00",
    ),
    # Four hours had passed when the pause began.
    case(
        "a pause from due on",
        "4h",
        ("Mon 14:00", "waiting"),
        at="Mon 15:00",
        state="paused",
        status="breached",
        due_at="Mon 14:00",
        remaining="0m",
        breached_at="Mon 14:00",
    ),
    case(
        "created paused",
        "4h",
        ("Mon 09:00", "waiting"),
        ("Mon 10:00", "open"),
        at="Mon 10:00",
        due_at="Mon 15:00",
        elapsed="0m",
        paused="1h",
    ),
    # An hour is used. Resumed at the stop, the other three would take 13:30-16:30.
    case(
        "stopped while paused",
        "4h",
        ("Mon 10:00", "waiting"),
        ("Mon 13:30", "solved"),
        at="Tue 09:00",
        state="stopped",
        status="met",
        due_at="Mon 16:30",
        due_if_resumed_at=None,
        elapsed="1h",
        paused="2h30m",
        remaining="3h",
    ),
    case(
        "stopped while paused after due",
        "4h",
        ("Mon 15:00", "waiting"),
        ("Tue 10:00", "solved"),
        at="Tue 10:00",
        status="missed",
        due_at="Mon 14:00",
        elapsed="5h",
        breached_at="Mon 14:00",
    ),
    # Two hours are used at 11:00 and two are left at 14:00. The gap had two open hours.
    case(
        "reopened",
        "4h",
        ("Mon 11:00", "solved"),
        ("Mon 14:00", "open"),
        at="Mon 14:00",
        state="running",
        status="on_track",
        stopped_at=None,
        due_at="Mon 16:00",
        elapsed="2h",
        paused="2h",
        next_change_at="Mon 16:00",
    ),
    # 09:00-10:00, then 11:00-12:00, then 13:30-15:30.
    case(
        "reopened twice",
        "4h",
        ("Mon 10:00", "solved"),
        ("Mon 11:00", "open"),
        ("Mon 12:00", "closed"),
        ("Mon 13:30", "open"),
        at="Mon 14:00",
        due_at="Mon 15:30",
        elapsed="2h30m",
        paused="1h30m",
    ),
    # An hour is used; three are left from 11:30 on: until noon, and 13:00-15:30.
    case(
        "reopened as waiting",
        "4h",
        ("Mon 10:00", "solved"),
        ("Mon 11:00", "waiting"),
        at="Mon 11:30",
        state="paused",
        status="paused",
        due_at=None,
        due_if_resumed_at="Mon 15:30",
        elapsed="1h",
        paused="1h30m",
    ),
    # It was met while it was stopped; what puts it past due is the reopening.
    case(
        "reopened after a stop exactly at due",
        "4h",
        ("Mon 14:00", "solved"),
        ("Mon 15:00", "open"),
        at="Mon 15:00",
        status="breached",
        due_at="Mon 14:00",
        elapsed="4h",
        paused="1h",
        breached_at="Mon 15:00",
    ),
    case(
        "reopened after a miss",
        "4h",
        ("Mon 15:00", "solved"),
        ("Tue 10:00", "open"),
        at="Tue 11:00",
        status="breached",
        due_at="Mon 14:00",
        breached_at="Mon 14:00",
        # Until 15:00 on Monday, and from 10:00 to 11:00 on Tuesday.
        elapsed="6h",
    ),
]

REAL_TIME = [
    case("wall", "24h wall", at="Mon 21:00", due_at="Tue 09:00", elapsed="12h", remaining="12h"),
    # Ten in the evening is no open time, and two hours of real time.
    case(
        "wall with a pause",
        "24h wall",
        ("Mon 22:00", "waiting"),
        ("Tue 00:00", "open"),
        at="Tue 00:00",
        due_at="Tue 11:00",
        elapsed="13h",
        paused="2h",
        remaining="11h",
    ),
    case(
        "wall while paused",
        "24h wall",
        ("Mon 22:00", "waiting"),
        at="Tue 01:00",
        due_at=None,
        due_if_resumed_at="Tue 12:00",
        elapsed="13h",
        paused="3h",
    ),
]

RULES = [
    case("one business day", "1bd", at="Mon 10:00", due_at="Tue 09:00", remaining="6h"),
    # The hour's pause is added in open time.
    case(
        "bd with a pause",
        "1bd",
        *WAITS_10_TO_11,
        at="Mon 12:00",
        due_at="Tue 10:00",
        elapsed="2h",
        paused="1h",
    ),
    case(
        "bd while paused",
        "1bd",
        ("Mon 10:00", "waiting"),
        at="Mon 14:00",
        state="paused",
        # Three open hours have been paused: 10:00-12:00 and 13:00-14:00.
        due_at=None,
        due_if_resumed_at="Tue 12:00",
        # 14:00-17:00 and 09:00-12:00.
        remaining="6h",
        next_change_at=None,
    ),
    # A pause over the night has two open hours, 16:00-17:00 and 09:00-10:00; the first is before
    # the due time it began with, and so is its beginning, so both count.
    case(
        "bd with a pause over due",
        "1bd",
        ("Mon 16:00", "waiting"),
        ("Tue 10:00", "open"),
        at="Tue 10:00",
        status="on_track",
        due_at="Tue 11:00",
    ),
    case(
        "bd with a pause after due",
        "1bd",
        ("Tue 10:00", "waiting"),
        ("Tue 11:00", "open"),
        at="Tue 12:00",
        status="breached",
        due_at="Tue 09:00",
        breached_at="Tue 09:00",
    ),
    # The first pause moves it to 10:00, so the second begins before it.
    case(
        "bd with a second pause",
        "1bd",
        *WAITS_10_TO_11,
        ("Tue 09:30", "waiting"),
        ("Tue 11:30", "open"),
        at="Tue 11:30",
        status="on_track",
        due_at="Tue 12:00",
    ),
    case(
        "bd over the gap",
        "1bd",
        ("Mon 10:00", "solved"),
        ("Mon 14:00", "open"),
        at="Mon 14:00",
        status="on_track",
        due_at="Tue 12:00",
        paused="3h",
    ),
    case("eod", "2bd eod", at="Mon 10:00", due_at="Wed 17:00"),
    # Wednesday 17:00 and two open hours more.
    case(
        "eod with a pause",
        "2bd eod",
        ("Mon 10:00", "waiting"),
        ("Mon 12:00", "open"),
        at="Tue 09:00",
        due_at="Thu 11:00",
    ),
    case("a time of day out of hours", "1bd 20:00", at="Mon 10:00", due_at="Tue 20:00"),
    case(
        "a time of day out of hours with a pause",
        "1bd 20:00",
        *WAITS_10_TO_11,
        at="Mon 12:00",
        due_at="Wed 10:00",
    ),
    case("calendar days", "3cd", at="Mon 10:00", due_at="Thu 09:00", elapsed="1h"),
    # Both in real time: an hour in the morning, two at night.
    case(
        "cd with pauses",
        "1cd",
        *WAITS_10_TO_11,
        ("Mon 20:00", "waiting"),
        ("Mon 22:00", "open"),
        at="Mon 22:00",
        due_at="Tue 12:00",
        elapsed="10h",
        paused="3h",
        remaining="14h",
    ),
    case(
        "cd while paused",
        "1cd",
        ("Mon 20:00", "waiting"),
        at="Tue 08:00",
        due_at=None,
        due_if_resumed_at="Tue 21:00",
    ),
    case(
        "rule stopped while paused",
        "1bd",
        ("Mon 10:00", "waiting"),
        ("Mon 14:00", "solved"),
        at="+Mon 09:00",
        status="met",
        due_at="Tue 12:00",
        remaining="6h",
    ),
    case(
        "rule stopped exactly at due",
        "1bd",
        ("Tue 09:00", "solved"),
        at="+Mon 09:00",
        status="met",
    ),
    case(
        "rule stopped after due",
        "1bd",
        ("Tue 09:01", "solved"),
        at="+Mon 09:00",
        status="missed",
        breached_at="Tue 09:00",
        remaining="-1m",
    ),
]


@pytest.mark.parametrize(("amount", "happenings", "at", "stated"), [*LENGTHS, *REAL_TIME, *RULES])
def test_due(
    amount: str, happenings: tuple[Happening, ...], at: str, stated: Mapping[str, Any]
) -> None:
    """A ticket of Monday 09:00 stands as the arithmetic beside the case says."""
    reading = read(promising(resolution=amount), ticket(*happenings), at)
    assert expected(**stated) == facts(reading, stated)


@pytest.mark.parametrize(
    ("created", "amount", "due"),
    [
        # The clock runs from the creation; open time begins on Monday.
        ("Sat 15:00", "1h", "+Mon 10:00"),
        # A start outside hours counts business days from the next opening.
        ("Sat 15:00", "1bd", "+Tue 09:00"),
        ("Sat 15:00", "1cd", "Sun 15:00"),
        ("Sat 15:00", "2h wall", "Sat 17:00"),
        ("Fri 17:00", "1h", "+Mon 10:00"),
        ("Mon 12:30", "1h", "Mon 14:00"),
    ],
)
def test_created_outside_hours(created: str, amount: str, due: str) -> None:
    """A clock that starts in closed time is due as the calendar adds."""
    assert on(due) == read(promising(resolution=amount), ticket(created=created), created).due_at


def test_boundary_to_the_microsecond() -> None:
    """Open until just before due it is on track; from due on it is breached."""
    desk = promising(resolution="4h")
    before = evaluate(desk, ticket(), at=on("Mon 14:00") - TICK)["resolution"]
    assert ("on_track", on("Mon 14:00"), TICK) == (
        before.status,
        before.next_change_at,
        before.remaining,
    )
    assert "breached" == evaluate(desk, ticket(), at=on("Mon 14:00"))["resolution"].status


def test_days_across_a_change_of_clocks() -> None:
    """Calendar days keep the wall time of the calendar's zone; pauses are real hours."""
    desk = PolicySet.model_validate(
        {
            "calendars": {"ny": {"tz": "America/New_York", "hours": "Mon-Sun 09:00-17:00"}},
            "statuses": {"paused": ["waiting"]},
            "policies": [{"name": "all", "calendar": "ny", "targets": {"resolution": "1cd"}}],
        }
    )
    # Saturday 9 March 2024, 10:00 in New York; the clocks spring forward in the night.
    created = datetime(2024, 3, 9, 15, tzinfo=UTC)
    plain = Ticket(id="T-1", created_at=created)
    due = evaluate(desk, plain, at=created)["resolution"].due_at
    assert datetime(2024, 3, 10, 14, tzinfo=UTC) == due
    row = {"created_at": created, "paused": [(created, created + timedelta(hours=3))]}
    paused = Ticket.from_timestamps(id="T-1", **row)
    later = evaluate(desk, paused, at=created + timedelta(hours=4))["resolution"].due_at
    assert datetime(2024, 3, 10, 17, tzinfo=UTC) == later


class TestRuleInClosedTime:
    """A due time out of hours that falls into a pause without open time."""

    desk = promising(resolution="1bd 20:00")
    subject = ticket(("Tue 19:00", "waiting"), ("Tue 21:00", "open"))

    def test_breach_is_not_dated_back(self) -> None:
        """A breach is dated when `evaluate` first shows it."""
        reading = read(self.desk, self.subject, "Tue 22:00")
        assert (on("Tue 20:00"), "breached") == (reading.due_at, reading.status)
        assert reading.breached_at is not None
        assert evaluate(self.desk, self.subject, at=reading.breached_at)["resolution"].breached
        just_before = reading.breached_at - TICK
        assert not evaluate(self.desk, self.subject, at=just_before)["resolution"].breached


class TestChangeOfHours:
    """A ticket that moves from the office to the late hours, 13:00-20:00.

    It moves at 11:00 on Monday, two hours after its creation.
    """

    def read(self, amount: str, change: str, at: str = "Mon 11:00", **words: Any) -> Any:
        policies = desk(
            {"name": "all", "calendar": "field(site)", "targets": {"resolution": amount}, **words},
            on_calendar_change=change,
        )
        moves = (("Mon 11:00", {"site": "late"}),)
        return read(policies, ticket(*moves, fields={"site": "office"}), at)

    @pytest.mark.parametrize(
        ("change", "due"),
        [
            # Two hours are used; four more from 13:00.
            ("slice", "Mon 17:00"),
            # Nothing passed before 13:00: six hours from there.
            ("last", "Mon 19:00"),
            # 09:00-12:00 and 13:00-16:00.
            ("at_start", "Mon 16:00"),
        ],
    )
    def test_length(self, change: str, due: str) -> None:
        """Six hours are counted in each stretch's own hours, or in the last or first ones."""
        assert on(due) == self.read("6h", change).due_at

    @pytest.mark.parametrize(
        ("change", "due"),
        # The time of day of 09:00 is pulled to 13:00 in the late hours.
        [("slice", "Tue 13:00"), ("last", "Tue 13:00"), ("at_start", "Tue 09:00")],
    )
    def test_rule(self, change: str, due: str) -> None:
        """A number of days leads through the hours in force, or through the first ones."""
        assert on(due) == self.read("1bd", change).due_at

    @pytest.mark.parametrize(
        ("change", "remaining"),
        [
            # Due on Tuesday at 13:00; until then, 13:00-20:00 of Monday.
            ("last", "7h"),
            # Due on Tuesday at 09:00; until then, 11:00-12:00 and 13:00-17:00 of Monday.
            ("at_start", "5h"),
        ],
    )
    def test_remaining(self, change: str, remaining: str) -> None:
        """What is left is counted in the hours in which it is due."""
        reading = self.read("1bd", change)
        assert expected(remaining=remaining) == facts(reading, {"remaining": remaining})

    @pytest.mark.parametrize(
        ("change", "at"),
        [
            # Due at 17:00, 19:00 and 16:00; an hour before, in the hours that count there.
            ("slice", "Mon 16:00"),
            ("last", "Mon 18:00"),
            ("at_start", "Mon 15:00"),
        ],
    )
    def test_warning(self, change: str, at: str) -> None:
        """A warning before due counts in the hours of the due time."""
        (notice,) = self.read("6h", change, warn=["-1h"]).warnings
        assert on(at) == notice.at

    def test_pause(self) -> None:
        """An hour was paused in the office, and none would have been in the late hours."""
        waits = (("Mon 09:30", "waiting"), ("Mon 10:30", "open"), ("Mon 11:00", {"site": "late"}))
        paused = {}
        for change in ("slice", "last", "at_start"):
            policies = desk(
                {"name": "all", "calendar": "field(site)", "targets": {"resolution": "6h"}},
                on_calendar_change=change,
            )
            reading = read(policies, ticket(*waits, fields={"site": "office"}), "Mon 14:00")
            paused[change] = reading.paused, reading.due_at
        hour, none = timedelta(hours=1), timedelta(0)
        assert {
            # One hour is used at 11:00; five from 13:00.
            "slice": (hour, on("Mon 18:00")),
            "last": (none, on("Mon 19:00")),
            # One hour is used at 11:00, five are left: 11:00-12:00 and 13:00-17:00.
            "at_start": (hour, on("Mon 17:00")),
        } == paused


class TestAtClose:
    """Where a due time goes that falls exactly on a closing."""

    def due(self, amount: str, *happenings: Happening, **words: Any) -> Any:
        policies = desk(
            {"name": "all", "calendar": "office", "targets": {"resolution": amount}},
            at_close="next_open",
            **words,
        )
        return read(policies, ticket(*happenings), "Tue 09:00").due_at

    @pytest.mark.parametrize(
        ("amount", "due"),
        [
            ("3h", "Mon 13:00"),
            ("7h", "Tue 09:00"),
            ("4h", "Mon 14:00"),
            # Real time and days end where they end.
            ("3h wall", "Mon 12:00"),
            ("1bd eod", "Tue 17:00"),
        ],
    )
    def test_next_open(self, amount: str, due: str) -> None:
        """The end of a length of open time moves to the next opening, and nothing else does."""
        assert on(due) == self.due(amount)

    def test_verdict(self) -> None:
        """A stop over lunch is in time, for the clock is due after it."""
        desks = [
            desk(
                {"name": "all", "calendar": "office", "targets": {"resolution": "3h"}},
                at_close=at_close,
            )
            for at_close in ("stay", "next_open")
        ]
        subject = ticket(("Mon 12:30", "solved"))
        assert ["missed", "met"] == [read(each, subject, "Mon 14:00").status for each in desks]


class TestCutoff:
    """A start at or after the cut-off counts from the next business day."""

    policies = desk(
        {
            "name": "all",
            "calendar": "office",
            "targets": {
                "resolution": [
                    {"when": {"priority": "high"}, "amount": "1bd"},
                    {"amount": "1bd", "cutoff": "10:00"},
                ]
            },
        }
    )

    @pytest.mark.parametrize(
        ("created", "due"),
        # From 10:00 on it counts from the opening of Tuesday.
        [("Mon 09:59", "Tue 09:59"), ("Mon 10:00", "Wed 09:00"), ("Mon 16:00", "Wed 09:00")],
    )
    def test_boundary(self, created: str, due: str) -> None:
        """The cut-off itself is too late for the day."""
        assert on(due) == read(self.policies, ticket(created=created), created).due_at

    def test_to_and_fro(self) -> None:
        """One amount with a cut-off and without it are two targets, each with its due time.

        Due on Wednesday at 09:00 with it and on Tuesday at 10:00 without: breached while it was
        without.
        """
        high, low = {"priority": "high"}, {"priority": "low"}
        subject = ticket(("Tue 09:30", high), ("Tue 11:00", low), created="Mon 10:00", fields=low)
        reading = read(self.policies, subject, "Tue 12:00")
        assert (on("Wed 09:00"), on("Tue 10:00")) == (reading.due_at, reading.breached_at)
