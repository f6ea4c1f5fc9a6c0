"""Percentages: one rule for every way to write them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slakit import SlakitError
from slakit.reports.objectives.percent import Percent


@pytest.mark.parametrize(
    ("expected", "value"),
    [
        (Fraction(19, 20), "95%"),
        (Fraction(19, 20), "95 %"),
        (Fraction(19, 20), " 95% "),
        (Fraction(19, 20), 95),
        (Fraction(19, 20), "95"),
        (Fraction(19, 20), 95.0),
        (Fraction(999, 1000), 99.9),
        (Fraction(999, 1000), Decimal("99.9")),
        (Fraction(99999, 100000), "99.999%"),
        (Fraction(1), "100%"),
        (Fraction(1), 100),
        (Fraction(1, 200), "0.5%"),
        (Fraction(1, 100), "1%"),
    ],
)
def test_read(expected: Fraction, value: object) -> None:
    """95 and 95% are the same, exactly; with the sign any percentage can be said."""
    assert expected == Percent.parse(value).share


@pytest.mark.parametrize(
    ("message", "value"),
    [
        ('0.95 could be a share or a percentage; write "95%", or "0.95%"', 0.95),
        ('1 could be a share or a percentage; write "100%", or "1%"', 1),
        ("'0.5' could be a share", "0.5"),
        ("0 is not above 0% and up to 100%", 0),
        ("'0%' is not above 0%", "0%"),
        ("101 is not above 0% and up to 100%", 101),
        ("'100.1%' is not above", "100.1%"),
        ("-5 is no percentage", -5),
        ("True is no percentage", True),
        ("None is no percentage", None),
        ("nan is no percentage", float("nan")),
        ("'most' is no percentage", "most"),
        (r"\[95\] is no percentage", [95]),
    ],
)
def test_refused(message: str, value: object) -> None:
    """What could mean two things is refused with both; so is what is no percentage."""
    with pytest.raises(SlakitError, match=message):
        Percent.parse(value)


@pytest.mark.parametrize(
    ("text", "decimals", "value"),
    [("95%", 0, 95), ("99.95%", 2, "99.950%"), ("100%", 0, 100), ("0.5%", 1, "0.50 %")],
)
def test_written(text: str, decimals: int, value: object) -> None:
    """A percentage is written in its shortest form, with its sign."""
    percent = Percent.parse(value)
    assert text == str(percent) == percent.to_data()
    assert decimals == percent.decimals
    assert f"Percent.parse({text!r})" == repr(percent)


@given(st.integers(min_value=1, max_value=100 * 10**9))
def test_round_trip(billionths: int) -> None:
    """What is written is read as the same, to the ninth decimal."""
    percent = Percent(Fraction(billionths, 100 * 10**9))
    assert percent == Percent.parse(percent.to_data())
    assert percent is Percent.parse(percent)
