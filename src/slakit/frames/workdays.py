"""Compiled business days as arrays: on which one an instant counts, and the hours of each.

The dates and their intervals are those of `slakit.calendars.schedule`. Open time is cut into
*pieces* of one business day each: where the tail of a night meets the work of the next date, it
is still the night's.
"""

from __future__ import annotations

import threading
from weakref import WeakKeyDictionary

import numpy as np

from slakit.calendars import residents
from slakit.calendars.schedule import Schedule, Workdays
from slakit.calendars.timeline import Timeline
from slakit.calendars.zones import DAY, EPOCH_ORDINAL
from slakit.frames.clocks import Clocks, clocks_of
from slakit.frames.columns import Integers
from slakit.frames.ranks import Ranks
from slakit.frames.table import FAR
from slakit.instants import MICROSECOND

__all__ = ["DayTable", "DayTables", "day_tables_of"]

# So long after a plain midnight the time of day is what has passed since.
PLAIN = 2 * DAY

# Calendars of one content share a timeline, and so a table; it lives as long as the timeline.
_TABLES: WeakKeyDictionary[Timeline, DayTables] = WeakKeyDictionary()
_TABLES_LOCK = threading.Lock()


class DayTable:
    """The business days of consecutive years, numbered from 0; never changed once it is made.

    Of each day, `nominal` is its date in microseconds as if the zone were UTC, `midnight` the
    instant at which it begins (`-FAR` where clocks are changed on it), `opening` and `closing`
    are its first and its last one, and `begun` is the time of day of the opening. The days from
    `low` to `high` are complete; of instants from `start` on and before `end` all is known.
    """

    def __init__(self, workdays: Workdays, clocks: Clocks) -> None:
        self.clocks = clocks
        self.first, self.last = workdays.first, workdays.last
        self.start = (workdays.first + 1 - EPOCH_ORDINAL) * DAY
        self.end = (workdays.last - EPOCH_ORDINAL) * DAY
        ordinals = np.array(workdays.ordinals, np.int64)
        self.low = int(np.searchsorted(ordinals, workdays.first, "left"))
        self.high = int(np.searchsorted(ordinals, workdays.last, "right")) - 1
        self.nominal = (ordinals - EPOCH_ORDINAL) * DAY
        plain = (workdays.midnights.get(day) for day in workdays.ordinals)
        midnights = [-FAR if each is None else each // MICROSECOND for each in plain]
        self.midnight = np.array(midnights, np.int64)
        of_days = [workdays.intervals[day] for day in workdays.ordinals]
        edges = [edge // MICROSECOND for pairs in of_days for pair in pairs for edge in pair]
        self.opens, self.closes = np.array(edges, np.int64).reshape(-1, 2).T.copy()
        held = np.array([len(pairs) for pairs in of_days], np.int64)
        self.days = np.repeat(np.arange(len(held)), held)
        after = np.cumsum(held)
        self.opening, self.closing = self.opens[after - held], self.closes[after - 1]
        self.begun = self.time_of_day(self.opening, np.arange(len(held)))
        self._cut_pieces()
        self._lay_out()

    def _cut_pieces(self) -> None:
        """Make the pieces, between one before and one after all of them that have no day."""
        edges = np.unique(np.concatenate([self.opens, self.closes]))
        first, last = np.searchsorted(edges, self.opens), np.searchsorted(edges, self.closes)
        days, nobody = self.days, len(self.opening)
        owners = np.full(len(edges), nobody)
        # Few intervals reach beyond the next edge, which another one has.
        while first.size:
            np.minimum.at(owners, first, days)
            first = first + 1
            more = first < last
            first, last, days = first[more], last[more], days[more]
        begins = np.flatnonzero(np.diff(owners, prepend=nobody))
        kept = np.flatnonzero(owners[begins] < nobody)
        # After the last piece comes what is nobody's, so that each has a successor.
        opens, closes = edges[begins[kept]], edges[begins[kept + 1]]
        self.openings, self.closings = Ranks(opens), Ranks(closes)
        self.piece_opens = np.concatenate([[-FAR], opens, [FAR]])
        self.piece_closes = np.concatenate([[-FAR], closes, [FAR]])
        self.piece_days = np.concatenate([[-1], owners[begins[kept]], [nobody]])

    def _lay_out(self) -> None:
        """Give each day a slot of its own to look for its intervals in, as days may overlap."""
        self.length = self.closing - self.opening
        self.slot = int(self.length.max(initial=0)).bit_length()
        since = (self.days << self.slot) - self.opening[self.days]
        self.slot_opens, self.slot_closes = Ranks(self.opens + since), Ranks(self.closes + since)

    def time_of_day(self, at: Integers, days: Integers) -> Integers:
        """Return the local times of instants, counted from the midnights of business days."""
        found: Integers = at - self.midnight.take(days, mode="clip")
        if found.size and found.max() >= PLAIN:
            odd = np.flatnonzero(found >= PLAIN)
            found[odd] = self.clocks.local(at[odd]) - self.nominal.take(days[odd], mode="clip")
        return found

    def instant(self, days: Integers, time_of_day: Integers) -> Integers:
        """Return the instants of local times that are counted from business days' midnights."""
        midnight = self.midnight.take(days, mode="clip")
        found = midnight + time_of_day
        if found.size and (midnight.min() == -FAR or time_of_day.max() >= PLAIN):
            odd = np.flatnonzero((midnight == -FAR) | (time_of_day >= PLAIN))
            found[odd] = self.wall(days[odd], time_of_day[odd])
        return found

    def wall(self, days: Integers, time_of_day: Integers | int) -> Integers:
        """Return the instants at which clocks show a time of day."""
        return self.clocks.utc(self.nominal.take(days, mode="clip") + time_of_day)

    def pull(self, wanted: Integers, days: Integers, *, back: bool) -> Integers:
        """Pull instants into the hours of days: out of a break to its beginning, or its end."""
        opening = self.opening.take(days, mode="clip")
        since = wanted - opening
        np.maximum(since, 0, out=since)
        np.minimum(since, self.length.take(days, mode="clip"), out=since)
        found: Integers = opening + since
        if len(self.opens) == len(self.opening):
            return found
        since += days << self.slot
        if back:
            return np.maximum(found, self.opens.take(self.slot_closes(since - 1), mode="clip"))
        return np.minimum(found, self.closes.take(self.slot_opens(since) - 1, mode="clip"))


class DayTables:
    """The table of one schedule, made and widened as columns ask for it."""

    def __init__(self, schedule: Schedule) -> None:
        self.schedule = schedule
        self.lock = threading.Lock()
        self.forget()

    def forget(self) -> None:
        """Drop the table; the next column makes what it needs."""
        self.table: DayTable | None = None

    def cover(self, first: int, last: int) -> DayTable:
        """Return a table that is complete for the dates from `first` to `last` (ordinals)."""
        with self.lock:
            table = self.table
            if table is not None and table.first <= first and last <= table.last:
                return table
            workdays = self.schedule.around(first, last)
            years = workdays.first_year - 1, workdays.last_year + 1
            self.table = table = DayTable(workdays, clocks_of(workdays.zone, *years))
        residents.RESIDENTS.note(self, 1 + workdays.last_year - workdays.first_year)
        return table


def day_tables_of(timeline: Timeline) -> DayTables:
    """Return the tables of a calendar's content."""
    with _TABLES_LOCK:
        tables = _TABLES.get(timeline)
        if tables is None:
            tables = _TABLES[timeline] = DayTables(timeline.schedule)
    return tables
