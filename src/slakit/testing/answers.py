"""A call and its answer -> what is wrong with the answer, before it is compared."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from slakit.errors import NaiveDatetimeError, SlakitError
from slakit.instants import EPOCH, since_epoch
from slakit.testing.ledger_rows import told

__all__ = ["NOTHING", "call", "same", "shown", "told_error", "wrong_with"]

# What is answered of a clock that there is not.
NOTHING: dict[str, Any] = {"due": None, "elapsed": timedelta(0), "breached": False}
KINDS: dict[str, type] = {
    "elapsed": timedelta,
    "add": datetime,
    "due": datetime,
    "is_open": bool,
    "breached": bool,
}


def call(function: Callable[..., Any], *arguments: Any) -> tuple[Any, Exception | None]:
    """Return what a function answers, or what it raises."""
    try:
        return function(*arguments), None
    except Exception as error:
        return None, error


def told_error(error: Exception | None) -> str:
    """Write what a function raised, nothing if it answered."""
    return "" if error is None else f"raised {type(error).__name__}: {shown(error, str)}"


def shown(value: Any, write: Callable[[Any], str] = repr) -> str:
    """Write what a function gave, which may be unable to say what it is."""
    try:
        return write(value)
    except Exception as error:
        return f"a {type(value).__name__} that cannot be shown ({type(error).__name__})"


def wrong_with(question: str, yours: Any, expected: Any) -> str:
    """Return what is wrong with an answer that cannot be compared, or nothing."""
    kind = KINDS[question]
    if yours is None and question == "due":
        return ""
    if not isinstance(yours, kind):
        return f"{shown(yours)}, which is no {kind.__name__}"
    if not isinstance(yours, datetime):
        return ""
    try:
        since_epoch(yours, "")
    except NaiveDatetimeError:
        right = expected is not None and expected.replace(tzinfo=None) == yours
        note = ", though the time on the wall is right" if right else ""
        return f"{told(yours)} has no time zone{note}"
    except SlakitError as error:
        return str(error)
    return ""


def same(yours: Any, expected: Any) -> bool:
    """Say whether two answers are one: instants are compared, and not what zones call them."""
    if isinstance(yours, datetime) and isinstance(expected, datetime):
        return yours - EPOCH == expected - EPOCH
    return bool(yours == expected)
