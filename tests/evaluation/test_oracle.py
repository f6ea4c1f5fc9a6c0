"""The slow evaluator itself, on tickets worked out by hand.

The office opens at 09:00, has lunch from 12:00 to 13:00 and closes at 17:00, in UTC.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.evaluation.oracle import Reading, next_change, read
from tests.evaluation.oracle_promises import Desk
from tests.evaluation.oracle_world import Happening, History
from tests.oracle import DAY, WEEKDAYS, minute_of

STATUSES = {"paused": ["waiting"], "resolved": ["solved"], "closed": ["closed"]}
CALENDARS: dict[str, Any] = {
    "office": {"tz": "UTC", "hours": {d: ["09:00-12:00", "13:00-17:00"] for d in WEEKDAYS[:5]}},
    "always": {"tz": "UTC", "hours": {d: ["00:00-24:00"] for d in WEEKDAYS}},
}
Event = tuple[str, Happening]


MONDAY = minute_of(datetime(2024, 5, 6, tzinfo=UTC))


def at(text: str) -> int:
    """Return the minute of "Mon 09:00" of that week."""
    day = ("Mon", "Tue", "Wed").index(text[:3])
    return MONDAY + day * DAY + int(text[4:6]) * 60 + int(text[7:])


def m(text: str | None) -> int | None:
    return None if text is None else at(text)


def desk(*policies: dict[str, Any], **of_set: Any) -> Desk:
    data = {"calendars": CALENDARS, "statuses": STATUSES, "policies": list(policies), **of_set}
    return Desk(data)


def every(amount: Any, metric: str = "resolution", **rest: Any) -> dict[str, Any]:
    return {"name": "all", "calendar": "office", "targets": {metric: amount}, **rest}


def history(*events: Event, created: str = "Mon 09:00", **fields: Any) -> History:
    return History(
        at(created),
        fields,
        [
            (
                at(when),
                {"status": what} if what in ("waiting", "solved", "open", "closed") else what,
            )
            for when, what in events
        ],
    )


def cycles(found: Desk, story: History, when: str) -> list[Reading]:
    return read(found, story, at(when))


def test_a_length_stands_still() -> None:
    """One hour, a pause of two hours of which one is lunch, three hours more: 16:00."""
    story = history(("Mon 10:00", "waiting"), ("Mon 11:00", "open"))
    (reading,) = cycles(desk(every("4h")), story, "Mon 13:30")
    assert (m("Mon 15:00"), 150, 60, 60) == (
        reading.due_at,
        reading.elapsed,
        reading.paused,
        reading.closed,
    )


def test_a_rule_moves_by_open_time() -> None:
    """1bd from Monday 10:00 is Tuesday 10:00; an hour's pause in hours makes it 11:00."""
    story = history(("Mon 11:00", "waiting"), ("Mon 12:30", "open"), created="Mon 10:00")
    (reading,) = cycles(desk(every("1bd")), story, "Mon 14:00")
    assert m("Tue 11:00") == reading.due_at


def test_paused() -> None:
    """A paused clock has no due time; resumed now, three of its four hours are left."""
    (reading,) = cycles(desk(every("4h")), history(("Mon 10:00", "waiting")), "Mon 11:00")
    assert ("paused", None, m("Mon 15:00")) == (
        reading.status,
        reading.due_at,
        reading.due_if_resumed_at,
    )


@pytest.mark.parametrize(
    ("again", "numbers", "due", "elapsed"),
    [
        # Stopped after an hour, reopened at 14:00, asked at 15:00.
        ("ignore", [1], "Mon 14:00", 60),
        ("credit", [1], "Mon 17:00", 120),
        ("count", [1], "Mon 14:00", 300),
        ("new_cycle", [1, 2], "Tue 10:00", 60),
        ("chain", [1, 2], "Tue 10:00", 60),
        ("restart", [1], "Tue 10:00", 60),
    ],
)
def test_again(again: str, numbers: list[int], due: str, elapsed: int) -> None:
    """A stopped clock that is wanted again does as it is told."""
    story = history(("Mon 10:00", "solved"), ("Mon 14:00", "open"))
    found = cycles(desk(every("4h"), metrics={"resolution": {"again": again}}), story, "Mon 15:00")
    assert numbers == [reading.cycle for reading in found]
    assert (m(due), elapsed) == (found[-1].due_at, found[-1].elapsed)


