"""What becomes of a ticket's clocks: sequences worked out by hand."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from slakit import (
    DueSet,
    Exemption,
    InstantError,
    NaiveDatetimeError,
    PolicyError,
    PolicySet,
    Ticket,
    TicketError,
    Transition,
    transitions,
)
from tests.evaluation.desks import desk, on, promising, ticket

ALERTS = desk(
    {
        "name": "all",
        "calendar": "office",
        "targets": {"resolution": "4h"},
        "warn": {"soon": {"at": "75%", "to": ["agent"]}},
        "escalate": {"lead": "+0m", "manager": {"at": "+2h", "to": ["ana", "bo"]}},
    }
)
TIERS = (
    {"name": "gold", "when": {"tier": "gold"}, "calendar": "office"},
    {"name": "rest", "calendar": "office"},
)
GOLD = {"tier": "gold"}
TIN = {"tier": "tin"}


def tiers(gold: dict[str, Any], rest: dict[str, Any] | None, **words: Any) -> PolicySet:
    """Return the desk that promises this to gold tickets, and that to the rest."""
    both = [{**TIERS[0], "targets": gold, **words}]
    if rest is not None:
        both.append({**TIERS[1], "targets": rest, **words})
    return desk(*both)


def become(
    policies: PolicySet, subject: Ticket, until: str = "+Fri 17:00", since: str | None = None
) -> tuple[Transition, ...]:
    first = subject.created_at - timedelta(seconds=1) if since is None else on(since)
    return transitions(policies, subject, first, on(until))


def told(*asked: Any) -> list[tuple[str, str]]:
    """Return when something became of a clock, and what."""
    return [(each.at.strftime("%a %H:%M"), each.kind) for each in become(*asked)]


def data_of(found: tuple[Transition, ...], kind: str) -> dict[str, Any]:
    """Return the data of the last transition of a kind."""
    return dict(next(each.data for each in reversed(found) if each.kind == kind))


def text(when: str) -> str:
    return on(when).isoformat()


def test_alerts() -> None:
    """Three of four hours have passed at noon; an alert of the due time follows the breach."""
    subject = ticket(("Mon 16:30", "solved"))
    assert [
        ("Mon 09:00", "started"),
        ("Mon 12:00", "warning"),
        ("Mon 14:00", "breached"),
        ("Mon 14:00", "escalated"),
        ("Mon 16:00", "escalated"),
        ("Mon 16:30", "missed"),
    ] == told(ALERTS, subject)
    found = become(ALERTS, subject)
    due = {"due_at": text("Mon 14:00")}
    assert {"started_at": text("Mon 09:00"), "amount": "4h", **due} == data_of(found, "started")
    assert {"name": "soon", "to": ["agent"], **due} == data_of(found, "warning")
    assert {"breached_at": text("Mon 14:00"), **due} == data_of(found, "breached")
    assert {"name": "manager", "to": ["ana", "bo"], **due} == data_of(found, "escalated")
    assert {"stopped_at": text("Mon 16:30"), **due} == data_of(found, "missed")
    assert {("T-1", "all", "resolution", 1)} == {each[1:5] for each in found}


def test_nothing_is_told_of_what_a_stop_comes_before() -> None:
    """A clock that is stopped at its warning has passed none; at its due time it is met."""
    subject = ticket(("Mon 14:00", "solved"))
    assert [
        ("Mon 09:00", "started"),
        ("Mon 12:00", "warning"),
        ("Mon 14:00", "met"),
    ] == told(ALERTS, subject)


def test_pause() -> None:
    """From ten to two there are three open hours, which the due time at two moves by."""
    subject = ticket(("Mon 10:00", "waiting"), ("Mon 14:00", "new"), ("Mon 16:00", "solved"))
    found = become(promising(), subject)
    assert [
        ("Mon 09:00", "started"),
        ("Mon 10:00", "paused"),
        ("Mon 14:00", "resumed"),
        ("Mon 16:00", "met"),
    ] == told(promising(), subject)
    assert {"due_if_resumed_at": text("Mon 14:00")} == data_of(found, "paused")
    assert {"due_at": text("Mon 17:00")} == data_of(found, "resumed")
    assert {"stopped_at": text("Mon 16:00"), "due_at": text("Mon 17:00")} == data_of(found, "met")


def test_reopened() -> None:
    """A stop that was taken back is resumed; the four open hours of the gap are given back."""
    subject = ticket(("Mon 11:00", "solved"), ("Mon 16:00", "new"), ("Tue 11:00", "solved"))
    found = become(promising(), subject)
    assert [
        ("Mon 09:00", "started"),
        ("Mon 11:00", "met"),
        ("Mon 16:00", "resumed"),
        ("Tue 10:00", "breached"),
        ("Tue 11:00", "missed"),
    ] == told(promising(), subject)
    assert {"due_at": text("Tue 10:00")} == data_of(found, "resumed")


def test_reopened_while_waiting() -> None:
    """A ticket that is taken up again and waits at once is resumed, then paused."""
    subject = ticket(("Mon 11:00", "solved"), ("Mon 16:00", "waiting"))
    assert [("Mon 16:00", "resumed"), ("Mon 16:00", "paused")] == told(promising(), subject)[2:]


def test_born_paused_and_born_stopped() -> None:
    """What a clock is at its start is told after the start."""
    waiting = ticket(fields={"status": "waiting"})
    assert [("Mon 09:00", "started"), ("Mon 09:00", "paused")] == told(promising(), waiting)
    solved = ticket(fields={"status": "solved"})
    assert [("Mon 09:00", "started"), ("Mon 09:00", "met")] == told(promising(), solved)


def test_cycles() -> None:
    """Each cycle of a metric that repeats starts and ends for itself."""
    subject = ticket(("Mon 10:00", "customer"), ("Mon 10:30", "agent"), ("Mon 11:00", "customer"))
    found = become(promising(next_response="1h"), subject)
    assert [
        (1, "started", on("Mon 10:00")),
        (1, "met", on("Mon 10:30")),
        (2, "started", on("Mon 11:00")),
        (2, "breached", on("Mon 12:00")),
    ] == [(each.cycle, each.kind, each.at) for each in found]


def test_restart() -> None:
    """A clock that counts anew has started anew."""
    policies = desk(
        {"name": "all", "calendar": "office", "targets": {"quiet": "2h"}},
        metrics={
            "quiet": {"start": "created", "stop": {"category": "closed"}, "restart": "agent_reply"}
        },
    )
    found = become(policies, ticket(("Mon 10:00", "agent")))
    assert [
        ("Mon 09:00", "started"),
        ("Mon 10:00", "started"),
        ("Mon 12:00", "breached"),
    ] == told(policies, ticket(("Mon 10:00", "agent")))
    assert text("Mon 12:00") == data_of(found, "started")["due_at"]


def test_lost_and_found() -> None:
    """A clock that no policy promises any more is cancelled, and resumed where one does again."""
    policies = tiers({"resolution": "4h", "next_response": "1h"}, None)
    subject = ticket(("Mon 10:00", TIN), ("Mon 11:00", GOLD), fields=GOLD)
    # A response that nobody waits for ends unnoticed.
    assert [
        ("Mon 09:00", "started"),
        ("Mon 10:00", "cancelled"),
        ("Mon 11:00", "resumed"),
        ("Mon 14:00", "breached"),
    ] == told(policies, subject)


def test_another_promise() -> None:
    """A due time that an event moves is told; where it has passed already the event breaches."""
    policies = promising(resolution={"by": "priority", "high": "1h", "else": "4h"})
    in_time = ticket(("Mon 09:30", {"priority": "high"}))
    assert [
        ("Mon 09:00", "started"),
        ("Mon 09:30", "due_changed"),
        ("Mon 10:00", "breached"),
    ] == told(policies, in_time)
    changed = data_of(become(policies, in_time), "due_changed")
    assert {"due_at": text("Mon 10:00"), "amount": "1h"} == changed
    too_late = ticket(("Mon 11:00", {"priority": "high"}))
    assert [
        ("Mon 09:00", "started"),
        ("Mon 11:00", "due_changed"),
        ("Mon 11:00", "breached"),
    ] == told(policies, too_late)


def test_due_set_by_hand() -> None:
    """A due time that is set by hand is another due time, which may be missed again."""
    by_hand = DueSet(at=on("Mon 13:30"), metric="resolution", due_at=on("Tue 10:00"))
    subject = ticket(more=[by_hand])
    assert [
        ("Mon 09:00", "started"),
        ("Mon 13:30", "due_changed"),
        ("Tue 10:00", "breached"),
    ] == told(promising(), subject)


def test_exempted() -> None:
    """A breach that was exempted stays told, and the stop after it has no verdict to tell."""
    exemption = Exemption(at=on("Mon 16:00"), metric="resolution", reason="flood", author="ana")
    subject = ticket(("Tue 09:00", "solved"), more=[exemption])
    assert [("Mon 09:00", "started"), ("Mon 14:00", "breached")] == told(promising(), subject)


def test_taken_over() -> None:
    """A clock that counts from its start goes on under another policy, as one clock."""
    policies = tiers({"resolution": "4h"}, {"resolution": "6h"})
    subject = ticket(("Mon 10:00", TIN), fields=GOLD)
    found = become(policies, subject)
    assert [
        ("gold", "started", on("Mon 09:00")),
        ("rest", "due_changed", on("Mon 10:00")),
        ("rest", "breached", on("Mon 16:00")),
    ] == [(each.policy, each.kind, each.at) for each in found]


def test_taken_over_with_the_same_promise() -> None:
    """Where the other policy promises the same there is nothing to tell."""
    policies = tiers({"resolution": "4h"}, {"resolution": "4h"})
    subject = ticket(("Mon 10:00", TIN), fields=GOLD)
    assert [("Mon 09:00", "started"), ("Mon 14:00", "breached")] == told(policies, subject)


def test_taken_over_by_an_agreement() -> None:
    """A clock that counts from the match ends under one policy and starts under the other."""
    policies = tiers({"resolution": "4h"}, {"resolution": "6h"}, counts_from="match")
    found = become(policies, ticket(("Mon 10:00", TIN), fields=GOLD))
    assert [
        ("gold", "started", on("Mon 09:00")),
        ("gold", "cancelled", on("Mon 10:00")),
        ("rest", "started", on("Mon 10:00")),
        ("rest", "breached", on("Mon 17:00")),
    ] == [(each.policy, each.kind, each.at) for each in found]


def test_version() -> None:
    """A version that takes effect changes a due time although nothing happens to the ticket."""
    first = {"name": "all", "calendar": "office", "targets": {"resolution": "4h"}}
    second = {**first, "targets": {"resolution": "6h"}, "from": text("Mon 10:00")}
    assert [
        ("Mon 09:00", "started"),
        ("Mon 10:00", "due_changed"),
        ("Mon 16:00", "breached"),
    ] == told(desk(first, second), ticket())


def test_no_target() -> None:
    """A clock to which nothing is promised starts, and its stop is no verdict."""
    policies = promising(resolution="none")
    assert [("Mon 09:00", "started")] == told(policies, ticket(("Mon 10:00", "solved")))


def test_window() -> None:
    """What falls on `since` was told before; what falls on `until` is told."""
    assert [] == told(ALERTS, ticket(), "Mon 11:59", "Mon 09:00")
    assert [("Mon 12:00", "warning")] == told(ALERTS, ticket(), "Mon 12:00", "Mon 09:00")
    assert [] == told(ALERTS, ticket(), "Mon 12:00", "Mon 12:00")
    assert [] == told(ALERTS, ticket(created="Tue 09:00"), "Mon 12:00", "Mon 09:00")


def late_and_on_record() -> tuple[tuple[Transition, ...], Ticket]:
    """Return what was told of a ticket that was solved before its due time, and its history."""
    subject = ticket(("Mon 13:30", "solved"))
    return become(ALERTS, ticket(), "Mon 15:00"), subject


def test_late_event() -> None:
    """What did not happen after all is withdrawn, and what an event brought about is told."""
    given, subject = late_and_on_record()
    assert ["started", "warning", "breached", "escalated"] == [each.kind for each in given]
    since, until = given[0].at - timedelta(seconds=1), on("Mon 15:10")
    found = transitions(ALERTS, subject, since, until, given=given)
    assert [
        ("met", on("Mon 13:30")),
        ("withdrawn", until),
        ("withdrawn", until),
    ] == [(each.kind, each.at) for each in found]
    assert {
        "id": given[2].id,
        "kind": "breached",
        "at": text("Mon 14:00"),
    } == found[1].data
    assert given[2][1:5] == found[1][1:5]
    # Both are told once: what was withdrawn is not withdrawn again.
    assert () == transitions(ALERTS, subject, since, until, given=[*given, *found])


def test_withdrawn_and_true_after_all() -> None:
    """What was withdrawn and happened after all is told once more."""
    given, subject = late_and_on_record()
    window = given[0].at - timedelta(seconds=1), on("Mon 15:10")
    given += transitions(ALERTS, subject, *window, given=given)
    again = transitions(ALERTS, ticket(), *window, given=given)
    assert ["breached", "escalated", "withdrawn"] == [each.kind for each in again]


def test_given_outside_the_window() -> None:
    """What was given of other times is neither told again nor withdrawn."""
    given, subject = late_and_on_record()
    assert () == transitions(ALERTS, subject, on("Mon 14:30"), on("Mon 16:00"), given=given)
    foretold = become(ALERTS, ticket())
    assert () == transitions(ALERTS, ticket(), on("Mon 08:00"), on("Mon 13:00"), given=foretold)


def test_given_for_another_ticket() -> None:
    """Transitions of another ticket are refused: they would all be withdrawn."""
    (given, _), other = late_and_on_record(), Ticket(id="T-2", created_at=on("Mon 09:00"))
    with pytest.raises(TicketError, match="ticket 'T-1' was not given for ticket 'T-2'"):
        transitions(ALERTS, other, on("Mon 08:00"), on("Mon 15:00"), given=given)


def test_zone() -> None:
    """Instants come back in the zone of `until`, and the ids are the same in each."""
    brazil = ZoneInfo("America/Sao_Paulo")
    window = on("Mon 08:00"), on("Mon 15:00")
    here = transitions(ALERTS, ticket(), *window)
    there = transitions(ALERTS, ticket(), *(each.astimezone(brazil) for each in window))
    assert [(each.id, each.at) for each in here] == [(each.id, each.at) for each in there]
    assert {brazil} == {each.at.tzinfo for each in there}
    assert "2024-05-06T11:00:00-03:00" == there[-1].data["due_at"]


PROGRAM = """
from slakit import transitions
from tests.evaluation.test_transitions import ALERTS, on, ticket
print(*(each.id for each in transitions(ALERTS, ticket(), on("Mon 08:00"), on("Mon 15:00"))))
"""


def test_ids_in_another_process() -> None:
    """The ids do not hang on the process, its seed of hashes or the zone of its machine."""
    environment = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Kathmandu"}
    environment["PYTHONPATH"] = os.pathsep.join(path for path in (os.getcwd(), *sys.path) if path)
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True, env=environment
    )
    assert [each.id for each in become(ALERTS, ticket(), "Mon 15:00")] == done.stdout.split()


def test_host_objects() -> None:
    """What `Ticket.of` takes is taken here."""
    plain = {"id": "T-1", "created_at": "2024-05-06T09:00:00Z"}
    window = on("Mon 08:00"), on("Mon 15:00")
    assert transitions(ALERTS, ticket(), *window) == transitions(ALERTS, plain, *window)


@pytest.mark.parametrize(
    ("since", "until", "error", "reason"),
    [
        (on("Mon 09:00"), on("Mon 08:59"), InstantError, "08:59:00.00:00 is before .*09:00:00"),
        (datetime(2024, 5, 6), on("Mon 09:00"), NaiveDatetimeError, "since"),  # noqa: DTZ001
        (on("Mon 09:00"), datetime(2024, 5, 7), NaiveDatetimeError, "until"),  # noqa: DTZ001
        ("2024-05-06", on("Mon 09:00"), InstantError, "'2024-05-06' is no datetime"),
    ],
)
def test_bad_windows(since: Any, until: Any, error: type[Exception], reason: str) -> None:
    """A window that ends before it begins, or whose ends are no instants, is refused by name."""
    with pytest.raises(error, match=reason):
        transitions(ALERTS, ticket(), since, until)


def test_bad_policies() -> None:
    """What is no policy set is refused."""
    with pytest.raises(PolicyError, match="is no policy set"):
        transitions({}, ticket(), on("Mon 08:00"), on("Mon 09:00"))  # type: ignore[arg-type]
