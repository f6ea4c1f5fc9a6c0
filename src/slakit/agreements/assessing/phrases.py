"""What stands in the cells of an assessment, in one language."""

from __future__ import annotations

from datetime import timedelta
from decimal import ROUND_DOWN, Decimal, localcontext
from fractions import Fraction

from slakit.agreements.assessing.assessment import AssessedCommitment, Assessment
from slakit.agreements.assessing.charge import Charge
from slakit.agreements.assessing.standing import AssessedClock, AssessedWindow
from slakit.agreements.money import NO_BREAK, Money
from slakit.agreements.tiers import Edge
from slakit.reports.objectives import Measure
from slakit.reports.objectives.percent import Percent
from slakit.reports.objectives.sentence import goal, value_text, window
from slakit.reports.pages.naming import DASH, Naming
from slakit.reports.periods import Period
from slakit.wording import Catalogue, catalogue

__all__ = ["Phrases"]

# As many decimals of an exact amount are shown where it has no end.
DECIMALS = 6
SECOND = timedelta(seconds=1)


class Phrases:
    """How a language says what stands in an assessment."""

    def __init__(self, assessment: Assessment, locale: str) -> None:
        self.assessment = assessment
        self.locale = locale
        self.words: Catalogue = catalogue(locale)
        self.naming = Naming(self.words, assessment.period.frequency)

    def said(self, key: str, **parameters: object) -> str:
        """Return a text of assessments."""
        return self.words.text(f"assessment.{key}", **parameters)

    def party(self, key: str) -> str:
        """Return the name of a party."""
        return self.assessment.parties.get(key, key)

    def money(self, amount: Money) -> str:
        """Return an amount as the language writes it."""
        return amount.to_text(self.locale)

    def period(self, period: Period) -> str:
        """Return a period: a month by its name, others as ISO 8601 writes them."""
        if period.frequency != "month":
            return period.label
        name, year = self.words.months("long")[period.start.month - 1], str(period.start.year)
        return self.said("month", month=name, year=year)

    def asked(self, found: AssessedCommitment) -> str:
        """Return what was promised."""
        objective = found.objective
        if objective is not None:
            return f"{goal(objective, self.words)}, {window(objective.window, self.words)}"
        assert found.metric is not None  # Nothing else is left.
        metric = self.naming.metric(found.metric)
        if found.policy is None:
            return self.said("each_clock", metric=metric)
        return self.said("each_clock_of", metric=metric, policy=found.policy)

    def result(self, found: AssessedCommitment, at: AssessedWindow) -> str:
        """Return what came of it in a window; without data the reason."""
        if at.missing is not None:
            return self.said(f"missing.{at.missing}")
        if found.objective is None:
            return self.said("counted", good=at.good or 0, total=at.count or 0)
        measure = Measure(
            objective=found.objective,
            start=at.start,
            end=at.end,
            at=at.at,
            value=at.value,
            verdict=at.verdict,
            final=None,
            count=at.count,
            good=at.good,
        )
        return value_text(measure, self.words)

    def verdict(self, at: AssessedWindow) -> str:
        """Return the verdict of a window, and whether it can still change."""
        running = not at.complete and at.verdict != "no_data"
        return self.said(f"verdict.{at.verdict}_so_far" if running else f"verdict.{at.verdict}")

    def span(self, at: AssessedWindow) -> str:
        """Return the dates of a window."""
        last = (at.end - SECOND).date()
        return f"{at.start.date().isoformat()} {DASH} {last.isoformat()}"

    def basis(self, charge: Charge) -> str:
        """Return how a charge comes about, from what was counted to what was held down."""
        parts = [self.counted(charge)]
        if charge.difference:
            currency = charge.rounded.currency
            exact = f"{self.exact(charge.exact)}{NO_BREAK}{currency}"
            parts.append(self.said("charge.rounded", exact=exact))
        if charge.cap is not None:
            parts.append(self.said("charge.capped", cap=self.money(charge.cap)))
        if charge.earn_back == "pending":
            parts.append(self.said("charge.pending", day=charge.earn_back_on))
        elif charge.earn_back == "earned":
            parts.append(self.said("charge.earned", amount=self.money(charge.amount)))
        elif charge.earn_back == "lost":
            parts.append(self.said("charge.lost"))
        return "; ".join(parts)

    def counted(self, charge: Charge) -> str:
        """Return what a charge was multiplied from."""
        rate = self.money(charge.rate)
        if charge.tier is not None:
            return self.said(
                "charge.tier",
                credit=self.percent(charge.tier.credit),
                fee=charge.fee,
                base=rate,
                below=self.edge(charge.tier.below),
            )
        if charge.per == "period":
            return self.said("charge.period", rate=rate)
        if charge.per == "breach":
            return self.said("charge.breach", count=int(charge.units), rate=rate)
        key = f"charge.{charge.counted}" + ("_started" if charge.started else "")
        return self.said(key, hours=self.exact(charge.units), rate=rate)

    def percent(self, percent: Percent) -> str:
        """Return a percentage with all of its decimals."""
        return self.words.percent(percent.share, percent.decimals)

    def edge(self, edge: Edge) -> str:
        """Return the edge of a tier."""
        if not edge.percent:
            return self.words.number(Decimal(str(edge)))
        _, _, decimals = str(edge).removesuffix("%").partition(".")
        return self.words.percent(edge.value, len(decimals))

    def exact(self, number: Fraction) -> str:
        """Return a number with all its decimals; one without an end with the first of them."""
        with localcontext(prec=50):
            shown = Decimal(number.numerator) / Decimal(number.denominator)
            ends = Fraction(shown) == number
            if not ends:
                shown = shown.quantize(Decimal(1).scaleb(-DECIMALS), ROUND_DOWN)
        return self.words.number(shown.normalize()) + ("" if ends else "…")

    def claim(self, charge: Charge) -> str:
        """Return the last date on which a charge can be claimed."""
        if charge.claim_until is None:
            return self.said("charge.no_limit")
        return self.words.date(charge.claim_until)

    def late(self, clock: AssessedClock, length: timedelta | None) -> str:
        """Return how late a clock is, to the second above."""
        if length is None:
            return ""
        text = self.words.length(-(-length // SECOND) * SECOND)
        return self.said("still_open", late=text) if clock.open else text

    def clock(self, clock: AssessedClock) -> str:
        """Return the policy, metric and cycle of a clock."""
        return self.said(
            "clock",
            policy=clock.policy,
            metric=self.naming.metric(clock.metric),
            cycle=str(clock.cycle),
        )
