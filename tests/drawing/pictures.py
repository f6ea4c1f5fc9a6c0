"""What tests of pictures share: reading SVG back, labels that overlap, and golden files.

A golden file is a picture that was looked at and found right. After a change that is meant,
write them anew, look at each, and keep them with the change::

    GOLDEN=write python -m pytest -p no:randomly tests -k golden
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

SVG = "{http://www.w3.org/2000/svg}"


class Text(NamedTuple):
    """A level text of a picture with the box that it takes, by the mean width of a letter."""

    content: str
    left: float
    right: float
    top: float
    bottom: float


def parse(picture: str) -> ElementTree.Element:
    """Read a picture as XML, which fails where it is none."""
    return ElementTree.fromstring(picture)


def shown(element: ElementTree.Element) -> str:
    """Return the text that is drawn, without its title."""
    own = [element.text or "", *(child.tail or "" for child in element)]
    return "".join(own)


def contents(picture: str) -> list[str]:
    """Return all that is written in a picture, in the order in which it is drawn."""
    return [shown(each) for each in parse(picture).iter(f"{SVG}text")]


def titles(picture: str) -> list[str]:
    """Return what the pointer is told of the shapes of a picture."""
    return [each.text or "" for each in parse(picture).iter(f"{SVG}title")]


def texts(picture: str) -> list[Text]:
    """Return the level texts of a picture with their boxes."""
    found = []
    for each in parse(picture).iter(f"{SVG}text"):
        if "transform" in each.attrib:
            continue
        content, size = shown(each), float(each.attrib["font-size"])
        width = 0.52 * size * len(content)
        share = {"middle": 0.5, "end": 1}.get(each.attrib.get("text-anchor", ""), 0)
        left, y = float(each.attrib["x"]) - share * width, float(each.attrib["y"])
        found.append(Text(content, left, left + width, y - 0.75 * size, y + 0.2 * size))
    return found


def overlapping(picture: str) -> list[tuple[str, str]]:
    """Return the pairs of texts that touch each other."""
    boxes = [each for each in texts(picture) if each.content]
    return [
        (one.content, other.content)
        for i, one in enumerate(boxes)
        for other in boxes[i + 1 :]
        if one.left < other.right
        and other.left < one.right
        and one.top < other.bottom
        and other.top < one.bottom
    ]


def clipped(picture: str) -> list[str]:
    """Return the texts that stand out of the picture."""
    root = parse(picture)
    width, height = float(root.attrib["width"]), float(root.attrib["height"])
    return [
        each.content
        for each in texts(picture)
        if each.left < 0 or each.right > width or each.top < 0 or each.bottom > height
    ]


def golden(file: Path, picture: str) -> str:
    """Return what a golden file holds, having written it where that was asked for."""
    if os.environ.get("GOLDEN") == "write":
        file.parent.mkdir(exist_ok=True)
        file.write_text(picture, encoding="utf-8")
    return file.read_text(encoding="utf-8")
