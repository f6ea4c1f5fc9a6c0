"""The pictures of README and docs are those that the code draws."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

from tests.drawing.pictures import clipped, overlapping

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
PICTURES = runpy.run_path(str(FOLDER / "draw.py"))["PICTURES"]


@pytest.mark.parametrize("name", PICTURES)
def test_committed(name: str) -> None:
    """A picture in the folder is the one that its script draws, and it is readable."""
    picture = PICTURES[name]()
    assert (FOLDER / name).read_text(encoding="utf-8") == picture
    assert ([], []) == (overlapping(picture), clipped(picture))


def test_nothing_else() -> None:
    """No picture is left over."""
    assert set(PICTURES) == {file.name for file in FOLDER.glob("*.svg")}
