"""Numbers -> pixels, and the round values that an axis of numbers shows.

Shares, counts and lengths of time are round in different ways: 25 %, 20 tickets, 6 hours.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import count
from math import ceil, floor
from typing import Literal

__all__ = ["Kind", "ValueScale", "round_values"]

Kind = Literal["share", "count", "length"]

MINUTE, HOUR, DAY = 60, 3600, 86_400
# Below a percent shares are round like counts; above it a quarter is rounder than a fifth.
SHARES = [Fraction(number, 10_000) for number in (1, 2, 5, 10, 20, 50)]
SHARES += [Fraction(number, 100) for number in (1, 2, 5, 10, 25, 50)]
LENGTHS = [
    *(number for number in (1, 2, 5, 10, 15, 30)),
    *(number * MINUTE for number in (1, 2, 5, 10, 15, 30)),
    *(number * HOUR for number in (1, 2, 3, 6, 12)),
]


@dataclass(frozen=True, slots=True)
class ValueScale:
    """Numbers from `low` to `high` -> pixels from `start` to `end`, which may run upward.

    A number outside is drawn at the edge, so that nothing stands out of a picture.

    >>> scale = ValueScale(0, 1, start=200, end=100)
    >>> scale.at(0.25), scale.at(7)
    (175.0, 100.0)
    """

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Return where a number is drawn."""
        inside = min(max(value, self.low), self.high)
        return self.start + (inside - self.low) / (self.high - self.low) * (self.end - self.start)


def round_values(low: float, high: float, kind: Kind, *, most: int = 5) -> list[float]:
    """Return the round values from `low` to `high` that leave at most `most` steps between.

    Shares are numbers of 1, counts are whole, lengths are in seconds.

    >>> round_values(0, 1, "share"), round_values(0, 37, "count", most=4)
    ([0.0, 0.25, 0.5, 0.75, 1.0], [0.0, 10.0, 20.0, 30.0])
    >>> [each / 3600 for each in round_values(0, 8 * 3600, "length")]
    [0.0, 2.0, 4.0, 6.0, 8.0]
    """
    # As they are written: 0.8 is eight tenths here, and not a little more.
    first, last = Fraction(repr(float(low))), Fraction(repr(float(high)))
    step = next(step for step in steps(kind) if last - first <= most * step)
    return [float(each * step) for each in range(ceil(first / step), floor(last / step) + 1)]


def steps(kind: Kind) -> Iterator[Fraction]:
    """Yield the round distances of a kind, from small to large, without an end."""
    unit = 1
    if kind == "share":
        yield from SHARES
    elif kind == "length":
        yield from map(Fraction, LENGTHS)
        unit = DAY
    for power in count():
        for digit in (1, 2, 5):
            yield Fraction(unit * digit * 10**power)
