"""`RecoveryPlan`: how long each step back from a breach may take, and who takes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, Self

from pydantic import Field, model_validator

from slakit.calendars import AnyCalendar, BusinessCalendar, CombinedCalendar  # noqa: F401
from slakit.documents.frozen import FrozenMap
from slakit.documents.model import Document
from slakit.documents.suggest import did_you_mean
from slakit.errors import DocumentError, Path, Problem, SlakitError, UnknownNameError
from slakit.policies import PolicySet, Target
from slakit.policies.alerts import Escalations, Warnings
from slakit.recovery.steps import STEPS, StepName
from slakit.recovery.templates import PLACES, MessageKind, Template
from slakit.wording import LOCALES

__all__ = ["POLICY", "RecoveryPlan", "StepPlan"]

POLICY = "recovery"
"""What the one policy and the one calendar of a plan are called in an evaluation of a case."""


class StepPlan(Document):
    """How long one step may take, and whose it is."""

    target: Target | None = Field(
        default=None,
        description="how long it may take from the end of the step before; left out, it is"
        " measured and not promised",
    )
    responsible: str = Field(
        default="", description="the role whose step it is", examples=["service desk"]
    )


class RecoveryPlan(Document):
    """How a desk makes good for a breach: targets, roles, causes and messages.

    A step that is not named has no target: it is measured, and never late. Targets are those of
    policies, so that they may depend on the fields of the ticket that was breached.

    Raises `DocumentError` with every problem at once.

    >>> plan = RecoveryPlan.model_validate({
    ...     "calendar": {"tz": "Europe/Madrid", "hours": "Mon-Fri 09:00-18:00"},
    ...     "steps": {"team_alerted": {"target": "30m", "responsible": "service desk"}},
    ... })
    >>> plan.steps["team_alerted"].responsible
    'service desk'

    The trap: a case keeps the plan that it was opened with; a later plan changes no verdict.
    """

    calendar: AnyCalendar = Field(description="when the steps are worked on")
    steps: FrozenMap[StepName, StepPlan] = Field(
        default=FrozenMap(), description="how long each step may take, and whose it is"
    )
    warn: Warnings = Field(default=Warnings(), description="who acts before a step is due")
    escalate: Escalations = Field(default=Escalations(), description="who acts when it is late")
    team_field: str | None = Field(
        default=None,
        description="the field of the ticket that names its team",
        examples=["assignment_group"],
    )
    causes: FrozenMap[str, FrozenMap[str, str]] = Field(
        default=FrozenMap(),
        description="causes beside the standard ones: kind -> cause -> how people call it",
        examples=[{"supplier": {"carrier": "the carrier was late"}}],
    )
    templates: FrozenMap[MessageKind, FrozenMap[str, Template]] = Field(
        default=FrozenMap(),
        description="messages of the desk's own: kind -> language -> text",
        examples=[{"apology": {"en": "We are sorry about {ticket}. {happened}"}}],
    )

    @model_validator(mode="after")
    def _check_across(self) -> Self:
        problems = self.problems_across({"templates": self.templates, "causes": self.causes})
        try:
            self._policies  # noqa: B018 - built to be checked
        except DocumentError as error:
            problems += (problem_of_plan(problem) for problem in error.problems)
        if problems:
            raise DocumentError(problems)
        return self

    @classmethod
    def problems_across(cls, data: Mapping[str, Any]) -> list[Problem]:
        return [
            *problems_of_templates(data.get("templates")),
            *problems_of_causes(data.get("causes")),
        ]

    @cached_property
    def _policies(self) -> PolicySet:
        return PolicySet.model_validate(
            {
                "calendars": {POLICY: self.calendar},
                "metrics": {step: words_of(step) for step in STEPS},
                "policies": [
                    {
                        "name": POLICY,
                        "calendar": POLICY,
                        "targets": {step: self._target(step) for step in STEPS},
                        "warn": self.warn,
                        "escalate": self.escalate,
                    }
                ],
            }
        )

    def _target(self, step: StepName) -> Any:
        planned = self.steps.get(step)
        return "none" if planned is None or planned.target is None else planned.target

    def to_policy_set(self) -> PolicySet:
        """Return the plan in the policy language: each step a metric that signals start and stop.

        The clock of a step starts where the step before ended, that of the first where the case
        is opened. A step that is taken out of order starts and stops there.

        >>> plan = RecoveryPlan.model_validate(
        ...     {"calendar": {"tz": "UTC", "hours": "Mon-Fri 09:00-18:00"}}
        ... )
        >>> plan.to_policy_set().metric("cause_found").start.to_data()
        {'any': [{'signal': 'team_alerted'}, {'signal': 'cause_found'}]}
        """
        return self._policies

    def responsible(self, step: StepName) -> str:
        """Return the role whose step it is, or nothing."""
        planned = self.steps.get(step)
        return "" if planned is None else planned.responsible


def words_of(step: StepName) -> dict[str, Any]:
    """Return the six words of the metric of a step, as far as they are not the usual ones."""
    place = STEPS.index(step)
    # A step is done for good; nothing is before the creation, so that this never ends.
    done = {"since": {"signal": step}, "until": "created"}
    if place == 0:
        return {"start": "created", "stop": done}
    # Its own signal starts it, too, if the step before has not ended, so that what was done out
    # of order was done at once, and is not waited for afterwards.
    return {"start": {"any": [{"signal": STEPS[place - 1]}, {"signal": step}]}, "stop": done}


def problem_of_plan(problem: Problem) -> Problem:
    """Return a problem of the policy set at the place in the plan where it comes from."""
    path: Path = problem.path[2:]
    if path[:1] == ("targets",):
        path = ("steps", path[1], "target", *path[2:])
    return Problem(problem.message, path, problem.value, remedy=problem.remedy, code=problem.code)


def problems_of_templates(templates: Any) -> Iterator[Problem]:
    """Yield the languages that nobody reads, and the places that a message does not have."""
    for kind, by_locale in entries(templates):
        for locale, template in entries(by_locale):
            if kind not in PLACES:
                continue
            if locale not in LOCALES:
                yield unknown(f"no words for the locale {locale!r}", kind, locale, locale, LOCALES)
            try:
                names = Template.parse(template).names
            except SlakitError:
                continue  # What is wrong with the text itself is told where it is read.
            for name in names:
                if name not in PLACES[kind]:
                    message = f"a message of the kind {kind!r} has no place {name!r}"
                    yield unknown(message, kind, locale, name, PLACES[kind])


def entries(value: Any) -> Iterator[tuple[Any, Any]]:
    """Yield the entries of a mapping, none of what is no mapping."""
    if isinstance(value, Mapping):
        yield from value.items()


def unknown(message: str, kind: str, locale: str, name: str, known: tuple[str, ...]) -> Problem:
    return Problem(
        message,
        ("templates", kind, locale),
        name,
        remedy=did_you_mean(name, known),
        code=UnknownNameError.code,
    )


def problems_of_causes(causes: Any) -> Iterator[Problem]:
    """Yield the names of causes that could not be told apart."""
    for kind, names in entries(causes):
        for path in ((kind,), *((kind, name) for name, _ in entries(names))):
            if not str(path[-1]).isidentifier():
                yield Problem(
                    f"{path[-1]!r} is no name of a cause",
                    ("causes", *path),
                    path[-1],
                    remedy="write letters, digits and underscores",
                )
