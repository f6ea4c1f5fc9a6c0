"""Offsets in a text as lines, and problems that point at their character."""

from __future__ import annotations

import re
from bisect import bisect_right

from slakit.documents.source import Place
from slakit.errors import Path, Problem

__all__ = ["Lines", "duplicate_key"]

_WIDTH = 72
_BREAK = re.compile(r"\r\n|\r|\n")


class Lines:
    """The lines of one text.

    >>> lines = Lines("tz: UTC\\nhours: [\\n")
    >>> lines.number(10)
    2

    >>> print(lines.pointed(15, "the list is never closed"))
    line 2: the list is never closed
        hours: [
               ^
    """

    __slots__ = ("_starts", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = [0, *(found.end() for found in _BREAK.finditer(text))]

    def number(self, offset: int) -> int:
        """Return the line, from 1, on which the character at `offset` stands."""
        return bisect_right(self._starts, offset)

    def offset(self, number: int, column: int) -> int:
        """Return the offset of a line and a column, both counted from 1."""
        return self._starts[min(number, len(self._starts)) - 1] + column - 1

    def pointed(self, offset: int, message: str) -> Problem:
        """Return a problem that shows the line and marks the character at `offset`.

        Of a long line only the part around the character is shown.
        """
        number = self.number(offset)
        start = self._starts[number - 1]
        end = self._starts[number] if number < len(self._starts) else len(self._text)
        column = offset - start
        left = max(0, column - _WIDTH // 2)
        shown = self._text[start:end].rstrip("\r\n")[left : left + _WIDTH]
        # A tab or a control character would move the mark away from what it points at.
        shown = "".join(mark if mark.isprintable() else " " for mark in shown)
        return Problem(f"{message}\n    {shown}\n    {' ' * (column - left)}^", line=number)


def duplicate_key(path: Path, first: Place, line: int) -> Problem:
    """Return the problem of a key that stands again on `line`."""
    place = first if isinstance(first, int) else first[0]
    return Problem(
        f"the key {path[-1]!r} is given twice, first on line {place}",
        path=path,
        line=line,
        remedy="keep one of the two",
    )
