"""Tiers: half-open, without gaps, and monotone."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slakit.agreements.consequences import ServiceCredit
from slakit.agreements.tiers import Edge, Tier, tier_of
from slakit.errors import DocumentError, SlakitError

THREE = ServiceCredit.model_validate(
    {
        "of": "fee",
        "tiers": [
            {"below": "99.9%", "at_least": "99.0%", "credit": "10%"},
            {"below": "99%", "credit": "30%"},
            {"below": "95%", "credit": "100%"},
        ],
    }
).tiers


def credited(share: Fraction) -> int:
    found = tier_of(THREE, share)
    return 0 if found is None else int(found.credit.share * 100)


def test_edges() -> None:
    """A boundary belongs to the cheaper tier: 99.9 % to none, 99 % to the first."""
    shares = ["0.999", "0.998999", "0.99", "0.989999", "0.95", "0.949999", "0"]
    assert [0, 10, 10, 30, 30, 100, 100] == [credited(Fraction(each)) for each in shares]


def test_numbers() -> None:
    """A volume has edges that are numbers, and tells them apart from percentages."""
    assert (Fraction(999, 1000), True) == (Edge.parse("99.9%").value, Edge.parse("99.9%").percent)
    assert (Fraction(999, 10), False) == (Edge.parse(99.9).value, Edge.parse("99.9").percent)
    assert ("99.9%", "100000", "-5") == tuple(map(str, map(Edge.parse, ["99.90%", 100000, -5])))
    with pytest.raises(SlakitError, match="is no edge of a tier"):
        Edge.parse("a lot")


@pytest.mark.parametrize(
    ("tiers", "problem"),
    [
        ([("99.9%", "99%", 10), ("98%", None, 30)], r"tiers\[1\]\.below: the tier above ends at"),
        ([("99%", None, 10), ("99%", None, 30)], "99% is not below 99%"),
        ([("99%", None, 10), ("95", None, 30)], "percentages and numbers are mixed"),
        ([("99%", None, 30), ("95%", None, 10)], "10% is less than the 30% of a better result"),
        ([("99%", "90%", 30)], "a result below it would be credited with nothing"),
    ],
)
def test_wrong(tiers: list[tuple[str, str | None, int]], problem: str) -> None:
    """Gaps, overlaps, a lesser credit for a worse result, and an end of the last are refused."""
    rows = [
        {"below": below, "at_least": least, "credit": f"{credit}%"}
        for below, least, credit in tiers
    ]
    with pytest.raises(DocumentError, match=problem):
        ServiceCredit.model_validate({"tiers": rows, "of": "fee"})


@given(st.fractions(0, 1), st.fractions(0, 1))
def test_monotone(one: Fraction, other: Fraction) -> None:
    """A worse result is never credited with less."""
    low, high = sorted((one, other))
    assert credited(low) >= credited(high)


def test_round_trip() -> None:
    """A tier is written as it is read."""
    data = {"below": "99.9%", "at_least": "99%", "credit": "10%"}
    assert data == Tier.model_validate(data).to_data()
