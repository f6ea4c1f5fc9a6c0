"""Metric and history -> cycles of spans, without an amount and without hours."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given

from slakit import Merge, PolicySet
from slakit.evaluation.clock import Cycle, run_clock
from slakit.evaluation.history import fold
from slakit.instants import EPOCH
from slakit.policies.metrics import STANDARD_METRICS
from tests.evaluation.desks import Happening, desk, on, read, ticket
from tests.evaluation.histories import histories, ticket_of

LONG_AFTER = on("+Sun 00:00") - EPOCH
EVERYTHING = desk(
    {
        "name": "all",
        "calendar": "always",
        "targets": dict.fromkeys(STANDARD_METRICS, "none"),
    }
)


def run(policies: PolicySet, metric: str, subject: Any) -> list[Cycle]:
    selector = policies._selector
    history = fold(subject, selector, LONG_AFTER)
    return run_clock(selector.machines[metric], history.ats, history.facts)


def cycles(words: dict[str, Any], *happenings: Happening, **options: Any) -> list[Cycle]:
    """Return the cycles of a metric with these words."""
    policies = desk(
        {"name": "all", "calendar": "always", "targets": {"own": "none"}}, metrics={"own": words}
    )
    return run(policies, "own", ticket(*happenings, **options))


def standard(metric: str, *happenings: Happening, **options: Any) -> Cycle:
    """Return the one cycle of a standard metric."""
    (found,) = run(EVERYTHING, metric, ticket(*happenings, **options))
    return found


def text(moment: Any) -> str | None:
    """Return an instant as people write it."""
    return None if moment is None else (EPOCH + moment).strftime("%a %H:%M")


def spans(found: Cycle) -> list[tuple[str, str | None, str | None]]:
    return [(kind, text(start), text(end)) for kind, start, end in found.spans]


def lives(found: list[Cycle]) -> list[tuple[str | None, str | None, str | None]]:
    """Return when each cycle started, was stopped and was cancelled."""
    return [(text(each.started), text(each.stopped), text(each.cancelled)) for each in found]


RESOLUTION = [
    pytest.param((), [("running", "Mon 09:00", None)], None, id="runs from the creation"),
    pytest.param(
        (("Mon 10:00", "waiting"), ("Mon 11:00", "open")),
        [
            ("running", "Mon 09:00", "Mon 10:00"),
            ("paused", "Mon 10:00", "Mon 11:00"),
            ("running", "Mon 11:00", None),
        ],
        None,
        id="pause",
    ),
    pytest.param(
        (("Mon 09:00", "waiting"),), [("paused", "Mon 09:00", None)], None, id="born paused"
    ),
    pytest.param(
        (("Mon 10:00", {"priority": "high"}), ("Mon 11:00", "agent"), ("Mon 12:00", "new")),
        [("running", "Mon 09:00", None)],
        None,
        id="what does not concern it leaves no trace",
    ),
    pytest.param(
        (("Mon 10:00", "waiting"), ("Mon 11:00", {"status": "waiting", "x": 1})),
        [("running", "Mon 09:00", "Mon 10:00"), ("paused", "Mon 10:00", None)],
        None,
        id="a pause goes on",
    ),
    pytest.param(
        (("Mon 10:00", "solved"), ("Mon 11:00", "closed")),
        [("running", "Mon 09:00", "Mon 10:00")],
        "Mon 10:00",
        id="stops once",
    ),
    pytest.param(
        (("Mon 10:00", "waiting"), ("Mon 11:00", "solved")),
        [("running", "Mon 09:00", "Mon 10:00"), ("paused", "Mon 10:00", "Mon 11:00")],
        "Mon 11:00",
        id="stops while paused",
    ),
    pytest.param(
        (("Mon 10:00", "solved"), ("Mon 11:00", "waiting"), ("Mon 12:00", "open")),
        [
            ("running", "Mon 09:00", "Mon 10:00"),
            ("gap", "Mon 10:00", "Mon 11:00"),
            ("paused", "Mon 11:00", "Mon 12:00"),
            ("running", "Mon 12:00", None),
        ],
        None,
        id="reopened while waiting",
    ),
]


@pytest.mark.parametrize(("happenings", "expected", "stopped"), RESOLUTION)
def test_resolution(
    happenings: tuple[Happening, ...], expected: list[Any], stopped: str | None
) -> None:
    """The spans of the resolution clock follow the status category."""
    found = standard("resolution", *happenings)
    assert expected == spans(found)
    assert stopped == text(found.stopped)


def test_born_stopped() -> None:
    """A clock that starts solved has run for no time at all."""
    found = standard("resolution", fields={"status": "solved"})
    assert found.started == found.stopped
    assert [("running", "Mon 09:00", "Mon 09:00")] == spans(found)


def test_first_response() -> None:
    """It runs through pauses and solutions until an agent replies, and then it is over."""
    waits = (("Mon 10:00", "waiting"), ("Mon 11:00", "solved"), ("Mon 11:30", "open"))
    found = standard("first_response", *waits, ("Mon 12:00", "agent"), ("Mon 13:00", "agent"))
    assert [("running", "Mon 09:00", "Mon 12:00")] == spans(found)
    assert "Mon 12:00" == text(found.stopped)


def test_no_instant() -> None:
    """A ticket that is not created yet has no clock."""
    selector = EVERYTHING._selector
    nothing = fold(ticket(), selector, on("Mon 08:59") - EPOCH)
    assert [] == run_clock(selector.machines["resolution"], nothing.ats, nothing.facts)


STANDARD = [
    # From the oldest unanswered message of the customer to the next reply, and again.
    (
        "next_response",
        (
            ("Mon 10:00", "customer"),
            ("Mon 11:00", "customer"),
            ("Mon 12:00", "agent"),
            ("Mon 13:00", "agent"),
            ("Mon 14:00", "customer"),
        ),
        [("Mon 10:00", "Mon 12:00", None), ("Mon 14:00", None, None)],
    ),
    # Each message of an agent ends one cycle and begins the next, until the ticket is over;
    # what is over begins none.
    (
        "periodic_update",
        (
            ("Mon 10:00", "agent"),
            ("Mon 11:00", "customer"),
            ("Mon 12:00", "agent"),
            ("Mon 13:00", "solved"),
            ("Mon 14:00", "agent"),
            ("Mon 15:00", "open"),
            ("Mon 16:00", "agent"),
        ),
        [
            ("Mon 10:00", "Mon 12:00", None),
            ("Mon 12:00", None, "Mon 13:00"),
            ("Mon 16:00", None, None),
        ],
    ),
    # The reply that solves the ticket ends the cycle and begins none.
    (
        "periodic_update",
        (("Mon 10:00", "agent"), ("Mon 12:00", "agent"), ("Mon 12:00", "solved")),
        [("Mon 10:00", "Mon 12:00", None)],
    ),
    (
        "time_to_own",
        (("Mon 10:00", {"assignee": "ana"}), ("Mon 11:00", {"assignee": None})),
        [("Mon 09:00", "Mon 10:00", None)],
    ),
    # From each group that takes it up to the next group, or to the end.
    (
        "group_ownership",
        (
            ("Mon 10:00", {"group": "network"}),
            ("Mon 11:00", {"group": "network"}),
            ("Mon 12:00", {"group": "desktop"}),
            ("Mon 13:00", {"group": None}),
            ("Mon 14:00", {"group": "network"}),
            ("Mon 15:00", "solved"),
        ),
        [
            ("Mon 10:00", "Mon 12:00", None),
            ("Mon 12:00", "Mon 13:00", None),
            ("Mon 14:00", "Mon 15:00", None),
        ],
    ),
]


@pytest.mark.parametrize(("metric", "happenings", "expected"), STANDARD)
def test_standard_metrics(metric: str, happenings: Any, expected: list[Any]) -> None:
    """The cycles of the standard metrics are those that the case says."""
    assert expected == lives(run(EVERYTHING, metric, ticket(*happenings)))


GO, DONE, DROP = {"signal": "go"}, {"signal": "done"}, {"signal": "drop"}
EDGES = {"start": GO, "stop": DONE, "cancel": DROP}
LEVELS = {"start": GO, "stop": {"stage": "done"}, "cancel": {"stage": "dropped"}}
STAGE = {"fields": {"stage": "new"}}


def go(time: str) -> Happening:
    return f"Mon {time}", "signal: go"


def stage(time: str, value: str) -> Happening:
    return f"Mon {time}", {"stage": value}


WORDS = [
    pytest.param(
        EDGES,
        (go("10:00"), go("11:00"), ("Mon 12:00", "signal: done")),
        [("Mon 10:00", "Mon 12:00", None)],
        id="a start while running is ignored",
    ),
    pytest.param(
        EDGES,
        (("Mon 10:00", "signal: done"), go("10:00"), ("Mon 11:00", "signal: done")),
        [("Mon 10:00", "Mon 11:00", None)],
        id="a stop edge at the start came too early",
    ),
    pytest.param(
        EDGES,
        (go("10:00"), ("Mon 11:00", "signal: drop"), ("Mon 12:00", "signal: done")),
        [("Mon 10:00", None, "Mon 11:00")],
        id="what is cancelled is stopped no more",
    ),
    pytest.param(
        EDGES,
        (go("10:00"), ("Mon 11:00", "signal: drop"), go("12:00"), ("Mon 13:00", "signal: done")),
        [("Mon 10:00", None, "Mon 11:00"), ("Mon 12:00", "Mon 13:00", None)],
        id="a cancelled clock starts again",
    ),
    pytest.param(
        EDGES,
        (go("10:00"), ("Mon 11:00", "signal: drop"), go("11:00")),
        [("Mon 10:00", None, "Mon 11:00"), ("Mon 11:00", None, None)],
        id="cancelled and started in one instant",
    ),
    pytest.param(
        EDGES,
        (go("10:00"), ("Mon 11:00", "signal: drop"), ("Mon 11:00", "signal: done")),
        [("Mon 10:00", "Mon 11:00", None)],
        id="a stop acts before a cancellation",
    ),
    pytest.param(
        EDGES,
        (go("10:00"), ("Mon 11:00", "signal: done"), ("Mon 12:00", "signal: drop")),
        [("Mon 10:00", "Mon 11:00", None)],
        id="a stopped clock is cancelled no more",
    ),
    pytest.param(
        EDGES,
        (("Mon 10:00", "signal: drop"), go("10:00")),
        [("Mon 10:00", None, None)],
        id="a cancel edge at the start came too early",
    ),
    pytest.param(
        LEVELS,
        (stage("10:00", "dropped"), go("10:00"), go("11:00"), stage("12:00", "new"), go("13:00")),
        [("Mon 13:00", None, None)],
        id="a cancel level refuses a start, and leaves no trace of it",
    ),
    pytest.param(
        LEVELS,
        (go("10:00"), stage("11:00", "dropped")),
        [("Mon 10:00", None, "Mon 11:00")],
        id="a cancel level cancels",
    ),
    pytest.param(
        LEVELS,
        (stage("10:00", "done"), go("11:00"), stage("12:00", "new"), go("13:00")),
        [("Mon 13:00", None, None)],
        id="a stop level that held before refuses a start",
    ),
    pytest.param(
        LEVELS,
        (stage("10:00", "done"), go("10:00")),
        [("Mon 10:00", "Mon 10:00", None)],
        id="born stopped",
    ),
    pytest.param(
        LEVELS,
        (go("10:00"), stage("11:00", "done"), go("12:00"), stage("13:00", "new"), go("14:00")),
        [("Mon 10:00", "Mon 11:00", None)],
        id="again is ignored where nothing is said",
    ),
]


@pytest.mark.parametrize(("words", "happenings", "expected"), WORDS)
def test_words(words: dict[str, Any], happenings: Any, expected: list[Any]) -> None:
    """Stop, cancel and start act in this order, each on what the one before left."""
    assert expected == lives(cycles(words, *happenings, **STAGE))


RESTARTS = [
    # The customer's latest message counts, and not the oldest.
    ({"restart": "customer_reply"}, (("Mon 10:00", "customer"), ("Mon 11:00", "customer")), 11),
    # A level restarts where it begins to hold, and not for as long as it does.
    ({"restart": {"vip": True}}, (("Mon 10:00", {"vip": True}), ("Mon 11:00", {"x": 1})), 10),
    ({"restart": "none"}, (("Mon 10:00", "customer"),), 9),
    # It acts on the clock that the stop left, which is none.
    (
        {"restart": "customer_reply"},
        (("Mon 10:00", "customer"), ("Mon 11:00", "signal: done"), ("Mon 11:00", "customer")),
        10,
    ),
]


@pytest.mark.parametrize(("words", "happenings", "hour"), RESTARTS)
def test_restart(words: dict[str, Any], happenings: Any, hour: int) -> None:
    """An open cycle counts anew from a restart, and stays the same cycle."""
    (found,) = cycles({"start": "created", "stop": DONE, **words}, *happenings)
    assert f"Mon {hour:02}:00" == text(found.started)
    assert f"Mon {hour:02}:00" == spans(found)[0][1]


def test_restart_while_paused() -> None:
    """It counts anew, and is paused still; what ran before is forgotten."""
    words = {"start": "created", "stop": DONE, "pause": {"category": "paused"}}
    (found,) = cycles(
        {**words, "restart": "customer_reply"},
        ("Mon 10:00", "waiting"),
        ("Mon 11:00", "customer"),
        ("Mon 12:00", "open"),
    )
    assert [("paused", "Mon 11:00", "Mon 12:00"), ("running", "Mon 12:00", None)] == spans(found)


AGAIN: dict[str, list[list[tuple[str, str | None, str | None]]]] = {
    "ignore": [[("running", "Mon 09:00", "Mon 11:00")]],
    "new_cycle": [[("running", "Mon 09:00", "Mon 11:00")], [("running", "Mon 14:00", None)]],
    # Where it starts, which may be later, is told by a due time and so by a target.
    "chain": [[("running", "Mon 09:00", "Mon 11:00")], [("running", "Mon 14:00", None)]],
    "count": [
        [
            ("running", "Mon 09:00", "Mon 11:00"),
            ("counted", "Mon 11:00", "Mon 14:00"),
            ("running", "Mon 14:00", None),
        ]
    ],
    "credit": [
        [
            ("running", "Mon 09:00", "Mon 11:00"),
            ("gap", "Mon 11:00", "Mon 14:00"),
            ("running", "Mon 14:00", None),
        ]
    ],
    "restart": [[("running", "Mon 14:00", None)]],
}


class TestAgain:
    """What a stopped clock does when it is wanted once more."""

    @pytest.mark.parametrize("again", AGAIN)
    def test_level_turns_false(self, again: str) -> None:
        """A reopened ticket wants its clock, though nothing starts it."""
        words = {"start": "created", "stop": {"category": "resolved"}, "again": again}
        found = cycles(words, ("Mon 11:00", "solved"), ("Mon 14:00", "open"))
        assert AGAIN[again] == [spans(each) for each in found]

    @pytest.mark.parametrize("again", AGAIN)
    def test_start_recurs(self, again: str) -> None:
        """Where an edge stopped it, only a start wants it again."""
        words = {"start": ["created", GO], "stop": DONE, "again": again}
        found = cycles(words, ("Mon 11:00", "signal: done"), ("Mon 12:00", "agent"), go("14:00"))
        assert AGAIN[again] == [spans(each) for each in found]

    @pytest.mark.parametrize("again", AGAIN)
    def test_still_stopped(self, again: str) -> None:
        """While the stop level holds, no start wants it again."""
        words = {"start": ["created", GO], "stop": {"category": "resolved"}, "again": again}
        found = cycles(words, ("Mon 11:00", "solved"), go("14:00"))
        assert [("Mon 09:00", "Mon 11:00", None)] == lives(found)

    def test_chained(self) -> None:
        """The first cycle follows none; the others start where those before were due."""
        words = {"start": "agent_reply", "stop": "agent_reply", "again": "chain"}
        found = cycles(words, ("Mon 10:00", "agent"), ("Mon 11:00", "agent"))
        assert [False, True] == [each.chained for each in found]


class TestMerge:
    """The ticket became part of another one."""

    merge = (Merge(at=on("Mon 12:00"), into="T-9"),)

    def test_open(self) -> None:
        """An open clock is cancelled, and none starts later."""
        found = cycles({**EDGES, "again": "new_cycle"}, go("10:00"), go("13:00"), more=self.merge)
        assert [("Mon 10:00", None, "Mon 12:00")] == lives(found)

    def test_stopped(self) -> None:
        """A stopped clock stays stopped, whatever becomes of the ticket."""
        words = {"start": "created", "stop": {"category": "resolved"}, "again": "credit"}
        found = cycles(words, ("Mon 11:00", "solved"), ("Mon 14:00", "open"), more=self.merge)
        assert [("Mon 09:00", "Mon 11:00", None)] == lives(found)

    def test_stopped_there(self) -> None:
        """What stops in that instant is stopped: a stop acts first."""
        found = cycles(EDGES, go("10:00"), ("Mon 12:00", "signal: done"), more=self.merge)
        assert [("Mon 10:00", "Mon 12:00", None)] == lives(found)


def test_pause_rules_in_turn() -> None:
    """Where the policies' pause rules differ, each counts while its policy is in force."""
    pausing = {"calendar": "always", "targets": {"resolution": "4h"}, "when": {"tier": "gold"}}
    never = {"calendar": "always", "targets": {"resolution": "4h"}, "pause": "none"}
    policies = desk({"name": "gold", **pausing}, {"name": "tin", **never})
    subject = ticket(
        ("Mon 10:00", "waiting"),
        ("Mon 11:00", {"tier": "tin"}),
        ("Mon 12:00", {"tier": "gold"}),
        fields={"tier": "gold"},
    )
    found = read(policies, subject, "Mon 12:30")
    assert ("paused", timedelta(hours=2)) == (found.state, found.elapsed)
    assert timedelta(hours=1, minutes=30) == found.paused


@given(history=histories())
def test_spans_cover_the_clock(history: Any) -> None:
    """Spans run from start to end without gap and overlap; neighbours are of different kinds."""
    for name in STANDARD_METRICS:
        for found in run(EVERYTHING, name, ticket_of(history)):
            assert found.started == found.spans[0][1]
            assert (found.stopped or found.cancelled) == found.spans[-1][2]
            for (kind, start, end), (following, begin, _) in pairwise(found.spans):
                assert end == begin
                # A gap separates two stretches that may be of one kind, and only a clock that
                # was born stopped begins with an empty one.
                assert kind != following
                assert start < begin or start == found.started
