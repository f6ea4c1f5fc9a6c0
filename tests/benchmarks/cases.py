"""What every benchmark measures: a calendar of US holidays 2020-2030, seeded pairs of instants."""

from __future__ import annotations

import random
from bisect import bisect_left
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import accumulate
from zoneinfo import ZoneInfo

import holidays

from slakit import BusinessCalendar
from tests.oracle import WEEKDAYS, DocumentOracle, instant_of, minute_of

ZONE = "America/New_York"
LOCAL = ZoneInfo(ZONE)
YEARS = range(2020, 2031)
HOLIDAYS: tuple[date, ...] = tuple(sorted(holidays.country_holidays("US", years=YEARS)))

# Hours of the five weekdays; "always" is all seven, around the clock, without holidays.
HOURS: dict[str, list[str]] = {
    "plain": ["09:00-17:00"],
    "lunch": ["09:00-12:00", "13:00-18:00"],
}
SPANS = {
    "0-2 days": timedelta(days=2),
    "0-30 days": timedelta(days=30),
    "0-2 years": timedelta(days=730),
}
AMOUNTS = {
    "8 h": timedelta(hours=8),
    "40 h": timedelta(hours=40),
    "400 h": timedelta(hours=400),
}

# Room on both sides for 400 h of open time to be added.
FIRST = datetime(YEARS[0], 1, 2, tzinfo=UTC)
LAST = datetime(YEARS[-1], 8, 1, tzinfo=UTC)

Pair = tuple[datetime, datetime]


def document(name: str) -> dict[str, object]:
    """Return the keyword arguments of a calendar, which the oracle takes too."""
    if name == "always":
        return {"tz": ZONE, "hours": {day: ["00:00-24:00"] for day in WEEKDAYS}}
    hours = dict.fromkeys(WEEKDAYS[:5], HOURS[name])
    return {"tz": ZONE, "hours": hours, "holidays": list(HOLIDAYS)}


def calendar(name: str) -> BusinessCalendar:
    return BusinessCalendar(**document(name))  # type: ignore[arg-type]


def pairs(span: timedelta, count: int, *, seed: int = 2) -> list[Pair]:
    """Draw instants in UTC on whole minutes, the second up to `span` after the first."""
    draw = random.Random(seed)
    last_start = (LAST - span - FIRST) // timedelta(minutes=1)
    found = []
    for _ in range(count):
        start = FIRST + timedelta(minutes=draw.randrange(last_start))
        found.append(
            (start, start + timedelta(minutes=draw.randrange(span // timedelta(minutes=1))))
        )
    return found


def naive(instant: datetime) -> datetime:
    """Return local wall time without its zone, the input of most of the peers."""
    return instant.astimezone(LOCAL).replace(tzinfo=None)


class Walk:
    """The oracle's walk over every minute of the years, written down once."""

    def __init__(self, name: str) -> None:
        oracle = DocumentOracle(**document(name))  # type: ignore[arg-type]
        self._first = minute_of(FIRST)
        end = minute_of(datetime(YEARS[-1] + 1, 1, 1, tzinfo=UTC))
        open_minutes = map(oracle.is_open, range(self._first, end))
        self._passed = list(accumulate(open_minutes, initial=0))

    def elapsed(self, start: datetime, end: datetime) -> timedelta:
        a, b = (self._passed[minute_of(at) - self._first] for at in (start, end))
        return timedelta(minutes=b - a)

    def add(self, start: datetime, amount: timedelta) -> datetime:
        wanted = self._passed[minute_of(start) - self._first] + amount // timedelta(minutes=1)
        return instant_of(bisect_left(self._passed, wanted) + self._first)


@cache
def walk(name: str) -> Walk:
    return Walk(name)
