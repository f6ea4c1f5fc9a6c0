"""How tickets were opened: one number for all that the policies cannot tell apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from slakit.frames.columns import Integers
from slakit.frames.evaluating.alphabet import Alphabet
from slakit.frames.native.coding import Coded
from slakit.policies.facts import CATEGORY
from slakit.tickets.values import check_value

__all__ = ["OPENED_BY", "Opening", "Openings"]

# How a ticket was opened, and its fields then, as far as the policies look at them.
Opening = tuple[str | None, Mapping[str, Any]]
OPENED_BY = (None, "customer", "agent")
# Stands in an opening for an instant in a field, which is another one for each ticket, and for a
# value that no field may have.
NAMED, WRONG = object(), object()
# Numbers below this are renumbered by a table, greater ones by sorting.
TABLED = 1 << 22


class Openings:
    """The openings that have been met; each has a number."""

    def __init__(self, alphabet: Alphabet) -> None:
        self.alphabet = alphabet
        self.found: list[Opening] = []
        self._numbers: dict[tuple[Any, ...], int] = {}

    def number(
        self, opened_by: str | None, fields: Mapping[str, Any], named: Iterable[str] = ()
    ) -> int:
        """Return the number of an opening; `named` are the fields that name an instant."""
        alphabet = self.alphabet
        heeded = {
            name: alphabet.value(name, value)
            for name, value in fields.items()
            if name in alphabet.fields
        }
        return self._number(opened_by, heeded | dict.fromkeys(named, NAMED))

    def numbers(
        self,
        opened: Integers,
        fields: Mapping[str, Coded],
        named: NDArray[np.bool_],
        ended: NDArray[np.bool_],
    ) -> tuple[Integers, NDArray[np.bool_]]:
        """Return the numbers of many openings, and which have a value that no field may have.

        `opened` are places in `OPENED_BY`, `named` says for each of the alphabet's slots which
        tickets have that, and `ended` of which the status is that of today: such a ticket was
        open when it was created.
        """
        wrong = np.zeros(len(opened), np.bool_)
        columns: list[tuple[Integers, list[Any]]] = [(opened, [*OPENED_BY, None])]
        names: list[str] = []
        for name, coded in fields.items():
            codes, classes = self._classes(name, coded)
            if WRONG in classes:
                wrong |= codes == classes.index(WRONG)
            columns.append((codes, classes))
            names.append(name)
        for place, name in enumerate(self.alphabet.slots):
            columns.append((named[:, place].astype(np.int64), [None, NAMED]))
            names.append(name)
        columns.append((ended.astype(np.int64), [None, "open"]))
        keys = np.zeros(len(opened), np.int64)
        rows: list[tuple[Any, ...]] = [()]
        for codes, values in columns:
            size = len(values)
            distinct, keys = renumbered(keys * size + codes, len(rows) * size)
            rows = [(*rows[each // size], values[each % size]) for each in distinct.tolist()]
        numbers = [self._opening(names, row) for row in rows]
        return np.array(numbers, np.int64)[keys], wrong

    def _classes(self, name: str, coded: Coded) -> tuple[Integers, list[Any]]:
        """Return for each row the place of what its value stands for, and these."""
        places: dict[int, int] = {}
        classes: list[Any] = []
        found = []
        # No value is the last one, where it is found by -1.
        for value in (*coded.values, None):
            try:
                check_value(value, name)
                stands = self.alphabet.value(name, value)
            except ValueError:  # Also of a number that Python does not write.
                stands = WRONG
            if (place := places.setdefault(id(stands), len(classes))) == len(classes):
                classes.append(stands)
            found.append(place)
        return np.array(found, np.int64)[coded.codes], classes

    def _opening(self, names: list[str], row: tuple[Any, ...]) -> int:
        opened_by, *values, ended = row
        fields = {
            name: value
            for name, value in zip(names, values, strict=True)
            if value is not WRONG and (value is not None or name not in self.alphabet.slots)
        }
        if ended is not None:
            # A host that keeps timestamps keeps the status of today, not that of the creation.
            fields = {CATEGORY: self.alphabet.value(CATEGORY, ended), **fields}
        return self._number(opened_by, fields)

    def _number(self, opened_by: str | None, heeded: dict[str, Any]) -> int:
        key = (opened_by, *sorted((name, id(value)) for name, value in heeded.items()))
        if key not in self._numbers:
            self._numbers[key] = len(self.found)
            self.found.append((opened_by, heeded))
        return self._numbers[key]


def renumbered(keys: Integers, most: int) -> tuple[Integers, Integers]:
    """Return the distinct keys, which are below `most`, and the place of each row's own."""
    if most > TABLED:
        distinct, places = np.unique(keys, return_inverse=True)
        return distinct, places
    there = np.zeros(most, np.bool_)
    there[keys] = True
    found: Integers = (np.cumsum(there) - 1)[keys]
    return np.flatnonzero(there), found
