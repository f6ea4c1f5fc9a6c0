"""Answers of the review, and how realistic a target was."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest

from slakit import DocumentError, NaiveDatetimeError, Outcome, SlakitError
from slakit.evaluation.reading import Status
from slakit.recovery.review import QUESTIONS, Answer, Realism, Review, realism_of

AT = datetime(2024, 5, 6, 12, tzinfo=UTC)
DAY = timedelta(days=1)
ZERO = timedelta(0)


def decided(
    days: float, status: Status, *, metric: str = "resolution", policy: str = "all"
) -> Outcome:
    """Return a clock that was decided so many days before the breach."""
    at = AT - days * DAY
    late = status in ("missed", "breached")
    return Outcome(
        "T-1",
        policy,
        metric,
        1,
        "running" if status == "breached" else "stopped",
        status,
        None,
        None if status == "breached" else at,
        None,
        at,
        at if late else None,
        ZERO,
        ZERO,
        ZERO,
        DAY,
    )


def found(outcomes: list[Outcome], days: float = 90) -> tuple[int, int]:
    counted = realism_of("all", "resolution", outcomes, until=AT, window=days * DAY)
    return counted.met, counted.decided


def test_window() -> None:
    """The window begins with its first instant, and the breach is not in it."""
    clocks = [decided(90, "met"), decided(90.001, "met"), decided(0, "breached")]
    assert (1, 1) == found(clocks)


def test_other_clocks() -> None:
    """Clocks of other metrics and policies say nothing, nor do those without a verdict."""
    clocks = [
        decided(1, "met"),
        decided(1, "missed"),
        decided(1, "breached"),
        decided(1, "met", metric="first_response"),
        decided(1, "missed", policy="gold"),
        decided(1, "no_target"),
        decided(1, "cancelled"),
    ]
    assert (1, 3) == found(clocks)


def test_no_data() -> None:
    """Where nothing was decided there is no share: it is neither all nor nothing."""
    none = realism_of("all", "resolution", [], until=AT, window=DAY)
    assert (None, None) == (none.share, none.interval)


def test_share() -> None:
    """The share is exact, and its interval that of Wilson: 10 of 10 is 72.2 % to 100 %."""
    all_met = Realism(since=AT, until=AT, met=10, decided=10)
    assert Fraction(1) == all_met.share
    assert all_met.interval is not None
    assert [0.722, 1.0] == [round(end, 3) for end in all_met.interval]


@pytest.mark.parametrize("window", [ZERO, -DAY, 90, None])
def test_bad_window(window: Any) -> None:
    """A window has a length."""
    with pytest.raises(SlakitError, match="is no window"):
        realism_of("all", "resolution", [], until=AT, window=window)


def test_naive() -> None:
    """An instant without a zone is refused."""
    with pytest.raises(NaiveDatetimeError):
        realism_of("all", "resolution", [], until=datetime(2024, 5, 6), window=DAY)  # noqa: DTZ001


def test_more_met_than_decided() -> None:
    """No more can be met than were decided."""
    with pytest.raises(DocumentError, match="2 of 1 cannot be met"):
        Realism(since=AT, until=AT, met=2, decided=1)


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"question": "realistic"}, "'realistic' has no answer"),
        ({"question": "team_effect"}, "'team_effect' is answered in words"),
        (
            {"question": "team_effect", "verdict": "yes", "note": "tired"},
            "'team_effect' is answered in words",
        ),
        ({"question": "configured", "verdict": "yes", "score": "4"}, "score is no answer to"),
        ({"question": "configured", "verdict": "maybe"}, "verdict"),
        ({"question": "why", "verdict": "yes"}, "question"),
        ({"question": "configured", "verdict": "yes", "by": ""}, "by"),
        ({"question": "survey_sent", "verdict": "yes", "score": "NaN"}, "score"),
    ],
)
def test_bad_answer(said: dict[str, Any], message: str) -> None:
    """An answer has to fit its question."""
    with pytest.raises(DocumentError, match=message):
        Answer.model_validate({"by": "eva", "at": AT, **said})


def test_review() -> None:
    """Without an answer all questions are open."""
    assert QUESTIONS == Review.of([]).missing
    assert not Review.of([]).complete
