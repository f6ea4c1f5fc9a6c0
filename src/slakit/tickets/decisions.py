"""What somebody decided about a ticket's clocks: a due, an exemption, a merge.

They are events like the others: nobody heeds them before their instant, and the
verdicts of the time before them stay what they were.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import ClassVar

from slakit.errors import TicketError
from slakit.instants import plain_datetime, since_epoch
from slakit.tickets.dated import Dated
from slakit.tickets.values import id_text, plain_text

__all__ = ["DueSet", "Exemption", "Merge"]

put = object.__setattr__


@dataclass(frozen=True, slots=True, init=False)
class DueSet(Dated):
    """A due was set by hand: from `at` on, the clock of `metric` is due at `due_at`.

    None as `due_at` takes a due that was set by hand back. `due` is the same as the
    time since the epoch. `reason` and `author` are texts that the explanation
    repeats. Raises `TicketError` for a metric or texts that are none,
    `NaiveDatetimeError` for a due without a zone.

    >>> from datetime import UTC
    >>> promised = datetime(2024, 5, 8, 17, tzinfo=UTC)
    >>> DueSet(
    ...     at=datetime(2024, 5, 6, 9, tzinfo=UTC),
    ...     metric="resolution",
    ...     due_at=promised,
    ...     reason="agreed by phone",
    ... ).due_at == promised
    True
    """

    kind: ClassVar[str] = "due_set"

    metric: str
    # As of `at`, the moment compares.
    due_at: datetime | None = field(compare=False)
    due: timedelta | None = field(repr=False)
    reason: str
    author: str

    def __init__(
        self,
        *,
        at: datetime,
        metric: str,
        due_at: datetime | None,
        reason: str = "",
        author: str = "",
        id: str | int | None = None,
    ) -> None:
        Dated.__init__(self, at, id)
        put(self, "metric", plain_text(metric, "metric"))
        due = None if due_at is None else since_epoch(due_at, "due_at")
        put(self, "due", due)
        put(self, "due_at", None if due_at is None else plain_datetime(due_at, "due_at"))
        put(self, "reason", reason if type(reason) is str else plain_text(reason, "reason"))
        put(self, "author", author if type(author) is str else plain_text(author, "author"))


@dataclass(frozen=True, slots=True, init=False)
class Exemption(Dated):
    """A breach does not count from `at` on, for a reason that somebody answers for.

    It is of the clock of `metric`, None for all of them, and of its cycle number
    `cycle`, counted from 1, None for all of them. Raises `TicketError` for what is
    none of these, and where nobody says why or who.

    The trap: the breach stays visible, and before `at` it counted.

    >>> from datetime import UTC
    >>> Exemption(
    ...     at=datetime(2024, 5, 6, 9, tzinfo=UTC),
    ...     metric="resolution",
    ...     reason="the customer's own network was down",
    ...     author="ana",
    ... ).author
    'ana'
    """

    kind: ClassVar[str] = "exemption"

    metric: str | None
    reason: str
    author: str
    cycle: int | None

    def __init__(
        self,
        *,
        at: datetime,
        metric: str | None = None,
        reason: str,
        author: str,
        cycle: int | None = None,
        id: str | int | None = None,
    ) -> None:
        Dated.__init__(self, at, id)
        if cycle is not None and (type(cycle) is not int or cycle < 1):
            raise TicketError(
                f"{cycle!r} is no cycle",
                parameter="cycle",
                value=cycle,
                remedy="give a whole number from 1 on, or None for all cycles",
            )
        put(self, "metric", metric if metric is None else plain_text(metric, "metric"))
        put(self, "reason", plain_text(reason, "reason"))
        put(self, "author", plain_text(author, "author"))
        put(self, "cycle", cycle)


@dataclass(frozen=True, slots=True, init=False)
class Merge(Dated):
    """The ticket became part of another, whose id is `into`; its open clocks are cancelled there.

    Raises `TicketError` for an id that is neither text nor a whole number.

    >>> from datetime import UTC
    >>> Merge(at=datetime(2024, 5, 6, 9, tzinfo=UTC), into="T-9").into
    'T-9'
    """

    kind: ClassVar[str] = "merge"

    into: str

    def __init__(self, *, at: datetime, into: str | int, id: str | int | None = None) -> None:
        Dated.__init__(self, at, id)
        put(self, "into", id_text(into, "into"))
