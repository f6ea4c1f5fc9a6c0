"""Instants -> x: time runs evenly, but long stretches in which nothing happens are compressed."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from slakit.errors import SlakitError

__all__ = ["Piece", "Stretch", "TimeScale", "long_stretches"]

Stretch = tuple[datetime, datetime]


class Piece(NamedTuple):
    """A part of a scale in which time runs evenly; a break is drawn narrower than it is."""

    start: datetime
    end: datetime
    left: float
    right: float
    is_break: bool


class TimeScale:
    """Instants from `start` to `end` -> x from `left` to `right`, in pixels or columns.

    Each of the `breaks`, sorted stretches that do not overlap, takes `break_width`, or less where
    all of them would take more than half of the width. An instant outside is drawn at the edge.

    Raises `SlakitError` for an end that is not after the start.

    >>> noon = datetime(2024, 5, 6, 12, tzinfo=UTC)
    >>> scale = TimeScale(noon, noon + timedelta(hours=4), left=0, right=400)
    >>> scale.x(noon + timedelta(hours=1))
    100.0

    The trap: pieces are in UTC, because datetimes of one zone are compared by their wall times.
    """

    __slots__ = ("_starts", "left", "per_second", "pieces", "right")

    def __init__(
        self,
        start: datetime,
        end: datetime,
        *,
        left: float,
        right: float,
        breaks: Iterable[Stretch] = (),
        break_width: float = 24,
    ) -> None:
        start, end = start.astimezone(UTC), end.astimezone(UTC)
        if end <= start:
            raise SlakitError(
                f"a picture cannot end at {end.isoformat()}, where it starts or before",
                parameter="end",
                value=end,
                remedy="give an end after the start",
            )
        self.left, self.right = left, right
        cut = [
            (max(a.astimezone(UTC), start), min(b.astimezone(UTC), end))
            for a, b in breaks
            if a.astimezone(UTC) < end and b.astimezone(UTC) > start
        ]
        even = end - start - sum((b - a for a, b in cut), timedelta(0))
        if not even:
            # All is break, so nothing is left to be wider than it.
            cut, even = [], end - start
        if cut:
            break_width = min(break_width, (right - left) / 2 / len(cut))
        self.per_second = (right - left - break_width * len(cut)) / even.total_seconds()
        self.pieces: list[Piece] = []
        x, since = left, start
        for a, b in [*cut, (end, end)]:
            if a > since:
                width = (a - since).total_seconds() * self.per_second
                self.pieces.append(Piece(since, a, x, x + width, False))
                x += width
            if b > a:
                self.pieces.append(Piece(a, b, x, x + break_width, True))
                x += break_width
            since = b
        self._starts = [piece.start for piece in self.pieces]

    @property
    def start(self) -> datetime:
        """The first instant that is drawn, in UTC."""
        return self.pieces[0].start

    @property
    def end(self) -> datetime:
        """The last instant that is drawn, in UTC."""
        return self.pieces[-1].end

    def x(self, at: datetime) -> float:
        """Return where an instant is drawn."""
        at = at.astimezone(UTC)
        if at <= self.start:
            return self.left
        if at >= self.end:
            return self.right
        piece = self.pieces[bisect_right(self._starts, at) - 1]
        share = (at - piece.start) / (piece.end - piece.start)
        return piece.left + share * (piece.right - piece.left)

    @property
    def breaks(self) -> list[Piece]:
        """The pieces that are compressed."""
        return [piece for piece in self.pieces if piece.is_break]


def long_stretches(
    stretches: Iterable[Stretch], longer_than: timedelta, *, keep: Iterable[datetime] = ()
) -> list[Stretch]:
    """Return the breaks for a scale: the stretches, cut at the instants to `keep`, that are long.

    An instant that a mark stands on is kept, so that it never lies inside a break.

    >>> noon = datetime(2024, 5, 6, 12, tzinfo=UTC)
    >>> hour = timedelta(hours=1)
    >>> found = long_stretches([(noon, noon + 9 * hour)], 3 * hour, keep=[noon + 2 * hour])
    >>> [(f"{a:%H}", f"{b:%H}") for a, b in found]
    [('14', '21')]
    """
    kept = sorted(at.astimezone(UTC) for at in keep)
    found: list[Stretch] = []
    for start, end in stretches:
        since, until = start.astimezone(UTC), end.astimezone(UTC)
        for at in [*(at for at in kept if since < at < until), until]:
            if at - since > longer_than:
                found.append((since, at))
            since = at
    return found
