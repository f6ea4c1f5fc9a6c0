"""The windows of a commitment in a period, and how it stood in each."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import NamedTuple

from slakit.agreements.assessing.evidence import Evidence
from slakit.agreements.assessing.standing import AssessedClock, AssessedWindow, Missing
from slakit.agreements.exclusions import excuse
from slakit.calendars import Calendar
from slakit.calendars.spans import merge
from slakit.calendars.zones import zone
from slakit.instants import since_epoch, to_datetime
from slakit.reports.objectives import Count, Measure, Objective, Outage, measure
from slakit.reports.objectives.samples import selected, undated
from slakit.reports.objectives.window import Bounds
from slakit.reports.outcome import Outcome
from slakit.reports.periods import Period

__all__ = ["Asked", "assessed_window", "windows_in"]


class Asked(NamedTuple):
    """What a commitment asks for: an objective, or that each clock of a metric is met."""

    objective: Objective | None
    metric: str | None
    policy: str | None
    service: str
    calendar: Calendar | None


def windows_in(asked: Asked, period: Period, tz: str) -> list[Bounds]:
    """Return the windows that end in a period, in order; where none does, the one that runs.

    Calendar windows are compared in dates of their own zone, so that a month is a month whatever
    the zone of the agreement. A rolling window is asked once, at the end of the period.
    """
    whole = Bounds(*period.instants(zone(tz)))
    if asked.objective is None:
        return [whole]
    window = asked.objective.window
    if window.rolling is not None:
        return [window.before(whole.end)]
    assert window.tz is not None  # A calendar window has its zone.
    found = window.between(*period.instants(zone(window.tz)))
    ended = [each for each in found if ends_in(asked, each, period)]
    return ended or found[-1:]


def ends_in(asked: Asked, bounds: Bounds, period: Period) -> bool:
    """Return whether a window of a commitment ends in a period, in the window's own zone."""
    window = asked.objective.window if asked.objective is not None else None
    if window is None or window.tz is None:
        return True
    return moment(bounds.end) <= moment(period.instants(zone(window.tz))[1])


def assessed_window(
    asked: Asked, bounds: Bounds, evidence: Evidence, at: datetime, cut_off: datetime
) -> AssessedWindow:
    """Return how a commitment stood in a window as it is known at an instant.

    `cut_off` is the instant up to which the hours count that its clocks are late.
    """
    start, end = bounds
    now = min(at, end, key=moment).astimezone(start.tzinfo)
    missing = missing_in(asked, bounds, evidence, now)
    if missing is not None:
        return nothing(bounds, now, missing)
    clocks = tuple(clocks_in(asked, Bounds(start, now), evidence, cut_off))
    objective = asked.objective
    if objective is None:
        return of_clocks(bounds, now, clocks)
    outages = None
    if objective.availability is not None:
        # They were given, or there would be no data.
        outages = excuse(evidence.outages_of(asked.service) or (), evidence.exclusions)

    def measured(counts: Iterable[Count]) -> Measure:
        return measure(
            objective,
            at=now,
            clocks=evidence.clocks or (),
            outages=outages,
            counts=counts,
            scores=evidence.scores or (),
            calendar=asked.calendar if objective.calendar is not None else None,
        )

    found = measured(evidence.counts or ())
    if objective.volume is not None and found.verdict == "no_data" and evidence.until is not None:
        # Somebody says that all was counted up to there, so that nothing came about.
        none = measured([Count(start, 0, objective.volume.of)])
        found = dataclasses.replace(none, count=0)
    return AssessedWindow(
        start=start,
        end=end,
        at=now,
        verdict=found.verdict,
        value=found.value,
        missing="nothing" if found.verdict == "no_data" else None,
        count=found.count,
        good=found.good,
        agreed=found.agreed,
        downtime=found.downtime,
        incident_on=first_failed(clocks) or first_outage(outages or (), Bounds(start, now)),
        clocks=clocks,
    )


def missing_in(asked: Asked, bounds: Bounds, evidence: Evidence, now: datetime) -> Missing | None:
    """Return why there is no data for a window whatever the evidence says; None where there is."""
    given = {
        "availability": evidence.outages_of(asked.service),
        "volume": evidence.counts,
        "score": evidence.scores,
    }
    kind = "clocks" if asked.objective is None else asked.objective.kind
    if given.get(kind, evidence.clocks) is None:
        return "not_given"
    if moment(now) <= moment(bounds.start):
        return "not_begun"
    return None if evidence.covers(bounds.start, now) else "not_covered"


def nothing(bounds: Bounds, now: datetime, missing: Missing) -> AssessedWindow:
    """Return a window without data."""
    return AssessedWindow(
        start=bounds.start, end=bounds.end, at=now, verdict="no_data", missing=missing
    )


