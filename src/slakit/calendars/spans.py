"""Sets of half-open intervals of integer microseconds: the algebra under every calendar.

A *span* is ``(start, end)``, a *shift* is ``(start, end, date)``, where `date`
is the ordinal of the local date to which the work belongs. Lists are sorted by
start. Spans of one list neither overlap nor touch; shifts may overlap, because
the tail of one night can run into the next morning.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import TypeVar

__all__ = ["Shift", "Span", "clip", "intersect", "merge", "subtract"]

Span = tuple[int, int]
Shift = tuple[int, int, int]
# Business days are kept as what a timeline calculates with.
Edge = TypeVar("Edge", int, timedelta)


def merge(
    shifts: Iterable[tuple[Edge, Edge] | tuple[Edge, Edge, int]],
) -> list[tuple[Edge, Edge]]:
    """Return the spans that shifts (or spans) sorted by start cover together.

    >>> merge([(0, 2, 1), (2, 3, 1), (5, 9, 1), (6, 7, 2)])
    [(0, 3), (5, 9)]
    """
    spans: list[tuple[Edge, Edge]] = []
    start = end = None
    for first, last, *_ in shifts:
        if end is None or first > end:
            if end is not None:
                spans.append((start, end))  # type: ignore[arg-type]
            start, end = first, last
        elif last > end:
            end = last
    if end is not None:
        spans.append((start, end))  # type: ignore[arg-type]
    return spans


def subtract(shifts: Iterable[Shift], holes: list[Span]) -> list[Shift]:
    """Return what the holes leave of the shifts; each piece keeps its date.

    >>> subtract([(0, 10, 1), (20, 30, 2)], [(2, 4), (8, 25)])
    [(0, 2, 1), (4, 8, 1), (25, 30, 2)]
    """
    left: list[Shift] = []
    first = 0
    for start, end, date in shifts:
        while first < len(holes) and holes[first][1] <= start:
            first += 1
        for hole_start, hole_end in holes[first:]:
            if hole_start >= end:
                break
            if hole_start > start:
                left.append((start, hole_start, date))
            start = hole_end
        if start < end:
            left.append((start, end, date))
    # Shifts may overlap, so a late piece of one can come after the start of the next.
    return sorted(left)


def intersect(shifts: Iterable[Shift], spans: list[Span]) -> list[Shift]:
    """Return the parts of the shifts that lie within the spans; each keeps its date.

    >>> intersect([(0, 10, 1), (20, 30, 2)], [(2, 4), (8, 25)])
    [(2, 4, 1), (8, 10, 1), (20, 25, 2)]
    """
    common: list[Shift] = []
    first = 0
    for start, end, date in shifts:
        while first < len(spans) and spans[first][1] <= start:
            first += 1
        for span_start, span_end in spans[first:]:
            if span_start >= end:
                break
            common.append((max(start, span_start), min(end, span_end), date))
    return sorted(common)


def clip(shifts: Iterable[Shift], start: int, end: int) -> list[Shift]:
    """Return the parts of the shifts between two instants.

    >>> clip([(0, 10, 1), (20, 30, 2)], 5, 25)
    [(5, 10, 1), (20, 25, 2)]
    """
    return [
        (max(first, start), min(last, end), date)
        for first, last, date in shifts
        if first < end and last > start
    ]
