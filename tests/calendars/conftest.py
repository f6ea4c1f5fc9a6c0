"""Fixtures for the questions that every kind of calendar answers."""

from __future__ import annotations

from typing import Any

import pytest

from slakit import BusinessCalendar
from tests.strategies import OFFICE


@pytest.fixture(params=["document", "combined"])
def cal(request: pytest.FixtureRequest) -> Any:
    """Office hours, once as a document and once as the union of two."""
    office = BusinessCalendar(tz="America/New_York", hours=OFFICE)
    if request.param == "document":
        return office
    return office | BusinessCalendar(tz="Asia/Kathmandu", hours=OFFICE)
