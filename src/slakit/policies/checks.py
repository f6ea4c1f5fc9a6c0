"""What is wrong between the parts of a policy set: names, versions, defaults, support."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from slakit.documents.suggest import did_you_mean
from slakit.durations import Amount
from slakit.errors import (
    PolicyError,
    PolicyWarning,
    Problem,
    SlakitError,
    UnknownNameError,
    warn_caller,
)
from slakit.policies.alerts import Alerts
from slakit.policies.calendar_choice import CalendarChoice
from slakit.policies.metrics import STANDARD_METRICS, Metric
from slakit.policies.policy import Policy, read_start
from slakit.policies.profiles import load_profile
from slakit.policies.targets import Target

__all__ = ["problems_across", "warn_of_slow_support"]


def problems_across(data: Mapping[str, Any]) -> list[Problem]:
    """Return what is wrong between the fields of a set that may not have been validated."""
    calendars, policies = data.get("calendars"), data.get("policies")
    problems = [*none_given("calendars", calendars), *none_given("policies", policies)]
    metrics = known_metrics(data)
    if metrics is not None:
        problems += metric_problems(data, metrics)
    known = [str(name) for name in calendars] if isinstance(calendars, Mapping) else None
    rows = policies if isinstance(policies, (list, tuple)) else ()
    for i, policy in enumerate(rows):
        found = [*target_problems(value_at(policy, "targets"), metrics, known)]
        if known is not None:
            found += calendar_problems(value_at(policy, "calendar"), known)
        for key in ("warn", "escalate"):
            found += alert_problems(key, value_at(policy, key), value_at(policy, "targets"))
        problems += [problem.under("policies", i) for problem in found]
    problems += version_problems(rows)
    problems += support_problems(rows)
    return problems


def value_at(part: Any, name: str) -> Any:
    """Return a field of a model or of the data of one."""
    return part.get(name) if isinstance(part, Mapping) else getattr(part, name, None)


def none_given(name: str, values: Any) -> list[Problem]:
    """Return a problem for a field that is there and empty."""
    if isinstance(values, (Mapping, list, tuple)) and not values:
        return [Problem("is empty", path=(name,), value=values, remedy="give at least one")]
    return []


def known_metrics(data: Mapping[str, Any]) -> list[str] | None:
    """Return the metrics that there are without the set's own, None where nobody can know.

    An unknown profile is a problem of its own field, and its metrics may well be meant.
    """
    try:
        profile = load_profile(data["profile"])["metrics"] if data.get("profile") else {}
    except SlakitError:
        return None
    return list(dict.fromkeys([*STANDARD_METRICS, *profile]))


def metric_problems(data: Mapping[str, Any], names: list[str]) -> Iterator[Problem]:
    """Yield the words that the set's own metrics lack, and put these among the names."""
    own = data.get("metrics")
    for name, metric in own.items() if isinstance(own, Mapping) else ():
        if name in names:
            continue
        names.append(str(name))
        for word in ("start", "stop"):
            if isinstance(metric, (Mapping, Metric)) and value_at(metric, word) is None:
                yield Problem(
                    f"the metric {name!r} has no {word}",
                    path=("metrics", str(name), word),
                    remedy=f"say what {word}s it; there is no standard metric of this name",
                    code=PolicyError.code,
                )


def target_problems(
    targets: Any, metrics: Sequence[str] | None, calendars: Sequence[str] | None
) -> Iterator[Problem]:
    """Yield what is wrong with the names in the targets of a policy."""
    yield from none_given("targets", targets)
    for name, target in targets.items() if isinstance(targets, Mapping) else ():
        if metrics is not None and name not in metrics:
            yield unknown("metric", name, ("targets", str(name)), metrics)
        try:
            read = Target.parse(target)
        except SlakitError:
            continue  # It is a problem of its own field.
        for problem in read.unknown_calendars(calendars) if calendars is not None else ():
            yield problem.under("targets", str(name))


def calendar_problems(value: Any, known: Sequence[str]) -> Iterator[Problem]:
    """Yield the calendars that a policy names and the set does not have."""
    if value is None:
        return
    try:
        choice = CalendarChoice.parse(value)
    except SlakitError:
        return
    for path, name in choice.places:
        if name not in known:
            yield unknown("calendar", name, ("calendar", *path), known)


def alert_problems(key: str, alerts: Any, targets: Any) -> Iterator[Problem]:
    """Yield the metrics that an alert is for and that have no target in its policy."""
    if not isinstance(targets, Mapping):
        return
    found: list[tuple[str, Any]] = []
    if isinstance(alerts, Alerts):
        found = [(alert.name, alert.metrics) for alert in alerts]
    elif isinstance(alerts, Mapping):
        found = [(str(name), value_at(alert, "metrics")) for name, alert in alerts.items()]
    for name, metrics in found:
        for i, metric in enumerate(metrics if isinstance(metrics, (list, tuple)) else ()):
            if isinstance(metric, str) and metric not in targets:
                yield unknown("metric", metric, (key, name, "metrics", i), list(targets))


