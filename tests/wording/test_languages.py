"""The four files of texts: complete, alike in form, different in words, and fit to be read."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pytest

from slakit.wording import LOCALES, catalogue

TRANSLATIONS = [locale for locale in LOCALES if locale != "en"]

# Words that are spelled as in English.
SAME = {
    "es": {
        "heading.total",
        "report.column.ticket",
        "assessment.column.ticket",
        "recovery.column.ticket",
        "recovery.column.tickets",
        "recovery.answer.no",
    },
    "pt-BR": {"heading.total"},
    "pt-PT": {"heading.total"},
}

STATUSES = [
    "breached",
    "missed",
    "at_risk",
    "on_track",
    "paused",
    "met",
    "no_target",
    "idle",
    "cancelled",
]
STANDARD_METRICS = {
    "first_response",
    "next_response",
    "periodic_update",
    "pausable_update",
    "requester_wait",
    "agent_work",
    "resolution",
    "total_resolution",
    "time_to_own",
    "group_ownership",
}

# What only the desk may read: parameters and words, in any language.
INTERNAL_PARAMETERS = {"policy", "version", "condition", "field", "value", "author", "reason"}
INTERNAL_WORDS = (
    r"polic|polít|agent|atendente|\bclock|reloj|contagem|\bSLA|intern|condi|metric|métric|breach"
    r"|incumpl|incumpr|estour|\bcycle|ciclo|calendar|calend[aá]rio|target|objetiv|\bmeta\b|ticket"
    r"|chamado"
)

# What a reader of one side of the ocean would take for a mistake or for a translation.
BRAZILIAN = (
    r"equipe\b|chamado|voc[êe]|usuário|registro|estour|até o |\b(?!quando\b)\w+(?:ando|endo|indo)\b"
    r"|atendente"
    r"|planej|desculpas|parada\b|\bmeta\b"
)
PORTUGUESE = (
    r"equipa\b|utilizador|registo|ultrapassa|até ao |até à |a aguardar|a tratar|a contar|paragem"
    r"|pedido|fecho|requerente|objetivo|incumpr|«|anulad"
)


def flat(table: dict[str, Any], path: str = "") -> Iterator[tuple[str, str]]:
    """Yield every string of a file with its path, plural forms and all."""
    for name, value in table.items():
        if isinstance(value, dict):
            yield from flat(value, f"{path}{name}.")
        else:
            yield path + name, value


def file_of(locale: str) -> dict[str, Any]:
    file = files("slakit.wording").joinpath("languages", f"{locale}.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))


def texts_of(locale: str) -> dict[str, str]:
    return dict(flat(file_of(locale)["text"]))


@pytest.mark.parametrize("locale", TRANSLATIONS)
def test_same_keys_and_parameters(locale: str) -> None:
    """Every language has the texts of English, in its order, with the same parameters."""
    english, words = catalogue("en"), catalogue(locale)
    assert list(english) == list(words)
    assert {key: english.parameters(key) for key in english} == {
        key: words.parameters(key) for key in words
    }


@pytest.mark.parametrize("locale", TRANSLATIONS)
def test_same_forms(locale: str) -> None:
    """Every language has plural forms where English has, and the same conventions to fill in."""
    english, other = file_of("en"), file_of(locale)
    assert list(texts_of("en")) == list(texts_of(locale))
    for table in ("numbers", "list", "length", "dates"):
        assert sorted(dict(flat({table: english[table]}))) == sorted(
            dict(flat({table: other[table]}))
        )


@pytest.mark.parametrize("locale", TRANSLATIONS)
def test_translated(locale: str) -> None:
    """No text is the English one, but for those that are listed."""
    english, other = texts_of("en"), texts_of(locale)
    assert SAME[locale] == {key for key, text in other.items() if english[key] == text}


@pytest.mark.parametrize("locale", LOCALES)
def test_plain(locale: str) -> None:
    """Texts are trimmed, have the language's quotation marks and plain names of parameters."""
    opening, closing = ("«", "»") if locale in {"es", "pt-PT"} else ("“", "”")
    for key, text in texts_of(locale).items():
        assert text == text.strip(), key
        assert text.isprintable(), key
        assert "  " not in text, key
        assert text.count(opening) == text.count(closing), key
        assert set(text).isdisjoint(set("\"'«»“”") - {opening, closing}), key
    for key in catalogue(locale):
        assert all(name.isidentifier() for name in catalogue(locale).parameters(key)), key


