"""Did you mean: the names nearest to one that is not there."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

__all__ = ["did_you_mean", "either", "nearest"]

_LISTED = 12


def nearest(name: str, choices: Iterable[str], n: int = 3) -> tuple[str, ...]:
    """Return at most `n` of the choices, the most similar first; case does not matter.

    >>> nearest("Resoluton", ["first_response", "resolution"])
    ('resolution',)
    """
    folded: dict[str, str] = {}
    for choice in choices:
        folded.setdefault(choice.casefold(), choice)
    return tuple(folded[match] for match in get_close_matches(name.casefold(), folded, n))


def did_you_mean(name: str, choices: Iterable[str]) -> str:
    """Return the remedy for a name that is not among the choices.

    The nearest ones, or where nothing is near, the first dozen of what there is; nothing
    where there are no choices at all.

    >>> did_you_mean("resoluton", ["first_response", "resolution"])
    "did you mean 'resolution'?"

    >>> did_you_mean("x", ["first_response", "resolution"])
    'known: first_response, resolution'
    """
    known = tuple(dict.fromkeys(choices))
    if near := nearest(name, known):
        return f"did you mean {either([repr(choice) for choice in near])}?"
    if not known:
        return ""
    more = len(known) - _LISTED
    return f"known: {', '.join(known[:_LISTED])}" + (f", ... and {more} more" if more > 0 else "")


def either(words: list[str]) -> str:
    """Join words as a choice: a, b or c."""
    return " or ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
