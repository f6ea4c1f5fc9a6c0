"""A measure as a sentence, in the languages of the catalogues."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING

from slakit.reports.objectives.goals import Csat, Nps
from slakit.reports.objectives.objective import Objective
from slakit.reports.objectives.percent import Percent
from slakit.reports.objectives.window import DAY, Window
from slakit.wording import Catalogue, catalogue

if TYPE_CHECKING:
    from slakit.reports.objectives.result import Measure

__all__ = ["sentence"]

SECOND = timedelta(seconds=1)
CERTAIN = {"met": "met_for_certain", "missed": "missed_for_certain"}
SO_FAR = {"met": "met_so_far", "missed": "missed_so_far"}


def sentence(measure: Measure, locale: str) -> str:
    """Return what was asked for, over which window, what came of it, and the verdict."""
    words, objective = catalogue(locale), measure.objective
    asked = f"{objective.name} ({goal(objective, words)}, {window(objective.window, words)})"
    verdict = verdict_text(measure, words)
    value = value_text(measure, words)
    return f"{asked}: {value}, {verdict}" if value else f"{asked}: {verdict}"


def goal(objective: Objective, words: Catalogue) -> str:
    """Return what an objective asks for, as a phrase."""
    if (percentile := objective.percentile) is not None:
        rank = str(percentile.percent).removesuffix("%")
        return words.text(
            "objective.percentile",
            percent=words.number(Decimal(rank)),
            limit=words.length(percentile.limit),
        )
    if (limit := objective.average) is not None:
        return words.text("objective.average", limit=words.length(limit))
    if (volume := objective.volume) is not None:
        amount = with_unit(volume.at_least, volume.unit, words)
        return words.text("objective.volume", amount=amount, of=volume.of)
    score = objective.score
    if score is not None and not isinstance(score, Csat):
        key = "objective.nps" if isinstance(score, Nps) else "objective.score"
        return words.text(key, limit=words.number(score.at_least))
    promised = objective.promised
    assert promised is not None  # Nothing else is left.
    key = "csat" if score is not None else objective.kind
    return words.text(f"objective.{key}", limit=promised_text(promised, words))


def window(window: Window, words: Catalogue) -> str:
    """Return the window of an objective, as a phrase."""
    if window.calendar is not None:
        return words.text(f"objective.calendar_{window.calendar}", tz=str(window.tz))
    assert window.rolling is not None
    days, rest = divmod(window.rolling, DAY)
    if rest:
        return words.text("objective.rolling", length=words.length(window.rolling))
    return words.text("objective.rolling_days", count=days)


def value_text(measure: Measure, words: Catalogue) -> str:
    """Return the value with what it was counted from; empty without data."""
    value, objective = measure.value, measure.objective
    if isinstance(value, timedelta):
        # Nobody reads microseconds; up, so that what is just too long is seen to be too long.
        return words.length(-(-value // SECOND) * SECOND)
    if isinstance(value, Decimal):
        unit = objective.volume.unit if objective.volume is not None else ""
        return with_unit(value, unit, words)
    if value is None:
        return ""
    if (promised := objective.promised) is None:
        return words.number(rounded_down(value, 1))
    # One decimal more than what was promised, so that a near miss is seen to be one.
    decimals = promised.decimals + 1
    share = words.percent(rounded_down(value, decimals + 2), decimals)
    if measure.count is None or measure.good is None:
        return share
    return words.text("objective.counted", share=share, good=measure.good, total=measure.count)


def verdict_text(measure: Measure, words: Catalogue) -> str:
    """Return the verdict, and of a running window whether it can still change."""
    key: str = measure.verdict
    if not measure.complete:
        key = CERTAIN[measure.final] if measure.final in CERTAIN else SO_FAR.get(key, key)
    return words.text(f"objective.{key}")


def promised_text(promised: Percent, words: Catalogue) -> str:
    decimals = promised.decimals
    return words.percent(rounded_down(promised.share, decimals + 2), decimals)


def with_unit(amount: Decimal, unit: str, words: Catalogue) -> str:
    number = words.number(amount)
    return f"{number} {unit}" if unit else number


def rounded_down(value: Fraction, decimals: int) -> Decimal:
    """Return a fraction as the decimal below it with so many places."""
    return Decimal(floor(value * 10**decimals)).scaleb(-decimals)
