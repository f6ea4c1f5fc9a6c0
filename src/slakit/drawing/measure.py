"""How wide a text is, in a picture and on a terminal, and what of it fits.

A picture is written without knowing the font that will show it. The widths are those of DejaVu
Sans, the widest of the usual sans-serif fonts, so that what fits by them fits everywhere.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import lru_cache

__all__ = ["Measure", "columns", "fit", "text_width", "wrap"]

Measure = Callable[[str], float]

# In hundredths of the font size.
GROUPS = {
    28: "ijlI'",
    32: "J .,·",
    34: ":;/|\\",
    36: "-f",
    41: "()[]tr!",
    46: '"',
    53: "sz?",
    56: "cL*\u2013",
    60: "FkvxyPT",
    64: "abdeghnopqu0123456789EBSY",
    70: "ACKRVXZ",
    79: "DGHNOQU&$",
    84: "w+=<>#~",
    87: "M",
    97: "m%",
    100: "W@—…",
}
WIDTHS = {character: width for width, group in GROUPS.items() for character in group}
# What no group has may be of any script.
UNKNOWN, WIDE = 80, 100
BOLD = 1.18


def text_width(text: str, size: float = 12, *, bold: bool = False) -> float:
    """Return how many pixels wide a text is at most, set in a font of `size` pixels.

    >>> text_width("09:00", 10)
    29.0
    """
    width = sum(map(character_width, text)) * size / 100
    return width * BOLD if bold else width


@lru_cache(maxsize=4096)
def character_width(character: str) -> int:
    """Return the width of a character in hundredths of the font size."""
    if character in WIDTHS:
        return WIDTHS[character]
    if columns(character) != 1:
        return WIDE if columns(character) else 0
    # An accent adds nothing to its letter.
    letter = unicodedata.normalize("NFD", character)[0]
    return WIDTHS.get(letter, UNKNOWN)


def columns(text: str) -> int:
    """Return how many columns of a terminal a text takes.

    >>> columns("café"), columns("日本")
    (4, 4)
    """
    return sum(
        0
        if unicodedata.category(character) in {"Mn", "Me", "Cf"}
        else 1 + (unicodedata.east_asian_width(character) in "WF")
        for character in text
    )


def fit(text: str, width: float, measure: Measure = text_width) -> str:
    """Return a text, cut with ``…`` where it is wider than `width`; empty where nothing fits.

    `measure` says how wide a text is: `columns` on a terminal. What is cut off belongs in the
    title of whatever carries the text.

    >>> fit("Aniversário de São Paulo", 12, columns)
    'Aniversário…'
    """
    if measure(text) <= width:
        return text
    kept = ""
    for character in text:
        if measure(f"{kept}{character}…") > width:
            break
        kept += character
    return f"{kept.rstrip()}…" if kept else ""


def wrap(text: str, width: float, measure: Measure = text_width) -> list[str]:
    """Return a text in one or two lines, broken at a space; what is still wider is cut.

    >>> wrap("first response", 10, columns), wrap("resolution", 10, columns)
    (['first', 'response'], ['resolution'])
    """
    if measure(text) <= width:
        return [text]
    first, _, rest = text.partition(" ")
    for word in rest.split(" "):
        if measure(f"{first} {word}") > width:
            break
        first, _, rest = f"{first} {word}", *rest.partition(" ")[1:]
    return [fit(line, width, measure) for line in (first, rest) if line]
