"""What is wrong with an answer, before it is compared."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest

from slakit.testing.answers import call, same, told_error, wrong_with

NOON = datetime(2024, 5, 6, 12, tzinfo=UTC)


def test_call() -> None:
    """An answer comes without an error, and an error without an answer."""
    assert (3, None) == call(lambda a, b: a + b, 1, 2)
    answer, error = call(lambda a: a / 0, 1)
    assert answer is None
    assert "raised ZeroDivisionError: division by zero" == told_error(error)


def test_interrupt() -> None:
    """Whoever interrupts the comparison is heard."""

    def interrupted() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        call(interrupted)


@pytest.mark.parametrize(
    ("expected", "question", "answer"),
    [
        ("", "elapsed", timedelta(0)),
        ("3600, which is no timedelta", "elapsed", 3600),
        ("None, which is no timedelta", "elapsed", None),
        ("", "add", NOON),
        ("None, which is no datetime", "add", None),
        ("datetime.date(2024, 5, 6), which is no datetime", "add", date(2024, 5, 6)),
        ("", "due", None),
        ("", "breached", False),
        ("0, which is no bool", "breached", 0),
        ("Mon 2024-05-06 13:00 has no time zone", "add", datetime(2024, 5, 6, 13)),  # noqa: DTZ001
        (
            "Mon 2024-05-06 12:00 has no time zone, though the time on the wall is right",
            "due",
            datetime(2024, 5, 6, 12),  # noqa: DTZ001
        ),
    ],
)
def test_wrong_with(expected: str, question: str, answer: Any) -> None:
    """An answer of another kind is told as it is, and so is a naive datetime."""
    assert expected == wrong_with(question, answer, NOON)


def test_naive_where_nothing_is_due() -> None:
    """A naive answer where slakit has none is naive all the same."""
    naive = NOON.replace(tzinfo=None)
    assert "Mon 2024-05-06 12:00 has no time zone" == wrong_with("due", naive, None)


def test_missing_time() -> None:
    """NaT, which pandas gives for no time at all, is no answer."""
    pandas = pytest.importorskip("pandas", reason="needs pandas")
    assert wrong_with("add", pandas.NaT, NOON)


@pytest.mark.parametrize(
    ("expected", "one", "other"),
    [
        (True, NOON, NOON.astimezone(timezone(timedelta(hours=2)))),
        (False, NOON, NOON + timedelta(microseconds=1)),
        (False, None, NOON),
        (True, None, None),
        (True, timedelta(hours=24), timedelta(days=1)),
        (False, True, False),
    ],
)
def test_same(expected: bool, one: Any, other: Any) -> None:
    """Instants are one whatever their zones are."""
    assert expected is same(one, other)
