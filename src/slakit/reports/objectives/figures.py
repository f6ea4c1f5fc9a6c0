"""What the data of a window come to: the value, the verdict, and what they are made of."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Any, Literal, NamedTuple

from slakit.durations import microseconds
from slakit.instants import MICROSECOND
from slakit.reports.objectives.budget import budget_of
from slakit.reports.objectives.evidence import Evidence
from slakit.reports.objectives.gauge import Gauge
from slakit.reports.objectives.goals import AverageScore, Nps
from slakit.reports.objectives.objective import Objective
from slakit.reports.statistics import nearest_rank, wilson

__all__ = ["Figures", "Value", "Verdict", "figures_of"]

Value = Fraction | timedelta | Decimal
Verdict = Literal["met", "missed", "no_data"]

# More digits than any sum of amounts has, so that none is rounded.
DIGITS = 1_000


class Figures(NamedTuple):
    """What a window comes to; `final` is the verdict that it will end with, where that is certain.

    `facts` are the fields of a `Measure` that say what the value is made of.
    """

    value: Value | None
    verdict: Verdict
    final: Verdict | None
    facts: dict[str, Any]


def figures_of(gauge: Gauge, start: int, end: int, now: int) -> Figures:
    """Measure an objective in a window as it is known at an instant within it or at its end."""
    if gauge.objective.promised is not None:
        return of_share(gauge, start, end, now)
    return of_values(gauge.objective, gauge.values.between(start, now))


def of_share(gauge: Gauge, start: int, end: int, now: int) -> Figures:
    """Measure a share of clocks, of answers or of agreed time."""
    promised = gauge.objective.promised
    assert promised is not None  # Asked only of objectives that promise a share.
    evidence = gauge.evidence(now, start, end)
    if evidence is None:
        return Figures(None, "no_data", None, {})
    whole, so_far = evidence.tally(start, end), evidence.tally(start, now)
    bad, total = so_far
    value = Fraction(total - bad, total) if total else None
    facts: dict[str, Any] = {"budget": budget_of(promised, whole, so_far, evidence.unit)}
    if evidence.unit == "seconds":
        facts |= {"agreed": total * MICROSECOND, "downtime": bad * MICROSECOND}
    else:
        facts |= {"count": total, "good": total - bad, "interval": wilson(total - bad, total)}
    final = final_share(gauge, evidence, promised.share, start, end, now)
    good = value is not None and value >= promised.share
    return Figures(value, verdict_of(value, good), final, facts)


def final_share(
    gauge: Gauge, evidence: Evidence, share: Fraction, start: int, end: int, now: int
) -> Verdict | None:
    """Return the verdict that a running window will end with, where it is certain."""
    bad, total = evidence.tally(start, end)
    if evidence.unit != "seconds":
        # How many clocks or answers are yet to come is not known, but one failure is one too
        # many where all have to be good.
        return "missed" if share == 1 and bad else None
    if bad > (1 - share) * total:
        return "missed"
    worst = gauge.worst(now, start, end).bad if now < end else bad
    return "met" if total and worst <= (1 - share) * total else None


def of_values(objective: Objective, values: list[Any]) -> Figures:
    """Measure a percentile, a mean or a sum."""
    facts: dict[str, Any] = {"count": len(values)}
    if not values:
        return Figures(None, "no_data", None, facts)
    if (percentile := objective.percentile) is not None:
        share = percentile.percent.share
        rank = nearest_rank(((each, 1) for each in sorted(values)), len(values), share)
        assert rank is not None  # There are values.
        found = rank * MICROSECOND
        good = found <= percentile.limit
        # The longest of all never becomes shorter.
        final: Verdict | None = "missed" if share == 1 and not good else None
        return Figures(found, verdict_of(found, good), final, facts)
    if (limit := objective.average) is not None:
        total = sum(values)
        good = total <= microseconds(limit) * len(values)
        # Rounded up, so that it is within the limit where the exact mean is, and only there.
        mean = -(-total // len(values)) * MICROSECOND
        return Figures(mean, verdict_of(mean, good), None, facts)
    if (volume := objective.volume) is not None:
        with localcontext(prec=DIGITS):
            amount = sum(values, Decimal(0))
        good = amount >= volume.at_least
        # What came about does not go away.
        return Figures(amount, verdict_of(amount, good), "met" if good else None, facts)
    goal = objective.score
    assert isinstance(goal, Nps | AverageScore)  # Nothing else is left.
    if isinstance(goal, Nps):
        points = sum((each >= 9) - (each <= 6) for each in values) * 100
    else:
        points = sum(values)
    score = Fraction(points, len(values))
    good = score >= Fraction(goal.at_least)
    return Figures(score, verdict_of(score, good), None, facts)


def verdict_of(value: Value | None, good: bool) -> Verdict:
    if value is None:
        return "no_data"
    return "met" if good else "missed"
