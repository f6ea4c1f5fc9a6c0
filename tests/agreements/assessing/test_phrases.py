"""What stands in the cells of an assessment."""

from __future__ import annotations

import pytest

from slakit import Evidence, assess
from slakit.agreements.assessing.phrases import Phrases
from tests.agreements.contracts import agreement, uptime


@pytest.mark.parametrize(
    ("expected", "locale"),
    [
        ("October 2026", "en"),
        ("octubre de 2026", "es"),
        ("outubro de 2026", "pt-BR"),
        ("outubro de 2026", "pt-PT"),
    ],
)
def test_month(expected: str, locale: str) -> None:
    """A month is named as its language does, with the year."""
    found = assess(agreement(uptime()), "2026-10", Evidence(outages=[]))
    assert expected == Phrases(found, locale).period(found.period)
