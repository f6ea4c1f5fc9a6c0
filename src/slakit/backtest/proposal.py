"""A suggested target, in words."""

from __future__ import annotations

from slakit.backtest.suggest import Suggestion
from slakit.evaluation.explaining.phrases import Phrases
from slakit.wording.catalogue import catalogue
from slakit.wording.pages import sentence

__all__ = ["suggestion_text"]


def suggestion_text(found: Suggestion, locale: str) -> str:
    """Return a suggestion as a few sentences."""
    words = catalogue(locale)
    say = Phrases(words, None)
    values = zip(found.by, found.values, strict=True)
    named = (f"{name} {value or words.text('report.none')}" for name, value in values)
    group = ", ".join([say.metric(found.metric), *named])
    objective = words.percent(float(found.objective), 1)
    if found.amount is None:
        return sentence(words.text("backtest.suggest.no_data", group=group))
    standing = found.standing
    told = [
        words.text(
            "backtest.suggest.amount",
            group=group,
            amount=say.amount(found.amount),
            objective=objective,
            met=standing.met,
            decided=standing.met + standing.failed,
        )
    ]
    if found.interval is not None:
        low, high = found.interval
        told.append(words.text("backtest.suggest.interval", low=low, high=high))
    if standing.undecided:
        told.append(words.text("backtest.suggest.undecided", count=standing.undecided))
    share = found.now.share
    if found.promised and share is not None:
        amounts = words.many([say.amount(each) for each in found.promised])
        key = "realistic" if found.realistic else "unrealistic"
        told.append(
            words.text(
                f"backtest.suggest.{key}", amounts=amounts, share=words.percent(float(share), 1)
            )
        )
    return " ".join(map(sentence, told))
