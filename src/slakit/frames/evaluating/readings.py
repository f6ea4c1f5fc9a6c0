"""Clocks of many tickets -> their readings, a column for each field.

What `slakit.evaluation.read` is to one clock, in columns.
"""

from __future__ import annotations

from typing import NamedTuple, get_args

import numpy as np
from numpy.typing import NDArray

from slakit.evaluation.reading import ClockState, Status
from slakit.frames.columns import NAT, Integers
from slakit.frames.evaluating.layout import LENGTH, NOTHING, NOWHERE, PAUSED, RULE, Clock
from slakit.frames.evaluating.notices import Told, alert_instants
from slakit.frames.evaluating.promises import Book, Promises
from slakit.policies.select import CompiledTarget

__all__ = ["STATES", "STATUSES", "Readings", "only", "read", "worst_statuses"]

STATES: tuple[str, ...] = get_args(ClockState)
# The worst first.
STATUSES: tuple[str, ...] = get_args(Status)
IDLE, RUNS, STANDS, STOPPED, CANCELLED = map(
    STATES.index, ("idle", "running", "paused", "stopped", "cancelled")
)


class Readings(NamedTuple):
    """The fields of readings in columns: instants and lengths in microseconds, names by number.

    `told` has warnings and escalations, by the target that gives them. `known` has the rows that
    are to be believed.
    """

    ticket: Integers
    policy: Integers
    metric: Integers
    cycle: Integers
    state: Integers
    status: Integers
    amount: Integers
    target: Integers
    started_at: Integers
    stopped_at: Integers
    cancelled_at: Integers
    due_at: Integers
    due_if_resumed_at: Integers
    elapsed: Integers
    paused: Integers
    closed: Integers
    elapsed_wall: Integers
    remaining: Integers
    breached_at: Integers
    next_change_at: Integers
    hours: Integers
    told: list[Told]
    known: NDArray[np.bool_]


def read(
    book: Book,
    clocks: Clock,
    targets: list[CompiledTarget],
    which: Integers,
    ticket: Integers,
    base: Integers,
    now: Integers,
    notices: bool,
) -> Readings:
    """Return how clocks stand: `which` of those of the outlines, and whose."""
    said = Clock(*(column[which] for column in clocks))
    size = len(which)
    none, zero = np.full(size, NAT), np.zeros(size, np.int64)
    found = Readings(
        ticket=ticket,
        policy=said.policy,
        metric=said.metric,
        cycle=said.number,
        state=zero.copy(),
        status=np.full(size, STATUSES.index("idle")),
        amount=said.amount,
        target=np.where(said.length == NOWHERE, NAT, said.length),
        started_at=none.copy(),
        stopped_at=none.copy(),
        cancelled_at=none.copy(),
        due_at=none.copy(),
        due_if_resumed_at=none.copy(),
        elapsed=zero.copy(),
        paused=zero.copy(),
        closed=zero.copy(),
        elapsed_wall=zero.copy(),
        remaining=np.where(said.length == NOWHERE, NAT, said.length),
        breached_at=none.copy(),
        next_change_at=none.copy(),
        hours=said.hours,
        told=[],
        known=np.ones(size, np.bool_),
    )
    rows = np.flatnonzero(said.idle == 0)
    if rows.size:
        some = Clock(*(column[rows] for column in said))
        Reader(book, some, targets, ticket[rows], base[rows], now[rows]).fill(found, rows, notices)
    return found


