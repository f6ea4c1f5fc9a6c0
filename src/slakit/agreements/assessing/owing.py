"""What is owed for the windows of a commitment that were missed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import Any, NamedTuple

from slakit.agreements.assessing.charge import Charge, EarnedBack
from slakit.agreements.assessing.standing import AssessedClock, AssessedWindow
from slakit.agreements.consequences import Cap, Consequence, EarnBack, Penalty, ServiceCredit
from slakit.agreements.money import Money, Rounding
from slakit.agreements.tiers import tier_of
from slakit.durations import microseconds
from slakit.errors import SlakitError
from slakit.reports.periods import FREQUENCIES, Period

__all__ = ["Terms", "charges_of"]

HOUR = 3_600_000_000


class Terms(NamedTuple):
    """What charges go by beside the windows.

    `spent` says how much of a cap was owed in earlier periods already, and `later` returns how
    the next so many windows after one went; `cut_off` is up to when hours late count in one.
    """

    period: Period
    fees: Mapping[str, Money]
    spent: Callable[[int, Cap], Money]
    later: Callable[[AssessedWindow, int], Sequence[AssessedWindow]]
    cut_off: Callable[[AssessedWindow], datetime]


def charges_of(
    consequences: Sequence[Consequence], windows: Sequence[AssessedWindow], terms: Terms
) -> tuple[Charge, ...]:
    """Return what is owed for the windows that are over and were missed, in order."""
    earn_back = next((each.earn_back for each in consequences if each.earn_back), None)
    found: list[Charge] = []
    for place, consequence in enumerate(consequences):
        left = Left(consequence, place, terms)
        for number, window in enumerate(windows):
            if window.verdict != "missed" or not window.complete:
                continue
            for facts in facts_of(consequence, window, terms):
                if facts["kind"] == "credit" and earn_back is not None:
                    facts |= earned_back(earn_back, window, terms)
                charge = charged(consequence, window, terms.period, left, facts)
                found.append(Charge(consequence=place, window=number, **charge))
    return tuple(found)


def facts_of(
    consequence: Consequence, window: AssessedWindow, terms: Terms
) -> Iterator[dict[str, Any]]:
    """Yield how the exact amount of a consequence comes about, where it has one."""
    if (credit := consequence.credit) is not None:
        if (facts := facts_of_credit(credit, window, terms.fees)) is not None:
            yield facts
    elif (penalty := consequence.penalty) is not None:
        units = units_of(penalty, window, terms)
        # A commitment can be missed without a clock that failed, as a percentile can.
        if units:
            yield {
                "kind": "penalty",
                "per": penalty.per,
                "counted": penalty.counted,
                "started": penalty.started,
                "rate": penalty.amount,
                "units": units,
                "exact": penalty.amount.exact * units,
            }


def facts_of_credit(
    credit: ServiceCredit, window: AssessedWindow, fees: Mapping[str, Money]
) -> dict[str, Any] | None:
    value = window.value
    # It was missed, so there are data; and tiers are refused where lengths are measured.
    assert isinstance(value, Fraction | Decimal)
    tier = tier_of(credit.tiers, Fraction(value))
    if tier is None:
        return None
    base = fees[credit.of]
    return {
        "kind": "credit",
        "per": "tier",
        "tier": tier,
        "fee": credit.of,
        "rate": base,
        "units": tier.credit.share,
        "exact": base.exact * tier.credit.share,
    }


def units_of(penalty: Penalty, window: AssessedWindow, terms: Terms) -> Fraction:
    """Return how often the amount of a penalty is owed."""
    if penalty.per == "period":
        return Fraction(1)
    if penalty.per == "breach":
        return Fraction(len(window.failed))
    return sum(
        (hours_of(penalty, clock, terms.cut_off(window)) for clock in window.failed), Fraction(0)
    )


def hours_of(penalty: Penalty, clock: AssessedClock, cut_off: datetime) -> Fraction:
    """Return how many hours late a clock is, as a penalty counts them."""
    late = clock.late if penalty.counted == "business" else clock.late_wall
    if late is None:
        name = f"{clock.ticket}, {clock.policy}/{clock.metric}, cycle {clock.cycle}"
        raise SlakitError(
            f"nobody knows how many business hours the clock of {name} is late: it has no target,"
            f" or it was not evaluated at {cut_off.isoformat()}, up to where they count",
            parameter="clocks",
            value=clock,
            remedy="give outcomes with their targets, evaluated at that instant where they ran on",
        )
    hours = Fraction(microseconds(late), HOUR)
    return Fraction(ceil(hours)) if penalty.started else hours


class Left:
    """What is left of the caps of a consequence, charge after charge."""

    def __init__(self, consequence: Consequence, place: int, terms: Terms) -> None:
        self.caps: list[Money] = []
        credit = consequence.credit
        if credit is not None and credit.cap is not None:
            base, rule = terms.fees[credit.of], consequence.rounding
            share = credit.cap.percent
            cap = credit.cap.money
            if share is not None:
                cap = down(base.exact * share.share, base.currency, rule)
            assert cap is not None
            self.caps.append(cap)
        if (cap_of_all := consequence.cap) is not None:
            check_cap(cap_of_all, terms.period)
            left = cap_of_all.money - terms.spent(place, cap_of_all)
            self.caps.append(max(left, Money.zero(left.currency)))

    def take(self, wanted: Money, *, owed: bool) -> tuple[Money, Money | None]:
        """Return how much of an amount may be owed, and the cap where that is less.

        What is not owed, because it was earned back, leaves all of the cap to what is.
        """
        cap = min(self.caps, default=None)
        held = cap is not None and wanted > cap
        amount = cap if held and cap is not None else wanted
        if owed:
            self.caps = [each - amount for each in self.caps]
        return amount, cap if held else None


def check_cap(cap: Cap, period: Period) -> None:
    if cap.per != "period" and FREQUENCIES.index(cap.per) < FREQUENCIES.index(period.frequency):
        raise SlakitError(
            f"{cap.to_data()!r} cannot be held against a whole {period.frequency}",
            parameter="period",
            value=period.label,
            remedy=f"assess each {cap.per}",
        )


def down(exact: Fraction, currency: str, rule: Rounding) -> Money:
    """Return the most that can be paid without more than an exact amount."""
    return rule.model_copy(update={"how": "down"}).apply(exact, currency)


def charged(
    consequence: Consequence,
    window: AssessedWindow,
    period: Period,
    left: Left,
    facts: dict[str, Any],
) -> dict[str, Any]:
    """Return an exact amount as one that is owed: rounded, capped, and with its claim window."""
    rule, claim = consequence.rounding, consequence.claim_within
    rounded = rule.apply(facts["exact"], facts["rate"].currency)
    amount, cap = left.take(rounded, owed=facts.get("earn_back") != "earned")
    until = None if claim is None else claim.claimable_until(period, window.incident_on)
    return {
        **facts,
        "rounding": rule,
        "rounded": rounded,
        "amount": amount,
        "cap": cap,
        "claim_until": until,
    }


def earned_back(rule: EarnBack, window: AssessedWindow, terms: Terms) -> dict[str, Any]:
    """Return how it stands with a credit that the next periods can earn back, and until when."""
    later = terms.later(window, rule.periods)
    standing: EarnedBack = "earned"
    for each in later:
        if not each.complete or each.verdict == "no_data":
            standing = "pending" if standing == "earned" else standing
        elif each.verdict == "missed" or short(each, rule):
            standing = "lost"
    last = later[-1].end - timedelta(microseconds=1)
    return {"earn_back": standing, "earn_back_on": last.date()}


def short(window: AssessedWindow, rule: EarnBack) -> bool:
    least, value = rule.at_least, window.value
    return least is not None and isinstance(value, Fraction) and value < least.share
