"""Lengths of time in words."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slakit import AmountError
from slakit.wording import LOCALES, catalogue


@pytest.mark.parametrize(
    ("expected", "delta"),
    [
        ("0 min", timedelta()),
        ("3 h 10 min", timedelta(hours=3, minutes=10)),
        ("3 h", timedelta(hours=3)),
        ("3 h 5 s", timedelta(hours=3, seconds=5)),
        ("10 min", timedelta(minutes=10)),
        ("0.25 s", timedelta(milliseconds=250)),
        ("59 min 59.000001 s", timedelta(minutes=59, seconds=59, microseconds=1)),
        ("10 s", timedelta(seconds=10)),
        ("24 h", timedelta(days=1)),
        ("1,204 h 30 min", timedelta(days=50, hours=4, minutes=30)),
        ("minus 30 min", timedelta(minutes=-30)),
        ("minus 0.000001 s", timedelta(microseconds=-1)),
    ],
)
def test_short(expected: str, delta: timedelta) -> None:
    """A length has hours, minutes and seconds as far as it needs them, and never days."""
    assert expected == catalogue("en").length(delta)


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        ("en", "3 h 10 min 0.5 s"),
        ("es", "3 h 10 min 0,5 s"),
        ("pt-BR", "3 h 10 min 0,5 s"),
        ("pt-PT", "3 h 10 min 0,5 s"),
    ],
)
def test_symbols(locale: str, expected: str) -> None:
    """The symbols are the same everywhere; the decimal mark is that of the language."""
    delta = timedelta(hours=3, minutes=10, seconds=0.5)
    assert expected == catalogue(locale).length(delta)


@pytest.mark.parametrize(
    ("locale", "two", "three", "fraction", "zero", "negative"),
    [
        (
            "en",
            "3 hours 1 minute",
            "1 hour 2 minutes 3 seconds",
            "1.5 seconds",
            "0 minutes",
            "minus 1 hour",
        ),
        (
            "es",
            "3 horas y 1 minuto",
            "1 hora, 2 minutos y 3 segundos",
            "1,5 segundos",
            "0 minutos",
            "menos 1 hora",
        ),
        (
            "pt-BR",
            "3 horas e 1 minuto",
            "1 hora, 2 minutos e 3 segundos",
            "1,5 segundo",
            "0 minuto",
            "menos 1 hora",
        ),
        (
            "pt-PT",
            "3 horas e 1 minuto",
            "1 hora, 2 minutos e 3 segundos",
            "1,5 segundos",
            "0 minutos",
            "menos 1 hora",
        ),
    ],
)
def test_long(locale: str, two: str, three: str, fraction: str, zero: str, negative: str) -> None:
    """Long lengths have nouns in the right number, joined as the language joins them."""
    words = catalogue(locale)
    assert two == words.length(timedelta(hours=3, minutes=1), "long")
    assert three == words.length(timedelta(hours=1, minutes=2, seconds=3), "long")
    assert fraction == words.length(timedelta(seconds=1.5), "long")
    assert zero == words.length(timedelta(), "long")
    assert negative == words.length(timedelta(hours=-1), "long")


@pytest.mark.parametrize("value", [3600, "1h", None])
def test_no_length(value: object) -> None:
    """What is no timedelta has no unit and is refused."""
    with pytest.raises(AmountError):
        catalogue("en").length(value)  # type: ignore[arg-type]


@given(st.timedeltas(), st.sampled_from(LOCALES), st.sampled_from(["short", "long"]))
def test_exact(delta: timedelta, locale: str, style: str) -> None:
    """What is said adds up to the length, to the microsecond; minutes and seconds stay below 60."""
    text = catalogue(locale).length(delta, style)  # type: ignore[arg-type]
    sign = -1 if text.startswith(("minus", "menos")) else 1
    thousands, decimal = (",", ".") if locale == "en" else (".", ",")
    total = Decimal(0)
    for number, unit in re.findall(r"([\d.,\u00a0]*\d) ?([hms])", text):
        plain = number.replace(thousands, "").replace("\u00a0", "").replace(decimal, ".")
        assert unit == "h" or Decimal(plain) < 60
        total += Decimal(plain) * {"h": 3600, "m": 60, "s": 1}[unit]
    assert delta == sign * timedelta(microseconds=int(total * 1_000_000))
