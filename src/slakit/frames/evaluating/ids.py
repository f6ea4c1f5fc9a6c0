"""Ids in columns: texts, or whole numbers, which are taken for their texts."""

from __future__ import annotations

from typing import Any

from slakit.errors import TableError
from slakit.frames.native.coding import Coded

__all__ = ["id_of", "refuse_floats", "why_orphan"]

LARGEST = 10**30


def refuse_floats(ids: Coded, parameter: str) -> None:
    """Refuse a column of ids that are numbers with a point, all of them."""
    if ids.values and all(isinstance(value, float) for value in ids.values):
        raise TableError(
            "the ids are numbers with a point, as pandas makes of whole ones where one is missing",
            parameter=parameter,
            value=ids.values[0],
            remedy='give whole numbers or texts, as .astype("Int64") does',
        )


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
