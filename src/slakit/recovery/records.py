"""What was written down about a step, and which records may follow which."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from pydantic import Field

from slakit.documents.model import Document
from slakit.documents.suggest import either
from slakit.errors import SlakitError
from slakit.instants import EPOCH
from slakit.recovery.steps import FIRM, NEEDS, StepName
from slakit.recovery.stored import Instant, Remark, Words

__all__ = ["StepRecord", "fault_of", "in_force"]


class StepRecord(Document):
    """A step that was taken: when, by whom, and what came of it.

    Records are never changed. One with a `correction` takes the place of the record of its step
    before it, which stays in the history.
    """

    step: StepName = Field(description="which step was taken")
    at: Instant = Field(description="when it was taken, with an offset")
    by: Words = Field(description="who took it")
    note: str = Field(default="", description="for the team; customers never read it")
    cause: str | None = Field(default=None, description="why it was breached, once it is found")
    responsible: Remark | None = Field(default=None, description="who restores it")
    expected_at: Instant | None = Field(
        default=None, description="by when it will be restored, as far as somebody has said so"
    )
    message: str = Field(default="", description="what was sent with this step, word for word")
    override: Remark = Field(default="", description="why it was taken before what it needs")
    correction: Remark = Field(
        default="", description="why it takes the place of the record before"
    )


def in_force(records: Iterable[StepRecord]) -> dict[StepName, StepRecord]:
    """Return the record of each step that was taken, the corrected ones as corrected."""
    found: dict[StepName, StepRecord] = {}
    for record in records:
        found[record.step] = record
    return found


def fault_of(
    record: StepRecord, before: Sequence[StepRecord], opened_at: datetime
) -> SlakitError | None:
    """Return why a record cannot follow those before it; None where it can."""
    known = in_force(before)
    if record.correction:
        return fault_of_correction(record, known, opened_at)
    if record.step in known:
        done = known[record.step]
        return SlakitError(
            f"the step {record.step!r} was taken at {done.at.isoformat()} already",
            parameter="step",
            value=record.step,
            remedy="correct it, and say the reason",
        )
    latest = max([opened_at, *(each.at for each in known.values())], key=moment)
    if moment(record.at) < moment(latest):
        return SlakitError(
            f"{record.at.isoformat()} is before {latest.isoformat()}, when the case was opened"
            " or the last step taken",
            parameter="at",
            value=record.at,
            remedy="give a later instant, or correct the step before it",
        )
    return fault_of_content(record) or fault_of_order(record, known)


def fault_of_content(record: StepRecord) -> SlakitError | None:
    """Return what a step lacks that is the point of it."""
    if record.step == "team_alerted" and not record.responsible:
        return SlakitError(
            "nobody is named to restore it",
            parameter="responsible",
            value=record.responsible,
            remedy="name a person or a team",
        )
    if record.step == "cause_found" and not record.cause:
        return SlakitError(
            "the cause that was found is not given",
            parameter="cause",
            value=record.cause,
            remedy="give one, as in cause='people/absence'",
        )
    return None


def fault_of_order(record: StepRecord, known: dict[StepName, StepRecord]) -> SlakitError | None:
    """Return what has to come first, unless a reason overrides it."""
    missing = [step for step in NEEDS[record.step] if step not in known]
    firm = [step for step in missing if step in FIRM.get(record.step, ())]
    if firm or (missing and not record.override):
        what = either([repr(step) for step in firm or missing]).replace(" or ", " and ")
        return SlakitError(
            f"the step {record.step!r} comes after {what}",
            parameter="step",
            value=record.step,
            remedy="take that step first"
            if firm
            else "take that first, or give the reason as override",
        )
    if record.override and not missing:
        return SlakitError(
            f"the step {record.step!r} is in order, so there is nothing to override",
            parameter="override",
            value=record.override,
            remedy="leave it out, or say it in the note",
        )
    return None


def fault_of_correction(
    record: StepRecord, known: dict[StepName, StepRecord], opened_at: datetime
) -> SlakitError | None:
    """Return why a step cannot be corrected like this: its place among the others stays."""
    if record.step not in known:
        return SlakitError(
            f"the step {record.step!r} was not taken, so there is nothing to correct",
            parameter="step",
            value=record.step,
            remedy="take it first",
        )
    order = list(known)
    place = order.index(record.step)
    earliest = known[order[place - 1]].at if place else opened_at
    latest = known[order[place + 1]].at if place + 1 < len(order) else None
    if moment(record.at) < moment(earliest) or (
        latest is not None and moment(record.at) > moment(latest)
    ):
        bounds = f"from {earliest.isoformat()}" + (f" to {latest.isoformat()}" if latest else " on")
        return SlakitError(
            f"{record.at.isoformat()} would change the order of the steps",
            parameter="at",
            value=record.at,
            remedy=f"give an instant {bounds}, or correct the other step first",
        )
    return fault_of_content(record)


def moment(at: datetime) -> timedelta:
    # Two datetimes of one zone would be compared by their wall times.
    return at - EPOCH
