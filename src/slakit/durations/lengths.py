"""Lengths of time as text and as timedelta, exactly."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Annotated, Any, Literal, TypeAlias

from slakit.durations.grammar import LENGTH, refusal

_SECOND = 1_000_000
PLAIN = re.compile(r"(-?)(?=[0-9])(?:([0-9]{1,9})h)?(?:([0-9]{1,9})m)?(?:([0-9]{1,9})s)?")
_UNITS = {"h": 3_600 * _SECOND, "m": 60 * _SECOND, "s": _SECOND}


def plain_timedelta(value: timedelta) -> timedelta:
    """Return a subclass's length as a plain timedelta; nothing may be lost by it."""
    if type(value) is timedelta:
        return value
    if not isinstance(value, timedelta):
        raise LENGTH.refuse(value)
    if getattr(value, "nanoseconds", 0):
        raise refusal(value, "has nanoseconds", 'round it to microseconds: .round("us")')
    return timedelta(value.days, value.seconds, value.microseconds)


def microseconds(delta: timedelta) -> int:
    """Return a length in microseconds, exactly: the unit of everything inside slakit.

    Raises `AmountError` for what is no timedelta, and for nanoseconds, which would be lost.

    >>> microseconds(timedelta(minutes=90))
    5400000000
    """
    if type(delta) is not timedelta:  # asked here too: a call costs more than the arithmetic
        delta = plain_timedelta(delta)
    return (delta.days * 86_400 + delta.seconds) * _SECOND + delta.microseconds


def length_of(text: str) -> timedelta:
    """Add up the numbers and units of a text that has matched."""
    total = 0
    for number, unit in re.findall(r"([0-9.]+)([hms])", text.lower()):
        whole, _, fraction = number.partition(".")
        part, lost = divmod(int(whole + fraction) * _UNITS[unit], 10 ** len(fraction))
        if lost:
            raise refusal(
                text, "is finer than a microsecond", "write at most six decimals of a second"
            )
        total += part
    try:
        return timedelta(microseconds=-total if text.startswith("-") else total)
    except OverflowError:
        raise refusal(text, "is too long", "write less than 24,000,000,000h") from None


def parse_length(text: str) -> timedelta:
    """Read a length of time: "4h", "1h30m", "90s", "1.5h", "-30m", "+2h" or "PT1H30M".

    Raises `AmountError` with what to write instead.

    >>> parse_length("1h 30m")
    datetime.timedelta(seconds=5400)

    The trap: there is no "1d". Nobody can know whether it is 24 hours or a working day.
    """
    # What `format_length` wrote, but for parts of seconds: asked for by the row of a table.
    if type(text) is str and (found := PLAIN.fullmatch(text)):
        sign, hours, minutes, seconds = found.groups("0")
        length = timedelta(0, int(hours) * 3600 + int(minutes) * 60 + int(seconds))
        return -length if sign == "-" else length
    return length_of(LENGTH.match(text)[0])


def format_length(delta: timedelta) -> str:
    """Write a length in hours, minutes and seconds, never rounded; `parse_length` reads it.

    >>> format_length(timedelta(hours=9, minutes=45)), format_length(timedelta(days=1.5))
    ('9h45m', '36h')
    """
    if type(delta) is timedelta and not delta.microseconds:
        # Most lengths, and asked for by the row.
        if delta.days < 0:
            return "-" + format_length(-delta)
        hour = delta.days * 24 + delta.seconds // 3600
        minute, second = divmod(delta.seconds % 3600, 60)
        text = (f"{hour}h" if hour else "") + (f"{minute}m" if minute else "")
        return f"{text}{second}s" if second or not text else text
    total = microseconds(delta)
    seconds, fraction = divmod(abs(total), _SECOND)
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    parts = [f"{hour}h"] if hour else []
    if minute:
        parts.append(f"{minute}m")
    if fraction:
        parts.append(f"{second}.{fraction:06}".rstrip("0") + "s")
    elif second or not parts:
        parts.append(f"{second}s")
    return ("-" if total < 0 else "") + "".join(parts)


def format_iso(delta: timedelta) -> str:
    """Write a length as ISO 8601 in hours, minutes and seconds, never in days.

    >>> format_iso(timedelta(days=1)), format_iso(timedelta(hours=-1, minutes=-30))
    ('PT24H', '-PT1H30M')
    """
    text = format_length(delta)
    return f"-PT{text[1:].upper()}" if text.startswith("-") else f"PT{text.upper()}"


def text_schema(
    read: Callable[[Any], Any],
    write: Callable[[Any], str],
    when: Literal["always", "json"],
) -> Any:
    """Return pydantic's schema of a value that is written as text."""
    # Only pydantic calls this, so it is loaded; whoever has no model never loads it.
    from pydantic_core import core_schema

    return core_schema.no_info_plain_validator_function(
        read,
        serialization=core_schema.plain_serializer_function_ser_schema(
            write, return_schema=core_schema.str_schema(), when_used=when
        ),
    )


class DurationField:
    """What makes pydantic read and write a timedelta as slakit does."""

    @staticmethod
    def read(value: Any) -> timedelta:
        """Read a timedelta or its text."""
        return parse_length(value) if isinstance(value, str) else plain_timedelta(value)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> Any:
        return text_schema(cls.read, format_iso, "json")

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: Any, handler: Any) -> dict[str, Any]:
        return {
            "type": "string",
            "pattern": LENGTH.schema_pattern,
            "description": "A length of time in hours, minutes and seconds. Days are refused.",
            "examples": ["4h", "1h30m", "PT24H"],
        }


Duration: TypeAlias = Annotated[timedelta, DurationField]
"""A timedelta for pydantic models: reads "4h" and "PT4H", writes ``PT24H`` and never ``P1D``."""
