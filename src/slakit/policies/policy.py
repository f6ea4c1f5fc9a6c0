"""`Policy` and `PolicySet`: the file that people write."""

from __future__ import annotations

from functools import cached_property
from typing import Self

from pydantic import Field, model_validator

from slakit.calendars import AnyCalendar, BusinessCalendar, CombinedCalendar  # noqa: F401
from slakit.documents.frozen import FrozenMap
from slakit.documents.model import Document
from slakit.documents.suggest import did_you_mean
from slakit.errors import DocumentError, Problem, UnknownNameError
from slakit.policies.conditions import Level
from slakit.policies.metrics import STANDARD_METRICS
from slakit.policies.select import CompiledPolicy, Selector
from slakit.policies.statuses import Statuses
from slakit.policies.targets import Target

__all__ = ["Policy", "PolicySet"]


class Policy(Document):
    """What is promised to the tickets that it matches."""

    name: str = Field(min_length=1, description="what evaluations call the policy")
    when: Level = Field(default=Level(), description="which tickets it is for; left out, all")
    calendar: str = Field(description="the name of the calendar that it counts in")
    targets: FrozenMap[str, Target] = Field(description="metric -> what is promised for it")

    @model_validator(mode="after")
    def _check_metrics(self) -> Self:
        problems = [
            Problem(
                f"unknown metric {name!r}",
                path=("targets", name),
                value=name,
                remedy=did_you_mean(name, STANDARD_METRICS),
                code=UnknownNameError.code,
            )
            for name in self.targets
            if name not in STANDARD_METRICS
        ]
        problems += none_given(self, "targets")
        if problems:
            raise DocumentError(problems)
        return self


class PolicySet(Document):
    """Calendars, status words and policies; the first policy that matches a ticket counts.

    >>> desk = PolicySet.model_validate({
    ...     "calendars": {"office": {"tz": "Europe/Madrid", "hours": "Mon-Fri 09:00-18:00"}},
    ...     "statuses": {"paused": ["waiting"], "resolved": ["solved"]},
    ...     "policies": [
    ...         {"name": "all", "calendar": "office", "targets": {"resolution": "2bd"}},
    ...     ],
    ... })
    >>> [policy.name for policy in desk.policies]
    ['all']
    """

    calendars: FrozenMap[str, AnyCalendar] = Field(description="name -> business calendar")
    statuses: Statuses = Field(default=Statuses(), description="the desk's status words")
    policies: tuple[Policy, ...] = Field(
        description="in order: the first that matches a ticket counts"
    )

    @model_validator(mode="after")
    def _check_names(self) -> Self:
        problems = none_given(self, "calendars", "policies")
        seen: set[str] = set()
        for i, policy in enumerate(self.policies):
            if policy.calendar not in self.calendars:
                problems.append(
                    Problem(
                        f"unknown calendar {policy.calendar!r}",
                        path=("policies", i, "calendar"),
                        value=policy.calendar,
                        remedy=did_you_mean(policy.calendar, self.calendars),
                        code=UnknownNameError.code,
                    )
                )
            if policy.name in seen:
                problems.append(
                    Problem(
                        f"there is a policy {policy.name!r} already",
                        path=("policies", i, "name"),
                        value=policy.name,
                        remedy="give each policy a name of its own",
                    )
                )
            seen.add(policy.name)
        if problems:
            raise DocumentError(problems)
        return self

    @cached_property
    def _selector(self) -> Selector:
        compiled = [
            CompiledPolicy(
                policy.name,
                policy.when,
                self.calendars[policy.calendar]._timeline,
                policy.targets,
            )
            for policy in self.policies
        ]
        return Selector(compiled, self.statuses.categories)


def none_given(document: Document, *names: str) -> list[Problem]:
    """Return a problem for each of these fields that is empty."""
    return [
        Problem("is empty", path=(name,), value={}, remedy="give at least one")
        for name in names
        if not getattr(document, name)
    ]
