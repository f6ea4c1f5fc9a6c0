"""The document for people: its clauses, in four languages, as Markdown and as a page."""

from __future__ import annotations

import re
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from slakit import UnknownNameError
from slakit.agreements import Agreement, Commitment
from slakit.agreements.consequences import Consequence
from slakit.agreements.document.content import content
from slakit.agreements.document.costs import consequence_texts
from slakit.agreements.document.hours import days_off_text, hours_text
from slakit.calendars import BusinessCalendar, succession
from slakit.wording import LOCALES, catalogue
from tests.agreements.written import agreement, commitment

pytest.importorskip("yaml")

EXAMPLES = Path(__file__).parents[3] / "docs" / "examples"
SHOP = Agreement.from_file(EXAMPLES / "web_shop_agreement.yaml")
LEADS = Agreement.from_file(EXAMPLES / "lead_handover_agreement.yaml")


def headings(text: str) -> list[str]:
    return re.findall(r"^## \d+\. (.*)$", text, re.MULTILINE)


def test_clauses() -> None:
    """The clauses stand in the order in which a reader of agreements looks for them."""
    assert [
        "Partes",
        "Objeto y alcance",
        "Horario de servicio",
        "Compromisos",
        "Plazos",
        "Cuotas y consecuencias",
        "Responsabilidades",
        "Hitos",
        "Revisión",
        "Vigencia y modificaciones",
        "Firmas",
    ] == headings(SHOP.to_markdown())


def test_nothing_to_say() -> None:
    """What an agreement does not have has no clause, and numbers have no gaps."""
    text = agreement(policies=None, fees=None, services=None).to_markdown()
    assert ["Parties", "Commitments", "Term and amendments", "Signatures"] == headings(text)
    numbers = [int(each) for each in re.findall(r"^## (\d+)\.", text, re.MULTILINE)]
    assert [1, 2, 3, 4] == numbers


@pytest.mark.parametrize(
    "expected",
    [
        "Acme Sistemas S.L. se compromete con Tienda Ejemplo S.A.: primera respuesta, 95 %"
        " dentro de plazo.",
        "Tienda Ejemplo S.A. se compromete con Acme Sistemas S.L.: respuesta a las preguntas del"
        " proveedor, siempre dentro de plazo.",
        "- plazo: 2 días hábiles",
        "- en el horario «shop»",
        "- penalización: 50,00 EUR por cada caso fuera de plazo",
        "- como máximo 500,00 EUR al mes",
        "- se reclama en el plazo de 30 días desde el fin del período",
        "Próxima revisión: lunes 4 de enero de 2027.",
        "| office | lun–vie 09:00–14:00, 15:00–18:00; sáb–dom cerrado (Europe/Madrid) |"
        " festivos oficiales de ES-MD |",
        "| los demás | 1 día hábil | 3 días hábiles | 2 días hábiles |",
        "- Lugar: Madrid",
    ],
)
def test_spanish(expected: str) -> None:
    """What stands in the Spanish example."""
    assert expected in SHOP.to_markdown()


@pytest.mark.parametrize(
    "expected",
    [
        "Marketing se compromete com Vendas: mínimo de 100.000 BRL de oportunidades qualificadas.",
        "Vendas se compromete com Marketing: contato com cada lead, sempre dentro do prazo.",
        "- prazo: 24 h em tempo corrido",
        "A partir de quinta-feira, 1 de outubro de 2026, sem prazo final.",
    ],
)
def test_brazilian(expected: str) -> None:
    """What stands in the Brazilian example."""
    assert expected in LEADS.to_markdown()


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("given", [SHOP, LEADS])
def test_languages(given: Agreement, locale: str) -> None:
    """Every language has the same clauses, and its own words for them."""
    mine, english = content(given, locale), content(given, "en")
    assert [each.number for each in english.clauses] == [each.number for each in mine.clauses]
    assert (mine.clauses[0].title == "Parties") == (locale == "en")
    assert f'lang="{locale}"' in given.to_html(locale=locale)


def test_versions() -> None:
    """On a date after an amendment the document is that of the version in force."""
    first, second = SHOP.to_markdown(), SHOP.to_markdown(on=date(2027, 1, 1))
    assert "- **Versión**: 1" in first
    assert "- **Versión**: 2" in second
    assert ("95 % dentro" in first, "97 % dentro" in first) == (True, False)
    assert ("95 % dentro" in second, "97 % dentro" in second) == (False, True)
    # The amendment itself stays on record in both.
    assert [1, 1] == [text.count("viernes 1 de enero de 2027") for text in (first, second)]


