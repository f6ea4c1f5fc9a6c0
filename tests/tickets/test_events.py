"""Messages and changes."""

from __future__ import annotations

import copy
import pickle
from dataclasses import FrozenInstanceError
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from slakit import Change, InstantError, Message, NaiveDatetimeError, SlakitError, TicketError

NOON = datetime(2024, 5, 6, 12, tzinfo=UTC)


class Level(str, Enum):  # noqa: UP042 - the kind of enumeration that is common in hosts
    HIGH = "high"


class Number(int):
    pass


def test_message() -> None:
    """A message is public and of no channel unless it says otherwise."""
    message = Message(at=NOON, author="agent")
    assert (NOON, "agent", True, None) == (
        message.at,
        message.author,
        message.public,
        message.channel,
    )
    note = Message(at=NOON, author="bot", public=False, channel="chat")
    assert (False, "chat") == (note.public, note.channel)


@pytest.mark.parametrize("author", ["agent", "customer", "system", "bot"])
def test_authors(author: Any) -> None:
    """Four kinds of author write."""
    assert author == Message(at=NOON, author=author).author


@pytest.mark.parametrize("author", ["Agent", "user", "", None, 1])
def test_bad_author(author: Any) -> None:
    """Any other author is refused with those that there are."""
    with pytest.raises(TicketError, match="agent, customer, system and bot") as caught:
        Message(at=NOON, author=author)
    assert ("author", author, "ticket") == (
        caught.value.parameter,
        caught.value.value,
        caught.value.code,
    )


@pytest.mark.parametrize(
    "build", [lambda at: Message(at=at, author="agent"), lambda at: Change(at=at, fields={})]
)
class TestInstant:
    """When it happened."""

    def test_naive(self, build: Any) -> None:
        """A datetime without a zone is refused by name."""
        with pytest.raises(NaiveDatetimeError, match="at: 2024-05-06T12:00:00") as caught:
            build(NOON.replace(tzinfo=None))
        assert "at" == caught.value.parameter

    @pytest.mark.parametrize("at", [None, "2024-05-06T12:00:00Z", 0, date(2024, 5, 6)])
    def test_no_datetime(self, build: Any, at: Any) -> None:
        """What is no datetime is refused."""
        with pytest.raises(InstantError, match="at: ") as caught:
            build(at)
        assert at == caught.value.value

    def test_nat(self, build: Any) -> None:
        """NaT of pandas is refused by name."""
        pandas = pytest.importorskip("pandas")
        with pytest.raises(InstantError, match="NaT"):
            build(pandas.NaT)

    def test_positions(self, build: Any) -> None:
        """Everything is given by keyword."""
        kind: Any = type(build(NOON))
        with pytest.raises(TypeError):
            kind(NOON, "agent")

    def test_frozen(self, build: Any) -> None:
        """What happened does not change."""
        with pytest.raises(FrozenInstanceError):
            build(NOON).at = NOON

    def test_copies(self, build: Any) -> None:
        """Events compare by value, and survive copies and pickles."""
        event = build(NOON)
        assert event == copy.deepcopy(event) == pickle.loads(pickle.dumps(event)) == build(NOON)
        assert event != build(NOON + timedelta(hours=1))


GOOD = [
    "text",
    "",
    0,
    10**30,
    -1.5,
    True,
    None,
    Decimal("1.50"),
    date(2024, 5, 6),
    NOON,
    NOON.astimezone(ZoneInfo("Asia/Kathmandu")),
    Level.HIGH,
    Number(5),
]
BAD = [
    pytest.param(value, id=repr(value))
    for value in (
        float("nan"),
        float("inf"),
        -float("inf"),
        Decimal("NaN"),
        Decimal("sNaN"),
        Decimal("-Infinity"),
        [1],
        ("a",),
        {"a": 1},
        {1, 2},
        b"bytes",
        time(12),
        timedelta(hours=1),
        1j,
        object,
    )
]


@pytest.mark.parametrize("value", GOOD)
def test_plain_values(value: Any) -> None:
    """Fields hold text, numbers, dates, aware datetimes and None, and subclasses of them."""
    assert value == Change(at=NOON, fields={"x": value}).fields["x"]


@pytest.mark.parametrize("value", BAD)
def test_bad_values(value: Any) -> None:
    """What could not be compared or written as JSON is refused with the field and the value."""
    with pytest.raises(TicketError, match=r"^fields\.x: ") as caught:
        Change(at=NOON, fields={"y": 1, "x": value})
    assert caught.value.value is value
    assert caught.value.remedy


def test_naive_value() -> None:
    """A datetime without a zone is refused in a field too."""
    with pytest.raises(NaiveDatetimeError, match=r"fields\.x") as caught:
        Change(at=NOON, fields={"x": NOON.replace(tzinfo=None)})
    assert isinstance(caught.value, SlakitError)


def test_no_fields() -> None:
    """A change may name no field; nothing changed then."""
    assert {} == Change(at=NOON).fields


def test_later_changes_of_the_mapping() -> None:
    """A change is what it was when it was made, whatever becomes of the caller's mapping."""
    fields: dict[str, Any] = {"status": "open"}
    change = Change(at=NOON, fields=fields)
    fields["status"] = ["not", "plain"]
    assert {"status": "open"} == change.fields


def test_large_decimal() -> None:
    """A finite number is finite, even where a float cannot hold it."""
    assert Decimal("1E+400") == Change(at=NOON, fields={"x": Decimal("1E+400")}).fields["x"]
