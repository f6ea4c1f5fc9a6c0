"""What happened to tickets, row by row -> the shape of each history.

A shape is all that a policy set can tell of a history but for the times: the facts after each
instant and the fields by which it goes. Shapes are the nodes of a tree that grows as histories
are met, and a row of events leads from one to the next. So what one ticket has taught is a look-up
for every other, and the rules are asked once for each shape, by the same code that evaluates a
single ticket.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from slakit.errors import SlakitError
from slakit.frames.columns import Integers
from slakit.frames.evaluating.alphabet import Alphabet, Deed
from slakit.frames.evaluating.openings import Opening
from slakit.policies.facts import CATEGORY, MERGED
from slakit.policies.machine import Word

__all__ = ["BROKEN", "Shape", "Shapes"]

# The shape of a history that the policies refuse. The one that evaluates single tickets says why.
BROKEN = 0
UNKNOWN = -1
# A table of what follows may have this many cells; it would be mostly empty if it had more.
MOST_CELLS = 1 << 24


class Shape:
    """A history up to an instant, with all of that instant, or `within` it.

    `number` is its place among the shapes, `parent` the shape of the instant before, `depth` the
    number of instants that mattered. `facts` are those of the last one, `state` the fields that
    conditions saw then, and `fields` those of the ticket. `words` say how the clocks stand.
    """

    __slots__ = (
        "acted",
        "before",
        "category",
        "changed",
        "decided",
        "depth",
        "facts",
        "fields",
        "levels",
        "merged",
        "number",
        "parent",
        "state",
        "touched",
        "within",
        "words",
    )

    def __init__(self, parent: Shape | None, fields: Mapping[Any, Any]) -> None:
        self.parent = parent
        self.number = BROKEN
        self.depth: int = 0 if parent is None else parent.depth
        self.fields = self.state = fields
        # What edges are asked against at the instant that follows.
        self.before: Mapping[Any, Any] | None = None
        self.facts = self.levels = self.merged = 0
        self.category: Any = "open"
        # Whether fields changed, a policy may have, one takes effect now, and a clock acted.
        self.changed = self.touched = self.decided = self.acted = False
        self.within = True
        self.words: tuple[Word, ...] = ()

    @property
    def instants(self) -> list[Shape]:
        """The shapes after each instant that mattered, the earliest first."""
        found: list[Shape] = []
        shape: Shape | None = self
        while shape is not None:
            found.append(shape)
            shape = shape.parent
        return found[::-1]


class Step(NamedTuple):
    """What a row of events leads to: shapes, and whether its instant is over and mattered."""

    shapes: Integers
    kept: NDArray[np.bool_]


class Shapes:
    """The tree of the shapes that have been met so far.

    A letter is what a row of events does: twice the number of its deed, and one more if it is
    the last row of its instant.
    """

    def __init__(self, alphabet: Alphabet) -> None:
        self.alphabet = alphabet
        self.selector = selector = alphabet.selector
        # What clocks do at an instant is known there only where all have one pause rule.
        known = len(selector.machines) == len(selector.metrics)
        self.machines = list(selector.machines.values()) if known else None
        waiting: Word = "waiting"
        self._waiting: tuple[Word, ...] = (waiting,) * len(self.machines or ())
        self.found: list[Shape | None] = [None]
        self._depths = np.zeros(64, np.int64)
        self._following = np.full((64, 64), UNKNOWN, np.int32)
        self._known: dict[int, int] = {}
        self._first: dict[tuple[int, bool], int] = {}

    def begin(self, number: int, opening: Opening, *, last: bool) -> int:
        """Return the shape of a ticket that was opened; `last` if nothing else happened then.

        Openings of one number are the same, and under the same versions of the policies.
        """
        if (number, last) not in self._first:
            opened_by, fields = opening
            shape = Shape(None, fields)
            shape.facts = self.selector.facts.opened[opened_by]
            shape.changed = shape.touched = True
            self._first[number, last] = self._add(shape, last)
        return self._first[number, last]

    def follow(self, shapes: Integers, letters: Integers) -> Step:
        """Return the shapes to which letters lead."""
        if 4 * len(self.found) * len(self.alphabet.deeds) <= MOST_CELLS:
            found = self._look_up(shapes, letters)
        else:
            keys, inverse = np.unique(shapes << 32 | letters, return_inverse=True)
            known = self._known
            for key in keys.tolist():
                if key not in known:
                    known[key] = self._learn(key >> 32, key & 0xFFFFFFFF)
            found = np.array([known[key] for key in keys.tolist()], np.int64)[inverse]
        return Step(found, self.depths_of(found) > self.depths_of(shapes))

    def depths_of(self, shapes: Integers) -> Integers:
        """Return how many instants of each mattered."""
        if (size := len(self.found)) > len(self._depths):
            self._depths = np.zeros(2 * size, np.int64)
            self._depths[:size] = [0 if each is None else each.depth for each in self.found]
        return self._depths[shapes]

    def _look_up(self, shapes: Integers, letters: Integers) -> Integers:
        table = self._roomy_table()
        found = table[shapes, letters]
        if (missing := np.flatnonzero(found == UNKNOWN)).size:
            pairs = np.unique(shapes[missing] << 32 | letters[missing])
            for pair in pairs.tolist():
                shape, letter = pair >> 32, pair & 0xFFFFFFFF
                number = self._learn(shape, letter)
                self._roomy_table()[shape, letter] = number
            found = self._following[shapes, letters]
        return found.astype(np.int64)

    def _roomy_table(self) -> NDArray[np.int32]:
        rows, columns = self._following.shape
        needed = len(self.found), 2 * len(self.alphabet.deeds)
        if rows < needed[0] or columns < needed[1]:
            size = max(rows, 2 * needed[0]), max(columns, needed[1])
            wider = np.full(size, UNKNOWN, np.int32)
            wider[:rows, :columns] = self._following
            self._following = wider
        return self._following

    def _learn(self, number: int, letter: int) -> int:
        """Return the shape that follows one by a letter."""
        shape = self.found[number]
        if shape is None:
            return BROKEN
        if shape.within:
            after = Shape(shape.parent, shape.fields)
            after.facts, after.merged, after.decided = shape.facts, shape.merged, shape.decided
            after.changed, after.touched = shape.changed, shape.touched
        else:
            after = Shape(shape, shape.fields)
            after.facts = after.merged = shape.merged
            # A ticket that lost the version it was pinned to looks for another at every event.
            after.touched = self.selector.pin
        self._apply(after, self.alphabet.deeds[letter >> 1])
        return self._add(after, bool(letter & 1))

    def _apply(self, shape: Shape, deed: Deed) -> None:
        """Let something happen within an instant."""
        facts, kind = self.selector.facts, deed[0]
        if kind == "change":
            shape.fields = {**shape.fields, deed[1]: deed[2]}
            shape.changed = True
            shape.touched = shape.touched or deed[1] in self.selector.fields
        elif kind == "message":
            shape.facts |= facts.replies[deed[1]]
        elif kind == "note":
            shape.facts |= facts.note
        elif kind == "signal":
            shape.facts |= facts.signals.get(deed[1], 0)
        elif kind == "merge":
            shape.merged = MERGED
            shape.facts |= MERGED
        elif kind == "effect":
            shape.touched = shape.decided = True

    def _add(self, shape: Shape, last: bool) -> int:
        """Keep a shape, unless its instant is over and has changed nothing."""
        if last:
            try:
                if not self._close(shape):
                    return BROKEN
            except SlakitError:
                return BROKEN
            if shape.parent is not None and self._idle(shape.parent, shape):
                return shape.parent.number
            shape.depth += 1
        shape.number = len(self.found)
        if shape.number < len(self._depths):
            self._depths[shape.number] = shape.depth
        self.found.append(shape)
        return shape.number

    def _close(self, shape: Shape) -> bool:
        """Read what all events of an instant have left; return whether that can be read."""
        selector, parent = self.selector, shape.parent
        facts = selector.facts
        if parent is None or shape.changed:
            named = shape.fields.get(CATEGORY)
            if named is not None and named not in facts.by_category:
                return False
            shape.category = named or selector.categories.get(shape.fields.get("status"), "open")
            shape.levels = facts.by_category[shape.category]
        else:
            shape.category, shape.levels = parent.category, parent.levels
        shape.state = shape.fields
        shape.facts |= shape.levels
        if facts.complex:
            before = None if parent is None else parent.before
            read = facts.read(shape.facts, shape.category, shape.fields, before)
            shape.facts, shape.state = read
            shape.before = shape.state
            shape.touched = shape.touched or facts.derives
        shape.within = False
        if self.machines is not None:
            words = self._waiting if parent is None else parent.words
            steps = [
                machine.after(word, shape.facts)
                for machine, word in zip(self.machines, words, strict=True)
            ]
            shape.acted = any(acts for acts, _ in steps)
            shape.words = tuple([word for _, word in steps])
        return True

    def _idle(self, parent: Shape, shape: Shape) -> bool:
        """Return whether an instant is as if it had not been: it may be left out."""
        selector = self.selector
        if selector.pin or shape.decided or shape.merged != parent.merged:
            return False
        # A category that is named lasts, and one of the same name that a status means does not.
        if shape.fields.get(CATEGORY) != parent.fields.get(CATEGORY):
            return False
        if not alike(shape.state, parent.state):
            return False
        levels = selector.facts.levels
        if self.machines is None:
            # Facts without an edge, once heeded, mean nothing new when they are met again.
            return shape.facts == parent.facts and not shape.facts & ~(levels | MERGED)
        if selector.counts_before and (shape.facts ^ parent.facts) & levels:
            return False
        return not shape.acted and shape.words == parent.words


def alike(state: Mapping[Any, Any], before: Mapping[Any, Any]) -> bool:
    """Return whether fields are the same. Each value stands for its class, and is one object."""
    return state is before or (
        len(state) == len(before)
        and all(
            name in before
            and (value is before[name] or (name == CATEGORY and value == before[name]))
            for name, value in state.items()
        )
    )
