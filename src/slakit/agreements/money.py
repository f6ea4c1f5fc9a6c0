"""Amounts of money: a decimal with its currency, and how one is rounded."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import (
    ROUND_CEILING,
    ROUND_FLOOR,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    Decimal,
    localcontext,
)
from fractions import Fraction
from typing import Any, Literal, Self

from pydantic import Field

from slakit.documents import Document, did_you_mean
from slakit.documents.parsed import Parsed
from slakit.errors import SlakitError, UnknownNameError
from slakit.wording import catalogue

__all__ = ["MINOR_UNITS", "Money", "Rounding"]

# ISO 4217: how many decimals the currencies have.
MINOR_UNITS = {
    code: decimals
    for decimals, codes in {
        0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF",
        2: """
            AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN
            BZD CAD CDF CHF CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL
            GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK
            LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO
            NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE
            SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VES WST
            XCD YER ZAR ZMW
        """,
        3: "BHD IQD JOD KWD LYD OMR TND",
        4: "CLF UYW",
    }.items()
    for code in codes.split()
}
# No amount has more digits before the point than these, or after it, so that each that comes out
# of a calculation can be read again.
PLACES = 30
NUMBER = rf"-?[0-9]{{1,{PLACES}}}(?:\.[0-9]{{1,{PLACES}}})?"
TEXT = re.compile(rf"({NUMBER}) ?([A-Za-z]{{3}})")
WAYS = {
    "half_up": ROUND_HALF_UP,
    "half_even": ROUND_HALF_EVEN,
    "down": ROUND_FLOOR,
    "up": ROUND_CEILING,
}
# More digits than any sum has, so that none is rounded.
DIGITS = 1_000
NO_BREAK = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True, slots=True, repr=False, order=False)
class Money(Parsed):
    """An amount in a currency: ``500 EUR``. The amount is exact, and so are sums and products.

    `currency` is a code of ISO 4217; an unknown one raises `UnknownNameError`, a text that is no
    amount of money `SlakitError`. Amounts of one currency can be added, subtracted and compared;
    of two they cannot, because no rate is known.

    >>> Money.parse("500 EUR") + Money.parse("0.5 EUR")
    Money.parse('500.50 EUR')
    >>> Money.parse("1 EUR") + Money.parse("1 USD")
    Traceback (most recent call last):
    slakit.errors.SlakitError: EUR and USD cannot be put together; keep a sum for each currency

    The trap: a bare number is no money, and neither is "1,000 EUR": write ``1000 EUR``.
    """

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        if self.currency not in MINOR_UNITS:
            raise UnknownNameError(
                f"no currency {self.currency!r}",
                value=self.currency,
                remedy=did_you_mean(str(self.currency), MINOR_UNITS),
            )
        if not isinstance(self.amount, Decimal) or not self.amount.is_finite():
            remedy = "give a Decimal"
            raise SlakitError(f"{self.amount!r} is no amount", value=self.amount, remedy=remedy)
        _, _, exponent = self.amount.as_tuple()
        assert isinstance(exponent, int)  # It is finite.
        if self.amount and (self.amount.adjusted() >= PLACES or exponent < -PLACES):
            raise SlakitError(
                f"{self.amount} {self.currency} has more than {PLACES} digits before or after the"
                " point",
                value=self.amount,
                remedy="give smaller amounts, or coarser steps of rounding",
            )

    @classmethod
    def parse(cls, value: Any) -> Self:
        """Read a text such as ``500 EUR``, or return an amount that is read already."""
        if isinstance(value, cls):
            return value
        match = TEXT.fullmatch(value.strip()) if isinstance(value, str) else None
        if not match:
            remedy = 'write the amount and the currency, as in "500 EUR" or "1250.50 EUR"'
            raise SlakitError(f"{value!r} is no amount of money", value=value, remedy=remedy)
        return cls(Decimal(match[1]), match[2].upper())

    @classmethod
    def zero(cls, currency: str) -> Self:
        """Return nothing, in a currency."""
        return cls(Decimal(0), currency)

    @classmethod
    def sum(cls, amounts: Iterable[Money], currency: str) -> Money:
        """Return the exact sum of amounts of one currency; of none it is nothing.

        >>> str(Money.sum([Money.parse("0.1 EUR")] * 3, "EUR"))
        '0.30 EUR'
        """
        total: Money = cls.zero(currency)
        for each in amounts:
            total += each
        return total

    @property
    def exact(self) -> Fraction:
        """The amount as a fraction."""
        return Fraction(self.amount)

    def __add__(self, other: Money) -> Money:
        if not isinstance(other, Money):
            return NotImplemented
        self._check(other)
        with localcontext(prec=DIGITS):
            return Money(self.amount + other.amount, self.currency)

    def __sub__(self, other: Money) -> Money:
        if not isinstance(other, Money):
            return NotImplemented
        return self + -other

    def __neg__(self) -> Money:
        return Money(self.amount.copy_negate(), self.currency)

    def __bool__(self) -> bool:
        return bool(self.amount)

    def __lt__(self, other: Money) -> bool:
        self._check(other)
        return self.amount < other.amount

    def __le__(self, other: Money) -> bool:
        return not other < self

    def __gt__(self, other: Money) -> bool:
        return other < self

    def __ge__(self, other: Money) -> bool:
        return not self < other

    def _check(self, other: Money) -> None:
        if other.currency != self.currency:
            raise SlakitError(
                f"{self.currency} and {other.currency} cannot be put together",
                value=other,
                remedy="keep a sum for each currency",
            )

    def to_data(self) -> str:
        """Return the text that a file holds."""
        return str(self)

    def to_text(self, locale: str = "en") -> str:
        """Return it as people write it in a language, with the marks of that language.

        >>> Money.parse("1234.5 EUR").to_text("pt-BR").split()
        ['1.234,50', 'EUR']
        """
        return f"{catalogue(locale).number(self._shown)}{NO_BREAK}{self.currency}"

    @property
    def _shown(self) -> Decimal:
        """The amount with at least the decimals of its currency, and no zeros beyond them."""
        decimals = MINOR_UNITS[self.currency]
        # Python would write a negative zero as -0.
        text = format(self.amount or Decimal(0), "f")
        whole, _, rest = text.partition(".")
        rest = rest.rstrip("0").ljust(decimals, "0")
        return Decimal(f"{whole}.{rest}" if rest else whole)

    def __str__(self) -> str:
        return f"{self._shown:f} {self.currency}"

    def __repr__(self) -> str:
        return f"Money.parse({str(self)!r})"

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        return {
            "type": "string",
            "description": "an amount with its currency (ISO 4217)",
            "pattern": rf"^\s*{NUMBER} ?[A-Za-z]{{3}}\s*$",
            "examples": ["500 EUR", "1250.50 BRL"],
        }


class Rounding(Document):
    """How an exact amount becomes one that can be paid.

    Without `to`, to the smallest unit of the currency: the cent of EUR, the yen of JPY.

    >>> rule = Rounding(to="0.05", how="down")
    >>> str(rule.apply(Fraction(1, 3), "CHF")), str(Rounding().apply(Fraction(1, 3), "CHF"))
    ('0.30 CHF', '0.33 CHF')
    """

    to: Decimal | None = Field(
        default=None,
        gt=0,
        description="the steps in which money is paid; left out, the smallest unit of the currency",
        examples=[0.01],
    )
    how: Literal["half_up", "half_even", "down", "up"] = Field(
        default="half_up", description="where an amount goes that lies between two steps"
    )

    def step(self, currency: str) -> Decimal:
        """Return the steps in which a currency is paid."""
        return self.to if self.to is not None else Decimal(1).scaleb(-MINOR_UNITS[currency])

    def apply(self, exact: Fraction, currency: str) -> Money:
        """Return the amount that is paid for an exact one."""
        step = self.step(currency)
        steps, rest = divmod(exact / Fraction(step), 1)
        # The part of a step as a decimal that rounds as the exact one does: above, below or at
        # the half, which a decimal of a third could not say.
        part = Fraction(0)
        if rest:
            part = Fraction(1, 2) + (rest > Fraction(1, 2)) * Fraction(1, 4)
            part -= (rest < Fraction(1, 2)) * Fraction(1, 4)
        with localcontext(prec=DIGITS):
            near = Decimal(int(steps)) + Decimal(part.numerator) / Decimal(part.denominator)
            return Money(near.quantize(Decimal(1), WAYS[self.how]) * step, currency)
