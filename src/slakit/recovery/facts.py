"""What a case holds, and what follows from it: whose breach it is, the steps, the cause."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, Self, TypeVar
from zoneinfo import ZoneInfo

from pydantic import Field, model_validator

from slakit.documents.model import Document
from slakit.errors import DocumentError, Problem, SlakitError, UnknownNameError
from slakit.evaluation import ClockReading
from slakit.instants import EPOCH
from slakit.recovery.causes import known_cause
from slakit.recovery.measures import PreventiveMeasure
from slakit.recovery.plan import RecoveryPlan
from slakit.recovery.records import StepRecord, fault_of, in_force
from slakit.recovery.review import Answer, Realism, Review, realism_of
from slakit.recovery.steps import STEPS, StepName
from slakit.recovery.stored import (
    Explained,
    Instant,
    StoredFields,
    Words,
    read_explanation,
    read_instant,
)
from slakit.reports import Outcome
from slakit.tickets.located import located

__all__ = ["CaseFacts", "fault_of_opening"]

QUARTER = timedelta(days=90)
T = TypeVar("T")


class CaseFacts(Document):
    """All that is known of a case; `BreachCase` is what can be done with it."""

    explanation: Explained = Field(description="why the clock was breached, as it was explained")
    fields: StoredFields = Field(description="what the ticket said when the case was opened")
    plan: RecoveryPlan = Field(description="how long each step may take, and whose it is")
    opened_at: Instant = Field(description="when the case was opened, with an offset")
    opened_by: Words = Field(description="who opened it")
    records: tuple[StepRecord, ...] = Field(
        default=(), description="the steps that were taken, and their corrections, in order"
    )
    answers: tuple[Answer, ...] = Field(default=(), description="the answers of the review")
    measures: tuple[PreventiveMeasure, ...] = Field(
        default=(), description="what is done so that it does not happen again"
    )

    def __hash__(self) -> int:
        return hash((self.id, self.opened_at, self.records, self.answers, self.measures))

    @model_validator(mode="after")
    def _check_across(self) -> Self:
        values = {name: getattr(self, name) for name in type(self).model_fields}
        if problems := self.problems_across(values):
            raise DocumentError(problems)
        return self

    @classmethod
    def problems_across(cls, data: Mapping[str, Any]) -> list[Problem]:
        # Of a document that is wrong elsewhere, too, what can be read by itself is looked at.
        explanation = readable(read_explanation, data.get("explanation"))
        plan = readable(RecoveryPlan.model_validate, data.get("plan"))
        opened_at = readable(read_instant, data.get("opened_at"))
        records = readable(read_records, data.get("records", ()))
        problems: list[Problem] = []
        if explanation is not None and opened_at is not None:
            problems += told(fault_of_opening(explanation.reading, opened_at))
        for place, record in enumerate(records or ()):
            if opened_at is not None and records is not None:
                fault = fault_of(record, records[:place], opened_at)
                problems += told(fault, "records", place)
            if plan is not None and record.cause is not None:
                try:
                    known_cause(record.cause, plan.causes)
                except UnknownNameError as error:
                    problems += told(error, "records", place)
        return problems

    @property
    def ticket(self) -> str:
        """The id of the ticket whose clock was breached."""
        return self.explanation.ticket

    @property
    def reading(self) -> ClockReading:
        """How the breached clock stood when it was explained."""
        return self.explanation.reading

    @property
    def id(self) -> str:
        """The id of the case: ticket, policy, metric and cycle."""
        reading = self.reading
        return f"{self.ticket}/{reading.policy}/{reading.metric}/{reading.cycle}"

    @property
    def team(self) -> str | None:
        """The team of the ticket, by the field that the plan names; None where it has none."""
        value = self.fields.get(self.plan.team_field) if self.plan.team_field else None
        return None if value is None else str(value)

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which people read the case: that of the plan's calendar."""
        return self.plan.calendar.zone

    @cached_property
    def taken(self) -> Mapping[StepName, StepRecord]:
        """The record that counts of each step that was taken, in the order of the steps' times."""
        return in_force(self.records)

    def _latest(self, name: str) -> Any:
        """Return the value of the last record that gives one, None where none does."""
        said = (getattr(record, name) for record in reversed([*self.taken.values()]))
        return next((value for value in said if value is not None), None)

    @property
    def cause(self) -> str | None:
        """The cause that was found, or None."""
        cause: str | None = self._latest("cause")
        return cause

    @property
    def responsible(self) -> str | None:
        """Who restores it, or None while nobody is named."""
        responsible: str | None = self._latest("responsible")
        return responsible

    @property
    def expected_at(self) -> datetime | None:
        """By when it will be restored, as somebody said last; None where nobody has."""
        expected: datetime | None = self._latest("expected_at")
        return expected

    @property
    def last_at(self) -> datetime:
        """When something was recorded last: the opening, a step, an answer of the review."""
        instants = [self.opened_at, *(each.at for each in self.taken.values())]
        instants += [each.at for each in self.answers]
        return max(instants, key=lambda at: at - EPOCH)

    @property
    def restored(self) -> bool:
        """Whether all five steps were taken."""
        return len(self.taken) == len(STEPS)

    @property
    def review(self) -> Review:
        """The answers that count, and which questions are open."""
        return Review.of(self.answers)

    def realism(self, outcomes: Iterable[Outcome], *, window: timedelta = QUARTER) -> Realism:
        """Return how often the target was met in the `window` before the breach.

        `outcomes` are those of the desk's history; clocks of other policies and metrics, and of
        other times, are passed over.
        """
        reading = self.reading
        assert reading.breached_at is not None  # It could not have been opened.
        return realism_of(
            reading.policy, reading.metric, outcomes, until=reading.breached_at, window=window
        )


def fault_of_opening(reading: ClockReading, at: datetime) -> SlakitError | None:
    """Return why there is nothing to recover from at an instant; None where there is."""
    if reading.status not in ("breached", "missed") or reading.breached_at is None:
        said = "was exempted" if reading.exempt is not None else f"is {reading.status}"
        return SlakitError(
            f"the clock {reading.metric!r} {said}, so there is nothing to recover from",
            parameter="explanation",
            value=reading.status,
            remedy="open a case for a clock that is breached or missed",
        )
    if at - EPOCH < reading.breached_at - EPOCH:
        return SlakitError(
            f"{at.isoformat()} is before the breach at {reading.breached_at.isoformat()}",
            parameter="opened_at",
            value=at,
            remedy="give an instant at or after the breach",
        )
    return None


def told(fault: SlakitError | None, *path: str | int) -> list[Problem]:
    """Return what is wrong at a place of the document, if anything is."""
    return [] if fault is None else located(fault, *path)


def read_records(value: Any) -> list[StepRecord]:
    return [StepRecord.model_validate(each) for each in value]


def readable(read: Callable[[Any], T], value: Any) -> T | None:
    """Return a value that can be read; what is wrong with another one is told elsewhere."""
    try:
        return read(value)
    except (SlakitError, TypeError):
        return None
