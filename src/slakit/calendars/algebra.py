"""The open time of combined calendars, computed from that of their parts."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import Literal
from zoneinfo import ZoneInfo

from slakit.calendars.spans import Shift, clip, intersect, merge, subtract
from slakit.calendars.window import Source, year_start
from slakit.calendars.zones import local_ordinal, wall_to_utc
from slakit.instants import EPOCH, MICROSECOND

__all__ = ["CombinedSource", "Operation"]

Operation = Literal["union", "intersection", "difference", "succession"]

# Longer than all years that slakit calculates in.
ALWAYS = (-(10**18), 10**18)


class CombinedSource:
    """What a combined calendar is compiled from: the sources of its parts.

    `starts` are the instants at which the second and later parts of a
    succession begin.
    """

    __slots__ = ("operation", "parts", "starts")

    def __init__(
        self, operation: Operation, parts: Sequence[Source], *, starts: Sequence[int] = ()
    ) -> None:
        self.operation = operation
        self.parts = tuple(parts)
        self.starts = tuple(starts)

    @property
    def zone(self) -> ZoneInfo:
        return self.parts[0].zone

    @property
    def label(self) -> str:
        return f"the {self.operation} of {' and '.join(part.label for part in self.parts)}"

    @property
    def never_closes(self) -> bool:
        if self.operation == "union":
            return any(part.never_closes for part in self.parts)
        if self.operation == "difference" and len(self.parts) > 1:
            return False
        return all(part.never_closes for part in self.parts)

    @property
    def years(self) -> Iterator[int]:
        for part in self.parts:
            yield from part.years
        yield from ((EPOCH + start * MICROSECOND).year for start in self.starts)

    def reason(self, day: date) -> tuple[str, str]:
        """Return why the first part that departs from its week does so.

        Of a succession it is the part in force when the date ends.
        """
        parts = self.parts
        if self.operation == "succession":
            end = wall_to_utc(self.zone, day.toordinal() + 1, 0)
            parts = (parts[bisect_left(self.starts, end)],)
        reasons = [part.reason(day) for part in parts]
        return next((reason for reason in reasons if reason[0] != "weekly"), reasons[0])

    def shifts(self, year: int, *, warn: bool = True) -> list[Shift]:
        """Return the open time in a UTC year, sorted, cut at the edges of the year."""
        first, *others = (part.shifts(year, warn=warn) for part in self.parts)
        if self.operation == "intersection":
            for other in others:
                first = intersect(first, merge(other))
            return first
        if self.operation == "difference":
            for other in others:
                first = subtract(first, merge(other))
            return first
        later = zip(self.parts[1:], others, strict=True)
        dated = [first, *(self._redated(part, shifts, year) for part, shifts in later)]
        if self.operation == "union":
            return sorted(shift for shifts in dated for shift in shifts)
        bounds = (ALWAYS[0], *self.starts, ALWAYS[1])
        return [
            shift
            for shifts, (start, end) in zip(dated, pairwise(bounds), strict=True)
            for shift in clip(shifts, start, end)
        ]

    def _redated(self, part: Source, shifts: list[Shift], year: int) -> list[Shift]:
        """Give the shifts of another zone the dates on which they start in the first one."""
        if part.zone.key == self.zone.key:
            return shifts
        edge = year_start(year) // MICROSECOND
        begun: dict[int, int] = {}
        if shifts and shifts[0][0] == edge:
            # Cut at the edge of the year, it started in the year before.
            before = part.shifts(year - 1, warn=False)
            begun = {day: start for start, end, day in before if end == edge}
        redated = []
        for start, end, day in shifts:
            started = begun.get(day, start) if start == edge else start
            redated.append((start, end, local_ordinal(started * MICROSECOND, self.zone)))
        return redated
