"""Outages, counts and answers: what they refuse."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from slakit import Count, InstantError, NaiveDatetimeError, Outage, Score, SlakitError

AT = datetime(2024, 5, 6, 9, tzinfo=UTC)
NAIVE = datetime(2024, 5, 6, 9)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("message", "arguments"),
    [
        ("start: 2024-05-06T09:00:00 has no time zone", (NAIVE, AT)),
        ("end: 2024-05-06T09:00:00 has no time zone", (AT, NAIVE)),
        ("end: .* is not after .*; give the later instant", (AT, AT)),
        ("end: .* is not after", (AT, AT - timedelta(seconds=1))),
        ("end: maintenance without an end cannot have been agreed", (AT, None, "", True)),
        ("start: '2024-05-06' is no datetime", ("2024-05-06", AT)),
    ],
)
def test_outage(message: str, arguments: tuple[Any, ...]) -> None:
    """An outage ends after it begins, or goes on; maintenance has an end."""
    with pytest.raises(InstantError, match=message):
        Outage(*arguments)


def test_outage_that_goes_on() -> None:
    """An outage without an end is going on."""
    assert (AT, None, "", False) == (
        Outage(AT).start,
        Outage(AT).end,
        Outage(AT).reason,
        Outage(AT).maintenance,
    )


@pytest.mark.parametrize("make", [Count, Score])
def test_instants(make: Any) -> None:
    """A naive instant is refused by name."""
    with pytest.raises(NaiveDatetimeError, match=r"^at: "):
        make(NAIVE, 1, "x")


@pytest.mark.parametrize(
    ("expected", "value"),
    [(Decimal(3), 3), (Decimal("0.1"), 0.1), (Decimal("2.50"), Decimal("2.50"))],
)
def test_numbers(expected: Decimal, value: Any) -> None:
    """Numbers are kept as decimals, a float as the shortest that means it."""
    assert expected == Count(AT, value, "x").amount == Score(AT, value, "average").value


@pytest.mark.parametrize("value", [True, None, "3", float("nan"), float("inf"), Decimal("NaN")])
def test_no_numbers(value: Any) -> None:
    """What is no finite number is refused by name."""
    with pytest.raises(SlakitError, match=r"amount: .* is no finite number"):
        Count(AT, value, "x")
    with pytest.raises(SlakitError, match=r"value: .* is no finite number"):
        Score(AT, value, "average")


def test_below_nothing() -> None:
    """An amount below 0 is refused; a count of nothing is one."""
    with pytest.raises(SlakitError, match="amount: -1 is less than nothing"):
        Count(AT, Decimal(-1), "x")
    assert Decimal(0) == Count(AT, Decimal(0), "x").amount


@pytest.mark.parametrize("of", ["", None, 3])
def test_of_nothing(of: Any) -> None:
    """A count and an answer say of what they are."""
    for make in (Count, Score):
        with pytest.raises(SlakitError, match=r"of: .* does not say of what"):
            make(AT, 1, of)


@pytest.mark.parametrize("text", ["1e99999999", "9e999999", "1e-99999"])
def test_endless_number(text: str) -> None:
    """A number of thousands of digits is refused at once."""
    with pytest.raises(SlakitError, match="300 digits"):
        Count(datetime(2024, 5, 6, tzinfo=UTC), Decimal(text), "x")


def test_unknown_question() -> None:
    """An answer to a question that no objective can ask for would be lost silently."""
    with pytest.raises(SlakitError, match="'NPS' is no kind of answer; give one of nps"):
        Score(datetime(2024, 5, 6, tzinfo=UTC), 9, "NPS")
