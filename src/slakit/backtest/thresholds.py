"""Elapsed times of clocks -> the tightest amount that a share of them would have met."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from datetime import timedelta
from fractions import Fraction
from math import exp, lgamma, log
from typing import NamedTuple

from slakit.instants import MICROSECOND
from slakit.reports.statistics import confidence_level

__all__ = ["Sample", "Standing", "ranks_around", "readable"]

HOUR = timedelta(hours=1)
# Up to so much an amount is rounded up to a multiple of this.
GRAINS = ((HOUR, timedelta(minutes=1)), (4 * HOUR, timedelta(minutes=5)))
COARSE = timedelta(minutes=15)


class Standing(NamedTuple):
    """How many clocks an amount would have had met and failed, and how many it leaves open."""

    met: int
    failed: int
    undecided: int

    @property
    def share(self) -> Fraction | None:
        """The share of the decided clocks that were met; None where none is decided."""
        decided = self.met + self.failed
        return Fraction(self.met, decided) if decided else None


class Sample:
    """What clocks needed: the smallest amount with which each was, or still is, in time.

    `needed` are those of stopped clocks, `passed` those of open ones: with this amount and more
    they are not late yet. Both are sorted.

    >>> sample = Sample([timedelta(hours=1), timedelta(hours=3)], [])
    >>> sample.tightest(Fraction(1, 2)), sample.standing(timedelta(hours=2)).share
    (datetime.timedelta(seconds=3600), Fraction(1, 2))
    """

    def __init__(self, needed: Sequence[timedelta], passed: Sequence[timedelta]) -> None:
        self.needed = sorted(needed)
        self.passed = sorted(passed)

    def standing(self, amount: timedelta) -> Standing:
        """Return what an amount would have come to."""
        more = amount + MICROSECOND
        met, undecided = bisect_left(self.needed, more), bisect_left(self.passed, more)
        failed = len(self.needed) + len(self.passed) - met - undecided
        return Standing(met, failed, undecided)

    def tightest(self, objective: Fraction) -> timedelta | None:
        """Return the smallest amount that meets an objective; None where no clock was stopped."""
        if not self.needed:
            return None
        # The share never falls as the amount grows, and changes at these amounts only.
        steps = sorted({*self.needed, *self.passed})

        def reached(amount: timedelta) -> bool:
            share = self.standing(amount).share
            return share is not None and share >= objective

        return steps[bisect_left(steps, True, key=reached)]

    def interval(
        self, amount: timedelta, objective: Fraction, confidence: float
    ) -> tuple[timedelta, timedelta] | None:
        """Return the order statistics around the tightest amount; None where they are too few."""
        standing = self.standing(amount)
        ranks = ranks_around(standing.met + standing.failed, float(objective), confidence)
        if ranks is None or ranks[1] > len(self.needed):
            return None
        return self.needed[ranks[0] - 1], self.needed[ranks[1] - 1]


def ranks_around(count: int, share: float, confidence: float) -> tuple[int, int] | None:
    """Return the ranks, from 1, between which a quantile lies; None where `count` is too small.

    Of so many values the number that do not exceed the quantile is binomial, whatever their
    distribution. Source: G. J. Hahn and W. Q. Meeker, "Statistical Intervals", distribution-free
    two-sided intervals for a percentile.

    >>> ranks_around(100, 0.5, 0.95), ranks_around(20, 0.95, 0.95)
    ((40, 61), None)
    """
    tail = (1 - confidence_level(confidence)) / 2
    if not 0 < share < 1:
        return None
    low = high = 0
    below = 0.0
    for successes in range(count + 1):
        # Here `below` is the probability of fewer successes.
        if below <= tail:
            low = successes
        if 1 - below <= tail and not high:
            high = successes
        below += binomial(successes, count, share)
    return (low, high) if low and high else None


def binomial(successes: int, count: int, share: float) -> float:
    ways = lgamma(count + 1) - lgamma(successes + 1) - lgamma(count - successes + 1)
    return exp(ways + successes * log(share) + (count - successes) * log(1 - share))


def readable(amount: timedelta) -> timedelta:
    """Return an amount rounded up to whole minutes, to 5 minutes, or to quarters of an hour.

    >>> print(readable(timedelta(minutes=61)), readable(timedelta(hours=5, seconds=1)))
    1:05:00 5:15:00
    """
    grain = next((grain for limit, grain in GRAINS if amount <= limit), COARSE)
    return -(-amount // grain) * grain
