"""Times of day as text and as microseconds since midnight."""

from __future__ import annotations

import re
from datetime import time

from slakit.durations.grammar import refusal
from slakit.errors import AmountError

_TIME = r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,6}))?)?"
_MEANT = r"([0-9]{1,2}) ?[:.h]? ?([0-9]{2})? ?(?:([ap])\.?m\.?)?"
_SECOND = 1_000_000
_DAY = 86_400 * _SECOND


def parse_time_of_day(text: str | time, *, allow_24: bool = False) -> int:
    """Read a time of day as microseconds since midnight.

    "24:00" ends the day and is accepted with `allow_24` only. A `datetime.time` is accepted
    without a time zone. Raises `AmountError`.

    >>> parse_time_of_day("09:00") // 60_000_000
    540

    The trap: YAML 1.1 reads an unquoted 18:00 as the number 1080, which is refused here.
    """
    if isinstance(text, time):
        if text.tzinfo is not None:
            raise _refused(text, "has a time zone", "pass it without: the calendar has its own")
        whole = (text.hour * 60 + text.minute) * 60 + text.second
        return whole * _SECOND + text.microsecond
    match = re.fullmatch(_TIME, text.strip()) if isinstance(text, str) else None
    if match is None:
        raise _refused(text, "is no time of day", _remedy(text))
    hour, minute, second = (int(part or 0) for part in match.group(1, 2, 3))
    if minute > 59 or second > 59:
        raise _refused(text, "has more than 59 minutes or seconds", "write them from 00 to 59")
    since_midnight = ((hour * 60 + minute) * 60 + second) * _SECOND
    since_midnight += int((match[4] or "").ljust(6, "0"))
    if since_midnight > _DAY:
        last = "24:00" if allow_24 else "23:59"
        raise _refused(text, "is past the end of the day", f'write a time up to "{last}"')
    if since_midnight == _DAY and not allow_24:
        raise _refused(
            text, "is the end of a day and no time within it", 'write "00:00" of the next day'
        )
    return since_midnight


def format_time_of_day(us: int) -> str:
    """Write microseconds since midnight as a time of day, exactly; the end of the day is 24:00.

    Raises `AmountError` outside of 0 to 86,400,000,000.

    >>> format_time_of_day(86_400_000_000), format_time_of_day(34_215_250_000)
    ('24:00', '09:30:15.250000')
    """
    if not 0 <= us <= _DAY:
        raise _refused(us, "microseconds are outside the day", "pass 0 to 86,400,000,000")
    if us == _DAY:
        return "24:00"
    seconds, microsecond = divmod(us, _SECOND)
    minutes, second = divmod(seconds, 60)
    written = time(minutes // 60, minutes % 60, second, microsecond)
    return written.isoformat("auto" if second or microsecond else "minutes")


def _refused(value: object, message: str, remedy: str) -> AmountError:
    return refusal(value, message, remedy, parameter="time_of_day")


def _remedy(value: object) -> str:
    """Guess the time that "9", "9am", "0900" or "9h30" mean."""
    meant = re.fullmatch(_MEANT, str(value).strip(), re.IGNORECASE)
    if meant is None:
        return 'write hours and minutes, such as "09:00"'
    hour, minute = int(meant[1]), int(meant[2] or 0)
    if meant[3]:
        hour = hour % 12 + (12 if meant[3] in "pP" else 0)
    if hour > 23 or minute > 59:
        return 'write hours and minutes, such as "09:00"'
    return f'write "{hour:02}:{minute:02}"'
