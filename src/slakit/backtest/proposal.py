"""A suggested target, in words."""

from __future__ import annotations

from slakit.backtest.suggest import Suggestion
from slakit.evaluation.explaining.phrases import Phrases
from slakit.reports.objectives.percent import Percent
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
    objective = Percent(found.objective)
    standing = found.standing
    if found.amount is None:
        told = [words.text("backtest.suggest.no_target", group=group)]
    else:
        told = [
            words.text(
                "backtest.suggest.amount",
                group=group,
                amount=say.amount(found.amount),
                objective=words.percent(found.objective, objective.decimals),
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
        # Rounded down to what tells it from the objective.
        met = words.percent(share, max(1, objective.decimals))
        told.append(words.text(f"backtest.suggest.{key}", amounts=amounts, share=met))
    return " ".join(map(sentence, told))
