"""Ids in columns, and why an event is of no ticket."""

from __future__ import annotations

import pytest

pytest.importorskip("numpy", reason="numpy is not installed")
ids = pytest.importorskip("slakit.frames.evaluating.ids")


def test_id() -> None:
    """Text and whole numbers are ids; a number with a point, as pandas makes of a gap, is none."""
    found = [ids.id_of(each) for each in ("A", 7, "", None, 7.0, True)]
    assert ["A", "7", None, None, None, None] == found


def test_why_orphan() -> None:
    """An id that is none is told apart from one that no ticket has."""
    assert "there is no ticket '7'" == ids.why_orphan(7)
    assert "7.0 is no id; give text or a whole number" == ids.why_orphan(7.0)
    assert "the event is of no ticket" == ids.why_orphan(None)
