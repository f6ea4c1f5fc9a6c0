"""The timeline as a browser shows it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from slakit.drawing import page
from slakit.drawing.html import figure
from slakit.drawing.markup import Element
from slakit.drawing.palette import ROLES
from tests.drawing.chromium import needs_chromium, read_page, screenshot
from tests.drawing.test_screenshots import pixel
from tests.evaluation.pictures.incident import incident

# What stands out of its picture, and what ran as a script.
LOOK = """<script>
const svg = document.querySelector("svg").getBoundingClientRect();
const out = [...document.querySelectorAll("text")].filter((text) => {
  const box = text.getBoundingClientRect();
  return box.left < svg.left || box.right > svg.right || box.bottom > svg.bottom;
});
document.body.innerHTML = JSON.stringify([out.map((text) => text.textContent), window.ran || 0]);
</script>"""


@needs_chromium
@pytest.mark.parametrize(("width", "dark"), [(400, True), (1200, False)], ids=["dark", "light"])
def test_modes(tmp_path: Path, width: int, dark: bool) -> None:
    """The picture has the ground of the mode that the reader prefers, and its legend is there."""
    file = tmp_path / "page.html"
    picture = incident().to_svg(width=width)
    file.write_text(f"<!DOCTYPE html><body style='margin:0'>{picture}", encoding="utf-8")
    png = screenshot(file, width, 400, dark=dark)
    paper, blue = (ROLES[role].dark if dark else ROLES[role].light for role in ("paper", "blue"))
    assert paper == pixel(png, width // 2, 4)
    match = re.search(r'translate\(([\d.]+) ([\d.]+)\)"><g><rect [^>]*fill-blue', picture)
    assert match is not None
    assert blue == pixel(png, int(float(match[1])) + 6, int(float(match[2])) + 6)


@needs_chromium
def test_hostile_ticket(tmp_path: Path) -> None:
    """In a page no script of a ticket runs, and no text stands out of the picture."""
    hostile = "<script>window.ran = 1</script>"
    file = tmp_path / "page.html"
    picture = incident(hostile, status=hostile).to_svg(width=400, locale="pt-BR")
    body = page("a", figure(Element("div"))).replace("<div></div>", picture)
    file.write_text(body.replace("</body>", f"{LOOK}</body>"), encoding="utf-8")
    match = re.search(r"<body[^>]*>(.*?)</body>", read_page(file), re.DOTALL)
    assert match is not None
    assert [[], 0] == json.loads(match[1])
