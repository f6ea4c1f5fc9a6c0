"""Ids in columns: texts, or whole numbers, which are taken for their texts."""

from __future__ import annotations

from typing import Any

__all__ = ["id_of", "why_orphan"]


LARGEST = 10**30


def why_orphan(id: Any) -> str:
    """Return why an event is of no ticket."""
    if id is None:
        return "the event is of no ticket"
    if id_of(id) is None:
        return f"{id!r} is no id; give text or a whole number"
    return f"there is no ticket {str(id)!r}"


def id_of(value: Any) -> str | None:
    """Return the text of an id; None for what is none."""
    if type(value) is str:
        return value or None
    if type(value) is int:
        # Python writes no number of thousands of digits, and nobody counts so far.
        return str(value) if -LARGEST < value < LARGEST else None
    return str.__str__(value) if isinstance(value, str) and value else None
