"""Outcomes of clocks, written down in one line, made by the hundred, and drawn."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from slakit import Evaluation
from slakit.reports.outcome import Outcome, outcomes
from slakit.reports.report import Report

ZERO = timedelta(0)
HOUR = timedelta(hours=1)
NOON = datetime(2024, 5, 6, 12, tzinfo=UTC)
STATES = {
    "met": "stopped",
    "missed": "stopped",
    "breached": "running",
    "on_track": "running",
    "at_risk": "running",
    "paused": "paused",
    "no_target": "stopped",
    "cancelled": "cancelled",
    "idle": "idle",
}


def hours(count: float) -> timedelta:
    """Return a length."""
    return timedelta(hours=count)


def clock(status: str = "met", took: float = 1, **changes: Any) -> Outcome:
    """Return what a clock of 4 h, that took so many, came to on Monday 6 May 2024 at noon."""
    values: dict[str, Any] = {
        "ticket": "T-1",
        "policy": "all",
        "metric": "resolution",
        "cycle": 1,
        "state": STATES[status],
        "status": status,
        "started_at": NOON,
        "stopped_at": NOON if STATES[status] == "stopped" else None,
        "cancelled_at": NOON if status == "cancelled" else None,
        "due_at": None,
        "breached_at": NOON if status in ("missed", "breached") else None,
        "elapsed": hours(took),
        "paused": ZERO,
        "closed": ZERO,
        "target": None if status == "no_target" else hours(4),
        **changes,
    }
    return Outcome(**values)


def made(count: int, seed: int = 7) -> list[Outcome]:
    """Return clocks of every kind, always the same: near midnight, the changes of clocks, ties."""
    rng = random.Random(seed)
    found = []
    for number in range(count):
        status = rng.choice([*STATES, "met", "met", "missed"])
        state = STATES[status]
        if status == "breached" and rng.random() < 0.3:
            state = "paused"
        started = datetime(2024, rng.choice((3, 10)), 24, 20, tzinfo=UTC)
        started += timedelta(minutes=rng.randrange(0, 14 * 1440, 30))
        target = None if status == "no_target" else hours(rng.choice((1, 4, 8)))
        exempt = status == "no_target" and rng.random() < 0.4
        if exempt:
            target = HOUR
        elapsed = ZERO if state == "idle" else timedelta(minutes=rng.choice((0, 30, 54, 216, 500)))
        end = started + elapsed + hours(rng.randrange(50))
        due = started + hours(rng.randrange(1, 60))
        fields: dict[str, Any] = {"team": rng.choice(("net", "db", 'a, "b"\nc', None))}
        if rng.random() < 0.9:
            fields["priority"] = rng.choice((1, 2, "3"))
        if rng.random() < 0.9:
            fields["customer"] = rng.choice(("Ñandú S.A.", "acme", ""))
        found.append(
            clock(
                status,
                ticket=f"T-{rng.randrange(count // 3 + 1)}",
                policy=rng.choice(("gold", "silver")),
                metric=rng.choice(("first_response", "resolution")),
                cycle=number + 1,
                state=state,
                started_at=None if state == "idle" else started,
                stopped_at=end if state == "stopped" else None,
                cancelled_at=end if state == "cancelled" else None,
                due_at=None if state in ("idle", "paused") else due,
                breached_at=due if status in ("missed", "breached") or exempt else None,
                elapsed=elapsed,
                paused=ZERO if state == "idle" else hours(rng.randrange(5)),
                closed=ZERO if state == "idle" else hours(rng.randrange(20)),
                target=target,
                exempt=exempt,
                fields=fields,
            )
        )
    return found


instants = st.sampled_from(
    [NOON + timedelta(days=days, hours=shift) for days in (0, 1, 20) for shift in (0, 11)]
)
lengths = st.sampled_from((0, 1, 3.6, 4, 5, 1 / 3_600_000_000)).map(hours)


@st.composite
def clocks(draw: st.DrawFn) -> Outcome:
    """Draw a clock; there are few values, so that many fall together."""
    status = draw(st.sampled_from(list(STATES)))
    at = draw(instants)
    told = draw(st.booleans())
    return clock(
        status,
        ticket=draw(st.sampled_from(("", "a", "b", "c"))),
        policy=draw(st.sampled_from(("gold", "silver"))),
        metric=draw(st.sampled_from(("first_response", "resolution"))),
        cycle=draw(st.integers(1, 3)),
        stopped_at=at if STATES[status] == "stopped" else None,
        breached_at=at if status in ("missed", "breached") else None,
        started_at=draw(instants),
        elapsed=draw(lengths),
        paused=draw(lengths) if told else None,
        closed=draw(lengths) if told else None,
        target=None if status == "no_target" else draw(lengths),
        exempt=status == "no_target" and draw(st.booleans()),
        fields=draw(st.sampled_from(({}, {"team": "net"}, {"team": 2}, {"team": "2"}))),
    )


def report_on(outcomes: Iterable[Outcome]) -> Report:
    """Return a report by team and policy, also in another process."""
    return Report.of(outcomes, by=["team", "policy"], frequency="month", tz="Europe/Madrid")


def told_of(found: Iterable[Evaluation], **layout: Any) -> Report:
    """Return the report on what a table of CSV tells of the clocks: all but two things.

    It does not tell when a clock was cancelled, so that cancelled clocks have no period in a report
    by the date of the verdict. And what a clock had is what it used and what remains. That is its
    target wherever the amount is a length; of a rule such as ``2bd`` nothing remains once the clock
    is cancelled, and the less remains the longer it was paused after its due time.
    """
    report = Report(**layout)
    for evaluation in found:
        report.unclocked += not evaluation.clocks
        for clock, each in zip(evaluation, outcomes(evaluation), strict=True):
            had = None if clock.remaining is None else clock.elapsed + clock.remaining
            report.add(each._replace(cancelled_at=None, target=had))
    return report
