"""Warnings and escalations: instants around the due time at which somebody should act."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from typing import Annotated, Any, ClassVar, Self

from pydantic import AfterValidator, Field, StringConstraints, WithJsonSchema

from slakit.documents.model import Document
from slakit.documents.parsed import Parsed
from slakit.durations import format_length, parse_length
from slakit.errors import AmountError, DocumentError, PolicyError, Problem, SlakitError

__all__ = ["Alert", "Alerts", "Escalations", "Offset", "Warnings"]

PERCENT = re.compile(r"([0-9]{1,9}(?:\.[0-9]{1,6})?) ?%")
LENGTH = re.compile(r"([+-][^%]*?)(\s+wall)?")
UNSIGNED = re.compile(r"(.*?)(?:\s+wall)?")
NUMBER = re.compile(r"[0-9]{1,9}(?:\.[0-9]+)?")
EXAMPLES = ["75%", "-30m", "-30m wall", "+2h"]
ZERO = timedelta(0)


@dataclass(frozen=True, slots=True, repr=False)
class Offset(Parsed):
    """An instant told by the due time: a share of the amount, or a length before or after due.

    ``75%`` is the instant at which so much of the amount has passed; `percent` is exact.
    ``-30m`` is before due and ``+2h`` after it: a signed `length` of open time, or of real time
    with ``wall``. Whichever does not apply is None.

    Raises `AmountError`.

    >>> Offset.parse("75%").percent, Offset.parse("-90m wall")
    (Fraction(75, 1), Offset.parse('-1h30m wall'))

    The trap: a length has its sign, because "30m" could be before the due time or after it.
    """

    percent: Fraction | None = None
    length: timedelta | None = None
    wall: bool = False

    @classmethod
    def parse(cls, value: Any) -> Self:
        """Read the text of an offset, or return one that is read already."""
        if isinstance(value, cls):
            return value
        text = value.strip() if isinstance(value, str) else ""
        if match := PERCENT.fullmatch(text):
            percent = Fraction(match[1])
            if not 0 < percent <= 1000:
                raise AmountError(
                    f"{value!r} is no share of an amount",
                    value=value,
                    remedy="write more than 0% and at most 1000%",
                )
            return cls(percent=percent)
        if match := LENGTH.fullmatch(text):
            return cls(length=parse_length(match[1]), wall=match[2] is not None)
        raise refusal(value, text)

    @property
    def side(self) -> int:
        """-1 before due, 0 at due and 1 after it."""
        if self.percent is not None:
            return (self.percent > 100) - (self.percent < 100)
        return (self.length > ZERO) - (self.length < ZERO) if self.length else 0

    def to_data(self) -> str:
        """Return the text, in its normal form."""
        return str(self)

    def __str__(self) -> str:
        if self.percent is not None:
            whole, rest = divmod(self.percent * 1_000_000, 1_000_000)
            return f"{whole}.{int(rest):06}".rstrip("0").rstrip(".") + "%"
        # At the due time: a length of nothing is neither hours nor seconds, and people write +0m.
        text = format_length(self.length) if self.length else "0m"
        sign = "" if text.startswith("-") else "+"
        return f"{sign}{text}{' wall' if self.wall else ''}"

    def __repr__(self) -> str:
        return f"Offset.parse({str(self)!r})"

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        return {
            "type": "string",
            "description": "a share of the amount (75%), or a length of open or real time before"
            " (-30m) or after (+2h, +2h wall) the due time",
            "pattern": r"^\s*([0-9]+(\.[0-9]+)? ?%|[+-].+)\s*$",
            "examples": EXAMPLES,
        }


def refusal(value: Any, text: str) -> AmountError:
    """Say what is wrong with a value that is no offset."""
    message = f"{value!r} is no offset from the due time"
    remedy = 'write "75%" of the amount, "-30m" before due or "+2h" after it'
    if NUMBER.fullmatch(str(value)):
        number = float(value)
        message = f"{value!r} has no unit"
        remedy = f'write "{number * 100 if number < 1 else number:g}%"'
    elif (match := UNSIGNED.fullmatch(text)) and is_length(match[1]):
        message = f"{value!r} does not say whether it is before or after the due time"
        remedy = f'write "-{text}" before it or "+{text}" after it'
    return AmountError(message, value=value, remedy=remedy)


def is_length(text: str) -> bool:
    try:
        parse_length(text)
    except AmountError:
        return False
    return True


@dataclass(frozen=True, slots=True)
class Alert:
    """A warning or an escalation: when somebody should act, and who.

    `to` are recipients, which slakit hands on as they are. `only_when_open` moves an alert that
    falls out of hours to the next opening. `metrics` are those that it is for, None for all.

    >>> Warnings.parse({"soon": {"at": "75%", "to": ["lead"]}})[0].to
    ('lead',)
    """

    name: str
    offset: Offset
    only_when_open: bool = False
    to: tuple[str, ...] = ()
    metrics: tuple[str, ...] | None = None

    def to_data(self) -> str | dict[str, Any]:
        """Return what a file holds under the name: the offset alone where it says it all."""
        data: dict[str, Any] = {"at": str(self.offset)}
        if self.only_when_open:
            data["only_when_open"] = True
        if self.to:
            data["to"] = list(self.to)
        if self.metrics is not None:
            data["metrics"] = list(self.metrics)
        return data if len(data) > 1 else str(self.offset)


def some_metrics(metrics: tuple[str, ...] | None) -> tuple[str, ...] | None:
    # A bound on the length would count wrong names as none, and complain of them twice.
    if metrics == ():
        raise PolicyError(
            "[] names no metric",
            value=[],
            remedy="leave it out for all metrics, or name one, as in [resolution]",
        )
    return metrics


Name = Annotated[str, StringConstraints(min_length=1)]
NAMES = {"type": "array", "items": {"type": "string", "minLength": 1}, "minItems": 1}


class AlertForm(Document):
    """What a file says of an alert under its name."""

    at: Offset = Field(description="when, told by the due time")
    only_when_open: bool = Field(
        default=False, description="an alert that falls out of hours waits for the next opening"
    )
    to: tuple[Name, ...] = Field(
        default=(), description="who is told; slakit sends nothing", examples=[["lead@example.com"]]
    )
    metrics: Annotated[
        tuple[Name, ...] | None,
        AfterValidator(some_metrics),
        WithJsonSchema({"anyOf": [NAMES, {"type": "null"}]}),
    ] = Field(default=None, description="left out, all", examples=[["resolution"]])


class Alerts(tuple[Alert, ...], Parsed):
    """Alerts in order, each with a name of its own.

    Written as ``{soon: 75%, last_call: {at: -30m, to: [lead]}}``, or as a list ``[50%, 75%]``
    that is named by its texts. Raises `DocumentError` with every problem at once.
    """

    __slots__ = ()

    # On which side of the due time an alert of this kind would be of the other, and what it is.
    _wrong_side: ClassVar[int] = 0
    _remedy: ClassVar[str] = ""

    @classmethod
    def parse(cls, value: Any) -> Self:
        """Read a mapping of names to alerts, or a list of offsets."""
        if isinstance(value, cls):
            return value
        problems: list[Problem] = []
        if isinstance(value, Mapping):
            alerts = cls._named(value, problems)
        elif isinstance(value, (list, tuple)):
            alerts = cls._listed(value, problems)
        else:
            raise PolicyError(
                f"{value!r} is no list of alerts",
                value=value,
                remedy="write {name: 75%} or [50%, 75%]",
            )
        if problems:
            raise DocumentError(problems)
        return cls(alerts)

    @classmethod
    def _named(cls, value: Mapping[Any, Any], problems: list[Problem]) -> list[Alert]:
        alerts = []
        for name, each in value.items():
            try:
                if not isinstance(name, str) or not name:
                    raise PolicyError(f"{name!r} is no name", value=name, remedy="write a text")
                if isinstance(each, Mapping):
                    form = AlertForm.model_validate(each)
                    cls._check_side(form.at, "at")
                    alerts.append(Alert(name, form.at, form.only_when_open, form.to, form.metrics))
                else:
                    alerts.append(Alert(name, cls._check_side(Offset.parse(each))))
            except SlakitError as error:
                problems += [problem.under(str(name)) for problem in error.problems]
        return alerts

    @classmethod
    def _listed(cls, value: Iterable[Any], problems: list[Problem]) -> list[Alert]:
        alerts: dict[str, Alert] = {}
        for i, each in enumerate(value):
            try:
                offset = cls._check_side(Offset.parse(each))
                if (name := str(offset)) in alerts:
                    raise PolicyError(f"there is a {name!r} already", value=each, remedy="keep one")
                alerts[name] = Alert(name, offset)
            except SlakitError as error:
                problems += [problem.under(i) for problem in error.problems]
        return list(alerts.values())

    @classmethod
    def _check_side(cls, offset: Offset, *path: str) -> Offset:
        if cls._wrong_side and offset.side == cls._wrong_side:
            side = "before" if offset.side < 0 else "after"
            message = f"{str(offset)!r} is {side} the due time"
            problem = Problem(message, path, str(offset), remedy=cls._remedy, code=PolicyError.code)
            raise DocumentError([problem])
        return offset

    def to_data(self) -> list[str] | dict[str, Any]:
        """Return the list or the mapping that a file holds."""
        data = {alert.name: alert.to_data() for alert in self}
        named_by_texts = all(name == text for name, text in data.items())
        return list(data) if named_by_texts else data

    def __repr__(self) -> str:
        return f"{type(self).__name__}.parse({self.to_data()!r})"

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        offset = Offset.json_schema()
        return {
            "anyOf": [
                {
                    "type": "object",
                    "additionalProperties": {"anyOf": [offset, AlertForm.model_json_schema()]},
                },
                {"type": "array", "items": offset},
            ],
        }


class Warnings(Alerts):
    """Alerts up to the due time: once one has passed, an open clock is at risk.

    >>> [alert.name for alert in Warnings.parse({"soon": "75%", "last_call": "-30m"})]
    ['soon', 'last_call']
    """

    __slots__ = ()
    _wrong_side = 1
    _remedy = "put it under escalate; a warning comes before the due time"

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        return {
            **super().json_schema(),
            "description": "warnings by name, or a list: when somebody should act before due",
            "examples": [{"soon": "75%", "last_call": "-30m"}, ["50%", "75%"]],
        }


class Escalations(Alerts):
    """Alerts from the due time on.

    >>> [str(alert.offset) for alert in Escalations.parse({"lead": "+0m", "manager": "+2h"})]
    ['+0m', '+2h']
    """

    __slots__ = ()
    _wrong_side = -1
    _remedy = "put it under warn; an escalation comes at the due time or after it"

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        return {
            **super().json_schema(),
            "description": "escalations by name, or a list: who should act when due has passed",
            "examples": [{"lead": "+0m", "manager": "+2h"}, ["100%", "150%"]],
        }
