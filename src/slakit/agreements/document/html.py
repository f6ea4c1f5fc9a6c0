"""The document as one page that needs nothing else, and prints on A4."""

from __future__ import annotations

from collections.abc import Iterator

from slakit.agreements.document.blocks import (
    Block,
    Clause,
    Contract,
    Items,
    Paragraph,
    Signing,
    Table,
)
from slakit.drawing.html import page
from slakit.drawing.markup import Element

__all__ = ["to_html"]

STYLE = """
body{line-height:1.5;color:#1f2328;background:#fff;max-width:52rem}
h1{font-size:1.7rem;margin:0;line-height:1.25}
.subtitle{color:#57606a;margin:.3rem 0 1.4rem}
h2{font-size:1.15rem;margin:2.2rem 0 .6rem;padding-bottom:.25rem;border-bottom:1px solid #1f2328}
h3{font-size:1rem;margin:1.3rem 0 .4rem}
h2 span,h3 span{display:inline-block;min-width:2.4rem;font-variant-numeric:tabular-nums}
p{margin:.5rem 0}ul{margin:.4rem 0;padding-left:1.3rem}li{margin:.2rem 0}
.scroll{overflow-x:auto;margin:.7rem 0}
table{border-collapse:collapse;font-size:.87rem;width:100%}
th,td{padding:.35rem .6rem .35rem 0;text-align:left;vertical-align:top;
border-bottom:1px solid #d3d8de}
thead th{border-bottom-color:#1f2328}
table.facts{width:auto}table.facts th{font-weight:600;white-space:nowrap;padding-right:1.6rem}
.signatures{display:grid;gap:2rem;grid-template-columns:repeat(auto-fit,minmax(15rem,1fr));
margin-top:1.2rem}
.signature{break-inside:avoid}
.signature dl{display:grid;grid-template-columns:max-content 1fr;gap:.7rem .8rem;margin:.8rem 0}
.signature dt{color:#57606a;font-size:.85rem;align-self:end}
.signature dd{margin:0;border-bottom:1px solid #1f2328;min-height:1.5em}
.signature dd.wide{min-height:3.2em}
@media(prefers-color-scheme:dark){body{color:#e7eaee;background:#14181d}
.subtitle,.signature dt{color:#a3adb8}th,td{border-color:#3b434d}
h2,thead th,.signature dd{border-color:#e7eaee}}
@media print{@page{size:A4;margin:18mm 17mm 20mm}
:root{color-scheme:light}
body{margin:0;padding:0;max-width:none;font-size:10pt;color:#000;background:#fff}
h1{font-size:17pt}h2{font-size:12pt;margin-top:6mm;border-color:#000}h3{font-size:10.5pt}
h2,h3{break-after:avoid}tr,li,p{break-inside:avoid}thead{display:table-header-group}
table{font-size:9pt}th,td{border-color:#bbb}thead th,.signature dd{border-color:#000}
.subtitle,.signature dt{color:#333}.scroll{overflow:visible}
.signatures{grid-template-columns:1fr 1fr}}
"""


def to_html(contract: Contract) -> str:
    """Return the page, readable on light and on dark screens, on a telephone, and on paper."""
    head = [
        Element("h1", contract.title),
        Element("p", contract.subtitle, class_="subtitle"),
        table(contract.facts),
    ]
    body = [part for clause in contract.clauses for part in written(clause, "h2")]
    main = Element("main", *head, *body)
    return page(contract.title, main, language=contract.locale, style=STYLE)


def written(clause: Clause, name: str) -> Iterator[Element]:
    """Yield a clause and the clauses within it."""
    number = Element("span", clause.number)
    yield Element(name, number, " ", clause.title, id=f"c{clause.number}")
    signing = [each for each in clause.blocks if isinstance(each, Signing)]
    for each in clause.blocks:
        if not isinstance(each, Signing):
            yield block(each)
    if signing:
        yield Element("div", *map(signature, signing), class_="signatures")
    for inner in clause.clauses:
        yield from written(inner, "h3")


def block(given: Block) -> Element:
    if isinstance(given, Paragraph):
        return Element("p", given.text)
    if isinstance(given, Items):
        return Element("ul", *(Element("li", item) for item in given.items))
    assert isinstance(given, Table)  # Places to sign stand side by side, and are written there.
    return table(given)


def table(given: Table) -> Element:
    """Return a table that scrolls by itself where a screen is too narrow for it."""
    if not given.columns:
        rows = (
            Element("tr", Element("th", name, scope="row"), Element("td", value))
            for name, value in given.rows
        )
        return Element("table", Element("tbody", *rows), class_="facts")
    heads = (Element("th", name, scope="col") for name in given.columns)
    rows = (Element("tr", *(Element("td", cell) for cell in each)) for each in given.rows)
    inner = Element("table", Element("thead", Element("tr", *heads)), Element("tbody", *rows))
    return Element("div", inner, class_="scroll", tabindex="0")


def signature(given: Signing) -> Element:
    """Return a place to sign: names with what is known, over lines to write on."""
    parts: list[Element] = []
    last = len(given.lines) - 1
    for place, (name, value) in enumerate(given.lines):
        parts.append(Element("dt", name))
        parts.append(Element("dd", value, class_="wide" if place == last else None))
    return Element("div", Element("b", given.title), Element("dl", *parts), class_="signature")