def unknown(what: str, name: Any, path: tuple[str | int, ...], known: Sequence[str]) -> Problem:
    return Problem(
        f"unknown {what} {name!r}",
        path=path,
        value=name,
        remedy=did_you_mean(str(name), known),
        code=UnknownNameError.code,
    )


def version_problems(policies: Sequence[Any]) -> Iterator[Problem]:
    """Yield versions of one policy that would hold at once, and defaults beyond the first."""
    seen: set[tuple[str, datetime | None]] = set()
    kinds: dict[str, Any] = {}
    defaults: dict[str, bool] = {}
    for i, policy in enumerate(policies):
        name = value_at(policy, "name")
        if not isinstance(name, str):
            continue
        start = value_at(policy, "starts") or (
            policy.get("from") if isinstance(policy, Mapping) else None
        )
        try:
            version = name, read_start(start)
        except SlakitError:
            continue
        if version in seen:
            since = f" from {version[1].isoformat()}" if version[1] is not None else ""
            yield Problem(
                f"there is a policy {name!r}{since} already",
                path=("policies", i, "name"),
                value=name,
                remedy="give each policy a name of its own, or each version its `from`",
            )
        seen.add(version)
        kind = value_at(policy, "kind") or "sla"
        if kinds.setdefault(name, kind) != kind:
            yield Problem(
                f"the versions of {name!r} are of two kinds",
                path=("policies", i, "kind"),
                value=kind,
                remedy=f"write {kinds[name]}, or give the policy another name",
            )
        default = bool(value_at(policy, "default"))
        first = next((each for each, is_default in defaults.items() if is_default), name)
        if defaults.setdefault(name, default) != default:
            yield Problem(
                f"{name!r} is the default in some of its versions only",
                path=("policies", i, "default"),
                value=default,
                remedy="say it of all of them or of none",
            )
        elif default and first != name:
            yield Problem(
                f"{first!r} is the default already",
                path=("policies", i, "default"),
                value=True,
                remedy="keep one default",
            )


def support_problems(policies: Sequence[Any]) -> Iterator[Problem]:
    """Yield policies that support what cannot be supported."""
    kinds = {
        name: value_at(policy, "kind") or "sla"
        for policy in policies
        if isinstance(name := value_at(policy, "name"), str)
    }
    for i, policy in enumerate(policies):
        supported = value_at(policy, "supports")
        if not isinstance(supported, str):
            continue
        path = ("policies", i, "supports")
        if (value_at(policy, "kind") or "sla") == "sla":
            yield Problem(
                "an sla is supported and supports nothing",
                path=path,
                value=supported,
                remedy="say kind: ola, or kind: uc for a supplier's",
            )
        elif supported not in kinds:
            names = [name for name, kind in kinds.items() if kind == "sla"]
            yield unknown("policy", supported, path, names)
        elif kinds[supported] != "sla":
            yield Problem(
                f"{supported!r} is no sla",
                path=path,
                value=supported,
                remedy="name the sla that both of them support",
            )


def warn_of_slow_support(policies: Sequence[Policy]) -> None:
    """Warn of agreements that promise more time than the SLA that they support allows."""
    in_time = sorted(policies, key=lambda policy: (policy.starts is not None, policy.starts))
    latest = {policy.name: policy for policy in in_time}
    for policy in policies:
        if policy.supports is None:
            continue
        supported = latest[policy.supports]
        for metric, target in policy.targets.items():
            if metric in supported.targets:
                for ours, theirs in dict.fromkeys(longer(target, supported.targets[metric])):
                    warn_caller(
                        f"{policy.name} promises {metric} in {ours}, and {supported.name}, which"
                        f" it supports, in {theirs}.",
                        PolicyWarning,
                    )


def longer(target: Target, supported: Target) -> Iterator[tuple[Amount, Amount]]:
    """Yield the amounts that are longer than those that they support, case by case.

    Amounts of two kinds, and rows with conditions, have no order that holds for every ticket.
    """
    for key in dict.fromkeys((None, *target.table, *supported.table)):
        fields = {name: key for name in (target.by, supported.by) if name and key is not None}
        try:
            ours, theirs = target.select(fields), supported.select(fields)
        except PolicyError:
            continue  # A key is text, and a row compares the field with a number.
        if ours is None or theirs is None or ours.when or theirs.when:
            continue
        size = "length" if ours.amount.length is not None else "days"
        mine, limit = getattr(ours.amount, size), getattr(theirs.amount, size)
        if ours.amount.kind == theirs.amount.kind and mine is not None and mine > limit:
            yield ours.amount, theirs.amount
