"""`Evidence`: what an agreement is assessed on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self, TypeVar

from slakit.agreements.exclusions import Exclusion
from slakit.errors import SlakitError
from slakit.evaluation import Batch, Evaluation, Exempted
from slakit.instants import since_epoch
from slakit.reports.attainment import Name
from slakit.reports.objectives import Count, Outage, Score
from slakit.reports.outcome import Outcome, outcomes

__all__ = ["Evidence"]

Outages = Iterable[Outage] | Mapping[str, Iterable[Outage]]
T = TypeVar("T")
NOBODY: Mapping[Name, Exempted] = {}


@dataclass(frozen=True, slots=True, kw_only=True, init=False)
class Evidence:
    """What happened: clocks, outages, counts and answers to surveys.

    What is None was not given, and what is measured on it has no data; what is empty was given,
    and says that there was nothing. `outages` are those of every service, or a mapping of the
    services of the agreement to theirs. `exclusions` are dated records, and `exemptions` say why
    breaches of single clocks do not count, by (ticket, policy, metric, cycle). `since` and `until`
    bound the time that all this tells of: beyond them there is no data either. `rejected` is how
    many rows could not be read: the document says that they are in no figure. Raises
    `NaiveDatetimeError` for a naive bound, and `SlakitError` for what is no evidence, for a clock
    that is given twice, and for an exemption of a clock that is not there or not exempt.

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
    rejected: int

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
        rejected: int = 0,
    ) -> None:
        kept: Any = None
        if isinstance(outages, Mapping):
            kept = {service: records(each, Outage, "outages") for service, each in outages.items()}
        elif outages is not None:
            kept = records(outages, Outage, "outages")
        for name, bound in (("since", since), ("until", until)):
            if bound is not None:
                since_epoch(bound, name)
        told = None if clocks is None else records(clocks, Outcome, "clocks")
        refuse_repeated(told or ())
        refuse_unknown(exemptions, told or ())
        for name, value in (
            ("clocks", told),
            ("outages", kept),
            ("counts", None if counts is None else records(counts, Count, "counts")),
            ("scores", None if scores is None else records(scores, Score, "scores")),
            ("exclusions", records(exclusions, Exclusion, "exclusions")),
            ("exemptions", dict(exemptions)),
            ("since", since),
            ("until", until),
            ("rejected", rejected),
        ):
            object.__setattr__(self, name, value)

    @classmethod
    def of(cls, evaluations: Batch | Iterable[Evaluation], **others: Any) -> Self:
        """Return the clocks of evaluations as evidence, with the reasons of their exemptions.

        `others` are the further keywords of `Evidence`. What a `Batch` set aside counts as
        rejected.

        >>> Evidence.of([]).clocks
        ()
        """
        clocks: list[Outcome] = []
        exemptions: dict[Name, Exempted] = {}
        found: Iterable[Evaluation]
        if isinstance(evaluations, Batch):
            found = evaluations.evaluations
            others = {"rejected": len(evaluations.rejected), **others}
        else:
            found = evaluations
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


def records(given: Iterable[T], kind: type[T], name: str) -> tuple[T, ...]:
    """Return records as a tuple; refuse what is none, which would fail far from here."""
    bad: Any = given
    if isinstance(given, Iterable) and not isinstance(given, str | bytes | Mapping):
        found = tuple(given)
        wrong = [each for each in found if not isinstance(each, kind)]
        if not wrong:
            return found
        bad = wrong[0]
    raise SlakitError(
        f"{bad!r} is no {kind.__name__}",
        parameter=name,
        value=bad,
        remedy=f"give a list of {kind.__name__}",
    )


def refuse_unknown(exemptions: Mapping[Name, Exempted], clocks: Iterable[Outcome]) -> None:
    """Refuse a reason why a breach does not count of a clock whose breach counts."""
    if not isinstance(exemptions, Mapping):
        raise SlakitError(
            f"{exemptions!r} is no mapping of clocks to reasons",
            parameter="exemptions",
            value=exemptions,
            remedy="give Exempted by (ticket, policy, metric, cycle)",
        )
    known = {(each.ticket, each.policy, each.metric, each.cycle): each.exempt for each in clocks}
    for name, why in exemptions.items():
        if not isinstance(why, Exempted):
            message, remedy = f"{why!r} is no Exempted", "say the reason, the author and when"
        elif name not in known:
            message = f"an exemption is of {name!r}, and there is no such clock"
            remedy = "give it by the (ticket, policy, metric, cycle) of one of the clocks"
        elif not known[name]:
            message = f"the clock {name!r} is not exempt, and an exemption is given for it"
            remedy = "record an Exemption of its ticket, and evaluate again"
        else:
            continue
        raise SlakitError(message, parameter="exemptions", value=name, remedy=remedy)


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
