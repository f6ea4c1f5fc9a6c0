"""What a bare word means: numbers, true, false, null, or text.

The rules are those of the core schema of YAML 1.2 (section 10.3.2), which are also JSON's,
less whatever a reader could take in two ways: a number that begins with 0 (``01``, ``0x1F``)
stays text. YAML 1.1 would turn ``18:00`` into 1080, ``no`` into False and ``2024-12-24`` into
a date.
"""

from __future__ import annotations

import re
from math import isfinite

from slakit.documents.limits import MAX_DIGITS

__all__ = ["Scalar", "is_unicode", "plain", "whole"]

Scalar = str | int | float | bool | None

_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(["", "~", "null", "Null", "NULL"], None),
    **dict.fromkeys(["true", "True", "TRUE"], True),
    **dict.fromkeys(["false", "False", "FALSE"], False),
}
_WHOLE = re.compile(r"[-+]?(?:0|[1-9][0-9]*)")
_DECIMAL = re.compile(r"[-+]?(?:\.[0-9]+|(?:0|[1-9][0-9]*)(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")


def plain(word: str) -> Scalar:
    """Return the value of an unquoted word.

    Raises ValueError for a number that is not finite or is longer than any number needs.

    >>> plain("12"), plain("1.5e3"), plain("true"), plain("~")
    (12, 1500.0, True, None)

    >>> plain("18:00"), plain("no"), plain("2024-12-24"), plain("007"), plain("1_000")
    ('18:00', 'no', '2024-12-24', '007', '1_000')
    """
    if word in _WORDS:
        return _WORDS[word]
    if _WHOLE.fullmatch(word):
        return whole(word)
    if _NOT_FINITE.fullmatch(word) or (_DECIMAL.fullmatch(word) and not isfinite(float(word))):
        raise ValueError(f"{word[:40]} is no finite number")
    return float(word) if _DECIMAL.fullmatch(word) else word


def whole(digits: str) -> int:
    """Return a whole number; raises ValueError where it has more digits than any number needs."""
    if len(digits) > MAX_DIGITS:
        raise ValueError(f"a number of {len(digits)} digits; the most is {MAX_DIGITS}")
    return int(digits)


def is_unicode(text: str) -> bool:
    """Say whether a text can be written: half a surrogate pair cannot."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
