"""What is written in pictures of clocks."""

from __future__ import annotations

from datetime import timedelta

import pytest

from slakit import ClockReading, evaluate
from slakit.evaluation.pictures.captions import (
    closures,
    headline,
    part_title,
    period,
    promise,
    sums,
)
from slakit.evaluation.pictures.extent import extent_of
from slakit.evaluation.pictures.lanes import lanes_of
from slakit.instants import EPOCH
from slakit.wording.catalogue import catalogue
from tests.evaluation.desks import on, promising, read, ticket

EN = catalogue("en")


def clock(amount: str = "4h", at: str = "Mon 12:10") -> ClockReading:
    return read(promising(resolution=amount), ticket(), at)


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ("en", "3 h of 4 h · 75%"),
        ("es", "3 h de 4 h · 75\N{NO-BREAK SPACE}%"),
        ("pt-BR", "3 h de 4 h · 75%"),
        ("pt-PT", "3 h de 4 h · 75%"),
    ],
)
def test_sums(locale: str, text: str) -> None:
    """Sums are written in the language."""
    assert text == sums(clock(), catalogue(locale))


@pytest.mark.parametrize(
    ("elapsed", "text"),
    [
        (timedelta(seconds=59, microseconds=999_999), "59 s of 4 h · 0%"),
        (timedelta(minutes=59, seconds=59.5), "59 min 59 s of 4 h · 24%"),
        (timedelta(hours=3, minutes=59, seconds=59), "3 h 59 min of 4 h · 99%"),
    ],
)
def test_sums_are_rounded_down(elapsed: timedelta, text: str) -> None:
    """Nobody reads seconds beside hours, and nothing is full before it is."""
    assert text == sums(clock()._replace(elapsed=elapsed), EN)


def test_sums_without_a_target() -> None:
    """What is measured and not promised has no share."""
    assert "3 h" == sums(clock("none"), EN)


def test_sums_of_idle() -> None:
    """A clock that has not started has no sums."""
    assert "" == sums(
        read(promising(next_response="4h"), ticket(), "Mon 10:00", "next_response"), EN
    )


def test_headline() -> None:
    """A screen reader hears which clock stands how."""
    assert "resolution · on track · 3 h of 4 h · 75%" == headline(clock(), EN)


def test_promise() -> None:
    """Several cycles and another zone than that of the axis are told."""
    reading = clock()
    assert "all · 4h" == promise(reading, 1, reading.zone)  # type: ignore[arg-type]
    assert "all · 4h · ×3 · UTC" == promise(reading, 3, on("Mon 09:00").tzinfo)  # type: ignore[arg-type]


def test_part() -> None:
    """A stretch tells what it is, with the status of the ticket, from when until when."""
    paused = ticket(("Mon 10:00", "<b>waiting"))
    policies = promising(resolution="4h")
    evaluation = evaluate(policies, paused, at=on("Mon 11:00"))
    (lane,) = lanes_of(evaluation)
    (part,) = lane.runs[0].parts
    told = part_title(
        part._replace(kind="paused", status="<b>"), "resolution", lane.reading.zone, EN
    )  # type: ignore[arg-type]
    assert told == (
        "resolution · paused (<b>) · Mon 6 May 2024, 09:00 – Mon 6 May 2024, 11:00 · 2 h"
    )


def test_closures() -> None:
    """What was left out is told in ever shorter forms, holidays first."""
    evaluation = evaluate(
        promising(resolution="9h"), ticket(created="Fri 16:00"), at=on("Fri 17:00")
    )
    extent = extent_of(lanes_of(evaluation), on("Fri 16:00") - EPOCH)
    scale = extent.scale(0, 700, break_width=24)
    assert ["64 h closed", "", "64 h closed", "64 h"] == closures(scale.breaks[-2], extent, EN)


def test_period() -> None:
    """A picture of one day names it once."""
    evaluation = evaluate(promising(resolution="1h"), ticket(), at=on("Mon 09:30"))
    extent = extent_of(lanes_of(evaluation), lanes_of(evaluation)[0].runs[0].start)
    assert "UTC · Mon 6 May 2024" == period(extent, EN)
