"""One cycle of a clock: what each of its minutes was, and where that leads.

What a minute was to the clock (it ran, it was paused, or it lay between a stop and the reopening
that credits it) and whose hours were in force is written down when the minute is over. A due time
is found by counting those minutes; what is to come is counted as if the clock ran on.

Rules chosen where the policy language leaves a case open:

- Minutes before anything was promised are measured in the hours, and paused by the rule, of what
  was promised first; those while nothing matched any more by what was promised last.
- ``earlier_pauses: count`` counts the pauses, but not the gaps, before the last time that a
  policy or another target took the clock up.
- ``on_calendar_change: at_start`` keeps the calendar in force when the cycle began, whatever
  policy took it up later; a restart begins anew in this too.
- ``at_close`` moves where a length of open time ends, and nothing else.
- An alert before or after due counts in the target's own time and the hours in force now; while
  paused, there is none unless due was reached. A share of a length stands still with the length.
- A share of a rule is one of the open time between start and due, pauses included; where there is
  no open time, it is due itself.
- A cycle with its start in the future is idle until then; what is due is shown. A stop that comes
  before the start stops it, in no time.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import groupby

from tests.evaluation.oracle_promises import Alert, Promise
from tests.oracle import DAY, QUARTER, SEARCH_DAYS, DocumentOracle, Oracle, offset_at, resolve

# A minute, or in the case of warnings a part of one.
Time = int | Fraction
Marks = list[tuple[str, Time | None]]


class Cycle:
    """What is known of a cycle; instants are minutes, and `modes` and `hours` are by minute."""

    def __init__(self, began: int, origin: int) -> None:
        self.began = began
        # Where the metric has it start, and where it counts from under what is promised.
        self.start = origin
        self.origin = origin
        self.taken_at = began
        self.promised_at = began
        self.mode = "running"
        self.modes: dict[int, str] = {}
        self.hours: dict[int, Oracle | None] = {}
        self.promise: Promise | None = None
        self.first_hours: Oracle | None = None
        self.stopped_at: int | None = None
        self.cancelled_at: int | None = None
        self.due: int | None = None
        self.breached_at: int | None = None
        # The instants of its warnings, until something happens.
        self.marks: Marks | None = None

    @property
    def is_open(self) -> bool:
        return self.mode in ("running", "paused")

    def mode_of(self, minute: int) -> str:
        """Say what a minute that is over was, to what is promised now."""
        assert self.promise is not None
        counted = self.promise.conventions["earlier_pauses"] == "count"
        mode = self.modes[minute]
        return "running" if counted and mode == "paused" and minute < self.taken_at else mode

    @property
    def calendar(self) -> Oracle:
        """The hours in which what is promised counts from now on."""
        assert self.promise is not None
        if self.promise.conventions["on_calendar_change"] == "at_start":
            return self.first_hours or self.promise.calendar
        return self.promise.calendar

    def counts(self, minute: int) -> bool:
        """Say whether a minute that is over is one of the promise's own time."""
        assert self.promise is not None
        if self.promise.in_real_time:
            return True
        hours = self.calendar
        if self.promise.conventions["on_calendar_change"] == "slice":
            hours = self.hours[minute] or self.first_hours or hours
        return hours.is_open(minute)

    def spent(self, end: int) -> tuple[int, int]:
        """Return how many of the promise's own minutes ran until an end, and how many did not."""
        own = [minute for minute in range(self.origin, end) if self.counts(minute)]
        ran = sum(self.mode_of(minute) == "running" for minute in own)
        return ran, len(own) - ran

    def due_from(self, now: int, *, waits: bool) -> int | None:
        """Return when the clock is due if it runs from now on; if it waits, only if it was due."""
        promise = self.promise
        if promise is None or not promise.unit:
            return None
        if promise.unit == "m":
            due = self.length_from(now, Fraction(promise.number))
            if not promise.in_real_time and promise.conventions["at_close"] == "next_open":
                due = self.hours_before(int(due)).roll_forward(int(due))
        else:
            due = self.rule_from(now)
        assert due == int(due)
        return int(due) if not waits or due <= self.waits_since(now) else None

    def hours_before(self, minute: int) -> Oracle:
        """Return the hours in which the minute before counted, or will count."""
        assert self.promise is not None
        sliced = self.promise.conventions["on_calendar_change"] == "slice"
        over = self.stopped_at is not None and self.stopped_at < minute
        if sliced and not over and minute - 1 in self.hours:
            return self.hours[minute - 1] or self.first_hours or self.calendar
        return self.calendar

    def waits_since(self, now: int) -> int:
        """Return since when the last minutes before now were paused."""
        while now > self.origin and self.mode_of(now - 1) == "paused":
            now -= 1
        return now

    def length_from(self, now: int, left: Fraction) -> Time:
        """Return when a length is spent, if the clock runs from now on."""
        assert self.promise is not None
        for minute in range(self.origin, now):
            if self.mode_of(minute) == "running" and self.counts(minute):
                if left <= 1:
                    return minute + left
                left -= 1
        now = max(now, self.origin)
        return now + left if self.promise.in_real_time else spend(self.calendar, now, left)

    def rule_from(self, now: int) -> int:
        """Return where a rule leads, moved by what stood still before that."""
        promise, calendar = self.promise, self.calendar
        assert promise is not None
        due = rule(promise, calendar, self.origin)
        if promise.unit == "at":
            return due
        first = self.origin
        for mode, minutes in groupby(self.mode_of(m) for m in range(self.origin, now)):
            last = first + len(list(minutes))
            if mode != "running" and first < due:
                stood = sum(self.counts(minute) for minute in range(first, last))
                if stood:
                    due = due + stood if promise.in_real_time else calendar.add(due, stood)
            first = last
        return due

    def warnings(self, metric: str, now: int) -> Marks:
        """Return the instants of the warnings, None where that is not known."""
        if self.marks is None:
            self.marks = self.alerts(self.promise.warn if self.promise else (), metric, now)
        return self.marks

    def alerts(self, alerts: tuple[Alert, ...], metric: str, now: int) -> Marks:
        if self.promise is None or self.cancelled_at is not None:
            return []
        end = now if self.stopped_at is None else self.stopped_at
        return [
            (alert.name, self.alert(alert, end, waits=self.mode == "paused"))
            for alert in alerts
            if alert.metrics is None or metric in alert.metrics
        ]

    def alert(self, alert: Alert, now: int, *, waits: bool) -> Time | None:
        promise, calendar, due = self.promise, self.calendar, self.due_from(now, waits=waits)
        assert promise is not None
        if not promise.unit:
            return None
        at: Time
        if alert.share is not None and promise.unit == "m":
            at = self.length_from(now, promise.number * alert.share)
            if waits and at > self.waits_since(now):
                return None
        elif due is None:
            return None
        elif alert.share is not None:
            open_time = calendar.elapsed(self.origin, due)
            at = spend(calendar, self.origin, open_time * alert.share) if open_time > 0 else due
        elif alert.wall or promise.in_real_time or not alert.minutes:
            at = due + alert.minutes
        else:
            at = calendar.add(due, alert.minutes)
        if alert.only_when_open and not calendar.is_open(int(at)):
            return calendar.roll_forward(int(at))
        return at


