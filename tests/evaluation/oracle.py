"""A slow, obvious evaluator that shares no code with slakit.

Time is a whole number of minutes. A history is walked once, minute by minute, and the verdict is
given on the way, so what is said of an instant cannot depend on anything later. Desks are the
plain data that `PolicySet.model_validate` takes, with calendars that the oracle of calendars
takes, and without profiles, dues set by hand, exemptions and merged tickets.

Rules chosen where the policy language leaves a case open stand in the docstrings of the parts:
`oracle_world` (history and conditions), `oracle_promises` (policies and targets), `oracle_line`
(the six words, and who takes a clock up), `oracle_cycle` (due times and warnings).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from tests.evaluation.oracle_cycle import Cycle, Marks, Time
from tests.evaluation.oracle_line import Line
from tests.evaluation.oracle_promises import Desk
from tests.evaluation.oracle_world import History
from tests.oracle import DAY

HORIZON = 12 * DAY


@dataclass(frozen=True)
class Reading:
    """One cycle at an instant; instants and lengths are in minutes."""

    policy: str
    metric: str
    cycle: int
    state: str
    status: str
    amount: str | None
    started_at: int
    stopped_at: int | None
    due_at: int | None
    due_if_resumed_at: int | None
    elapsed: int
    paused: int
    closed: int
    remaining: int | None
    breached_at: int | None
    warnings: Marks
    escalations: Marks


class Walk:
    """All clocks of one ticket, on their way from minute to minute."""

    def __init__(self, desk: Desk, history: History, until: int) -> None:
        kept = [(minute, what) for minute, what in history.events if minute <= until]
        self.world = desk.world(History(history.created, history.fields, kept, history.opened_by))
        self.lines = [Line(desk, self.world, *line) for line in desk.lines]
        self.happens = {*self.world.minutes, *desk.turns()}
        self.minute = self.world.created
        self._arrive()
        while self.minute < until:
            self.step()

    def _arrive(self) -> None:
        happens = self.minute in self.happens
        for line in self.lines:
            line.arrive(self.minute, happens)

    def step(self) -> None:
        for line in self.lines:
            line.stay(self.minute)
        self.minute += 1
        self._arrive()

    def shown(self) -> Iterator[tuple[Line, int, Cycle]]:
        for line in self.lines:
            numbers: Counter[str] = Counter()
            for cycle in line.cycles:
                if cycle.promise is not None:
                    numbers[cycle.promise.policy] += 1
                    yield line, numbers[cycle.promise.policy], cycle


def read(desk: Desk, history: History, at: int) -> list[Reading]:
    """Return every cycle of every clock at a minute; none before the creation."""
    if at < history.created:
        return []
    walk = Walk(desk, history, at)
    return [reading(line, number, cycle, at) for line, number, cycle in walk.shown()]


def next_change(desk: Desk, history: History, at: int) -> Time | None:
    """Return when any clock shows another status, if nothing happens after a minute."""
    walk = Walk(desk, history, at)
    before = statuses(walk, at)
    last_turn = max(desk.turns(), default=at)
    for minute in range(at, at + HORIZON):
        if minute > last_turn and not any(waits(cycle) for _, _, cycle in walk.shown()):
            break
        marks = {
            mark
            for line, _, cycle in walk.shown()
            for _, mark in cycle.warnings(line.metric, minute)
            if mark is not None and minute < mark < minute + 1
        }
        for mark in sorted(marks):
            if statuses(walk, mark) != before:
                return mark
        walk.step()
        if statuses(walk, walk.minute) != before:
            return walk.minute
    return None


def waits(cycle: Cycle) -> bool:
    """Say whether a clock has anything to wait for but events."""
    return cycle.is_open and cycle.cancelled_at is None and cycle.breached_at is None


def statuses(walk: Walk, at: Time) -> list[tuple[str, str, int, str]]:
    found = []
    for line, number, cycle in walk.shown():
        assert cycle.promise is not None
        found.append((cycle.promise.policy, line.metric, number, status(line, cycle, at)))
    return found


def state(cycle: Cycle, at: Time) -> str:
    if cycle.cancelled_at is not None:
        return "cancelled"
    return "idle" if cycle.is_open and at < cycle.origin else cycle.mode


def status(line: Line, cycle: Cycle, at: Time) -> str:
    assert cycle.promise is not None
    now = state(cycle, at)
    if now in ("cancelled", "idle"):
        return now
    breached = cycle.breached_at is not None
    if not cycle.promise.unit and not breached:
        return "no_target"
    if now == "stopped":
        return "missed" if breached else "met"
    if breached or now == "paused":
        return "breached" if breached else "paused"
    passed = any(
        mark is not None and mark <= at for _, mark in cycle.warnings(line.metric, int(at))
    )
    return "at_risk" if passed else "on_track"


def reading(line: Line, number: int, cycle: Cycle, at: int) -> Reading:
    promise = cycle.promise
    assert promise is not None
    now = state(cycle, at)
    ends = (cycle.cancelled_at, cycle.stopped_at, at)
    end = max(cycle.origin, next(minute for minute in ends if minute is not None))
    elapsed, paused = cycle.spent(end)
    cancelled = now == "cancelled"
    due = None if cancelled else cycle.due
    waits = now == "paused" and due is None
    if_resumed = cycle.due_from(at, waits=False) if waits else None
    remaining = None
    if promise.unit == "m":
        remaining = promise.number - elapsed
    elif (wanted := if_resumed if due is None else due) is not None:
        real = promise.in_real_time
        remaining = wanted - end if real else cycle.calendar.elapsed(end, wanted)
    hidden = now == "stopped" and promise.conventions["due_shown"] == "while_open"
    return Reading(
        policy=promise.policy,
        metric=line.metric,
        cycle=number,
        state=now,
        status=status(line, cycle, at),
        amount=promise.text,
        started_at=cycle.origin,
        stopped_at=None if cancelled else cycle.stopped_at,
        due_at=None if hidden else due,
        due_if_resumed_at=if_resumed,
        elapsed=elapsed,
        paused=paused,
        closed=end - cycle.origin - elapsed - paused,
        remaining=remaining,
        breached_at=None if cancelled else cycle.breached_at,
        warnings=cycle.warnings(line.metric, at),
        escalations=cycle.alerts(promise.escalate, line.metric, at),
    )
