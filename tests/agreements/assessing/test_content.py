"""Documents of assessments: what they say, in four languages."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from slakit import Assessment, Evidence, Exclusion, assess
from slakit.errors import SlakitError, UnknownNameError
from slakit.wording import LOCALES
from tests.agreements.contracts import HOUR, agreement, answers, clock, down, october, uptime

PENALTY = {"penalty": {"amount": "50 EUR", "per": "hour", "counted": "business", "started": True}}


def whole() -> Assessment:
    """Return an assessment in which almost everything occurs."""
    credited = uptime(name="uptime <b>")
    [consequence] = credited["consequences"]
    consequence["cap"] = "750 EUR"
    credited["consequences"].append({"earn_back": {"periods": 1}})
    third = {**PENALTY, "penalty": {"amount": "1 EUR", "per": "hour", "counted": "wall"}}
    demands: list[dict[str, Any]] = [
        credited,
        answers(consequences=[PENALTY, third, {"penalty": {"amount": "5 EUR", "per": "breach"}}]),
        answers(clock={"metric": "resolution", "policy": "all"}, name="resolution"),
    ]
    evidence = Evidence(
        outages=[down(october(3), 20)],
        clocks=[
            clock("T-1", october(5, 10), timedelta(minutes=100)),
            clock("T-2", october(31, 20), 4 * HOUR, open=True),
            clock("T-3", october(6, 10), HOUR, exempt=True),
        ],
        exclusions=[
            Exclusion(
                start=october(5, 8),
                end=october(5, 9),
                kind="customer_fault",
                reason="a | pipe",
                author="ana",
                at=october(6),
            )
        ],
    )
    return assess(agreement(*demands), "2026-10", evidence)


@pytest.mark.parametrize("locale", LOCALES)
def test_every_language(locale: str) -> None:
    """Each form can be written in each language, with what people wrote escaped."""
    found = whole()
    page, text = found.to_html(locale), found.to_text(locale)
    assert "uptime &lt;b&gt;" in page
    assert f'lang="{locale}"' in page
    assert "uptime <b>" in text
    assert r"a \| pipe" in found.to_markdown(locale)
    with pytest.raises(UnknownNameError):
        found.to_html("pt")


def test_said() -> None:
    """What is owed is said with how it comes about, cap, rounding and earning back."""
    text = whole().to_text("en").replace("\xa0", " ")
    for said in (
        "Acme owes Shop",
        "750.00 EUR",
        "10% of support (10,000.00 EUR), result below 99%; held down to 750.00 EUR by a cap;"
        " can be earned back until Mon 30 Nov 2026",
        # 100 minutes are two started hours; the open clock is late for the last 4 of the month.
        "6 started business hours late at 50.00 EUR",
        # In real time 1 h 40 and the 4 h that were left of the month: 5.666... hours.
        "5.666666… hours late at 1.00 EUR; rounded from 5.666666… EUR",
        "2 clocks missed at 5.00 EUR",
        "4 h, still open",
        "caused by the customer",
        "there was nothing in the period",
        "no data",
        "each clock of resolution within target, policy all",
        "If both sides were set off",
        "A cap holds an amount down",
    ):
        assert said in text, said


def test_exclusions_of_other_times() -> None:
    """An exclusion of another month is kept as data, and is no part of the document."""
    other = Exclusion(
        start=october(40),
        end=october(41),
        kind="other",
        reason="not in October",
        author="ana",
        at=october(42),
    )
    found = assess(agreement(uptime()), "2026-10", Evidence(outages=[], exclusions=[other]))
    assert (other,) == found.exclusions
    assert "not in October" not in found.to_text()


def test_nothing_owed() -> None:
    """An assessment without charges says so."""
    found = assess(agreement(uptime()), "2026-10", Evidence())
    text = found.to_text("es")
    assert "No se debe nada" in text
    assert "no se aportaron pruebas" in text
    assert "sin datos" in text
    assert "100" not in text


def test_running() -> None:
    """A period that is not over says that its verdicts may change."""
    evidence = Evidence(outages=[down(october(3), 72)])
    text = assess(agreement(uptime()), "2026-10", evidence, at=october(11)).to_text("pt-BR")
    assert "descumprido até agora" in text
    assert "Nem tudo o que é avaliado aqui terminou" in text


def test_several_windows() -> None:
    """Where a commitment has several windows, each row says from when to when it was."""
    deal = agreement(uptime(window="calendar week, UTC"))
    text = assess(deal, "2026-10", Evidence(outages=[])).to_text()
    assert "2026-10-05 – 2026-10-11" in text


def test_from_data() -> None:
    """What is no assessment, or only a part of one, is refused."""
    data = whole().to_data()
    assert whole() == Assessment.from_data(data)
    for wrong in ({}, [], None, {**data, "assessment": 2}):
        with pytest.raises(SlakitError, match="this is no assessment"):
            Assessment.from_data(wrong)
    for key in ("commitments", "period", "parties", "tz"):
        part = {name: value for name, value in data.items() if name != key}
        with pytest.raises(SlakitError, match="is not whole"):
            Assessment.from_data(part)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["period"], "soon"),
        (["tz"], "Mars"),
        (["at"], "now"),
        (["commitments", 0, "windows", 0, "value"], {"fraction": "half"}),
        (["commitments", 0, "charges", 0, "exact"], "1/0"),
        (["commitments", 0, "charges", 0, "rate"], "much"),
        (["exclusions", 0, "kind"], "storm"),
    ],
)
def test_damaged(path: list[Any], value: object) -> None:
    """Whatever is damaged is told as an error of slakit."""
    data = whole().to_data()
    inner: Any = data
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    with pytest.raises(SlakitError):
        Assessment.from_data(data)
