"""The reasons that a user meets in `fallbacks` stand in the reference, word for word."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest

pytest.importorskip("numpy", reason="columns are numpy's")
reasons = import_module("slakit.frames.evaluating.reasons")
ROOT = Path(__file__).parents[3]


def test_all_are_told() -> None:
    """Each has a row in the table of the reference, and no other has one."""
    texts = {value for name, value in vars(reasons).items() if name in reasons.__all__}
    told = {each.replace("{!r}", "'...'") for each in texts if isinstance(each, str)}
    page = (ROOT / "docs" / "reference" / "frames.md").read_text(encoding="utf-8")
    table = page.partition("### Fallbacks")[2].partition("\n###")[0]
    assert told == set(re.findall(r"^\| `([^`]+)` \|", table, re.MULTILINE))
