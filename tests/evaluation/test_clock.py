"""Metric and moments -> spans, without a target and without a calendar."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given

from slakit import Statuses
from slakit.evaluation.clock import Cycle, run_clock
from slakit.evaluation.history import fold
from slakit.instants import EPOCH
from slakit.policies.metrics import STANDARD_METRICS
from tests.evaluation.desks import STATUSES, Happening, on, ticket
from tests.evaluation.histories import histories, ticket_of
from tests.evaluation.oracle import History

CATEGORIES = Statuses(**STATUSES).categories
LONG_AFTER = on("+Sun 00:00") - EPOCH


def cycle(metric: str, *happenings: Happening, **options: Any) -> Cycle:
    moments = fold(ticket(*happenings, **options), CATEGORIES, LONG_AFTER)
    (found,) = run_clock(STANDARD_METRICS[metric], moments)
    return found


def spans(found: Cycle) -> list[tuple[str, str, str | None]]:
    """Return the spans with instants as people write them."""

    def text(moment: Any) -> str | None:
        return None if moment is None else (EPOCH + moment).strftime("%a %H:%M")

    return [(kind, str(text(start)), text(end)) for kind, start, end in found.spans]


RESOLUTION = [
    pytest.param((), [("running", "Mon 09:00", None)], None, id="runs from the creation"),
    pytest.param(
        (("Mon 10:00", "waiting"), ("Mon 11:00", "open")),
        [
            ("running", "Mon 09:00", "Mon 10:00"),
            ("paused", "Mon 10:00", "Mon 11:00"),
            ("running", "Mon 11:00", None),
        ],
        None,
        id="pause",
    ),
    pytest.param(
        (("Mon 09:00", "waiting"),), [("paused", "Mon 09:00", None)], None, id="born paused"
    ),
    pytest.param(
        (("Mon 10:00", {"priority": "high"}), ("Mon 11:00", "agent"), ("Mon 12:00", "new")),
        [("running", "Mon 09:00", None)],
        None,
        id="what does not concern it leaves no trace",
    ),
    pytest.param(
        (("Mon 10:00", "waiting"), ("Mon 11:00", {"status": "waiting", "x": 1})),
        [("running", "Mon 09:00", "Mon 10:00"), ("paused", "Mon 10:00", None)],
        None,
        id="a pause goes on",
    ),
    pytest.param(
        (("Mon 10:00", "solved"), ("Mon 11:00", "closed")),
        [("running", "Mon 09:00", "Mon 10:00")],
        "Mon 10:00",
        id="stops once",
    ),
    pytest.param(
        (("Mon 10:00", "waiting"), ("Mon 11:00", "solved")),
        [("running", "Mon 09:00", "Mon 10:00"), ("paused", "Mon 10:00", "Mon 11:00")],
        "Mon 11:00",
        id="stops while paused",
    ),
    pytest.param(
        (("Mon 10:00", "solved"), ("Mon 11:00", "waiting"), ("Mon 12:00", "open")),
        [
            ("running", "Mon 09:00", "Mon 10:00"),
            ("gap", "Mon 10:00", "Mon 11:00"),
            ("paused", "Mon 11:00", "Mon 12:00"),
            ("running", "Mon 12:00", None),
        ],
        None,
        id="reopened while waiting",
    ),
]


@pytest.mark.parametrize(("happenings", "expected", "stopped"), RESOLUTION)
def test_resolution(
    happenings: tuple[Happening, ...], expected: list[Any], stopped: str | None
) -> None:
    """The spans of the resolution clock follow the status category."""
    found = cycle("resolution", *happenings)
    assert expected == spans(found)
    assert (None if stopped is None else on(stopped) - EPOCH) == found.stopped


def test_born_stopped() -> None:
    """A clock that starts solved has run for no time at all."""
    found = cycle("resolution", fields={"status": "solved"})
    assert found.started == found.stopped
    assert [("running", "Mon 09:00", "Mon 09:00")] == spans(found)


def test_first_response() -> None:
    """It runs through pauses and solutions until an agent replies, and then it is over."""
    waits = (("Mon 10:00", "waiting"), ("Mon 11:00", "solved"), ("Mon 11:30", "open"))
    found = cycle("first_response", *waits, ("Mon 12:00", "agent"), ("Mon 13:00", "agent"))
    assert [("running", "Mon 09:00", "Mon 12:00")] == spans(found)
    assert on("Mon 12:00") - EPOCH == found.stopped


def test_no_moment() -> None:
    """A ticket that is not created yet has no clock."""
    assert [] == run_clock(STANDARD_METRICS["resolution"], [])


@given(history=histories())
def test_spans_cover_the_clock(history: History) -> None:
    """Spans run from start to end without gap and overlap; neighbours are of different kinds."""
    moments = fold(ticket_of(history), CATEGORIES, LONG_AFTER)
    for metric in STANDARD_METRICS.values():
        (found,) = run_clock(metric, moments)
        assert found.started == found.spans[0][1]
        assert found.stopped == found.spans[-1][2]
        for (kind, start, end), (following, begin, _) in pairwise(found.spans):
            assert end == begin
            # A gap separates two stretches that may be of one kind, and only a clock that was
            # born stopped begins with an empty one.
            assert kind != following
            assert start < begin or start == found.started
