"""The rows of a table, each of them a ticket -> histories in columns, without a ticket in between.

As with a log, what the cells of a row mean is worked out once for all rows that say the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain, islice
from operator import itemgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from slakit.adapters.columns import Columns
from slakit.adapters.csv_rows import CsvRow
from slakit.adapters.rejected import RejectedRow
from slakit.adapters.source import TableSource
from slakit.adapters.tables import stands_twice
from slakit.errors import SlakitError, TableError
from slakit.frames.columns import NAT, Integers
from slakit.frames.evaluating.batches import Batch
from slakit.frames.evaluating.engine import NEVER, Engine
from slakit.frames.evaluating.of_logs import Said
from slakit.frames.evaluating.openings import OPENED_BY
from slakit.frames.evaluating.order import grouped
from slakit.frames.evaluating.reasons import DOUBTFUL
from slakit.frames.evaluating.stamps import DONE, stamped
from slakit.frames.evaluating.walk import Histories
from slakit.frames.evaluating.wall_texts import WallTexts
from slakit.policies.facts import CATEGORY
from slakit.tickets import Ticket

__all__ = ["TableBatches"]

ROWS = 8192


class Cells:
    """Rows of a table in numbers: `times` of each target, and what else a row says."""

    def __init__(self, targets: Sequence[str]) -> None:
        self.ids: list[Any] = []
        self.lines: list[int] = []
        self.times: dict[str, list[int]] = {target: [] for target in targets}
        self.texts, self.bodies = Said(), Said()
        self.body: list[int] = []


class TableBatches:
    """Reads a table of tickets, batch by batch.

    `asked` is when the tickets are asked about, `told` whether their fields are wanted.
    """

    def __init__(
        self, engine: Engine, asked: int, told: bool, columns: Columns, source: TableSource
    ) -> None:
        self.engine, self.asked, self.told, self.columns = engine, asked, told, columns
        self.instants = WallTexts(source)
        self.lines: dict[str, int] = {}
        self._openings: dict[Any, int | None] = {}

    def batches(self, rows: Iterator[CsvRow], width: int) -> Iterator[Batch]:
        """Yield the tickets of rows, which have so many cells."""
        targets = [name for name, _ in self.columns.times]
        # Whether there are more rows is seen by taking one.
        while first := list(islice(rows, 1)):
            cells, rejected = Cells(targets), list[RejectedRow]()
            self._take(chain(first, islice(rows, ROWS - 1)), cells, rejected, width)
            yield self._batch(cells, rejected)

    def _take(
        self,
        rows: Iterator[CsvRow],
        cells: Cells,
        rejected: list[RejectedRow],
        width: int,
    ) -> None:
        cells_of, texts, bodies = self.columns.cells, cells.texts.numbers, cells.bodies.numbers
        ids, lines, body = cells.ids, cells.lines, cells.body
        kept = list(cells.times.values())
        for line, row, wrong in rows:
            if wrong:
                id = self.columns.id_of(row) if len(row) == width else ""
                rejected.append(RejectedRow.of(TableError(wrong), line=line, id=id))
                continue
            id, times, fields, opened_by = cells_of(row)
            ids.append(id)
            lines.append(line)
            body.append(bodies[fields, opened_by])
            for numbers, text in zip(kept, times):  # noqa: B905 - strict costs as much
                numbers.append(texts[text])

    def _batch(self, cells: Cells, rejected: list[RejectedRow]) -> Batch:
        """Return the tickets of rows."""
        size, absent, texts = len(cells.ids), self.columns.absent, cells.texts.values()
        bodies = cells.bodies.values()
        known = self.instants(text for text in texts if text not in absent)
        instants = np.array([known.get(text, NAT) for text in texts], np.int64)
        # What is absent is no instant either, and nothing is wrong with it.
        unread = (instants == NAT) & np.array([text in known for text in texts], np.bool_)
        wrong = np.array([id in absent or type(id) is not str for id in cells.ids], np.bool_)
        times: dict[str, Integers] = {}
        for target, numbers in cells.times.items():
            codes = np.array(numbers, np.int64)
            times[target] = instants[codes]
            wrong |= unread[codes]
        created = times.pop("created_at")
        wrong |= created == NAT
        for column in times.values():
            wrong |= (column != NAT) & (column < created)
        opening = self._opening(cells, wrong)

        def read(place: int) -> Ticket:
            stamps = [texts[numbers[place]] for numbers in cells.times.values()]
            return self.columns.ticket_of(cells.ids[place], stamps, *bodies[cells.body[place]])

        twice, made = self._repeated(cells, wrong, read)
        odd = dict.fromkeys([*np.flatnonzero(wrong).tolist(), *twice], DOUBTFUL)
        start = created.copy()
        start[list(odd)] = NEVER
        histories = self._histories(start, opening, times)
        fields: Sequence[Mapping[str, Any]] = [{}] * size
        if self.told:
            fields = [
                self._state(bodies[body], place, created, times)
                for place, body in enumerate(cells.body)
            ]

        def single(place: int) -> Ticket:
            if place in twice:
                raise stands_twice(cells.ids[place], twice[place])
            return made.get(place) or read(place)

        ids = ["" if id in absent else str(id) for id in cells.ids]
        return Batch(ids, histories, odd, fields, rejected, single, cells.lines.__getitem__)

    def _histories(
        self, start: Integers, opening: Integers, times: Mapping[str, Integers]
    ) -> Histories:
        """Return the histories of tickets, with their timestamps as events."""
        size = len(start)
        of, at, deeds = stamped(times, self.engine.alphabet)
        order = grouped(of, at, size)
        return Histories(
            start,
            opening,
            np.searchsorted(of[order], np.arange(size + 1)),
            at[order],
            deeds[order],
            np.zeros((size, 0), np.int64),
            self.engine.openings.found,
        )

    def _repeated(
        self, cells: Cells, wrong: NDArray[np.bool_], read: Callable[[int], Ticket]
    ) -> tuple[dict[int, int], dict[int, Ticket]]:
        """Return the rows whose id stood before, each with the line where it did.

        A row that is refused has not taken its id. Those that only numbers cannot tell are
        tickets all the same, which are returned as well.
        """
        found: dict[int, int] = {}
        made: dict[int, Ticket] = {}
        for place, (id, line, doubtful) in enumerate(
            zip(cells.ids, cells.lines, wrong.tolist(), strict=True)
        ):
            if doubtful:
                try:
                    made[place] = read(place)
                except SlakitError:
                    continue
            key = made[place].id if doubtful else id
            if (first := self.lines.setdefault(key, line)) != line:
                found[place] = first
        return found, made

    def _opening(self, cells: Cells, wrong: NDArray[np.bool_]) -> Integers:
        """Return the numbers of openings, and note the rows that cannot have one."""
        found, numbers = [], np.array(cells.body, np.int64)
        for number, body in enumerate(cells.bodies.values()):
            if body not in self._openings:
                self._openings[body] = self._open(body)
            opening = self._openings[body]
            if opening is None:
                wrong[numbers == number] = True
            found.append(opening or 0)
        return np.array(found, np.int64)[numbers]

    def _open(self, body: Any) -> int | None:
        opened_by = None if body[1] in self.columns.absent else body[1]
        if opened_by not in OPENED_BY:
            return None
        try:
            return self.engine.openings.number(opened_by, self._fields(body))
        except SlakitError:
            return None

    def _fields(self, body: Any) -> dict[str, Any]:
        absent = self.columns.absent
        values = [None if value in absent else value for value in body[0]]
        return dict(zip(self.columns.names, values, strict=True))

    def _state(
        self, body: Any, place: int, created: Integers, times: Mapping[str, Integers]
    ) -> dict[str, Any]:
        """Return the fields of a ticket when it is asked about."""
        if created[place] > self.asked:
            return {}
        fields = self._fields(body)
        ends = {name: int(times[name][place]) for name in DONE if name in times}
        for name, end in sorted(ends.items(), key=itemgetter(1)):
            if end != NAT and end <= self.asked:
                fields[CATEGORY] = DONE[name]
        return fields
