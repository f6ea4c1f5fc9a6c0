"""Plain values."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from slakit import InstantError, TicketError
from slakit.tickets.values import id_text, plain_fields, plain_text, same_value

NEW_YORK = ZoneInfo("America/New_York")
# Both are 01:30 of the night in which the clocks were put back, an hour apart.
FIRST = datetime(2024, 11, 3, 1, 30, tzinfo=NEW_YORK)
SECOND = FIRST.replace(fold=1)


class Level(str, Enum):  # noqa: UP042 - the kind of enumeration that is common in hosts
    HIGH = "high"


class Row:
    """A row as drivers of databases give it: it has keys, and is no Mapping."""

    def keys(self) -> list[str]:
        return ["status"]

    def __getitem__(self, name: str) -> str:
        return f"the {name}"


class TestFields:
    def test_copy(self) -> None:
        """The fields are a dict of their own."""
        given = {"status": "open"}
        found = plain_fields(given)
        given["status"] = "closed"
        assert {"status": "open"} == found

    @pytest.mark.parametrize(
        ("fields", "expected"),
        [
            (None, {}),
            (MappingProxyType({"a": 1}), {"a": 1}),
            (Row(), {"status": "the status"}),
        ],
    )
    def test_mappings(self, fields: Any, expected: dict[str, Any]) -> None:
        """None is no field; what has keys is a mapping."""
        assert expected == plain_fields(fields)

    @pytest.mark.parametrize("fields", ["ab", [("a", 1)], 5, {"a"}])
    def test_no_mapping(self, fields: Any) -> None:
        """What gives no names to values is refused under the name of the parameter."""
        with pytest.raises(TicketError, match=r"^data: .* is no mapping") as caught:
            plain_fields(fields, "data")
        assert fields == caught.value.value


class TestSameValue:
    def test_in_another_zone(self) -> None:
        """One instant is the same in every zone, also within an overlap, where Python says no."""
        assert FIRST.astimezone(UTC) != FIRST
        assert same_value(FIRST.astimezone(UTC), FIRST)

    def test_in_an_overlap(self) -> None:
        """The two times of an overlap are not the same, though Python says so."""
        assert FIRST == SECOND
        assert not same_value(FIRST, SECOND)

    @pytest.mark.parametrize(
        ("one", "other", "expected"),
        [
            ("a", "a", True),
            ("1", 1, False),
            # Databases give booleans as numbers, and numbers as decimals.
            (True, 1, True),
            (Decimal("1.50"), 1.5, True),
            (None, "", False),
            (None, 0, False),
            (date(2024, 11, 3), datetime(2024, 11, 3, tzinfo=UTC), False),
            (Level.HIGH, "high", True),
        ],
    )
    def test_others(self, one: Any, other: Any, expected: bool) -> None:
        """Other values are the same when Python calls them equal."""
        assert expected is same_value(one, other)
        assert expected is same_value(other, one)

    def test_naive(self) -> None:
        """Nobody knows whether a datetime without a zone is the same instant."""
        with pytest.raises(InstantError):
            same_value(FIRST, FIRST.replace(tzinfo=None))


@pytest.mark.parametrize(("id", "expected"), [("T-1", "T-1"), ("", ""), (17, "17"), (-1, "-1")])
def test_id(id: Any, expected: str) -> None:
    """An id is text, or a whole number that becomes text."""
    assert expected == id_text(id)


@pytest.mark.parametrize("id", [None, True, 1.0, b"T", ["T"], timedelta()])
def test_no_id(id: Any) -> None:
    """Nothing else is an id."""
    with pytest.raises(TicketError, match=r"^into: .* is no id; give text or a whole number"):
        id_text(id, "into")


def test_text() -> None:
    """Text stays what it is; a member of an enumeration is its value, in an f-string too."""
    assert "ana" == plain_text("ana", "author")
    assert "high" == f"{plain_text(Level.HIGH, 'author')}"


@pytest.mark.parametrize("value", ["", None, 5, b"ana", ["ana"]])
def test_no_text(value: Any) -> None:
    """What is empty or no text is refused by name."""
    with pytest.raises(TicketError, match=r"^author: ") as caught:
        plain_text(value, "author")
    assert (value, "give it as text") == (caught.value.value, caught.value.remedy)
