"""Sums of clocks' time at any instant, worked out by hand.

The office day is 09:00-12:00 and 13:00-17:00, seven hours; see `tests.evaluation.desks`.
"""

from __future__ import annotations

from typing import Any

import pytest

from slakit import BusinessCalendar
from slakit.instants import EPOCH, MICROSECOND
from tests.evaluation.desks import CALENDARS, on, span

np = pytest.importorskip("numpy", reason="numpy is not installed")
hours = pytest.importorskip("slakit.frames.evaluating.hours")
layout = pytest.importorskip("slakit.frames.evaluating.layout")
sums = pytest.importorskip("slakit.frames.evaluating.sums")

NAT = np.iinfo(np.int64).min
OFFICE, REAL = 1, layout.REAL_TIME
# A clock runs from 09:00, waits from 10:00 to 14:00, is stopped at 15:00 and reopened at 16:00.
FIRST = [
    (layout.RUNNING, "Mon 09:00"),
    (layout.PAUSED, "Mon 10:00"),
    (layout.RUNNING, "Mon 14:00"),
    (layout.GAP, "Mon 15:00"),
    (layout.RUNNING, "Mon 16:00"),
]
# Another one runs from Tuesday on, and waits from 11:00 to 12:30.
SECOND = [
    (layout.RUNNING, "Tue 09:00"),
    (layout.PAUSED, "Tue 11:00"),
    (layout.RUNNING, "Tue 12:30"),
]


def micro(text: str | None) -> int:
    return NAT if text is None else (on(text) - EPOCH) // MICROSECOND


def length(text: str) -> int:
    return span(text) // MICROSECOND


def column(values: list[Any], read: Any = micro) -> Any:
    return np.array([read(value) for value in values], np.int64)


def sums_of(of: int = OFFICE) -> Any:
    """Return the sums of both clocks in some hours; their instants stand end to end."""
    calendar = BusinessCalendar.model_validate(CALENDARS["office"])
    both = [*FIRST, *SECOND]
    places = [*range(len(FIRST)), *range(len(SECOND))]
    rows = layout.Row(
        np.array([kind for kind, _ in both]),
        np.array(places),
        np.array(places),
        np.full(len(both), of),
    )
    first, end = np.array([0, len(FIRST)]), np.array([len(FIRST), len(both)])
    times = column([at for _, at in both])
    return sums.Sums(hours.Hours([calendar._timeline], 2024, 2024), rows, first, end, first, times)


@pytest.mark.parametrize(
    ("of", "clock", "until", "taken", "ran", "stood", "real"),
    [
        (OFFICE, 0, "Mon 09:30", None, "30m", "0m", "30m"),
        # Three hours of the pause are the office's, and four real.
        (OFFICE, 0, "Mon 14:00", None, "1h", "3h", "1h"),
        (REAL, 0, "Mon 14:00", None, "1h", "4h", "1h"),
        # The gap is no running time either.
        (OFFICE, 0, "Mon 16:30", None, "2h30m", "4h", "2h30m"),
        (OFFICE, 0, "Tue 10:00", None, "4h", "4h", "20h"),
        # A pause before the clock was taken up at 11:00 ran.
        (OFFICE, 0, "Mon 16:30", "Mon 11:00", "3h30m", "3h", "3h30m"),
        (OFFICE, 0, "Mon 10:30", "Mon 11:00", "1h30m", "0m", "1h30m"),
        # Lunch from 12:00 on is not the office's, which the pause outlasts.
        (OFFICE, 1, "Tue 13:30", None, "2h30m", "1h", "3h"),
        (REAL, 1, "Tue 13:30", None, "3h", "1h30m", "3h"),
        # Before it began nothing had passed.
        (OFFICE, 1, "Tue 08:00", None, "0m", "0m", "0m"),
    ],
)
def test_spent(
    of: int, clock: int, until: str, taken: str | None, ran: str, stood: str, real: str
) -> None:
    """What ran, what did not, and what ran in real time, up to an instant."""
    clocks = np.array([clock])
    since = column([(FIRST, SECOND)[clock][0][1]])
    found = sums_of(of).spent(clocks, since, column([until]), column([taken]))
    assert (length(ran), length(stood), length(real)) == tuple(each[0] for each in found)


