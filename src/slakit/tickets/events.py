"""What happens to a ticket, each event with its instant: messages, changes and signals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, ClassVar, Literal, get_args

from slakit.errors import TicketError
from slakit.instants import plain_datetime, since_epoch
from slakit.tickets.dated import Dated, set_at, set_id, set_moment
from slakit.tickets.decisions import DueSet, Exemption, Merge
from slakit.tickets.values import FieldValue, id_text, plain_fields, plain_text

__all__ = ["KINDS", "Author", "Change", "Event", "Message", "Signal", "sure_change"]

Author = Literal["agent", "customer", "system", "bot"]

AUTHORS = frozenset(get_args(Author))
new = object.__new__


@dataclass(frozen=True, slots=True, init=False)
class Message(Dated):
    """Somebody wrote. A message that is not `public` is an internal note.

    `channel` is the host's word for where it was written, None where that is
    not known. Raises `TicketError` for an author who is none of the four.

    The trap: a reply that a macro or an automatic answer sent is the bot's, and
    no reply of an agent, whoever's name stands below it.

    >>> from datetime import UTC
    >>> Message(at=datetime(2024, 5, 6, 9, tzinfo=UTC), author="agent").public
    True
    """

    kind: ClassVar[str] = "message"

    author: Author
    public: bool
    channel: str | None

    # Written out, as the others, so that each field of a frozen object is set once.
    def __init__(
        self,
        *,
        at: datetime,
        author: Author,
        public: bool = True,
        channel: str | None = None,
        id: str | int | None = None,
    ) -> None:
        set_at(self, at if type(at) is datetime else plain_datetime(at, "at"))
        set_moment(self, since_epoch(at, "at"))
        set_id(self, id if id is None else id_text(id))
        set_author(
            self, author if type(author) is str and author in AUTHORS else known_author(author)
        )
        set_public(self, public if type(public) is bool else truth(public))
        if channel is not None and type(channel) is not str:
            channel = plain_text(channel, "channel")
        set_channel(self, channel)


set_author = Message.__dict__["author"].__set__
set_public = Message.__dict__["public"].__set__
set_channel = Message.__dict__["channel"].__set__


@dataclass(frozen=True, slots=True, init=False)
class Change(Dated):
    """Fields of the ticket took new values; what is not named stayed as it was.

    A value is text, a number, a date, an aware datetime or None; any other
    raises `TicketError`. Changes of one instant apply together.

    >>> from datetime import UTC
    >>> Change(at=datetime(2024, 5, 6, 9, tzinfo=UTC), fields={"status": "solved"}).fields
    {'status': 'solved'}
    """

    kind: ClassVar[str] = "change"

    fields: Mapping[str, FieldValue] = field(hash=False)

    def __init__(
        self,
        *,
        at: datetime,
        fields: Mapping[str, FieldValue] | None = None,
        id: str | int | None = None,
    ) -> None:
        set_at(self, at if type(at) is datetime else plain_datetime(at, "at"))
        set_moment(self, since_epoch(at, "at"))
        set_id(self, id if id is None else id_text(id))
        set_fields(self, plain_fields(fields))


set_fields = Change.__dict__["fields"].__set__


@dataclass(frozen=True, slots=True, init=False)
class Signal(Dated):
    """Something of the host's own occurred that clocks may heed, under the host's name for it.

    `data` says more about it, in plain values as those of fields; no clock
    looks at it. Raises `TicketError` for a name that is empty or no text.

    >>> from datetime import UTC
    >>> Signal(at=datetime(2024, 5, 6, 9, tzinfo=UTC), name="handed_over").name
    'handed_over'
    """

    kind: ClassVar[str] = "signal"

    name: str
    data: Mapping[str, FieldValue] = field(hash=False)

    def __init__(
        self,
        *,
        at: datetime,
        name: str,
        data: Mapping[str, FieldValue] | None = None,
        id: str | int | None = None,
    ) -> None:
        set_at(self, at if type(at) is datetime else plain_datetime(at, "at"))
        set_moment(self, since_epoch(at, "at"))
        set_id(self, id if id is None else id_text(id))
        set_name(self, plain_text(name, "name"))
        set_data(self, plain_fields(data, "data"))


set_name = Signal.__dict__["name"].__set__
set_data = Signal.__dict__["data"].__set__


def sure_change(at: datetime, moment: timedelta, fields: dict[str, FieldValue]) -> Change:
    """Return a change of which everything is known to be right already, at half the cost.

    `at` is a plain datetime, `moment` its time since the epoch, and `fields`, which
    belong to the change from now on, are plain.
    """
    change = new(Change)
    set_at(change, at)
    set_moment(change, moment)
    set_id(change, None)
    set_fields(change, fields)
    return change


Event = Message | Change | Signal | DueSet | Exemption | Merge

# In JSON, and on the objects of a host, an event says its kind.
KINDS: dict[str, type[Event]] = {kind.kind: kind for kind in get_args(Event)}


def known_author(author: Any) -> Any:
    """Return an author, of an enumeration its value; refuse one who is none of the four."""
    if not isinstance(author, str) or author not in AUTHORS:
        raise TicketError(
            f"unknown author {author!r}",
            parameter="author",
            value=author,
            remedy="give one of agent, customer, system and bot",
        )
    return plain_text(author, "author")


def truth(public: Any) -> bool:
    """Return what a host's database gives as a bool; refuse what only passes for one."""
    if public not in (0, 1):
        raise TicketError(
            f"{public!r} is neither True nor False",
            parameter="public",
            value=public,
            remedy="give False for an internal note",
        )
    return bool(public)
