"""Pages and Markdown, from the same blocks."""

from __future__ import annotations

from slakit.recovery.pages.written import Pairs, Post, Quotes, to_html, to_markdown
from slakit.reports.pages.blocks import Table

POST = Post(
    "es",
    "a < b",
    "under it",
    [
        Pairs("facts", [("name", "*x*")]),
        Table("rows", ["one", "two"], [["1", "2"]], names=1),
        Quotes("said", [("to all", "first line\n\n# second line")]),
    ],
)


def test_markdown() -> None:
    """Facts are a list, words stand at the left, and what was said is quoted line by line."""
    assert r"""# a \< b

under it

## Facts

- name: \*x\*

## Rows

| one | two |
| --- | --- |
| 1 | 2 |

## Said

**to all**

> first line
>
> \# second line
""" == to_markdown(POST)


def test_html() -> None:
    """The page is in its language, escaped, and keeps the lines of what was said."""
    html = to_html(POST)
    assert '<html lang="es">' in html
    assert "<h1>a &lt; b</h1>" in html
    assert "<dt>name</dt><dd>*x*</dd>" in html
    assert "<blockquote>first line\n\n# second line</blockquote>" in html
