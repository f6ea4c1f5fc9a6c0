"""Lists in a sentence."""

from __future__ import annotations

import pytest

from slakit import SlakitError
from slakit.wording import catalogue


@pytest.mark.parametrize(
    ("locale", "two", "three"),
    [
        ("en", "a and b", "a, b and c"),
        ("es", "a y b", "a, b y c"),
        ("pt-BR", "a e b", "a, b e c"),
        ("pt-PT", "a e b", "a, b e c"),
    ],
)
def test_many(locale: str, two: str, three: str) -> None:
    """Items stand apart by commas, the last by a word; one item stands alone."""
    words = catalogue(locale)
    assert "a" == words.many(["a"])
    assert two == words.many(["a", "b"])
    assert three == words.many(iter("abc"))


@pytest.mark.parametrize(
    "last",
    [
        "Irlanda",
        "inglés",
        "ÍNDIGO",
        "índigo",
        "historia",
        "Hípica",
        "hijos",
        "Yves",
        "«Ibiza»",
        "i",
    ],
)
def test_before_the_sound_of_i(last: str) -> None:
    """Spanish says "e" before the sound of i, whatever marks stand in front of the word."""
    assert f"España e {last}" == catalogue("es").many(["España", last])


@pytest.mark.parametrize(
    "last",
    ["hielo", "hierro", "iones", "yogur", "Yemen", "y", "hotel", "11 h", "2 h", "", "…", "Ávila"],
)
def test_not_before_a_glide(last: str) -> None:
    """A vowel that follows makes another sound of it, and "y" stays."""
    assert f"agua y {last}" == catalogue("es").many(["agua", last])


@pytest.mark.parametrize(("locale", "word"), [("en", "and"), ("pt-BR", "e"), ("pt-PT", "e")])
def test_only_spanish_changes_its_word(locale: str, word: str) -> None:
    """Elsewhere the word is the same before every sound."""
    assert f"a {word} Irlanda" == catalogue(locale).many(["a", "Irlanda"])


def test_none() -> None:
    """A list of nothing is refused: a sentence with a hole in it is worse."""
    with pytest.raises(SlakitError, match="an empty list cannot be said; say something else"):
        catalogue("en").many([])
