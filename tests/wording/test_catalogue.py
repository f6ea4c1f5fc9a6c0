"""One language: which there are, and how parameters are said."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from slakit import Amount, SlakitError, UnknownNameError
from slakit.wording import LOCALES, catalogue


def test_locales() -> None:
    """There are four languages; each is read once."""
    assert ("en", "es", "pt-BR", "pt-PT") == LOCALES
    for locale in LOCALES:
        assert locale == catalogue(locale).locale
        assert catalogue(locale) is catalogue(locale)
    assert "catalogue('pt-PT')" == repr(catalogue("pt-PT"))


@pytest.mark.parametrize(
    ("locale", "remedy"),
    [
        ("pt_BR", "write 'pt-BR'"),
        ("pt_br", "write 'pt-BR'"),
        ("PT-pt", "write 'pt-PT'"),
        ("EN", "write 'en'"),
        (" es ", "write 'es'"),
        ("pt", "known: en, es, pt-BR, pt-PT"),
        ("en-GB", "known: en, es, pt-BR, pt-PT"),
        ("de", "known: en, es, pt-BR, pt-PT"),
        ("pt-BRA", "did you mean 'pt-BR'"),
        ("", "known: en, es, pt-BR, pt-PT"),
    ],
)
def test_unknown_locale(locale: str, remedy: str) -> None:
    """Nothing is guessed; a known language in another spelling is given the right one."""
    with pytest.raises(UnknownNameError) as error:
        catalogue(locale)
    assert str(error.value).startswith(f"locale: no words for the locale {locale!r}; {remedy}")


@pytest.mark.parametrize("locale", [None, ["en"], 3])
def test_no_locale(locale: object) -> None:
    """What isn't even text is refused in the same way."""
    with pytest.raises(UnknownNameError, match="no words for the locale"):
        catalogue(locale)  # type: ignore[arg-type]


def test_unknown_key() -> None:
    """A key that isn't there is an error that gives the nearest."""
    words = catalogue("en")
    assert "span.holiday" in words
    assert "span.holyday" not in words
    for ask in (words.text, words.parameters):
        with pytest.raises(UnknownNameError, match=r"no text 'span\.holyday'; did you mean 'span"):
            ask("span.holyday")


@pytest.mark.parametrize(
    ("expected", "value"),
    [
        ("due {x} <b>", "{x} <b>"),
        ("due 3 h 10 min", timedelta(hours=3, minutes=10)),
        ("due Mon 6 May 2024, 09:00", datetime(2024, 5, 6, 9, tzinfo=UTC)),
        ("due Mon 6 May 2024", date(2024, 5, 6)),
        ("due 2 business days", Amount("2bd")),
        ("due 1,234", 1234),
        ("due 0.5", 0.5),
        ("due 1.50", Decimal("1.50")),
    ],
)
def test_said_by_type(expected: str, value: object) -> None:
    """A parameter is said by its type, and text is taken as it stands, braces and all."""
    assert expected == catalogue("en").text("verdict.due", due=value)


@pytest.mark.parametrize("value", [None, True, ["a"], b"a"])
def test_cannot_be_said(value: object) -> None:
    """What has no words is refused by the name of its parameter."""
    with pytest.raises(SlakitError, match=r"^due: .* cannot be said; give it as text$"):
        catalogue("en").text("verdict.due", due=value)


def test_parameters() -> None:
    """Too few and too many parameters are refused."""
    words = catalogue("en")
    with pytest.raises(SlakitError, match=r"'verdict\.due' lacks due"):
        words.text("verdict.due")
    with pytest.raises(UnknownNameError, match=r"'verdict\.due' has no parameter 'name'"):
        words.text("verdict.due", due="now", name="x")


@pytest.mark.parametrize(
    ("locale", "none", "one", "many"),
    [
        ("en", "reopened 0 times", "reopened once", "reopened 1,000 times"),
        ("es", "reabierto 0 veces", "reabierto una vez", "reabierto 1000 veces"),
        ("pt-BR", "0 reabertura", "1 reabertura", "1.000 reaberturas"),
        ("pt-PT", "0 reaberturas", "1 reabertura", "1000 reaberturas"),
    ],
)
def test_plurals(locale: str, none: str, one: str, many: str) -> None:
    """The count chooses the form by the rule of the language."""
    words = catalogue(locale)
    assert none == words.text("verdict.reopened", count=0)
    assert one == words.text("verdict.reopened", count=1)
    assert many == words.text("verdict.reopened", count=1000)


@pytest.mark.parametrize(
    ("amount", "english", "spanish", "brazil", "portugal"),
    [
        (
            "4h",
            "4 h of business time",
            "4 h en horario hábil",
            "4 h em horário comercial",
            "4 h em horário de expediente",
        ),
        (
            "24h wall",
            "24 h around the clock",
            "24 h en tiempo corrido",
            "24 h em tempo corrido",
            "24 h de tempo contínuo",
        ),
        ("1bd", "1 business day", "1 día hábil", "1 dia útil", "1 dia útil"),
        (
            "2bd eod",
            "2 business days, by closing time",
            "2 días hábiles, hasta el cierre",
            "2 dias úteis, até o fim do expediente",
            "2 dias úteis, até ao fecho",
        ),
        (
            "2bd 16:00",
            "2 business days, by 16:00",
            "2 días hábiles, hora límite 16:00",
            "2 dias úteis, horário limite 16:00",
            "2 dias úteis, hora limite 16:00",
        ),
        (
            "3cd",
            "3 calendar days",
            "3 días naturales",
            "3 dias corridos",
            "3 dias de calendário",
        ),
        (
            "-2bd",
            "minus 2 business days",
            "menos 2 días hábiles",
            "menos 2 dias úteis",
            "menos 2 dias úteis",
        ),
        (
            "at(contract_date) next_open",
            "an agreed date",
            "una fecha acordada",
            "uma data combinada",
            "uma data acordada",
        ),
        (
            "field(promised)",
            "an agreed time",
            "un tiempo acordado",
            "um tempo combinado",
            "um tempo acordado",
        ),
        ("none", "no promise", "sin compromiso", "sem compromisso", "sem compromisso"),
    ],
)
def test_amount(amount: str, english: str, spanish: str, brazil: str, portugal: str) -> None:
    """Every kind of amount has words, and no name of a field is among them."""
    expected = (english, spanish, brazil, portugal)
    assert expected == tuple(catalogue(locale).amount(amount) for locale in LOCALES)
    assert english == catalogue("en").amount(Amount(amount))


def test_nothing_heavy_is_loaded() -> None:
    """A command line can speak before it has loaded any model."""
    program = (
        "from slakit.wording import catalogue; catalogue('es').amount('2bd'); import sys;"
        "print(*({'pydantic', 'holidays', 'yaml', 'importlib.metadata'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert "" == done.stdout.strip()
