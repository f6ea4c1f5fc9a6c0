"""What a bare word means."""

from __future__ import annotations

import pytest

from slakit.documents.scalars import is_unicode, plain, whole


@pytest.mark.parametrize(
    ("expected", "word"),
    [
        (None, ""),
        (None, "~"),
        (None, "null"),
        (None, "NULL"),
        (True, "true"),
        (True, "TRUE"),
        (False, "False"),
        (0, "0"),
        (12, "12"),
        (-7, "-7"),
        (5, "+5"),
        (0.5, ".5"),
        (1.0, "1."),
        (1.25, "1.25"),
        (1500.0, "1.5e3"),
        (1000.0, "1e3"),
        (-0.02, "-2E-2"),
    ],
)
def test_core_schema(expected: object, word: str) -> None:
    """Words of the core schema of YAML 1.2 have the value, and the type, that it gives them."""
    value = plain(word)
    assert expected == value
    assert type(expected) is type(value)


@pytest.mark.parametrize(
    "word",
    [
        *("18:00", "1:30:15", "09:00", "12-24", "2024-12-24", "2024-12-24T10:00:00Z"),
        *("no", "No", "NO", "yes", "on", "off", "y", "n", "Y", "N"),
        *("010", "01", "-01", "01.5", "0o7", "0x1F", "0b11", "1_000", "1,000", "1e", "e1", "."),
        *("nUll", "tRue", "True ", "none", "nan", "inf", "-", "+", "1.2.3", "12h", "=", "<<"),
        *("١٢", "１２"),
    ],
)
def test_everything_else_is_text(word: str) -> None:
    """What YAML 1.1, or a guess, would turn into something else stays the text it is."""
    assert word == plain(word)


@pytest.mark.parametrize("word", [".nan", ".NaN", ".inf", "-.inf", "+.INF", "1e999", "-1.5e400"])
def test_numbers_that_are_not_finite(word: str) -> None:
    """NaN and infinity, also by overflow, are refused by name."""
    with pytest.raises(ValueError, match="is no finite number"):
        plain(word)


def test_digits_are_bounded() -> None:
    """A number of a thousand characters is read, one of more is refused before it is computed."""
    assert 10**999 == whole("1" + "0" * 999)
    with pytest.raises(ValueError, match="1001 digits; the most is 1000"):
        plain("9" * 1001)


def test_surrogates() -> None:
    """Half a surrogate pair cannot be written as UTF-8; whole characters can."""
    assert is_unicode("São Paulo 😀")
    assert not is_unicode("\ud83d")
