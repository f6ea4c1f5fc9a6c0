"""Pages that need nothing else."""

from __future__ import annotations

from html.parser import HTMLParser

from slakit.drawing.html import figure, page
from slakit.drawing.markup import Element
from slakit.drawing.svg import Picture


class Tags(HTMLParser):
    """Collects the tags of a page, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def test_page() -> None:
    """A page has its language and title; a hostile one is text."""
    tags = Tags(page("<script>", Element("p", "</body><script>"), language="pt-BR"))
    assert "script" not in tags.found
    assert "</body><script>" in tags.text
    assert 'lang="pt-BR"' in page("a", language="pt-BR")


def test_figure() -> None:
    """A picture stands inline, with what is said of it below."""
    drawn = page("a", figure(Picture(40, 20, title="nothing"), "what <it> shows"))
    assert ["figure", "svg"] == [tag for tag in Tags(drawn).found if tag in {"figure", "svg"}]
    assert "what <it> shows" in Tags(drawn).text
    assert "figcaption" not in Tags(page("a", figure(Picture(40, 20, title="")))).found
