"""What is told of a backtest, on a page and as text, as reports are told."""

from __future__ import annotations

from collections.abc import Iterator

from slakit.backtest.comparison import Backtest
from slakit.backtest.flips import VERDICTS
from slakit.backtest.sentence import verdict_text
from slakit.errors import SlakitError
from slakit.evaluation.explaining.phrases import Phrases
from slakit.reports.attainment import Attainment
from slakit.reports.layout import FIELD
from slakit.reports.pages.blocks import Block, Content, Notes, Table
from slakit.reports.pages.html import to_html
from slakit.reports.pages.naming import Naming
from slakit.reports.pages.text import to_text
from slakit.wording.catalogue import Catalogue, catalogue
from slakit.wording.pages import capital, sentence

__all__ = ["page_of", "text_of"]


def text_of(found: Backtest, locale: str) -> str:
    """Return the groups before and after, and the flips counted."""
    return to_text(content(found, catalogue(locale)))


def page_of(found: Backtest, locale: str, explain: int) -> str:
    """Return a page with the tables, and the first flips explained."""
    if type(explain) is not int or explain < 0:
        raise SlakitError(
            f"{explain!r} is no count of flips",
            parameter="explain",
            value=explain,
            remedy="give how many are to be explained, from 0 on",
        )
    return to_html(content(found, catalogue(locale), explain))


def content(found: Backtest, words: Catalogue, explain: int = 0) -> Content:
    """Return all that is told of a backtest, with the first flips explained."""
    blocks: list[Block] = []
    if found.groups:
        blocks.append(groups(found, words))
    if found.flips:
        blocks.append(verdicts(found, words))
    if told := found.flips[:explain]:
        reasons = [flip.explain().sentence(locale=words.locale) for flip in told]
        blocks.append(Notes(words.text("backtest.page.why"), reasons))
    title = capital(words.text("backtest.page.title"))
    return Content(words.locale, title, " ".join(summary(found, words)), blocks)


def summary(found: Backtest, words: Catalogue) -> Iterator[str]:
    yield sentence(words.text("backtest.page.compared", count=found.compared))
    if found.rejected:
        yield sentence(words.text("backtest.page.rejected", count=len(found.rejected)))
    yield sentence(words.text("backtest.page.flips", count=len(found.flips)))


def groups(found: Backtest, words: Catalogue) -> Table:
    """Return the groups with their shares before and after."""
    say, naming = Phrases(words, found.at.tzinfo), Naming(words, "month")
    rows = [
        [
            say.metric(group.metric),
            *(value or words.text("report.none") for value in group.values),
            share_text(group.before, naming),
            share_text(group.after, naming),
            words.number(group.flips),
        ]
        for group in found.groups
    ]
    columns = [
        naming.heading("metric"),
        # A field may be called like any other column.
        *(name.removeprefix(FIELD) for name in found.by),
        *(words.text(f"backtest.page.{name}") for name in ("before", "after", "changed")),
    ]
    return Table(words.text("backtest.page.groups"), columns, rows, 1 + len(found.by))


def share_text(found: Attainment, naming: Naming) -> str:
    if found.share is None:
        return naming.share(found)
    return naming.words.text(
        "backtest.page.share",
        share=naming.share(found),
        interval=naming.interval(found),
        met=found.met,
        decided=found.decided,
    )


def verdicts(found: Backtest, words: Catalogue) -> Table:
    """Return how many verdicts went from what to what."""
    columns = [words.text(f"backtest.page.{name}") for name in ("old", "new", "clocks")]
    rows = [
        [verdict_text(old, words), verdict_text(new, words), words.number(count)]
        for old in VERDICTS
        for new in VERDICTS
        if old != new and (count := found.counts.get((old, new), 0))
    ]
    return Table(words.text("backtest.page.changed"), columns, rows, 2)
