"""`Ticket`: what a ticket said when it was created, and what happened since."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from operator import attrgetter, itemgetter
from typing import Any, Literal, Self

from slakit.errors import InstantError, TicketError
from slakit.instants import plain_datetime, since_epoch
from slakit.tickets.events import Change, Event, FieldValue, Message, check_fields

__all__ = ["CATEGORY", "Ticket"]

# The field by which a host, or `from_timestamps`, names a status category outright.
CATEGORY = "category"
MOMENT = attrgetter("moment")
put = object.__setattr__


@dataclass(frozen=True, slots=True, init=False)
class Ticket:
    """A ticket's history: `fields` as they were at creation, and the events since.

    Events may come in any order; they are sorted by instant, and those of one
    instant apply together. An event before the creation raises `TicketError`,
    as does a field whose value is not plain. `opened_by` says whose message
    the opening was, None that it was nobody's.

    >>> from datetime import UTC
    >>> ticket = Ticket(
    ...     id="T-1",
    ...     created_at=datetime(2024, 5, 6, 9, tzinfo=UTC),
    ...     fields={"priority": "high", "status": "open"},
    ...     events=[Change(at=datetime(2024, 5, 6, 11, tzinfo=UTC), fields={"status": "solved"})],
    ... )
    >>> ticket.state_at(datetime(2024, 5, 6, 12, tzinfo=UTC))
    {'priority': 'high', 'status': 'solved'}
    """

    id: str
    created_at: datetime
    fields: Mapping[str, FieldValue]
    events: tuple[Event, ...]
    opened_by: Literal["customer", "agent"] | None
    created: timedelta = field(repr=False)

    # Written out, so that each field of a frozen object is set once.
    def __init__(
        self,
        *,
        id: str | int,
        created_at: datetime,
        fields: Mapping[str, FieldValue] | None = None,
        events: Iterable[Event] = (),
        opened_by: Literal["customer", "agent"] | None = None,
    ) -> None:
        # Comparing two datetimes of one zone compares their wall times, which is wrong around
        # a change of daylight saving, so everything is ordered by the time since the epoch.
        created = since_epoch(created_at, "created_at")
        history = tuple(events)
        for event in history:
            if not isinstance(event, (Change, Message)):
                raise TicketError(
                    f"ticket {id!r}: {event!r} is no event",
                    parameter="events",
                    value=event,
                    remedy="give Message and Change",
                )
        if len(history) > 1:
            history = tuple(sorted(history, key=MOMENT))
        if history and history[0].moment < created:
            early = history[0]
            raise TicketError(
                f"ticket {id!r}: {early!r} is before its creation at {created_at.isoformat()}",
                parameter="events",
                value=early.at.isoformat(),
                remedy="correct one of the two instants",
            )
        values = dict(fields or {})
        check_fields(values)
        if opened_by not in (None, "customer", "agent"):
            raise TicketError(
                f"ticket {id!r}: unknown opener {opened_by!r}",
                parameter="opened_by",
                value=opened_by,
                remedy="give customer, agent or None",
            )
        put(self, "id", id if isinstance(id, str) else whole_number(id))
        put(self, "created_at", plain_datetime(created_at, "created_at"))
        put(self, "fields", values)
        put(self, "events", history)
        put(self, "opened_by", opened_by)
        put(self, "created", created)

    def __hash__(self) -> int:
        return hash((self.id, self.created, tuple(event.moment for event in self.events)))

    @classmethod
    def from_timestamps(
        cls,
        *,
        id: str | int,
        created_at: datetime,
        first_responded_at: datetime | None = None,
        resolved_at: datetime | None = None,
        closed_at: datetime | None = None,
        paused: Iterable[tuple[datetime, datetime | None]] = (),
        fields: Mapping[str, FieldValue] | None = None,
        opened_by: Literal["customer", "agent"] | None = None,
    ) -> Self:
        """Build a history from the timestamps that a host without a history keeps.

        The events name the status category itself, so they fit every policy
        whatever its status words are. A pause whose end is None goes on.

        >>> from datetime import UTC
        >>> Ticket.from_timestamps(
        ...     id="T-1",
        ...     created_at=datetime(2024, 5, 6, 9, tzinfo=UTC),
        ...     resolved_at=datetime(2024, 5, 6, 11, tzinfo=UTC),
        ... ).events[0].fields
        {'category': 'resolved'}
        """
        events: list[Event] = []
        if fields and "status" in fields and (paused or resolved_at or closed_at):
            # A host that keeps timestamps keeps the status of today, not that of the creation.
            fields = {CATEGORY: "open", **fields}
        try:
            if first_responded_at is not None:
                events.append(Message(at=first_responded_at, author="agent"))
            if paused:
                events += pause_events(paused, resolved_at, closed_at)
            if resolved_at is not None:
                events.append(Change(at=resolved_at, fields={CATEGORY: "resolved"}))
            if closed_at is not None:
                events.append(Change(at=closed_at, fields={CATEGORY: "closed"}))
            return cls(
                id=id, created_at=created_at, fields=fields, events=events, opened_by=opened_by
            )
        except (InstantError, TicketError):
            # The events are ours; the caller knows what is wrong with one by another name.
            created = since_epoch(created_at, "created_at")
            for name, value in (
                ("first_responded_at", first_responded_at),
                ("resolved_at", resolved_at),
                ("closed_at", closed_at),
            ):
                if value is not None and since_epoch(value, name) < created:
                    raise TicketError(
                        f"ticket {id!r}: {value.isoformat()} is before its creation at"
                        f" {created_at.isoformat()}",
                        parameter=name,
                        value=value,
                        remedy="correct one of the two",
                    ) from None
            raise

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """Build a ticket from plain JSON data: with ``events``, or with timestamps instead.

        Raises `DocumentError` with every problem and its path.

        >>> Ticket.from_data({"id": "T-1", "created_at": "2024-05-06T09:00:00Z"}).id
        'T-1'
        """
        from slakit.tickets.form import TicketForm

        form = TicketForm.model_validate(data)
        if form.events is None:
            return cls.from_timestamps(**form.timestamps())
        return cls(
            id=form.id,
            created_at=form.created_at,
            fields=form.fields,
            events=[event.event() for event in form.events],
            opened_by=form.opened_by,
        )

    def to_data(self) -> dict[str, Any]:
        """Return the ticket as plain JSON data, which `from_data` reads."""
        from slakit.tickets.form import event_data, fields_data

        data: dict[str, Any] = {
            "id": self.id,
            "created_at": self.created_at.isoformat(),
            "fields": fields_data(self.fields),
            "events": [event_data(event) for event in self.events],
        }
        if self.opened_by is not None:
            data["opened_by"] = self.opened_by
        return data

    def state_at(self, at: datetime) -> dict[str, FieldValue]:
        """Return the fields after all events up to and including `at`; none before creation."""
        moment = since_epoch(at, "at")
        if moment < self.created:
            return {}
        state = dict(self.fields)
        for event in self.events:
            if event.moment > moment:
                break
            if isinstance(event, Change):
                state.update(event.fields)
        return state


def whole_number(id: Any) -> str:
    """Return an id that is a whole number as text, as JSON data has it."""
    if not isinstance(id, int) or isinstance(id, bool):
        raise TicketError(
            f"{id!r} is no id", parameter="id", value=id, remedy="give text or a whole number"
        )
    return str(id)


def pause_events(
    paused: Iterable[tuple[datetime, datetime | None]], *ends: datetime | None
) -> Iterator[Change]:
    """Yield the changes that pauses make until the ticket is done, at the first of `ends`.

    What ends the ticket ends its pause, and no later end of the pause opens it again.
    """
    done = min((since_epoch(end, "at") for end in ends if end is not None), default=None)
    for start, end in merged_pauses(paused):
        if done is None or since_epoch(start, "paused") < done:
            yield Change(at=start, fields={CATEGORY: "paused"})
            if end is not None and (done is None or since_epoch(end, "paused") < done):
                yield Change(at=end, fields={CATEGORY: "open"})


def merged_pauses(
    paused: Iterable[tuple[datetime, datetime | None]],
) -> list[tuple[datetime, datetime | None]]:
    """Return pauses in order, with those that overlap or touch as one and without empty ones."""
    merged: list[tuple[datetime, datetime | None]] = []
    timed = [
        (
            since_epoch(start, "paused"),
            None if end is None else since_epoch(end, "paused"),
            start,
            end,
        )
        for start, end in paused
    ]
    last: timedelta | None = None
    for first, until, start, end in sorted(timed, key=itemgetter(0)):
        if until is not None and until < first:
            raise TicketError(
                f"the pause from {start.isoformat()} ends before it begins",
                parameter="paused",
                value=end,
                remedy="swap the two instants, or give None for a pause that goes on",
            )
        if until == first:
            continue
        if merged and (last is None or first <= last):
            if last is not None and (until is None or until > last):
                merged[-1], last = (merged[-1][0], end), until
            continue
        merged.append((start, end))
        last = until
    return merged
