"""A backtest as lines of text, and as one page of HTML."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from slakit.backtest.comparison import Backtest, GroupChange
from slakit.backtest.flips import VERDICTS
from slakit.backtest.sentence import verdict_text
from slakit.drawing.html import page
from slakit.drawing.markup import Element
from slakit.evaluation.explaining.phrases import Phrases
from slakit.reports.attainment import Attainment
from slakit.wording.catalogue import Catalogue, catalogue
from slakit.wording.pages import sentence

__all__ = ["page_of", "text_of"]

STYLE = """
.wide{overflow-x:auto}
table{border-collapse:collapse;margin:1rem 0}
th,td{padding:.25rem .75rem;text-align:left;white-space:nowrap;
border-bottom:1px solid color-mix(in srgb,currentColor 25%,transparent)}
li{margin:.5rem 0}
"""
Rows = list[tuple[str, ...]]


def text_of(found: Backtest, locale: str) -> str:
    """Return the groups before and after, and the flips counted."""
    words = catalogue(locale)
    tables = [group_rows(found, words), flip_rows(found, words)]
    parts = ["\n".join(aligned(rows)) for rows in tables if len(rows) > 1]
    return "\n\n".join(["\n".join(summary(found, words)), *parts])


def page_of(found: Backtest, locale: str, explain: int) -> str:
    """Return a page with the tables, and the first flips explained."""
    words = catalogue(locale)
    title = heading(words.text("backtest.page.title"))
    body = [Element("h1", title)]
    body += (Element("p", line) for line in summary(found, words))
    body += map(table, (group_rows(found, words), flip_rows(found, words)))
    if found.flips and explain:
        told = islice(found.flips, explain)
        body.append(Element("h2", heading(words.text("backtest.page.why"))))
        sentences = (flip.explain().sentence(locale=locale) for flip in told)
        body.append(Element("ul", *(Element("li", each) for each in sentences)))
    return page(title, *body, language=locale, style=STYLE)


def heading(phrase: str) -> str:
    return phrase[:1].upper() + phrase[1:]


def summary(found: Backtest, words: Catalogue) -> Iterator[str]:
    yield sentence(words.text("backtest.page.compared", count=found.compared))
    if found.rejected:
        yield sentence(words.text("backtest.page.rejected", count=len(found.rejected)))
    yield sentence(words.text("backtest.page.flips", count=len(found.flips)))


def group_rows(found: Backtest, words: Catalogue) -> Rows:
    """Return the groups with their shares before and after, under a heading."""
    say = Phrases(words, found.at.tzinfo)
    ends = (words.text(f"backtest.page.{name}") for name in ("before", "after", "changed"))
    rows: Rows = [(words.text("backtest.page.metric"), *found.by, *ends)]
    rows += (group_row(group, say) for group in found.groups)
    return rows


def group_row(group: GroupChange, say: Phrases) -> tuple[str, ...]:
    shares = (share_text(each, say.words) for each in (group.before, group.after))
    values = (value or say.words.text("report.none") for value in group.values)
    return say.metric(group.metric), *values, *shares, say.words.number(group.flips)


def share_text(found: Attainment, words: Catalogue) -> str:
    share, interval = found.share, found.interval()
    if share is None or interval is None:
        return words.text("backtest.page.no_data")
    low, high = (words.percent(each, 1) for each in interval)
    return words.text(
        "backtest.page.share",
        share=words.percent(float(share), 1),
        low=low,
        high=high,
        met=found.met,
        decided=found.decided,
    )


def flip_rows(found: Backtest, words: Catalogue) -> Rows:
    """Return how many verdicts went from what to what, under a heading."""
    rows: Rows = [tuple(words.text(f"backtest.page.{name}") for name in ("old", "new", "clocks"))]
    for old in VERDICTS:
        for new in VERDICTS:
            count = found.counts.get((old, new), 0)
            if old != new and count:
                verdicts = (verdict_text(each, words) for each in (old, new))
                rows.append((*verdicts, words.number(count)))
    return rows


def aligned(rows: Rows) -> Iterator[str]:
    """Yield the lines of a table whose columns are as wide as they have to be."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield "  ".join(cells).rstrip()


def table(rows: Rows) -> Element:
    head, *others = rows
    thead = Element("thead", Element("tr", *(Element("th", each, scope="col") for each in head)))
    body = Element("tbody", *(line(row) for row in others))
    # A narrow screen scrolls the table, and not the page.
    return Element("div", Element("table", thead, body), class_="wide")


def line(cells: Sequence[str]) -> Element:
    return Element("tr", *(Element("td", each) for each in cells))
