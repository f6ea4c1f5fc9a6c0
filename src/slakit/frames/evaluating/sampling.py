"""A shape and a ticket of it -> the outline of its clocks.

What an outline says holds for every ticket of its shape. It is read off one of them, a sample, by
the code that evaluates single tickets; instants become places among the instants of the ticket.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from functools import partial
from typing import Any, NamedTuple

from slakit.calendars.timeline import Timeline
from slakit.durations import Amount
from slakit.errors import SlakitError
from slakit.evaluation.clock import Cycle, Span, SpanKind, run_clock
from slakit.evaluation.courses import (
    Series,
    machine_of,
    next_courses,
    spans_before,
    targeted_metrics,
)
from slakit.evaluation.due import Course
from slakit.evaluation.history import History
from slakit.evaluation.promise import Promise, resolve_amount
from slakit.evaluation.read import ending
from slakit.evaluation.selections import Selection, select_policies
from slakit.evaluation.tally import cut
from slakit.frames.evaluating.layout import (
    AT,
    END,
    KINDS,
    LENGTH,
    MOVES,
    NOTHING,
    NOWHERE,
    REAL_TIME,
    RULE,
    RUNS_ON,
    SLOT,
    Clock,
    Promised,
    Row,
    Stretch,
)
from slakit.frames.evaluating.outlines import Outline, Outlines, number_of
from slakit.frames.evaluating.reasons import (
    CHAINED,
    CONDITIONS_ON_INSTANT,
    REFUSED,
    OddError,
)
from slakit.frames.evaluating.shapes import Shape
from slakit.instants import EPOCH, MICROSECOND
from slakit.policies.select import CompiledPolicy, CompiledTarget
from slakit.tickets import Ticket

__all__ = ["Sample", "outline_of"]


class Sample(NamedTuple):
    """The instants of one ticket of a shape, in microseconds, and those in its fields."""

    times: Sequence[int]
    slots: Sequence[int | None]


def outline_of(outlines: Outlines, shape: Shape, sample: Sample) -> Outline:
    """Return the outline of a shape, by a ticket of it."""
    start = len(outlines.clocks)
    try:
        reader = Reader(outlines, shape, sample)
        for track in select_policies(outlines.selector, reader.history):
            outlines.clocks += reader.clocks(track)
    except SlakitError:
        odd = REFUSED
    except OddError as reason:
        odd = str(reason)
    else:
        return Outline(start, len(outlines.clocks))
    del outlines.clocks[start:]
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
                raise OddError(CHAINED)
            series, before = Series(), partial(spans_before, machine, history.ats, facts)
            said = self.said(name, track) if cycles else ()
            for cycle in cycles:
                earlier = before(cycle) if name in selector.counts_before else []
                # The clocks of most shapes go as those of another one do.
                key = name, said, self.course_of(cycle, earlier)
                found = self.outlines.known.get(key)
                if found is None:
                    courses = next_courses(machine.metric, [cycle], track, history, before, series)
                    found = [self.clock(name, number, each, earlier) for number, each in courses]
                    if said is not None:
                        self.outlines.known[key] = found
                    yield from found
                else:
                    yield from numbered(found, self.outlines.names, series)
            _, _, last, fields = track[-1]
            if not cycles and last is not None and name in last.targets:
                target = last.targets[name]
                row = target.select(fields)
                amount, _ = resolve_amount(row, fields, history.ticket)
                yield self.idle(name, last, target, amount, last.hours(row, fields))

    def said(self, metric: str, track: list[Selection]) -> tuple[Any, ...] | None:
        """Return all that policies in force in turn say to a metric, to be compared.

        None where that is another thing for each ticket.
        """
        if self.outlines.slots:
            return None
        found: list[Any] = []
        for place, _, policy, fields in track:
            target = None if policy is None else policy.targets.get(metric)
            if policy is None or target is None:
                found.append((place, None))
                continue
            row = target.select(fields)
            amount, _ = resolve_amount(row, fields, self.history.ticket)
            text = None if amount is None else amount.text
            found.append((place, policy, id(row), policy.hours(row, fields), text))
        return tuple(found)

    def course_of(self, cycle: Cycle, earlier: Sequence[Span]) -> tuple[Any, ...]:
        """Return how a cycle went, by the places of its instants, and what was before it."""
        before = tuple((kind, self.places[end]) for kind, _, end in earlier if end is not None)
        turns = tuple((kind, self.places[at]) for kind, at in cycle.turns)
        started = self.places[cycle.started]
        return before, turns, started, self.place(cycle.stopped), self.place(cycle.cancelled)

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

    def clock(self, metric: str, number: int, course: Course, earlier: Sequence[Span]) -> Clock:
        """Return the clock of a cycle, before which were the `earlier` spans."""
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
            rows = self.rows(course, promise, earlier)
            outlines.promises.append(self.promised(course, promise, spans, rows))
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

    def promised(
        self, course: Course, promise: Promise, spans: tuple[int, int], rows: Iterable[Row]
    ) -> Promised:
        """Return what one promise of a course says, which counts its time by these rows."""
        outlines = self.outlines
        taken = None if promise.target.rules.credits_earlier else promise.taken
        start = len(outlines.rows)
        outlines.rows += rows
        open_hours = number_of(outlines.timelines, course.hours(promise))
        amount, at, rule, kind, length = promise.amount, NOWHERE, NOWHERE, NOTHING, 0
        if amount is not None and amount.length is not None:
            kind, length = LENGTH, amount.length // MICROSECOND
        elif amount is not None and promise.at_field is not None:
            kind, at = AT, self.slot(amount.field)
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
            origin=self.origin(promise),
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

    def rows(self, course: Course, promise: Promise, earlier: Sequence[Span]) -> Iterator[Row]:
        """Yield the stretches of a cycle as a promise counts them, and what comes after the last.

        They are those of `Tally`, without their sums. Before the first of them time ran.
        """
        timelines, spans, hours = self.outlines.timelines, course.cycle.spans, course.tallies.hours
        before = [span for span in earlier if span[1] != timedelta.min]
        pieces: list[tuple[SpanKind, timedelta, timedelta | None, Timeline | None]]
        if promise.real_time:
            pieces = [(*span, None) for span in (*before, *spans)]
        elif len(hours) > 1 and promise.target.rules.calendar_change == "slice":
            pieces = [*((*span, hours[0][1]) for span in before), *cut(spans, hours)]
        else:
            pieces = [(*span, course.hours(promise)) for span in (*before, *spans)]
        last: SpanKind | None = None
        begin: timedelta | None = None
        for kind, since, _, timeline in pieces:
            if kind != last:
                last, begin = kind, since
            number = number_of(timelines, timeline)
            yield Row(KINDS[kind], self.place(since), self.place(begin), number)
        _, _, end, timeline = pieces[-1]
        if end is not None:
            yield Row(END, self.place(end), self.place(end), number_of(timelines, timeline))

    def place(self, moment: timedelta | None) -> int:
        """Return the place of an instant among those of the ticket."""
        return NOWHERE if moment is None else self.places[moment]

    def slot(self, field: str | None) -> int:
        """Return where a field says an instant."""
        if field not in self.outlines.slots:
            # The field is one that conditions look at, too, so that it is a value of the shape.
            raise OddError(CONDITIONS_ON_INSTANT.format(field))
        return SLOT - self.outlines.slots.index(field)

    def origin(self, promise: Promise) -> int:
        """Return from where a promise counts."""
        field = promise.counts_field
        if field is None:
            return self.place(promise.origin)
        states = self.history.states
        if field == "created_at" and all(each.get(field) is None for each in states):
            return 0
        return self.slot(field)


def numbered(clocks: list[Clock], names: list[str], series: Series) -> Iterator[Clock]:
    """Yield the clocks of a cycle, each with its number among those of its policy."""
    for clock in clocks:
        owner = names[clock.policy]
        number = series.numbers[owner] = series.numbers.get(owner, 0) + 1
        yield clock._replace(number=number)
