"""An assessment as a page: tables of words, which break their lines where figures would not."""

from __future__ import annotations

from slakit.drawing.html import page
from slakit.drawing.markup import Element
from slakit.reports.pages.blocks import Content
from slakit.reports.pages.html import STYLE, elements

__all__ = ["to_html"]

OWN = """
body{max-width:1080px}
td{white-space:normal;vertical-align:top}
td:not(.name){white-space:nowrap}
@media print{@page{size:A4 landscape}}
"""


def to_html(content: Content) -> str:
    """Return the page, readable on light and on dark screens, on a telephone, and on paper."""
    head = [Element("h1", content.title), Element("p", content.subtitle, class_="subtitle")]
    body = [element for block in content.blocks for element in elements(block)]
    return page(content.title, *head, *body, language=content.locale, style=STYLE + OWN)
