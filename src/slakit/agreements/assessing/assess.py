"""`assess`: an agreement and what happened in a period -> what was kept, and what is owed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING

from slakit.agreements.assessing.assessment import AssessedCommitment, Assessment
from slakit.agreements.assessing.earlier import Before
from slakit.agreements.assessing.evidence import Evidence
from slakit.agreements.assessing.force import in_force
from slakit.agreements.assessing.owing import Terms, charges_of
from slakit.agreements.assessing.period import period_named
from slakit.agreements.assessing.standing import AssessedWindow
from slakit.agreements.assessing.windows import (
    Asked,
    assessed_window,
    ends_in,
    nothing,
    windows_in,
)
from slakit.agreements.consequences import Cap
from slakit.agreements.money import Money
from slakit.calendars.zones import zone
from slakit.errors import SlakitError
from slakit.instants import plain_datetime, since_epoch
from slakit.reports.objectives.window import Bounds
from slakit.reports.periods import Period

if TYPE_CHECKING:
    from slakit.agreements.agreement import Agreement
    from slakit.agreements.commitments import Commitment
    from slakit.agreements.terms import Effective

__all__ = ["assess"]

DAY = timedelta(days=1)


def assess(
    agreement: Agreement,
    period: Period | str,
    evidence: Evidence,
    *,
    at: datetime | None = None,
    earlier: Iterable[Assessment] = (),
) -> Assessment:
    """Return what was kept of an agreement in a period, and what is owed for the rest.

    `period` is a `Period` or its label, as ``2026-01``, in the zone of the agreement; the version
    that is in force on its first day counts, but for the dates from which to which the agreement
    holds: those are of the version on its last day. `at` is the instant up to which it is known
    how things went, by default the end of the period and of the windows that end in it; later
    ones tell whether credits were earned back. `earlier` are assessments of earlier periods of
    the same agreement, for caps that reach over several; of several of one period the one with
    the latest `at` counts.

    A commitment is judged in the windows of its objective that end in the period, one on single
    clocks in the period itself. Nothing is owed for a commitment that was met, for a window that
    is not over, and where there is no data. Raises `SlakitError` for a period that is none, for
    one that is longer than a cap, and for what was assessed `earlier` of another agreement or
    under consequences that are not these; and `InstantError` for a naive `at`.

    >>> from slakit import Agreement, Outage
    >>> shop = Agreement.model_validate({
    ...     "id": "A-1", "title": "Shop", "form": "contractual", "tz": "UTC",
    ...     "parties": {"us": {"name": "Acme"}, "them": {"name": "Shop"}},
    ...     "fees": {"hosting": "1000 EUR"},
    ...     "commitments": [{
    ...         "id": "up", "owed_by": "us", "owed_to": "them",
    ...         "objective": {"availability": "99%", "window": "calendar month, UTC"},
    ...         "consequences": [{"credit": {
    ...             "tiers": [{"below": "99%", "credit": "10%"}], "of": "hosting"}}],
    ...     }],
    ... })
    >>> down = datetime.fromisoformat("2026-10-03T00:00Z")
    >>> found = assess(shop, "2026-10", Evidence(outages=[Outage(down, down + DAY)]))
    >>> found["up"].verdict, [str(total.amount) for total in found.totals]
    ('missed', ['100.00 EUR'])

    The trap: hours late count up to the end of the period or `at`. How many business hours those
    are of a clock that ran on cannot be known: evaluate at that instant, not later.
    """
    period = period_named(period)
    if not isinstance(evidence, Evidence):
        raise SlakitError(
            f"{evidence!r} is no evidence",
            parameter="evidence",
            value=evidence,
            remedy="give Evidence(...); Evidence() where nothing is known",
        )
    local = zone(agreement.tz)
    version = agreement.on(period.start)
    if at is None:
        now = max(ends_of(version, period), key=instant)
    else:
        now = plain_datetime(at, "at")
        since_epoch(now, "at")
    before = Before(agreement, period, earlier)
    amended = tuple(
        each.from_ for each in agreement.amendments if period.start < each.from_ < period.end
    )
    return Assessment(
        agreement=agreement.id,
        title=version.title,
        version=version.version,
        period=period,
        tz=agreement.tz,
        at=now.astimezone(local),
        parties={key: party.name for key, party in version.parties.items()},
        commitments=tuple(
            assessed(version, each, period, evidence, now, before) for each in version.commitments
        ),
        exclusions=evidence.exclusions,
        amended=amended,
        rejected=evidence.rejected,
    )


def assessed(
    agreement: Agreement,
    commitment: Commitment,
    period: Period,
    evidence: Evidence,
    now: datetime,
    before: Before,
) -> AssessedCommitment:
    """Return how a commitment stood in a period, and what is owed for it."""
    asked = asked_of(agreement, commitment)
    whole = period.instants(zone(agreement.tz))[1]

    @cache
    def known_in(period: Period) -> tuple[Effective | None, Evidence]:
        effective = agreement.on(period.end - DAY).effective
        return effective, in_force(evidence, effective, agreement.tz)

    def standing(bounds: Bounds, period: Period) -> AssessedWindow:
        effective, held = known_in(period)
        if not holds_in(effective, bounds):
            return nothing(bounds, min(now, bounds.end, key=instant), "not_in_force")
        return assessed_window(asked, bounds, held, now, cut_off(bounds))

    def cut_off(window: Bounds | AssessedWindow) -> datetime:
        # A window in another zone may end after the period does.
        return min(now, max(whole, window.end, key=instant), key=instant)

    def later(window: AssessedWindow, count: int) -> list[AssessedWindow]:
        # Windows shorter than the period follow in it, longer ones run on in the next ones.
        found: dict[datetime, AssessedWindow] = {}
        following = period
        while len(found) < count:
            for bounds in windows_in(asked, following, agreement.tz):
                if instant(bounds.end) > instant(window.end):
                    found.setdefault(bounds.end, standing(bounds, following))
            following = following.next
        return list(found.values())[:count]

    def spent(place: int, cap: Cap) -> Money:
        owed = before.owed(commitment, place, cap)
        return Money.sum(owed, cap.money.currency)

    windows = tuple(standing(bounds, period) for bounds in windows_in(asked, period, agreement.tz))
    return AssessedCommitment(
        id=commitment.id,
        name=commitment.title,
        owed_by=commitment.owed_by,
        owed_to=commitment.owed_to,
        service=asked.service,
        objective=asked.objective,
        metric=asked.metric,
        policy=asked.policy,
        windows=windows,
        charges=charges_of(
            commitment.consequences, windows, Terms(period, agreement.fees, spent, later, cut_off)
        ),
    )


def asked_of(agreement: Agreement, commitment: Commitment) -> Asked:
    """Return what a commitment asks for."""
    objective, clock = commitment.objective, commitment.clock
    return Asked(
        objective,
        None if clock is None else clock.metric,
        None if clock is None else clock.policy,
        commitment.service or "",
        None if objective is None else agreement.calendar_of(objective.calendar),
    )


def ends_of(agreement: Agreement, period: Period) -> Iterator[datetime]:
    """Yield the end of a period, and those of the windows that end in it in their own zones."""
    yield period.instants(zone(agreement.tz))[1]
    for commitment in agreement.commitments:
        asked = asked_of(agreement, commitment)
        for bounds in windows_in(asked, period, agreement.tz):
            if ends_in(asked, bounds, period):
                yield bounds.end


def holds_in(effective: Effective | None, bounds: Bounds) -> bool:
    """Return whether an agreement was in force at some time of a window."""
    if effective is None:
        return True
    first, last = bounds.start.date(), (bounds.end - DAY).date()
    return effective.from_ <= last and (effective.until is None or first <= effective.until)


def instant(at: datetime) -> timedelta:
    return since_epoch(at, "at")