def test_unknown_language() -> None:
    """A language without words is refused."""
    with pytest.raises(UnknownNameError, match="pt"):
        SHOP.to_markdown(locale="pt")


class Tags(HTMLParser):
    """The tags of a page, and whether each is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.seen.append(tag)
        if tag not in {"meta", "br", "link"}:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: Any) -> None:
        self.seen.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_page() -> None:
    """The page is one file, well nested, with a place to sign for each party."""
    page = SHOP.to_html()
    tags = Tags()
    tags.feed(page)
    assert [] == tags.open
    assert {"script", "link", "img"}.isdisjoint(tags.seen)
    assert 2 == page.count('class="signature"')
    assert "size:A4" in page


def test_hostile_text() -> None:
    """What people write is text, in Markdown and on the page."""
    bad = agreement(title="<script>alert(1)</script> | *x*", exclusions=["# a\n- b"])
    assert "<script>" not in bad.to_html()
    assert r"\<script\>alert(1)\</script\> \| \*x\*" in bad.to_markdown()
    assert "- \\# a - b" in bad.to_markdown()


def test_unsigned() -> None:
    """A party that has no signature has a place to sign all the same."""
    text = agreement().to_markdown()
    assert text.count("Signature: \\_") == 2
    assert text.count("Date: \\_") == 2


@pytest.mark.parametrize(
    ("expected", "data"),
    [
        (
            ["penalty: 20.00\xa0EUR for each business hour late that has begun"],
            {
                "penalty": {
                    "amount": "20 EUR",
                    "per": "hour",
                    "counted": "business",
                    "started": True,
                }
            },
        ),
        (
            ["penalty: 20.00\xa0EUR for each hour late, in proportion"],
            {"penalty": {"amount": "20 EUR", "per": "hour", "counted": "wall"}},
        ),
        (
            [
                "penalty: 500.00\xa0EUR for each period missed",
                "at most 3,000.00\xa0EUR per year",
                "to be claimed by the end of the 2 billing cycles after the incident",
                "amounts are rounded to 0.05, always down",
            ],
            {
                "penalty": {"amount": "500 EUR", "per": "period"},
                "cap": "3000 EUR per year",
                "claim_within": "end of the second billing cycle after the incident",
                "rounding": {"to": "0.05", "how": "down"},
            },
        ),
        (
            ["the credit is not owed if the next period is met"],
            {"earn_back": {"periods": 1}},
        ),
        (
            [
                "service credit: 5% of support where the result is below 100,000",
                "at most 20% per period",
            ],
            {
                "credit": {
                    "tiers": [{"below": 100000, "credit": "5%"}],
                    "of": "support",
                    "cap": "20%",
                }
            },
        ),
    ],
)
def test_consequences(expected: list[str], data: dict[str, Any]) -> None:
    """Every consequence has its words."""
    said = consequence_texts(Consequence.model_validate(data), catalogue("en"))
    assert expected == list(said)


@pytest.mark.parametrize("locale", LOCALES)
def test_claims(locale: str) -> None:
    """Every claim window has words in every language."""
    for unit in ("days", "months", "cycles"):
        for after in ("period_end", "incident"):
            for number in (1, 2):
                consequence = Consequence.model_validate(
                    {
                        "penalty": {"amount": "5 EUR", "per": "period"},
                        "claim_within": {unit: number, "after": after},
                    }
                )
                assert 2 == len(list(consequence_texts(consequence, catalogue(locale))))


def test_hours() -> None:
    """Days with equal hours are told together, holidays by where they are from."""
    words = catalogue("en")
    office = BusinessCalendar.model_validate(
        {
            "tz": "UTC",
            "hours": "Mon-Thu 09:00-12:00,13:00-18:00; Fri 09:00-13:00",
            "holidays": [
                {"country": "ES"},
                {"yearly": "01-25", "name": "Founders' Day"},
                {"date": "2026-05-04"},
            ],
            "special": {"12-24": "09:00-12:00"},
        }
    )
    assert "Mon–Thu 09:00–12:00, 13:00–18:00; Fri 09:00–13:00; Sat–Sun closed (UTC)" == hours_text(
        office, words, None
    )
    assert (
        "public holidays of ES; closed on: 25 Jan (Founders' Day), Mon 4 May 2026; special hours"
        " on 12-24"
    ) == days_off_text(office, words)
    always = BusinessCalendar.always("UTC")
    assert "around the clock (UTC)" == hours_text(always, words, None)
    both = succession([(None, office), (date(2026, 7, 1), always)])
    assert "hours joined from several calendars (UTC)" == hours_text(both, words, None)
    july = hours_text(both, words, date(2026, 7, 8))
    assert july == "Mon–Sun 00:00–24:00 (UTC)"


def test_details() -> None:
    """A clause says for which tickets and services it is, and what does not count."""
    objective = {
        "availability": "99.5%",
        "ignore_shorter_than": "5m",
        "window": "rolling 30 days",
    }
    share = {
        "attain": "95%",
        "metric": "first_response",
        "when": {"priority": "high"},
        "window": "rolling 30 days",
    }
    text = agreement(
        commitments=[
            commitment(id="up", service="desk", objective=objective, description="day and night"),
            commitment(id="fast", objective=share),
        ]
    ).to_markdown()
    for line in (
        "Day and night.",
        "- for the service “desk”",
        "- around the clock, every day",
        "- outages shorter than 5 min do not count",
        "- only tickets with priority: high",
        "- measured over: rolling 30 days",
    ):
        assert line in text


def test_metric_without_words() -> None:
    """A metric of one's own is called what the commitment on it is called, or by its name."""
    own = Commitment.model_validate(
        commitment(id="calls", name="call back", objective=None, clock={"metric": "call_back"})
    )
    text = agreement(policies=None, commitments=[own]).to_markdown()
    assert "Acme owes Shop: call back, each time within target." in text


