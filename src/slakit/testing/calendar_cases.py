"""The edges of a calendar -> questions to it that come close to them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from slakit.calendars import Calendar
from slakit.instants import EPOCH, MICROSECOND, UTC
from slakit.testing.edges import Edge, later

__all__ = ["CASES", "Case"]

ZERO = timedelta(0)
MINUTE, HALF_HOUR, HOUR = timedelta(minutes=1), timedelta(minutes=30), timedelta(hours=1)


class Case(NamedTuple):
    """One question: what it is about, the arguments of the call, and how large it is.

    `size` is the number of events and the real time that it spans: of two cases that differ, the
    smaller one is told first.
    """

    kind: str
    arguments: tuple[Any, ...]
    size: tuple[int, timedelta]


def elapsed_cases(calendar: Calendar, edge: Edge) -> Iterator[Case]:
    """Yield pairs of instants around an edge, the closest first."""
    kind, closes, opens = edge
    middle = edge.middle
    for start, end in [
        (later(closes, -MINUTE), later(opens, MINUTE)),
        (later(closes, -HALF_HOUR), closes),
        (opens, later(opens, HALF_HOUR)),
        (later(closes, -HALF_HOUR), later(opens, HALF_HOUR)),
        (later(closes, -HALF_HOUR), middle),
        (middle, later(opens, HALF_HOUR)),
        (closes, opens),
        (later(closes, -2 * HOUR), later(opens, 3 * HOUR)),
    ]:
        if start != end:
            yield span(kind, start, end)
    for at in {closes, middle, opens}:
        yield span("zero length", at, at)
    # These do not cross the edge, so that what they show is not what the edge itself shows.
    yield span("microseconds", later(closes, -HALF_HOUR - MICROSECOND), closes)
    for start in (later(closes, -HALF_HOUR), opens):
        utc = start.astimezone(UTC)
        yield span("given in UTC", utc, utc + HALF_HOUR)
    for days in (7, 31, 366):
        start = later(closes, -HOUR)
        yield span("long span", start, later(start, timedelta(days=days)))


def span(kind: str, start: datetime, end: datetime) -> Case:
    return Case(kind, (start, end), (0, (end - EPOCH) - (start - EPOCH)))


def add_cases(calendar: Calendar, edge: Edge) -> Iterator[Case]:
    """Yield starts and amounts that lead up to an edge, onto it, and beyond it."""
    kind, closes, opens = edge
    for about, start, amount in [
        (kind, later(closes, -MINUTE), 2 * MINUTE),
        (kind, closes, MINUTE),
        (kind, edge.middle, MINUTE),
        (kind, opens, HALF_HOUR),
        (kind, later(closes, -HALF_HOUR), HOUR),
        (kind, later(closes, -HOUR), 5 * HOUR),
        ("due at the edge", later(closes, -HALF_HOUR), HALF_HOUR),
        ("zero length", later(closes, -HALF_HOUR), ZERO),
        ("zero length", closes, ZERO),
        ("zero length", edge.middle, ZERO),
        # These do not cross the edge, so that what they show is not what the edge itself shows.
        ("microseconds", later(closes, -HALF_HOUR), HALF_HOUR - MICROSECOND),
        ("given in UTC", later(closes, -HOUR).astimezone(UTC), HALF_HOUR),
        ("given in UTC", opens.astimezone(UTC), HALF_HOUR),
        ("long span", later(closes, -HALF_HOUR), 8 * HOUR),
        ("long span", later(closes, -HALF_HOUR), 40 * HOUR),
        ("long span", edge.middle, 200 * HOUR),
    ]:
        wall = (calendar.add(start, amount) - EPOCH) - (start - EPOCH)
        yield Case(about, (start, amount), (0, wall))


def is_open_cases(calendar: Calendar, edge: Edge) -> Iterator[Case]:
    """Yield instants on, before and after an edge."""
    kind, closes, opens = edge
    for at, away in [
        *((each, ZERO) for each in (closes, edge.middle, opens)),
        *((later(closes, -away), away) for away in (MINUTE, HALF_HOUR)),
        *((later(opens, away), away) for away in (MINUTE, HALF_HOUR)),
    ]:
        yield Case(kind, (at,), (0, away))
    for at in (later(closes, -MICROSECOND), later(opens, MICROSECOND)):
        yield Case("microseconds", (at,), (0, MICROSECOND))
    for at in (closes, opens):
        yield Case("given in UTC", (at.astimezone(UTC),), (0, ZERO))


CASES: Mapping[str, Callable[[Calendar, Edge], Iterator[Case]]] = {
    "elapsed": elapsed_cases,
    "add": add_cases,
    "is_open": is_open_cases,
}
