"""Consequences: one of three, and what does not fit together."""

from __future__ import annotations

from typing import Any

import pytest

from slakit import Objective
from slakit.agreements.consequences import Consequence, wrong_consequences
from slakit.agreements.money import Money
from slakit.errors import DocumentError
from tests.json_schema import faults, undescribed

TIERS = [{"below": "99%", "credit": "10%"}]
CREDIT = {"credit": {"tiers": TIERS, "of": "fee", "cap": "30%"}}
PENALTY = {"penalty": {"amount": "50 EUR", "per": "breach"}}
FEES = {"fee": Money.parse("100 EUR")}
UP = Objective.model_validate(
    {"name": "up", "availability": "99%", "window": "calendar month, UTC"}
)
FAST = Objective.model_validate(
    {
        "name": "fast",
        "average": "4h",
        "metric": "resolution",
        "window": "calendar month, UTC",
    }
)
MANY = Objective.model_validate(
    {
        "name": "many",
        "volume": {"of": "leads", "at_least": 100},
        "window": "calendar month, UTC",
    }
)


def made(*data: dict[str, Any]) -> list[Consequence]:
    return [Consequence.model_validate(each) for each in data]


def problems(objective: Objective | None, *data: dict[str, Any]) -> list[str]:
    return [str(each) for each in wrong_consequences(made(*data), objective, FEES)]


@pytest.mark.parametrize(
    "data",
    [
        {
            **CREDIT,
            "cap": "3000.00 EUR per month",
            "claim_within": {"days": 30, "after": "incident"},
        },
        {"penalty": {"amount": "500.00 EUR", "per": "period"}, "rounding": {"how": "down"}},
        {
            "penalty": {
                "amount": "20.00 EUR",
                "per": "hour",
                "counted": "wall",
                "started": True,
            }
        },
        {"earn_back": {"periods": 2, "at_least": "99.95%"}},
    ],
)
def test_round_trip(data: dict[str, Any]) -> None:
    """A consequence is written as it is read."""
    assert data == Consequence.model_validate(data).to_data()


@pytest.mark.parametrize(
    "data",
    [
        {**CREDIT, "cap": "3000 EUR per month", "claim_within": "30 days after period end"},
        {**PENALTY, "claim_within": {"cycles": 2, "after": "incident"}, "rounding": {"to": 0.05}},
        {"earn_back": {"periods": 1, "at_least": 99.5}},
    ],
)
def test_schema(data: dict[str, Any]) -> None:
    """What is read is what the JSON Schema allows."""
    schema = Consequence.model_json_schema()
    assert [] == faults(schema, data)
    assert [] == list(undescribed(schema))


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        ({}, "it has no consequence"),
        ({**CREDIT, **PENALTY}, "penalty: credit is given already"),
        ({"penalty": {"amount": "5 EUR", "per": "hour"}}, "counted: is required and missing"),
        (
            {"penalty": {"amount": "5 EUR", "per": "breach", "counted": "wall"}},
            "counted goes with per: hour",
        ),
        ({"penalty": {"amount": "0 EUR", "per": "breach"}}, "nothing would be owed"),
        ({"earn_back": {"periods": 2}, "cap": "5 EUR"}, "cap does not go with earn_back"),
        ({**PENALTY, "cap": "5 EUR per week"}, "is no amount of money"),
        ({**PENALTY, "cap": "-5 EUR"}, "is no more than nothing"),
    ],
)
def test_wrong(data: dict[str, Any], problem: str) -> None:
    """What contradicts itself is refused."""
    with pytest.raises(DocumentError, match=problem):
        Consequence.model_validate(data)


def test_fits() -> None:
    """Credits go with shares, penalties for clocks with clocks."""
    assert [] == problems(UP, CREDIT, {"earn_back": {"periods": 2, "at_least": "99%"}})
    assert [] == problems(None, CREDIT, PENALTY)
    assert [] == problems(FAST, PENALTY)
    numbers = {"credit": {"tiers": [{"below": 100, "credit": "10%"}], "of": "fee"}}
    assert [] == problems(MANY, numbers)


def test_earned_back_by_less_than_promised() -> None:
    """What the next periods have to reach is no less than what is promised anyway."""
    less = {"earn_back": {"periods": 2, "at_least": "98%"}}
    for objective, promised in ((UP, "99%"), (None, "100%")):
        assert [
            f"[1].earn_back.at_least: 98% is less than the {promised} that is promised, and would"
            f" change nothing; leave it out: each period has to reach {promised} anyway"
        ] == problems(objective, CREDIT, less)


def test_does_not_fit() -> None:
    """A fee that is not there, tiers of something else, clocks of an outage, another currency."""
    assert ["[0].credit.of: no fee 'other'; name it under fees; there are: fee"] == problems(
        UP, {"credit": {"tiers": TIERS, "of": "other"}}
    )
    assert ["[0].credit.tiers"] == [each.split(":")[0] for each in problems(FAST, CREDIT)]
    assert ["[0].credit.tiers"] == [each.split(":")[0] for each in problems(MANY, CREDIT)]
    assert ["[0].penalty.per"] == [each.split(":")[0] for each in problems(UP, PENALTY)]
    assert ["[1].cap"] == [
        each.split(":")[0] for each in problems(None, PENALTY, {**PENALTY, "cap": "5 USD"})
    ]
    assert ["[0].earn_back"] == [
        each.split(":")[0] for each in problems(UP, {"earn_back": {"periods": 1}})
    ]
