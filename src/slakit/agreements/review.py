"""`Review`: when the parties look at their agreement again."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import Annotated, Self

from pydantic import AfterValidator, ConfigDict, Field, model_validator

from slakit.documents import Document, refusal
from slakit.errors import Problem, SlakitError

__all__ = ["Review"]

EXAMPLE = "FREQ=MONTHLY;INTERVAL=3"
FREQUENCY = re.compile(r"FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)")
UNTIL_UTC = re.compile(r"UNTIL=(\d{8})T\d{6}Z")
PART = re.compile(r"[A-Z]+=[A-Z0-9,+-]+")
# A rule that has not come round within this time never will.
HORIZON_YEARS = 100


def known_rule(text: str) -> str:
    """Return a recurrence rule of RFC 5545 that has been read once; refuse every other text."""
    remedy = f'write a rule of RFC 5545, as in "{EXAMPLE}"'
    parts = text.strip().upper().split(";")
    if not all(PART.fullmatch(part) for part in parts):
        raise SlakitError(f"{text!r} is no recurrence", value=text, remedy=remedy)
    if not any(FREQUENCY.fullmatch(part) for part in parts):
        remedy = "say FREQ=DAILY, WEEKLY, MONTHLY or YEARLY"
        raise SlakitError(f"{text!r} does not say how often", value=text, remedy=remedy)
    # The parser takes zero, and would then look for the next date for ever.
    if any(part.startswith("INTERVAL=") and int_of(part) == 0 for part in parts):
        raise SlakitError(f"{text!r} never goes on", value=text, remedy="let INTERVAL be 1 or more")
    # A rule of days without a zone cannot end at an instant of UTC.
    if until := next(filter(None, map(UNTIL_UTC.fullmatch, parts)), None):
        remedy = f"write UNTIL={until[1]}"
        raise SlakitError(f"{text!r} ends at an instant, not on a day", value=text, remedy=remedy)
    try:
        dates_of(";".join(parts), date(2000, 1, 1))
    except (ValueError, TypeError) as error:
        message = f"{text!r} is no recurrence: {str(error).lower()}"
        raise SlakitError(message, value=text, remedy=remedy) from None
    return ";".join(parts)


def int_of(part: str) -> int | None:
    digits = part.partition("=")[2]
    return int(digits) if digits.isdigit() else None


def dates_of(rule: str, first: date):  # type: ignore[no-untyped-def]  # dateutil's own class
    """Return the dates of a rule from the first on."""
    from dateutil.rrule import rrulestr

    return rrulestr(rule, dtstart=datetime.combine(first, time()))


class Review(Document):
    """When the agreement is looked at again: a recurrence, the next date, and what comes earlier.

    `every` is a recurrence rule of RFC 5545 whose first date is `from_` (in a file ``from``);
    `next` is the date that has been agreed upon, whatever the rule says.

    >>> quarterly = Review(every="FREQ=MONTHLY;INTERVAL=3", from_="2026-10-01")
    >>> str(quarterly.after(date(2026, 10, 1)))
    '2027-01-01'
    """

    model_config = ConfigDict(populate_by_name=True)

    every: Annotated[str, AfterValidator(known_rule)] | None = Field(
        default=None,
        description="how often: a recurrence rule of RFC 5545",
        examples=[EXAMPLE],
    )
    from_: date | None = Field(
        default=None, alias="from", description="the date from which the rule counts"
    )
    next: date | None = Field(default=None, description="the date agreed for the next one")
    early_when: tuple[str, ...] = Field(default=(), description="what brings it forward")
    attendees: tuple[str, ...] = Field(default=(), description="who takes part")

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.every is not None and self.from_ is None:
            remedy = "say from which date `every` counts"
            raise refusal([Problem("is required and missing", ("from",), remedy=remedy)])
        return self

    def after(self, day: date) -> date | None:
        """Return the first review after a date; None where there is none within 100 years."""
        if self.next is not None and self.next > day:
            return self.next
        if self.every is None or self.from_ is None:
            return None
        # What was agreed for the next one counts more than what the rule says until then.
        since = datetime.combine(day, time())
        found = dates_of(self.every, self.from_).after(since)
        late = day.year + HORIZON_YEARS
        return None if found is None or found.year > late else found.date()
