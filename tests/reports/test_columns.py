"""The columns of a table of results."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

import pytest

from slakit.reports.columns import COLUMNS, field_column, field_text


class Team(StrEnum):
    NET = "net"


@pytest.mark.parametrize("name", COLUMNS)
def test_taken(name: str) -> None:
    """A field that has the name of a column stands beside it."""
    assert f"field.{name}" == field_column(name)


@pytest.mark.parametrize("name", ["priority", "Status", "field.status", "a,b", "met"])
def test_free(name: str) -> None:
    """Every other field stands under its own name."""
    assert name == field_column(name)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (None, None),
        (None, ""),
        (" ", " "),
        ("2", 2),
        ("2", "2"),
        ("2.0", 2.0),
        ("0", 0),
        ("true", True),
        ("false", False),
        ("12.50", Decimal("12.50")),
        ("2024-05-06", date(2024, 5, 6)),
        ("2024-05-06T12:00:00+00:00", datetime(2024, 5, 6, 12, tzinfo=UTC)),
        ("net", Team.NET),
    ],
)
def test_text(text: str | None, value: Any) -> None:
    """A value is what stands in the table, and an empty cell is none."""
    found = field_text(value)
    assert text == found
    assert type(found) in (str, type(None))
