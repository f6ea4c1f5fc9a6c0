"""What else an agreement says: services, milestones, from when to when, and amendments."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Self

from pydantic import ConfigDict, Field, model_validator

from slakit.documents import Document, FrozenMap
from slakit.errors import SlakitError

__all__ = ["Amendment", "Effective", "Milestone", "Service", "plain_date"]


def plain_date(value: date, name: str) -> date:
    """Return a date; a datetime, which is one to Python, has another in every zone."""
    if isinstance(value, datetime) or not isinstance(value, date):
        raise SlakitError(
            f"{value!r} is no date",
            parameter=name,
            value=value,
            remedy="give a date, as in at.astimezone(zone).date()",
        )
    return value


class Service(Document):
    """A service that the agreement is about.

    >>> Service(name="web shop").name
    'web shop'
    """

    name: str = Field(min_length=1, description="what commitments and outages call it")
    description: str = Field(default="", description="what it is")


class Milestone(Document):
    """Something that a party delivers by a date.

    >>> str(Milestone(name="go live", on="2026-12-01", owed_by="provider").on)
    '2026-12-01'
    """

    name: str = Field(min_length=1, description="what is delivered")
    on: date = Field(description="by which date")
    owed_by: str = Field(description="the key of the party that delivers it")


class Effective(Document):
    """From which date to which the agreement holds, both included.

    >>> str(Effective(from_="2026-10-01", until="2027-09-30").until)
    '2027-09-30'
    """

    model_config = ConfigDict(populate_by_name=True)

    from_: date = Field(alias="from", description="the first date on which it holds")
    until: date | None = Field(
        default=None, description="the last date on which it holds; left out, until it is ended"
    )

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.until is not None and self.until < self.from_:
            raise SlakitError(
                f"{self.until} is before {self.from_}",
                parameter="until",
                value=self.until.isoformat(),
                remedy="give the later date as until",
            )
        return self


class Amendment(Document):
    """A later version: from which date it holds, and what it changes.

    `changes` is laid over the document: a mapping changes the keys that it names, null takes a
    key away, everything else replaces what was there. A list of things that have an `id` or a
    `name`, such as the commitments, is changed by a mapping too, whose keys are these.

    >>> second = Amendment(
    ...     version=2, from_="2026-12-01", summary="faster answers",
    ...     changes={"commitments": {"first-response": {"objective": {"attain": "97%"}}}},
    ... )
    >>> second.version
    2
    """

    model_config = ConfigDict(populate_by_name=True)

    version: int = Field(ge=2, description="the number of the version; the first is 1")
    from_: date = Field(alias="from", description="the first date on which it holds")
    summary: str = Field(min_length=1, description="what it changes, in words")
    changes: FrozenMap[str, Any] = Field(description="what it changes, laid over the document")

    def __hash__(self) -> int:
        # Changes hold lists and mappings, which have no hash of their own.
        return hash((self.version, self.from_, self.summary))
