"""The stretches of a clock, worked out by hand.

The office opens at 09:00, has lunch from 12:00 to 13:00 and closes at 17:00; see `desks`.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import pytest

from slakit import Change, Explanation, PolicySet, Ticket, evaluate, explain
from tests.evaluation.desks import DAYS, desk, on, promising, ticket

Line = tuple[str, str, str]


def ledger(
    policies: PolicySet,
    subject: Ticket,
    at: str,
    name: str = "resolution",
    cycle: int | None = None,
) -> list[Line]:
    return lines(explain(policies, subject, name, at=on(at), cycle=cycle))


def lines(found: Explanation) -> list[Line]:
    """Return the spans as from, to and reason, the latter with the name that it may have."""
    return [
        (said(each.start), said(each.end), " ".join((each.reason, each.parameters.get("name", ""))))
        for each in found.spans
    ]


def said(instant: datetime) -> str:
    instant = instant.astimezone(UTC)
    week = "+" if instant >= on("+Mon 00:00") else ""
    return f"{week}{DAYS[instant.weekday()]} {instant:%H:%M}"


def table(*rows: str) -> list[Line]:
    """Return expected lines: an instant and what begins there; the last one is the end."""
    cells = [row.split(" | ") for row in rows]
    return [
        (start, following[0], reason if " " in reason else f"{reason} ")
        for (start, reason), following in pairwise(cells)
    ]


def calendar(**more: Any) -> dict[str, Any]:
    return {"tz": "UTC", "hours": "Mon-Fri 09:00-17:00", **more}


def in_calendar(calendar: Mapping[str, Any], amount: str = "4h", **policy: Any) -> PolicySet:
    one = {"name": "all", "calendar": "own", "targets": {"resolution": amount}, **policy}
    statuses = {"paused": ["waiting"], "resolved": ["solved"]}
    return PolicySet.model_validate(
        {"calendars": {"own": calendar}, "statuses": statuses, "policies": [one]}
    )


def test_day() -> None:
    """Lunch and the night are closed, what is open is counted."""
    expected = table(
        "Mon 11:00 | running",
        "Mon 12:00 | closed",
        "Mon 13:00 | running",
        "Mon 17:00 | closed",
        "Tue 09:00 | running",
        "Tue 09:30",
    )
    assert expected == ledger(promising(), ticket(created="Mon 11:00"), "Tue 09:30")


def test_pause() -> None:
    """A pause holds open time; the closed hours within it stay closed."""
    subject = ticket(("Mon 10:00", "waiting"), ("Mon 14:00", "new"), ("Mon 15:00", "solved"))
    expected = table(
        "Mon 09:00 | running",
        "Mon 10:00 | paused",
        "Mon 12:00 | closed",
        "Mon 13:00 | paused",
        "Mon 14:00 | running",
        "Mon 15:00 | after_stop",
        "Mon 16:00",
    )
    assert expected == ledger(promising(), subject, "Mon 16:00")


def test_waiting_for() -> None:
    """A pause after a reply of the desk waits for the customer, one after a message for the desk;
    what was held while nobody had written waits for none of them."""
    subject = ticket(
        ("Mon 09:00", "waiting"),
        ("Mon 09:10", "new"),
        ("Mon 09:20", "agent"),
        ("Mon 09:30", "waiting"),
        ("Mon 09:40", "new"),
        ("Mon 09:50", "customer"),
        ("Mon 10:00", "waiting"),
    )
    found = explain(promising(), subject, "resolution", at=on("Mon 11:00"))
    held = [each.parameters for each in found.spans if each.reason == "paused"]
    assert [None, "customer", "desk"] == [each["waiting_for"] for each in held]
    assert [({"category": "paused"}, "waiting")] * 3 == [
        (each["condition"], each["status"]) for each in held
    ]
    assert ["0:10:00", "1:10:00"] == [str(found.parts[name]) for name in ("customer", "paused")]


@pytest.mark.parametrize(("again", "reason"), [("credit", "credited"), ("count", "counted")])
def test_gap(again: str, reason: str) -> None:
    """The gap between a stop and a reopening is held or counted; a night within it is closed."""
    policies = desk(
        {"name": "all", "calendar": "office", "targets": {"resolution": "4h"}},
        metrics={"resolution": {"again": again}},
    )
    subject = ticket(("Mon 16:00", "solved"), ("Tue 10:00", "new"))
    expected = table(
        "Mon 15:00 | running",
        f"Mon 16:00 | reopened_{reason}",
        "Mon 17:00 | closed",
        f"Tue 09:00 | reopened_{reason}",
        "Tue 10:00 | running",
        "Tue 11:00",
    )
    subject = ticket(("Mon 16:00", "solved"), ("Tue 10:00", "new"), created="Mon 15:00")
    assert expected == ledger(policies, subject, "Tue 11:00")


def test_dates() -> None:
    """Closed dates have their reason, from midnight to midnight: a holiday, special hours, a
    closure that lies across one, and a weekend that is none of them."""
    policies = in_calendar(
        calendar(
            holidays=[{"date": "2024-05-07", "name": "Feast"}],
            special={"2024-05-08": "10:00-12:00", "2024-05-13": "closed"},
            closures=[
                {"from": "2024-05-09T15:00Z", "to": "2024-05-10T11:00Z", "name": "Move"},
            ],
        ),
        "40h",
    )
    expected = table(
        "Mon 16:00 | running",
        "Mon 17:00 | closed",
        "Tue 00:00 | holiday Feast",
        "Wed 00:00 | special_hours",
        "Wed 10:00 | running",
        "Wed 12:00 | special_hours",
        "Thu 00:00 | closure Move",
        "Thu 09:00 | running",
        "Thu 15:00 | closure Move",
        "Fri 11:00 | running",
        "Fri 17:00 | closure Move",
        "Sat 00:00 | closed",
        "+Mon 00:00 | special_hours",
        "+Tue 00:00 | closed",
        "+Tue 09:00",
    )
    assert expected == ledger(policies, ticket(created="Mon 16:00"), "+Tue 09:00")


def test_daylight_saving() -> None:
    """Spans are real time: a night in which clocks go forward is an hour shorter."""
    policies = in_calendar({"tz": "America/New_York", "hours": "Mon-Sun 01:00-04:00"})
    created = datetime(2024, 3, 10, 6, tzinfo=UTC)  # 01:00 in New York, clocks skip 02:00.
    subject = Ticket(id="T-1", created_at=created)
    found = explain(policies, subject, "resolution", at=datetime(2024, 3, 11, 5, tzinfo=UTC))
    assert [("running", "2:00:00"), ("closed", "21:00:00")] == [
        (each.reason, str(each.wall)) for each in found.spans
    ]


def test_daylight_saving_in_the_zone_of_the_question() -> None:
    """The same where the question is asked in that zone, whose wall times do not tell."""
    policies = in_calendar({"tz": "America/New_York", "hours": "Mon-Sun 00:00-24:00"})
    zone = policies.calendars["own"].zone
    subject = Ticket(id="T-1", created_at=datetime(2024, 11, 3, tzinfo=zone))
    found = explain(policies, subject, "resolution", at=datetime(2024, 11, 4, tzinfo=zone))
    assert ["1 day, 1:00:00"] == [str(each.wall) for each in found.spans]
    assert [found.reading.elapsed] == [each.counted for each in found.spans]


def test_real_time() -> None:
    """An amount in real time has no closed hours, and a pause holds all of it."""
    subject = ticket(("Mon 16:00", "waiting"), ("Tue 08:00", "new"))
    expected = table(
        "Mon 09:00 | running", "Mon 16:00 | paused", "Tue 08:00 | running", "Tue 20:00"
    )
    assert expected == ledger(promising(resolution="24h wall"), subject, "Tue 20:00")


def test_business_days() -> None:
    """A rule counts open time, pauses left out, though its due time is a date."""
    subject = ticket(("Mon 10:00", "waiting"), ("Mon 11:00", "new"))
    expected = table(
        "Mon 09:00 | running", "Mon 10:00 | paused", "Mon 11:00 | running", "Mon 12:00"
    )
    assert expected == ledger(promising(resolution="2bd"), subject, "Mon 12:00")


def test_earlier_pauses() -> None:
    """Where a policy does not credit the pauses before it came, they count."""
    policies = desk(
        {
            "name": "gold",
            "when": {"tier": "gold"},
            "calendar": "office",
            "earlier_pauses": "count",
            "targets": {"resolution": "4h"},
        },
        {"name": "rest", "calendar": "office", "targets": {"resolution": "8h"}},
    )
    subject = ticket(
        ("Mon 09:30", "waiting"), ("Mon 10:30", {"tier": "gold"}), ("Mon 11:00", "new")
    )
    expected = table(
        "Mon 09:00 | running", "Mon 10:30 | paused", "Mon 11:00 | running", "Mon 12:00"
    )
    found = explain(policies, subject, "resolution", at=on("Mon 12:00"))
    assert expected == lines(found)
    assert {"amount": "4h"} == found.spans[1].parameters["changed"]


def test_chain() -> None:
    """A chained cycle counts from the due time of the one before, and nothing before that."""
    policies = desk(
        {"name": "all", "calendar": "office", "targets": {"periodic_update": "2h"}},
        metrics={"periodic_update": {"again": "chain"}},
    )
    subject = ticket(("Mon 09:00", "agent"), ("Mon 10:00", "agent"), created="Mon 08:00")
    expected = table("Mon 08:00 | not_started", "Mon 11:00 | running", "Mon 11:30")
    assert expected == ledger(policies, subject, "Mon 11:30", "periodic_update", 2)


def test_not_yet() -> None:
    """A chained cycle whose time is still to come has not started."""
    policies = desk(
        {"name": "all", "calendar": "office", "targets": {"periodic_update": "2h"}},
        metrics={"periodic_update": {"again": "chain"}},
    )
    subject = ticket(("Mon 09:00", "agent"), ("Mon 10:00", "agent"))
    expected = table("Mon 09:00 | not_started", "Mon 10:30")
    assert expected == ledger(policies, subject, "Mon 10:30", "periodic_update", 2)


def test_counts_from_match() -> None:
    """The clock of an operational agreement begins when it matches, and ends with that."""
    policies = desk(
        {
            "name": "network",
            "kind": "ola",
            "when": {"group": "network"},
            "calendar": "office",
            "targets": {"resolution": "2h"},
        }
    )
    subject = ticket(("Mon 10:00", {"group": "network"}), ("Mon 11:00", {"group": "desk"}))
    expected = table(
        "Mon 09:00 | not_started", "Mon 10:00 | running", "Mon 11:00 | cancelled", "Mon 11:30"
    )
    assert expected == ledger(policies, subject, "Mon 11:30")


def test_counts_from_field() -> None:
    """A clock that counts from before the ticket begins the ledger there."""
    policies = desk(
        {
            "name": "all",
            "calendar": "office",
            "counts_from": "field(reported)",
            "targets": {"resolution": "8h"},
        }
    )
    subject = ticket(created="Mon 11:00", fields={"reported": on("Mon 10:00")})
    expected = table("Mon 10:00 | running", "Mon 12:00 | closed", "Mon 12:30")
    assert expected == ledger(policies, subject, "Mon 12:30")


def moving(convention: str) -> PolicySet:
    return desk(
        {
            "name": "all",
            "calendar": "field(site)",
            "on_calendar_change": convention,
            "targets": {"resolution": "8h"},
        }
    )


def test_calendar_changed() -> None:
    """The stretch is cut where other hours take over, and says so once."""
    subject = ticket(
        ("Mon 15:00", {"site": "late"}), fields={"site": "office"}, created="Mon 14:00"
    )
    found = explain(moving("slice"), subject, "resolution", at=on("Mon 21:00"))
    expected = table(
        "Mon 14:00 | running", "Mon 15:00 | running", "Mon 20:00 | closed", "Mon 21:00"
    )
    assert expected == lines(found)
    assert [{}, {"changed": {"calendar": "late"}}, {}] == [each.parameters for each in found.spans]


@pytest.mark.parametrize(
    ("convention", "closes"), [("last", "Mon 20:00"), ("at_start", "Mon 17:00")]
)
def test_one_calendar(convention: str, closes: str) -> None:
    """Where one calendar counts for the whole time, nothing is cut."""
    subject = ticket(
        ("Mon 15:00", {"site": "late"}), fields={"site": "office"}, created="Mon 14:00"
    )
    expected = table("Mon 14:00 | running", f"{closes} | closed", "Mon 21:00")
    assert expected == ledger(moving(convention), subject, "Mon 21:00")


def test_changed_while_closed() -> None:
    """A change at night marks the closed hours in which it falls."""
    policies = promising(resolution={"by": "priority", "high": "2h", "else": "8h"})
    subject = ticket(("Mon 18:00", {"priority": "high"}), created="Mon 16:00")
    found = explain(policies, subject, "resolution", at=on("Tue 09:00"))
    expected = table("Mon 16:00 | running", "Mon 17:00 | closed", "Mon 18:00 | closed", "Tue 09:00")
    assert expected == lines(found)
    assert {"changed": {"amount": "2h"}} == found.spans[2].parameters


def test_idle() -> None:
    """A clock that was never started has not started since the creation."""
    policies = promising("next_response")
    expected = table("Mon 09:00 | not_started", "Mon 10:00")
    assert expected == ledger(policies, ticket(), "Mon 10:00", "next_response")


def test_at_the_creation() -> None:
    """In the first instant there is no time to explain."""
    assert [] == ledger(promising(), ticket(), "Mon 09:00")


def test_linear() -> None:
    """Four times the history takes some four times as many lines to explain, not sixteen."""

    def lines(changes: int) -> int:
        start = on("Mon 09:00").timestamp()
        subject = Ticket(
            id="T-1",
            created_at=on("Mon 09:00"),
            events=[
                Change(
                    at=datetime.fromtimestamp(start + 60 * number, UTC),
                    fields={"status": ("waiting", "new")[number % 2], "priority": str(number % 3)},
                )
                for number in range(1, changes)
            ],
        )
        at = subject.events[-1].at
        policies = promising(resolution={"by": "priority", "1": "4h", "else": "8h"})
        ev = evaluate(policies, subject, at=at)
        done = 0

        def trace(frame: Any, event: str, argument: Any) -> Any:
            nonlocal done
            done += event == "line"
            return trace

        was = sys.gettrace()
        sys.settrace(trace)
        try:
            found = ev.explain("resolution")
        finally:
            sys.settrace(was)
        assert len(found.spans) > changes / 4
        return done

    assert lines(1_600) < 6 * lines(400)