def test_chain() -> None:
    """A cycle that ends early makes the next one start at its due time, and wait until then."""
    story = history(("Mon 10:00", "agent"), ("Mon 10:15", "agent"))
    policies = desk(every("1h", "periodic_update"), metrics={"periodic_update": {"again": "chain"}})
    first, second = cycles(policies, story, "Mon 10:30")
    assert ("met", m("Mon 11:00")) == (first.status, first.due_at)
    assert ("idle", m("Mon 11:00"), m("Mon 12:00")) == (
        second.status,
        second.started_at,
        second.due_at,
    )
    assert m("Mon 11:00") == next_change(policies, story, at("Mon 10:30"))


def test_a_breach_is_not_dated_back() -> None:
    """A target cut to an hour at 12:00 is missed then; a longer one later does not undo it."""
    amounts = {"by": "priority", "high": "1h", "else": "8h"}
    story = history(("Mon 12:00", {"priority": "high"}), ("Mon 13:00", {"priority": "low"}))
    for sticky, breached_at in ((True, "Mon 12:00"), (False, None)):
        (reading,) = cycles(desk(every(amounts), sticky=sticky), story, "Mon 13:00")
        assert (m("Tue 10:00"), m(breached_at)) == (reading.due_at, reading.breached_at)


def test_counts_from() -> None:
    """Another policy goes on, or ends the clock and begins one; pauses before are a choice."""
    gold = {**every("2h"), "name": "gold", "when": {"tier": "gold"}}
    story = history(
        ("Mon 10:00", "waiting"), ("Mon 11:00", "open"), ("Mon 14:00", {"tier": "gold"})
    )
    (reading,) = cycles(desk(gold, every("8h")), story, "Mon 14:00")
    assert ("gold", m("Mon 12:00"), m("Mon 14:00")) == (
        reading.policy,
        reading.due_at,
        reading.breached_at,
    )
    (reading,) = cycles(desk(gold, every("8h"), earlier_pauses="count"), story, "Mon 14:00")
    assert m("Mon 11:00") == reading.due_at
    old, new = cycles(desk(gold, every("8h"), counts_from="match"), story, "Mon 15:00")
    assert ("all", "cancelled", 1) == (old.policy, old.status, old.cycle)
    assert ("gold", m("Mon 16:00"), 60, 1) == (new.policy, new.due_at, new.elapsed, new.cycle)


@pytest.mark.parametrize(
    ("change", "due"),
    # Three hours are used at 13:00; with the hours around the clock, four.
    [("slice", "Mon 18:00"), ("last", "Mon 17:00"), ("at_start", "Tue 10:00")],
)
def test_calendar_change(change: str, due: str) -> None:
    """Hours that change while the clock runs."""
    policies = desk(every("8h", calendar="field(site)"), on_calendar_change=change)
    story = history(("Mon 13:00", {"site": "always"}), site="office")
    (reading,) = cycles(policies, story, "Mon 14:00")
    assert m(due) == reading.due_at


def test_warnings() -> None:
    """3 h of 4 h at 12:00, half an hour before 14:00, and at risk from the first on."""
    policies = desk(every("4h", warn={"soon": "75%", "last": "-30m"}))
    (reading,) = cycles(policies, history(), "Mon 12:00")
    assert [("soon", m("Mon 12:00")), ("last", m("Mon 13:30"))] == reading.warnings
    assert "at_risk" == reading.status
    assert m("Mon 12:00") == next_change(policies, history(), at("Mon 09:00"))


def test_versions() -> None:
    """A version of two hours at 12:00 is missed at once, unless the ticket keeps the first."""
    later = every("2h", **{"from": "2024-05-06T12:00:00Z"})
    for versions, breached_at in (("follow", "Mon 12:00"), ("pin", None)):
        policies = desk(every("8h"), later, versions=versions)
        (reading,) = cycles(policies, history(), "Mon 13:00")
        assert m(breached_at) == reading.breached_at
