"""One-off openings and closures: "closed today 14:00-14:30", as exact instants."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

from pydantic import BeforeValidator, ConfigDict, Field, model_validator

from slakit.documents.model import Document
from slakit.errors import HoursError
from slakit.instants import EPOCH, MICROSECOND, UTC, parse_instant

__all__ = ["OneOff", "read_utc"]


def read_utc(value: Any) -> datetime:
    """Read an aware datetime or its ISO text as the same instant in UTC."""
    return parse_instant(value, "").astimezone(UTC)


# UTC inside, whatever class of zone came in: pydantic's own would be slow, and two spellings of
# one instant would make two different calendars.
Instant = Annotated[datetime, BeforeValidator(read_utc, json_schema_input_type=str)]


class OneOff(Document):
    """A stretch of time that is open, or closed, once.

    Written as ``{from: 2024-05-02T14:00-03:00, to: 2024-05-02T14:30-03:00, name: fire drill}``,
    as the ISO 8601 interval ``2024-05-02T14:00-03:00/2024-05-02T14:30-03:00``, or in Python as a
    pair of aware datetimes.

    >>> OneOff.model_validate("2024-05-02T14:00-03:00/2024-05-02T14:30-03:00").start.isoformat()
    '2024-05-02T17:00:00+00:00'
    """

    model_config = ConfigDict(populate_by_name=True)

    start: Instant = Field(
        alias="from",
        description="the first instant, with its UTC offset",
        examples=["2024-05-02T14:00:00-03:00"],
    )
    end: Instant = Field(
        alias="to",
        description="the instant at which it is over",
        examples=["2024-05-02T14:30:00-03:00"],
    )
    name: str = Field(default="", description="what people call it", examples=["fire drill"])

    @model_validator(mode="before")
    @classmethod
    def _read(cls, value: Any) -> Any:
        if isinstance(value, str) and value.count("/") == 1:
            value = tuple(value.split("/"))
        if isinstance(value, (tuple, list)) and len(value) == 2:
            return {"from": value[0], "to": value[1]}
        if isinstance(value, (Mapping, OneOff)):
            return value
        raise HoursError(
            f"{value!r} is no stretch of time",
            value=value,
            remedy="give two instants, as in {from: 2024-05-02T14:00Z, to: 2024-05-02T14:30Z}",
        )

    @model_validator(mode="after")
    def _check_order(self) -> OneOff:
        if self.end <= self.start:
            raise HoursError(
                f"{self.end.isoformat()} is not after {self.start.isoformat()}",
                value=self.end,
                remedy="swap them, or leave the entry out",
            )
        return self

    @property
    def span(self) -> tuple[int, int]:
        """Both ends in microseconds since the epoch."""
        return (self.start - EPOCH) // MICROSECOND, (self.end - EPOCH) // MICROSECOND