@pytest.mark.parametrize(
    ("expected", "review"),
    [
        ("Next review: Monday 4 May 2026.", {"next": "2026-05-04"}),
        (
            "Every day from Thursday 1 January 2026 on. Next review: Thursday 1 January 2026.",
            {"every": "FREQ=DAILY", "from": "2026-01-01"},
        ),
        (
            "Every 2 weeks from Thursday 1 January 2026 on (recurrence rule:"
            " FREQ=WEEKLY;INTERVAL=2;BYDAY=MO). Next review: Monday 12 January 2026. Attended by"
            " Ana and Bea.",
            {
                "every": "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO",
                "from": "2026-01-01",
                "attendees": ["Ana", "Bea"],
            },
        ),
    ],
)
def test_reviews(expected: str, review: dict[str, Any]) -> None:
    """How often, when next, and who comes; what has no words is the rule itself."""
    assert expected in agreement(review=review).to_markdown()


def test_undated() -> None:
    """An agreement without dates, that supports another, says so."""
    text = agreement(effective=None, kind="ola", supports=["A-0"]).to_markdown()
    assert "Operational level agreement" in text
    assert "- **In force**: no dates are agreed" in text
    assert "between companies; supports A-0" in text
    assert (
        "from Thursday 1 January 2026 until it is ended"
        in agreement(effective={"from": "2026-01-01"}).to_markdown()
    )


def test_days_off() -> None:
    """A rule of holidays has its name; a market is known by its code; joined hours name none."""
    words = catalogue("en")
    office = BusinessCalendar.model_validate(
        {
            "tz": "UTC",
            "hours": "Mon-Fri 09:00-17:00",
            "holidays": [
                {"market": "XNYS"},
                {"rrule": "FREQ=YEARLY;BYMONTH=5;BYDAY=1MO", "name": "May Day"},
            ],
        }
    )
    assert (
        "public holidays of XNYS; closed on: FREQ=YEARLY;BYMONTH=5;BYDAY=1MO (May Day)"
    ) == days_off_text(office, words)
    assert "" == days_off_text(succession([(None, office)]), words)


def test_caps_in_money() -> None:
    """A credit may be capped by an amount."""
    credit = {"tiers": [{"below": "99%", "credit": "5%"}], "of": "support", "cap": "30 EUR"}
    said = consequence_texts(Consequence.model_validate({"credit": credit}), catalogue("en"))
    assert "at most 30.00\xa0EUR per period" in list(said)
