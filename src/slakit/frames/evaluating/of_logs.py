"""The rows of a log of snapshots -> histories in columns, without a ticket in between.

A log says the same few things again and again. Rows are compared as wholes; what one means after
another is worked out once, by the reader of single tickets, and is a number from then on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from itertools import count
from operator import itemgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from slakit.adapters.cells import no_value
from slakit.adapters.csv_rows import CsvRow
from slakit.adapters.groups import apart, id_of_unread
from slakit.adapters.histories import Histories as Reader
from slakit.adapters.rejected import RejectedRow
from slakit.adapters.source import TableSource
from slakit.frames.columns import NAT, Integers
from slakit.frames.evaluating.alphabet import NOTHING
from slakit.frames.evaluating.batches import Batch
from slakit.frames.evaluating.engine import NEVER, Engine
from slakit.frames.evaluating.openings import OPENED_BY
from slakit.frames.evaluating.reasons import DOUBTFUL
from slakit.frames.evaluating.walk import Histories
from slakit.frames.evaluating.wall_texts import WallTexts

__all__ = ["LogBatches"]

# So many rows are read at a time, and then those that are left of the last ticket.
ROWS = 16_384


class Said:
    """The distinct things that rows say, each with its number."""

    def __init__(self) -> None:
        self.numbers: defaultdict[Any, int] = defaultdict(count().__next__)

    def values(self) -> list[Any]:
        """Return what the numbers stand for."""
        return list(self.numbers)


class Rows:
    """Rows of a log in numbers. The cells themselves are let go of, so that a row is read where
    the one before it was, near the processor.

    `lines` and the four others have one number for each row; tickets begin at `starts`.
    """

    def __init__(self) -> None:
        self.ids: list[str] = []
        self.starts: list[int] = []
        self.lines: list[int] = []
        self.at, self.created, self.opened, self.body = ([0][:0] for _ in range(4))
        self.times, self.openers, self.bodies = Said(), Said(), Said()


class LogBatches:
    """Reads a log of snapshots, batch by batch.

    `asked` is when the tickets are asked about, `told` whether their fields are wanted.
    """

    def __init__(
        self, engine: Engine, asked: int, told: bool, reader: Reader, source: TableSource
    ) -> None:
        self.engine, self.asked, self.told = engine, asked, told
        self.reader, self.together = reader, source.together
        self.instants = WallTexts(source)
        # Reads the cells of a row as they are kept here: its time, the creation, the opener.
        self.single = copy(reader)
        self.single.at_of = itemgetter(0)
        self.single.created_of = itemgetter(1)
        self.single.opened_of = None if reader.opened_of is None else itemgetter(2)
        self.lines: dict[str, int] = {}
        self._unread: dict[str, RejectedRow] = {}
        self._rejected: list[RejectedRow] = []
        self._openings: dict[Any, int] = {}
        self._steps: dict[Any, tuple[int, ...]] = {}
        # The row that began a ticket when there were enough of them.
        self._next: list[CsvRow] = []

    def batches(self, rows: Iterator[CsvRow]) -> Iterator[Batch]:
        """Yield the tickets of rows, each when all its rows are there."""
        over = False
        while not over:
            taken = Rows()
            over = self._take(rows, taken)
            yield self._batch(taken)

    def _take(self, rows: Iterator[CsvRow], taken: Rows) -> bool:
        """Take rows of whole tickets, and return whether there are no others."""
        reader = self.reader
        id_of, head_of, body_of, absent = reader.id_of, reader.head, reader.body, reader.absent
        at_of, created_of, opened_of = reader.at_of, reader.created_of, reader.opened_of
        # A log of snapshots always has it.
        assert created_of is not None
        times, bodies = taken.times.numbers, taken.bodies.numbers
        openers = taken.openers.numbers
        lines, at, created = taken.lines, taken.at, taken.created
        opened, body = taken.opened, taken.body
        current: str | None = None
        for source in (self._next, rows):
            for line, row, wrong in source:
                if wrong:
                    self._set_aside(line, row, wrong)
                    continue
                id = id_of(row)
                if id != current:
                    if id in absent:
                        self._rejected.append(RejectedRow.of(no_value("id"), line=line, id=""))
                        continue
                    if self.together and len(lines) >= ROWS:
                        self._next = [(line, row, wrong)]
                        return False
                    current = id
                    taken.ids.append(id)
                    taken.starts.append(len(lines))
                head = head_of(row)
                lines.append(line)
                at.append(times[at_of(head)])
                body.append(bodies[body_of(row)])
                created.append(times[created_of(head)])
                if opened_of is not None:
                    opened.append(openers[opened_of(head)])
        return True

    def _set_aside(self, line: int, row: list[str], wrong: str) -> None:
        id = id_of_unread(row, self.reader)
        rejected = RejectedRow(line, id, "", "", wrong)
        if id:
            self._unread.setdefault(id, rejected)
        else:
            self._rejected.append(rejected)

    def _batch(self, rows: Rows) -> Batch:
        """Return tickets, all whose rows are there."""
        size = np.diff([*rows.starts, len(rows.lines)])
        ids, of = rows.ids, np.repeat(np.arange(len(size)), size)
        order = np.arange(len(of))
        if not self.together:
            places = {id: place for place, id in enumerate(dict.fromkeys(ids))}
            ids, of = list(places), np.array([places[id] for id in ids], np.int64)[of]
            order = np.argsort(of, kind="stable")
            of = of[order]
        first = np.searchsorted(of, np.arange(len(ids) + 1))
        for id, row in zip(ids, order[first[:-1]].tolist(), strict=True):
            line = rows.lines[row]
            if self.lines.setdefault(id, line) != line:
                raise apart(id, line, self.lines[id])
        odd = {place: DOUBTFUL for place, id in enumerate(ids) if id in self._unread}
        unread = {place: self._unread.pop(ids[place]) for place in odd}
        # The first row of the ticket that follows may be one of them.
        following = self.reader.id_of(self._next[0][1]) if self._next else None
        self._rejected += [self._unread.pop(id) for id in list(self._unread) if id != following]
        histories, fields = self._histories(rows, of, order, first, odd)
        rejected, self._rejected = self._rejected, []

        said = tuple(each.values() for each in (rows.times, rows.openers, rows.bodies))

        def single(place: int) -> Any:
            if place in unread:
                return unread[place]
            kept = order[first[place] : first[place + 1]].tolist()
            return self.single.ticket(ids[place], list(self._cells(rows, kept, said)))

        def line_of(place: int) -> int:
            return self.lines[ids[place]]

        return Batch(ids, histories, odd, fields, rejected, single, line_of)

    def _cells(self, rows: Rows, kept: Sequence[int], said: tuple[list[Any], ...]) -> Iterator[Any]:
        """Yield some rows as the reader of single tickets takes them."""
        times, openers, bodies = said
        for row in kept:
            created = times[rows.created[row]]
            opened_by = openers[rows.opened[row]] if rows.opened else None
            head = times[rows.at[row]], created, opened_by
            yield rows.lines[row], head, bodies[rows.body[row]]

    def _histories(
        self, rows: Rows, of: Integers, order: Integers, first: Integers, odd: dict[int, str]
    ) -> tuple[Histories, Sequence[Mapping[str, Any]]]:
        """Return the histories of rows in an order, and the fields of tickets when asked.

        Row `i` of them is of ticket `of[i]`, whose rows begin at `first`.
        """
        begin, tickets = first[:-1], len(first) - 1
        known = self.instants(rows.times.numbers)
        instants = np.array(list(known.values()), np.int64)
        at = instants[np.array(rows.at, np.int64)[order]]
        same = of[1:] == of[:-1]
        if (same & (at[1:] < at[:-1])).any():
            again = np.lexsort((at, of))
            order, at = order[again], at[again]
        created = instants[np.array(rows.created, np.int64)[order[begin]]]
        wrong = (created == NAT) | (at[begin] < created)
        wrong[of[at == NAT]] = True
        bodies, codes = rows.bodies.values(), np.array(rows.body, np.int64)[order]
        opening = self._opening(rows, order[begin], codes[begin], wrong)
        turned = np.flatnonzero(same & (codes[1:] != codes[:-1])) + 1
        pairs, inverse = np.unique(
            codes[turned - 1] * len(bodies) + codes[turned], return_inverse=True
        )
        both = (divmod(pair, len(bodies)) for pair in pairs.tolist())
        steps = [self._step(bodies[before], bodies[after]) for before, after in both]
        sizes = np.array([len(step) for step in steps], np.int64)
        deeds = np.array([deed for step in steps for deed in step], np.int64)
        counts = sizes[inverse]
        event = np.repeat(turned, counts)
        start = (np.cumsum(sizes) - sizes)[inverse] - (np.cumsum(counts) - counts)
        for place in np.flatnonzero(wrong).tolist():
            odd.setdefault(place, DOUBTFUL)
        created[list(odd)] = NEVER
        histories = Histories(
            created,
            opening,
            np.searchsorted(of[event], np.arange(tickets + 1)),
            at[event],
            deeds[np.arange(len(event)) + np.repeat(start, counts)],
            np.full((tickets, len(self.engine.alphabet.slots)), NAT),
            self.engine.openings.found,
        )
        fields: Sequence[Mapping[str, Any]] = [{}] * tickets
        if self.told:
            past = np.bincount(of[at <= self.asked], minlength=tickets)
            # Before the first row, the fields are those that it tells of the creation.
            last = begin + np.maximum(past - 1, 0)
            fields = [
                dict(zip(self.reader.names, self.reader.values_of(bodies[code]), strict=True))
                if born
                else {}
                for code, born in zip(
                    codes[last].tolist(), (created <= self.asked).tolist(), strict=True
                )
            ]
        return histories, fields

    def _opening(
        self, rows: Rows, first: Integers, codes: Integers, wrong: NDArray[np.bool_]
    ) -> Integers:
        """Return the numbers of openings, told by the first rows of tickets."""
        bodies, openers = rows.bodies.values(), [*rows.openers.values(), None]
        opened = np.full(len(first), -1)
        if rows.opened:
            opened = np.array(rows.opened, np.int64)[first]
        keys = codes * len(openers) + opened % len(openers)
        pairs, inverse = np.unique(keys, return_inverse=True)
        found = []
        for place, pair in enumerate(pairs.tolist()):
            body, opener = divmod(pair, len(openers))
            opened_by = None if openers[opener] in self.reader.absent else openers[opener]
            if opened_by not in OPENED_BY:
                wrong[inverse == place] = True
                opened_by = None
            key = bodies[body], opened_by
            if key not in self._openings:
                values = self.reader.values_of(bodies[body])
                fields = dict(zip(self.reader.names, values, strict=True))
                self._openings[key] = self.engine.openings.number(opened_by, fields)
            found.append(self._openings[key])
        return np.array(found, np.int64)[inverse]

    def _step(self, before: Any, body: Any) -> tuple[int, ...]:
        """Return what a row does that differs from the one before."""
        key = before, body
        if key not in self._steps:
            reader, alphabet = self.reader, self.engine.alphabet
            old, new = reader.values_of(before), reader.values_of(body)
            changed = reader.changed(old, new).items() if new != old else ()
            numbers = [alphabet.deed(("change", name, value)) for name, value in changed]
            # Of a change that is not heeded, nothing is left but that something happened.
            heeded = tuple(number for number in numbers if number != NOTHING)
            self._steps[key] = heeded or tuple(numbers[:1])
        return self._steps[key]
