"""A slow, obvious business calendar that shares no code with slakit.

Time is a whole number of minutes since 1970-01-01 UTC, and a calendar is a
predicate "is this minute open?"; every question is answered by walking minute by
minute. Wall times are resolved by trying the offsets that the zone has around
them, without `fold` and without arithmetic on zoned datetimes. Offsets are read
once a quarter of an hour: no zone has changed its clocks off the quarter since 1972.

The documents that it takes are the keyword arguments of `slakit.BusinessCalendar`,
restricted to lists of "HH:MM-HH:MM", explicit holidays, special hours by date, and
openings and closures on whole minutes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
EPOCH_DAY = date(1970, 1, 1).toordinal()
DAY = 24 * 60
QUARTER = 15
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

# Far enough for every calendar the strategies make, near enough to end.
SEARCH_DAYS = 800

Interval = tuple[int, int]


def minute_of(instant: datetime) -> int:
    """Return the minute of an aware datetime that falls on a whole minute."""
    minutes, rest = divmod(instant.astimezone(UTC) - EPOCH, timedelta(minutes=1))
    assert not rest, f"{instant} is not on a whole minute"
    return minutes


def instant_of(minute: int) -> datetime:
    """Return the datetime in UTC of a minute."""
    return EPOCH + timedelta(minutes=minute)


@lru_cache(maxsize=200_000)
def offset_at(zone: str, quarter: int) -> int:
    """Return how many minutes the zone is ahead of UTC in a quarter of an hour."""
    there = instant_of(quarter * QUARTER).astimezone(ZoneInfo(zone))
    offset = there.utcoffset()
    assert offset is not None
    minutes, rest = divmod(offset, timedelta(minutes=1))
    assert not rest, f"{zone} is off the minute at {there}"
    return minutes


@lru_cache(maxsize=50_000)
def offsets_around(zone: str, day: int) -> tuple[int, ...]:
    """Return the different offsets of a zone from two days before a day until two after."""
    quarters = range((day - 2) * DAY // QUARTER, (day + 3) * DAY // QUARTER)
    return tuple(sorted({offset_at(zone, quarter) for quarter in quarters}))


def resolve(zone: str, wall: int) -> int:
    """Return the minute in UTC at which the zone's clocks show `wall`, a minute of local time.

    Shown twice: the first. Never shown: clocks sprang over it, so as much later as they
    sprang, which is what the offset before the spring (the smaller one) gives.
    """
    offsets = offsets_around(zone, wall // DAY)
    shown = [wall - o for o in offsets if offset_at(zone, (wall - o) // QUARTER) == o]
    return min(shown) if shown else wall - min(offsets)


@lru_cache(maxsize=50_000)
def date_exists(zone: str, day: int) -> bool:
    """Say whether the zone's clocks ever show this date."""
    quarters = range((day - 2) * DAY // QUARTER, (day + 3) * DAY // QUARTER)
    return any((q * QUARTER + offset_at(zone, q)) // DAY == day for q in quarters)


def read_interval(text: str) -> Interval:
    """Read "22:00-06:00" as minutes since midnight of the day it starts on."""
    (h1, m1), (h2, m2) = (map(int, side.split(":")) for side in text.split("-"))
    start, end = h1 * 60 + m1, h2 * 60 + m2
    return (start, end) if end > start else (start, end + DAY)


class Oracle:
    """A calendar as a predicate on minutes, and the questions as walks."""

    def __init__(self, is_open: Callable[[int], bool], zone: str = "UTC") -> None:
        self.is_open = is_open
        self.zone = zone

    def __or__(self, other: Oracle) -> Oracle:
        return Oracle(lambda m: self.is_open(m) or other.is_open(m), self.zone)

    def __and__(self, other: Oracle) -> Oracle:
        return Oracle(lambda m: self.is_open(m) and other.is_open(m), self.zone)

    def __sub__(self, other: Oracle) -> Oracle:
        return Oracle(lambda m: self.is_open(m) and not other.is_open(m), self.zone)

    def until(self, minute: int, other: Oracle) -> Oracle:
        """Return this calendar before a minute and another from it on."""
        return Oracle(lambda m: (self if m < minute else other).is_open(m), self.zone)

    def elapsed(self, start: int, end: int) -> int:
        if end < start:
            return -self.elapsed(end, start)
        return sum(self.is_open(m) for m in range(start, end))

    def add(self, start: int, minutes: int) -> int:
        """Walk until `minutes` open minutes have passed; backwards when negative."""
        if minutes == 0:
            return self.roll_forward(start)
        left, at = abs(minutes), start
        while left:
            assert abs(at - start) < SEARCH_DAYS * DAY, "the oracle gave up"
            if minutes > 0:
                left -= self.is_open(at)
                at += 1
            else:
                at -= 1
                left -= self.is_open(at)
        return at

    def opens(self, minute: int) -> bool:
        return self.is_open(minute) and not self.is_open(minute - 1)

    def closes(self, minute: int) -> bool:
        return self.is_open(minute - 1) and not self.is_open(minute)

    def _walk(self, start: int, step: int, wanted: Callable[[int], bool]) -> int:
        for minute in range(start, start + step * SEARCH_DAYS * DAY, step):
            if wanted(minute):
                return minute
        raise AssertionError("the oracle gave up")

    def next_open(self, minute: int) -> int:
        return self._walk(minute + 1, 1, self.opens)

    def next_close(self, minute: int) -> int:
        return self._walk(minute + 1, 1, self.closes)

    def previous_open(self, minute: int) -> int:
        return self._walk(minute - 1, -1, self.opens)

    def previous_close(self, minute: int) -> int:
        return self._walk(minute - 1, -1, self.closes)

    def roll_forward(self, minute: int) -> int:
        return self._walk(minute, 1, self.is_open)

    def roll_back(self, minute: int) -> int:
        return minute if self.is_open(minute) else self._walk(minute, -1, self.closes)

    def intervals(self, start: int, end: int) -> list[Interval]:
        found: list[Interval] = []
        for minute in range(start, end):
            if not self.is_open(minute):
                continue
            if found and found[-1][1] == minute:
                found[-1] = (found[-1][0], minute + 1)
            else:
                found.append((minute, minute + 1))
        return found


class DocumentOracle(Oracle):
    """The oracle of one document, which also knows which date owns which hours."""

    def __init__(
        self,
        tz: str,
        hours: Mapping[str, Iterable[str]],
        holidays: Iterable[date] = (),
        special: Mapping[date, Iterable[str]] | None = None,
        openings: Iterable[tuple[datetime, datetime]] = (),
        closures: Iterable[tuple[datetime, datetime]] = (),
    ) -> None:
        super().__init__(self._is_open, tz)
        self._weekly = {day: [read_interval(t) for t in texts] for day, texts in hours.items()}
        self._holidays = {d.toordinal() - EPOCH_DAY for d in holidays}
        self._special = {
            d.toordinal() - EPOCH_DAY: [read_interval(t) for t in texts]
            for d, texts in (special or {}).items()
        }
        self._openings = [(minute_of(a), minute_of(b)) for a, b in openings]
        self._closures = [(minute_of(a), minute_of(b)) for a, b in closures]
        self._of_utc_day: dict[int, set[int]] = {}
        self._of_date: dict[int, list[Interval]] = {}

    def hours_of(self, day: int) -> list[Interval]:
        """Return what starts on a local date, in minutes UTC, before openings and closures."""
        if day not in self._of_date:
            if not date_exists(self.zone, day):
                texts = []
            elif day in self._special:
                texts = self._special[day]
            elif day in self._holidays:
                texts = []
            else:
                weekday = WEEKDAYS[(day + EPOCH_DAY - 1) % 7]
                texts = self._weekly.get(weekday, [])
            pairs = [
                (resolve(self.zone, day * DAY + start), resolve(self.zone, day * DAY + end))
                for start, end in texts
            ]
            self._of_date[day] = sorted((start, end) for start, end in pairs if start < end)
        return self._of_date[day]

    def _is_open(self, minute: int) -> bool:
        day = minute // DAY
        if day not in self._of_utc_day:
            # A local date lies at most a day from the UTC day of the same number, its
            # overnight tail one more, and Apia's clocks once jumped by another.
            found: set[int] = set()
            for near in range(day - 3, day + 3):
                for start, end in self.hours_of(near):
                    found.update(range(max(start, day * DAY), min(end, (day + 1) * DAY)))
            for start, end in self._openings:
                found.update(range(max(start, day * DAY), min(end, (day + 1) * DAY)))
            for start, end in self._closures:
                found.difference_update(range(max(start, day * DAY), min(end, (day + 1) * DAY)))
            self._of_utc_day[day] = found
        return minute in self._of_utc_day[day]

    # Business days, for documents without openings and closures. The owner of an instant
    # is the date on which the interval around it starts; of two, the one whose tail it is.

    def wall(self, minute: int) -> int:
        """Return what the zone's clocks show, as a minute of local time."""
        return minute + offset_at(self.zone, minute // QUARTER)

    def _owners(self, minute: int, inside: Callable[[int, int], bool]) -> list[int]:
        near = self.wall(minute) // DAY
        return [
            day
            for day in range(near - 2, near + 2)
            if any(inside(start, end) for start, end in self.hours_of(day))
        ]

    def nth_business_day(self, day: int, count: int) -> int:
        step = 1 if count > 0 else -1
        for _ in range(abs(count)):
            day = self._walk(day + step, step, lambda d: bool(self.hours_of(d)))
        return day

    def add_business_days(self, start: int, count: int, *, end_of_day: bool = False) -> int:
        """Count from a start moved into hours; backwards everything is mirrored.

        Forwards an opening is inside and a closing is not, and what falls into a break goes
        to the closing before; backwards a closing is inside, before it is an opening, and
        what falls into a break goes to the opening after.
        """
        at = self.roll_forward(start) if count >= 0 else self.roll_back(start)
        owners = self._owners(at, lambda opens, closes: opens <= at < closes)
        if count < 0:
            owners = self._owners(at, lambda opens, closes: opens < at <= closes) or owners
        # "The same time of day" of a start in an overnight tail lies past midnight.
        time_of_day = self.wall(at) - owners[0] * DAY
        target = self.nth_business_day(owners[0], count)
        hours = self.hours_of(target)
        if end_of_day:
            return max(end for _, end in hours)
        wanted = resolve(self.zone, target * DAY + time_of_day)
        if any(opens <= wanted <= closes for opens, closes in hours):
            return wanted
        before = [closes for _, closes in hours if closes < wanted]
        after = [opens for opens, _ in hours if opens > wanted]
        if before and after:
            return max(before) if count >= 0 else min(after)
        return max(before) if before else min(after)

    def business_days(self, first: int, end: int) -> int:
        """Count the days from `first` until `end`, `end` excluded; backwards too, as numpy does."""
        if end < first:
            return -sum(bool(self.hours_of(day)) for day in range(end + 1, first + 1))
        return sum(bool(self.hours_of(day)) for day in range(first, end))
