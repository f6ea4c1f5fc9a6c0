"""`Charge`: what is owed for one consequence of a window that was missed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Literal, Self

from slakit.agreements.money import Money, Rounding
from slakit.agreements.tiers import Tier

__all__ = ["Charge", "EarnedBack"]

# How it stands with a credit that can be earned back: the next periods are not over or not
# known yet; all of them were good; one of them was not.
EarnedBack = Literal["pending", "earned", "lost"]
Per = Literal["tier", "period", "breach", "hour"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """What one consequence comes to for one window: how much, and how that was worked out.

    `consequence` and `window` are places in the lists of the commitment. Of a credit `tier` is
    the one that holds, `fee` the name of the billing base and `rate` its amount; of a penalty
    `rate` is the amount for each of `units`. `exact` is the product, `rounded` what the rule of
    `rounding` makes of it, and `amount` what is left of that under `cap`: what was left of a cap
    that held it down. `claim_until` is the last date on which it can be claimed, and
    `earn_back_on` the last date of the periods in which it can be earned back.

    >>> half = Charge(
    ...     consequence=0, window=0, kind="penalty", per="hour", rate=Money.parse("5 EUR"),
    ...     units=Fraction(1, 3), exact=Fraction(5, 3), rounded=Money.parse("1.67 EUR"),
    ...     amount=Money.parse("1.67 EUR"), rounding=Rounding(),
    ... )
    >>> half.difference
    Fraction(1, 300)
    """

    consequence: int
    window: int
    kind: Literal["credit", "penalty"]
    per: Per
    rate: Money
    units: Fraction
    exact: Fraction
    rounded: Money
    amount: Money
    rounding: Rounding
    counted: Literal["business", "wall"] | None = None
    started: bool = False
    tier: Tier | None = None
    fee: str = ""
    cap: Money | None = None
    claim_until: date | None = None
    earn_back: EarnedBack | None = None
    earn_back_on: date | None = None

    @property
    def difference(self) -> Fraction:
        """How much more than the exact amount the rounded one is."""
        return self.rounded.exact - self.exact

    @property
    def owed(self) -> Money:
        """What has to be paid: nothing where it was earned back."""
        return Money.zero(self.amount.currency) if self.earn_back == "earned" else self.amount

    @property
    def exact_owed(self) -> Fraction:
        """What would have to be paid if nothing were rounded."""
        if self.earn_back == "earned":
            return Fraction(0)
        return self.exact if self.cap is None else min(self.exact, self.cap.exact)

    def to_data(self) -> dict[str, Any]:
        """Return it as plain data that JSON can hold; `exact` and `units` are fractions there."""
        return {
            "consequence": self.consequence,
            "window": self.window,
            "kind": self.kind,
            "per": self.per,
            "counted": self.counted,
            "started": self.started,
            "tier": None if self.tier is None else self.tier.to_data(),
            "fee": self.fee,
            "rate": str(self.rate),
            "units": str(self.units),
            "exact": str(self.exact),
            "rounding": self.rounding.to_data(),
            "rounded": str(self.rounded),
            "cap": None if self.cap is None else str(self.cap),
            "amount": str(self.amount),
            "owed": str(self.owed),
            "claim_until": None if self.claim_until is None else self.claim_until.isoformat(),
            "earn_back": self.earn_back,
            "earn_back_on": None if self.earn_back_on is None else self.earn_back_on.isoformat(),
        }

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Self:
        """Return what `to_data` gave."""
        read: dict[str, Any] = {
            "units": Fraction(data["units"]),
            "exact": Fraction(data["exact"]),
            "rounding": Rounding.model_validate(data["rounding"]),
            "tier": None if data["tier"] is None else Tier.model_validate(data["tier"]),
            **{name: Money.parse(data[name]) for name in ("rate", "rounded", "amount")},
            "cap": None if data["cap"] is None else Money.parse(data["cap"]),
        }
        for name in ("claim_until", "earn_back_on"):
            read[name] = None if data[name] is None else date.fromisoformat(data[name])
        rest = {name: value for name, value in data.items() if name != "owed"}
        return cls(**{**rest, **read})
