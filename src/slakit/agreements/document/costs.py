"""Consequences in words: what it costs to miss a commitment, and until when it is claimed."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from slakit.agreements.claims import ClaimWindow
from slakit.agreements.consequences import Consequence, EarnBack, Penalty, ServiceCredit, Share
from slakit.agreements.money import Rounding
from slakit.agreements.tiers import Edge, Tier
from slakit.reports.objectives.percent import Percent
from slakit.reports.objectives.sentence import rounded_down
from slakit.wording import Catalogue

__all__ = ["consequence_texts"]


def consequence_texts(consequence: Consequence, words: Catalogue) -> Iterator[str]:
    """Yield all that is said of a consequence, a phrase for each tier, cap and claim window."""
    if consequence.credit is not None:
        yield from credit_parts(consequence.credit, words)
    if consequence.penalty is not None:
        rate = penalty_text(consequence.penalty, words)
        yield words.text("agreement.cost.penalty", penalty=rate)
    if consequence.earn_back is not None:
        yield earn_back_text(consequence.earn_back, words)
    if (cap := consequence.cap) is not None:
        amount = cap.money.to_text(words.locale)
        yield words.text(f"agreement.cost.at_most_{cap.per}", cap=amount)
    if consequence.claim_within is not None:
        yield claim_text(consequence.claim_within, words)
    if consequence.rounding != Rounding():
        how = words.text(f"assessment.rounding.{consequence.rounding.how}")
        step = words.number(consequence.rounding.to) if consequence.rounding.to else "1"
        yield words.text("agreement.cost.rounding", step=step, how=how)


def credit_parts(credit: ServiceCredit, words: Catalogue) -> Iterator[str]:
    for tier in credit.tiers:
        yield words.text("agreement.cost.credit", tier=tier_text(tier, credit.of, words))
    if credit.cap is not None:
        yield words.text("agreement.cost.at_most_period", cap=share_text(credit.cap, words))


def tier_text(tier: Tier, fee: str, words: Catalogue) -> str:
    said = {
        "credit": percent_text(tier.credit, words),
        "fee": fee,
        "below": edge_text(tier.below, words),
    }
    if tier.at_least is None:
        return words.text("agreement.cost.tier", **said)
    least = edge_text(tier.at_least, words)
    return words.text("agreement.cost.tier_between", least=least, **said)


def penalty_text(penalty: Penalty, words: Catalogue) -> str:
    key: str = penalty.counted if penalty.counted is not None else penalty.per
    if penalty.started:
        key = f"{key}_started"
    return words.text(f"agreement.cost.{key}", amount=penalty.amount.to_text(words.locale))


def earn_back_text(earn_back: EarnBack, words: Catalogue) -> str:
    if earn_back.at_least is None:
        return words.text("agreement.cost.earn_back", count=earn_back.periods)
    share = percent_text(earn_back.at_least, words)
    return words.text("agreement.cost.earn_back_at", count=earn_back.periods, share=share)


def claim_text(claim: ClaimWindow, words: Catalogue) -> str:
    return words.text(f"agreement.claim.{claim.unit}_{claim.after}", count=claim.number)


def share_text(share: Share, words: Catalogue) -> str:
    if share.percent is not None:
        return percent_text(share.percent, words)
    assert share.money is not None  # One of the two is given.
    return share.money.to_text(words.locale)


def edge_text(edge: Edge, words: Catalogue) -> str:
    """Return the edge of a tier with the marks of the language."""
    if edge.percent:
        return percent_text(Percent(edge.value), words)
    return words.number(Decimal(str(edge)))


def percent_text(percent: Percent, words: Catalogue) -> str:
    """Return a percentage with all its decimals."""
    decimals = percent.decimals
    return words.percent(rounded_down(percent.share, decimals + 2), decimals)
