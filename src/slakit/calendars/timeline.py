"""Questions about open time, answered from compiled years.

`Timeline` compiles a year when a question first needs it. A question is then
one subtraction and one dictionary look-up, whatever its span.
"""

from __future__ import annotations

import threading
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Literal

from slakit.calendars import residents
from slakit.calendars.schedule import Schedule
from slakit.calendars.window import (
    FIRST_YEAR,
    HORIZON_YEARS,
    LAST_YEAR,
    ZERO,
    Source,
    Window,
    horizon_error,
    year_of,
)
from slakit.errors import HorizonError
from slakit.instants import EPOCH, UTC, since_epoch, to_datetime

__all__ = ["Timeline"]

Edge = Literal["opens", "closes"]
# So much open time is a few nodes away.
ONE_DAY = timedelta(days=1)


class Timeline:
    """The open time of one source, compiled year by year as questions need it.

    Readers take no lock: windows are replaced, never changed. A count of open
    time means something only within one window, so a question reads `window`
    or `days` once and stays with what it has read. No window spans more than
    the horizon, so whether a question is within it never depends on what has
    been asked before.
    """

    __slots__ = ("__weakref__", "_lock", "days", "schedule", "source", "window")

    def __init__(self, source: Source) -> None:
        self.source = source
        self.schedule = Schedule(source)
        self._lock = threading.Lock()
        self.forget()

    def forget(self) -> None:
        """Drop every compiled year; the next question compiles what it needs."""
        self.window = Window(EPOCH.year)
        self.days = self.window.days

    def elapsed(self, start: datetime, end: datetime) -> timedelta:
        """Return the open time between two datetimes, negative when `end` is the earlier one."""
        # UTC needs no look at the zone.
        if type(start) is datetime and start.tzinfo is UTC:
            since = start - EPOCH
        else:
            since = since_epoch(start, "start")
        if type(end) is datetime and end.tzinfo is UTC:
            until = end - EPOCH
        else:
            until = since_epoch(end, "end")
        return self.passed(since, until)

    def passed(self, since: timedelta, until: timedelta) -> timedelta:
        """Return the open time between two instants, negative when `until` is the earlier one."""
        # Of all questions this one is asked most. The walk along the nodes stands here twice,
        # because a function for it would cost as much as the walk.
        days = self.days
        try:
            close, before, shift, _, after = days[since.days]
            while since >= close:
                close, before, shift, _, after = after
            begun = since - shift
            if begun > before:
                before = begun
            close, count, shift, _, after = days[until.days]
            while until >= close:
                close, count, shift, _, after = after
            begun = until - shift
            return (begun if begun > count else count) - before
        except KeyError:
            pass  # Compiling is not done here, or its errors would carry this one along.
        window = self.cover(since, until)
        return self.count(until, window) - self.count(since, window)

    def progress(
        self, since: timedelta, until: timedelta, amount: timedelta
    ) -> tuple[timedelta, timedelta]:
        """Return `passed` and `forward` from the same instant, of a positive amount."""
        # A clock asks both, and half of either is to find where it starts.
        window = self.window
        days = window.days
        try:
            close, before, shift, done, after = days[since.days]
            while since >= close:
                close, before, shift, done, after = after
            begun = since - shift
            if begun > before:
                before = begun
            target = before + amount
            if amount > ONE_DAY:
                _, _, shift, done, following = window.bins[target.days]
            else:
                following = after
            while target > done:
                _, _, shift, done, following = following
            close, count, begun, _, after = days[until.days]
            while until >= close:
                close, count, begun, _, after = after
            begun = until - begun
            if following is not None:
                return (begun if begun > count else count) - before, target + shift
        except (KeyError, OverflowError):
            pass  # As above.
        return self.passed(since, until), self.forward(since, amount)

    def add(self, start: datetime, amount: timedelta, at_close: str) -> datetime:
        """Return the instant at which `amount` of open time has passed since `start`."""
        if type(start) is datetime and start.tzinfo is UTC:
            since = start - EPOCH
        else:
            since = since_epoch(start, "start")
        if amount > ZERO:
            moment = self.forward(since, amount)
            if at_close == "next_open":
                moment = self.roll_forward(moment)
        elif amount < ZERO:
            moment = self.backward(since, -amount)
        else:
            moment = self.roll_forward(since)
        return EPOCH + moment if start.tzinfo is UTC else to_datetime(moment, start.tzinfo)

    def forward(self, since: timedelta, amount: timedelta) -> timedelta:
        """Return the earliest instant at which a positive amount has passed since `since`."""
        # Most questions lie in compiled years, and are answered along the nodes: a search would
        # miss the cache at each step.
        window = self.window
        try:
            close, count, shift, done, after = window.days[since.days]
            while since >= close:
                close, count, shift, done, after = after
            begun = since - shift
            target = (begun if begun > count else count) + amount
            if amount > ONE_DAY:
                _, _, shift, done, after = window.bins[target.days]
            while target > done:
                _, _, shift, done, after = after
            if after is not None:
                return target + shift
        except (KeyError, OverflowError):
            pass  # Searching is not done here, or its errors would carry this one along.
        return self._search_forward(since, amount)

    def _search_forward(self, since: timedelta, amount: timedelta) -> timedelta:
        """Return what `forward` does, compiling years as far as it takes."""
        window = self.cover(since, since)
        while True:
            try:
                target = self.count(since, window) + amount
            except OverflowError:
                raise horizon_error(self.source, since, timedelta.max) from None
            i = bisect_left(window.done, target)
            if i < len(window.done):
                return target + window.shifts[i]
            window = self.widen(since, window.last_year, forward=True)

    def backward(self, since: timedelta, amount: timedelta) -> timedelta:
        """Return the latest instant from which a positive amount passes until `since`."""
        window = self.cover(since, since)
        while True:
            try:
                target = self.count(since, window) - amount
            except OverflowError:
                raise horizon_error(self.source, since, timedelta.min) from None
            i = bisect_right(window.counted, target) - 1
            if i >= 0:
                return target + window.shifts[i]
            window = self.widen(since, window.first_year, forward=False)

    @staticmethod
    def count(moment: timedelta, window: Window) -> timedelta:
        """Return the open time that has passed at an instant within the window."""
        close, count, shift, _, after = window.days[moment.days]
        while moment >= close:
            close, count, shift, _, after = after
        return max(count, moment - shift)

    def is_open(self, moment: timedelta) -> bool:
        """Return whether an instant is open; an opening is, a closing is not."""
        days = self.days
        if moment.days not in days:
            days = self.cover(moment, moment).days
        close, count, shift, _, after = days[moment.days]
        while moment >= close:
            close, count, shift, _, after = after
        return moment - shift >= count

    def _never_closes(self, window: Window, years: int) -> bool:
        """Return whether a search that has looked at so many years has met no edge.

        A source that names dates may well close beyond the horizon, so that of it nobody
        can say.
        """
        seen_all = years >= HORIZON_YEARS and not any(True for _ in self.source.years)
        return seen_all and window.opens == [window.start] and window.closes == [window.end]

    def edge_after(self, moment: timedelta, edge: Edge) -> timedelta | None:
        """Return the first opening or closing strictly after an instant, if it ever closes."""
        if self.source.never_closes:
            return None
        window = self.cover(moment, moment)
        while True:
            edges: list[timedelta] = getattr(window, edge)
            i = bisect_right(edges, moment)
            # Time that is open at the edge of the window may go on in the next year.
            if i < len(edges) and edges[i] != window.end:
                return edges[i]
            if self._never_closes(window, window.last_year - year_of(moment)):
                return None
            window = self.widen(moment, window.last_year, forward=True)

    def edge_before(self, moment: timedelta, edge: Edge) -> timedelta | None:
        """Return the last opening or closing strictly before an instant, if it ever closes."""
        if self.source.never_closes:
            return None
        window = self.cover(moment, moment)
        while True:
            edges: list[timedelta] = getattr(window, edge)
            i = bisect_left(edges, moment) - 1
            if i >= 0 and edges[i] != window.start:
                return edges[i]
            if self._never_closes(window, year_of(moment) - window.first_year):
                return None
            window = self.widen(moment, window.first_year, forward=False)

    def roll_forward(self, moment: timedelta) -> timedelta:
        """Return the first open instant at or after an instant."""
        if self.is_open(moment):
            return moment
        opening = self.edge_after(moment, "opens")
        assert opening is not None  # A timeline that never closes was open above.
        return opening

    def roll_back(self, moment: timedelta) -> timedelta:
        """Return the last instant at or before an instant that is open or a closing."""
        if self.is_open(moment):
            return moment
        closing = self.edge_before(moment + timedelta.resolution, "closes")
        assert closing is not None
        return closing

    def spans(self, since: timedelta, until: timedelta) -> Iterator[tuple[timedelta, timedelta]]:
        """Yield the open time between two instants as sorted, disjoint pairs."""
        window = self.cover(since, until)
        first = bisect_right(window.closes, since)
        last = bisect_left(window.opens, until)
        for i in range(first, last):
            yield max(window.opens[i], since), min(window.closes[i], until)

    def cover(self, first: timedelta, last: timedelta) -> Window:
        """Return a window that holds both instants, compiling the years it lacks."""
        if last < first:
            first, last = last, first
        window = self.window
        if window.start <= first and last < window.end:
            return window
        return self.cover_years(year_of(first), year_of(last))

    def widen(self, origin: timedelta, edge_year: int, *, forward: bool) -> Window:
        """Return a larger window around `origin`, or say that the search is at its horizon."""
        year = year_of(origin)
        seen = abs(edge_year - year)
        at_the_end = edge_year >= LAST_YEAR if forward else edge_year <= FIRST_YEAR
        if seen >= HORIZON_YEARS or at_the_end:
            edge = self.window.end if forward else self.window.start
            raise horizon_error(self.source, origin, edge)
        # Doubling keeps a search over n years linear, as each step copies the window.
        step = min(max(1, 2 * seen), HORIZON_YEARS)
        if forward:
            return self.cover_years(year, min(year + step, LAST_YEAR))
        return self.cover_years(max(year - step, FIRST_YEAR), year)

    def cover_years(self, first_year: int, last_year: int) -> Window:
        """Return a window that holds these years, compiling those it lacks."""
        if last_year - first_year > HORIZON_YEARS:
            raise HorizonError(
                f"the years {first_year} to {last_year} are more than {HORIZON_YEARS} years apart",
                horizon=HORIZON_YEARS,
                last=EPOCH + self.window.end,
                parameter="calendar",
                value=self.source.label,
                remedy="look for a placeholder such as 1900-01-01 or 9999-12-31",
            )
        with self._lock:
            window = self.window
            both_first = min(first_year, window.first_year)
            both_last = max(last_year, window.last_year)
            if not window.days or both_last - both_first > HORIZON_YEARS:
                window, both_first, both_last = Window(first_year), first_year, last_year
            else:
                window = window.copy()
            while window.last_year < both_last:
                window.append_year(self.source)
            while window.first_year > both_first:
                window.prepend_year(self.source)
            self.window = window
            self.days = window.days
        residents.RESIDENTS.note(self, 1 + both_last - both_first)
        return window