def of_clocks(bounds: Bounds, now: datetime, clocks: tuple[AssessedClock, ...]) -> AssessedWindow:
    """Return how a window went in which each single clock has to be met."""
    counted = [clock for clock in clocks if clock.verdict != "exempt"]
    good = sum(clock.verdict == "met" for clock in counted)
    count = len(counted)
    verdict = nothing(bounds, now, "nothing").verdict if not count else None
    return AssessedWindow(
        start=bounds.start,
        end=bounds.end,
        at=now,
        verdict=verdict or ("met" if good == count else "missed"),
        value=Fraction(good, count) if count else None,
        missing=None if count else "nothing",
        count=count,
        good=good,
        incident_on=first_failed(clocks),
        clocks=clocks,
    )


def first_failed(clocks: Iterable[AssessedClock]) -> date | None:
    """Return the date on which the first clock failed."""
    failed = (each for each in clocks if each.verdict == "failed")
    return min((each.decided_at.date() for each in failed), default=None)


def first_outage(outages: Iterable[Outage], bounds: Bounds) -> date | None:
    """Return the date on which a service was first down in a window without an excuse."""
    first, last = map(moment, bounds)
    down: list[tuple[timedelta, timedelta]] = []
    planned: list[tuple[timedelta, timedelta]] = []
    for each in outages:
        start = max(moment(each.start), first)
        end = last if each.end is None else min(moment(each.end), last)
        if start < end:
            (planned if each.maintenance else down).append((start, end))
    excused = merge(sorted(planned))
    for start, end in merge(sorted(down)):
        for from_, until in excused:
            if from_ <= start < until:
                start = until
        if start < end:
            return to_datetime(start, bounds.start.tzinfo).date()
    return None


def clocks_in(
    asked: Asked, bounds: Bounds, evidence: Evidence, cut_off: datetime
) -> Iterator[AssessedClock]:
    """Yield the clocks of a commitment that were decided in a window, in the order of that."""
    found = []
    for clock in chosen(asked, evidence.clocks or ()):
        if not (clock.met or clock.failed or clock.exempt):
            continue
        decided = clock.breached_at if clock.exempt else clock.decided_at
        if decided is None:
            raise undated(clock)
        if moment(bounds.start) <= moment(decided) < moment(bounds.end):
            found.append((moment(decided), assessed_clock(clock, decided, evidence, cut_off)))
    yield from (clock for _, clock in sorted(found, key=lambda each: (each[0], each[1][:4])))


def chosen(asked: Asked, clocks: Iterable[Outcome]) -> Iterable[Outcome]:
    """Return the clocks that a commitment is about."""
    if asked.objective is not None:
        return selected(asked.objective, clocks)
    return [
        clock
        for clock in clocks
        if clock.metric == asked.metric and asked.policy in (None, clock.policy)
    ]


def assessed_clock(
    clock: Outcome, decided: datetime, evidence: Evidence, cut_off: datetime
) -> AssessedClock:
    """Return a clock as evidence, with how late it is and the exclusions that it ran in."""
    name = (clock.ticket, clock.policy, clock.metric, clock.cycle)
    started = clock.started_at or decided
    stopped = clock.stopped_at or clock.cancelled_at
    ended = cut_off if stopped is None else min(stopped, cut_off, key=moment)
    late = late_wall = None
    if clock.failed:
        late_wall = max(moment(ended) - moment(clock.due_at or decided), timedelta(0))
        late = late_at(clock, ended, late_wall)
    return AssessedClock(
        *name,
        verdict="exempt" if clock.exempt else "met" if clock.met else "failed",
        decided_at=decided.astimezone(cut_off.tzinfo),
        late=late,
        late_wall=late_wall,
        open=clock.stopped_at is None and clock.failed,
        exempted=evidence.exemptions.get(name),
        exclusions=tuple(
            place
            for place, each in enumerate(evidence.exclusions)
            if each.overlaps(started, max(ended, decided, key=moment))
        ),
    )


def late_at(clock: Outcome, at: datetime, wall: timedelta) -> timedelta | None:
    """Return how late in its own time a clock is at an instant, None where nobody can know.

    What is told of a clock holds at its stop, or when it was evaluated: then as much real time
    has passed since its start as it ran, was paused and was closed. Of a clock that was never
    paused or closed every hour before that is one of its own.
    """
    if clock.left is None:
        return None
    told = clock.stopped_at or clock.cancelled_at
    if told is None and clock.started_at is not None:
        if clock.paused is None or clock.closed is None:
            return None
        told_at = moment(clock.started_at) + clock.elapsed + clock.paused + clock.closed
    elif told is not None:
        told_at = moment(told)
    else:
        return None
    if told_at == moment(at):
        return max(-clock.left, timedelta(0))
    never = timedelta(0) == clock.paused == clock.closed
    return wall if never and moment(at) < told_at else None


def moment(at: datetime) -> timedelta:
    """Return an instant that compares in real time, whatever zone it is written in."""
    return since_epoch(at, "at")