class Reader:
    """What reads clocks that have started."""

    def __init__(
        self,
        book: Book,
        said: Clock,
        targets: list[CompiledTarget],
        ticket: Integers,
        base: Integers,
        now: Integers,
    ) -> None:
        self.book, self.said, self.targets = book, said, targets
        self.ticket, self.base, self.now = ticket, base, now
        self.last = Promises(book, said.last, base, ticket)
        self.known = self.last.known
        self.stopped = self.last.instants(said.stopped)
        self.cancelled = self.last.instants(said.cancelled)
        ended = np.where(self.stopped != NAT, self.stopped, self.cancelled)
        self.end = np.where(ended != NAT, ended, now)

    def fill(self, out: Readings, rows: Integers, notices: bool) -> None:
        """Fill in the readings that stand in some rows."""
        last, said, now, end = self.last, self.said, self.now, self.end
        origin, lost = last.origin, self.cancelled != NAT
        spent = last.spent(end)
        due = last.due(last.stopped)
        due[lost] = NAT
        state = self._states()
        breach = self._breaches(due)
        resumed = self._resumed(np.flatnonzero((due == NAT) & ~lost & (last.said.kind != NOTHING)))
        remaining = np.where(last.said.kind == LENGTH, last.said.length - spent.elapsed, NAT)
        length = np.where(last.said.kind == LENGTH, last.said.length, NAT)
        rules = np.flatnonzero(last.said.kind >= RULE)
        if rules.size:
            wanted = np.where(due != NAT, due, resumed)[rules]
            since = np.maximum(end, origin)[rules]
            left = self.book.hours.passed(last.said.hours[rules], since, wanted)
            self.known[rules[(wanted != NAT) & (left == NAT)]] = False
            remaining[rules] = left
            plain = (left != NAT) & (spent.paused[rules] == 0) & (end > origin)[rules]
            length[rules] = np.where(plain, left + spent.elapsed[rules], last.lengths[rules])
        change = np.where((state == RUNS) & (breach == NAT) & (due != NAT) & (due > now), due, NAT)
        change = np.where(state == IDLE, origin, change)
        risk = np.zeros(len(rows), np.bool_)
        for number in np.unique(said.target).tolist():
            target = self.targets[number]
            if target.alerts or (target.escalations and notices):
                of = np.flatnonzero((said.target == number) & ~lost)
                if not notices:
                    of = of[state[of] == RUNS]
                warned = self._tell(target, of, due, rows, notices, out)
                for each in warned:
                    risk[of] |= (each != NAT) & (each <= now[of])
                # The first warning changes the word, and after it only the due time does.
                open_ = of[(state[of] == RUNS) & (breach[of] == NAT) & ~risk[of]]
                for each in warned:
                    first = each[np.isin(of, open_, assume_unique=True)]
                    earlier = (first != NAT) & ((change[open_] == NAT) | (first < change[open_]))
                    change[open_] = np.where(earlier, first, change[open_])
        shown = (self.stopped == NAT) | (said.shown != 0)
        out.state[rows] = state
        out.status[rows] = statuses(state, last.said.kind != NOTHING, breach != NAT, risk)
        out.target[rows] = length
        out.started_at[rows] = origin
        out.stopped_at[rows] = self.stopped
        out.cancelled_at[rows] = self.cancelled
        out.due_at[rows] = np.where(shown, due, NAT)
        out.due_if_resumed_at[rows] = resumed
        out.elapsed[rows] = spent.elapsed
        out.paused[rows] = spent.paused
        out.closed[rows] = np.where(end > origin, end - origin - spent.elapsed - spent.paused, 0)
        out.elapsed_wall[rows] = spent.real
        out.remaining[rows] = remaining
        out.breached_at[rows] = breach
        out.next_change_at[rows] = change
        out.known[rows] = self.known & last.known

    def _states(self) -> Integers:
        last, stretches = self.last, self.book.stretches
        kind = stretches.kind[last.said.spans_end - 1]
        state = np.where(kind == PAUSED, STANDS, RUNS)
        state[self.now < last.origin] = IDLE
        state[self.stopped != NAT] = STOPPED
        state[self.cancelled != NAT] = CANCELLED
        return state

    def _breaches(self, due: Integers) -> Integers:
        """Return since when the clocks are late, by whichever promise they were first."""
        said = self.said
        out = self.last.breach(due, self.now)
        several = np.flatnonzero((said.first < said.last) & (self.cancelled == NAT))
        found = np.full(len(several), NAT)
        for step in range(int((said.last - said.first)[several].max(initial=0))):
            numbers = said.first[several] + step
            left = np.flatnonzero((found == NAT) & (numbers < said.last[several]))
            rows = several[left]
            earlier = Promises(self.book, numbers[left], self.base[rows], self.ticket[rows])
            found[left] = earlier.breach(earlier.due(earlier.stopped), self.now[rows])
            self.known[rows[~earlier.known]] = False
        out[several] = np.where(found == NAT, out[several], found)
        out[self.cancelled != NAT] = NAT
        return out

    def _resumed(self, rows: Integers) -> Integers:
        """Return the due times if clocks are resumed now, for some of them."""
        out = np.full(len(self.now), NAT)
        if rows.size:
            some = Promises(self.book, self.said.last[rows], self.base[rows], self.ticket[rows])
            out[rows] = some.due(self.now[rows])
            self.known[rows[~some.known]] = False
        return out

    def _tell(
        self,
        target: CompiledTarget,
        of: Integers,
        due: Integers,
        rows: Integers,
        notices: bool,
        out: Readings,
    ) -> list[Integers]:
        """Return when the warnings of clocks fall, and keep them with the escalations."""
        warned = alert_instants(self.last, target.alerts, of, due[of])
        if not notices or not of.size:
            return warned
        after = alert_instants(self.last, target.escalations, of, due[of])
        end, stopped = self.end[of], self.stopped[of] != NAT
        passed = [
            (each != NAT) & np.where(stopped, each < end, each <= end) for each in warned + after
        ]
        told = Told(target, rows[of], warned + after, passed)
        out.told.append(told)
        return warned


def statuses(
    state: Integers,
    promised: NDArray[np.bool_],
    breached: NDArray[np.bool_],
    risk: NDArray[np.bool_],
) -> Integers:
    """Return the one word for each clock, by number."""
    words = {word: number for number, word in enumerate(STATUSES)}
    out = np.where(risk, words["at_risk"], words["on_track"])
    out[state == STANDS] = words["paused"]
    out[state == STOPPED] = words["met"]
    out[~promised] = words["no_target"]
    out[state == IDLE] = words["idle"]
    out[breached] = words["breached"]
    out[breached & (state == STOPPED)] = words["missed"]
    out[state == CANCELLED] = words["cancelled"]
    return out


def only(readings: Readings, rows: Integers) -> Readings:
    """Return some of the readings."""
    places = np.full(len(readings.ticket), -1)
    places[rows] = np.arange(len(rows))
    told = []
    for each in readings.told:
        kept = np.flatnonzero(places[each.rows] >= 0)
        instants = [column[kept] for column in each.instants]
        passed = [column[kept] for column in each.passed]
        told.append(Told(each.target, places[each.rows[kept]], instants, passed))
    columns = {name: column[rows] for name, column in readings._asdict().items() if name != "told"}
    return Readings(**columns, told=told)


def worst_statuses(
    readings: Readings, inside: NDArray[np.bool_], born: NDArray[np.bool_]
) -> tuple[Integers, Integers]:
    """Return the worst status of each ticket that is inside, and those of them without a clock.

    To these nothing is promised, or they are not born yet.
    """
    worst = np.full(len(inside), len(STATUSES))
    kept = inside[readings.ticket]
    np.minimum.at(worst, readings.ticket[kept], readings.status[kept])
    none = np.flatnonzero(inside & (worst == len(STATUSES)))
    words = STATUSES.index("no_target"), STATUSES.index("idle")
    worst[none] = np.where(born[none], *words)
    return worst, none
