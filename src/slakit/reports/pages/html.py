"""A report as one page that needs nothing else: no script, no file, no font beside it."""

from __future__ import annotations

from collections.abc import Iterator

from slakit.drawing.html import Drawn, page
from slakit.drawing.markup import Element
from slakit.reports.pages.blocks import Block, Chart, Content, Facts, Notes, Table
from slakit.wording.pages import capital

__all__ = ["to_html"]

# A picture is drawn for screens and paper, and once more for telephones: pictures that shrink
# have letters that nobody can read.
WIDE, NARROW = 860, 340

STYLE = """
body{line-height:1.45;color:#1f2328;background:#fff}
h1{font-size:1.6rem;margin:0}h2{font-size:1.1rem;margin:2.2rem 0 .6rem}
.subtitle,.more,.note{color:#57606a}.subtitle{margin:.2rem 0 1.4rem}
.facts{display:grid;gap:.8rem;grid-template-columns:repeat(auto-fit,minmax(13rem,1fr))}
.fact{border:1px solid #d3d8de;border-radius:6px;padding:.7rem .9rem;break-inside:avoid}
.fact .value{font-size:1.7rem;font-weight:600;font-variant-numeric:tabular-nums}
.fact .more{font-size:.82rem}.fact.bad{border-left:5px solid #d55e00}
.fact.good{border-left:5px solid #009e73}
.scroll{overflow-x:auto}
table{border-collapse:collapse;font-size:.8rem;min-width:100%;font-variant-numeric:tabular-nums}
th,td{padding:.3rem .45rem;text-align:right;white-space:nowrap;border-bottom:1px solid #d3d8de}
th{font-weight:600;vertical-align:bottom;white-space:normal}
th.name,td.name{text-align:left}
figure{margin:.6rem 0;break-inside:avoid}
.narrow{display:none}.wide svg,.narrow svg{width:100%}
ul.note{padding-left:1.2rem;font-size:.85rem}
@media(max-width:640px){.wide{display:none}.narrow{display:block}body{margin:1rem auto}}
@media(prefers-color-scheme:dark){body{color:#e7eaee;background:#14181d}
.subtitle,.more,.note{color:#a3adb8}.fact,th,td{border-color:#3b434d}}
@media print{@page{margin:14mm}body{margin:0;max-width:none;font-size:10pt;color:#000;
background:#fff}.wide{display:block}.narrow{display:none}h2{break-after:avoid}tr{break-inside:avoid}
thead{display:table-header-group}.scroll{overflow:visible}
table{font-size:7.5pt}th,td{padding:.2rem .35rem}}
"""


def to_html(content: Content) -> str:
    """Return the page, readable on light and on dark screens, on a telephone, and on paper."""
    head = [Element("h1", content.title), Element("p", content.subtitle, class_="subtitle")]
    body = [element for block in content.blocks for element in elements(block)]
    return page(content.title, *head, *body, language=content.locale, style=STYLE)


def elements(block: Block) -> Iterator[Element]:
    """Yield what a block is on a page."""
    if isinstance(block, Facts):
        yield facts(block)
        return
    yield Element("h2", capital(block.title))
    if isinstance(block, Table):
        yield table(block)
    elif isinstance(block, Chart):
        pictures = (
            Element("div", Drawn(block.draw(width=width)), class_=name)
            for width, name in ((WIDE, "wide"), (NARROW, "narrow"))
        )
        yield Element("figure", *pictures)
    elif isinstance(block, Notes):
        yield Element("ul", *(Element("li", said) for said in block.sentences), class_="note")


def facts(block: Facts) -> Element:
    """Return figures side by side."""
    return Element(
        "div",
        *(
            Element(
                "div",
                Element("div", fact.name),
                Element("div", fact.value, class_="value"),
                Element("div", fact.more, class_="more"),
                class_=f"fact {fact.sense}".strip(),
            )
            for fact in block.items
        ),
        class_="facts",
    )


def table(block: Table) -> Element:
    """Return a table that scrolls by itself where a screen is too narrow for it."""
    names = block.names
    heads = (
        Element("th", text, scope="col", class_="name" if i < names else None)
        for i, text in enumerate(block.columns)
    )
    rows = (
        Element(
            "tr",
            *(
                Element("td", text, class_="name" if i < names else None)
                for i, text in enumerate(row)
            ),
        )
        for row in block.rows
    )
    inner = Element("table", Element("thead", Element("tr", *heads)), Element("tbody", *rows))
    return Element("div", inner, class_="scroll", tabindex="0")
