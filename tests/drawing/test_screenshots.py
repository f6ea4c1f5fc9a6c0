"""Pictures as a browser shows them."""

from __future__ import annotations

import json
import re
import struct
import zlib
from pathlib import Path

import pytest

from slakit.drawing import Element, page
from slakit.drawing.measure import text_width
from slakit.drawing.palette import ROLES
from tests.drawing.chromium import needs_chromium, read_page, screenshot
from tests.drawing.timeline import timeline

SAMPLES = [
    "first response",
    "3h10m of 4h · 79 %",
    "Aniversário de São Paulo",
    "QUARTA-FEIRA, 06/05/2024",
    "priority: [high, urgent], vip: true",
    "日本語",
    "WWWW MMMM",
    "fijl.,:;'|",
]
MEASURE = """
const found = [...document.querySelectorAll("text")].map((text) => text.getComputedTextLength());
document.body.innerHTML = JSON.stringify(found);
"""


def pixel(png: bytes, x: int, y: int) -> str:
    """Return the colour of a pixel of a PNG with 8 bits a channel, as "#rrggbb"."""
    width, _, _, kind = struct.unpack(">IIBB", png[16:26])
    size = {2: 3, 6: 4}[kind]
    data, place = b"", 8
    while place < len(png):
        (length,) = struct.unpack(">I", png[place : place + 4])
        if png[place + 4 : place + 8] == b"IDAT":
            data += png[place + 8 : place + 8 + length]
        place += length + 12
    raw = zlib.decompress(data)
    before = bytearray(width * size)
    for row in range(y + 1):
        start = row * (width * size + 1)
        line = bytearray(raw[start + 1 : start + 1 + width * size])
        for i, value in enumerate(line):
            a = line[i - size] if i >= size else 0
            b, c = before[i], before[i - size] if i >= size else 0
            p = a + b - c
            paeth = min((abs(p - a), 0, a), (abs(p - b), 1, b), (abs(p - c), 2, c))[2]
            line[i] = (value + (0, a, b, (a + b) // 2, paeth)[raw[start]]) % 256
        before = line
    return "#" + before[x * size : x * size + 3].hex()


@needs_chromium
@pytest.mark.parametrize(("width", "dark"), [(400, True), (1200, False)], ids=["dark", "light"])
def test_modes(tmp_path: Path, width: int, dark: bool) -> None:
    """A picture has the ground of the mode that the reader prefers."""
    file = tmp_path / "page.html"
    file.write_text(f"<!DOCTYPE html><body style='margin:0'>{timeline(width)}", encoding="utf-8")
    png = screenshot(file, width, 200, dark=dark)
    paper = ROLES["paper"].dark if dark else ROLES["paper"].light
    assert paper == pixel(png, 20, 20)


@needs_chromium
def test_measure(tmp_path: Path) -> None:
    """No text is wider in a browser than it was measured, plain or bold."""
    drawn = [
        Element("text", text, font_size=12, font_weight=weight)
        for text in SAMPLES
        for weight in (400, 600)
    ]
    picture = Element("svg", *drawn, font_family="system-ui,Arial,sans-serif")
    script = f"<script>{MEASURE}</script>"
    file = tmp_path / "page.html"
    file.write_text(page("a", picture).replace("</body>", f"{script}</body>"), encoding="utf-8")
    match = re.search(r"<body[^>]*>(.*?)</body>", read_page(file), re.DOTALL)
    assert match is not None
    found = json.loads(match[1])
    expected = [text_width(text, 12, bold=bold) for text in SAMPLES for bold in (False, True)]
    assert [] == [
        (text.children[0], width, most)
        for text, width, most in zip(drawn, found, expected, strict=True)
        if width > most
    ]
