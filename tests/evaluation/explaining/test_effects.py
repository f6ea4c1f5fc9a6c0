"""What events do to a clock and what they are ignored for, worked out by hand."""

from __future__ import annotations

from typing import Any

import pytest

from slakit import DueSet, Exemption, Explanation, Merge, PolicySet, Ticket, explain
from tests.evaluation.desks import DAYS, desk, on, promising, ticket

Line = tuple[str, str, str]


def effects(
    policies: PolicySet,
    subject: Ticket,
    at: str,
    name: str = "resolution",
    cycle: int | None = None,
) -> list[Line]:
    """Return what happened from the start on, as when, code, and the events that did it."""
    return lines(explain(policies, subject, name, at=on(at), cycle=cycle))


def lines(found: Explanation) -> list[Line]:
    return [
        (f"{DAYS[each.at.weekday()]} {each.at:%H:%M}", each.code, events(each.parameters))
        for each in found.decisions
        if "event" in each.parameters
    ]


def events(parameters: Any) -> str:
    said = [
        "=".join((each["field"], str(each.get("value")))) if "field" in each else each["code"]
        for each in parameters["event"]
    ]
    return ", ".join(said)


def test_one_clock() -> None:
    """Changes of status start, pause, resume and stop it; the rest does nothing."""
    subject = ticket(
        ("Mon 09:30", "agent"),
        ("Mon 09:30", "waiting"),
        ("Mon 10:00", "new"),
        ("Mon 10:30", "note"),
        ("Mon 11:00", "solved"),
        ("Mon 11:30", "customer"),
        ("Mon 11:40", {"assignee": "ana"}),
    )
    assert [
        ("Mon 09:00", "effect.started", "created"),
        ("Mon 09:30", "effect.paused", "status=waiting"),
        ("Mon 09:30", "ignored.nothing", "agent_reply"),
        ("Mon 10:00", "effect.resumed", "status=new"),
        ("Mon 10:30", "ignored.internal_note", "internal_note"),
        ("Mon 11:00", "effect.stopped", "status=solved"),
        ("Mon 11:30", "ignored.nothing", "customer_reply"),
        ("Mon 11:40", "ignored.nothing", "assignee=ana"),
    ] == effects(promising(), subject, "Mon 12:00")


def test_why_a_message_is_ignored() -> None:
    """A bot, the system and a note are no reply; a second reply finds the clock stopped."""
    subject = ticket(
        ("Mon 09:10", "bot"),
        ("Mon 09:20", "system"),
        ("Mon 09:30", "note"),
        ("Mon 09:40", "agent"),
        ("Mon 09:50", "agent"),
    )
    assert [
        ("Mon 09:00", "effect.started", "created"),
        ("Mon 09:10", "ignored.bot", "bot_reply"),
        ("Mon 09:20", "ignored.system", "system_reply"),
        ("Mon 09:30", "ignored.internal_note", "internal_note"),
        ("Mon 09:40", "effect.stopped", "agent_reply"),
        ("Mon 09:50", "ignored.stopped", "agent_reply"),
    ] == effects(promising("first_response"), subject, "Mon 12:00", "first_response")


def test_oldest_message() -> None:
    """A reply that nobody waits for is ignored, and so is a second message while one waits."""
    subject = ticket(
        ("Mon 09:10", "agent"),
        ("Mon 09:20", "customer"),
        ("Mon 09:30", "customer"),
        ("Mon 09:40", "agent"),
        ("Mon 09:50", "customer"),
    )
    policies = promising("next_response")
    assert [
        ("Mon 09:10", "ignored.not_started", "agent_reply"),
        ("Mon 09:20", "effect.started", "customer_reply"),
        ("Mon 09:30", "ignored.running", "customer_reply"),
        ("Mon 09:40", "effect.stopped", "agent_reply"),
    ] == effects(policies, subject, "Mon 12:00", "next_response", 1)
    assert [("Mon 09:50", "effect.new_cycle", "customer_reply")] == effects(
        policies, subject, "Mon 12:00", "next_response", 2
    )


