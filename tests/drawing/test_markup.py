"""Elements are written so that nothing in them can be more than text."""

from __future__ import annotations

from math import inf, nan
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slakit.drawing.markup import Element, Reference, escape, number
from slakit.errors import SlakitError

HOSTILE = [
    "<script>alert(1)</script>",
    "\"quoted\" & 'quoted'",
    "]]> --> <!-- <![CDATA[",
    "&amp;&#10;",
    "שלום עולם",
    "line\nbreak\tand tab",
    "日本語 🎉 e\u0301",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_round_trip(text: str) -> None:
    """A text is read back as it was, from inside an element and from an attribute."""
    read = ElementTree.fromstring(str(Element("text", text, data_name=text)))
    assert text == read.text
    assert text == read.attrib["data-name"]


@given(st.text(st.characters(codec=None, categories=None)))
def test_any_text(text: str) -> None:
    """Whatever is written, it is XML, and nothing but text is in it."""
    read = ElementTree.fromstring(str(Element("g", text, title=text or "x", id=text)).encode())
    assert ["title"] == [child.tag for child in read]


@pytest.mark.parametrize("character", ["\x00", "\x08", "\x1b", "\ud800", "\ufffe", "\uffff"])
def test_forbidden_characters(character: str) -> None:
    """What XML cannot hold is replaced, and so seen."""
    assert "a\ufffdb" == escape(f"a{character}b")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0),
        ("12", 12.0),
        ("0.5", 0.5),
        ("0.33", 1 / 3),
        ("-1.25", -1.25),
        ("0", -0.004),
        ("100", 99.999),
        ("1000000", 1e6),
        ("0", 1e-9),
    ],
)
def test_number(text: str, value: float) -> None:
    """A number has at most two decimals, no zeros at its end and no exponent."""
    assert text == number(value)


@pytest.mark.parametrize("value", [nan, inf, -inf])
def test_number_that_is_none(value: float) -> None:
    """NaN and infinity are refused, by name."""
    with pytest.raises(SlakitError, match=r"(nan|inf) is no length in a picture"):
        number(value)


def test_attributes() -> None:
    """Names lose the underscore at their end, others become hyphens; None is left out."""
    expected = '<rect class="a" stroke-width="2" viewBox="0 0 1 1"/>'
    assert expected == str(Element("rect", class_="a", stroke_width=2, x=None, viewBox="0 0 1 1"))


def test_reference() -> None:
    """A reference is plain as an id and a url elsewhere, and begins with the scope."""
    out: list[str] = []
    Element("g", Element("rect", fill=Reference("a")), id=Reference("a")).write(out, "s1-")
    assert '<g id="s1-a"><rect fill="url(#s1-a)"/></g>' == "".join(out).strip()


def test_empty_elements_of_html() -> None:
    """An element that HTML would not take for closed has its closing tag."""
    assert "<td></td>" == str(Element("td"))


def test_classes() -> None:
    """The classes of an element are its own and those of all in it."""
    nested = Element("g", "text", Element("rect", class_="b c"), class_="a")
    assert ["a", "b", "c"] == list(nested.classes)
