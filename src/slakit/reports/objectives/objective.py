"""`Objective`: what has to be attained over a window."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal, Self

from pydantic import Field, model_validator

from slakit.documents import Document, refusal
from slakit.errors import Problem
from slakit.policies.conditions import Level
from slakit.policies.predicates import since_nodes
from slakit.reports.objectives.goals import (
    Answers,
    Csat,
    Limit,
    PercentileLimit,
    Volume,
)
from slakit.reports.objectives.percent import Percent
from slakit.reports.objectives.window import Window

__all__ = ["Objective"]

Kind = Literal["attain", "percentile", "average", "volume", "score", "availability"]

OF_CLOCKS = ("metric", "when", "policy")
OF_OUTAGES = ("calendar", "ignore_shorter_than")
# What an objective can ask for, and the keys that say of what.
KEYS: Mapping[Kind, tuple[str, ...]] = {
    "attain": OF_CLOCKS,
    "percentile": OF_CLOCKS,
    "average": OF_CLOCKS,
    "volume": (),
    "score": (),
    "availability": OF_OUTAGES,
}


class Objective(Document):
    """What has to be attained over a window: a service level objective (SLO).

    It asks for exactly one thing: that a share of the clocks of a `metric` is met (`attain`), that
    a `percentile` or the `average` of the business time of its finished clocks is short enough,
    for a `volume`, for a `score` of answers, or for `availability`. `measure` says how it went.

    Raises `DocumentError` with every problem at once.

    >>> slo = Objective(
    ...     name="urgent first responses", attain="95%", metric="first_response",
    ...     when={"priority": "urgent"}, window="calendar month, Europe/Madrid",
    ... )
    >>> slo.kind, slo.limit.share
    ('attain', Fraction(19, 20))

    The trap: 0.95 is refused, because nobody can know whether it is 95 % or less than one.
    """

    name: str = Field(
        min_length=1, description="what reports call it", examples=["urgent first responses"]
    )
    metric: str | None = Field(
        default=None, description="whose clocks are measured", examples=["first_response"]
    )
    when: Level = Field(
        default=Level(), description="of which tickets, by their fields; left out, of all"
    )
    policy: str | None = Field(
        default=None, description="under which policy; left out, under any", examples=["gold"]
    )
    attain: Percent | None = Field(
        default=None, description="the percentage of decided clocks that has to be met"
    )
    percentile: PercentileLimit | None = Field(
        default=None, description="a percentile of the business time, and what it may be at most"
    )
    average: Limit | None = Field(
        default=None, description="what the mean of the business time may be at most"
    )
    volume: Volume | None = Field(default=None, description="how much has to come about")
    score: Answers | None = Field(default=None, description="what answers have to say")
    availability: Percent | None = Field(
        default=None, description="the percentage of the agreed time without an outage"
    )
    calendar: str | None = Field(
        default=None,
        description="the calendar of the agreed service hours, which is given beside; left out,"
        " around the clock",
        examples=["office"],
    )
    ignore_shorter_than: Limit | None = Field(
        default=None, description="outages shorter than this do not count"
    )
    window: Window = Field(description="over which time it is measured, again and again")

    @model_validator(mode="after")
    def _check(self) -> Self:
        values = {name: getattr(self, name) for name in type(self).model_fields}
        if problems := self.problems_across(values):
            raise refusal(problems)
        return self

    @classmethod
    def problems_across(cls, data: Mapping[str, Any]) -> list[Problem]:
        return [*wrong_goals(data), *wrong_conditions(data.get("when"))]

    @property
    def kind(self) -> Kind:
        """What it asks for: the name of the one field that says so."""
        return next(kind for kind in KEYS if getattr(self, kind) is not None)

    @property
    def limit(self) -> Percent | PercentileLimit | Limit | Volume | Answers:
        """What has to be reached: the value of that field."""
        limit: Percent | PercentileLimit | Limit | Volume | Answers = getattr(self, self.kind)
        return limit

    @property
    def promised(self) -> Percent | None:
        """The share that has to be good, where it asks for one: of clocks, answers or time."""
        if isinstance(self.score, Csat):
            return self.score.at_least
        return self.attain or self.availability


def wrong_goals(data: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield what is wrong with what is asked for, and with the keys that go with it."""
    kinds = [kind for kind in KEYS if data.get(kind) is not None]
    if not kinds:
        remedy = f"give one of {', '.join(KEYS)}"
        yield Problem("nothing has to be attained", remedy=remedy)
    for other in kinds[1:]:
        message = f"{kinds[0]} is asked for already"
        yield Problem(message, (other,), data[other], remedy="write an objective for each")
    if len(kinds) != 1:
        return
    [kind] = kinds
    for key in (*OF_CLOCKS, *OF_OUTAGES):
        given = data.get(key)
        # A length of 0 is written down too; conditions that are left out are empty ones.
        if (given is not None if key in OF_OUTAGES else given) and key not in KEYS[kind]:
            remedy = f"leave it out: {kind} does not look at it"
            yield Problem(f"{key} does not go with {kind}", (key,), data[key], remedy=remedy)
    if "metric" in KEYS[kind] and data.get("metric") is None:
        remedy = "name the metric whose clocks are measured, as in first_response"
        yield Problem("is required and missing", ("metric",), remedy=remedy)


def wrong_conditions(when: Any) -> Iterator[Problem]:
    """Yield a problem for a condition that needs more of a ticket than its fields."""
    if isinstance(when, Level) and any(since_nodes(when.node)):
        remedy = "write a condition on fields; what occurred belongs into a metric"
        message = "since needs the history of a ticket, and clocks have its fields"
        yield Problem(message, ("when",), when.to_data(), remedy=remedy)