def test_reply_between_cycles() -> None:
    """A reply that ends an update and begins the next is told by both."""
    policies = promising("periodic_update")
    subject = ticket(("Mon 09:10", "agent"), ("Mon 10:00", "agent"))
    assert [
        ("Mon 09:10", "effect.started", "agent_reply"),
        ("Mon 10:00", "effect.stopped", "agent_reply"),
    ] == effects(policies, subject, "Mon 12:00", "periodic_update", 1)
    assert [("Mon 10:00", "effect.new_cycle", "agent_reply")] == effects(
        policies, subject, "Mon 12:00", "periodic_update", 2
    )


def test_cancelled() -> None:
    """A solved ticket cancels an update, and refuses another while it is solved."""
    subject = ticket(("Mon 09:10", "agent"), ("Mon 10:00", "solved"), ("Mon 10:10", "agent"))
    assert [
        ("Mon 09:10", "effect.started", "agent_reply"),
        ("Mon 10:00", "effect.cancelled", "status=solved"),
        ("Mon 10:10", "ignored.cancel_holds", "agent_reply"),
    ] == effects(promising("periodic_update"), subject, "Mon 12:00", "periodic_update")


def test_stop_holds() -> None:
    """A clock that is wanted while what stops it holds already is not started."""
    policies = desk(
        {"name": "all", "calendar": "office", "targets": {"own": "4h"}},
        metrics={"own": {"start": {"signal": "sold"}, "stop": {"status": "solved"}}},
    )
    subject = ticket(("Mon 09:10", "solved"), ("Mon 10:00", "signal: sold"))
    assert [
        ("Mon 09:10", "ignored.not_started", "status=solved"),
        ("Mon 10:00", "ignored.stop_holds", "signal"),
    ] == effects(policies, subject, "Mon 12:00", "own")


@pytest.mark.parametrize(
    ("again", "code"),
    [("credit", "effect.reopened_credited"), ("count", "effect.reopened_counted")],
)
def test_reopened(again: str, code: str) -> None:
    """A reopening says how long the gap was, and what becomes of it."""
    policies = desk(
        {"name": "all", "calendar": "office", "targets": {"resolution": "4h"}},
        metrics={"resolution": {"again": again}},
    )
    subject = ticket(("Mon 10:00", "solved"), ("Mon 11:30", "new"))
    found = explain(policies, subject, "resolution", at=on("Mon 12:00"))
    assert ("Mon 11:30", code, "status=new") == lines(found)[-1]
    assert "1h30m" == found.decisions[-1].parameters["length"]


def test_reopened_into_a_pause() -> None:
    """What is reopened and paused in one instant says both."""
    policies = desk(
        {"name": "all", "calendar": "office", "targets": {"own": "4h"}},
        metrics={
            "own": {
                "start": "created",
                "stop": {"status": "solved"},
                "pause": {"vip": False},
                "again": "credit",
            }
        },
    )
    subject = ticket(("Mon 10:00", "solved"), ("Mon 11:00", {"status": "new", "vip": False}))
    assert [
        ("Mon 11:00", "effect.reopened_credited", "status=new, vip=False"),
        ("Mon 11:00", "effect.paused", "status=new, vip=False"),
    ] == effects(policies, subject, "Mon 12:00", "own")[-2:]


def test_superseded() -> None:
    """A clock that starts again from zero when it is reopened is one cycle, and says it once."""
    policies = desk(
        {"name": "all", "calendar": "office", "targets": {"resolution": "4h"}},
        metrics={"resolution": {"again": "restart"}},
    )
    subject = ticket(("Mon 10:00", "solved"), ("Mon 11:00", "new"))
    assert [
        ("Mon 09:00", "effect.started", "created"),
        ("Mon 10:00", "effect.stopped", "status=solved"),
        ("Mon 11:00", "effect.reopened_restarted", "status=new"),
    ] == effects(policies, subject, "Mon 12:00")


def test_since() -> None:
    """A pause that ends with a message is ended by the message, which is not ignored as well."""
    policies = desk(
        {
            "name": "all",
            "calendar": "office",
            "pause": {"since": "agent_reply", "until": "customer_reply"},
            "targets": {"resolution": "4h"},
        }
    )
    subject = ticket(("Mon 10:00", "agent"), ("Mon 11:00", "customer"))
    assert [
        ("Mon 09:00", "effect.started", "created"),
        ("Mon 10:00", "effect.paused", "agent_reply"),
        ("Mon 11:00", "effect.resumed", "customer_reply"),
    ] == effects(policies, subject, "Mon 12:00")


