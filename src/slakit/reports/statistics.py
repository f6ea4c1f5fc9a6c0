"""Figures of samples: intervals of shares, ranks, and curves with clocks that are still open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import cache
from math import ceil, exp, inf, log, sqrt
from statistics import NormalDist
from typing import NamedTuple, TypeVar

from slakit.errors import SlakitError

__all__ = ["Curve", "confidence_level", "kaplan_meier", "nearest_rank", "wilson"]

T = TypeVar("T")


def confidence_level(value: float) -> float:
    """Return a confidence, refused where it is no share between 0 and 1."""
    share = isinstance(value, (int, float)) and value > 0
    # What is rounded to certainty on the way has no interval either.
    if not share or (1 + value) / 2 >= 1:
        raise SlakitError(
            f"{value!r} is no confidence",
            parameter="confidence",
            value=value,
            remedy="give a share between 0 and 1, as in 0.95",
        )
    return value


def z_score(confidence: float) -> float:
    return normal_quantile((1 + confidence_level(confidence)) / 2)


@cache
def normal_quantile(share: float) -> float:
    return NormalDist().inv_cdf(share)


def wilson(met: int, decided: int, confidence: float = 0.95) -> tuple[float, float] | None:
    """Return the Wilson score interval of a share; None where nothing is decided.

    Source: E. B. Wilson (1927), "Probable inference, the law of succession, and statistical
    inference", Journal of the American Statistical Association 22. It stays within 0 and 1, and
    means something where all of a few clocks were met.

    >>> [round(end, 3) for end in wilson(10, 10)], wilson(0, 0)
    ([0.722, 1.0], None)
    """
    z = z_score(confidence)
    if not decided:
        return None
    share = met / decided
    spread = z * z / decided
    middle = share + spread / 2
    half = z * sqrt((share * (1 - share) + spread / 4) / decided)
    low, high = (middle - half) / (1 + spread), (middle + half) / (1 + spread)
    # Rounding could put the end of 0 of n just above 0, and that of n of n just below 1.
    return (0.0 if met == 0 else low, 1.0 if met == decided else high)


def nearest_rank(counts: Iterable[tuple[T, int]], total: int, share: Fraction) -> T | None:
    """Return the smallest value that at least a `share` of all are not above; None of none.

    `counts` are the values in order, each with how often it is there, `total` of them in all.
    This is the inverse of the cumulative distribution: an observed value, so that "the 90th
    percentile is at most 4h" says the same as "at least 90 % took at most 4h".

    >>> nearest_rank([(10, 3), (20, 1)], 4, Fraction(3, 4))
    10
    """
    seen, rank = 0, ceil(share * total)
    for value, count in counts:
        seen += count
        if seen >= rank:
            return value
    return None


class Curve(NamedTuple):
    """How much was done by when: a Kaplan-Meier estimate of the share, as steps.

    `steps` are (x, share done from x on), beginning at (0, 0) unless something was done at 0;
    `variances` are Greenwood's sums at each, from which `bounds` makes the interval. `censored`
    are (x, share, count) of what was last seen open at x.
    """

    steps: list[tuple[float, float]]
    variances: list[float]
    censored: list[tuple[float, float, int]]
    z: float

    def bounds(self, i: int) -> tuple[float, float]:
        """Return the ends of the interval at a step."""
        low, high = interval(1 - self.steps[i][1], self.variances[i], self.z)
        return 1 - high, 1 - low

    @property
    def low(self) -> list[float]:
        """The lower ends of the interval, a step each."""
        return [self.bounds(i)[0] for i in range(len(self.steps))]

    @property
    def high(self) -> list[float]:
        """The upper ends of the interval, a step each."""
        return [self.bounds(i)[1] for i in range(len(self.steps))]

    def at(self, x: float) -> float:
        """Return the share that is done by `x`."""
        done = 0.0
        for start, share in self.steps:
            if start > x:
                break
            done = share
        return done

    def quantile(self, share: float) -> float | None:
        """Return the first x by which at least a `share` is done; None where it never gets there.

        >>> kaplan_meier({1.0: 1, 3.0: 1}, {2.0: 2}).quantile(0.9)
        3.0
        """
        return next((x for x, done in self.steps if done >= share), None)


def kaplan_meier(
    done: Mapping[float, int], censored: Mapping[float, int], confidence: float = 0.95
) -> Curve:
    """Return the curve of what was done by when, with what was last seen open as censored.

    `done` and `censored` count how much ended, and was last seen open, at each x. What was seen
    open at the very x at which something was done was there for it. The interval is Greenwood's
    on the scale of log(-log(share open)), which keeps it within 0 and 1.

    Sources: E. L. Kaplan and P. Meier (1958), "Nonparametric estimation from incomplete
    observations"; J. D. Kalbfleisch and R. L. Prentice, "The Statistical Analysis of Failure
    Time Data", for the scale of the interval.

    >>> curve = kaplan_meier({1.0: 1, 3.0: 1}, {2.0: 1})
    >>> [(x, round(share, 3)) for x, share in curve.steps]
    [(0.0, 0.0), (1.0, 0.333), (3.0, 1.0)]
    """
    z = z_score(confidence)
    at_risk = sum(done.values()) + sum(censored.values())
    open_share, variance = 1.0, 0.0
    curve = Curve([(0.0, 0.0)], [0.0], [], z)
    for x in sorted({*done, *censored}):
        if count := done.get(x, 0):
            open_share *= 1 - count / at_risk
            variance += count / (at_risk * (at_risk - count)) if count < at_risk else inf
            if x == 0:
                curve.steps.clear()
                curve.variances.clear()
            curve.steps.append((x, 1 - open_share))
            curve.variances.append(variance)
        if lost := censored.get(x, 0):
            curve.censored.append((x, 1 - open_share, lost))
        at_risk -= count + lost
    return curve


def interval(open_share: float, variance: float, z: float) -> tuple[float, float]:
    """Return the interval of a share that is still open; certain at its ends."""
    if not 0 < open_share < 1:
        return open_share, open_share
    spread = exp(z * sqrt(variance) / abs(log(open_share)))
    return open_share**spread, open_share ** (1 / spread)
