"""One metric's clock on its way from minute to minute: its edges, its promises, its breaches.

Rules chosen where the policy language leaves a case open:

- A metric's clock starts and stops whether anything is promised or not; a cycle for which nothing
  was ever promised is not shown and has no number. Numbers count the cycles of a metric that are
  shown under one policy.
- A clock that no policy matches any more is cancelled; found again, it is the same cycle and goes
  on (under ``counts_from: start`` or a field), or another one (``match``). What stops while
  nothing matches stays cancelled. What loses its policy in the instant of its stop stops first.
- ``counts_from: match``: another policy or target ends the cycle and begins another, except in
  the instant of a stop, which belongs to the old one. A stopped cycle that is wanted again under
  another policy or target keeps its verdict, and another cycle begins.
- ``counts_from: field(x)``: the same cycle, with its start at that instant, whenever a policy or
  another target takes it up, also when it starts.
- A stop is judged by what is promised after all events of its instant.
- A stop level that held already, and still holds, refuses a start; a stopped clock is not wanted
  again while it holds. A cancel level refuses a reopening as it does a start.
- ``again: restart`` and the word ``restart`` count anew, and forget a breach with what they
  counted.
- ``sticky: false``: whenever something happens to an open clock that leaves it not yet due, or due
  at no known instant, its breach is undone; so does the loss of its policy. A breach that remains
  is dated to the due time of now, and not before what was promised last.
"""

from __future__ import annotations

from tests.evaluation.oracle_cycle import Cycle
from tests.evaluation.oracle_promises import Desk, Promise
from tests.evaluation.oracle_world import World, is_edge
from tests.oracle import Oracle


