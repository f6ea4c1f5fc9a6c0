"""Causes that come back: how often, on which tickets, since when, and of which teams."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from slakit.errors import SlakitError
from slakit.instants import EPOCH

if TYPE_CHECKING:
    from slakit.recovery.case import BreachCase

__all__ = ["Recurrence", "recurring"]


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A cause, and the cases that had it, which are known by their ids.

    `opened` has when each case was opened, `tickets` whose ticket it is, and `teams` how many
    cases each team had; a case whose team is not known is in none. Those of one cause can be
    added, so that parts of a desk can be counted by themselves; a case that is in both counts
    once.
    """

    cause: str
    opened: Mapping[str, datetime] = field(hash=False)
    tickets: Mapping[str, str] = field(hash=False)
    team_of: Mapping[str, str] = field(hash=False)

    def __add__(self, other: Recurrence) -> Recurrence:
        if self.cause != other.cause:
            raise SlakitError(
                f"{self.cause!r} and {other.cause!r} are two causes",
                value=other.cause,
                remedy="add what came of one cause",
            )
        return Recurrence(
            self.cause,
            {**self.opened, **other.opened},
            {**self.tickets, **other.tickets},
            {**self.team_of, **other.team_of},
        )

    @property
    def count(self) -> int:
        """How many cases had it."""
        return len(self.opened)

    @property
    def since(self) -> datetime:
        """When the first of them was opened."""
        return min(self.opened.values(), key=lambda at: at - EPOCH)

    @property
    def latest(self) -> datetime:
        """When the last of them was opened."""
        return max(self.opened.values(), key=lambda at: at - EPOCH)

    @property
    def teams(self) -> Counter[str]:
        """How many cases each team had."""
        return Counter(self.team_of.values())


def recurring(cases: Iterable[BreachCase], *, least: int = 2) -> tuple[Recurrence, ...]:
    """Return the causes that at least so many cases have, the most frequent first.

    Cases without a cause are passed over, and one that comes twice counts once, with the cause of
    its last coming. To add up parts of a desk, count each with ``least=1``. Raises `SlakitError`
    for a `least` below 1.
    """
    if type(least) is not int or least < 1:
        raise SlakitError(
            f"{least!r} is no number of cases",
            parameter="least",
            value=least,
            remedy="give a whole number above 0",
        )
    by_id = {case.id: case for case in cases}
    found: dict[str, Recurrence] = {}
    for case in by_id.values():
        if case.cause is None:
            continue
        one = Recurrence(
            case.cause,
            {case.id: case.opened_at},
            {case.id: case.ticket},
            {} if case.team is None else {case.id: case.team},
        )
        known = found.get(case.cause)
        found[case.cause] = one if known is None else known + one
    often = [each for each in found.values() if each.count >= least]
    return tuple(sorted(often, key=lambda each: (-each.count, each.cause)))
