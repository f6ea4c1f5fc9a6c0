"""Numbers as a language writes them, and the plural that goes with them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Literal

from slakit.errors import SlakitError

__all__ = ["Number", "Numbers", "Plural"]

Number = int | float | Decimal
Plural = Literal["one", "other"]


@dataclass(frozen=True, slots=True)
class Numbers:
    """How a language writes numbers.

    `grouped_from` is the number of digits from which thousands are set apart. With
    `singular_below_two` 0 and 1.5 take the singular too, as in Brazil; elsewhere 1 alone does.
    """

    decimal: str
    group: str
    grouped_from: int
    percent: str
    singular_below_two: bool

    def write(self, value: Number) -> str:
        """Return a number with all its digits."""
        exact = digits(value)
        whole, _, fraction = exact.lstrip("-").partition(".")
        sign = "-" if value < 0 else ""
        return sign + self.group_thousands(whole) + (self.decimal + fraction if fraction else "")

    def write_percent(self, share: Number | Fraction, decimals: int) -> str:
        """Return a share as a percentage, rounded down."""
        scale: int = 10**decimals
        exact = share if isinstance(share, Fraction) else Fraction(digits(share))
        units = floor(exact * 100 * scale)
        whole, rest = divmod(abs(units), scale)
        fraction = f"{self.decimal}{rest:0{decimals}}" if decimals else ""
        number = ("-" if units < 0 else "") + self.group_thousands(str(whole)) + fraction
        return self.percent.format(number=number)

    def plural(self, value: int | Decimal) -> Plural:
        """Return which form of a noun goes with a number that is not negative."""
        return "one" if value == 1 or (self.singular_below_two and value < 2) else "other"

    def group_thousands(self, whole: str) -> str:
        """Set the thousands of a row of digits apart."""
        if len(whole) < self.grouped_from:
            return whole
        return f"{int(whole):,}".replace(",", self.group)


def digits(value: Number) -> str:
    """Return a number as plain digits, exactly; a float as the shortest that means the same."""
    number = isinstance(value, Number) and not isinstance(value, bool)
    if not number or not (isinstance(value, int) or Decimal(value).is_finite()):
        raise SlakitError(
            f"{value!r} is no finite number", value=value, remedy="give an int, float or Decimal"
        )
    if isinstance(value, float):
        return format(Decimal(float.__repr__(value)), "f").removesuffix(".0")
    return format(value, "f") if isinstance(value, Decimal) else str(int(value))
