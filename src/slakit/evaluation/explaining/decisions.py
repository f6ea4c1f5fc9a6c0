"""What decided about a clock: policies that matched or did not, targets, and their changes."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from operator import itemgetter
from typing import Any

from slakit.durations import Amount
from slakit.durations.times import format_time_of_day
from slakit.evaluation.due import Course
from slakit.evaluation.explaining.explanation import Decision
from slakit.evaluation.explaining.happened import happened, plain_value
from slakit.evaluation.history import History
from slakit.evaluation.promise import BY_HAND, Promise
from slakit.evaluation.selections import Selection
from slakit.instants import EPOCH, to_datetime
from slakit.policies.conditions import Condition, Level
from slakit.policies.policy_set import PolicySet
from slakit.policies.select import CompiledPolicy
from slakit.policies.target_rows import TargetRow, calendar_field

__all__ = ["changes_of", "policy_decisions", "target_decisions"]

Fields = Mapping[Any, Any]
# What a change of the calendar means under each convention of ``on_calendar_change``.
CALENDAR_CHANGES = {
    "slice": "effect.calendar_changed",
    "last": "effect.calendar_replaced",
    "at_start": "effect.calendar_kept",
}


def policy_decisions(
    policies: PolicySet, track: Sequence[Selection], history: History, until: timedelta
) -> Iterator[Decision]:
    """Yield which policy matched and which did not, at the creation and whenever that changed."""
    selector, before = policies._selector, None
    for number, (_, at, policy, fields) in enumerate(track):
        if at > until:
            break
        if number and policy is before:
            continue
        before, moment = policy, to_datetime(at, history.at.tzinfo)
        for each in selector.candidates(at):
            if policy is not None and each.name == policy.name:
                break
            if not selector.match_all:  # Else the others have clocks of their own.
                yield Decision(moment, "policy.rejected", rejected(each, fields))
        if number and policy is not None:
            event = happened(history, at, selector.fields)
            yield Decision(moment, "effect.policy_changed", {"event": event, "policy": policy.name})
        else:
            yield Decision(moment, *matched(policy))


def rejected(policy: CompiledPolicy, fields: Fields) -> dict[str, Any]:
    """Return the first part of a condition that does not hold, and what the ticket has there."""
    condition = plain_data(policy.document.when.failing(fields, of_history=True) or {})
    names = sorted(Level.parse(condition).fields)
    found = {name: plain_value(fields.get(name)) for name in names}
    return {"policy": policy.name, "condition": condition, "found": found}


def matched(policy: CompiledPolicy | None) -> tuple[str, dict[str, Any]]:
    if policy is None:
        return "policy.none", {}
    if policy.version is not None:
        return "policy.matched_version", {"policy": policy.name, "version": policy.version}
    code = "policy.default" if policy.document.default else "policy.matched"
    return code, {"policy": policy.name}


def target_decisions(
    policies: PolicySet, metric: str, course: Course, track: Sequence[Selection], history: History
) -> Iterator[Decision]:
    """Yield what was promised for a clock, and each change of that."""
    watched = policies._selector.fields
    before: Promise | None = None
    told: tuple[object, ...] | None = None
    for promise in course.promises:
        at, amount = promise.since, promise.amount
        moment = to_datetime(at, history.at.tzinfo)
        fields = fields_at(track, at)
        row = promise.target.select(fields)
        calendar = calendar_of(policies, promise.policy, row, fields)
        terms = amount, promise.at_field
        if amount is BY_HAND:
            if before is None and promise.at_field is not None:
                due = to_datetime(promise.at_field, history.at.tzinfo).isoformat()
                yield Decision(moment, "target.by_hand", {"metric": metric, "due": due})
        elif told == terms:
            pass
        elif amount is None:
            yield Decision(moment, "target.none", {"metric": metric})
        elif told is None:
            yield chosen(moment, metric, promise, amount, calendar, condition_of(promise, fields))
        else:
            event = happened(history, at, watched)
            yield Decision(moment, "effect.target_changed", {"event": event, "amount": amount.text})
        if amount is not BY_HAND:
            told = terms
        if before is not None and promise.timeline is not before.timeline:
            code = CALENDAR_CHANGES[promise.target.rules.calendar_change]
            event = happened(history, at, watched)
            yield Decision(moment, code, {"event": event, "calendar": calendar})
        before = promise


def chosen(
    moment: datetime,
    metric: str,
    promise: Promise,
    amount: Amount,
    calendar: str,
    condition: Mapping[str, Any] | None,
) -> Decision:
    """Return the decision for the row of a target that holds first."""
    parameters: dict[str, Any] = {"metric": metric, "amount": amount.text, "calendar": calendar}
    code = "target.chosen"
    if promise.cutoff is not None:
        code, parameters["cutoff"] = "target.chosen_cutoff", format_time_of_day(promise.cutoff)
    return Decision(moment, code, {**parameters, "condition": condition})


def condition_of(promise: Promise, fields: Fields) -> dict[str, Any] | None:
    """Return what chose a row of a target, as the data of a condition; None where it is alone."""
    target, row = promise.target.target, promise.target.select(fields)
    if row is not None and row.when is not None:
        data: dict[str, Any] = row.when.to_data()
        return data
    if target.by is not None and any(row is each for each in target.table.values()):
        return {target.by: plain_value(fields.get(target.by))}
    return None


def changes_of(
    decided: Iterable[Decision],
) -> list[tuple[timedelta, dict[str, Any]]]:
    """Return when the ledger of a clock goes on under another target or in other hours."""
    changes: list[tuple[timedelta, dict[str, Any]]] = []
    for at, code, parameters in decided:
        changed: dict[str, Any] = {}
        if code == "effect.target_changed":
            changed["amount"] = parameters["amount"]
        elif code == "effect.calendar_changed":
            changed["calendar"] = parameters["calendar"]
        else:
            continue
        if changes and changes[-1][0] == at - EPOCH:
            changes[-1][1].update(changed)
        else:
            changes.append((at - EPOCH, changed))
    return changes


def fields_at(track: Sequence[Selection], at: timedelta) -> Fields:
    """Return the fields by which a target was chosen that holds at an instant."""
    return track[max(bisect_right(track, at, key=itemgetter(1)) - 1, 0)][3]


def calendar_of(
    policies: PolicySet, policy: CompiledPolicy, row: TargetRow | None, fields: Fields
) -> str:
    """Return the name of the calendar in which a target counts."""
    if row is None or row.calendar is None:
        return policy.document.calendar.named(policies.calendars, fields)
    field = calendar_field(row.calendar)
    return row.calendar if field is None else str(fields.get(field))


def plain_data(data: Any) -> Any:
    """Return a part of a condition as JSON holds it."""
    if isinstance(data, Mapping):
        return {key: plain_data(value) for key, value in data.items()}
    if isinstance(data, (list, tuple)):
        return [plain_data(each) for each in data]
    return data.to_data() if isinstance(data, Condition) else plain_value(data)
