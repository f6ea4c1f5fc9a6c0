"""Amounts of time as text and as values, and exact formatting.

A *length* is a number of seconds, ``4h``. An *amount* is what a policy promises: a length of
open or of real time, a number of days, an instant or an amount that the ticket carries. Nothing
is ever rounded, and a day is never taken for 24 hours nor for 8: ``1d`` is refused.

    grammar  what may be written, and why a text is refused
    times    "09:00" <-> microseconds since midnight
    lengths  "1h30m" <-> timedelta
    amounts  "2bd 16:00" <-> Amount
"""

from slakit.durations.amounts import Amount
from slakit.durations.lengths import (
    Duration,
    format_iso,
    format_length,
    microseconds,
    parse_length,
)
from slakit.durations.times import format_time_of_day, parse_time_of_day

__all__ = [
    "Amount",
    "Duration",
    "format_iso",
    "format_length",
    "format_time_of_day",
    "microseconds",
    "parse_length",
    "parse_time_of_day",
]
