"""`measure` and `measures`: how an objective stands in a window, or in each of many."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from slakit.calendars import Calendar
from slakit.durations import microseconds
from slakit.errors import InstantError, SlakitError
from slakit.instants import since_epoch
from slakit.reports.objectives.figures import figures_of
from slakit.reports.objectives.gauge import Gauge
from slakit.reports.objectives.objective import Objective
from slakit.reports.objectives.records import Count, Outage, Score, micros
from slakit.reports.objectives.result import Measure
from slakit.reports.objectives.samples import Data
from slakit.reports.objectives.window import Bounds, moved
from slakit.reports.outcome import Outcome

__all__ = ["measure", "measures"]


def measure(
    objective: Objective,
    *,
    at: datetime,
    clocks: Iterable[Outcome] = (),
    outages: Iterable[Outage] | None = None,
    counts: Iterable[Count] = (),
    scores: Iterable[Score] = (),
    calendar: Calendar | None = None,
) -> Measure:
    """Return how an objective stands at `at`, in the window that is running or just over then.

    It is the window in which the last moment before `at` lies: at midnight of 1 February that is
    January, whole. Nothing at `at` or later is used. A clock belongs to the window in which it was
    decided (met at its stop, failed at its breach); for a percentile or an average, to that in
    which it was stopped. Windows are half-open: what happens exactly at the end of one belongs to
    the next.

    Outages that overlap or touch are one; maintenance is taken out of them and of the agreed
    time. `calendar` is that of the agreed service hours, where the objective names one. Where
    `outages` are not given there is no data about them; ``outages=[]`` says that there were none.

    Raises `InstantError` for a naive `at`, and `SlakitError` for a calendar that is missing or not
    asked for, an answer that is off its scale, and a failed clock without the instant of its
    breach.

    >>> from datetime import UTC
    >>> slo = Objective(name="shop", availability="99.9%", window="calendar month, UTC")
    >>> down = datetime(2024, 4, 10, 12, tzinfo=UTC)
    >>> april = measure(
    ...     slo, at=datetime(2024, 5, 1, tzinfo=UTC),
    ...     outages=[Outage(down, down + timedelta(minutes=30))],
    ... )
    >>> str(april)
    'shop (availability of at least 99.9%, calendar month, UTC): 99.93%, met'
    >>> str(april.budget.remaining), april.complete
    ('792', True)
    """
    data = Data.of(objective, clocks, outages, counts, scores, calendar)
    return measured(Gauge(objective, data), objective.window.before(at), at)


def measures(
    objective: Objective,
    since: datetime,
    until: datetime,
    *,
    every: timedelta | None = None,
    clocks: Iterable[Outcome] = (),
    outages: Iterable[Outage] | None = None,
    counts: Iterable[Count] = (),
    scores: Iterable[Score] = (),
    calendar: Calendar | None = None,
) -> tuple[Measure, ...]:
    """Return how an objective stood in each window between two instants, in order.

    Calendar windows are those that have a moment in [since, until), each measured as a whole; the
    last one up to `until` if it ends later. Rolling windows overlap without end, so `every` says
    how far apart they are asked: at `until`, so much before it, and so on while that is after
    `since`. The data are those of `measure`, and so are the errors; `SlakitError` for `every` where
    it says nothing, or does not say enough.

    >>> from datetime import UTC
    >>> slo = Objective(name="shop", availability="99.9%", window="calendar month, UTC")
    >>> year = datetime(2024, 1, 1, tzinfo=UTC), datetime(2025, 1, 1, tzinfo=UTC)
    >>> [each.verdict for each in measures(slo, *year, outages=[])].count("met")
    12
    """
    if since_epoch(until, "until") < since_epoch(since, "since"):
        raise InstantError(
            f"{until.isoformat()} is before {since.isoformat()}",
            parameter="until",
            value=until,
            remedy="give the earlier instant first",
        )
    gauge = Gauge(objective, Data.of(objective, clocks, outages, counts, scores, calendar))
    window = objective.window
    if window.rolling is None:
        if every is not None:
            raise wrong_every(every, "calendar windows follow each other", "leave it out")
        found = window.between(since, until)
        return tuple(measured(gauge, bounds, earlier(bounds.end, until)) for bounds in found)
    if every is None or microseconds(every) <= 0:
        message = "rolling windows overlap without end"
        raise wrong_every(every, message, "say how far apart, as in timedelta(days=1)")
    instants = [until]
    # In real time: datetimes of one zone compare what their clocks show.
    elapsed = since_epoch(until, "until") - since_epoch(since, "since")
    for _ in range(1, -(-elapsed // every)):
        instants.append(moved(instants[-1], -every))
    return tuple(measured(gauge, window.before(at), at) for at in reversed(instants))


def earlier(one: datetime, other: datetime) -> datetime:
    """Return the earlier of two instants; their clocks may have gone back in between."""
    return one if since_epoch(one, "end") <= since_epoch(other, "until") else other


def measured(gauge: Gauge, window: Bounds, at: datetime) -> Measure:
    """Return how an objective stands in a window, `at` an instant within it or at its end."""
    start, end, now = micros(window.start, "at"), micros(window.end, "at"), micros(at, "at")
    found = figures_of(gauge, start, end, now)
    complete = now >= end
    return Measure(
        objective=gauge.objective,
        start=window.start,
        end=window.end,
        at=at.astimezone(window.start.tzinfo),
        value=found.value,
        verdict=found.verdict,
        final=found.verdict if complete else found.final,
        open=gauge.open(now),
        **found.facts,
    )


def wrong_every(every: timedelta | None, message: str, remedy: str) -> SlakitError:
    return SlakitError(message, parameter="every", value=every, remedy=remedy)
