"""What a log calls something, as an event."""

from __future__ import annotations

import warnings
from datetime import UTC, datetime
from typing import Any

import pytest

from slakit import SlakitWarning
from slakit.adapters.happenings import Happenings
from slakit.tickets import Change, Event, Message, Signal

AT = datetime(2024, 5, 6, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("expected", "entry"),
    [
        (Message(at=AT, author="agent"), "agent_reply"),
        (Message(at=AT, author="customer"), "customer_reply"),
        (Message(at=AT, author="system"), "system_reply"),
        (Message(at=AT, author="bot"), "bot_reply"),
        (Message(at=AT, author="agent", public=False), "internal_note"),
        (Signal(at=AT, name="paid"), {"signal": "paid"}),
        (Change(at=AT, fields={"status": "open", "level": 2}), {"status": "open", "level": 2}),
        (None, {}),
    ],
)
def test_entries(expected: Event | None, entry: Any) -> None:
    """An entry is a message, a signal, new values of fields, or nothing."""
    assert expected == Happenings({"X": entry}).event("X", AT)


def test_no_entry() -> None:
    """What has no entry is a signal of its own name."""
    assert Signal(at=AT, name="Mail sent") == Happenings({}).event("Mail sent", AT)


def test_misspelt() -> None:
    """An entry that was never used is warned about where something nearly called so had none."""
    happenings = Happenings({"Resolve Ticket": {"status": "resolved"}})
    happenings.event("Resolve ticket", AT)
    with pytest.warns(SlakitWarning, match="no row has the event 'Resolve Ticket', and 'Resolve t"):
        happenings.check()


@pytest.mark.parametrize(
    ("entries", "names"),
    [
        ({"Resolve ticket": {}}, ["Resolve ticket", "Resolved ticket"]),
        ({"Resolve ticket": {}}, ["Mail sent"]),
        ({"Resolve ticket": {}, "Resolved ticket": {}}, ["Resolved ticket"]),
        ({"Resolve ticket": {}}, []),
    ],
)
def test_nothing_misspelt(entries: dict[str, Any], names: list[str]) -> None:
    """That something did not happen is no mistake; the way to silence is to name the other."""
    happenings = Happenings(entries)
    for name in names:
        happenings.event(name, AT)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        happenings.check()
