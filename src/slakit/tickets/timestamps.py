"""The timestamps that a host without a history keeps -> events.

The events name the status category itself, so they fit every policy whatever
its status words are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from operator import itemgetter

from slakit.errors import TicketError
from slakit.instants import plain_datetime, since_epoch
from slakit.tickets.events import Change, Event, Message, sure_change

__all__ = ["CATEGORY", "timestamp_events"]

# The field by which a host, or an event made here, names a status category outright.
CATEGORY = "category"

Pause = tuple[datetime, datetime | None]
Timed = tuple[timedelta, timedelta | None, datetime, datetime | None]


def timestamp_events(
    first_responded_at: datetime | None,
    resolved_at: datetime | None,
    closed_at: datetime | None,
    paused: Iterable[Pause],
) -> list[Event]:
    """Return the events that timestamps tell of, in any order."""
    events: list[Event] = []
    if first_responded_at is not None:
        events.append(Message(at=first_responded_at, author="agent"))
    if paused:
        events += pause_events(paused, resolved_at, closed_at)
    if resolved_at is not None:
        events.append(turned("resolved", resolved_at, since_epoch(resolved_at, "resolved_at")))
    if closed_at is not None:
        events.append(turned("closed", closed_at, since_epoch(closed_at, "closed_at")))
    return events


def turned(category: str, at: datetime, moment: timedelta) -> Change:
    """Return the change to a category, at an instant that has been looked at."""
    return sure_change(plain_datetime(at, "at"), moment, {CATEGORY: category})


def pause_events(paused: Iterable[Pause], *ends: datetime | None) -> Iterator[Change]:
    """Yield the changes that pauses make until the ticket is done, at the first of `ends`.

    What ends the ticket ends its pause, and no later end of the pause opens it again.
    """
    done = min((since_epoch(end, "at") for end in ends if end is not None), default=None)
    for first, last, start, end in merged_pauses(paused):
        if done is None or first < done:
            yield turned("paused", start, first)
            if end is not None and last is not None and (done is None or last < done):
                yield turned("open", end, last)


def merged_pauses(paused: Iterable[Pause]) -> list[Timed]:
    """Return pauses in order, with those that overlap or touch as one and without empty ones.

    Each is its start and end as times since the epoch, and as they were given.
    """
    timed = [
        (
            since_epoch(start, "paused"),
            None if end is None else since_epoch(end, "paused"),
            start,
            end,
        )
        for start, end in paused
    ]
    timed.sort(key=itemgetter(0))
    merged: list[Timed] = []
    for first, last, start, end in timed:
        if last is not None and last < first:
            raise TicketError(
                f"the pause from {start.isoformat()} ends before it begins",
                parameter="paused",
                value=end,
                remedy="swap the two instants, or give None for a pause that goes on",
            )
        if last == first:
            continue
        if merged:
            before = merged[-1]
            if before[1] is None or first <= before[1]:
                if before[1] is not None and (last is None or last > before[1]):
                    merged[-1] = (before[0], last, before[2], end)
                continue
        merged.append((first, last, start, end))
    return merged
