"""Lengths of time in words, exactly."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Literal

from slakit.durations import microseconds
from slakit.wording.lists import Lists
from slakit.wording.numbers import Numbers, Plural

__all__ = ["LengthStyle", "Lengths", "Unit"]

LengthStyle = Literal["short", "long"]
Unit = Literal["hour", "minute", "second"]

# The symbols of the SI and the units accepted beside it are the same in every language.
SYMBOLS: dict[Unit, str] = {"hour": "h", "minute": "min", "second": "s"}
SECOND = 1_000_000


@dataclass(frozen=True, slots=True)
class Lengths:
    """How a language says a length of time: its numbers, its nouns and what joins them."""

    numbers: Numbers
    nouns: dict[Unit, dict[Plural, str]]
    lists: Lists
    minus: str

    def write(self, delta: timedelta, style: LengthStyle) -> str:
        """Return a length in hours, minutes and seconds; hours never become days."""
        total = microseconds(delta)
        seconds, fraction = divmod(abs(total), SECOND)
        hour, minute = divmod(seconds // 60, 60)
        second = Decimal(f"{seconds % 60}.{fraction:06}".rstrip("0").rstrip("."))
        parts: dict[Unit, int | Decimal] = {"hour": hour, "minute": minute, "second": second}
        said = {unit: value for unit, value in parts.items() if value} or {"minute": 0}
        if style == "short":
            text = " ".join(f"{self.numbers.write(n)} {SYMBOLS[unit]}" for unit, n in said.items())
        else:
            text = self.lists.join(
                f"{self.numbers.write(n)} {self.nouns[unit][self.numbers.plural(n)]}"
                for unit, n in said.items()
            )
        return self.minus.format(length=text) if total < 0 else text
