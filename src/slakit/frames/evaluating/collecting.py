"""Readings of chunk after chunk -> the columns of the answer, in the order of the tickets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import tzinfo
from typing import Any

import numpy as np
from numpy.typing import NDArray

from slakit.evaluation.reading import ClockReading, Status
from slakit.evaluation.result import Evaluation
from slakit.frames.columns import NAT, Integers, instant_number
from slakit.frames.evaluating.listed import Listed
from slakit.frames.evaluating.outlines import Outlines
from slakit.frames.evaluating.readings import STATES, STATUSES, Readings, worst_statuses
from slakit.frames.native import Codes, Column, Flags, Instants, Lengths, Texts, Whole
from slakit.instants import MICROSECOND

__all__ = ["Collected"]

INSTANTS = (
    "started_at",
    "stopped_at",
    "cancelled_at",
    "due_at",
    "due_if_resumed_at",
    "breached_at",
    "next_change_at",
)
LENGTHS = ("target", "elapsed", "paused", "closed", "elapsed_wall", "remaining")
# Texts of which there are few; of an exemption, why and who.
NAMES = ("policy", "version", "metric", "state", "status", "amount", "zone")
EXEMPTED = ("exempt_reason", "exempt_author", "exempted_at")
CODED = (*NAMES, *EXEMPTED[:2])
NUMBERS = ("ticket", "cycle", *LENGTHS, *INSTANTS, "exempted_at", "at")
# In the order of the fields of a reading.
ORDER = (
    "ticket",
    *("policy", "version", "metric", "cycle", "state", "status", "amount", "target"),
    *INSTANTS[:5],
    *LENGTHS[1:],
    *INSTANTS[5:],
    *("breached", "warnings", "escalations", *EXEMPTED, "at", "zone"),
)
Rows = dict[str, Any]


class Collected:
    """The rows of an answer so far, and how many tickets have each status."""

    def __init__(self) -> None:
        self.statuses = Counter[int]()
        self.tickets = 0
        self._pieces: list[Rows] = []
        self._rows = 0
        self._codes: dict[str, dict[str, int]] = {name: {} for name in CODED}
        for name, words in (("state", STATES), ("status", STATUSES)):
            self._codes[name] = {word: code for code, word in enumerate(words)}
        self._listed = Listed()

    def add(
        self,
        start: int,
        readings: Readings,
        outlines: Outlines,
        born: NDArray[np.bool_],
        at: Integers,
        odd: Iterable[int],
        evaluated: Mapping[int, Evaluation],
    ) -> None:
        """Add the tickets from `start` on: some in columns, of the `odd` those that are evaluated.

        The others of them were set aside.
        """
        size = len(born)
        inside = np.ones(size, np.bool_)
        inside[list(odd)] = False
        kept = np.flatnonzero(inside[readings.ticket])
        rows = self._of_readings(readings, outlines, kept, at)
        worst, none = worst_statuses(readings, inside, born)
        for row, evaluation in evaluated.items():
            worst[row] = STATUSES.index(evaluation.status)
            inside[row] = True
            if not evaluation.clocks:
                none = np.append(none, row)
        self.statuses.update(worst[inside].tolist())
        self.tickets += int(inside.sum())
        single = [(row, clock) for row, each in evaluated.items() for clock in each.clocks]
        parts = [rows, self._of_clocks(single), self._without_clocks(none, worst[none], at[none])]
        order = np.argsort(np.concatenate([part["ticket"] for part in parts]), kind="stable")
        piece = {name: np.concatenate([part[name] for part in parts])[order] for name in parts[0]}
        piece["ticket"] += start
        for name in CODED:
            # Of a million tickets, these would take a quarter of all the memory.
            piece[name] = piece[name].astype(np.int32)
        places = np.empty_like(order)
        places[order] = np.arange(len(order)) + self._rows
        moved = np.full(len(readings.ticket), -1)
        moved[kept] = places[: len(kept)]
        for told in readings.told:
            self._listed.add(told, moved[told.rows])
        for (_, clock), row in zip(single, places[len(kept) :].tolist(), strict=False):
            self._listed.add_reading(clock, row)
        self._rows += len(order)
        self._pieces.append(piece)

    def counts(self) -> dict[Status, int]:
        """Return how many tickets have each status, the most frequent first."""
        found: dict[Any, int] = {
            STATUSES[code]: count for code, count in self.statuses.most_common()
        }
        return found

    def columns(self, ids: Texts, zone: tzinfo | str) -> dict[str, Column]:
        """Return the answer; nothing is left of it here."""
        found: dict[str, Column] = {"breached": Flags(self._flags())}
        for name in ("warnings", "escalations"):
            found[name] = self._listed.column(name, self._rows, zone)
        return {name: found.get(name) or self._column(name, ids, zone) for name in ORDER}

    def _flags(self) -> NDArray[np.bool_]:
        return np.concatenate(
            [
                np.zeros(0, np.bool_),
                *(
                    (each["breached_at"] != NAT) & (each["exempted_at"] == NAT)
                    for each in self._pieces
                ),
            ]
        )

    def _column(self, name: str, ids: Texts, zone: tzinfo | str) -> Column:
        none = np.zeros(0, np.int32 if name in CODED else np.int64)
        numbers = np.concatenate([none, *(each.pop(name) for each in self._pieces)])
        if name == "ticket":
            return Texts(ids.codes[numbers], ids.values)
        if name in INSTANTS or name in ("at", "exempted_at"):
            return Instants(numbers, zone)
        if name in LENGTHS:
            return Lengths(numbers)
        return Whole(numbers) if name == "cycle" else Codes(numbers, list(self._codes[name]))

    def _code(self, name: str, value: str | None) -> int:
        codes = self._codes[name]
        return -1 if value is None else codes.setdefault(value, len(codes))

    def _of_readings(
        self, readings: Readings, outlines: Outlines, kept: Integers, at: Integers
    ) -> Rows:
        """Return rows that were read in columns."""
        rows: Rows = {name: getattr(readings, name)[kept] for name in (*LENGTHS, *INSTANTS)}
        policies = list(outlines.policies)
        of = readings.policy[kept]
        for name in ("name", "version"):
            codes = [
                self._code("policy" if name == "name" else name, getattr(each, name))
                for each in policies
            ]
            rows["policy" if name == "name" else name] = np.array(codes, np.int64)[of]
        for name, words in (("metric", outlines.metrics), ("amount", outlines.amounts)):
            codes = [self._code(name, word) for word in words]
            rows[name] = np.array([*codes, -1], np.int64)[getattr(readings, name)[kept]]
        zones = [None if each is None else str(each.source.zone) for each in outlines.timelines]
        codes = [self._code("zone", each) for each in zones]
        rows["zone"] = np.array(codes, np.int64)[readings.hours[kept]]
        rows["ticket"] = readings.ticket[kept]
        rows["cycle"], rows["state"] = readings.cycle[kept], readings.state[kept]
        rows["status"] = readings.status[kept]
        rows["at"] = at[rows["ticket"]]
        rows |= dict.fromkeys(EXEMPTED[:2], np.full(len(kept), -1))
        rows["exempted_at"] = np.full(len(kept), NAT)
        return rows

    def _of_clocks(self, clocks: list[tuple[int, ClockReading]]) -> Rows:
        """Return rows of readings that were made one by one."""
        found: dict[str, list[int]] = {name: [] for name in (*CODED, *NUMBERS)}
        for row, clock in clocks:
            exempt = clock.exempt
            for name in NAMES[:-1]:
                found[name].append(self._code(name, getattr(clock, name)))
            found["zone"].append(
                self._code("zone", None if clock.zone is None else str(clock.zone))
            )
            for name in (*INSTANTS, "at"):
                found[name].append(instant_number(getattr(clock, name)))
            for name in LENGTHS:
                length = getattr(clock, name)
                found[name].append(NAT if length is None else length // MICROSECOND)
            found["ticket"].append(row)
            found["cycle"].append(clock.cycle)
            found["exempt_reason"].append(
                self._code("exempt_reason", None if exempt is None else exempt.reason)
            )
            found["exempt_author"].append(
                self._code("exempt_author", None if exempt is None else exempt.author)
            )
            found["exempted_at"].append(instant_number(None if exempt is None else exempt.at))
        return {name: np.array(column, np.int64) for name, column in found.items()}

    def _without_clocks(self, tickets: Integers, status: Integers, at: Integers) -> Rows:
        """Return a row for each ticket to which nothing is promised."""
        size = len(tickets)
        rows: Rows = {name: np.full(size, NAT) for name in NUMBERS}
        rows |= {name: np.full(size, -1) for name in CODED}
        rows |= {"ticket": tickets, "cycle": np.zeros(size, np.int64), "status": status, "at": at}
        return rows
