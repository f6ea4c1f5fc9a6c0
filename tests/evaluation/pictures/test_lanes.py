"""Lanes: which cycles share one, what they are made of, and the hours behind them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from slakit import Evaluation, Message, SlakitError, Ticket, evaluate
from slakit.evaluation.pictures.lanes import Lane, lanes_of
from slakit.instants import EPOCH
from tests.evaluation.desks import desk, on, promising, ticket

CHAT = promising(next_response="4h", resolution="2bd")
TALK = ticket(
    ("Mon 10:00", "agent"),
    ("Mon 14:00", "customer"),
    ("Mon 16:00", "waiting"),
    ("Tue 10:00", "open"),
    ("Tue 11:00", "agent"),
    opened_by="customer",
)


def stretches(lane: Lane) -> list[tuple[str, str, str]]:
    """Return what a lane is made of as texts."""
    return [
        (f"{EPOCH + part.start:%a %H:%M}", f"{EPOCH + part.end:%a %H:%M}", part.kind)
        for run in lane.runs
        for part in run.parts
    ]


def test_cycles_share_a_lane() -> None:
    """Cycles of one clock that follow each other stand in one lane, each metric in its own."""
    lanes = lanes_of(evaluate(CHAT, TALK, at=on("Tue 12:00")))
    assert [("next_response", 2), ("resolution", 1)] == [
        (lane.reading.metric, len(lane.runs)) for lane in lanes
    ]
    expected = [
        ("Mon 09:00", "Mon 10:00", "running"),
        ("Mon 14:00", "Mon 17:00", "running"),
        ("Tue 09:00", "Tue 11:00", "running"),
    ]
    assert expected == stretches(lanes[0])


def test_parts() -> None:
    """Open time that is held is a part of its own, with the status of the ticket."""
    lane = lanes_of(evaluate(CHAT, TALK, at=on("Tue 12:00")))[1]
    expected = [
        ("Mon 09:00", "Mon 12:00", "running"),
        ("Mon 13:00", "Mon 16:00", "running"),
        ("Mon 16:00", "Mon 17:00", "paused"),
        ("Tue 09:00", "Tue 10:00", "paused"),
        ("Tue 10:00", "Tue 12:00", "running"),
    ]
    assert expected == stretches(lane)
    assert [None, None, "waiting", "waiting", None] == [part.status for part in lane.runs[0].parts]


def test_agrees_with_the_explanation() -> None:
    """Lanes are made of what an explanation says was counted or held."""
    evaluation = evaluate(CHAT, TALK, at=on("Wed 12:00"))
    for lane in lanes_of(evaluation):
        for run in lane.runs:
            found = evaluation.explain(run.reading.metric, cycle=run.reading.cycle)
            told = [
                (span.start - EPOCH, span.end - EPOCH)
                for span in found.spans
                if span.reason in ("running", "paused", "reopened_counted", "reopened_credited")
            ]
            assert told == [(part.start, part.end) for part in run.parts]


def test_overlapping_cycles() -> None:
    """Cycles that all count from the creation stand in lanes of their own."""
    policies = desk(
        {
            "name": "all",
            "calendar": "office",
            "counts_from": "field(created_at)",
            "targets": {"next_response": "8h"},
        }
    )
    lanes = lanes_of(evaluate(policies, TALK, at=on("Tue 12:00")))
    assert [1, 1] == [len(lane.runs) for lane in lanes]


def test_hours_change() -> None:
    """The hours behind a lane change when the ticket's calendar does."""
    policies = desk(
        {
            "name": "all",
            "calendar": {"by": "site", "late": "late", "else": "office"},
            "targets": {"resolution": "14h"},
        }
    )
    moved = ticket(("Tue 10:00", {"site": "late"}))
    (lane,) = lanes_of(evaluate(policies, moved, at=on("Wed 12:00")))
    office, late = (policies.calendars[name]._timeline for name in ("office", "late"))
    assert ((timedelta.min, office), (on("Tue 10:00") - EPOCH, late)) == lane.hours


def test_real_time() -> None:
    """Real time knows no closed hours."""
    (lane,) = lanes_of(evaluate(promising(resolution="24h wall"), ticket(), at=on("Tue 08:00")))
    assert ((timedelta.min, None),) == lane.hours
    assert [("Mon 09:00", "Tue 08:00", "running")] == stretches(lane)


def test_idle() -> None:
    """A clock that has not started has a lane with nothing on it, and the hours of its policy."""
    (lane,) = lanes_of(evaluate(promising(next_response="4h"), ticket(), at=on("Mon 10:00")))
    assert ("idle", (), True) == (
        lane.reading.state,
        lane.runs[0].parts,
        lane.hours[0][1] is not None,
    )


def test_policies_in_turn() -> None:
    """A clock that one policy takes over from another has a lane for each policy."""
    policies = desk(
        {
            "name": "gold",
            "when": {"tier": "gold"},
            "calendar": "office",
            "counts_from": "match",
            "targets": {"resolution": "4h"},
        },
        {
            "name": "rest",
            "calendar": "office",
            "counts_from": "match",
            "targets": {"resolution": "8h"},
        },
    )
    changed = ticket(("Mon 11:00", {"tier": "gold"}), ("Mon 14:00", {"tier": "none"}))
    evaluation = evaluate(policies, changed, at=on("Mon 15:00"))
    assert [("rest", 2), ("gold", 1)] == [
        (lane.reading.policy, len(lane.runs)) for lane in lanes_of(evaluation)
    ]


def test_long_history() -> None:
    """Five thousand cycles take no more than each its share."""
    talk = [
        (moment, who)
        for i in range(5_000)
        for moment, who in ((2 * i, "customer"), (2 * i + 1, "agent"))
    ]
    start = on("Mon 09:00")
    events = [
        Message(at=start + timedelta(minutes=minutes), author=who)  # type: ignore[arg-type]
        for minutes, who in talk
    ]
    long = Ticket(id="T", created_at=start, events=events)
    (lane,) = lanes_of(evaluate(promising(next_response="4h"), long, at=on("+Mon 09:00")))
    assert 5_000 == len(lane.runs)


def test_plain_data() -> None:
    """An evaluation that was read from plain data does not know what its clocks were made of."""
    evaluation = evaluate(CHAT, TALK, at=on("Tue 12:00"))
    with pytest.raises(SlakitError, match="does not know the history of ticket 'T-1'"):
        lanes_of(Evaluation.from_data(evaluation.to_data()))
