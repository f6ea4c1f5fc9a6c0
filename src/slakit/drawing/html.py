"""Pages and what stands in them beside pictures."""

from __future__ import annotations

from dataclasses import dataclass

from slakit.drawing.markup import Element, Markup

__all__ = ["Drawn", "figure", "page"]

STYLE = """
:root{color-scheme:light dark}
body{margin:2rem auto;max-width:76rem;padding:0 1rem;
font-family:system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif}
figure{margin:1rem 0}
figcaption{margin:.5rem 0;opacity:.75}
"""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture that is written already, as the functions that draw return it."""

    svg: str

    def write(self, out: list[str], scope: str) -> None:
        """Append the picture as it is; its ids keep their own scope."""
        out.append(self.svg)


def figure(content: Markup, caption: str = "") -> Element:
    """Return a picture as it stands inline in a page, with an optional caption under it.

    >>> from slakit.drawing.svg import Picture
    >>> str(figure(Picture(40, 20, title="Nothing"), "a < b"))[-42:]
    '<figcaption>a &lt; b</figcaption></figure>'
    """
    parts = [content]
    if caption:
        parts.append(Element("figcaption", caption))
    return Element("figure", *parts)


def page(title: str, *body: Markup, language: str = "en", style: str = "") -> str:
    """Return a whole page that needs nothing else, readable on light and on dark screens.

    `style` are rules of its own.

    >>> page("a & b").startswith('<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"/>')
    True
    """
    head = Element(
        "head",
        Element("meta", charset="utf-8"),
        Element("meta", name="viewport", content="width=device-width,initial-scale=1"),
        Element("title", title),
        Element("style", STYLE + style),
    )
    return f"<!DOCTYPE html>{Element('html', head, Element('body', *body), lang=language)}"
