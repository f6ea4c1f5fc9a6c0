"""Instants where calendars go wrong: about changes of clocks and turns of the year."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

__all__ = [
    "FIRST",
    "LAST",
    "ZONES",
    "around",
    "focus_dates",
    "instants",
    "instants_about",
    "transition_dates",
    "zones",
]

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

zones = st.sampled_from(ZONES)


def instants(
    *, tz: str | None = None, about: date | None = None, exact: bool = True
) -> st.SearchStrategy[datetime]:
    """Return a strategy of aware datetimes: about a date, or dates on which clocks change.

    They are in the zone `tz`, by default in one that is drawn, to the microsecond or, unless
    they have to be `exact`, on whole minutes.

    >>> from hypothesis import find
    >>> found = find(instants(tz="Europe/Dublin"), lambda at: at.minute == 7)
    >>> found.minute, str(found.tzinfo)
    (7, 'Europe/Dublin')
    """
    return _instants(tz, about, exact)


@st.composite
def _instants(draw: st.DrawFn, tz: str | None, about: date | None, exact: bool) -> datetime:
    zone = draw(zones) if tz is None else tz
    focus = draw(focus_dates(zone)) if about is None else about
    days = draw(st.sampled_from((1, 10)))
    return draw(instants_about(focus, days=days, exact=exact)).astimezone(ZoneInfo(zone))


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
    """Dates up to so many days before and after one."""
    return st.integers(-days, days).map(lambda n: focus + timedelta(days=n))


@st.composite
def instants_about(
    draw: st.DrawFn, focus: date, *, days: int = 10, exact: bool = False
) -> datetime:
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
