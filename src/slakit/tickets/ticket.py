"""`Ticket`: what a ticket said when it was created, and what happened since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal, Self

from slakit.documents import refusal
from slakit.errors import InstantError, TicketError
from slakit.instants import plain_datetime, since_epoch
from slakit.tickets.events import Change, Event
from slakit.tickets.foreign import TicketLike, parts
from slakit.tickets.history import contradictions, in_order, listed
from slakit.tickets.timestamps import CATEGORY, timestamp_events
from slakit.tickets.unwind import unwind
from slakit.tickets.values import FieldValue, id_text, plain_fields

__all__ = ["CATEGORY", "Ticket"]


@dataclass(frozen=True, slots=True, init=False)
class Ticket:
    """A ticket's history: `fields` as they were at creation, and the events since.

    Events may come in any order; they are sorted by instant, and those of one
    instant apply together. Events of one id are one event, however often they
    come. `opened_by` says whose message the opening was, None that it was nobody's.

    Raises `TicketError` for an event before the creation, two different events
    of one id, and a field whose value is not plain. An event may lie however far
    in the future: nothing heeds it before its instant.

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
    created_at: datetime = field(compare=False)
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
        set_created(self, created)
        set_created_at(self, plain_datetime(created_at, "created_at"))
        set_events(self, in_order(events, id, created_at, created))
        set_fields(self, plain_fields(fields))
        if opened_by is not None and opened_by not in ("customer", "agent"):
            raise TicketError(
                f"ticket {id!r}: unknown opener {opened_by!r}",
                parameter="opened_by",
                value=opened_by,
                remedy="give customer, agent or None",
            )
        set_opened_by(self, opened_by)
        set_id(self, id if type(id) is str else id_text(id))

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
        if fields and "status" in fields and (paused or resolved_at or closed_at):
            # A host that keeps timestamps keeps the status of today, not that of the creation.
            fields = {CATEGORY: "open", **fields}
        try:
            events = timestamp_events(first_responded_at, resolved_at, closed_at, paused)
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
    def from_current(
        cls,
        *,
        id: str | int,
        created_at: datetime,
        fields: Mapping[str, FieldValue] | None,
        changes: Iterable[tuple[datetime, str, FieldValue, FieldValue]],
        events: Iterable[Event] = (),
        opened_by: Literal["customer", "agent"] | None = None,
    ) -> Self:
        """Build a history from the row as it is now and the log of its changes.

        Each change is ``(at, field, old, new)``, in any order but for those of one
        instant, which stand as they happened and become one `Change`. The log is
        undone, newest first, to the fields at creation; a field that the row lacks
        counts as None. `events` are messages, signals and the like.

        Raises `TicketError` with every change that contradicts the row or the change
        after it: such a log has a gap, or the row is older than the log.

        The trap: what changed and is not in the log counts as having been so from
        the creation on.

        >>> from datetime import UTC
        >>> ticket = Ticket.from_current(
        ...     id="T-1",
        ...     created_at=datetime(2024, 5, 6, 9, tzinfo=UTC),
        ...     fields={"priority": "high", "status": "solved"},
        ...     changes=[(datetime(2024, 5, 6, 11, tzinfo=UTC), "status", "open", "solved")],
        ... )
        >>> ticket.fields, ticket.events[0].fields
        ({'priority': 'high', 'status': 'open'}, {'status': 'solved'})
        """
        log = listed(changes, id, "changes")
        first, logged = unwind(plain_fields(fields), log, id)
        others = listed(events, id, "events")
        for event in others:
            if isinstance(event, Change):
                raise TicketError(
                    f"ticket {id!r}: {event!r} does not say what its fields were before",
                    parameter="events",
                    value=event,
                    remedy="give it in changes, as (at, field, old, new)",
                )
        return cls(
            id=id,
            created_at=created_at,
            fields=first,
            events=(*logged, *others),
            opened_by=opened_by,
        )

    @staticmethod
    def of(ticket: Ticket | TicketLike | Mapping[str, Any]) -> Ticket:
        """Return a ticket as it is, and anything that has a ticket's attributes as a ticket.

        Objects of the host's own classes are read by their attributes
        (`TicketLike`, `EventLike`), mappings as `from_data` reads them. Raises
        `TicketError` that names the attributes which are missing, `DocumentError`
        with what is wrong with any of the events.

        >>> from datetime import UTC
        >>> from types import SimpleNamespace
        >>> created = datetime(2024, 5, 6, 9, tzinfo=UTC)
        >>> solved = SimpleNamespace(at=created, fields={"status": "solved"})
        >>> row = SimpleNamespace(id="T-1", created_at=created, fields={}, events=[solved])
        >>> Ticket.of(row).state_at(created)
        {'status': 'solved'}
        """
        if isinstance(ticket, Ticket):
            return ticket
        if isinstance(ticket, Mapping):
            return Ticket.from_data(ticket)
        return Ticket(**parts(ticket))

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """Build a ticket from plain JSON data: with ``events``, or with timestamps instead.

        Raises `DocumentError` with every problem and its path.

        >>> Ticket.from_data({"id": "T-1", "created_at": "2024-05-06T09:00:00Z"}).id
        'T-1'
        """
        from slakit.tickets.form import TicketForm

        # pydantic takes no other mapping for a document.
        form = TicketForm.model_validate(dict(data) if isinstance(data, Mapping) else data)
        if form.events is None:
            return cls.from_timestamps(**form.timestamps())
        events = [event.event() for event in form.events]
        try:
            return cls(
                id=form.id,
                created_at=form.created_at,
                fields=form.fields,
                events=events,
                opened_by=form.opened_by,
            )
        except TicketError:
            # It names the first contradiction; of a document all are told, and where they stand.
            raise refusal(contradictions(events, form.created_at)) from None

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


# As for events, setting a slot like this takes a third less time than `object.__setattr__`.
set_id = Ticket.__dict__["id"].__set__
set_created_at = Ticket.__dict__["created_at"].__set__
set_fields = Ticket.__dict__["fields"].__set__
set_events = Ticket.__dict__["events"].__set__
set_opened_by = Ticket.__dict__["opened_by"].__set__
set_created = Ticket.__dict__["created"].__set__
