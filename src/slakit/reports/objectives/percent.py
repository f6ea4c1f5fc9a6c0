"""Percentages as files write them, and exactly as shares of 1."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, Self

from slakit.documents.parsed import Parsed
from slakit.errors import SlakitError

__all__ = ["Percent"]

TEXT = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,9})?) ?(%?)")


@dataclass(frozen=True, slots=True, repr=False)
class Percent(Parsed):
    """A percentage above 0 and up to 100: ``95%``, or the number 95; `share` is exact.

    Raises `SlakitError`, for a bare number up to 1 too: 0.95 could mean 95 % or 0.95 %, and 1
    could mean everything or 1 %. With the sign, ``0.5%`` and ``1%`` are what they say.

    >>> Percent.parse("99.95%").share, str(Percent.parse(95))
    (Fraction(1999, 2000), '95%')
    """

    share: Fraction

    @classmethod
    def parse(cls, value: Any) -> Self:
        """Read a text or a number, or return a percentage that is read already."""
        if isinstance(value, cls):
            return value
        number = isinstance(value, (int, float, Decimal)) and not isinstance(value, bool)
        text = str(value).strip() if number or isinstance(value, str) else ""
        match = TEXT.fullmatch(text)
        if not match:
            raise SlakitError(
                f"{value!r} is no percentage", value=value, remedy='write it as in "95%"'
            )
        percent = Fraction(match[1])
        if not 0 < percent <= 100:
            raise SlakitError(
                f"{value!r} is not above 0% and up to 100%",
                value=value,
                remedy='write it as in "95%"',
            )
        if not match[2] and percent <= 1:
            remedy = f'write "{cls(percent)}", or "{cls(percent / 100)}" if that is meant'
            message = f"{value!r} could be a share or a percentage"
            raise SlakitError(message, value=value, remedy=remedy)
        return cls(percent / 100)

    @property
    def decimals(self) -> int:
        """How many decimals it takes to write it as a percentage."""
        _, _, decimals = str(self).removesuffix("%").partition(".")
        return len(decimals)

    def to_data(self) -> str:
        """Return the text, in its normal form."""
        return str(self)

    def __str__(self) -> str:
        whole, rest = divmod(self.share * 100 * 10**9, 10**9)
        return f"{whole}.{int(rest):09}".rstrip("0").rstrip(".") + "%"

    def __repr__(self) -> str:
        return f"Percent.parse({str(self)!r})"

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        return {
            "description": "a percentage: 95% or 95; a number up to 1 is refused",
            "anyOf": [
                {"type": "string", "pattern": r"^\s*[0-9]{1,3}(\.[0-9]{1,9})? ?%?\s*$"},
                {"type": "number", "exclusiveMinimum": 1, "maximum": 100},
            ],
            "examples": ["95%", 99.9],
        }
