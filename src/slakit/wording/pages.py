"""A few paragraphs, a table and a list, as text, Markdown or a fragment of HTML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from slakit.documents.suggest import did_you_mean
from slakit.drawing import Element
from slakit.errors import UnknownNameError

__all__ = ["STYLES", "Listing", "Page", "Paragraph", "Table", "sentence"]

STYLES = ("text", "markdown", "html")
# What Markdown, and GitHub's dialect of it, takes for a mark wherever it stands.
MARKS = re.compile(r"([\\`*_\[\]<>#|~!&@$])")
# At the start of a line these begin a list, and these begin a link anywhere.
BULLETS = re.compile(r"^(\d+)([.)])|^([-+=])")
LINKS = re.compile(r"(:)(//)|(www)(\.)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences."""

    sentences: Sequence[str]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a heading, and their `total` where there is one; as text they are `lines`."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    lines: Sequence[str]
    total: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """What happened, in order, under a heading."""

    title: str
    items: Sequence[str]


@dataclass(frozen=True, slots=True)
class Page:
    """What is to be read, in one language, beginning with its headline.

    >>> page = Page("en", "T-1: done", [Paragraph(["It is <b>.", "It was late."])])
    >>> print(page.write("markdown"))
    **T-1: done**
    <BLANKLINE>
    It is \\<b\\>. It was late.
    """

    locale: str
    headline: str
    blocks: Sequence[Paragraph | Table | Listing]

    def write(self, style: str) -> str:
        """Return the page as ``text``, ``markdown`` or ``html``; others raise `UnknownNameError`.

        Whatever stands in it is text: it is escaped, and line breaks in it become spaces.
        """
        if style == "text":
            return "\n\n".join([plain(self.headline), *map(as_text, self.blocks)])
        if style == "markdown":
            return "\n\n".join([f"**{marked(self.headline)}**", *map(as_markdown, self.blocks)])
        if style == "html":
            parts = [part for block in self.blocks for part in as_html(block)]
            headline = Element("h2", plain(self.headline))
            return str(Element("section", headline, *parts, lang=self.locale))
        raise UnknownNameError(
            f"no style {style!r}",
            parameter="style",
            value=style,
            remedy=did_you_mean(str(style), STYLES),
        )


def sentence(phrase: str) -> str:
    """Return a phrase as a sentence: with a capital, and a full stop where it has none."""
    return capital(phrase) + ("" if phrase.endswith((".", "!", "?")) else ".")


def capital(phrase: str) -> str:
    """Return a phrase as a heading."""
    return phrase[:1].upper() + phrase[1:]


def plain(text: str) -> str:
    """Return text on one line, without characters that control a terminal."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def marked(text: str) -> str:
    """Return text as Markdown in which nothing is a mark."""
    escaped = BULLETS.sub(r"\1\\\2\3", MARKS.sub(r"\\\1", plain(text)))
    return LINKS.sub(r"\1\3\\\2\4", escaped)


def as_text(block: Paragraph | Table | Listing) -> str:
    if isinstance(block, Paragraph):
        return "\n".join(map(plain, block.sentences))
    if isinstance(block, Table):
        return "\n".join([plain(block.title), *(f"- {plain(line)}" for line in block.lines)])
    items = (f"{number}. {plain(item)}" for number, item in enumerate(block.items, 1))
    return "\n".join([plain(block.title), *items])


def as_markdown(block: Paragraph | Table | Listing) -> str:
    if isinstance(block, Paragraph):
        return " ".join(map(marked, block.sentences))
    title = f"**{marked(block.title)}**\n\n"
    if isinstance(block, Listing):
        items = (f"{number}. {marked(item)}" for number, item in enumerate(block.items, 1))
        return title + "\n".join(items)
    cells = [list(map(marked, row)) for row in (block.columns, *block.rows, block.total) if row]
    cells.insert(1, ["---"] * len(block.columns))
    return title + "\n".join(f"| {' | '.join(row)} |" for row in cells)


def as_html(block: Paragraph | Table | Listing) -> Iterable[Element]:
    if isinstance(block, Paragraph):
        yield Element("p", " ".join(map(plain, block.sentences)))
        return
    yield Element("h3", plain(block.title))
    if isinstance(block, Listing):
        yield Element("ol", *(Element("li", plain(item)) for item in block.items))
        return
    head = (Element("th", plain(name), scope="col") for name in block.columns)
    parts = [
        Element("thead", Element("tr", *head)),
        Element("tbody", *map(row, block.rows)),
    ]
    if block.total:
        parts.append(Element("tfoot", row(block.total)))
    yield Element("table", *parts)


def row(cells: Iterable[str]) -> Element:
    return Element("tr", *(Element("td", plain(cell)) for cell in cells))
