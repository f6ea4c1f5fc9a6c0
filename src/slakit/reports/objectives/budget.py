"""`ErrorBudget`: how much may go wrong, and how much of that is left."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from slakit.reports.objectives.evidence import Tally, Unit
from slakit.reports.objectives.percent import Percent

__all__ = ["ErrorBudget", "budget_of", "burn_of"]

SECOND = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorBudget:
    """How much may go wrong in a window, how much did, and what is left: all of it exact.

    `allowed`, `spent` and `remaining` are numbers of clocks or answers, or seconds, as `unit`
    says; `remaining` is below 0 where more went wrong than may. With SLO for the promised share:

    - of an availability, `allowed` is (1 - SLO) of the agreed time of the *whole* window, which is
      known from its beginning, and `spent` the downtime so far;
    - of clocks and answers, `allowed` is (1 - SLO) of those that were decided *so far*, because
      nobody knows how many will come; it grows with each, and a good one gives some back.

    `burn_rate` is the share of what was bad so far divided by (1 - SLO): at 1 the budget is used
    up with the last moment of the window. Of an availability that is the share of the budget
    that is spent, divided by the share of the agreed time that has passed. None without data.

    >>> budget = budget_of(Percent.parse("99%"), Tally(3, 200), Tally(3, 200), "clocks")
    >>> str(budget.allowed), str(budget.remaining), str(budget.burn_rate), budget.exhausted
    ('2', '-1', '3/2', True)
    """

    allowed: Fraction
    spent: Fraction
    remaining: Fraction
    burn_rate: Fraction | None
    unit: Unit

    @property
    def left(self) -> Fraction:
        """The share of the budget that is left: 1 is all of it, below 0 it is overspent."""
        return self.remaining / self.allowed

    @property
    def exhausted(self) -> bool:
        """Whether nothing is left; the objective is missed only by what comes on top."""
        return self.remaining <= 0

    def to_data(self) -> dict[str, Any]:
        """Return it as plain data that JSON can hold; numbers are floats there."""
        return {
            "unit": self.unit,
            "allowed": float(self.allowed),
            "spent": float(self.spent),
            "remaining": float(self.remaining),
            "left": float(self.left),
            "burn_rate": None if self.burn_rate is None else float(self.burn_rate),
        }


def budget_of(promised: Percent, whole: Tally, so_far: Tally, unit: Unit) -> ErrorBudget | None:
    """Return the budget of a window of which so much is known.

    None where nothing may go wrong, and where there is nothing that could.
    """
    scale = SECOND if unit == "seconds" else 1
    allowed = (1 - promised.share) * Fraction(whole.total, scale)
    if not allowed:
        return None
    spent = Fraction(whole.bad, scale)
    return ErrorBudget(
        allowed=allowed,
        spent=spent,
        remaining=allowed - spent,
        burn_rate=burn_of(promised, so_far),
        unit=unit,
    )


def burn_of(promised: Percent, tally: Tally) -> Fraction | None:
    """Return how many times faster than allowed it went wrong; None without data or budget."""
    if not tally.total or promised.share == 1:
        return None
    return Fraction(tally.bad, tally.total) / (1 - promised.share)