class Line:
    """The cycles of one metric, of one policy or of whichever counts, as they come."""

    def __init__(self, desk: Desk, world: World, policy: str | None, metric: str) -> None:
        self.desk = desk
        self.world = world
        self.policy = policy
        self.metric = metric
        self.words = desk.metrics[metric]
        self.cycles: list[Cycle] = []
        self.cycle: Cycle | None = None  # the last one, unless its metric cancelled it
        self.hours: Oracle | None = None  # those in force now

    def arrive(self, minute: int, happens: bool) -> None:
        """Let happen what happens at a minute, then see whether the clock is past due."""
        if happens:
            self.change(minute)
        cycle = self.cycle
        if cycle is None or not cycle.is_open or cycle.cancelled_at is not None:
            return
        passed = cycle.due is not None and max(cycle.due, cycle.origin) <= minute
        if passed and cycle.breached_at is None:
            cycle.breached_at = minute

    def stay(self, minute: int) -> None:
        """Write down what a minute was."""
        cycle = self.cycle
        if cycle is None:
            return
        cycle.modes[minute] = "gap" if cycle.mode == "stopped" else cycle.mode
        last = cycle.promise.calendar if cycle.promise is not None else None
        cycle.hours[minute] = self.hours or last

    def acts(self, word: str, minute: int) -> bool:
        """Say whether a word's edge occurs, or its level holds."""
        condition = self.words[word]
        if condition == "none":
            return False
        ask = self.world.occurs if is_edge(condition) else self.world.holds
        return ask(condition, minute)

    def stop_level(self, minute: int) -> bool:
        stop = self.words["stop"]
        return not is_edge(stop) and self.world.holds(stop, minute)

    def change(self, minute: int) -> None:
        """Let the edges of a minute act, each on what the one before left."""
        promise = self.desk.promise(self.policy, self.metric, self.world, minute)
        self.hours = promise.calendar if promise is not None else None
        for each in self.cycles:
            each.marks = None
        cycle = self.cycle
        if cycle is not None and cycle.is_open and self.acts("stop", minute):
            self.stop(cycle, promise, minute)
        if cycle is not None and cycle.is_open and self.acts("cancel", minute):
            cycle.cancelled_at = minute if cycle.cancelled_at is None else cycle.cancelled_at
            cycle.mode = "over"
            self.cycle = None
        if cycle is not None and cycle.is_open and self.happens("restart", minute):
            cycle.start = cycle.origin = minute
            cycle.first_hours = None
            cycle.breached_at = None
        self.start(promise, minute)
        if self.cycle is not None and self.cycle.is_open:
            self.follow(promise, minute)

    def happens(self, word: str, minute: int) -> bool:
        """Say whether a word's edge occurs, or its level begins to hold."""
        return self.words[word] != "none" and self.world.occurs(self.words[word], minute)

    def start(self, promise: Promise | None, minute: int) -> None:
        """Start the clock, or do with a stopped one what `again` says."""
        cycle = self.cycle
        if cycle is not None and cycle.is_open:
            return
        cancel = self.words["cancel"]
        if cancel != "none" and not is_edge(cancel) and self.world.holds(cancel, minute):
            return
        held = self.stop_level(minute - 1)
        holds = self.stop_level(minute)
        starts = self.happens("start", minute) and not (held and holds)
        if cycle is None:
            if starts:
                self.begin(Cycle(minute, minute), promise, minute)
        elif not holds and (starts or held):
            self.again(cycle, promise, minute)

    def begin(self, cycle: Cycle, promise: Promise | None, minute: int) -> None:
        self.cycles.append(cycle)
        self.cycle = cycle
        if self.stop_level(minute):
            # It is born stopped.
            self.follow(promise, minute)
            self.stop(cycle, promise, minute)

    def again(self, cycle: Cycle, promise: Promise | None, minute: int) -> None:
        again = self.words["again"]
        if again == "ignore":
            return
        if again == "restart":
            self.cycles.remove(cycle)
        if again in ("restart", "new_cycle"):
            self.begin(Cycle(minute, minute), promise, minute)
        elif again == "chain":
            due = None if cycle.cancelled_at is not None else cycle.due
            start = minute if due is None else max(due, minute)
            self.begin(Cycle(minute, start), promise, minute)
        elif self.is_taken_over(cycle, promise) and promise and promise.counts_from == "match":
            self.begin(Cycle(minute, minute), promise, minute)
        else:
            stopped_at = cycle.stopped_at
            assert stopped_at is not None
            if again == "count":
                for gone in range(stopped_at, minute):
                    cycle.modes[gone] = "running"
            cycle.stopped_at, cycle.mode = None, "running"

    def is_taken_over(self, cycle: Cycle, promise: Promise | None) -> bool:
        """Say whether a policy, or another target, takes up a cycle that had a promise."""
        had = cycle.promise
        return had is not None and (
            cycle.cancelled_at is not None or promise is None or not promise.same_target(had)
        )

    def stop(self, cycle: Cycle, promise: Promise | None, minute: int) -> None:
        cycle.stopped_at = minute
        cycle.mode = "stopped"
        if cycle.cancelled_at is not None or (cycle.promise is None and promise is None):
            return
        if promise is not None and not (
            self.is_taken_over(cycle, promise) and promise.counts_from == "match"
        ):
            self.take(cycle, promise, minute)
        cycle.due = cycle.due_from(minute, waits=False)
        self.unstick(cycle, minute)
        if cycle.due is not None and cycle.due < minute and cycle.breached_at is None:
            cycle.breached_at = minute

    def follow(self, promise: Promise | None, minute: int) -> None:
        """Let an open cycle follow what is promised now."""
        cycle = self.cycle
        assert cycle is not None
        if promise is None:
            if cycle.promise is not None and cycle.cancelled_at is None:
                cycle.cancelled_at = minute
                if not cycle.promise.conventions["sticky"]:
                    cycle.breached_at = None
        else:
            if self.is_taken_over(cycle, promise) and promise.counts_from == "match":
                cycle.cancelled_at = minute if cycle.cancelled_at is None else cycle.cancelled_at
                cycle.mode = "over"
                cycle = self.cycle = self.another(cycle, minute)
                self.cycles.append(cycle)
            self.take(cycle, promise, minute)
            cycle.cancelled_at = None
        pause = self.words["pause"]
        if pause == "policy":
            pause = cycle.promise.pause if cycle.promise else "unknown"
        waits = pause not in ("none", "unknown") and self.world.holds(pause, minute)
        cycle.mode = "paused" if waits else "running"
        if cycle.promise is not None and cycle.cancelled_at is None:
            cycle.due = cycle.due_from(minute, waits=waits)
            self.unstick(cycle, minute)

    def take(self, cycle: Cycle, promise: Promise, minute: int) -> None:
        """Put a cycle under a promise, which may be the one that it is under."""
        had = cycle.promise
        if had is None or self.is_taken_over(cycle, promise):
            cycle.taken_at = minute
            if promise.counts_from == "match":
                cycle.origin = max(minute, cycle.start)
            elif promise.counts_from == "start":
                cycle.origin = cycle.start
            elif isinstance(promise.counts_from, int):
                cycle.origin = promise.counts_from
                for before in range(cycle.origin, cycle.began):
                    cycle.modes.setdefault(before, self.before(promise, before))
                    cycle.hours.setdefault(before, None)
        if had is None and self.words["pause"] == "policy":
            for before in range(cycle.began, minute):
                if self.world.holds(promise.pause, before) and cycle.modes[before] == "running":
                    cycle.modes[before] = "paused"
        if had != promise or cycle.cancelled_at is not None:
            cycle.promised_at = minute
        cycle.promise = promise
        cycle.first_hours = cycle.first_hours or promise.calendar

    @staticmethod
    def another(cycle: Cycle, minute: int) -> Cycle:
        """Return the cycle that a match begins; a later policy may count from the old start."""
        found = Cycle(minute, cycle.start)
        found.modes = dict(cycle.modes)
        # What was promised first measures the minutes before it, whoever counts them later.
        found.hours = {at: hours or cycle.first_hours for at, hours in cycle.hours.items()}
        return found

    def before(self, promise: Promise, minute: int) -> str:
        """Say what a minute before the metric's start is to a clock that counts from there."""
        pause = promise.pause if self.words["pause"] == "policy" else self.words["pause"]
        waits = pause != "none" and self.world.holds(pause, minute)
        return "paused" if waits else "running"

    @staticmethod
    def unstick(cycle: Cycle, minute: int) -> None:
        promise = cycle.promise
        assert promise is not None
        late = cycle.due is not None and (
            cycle.due <= minute if cycle.is_open else cycle.due < minute
        )
        if promise.conventions["sticky"]:
            return
        if not late:
            cycle.breached_at = None
        elif cycle.breached_at is not None and cycle.due is not None:
            cycle.breached_at = max(cycle.due, cycle.promised_at)
