"""The post-mortem as one page, or as Markdown: what reports have, and messages word for word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from slakit.drawing.html import page
from slakit.drawing.markup import Element
from slakit.reports.pages.blocks import Block, Table
from slakit.reports.pages.html import STYLE, elements
from slakit.reports.pages.markdown import written
from slakit.wording.pages import capital, marked

__all__ = ["Pairs", "Post", "Quotes", "to_html", "to_markdown"]

# Here tables have more words than figures, and words have to break.
WORDY = """
th,td,td.name{white-space:normal;vertical-align:top}
td.name:first-child{white-space:normal;min-width:7rem}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.3rem 1.2rem;margin:0}
dt{color:#57606a}dd{margin:0}
blockquote{margin:.4rem 0 1rem;padding:.2rem 1rem;border-left:4px solid #d3d8de;
white-space:pre-wrap;break-inside:avoid}
.quote-title{font-weight:600;margin:.8rem 0 0;break-after:avoid}
@media(max-width:640px){td{min-width:4.5rem}dl{grid-template-columns:1fr}dd{margin-bottom:.4rem}}
@media(prefers-color-scheme:dark){dt{color:#a3adb8}blockquote{border-color:#3b434d}}
@media print{dt{color:#000}}
"""


class Pairs(NamedTuple):
    """Names and what there is to say of them, under a title."""

    title: str
    items: Sequence[tuple[str, str]]


class Quotes(NamedTuple):
    """What was said word for word, each with its heading, under a title."""

    title: str
    items: Sequence[tuple[str, str]]


class Post(NamedTuple):
    """All that is told, in a language."""

    locale: str
    title: str
    subtitle: str
    blocks: Sequence[Block | Pairs | Quotes]


def to_html(post: Post) -> str:
    """Return the page, readable on light and on dark screens, on a telephone, and on paper."""
    head = [Element("h1", post.title), Element("p", post.subtitle, class_="subtitle")]
    body = [element for block in post.blocks for element in drawn(block)]
    return page(post.title, *head, *body, language=post.locale, style=STYLE + WORDY)


def drawn(block: Block | Pairs | Quotes) -> Iterator[Element]:
    """Yield what a block is on a page."""
    if isinstance(block, Pairs):
        yield Element("h2", capital(block.title))
        parts = [
            Element(name, text)
            for pair in block.items
            for name, text in zip(("dt", "dd"), pair, strict=True)
        ]
        yield Element("dl", *parts)
    elif isinstance(block, Quotes):
        yield Element("h2", capital(block.title))
        for title, text in block.items:
            yield Element("p", title, class_="quote-title")
            yield Element("blockquote", text)
    else:
        yield from elements(block)


def to_markdown(post: Post) -> str:
    """Return what is told without its picture, for a wiki or a ticket."""
    parts = [f"# {marked(post.title)}", marked(post.subtitle)]
    for block in post.blocks:
        parts += marked_up(block)
    return "\n\n".join(parts) + "\n"


def marked_up(block: Block | Pairs | Quotes) -> Iterator[str]:
    """Yield what a block is in Markdown; a picture is nothing."""
    if isinstance(block, Pairs):
        yield f"## {marked(capital(block.title))}"
        yield "\n".join(f"- {marked(name)}: {marked(text)}" for name, text in block.items)
    elif isinstance(block, Quotes):
        yield f"## {marked(capital(block.title))}"
        for title, text in block.items:
            yield f"**{marked(title)}**"
            yield "\n".join(f"> {marked(line)}".rstrip() for line in text.splitlines())
    elif isinstance(block, Table):
        # Words stand at the left.
        yield from written(block._replace(names=len(block.columns)))
    else:
        yield from written(block)
