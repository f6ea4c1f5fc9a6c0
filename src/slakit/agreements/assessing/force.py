"""What of the evidence lies in the time in which an agreement was in force."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from slakit.agreements.assessing.evidence import Evidence
from slakit.agreements.terms import Effective
from slakit.calendars.zones import wall_to_utc, zone
from slakit.instants import MICROSECOND, since_epoch, to_datetime
from slakit.reports.objectives import Outage

__all__ = ["in_force"]

FIRST, LAST = datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC)


def in_force(evidence: Evidence, effective: Effective | None, tz: str) -> Evidence:
    """Return the evidence without what happened before an agreement took effect or after its end.

    The time of a service in which nothing was agreed is taken out as maintenance is, so that it
    is no time that was kept either.

    >>> from slakit.reports.objectives import Count
    >>> early = Count(datetime(2026, 9, 30, tzinfo=UTC), 5, "leads")
    >>> october = Effective(from_="2026-10-01")
    >>> in_force(Evidence(counts=[early]), october, "UTC").counts
    ()
    """
    if effective is None:
        return evidence
    start, end = midnight(effective.from_.toordinal(), tz), LAST
    if effective.until is not None:
        end = midnight(effective.until.toordinal() + 1, tz)
    first, last = since_epoch(start, "effective"), since_epoch(end, "effective")

    def held(at: datetime | None) -> bool:
        return at is None or first <= since_epoch(at, "at") < last

    def with_gaps(outages: tuple[Outage, ...]) -> tuple[Outage, ...]:
        before = Outage(FIRST, start, maintenance=True)
        after = (Outage(end, LAST, maintenance=True),) if end < LAST else ()
        return (before, *outages, *after)

    outages: Any = evidence.outages
    if isinstance(outages, tuple):
        outages = with_gaps(outages)
    elif outages is not None:
        outages = {service: with_gaps(each) for service, each in outages.items()}
    clocks = kept(evidence.clocks, lambda clock: held(clock.breached_at or clock.stopped_at))
    names = {(each.ticket, each.policy, each.metric, each.cycle) for each in clocks or ()}
    return Evidence(
        clocks=clocks,
        outages=outages,
        counts=kept(evidence.counts, lambda count: held(count.at)),
        scores=kept(evidence.scores, lambda score: held(score.at)),
        exclusions=evidence.exclusions,
        exemptions={name: why for name, why in evidence.exemptions.items() if name in names},
        since=evidence.since,
        until=evidence.until,
        rejected=evidence.rejected,
    )


def kept(records: Any, held: Any) -> Any:
    """Return the records that are held; what was not given stays so."""
    return None if records is None else [each for each in records if held(each)]


def midnight(ordinal: int, tz: str) -> datetime:
    """Return the instant at which a date begins."""
    local = zone(tz)
    return to_datetime(wall_to_utc(local, ordinal, 0) * MICROSECOND, local)
