"""The five steps."""

from __future__ import annotations

import pytest

from slakit.recovery.steps import FIRM, NEEDS, STEPS
from slakit.wording import LOCALES, catalogue


def test_order() -> None:
    """There are five, and each needs all before it."""
    assert (
        "team_alerted",
        "cause_found",
        "customer_told",
        "acted",
        "restoration_told",
    ) == STEPS
    assert ("team_alerted", "cause_found") == NEEDS["customer_told"]
    assert all(needed <= {*NEEDS[step]} for step, needed in FIRM.items())


@pytest.mark.parametrize("locale", LOCALES)
def test_named(locale: str) -> None:
    """Every step has a name and a task in every language."""
    words = catalogue(locale)
    for group in ("step", "task"):
        begin = f"recovery.{group}."
        assert STEPS == tuple(key.removeprefix(begin) for key in words if key.startswith(begin))
