"""`lint`: all that can be said against the promises of an agreement before anybody signs it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from slakit.agreements.agreement import Agreement
from slakit.agreements.lint.dates import dated
from slakit.agreements.lint.finding import Finding
from slakit.agreements.lint.history import against_history, outcomes_of
from slakit.agreements.lint.promises import promised
from slakit.agreements.lint.support import supporting
from slakit.calendars.zones import zone
from slakit.instants import plain_datetime, since_epoch
from slakit.policies import PolicySet
from slakit.reports import Outcome
from slakit.tickets import Ticket

__all__ = ["lint"]


def lint(
    agreement: Agreement,
    *,
    history: Iterable[Outcome | Ticket] | None = None,
    at: datetime | None = None,
    policies: PolicySet | None = None,
    others: Iterable[Agreement] = (),
) -> tuple[Finding, ...]:
    """Return what is wrong with the promises of an agreement, though the document is valid.

    `at` is the instant for which dates are looked at, and at which the version is in force;
    without it nothing is said of dates. `history` are the clocks, or the tickets, of the time
    before: what was promised is held against what was attained. `policies` are by default those
    of the agreement. `others` are the agreements that it may support, looked up by their ids.

    Raises `InstantError` for a naive `at`, and `SlakitError` for tickets without `at`, or without
    policies to evaluate them by.

    >>> both = {"us": {"name": "Acme"}, "them": {"name": "Shop"}}
    >>> found = lint(Agreement.model_validate({
    ...     "id": "A-1", "title": "Support", "tz": "UTC", "parties": both, "commitments": [
    ...         {"id": "fast", "owed_by": "us", "owed_to": "them",
    ...          "clock": {"metric": "first_response"}}]}))
    >>> [each.code for each in found]
    ['no_policies']

    The trap: nothing found does not mean that the promises are good ones, nor that a lawyer
    has read them.
    """
    day = None
    if at is not None:
        at = plain_datetime(at, "at")
        since_epoch(at, "at")
        day = at.astimezone(zone(agreement.tz)).date()
    version = agreement if day is None else agreement.on(day)
    if policies is None:
        policies = version.policies
    found = [*promised(version, policies), *supporting(version, policies, others)]
    if day is not None:
        found += dated(version, day)
    if history is not None:
        clocks = outcomes_of(history, policies, at)
        found += against_history(version, policies, clocks)
    return tuple(found)
