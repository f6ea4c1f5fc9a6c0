"""What if: the same policy set with some of its words replaced."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from slakit.documents.suggest import did_you_mean
from slakit.errors import SlakitError, UnknownNameError
from slakit.evaluation.evaluate import refuse_other
from slakit.policies.policy_set import PolicySet

__all__ = ["vary"]

CALENDARS = 'calendars={"office": {"hours": "Mon-Sat 09:00-18:00"}}'
TARGETS = 'targets={"resolution": "8h"}'


def vary(
    policies: PolicySet,
    *,
    calendars: Mapping[str, Mapping[str, Any]] | None = None,
    pause: Any = None,
    targets: Mapping[str, Any] | None = None,
) -> PolicySet:
    """Return the same policy set with some words of it replaced, checked like a document.

    `calendars` has, by the name of a calendar, the words that are replaced: ``hours``,
    ``holidays``, ... `pause` is the pause rule of the set and of every policy: ``"none"`` or a
    condition. `targets` has by ``metric``, or by ``policy/metric``, what is promised instead.

    Raises `UnknownNameError` for a calendar, a policy or a metric for which the set promises
    nothing, `DocumentError` for what no policy set can say, and `SlakitError` for what is no
    mapping of names.

    >>> desk = PolicySet.model_validate({
    ...     "calendars": {"office": {"tz": "Europe/Madrid", "hours": "Mon-Fri 09:00-18:00"}},
    ...     "policies": [{"name": "all", "calendar": "office", "targets": {"resolution": "4h"}}],
    ... })
    >>> what_if = vary(
    ...     desk, calendars={"office": {"hours": "Mon-Sat 09:00-18:00"}}, pause="none",
    ...     targets={"resolution": "8h"},
    ... )
    >>> for difference in desk.diff(what_if):
    ...     print(difference)
    calendars.office.hours: 'Mon-Fri 09:00-18:00' -> 'Mon-Sat 09:00-18:00'
    policies.all.targets.resolution: '4h' -> '8h'
    pause: absent -> 'none'

    The trap: a metric with a pause of its own, such as ``requester_wait``, keeps it.
    """
    refuse_other(policies)
    data = policies.to_data()
    replaced = {} if calendars is None else by_name("calendars", calendars, CALENDARS)
    for name, words in replaced.items():
        known(name, data["calendars"], "calendar", "calendars")
        words = by_name(f"calendars.{name}", words, CALENDARS)
        data["calendars"][name] = {**data["calendars"][name], **words}
    if pause is not None:
        data["pause"] = pause
        for policy in data["policies"]:
            policy.pop("pause", None)
    promised = {} if targets is None else by_name("targets", targets, TARGETS)
    for name, target in promised.items():
        promise(data["policies"], name, target)
    return PolicySet.model_validate(data)


def by_name(parameter: str, given: Any, example: str) -> Mapping[str, Any]:
    """Return what is given if it is a mapping of names, and refuse any other."""
    if isinstance(given, Mapping) and all(isinstance(name, str) for name in given):
        return given
    raise SlakitError(
        f"{given!r} is no mapping of names",
        parameter=parameter,
        value=given,
        remedy=f"write {example}",
    )


def promise(policies: list[dict[str, Any]], name: str, target: Any) -> None:
    """Put a target in the place of those of a name."""
    owner, _, metric = name.rpartition("/")
    if owner:
        known(owner, [policy["name"] for policy in policies], "policy", "targets")
    concerned = [policy for policy in policies if owner in ("", policy["name"])]
    promised = dict.fromkeys(each for policy in concerned for each in policy["targets"])
    known(metric, promised, "metric", "targets")
    for policy in concerned:
        if metric in policy["targets"]:
            policy["targets"] = {**policy["targets"], metric: target}


def known(name: str, names: Iterable[str], what: str, parameter: str) -> None:
    if name not in names:
        raise UnknownNameError(
            f"unknown {what} {name!r}",
            parameter=parameter,
            value=name,
            remedy=did_you_mean(name, names),
        )
