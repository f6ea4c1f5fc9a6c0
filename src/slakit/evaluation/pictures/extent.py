"""Lanes -> what a picture of them has to show: from when until when, what is closed, the marks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import chain
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from slakit.calendars.spans import merge
from slakit.drawing import AxisWords, TimeScale, long_stretches
from slakit.drawing.scale import Stretch
from slakit.evaluation.explaining.ledger import by_hours
from slakit.evaluation.pictures.lanes import Hours, Lane, Run
from slakit.instants import EPOCH
from slakit.wording.catalogue import Catalogue

__all__ = ["Closed", "Extent", "Mark", "axis_words", "extent_of", "marks_of"]

MarkKind = Literal["warning", "due", "met", "missed", "stopped", "cancelled"]
Moments = tuple[timedelta, timedelta]

# What is promised for a day so far ahead would leave the past no room.
FAR = timedelta(days=90)
# Of years nobody sees the nights.
LONGEST = timedelta(days=5 * 365)
# Left out is what is longer than one of these: long lunches, nights, weekends, a week, nothing.
LONGER = [timedelta(hours=1.5), timedelta(hours=6), *map(timedelta, (1, 2, 4, 14)), timedelta.max]


class Closed(NamedTuple):
    """A stretch of closed hours, why, and the name of the holiday, which may be empty."""

    start: timedelta
    end: timedelta
    reason: str
    name: str


class Mark(NamedTuple):
    """Something that happened at an instant, or is to happen; `name` is that of a warning."""

    kind: MarkKind
    at: timedelta
    name: str = ""


@dataclass(frozen=True)
class Extent:
    """What is shown: from `start` to `end`, in the wall time of `zone`.

    `closed` has the closed hours behind each lane, and `marks` what stands on it, in order;
    `now` is None where every clock had ended before the question.
    """

    lanes: tuple[Lane, ...]
    start: timedelta
    end: timedelta
    zone: ZoneInfo
    closed: tuple[tuple[Closed, ...], ...]
    marks: tuple[tuple[Mark, ...], ...]
    created: timedelta
    now: timedelta | None

    @property
    def instants(self) -> tuple[timedelta, ...]:
        """The creation of the ticket, and the question where it matters."""
        return (self.created,) if self.now is None else (self.created, self.now)

    def scale(self, left: float, right: float, *, break_width: float) -> TimeScale:
        """Return the scale of a picture, closed hours that would fill it left out."""
        width = right - left
        keep = [EPOCH + at for at in (*self.instants, *(each.at for each in chain(*self.marks)))]
        stretches = [(EPOCH + start, EPOCH + end) for start, end in self.closed_everywhere]
        breaks: list[Stretch] = []
        for longer in LONGER:
            breaks = long_stretches(stretches, longer, keep=keep)
            lengths = [end - start for start, end in breaks]
            left_over = self.end - self.start - sum(lengths, timedelta(0))
            room = width - break_width * len(breaks)
            # Breaks must not be most of the picture, and what each leaves out wider than itself.
            if room > width * 0.6 and (
                not breaks or left_over * (1.25 * break_width / room) < min(lengths)
            ):
                break
        return TimeScale(
            EPOCH + self.start,
            EPOCH + self.end,
            left=left,
            right=right,
            breaks=breaks,
            break_width=break_width,
        )

    @cached_property
    def closed_everywhere(self) -> list[Moments]:
        """The time in which no lane could count anything."""
        used: list[Moments] = []
        for lane, closed in zip(self.lanes, self.closed, strict=True):
            if any(timeline is not None for _, timeline in lane.hours):
                used += complement(closed, self.start, self.end)
            # Real time counts only while a clock runs.
            used += [
                (run.start, self.end if run.reading.open else run.end)
                for run in lane.runs
                if run.hours[-1][1] is None and run.start < run.end
            ]
        known = any(self.closed)
        return list(complement(merge(sorted(used)), self.start, self.end)) if known else []


def extent_of(lanes: Sequence[Lane], created: timedelta) -> Extent:
    """Return what a picture of at least one lane shows.

    It begins with the ticket, or where a clock counts from if that is earlier, and ends with the
    last clock, or with the due time of one that is open.
    """
    runs = [run for lane in lanes for run in lane.runs]
    start = min(created, *(run.start for run in runs))
    end = max(start + timedelta(minutes=1), *(run.end for run in runs))
    now = next((run.end for run in runs if run.reading.open), None)
    # What was promised of a clock that has ended is of less interest.
    far = end + (end - start if now is None else max(FAR, 3 * (end - start)))
    marks = [tuple(mark for mark in marks_of(lane) if mark.at <= far) for lane in lanes]
    end = max([end, *(mark.at for mark in chain(*marks))])
    known: dict[tuple[Hours, ...], tuple[Closed, ...]] = {}
    for lane in lanes:
        if lane.hours not in known:
            known[lane.hours] = tuple(closed_hours(lane.hours, start, end))
    zone = next(lane.reading.zone for lane in lanes)
    assert isinstance(zone, ZoneInfo)  # Calendars know no others.
    closed = tuple(known[lane.hours] for lane in lanes)
    return Extent(tuple(lanes), start, end, zone, closed, tuple(marks), created, now)


def marks_of(lane: Lane) -> Iterator[Mark]:
    """Yield what stands on a lane, in order."""
    marks = [mark for run in lane.runs for mark in marks_of_run(run, last=run is lane.runs[-1])]
    yield from sorted(marks, key=lambda mark: mark.at)


def marks_of_run(run: Run, *, last: bool) -> Iterator[Mark]:
    reading = run.reading
    for notice in reading.warnings:
        if notice.at is not None and (notice.passed or reading.open):
            yield Mark("warning", notice.at - EPOCH, notice.name)
    # What a cycle was due after its end would stand among those that follow.
    if reading.due_at is not None and (last or reading.due_at - EPOCH <= run.end):
        yield Mark("due", reading.due_at - EPOCH)
    if reading.cancelled_at is not None:
        yield Mark("cancelled", run.end)
    elif reading.stopped_at is not None:
        verdict = reading.status
        yield Mark(verdict if verdict in ("met", "missed") else "stopped", run.end)


def closed_hours(hours: Sequence[Hours], start: timedelta, end: timedelta) -> Iterator[Closed]:
    """Yield the closed hours between two instants, neighbours of one reason as one."""
    if end - start > LONGEST:
        return
    last: Closed | None = None
    for i, (since, timeline) in enumerate(hours):
        until = min(hours[i + 1][0] if i + 1 < len(hours) else end, end)
        if timeline is None or until <= max(since, start):
            continue
        for a, b, reason, parameters in by_hours(max(since, start), until, timeline, "running", {}):
            if reason == "running" or a >= b:
                continue
            found = Closed(a, b, reason, parameters.get("name", ""))
            if last is not None and last[1:] == (a, *found[2:]):
                found = found._replace(start=last.start)
            elif last is not None:
                yield last
            last = found
    if last is not None:
        yield last


def complement(
    stretches: Sequence[Closed | Moments], start: timedelta, end: timedelta
) -> Iterator[Moments]:
    """Yield what sorted stretches leave of the time between two instants."""
    for stretch in stretches:
        if stretch[0] > start:
            yield start, stretch[0]
        start = max(start, stretch[1])
    if start < end:
        yield start, end


def axis_words(words: Catalogue) -> AxisWords:
    """Return how a language writes days and months on an axis."""
    weekdays, months = words.weekdays(), words.months()

    def day(of: date) -> tuple[str, ...]:
        named = f"{weekdays[of.weekday()]} {of.day}"
        # The axis may give midnight for the date.
        whole = words.date(date(of.year, of.month, of.day))
        return whole, f"{named} {months[of.month - 1]}", named, str(of.day)

    def month(of: date) -> tuple[str, ...]:
        name = months[of.month - 1]
        return f"{name} {of.year}", name

    return AxisWords(day=day, month=month)
