"""`Evidence`: what an agreement is assessed on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from slakit.agreements.exclusions import Exclusion
from slakit.errors import SlakitError
from slakit.evaluation import Batch, Evaluation, Exempted
from slakit.instants import since_epoch
from slakit.reports.attainment import Name
from slakit.reports.objectives import Count, Outage, Score
from slakit.reports.outcome import Outcome, outcomes

__all__ = ["Evidence"]

Outages = Iterable[Outage] | Mapping[str, Iterable[Outage]]
NOBODY: Mapping[Name, Exempted] = {}


@dataclass(frozen=True, slots=True, kw_only=True, init=False)
class Evidence:
    """What happened: clocks, outages, counts and answers to surveys.

    What is None was not given, and what is measured on it has no data; what is empty was given,
    and says that there was nothing. `outages` are those of every service, or a mapping of the
    services of the agreement to theirs. `exclusions` are dated records, and `exemptions` say why
    breaches of single clocks do not count, by (ticket, policy, metric, cycle). `since` and `until`
    bound the time that all this tells of: beyond them there is no data either. Raises
    `NaiveDatetimeError` for a naive bound, and `SlakitError` for a clock that is given twice.

    >>> Evidence(outages=[]).clocks is None
    True

    The trap: without `until`, a list of outages says of every later month that it had none.
    """

    clocks: tuple[Outcome, ...] | None
    outages: tuple[Outage, ...] | Mapping[str, tuple[Outage, ...]] | None
    counts: tuple[Count, ...] | None
    scores: tuple[Score, ...] | None
    exclusions: tuple[Exclusion, ...]
    exemptions: Mapping[Name, Exempted]
    since: datetime | None
    until: datetime | None

    # Written out, because any iterables are taken and tuples are kept.
    def __init__(
        self,
        *,
        clocks: Iterable[Outcome] | None = None,
        outages: Outages | None = None,
        counts: Iterable[Count] | None = None,
        scores: Iterable[Score] | None = None,
        exclusions: Iterable[Exclusion] = (),
        exemptions: Mapping[Name, Exempted] = NOBODY,
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> None:
        kept: Any = outages
        if isinstance(outages, Mapping):
            kept = {service: tuple(each) for service, each in outages.items()}
        elif outages is not None:
            kept = tuple(outages)
        for name, bound in (("since", since), ("until", until)):
            if bound is not None:
                since_epoch(bound, name)
        told = None if clocks is None else tuple(clocks)
        refuse_repeated(told or ())
        for name, value in (
            ("clocks", told),
            ("outages", kept),
            ("counts", None if counts is None else tuple(counts)),
            ("scores", None if scores is None else tuple(scores)),
            ("exclusions", tuple(exclusions)),
            ("exemptions", dict(exemptions)),
            ("since", since),
            ("until", until),
        ):
            object.__setattr__(self, name, value)

    @classmethod
    def of(cls, evaluations: Batch | Iterable[Evaluation], **others: Any) -> Self:
        """Return the clocks of evaluations as evidence, with the reasons of their exemptions.

        `others` are the further keywords of `Evidence`. What a `Batch` set aside is not in it.

        >>> Evidence.of([]).clocks
        ()
        """
        clocks: list[Outcome] = []
        exemptions: dict[Name, Exempted] = {}
        found = evaluations.evaluations if isinstance(evaluations, Batch) else evaluations
        for each in found:
            clocks += outcomes(each)
            for clock in each.clocks:
                if clock.exempt is not None:
                    name = (each.ticket, clock.policy, clock.metric, clock.cycle)
                    exemptions[name] = clock.exempt
        return cls(clocks=clocks, exemptions=exemptions, **others)

    def outages_of(self, service: str) -> tuple[Outage, ...] | None:
        """Return the outages of a service; None where nobody has said whether it had any."""
        if isinstance(self.outages, Mapping):
            return self.outages.get(service)
        return self.outages

    def covers(self, start: datetime, end: datetime) -> bool:
        """Return whether it tells of all of a stretch of time."""
        first, last = since_epoch(start, "start"), since_epoch(end, "end")
        if self.since is not None and first < since_epoch(self.since, "since"):
            return False
        return self.until is None or last <= since_epoch(self.until, "until")


def refuse_repeated(clocks: Iterable[Outcome]) -> None:
    """Refuse a clock that is given twice: what it costs would be owed twice."""
    seen: set[Name] = set()
    for clock in clocks:
        name = (clock.ticket, clock.policy, clock.metric, clock.cycle)
        if name in seen:
            raise SlakitError(
                f"the clock of {name[0]}, {name[1]}/{name[2]}, cycle {name[3]} is given twice",
                parameter="clocks",
                value=clock,
                remedy="give each clock once, as it stood last",
            )
        seen.add(name)
