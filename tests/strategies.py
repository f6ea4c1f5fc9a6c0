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
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from tests.oracle import WEEKDAYS, DocumentOracle, read_interval

if TYPE_CHECKING:
    from slakit import BusinessCalendar, CombinedCalendar

# Half-hour DST; "negative" DST in winter; DST suspended in Ramadan; a date that never
# was; changes at midnight (Beirut, Sao Paulo, Tehran); a quarter of an hour off.
ZONES = (
    "Africa/Casablanca",
    "America/New_York",
    "America/Sao_Paulo",
    "Asia/Beirut",
    "Asia/Kathmandu",
    "Asia/Tehran",
    "Australia/Lord_Howe",
    "Europe/Dublin",
    "Pacific/Apia",
    "UTC",
)
FIRST, LAST = date(2005, 1, 1), date(2026, 12, 31)

OFFICE = {day: ["09:00-17:00"] for day in WEEKDAYS[:5]}

zones = st.sampled_from(ZONES)

# The lengths are distinct on purpose: a swapped day shows.
DAYS = (
    ["09:00-17:00"],
    ["09:00-12:00", "13:00-18:00"],
    ["00:00-24:00"],
    ["00:00-03:00"],
    ["00:30-02:30"],
    ["01:30-02:15", "02:45-04:00"],
    ["02:10-02:20"],
    # Pairs that a gap makes overlap, or puts in another order: at 02:00, at midnight, and
    # where it is half an hour.
    ["02:00-02:50", "03:00-03:30"],
    ["02:45-02:50", "03:00-03:45"],
    ["00:45-00:50", "01:00-01:45"],
    ["02:20-02:25", "02:30-02:45"],
    ["20:00-24:00"],
    ["22:00-06:00"],
    ["23:30-00:30"],
    ["08:00-11:00", "21:00-01:45"],
    # Twenty-four hours, of which six fall on the next day's.
    ["00:00-16:00", "22:00-06:00"],
    [],
)


@cache
def transition_dates(zone: str) -> tuple[date, ...]:
    """Return the dates, in UTC, at whose end the zone's offset is not that of their start."""
    here = ZoneInfo(zone)
    found = []
    day = datetime(FIRST.year, 1, 1, tzinfo=UTC)
    while day.date() <= LAST:
        following = day + timedelta(days=1)
        if day.astimezone(here).utcoffset() != following.astimezone(here).utcoffset():
            found.append(day.date())
        day = following
    return tuple(found)


def focus_dates(zone: str) -> st.SearchStrategy[date]:
    """Dates of interest: those on which the zone's clocks change, and turns of the year."""
    anywhere = st.dates(FIRST, LAST)
    new_years = st.integers(FIRST.year + 1, LAST.year).map(lambda year: date(year, 1, 1))
    changes = transition_dates(zone)
    return st.one_of(*([st.sampled_from(changes)] if changes else []), new_years, anywhere)


def around(focus: date, days: int) -> st.SearchStrategy[date]:
    return st.integers(-days, days).map(lambda n: focus + timedelta(days=n))


@st.composite
def random_hours(draw: st.DrawFn) -> list[str]:
    """Draw a day of one or two intervals on any minute, the last possibly overnight."""
    marks = draw(st.lists(st.integers(0, 1439), min_size=2, max_size=4, unique=True))
    marks = sorted(marks[: len(marks) // 2 * 2])
    if len(marks) == 2 and draw(st.booleans()):
        marks.reverse()
    texts = [f"{m // 60:02d}:{m % 60:02d}" for m in marks]
    return [f"{start}-{end}" for start, end in zip(texts[::2], texts[1::2], strict=True)]


day_hours = st.one_of(st.sampled_from(DAYS), random_hours())


def closes_every_week(hours: dict[str, list[str]]) -> bool:
    """Say whether weekly hours leave any minute of the week closed."""
    open_minutes: set[int] = set()
    for index, day in enumerate(WEEKDAYS):
        for start, end in map(read_interval, hours.get(day, [])):
            open_minutes.update(
                m % (7 * 1440) for m in range(start + index * 1440, end + index * 1440)
            )
    return len(open_minutes) < 7 * 1440


weekly_hours = st.one_of(
    st.just(OFFICE),
    st.just({day: ["00:00-24:00"] for day in WEEKDAYS}),
    day_hours.filter(bool).map(lambda hours: dict.fromkeys(WEEKDAYS, hours)),
    st.dictionaries(st.sampled_from(WEEKDAYS), day_hours, min_size=3).filter(
        lambda hours: any(hours.values())
    ),
)


@st.composite
def spans(draw: st.DrawFn, focus: date) -> tuple[datetime, datetime]:
    """Draw two instants on whole minutes, from one minute to three days apart."""
    start = draw(instants(focus, days=6))
    return start, start + timedelta(minutes=draw(st.integers(1, 3 * 1440)))


@st.composite
def instants(draw: st.DrawFn, focus: date, *, days: int = 10, exact: bool = False) -> datetime:
    """Draw an instant in UTC around a date: on a whole minute, or to the microsecond."""
    midnight = datetime(focus.year, focus.month, focus.day, tzinfo=UTC)
    # Whole hours meet openings and closings far more often than chance does.
    minute = draw(
        st.one_of(
            st.integers(-24 * days, 24 * days).map(lambda h: h * 60),
            st.integers(-1440 * days, 1440 * days),
        )
    )
    micro = draw(st.one_of(st.just(0), st.integers(0, 59_999_999))) if exact else 0
    return midnight + timedelta(minutes=minute, microseconds=micro)


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
        return instants(self.focus, **options)


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


amounts = st.one_of(
    st.sampled_from([timedelta(microseconds=1), timedelta(hours=8), timedelta(hours=40)]),
    st.integers(1, 60 * 60).map(lambda minutes: timedelta(minutes=minutes)),
    st.integers(1, 60 * 3_600_000_000).map(lambda us: timedelta(microseconds=us)),
)


def answers(cal: BusinessCalendar | CombinedCalendar, a: datetime, b: datetime) -> list[object]:
    """Ask a calendar enough to tell it from one with other hours."""
    first, last = sorted([a, b])
    return [
        cal.elapsed(a, b),
        cal.is_open(a),
        cal.add(a, timedelta(hours=3)),
        list(cal.intervals(first, last)),
    ]
