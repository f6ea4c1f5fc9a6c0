"""A ticket as JSON data: what is validated, and what `slakit schema ticket` describes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from slakit.documents.frozen import FrozenMap
from slakit.documents.model import Document
from slakit.errors import TicketError
from slakit.instants import parse_instant
from slakit.tickets.events import Author, Change, Event, FieldValue, Message, check_value

__all__ = ["TicketForm", "event_data", "fields_data"]


def read_instant(value: Any) -> datetime:
    return parse_instant(value, "")


Instant = Annotated[datetime, BeforeValidator(read_instant, json_schema_input_type=str)]


def read_value(value: Any) -> Any:
    """Read a field's value; JSON has no dates and no decimals, so they stand in an object."""
    if isinstance(value, Mapping) and len(value) == 1:
        kind, text = next(iter(value.items()))
        if kind in READERS and isinstance(text, str):
            try:
                value = READERS[kind](text)
            except (ValueError, ArithmeticError):
                raise TicketError(
                    f"{text!r} is no {kind}", value=text, remedy=f"write it as in {EXAMPLES[kind]}"
                ) from None
    check_value(value, "")
    return value


READERS: dict[str, Callable[[str], Any]] = {
    "decimal": Decimal,
    "date": date.fromisoformat,
    "instant": read_instant,
}
EXAMPLES = {
    "decimal": '{"decimal": "12.50"}',
    "date": '{"date": "2024-05-06"}',
    "instant": '{"instant": "2024-05-06T09:00:00Z"}',
}


Value = Annotated[
    Any,
    BeforeValidator(
        read_value,
        json_schema_input_type=str | int | float | bool | None | dict[str, str],
    ),
]
Fields = FrozenMap[str, Value]


class MessageForm(Document):
    """Somebody wrote."""

    kind: Literal["message"]
    at: Instant = Field(description="when, with an offset")
    author: Author = Field(description="who wrote")
    public: bool = Field(default=True, description="false: an internal note")
    channel: str | None = Field(default=None, description="mail, chat, phone ...")

    def event(self) -> Event:
        return Message(at=self.at, author=self.author, public=self.public, channel=self.channel)


class ChangeForm(Document):
    """Fields took new values."""

    kind: Literal["change"]
    at: Instant = Field(description="when, with an offset")
    fields: Fields = Field(description="the new values")

    def event(self) -> Event:
        return Change(at=self.at, fields=dict(self.fields))


EventForm = Annotated[MessageForm | ChangeForm, Field(discriminator="kind")]


class TicketForm(Document):
    """A ticket's history as data: with `events`, or with timestamps instead of them."""

    id: Annotated[str, BeforeValidator(lambda value: str(value) if type(value) is int else value)]
    created_at: Instant = Field(description="when the ticket was created, with an offset")
    fields: Fields = Field(default=FrozenMap(), description="what it said when it was created")
    opened_by: Literal["customer", "agent"] | None = Field(
        default=None, description="whose message the opening was"
    )
    events: tuple[EventForm, ...] | None = Field(default=None, description="what happened since")
    first_responded_at: Instant | None = Field(
        default=None, description="first reply to the customer"
    )
    resolved_at: Instant | None = Field(default=None, description="when it was resolved")
    closed_at: Instant | None = Field(default=None, description="when it was closed")
    paused: tuple[tuple[Instant, Instant | None], ...] = Field(
        default=(), description="pairs of start and end; a null end goes on"
    )

    @model_validator(mode="after")
    def _check_one_way(self) -> TicketForm:
        stamps = [name for name in STAMPS if getattr(self, name)]
        if self.events is not None and stamps:
            raise TicketError(
                f"both events and {', '.join(stamps)} are given",
                value=stamps,
                remedy="give the history as events, or timestamps instead of it",
            )
        return self

    def timestamps(self) -> dict[str, Any]:
        """Return the arguments of `Ticket.from_timestamps`."""
        names = ("id", "created_at", "fields", "opened_by", *STAMPS)
        return {name: getattr(self, name) for name in names}


STAMPS = ("first_responded_at", "resolved_at", "closed_at", "paused")


def fields_data(fields: Mapping[str, FieldValue]) -> dict[str, Any]:
    """Return field values as JSON data from which `read_value` brings the same values back."""
    return {name: value_data(value) for name, value in fields.items()}


def value_data(value: FieldValue) -> Any:
    if isinstance(value, Decimal):
        return {"decimal": str(value)}
    if isinstance(value, datetime):
        return {"instant": value.isoformat()}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    return value


def event_data(event: Event) -> dict[str, Any]:
    """Return an event as JSON data."""
    if isinstance(event, Change):
        return {"kind": "change", "at": event.at.isoformat(), "fields": fields_data(event.fields)}
    data: dict[str, Any] = {
        "kind": "message",
        "at": event.at.isoformat(),
        "author": event.author,
        "public": event.public,
    }
    if event.channel is not None:
        data["channel"] = event.channel
    return data
