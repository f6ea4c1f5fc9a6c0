"""What tickets and events may hold: plain values, which compare and which JSON brings back."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from slakit.errors import TicketError
from slakit.instants import since_epoch

__all__ = ["FieldValue", "check_value", "id_text", "plain_fields", "plain_text", "same_value"]

FieldValue = str | int | float | bool | Decimal | date | datetime | None

PLAIN_TYPES = frozenset({str, int, bool, type(None), date})


def plain_fields(fields: Mapping[str, Any] | None, parameter: str = "fields") -> dict[str, Any]:
    """Return fields as a dict of their own; refuse values that are not plain."""
    if fields is None:
        return {}
    if type(fields) is not dict and not hasattr(fields, "keys"):
        raise TicketError(
            f"{fields!r} is no mapping",
            parameter=parameter,
            value=fields,
            remedy="give the values by their names, as in {'priority': 'high'}",
        )
    values = dict(fields)
    for name, value in values.items():
        if type(value) not in PLAIN_TYPES:
            check_value(value, f"{parameter}.{name}")
    return values


def check_value(value: Any, parameter: str) -> None:
    """Refuse a value that is not plain, is naive, or is no number."""
    if type(value) in PLAIN_TYPES:
        return
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
    elif not isinstance(value, (str, int, date)):
        raise TicketError(
            f"{value!r} is no plain value",
            parameter=parameter,
            value=value,
            remedy="give text, a number, a date, an aware datetime or None",
        )


def same_value(one: FieldValue, other: FieldValue) -> bool:
    """Return whether two values of a field are the same; of datetimes, the instants count.

    As datetimes, the two times of an overlap in one zone are equal, and one of
    them never equals the same instant in another zone.
    """
    if isinstance(one, datetime) and isinstance(other, datetime):
        return since_epoch(one, "") == since_epoch(other, "")
    return one == other


def id_text(id: Any, parameter: str = "id") -> str:
    """Return an id as text, as JSON data has it; many hosts number what they have."""
    if isinstance(id, str):
        return id
    if not isinstance(id, int) or isinstance(id, bool):
        raise TicketError(
            f"{id!r} is no id",
            parameter=parameter,
            value=id,
            remedy="give text or a whole number",
        )
    return str(id)


def plain_text(value: Any, parameter: str) -> str:
    """Return text, of an enumeration its value; refuse what is empty or is none."""
    if not isinstance(value, str) or not value:
        raise TicketError(
            f"{value!r} is no text" if value != "" else "the text is empty",
            parameter=parameter,
            value=value,
            remedy="give it as text",
        )
    # In an f-string, a member of an enumeration of texts would give its own name.
    return str.__str__(value)
