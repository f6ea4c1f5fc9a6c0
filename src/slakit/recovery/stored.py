"""The values of a case that JSON has no form of its own for: instants, fields, explanations."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timezone
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    PlainSerializer,
    PlainValidator,
    WithJsonSchema,
)

from slakit.errors import SlakitError
from slakit.evaluation import Explanation
from slakit.instants import parse_instant
from slakit.tickets.form import Fields, fields_data

__all__ = [
    "Explained",
    "Instant",
    "Remark",
    "StoredFields",
    "Words",
    "read_explanation",
    "read_instant",
]


def read_instant(value: Any) -> datetime:
    """Return an instant with its offset: JSON keeps no zone, and a copy has to be equal."""
    at = parse_instant(value, "")
    return at.astimezone(timezone(offset)) if (offset := at.utcoffset()) else at


def read_explanation(value: Any) -> Explanation:
    """Return an explanation, read already or as plain data."""
    return value if isinstance(value, Explanation) else Explanation.from_data(value)


def write_fields(fields: Mapping[str, Any]) -> dict[str, Any]:
    return fields_data(fields)


def not_blank(text: str) -> str:
    """Return a text in which something is written, or none at all."""
    if text and not text.strip():
        raise SlakitError(f"{text!r} is blank", value=text, remedy="write something")
    return text


Instant = Annotated[datetime, BeforeValidator(read_instant, json_schema_input_type=str)]
Remark = Annotated[str, AfterValidator(not_blank)]
Words = Annotated[str, Field(min_length=1), AfterValidator(not_blank)]
StoredFields = Annotated[Fields, PlainSerializer(write_fields)]
Explained = Annotated[
    Explanation,
    PlainValidator(read_explanation),
    PlainSerializer(Explanation.to_data),
    WithJsonSchema({"type": "object", "description": "what explain gave, as to_data wrote it"}),
]
