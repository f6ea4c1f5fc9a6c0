"""Warnings and escalations of rows -> a column in which each row has a list of them."""

from __future__ import annotations

from datetime import tzinfo

import numpy as np
from numpy.typing import NDArray

from slakit.evaluation.reading import ClockReading
from slakit.frames.columns import Integers, instant_number
from slakit.frames.evaluating.notices import Told
from slakit.frames.native import Codes, Flags, Instants, Notices

__all__ = ["Listed"]

# Name and recipients.
Who = tuple[str, tuple[str, ...]]


class Listed:
    """The notices of all rows so far, each row's in their order."""

    def __init__(self) -> None:
        self._who: dict[str, dict[Who, int]] = {"warnings": {}, "escalations": {}}
        self._parts: dict[str, list[tuple[Integers, Integers, Integers, NDArray[np.bool_]]]] = {
            "warnings": [],
            "escalations": [],
        }

    def add(self, told: Told, rows: Integers) -> None:
        """Add what a target tells of clocks; rows that are -1 are left out."""
        kept = np.flatnonzero(rows >= 0)
        alerts = [*(("warnings", each) for each in told.target.alerts)]
        alerts += [("escalations", each) for each in told.target.escalations]
        for (kind, alert), at, passed in zip(alerts, told.instants, told.passed, strict=True):
            who = self._number(kind, (alert.name, alert.to))
            part = rows[kept], np.full(len(kept), who), at[kept], passed[kept]
            self._parts[kind].append(part)

    def add_reading(self, clock: ClockReading, row: int) -> None:
        """Add what one reading tells."""
        for kind, notices in (("warnings", clock.warnings), ("escalations", clock.escalations)):
            if notices:
                who = [self._number(kind, (each.name, each.to)) for each in notices]
                at = [instant_number(each.at) for each in notices]
                self._parts[kind].append(
                    (
                        np.full(len(notices), row),
                        np.array(who, np.int64),
                        np.array(at, np.int64),
                        np.array([each.passed for each in notices], np.bool_),
                    )
                )

    def column(self, kind: str, rows: int, zone: tzinfo | str) -> Notices:
        """Return the lists of all rows."""
        parts = self._parts.pop(kind)
        none = (
            np.zeros(0, np.int64),
            np.zeros(0, np.int64),
            np.zeros(0, np.int64),
            np.zeros(0, bool),
        )
        row, who, at, passed = (np.concatenate(column) for column in zip(none, *parts, strict=True))
        order = np.argsort(row, kind="stable")
        offsets = np.concatenate([[0], np.cumsum(np.bincount(row, minlength=rows))])
        known = list(self._who[kind])
        return Notices(
            offsets,
            Codes(who[order], [name for name, _ in known]),
            Instants(at[order], zone),
            Flags(passed[order]),
            [to for _, to in known],
        )

    def _number(self, kind: str, who: Who) -> int:
        return self._who[kind].setdefault(who, len(self._who[kind]))
