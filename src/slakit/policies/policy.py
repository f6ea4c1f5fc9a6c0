"""`Policy` and `PolicySet`: the file that people write."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any, Self

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
    def _check_targets(self) -> Self:
        if problems := target_problems(self.targets):
            raise DocumentError(problems)
        return self

    @classmethod
    def problems_across(cls, data: Mapping[str, Any]) -> list[Problem]:
        return target_problems(data.get("targets"))


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
        fields = {"calendars": self.calendars, "policies": self.policies}
        if problems := self.problems_across(fields):
            raise DocumentError(problems)
        return self

    @classmethod
    def problems_across(cls, data: Mapping[str, Any]) -> list[Problem]:
        calendars, policies = data.get("calendars"), data.get("policies")
        problems = [*none_given("calendars", calendars), *none_given("policies", policies)]
        seen: set[str] = set()
        for i, policy in enumerate(policies if isinstance(policies, (list, tuple)) else ()):
            # A policy that is a model has been checked by itself.
            found = target_problems(policy.get("targets")) if isinstance(policy, Mapping) else []
            calendar, name = text_at(policy, "calendar"), text_at(policy, "name")
            if isinstance(calendars, Mapping) and calendar and calendar not in calendars:
                found.append(
                    Problem(
                        f"unknown calendar {calendar!r}",
                        path=("calendar",),
                        value=calendar,
                        remedy=did_you_mean(calendar, map(str, calendars)),
                        code=UnknownNameError.code,
                    )
                )
            if name in seen:
                found.append(
                    Problem(
                        f"there is a policy {name!r} already",
                        path=("name",),
                        value=name,
                        remedy="give each policy a name of its own",
                    )
                )
            if name:
                seen.add(name)
            problems += [problem.under("policies", i) for problem in found]
        return problems

    @property
    def fields(self) -> frozenset[str]:
        """The fields of a ticket on which its policies and amounts depend.

        >>> PolicySet.model_validate({
        ...     "calendars": {"office": {"tz": "Europe/Madrid", "hours": "Mon-Fri 09:00-18:00"}},
        ...     "policies": [{
        ...         "name": "all", "when": {"tier": "gold"}, "calendar": "office",
        ...         "targets": {"resolution": "field(promised)"},
        ...     }],
        ... }).fields == {"tier", "promised"}
        True
        """
        return frozenset(self._selector.fields)

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


def text_at(policy: Any, name: str) -> str:
    """Return the text of a field of a policy or of the data of one; "" where there is none."""
    value = policy.get(name) if isinstance(policy, Mapping) else getattr(policy, name, "")
    return value if isinstance(value, str) else ""


def target_problems(targets: Any) -> list[Problem]:
    """Return what is wrong with the names of metrics that have a target."""
    problems = none_given("targets", targets)
    for name in targets if isinstance(targets, Mapping) else ():
        if name not in STANDARD_METRICS:
            problems.append(
                Problem(
                    f"unknown metric {name!r}",
                    path=("targets", str(name)),
                    value=name,
                    remedy=did_you_mean(str(name), STANDARD_METRICS),
                    code=UnknownNameError.code,
                )
            )
    return problems


def none_given(name: str, values: Any) -> list[Problem]:
    """Return a problem for a field that is there and empty."""
    if isinstance(values, (Mapping, list, tuple)) and not values:
        return [Problem("is empty", path=(name,), value=values, remedy="give at least one")]
    return []
