"""The figures of a set of clocks by their names."""

from __future__ import annotations

from datetime import timedelta

from slakit.reports.attainment import Attainment
from slakit.reports.figures import PERCENTILES, figures
from tests.reports.desks import HOUR, STATES, ZERO, clock, hours


def test_every_status() -> None:
    """Counts stand under names of which none is dropped: together they are all clocks."""
    found = Attainment()
    for each in STATES:
        found.add(clock(each, paused=HOUR))
    found.add(clock("missed", 6, closed=hours(2)))
    told = figures(found)
    names = ("met", "missed", "overdue", "open", "paused", "idle", "cancelled", "no_target")
    assert (1, 2, 1, 2, 1, 1, 1, 1) == tuple(told[name] for name in names)
    assert told["clocks"] == sum(told[name] for name in names)
    # Met: one of four. Finished: 1 h thrice, and 6 h.
    assert (0.25, HOUR, hours(6)) == (told["share"], told["p50"], told["p90"])
    assert (hours(15), hours(9), hours(2)) == (
        told["elapsed"],
        told["paused_time"],
        told["closed_time"],
    )
    # Three clocks of one ticket failed.
    assert 1 == told["repeats"]
    assert {float} == {type(told[name]) for name in ("share", "low", "high")}
    assert told["low"] < 0.25 < told["high"]


def test_no_data() -> None:
    """Without data counts are 0, and shares, intervals and percentiles are None."""
    told = figures(Attainment())
    empty = {"share", "low", "high", *(f"p{percent}" for percent in PERCENTILES)}
    assert empty == {name for name, value in told.items() if value is None}
    assert {0, timedelta(0)} == {value for name, value in told.items() if name not in empty}


def test_only_open() -> None:
    """So they are where all clocks are open: neither 0 nor 100 %."""
    found = Attainment()
    found.add(clock("on_track"))
    told = figures(found)
    assert (1, 1, 0, None, None, None) == tuple(
        told[name] for name in ("clocks", "open", "met", "share", "low", "p50")
    )


def test_all_failed() -> None:
    """Where all failed the share is 0, and its interval begins at exactly 0."""
    found = Attainment()
    found.add(clock("missed", 5, paused=ZERO))
    told = figures(found)
    assert (0.0, 0.0) == (told["share"], told["low"])
    # 1 - 0.2065, the mirror of one that was met.
    assert 0.7935 == round(told["high"], 4)
