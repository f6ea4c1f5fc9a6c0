"""`assess`: an agreement and what happened in a period -> what was kept, and what is owed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from slakit.agreements.assessing.assessment import AssessedCommitment, Assessment
from slakit.agreements.assessing.evidence import Evidence
from slakit.agreements.assessing.force import in_force
from slakit.agreements.assessing.owing import Terms, charges_of
from slakit.agreements.assessing.period import period_named
from slakit.agreements.assessing.standing import AssessedWindow
from slakit.agreements.assessing.windows import Asked, assessed_window, nothing, windows_in
from slakit.agreements.consequences import Cap
from slakit.agreements.money import Money
from slakit.calendars.zones import zone
from slakit.instants import plain_datetime, since_epoch
from slakit.reports.objectives.window import Bounds
from slakit.reports.periods import Period, period_of

if TYPE_CHECKING:
    from slakit.agreements.agreement import Agreement
    from slakit.agreements.commitments import Commitment

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
    that is in force on its first day counts. `at` is the instant up to which it is known how
    things went, by default the end of the period; later ones tell whether credits were earned
    back. `earlier` are the assessments of earlier periods, for caps that reach over several.

    A commitment is judged in the windows of its objective that end in the period, one on single
    clocks in the period itself. Nothing is owed for a commitment that was met, for a window that
    is not over, and where there is no data. Raises `SlakitError` for a period that is none, and
    for one that is longer than a cap, and `InstantError` for a naive `at`.

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

    The trap: a clock that is late and still open is so many hours late as the evidence says.
    """
    period = period_named(period)
    local = zone(agreement.tz)
    _, end = period.instants(local)
    now = end if at is None else plain_datetime(at, "at")
    since_epoch(now, "at")
    version = agreement.on(period.start)
    before = [each for each in earlier if each.agreement == agreement.id]
    held = in_force(evidence, version.effective, version.tz)
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
            assessed(version, each, period, held, now, before) for each in version.commitments
        ),
        exclusions=evidence.exclusions,
        amended=amended,
    )


def assessed(
    agreement: Agreement,
    commitment: Commitment,
    period: Period,
    evidence: Evidence,
    now: datetime,
    before: Sequence[Assessment],
) -> AssessedCommitment:
    """Return how a commitment stood in a period, and what is owed for it."""
    objective, clock = commitment.objective, commitment.clock
    asked = Asked(
        objective,
        None if clock is None else clock.metric,
        None if clock is None else clock.policy,
        commitment.service or "",
        None if objective is None else agreement.calendar_of(objective.calendar),
    )

    def standing(bounds: Bounds) -> AssessedWindow:
        if not holds_in(agreement, bounds):
            return nothing(bounds, min(now, bounds.end, key=instant), "not_in_force")
        return assessed_window(asked, bounds, evidence, now)

    def later(window: AssessedWindow, count: int) -> list[AssessedWindow]:
        # Windows shorter than the period follow in it, longer ones run on in the next ones.
        found: dict[datetime, AssessedWindow] = {}
        following = period
        while len(found) < count:
            for bounds in windows_in(asked, following, agreement.tz):
                if instant(bounds.end) > instant(window.end):
                    found.setdefault(bounds.end, standing(bounds))
            following = following.next
        return list(found.values())[:count]

    def spent(place: int, cap: Cap) -> Money:
        return Money.sum(owed_before(commitment.id, place, cap, period, before), cap.money.currency)

    windows = tuple(map(standing, windows_in(asked, period, agreement.tz)))
    return AssessedCommitment(
        id=commitment.id,
        name=commitment.title,
        owed_by=commitment.owed_by,
        owed_to=commitment.owed_to,
        service=asked.service,
        objective=objective,
        metric=asked.metric,
        policy=asked.policy,
        windows=windows,
        charges=charges_of(
            commitment.consequences, windows, Terms(period, agreement.fees, spent, later)
        ),
    )


def owed_before(
    commitment: str, place: int, cap: Cap, period: Period, before: Iterable[Assessment]
) -> Iterable[Money]:
    """Yield what was owed already in the earlier periods under the same cap."""
    if cap.per == "period":
        return
    whole = period_of(period.start, cap.per)
    for each in before:
        if not whole.start <= each.period.start < period.start:
            continue
        for found in each.commitments:
            if found.id == commitment:
                yield from (charge.owed for charge in found.charges if charge.consequence == place)


def holds_in(agreement: Agreement, bounds: Bounds) -> bool:
    """Return whether an agreement was in force at some time of a window."""
    effective = agreement.effective
    if effective is None:
        return True
    first, last = bounds.start.date(), (bounds.end - DAY).date()
    return effective.from_ <= last and (effective.until is None or first <= effective.until)


def instant(at: datetime) -> timedelta:
    return since_epoch(at, "at")
