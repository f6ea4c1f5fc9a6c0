"""Warnings and escalations: when they fall, and whether somebody had to act.

The office day is 09:00-12:00 and 13:00-17:00, seven hours; see `desks`.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

import pytest

from slakit import ClockReading, evaluate
from tests.evaluation.desks import Happening, desk, on, read, ticket

WAITS_10_TO_11: tuple[Happening, ...] = (("Mon 10:00", "waiting"), ("Mon 11:00", "open"))


def reading(
    amount: Any,
    *happenings: Happening,
    at: str = "Mon 09:00",
    created: str = "Mon 09:00",
    fields: Any = None,
    **alerts: Any,
) -> ClockReading:
    """Return the resolution clock of a ticket of Monday 09:00."""
    policy = {"name": "all", "calendar": "office", "targets": {"resolution": amount}, **alerts}
    return read(desk(policy), ticket(*happenings, created=created, fields=fields), at)


def falls(amount: Any, warn: Any, *happenings: Happening, **options: Any) -> Any:
    """Return when the one warning or escalation falls."""
    key = "warn" if warn[0] == "-" or warn.endswith("%") else "escalate"
    found = reading(amount, *happenings, **{key: [warn]}, **options)
    ((_, instant, _, _),) = found.warnings or found.escalations
    return instant


@pytest.mark.parametrize(
    ("amount", "alert", "at"),
    [
        # Six of eight hours: three before lunch and three after it.
        ("8h", "75%", "Mon 16:00"),
        ("6h", "50%", "Mon 12:00"),
        ("6h", "100%", "Mon 16:00"),
        # Due on Tuesday at 10:00; two hours before are one of each day.
        ("8h", "-2h", "Mon 16:00"),
        ("8h", "-2h wall", "Tue 08:00"),
        # The latest instant from which an hour leads to the opening is the hour before closing.
        ("1bd", "-1h", "Mon 16:00"),
        ("8h", "+0m", "Tue 10:00"),
        # Two hours until noon, one after lunch.
        ("8h", "+3h", "Tue 14:00"),
        ("8h", "+3h wall", "Tue 13:00"),
        # Nothing is open between the due time and the next day's first hour.
        ("7h", "+1h", "Tue 10:00"),
        # Real time is the own time of these.
        ("24h wall", "50%", "Mon 21:00"),
        ("24h wall", "-2h", "Tue 07:00"),
        ("24h wall", "+2h", "Tue 11:00"),
        # Of a rule, so much of the open time between start and due: three and a half of seven.
        ("1bd", "50%", "Mon 13:30"),
        # Until Tuesday 17:00 there are fourteen hours; seven have passed when Monday is over.
        ("1bd eod", "50%", "Mon 17:00"),
    ],
)
def test_instants(amount: str, alert: str, at: str) -> None:
    """An alert falls at the instant that the arithmetic beside it gives."""
    assert on(at) == falls(amount, alert)


@pytest.mark.parametrize(
    ("amount", "alert", "at"),
    [
        # Until Thursday 09:00 there are 21 open hours, of which 10:30 have passed at Tuesday 13:30.
        ("3cd", "50%", "Tue 13:30"),
        # Until Tuesday 12:00 there are ten open hours.
        ("at(promised)", "50%", "Mon 15:00"),
    ],
)
def test_share_of_days_and_instants(amount: str, alert: str, at: str) -> None:
    """A share of calendar days or of a promised instant is one of the open time until then."""
    assert on(at) == falls(amount, alert, fields={"promised": on("Tue 12:00")})


def test_share_is_rounded_up() -> None:
    """A third of a second has not passed before the microsecond after it."""
    assert on("Mon 09:00") + timedelta(microseconds=333_334) == falls("1s", "33.333333%")


@pytest.mark.parametrize(
    ("alert", "at"),
    [
        # Due on Tuesday at 10:00. 08:00 is before the opening.
        ("-2h wall", "Tue 09:00"),
        ("-22h wall", "Mon 13:00"),
        # 22:00 moves to the next morning, and the due time itself is open.
        ("+12h wall", "Wed 09:00"),
        ("+0m", "Tue 10:00"),
        # An alert on a closing comes to nobody any more: it waits for the morning.
        ("+7h wall", "Wed 09:00"),
    ],
)
def test_only_when_open(alert: str, at: str) -> None:
    """What falls out of hours waits for the next opening; what falls into them stays."""
    key = "warn" if alert[0] == "-" else "escalate"
    found = reading("8h", **{key: {"lead": {"at": alert, "only_when_open": True}}})
    (notice,) = found.warnings or found.escalations
    assert on(at) == notice.at


class TestHorizon:
    """A calendar counts open time for a hundred years; what is promised for later is told."""

    far: ClassVar = {"promised": datetime(2150, 1, 5, 9, tzinfo=UTC)}  # A Monday.

    def test_share(self) -> None:
        """When half of the open time until 2150 has passed cannot be told; all the rest can."""
        warn, escalate = ["50%", "-2h"], ["+1h", "200%"]
        found = reading("at(promised)", fields=self.far, warn=warn, escalate=escalate)
        seven, ten = (datetime(2150, 1, 5, hour, tzinfo=UTC) for hour in (7, 10))
        assert [(None, False), (seven, False), (ten, False), (None, False)] == [
            (each.at, each.passed) for each in (*found.warnings, *found.escalations)
        ]
        assert ("on_track", self.far["promised"]) == (found.status, found.due_at)

    def test_verdict(self) -> None:
        """The clock is judged without it, and never at risk because of it."""
        policy = {"name": "all", "calendar": "office", "targets": {"resolution": "at(promised)"}}
        policies = desk({**policy, "warn": ["50%"], "escalate": ["200%"]})
        subject = ticket(fields=self.far)
        for day, status in ((4, "on_track"), (6, "breached")):
            at = datetime(2150, 1, day, tzinfo=UTC)
            found = evaluate(policies, subject, at=at)
            assert (status, [None]) == (
                found["resolution"].status,
                [each.at for each in found["resolution"].warnings],
            )
            assert found.next_change_at == (self.far["promised"] if day == 4 else None)

    def test_after_the_due_time(self) -> None:
        """An escalation beyond the horizon takes nothing from a due time before it."""
        # Half a century of office days, and five centuries.
        found = reading("91000h", warn=["50%"], escalate=["1000%"])
        assert found.due_at is not None
        (warning,), (escalation,) = found.warnings, found.escalations
        assert warning.at is not None
        assert on("Mon 09:00") < warning.at < found.due_at
        assert (None, False) == (escalation.at, escalation.passed)

    @pytest.mark.parametrize(
        ("key", "share", "millionths"),
        [
            ("warn", "99.999999%", 99_999_999),
            ("warn", "0.000001%", 1),
            ("escalate", "999.999999%", 999_999_999),
        ],
    )
    def test_exact_share_of_a_long_time(self, key: str, share: str, millionths: int) -> None:
        """A share of six decimals is exact, however long the amount."""
        found = reading("10000h wall", **{key: [share]})
        (notice,) = found.warnings or found.escalations
        # 10,000 hours are 36e12 microseconds, of which a millionth of a percent is 360,000.
        assert on("Mon 09:00") + timedelta(microseconds=360_000 * millionths) == notice.at


class TestPause:
    """A pause moves what it comes before, and hides what is to come while it lasts."""

    @pytest.mark.parametrize(
        ("alert", "at"),
        # Due at 15:00 instead of 14:00; half of the time has passed at 12:00.
        [("50%", "Mon 12:00"), ("-1h", "Mon 14:00"), ("+1h", "Mon 16:00")],
    )
    def test_over(self, alert: str, at: str) -> None:
        """The hour is given back."""
        assert on(at) == falls("4h", alert, *WAITS_10_TO_11, at="Mon 11:00")

    @pytest.mark.parametrize("alert", ["50%", "-1h", "+1h"])
    def test_hidden(self, alert: str) -> None:
        """While paused nobody knows when it falls."""
        assert falls("4h", alert, ("Mon 10:00", "waiting"), at="Mon 10:30") is None

    def test_reached(self) -> None:
        """What fell before the pause has fallen."""
        found = reading("4h", ("Mon 11:30", "waiting"), at="Mon 16:00", warn=["50%", "-1h"])
        assert [("50%", on("Mon 11:00"), True), ("-1h", None, False)] == [
            (each.name, each.at, each.passed) for each in found.warnings
        ]

    def test_stopped_while_paused(self) -> None:
        """It is known again when the clock has stopped, as if it had been resumed there."""
        happenings = (("Mon 10:00", "waiting"), ("Mon 11:00", "solved"))
        assert on("Mon 14:00") == falls("4h", "-1h", *happenings, at="Tue 09:00")


class TestPassed:
    """Whether the clock was still open when an alert fell."""

    def passed(self, *happenings: Happening, at: str) -> list[bool]:
        found = reading("4h", *happenings, at=at, warn=["50%"], escalate=["+0m", "+1h"])
        return [each.passed for each in (*found.warnings, *found.escalations)]

    @pytest.mark.parametrize(
        ("at", "passed"),
        [
            ("Mon 10:59", [False, False, False]),
            # At its instant it has passed.
            ("Mon 11:00", [True, False, False]),
            ("Mon 14:00", [True, True, False]),
            ("Mon 15:00", [True, True, True]),
        ],
    )
    def test_open(self, at: str, passed: list[bool]) -> None:
        """Warned at 11:00, due at 14:00, and an hour later it goes to the manager."""
        assert passed == self.passed(at=at)

    @pytest.mark.parametrize(
        ("stopped", "passed"),
        [
            # A stop in the instant of an alert comes first.
            ("Mon 11:00", [False, False, False]),
            ("Mon 11:01", [True, False, False]),
            ("Mon 14:00", [True, False, False]),
            ("Mon 14:30", [True, True, False]),
        ],
    )
    def test_stopped(self, stopped: str, passed: list[bool]) -> None:
        """What falls after the stop concerns nobody any more."""
        assert passed == self.passed((stopped, "solved"), at="Fri 12:00")


class TestAtRisk:
    """A warning that has passed puts an open clock at risk."""

    warn: ClassVar = {"warn": {"soon": "50%", "last_call": "-30m"}}

    @pytest.mark.parametrize(
        ("at", "status", "change"),
        [
            ("Mon 10:00", "on_track", "Mon 11:00"),
            # Between the warnings the word does not change any more before the due time.
            ("Mon 11:00", "at_risk", "Mon 14:00"),
            ("Mon 13:45", "at_risk", "Mon 14:00"),
            ("Mon 14:00", "breached", None),
        ],
    )
    def test_next_change(self, at: str, status: str, change: str | None) -> None:
        """Warned at 11:00 and at 13:30, due at 14:00."""
        found = reading("4h", at=at, **self.warn)
        expected = None if change is None else on(change)
        assert (status, expected) == (found.status, found.next_change_at)

    def test_resumed(self) -> None:
        """A clock that is resumed after its warning is at risk at once."""
        happenings = (("Mon 11:30", "waiting"), ("Mon 13:00", "open"))
        found = reading("4h", *happenings, at="Mon 13:00", **self.warn)
        assert ("at_risk", on("Mon 14:30")) == (found.status, found.next_change_at)

    def test_longer_target(self) -> None:
        """More time takes the risk away: half of six hours is over at noon."""
        target = {"by": "priority", "high": "2h", "else": "6h"}
        happenings = (("Mon 10:30", {"priority": "low"}),)
        fields = {"priority": "high"}
        found = [
            reading(target, *happenings, at=at, fields=fields, warn=["50%"]).status
            for at in ("Mon 10:00", "Mon 10:30", "Mon 12:00")
        ]
        assert ["at_risk", "on_track", "at_risk"] == found

    def test_escalations_are_no_risk(self) -> None:
        """What comes with the due time is said by the breach."""
        found = reading("4h", at="Mon 13:59", escalate=["+0m"])
        assert ("on_track", on("Mon 14:00")) == (found.status, found.next_change_at)


def test_names_and_recipients() -> None:
    """Alerts stand in the order of the policy, with their names and recipients."""
    found = reading(
        "4h",
        warn={"soon": {"at": "75%", "to": ["ana", "lead"]}, "last_call": "-30m"},
        escalate=["+0m", "150%"],
    )
    assert [("soon", ("ana", "lead")), ("last_call", ())] == [
        (each.name, each.to) for each in found.warnings
    ]
    assert ["+0m", "150%"] == [each.name for each in found.escalations]
    # Six hours from 09:00.
    assert on("Mon 16:00") == found.escalations[1].at


def test_metrics() -> None:
    """An alert may be for some metrics alone."""
    policy = {
        "name": "all",
        "calendar": "office",
        "targets": {"first_response": "1h", "resolution": "4h"},
        "warn": {"soon": {"at": "50%", "metrics": ["resolution"]}, "late": "-10m"},
    }
    found = evaluate(desk(policy), ticket(), at=on("Mon 09:00"))
    assert [["late"], ["soon", "late"]] == [
        [notice.name for notice in clock.warnings] for clock in found
    ]


@pytest.mark.parametrize(
    ("amount", "happenings", "expected"),
    [
        # Where nothing is promised, nothing tells when somebody has to act.
        ("none", (), [None, None, None]),
        ("4h", (("Mon 10:00", {"tier": "tin"}),), []),
    ],
)
def test_nothing_to_warn_of(amount: str, happenings: Any, expected: list[None]) -> None:
    """A clock without a target has no instants, and a cancelled one has no alerts."""
    policy = {
        "name": "gold",
        "when": {"tier": "gold"},
        "calendar": "office",
        "targets": {"resolution": amount},
        "warn": ["50%", "-1h"],
        "escalate": ["+1h"],
    }
    found = read(desk(policy), ticket(*happenings, fields={"tier": "gold"}), "Mon 11:00")
    assert expected == [each.at for each in (*found.warnings, *found.escalations)]


def test_a_share_used_up_as_the_pause_begins() -> None:
    """What has passed when a pause begins has passed then, and not when the pause ends.

    A quarter of 4h from 09:00 is used at 10:00, when the ticket begins to wait until 11:00.
    """
    assert on("Mon 10:00") == falls("4h", "25%", *WAITS_10_TO_11, at="Mon 12:00")
