"""Calendars over the whole language of hours, holidays, changes and combinations."""

from __future__ import annotations

import warnings
from datetime import date, datetime, timedelta
from operator import and_, or_, sub
from typing import Any

from hypothesis import reject
from hypothesis import strategies as st

from slakit.calendars import BusinessCalendar, Calendar, succession
from slakit.errors import HoursWarning, NeverOpenError
from slakit.testing.strategies.hours import day_hours, weekly_hours
from slakit.testing.strategies.time import around, focus_dates, instants_about, zones

__all__ = ["calendars", "spans"]

Data = dict[str, Any]

names = st.sampled_from(("", "Natal", 'Feast of "St. <John>" & Co'))
closes = st.sampled_from((None, None, "12:00", "24:00"))
# Countries and markets are left out: their dates change with the version of another package.
rules = st.sampled_from(
    ("FREQ=YEARLY;BYEASTER=-2", "FREQ=YEARLY;BYMONTH=11;BYDAY=4TH", "FREQ=MONTHLY;BYMONTHDAY=-1")
)


def calendars(
    *, tz: str | None = None, about: date | None = None, combined: bool = True
) -> st.SearchStrategy[Calendar]:
    """Return a strategy of calendars in the zone `tz`, by default in any of ten that are hard.

    What differs from the week lies about one date, by default one on which the clocks change.
    Unless they may not be `combined`, some are two that are joined, met, subtracted or follow
    one another; these need not have one zone.

    >>> from hypothesis import given, settings
    >>> @settings(max_examples=5)
    ... @given(calendars(tz="America/Sao_Paulo"))
    ... def test_zone(calendar):
    ...     assert str(calendar.zone) == "America/Sao_Paulo"
    >>> test_zone()

    The trap: what two calendars have in common may be a few minutes a year, so that a long amount
    of it ends beyond every horizon; with ``combined=False`` there are open hours every week.
    """
    one = business_calendars(tz, about)
    if not combined:
        return one
    return st.one_of(one, one, combined_calendars(tz, about))


@st.composite
def business_calendars(draw: st.DrawFn, tz: str | None, about: date | None) -> Calendar:
    zone = draw(zones) if tz is None else tz
    focus = draw(focus_dates(zone)) if about is None else about
    document: Data = {"tz": zone, "hours": draw(weekly_hours)}
    optional: dict[str, st.SearchStrategy[Any]] = {
        "holidays": st.lists(holidays(focus), max_size=3),
        "special": special_days(focus),
        "openings": st.lists(one_offs(focus), max_size=2),
        "closures": st.lists(one_offs(focus), max_size=2),
    }
    document |= draw(st.fixed_dictionaries({}, optional=optional))
    with warnings.catch_warnings():
        # Hours that are legal and probably not meant are meant here.
        warnings.simplefilter("ignore", HoursWarning)
        return BusinessCalendar(**document)


@st.composite
def combined_calendars(draw: st.DrawFn, tz: str | None, about: date | None) -> Calendar:
    zone = draw(zones) if tz is None else tz
    focus = draw(focus_dates(zone)) if about is None else about
    one, other = draw(business_calendars(zone, focus)), draw(business_calendars(tz, focus))
    try:
        if draw(st.booleans()):
            return succession([(None, one), (draw(around(focus, 8)), other)])
        combine = draw(st.sampled_from((or_, and_, sub)))
        found: Calendar = combine(one, other)
        return found
    except NeverOpenError:
        reject()


def holidays(focus: date) -> st.SearchStrategy[Any]:
    """Sources of holidays about a date: dates, yearly dates and recurrence rules."""
    days = around(focus, 8)
    yearly = days.map(lambda day: f"{day:%m-%d}")
    told = {"name": names, "closes": closes}
    return st.one_of(
        days,
        st.fixed_dictionaries({"date": days, **told}),
        st.fixed_dictionaries({"yearly": yearly, **told}),
        st.fixed_dictionaries({"rrule": rules, "name": names}),
    )


@st.composite
def special_days(draw: st.DrawFn, focus: date) -> dict[str, list[str]]:
    """Draw special hours about a date: of dates, of a range, and of yearly ones of both."""
    days, yearly = around(focus, 8), around(focus, 8).map(lambda day: f"{day:%m-%d}")
    keys = draw(st.sets(st.one_of(days.map(str), yearly), max_size=2))
    first = draw(days)
    last = first + timedelta(days=draw(st.integers(1, 4)))
    # Two ranges that overlap would be refused.
    ranges = ("", f"{first}..{last}", f"{first:%m-%d}..{last:%m-%d}")
    keys |= {draw(st.sampled_from(ranges))} - {""}
    return {key: draw(day_hours) for key in sorted(keys)}


def one_offs(focus: date) -> st.SearchStrategy[Data]:
    """Closures and openings, some with names."""
    return st.builds(
        lambda span, name: {"from": span[0], "to": span[1], "name": name}, spans(focus), names
    )


@st.composite
def spans(draw: st.DrawFn, focus: date) -> tuple[datetime, datetime]:
    """Draw two instants on whole minutes, from one minute to three days apart."""
    start = draw(instants_about(focus, days=6))
    return start, start + timedelta(minutes=draw(st.integers(1, 3 * 1440)))
