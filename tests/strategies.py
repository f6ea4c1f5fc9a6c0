"""Hypothesis strategies: calendars, instants and amounts where calendars go wrong.

A drawn document is a dict of keyword arguments that both `slakit.BusinessCalendar`
and the oracle take. A `Scene` is a document with a date of interest, most often one
on which the zone's clocks change: holidays, special hours, openings, closures and
instants are drawn around that date, so that they meet.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from slakit.testing.strategies.amounts import lengths as amounts
from slakit.testing.strategies.calendars import spans
from slakit.testing.strategies.hours import DAYS, OFFICE, day_hours, weekly_hours
from slakit.testing.strategies.time import (
    ZONES,
    around,
    focus_dates,
    instants_about,
    transition_dates,
    zones,
)
from tests.oracle import WEEKDAYS, DocumentOracle, read_interval

if TYPE_CHECKING:
    from slakit import BusinessCalendar, CombinedCalendar

# What the tests take from here, drawn here or by slakit itself.
__all__ = [
    "DAYS",
    "OFFICE",
    "WEEKDAYS",
    "ZONES",
    "Scene",
    "amounts",
    "answers",
    "build",
    "meant_hours",
    "pairs",
    "scenes",
    "transition_dates",
    "zones",
]


def closes_every_week(hours: dict[str, list[str]]) -> bool:
    """Say whether weekly hours leave any minute of the week closed."""
    open_minutes: set[int] = set()
    for index, day in enumerate(WEEKDAYS):
        for start, end in map(read_interval, hours.get(day, [])):
            open_minutes.update(
                m % (7 * 1440) for m in range(start + index * 1440, end + index * 1440)
            )
    return len(open_minutes) < 7 * 1440


@dataclass(frozen=True)
class Scene:
    """A calendar document and the date that makes it interesting."""

    document: dict[str, Any]
    focus: date

    @property
    def zone(self) -> str:
        return str(self.document["tz"])

    def calendar(self) -> BusinessCalendar:
        return build(self.document)

    def oracle(self) -> DocumentOracle:
        return DocumentOracle(**self.document)

    def instants(self, **options: Any) -> st.SearchStrategy[datetime]:
        return instants_about(self.focus, **options)


def build(document: dict[str, Any]) -> BusinessCalendar:
    """Build the calendar of a document."""
    from slakit import BusinessCalendar

    with meant_hours():
        return BusinessCalendar(**document)


@contextmanager
def meant_hours() -> Iterator[None]:
    """Silence the warnings about hours that are legal and here are meant."""
    from slakit import HoursWarning

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", HoursWarning)
        yield


@st.composite
def scenes(
    draw: st.DrawFn,
    *,
    zone: str | None = None,
    focus: date | None = None,
    closes: bool = False,
    exact_spans: bool = True,
) -> Scene:
    """Draw a scene.

    `closes` leaves out weeks without a closing, `exact_spans=False` openings and closures.
    """
    tz = zone or draw(zones)
    focus = focus or draw(focus_dates(tz))
    weekly = weekly_hours.filter(closes_every_week) if closes else weekly_hours
    document: dict[str, Any] = {"tz": tz, "hours": draw(weekly)}
    if draw(st.booleans()):
        document["holidays"] = draw(st.lists(around(focus, 8), max_size=4, unique=True))
    if draw(st.booleans()):
        document["special"] = draw(st.dictionaries(around(focus, 8), day_hours, max_size=3))
    if exact_spans and draw(st.booleans()):
        document["openings"] = draw(st.lists(spans(focus), max_size=2))
        document["closures"] = draw(st.lists(spans(focus), max_size=2))
    return Scene(document, focus)


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Scene, Scene]:
    """Draw two scenes about the same date, in zones of their own."""
    first = draw(scenes())
    return first, draw(scenes(focus=first.focus))


def answers(cal: BusinessCalendar | CombinedCalendar, a: datetime, b: datetime) -> list[object]:
    """Ask a calendar enough to tell it from one with other hours."""
    first, last = sorted([a, b])
    return [
        cal.elapsed(a, b),
        cal.is_open(a),
        cal.add(a, timedelta(hours=3)),
        list(cal.intervals(first, last)),
    ]
