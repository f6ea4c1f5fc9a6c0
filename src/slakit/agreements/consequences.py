"""What it costs when a commitment is missed: credits, penalties, and earning credits back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Self

from pydantic import Field, model_validator

from slakit.agreements.claims import ClaimWindow
from slakit.agreements.money import Money, Rounding
from slakit.agreements.tiers import Tier, wrong_tiers
from slakit.documents import Document, refusal
from slakit.documents.parsed import Parsed
from slakit.errors import Path, Problem, SlakitError
from slakit.reports.objectives import Objective
from slakit.reports.objectives.percent import Percent

__all__ = [
    "Cap",
    "Consequence",
    "EarnBack",
    "Penalty",
    "ServiceCredit",
    "Share",
    "wrong_consequences",
]

CapUnit = Literal["period", "month", "quarter", "year"]
CAP = re.compile(r"(.+?)(?: per (period|month|quarter|year))?")
KINDS = ("credit", "penalty", "earn_back")


@dataclass(frozen=True, slots=True, repr=False)
class Share(Parsed):
    """A share of the billing base, ``30%``, or an amount, ``3000 EUR``.

    >>> Share.parse("30%").percent, Share.parse("3000 EUR").money
    (Percent.parse('30%'), Money.parse('3000.00 EUR'))
    """

    percent: Percent | None = None
    money: Money | None = None

    @classmethod
    def parse(cls, value: Any) -> Self:
        """Read a text, or return what is read already."""
        if isinstance(value, cls):
            return value
        if isinstance(value, str) and value.strip().endswith("%"):
            return cls(percent=Percent.parse(value))
        return cls(money=positive(Money.parse(value), value))

    def to_data(self) -> str:
        """Return the text that a file holds."""
        return str(self.percent if self.percent is not None else self.money)

    def __repr__(self) -> str:
        return f"Share.parse({self.to_data()!r})"

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        return {"type": "string", "examples": ["30%", "3000 EUR"]}


@dataclass(frozen=True, slots=True, repr=False)
class Cap(Parsed):
    """The most that is owed in a stretch of time: ``3000 EUR per month``.

    Without ``per`` it is that of the assessed period.

    >>> Cap.parse("3000 EUR per year").per
    'year'
    """

    money: Money
    per: CapUnit = "period"

    @classmethod
    def parse(cls, value: Any) -> Self:
        """Read a text, or return a cap that is read already."""
        if isinstance(value, cls):
            return value
        match = CAP.fullmatch(value.strip()) if isinstance(value, str) else None
        if not match:
            remedy = 'write it as in "3000 EUR per month"'
            raise SlakitError(f"{value!r} is no cap", value=value, remedy=remedy)
        per: Any = match[2] or "period"
        return cls(positive(Money.parse(match[1]), value), per)

    def to_data(self) -> str:
        """Return the text that a file holds."""
        return str(self.money) if self.per == "period" else f"{self.money} per {self.per}"

    def __repr__(self) -> str:
        return f"Cap.parse({self.to_data()!r})"

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        return {"type": "string", "examples": ["3000 EUR", "3000 EUR per month"]}


class ServiceCredit(Document):
    """A share of a billing base that grows with how bad the result was.

    Tiers stand from the best result to the worst, and meet: each begins where the one above it
    ends. Raises `DocumentError`.

    >>> credit = ServiceCredit(
    ...     tiers=[{"below": "99.9%", "credit": "10%"}, {"below": "99%", "credit": "30%"}],
    ...     of="monthly support",
    ... )
    >>> len(credit.tiers)
    2
    """

    tiers: tuple[Tier, ...] = Field(min_length=1, description="from the best result to the worst")
    of: str = Field(
        min_length=1,
        description="the billing base, by its name under fees",
        examples=["monthly support"],
    )
    cap: Share | None = Field(default=None, description="the most that is credited in a period")

    @model_validator(mode="after")
    def _check(self) -> Self:
        if problems := list(wrong_tiers(self.tiers)):
            raise refusal(problems)
        return self


class Penalty(Document):
    """A fixed amount: for each period missed, for each clock that failed, or for each hour late.

    Hours are those of `counted`: ``business`` hours as the clock counts them, or hours on the
    ``wall``, from due until it was stopped. With `started` each hour that has begun is paid
    whole, for each clock; without, the exact part of it.

    >>> Penalty(amount="20 EUR", per="hour", counted="wall", started=True).amount
    Money.parse('20.00 EUR')
    """

    amount: Money = Field(description="how much")
    per: Literal["period", "breach", "hour"] = Field(description="for each of what")
    counted: Literal["business", "wall"] | None = Field(
        default=None, description="which hours, of a penalty per hour"
    )
    started: bool = Field(
        default=False, description="each hour that has begun is a whole one, of a penalty per hour"
    )

    @model_validator(mode="after")
    def _check(self) -> Self:
        problems = []
        if self.amount.amount <= 0:
            problems.append(Problem("nothing would be owed", ("amount",), str(self.amount)))
        if self.per == "hour" and self.counted is None:
            remedy = "write business, or wall"
            problems.append(Problem("is required and missing", ("counted",), remedy=remedy))
        for name in ("counted", "started"):
            if self.per != "hour" and getattr(self, name):
                message = f"{name} goes with per: hour, not with per: {self.per}"
                problems.append(Problem(message, (name,), getattr(self, name)))
        if problems:
            raise refusal(problems)
        return self


class EarnBack(Document):
    """A credit need not be paid when the next periods are good.

    >>> EarnBack(periods=2, at_least="99.95%").periods
    2
    """

    periods: int = Field(ge=1, le=24, description="how many of the next periods have to be met")
    at_least: Percent | None = Field(
        default=None, description="and what each has to reach; left out, what was promised"
    )


class Consequence(Document):
    """What it costs when a commitment is missed: one of `credit`, `penalty` and `earn_back`.

    >>> fixed = Consequence(
    ...     penalty={"amount": "500 EUR", "per": "period"}, cap="3000 EUR per year"
    ... )
    >>> fixed.kind
    'penalty'
    """

    credit: ServiceCredit | None = Field(default=None, description="a share of a billing base")
    penalty: Penalty | None = Field(default=None, description="a fixed amount")
    earn_back: EarnBack | None = Field(
        default=None, description="the credits of this commitment can be earned back"
    )
    cap: Cap | None = Field(default=None, description="the most that is owed")
    claim_within: ClaimWindow | None = Field(
        default=None, description="until when it can be claimed; left out, no limit is agreed"
    )
    rounding: Rounding = Field(
        default=Rounding(), description="how exact amounts are rounded to what is paid"
    )

    @model_validator(mode="after")
    def _check(self) -> Self:
        values = {name: getattr(self, name) for name in type(self).model_fields}
        if problems := self.problems_across(values):
            raise refusal(problems)
        return self

    @classmethod
    def problems_across(cls, data: Mapping[str, Any]) -> list[Problem]:
        kinds = [kind for kind in KINDS if data.get(kind) is not None]
        if not kinds:
            return [Problem("it has no consequence", remedy=f"give one of {', '.join(KINDS)}")]
        found = [
            Problem(f"{kinds[0]} is given already", (kind,), remedy="write a consequence for each")
            for kind in kinds[1:]
        ]
        if kinds == ["earn_back"]:
            found += [
                Problem(f"{name} does not go with earn_back", (name,))
                for name in ("cap", "claim_within")
                if data.get(name) is not None
            ]
        return found

    @property
    def kind(self) -> Literal["credit", "penalty", "earn_back"]:
        """What it is: the name of the one field that says so."""
        if self.credit is not None:
            return "credit"
        return "penalty" if self.penalty is not None else "earn_back"


def wrong_consequences(
    consequences: Sequence[Consequence],
    objective: Objective | None,
    fees: Mapping[str, Money],
) -> Iterator[Problem]:
    """Yield what does not fit the commitment that has these consequences, and the fees.

    `objective` is None of a commitment on single clocks. Paths begin with the place of the
    consequence.
    """
    shares = objective is None or objective.promised is not None
    numbers = objective is not None and objective.kind in {"volume", "score"} and not shares
    clocks = objective is None or objective.metric is not None
    for place, each in enumerate(consequences):
        if (credit := each.credit) is not None:
            path: Path = (place, "credit")
            if credit.of not in fees:
                known = ", ".join(fees) or "none"
                remedy = f"name it under fees; there are: {known}"
                yield Problem(f"no fee {credit.of!r}", (*path, "of"), credit.of, remedy=remedy)
            percent = credit.tiers[0].below.percent
            if not (shares if percent else numbers):
                given = "percentages" if percent else "numbers"
                message = f"the tiers are {given}, and the commitment is measured in something else"
                remedy = "write the tiers as the commitment is measured, or use a penalty"
                yield Problem(message, (*path, "tiers"), remedy=remedy)
        yield from currencies(each, fees, place)
        penalty = each.penalty
        if penalty is not None and penalty.per != "period" and not clocks:
            message = f"per: {penalty.per} counts clocks, and the commitment is on none"
            path = (place, "penalty", "per")
            yield Problem(message, path, penalty.per, remedy="write per: period")
        if each.earn_back is not None:
            if not any(other.credit is not None for other in consequences):
                message = "there is no credit that could be earned back"
                yield Problem(message, (place, "earn_back"), remedy="leave it out")
            yield from wrong_least(each.earn_back, objective, shares, place)


def wrong_least(
    earn_back: EarnBack, objective: Objective | None, shares: bool, place: int
) -> Iterator[Problem]:
    """Yield why what the next periods have to reach cannot be asked of them."""
    least, path = earn_back.at_least, (place, "earn_back", "at_least")
    if least is None:
        return
    if not shares:
        message = "the commitment is not measured as a share"
        yield Problem(message, path, str(least), remedy="leave it out")
        return
    # On single clocks each of them is promised.
    promised = Percent.parse("100%") if objective is None else objective.promised
    if promised is not None and least.share < promised.share:
        message = f"{least} is less than the {promised} that is promised, and would change nothing"
        remedy = f"leave it out: each period has to reach {promised} anyway"
        yield Problem(message, path, str(least), remedy=remedy)


def currencies(
    consequence: Consequence, fees: Mapping[str, Money], place: int
) -> Iterator[Problem]:
    """Yield the caps that are in another currency than what they cap."""
    credit, penalty = consequence.credit, consequence.penalty
    owed = fees.get(credit.of) if credit is not None else penalty.amount if penalty else None
    caps: dict[Path, Money | None] = {
        (place, "cap"): consequence.cap.money if consequence.cap else None,
        (place, "credit", "cap"): credit.cap.money if credit and credit.cap else None,
    }
    for path, cap in caps.items():
        if cap is not None and owed is not None and cap.currency != owed.currency:
            message = f"{owed.currency} is owed, and the cap is in {cap.currency}"
            yield Problem(message, path, str(cap), remedy=f"give the cap in {owed.currency}")


def positive(money: Money, value: Any) -> Money:
    if money.amount <= 0:
        raise SlakitError(f"{value!r} is no more than nothing", value=value, remedy="leave it out")
    return money
