"""Periods as people write them."""

from __future__ import annotations

from datetime import date

import pytest

from slakit.agreements.assessing.period import period_named
from slakit.errors import SlakitError
from slakit.reports.periods import FREQUENCIES, period_of


@pytest.mark.parametrize("frequency", FREQUENCIES)
@pytest.mark.parametrize("day", [date(2026, 1, 1), date(2024, 12, 31), date(2026, 8, 17)])
def test_labels(frequency: str, day: date) -> None:
    """Every label is read as its period."""
    period = period_of(day, frequency)  # type: ignore[arg-type]
    assert period == period_named(period.label) == period_named(period)


@pytest.mark.parametrize("text", ["", "2026-13", "2026-W60", "2026-Q0", "26-01", "October", None])
def test_none(text: object) -> None:
    """What is none is refused with examples."""
    with pytest.raises(SlakitError, match='write a month as "2026-01"'):
        period_named(text)
