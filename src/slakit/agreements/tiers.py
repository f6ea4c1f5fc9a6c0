"""Tiers of service credits: the worse the result, the greater the share that is credited."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any, Self

from pydantic import Field

from slakit.documents import Document
from slakit.documents.parsed import Parsed
from slakit.errors import Problem, SlakitError
from slakit.reports.objectives.percent import Percent

__all__ = ["Edge", "Tier", "tier_of", "wrong_tiers"]

NUMBER = re.compile(r"(-?[0-9]{1,18}(?:\.[0-9]{1,9})?) ?(%?)")


@dataclass(frozen=True, slots=True, repr=False)
class Edge(Parsed):
    """Where a tier begins or ends: ``99.9%`` of a share, or a number such as 100000 of a volume.

    `value` is exact: a percentage as a share of 1. Raises `SlakitError`.

    >>> Edge.parse("99.9%").value, Edge.parse(100000).value
    (Fraction(999, 1000), Fraction(100000, 1))

    The trap: 99.9 without the sign is a number, such as the points of a score, and no percentage.
    """

    value: Fraction
    percent: bool

    @classmethod
    def parse(cls, value: Any) -> Self:
        """Read a text or a number, or return an edge that is read already."""
        if isinstance(value, cls):
            return value
        number = isinstance(value, (int, float, Decimal)) and not isinstance(value, bool)
        text = str(value).strip() if number or isinstance(value, str) else ""
        match = NUMBER.fullmatch(text)
        if not match:
            raise SlakitError(
                f"{value!r} is no edge of a tier",
                value=value,
                remedy='write "99.9%", or the number of a volume or a score',
            )
        exact = Fraction(match[1])
        return cls(exact / 100, True) if match[2] else cls(exact, False)

    def to_data(self) -> str:
        """Return the text, in its normal form."""
        return str(self)

    def __str__(self) -> str:
        shown = self.value * 100 if self.percent else self.value
        text = f"{Decimal(shown.numerator) / Decimal(shown.denominator):f}"
        return f"{text}%" if self.percent else text

    def __repr__(self) -> str:
        return f"Edge.parse({str(self)!r})"

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        return {
            "description": "a percentage with its sign, or a number of a volume or a score",
            "anyOf": [
                {"type": "string", "pattern": r"^\s*-?[0-9]{1,18}(\.[0-9]{1,9})? ?%?\s*$"},
                {"type": "number"},
            ],
            "examples": ["99.9%", 100000],
        }


class Tier(Document):
    """Results below one edge and at or above another, and the share that is credited for them.

    Half-open: a result that is exactly `below` belongs to the tier above, which costs less.

    >>> str(Tier(below="99.9%", at_least="99.0%", credit="10%").credit)
    '10%'
    """

    below: Edge = Field(description="the least result that is too good for it")
    at_least: Edge | None = Field(
        default=None, description="the worst result that is in it; left out, as bad as it gets"
    )
    credit: Percent = Field(description="how much of the billing base is credited")


def tier_of(tiers: Sequence[Tier], value: Fraction) -> Tier | None:
    """Return the tier of a result; None where it is too good for all of them.

    >>> tiers = [Tier(below="99.9%", credit="10%"), Tier(below="99%", credit="30%")]
    >>> str(tier_of(tiers, Fraction(99, 100)).credit)
    '10%'
    """
    # They stand from the best to the worst, so that the last that holds is the worst that does.
    found = None
    for tier in tiers:
        if value < tier.below.value:
            found = tier
    return found


def wrong_tiers(tiers: Sequence[Tier]) -> Iterator[Problem]:
    """Yield what is wrong between tiers: gaps, overlaps, and less credit for a worse result."""
    for place, (tier, worse) in enumerate(pairwise(tiers)):
        path = ("tiers", place + 1, "below")
        if worse.below.percent != tier.below.percent:
            remedy = "write all edges as percentages, or all as numbers"
            message = "percentages and numbers are mixed"
            yield Problem(message, path, str(worse.below), remedy=remedy)
        elif worse.below.value >= tier.below.value:
            remedy = "let the tiers stand from the best result to the worst"
            message = f"{worse.below} is not below {tier.below}"
            yield Problem(message, path, str(worse.below), remedy=remedy)
        elif tier.at_least not in (None, worse.below):
            message = f"the tier above ends at {tier.at_least}"
            remedy = f"write {tier.at_least}, or leave out at_least of the tier above"
            yield Problem(message, path, str(worse.below), remedy=remedy)
        if worse.credit.share < tier.credit.share:
            path = ("tiers", place + 1, "credit")
            message = f"{worse.credit} is less than the {tier.credit} of a better result"
            yield Problem(message, path, str(worse.credit), remedy="let the credit grow")
    if tiers and (last := tiers[-1].at_least) is not None:
        path = ("tiers", len(tiers) - 1, "at_least")
        message = "a result below it would be credited with nothing"
        yield Problem(message, path, str(last), remedy="leave it out of the last tier")
