"""Some tickets of a file at a time: their histories in columns, whatever file it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, NamedTuple

from slakit.adapters.rejected import RejectedRow
from slakit.evaluation.unseen import UnseenFields
from slakit.frames.evaluating.engine import NEVER, Engine
from slakit.frames.evaluating.of_tickets import Logged, histories_of, logged
from slakit.frames.evaluating.reasons import OddError
from slakit.frames.evaluating.walk import Histories
from slakit.tickets import Ticket

__all__ = ["Batch", "ticket_batches"]

# So many tickets are evaluated together. Fewer would not be worth it, more not stay in caches.
TICKETS = 8192


class Batch(NamedTuple):
    """Tickets in columns, the rows that were set aside, and what makes one ticket.

    `odd` says which tickets have no history in the columns, and why. `fields` are those when they
    are asked about, where these are wanted; `line` says where a ticket begins.
    """

    ids: Sequence[str]
    histories: Histories
    odd: dict[int, str]
    fields: Sequence[Mapping[str, Any]]
    rejected: list[RejectedRow]
    single: Callable[[int], Ticket | RejectedRow]
    line: Callable[[int], int]


def ticket_batches(
    engine: Engine,
    rows: Iterable[Ticket | RejectedRow | Logged],
    line_of: Callable[[str], int],
    at: datetime,
    told: bool,
    unseen: UnseenFields,
) -> Iterator[Batch]:
    """Yield the tickets that a reader reads one by one."""
    rest = iter(rows)
    while some := list(islice(rest, TICKETS)):
        tickets: list[Logged] = []
        odd: dict[int, str] = {}
        singles: dict[int, Ticket] = {}
        row: Any
        for row in some:
            if isinstance(row, RejectedRow):
                continue
            if isinstance(row, Ticket):
                unseen.look(row)
                number = len(tickets)
                singles[number] = row
                fields = row.state_at(at) if told else {}
                try:
                    row = logged(engine, row)._replace(fields=fields)
                except OddError as error:
                    odd[number] = str(error)
                    slots = [NEVER] * len(engine.alphabet.slots)
                    opening = engine.openings.number(None, {})
                    row = Logged(row.id, NEVER, opening, (), (), slots, fields)
            elif unseen.names:
                unseen.strike_out(row.reader.seen)
            tickets.append(row)
        rejected = [row for row in some if isinstance(row, RejectedRow)]
        yield batch_of(engine, tickets, odd, singles, rejected, line_of)


def batch_of(
    engine: Engine,
    tickets: Sequence[Logged],
    odd: dict[int, str],
    singles: Mapping[int, Ticket],
    rejected: list[RejectedRow],
    line_of: Callable[[str], int],
) -> Batch:
    def single(number: int) -> Any:
        return singles.get(number) or tickets[number].reader.single(tickets[number])

    return Batch(
        [each.id for each in tickets],
        histories_of(engine, tickets),
        odd,
        [each.fields for each in tickets],
        rejected,
        single,
        lambda number: line_of(tickets[number].id),
    )
