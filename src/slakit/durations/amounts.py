"""What a policy promises, as text and as a value."""

from __future__ import annotations

import dataclasses
from datetime import timedelta
from functools import lru_cache
from typing import Any, Literal, cast, final

from slakit.durations.grammar import AMOUNT, refusal
from slakit.durations.lengths import (
    format_length,
    length_of,
    microseconds,
    plain_timedelta,
    text_schema,
)
from slakit.durations.times import format_time_of_day, parse_time_of_day

Kind = Literal["open", "wall", "business_days", "calendar_days", "at", "field", "none"]
Move = Literal["next_open", "previous_close"]


@final
@dataclasses.dataclass(frozen=True, slots=True, init=False, repr=False)
class Amount:
    """What a policy promises: a length, a rule that leads to an instant, or nothing.

    ===================  ================  ===================================================
    text                 kind              meaning
    ===================  ================  ===================================================
    ``4h`` ``PT4H``      `open`            a `length` of open time
    ``24h wall``         `wall`            a `length` of real time
    ``2bd`` ``-2bd``     `business_days`   so many `days` on, at the same time of day
    ``2bd eod``          `business_days`   that day's last closing (`end_of_day`)
    ``2bd 16:00``        `business_days`   that `time_of_day`, in microseconds since midnight
    ``3cd``              `calendar_days`   so many `days` on, at the same wall time
    ``at(due_date)``     `at`              the instant in that `field` of the ticket; `move`
                                           takes it to ``next_open`` or ``previous_close``
    ``field(promised)``  `field`           the amount that the ticket carries as text
    ``none``             `none`            measured, not promised
    ===================  ================  ===================================================

    What does not apply is None or False. Amounts are immutable and hashable, and equal when they
    mean the same; their text is the normal form. As the type of a pydantic field an amount
    reads what `of` reads and writes its text. Raises `AmountError`.

    >>> Amount("90m"), Amount("2bd 9:00").days, Amount("24h wall").kind
    (Amount('1h30m'), 2, 'wall')

    The trap: ``1d`` is refused, and ``24h`` are hours of *open* time, three days of an office.
    """

    kind: Kind
    length: timedelta | None
    days: int | None
    end_of_day: bool
    time_of_day: int | None
    field: str | None
    move: Move | None
    # The text is asked for at every evaluation.
    text: str = dataclasses.field(compare=False)

    def __new__(cls, value: Amount | timedelta | str) -> Amount:
        return Amount.of(value)

    @classmethod
    def parse(cls, text: str) -> Amount:
        """Read the text of an amount. Raises `AmountError` with what to write instead.

        >>> Amount.parse("at(due_date) next_open").move
        'next_open'
        """
        if not isinstance(text, str):
            raise AMOUNT.refuse(text)
        return _parse(text)

    @classmethod
    def of(cls, value: Amount | timedelta | str) -> Amount:
        """Return a value as an amount; a timedelta is a length of open time.

        Subclasses of timedelta are taken as they are, unless they carry nanoseconds. Everything
        else raises `AmountError`: a number has no unit.

        >>> Amount.of(timedelta(days=1))
        Amount('24h')
        """
        if isinstance(value, Amount):
            return value
        if isinstance(value, timedelta):
            return _open(plain_timedelta(value))
        return cls.parse(value)

    @property
    def is_length(self) -> bool:
        """Whether it is spent bit by bit and stands still while paused: `open` and `wall`."""
        return self.length is not None

    @property
    def is_rule(self) -> bool:
        """Whether it leads from the start to an instant: days of both kinds, and `at`."""
        return self.days is not None or self.kind == "at"

    @property
    def sign(self) -> int:
        """-1, 0 or 1 for lengths and days; 0 for the kinds that have no size of their own."""
        size = self.days or microseconds(self.length or timedelta())
        return (size > 0) - (size < 0)

    def __str__(self) -> str:
        return self.text

    def _written(self) -> str:
        if self.length is not None:
            return format_length(self.length) + (" wall" if self.kind == "wall" else "")
        if self.kind == "calendar_days":
            return f"{self.days}cd"
        if self.time_of_day is not None:
            return f"{self.days}bd {format_time_of_day(self.time_of_day)}"
        if self.days is not None:
            return f"{self.days}bd eod" if self.end_of_day else f"{self.days}bd"
        if self.field is not None:
            return f"{self.kind}({self.field})" + (f" {self.move}" if self.move else "")
        return "none"

    def __repr__(self) -> str:
        return f"Amount({str(self)!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        # The text is smaller than the attributes, and copies come back from the cache.
        return Amount, (str(self),)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> Any:
        return text_schema(cls.of, str, "always")

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: Any, handler: Any) -> dict[str, Any]:
        return cls.json_schema()

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        """Return the JSON Schema of the text of an amount.

        >>> Amount.json_schema()["type"]
        'string'
        """
        return {
            "type": "string",
            "pattern": AMOUNT.schema_pattern,
            "description": (
                "An amount of time: open time (4h), real time (24h wall), business days (2bd,"
                " 2bd eod, 2bd 16:00), calendar days (3cd), an instant (at(due_date)) or an amount"
                " (field(promised)) that the ticket carries, or none."
            ),
            "examples": ["4h", "24h wall", "2bd 16:00", "3cd", "at(due_date) next_open", "none"],
        }


def _amount(
    kind: Kind,
    *,
    length: timedelta | None = None,
    days: int | None = None,
    end_of_day: bool = False,
    time_of_day: int | None = None,
    field: str | None = None,
    move: Move | None = None,
) -> Amount:
    amount = object.__new__(Amount)
    values = (kind, length, days, end_of_day, time_of_day, field, move)
    for name, value in zip(Amount.__slots__, values, strict=False):
        object.__setattr__(amount, name, value)
    object.__setattr__(amount, "text", amount._written())
    return amount


def _days(text: str, digits: str) -> int:
    days = int(digits)
    if abs(days) > timedelta.max.days:
        raise refusal(text, "is too long", "write at most 999,999,999 days")
    return days


@lru_cache(maxsize=1024)
def _open(length: timedelta) -> Amount:
    return _amount("open", length=length)


# A column of tickets repeats a few amounts many thousand times.
@lru_cache(maxsize=1024)
def _parse(text: str) -> Amount:
    match = AMOUNT.match(text)
    if match["length"]:
        return _amount("wall" if match["wall"] else "open", length=length_of(match["length"]))
    if match["bd"]:
        return _amount(
            "business_days",
            days=_days(text, match["bd"]),
            end_of_day=match["eod"] is not None,
            time_of_day=parse_time_of_day(match["time"]) if match["time"] else None,
        )
    if match["cd"]:
        return _amount("calendar_days", days=_days(text, match["cd"]))
    if match["at"]:
        return _amount("at", field=match["at"], move=cast("Move | None", match["move"]))
    if match["field"]:
        return _amount("field", field=match["field"])
    return _amount("none")
