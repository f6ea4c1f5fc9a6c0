"""A document with one field of every kind, and what is said of bad data for it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any, Literal

import pytest
from pydantic import (
    BeforeValidator,
    Discriminator,
    Field,
    StringConstraints,
    Tag,
    field_validator,
    model_validator,
)

from slakit.documents import Document, FrozenMap
from slakit.errors import AmountError, DocumentError, HoursError


class Country(Document):
    country: str
    subdivision: str | None = None
    categories: tuple[str, ...] = ()


class Yearly(Document):
    yearly: str
    name: str = ""

    @model_validator(mode="after")
    def day(self) -> Yearly:
        if self.yearly == "02-30":
            raise HoursError("no such day", parameter="yearly", value=self.yearly)
        return self


class Message(Document):
    kind: Literal["message"]
    at: int


class Change(Document):
    kind: Literal["change"]
    message: int = 0


def amount(value: Any) -> Any:
    if not isinstance(value, str):
        raise AmountError("must be text such as 4h", value=value)
    if value == "1d":
        raise AmountError("'1d' is ambiguous", value=value, remedy="write 1bd")
    return value


Amount = Annotated[Any, BeforeValidator(amount)]


class ByField(Document):
    by: str
    high: Amount = "4h"


class Color(Enum):
    RED = "red"
    BLUE = "blue"


def _kind(value: Any) -> str | None:
    return value.get("k") if isinstance(value, dict) else None


class Sample(Document):
    """One field of every kind."""

    text: str = ""
    whole: int = 0
    number: float = 0.0
    decimal: Decimal = Decimal(0)
    flag: bool = False
    day: date | None = None
    hour: time | None = None
    instant: datetime | None = None
    items: tuple[int, ...] = ()
    pair: tuple[int, str] = (0, "")
    group: frozenset[int] = frozenset()
    mapping: Mapping[str, int] = FrozenMap()
    word: Literal["stay", "next_open"] = "stay"
    color: Color = Color.RED
    small: Annotated[int, Field(ge=1, lt=10)] = 1
    short: Annotated[str, StringConstraints(min_length=1, max_length=3, pattern="^[a-z]*$")] = "a"
    few: Annotated[tuple[int, ...], Field(max_length=2)] = ()
    sources: tuple[Country | Yearly | date, ...] = ()
    source: Country | Yearly | None = None
    events: tuple[Annotated[Message | Change, Field(discriminator="kind")], ...] = ()
    tagged: (
        Annotated[Annotated[Country, Tag("c")] | Annotated[Yearly, Tag("y")], Discriminator(_kind)]
        | None
    ) = None
    target: Amount | ByField = ""
    targets: FrozenMap[str, Amount | ByField] = FrozenMap()
    hours: Literal["closed"] | list[str] | dict[str, list[str]] = "closed"
    dates: FrozenMap[date, int] = FrozenMap()
    nested: FrozenMap[str, list[dict[str, Country]]] = FrozenMap()
    shouted: str = ""
    asserted: int = 0
    money: Annotated[Decimal, Field(max_digits=3)] = Decimal(0)
    outside: Annotated[int, Field(gt=10)] | Annotated[float, Field(lt=0)] = 11
    child: Sample | None = None

    @field_validator("shouted", mode="before")
    @classmethod
    def shout(cls, value: Any) -> Any:
        if value == "quiet":
            raise ValueError("must be louder")
        return value.split() if value == "a list" else value

    @field_validator("asserted")
    @classmethod
    def positive(cls, value: int) -> int:
        if value < 0:
            raise AssertionError("must not be negative")
        return value


def said(**data: Any) -> list[str]:
    with pytest.raises(DocumentError) as caught:
        Sample.model_validate(data)
    return [str(problem) for problem in caught.value.problems]
