"""What objectives are measured on beside clocks: outages, counts and answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from slakit.errors import InstantError, SlakitError
from slakit.instants import MICROSECOND, plain_datetime, since_epoch

__all__ = ["Count", "Outage", "Score", "micros"]

Number = Decimal | int | float
# A longer number takes for ever to be made a fraction, and is nobody's count.
MOST_DIGITS = 300
QUESTIONS = ("nps", "csat", "average")


@dataclass(frozen=True, slots=True)
class Outage:
    """A stretch of time in which a service was not available; `end` is None while it goes on.

    With `maintenance` it was agreed beforehand: it takes its time out of the agreed service
    time, and what outages lie in it do not count. Raises `InstantError`.

    >>> from datetime import UTC
    >>> down = datetime(2024, 5, 6, 9, tzinfo=UTC)
    >>> Outage(down, down.replace(hour=10), "database").reason
    'database'
    """

    start: datetime
    end: datetime | None = None
    reason: str = ""
    maintenance: bool = False

    def __post_init__(self) -> None:
        set_instant(self, "start", self.start)
        if self.end is not None:
            set_instant(self, "end", self.end)
            if micros(self.end, "end") <= micros(self.start, "start"):
                raise InstantError(
                    f"{self.end.isoformat()} is not after {self.start.isoformat()}",
                    parameter="end",
                    value=self.end,
                    remedy="give the later instant as the end, or None while it goes on",
                )
        elif self.maintenance:
            raise InstantError(
                "maintenance without an end cannot have been agreed",
                parameter="end",
                value=None,
                remedy="give the end that was agreed",
            )


@dataclass(frozen=True, slots=True, init=False)
class Count:
    """So much `of` something came about: 12,000 of "qualified opportunities".

    A float is taken for the shortest decimal that means it. Raises `InstantError`, and
    `SlakitError` for an amount that is none or below 0: what is taken back is left out.

    >>> from datetime import UTC
    >>> Count(datetime(2024, 5, 6, tzinfo=UTC), 12000, "qualified opportunities").amount
    Decimal('12000')
    """

    at: datetime
    amount: Decimal
    of: str

    # Written out, because more kinds of number are taken than are kept.
    def __init__(self, at: datetime, amount: Number, of: str) -> None:
        set_instant(self, "at", at)
        object.__setattr__(self, "amount", decimal_of(amount, "amount"))
        object.__setattr__(self, "of", text_of(of))
        if self.amount < 0:
            raise SlakitError(
                f"{self.amount} is less than nothing",
                parameter="amount",
                value=self.amount,
                remedy="leave out what was taken back",
            )


@dataclass(frozen=True, slots=True, init=False)
class Score:
    """An answer to a survey: `of` says to which question, ``nps``, ``csat`` or ``average``.

    A float is taken for the shortest decimal that means it. Raises `InstantError`, and
    `SlakitError` for another question and a value that is no number; `measure` holds it against
    the scale.

    >>> from datetime import UTC
    >>> Score(datetime(2024, 5, 6, tzinfo=UTC), 9, "nps").value
    Decimal('9')
    """

    at: datetime
    value: Decimal
    of: str

    def __init__(self, at: datetime, value: Number, of: str) -> None:
        set_instant(self, "at", at)
        object.__setattr__(self, "value", decimal_of(value, "value"))
        if text_of(of) not in QUESTIONS:
            raise SlakitError(
                f"{of!r} is no kind of answer",
                parameter="of",
                value=of,
                remedy=f"give one of {', '.join(QUESTIONS)}",
            )
        object.__setattr__(self, "of", of)


def micros(at: datetime, parameter: str) -> int:
    """Return an instant in microseconds since the epoch."""
    return since_epoch(at, parameter) // MICROSECOND


def set_instant(record: Any, name: str, value: datetime) -> None:
    since_epoch(value, name)
    object.__setattr__(record, name, plain_datetime(value, name))


def decimal_of(value: Any, parameter: str) -> Decimal:
    number = isinstance(value, (int, float, Decimal)) and not isinstance(value, bool)
    exact = Decimal(repr(value) if isinstance(value, float) else value) if number else None
    if exact is None or not exact.is_finite() or abs(exact.adjusted()) > MOST_DIGITS:
        raise SlakitError(
            f"{value!r} is no finite number of at most {MOST_DIGITS} digits",
            parameter=parameter,
            value=value,
            remedy="give an int or a Decimal",
        )
    return exact


def text_of(of: Any) -> str:
    if not isinstance(of, str) or not of:
        raise SlakitError(
            f"{of!r} does not say of what", parameter="of", value=of, remedy="give a text"
        )
    return of
