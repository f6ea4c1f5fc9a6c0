"""Paragraphs, tables and lists in three styles."""

from __future__ import annotations

import pytest

from slakit import UnknownNameError
from slakit.wording.pages import STYLES, Listing, Page, Paragraph, Table, sentence
from tests.drawing.pictures import parse

TABLE = Table("Time", ["from", "length"], [["09:00", "1 h"]], ["09:00 · 1 h"], ["", "1 h"])
PAGE = Page("es", "T-1", [Paragraph(["One.", "Two."]), TABLE, Listing("Events", ["a", "b"])])


def test_text() -> None:
    """As text a table is its lines, and a list is counted."""
    expected = "T-1\n\nOne.\nTwo.\n\nTime\n- 09:00 · 1 h\n\nEvents\n1. a\n2. b"
    assert expected == PAGE.write("text")


def test_markdown() -> None:
    """As Markdown a table has its columns and its total."""
    expected = (
        "**T-1**\n\nOne. Two.\n\n**Time**\n\n"
        "| from | length |\n| --- | --- |\n| 09:00 | 1 h |\n|  | 1 h |\n\n"
        "**Events**\n\n1. a\n2. b"
    )
    assert expected == PAGE.write("markdown")


def test_html() -> None:
    """As HTML it is one element in its language, with a head, a body and a foot of the table."""
    section = parse(PAGE.write("html"))
    assert "es" == section.attrib["lang"]
    assert ["h2", "p", "h3", "table", "h3", "ol"] == [child.tag for child in section]
    assert ["thead", "tbody", "tfoot"] == [child.tag for child in section[3]]
    assert ["a", "b"] == [item.text for item in section[5]]


def test_without_total() -> None:
    """A table without a total has no foot."""
    page = Page("en", "T-1", [Table("Time", ["from"], [["09:00"]], ["09:00"])])
    assert "tfoot" not in page.write("html")
    assert page.write("markdown").endswith("| from |\n| --- |\n| 09:00 |")


def test_unknown() -> None:
    """A style that is not there is an error that says which are."""
    with pytest.raises(UnknownNameError, match=r"style: no style 'txt'; did you mean 'text'\?"):
        PAGE.write("txt")


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        (r"a \| b", "a | b"),
        (r"\*\*a\*\*", "**a**"),
        (r"\<b\>\&amp;", "<b>&amp;"),
        (r"\`a\`", "`a`"),
        (r"\[a\](b)", "[a](b)"),
        (r"\- a", "- a"),
        (r"\+ a", "+ a"),
        (r"\# a", "# a"),
        (r"12\. a", "12. a"),
        (r"1\) a", "1) a"),
        (r"https:\//a.example", "https://a.example"),
        (r"WWW\.a.example", "WWW.a.example"),
        (r"a\@b.example", "a@b.example"),
        (r"a\\b", "a\\b"),
        ("a b", "a\nb"),
        ("2024-05-06, 09:00", "2024-05-06, 09:00"),
    ],
)
def test_escaped(expected: str, text: str) -> None:
    """Nothing that stands in a page is taken for a mark of Markdown."""
    assert f"**{expected}**" == Page("en", text, []).write("markdown")


@pytest.mark.parametrize("style", STYLES)
def test_one_line(style: str) -> None:
    """Control characters and line breaks cannot leave their line or steer a terminal."""
    said = Page("en", "a\x1b[31m\u2028b\r\nc\x00", []).write(style)
    assert said.isprintable()


@pytest.mark.parametrize(
    ("expected", "phrase"),
    [("Él.", "él"), ("1 pausa.", "1 pausa"), ("Done.", "Done."), ("Ñandú!", "ñandú!"), (".", "")],
)
def test_sentence(expected: str, phrase: str) -> None:
    """A phrase gets a capital in any language, and a full stop where it has no mark."""
    assert expected == sentence(phrase)