def test_due_set() -> None:
    """A due time that was set, and taken back, for this clock; another's changes nothing."""
    promised = on("Tue 10:00")
    more = [
        DueSet(at=on("Mon 10:00"), metric="resolution", due_at=promised, author="bo"),
        DueSet(at=on("Mon 10:30"), metric="first_response", due_at=promised),
        DueSet(at=on("Mon 11:00"), metric="resolution", due_at=None),
    ]
    found = explain(promising(), ticket(more=more), "resolution", at=on("Mon 12:00"))
    assert [
        ("Mon 09:00", "effect.started", "created"),
        ("Mon 10:00", "effect.due_set", "due_set_by"),
        ("Mon 10:30", "ignored.nothing", "due_set"),
        ("Mon 11:00", "effect.due_taken_back", "due_taken_back"),
    ] == lines(found)
    assert promised.isoformat() == found.decisions[-3].parameters["due"]


def test_due_set_for_a_stopped_clock() -> None:
    """What is set when the clock has stopped is too late for it."""
    late = DueSet(at=on("Mon 11:00"), metric="resolution", due_at=on("Tue 10:00"))
    subject = ticket(("Mon 10:00", "solved"), more=[late])
    assert ("Mon 11:00", "ignored.stopped", "due_set") == effects(
        promising(), subject, "Mon 12:00"
    )[-1]


def exempted(cycle: int | None) -> Ticket:
    why = Exemption(at=on("Mon 15:00"), reason="network", author="bo", cycle=cycle)
    replies = ("Mon 09:10", "customer"), ("Mon 14:00", "agent"), ("Mon 14:30", "customer")
    return ticket(*replies, more=[why])


@pytest.mark.parametrize(
    ("cycle", "first", "second"), [(1, True, False), (2, False, True), (None, True, True)]
)
def test_exemption(cycle: int | None, first: bool, second: bool) -> None:
    """An exemption is told by each cycle for which it counts."""
    policies, subject = promising("next_response"), exempted(cycle)
    told = [
        any(
            code == "effect.exempted"
            for _, code, _ in effects(policies, subject, "Mon 16:00", "next_response", number)
        )
        for number in (1, 2)
    ]
    assert [first, second] == told


def test_merge() -> None:
    """A ticket that becomes part of another says of which."""
    subject = ticket(more=[Merge(at=on("Mon 10:00"), into="T-9")])
    found = explain(promising(), subject, "resolution", at=on("Mon 12:00"))
    last = found.decisions[-1]
    assert ("effect.merged", {"event": [{"code": "merge"}], "ticket": "T-9"}) == last[1:]


TIERS = desk(
    {
        "name": "gold",
        "when": {"tier": "gold"},
        "counts_from": "match",
        "calendar": "office",
        "targets": {"resolution": "4h"},
    },
    {"name": "rest", "calendar": "office", "targets": {"resolution": "8h"}},
)


def test_match_takes_over() -> None:
    """A policy that counts from its match ends one clock and begins another; what comes after is
    told by the second alone."""
    subject = ticket(
        ("Mon 10:00", {"tier": "gold"}), ("Mon 10:30", "agent"), ("Mon 11:00", "solved")
    )
    assert [
        ("Mon 09:00", "effect.started", "created"),
        ("Mon 10:00", "effect.policy_changed", "tier=gold"),
        ("Mon 10:00", "effect.cancelled", "tier=gold"),
    ] == effects(TIERS, subject, "Mon 12:00", "rest/resolution")
    assert [
        ("Mon 10:00", "effect.policy_changed", "tier=gold"),
        ("Mon 10:00", "effect.started", "tier=gold"),
        ("Mon 10:30", "ignored.nothing", "agent_reply"),
        ("Mon 11:00", "effect.stopped", "status=solved"),
    ] == effects(TIERS, subject, "Mon 12:00", "gold/resolution")


