"""How tickets were opened: one number for all that the policies cannot tell apart."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from slakit.frames.evaluating.alphabet import Alphabet

__all__ = ["Opening", "Openings"]

# How a ticket was opened, and its fields then, as far as the policies look at them.
Opening = tuple[str | None, Mapping[str, Any]]
# Stands in a shape for an instant in a field, which is different for each ticket.
NAMED = object()


class Openings:
    """The openings that have been met; each has a number."""

    def __init__(self, alphabet: Alphabet) -> None:
        self.alphabet = alphabet
        self.found: list[Opening] = []
        self._numbers: dict[tuple[Any, ...], int] = {}

    def number(self, opened_by: str | None, fields: Mapping[str, Any], named: tuple[str, ...]) -> int:
        """Return the number of an opening; `named` are the fields that name an instant."""
        alphabet = self.alphabet
        heeded = {
            name: alphabet.value(name, value)
            for name, value in fields.items()
            if name in alphabet.fields
        }
        heeded |= dict.fromkeys(named, NAMED)
        key = (opened_by, *sorted((name, id(value)) for name, value in heeded.items()))
        if key not in self._numbers:
            self._numbers[key] = len(self.found)
            self.found.append((opened_by, heeded))
        return self._numbers[key]
