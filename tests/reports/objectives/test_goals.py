"""What objectives ask for: limits and percentiles as values of their own."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from typing import Any

import pytest

from slakit import AmountError, SlakitError
from slakit.reports.objectives.goals import Limit, PercentileLimit


@pytest.mark.parametrize(
    ("text", "value"),
    [("4h", "4h"), ("1h30m", "PT90M"), ("24h", timedelta(days=1)), ("0s", "0h")],
)
def test_limit(text: str, value: Any) -> None:
    """A limit is a length, read from its text and written in hours."""
    limit = Limit.parse(value)
    assert text == limit.to_data()
    assert limit == Limit.parse(limit)


@pytest.mark.parametrize("value", ["1d", "four hours", 4, None])
def test_no_limit(value: Any) -> None:
    """What is no length is refused; a day could be 24 hours or 8."""
    with pytest.raises(AmountError):
        Limit.parse(value)


def test_percentile() -> None:
    """A percentile keeps its rank and its limit, and is written as it is read."""
    percentile = PercentileLimit.parse({"99.9": "4h"})
    assert (Fraction(999, 1000), timedelta(hours=4)) == (percentile.percent.share, percentile.limit)
    assert {"99.9": "4h"} == percentile.to_data()
    assert percentile is PercentileLimit.parse(percentile)
    assert "PercentileLimit.parse({'99.9': '4h'})" == repr(percentile)


def test_both_wrong() -> None:
    """A wrong rank and a wrong limit are told together."""
    with pytest.raises(SlakitError) as error:
        PercentileLimit.parse({"0": "4d"})
    assert 2 == len(error.value.problems)
