"""`PolicySet`: the file that people write."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple, Self

from pydantic import AfterValidator, Field, model_validator

from slakit.calendars import AnyCalendar, BusinessCalendar, CombinedCalendar  # noqa: F401
from slakit.documents.frozen import FrozenMap
from slakit.documents.suggest import did_you_mean
from slakit.errors import DocumentError, PolicyError, Problem, UnknownNameError
from slakit.instants import since_epoch
from slakit.policies.checks import problems_across, warn_of_slow_support
from slakit.policies.conventions import Conventions
from slakit.policies.metrics import STANDARD_METRICS, Metric, metric_of
from slakit.policies.policy import Policy
from slakit.policies.profiles import load_profile
from slakit.policies.statuses import Category, Statuses
from slakit.policies.triggers import PauseRule
from slakit.tickets.values import plain_fields

if TYPE_CHECKING:
    from slakit.policies.diff import Difference
    from slakit.policies.select import Selector

__all__ = ["Match", "PolicySet"]


class Match(NamedTuple):
    """Which policy a ticket falls under, and why not others.

    `policy` is None where none matches; `version` is the instant at which its version took
    effect, None for the first. `rejected` has each policy that was tried before, with the part
    of its condition that does not hold.
    """

    policy: Policy | None
    version: datetime | None
    rejected: tuple[tuple[str, dict[str, Any]], ...]


def known_profile(name: str | None) -> str | None:
    if name is not None:
        load_profile(name)
    return name


class PolicySet(Conventions):
    """Calendars, status words, metrics and policies; the first policy that matches counts.

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

    profile: Annotated[str | None, AfterValidator(known_profile)] = Field(
        default=None,
        description="a help desk whose metrics, statuses and conventions count where this file"
        " says nothing else",
        examples=["zendesk", "servicenow"],
    )
    calendars: FrozenMap[str, AnyCalendar] = Field(description="name -> business calendar")
    statuses: Statuses = Field(default=Statuses(), description="the desk's status words")
    metrics: FrozenMap[str, Metric] = Field(
        default=FrozenMap(), description="what is timed; only what differs from the standard ones"
    )
    pause: PauseRule | None = Field(
        default=None,
        description="the pause rule of the policies that have none of their own; left out, the"
        " statuses that are paused",
    )
    match: Literal["first", "all"] | None = Field(
        default=None, description="whether the first policy that matches counts, or all"
    )
    rematch: Literal["change", "creation"] | None = Field(
        default=None, description="whether a ticket looks for its policy again at every change"
    )
    versions: Literal["follow", "pin"] | None = Field(
        default=None, description="whether a ticket follows new versions of its policy"
    )
    policies: tuple[Policy, ...] = Field(
        description="in order: the first that matches a ticket counts"
    )

    @model_validator(mode="after")
    def _check_across(self) -> Self:
        values = {name: getattr(self, name) for name in type(self).model_fields}
        if problems := self.problems_across(values):
            raise DocumentError(problems)
        warn_of_slow_support(self.policies)
        return self

    @classmethod
    def problems_across(cls, data: Mapping[str, Any]) -> list[Problem]:
        return problems_across(data)

    @property
    def fields(self) -> frozenset[str]:
        """The fields of a ticket on which its policies, amounts and clocks depend.

        >>> PolicySet.model_validate({
        ...     "calendars": {"office": {"tz": "Europe/Madrid", "hours": "Mon-Fri 09:00-18:00"}},
        ...     "policies": [{
        ...         "name": "all", "when": {"tier": "gold"}, "calendar": "office",
        ...         "targets": {"resolution": "field(promised)"},
        ...     }],
        ... }).fields == {"tier", "promised"}
        True
        """
        from slakit.policies.compile import fields_of_set

        return fields_of_set(self)

    def metric(self, name: str) -> Metric:
        """Return the six words of a metric as this set uses it.

        Raises `UnknownNameError`, which lists the nearest of `metric_names`.

        >>> desk = PolicySet.model_validate({
        ...     "calendars": {"office": {"tz": "UTC", "hours": "Mon-Fri 09:00-18:00"}},
        ...     "metrics": {"resolution": {"again": "count"}},
        ...     "policies": [
        ...         {"name": "all", "calendar": "office", "targets": {"resolution": "4h"}},
        ...     ],
        ... })
        >>> desk.metric("resolution").again
        'count'
        """
        if name not in self.metric_names:
            raise UnknownNameError(
                f"unknown metric {name!r}",
                parameter="name",
                value=name,
                remedy=did_you_mean(name, self.metric_names),
            )
        return metric_of(name, self._from_profile.metrics.get(name), self.metrics.get(name))

    @property
    def metric_names(self) -> tuple[str, ...]:
        """The metrics that a target may name: the standard ones, the profile's and its own."""
        names = (*STANDARD_METRICS, *self._from_profile.metrics, *self.metrics)
        return tuple(dict.fromkeys(names))

    @property
    def categories(self) -> dict[str, Category]:
        """The category of each status word that is not simply open.

        A category that the set names replaces that of its profile.
        """
        theirs = self._from_profile.statuses.categories
        kept = {
            word: category
            for word, category in theirs.items()
            if getattr(self.statuses, category) is None
        }
        return kept | self.statuses.categories

    def select(self, state: Mapping[str, Any], *, at: datetime | None = None) -> Match:
        """Return which policy a ticket with these fields falls under, and why not others.

        `at` chooses among versions: those that had taken effect by then, all of them when it
        is left out. The field ``category`` is derived from ``status`` as in an evaluation.
        Raises `TicketError` for a value that no ticket can have, and `PolicyError` for one of
        another kind than what it is compared with, for a choice that depends on a ``since``, and
        where all policies that match count, so that there is no one answer.

        >>> desk = PolicySet.model_validate({
        ...     "calendars": {"office": {"tz": "UTC", "hours": "Mon-Fri 09:00-18:00"}},
        ...     "policies": [
        ...         {"name": "gold", "when": {"tier": "gold"}, "calendar": "office",
        ...          "targets": {"resolution": "4h"}},
        ...         {"name": "rest", "calendar": "office", "targets": {"resolution": "2bd"}},
        ...     ],
        ... })
        >>> match = desk.select({"tier": "tin"})
        >>> match.policy.name, match.rejected
        ('rest', (('gold', {'tier': 'gold'}),))

        The trap: fields know nothing of what occurred. A policy with a ``since`` is rejected for
        another part of its condition or not at all; `evaluate` knows the history.
        """
        from slakit.policies.compile import in_order

        if (self.match or self._from_profile.match) == "all":
            raise PolicyError(
                "several policies may apply, because of match: all",
                parameter="match",
                value="all",
                remedy="evaluate the ticket, whose clocks name their policies",
            )
        fields = plain_fields(state, "state")
        if fields.get("category") is None:
            fields["category"] = self.categories.get(fields.get("status", ""), "open")
        rejected: list[tuple[str, dict[str, Any]]] = []
        moment = None if at is None else since_epoch(at, "at")
        for versions in in_order(self.policies):
            known = [
                version
                for version in versions
                if moment is None
                or version.starts is None
                or since_epoch(version.starts, "from") <= moment
            ]
            if not known:
                continue
            policy = known[-1]
            failing = policy.when.failing(fields)
            if failing is None:
                return Match(policy, policy.starts, tuple(rejected))
            rejected.append((policy.name, failing))
        return Match(None, None, tuple(rejected))

    def diff(self, other: PolicySet) -> tuple[Difference, ...]:
        """Return what another set says otherwise, one difference for each value.

        >>> old = PolicySet.model_validate({
        ...     "calendars": {"office": {"tz": "UTC", "hours": "Mon-Fri 09:00-18:00"}},
        ...     "policies": [
        ...         {"name": "all", "calendar": "office", "targets": {"resolution": "4h"}},
        ...     ],
        ... })
        >>> new = PolicySet.model_validate({**old.to_data(), "policies": [
        ...     {"name": "all", "calendar": "office", "targets": {"resolution": "2h"}}]})
        >>> [str(each) for each in old.diff(new)]
        ["policies.all.targets.resolution: '4h' -> '2h'"]
        """
        from slakit.policies.diff import differences

        return differences(self, other)

    def _canonical_data(self) -> dict[str, Any]:
        policies = [policy._canonical_data() for policy in self.policies]
        return {**super()._canonical_data(), "policies": policies}

    def to_svg(self, *, width: float = 720, locale: str = "en") -> str:
        """Return the matrix of targets as a picture: policies and conditions down, metrics across.

        It is wider than `width` pixels where the amounts need it.

        >>> PolicySet.model_validate({
        ...     "calendars": {"office": {"tz": "UTC", "hours": "Mon-Fri 09:00-18:00"}},
        ...     "policies": [
        ...         {"name": "all", "calendar": "office", "targets": {"resolution": "2bd eod"}},
        ...     ],
        ... }).to_svg().count("2bd eod")
        1
        """
        from slakit.policies.picture import svg_matrix

        return svg_matrix(self, width, locale)

    def to_html(self, *, locale: str = "en") -> str:
        """Return the matrix of targets as a table, with its style, to stand in a page."""
        from slakit.policies.picture import html_matrix

        return html_matrix(self, locale)

    def _repr_html_(self) -> str:
        return self.to_html()

    @cached_property
    def _from_profile(self) -> ProfileWords:
        return profile_words(self.profile)

    @cached_property
    def _selector(self) -> Selector:
        from slakit.policies.compile import compile_set

        return compile_set(self)


class ProfileWords(Conventions):
    """What a profile says in the words of a set."""

    statuses: Statuses = Statuses()
    metrics: FrozenMap[str, Metric] = FrozenMap()
    pause: PauseRule | None = None
    match: Literal["first", "all"] | None = None
    rematch: Literal["change", "creation"] | None = None
    versions: Literal["follow", "pin"] | None = None


def profile_words(name: str | None) -> ProfileWords:
    """Return the words of a profile; without a name, those of none."""
    if name is None:
        return ProfileWords()
    data = load_profile(name)
    return ProfileWords.model_validate(
        {
            "statuses": data.get("statuses", {}),
            "metrics": data.get("metrics", {}),
            **data.get("conventions", {}),
        }
    )
