"""Preventive measures: what is done so that it does not happen again, by whom and until when."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field, model_validator

from slakit.documents.model import Document
from slakit.errors import SlakitError
from slakit.recovery.stored import Remark, Words

__all__ = ["MeasureState", "PreventiveMeasure"]

MeasureState = Literal["open", "overdue", "done"]


class PreventiveMeasure(Document):
    """What somebody does so that a breach does not come back.

    >>> measure = PreventiveMeasure(what="a second person on call", owner="ana", due="2024-06-01")
    >>> measure.state(date(2024, 6, 1)), measure.state(date(2024, 6, 2))
    ('open', 'overdue')

    The trap: dates have no zone; give the date where the owner works.
    """

    what: Words = Field(description="what is to be done")
    owner: Words = Field(description="who sees to it")
    due: date = Field(description="the last day for it")
    done_on: date | None = Field(default=None, description="the day on which it was done")
    done_by: Remark = Field(default="", description="who did it")

    @model_validator(mode="after")
    def _check_done(self) -> PreventiveMeasure:
        if self.done_by and self.done_on is None:
            raise SlakitError(
                f"done by {self.done_by!r}, and nobody knows when",
                parameter="done_on",
                value=None,
                remedy="give the day on which it was done",
            )
        return self

    def state(self, today: date) -> MeasureState:
        """Return whether it is open, overdue or done on a day; until its last day it is open."""
        if self.done_on is not None and self.done_on <= today:
            return "done"
        return "overdue" if today > self.due else "open"
