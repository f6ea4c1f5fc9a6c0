"""The hours of many calendars as one table, against each calendar by itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slakit import BusinessCalendar, Calendar, HorizonError
from slakit.instants import EPOCH, MICROSECOND
from slakit.testing.strategies import calendars
from slakit.testing.strategies.time import focus_dates, instants_about
from tests.evaluation.desks import CALENDARS, on

np = pytest.importorskip("numpy", reason="numpy is not installed")
hours = pytest.importorskip("slakit.frames.evaluating.hours")

NAT = np.iinfo(np.int64).min
ZONE = "Europe/Madrid"
OFFICE = BusinessCalendar.model_validate(CALENDARS["office"])
LATE = BusinessCalendar.model_validate(CALENDARS["late"])
DAY = timedelta(days=1)
lengths = st.integers(1, 10 * 86_400).map(lambda n: timedelta(seconds=n) - MICROSECOND * (n % 3))


def micro(value: datetime | timedelta) -> int:
    return (value - EPOCH if isinstance(value, datetime) else value) // MICROSECOND


def column(values: list[Any]) -> Any:
    return np.array([micro(value) for value in values], np.int64)


@st.composite
def scenes(draw: st.DrawFn) -> tuple[list[Calendar], list[datetime]]:
    """Draw calendars, and about their date instants at and around their boundaries."""
    about = draw(focus_dates(ZONE))
    several = [draw(calendars(about=about)), OFFICE]
    found = draw(st.lists(instants_about(about, exact=True), min_size=1, max_size=5))
    middle = datetime(about.year, about.month, about.day, tzinfo=UTC)
    edges = [edge for span in several[0].intervals(middle - DAY, middle + DAY) for edge in span]
    return several, [*found, *(edge + n * MICROSECOND for edge in edges for n in (-1, 0, 1))]


def laid_out(several: list[Calendar], ats: list[datetime]) -> tuple[Any, Any, Any]:
    """Return the joint table, and each instant in each of the calendars, real time as well."""
    first, last = min(ats).year - 1, max(ats).year + 1
    table = hours.Hours([each._timeline for each in several], first, last)
    which = np.repeat(np.arange(len(several) + 1), len(ats))
    return table, which, np.tile(column(ats), len(several) + 1)


@given(scenes(), lengths)
def test_as_calendars(scene: tuple[list[Calendar], list[datetime]], length: timedelta) -> None:
    """Every question is answered as its calendar answers it; real time is never closed."""
    several, ats = scene
    table, which, at = laid_out(several, ats)
    since = np.full_like(at, micro(ats[0]))
    lengths = np.full_like(at, micro(length))
    real = column(ats)
    for found, of_real, ask in (
        (table.passed(which, since, at), real - since[0], lambda cal, t: cal.elapsed(ats[0], t)),
        (table.forward(which, at, lengths), real + lengths[0], lambda cal, t: cal.add(t, length)),
        (table.backward(which, at, lengths), real - lengths[0], lambda cal, t: cal.add(t, -length)),
        (table.roll_forward(which, at), real, lambda cal, t: cal.roll_forward(t)),
        (table.roll_back(which, at), real, lambda cal, t: cal.roll_back(t)),
    ):
        expected = of_real.tolist()
        expected += [told(partial(ask, calendar, t)) for calendar in several for t in ats]
        # Calendars that are seldom open lead beyond the years that are laid out.
        within = [
            NAT if have == NAT and abs(want - micro(ats[0])) > micro(300 * DAY) else want
            for want, have in zip(expected, found.tolist(), strict=True)
        ]
        assert within == found.tolist()


def told(question: Callable[[], Any]) -> int:
    try:
        return micro(question())
    except HorizonError:
        return int(NAT)


def test_by_hand() -> None:
    """Of Monday 10:00 the late office has not seen an hour, the other one, and real time ten."""
    table = hours.Hours([OFFICE._timeline, LATE._timeline], 2024, 2024)
    which, midnight = np.arange(3), np.full(3, micro(on("Mon 00:00")))
    spent = table.passed(which, midnight, np.full(3, micro(on("Mon 10:00"))))
    assert [10, 1, 0] == (spent // 3_600_000_000).tolist()
    due = table.forward(which, midnight, np.full(3, micro(timedelta(hours=8))))
    expected = [on("Mon 08:00"), on("Tue 10:00"), on("Tue 14:00")]
    assert column(expected).tolist() == due.tolist()


def test_beyond() -> None:
    """Outside of its years a calendar knows nothing, and real time all that has a datetime."""
    # Nobody else has asked for other years of this one.
    seldom = BusinessCalendar(tz="UTC", hours="Mon-Fri 06:06-07:07")
    table = hours.Hours([seldom._timeline], 2024, 2024)
    which = np.array([0, 1, 1, 1])
    at = column([datetime(1999, 1, 1, tzinfo=UTC), datetime(2023, 12, 31, 23, tzinfo=UTC)])
    at = np.concatenate([at, column([on("Mon 10:00"), datetime(2025, 1, 1, tzinfo=UTC)])])
    assert [False, True, False, True] == (table.count(which, at) == NAT).tolist()
    long = np.full(4, micro(timedelta(days=366)))
    assert [False, True, True, True] == (table.forward(which, at, long) == NAT).tolist()
    last = np.array([micro(datetime(9999, 12, 31, 23, tzinfo=UTC))])
    assert [NAT] == table.forward(np.array([0]), last, np.array([3_600_000_000])).tolist()


def test_nobody() -> None:
    """Of no rows there is no answer."""
    table = hours.Hours([], 2024, 2024)
    none = np.zeros(0, np.int64)
    assert [] == table.forward(none, none, none).tolist() == table.count(none, none).tolist()
