"""Measures as sentences, in four languages."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from slakit import Count, Objective, Outage, Score, UnknownNameError, measure
from slakit.wording import LOCALES
from tests.reports.objectives.made import at, clock

END = at("05-01 00:00")
DAY = at("04-10 00:00")
MET = [clock("met", DAY)] * 1234
FAILED = [clock("missed", DAY)] * 49


def objective(**data: Any) -> Objective:
    metric = {"metric": "resolution"} if {"attain", "percentile", "average"} & data.keys() else {}
    window = "calendar month, UTC"
    return Objective.model_validate({"name": "fast", "window": window, **metric, **data})


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        (
            "en",
            "fast (95% within target, calendar month, UTC): 96.1% (1,234 of 1,283), met",
        ),
        (
            "es",
            "fast (95\xa0% dentro de plazo, mes natural, UTC): 96,1\xa0% (1234 de 1283), cumplido",
        ),
        (
            "pt-BR",
            "fast (95% dentro do prazo, mês civil, UTC): 96,1% (1.234 de 1.283), cumprido",
        ),
        (
            "pt-PT",
            "fast (95% dentro do prazo, mês civil, UTC): 96,1% (1234 de 1283), cumprido",
        ),
    ],
)
def test_attain(locale: str, expected: str) -> None:
    """The sentence says what was asked, over which window, what came of it and the verdict."""
    found = measure(objective(attain="95%"), at=END, clocks=[*MET, *FAILED])
    assert expected == found.to_text(locale)
    assert (locale == "en") == (str(found) == expected)


@pytest.mark.parametrize(
    ("expected", "data"),
    [
        (
            "(percentile 90 of at most 4 h, calendar month, UTC): 1 h, met",
            {"percentile": {90: "4h"}},
        ),
        ("(percentile 99.9 of at most 30 min, ca", {"percentile": {"99.9": "30m"}}),
        ("(average of at most 4 h, calendar month, UTC): 1 h, met", {"average": "4h"}),
        (
            "(at least 100,000 USD of deals, calendar month, UTC): 87,500 USD, missed",
            {"volume": {"of": "deals", "at_least": 100000, "unit": "USD"}},
        ),
        (
            "(at least 3 of deals, calendar month, UTC): 87,500, met",
            {"volume": {"of": "deals", "at_least": 3}},
        ),
        (
            "(net promoter score of at least 40, calendar month, UTC): 33.3, missed",
            {"score": {"of": "nps", "at_least": 40}},
        ),
        (
            "(at least 90% of answers satisfied, calendar month, UTC): 66.6% (2 of 3), missed",
            {"score": {"of": "csat", "at_least": "90%"}},
        ),
        (
            "(average score of at least 4.2, calendar month, UTC): 4.5, met",
            {"score": {"of": "average", "at_least": "4.2"}},
        ),
        (
            "(availability of at least 99.95%, calendar month, UTC): 99.930%, missed",
            {"availability": "99.95%"},
        ),
        (
            "(95% within target, rolling 30 days): 96.1%",
            {"attain": 95, "window": "rolling 30 days"},
        ),
        ("(95% within target, rolling 1 day): no data", {"attain": 95, "window": "rolling 1 day"}),
        ("(95% within target, rolling 12 h): no data", {"attain": 95, "window": "rolling 12h"}),
        (
            "calendar week, Asia/Tokyo): no data",
            {"attain": 95, "window": "calendar week, Asia/Tokyo"},
        ),
    ],
)
def test_english(expected: str, data: dict[str, Any]) -> None:
    """Each kind of objective and of window has its words."""
    scores = [("nps", 9), ("nps", 10), ("nps", 6), ("csat", 5), ("csat", 4), ("csat", 3)]
    scores += [("average", 4), ("average", 5)]
    found = measure(
        objective(**data),
        at=END,
        clocks=[*MET, *FAILED],
        outages=[Outage(DAY, DAY + timedelta(minutes=30))],
        counts=[Count(DAY, Decimal(87500), "deals")],
        scores=[Score(DAY, Decimal(value), of) for of, value in scores],
    )
    assert expected in str(found)


def test_so_far() -> None:
    """A running window says that it is running, and what is certain already."""
    now = at("04-20 00:00")
    assert str(measure(objective(attain="95%"), at=now, clocks=MET)).endswith(", met so far")
    assert str(measure(objective(attain="95%"), at=now, clocks=FAILED)).endswith("missed so far")
    assert str(measure(objective(attain="100%"), at=now, clocks=FAILED)).endswith(
        "(0 of 49), certain to be missed"
    )
    deals = objective(volume={"of": "deals", "at_least": 3})
    found = measure(deals, at=now, counts=[Count(DAY, Decimal(3), "deals")])
    assert str(found).endswith(": 3, certain to be met")
    assert str(measure(deals, at=now)).endswith("UTC): no data")


def test_never_rounded_up() -> None:
    """What is just short of the promise does not read as the promise."""
    clocks = [clock("met", DAY)] * 94_999 + [clock("missed", DAY)] * 5_001
    found = measure(objective(attain="95%"), at=END, clocks=clocks)
    assert "94.9% (94,999 of 100,000), missed" in str(found)


def test_mean_in_seconds() -> None:
    """A mean is said in whole seconds, and never as less than it is."""
    found = measure(
        objective(average="4h"),
        at=END,
        clocks=[clock("met", DAY, hours=each) for each in (1, 1, 2)],
    )
    assert timedelta(hours=4) / 3 == found.value
    third = [clock("met", DAY)] * 2 + [clock("met", DAY)._replace(elapsed=timedelta(seconds=1))]
    assert "): 40 min 1 s, met" in str(measure(objective(average="4h"), at=END, clocks=third))


@pytest.mark.parametrize("locale", LOCALES)
def test_every_language(locale: str) -> None:
    """No language falls back to another: all their sentences differ."""
    found = measure(objective(availability="99.9%"), at=END, outages=[])
    said = {each: found.to_text(each) for each in LOCALES}
    assert ["pt-BR", "pt-PT"] == [
        each for each in said if list(said.values()).count(said[each]) > 1
    ]
    assert "UTC" in said[locale]


def test_unknown_language() -> None:
    """An unknown language is refused."""
    with pytest.raises(UnknownNameError):
        measure(objective(attain=95), at=END).to_text("de")
