"""What a tracker keeps of a ticket's clocks between two events: as much as can still matter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any, NamedTuple

from slakit.evaluation.clock import Cycle, Span, run_clock
from slakit.evaluation.courses import Series, next_courses
from slakit.evaluation.due import Course
from slakit.evaluation.history import History
from slakit.evaluation.selections import Selection, track_of
from slakit.evaluation.steady import Used, steady_terms, use
from slakit.evaluation.tally import Carried
from slakit.policies.facts import HELD
from slakit.policies.machine import Machine, SpanKind, Word
from slakit.policies.metrics import Again
from slakit.policies.select import CompiledPolicy, Selector, Terms

__all__ = [
    "KeptClock",
    "KeptCycle",
    "KeptTrack",
    "advance",
    "courses",
    "finish",
    "first_tracks",
    "steady",
]

FOREVER = timedelta.min


class KeptCycle(NamedTuple):
    """A cycle as it was when an instant was over."""

    started: timedelta
    turns: tuple[tuple[SpanKind, timedelta], ...]
    stopped: timedelta | None = None
    cancelled: timedelta | None = None
    chained: bool = False
    used: Used | None = None
    carried: Carried | None = None

    @classmethod
    def of(cls, cycle: Cycle) -> KeptCycle:
        turns, used = tuple(cycle.turns), cycle.used
        if used is not None and used[0] >= len(turns):
            used = None  # It counts anew.
        ended = cycle.stopped, cycle.cancelled
        return cls(cycle.started, turns, *ended, cycle.chained, used, cycle.carried)

    def cycle(self) -> Cycle:
        """Return the cycle, which may go on."""
        cycle = Cycle(self.started, list(self.turns), self.chained)
        cycle.stopped, cycle.cancelled = self.stopped, self.cancelled
        cycle.used, cycle.carried = self.used, self.carried
        return cycle


class KeptClock(NamedTuple):
    """A metric of a ticket: its state, and of its cycles those that may still change.

    `begun` says whether it ever had a cycle. `pause` is the policy whose pause rule was in force
    last, and `unheld` are the instants before there was one, with their facts, because the
    first policy to take the clock up says what paused it until then. `prelude` says from when on
    it was paused or not, where a target may count from before its cycle. `numbers`, `due`
    and `ended` are those of `Series`.
    """

    word: Word = "waiting"
    cycles: tuple[KeptCycle, ...] = ()
    begun: bool = False
    pause: CompiledPolicy | None = None
    unheld: tuple[tuple[timedelta, int], ...] = ()
    prelude: tuple[tuple[SpanKind, timedelta], ...] = ()
    numbers: Mapping[str, int] = {}
    due: timedelta | None = None
    ended: timedelta | None = None

    def series(self) -> Series:
        series = Series()
        series.numbers, series.due, series.ended = dict(self.numbers), self.due, self.ended
        return series


class KeptTrack(NamedTuple):
    """The selections that can still matter, and the clocks."""

    track: tuple[Selection, ...]
    clocks: Mapping[str, KeptClock]


def first_tracks(selector: Selector) -> list[KeptTrack]:
    """Return the tracks of a ticket before its creation."""
    if not selector.match_all:
        return [KeptTrack((), dict.fromkeys(selector.metrics, KeptClock()))]
    return [
        KeptTrack((), {name: KeptClock() for policy in versions for name in policy.targets})
        for versions in selector.policies
    ]


def advance(
    selector: Selector, kept: KeptTrack, versions: Sequence[CompiledPolicy] | None, history: History
) -> KeptTrack:
    """Return a track after one more instant, of which the history is."""
    track = track_of(selector, history, versions, kept.track)
    (at,), (facts,) = history.ats, history.facts
    clocks = kept.clocks
    for name, clock in kept.clocks.items():
        machine = selector.machines.get(name)
        if machine is not None and name not in selector.counts_before:
            acts, word = machine.after(clock.word, facts)
            if not acts and word == clock.word:
                continue  # Most instants are nothing to most clocks.
        after = advance_clock(selector, name, clock, track, at, facts)
        if after is not clock:
            stands = steady(selector, name, track, history)
            clocks = {**clocks, name: after if stands is None else accounted(after, stands[1])}
    return KeptTrack(tuple(track), clocks)


def advance_clock(
    selector: Selector,
    name: str,
    clock: KeptClock,
    track: Sequence[Selection],
    at: timedelta,
    facts: int,
) -> KeptClock:
    machine = selector.machines.get(name)
    if machine is not None:
        return step(clock, machine, at, facts, name in selector.counts_before)
    machine = selector.metrics[name].machine(HELD)
    policy = track[-1][2]
    pause = clock.pause
    if policy is not None and name in policy.targets:
        pause = policy
    if pause is None:
        return clock._replace(unheld=(*clock.unheld, (at, facts)))
    pending, clock = (*clock.unheld, (at, facts)), clock._replace(unheld=(), pause=pause)
    for moment, bits in pending:
        held = bits | HELD if bits & pause.pause else bits
        clock = step(clock, machine, moment, held, name in selector.counts_before)
    return clock


def step(
    clock: KeptClock, machine: Machine, at: timedelta, facts: int, counts_before: bool
) -> KeptClock:
    """Return a clock after one more instant."""
    if counts_before:
        kind: SpanKind = "paused" if facts & machine.pause else "running"
        prelude = clock.prelude or (("running", FOREVER),)
        if prelude[-1][0] != kind:
            clock = clock._replace(prelude=(*prelude, (kind, at)))
    acts, word = machine.after(clock.word, facts)
    if not acts:
        return clock if word == clock.word else clock._replace(word=word)
    last = clock.cycles[-1].cycle() if clock.cycles else None
    found = run_clock(machine, (at,), (facts,), clock.word, last)
    cycles = (*clock.cycles[:-1], *map(KeptCycle.of, found))
    return clock._replace(word=word, cycles=cycles, begun=True)


def steady(
    selector: Selector, name: str, track: Sequence[Selection], history: History
) -> tuple[CompiledPolicy, Terms] | None:
    """Return under which one promise all cycles of a clock stand that are kept, if they do."""
    if len(track) > 1 or history.due_sets or history.exemptions:
        return None
    _, _, policy, fields = track[0]
    if policy is None or name not in policy.targets or selector.metrics[name].again == "chain":
        return None
    terms = steady_terms(policy.targets[name], policy, fields, history.ticket)
    return None if terms is None else (policy, terms)


def accounted(clock: KeptClock, terms: Terms) -> KeptClock:
    """Return a clock with what had passed when its last turn began, so that no one adds it up."""
    if not clock.cycles or len(clock.cycles[-1].turns) < 2 or clock.cycles[-1].carried:
        return clock
    last = clock.cycles[-1]
    amount, timeline, _ = terms
    until = len(last.turns) - 1
    if amount.kind != "open" or (last.used is not None and last.used[0] == until):
        return clock
    assert amount.length is not None
    kept = last._replace(used=use(last.cycle(), timeline, amount.length))
    return clock._replace(cycles=(*clock.cycles[:-1], kept))


def courses(
    selector: Selector, name: str, kept: KeptTrack, history: History, series: Series
) -> Iterator[tuple[int, Course]]:
    """Yield the cycles of a clock with what was promised for them in turn."""
    clock = kept.clocks[name]
    cycles = [each.cycle() for each in clock.cycles]

    def before(cycle: Cycle) -> list[Span]:
        turns = [turn for turn in clock.prelude if turn[1] < cycle.started]
        turns = turns or [("running", FOREVER)]
        run = Cycle(FOREVER, turns)
        run.stopped = cycle.started
        return run.spans

    metric = selector.metrics[name]
    return next_courses(metric, cycles, list(kept.track), history, before, series)


def finish(
    selector: Selector, kept: KeptTrack, history: History
) -> tuple[KeptTrack, list[tuple[str, str, int]]]:
    """Return a track without the cycles that are over, and of which policy, metric and number.

    So far as a clock is stopped for good or cancelled, nothing that happens later changes it but an
    exemption.
    """
    over: list[tuple[str, str, int]] = []
    clocks = kept.clocks
    for name, clock in kept.clocks.items():
        if not (gone := those_over(clock, selector.metrics[name].again)):
            continue
        series = clock.series()
        passing = KeptTrack(kept.track, {name: clock._replace(cycles=gone)})
        for number, course in courses(selector, name, passing, history, series):
            over.append((course.promises[-1].policy.name, name, number))
        after = clock._replace(
            cycles=clock.cycles[len(gone) :],
            numbers=series.numbers,
            due=series.due,
            ended=series.ended,
        )
        clocks = {**clocks, name: after}
    if clocks is kept.clocks and len(kept.track) == 1:
        return kept, over
    return KeptTrack(trimmed(kept.track, clocks.values()), clocks), over


def unsettled(kept: KeptTrack) -> bool:
    """Return whether a cycle may be over, or a selection matter no more."""
    for clock in kept.clocks.values():
        cycles = clock.cycles
        if cycles and (
            len(cycles) > 1 or cycles[0].stopped is not None or cycles[0].cancelled is not None
        ):
            return True
    return len(kept.track) > 1


def those_over(clock: KeptClock, again: Again) -> tuple[KeptCycle, ...]:
    """Return the cycles that nothing takes up again."""
    if not clock.cycles:
        return ()
    last = clock.cycles[-1]
    for_good = last.stopped is not None and again not in ("credit", "count", "restart")
    return clock.cycles if for_good or last.cancelled is not None else clock.cycles[:-1]


def trimmed(track: tuple[Selection, ...], clocks: Any) -> tuple[Selection, ...]:
    """Return the selections from the one on that was in force when the oldest cycle started."""
    started = [clock.cycles[0].started for clock in clocks if clock.cycles]
    started += [clock.unheld[0][0] for clock in clocks if clock.unheld]
    first = len(track) - 1
    if started:
        oldest = min(started)
        while first > 0 and track[first][1] > oldest:
            first -= 1
    return track[max(first, 0) :]
