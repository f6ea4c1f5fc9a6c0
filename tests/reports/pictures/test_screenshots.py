"""Charts as a browser shows them."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest

from slakit.drawing import page
from slakit.drawing.markup import Element
from slakit.drawing.palette import ROLES
from slakit.reports.pictures.burn_down import draw_burn_down
from slakit.reports.pictures.curve import draw_curve
from slakit.reports.pictures.time_parts import TimeParts, draw_time_parts
from tests.drawing.chromium import needs_chromium, read_page, screenshot
from tests.drawing.test_screenshots import pixel
from tests.reports.pictures.drawn_charts import CHARTS, LOCALES, MADRID, burn, curves, may

HOSTILE = "<script>window.ran = 1</script>"

# What stands out of its picture or touches another text, and what ran as a script.
LOOK = """<script>
const out = [], near = [];
for (const svg of document.querySelectorAll("svg")) {
  const edge = svg.getBoundingClientRect();
  const texts = [...svg.querySelectorAll("text")].filter((text) => !text.closest("[transform]"));
  const boxes = texts.map((text) => [text.textContent, text.getBoundingClientRect()]);
  boxes.forEach(([one, a], i) => {
    if (a.left < edge.left || a.right > edge.right || a.bottom > edge.bottom) out.push(one);
    for (const [other, b] of boxes.slice(i + 1)) {
      const beside = a.right <= b.left || b.right <= a.left;
      if (!beside && a.bottom - 4 > b.top && b.bottom - 4 > a.top) near.push([one, other]);
    }
  });
}
document.body.innerHTML = JSON.stringify([out, near, window.ran || 0]);
</script>"""


def hostile(width: float) -> list[str]:
    """Return charts of which all names are scripts."""
    hour = timedelta(hours=1)
    named = [each._replace(name=HOSTILE + each.name) for each in curves(6)]
    alerts = [(may(4), HOSTILE)]
    return [
        draw_curve(named, width=width, title=HOSTILE),
        draw_time_parts([TimeParts(HOSTILE, hour, hour, hour)], width=width, title=HOSTILE),
        draw_burn_down(
            burn(5, 0.1),
            start=may(1),
            end=may(32),
            alerts=alerts,
            zone=MADRID,
            width=width,
            title=HOSTILE,
        ),
    ]


@needs_chromium
@pytest.mark.parametrize("width", [320, 768, 1200])
def test_room(tmp_path: Path, width: int) -> None:
    """In a browser no text stands out of its chart or touches another, and no script runs."""
    drawn = [chart(width, locale) for chart in CHARTS.values() for locale in LOCALES]
    file = tmp_path / "page.html"
    body = page("a", Element("div")).replace("<div></div>", "".join([*drawn, *hostile(width)]))
    file.write_text(body.replace("</body>", f"{LOOK}</body>"), encoding="utf-8")
    match = re.search(r"<body[^>]*>(.*?)</body>", read_page(file), re.DOTALL)
    assert match is not None
    assert [[], [], 0] == json.loads(match[1])


@needs_chromium
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_modes(tmp_path: Path, dark: bool) -> None:
    """A chart has the ground of the mode that the reader prefers."""
    file = tmp_path / "page.html"
    picture = CHARTS["compliance"](500, "en")
    file.write_text(f"<!DOCTYPE html><body style='margin:0'>{picture}", encoding="utf-8")
    paper = ROLES["paper"].dark if dark else ROLES["paper"].light
    assert paper == pixel(screenshot(file, 500, 300, dark=dark), 250, 4)
