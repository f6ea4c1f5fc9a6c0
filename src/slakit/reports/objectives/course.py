"""The course of an error budget: how it burned down in its window, and when it will be gone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from fractions import Fraction
from itertools import pairwise
from math import ceil
from typing import NamedTuple

from slakit.calendars import Calendar
from slakit.durations import microseconds
from slakit.errors import SlakitError
from slakit.instants import MICROSECOND, to_datetime
from slakit.reports.objectives.evidence import Evidence, Tally
from slakit.reports.objectives.gauge import Gauge
from slakit.reports.objectives.objective import Objective
from slakit.reports.objectives.records import Outage, Score, micros
from slakit.reports.objectives.samples import Data
from slakit.reports.outcome import Outcome

__all__ = ["BurnDownPoint", "burn_down", "exhausted_at"]


class BurnDownPoint(NamedTuple):
    """How much of an error budget was left at an instant: 1 is all of it, below 0 is overspent."""

    at: datetime
    left: Fraction


def burn_down(
    objective: Objective,
    *,
    at: datetime,
    clocks: Iterable[Outcome] = (),
    outages: Iterable[Outage] | None = None,
    scores: Iterable[Score] = (),
    calendar: Calendar | None = None,
) -> tuple[BurnDownPoint, ...]:
    """Return how the error budget burned down from the start of the window to `at`.

    The shares are those of the budget that `measure` gives at `at`, so that the line begins at 1
    and ends with what is left. Between two points it is straight; where a clock or an answer was
    bad there are two points at its instant, before and after. Shares are exact; `float` makes
    one for a picture. Empty without data and for an objective without an error budget. The data
    are those of `measure`, and so are the errors.

    >>> from datetime import UTC
    >>> slo = Objective(name="shop", availability="99.9%", window="calendar month, UTC")
    >>> down = datetime(2024, 4, 10, 12, tzinfo=UTC)
    >>> outage = Outage(down, down + timedelta(minutes=30))
    >>> points = burn_down(slo, at=datetime(2024, 4, 11, tzinfo=UTC), outages=[outage])
    >>> [(point.at.strftime("%d %H:%M"), round(float(point.left), 3)) for point in points]
    [('01 00:00', 1.0), ('10 12:00', 1.0), ('10 12:30', 0.306), ('11 00:00', 0.306)]
    """
    gauge = Gauge(objective, Data.of(objective, clocks, outages, (), scores, calendar))
    window, promised = objective.window.before(at), objective.promised
    start, end, now = micros(window.start, "at"), micros(window.end, "at"), micros(at, "at")
    evidence = gauge.evidence(now, start, end)
    if promised is None or evidence is None:
        return ()
    allowed = (1 - promised.share) * evidence.tally(start, end).total
    if not allowed:
        return ()
    course = [(start, 0), *evidence.burned(start, now), (now, evidence.tally(start, now).bad)]
    return tuple(
        BurnDownPoint(to_datetime(moment * MICROSECOND, window.start.tzinfo), 1 - bad / allowed)
        for moment, bad in course
    )


def exhausted_at(
    objective: Objective,
    *,
    at: datetime,
    lookback: timedelta,
    clocks: Iterable[Outcome] = (),
    outages: Iterable[Outage] | None = None,
    scores: Iterable[Score] = (),
    calendar: Calendar | None = None,
) -> datetime | None:
    """Return when the error budget will be gone if things go on as in the `lookback` up to `at`.

    Clocks and answers go on to come as many and as bad an hour; an outage takes the same share of
    the agreed time that is still to come, of which calendar and planned maintenance are heeded.
    What leaves a rolling window gives its budget back. `at` where it is gone already. None where
    the budget lasts to the end of a calendar window, or for another length of a rolling one, where
    the lookback has no data to go on, and for an objective without an error budget. The data are
    those of `measure`, and so are the errors.

    >>> from datetime import UTC
    >>> slo = Objective(name="shop", availability="99.9%", window="calendar month, UTC")
    >>> now = datetime(2024, 4, 10, 12, tzinfo=UTC)
    >>> down = Outage(now - timedelta(minutes=6), now)
    >>> str(exhausted_at(slo, at=now, lookback=timedelta(hours=1), outages=[down]))
    '2024-04-10 18:12:00+00:00'
    """
    over = microseconds(lookback)
    if over <= 0:
        raise SlakitError(
            f"{lookback} is no time to look back on",
            parameter="lookback",
            value=lookback,
            remedy="give a length above 0, as in timedelta(hours=6)",
        )
    gauge = Gauge(objective, Data.of(objective, clocks, outages, (), scores, calendar))
    window, promised = objective.window.before(at), objective.promised
    start, end, now = micros(window.start, "at"), micros(window.end, "at"), micros(at, "at")
    rolls = objective.window.rolling is not None
    length = end - start
    # A rolling window that has gone on like this for its whole length has nothing else in it.
    horizon = now + length if rolls else end
    evidence = gauge.evidence(now, min(start, now - over), horizon)
    if promised is None or promised.share == 1 or evidence is None:
        return None
    forecast = Forecast(
        evidence=evidence,
        promised=promised.share,
        start=start,
        end=end,
        rolls=rolls,
        now=now,
        rate=evidence.tally(now - over, now),
        over=over,
    )
    moment = forecast.gone(horizon)
    return None if moment is None else to_datetime(moment * MICROSECOND, window.start.tzinfo)


class Forecast(NamedTuple):
    """What is known at an instant, and how it goes on from there."""

    evidence: Evidence
    promised: Fraction
    start: int
    end: int
    rolls: bool
    now: int
    rate: Tally
    over: int

    def gone(self, horizon: int) -> int | None:
        """Return the first instant up to a horizon at which nothing of the budget is left."""
        remaining, bad = self.at(self.now)
        if bad and remaining <= 0:
            return self.now
        if not self.rate.total:
            return None
        for first, last in pairwise(self.turns(horizon)):
            before, _ = self.at(first)
            after, bad = self.at(last)
            if bad and after <= 0:
                # What is left goes down in a straight line between two turns.
                passed = (last - first) * before / (before - after) if before > 0 else 0
                return first + ceil(passed)
        return None

    def turns(self, horizon: int) -> list[int]:
        """Return the instants between which the budget changes evenly."""
        turns = {self.now, horizon, *self.evidence.edges(self.now, horizon)}
        if self.rolls:
            length = self.end - self.start
            turns.update(edge + length for edge in self.evidence.edges(self.start, self.now))
        return sorted(turn for turn in turns if self.now <= turn <= horizon)

    def at(self, moment: int) -> tuple[Fraction, Fraction]:
        """Return what is left of the budget at an instant, and how much was bad."""
        start, end = self.start, self.end
        if self.rolls:
            start, end = start + moment - self.now, end + moment - self.now
        known = self.evidence.tally(start, end)
        bad, total = Fraction(known.bad), Fraction(known.total)
        if moment > self.now:
            ahead = self.evidence.ahead(self.rate, self.over, self.now, moment)
            bad, total = bad + ahead.bad, total + ahead.total
        return (1 - self.promised) * total - bad, bad
