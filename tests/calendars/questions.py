"""Every question of a calendar that takes instants, with arguments that are fine."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

MONDAY = datetime(2024, 3, 4, 10, tzinfo=UTC)
TUESDAY = datetime(2024, 3, 5, 10, tzinfo=UTC)

# A question, its arguments, and which of them are instants.
QUESTIONS: list[tuple[str, tuple[Any, ...], tuple[int, ...]]] = [
    ("elapsed", (MONDAY, TUESDAY), (0, 1)),
    ("intervals", (MONDAY, TUESDAY), (0, 1)),
    ("add", (MONDAY, timedelta(hours=8)), (0,)),
    ("add_business_days", (MONDAY, 1), (0,)),
    ("is_open", (MONDAY,), (0,)),
    ("next_open", (MONDAY,), (0,)),
    ("next_close", (MONDAY,), (0,)),
    ("previous_open", (MONDAY,), (0,)),
    ("previous_close", (MONDAY,), (0,)),
    ("roll_forward", (MONDAY,), (0,)),
    ("roll_back", (MONDAY,), (0,)),
]


def ask(cal: Any, question: str, arguments: tuple[Any, ...]) -> Any:
    """Ask by name; intervals are drawn to their end."""
    answer = getattr(cal, question)(*arguments)
    return list(answer) if question == "intervals" else answer


def swapped(arguments: tuple[Any, ...], position: int, value: Any) -> tuple[Any, ...]:
    """Return the arguments with one of them replaced."""
    return (*arguments[:position], value, *arguments[position + 1 :])
