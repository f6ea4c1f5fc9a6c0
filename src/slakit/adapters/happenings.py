"""What a log of events calls something -> the event of the ticket."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from difflib import get_close_matches
from typing import Any, Literal, TypeAlias, cast

from slakit.documents import FrozenMap
from slakit.errors import SlakitWarning, warn_caller
from slakit.tickets import Change, Event, Message, Signal

__all__ = ["Happening", "Happenings", "wrong_with"]

MessageWord: TypeAlias = Literal[
    "agent_reply", "customer_reply", "system_reply", "bot_reply", "internal_note"
]

Happening: TypeAlias = MessageWord | FrozenMap[str, str | int | float | bool | None]
"""A message by the word that policies have for it, ``{signal: name}``, or ``{field: value}``."""


def wrong_with(happening: Any) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a happening, and the remedy; types are the document's matter."""
    if not isinstance(happening, Mapping):
        return
    if not all(str(name).strip() for name in happening):
        yield "a field needs a name", "write {field: value}"
    if "signal" in happening:
        name = happening["signal"]
        if len(happening) > 1:
            yield "a signal stands alone", "write {signal: name}, or {field: value}"
        elif not isinstance(name, str) or not name.strip():
            yield f"{name!r} is no name of a signal", "write {signal: name}"


class Happenings:
    """The events of a ticket by what a log calls them; what has no entry is a signal.

    >>> from datetime import UTC
    >>> happenings = Happenings({"Closed": {"status": "closed"}, "Seen": {}})
    >>> happenings.event("Closed", datetime(2024, 5, 6, 9, tzinfo=UTC)).fields
    {'status': 'closed'}
    """

    def __init__(self, entries: Mapping[str, Happening]) -> None:
        self._entries = entries
        self._used = set[str]()
        self._others = set[str]()

    def event(self, name: str, at: datetime) -> Event | None:
        """Return what happened at an instant as an event; None where the entry is empty."""
        entry = self._entries.get(name)
        if entry is None:
            self._others.add(name)
            return Signal(at=at, name=name)
        self._used.add(name)
        if entry == "internal_note":
            return Message(at=at, author="agent", public=False)
        if isinstance(entry, str):
            return Message(at=at, author=cast("Any", entry.removesuffix("_reply")))
        if "signal" in entry:
            return Signal(at=at, name=cast("str", entry["signal"]))
        return Change(at=at, fields=entry) if entry else None

    def check(self) -> None:
        """Warn of an entry that was never used while something nearly called so has none.

        It is known after the last row only, and no error: that nothing was reopened on some day
        is no mistake.
        """
        for name in self._entries:
            near = get_close_matches(name, self._others, 1, 0.85)
            if near and name not in self._used:
                warn_caller(
                    f"events: no row has the event {name!r}, and {near[0]!r} has no entry and"
                    f" became a signal. Correct the entry, or add {near[0]!r}:"
                    f" {{signal: {near[0]!r}}}.",
                    SlakitWarning,
                )