def test_together() -> None:
    """Several clocks are asked at once, one of them twice, each from an instant of its own."""
    clocks = np.array([1, 0, 0])
    since = column(["Tue 10:00", "Mon 09:00", "Mon 14:30"])
    until = column(["Tue 14:00", "Mon 14:30", "Mon 16:30"])
    found = sums_of().spent(clocks, since, until, np.full(3, NAT))
    # Tue 10-11 and 13-14; Mon 9-10 and 14-14:30; Mon 14:30-15 and 16-16:30.
    assert column(["2h", "1h30m", "1h"], length).tolist() == found.elapsed.tolist()
    # Tue 11-12; Mon 10-12 and 13-14; Mon 15-16.
    assert column(["1h", "3h", "1h"], length).tolist() == found.paused.tolist()


@pytest.mark.parametrize(
    ("of", "clock", "wanted", "taken", "at"),
    [
        (OFFICE, 0, "30m", None, "Mon 09:30"),
        # Reached as the pause begins, and not when it ends.
        (OFFICE, 0, "1h", None, "Mon 10:00"),
        (OFFICE, 0, "1h30m", None, "Mon 14:30"),
        (OFFICE, 0, "2h30m", None, "Mon 16:30"),
        (OFFICE, 0, "4h", None, "Tue 10:00"),
        (OFFICE, 0, "1h30m", "Mon 11:00", "Mon 10:30"),
        (OFFICE, 0, "2h30m", "Mon 11:00", "Mon 14:30"),
        (REAL, 1, "2h30m", None, "Tue 13:00"),
        (OFFICE, 1, "2h30m", None, "Tue 13:30"),
    ],
)
def test_reach(of: int, clock: int, wanted: str, taken: str | None, at: str) -> None:
    """The instant at which a length has run, and in which hours it did."""
    since = column([(FIRST, SECOND)[clock][0][1]])
    found, which = sums_of(of).reach(
        np.array([clock]), since, column([wanted], length), column([taken])
    )
    assert (micro(at), of) == (found[0], which[0])


@pytest.mark.parametrize(
    ("clock", "at", "kind", "until"),
    [
        (0, "Mon 09:30", layout.RUNNING, "Mon 10:00"),
        # What begins at an instant did not begin before it.
        (0, "Mon 10:00", layout.RUNNING, "Mon 10:00"),
        (0, "Mon 12:00", layout.PAUSED, "Mon 14:00"),
        (0, "Tue 12:00", layout.RUNNING, "Mon 16:00"),
        (1, "Tue 12:00", layout.PAUSED, "Tue 12:30"),
        (1, "Tue 09:00", layout.RUNNING, "Tue 09:00"),
    ],
)
def test_begun_by(clock: int, at: str, kind: int, until: str) -> None:
    """The last time that began before an instant, and when it ends."""
    found = sums_of().begun_by(np.array([clock]), column([at]))
    assert (kind, micro(until)) == (found[0][0], found[1][0])


def test_beyond_the_hours() -> None:
    """A clock that began before the hours that are laid out is not known."""
    # Nobody else has asked for other years of this one.
    calendar = BusinessCalendar(tz="UTC", hours="Mon-Fri 05:05-06:06")
    rows = layout.Row(*(np.array(each) for each in ([layout.RUNNING] * 2, [0, 0], [0, 0], [1, 1])))
    year = 366 * 86_400_000_000
    times = np.concatenate([column(["Mon 09:00"]) - year, column(["Mon 09:00"])])
    base, ends = np.array([0, 1]), np.array([1, 2])
    found = sums.Sums(hours.Hours([calendar._timeline], 2024, 2024), rows, base, ends, base, times)
    assert [False, True] == found.known.tolist()
