"""Timestamps beside tickets -> their events, as `Ticket.from_timestamps` has them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from slakit.frames.columns import NAT, Integers
from slakit.frames.evaluating.alphabet import Alphabet
from slakit.policies.facts import CATEGORY

__all__ = ["DONE", "stamped"]

# The timestamps of a turn to a category of status; the other one is an answer.
DONE = {"resolved_at": "resolved", "closed_at": "closed"}


def stamped(
    stamps: Mapping[str, Integers], alphabet: Alphabet
) -> tuple[Integers, Integers, Integers]:
    """Return the events of columns of timestamps: the row of each, when it was, and its deed."""
    none = np.zeros(0, np.int64)
    of, at, deeds = [none], [none], [none]
    for name, column in stamps.items():
        rows = np.flatnonzero(column != NAT)
        deed = ("change", CATEGORY, DONE[name]) if name in DONE else ("message", "agent")
        of.append(rows)
        at.append(column[rows])
        deeds.append(np.full(len(rows), alphabet.deed(deed)))
    return np.concatenate(of), np.concatenate(at), np.concatenate(deeds)
