"""What was known of a case at an instant: nothing that was recorded after it."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from slakit.errors import SlakitError
from slakit.instants import EPOCH, since_epoch
from slakit.recovery.records import in_force

if TYPE_CHECKING:
    from slakit.recovery.case import BreachCase

__all__ = ["known_at"]


def known_at(case: BreachCase, at: datetime | None) -> tuple[BreachCase, datetime]:
    """Return a case as it was recorded at an instant, and that instant in the zone of its plan.

    Without an instant it is that of the last record. Measures have no instant and stay; whether
    one was done is told by its day. Raises `NaiveDatetimeError` for an instant without a zone,
    and `SlakitError` for one at which the case was not opened yet.
    """
    at = case.last_at if at is None else at
    now = since_epoch(at, "at")
    if now < case.opened_at - EPOCH:
        raise SlakitError(
            f"{at.isoformat()} is before the case was opened at {case.opened_at.isoformat()}",
            parameter="at",
            value=at,
            remedy="give an instant at or after the opening",
        )
    records = case.records
    # A correction says when the step was taken, not when it was corrected. It was written down
    # after what stands before it, and so is known once all those steps are.
    while any(each.at - EPOCH > now for each in in_force(records).values()):
        records = records[:-1]
    answers = tuple(each for each in case.answers if each.at - EPOCH <= now)
    known = case.model_copy(update={"records": records, "answers": answers})
    return known, at.astimezone(case.zone)
