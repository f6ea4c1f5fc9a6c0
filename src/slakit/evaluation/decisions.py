"""What decided about a clock: policies that matched or did not, targets, and their changes."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from operator import itemgetter
from typing import Any

from slakit.durations.times import format_time_of_day
from slakit.evaluation.due import Course
from slakit.evaluation.explanation import Decision
from slakit.evaluation.happened import happened
from slakit.evaluation.history import History
from slakit.evaluation.promise import BY_HAND, Promise
from slakit.evaluation.selections import Selection
from slakit.instants import to_datetime
from slakit.policies.policy_set import PolicySet
from slakit.policies.select import CompiledPolicy
from slakit.policies.target_rows import TargetRow, calendar_field

__all__ = ["policy_decisions", "target_decisions"]

Fields = Mapping[Any, Any]


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
                failing = each.document.when.failing(fields, of_history=True)
                yield Decision(
                    moment, "policy.rejected", {"policy": each.name, "condition": failing}
                )
        if number and policy is not None:
            event = happened(history, at)
            yield Decision(moment, "effect.policy_changed", {"event": event, "policy": policy.name})
        else:
            yield Decision(moment, *matched(policy))


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
    before: Promise | None = None
    for promise in course.promises:
        at = promise.since
        moment = to_datetime(at, history.at.tzinfo)
        fields = fields_at(track, at)
        row = promise.target.select(fields)
        calendar = calendar_of(policies, promise.policy, row, fields)
        if promise.amount is BY_HAND:
            pass  # The event says who set which due time.
        elif promise.amount is None:
            yield Decision(moment, "target.none", {"metric": metric})
        elif before is None:
            parameters = {"metric": metric, "amount": promise.amount.text, "calendar": calendar}
            if promise.cutoff is not None:
                parameters["cutoff"] = format_time_of_day(promise.cutoff)
            code = "target.chosen" if promise.cutoff is None else "target.chosen_cutoff"
            yield Decision(moment, code, parameters)
        elif (before.amount, before.at_field) != (promise.amount, promise.at_field):
            event = happened(history, at)
            yield Decision(
                moment, "effect.target_changed", {"event": event, "amount": promise.amount.text}
            )
        if before is not None and promise.timeline is not before.timeline:
            event = happened(history, at)
            yield Decision(
                moment, "effect.calendar_changed", {"event": event, "calendar": calendar}
            )
        before = promise


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
