"""A ticket as JSON data: what is validated, and what `slakit schema ticket` describes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal, get_args

from pydantic import BeforeValidator, Field, model_validator

from slakit.documents.model import Document
from slakit.errors import TicketError
from slakit.instants import parse_instant
from slakit.tickets.decisions import DueSet, Exemption, Merge
from slakit.tickets.events import KINDS, Author, Change, Event, Message, Signal
from slakit.tickets.values import FieldValue, check_value

__all__ = ["FORMS", "TicketForm", "event_data", "fields_data"]


def read_instant(value: Any) -> datetime:
    return parse_instant(value, "")


def read_id(value: Any) -> Any:
    """Read an id; many hosts number what they have."""
    return str(value) if type(value) is int else value


INSTANT = "2024-05-06T09:00:00Z"
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
    "instant": f'{{"instant": "{INSTANT}"}}',
}


Value = Annotated[
    Any,
    BeforeValidator(
        read_value,
        json_schema_input_type=str | int | float | bool | None | dict[str, str],
    ),
]
# A form is read and thrown away, so nothing is gained by freezing it.
Fields = dict[str, Value]
Name = Annotated[str, Field(min_length=1)]
Id = Annotated[str, BeforeValidator(read_id, json_schema_input_type=str | int)]


class EventForm(Document):
    """What every event has."""

    kind: str
    at: Instant = Field(description="when, with an offset", examples=[INSTANT])
    id: Id | None = Field(
        default=None,
        description="events of one id are one event, however often they come",
        examples=["audit-4711"],
    )

    def event(self) -> Event:
        """Return the event."""
        values = dict(self.__dict__)
        return KINDS[values.pop("kind")](**values)


class MessageForm(EventForm):
    """Somebody wrote."""

    kind: Literal["message"] = Field(description="somebody wrote")
    author: Author = Field(description="who wrote")
    public: bool = Field(default=True, description="false: an internal note")
    channel: str | None = Field(
        default=None, description="mail, chat, phone ...", examples=["mail"]
    )


class ChangeForm(EventForm):
    """Fields took new values."""

    kind: Literal["change"] = Field(description="fields took new values")
    fields: Fields = Field(description="the new values", examples=[{"status": "waiting"}])


class SignalForm(EventForm):
    """Something of the host's own occurred."""

    kind: Literal["signal"] = Field(description="something of the host's own occurred")
    name: Name = Field(
        description="what the host calls it, as conditions name it", examples=["sold"]
    )
    data: Fields = Field(
        default_factory=dict,
        description="more about it; no clock looks at it",
        examples=[{"invoice": "4711"}],
    )


class DueSetForm(EventForm):
    """A due was set by hand, or taken back."""

    kind: Literal["due_set"] = Field(description="a due time was set by hand, or taken back")
    metric: Name = Field(description="whose due time", examples=["resolution"])
    due_at: Instant | None = Field(
        description="the due time from then on; null takes it back", examples=[INSTANT]
    )
    reason: str = Field(default="", description="why", examples=["agreed by phone"])
    author: str = Field(default="", description="who set it", examples=["ana"])


class ExemptionForm(EventForm):
    """A breach does not count from then on."""

    kind: Literal["exemption"] = Field(description="a breach does not count from then on")
    metric: Name | None = Field(
        default=None, description="whose breach; null: of every metric", examples=["resolution"]
    )
    reason: Name = Field(description="why", examples=["power cut in the whole town"])
    author: Name = Field(description="who answers for it", examples=["ana"])
    cycle: Annotated[int, Field(strict=True, ge=1)] | None = Field(
        default=None,
        description="of which cycle, counted from 1; null: of every one",
        examples=[2],
    )


class MergeForm(EventForm):
    """The ticket became part of another."""

    kind: Literal["merge"] = Field(description="the ticket became part of another")
    into: Id = Field(description="the id of the other ticket", examples=["T-9"])


AnyForm = MessageForm | ChangeForm | SignalForm | DueSetForm | ExemptionForm | MergeForm
FORMS: dict[str, type[EventForm]] = dict(zip(KINDS, get_args(AnyForm), strict=True))


class TicketForm(Document):
    """A ticket's history as data: with `events`, or with timestamps instead of them."""

    id: Id = Field(description="what the host calls it", examples=["T-1"])
    created_at: Instant = Field(
        description="when the ticket was created, with an offset", examples=[INSTANT]
    )
    fields: Fields = Field(
        default_factory=dict,
        description="what it said when it was created",
        examples=[{"priority": "high", "status": "new"}],
    )
    opened_by: Literal["customer", "agent"] | None = Field(
        default=None, description="whose message the opening was"
    )
    events: tuple[Annotated[AnyForm, Field(discriminator="kind")], ...] | None = Field(
        default=None, description="what happened since"
    )
    first_responded_at: Instant | None = Field(
        default=None, description="first reply to the customer", examples=[INSTANT]
    )
    resolved_at: Instant | None = Field(
        default=None, description="when it was resolved", examples=[INSTANT]
    )
    closed_at: Instant | None = Field(
        default=None, description="when it was closed", examples=[INSTANT]
    )
    paused: tuple[tuple[Instant, Instant | None], ...] = Field(
        default=(),
        description="pairs of start and end; a null end goes on",
        examples=[[[INSTANT, None]]],
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


# These are written as they are, like most values, and need no second look.
JSON_TYPES = frozenset({str, int, float, bool, type(None)})
STAMPS = ("first_responded_at", "resolved_at", "closed_at", "paused")


def fields_data(fields: Mapping[str, FieldValue]) -> dict[str, Any]:
    """Return field values as JSON data from which `read_value` brings the same values back."""
    return {
        name: value if type(value) in JSON_TYPES else value_data(value)
        for name, value in fields.items()
    }


def value_data(value: FieldValue) -> Any:
    if isinstance(value, Decimal):
        return {"decimal": str(value)}
    if isinstance(value, datetime):
        return {"instant": value.isoformat()}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    return value


def event_data(event: Event) -> dict[str, Any]:
    """Return an event as JSON data, without what it does not say."""
    data = {"kind": event.kind, "at": event.at.isoformat(), **details(event)}
    if event.id is not None:
        data["id"] = event.id
    return data


def details(event: Event) -> dict[str, Any]:
    """Return what an event says beyond its kind, its instant and its id."""
    match event:
        case Message():
            said = {"author": event.author, "public": event.public}
            return said if event.channel is None else {**said, "channel": event.channel}
        case Change():
            return {"fields": fields_data(event.fields)}
        case Signal():
            return {"name": event.name, **given(data=fields_data(event.data))}
        case DueSet():
            return {
                "metric": event.metric,
                "due_at": event.due_at and event.due_at.isoformat(),
                **given(reason=event.reason, author=event.author),
            }
        case Exemption():
            return {
                **given(metric=event.metric),
                "reason": event.reason,
                "author": event.author,
                **given(cycle=event.cycle),
            }
        case Merge():
            return {"into": event.into}


def given(**values: Any) -> dict[str, Any]:
    """Return the values that are neither None nor empty."""
    return {name: value for name, value in values.items() if value}
