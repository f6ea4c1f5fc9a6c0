"""Elements of SVG and HTML: built as values, written with everything in them escaped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite
from typing import Protocol

from slakit.errors import SlakitError

__all__ = ["Element", "Markup", "Reference", "escape", "number"]

# Characters that no XML document may hold, not even escaped; lone surrogates cannot be encoded.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})
# A line break in an attribute would be read back as a space.
SPACES = str.maketrans({"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})
# HTML reads <p/> as an opening tag, so only what is empty in one of the two languages is closed
# like that.
EMPTY = frozenset({"br", "circle", "col", "hr", "line", "link", "meta", "path", "rect", "use"})


def escape(text: str) -> str:
    """Return text as it may stand in SVG and HTML, in an attribute too.

    Control characters that XML forbids become U+FFFD, so that a hostile name is seen and does
    not break the document.

    >>> escape('<script> "a" & b' + chr(0))
    '&lt;script&gt; &quot;a&quot; &amp; b\ufffd'
    """
    return FORBIDDEN.sub("\ufffd", text).translate(ESCAPES)


def number(value: float) -> str:
    """Return a number in the shortest form that is exact to a hundredth.

    Raises `SlakitError` for NaN and infinity, which no picture can hold.

    >>> number(12.0), number(1 / 3), number(-0.001)
    ('12', '0.33', '0')
    """
    if not isfinite(value):
        raise SlakitError(
            f"{value!r} is no length in a picture", value=value, remedy="give a finite number"
        )
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


class Markup(Protocol):
    """What can stand inside an element beside text."""

    def write(self, out: list[str], scope: str) -> None:
        """Append the text to `out`; ids begin with `scope`."""


@dataclass(frozen=True, slots=True)
class Reference:
    """The id of something in the same picture: written ``url(#id)``, plainly as ``id=``."""

    name: str


Value = str | float | Reference | None


class Element:
    """An element with attributes and children; text in it is escaped when it is written.

    A keyword's ``_`` is written ``-``, one at its end is dropped (`class_`); attributes that are
    None are left out. `title` is no attribute: it becomes the ``<title>`` that browsers show
    for a pointer that rests on a shape and screen readers read.

    >>> str(Element("rect", x=0.5, width=10, class_="fill-blue", title="a < b"))
    '<rect x="0.5" width="10" class="fill-blue"><title>a &lt; b</title></rect>'
    """

    __slots__ = ("attributes", "children", "name")

    def __init__(
        self, name: str, /, *children: Markup | str, title: str = "", **attributes: Value
    ) -> None:
        self.name = name
        self.attributes = {
            key.rstrip("_").replace("_", "-"): value
            for key, value in attributes.items()
            if value is not None
        }
        self.children: list[Markup | str] = [Element("title", title)] if title else []
        self.children += children

    @property
    def classes(self) -> Iterator[str]:
        """The classes of the element and of all in it."""
        yield from str(self.attributes.get("class", "")).split()
        for child in self.children:
            if isinstance(child, Element):
                yield from child.classes

    def write(self, out: list[str], scope: str) -> None:
        """Append the element to `out`; ids begin with `scope`."""
        out.append(f"<{self.name}")
        for key, value in self.attributes.items():
            if isinstance(value, Reference):
                text = f"{scope}{value.name}" if key == "id" else f"url(#{scope}{value.name})"
            elif isinstance(value, str):
                text = escape(value).translate(SPACES)
            else:
                assert value is not None  # Left out when the element was made.
                text = number(value)
            out.append(f' {key}="{text}"')
        if not self.children and self.name in EMPTY:
            out.append("/>")
            return
        out.append(">")
        for child in self.children:
            if isinstance(child, str):
                out.append(escape(child))
            else:
                child.write(out, scope)
        out.append(f"</{self.name}>")
        # One group a line, so that pictures can be compared; never inside text, where it shows.
        if self.name in {"g", "style", "defs", "tr", "table"}:
            out.append("\n")

    def __str__(self) -> str:
        out: list[str] = []
        self.write(out, "")
        return "".join(out)
