"""A shape -> the outline of its clocks: at which of the ticket's instants they start, pause, stop.

What an outline says holds for every ticket of its shape. It is read off one of them, a sample, by
the code that evaluates single tickets; instants become places among the instants of the ticket.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any, NamedTuple

import numpy as np

from slakit.calendars.timeline import Timeline
from slakit.durations import Amount
from slakit.errors import SlakitError
from slakit.evaluation.clock import run_clock
from slakit.evaluation.courses import courses_of, machine_of, targeted_metrics
from slakit.evaluation.due import Course
from slakit.evaluation.history import History
from slakit.evaluation.promise import Promise, resolve_amount
from slakit.evaluation.read import ending
from slakit.evaluation.selections import Selection, select_policies
from slakit.frames.evaluating.alphabet import Alphabet
from slakit.frames.evaluating.shapes import Shape
from slakit.instants import EPOCH, MICROSECOND
from slakit.policies.select import CompiledPolicy, CompiledTarget, Selector
from slakit.tickets import Ticket

__all__ = ["Clock", "Outline", "Outlines", "Promised", "Row", "Sample", "Stretch"]

# Where an instant of an outline is: a place among those of the ticket, or else one of these. From
# `SLOT` downwards it is an instant in a field of the ticket.
NOWHERE, RUNS_ON, SLOT = -1, -2, -16
# The number of real time among the hours.
REAL_TIME = 0
RUNNING, PAUSED, GAP, COUNTED, END = range(5)
KINDS: dict[str | None, int] = {
    "running": RUNNING,
    "paused": PAUSED,
    "gap": GAP,
    "counted": COUNTED,
    None: END,
}
NOTHING, LENGTH, RULE, AT = range(4)
MOVES = {None: 0, "next_open": 1, "previous_close": 2}


class Row(NamedTuple):
    """A stretch of a cycle as a promise counts it: where it starts, or began before hours changed.

    As the other classes here it has numbers, or of many such rows a column each.
    """

    kind: Any
    start: Any
    begin: Any
    hours: Any


class Stretch(NamedTuple):
    """A span of a cycle; `end` is nowhere while it lasts."""

    kind: Any
    start: Any
    end: Any


class Promised(NamedTuple):
    """What was promised for a clock: an amount, from where it counts, and in which hours.

    `hours` are those of its own time, which may be real, `open_hours` those of its calendar.
    `rows` to `rows_end` are its stretches, `spans` to `spans_end` those of its cycle. `ran_until`
    is up to where it is known what ran; a clock runs on where that is not known yet.
    """

    kind: Any
    length: Any
    origin: Any
    taken: Any
    since: Any
    until: Any
    next_open: Any
    hours: Any
    open_hours: Any
    rule: Any
    at: Any
    move: Any
    rows: Any
    rows_end: Any
    ended: Any
    stopped: Any
    ran_until: Any
    spans: Any
    spans_end: Any
    started: Any


class Clock(NamedTuple):
    """One reading: names by their numbers, and the promises from `first` to `last` that matter."""

    policy: Any
    metric: Any
    number: Any
    idle: Any
    amount: Any
    length: Any
    hours: Any
    first: Any
    last: Any
    stopped: Any
    cancelled: Any
    shown: Any
    target: Any


class Outline(NamedTuple):
    """The clocks of a shape from `start` to `end`; `odd` says why it has none for its tickets."""

    start: int
    end: int
    odd: str = ""


class Sample(NamedTuple):
    """The instants of one ticket of a shape, in microseconds, and those in its fields."""

    times: Sequence[int]
    slots: Sequence[int | None]


class OddError(Exception):
    """Why an outline cannot say all that counts for a clock."""


class Outlines:
    """The outlines of shapes, and in columns what they consist of.

    `policies`, `metrics`, `amounts`, `targets`, `timelines` and `rules` are what their numbers
    stand for. A rule is an amount of days with its hours and its cut-off.
    """

    def __init__(self, alphabet: Alphabet) -> None:
        self.selector: Selector = alphabet.selector
        self.slots = alphabet.slots
        self.policies: dict[CompiledPolicy, int] = {}
        self.metrics: dict[str, int] = {}
        self.amounts: dict[str, int] = {}
        self.targets: dict[CompiledTarget, int] = {}
        self.timelines: dict[Timeline | None, int] = {None: REAL_TIME}
        self.rules: dict[tuple[int, Amount, int | None], int] = {}
        self.clocks: list[Clock] = []
        self.promises: list[Promised] = []
        self.rows: list[Row] = []
        self.stretches: list[Stretch] = []
        self._columns: tuple[Clock, Promised, Row, Stretch] | None = None

    @property
    def columns(self) -> tuple[Clock, Promised, Row, Stretch]:
        """All that the outlines consist of, in columns."""
        if self._columns is None:
            self._columns = (
                Clock(*columns_of(self.clocks, len(Clock._fields))),
                Promised(*columns_of(self.promises, len(Promised._fields))),
                Row(*columns_of(self.rows, len(Row._fields))),
                Stretch(*columns_of(self.stretches, len(Stretch._fields))),
            )
        return self._columns

    def outline(self, shape: Shape, sample: Sample) -> Outline:
        """Return the outline of a shape, by a ticket of it."""
        start = len(self.clocks)
        self._columns = None
        try:
            reader = Reader(self, shape, sample)
            for track in select_policies(self.selector, reader.history):
                for clock in reader.clocks(track):
                    self.clocks.append(clock)
        except SlakitError:
            odd = "it cannot be evaluated"
        except OddError as reason:
            odd = str(reason)
        else:
            return Outline(start, len(self.clocks))
        del self.clocks[start:]
        return Outline(start, start, odd)


class Reader:
    """What reads the clocks of one sample."""

    def __init__(self, outlines: Outlines, shape: Shape, sample: Sample) -> None:
        self.outlines = outlines
        instants = shape.instants
        moments = [timedelta(microseconds=time) for time in sample.times]
        self.places = {moment: place for place, moment in enumerate(moments)}
        named = {
            name: EPOCH + timedelta(microseconds=slot)
            for name, slot in zip(outlines.slots, sample.slots, strict=True)
            if slot is not None
        }
        ticket = Ticket(id="", created_at=EPOCH + moments[0])
        self.history = history = History(ticket, moments[-1])
        history.ats = moments
        history.facts = [each.facts for each in instants]
        history.states = [{**each.state, **named} if named else each.state for each in instants]
        history.touched = [place for place, each in enumerate(instants) if each.touched]

    def clocks(self, track: list[Selection]) -> Iterator[Clock]:
        """Yield the clocks of the policies of a track, in order."""
        selector, history = self.outlines.selector, self.history
        for name in targeted_metrics(track):
            machine, facts = machine_of(selector, history, track, name)
            cycles = run_clock(machine, history.ats, facts)
            if machine.metric.again == "chain" and len(cycles) > 1:
                raise OddError("a cycle begins where the one before was due")
            for number, course in courses_of(machine, cycles, track, history, facts):
                yield self.clock(name, number, course)
            _, _, last, fields = track[-1]
            if not cycles and last is not None and name in last.targets:
                target = last.targets[name]
                row = target.select(fields)
                amount, _ = resolve_amount(row, fields, history.ticket)
                yield self.idle(name, last, target, amount, last.hours(row, fields))

    def idle(
        self,
        metric: str,
        policy: CompiledPolicy,
        target: CompiledTarget,
        amount: Amount | None,
        timeline: Timeline,
    ) -> Clock:
        """Return a clock that is promised and has not started."""
        outlines = self.outlines
        length = None if amount is None else amount.length
        return Clock(
            policy=number_of(outlines.policies, policy),
            metric=number_of(outlines.metrics, metric),
            number=1,
            idle=1,
            amount=NOWHERE if amount is None else number_of(outlines.amounts, str(amount)),
            length=NOWHERE if length is None else length // MICROSECOND,
            hours=number_of(outlines.timelines, timeline),
            first=0,
            last=0,
            stopped=NOWHERE,
            cancelled=NOWHERE,
            shown=1,
            target=number_of(outlines.targets, target),
        )

    def clock(self, metric: str, number: int, course: Course) -> Clock:
        """Return the clock of a cycle."""
        outlines = self.outlines
        promises = course.promises
        last = promises[-1]
        stopped, cancelled = ending(course)
        first = len(promises) - 1
        # What was breached before a promise under which breaches do not stick is undone by that.
        while first and promises[first].target.rules.sticky:
            first -= 1
        spans = self.spans(course)
        start = len(outlines.promises)
        for promise in promises[first:]:
            outlines.promises.append(self.promised(course, promise, spans))
        amount = last.amount
        length = None if amount is None else amount.length
        return Clock(
            policy=number_of(outlines.policies, last.policy),
            metric=number_of(outlines.metrics, metric),
            number=number,
            idle=0,
            amount=NOWHERE if amount is None else number_of(outlines.amounts, amount.text),
            length=NOWHERE if length is None else length // MICROSECOND,
            hours=number_of(outlines.timelines, last.timeline),
            first=start,
            last=len(outlines.promises) - 1,
            stopped=self.place(stopped),
            cancelled=self.place(cancelled),
            shown=int(last.target.rules.shown_when_stopped),
            target=number_of(outlines.targets, last.target),
        )

    def spans(self, course: Course) -> tuple[int, int]:
        """Keep the spans of a cycle and return from where to where they stand."""
        stretches = self.outlines.stretches
        start = len(stretches)
        for kind, begin, end in course.cycle.spans:
            stretches.append(Stretch(KINDS[kind], self.place(begin), self.place(end)))
        return start, len(stretches)

    def promised(self, course: Course, promise: Promise, spans: tuple[int, int]) -> Promised:
        """Return what one promise of a course says."""
        outlines = self.outlines
        if course.tallies.earlier is not None:
            raise OddError("it counts from before its start")
        tally, taken, _ = promise.standing or course._stand(promise)
        start = len(outlines.rows)
        for row in tally.rows:
            hours = None if tally.real_time else row[2]
            outlines.rows.append(
                Row(
                    KINDS[row[1]],
                    self.place(row[0]),
                    self.place(row[3]),
                    number_of(outlines.timelines, hours),
                )
            )
        open_hours = number_of(outlines.timelines, course.hours(promise))
        amount, at, rule, kind, length = promise.amount, NOWHERE, NOWHERE, NOTHING, 0
        if amount is not None and amount.length is not None:
            kind, length = LENGTH, amount.length // MICROSECOND
        elif amount is not None and promise.at_field is not None:
            kind, at = AT, self.slot(amount.field, promise.at_field)
        elif amount is not None:
            kind = RULE
            rule = number_of(outlines.rules, (open_hours, amount, promise.cutoff))
        ended = course.ended
        ran_until = ended
        if ended is None:
            last, begin, _ = course.cycle.spans[-1]
            if last == "paused":
                ran_until = begin if taken is None or taken < begin else taken
        return Promised(
            kind=kind,
            length=length,
            origin=self.origin(course, promise),
            taken=self.place(taken),
            since=self.place(promise.since),
            until=self.place(promise.until),
            next_open=int(promise.next_open and not promise.real_time),
            hours=REAL_TIME if promise.real_time else open_hours,
            open_hours=open_hours,
            rule=rule,
            at=at,
            move=MOVES[amount.move] if amount is not None else 0,
            rows=start,
            rows_end=len(outlines.rows),
            ended=self.place(ended),
            stopped=self.place(course.stopped),
            ran_until=RUNS_ON if ran_until is None else self.place(ran_until),
            spans=spans[0],
            spans_end=spans[1],
            started=self.place(course.cycle.started),
        )

    def place(self, moment: timedelta | None) -> int:
        """Return the place of an instant among those of the ticket."""
        return NOWHERE if moment is None else self.places[moment]

    def slot(self, field: str | None, moment: timedelta) -> int:
        """Return where a field says an instant."""
        if field not in self.outlines.slots:
            # The field is one that conditions look at, too, so that it is a value of the shape.
            raise OddError(f"conditions look at the instant {field!r}")
        return SLOT - self.outlines.slots.index(field)

    def origin(self, course: Course, promise: Promise) -> int:
        """Return from where a promise counts."""
        fields = {each.target.rules.counts_field for each in course.promises}
        if fields == {None}:
            return self.place(promise.origin)
        if len(course.promises) > 1:
            raise OddError("several policies have it, and it counts from an instant in a field")
        (field,) = fields
        if field == "created_at" and promise.origin == self.history.ticket.created:
            return 0
        return self.slot(field, promise.origin)


def number_of(known: dict[Any, int], thing: Any) -> int:
    """Return the number of a thing, the next one if it has none."""
    return known.setdefault(thing, len(known))


def columns_of(rows: Sequence[tuple[int, ...]], width: int) -> Any:
    """Return rows of numbers as columns."""
    return np.array(rows, np.int64).reshape(-1, width).T.copy()
