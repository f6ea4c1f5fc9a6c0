"""The cells of a table of results -> what is written in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, TypeVar, get_args

from slakit.durations import parse_length
from slakit.errors import TableError
from slakit.evaluation.reading import ClockState, Status
from slakit.reports.attainment import Kind
from slakit.reports.outcome import FAILED

__all__ = [
    "Known",
    "cycle_number",
    "instant",
    "kind_of",
    "length",
    "read_status",
    "reader",
    "verdict_at",
]

K = TypeVar("K")
V = TypeVar("V")
MOST = 100_000
fromisoformat = datetime.fromisoformat
ZERO = timedelta(0)
# The years of the calendar are fewer than these hours.
LONGEST = timedelta(hours=100_000_000)
# In which states a clock of a status can be; one without a target in any.
STATES: Mapping[Status, tuple[ClockState, ...]] = {
    "met": ("stopped",),
    "missed": ("stopped",),
    "breached": ("running", "paused"),
    "at_risk": ("running",),
    "on_track": ("running",),
    "paused": ("paused",),
    "idle": ("idle",),
    "cancelled": ("cancelled",),
}


class Known(dict[K, V]):
    """Cells -> what is read in them: most stand in a table more than once, and are read once."""

    def __init__(self, read: Callable[[K], V]) -> None:
        self._read = read

    def __missing__(self, cell: K) -> V:
        if len(self) >= MOST:
            self.clear()
        value = self[cell] = self._read(cell)
        return value


def reader(column: str, what: str, read: Callable[[str], V]) -> Callable[[str], V]:
    """Return the reader of a column; a cell in which `read` finds a ValueError is refused."""

    def read_cell(text: str) -> V:
        try:
            return read(text)
        except ValueError:  # A SlakitError is one.
            raise refused(column, text, what) from None

    return read_cell


def refused(column: str, text: str, what: str) -> TableError:
    return TableError(
        f"{text!r} is no {what}",
        parameter=column,
        value=text,
        remedy="give what slakit evaluate writes",
    )


def one_of(column: str, known: tuple[Any, ...]) -> Callable[[str], Any]:
    # `index` raises a ValueError for what is none of them.
    return reader(column, column, lambda text: known[known.index(text)])


def length(column: str) -> Callable[[str], timedelta]:
    """Return the reader of a column of lengths."""

    def read(text: str) -> timedelta:
        time = parse_length(text)
        if abs(time) > LONGEST:
            raise ValueError
        return time

    return reader(column, "length", read)


read_state, read_status = one_of("state", get_args(ClockState)), one_of("status", get_args(Status))
read_verdict = one_of("breached", ("true", "false"))
read_elapsed, read_remaining = length("elapsed"), length("remaining")


def kind_of(cells: tuple[str, str, str, str, str, bool]) -> Kind:
    """Read all that tells two clocks apart in the figures of a set."""
    state, status, elapsed, remaining, breached, exempt = cells
    read_verdict(breached)
    left = read_remaining(remaining) if remaining else None
    time, stands = read_elapsed(elapsed), read_state(state)
    if time < ZERO:
        raise refused("elapsed", elapsed, "time that has passed")
    if stands not in STATES.get(read_status(status), get_args(ClockState)):
        raise refused("state", state, f"state of a clock that is {status}")
    return stands, read_status(status), exempt, time, left


def cycle_number(text: str) -> int:
    """Read the number of a cycle; ValueError for what is none."""
    if not text.isascii() or not text.isdigit() or not (number := int(text)):
        raise ValueError
    return number


def verdict_at(status: str, stopped: str, breached: str) -> str:
    """Return the cell that says when a clock was decided; a verdict has to have it."""
    if status in FAILED:
        if not breached:
            raise refused("breached_at", breached, f"instant, and the clock is {status}")
        return breached
    if status == "met" and not stopped:
        raise refused("stopped_at", stopped, "instant, and the clock is met")
    return stopped


def instant(column: str, text: str) -> datetime | None:
    """Read an instant; `parse_instant` would take three times as long to say what is wrong."""
    if not text:
        return None
    try:
        at = fromisoformat(text)
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        raise refused(column, text, "instant with an offset")
    return at
