"""Sums of a clock's time at any instant, worked out by hand.

The office day is 09:00-12:00 and 13:00-17:00, seven hours; see `desks`.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slakit import BusinessCalendar
from slakit.calendars.timeline import Timeline
from slakit.evaluation.clock import Span
from slakit.evaluation.tally import Tallies, Way
from slakit.instants import EPOCH
from tests.evaluation.desks import CALENDARS, on, span

ZERO = timedelta(0)


def hours_of(name: str) -> Timeline:
    return BusinessCalendar.model_validate(CALENDARS[name])._timeline


OFFICE, ALWAYS = hours_of("office"), hours_of("always")


def since(text: str) -> timedelta:
    return on(text) - EPOCH


# It runs from 09:00, waits from 10:00 to 14:00, is stopped at 15:00 and reopened at 16:00.
SPANS: list[Span] = [
    ("running", since("Mon 09:00"), since("Mon 10:00")),
    ("paused", since("Mon 10:00"), since("Mon 14:00")),
    ("running", since("Mon 14:00"), since("Mon 15:00")),
    ("gap", since("Mon 15:00"), since("Mon 16:00")),
    ("running", since("Mon 16:00"), None),
]
# The ticket is an hour older, and waited for half of it.
BEFORE: list[Span] = [
    ("running", timedelta.min, since("Mon 08:30")),
    ("paused", since("Mon 08:30"), since("Mon 09:00")),
]


def tallies(*changes: tuple[str, Timeline], spans: list[Span] = SPANS) -> Tallies:
    hours = [(since(at), timeline) for at, timeline in changes]
    return Tallies(spans, hours or [(since("Mon 09:00"), OFFICE)])


@pytest.mark.parametrize(
    ("way", "until", "taken", "ran", "stood", "real"),
    [
        (OFFICE, "Mon 09:30", None, "30m", "0m", "30m"),
        # Three hours of the pause are the office's.
        (OFFICE, "Mon 14:00", None, "1h", "3h", "1h"),
        (OFFICE, "Mon 16:30", None, "2h30m", "4h", "2h30m"),
        ("real", "Mon 16:30", None, "2h30m", "5h", "2h30m"),
        # After hours time is real only.
        (OFFICE, "Mon 18:00", None, "3h", "4h", "4h"),
        # The first two hours of the pause count; a gap never does.
        (OFFICE, "Mon 16:30", "Mon 12:00", "4h30m", "2h", "4h30m"),
        (OFFICE, "Mon 16:30", "Mon 16:00", "5h30m", "1h", "6h30m"),
        ("real", "Mon 16:30", "Mon 12:00", "4h30m", "3h", "4h30m"),
        (OFFICE, "Mon 11:00", "Mon 12:00", "2h", "0m", "2h"),
        # There is no time before the first instant.
        (OFFICE, "Mon 08:00", None, "0m", "0m", "0m"),
    ],
)
def test_spent(way: Way, until: str, taken: str | None, ran: str, stood: str, real: str) -> None:
    """From 09:00 on, so much ran and did not, and so much ran in real time."""
    tally = tallies().tally(way)
    found = tally.spent(since("Mon 09:00"), since(until), None if taken is None else since(taken))
    assert (span(ran), span(stood), span(real)) == found


@pytest.mark.parametrize(
    ("way", "length", "taken", "at"),
    [
        (OFFICE, "1h", None, "Mon 10:00"),
        (OFFICE, "1h30m", None, "Mon 14:30"),
        (OFFICE, "4h", None, "Tue 10:00"),
        ("real", "4h", None, "Mon 18:00"),
        (OFFICE, "2h", "Mon 12:00", "Mon 11:00"),
        (OFFICE, "4h", "Mon 12:00", "Mon 15:00"),
    ],
)
def test_reach(way: Way, length: str, taken: str | None, at: str) -> None:
    """A length has run at the earliest instant at which so much has."""
    tally = tallies().tally(way)
    moment, _ = tally.reach(
        since("Mon 09:00"), span(length), None if taken is None else since(taken)
    )
    assert on(at) == EPOCH + moment


def test_hours_in_turn() -> None:
    """Each part of a span counts in the hours of its time, and so does what is still to come."""
    found = tallies(("Mon 09:00", OFFICE), ("Mon 11:30", ALWAYS), ("Mon 16:30", OFFICE))
    tally = found.tally("sliced")
    # Of the pause 1h30 are the office's, and 2h30 are of those that are always open.
    assert (span("1h"), span("4h")) == tally.spent(since("Mon 09:00"), since("Mon 14:00"), None)[:2]
    moment, timeline = tally.reach(since("Mon 09:00"), span("4h"), None)
    assert (on("Tue 10:00"), OFFICE) == (EPOCH + moment, timeline)


@pytest.mark.parametrize(
    ("instant", "kind", "end"),
    [
        ("Mon 09:30", "running", "Mon 10:00"),
        # What begins at the instant has not begun before it.
        ("Mon 10:00", "running", "Mon 10:00"),
        # A pause is one, although the hours change at 11:30.
        ("Mon 10:30", "paused", "Mon 14:00"),
        ("Mon 15:30", "gap", "Mon 16:00"),
        # What still runs has lost nothing since it began.
        ("Mon 18:00", "running", "Mon 16:00"),
    ],
)
def test_begun_by(instant: str, kind: str, end: str) -> None:
    """The last time of one kind that began before an instant, and when it ends."""
    tally = tallies(("Mon 09:00", OFFICE), ("Mon 11:30", ALWAYS)).tally("sliced")
    assert (kind, since(end)) == tally.begun_by(since(instant))


def test_begun_by_a_pause_that_lasts() -> None:
    """Nobody knows when it ends."""
    lasting: list[Span] = [SPANS[0], ("paused", since("Mon 10:00"), None)]
    assert ("paused", None) == tallies(spans=lasting).tally("real").begun_by(since("Mon 12:00"))


def earlier() -> Tallies:
    found = tallies()
    found.earlier = Tallies(BEFORE, found.hours)
    return found


def test_time_before_the_clock() -> None:
    """What was before the start is added up as well, and all before that ran."""
    tally = earlier().tally("real")
    start = since("Mon 06:00")
    assert (span("3h"), span("30m")) == tally.spent(start, since("Mon 09:30"), None)[:2]
    assert on("Mon 08:30") == EPOCH + tally.reach(start, span("2h30m"), None)[0]
    assert on("Mon 09:15") == EPOCH + tally.reach(start, span("2h45m"), None)[0]
    assert ("paused", since("Mon 09:00")) == tally.begun_by(since("Mon 08:45"))


def test_pieces() -> None:
    """The pieces one by one, from an instant on, where the pauses before another ran."""
    tally = earlier().tally("real")
    found = tally.pieces(since("Mon 08:00"), since("Mon 15:00"), since("Mon 12:00"))
    assert [
        ("running", "08:00", "08:30"),
        ("running", "08:30", "09:00"),
        ("running", "09:00", "10:00"),
        ("running", "10:00", "12:00"),
        ("paused", "12:00", "14:00"),
        ("running", "14:00", "15:00"),
    ] == [(kind, time(start), time(end)) for kind, start, end, _ in found]


def time(moment: timedelta | None) -> str:
    assert moment is not None
    return f"{EPOCH + moment:%H:%M}"


moments = st.integers(0, 24 * 60).map(lambda minute: since("Mon 00:00") + timedelta(minutes=minute))


@given(a=moments, b=moments, taken=st.none() | moments, way=st.sampled_from((OFFICE, "real")))
def test_sums_are_those_of_the_pieces(
    a: timedelta, b: timedelta, taken: timedelta | None, way: Way
) -> None:
    """A difference of two sums is what the pieces between the instants add up to."""
    tally = earlier().tally(way)
    ran = stood = real = ZERO
    for kind, start, end, timeline in tally.pieces(a, max(a, b), taken):
        assert end is not None
        length = end - start if way == "real" else timeline.passed(start, end)
        if kind == "running":
            ran, real = ran + length, real + (end - start)
        else:
            stood += length
    assert (ran, stood, real) == tally.spent(a, b, taken)