def spend(calendar: Oracle, start: int, left: Fraction) -> Time:
    """Walk until so much open time has passed; nothing has passed at once."""
    minute = start
    while left > 0:
        assert minute - start < SEARCH_DAYS * DAY, "the oracle gave up"
        if calendar.is_open(minute):
            if left <= 1:
                return minute + left
            left -= 1
        minute += 1
    return minute


def rule(promise: Promise, calendar: Oracle, start: int) -> int:
    """Return where days, or an instant of the ticket's own, lead from a start."""
    if promise.unit == "at":
        assert promise.at is not None
        if promise.rest == "next_open":
            return calendar.roll_forward(promise.at)
        return calendar.roll_back(promise.at) if promise.rest else promise.at
    if promise.unit == "cd":
        wall = start + offset_at(calendar.zone, start // QUARTER)
        return resolve(calendar.zone, wall + promise.number * DAY)
    assert isinstance(calendar, DocumentOracle)
    if promise.cutoff is not None or ":" in promise.rest:
        start = calendar.roll_forward(start)
        day = business_day(calendar, start)
        if promise.cutoff is not None and calendar.wall(start) - day * DAY >= promise.cutoff:
            day = calendar.nth_business_day(day, 1)
            start = min(opens for opens, _ in calendar.hours_of(day))
        if ":" in promise.rest:
            time = int(promise.rest[:2]) * 60 + int(promise.rest[3:])
            last = calendar.nth_business_day(day, promise.number)
            return resolve(calendar.zone, last * DAY + time)
    return calendar.add_business_days(start, promise.number, end_of_day=promise.rest == "eod")


def business_day(calendar: DocumentOracle, minute: int) -> int:
    """Return the date on which the opening around a minute starts."""
    today = calendar.wall(minute) // DAY
    near = range(today - 2, today + 2)
    return next(
        day
        for day in near
        if any(opens <= minute < closes for opens, closes in calendar.hours_of(day))
    )
