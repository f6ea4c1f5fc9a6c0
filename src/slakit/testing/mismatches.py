"""One case -> whether a function answers it as slakit does, and if not, why slakit does."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from slakit.calendars import Calendar
from slakit.errors import UnknownNameError
from slakit.evaluation import Evaluation, evaluate
from slakit.evaluation.explaining.explanation import LedgerSpan
from slakit.instants import EPOCH
from slakit.policies import PolicySet
from slakit.testing.answers import NOTHING, call, same, shown, told_error, wrong_with
from slakit.testing.calendar_cases import Case
from slakit.testing.comparison import Mismatch
from slakit.testing.ledger_rows import calendar_ledger
from slakit.tickets import Ticket

__all__ = ["calendar_mismatches", "clock_names", "ticket_mismatches"]

Function = Callable[..., Any]
Ledger = tuple[LedgerSpan, ...]


def calendar_mismatches(
    function: Function, question: str, calendar: Calendar, case: Case
) -> Iterator[Mismatch]:
    """Yield the difference in the answer to a question to a calendar, if there is one."""
    expected = getattr(calendar, question)(*case.arguments)
    yours, error = call(function, *case.arguments)
    note = told_error(error) or wrong_with(question, yours, expected)
    if note or not same(yours, expected):
        explain = partial(calendar_reason, calendar, case, expected)
        yield Mismatch(question, case, None, yours, expected, note, error, explain)


def calendar_reason(calendar: Calendar, case: Case, expected: Any) -> Ledger:
    """Return what a calendar counts in the span that it was asked about."""
    start, *rest = case.arguments
    if rest:
        end = expected if isinstance(expected, datetime) else rest[0]
        return calendar_ledger(calendar, start, end)
    # Whether an instant is open is seen from the day around it.
    local = start.astimezone(calendar.zone)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
    # Wall times of one zone are added and subtracted as if no clock changed.
    return calendar_ledger(calendar, midnight, midnight + timedelta(days=1))


def ticket_mismatches(
    function: Function, question: str, policies: PolicySet, metric: str | None, case: Case
) -> Iterator[Mismatch]:
    """Yield the difference for each clock of a ticket about which the answers are not the same."""
    ticket: Ticket = case.arguments[0]
    at = case.arguments[1] if len(case.arguments) > 1 else last_instant(ticket)
    stands = evaluate(policies, ticket, at=at)
    expected = answers(policies, stands, question)
    yours, error = call(function, *case.arguments)
    given: Mapping[Any, Any] = {}
    if metric is not None:
        given, expected = {metric: yours}, {metric: expected.get(metric, NOTHING[question])}
    elif isinstance(yours, Mapping):
        given = yours
    elif error is None:
        error = TypeError(f"{shown(yours)} is no mapping of metrics; or name one by metric=")
    for name in dict.fromkeys((*expected, *given)):
        theirs = expected.get(name, NOTHING[question])
        answer = given.get(name, NOTHING[question])
        note = told_error(error) or wrong_with(question, answer, theirs)
        if note or not same(answer, theirs):
            explain = partial(ticket_reason, policies, ticket, stands, name, question == "due")
            yield Mismatch(question, case, name, answer, theirs, note, error, explain)


def last_instant(ticket: Ticket) -> datetime:
    return ticket.events[-1].at if ticket.events else ticket.created_at


def clock_names(policies: PolicySet) -> list[str]:
    """Return the names of the clocks that a policy set promises, as answers are given by them."""
    several = policies._selector.match_all
    return list(
        dict.fromkeys(
            f"{policy.name}/{name}" if several else name
            for policy in policies.policies
            for name in policy.targets
        )
    )


def answers(policies: PolicySet, stands: Evaluation, question: str) -> dict[str, Any]:
    """Return slakit's answer for each clock of a ticket."""
    several = policies._selector.match_all
    names = [f"{each.policy}/{each.metric}" if several else each.metric for each in stands]
    found = {name: stands[name] for name in dict.fromkeys(names)}
    attribute = "due_at" if question == "due" else question
    return {name: getattr(reading, attribute) for name, reading in found.items()}


def ticket_reason(
    policies: PolicySet, ticket: Ticket, stands: Evaluation, name: str, until_due: bool
) -> Ledger:
    """Return the ledger of a clock up to the question.

    For a due time that is still to come it goes on `until_due`, as if nothing else happened.
    """
    try:
        due = stands[name].due_at
    except UnknownNameError:
        return ()
    if until_due and stands[name].open and due is not None and due - EPOCH > stands.at - EPOCH:
        stands = evaluate(policies, ticket, at=due)
    return stands.explain(name).spans
