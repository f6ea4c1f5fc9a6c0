"""The outlines of shapes: at which of a ticket's instants its clocks start, pause and stop.

They are kept as rows of numbers (`layout`); what their numbers stand for is here as well.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from slakit.calendars.timeline import Timeline
from slakit.durations import Amount
from slakit.frames.evaluating.alphabet import Alphabet
from slakit.frames.evaluating.layout import (
    PARTS,
    REAL_TIME,
    Clock,
    Promised,
    Row,
    Stretch,
    columns_of,
)
from slakit.policies.select import CompiledPolicy, CompiledTarget, Selector

__all__ = ["Outline", "Outlines", "number_of"]


class Outline(NamedTuple):
    """The clocks of a shape from `start` to `end`; `odd` says why it has none for its tickets."""

    start: int
    end: int
    odd: str = ""


class Outlines:
    """The outlines of shapes, and in columns what they consist of.

    `policies`, `metrics`, `amounts`, `targets`, `timelines` and `rules` are what their numbers
    stand for. A rule is an amount of days with its hours and its cut-off.
    """

    def __init__(self, alphabet: Alphabet) -> None:
        self.selector: Selector = alphabet.selector
        self.slots = alphabet.slots
        self.policies: dict[CompiledPolicy, int] = {}
        # Of each clock that was read how it went and what was said to it, and its outline.
        self.known: dict[Any, list[Clock]] = {}
        self.metrics: dict[str, int] = {}
        self.amounts: dict[str, int] = {}
        self.targets: dict[CompiledTarget, int] = {}
        self.timelines: dict[Timeline | None, int] = {None: REAL_TIME}
        self.rules: dict[tuple[int, Amount, int | None], int] = {}
        self.clocks: list[Clock] = []
        self.promises: list[Promised] = []
        self.rows: list[Row] = []
        self.stretches: list[Stretch] = []
        self._laid_out = [columns_of([], len(kind._fields)) for kind in PARTS]

    @property
    def names(self) -> list[str]:
        """The names of the policies by their numbers."""
        return [policy.name for policy in self.policies]

    @property
    def columns(self) -> tuple[Clock, Promised, Row, Stretch]:
        """All that the outlines consist of, in columns."""
        lists: tuple[list[Any], ...] = self.clocks, self.promises, self.rows, self.stretches
        for place, (kind, rows) in enumerate(zip(PARTS, lists, strict=True)):
            before = self._laid_out[place]
            # Only what is new is laid out; shapes keep coming, chunk after chunk.
            if new := rows[before.shape[1] :]:
                more = columns_of(new, len(kind._fields))
                self._laid_out[place] = np.concatenate([before, more], axis=1)
        clocks, promises, stretched, spans = self._laid_out
        return Clock(*clocks), Promised(*promises), Row(*stretched), Stretch(*spans)


def number_of(known: dict[Any, int], thing: Any) -> int:
    """Return the number of a thing, the next one if it has none."""
    return known.setdefault(thing, len(known))
