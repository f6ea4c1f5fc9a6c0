"""A picture: an SVG that stands alone as a file and inline in a page."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from slakit.drawing.markup import Element, Markup, Reference, number
from slakit.drawing.measure import fit, text_width
from slakit.drawing.palette import stylesheet
from slakit.errors import SlakitError

__all__ = ["Picture", "label", "wide_enough"]

FONT = "system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif"
MOST = 20_000


class Picture:
    """An SVG under construction: add elements, then take its text with `str`.

    `width` and `height` are in pixels; the picture shrinks with a page that is narrower. `title`
    is what a screen reader says of it. Ids begin with a hash of the content, so that they clash
    with those of no other picture in a page, and equal pictures are written alike.

    >>> picture = Picture(40, 20, title="Nothing yet")
    >>> picture.add(Element("rect", width=40, height=20, class_="fill-shade"))
    >>> str(picture).startswith('<svg xmlns="http://www.w3.org/2000/svg" class="slakit"')
    True
    """

    __slots__ = ("body", "height", "patterns", "title", "width")

    def __init__(self, width: float, height: float, *, title: str) -> None:
        self.width = width
        self.height = height
        self.title = title
        self.body: list[Element] = []
        self.patterns: dict[str, Element] = {}

    def add(self, *elements: Element) -> None:
        """Draw elements over what is there already."""
        self.body += elements

    def extend(self, elements: Iterable[Element]) -> None:
        """Draw elements over what is there already."""
        self.body += elements

    def hatch(self, role: str, *, spacing: float = 6) -> Reference:
        """Return a filling of diagonal lines in the colour of a role, `spacing` pixels apart.

        >>> picture = Picture(40, 20, title="Half done")
        >>> picture.add(Element("rect", width=20, height=20, fill=picture.hatch("blue")))
        """
        name = f"hatch-{role}-{spacing:g}"
        self.patterns[name] = Element(
            "pattern",
            Element("rect", width=spacing, height=spacing, class_="fill-paper"),
            Element("rect", width=spacing * 0.4, height=spacing, class_=f"fill-{role}"),
            id=Reference(name),
            width=spacing,
            height=spacing,
            patternUnits="userSpaceOnUse",
            patternTransform="rotate(45)",
        )
        return Reference(name)

    def write(self, out: list[str], scope: str) -> None:
        """Append the picture, as a page writes what stands in it; its ids keep their own scope."""
        out.append(str(self))

    def __str__(self) -> str:
        body: list[Markup] = [*self.body]
        if self.patterns:
            body.insert(0, Element("defs", *self.patterns.values()))
        group = Element("g", *body)
        rules = f"\n{stylesheet((*group.classes, 'fill-ink', 'fill-paper'))}\n"
        root = Element(
            "svg",
            Element("style", rules),
            Element("rect", width="100%", height="100%", rx=6, class_="fill-paper"),
            group,
            xmlns="http://www.w3.org/2000/svg",
            class_="slakit",
            width=self.width,
            height=self.height,
            viewBox=f"0 0 {number(self.width)} {number(self.height)}",
            style="max-width:100%;height:auto",
            font_family=FONT,
            role="img",
            aria_label=self.title,
        )
        # The scope depends on the content, and the content on the scope: hash it without one.
        scope = f"s{hashlib.sha256(str(root).encode()).hexdigest()[:10]}-"
        out: list[str] = []
        root.write(out, scope)
        return "".join(out)


def wide_enough(width: float, least: float) -> float:
    """Return the width that a caller asked for, refused where the picture cannot be drawn in it.

    >>> wide_enough(400, 240)
    400
    """
    if not isinstance(width, (int, float)) or not least <= width <= MOST:
        raise SlakitError(
            f"{width!r} is no width for this picture",
            parameter="width",
            value=width,
            remedy=f"give a number of pixels from {least:g} to {MOST:g}",
        )
    return width


def label(
    x: float,
    y: float,
    text: str,
    *,
    width: float | None = None,
    size: float = 12,
    role: str = "ink",
    anchor: str = "start",
    bold: bool = False,
    title: str = "",
) -> Element:
    """Return a text whose baseline is at `y`; `anchor` is start, middle or end.

    It is cut to `width` pixels, and the whole of it is then the title, unless one is given.

    >>> str(label(0, 12, "very long indeed", width=60))[-63:]
    'class="fill-ink"><title>very long indeed</title>very lo…</text>'
    """
    shown = text
    if width is not None:
        shown = fit(text, width, lambda part: text_width(part, size, bold=bold))
    return Element(
        "text",
        shown,
        title=title or (text if shown != text else ""),
        x=x,
        y=y,
        font_size=size,
        font_weight=600 if bold else None,
        text_anchor=anchor if anchor != "start" else None,
        class_=f"fill-{role}",
    )