def test_lost() -> None:
    """A clock whose policy is lost is cancelled, and what would have stopped it is too late."""
    policies = desk(
        {
            "name": "gold",
            "when": {"tier": "gold"},
            "calendar": "office",
            "targets": {"resolution": "4h"},
        }
    )
    subject = ticket(
        ("Mon 10:00", {"tier": "tin"}), ("Mon 11:00", "solved"), fields={"tier": "gold"}
    )
    assert [
        ("Mon 09:00", "effect.started", "created"),
        ("Mon 10:00", "effect.cancelled", "tier=tin"),
        ("Mon 11:00", "ignored.cancelled", "status=solved"),
    ] == effects(policies, subject, "Mon 12:00")


def test_born_stopped() -> None:
    """A clock that is created and met in one instant says both."""
    subject = ticket(("Mon 10:00", "new"), fields={"status": "solved"})
    policies = desk(
        {"name": "all", "calendar": "office", "targets": {"own": "4h"}},
        metrics={"own": {"start": "created", "stop": {"status": "solved"}}},
    )
    assert [
        ("Mon 09:00", "effect.started", "created"),
        ("Mon 09:00", "effect.stopped", "created"),
        ("Mon 10:00", "ignored.stopped", "status=new"),
    ] == effects(policies, subject, "Mon 12:00", "own")


def test_born_paused() -> None:
    """A clock that starts paused says both, and what resumes it."""
    subject = ticket(("Mon 10:00", "new"), fields={"status": "waiting"})
    assert [
        ("Mon 09:00", "effect.started", "created"),
        ("Mon 09:00", "effect.paused", "created"),
        ("Mon 10:00", "effect.resumed", "status=new"),
    ] == effects(promising(), subject, "Mon 12:00")


def test_version_takes_effect() -> None:
    """Where no event did it, a version of the policy that takes effect is what happened."""
    policies = desk(
        {"name": "all", "calendar": "office", "targets": {"resolution": "8h"}},
        {
            "name": "all",
            "from": "2024-05-06T10:00:00+00:00",
            "calendar": "office",
            "pause": {"tier": None},
            "targets": {"resolution": "4h"},
        },
    )
    found = explain(policies, ticket(), "resolution", at=on("Mon 12:00"))
    assert [
        ("Mon 09:00", "effect.started", "created"),
        ("Mon 10:00", "effect.policy_changed", "version"),
        ("Mon 10:00", "effect.target_changed", "version"),
        ("Mon 10:00", "effect.paused", "version"),
    ] == lines(found)


def test_idle() -> None:
    """A clock that never started tells what it was ignored for."""
    subject = ticket(("Mon 10:00", "agent"), ("Mon 11:00", "note"))
    assert [
        ("Mon 10:00", "ignored.not_started", "agent_reply"),
        ("Mon 11:00", "ignored.internal_note", "internal_note"),
    ] == effects(promising("next_response"), subject, "Mon 12:00", "next_response")


def test_not_promised() -> None:
    """A cycle for which nothing was promised belongs to no clock of a policy; its events are told
    as such by the next."""
    policies = desk(
        {
            "name": "gold",
            "when": {"tier": "gold"},
            "calendar": "office",
            "targets": {"next_response": "4h"},
        }
    )
    subject = ticket(
        ("Mon 09:10", "customer"),
        ("Mon 09:20", "agent"),
        ("Mon 10:00", {"tier": "gold"}),
        ("Mon 10:30", "customer"),
    )
    assert [
        ("Mon 09:10", "ignored.not_promised", "customer_reply"),
        ("Mon 09:20", "ignored.not_promised", "agent_reply"),
        ("Mon 10:00", "effect.policy_changed", "tier=gold"),
        ("Mon 10:30", "effect.started", "customer_reply"),
    ] == effects(policies, subject, "Mon 12:00", "next_response")


def test_match_at_the_stop() -> None:
    """A clock that begins with a match in the instant that stops it says both."""
    policies = desk(
        {
            "name": "gold",
            "kind": "ola",
            "when": {"tier": "gold"},
            "calendar": "office",
            "targets": {"resolution": "4h"},
        }
    )
    subject = ticket(("Mon 10:00", {"tier": "gold", "status": "solved"}))
    assert [
        ("Mon 10:00", "effect.policy_changed", "tier=gold"),
        ("Mon 10:00", "effect.started", "tier=gold"),
        ("Mon 10:00", "effect.stopped", "status=solved"),
    ] == effects(policies, subject, "Mon 12:00")
