"""Histories in columns -> readings in columns, and the tickets that have to be read one by one."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from slakit.calendars.window import LAST_YEAR
from slakit.frames.columns import NAT, Integers
from slakit.frames.days import lead
from slakit.frames.evaluating.alphabet import Alphabet
from slakit.frames.evaluating.hours import Hours
from slakit.frames.evaluating.openings import Openings
from slakit.frames.evaluating.outlines import Outline, Outlines
from slakit.frames.evaluating.promises import Book
from slakit.frames.evaluating.readings import Readings, read
from slakit.frames.evaluating.reasons import FAR, LONG, MOST_EVENTS, REFUSED
from slakit.frames.evaluating.sampling import Sample, outline_of
from slakit.frames.evaluating.shapes import BROKEN, Shapes
from slakit.frames.evaluating.walk import UNBORN, Histories, Walked, walk
from slakit.frames.rows import years_of
from slakit.policies.policy_set import PolicySet

__all__ = ["NEVER", "Answers", "Engine"]

# So many shapes are kept from chunk to chunk.
MOST_SHAPES = 1 << 17
# A ticket that is not read in columns is never created in them.
NEVER = np.iinfo(np.int64).max
# A due time lies within so many years of the question, or is looked for by itself.
AHEAD = (0, 1, 2)
# Hours of longer times than this are not laid out.
MOST_YEARS = 30


class Answers(NamedTuple):
    """The readings of some tickets, and why others have none: they are to be read one by one."""

    readings: Readings
    odd: dict[int, str]


class Engine:
    """A policy set, ready to read chunk after chunk of histories."""

    def __init__(self, policies: PolicySet) -> None:
        self.policies = policies
        self.alphabet = Alphabet(policies)
        self.openings = Openings(self.alphabet)
        self.ahead = 0
        self.forget()

    @property
    def crowded(self) -> bool:
        """Whether so many shapes were learnt that `forget` is called for."""
        return len(self.shapes.found) > MOST_SHAPES

    @property
    def worn(self) -> bool:
        """Whether so much else is known, which is never forgotten, that another is better."""
        return max(len(self.openings.found), self.alphabet.known) > MOST_SHAPES

    def forget(self) -> None:
        """Drop what was learnt of shapes."""
        self.shapes = Shapes(self.alphabet)
        self.outlines = Outlines(self.alphabet)
        self.known: dict[int, Outline] = {BROKEN: Outline(0, 0, REFUSED)}
        self.known[UNBORN] = Outline(0, 0)
        self.hours: Hours | None = None

    def read(self, histories: Histories, now: Integers, *, notices: bool = True) -> Answers:
        """Return how the clocks of tickets stand, each asked at an instant of its own."""
        long = np.flatnonzero(np.diff(histories.first) > MOST_EVENTS)
        if long.size:
            created = histories.created.copy()
            created[long] = NEVER
            histories = histories._replace(created=created)
        walked = walk(self.shapes, histories, now)
        shapes, samples, inverse = np.unique(walked.shape, return_index=True, return_inverse=True)
        found = [
            self.known.get(shape) or self._learn(shape, sample, walked, histories)
            for shape, sample in zip(shapes.tolist(), samples.tolist(), strict=True)
        ]
        start = np.array([each.start for each in found], np.int64)[inverse]
        sizes = np.array([each.end - each.start for each in found], np.int64)[inverse]
        odd = dict.fromkeys(long.tolist(), LONG)
        reasons = np.array([bool(each.odd) for each in found])
        if reasons.any():
            for row in np.flatnonzero(reasons[inverse]).tolist():
                odd[row] = found[inverse[row]].odd
        ticket = np.repeat(np.arange(len(sizes)), sizes)
        which = np.arange(len(ticket)) + (start - (np.cumsum(sizes) - sizes))[ticket]
        readings = self._read(histories, walked, which, ticket, now, notices)
        if not readings.known.all():
            unknown = np.unique(ticket[~readings.known])
            odd |= dict.fromkeys(unknown.tolist(), FAR)
        return Answers(readings, odd)

    def _learn(self, shape: int, ticket: int, walked: Walked, histories: Histories) -> Outline:
        """Read the outline of a shape off its first ticket."""
        tree = self.shapes.found[shape]
        assert tree is not None
        base = walked.base[ticket]
        slots = [None if slot == NAT else slot for slot in histories.slots[ticket].tolist()]
        sample = Sample(walked.times[base : base + tree.depth].tolist(), slots)
        outline = self.known[shape] = outline_of(self.outlines, tree, sample)
        return outline

    def _read(
        self,
        histories: Histories,
        walked: Walked,
        which: Integers,
        ticket: Integers,
        now: Integers,
        notices: bool,
    ) -> Readings:
        clocks, promised, rows, stretches = self.outlines.columns
        targets = list(self.outlines.targets)
        base, at = walked.base[ticket], now[ticket]
        while True:
            book = Book(
                promised,
                rows,
                stretches,
                self._laid_out(histories, now),
                self._lead,
                walked.times,
                histories.slots,
            )
            readings = read(book, clocks, targets, which, ticket, base, at, notices)
            if readings.known.all() or self.ahead == AHEAD[-1]:
                return readings
            # What is due in the years to come needs their hours.
            self.ahead = next(years for years in AHEAD if years > self.ahead)

    def _laid_out(self, histories: Histories, now: Integers) -> Hours:
        """Return the hours of all calendars from where the first clock counts to the last question.

        A clock may count from an instant in a field, which may lie before the creation.
        """
        timelines = [each for each in self.outlines.timelines if each is not None]
        created = histories.created
        since, until = years_of(created), years_of(now)
        asked = now != NAT
        middle = int(np.median(until[asked])) if asked.any() else 1970
        # A placeholder such as 1970-01-01 would ask for the hours, and warn of the holidays, of
        # years that nobody else needs. Such a ticket is read by itself.
        near = asked & (created <= now) & (np.abs(until - middle) <= MOST_YEARS // 2)
        near &= middle - since <= MOST_YEARS
        first = int(since[near].min(initial=middle))
        for counted in histories.slots[near][:, self.alphabet.counted].T:
            years = years_of(counted)
            first = min(first, int(years[years >= middle - MOST_YEARS].min(initial=middle)))
        last = min(int(until[near].max(initial=middle)) + self.ahead, LAST_YEAR)
        hours = self.hours
        if hours is not None:
            wider = min(first, hours.first_year), max(last, hours.last_year)
            # What other questions needed is kept as long as it is not out of the way.
            if wider[1] - wider[0] <= 2 * MOST_YEARS:
                first, last = wider
            if len(hours.tables) == 1 + len(timelines) and (first, last) == (
                hours.first_year,
                hours.last_year,
            ):
                return hours
        self.hours = Hours(timelines, first, last)
        return self.hours

    def _lead(self, rule: int, starts: Integers) -> Integers:
        """Return where a rule leads from instants."""
        hours, amount, cutoff = list(self.outlines.rules)[rule]
        timeline = list(self.outlines.timelines)[hours]
        assert timeline is not None
        return lead(timeline, starts, amount, cutoff)
