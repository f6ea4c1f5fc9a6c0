"""A state goes on under other policies: used time stays used, the rest is spent on the new ones."""

from __future__ import annotations

import json
from typing import Any

import pytest

from slakit import ClockReading, Message, PolicySet
from slakit.errors import StaleState, StateError, TicketError
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


def test_each_policy_its_own_clock() -> None:
    """Where all policies count, clocks go on by the names of their policies, in any order."""

    def both(*names: str) -> PolicySet:
        targets = {"a": "14h", "b": "28h"}
        return desk(
            *(
                {"name": name, "calendar": "always", "targets": {"resolution": targets[name]}}
                for name in names
            ),
            match="all",
        )

    tracker, state = carried(both("a", "b"), both("b", "a"), ("Mon 11:00", "note"))
    found = tracker.read(state, on("Mon 22:30"))
    assert on("Mon 23:00") == found["a/resolution"].due_at
    assert on("Tue 13:00") == found["b/resolution"].due_at


def test_fields_that_were_not_kept() -> None:
    """New policies that look at other fields are not answered by guessing what those were."""
    old, gold = promising("4h"), {"name": "gold", "when": {"tier": "gold"}, "calendar": "office"}
    rest = {"name": "rest", "calendar": "office", "targets": {"resolution": "4h"}}
    new = Tracker(desk({**gold, "targets": {"resolution": "1h"}}, rest))
    tracker = Tracker(old)
    data = tracker.save(tracker.open(ticket(NOTE, fields={"tier": "gold"})))
    with pytest.raises(StaleState, match="does not know tier, at which these policies look"):
        new.load(data)
    found = new.read(new.load(data, fields={"tier": "gold"}), on("Mon 11:30"))
    assert "gold" == found["resolution"].policy


DAMAGE: dict[str, Any] = {
    "text": "{}",
    "nothing": None,
    "a list": [],
    "empty": {},
    "a form that is no number": {"form": True},
}


@pytest.mark.parametrize("data", DAMAGE.values(), ids=DAMAGE)
def test_no_state(data: Any) -> None:
    """What is no state is refused as such."""
    with pytest.raises(StateError, match="this is no state of a tracker"):
        Tracker(promising("4h")).load(data)


PATHS: list[tuple[Any, ...]] = [
    ("told",),
    ("settled",),
    ("tracks",),
    ("pending",),
    ("fields",),
    ("created_at",),
    ("tracks", 0, "clocks"),
    ("tracks", 0, "track"),
    ("tracks", 0, "track", 0, "at"),
    ("tracks", 0, "clocks", "resolution", "state"),
    ("tracks", 0, "clocks", "resolution", "cycles", 0, "turns"),
    ("tracks", 0, "clocks", "resolution", "cycles", 0, "used"),
    ("tracks", 0, "clocks", "resolution", "numbers"),
]


@pytest.mark.parametrize("of_these", [True, False])
@pytest.mark.parametrize("damage", [None, -1, 10**30, "x", [], {}, [None], {"x": 1}, 1.5, True])
@pytest.mark.parametrize("path", PATHS, ids=str)
def test_damaged(path: tuple[Any, ...], damage: Any, of_these: bool) -> None:
    """A state that was damaged is refused as such, or goes on: nothing else is raised."""
    pauses: list[Happening] = [("Mon 10:00", "waiting"), ("Mon 11:00", "new"), NOTE]
    tracker = Tracker(promising("4h"))
    data = json.loads(json.dumps(tracker.save(tracker.open(ticket(*pauses)))))
    place = data
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = damage
    other = tracker if of_these else Tracker(promising("5h"))
    try:
        state = other.load(data)
    except StateError:
        return
    other.read(state, on("Tue 10:00"))
    other.save(other.apply(state, *ticket(("Tue 09:00", "solved")).events).state)


class TestEvents:
    """What `apply` takes."""

    tracker = Tracker(promising("4h"))

    def test_one_id_is_one_event(self) -> None:
        """An event that comes twice with its id counts once, within a call and after it."""
        event = Message(at=on("Mon 10:00"), author="agent", id="1")
        state = self.tracker.apply(self.tracker.open(ticket()), event, event).state
        assert (event,) == self.tracker.apply(state, event).state.pending

    def test_two_events_of_one_id(self) -> None:
        """Two different events of one id contradict each other."""
        events = [Message(at=on("Mon 10:00"), author=who, id="1") for who in ("agent", "bot")]
        with pytest.raises(TicketError, match="two different events have the id '1'"):
            self.tracker.apply(self.tracker.open(ticket()), *events)

    @pytest.mark.parametrize("event", [{"kind": "message"}, [], None, "agent"])
    def test_no_event(self, event: Any) -> None:
        """What is no event is refused by name."""
        with pytest.raises(TicketError, match="is no event; give Message, Change"):
            self.tracker.apply(self.tracker.open(ticket()), event)

    def test_no_state(self) -> None:
        """Plain data has to be loaded first."""
        data: Any = self.tracker.save(self.tracker.open(ticket()))
        with pytest.raises(StateError, match="is no state of a tracker; load what was saved"):
            self.tracker.read(data, on("Mon 10:00"))
