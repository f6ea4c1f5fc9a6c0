"""Whether a clock would have been late with an amount, to the microsecond."""

from __future__ import annotations

from datetime import timedelta

import pytest

from slakit import evaluate
from slakit.backtest.lateness import late_with
from tests.evaluation.desks import on, promising, span, ticket

TICK = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("stopped", "length", "late"),
    [
        ("Mon 11:00", span("2h"), False),
        ("Mon 11:00", span("2h") - TICK, True),
        # In the break 3 h are used up, and were over at 12:00.
        ("Mon 12:30", span("3h"), True),
        ("Mon 12:30", span("3h") + TICK, False),
        ("Mon 13:00", span("3h"), True),
        ("Mon 12:00", span("3h"), False),
    ],
)
def test_stopped(stopped: str, length: timedelta, late: bool) -> None:
    """The stop is compared with the due time, and not hours with hours."""
    policies, asked = promising(resolution="1bd"), ticket((stopped, {"status": "solved"}))
    reading = evaluate(policies, asked, at=on("Fri 17:00"))["resolution"]
    assert late is late_with(policies, asked, reading, length)


@pytest.mark.parametrize(("length", "late"), [("3h", True), ("3h1m", False)])
def test_open(length: str, late: bool) -> None:
    """An open clock is late from its due time on: with 3 h at 12:00."""
    policies, asked = promising(resolution="none"), ticket()
    reading = evaluate(policies, asked, at=on("Mon 12:00"))["resolution"]
    assert late is late_with(policies, asked, reading, span(length))


def test_paused() -> None:
    """A paused clock that has not used its time is not late."""
    policies, asked = promising(resolution="4h"), ticket(("Mon 10:00", {"status": "waiting"}))
    reading = evaluate(policies, asked, at=on("Fri 17:00"))["resolution"]
    assert [False, True] == [
        late_with(policies, asked, reading, span(length)) for length in ("1h1m", "1h")
    ]
