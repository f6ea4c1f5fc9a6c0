"""Messages, changes and signals."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from slakit import Change, Message, NaiveDatetimeError, SlakitError, TicketError
from slakit.tickets import Signal

NOON = datetime(2024, 5, 6, 12, tzinfo=UTC)


class Level(str, Enum):  # noqa: UP042 - the kind of enumeration that is common in hosts
    HIGH = "high"


class Author(str, Enum):  # noqa: UP042
    AGENT = "agent"


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


@pytest.mark.parametrize("author", ["Agent", "user", "", None, 1, ["agent"]])
def test_bad_author(author: Any) -> None:
    """Any other author is refused with those that there are."""
    with pytest.raises(TicketError, match="agent, customer, system and bot") as caught:
        Message(at=NOON, author=author)
    assert ("author", author, "ticket") == (
        caught.value.parameter,
        caught.value.value,
        caught.value.code,
    )


@pytest.mark.parametrize("public", [True, False, 1, 0])
def test_public(public: Any) -> None:
    """Databases give booleans as numbers."""
    assert bool(public) is Message(at=NOON, author="agent", public=public).public


@pytest.mark.parametrize("public", ["false", "", None, 2, []])
def test_bad_public(public: Any) -> None:
    """What only passes for a bool would make an internal note a reply."""
    with pytest.raises(TicketError, match=r"public: .* is neither True nor False"):
        Message(at=NOON, author="agent", public=public)


def test_author_of_an_enumeration() -> None:
    """A member of an enumeration of texts is the text, in an f-string too."""
    author: Any = Author.AGENT
    assert "agent_reply" == f"{Message(at=NOON, author=author).author}_reply"


@pytest.mark.parametrize("channel", [None, "", "mail"])
def test_channel(channel: str | None) -> None:
    """A channel is the host's own word."""
    assert channel == Message(at=NOON, author="agent", channel=channel).channel


def test_bad_channel() -> None:
    """A channel is text."""
    with pytest.raises(TicketError, match="channel: 5 is no text"):
        Message(at=NOON, author="agent", channel=5)  # type: ignore[arg-type]


class TestSignal:
    def test_name(self) -> None:
        """A signal has the host's name for it, and may say more."""
        found = Signal(at=NOON, name="handed_over", data={"to": "sales", "rank": 2})
        assert ("handed_over", {"to": "sales", "rank": 2}) == (found.name, found.data)
        assert {} == Signal(at=NOON, name="x").data

    @pytest.mark.parametrize("name", ["", None, 5])
    def test_bad_name(self, name: Any) -> None:
        """Without a name no condition could heed it."""
        with pytest.raises(TicketError, match="name: "):
            Signal(at=NOON, name=name)

    def test_bad_data(self) -> None:
        """Its data are plain values, as those of fields."""
        with pytest.raises(TicketError, match=r"^data\.x: nan is no value"):
            Signal(at=NOON, name="x", data={"x": float("nan")})


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