@pytest.mark.parametrize("locale", LOCALES)
def test_case_and_stop(locale: str) -> None:
    """Verdicts for customers and notes are sentences; all else is a phrase to be put somewhere."""
    for key, text in texts_of(locale).items():
        sentence = key.startswith(
            (
                "customer.verdict.",
                "report.note.",
                "recovery.sentence.",
                "assessment.note.",
                "agreement.note.",
            )
        )
        assert sentence == text.endswith("."), key
        # What begins with a number has no capital.
        begins = text.lstrip("“«")[0]
        assert (sentence and begins != "{") == begins.isupper(), key


def test_vocabulary() -> None:
    """There are words for every status and every standard metric, for both audiences."""
    words = catalogue("en")
    for audience in ("", "customer."):
        assert [f"{audience}status.{status}" for status in STATUSES] == [
            key for key in words if key.startswith(f"{audience}status.")
        ]
        assert {f"{audience}metric.{metric}" for metric in STANDARD_METRICS} <= set(words)


def test_customers_have_the_same_keys() -> None:
    """Whoever has the parameters of an agent's text has those of the customer's."""
    words = catalogue("en")
    both = [key for key in words if f"customer.{key}" in words]
    for group in ("span", "part", "status", "metric"):
        assert [key for key in words if key.startswith(f"{group}.")] == [
            key for key in both if key.startswith(f"{group}.")
        ]
    for key in both:
        if not key.startswith("verdict."):
            assert words.parameters(f"customer.{key}") <= words.parameters(key), key


@pytest.mark.parametrize("locale", LOCALES)
def test_nothing_internal(locale: str) -> None:
    """What customers read names no policy, condition, field or person, nor the desk's trade."""
    words = catalogue(locale)
    for key in words:
        if key.startswith(("customer.", "amount.")):
            assert set() == words.parameters(key) & INTERNAL_PARAMETERS, key
    for key, text in texts_of(locale).items():
        if key.startswith("customer."):
            assert re.search(INTERNAL_WORDS, re.sub(r"{\w+}", "", text)) is None, (key, text)


@pytest.mark.parametrize(("locale", "foreign"), [("pt-PT", BRAZILIAN), ("pt-BR", PORTUGUESE)])
def test_two_kinds_of_portuguese(locale: str, foreign: str) -> None:
    """Neither side of the ocean reads the words of the other."""
    for key, text in texts_of(locale).items():
        assert re.search(foreign, text) is None, (key, text)


def test_words_of_the_trade() -> None:
    """Statuses read as service desks say them."""
    said = {
        locale: [catalogue(locale).text(f"status.{name}") for name in ("breached", "paused", "met")]
        for locale in LOCALES
    }
    assert {
        "en": ["breached", "paused", "met"],
        "es": ["vencido", "en pausa", "cumplido"],
        "pt-BR": ["estourado", "em pausa", "cumprido"],
        "pt-PT": ["ultrapassado", "em pausa", "cumprido"],
    } == said


def test_holiday() -> None:
    """A holiday is said by its name, in the quotation marks of the language."""
    assert [
        "holiday “Christmas”",
        "festivo «Christmas»",
        "feriado “Christmas”",
        "feriado «Christmas»",
    ] == [catalogue(locale).text("span.holiday", name="Christmas") for locale in LOCALES]


@pytest.mark.parametrize("locale", LOCALES)
def test_every_text_can_be_said(locale: str) -> None:
    """With its parameters every text gives a phrase in which each of them stands."""
    words = catalogue(locale)
    for key in words:
        given = {name: f"[{name}]" for name in words.parameters(key) - {"count"}}
        count = {"count": 7} if "count" in words.parameters(key) else {}
        text = words.text(key, **given, **count)
        assert all(value in text for value in given.values()), key
        assert "7" in text or not count, key
