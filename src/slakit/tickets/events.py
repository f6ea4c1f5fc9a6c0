"""What happened to a ticket, each event with its instant.

An event keeps the time since the epoch of its instant as `moment`, because it
is asked for at every evaluation and costs a look at the zone.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Literal, get_args

from slakit.errors import TicketError
from slakit.instants import since_epoch

__all__ = ["Author", "Change", "Event", "FieldValue", "Message"]

Author = Literal["agent", "customer", "system", "bot"]
FieldValue = str | int | float | bool | Decimal | date | datetime | None

put = object.__setattr__

AUTHORS = frozenset(get_args(Author))
PLAIN_TYPES = frozenset({str, int, bool, type(None), date})


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """Somebody wrote. A message that is not `public` is an internal note.

    >>> from datetime import UTC
    >>> Message(at=datetime(2024, 5, 6, 9, tzinfo=UTC), author="agent").public
    True
    """

    at: datetime
    author: Author
    public: bool = True
    channel: str | None = None
    moment: timedelta = field(init=False, repr=False)

    def __post_init__(self) -> None:
        put(self, "moment", since_epoch(self.at, "at"))
        if self.author not in AUTHORS:
            raise TicketError(
                f"unknown author {self.author!r}",
                parameter="author",
                value=self.author,
                remedy="give one of agent, customer, system and bot",
            )


@dataclass(frozen=True, slots=True, init=False)
class Change:
    """Fields of the ticket took new values; what is not named stayed as it was.

    >>> from datetime import UTC
    >>> Change(at=datetime(2024, 5, 6, 9, tzinfo=UTC), fields={"status": "solved"}).fields
    {'status': 'solved'}
    """

    at: datetime
    fields: Mapping[str, FieldValue] = field(default_factory=dict)
    moment: timedelta = field(init=False, repr=False)

    # Written out, so that each field of a frozen object is set once.
    def __init__(self, *, at: datetime, fields: Mapping[str, FieldValue] | None = None) -> None:
        put(self, "at", at)
        put(self, "moment", since_epoch(at, "at"))
        values = dict(fields or {})
        check_fields(values)
        put(self, "fields", values)


Event = Message | Change


def check_fields(fields: Mapping[str, Any]) -> None:
    """Refuse values that conditions could not compare or that JSON would not bring back."""
    for name, value in fields.items():
        if type(value) not in PLAIN_TYPES:
            check_value(value, f"fields.{name}")


def check_value(value: Any, parameter: str) -> None:
    """Refuse a value that is not plain, is naive, or is no number."""
    if isinstance(value, datetime):
        since_epoch(value, parameter)
    elif isinstance(value, (float, Decimal)):
        if not (value.is_finite() if isinstance(value, Decimal) else math.isfinite(value)):
            raise TicketError(
                f"{value} is no value",
                parameter=parameter,
                value=value,
                remedy="use None for a missing value",
            )
    elif value is not None and not isinstance(value, (str, int, date)):
        raise TicketError(
            f"{value!r} is no plain value",
            parameter=parameter,
            value=value,
            remedy="give text, a number, a date, an aware datetime or None",
        )
