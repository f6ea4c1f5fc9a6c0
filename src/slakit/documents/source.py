"""Plain data, and where in the file each value stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

__all__ = ["Format", "Place", "Source", "moved"]

Format = Literal["yaml", "json", "toml"]

# The tree of lines runs parallel to the data: a scalar is the bare number of its line, which
# costs nothing to keep; a list or a mapping is its line and the places of what it holds. The
# line of a value in a mapping is the line of its key, because that is where people look.
Place: TypeAlias = "int | tuple[int, dict[str, Place] | list[Place]]"


def moved(place: Place, line: int) -> Place:
    """Return the same place, seen as standing on another line."""
    return line if isinstance(place, int) else (line, place[1])


@dataclass(frozen=True, slots=True)
class Source:
    """A document as read: plain `data`, the `name` of its file, its `format`.

    `data` holds dict, list, str, int, float, bool and None; keys are text.

    >>> from slakit.documents import read_text
    >>> source = read_text('{"hours": {"mon": ["09:00-12:00",\\n "13:00-18:00"]}}', format="json")
    >>> source.line_of(("hours", "mon", 1))
    2

    >>> source.line_of(("hours", "tue")), source.line_of(("hours",))
    (1, 1)
    """

    data: Any
    name: str
    format: Format
    places: Place | None = field(default=None, repr=False, compare=False)

    def line_of(self, path: tuple[str | int, ...]) -> int | None:
        """Return the line, from 1, of the deepest value on `path` that the document has.

        A value in a mapping stands where its key stands. None for TOML, whose parser
        gives no lines.
        """
        place = self.places
        if place is None:
            return None
        for step in path:
            child = None if isinstance(place, int) else _child(place[1], step)
            if child is None:
                break
            place = child
        return place if isinstance(place, int) else place[0]


def _child(children: dict[str, Place] | list[Place], step: str | int) -> Place | None:
    if isinstance(children, dict):
        return children.get(step) if isinstance(step, str) else None
    within = isinstance(step, int) and 0 <= step < len(children)
    return children[step] if within else None  # type: ignore[index]
