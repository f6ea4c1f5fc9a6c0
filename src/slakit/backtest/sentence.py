"""Why a verdict is another one, in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from slakit.backtest.flips import Word
from slakit.backtest.why import ClockChange, FlipExplanation, Stretch
from slakit.evaluation.explaining.explanation import COUNTED, Reason
from slakit.evaluation.explaining.phrases import Phrases
from slakit.instants import EPOCH, MICROSECOND, to_datetime
from slakit.wording.catalogue import Catalogue, catalogue

__all__ = ["sentence_of", "verdict_text"]


def sentence_of(why: FlipExplanation, locale: str) -> str:
    """Return an explanation as one sentence."""
    words, flip = catalogue(locale), why.flip
    say = Phrases(words, why.zone)
    old, new = (verdict_text(each, words) for each in flip.verdicts)
    told = {"ticket": flip.ticket, "metric": say.metric(flip.metric), "old": old, "new": new}
    if flip.cycle == 1:
        headline = words.text("backtest.headline", **told)
    else:
        headline = words.text("backtest.headline_cycle", cycle=str(flip.cycle), **told)
    reasons = [change_text(each, say) for each in told_changes(why)]
    reasons += stretch_texts(why.stretches, words)
    return f"{headline}: {'; '.join(reasons or [words.text('backtest.conventions')])}"


def verdict_text(word: Word, words: Catalogue) -> str:
    """Return a verdict in words."""
    own = f"backtest.verdict.{word}"
    return words.text(own if own in words else f"status.{word}")


def told_changes(why: FlipExplanation) -> Iterator[ClockChange]:
    """Yield the changes that say why, and not what merely follows from another one."""
    alone = why.flip.old is None or why.flip.new is None
    due = any(each.what == "due_at" for each in why.changes)
    for each in why.changes:
        if alone and each.what != "policy":
            continue
        # Since when it is late is told where the due time does not say it.
        if each.what != "breached_at" or not (due or each.old is None or each.new is None):
            yield each


def change_text(change: ClockChange, say: Phrases) -> str:
    what, old, new = change
    key = f"backtest.{what}"
    if old is None:
        return say.words.text(f"{key}_new", new=said(what, new, say))
    if new is None:
        return say.words.text(f"{key}_gone", old=said(what, old, say))
    return say.words.text(key, old=said(what, old, say), new=said(what, new, say))


def said(what: str, value: str | datetime, say: Phrases) -> str:
    if isinstance(value, datetime):
        return say.instant(value)
    return say.amount(value) if what == "amount" else value


def stretch_texts(stretches: tuple[Stretch, ...], words: Catalogue) -> Iterator[str]:
    """Yield how much more or less counts, by what it is under the other policies."""
    sums: dict[tuple[bool, Reason | None], list[Stretch]] = {}
    for each in stretches:
        more = each.new in COUNTED
        sums.setdefault((more, each.old if more else each.new), []).append(each)
    for (more, reason), some in sums.items():
        key = "backtest.more" if more else "backtest.less"
        told = {
            "length": sum((each.wall for each in some), timedelta(0)),
            "reason": words.text(f"backtest.reason.{reason or 'no_clock'}"),
        }
        days = {day for each in some for day in weekdays_of(each)}
        if len(days) == 1:
            yield words.text(f"{key}_on", day=words.weekdays("long")[days.pop()], **told)
        else:
            yield words.text(key, **told)


def weekdays_of(stretch: Stretch) -> set[int]:
    """Return the local weekdays on which a stretch begins and ends; a long one has all."""
    if stretch.wall > timedelta(days=1):
        return set(range(7))
    last = to_datetime((stretch.end - EPOCH) - MICROSECOND, stretch.end.tzinfo)
    return {stretch.start.weekday(), last.weekday()}
