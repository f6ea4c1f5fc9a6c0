"""Policies -> the fields that tickets have to carry, so that every policy and target is met."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from slakit.policies import Policy, PolicySet
from slakit.policies.target_rows import calendar_field

__all__ = [
    "calendar_fields",
    "carried_fields",
    "field_sets",
    "fields_counted_from",
    "signal_names",
]

# How a ticket stands is told by its events and not by what it carries.
CATEGORY_FIELDS = frozenset({"status", "category"})
FieldSet = dict[str, Any]


def field_sets(policies: PolicySet) -> list[FieldSet]:
    """Return sets of fields under which every policy, row and entry of a table is chosen once.

    The first set is empty. What a condition asks of the history is left to events.

    >>> desk = PolicySet.model_validate({
    ...     "calendars": {"office": {"tz": "UTC", "hours": "Mon-Fri 09:00-18:00"}},
    ...     "policies": [{
    ...         "name": "gold", "when": {"tier": ["gold", "silver"]}, "calendar": "office",
    ...         "targets": {"resolution": {"by": "priority", "high": "4h", "else": "1bd"}},
    ...     }],
    ... })
    >>> field_sets(desk)
    [{}, {'tier': 'gold'}, {'tier': 'gold', 'priority': 'high'}]
    """
    found: list[FieldSet] = [{}]
    for policy in policies.policies:
        matched = satisfying(policy.when.to_data())
        found += [
            {**matched, **place, **row}
            for place in places(policies, policy)
            for row in rows(policy)
        ]
    distinct: dict[tuple[tuple[str, Any], ...], FieldSet] = {}
    for each in found:
        distinct.setdefault(tuple(sorted(each.items())), each)
    return list(distinct.values())


def rows(policy: Policy) -> Iterator[FieldSet]:
    """Yield the fields for each row of each target, beginning with none of them."""
    yield {}
    for target in policy.targets.values():
        if target.by is not None:
            yield from ({target.by: key} for key in target.table)
        yield from (satisfying(row.when.to_data()) for row in target.rows if row.when is not None)


def places(policies: PolicySet, policy: Policy) -> Iterator[FieldSet]:
    """Yield the fields that lead a policy to each of its calendars."""
    choice = policy.calendar
    fields: FieldSet = dict.fromkeys(named_calendars(policy), next(iter(policies.calendars)))
    if choice.field is not None:
        keys = list(choice.table) or list(policies.calendars)
        yield from ({**fields, choice.field: key} for key in keys)
    elif choice.rows:
        yield from ({**fields, **satisfying(level.to_data())} for level, _ in choice.rows)
    else:
        yield fields


def satisfying(level: Mapping[str, Any]) -> FieldSet:
    """Return fields under which a condition holds, as far as fields can make it hold."""
    found: FieldSet = {}
    for key, asked in level.items():
        if key == "all":
            for part in asked:
                found |= satisfying(part)
        elif key == "any":
            found |= satisfying(asked[0]) if asked else {}
        elif key in ("not", "since", "until"):
            continue
        elif isinstance(asked, Mapping):
            fits = [each for item in asked.items() for each in fitting(*item)]
            if fits:
                found[key] = fits[0]
        else:
            value = asked[0] if isinstance(asked, (list, tuple)) else asked
            if value is not None:
                found[key] = value
    return {key: value for key, value in found.items() if key not in CATEGORY_FIELDS}


def fitting(operator: str, operand: Any) -> Iterator[Any]:
    """Yield a value for which an operator holds, where one follows from the operand."""
    if operator in ("is", "ge", "le", "contains", "starts_with"):
        yield operand
    elif operator == "in":
        yield operand[0]
    elif operator in ("gt", "lt") and isinstance(operand, (int, float)):
        yield operand + 1 if operator == "gt" else operand - 1
    elif (operator, operand) in (("present", True), ("absent", False)):
        yield "given"


def carried_fields(policies: PolicySet) -> dict[str, str]:
    """Return the fields in which a ticket carries what it is promised: ``at`` or ``field``."""
    amounts = (
        row.amount
        for policy in policies.policies
        for target in policy.targets.values()
        for row in (*target.rows, *target.table.values())
    )
    return {each.field: each.kind for each in amounts if each.field is not None}


def fields_counted_from(policies: PolicySet) -> set[str]:
    """Return the fields in which a ticket carries the instant that its clocks count from."""
    rules = (
        target.rules
        for versions in policies._selector.policies
        for policy in versions
        for target in policy.targets.values()
    )
    found = {each.counts_field for each in rules if each.counts_field is not None}
    # What a ticket always has need not be carried as well.
    return found - {"created_at"}


def calendar_fields(policies: PolicySet) -> FieldSet:
    """Return the fields without which a ticket leads to no calendar, each with one that does.

    >>> desk = PolicySet.model_validate({
    ...     "calendars": {"office": {"tz": "UTC", "hours": "Mon-Fri 09:00-18:00"}},
    ...     "policies": [
    ...         {"name": "all", "calendar": "field(site)", "targets": {"resolution": "4h"}},
    ...     ],
    ... })
    >>> calendar_fields(desk)
    {'site': 'office'}
    """
    found: FieldSet = {}
    for policy in policies.policies:
        choice = policy.calendar
        for name in named_calendars(policy):
            found.setdefault(name, next(iter(policies.calendars)))
        if choice.field is not None and choice.otherwise is None:
            found.setdefault(choice.field, next(iter(choice.table or policies.calendars)))
    return found


def named_calendars(policy: Policy) -> Iterator[str]:
    """Yield the fields by which rows of targets name a calendar of their own."""
    for target in policy.targets.values():
        for row in (*target.rows, *target.table.values()):
            field = None if row.calendar is None else calendar_field(row.calendar)
            if field is not None:
                yield field


def signal_names(policies: PolicySet) -> list[str]:
    """Return the signals of which the metrics that are promised speak, in their order."""
    promised = {name for policy in policies.policies for name in policy.targets}
    metrics = [policies.metric(name).to_data() for name in sorted(promised)]
    return list(dict.fromkeys(signals_in(metrics)))


def signals_in(data: Any) -> Iterator[str]:
    if isinstance(data, Mapping):
        for key, value in data.items():
            if key == "signal":
                yield value
            else:
                yield from signals_in(value)
    elif isinstance(data, (list, tuple)):
        for each in data:
            yield from signals_in(each)
