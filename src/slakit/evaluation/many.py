"""Many tickets at once, in which a bad one does not stop the rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from slakit.errors import SlakitError
from slakit.evaluation.evaluate import evaluator
from slakit.evaluation.result import Evaluation, Status
from slakit.evaluation.unseen import UnseenFields
from slakit.policies.policy_set import PolicySet
from slakit.tickets import Ticket, TicketLike

__all__ = ["Batch", "Rejected", "collects", "evaluate_many", "id_of"]


@dataclass(frozen=True, slots=True)
class Rejected:
    """A ticket that could not be evaluated: its place in the input, its id, and why.

    The id is empty where what came was no ticket and has none.
    """

    index: int
    ticket: str
    error: SlakitError


@dataclass(slots=True)
class Batch:
    """The evaluations in the order of the tickets, and the tickets that were set aside."""

    evaluations: list[Evaluation] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)

    def counts(self) -> dict[Status, int]:
        """Return how many tickets have each status, the most frequent first."""
        return dict(Counter(each.status for each in self.evaluations).most_common())


def evaluate_many(
    policies: PolicySet,
    tickets: Iterable[Ticket | TicketLike | Mapping[str, Any]],
    *,
    at: datetime,
    on_error: Literal["raise", "collect"] = "raise",
) -> Batch:
    """Evaluate tickets at one instant: each a `Ticket`, or whatever `Ticket.of` takes.

    A field at which a policy looks and which not one of the tickets has gives a `PolicyWarning`.
    With ``on_error="collect"`` a ticket that cannot be evaluated is set aside
    with its error; nothing is lost: evaluations and rejected tickets together
    are as many as the tickets.

    >>> from datetime import UTC
    >>> desk = PolicySet.model_validate({
    ...     "calendars": {"office": {"tz": "Europe/Madrid", "hours": "Mon-Fri 09:00-18:00"}},
    ...     "policies": [
    ...         {"name": "all", "calendar": "office", "targets": {"resolution": "field(promised)"}}
    ...     ],
    ... })
    >>> opened, now = datetime(2024, 5, 6, 8, tzinfo=UTC), datetime(2024, 5, 6, 11, tzinfo=UTC)
    >>> tickets = [
    ...     Ticket(id=text, created_at=opened, fields={"promised": text})
    ...     for text in ("4h", "soon")
    ... ]
    >>> batch = evaluate_many(desk, tickets, at=now, on_error="collect")
    >>> batch.counts(), [each.ticket for each in batch.rejected]
    ({'on_track': 1}, ['soon'])
    """
    collect = collects(on_error)
    # A bad question is nobody's ticket, so it is raised here.
    evaluate_ticket = evaluator(policies, at)
    unseen = UnseenFields(policies)
    batch = Batch()
    for index, given in enumerate(tickets):
        try:
            ticket = Ticket.of(given)
            if unseen.names:
                unseen.look(ticket)
            batch.evaluations.append(evaluate_ticket(ticket))
        except SlakitError as error:
            if not collect:
                raise
            batch.rejected.append(Rejected(index, id_of(given), error))
    if batch.evaluations:
        unseen.warn()
    return batch


def collects(on_error: str) -> bool:
    """Return whether bad tickets are set aside, by the word for it; another word is refused."""
    if on_error not in ("raise", "collect"):
        raise SlakitError(
            f"{on_error!r} is no way to treat errors",
            parameter="on_error",
            value=on_error,
            remedy='give "raise" or "collect"',
        )
    return on_error == "collect"


def id_of(ticket: Any) -> str:
    """Return the id of what may be no ticket, empty where there is none."""
    id = ticket.get("id") if isinstance(ticket, Mapping) else getattr(ticket, "id", None)
    return "" if id is None else str(id)
