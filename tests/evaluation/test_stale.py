"""A state goes on under other policies: used time stays used, the rest is spent on the new ones."""

from __future__ import annotations

import json
from typing import Any

import pytest

from slakit import ClockReading, PolicySet
from slakit.errors import StaleState
from slakit.evaluation.tracker import Tracker, TrackerState
from tests.evaluation.desks import Happening, desk, expected, facts, on, ticket


def promising(amount: str, calendar: str = "office", **more: Any) -> PolicySet:
    return desk({"name": "all", "calendar": calendar, "targets": {"resolution": amount}, **more})


def carried(old: PolicySet, new: PolicySet, *happenings: Happening) -> tuple[Tracker, TrackerState]:
    """Return the state of a ticket that was kept under one set and is loaded under another."""
    tracker = Tracker(old)
    data = json.loads(json.dumps(tracker.save(tracker.open(ticket(*happenings)))))
    return Tracker(new), Tracker(new).load(data)


def read(old: PolicySet, new: PolicySet, at: str, *happenings: Happening) -> ClockReading:
    tracker, state = carried(old, new, *happenings)
    return tracker.read(state, on(at))["resolution"]


# The office is open from 09:00 to 12:00 and from 13:00 to 18:00; the ticket is of Monday 09:00.
NOTE: Happening = ("Mon 11:00", "note")


@pytest.mark.parametrize(
    ("amount", "calendar", "stated"),
    [
        # Two hours are used, and three are left of five, around the clock.
        ("5h", "always", {"due_at": "Mon 14:00", "elapsed": "2h30m", "remaining": "2h30m"}),
        ("3h", "office", {"due_at": "Mon 12:00", "elapsed": "2h30m", "remaining": "30m"}),
        # More is used than the new amount: that is known from the last event on.
        (
            "1h",
            "office",
            {"due_at": "Mon 11:00", "breached_at": "Mon 11:00", "elapsed": "2h30m"},
        ),
        # Two open hours count as two hours of real time.
        ("5h wall", "office", {"due_at": "Mon 14:00", "elapsed": "2h30m"}),
    ],
)
def test_used_time_stays_used(amount: str, calendar: str, stated: dict[str, str]) -> None:
    """What had passed by the last event is kept; what is left is spent on the new hours."""
    found = read(promising("4h"), promising(amount, calendar), "Mon 11:30", NOTE)
    assert expected(**stated) == facts(found, stated)


def test_in_hours_that_were() -> None:
    """Time that was used at night stays used where nobody works at night any more."""
    late: Happening = ("Tue 09:00", "note")
    found = read(promising("30h", "always"), promising("30h"), "Tue 10:00", late)
    stated = {"elapsed": "25h", "remaining": "5h", "started_at": "Mon 09:00"}
    assert expected(**stated) == facts(found, stated)


def test_pauses_stay_paused() -> None:
    """A pause that was counted is kept with its length, and one that lasts goes on."""
    pause: list[Happening] = [("Mon 10:00", "waiting"), ("Mon 11:00", "new"), NOTE]
    found = read(promising("4h"), promising("5h", "always"), "Mon 11:30", *pause)
    stated = {"elapsed": "1h30m", "paused": "1h", "due_at": "Mon 15:00"}
    assert expected(**stated) == facts(found, stated)
    waiting = read(
        promising("4h"), promising("5h", "always"), "Mon 11:30", ("Mon 10:00", "waiting")
    )
    assert ("paused", None) == (waiting.state, waiting.due_at)
    stated = {"elapsed": "1h", "paused": "1h30m", "due_if_resumed_at": "Mon 15:30"}
    assert expected(**stated) == facts(waiting, stated)


def test_a_breach_stays() -> None:
    """What was late before is late since then, also where more is promised now."""
    found = read(promising("1h"), promising("8h"), "Mon 11:30", NOTE)
    assert ("breached", on("Mon 10:00")) == (found.status, found.breached_at)


def test_warnings_follow() -> None:
    """Three quarters of five hours are used 1h45m after two hours of them."""
    new = promising("5h", "always", warn={"soon": "75%"})
    found = read(promising("4h"), new, "Mon 11:30", NOTE)
    assert on("Mon 12:45") == found.warnings[0].at


def test_what_comes_next() -> None:
    """Events go on as before: a solution stops the clock, and the step says what happened."""
    tracker, state = carried(promising("4h"), promising("5h", "always"), NOTE)
    solved = ticket(("Mon 13:59", "solved")).events
    step = tracker.apply(state, *solved)
    assert "met" == tracker.read(step.state, on("Mon 15:00"))["resolution"].status
    assert any("resolution: used time stays used" in note for note in step.notes)
    assert () == tracker.apply(step.state, *ticket(("Mon 16:00", "note")).events).notes


def test_saved_once_more() -> None:
    """What was carried over is saved and carried over again."""
    tracker, state = carried(promising("4h"), promising("5h", "always"), NOTE)
    again = tracker.load(json.loads(json.dumps(tracker.save(state))))
    assert tracker.read(state, on("Mon 12:00")) == tracker.read(again, on("Mon 12:00"))
    third = Tracker(promising("4h"))
    back = third.load(json.loads(json.dumps(tracker.save(state))))
    found = third.read(back, on("Mon 11:30"))["resolution"]
    assert expected(elapsed="2h30m", due_at="Mon 14:00") == facts(
        found, {"elapsed": "", "due_at": ""}
    )


def test_strict() -> None:
    """Strictly, a state of other policies is refused by name."""
    tracker = Tracker(promising("4h"))
    data = tracker.save(tracker.open(ticket()))
    with pytest.raises(StaleState, match="'T-1' was kept under other policies or calendars"):
        Tracker(promising("5h")).load(data, strict=True)
    assert tracker.load(data, strict=True)


def test_other_zone_data() -> None:
    """So is one of other zone data."""
    tracker = Tracker(promising("4h"))
    data = {**tracker.save(tracker.open(ticket())), "zones": "0123456789abcdef"}
    with pytest.raises(StaleState, match="under other zone data"):
        tracker.load(data, strict=True)
    assert expected(due_at="Mon 14:00") == facts(
        tracker.read(tracker.load(data), on("Mon 10:00"))["resolution"], {"due_at": ""}
    )


def test_of_another_tracker() -> None:
    """A state in the memory of one tracker is not used by another without being loaded."""
    state = Tracker(promising("4h")).open(ticket())
    with pytest.raises(StaleState, match="'T-1' is another tracker's; save it"):
        Tracker(promising("5h")).read(state, on("Mon 10:00"))
