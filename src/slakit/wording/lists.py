"""Lists in a sentence: a, b and c."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from slakit.errors import SlakitError

__all__ = ["Lists"]

# Spanish "y" is "e" before the sound of i (Real Academia, Ortografía 2010): Irlanda, historia,
# Yves; not before a glide: hielo, iones, yogur. Quotation marks in front are not heard.
SOUND_OF_I = re.compile(r"[\W_]*(?:h?(?:í|i(?![aeoáéó]))|y[^\W\d_aeiouáéíóú])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Lists:
    """What stands between the items of a list, and before its last one.

    `before_i` is what stands there when the last item begins with the sound of i; only in
    Spanish is it another word.
    """

    between: str
    last: str
    before_i: str

    def join(self, items: Iterable[str]) -> str:
        """Return the items as one phrase; a list without items is refused."""
        said = list(items)
        if not said:
            raise SlakitError("an empty list cannot be said", remedy="say something else for none")
        *others, final = said
        if not others:
            return final
        link = self.before_i if SOUND_OF_I.match(final) else self.last
        return self.between.join(others) + link + final
