"""Exclusions: stretches of time for which nobody is held liable, on record with their reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal, Self, get_args

from slakit.documents import did_you_mean
from slakit.errors import InstantError, SlakitError, UnknownNameError
from slakit.instants import parse_instant, plain_datetime, since_epoch
from slakit.reports.objectives import Outage

__all__ = ["EXCLUSION_KINDS", "Exclusion", "excuse"]

ExclusionKind = Literal["force_majeure", "maintenance", "customer_fault", "other"]
EXCLUSION_KINDS: tuple[ExclusionKind, ...] = get_args(ExclusionKind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusion:
    """A stretch of time for which nobody is held liable: what kind, why, who said so, and when.

    `kind` is ``force_majeure``, ``maintenance``, ``customer_fault`` or ``other``; `at` is when it
    was recorded. Outages that lie in it are taken out of an availability before its percentage;
    clocks that ran in it are marked, and count all the same. Raises `InstantError`,
    `UnknownNameError`, and `SlakitError` without a reason or an author.

    >>> from datetime import UTC
    >>> storm = Exclusion(
    ...     start=datetime(2026, 10, 3, 2, tzinfo=UTC), end=datetime(2026, 10, 3, 6, tzinfo=UTC),
    ...     kind="force_majeure", reason="storm: the grid was down", author="ana",
    ...     at=datetime(2026, 10, 5, tzinfo=UTC),
    ... )
    >>> storm.kind
    'force_majeure'

    The trap: to let a clock off, exempt it: an `Exemption` event of its ticket, with a reason.
    """

    start: datetime
    end: datetime
    kind: ExclusionKind
    reason: str
    author: str
    at: datetime

    def __post_init__(self) -> None:
        for name in ("start", "end", "at"):
            object.__setattr__(self, name, plain_datetime(getattr(self, name), name))
            since_epoch(getattr(self, name), name)
        if since_epoch(self.end, "end") <= since_epoch(self.start, "start"):
            raise InstantError(
                f"{self.end.isoformat()} is not after {self.start.isoformat()}",
                parameter="end",
                value=self.end,
                remedy="give the later instant as the end",
            )
        if self.kind not in EXCLUSION_KINDS:
            raise UnknownNameError(
                f"no kind of exclusion {self.kind!r}",
                parameter="kind",
                value=self.kind,
                remedy=did_you_mean(str(self.kind), EXCLUSION_KINDS),
            )
        for name in ("reason", "author"):
            value = getattr(self, name)
            if not isinstance(value, str) or not value.strip():
                raise SlakitError(
                    f"an exclusion without {name} excuses nobody",
                    parameter=name,
                    value=value,
                    remedy="give a text",
                )

    def overlaps(self, start: datetime, end: datetime) -> bool:
        """Return whether it has a moment in a half-open stretch of time."""
        # In real time: datetimes of one zone compare by what its clocks show.
        first, last = since_epoch(self.start, "start"), since_epoch(self.end, "end")
        return first < since_epoch(end, "end") and since_epoch(start, "start") < last

    def to_data(self) -> dict[str, Any]:
        """Return it as plain data that JSON can hold."""
        return {
            "start": self.start.isoformat(),
            "end": self.end.isoformat(),
            "kind": self.kind,
            "reason": self.reason,
            "author": self.author,
            "at": self.at.isoformat(),
        }

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Self:
        """Return what `to_data` gave."""
        read = {name: parse_instant(data[name], name) for name in ("start", "end", "at")}
        return cls(**{**data, **read})


def excuse(outages: Iterable[Outage], exclusions: Iterable[Exclusion]) -> list[Outage]:
    """Return outages beside the parts of them that are excused, as time that was agreed on.

    Only where a service was down is its time taken out: if the whole of an exclusion were, the
    same downtime would be a greater share of less time, and an excuse would cost money.
    """
    found = list(outages)
    excused = []
    for each in exclusions:
        for outage in found:
            if outage.maintenance or not each.overlaps(outage.start, outage.end or each.end):
                continue
            start = max(outage.start, each.start, key=instant)
            end = each.end if outage.end is None else min(outage.end, each.end, key=instant)
            excused.append(
                replace(outage, start=start, end=end, reason=each.reason, maintenance=True)
            )
    return found + excused


def instant(at: datetime) -> timedelta:
    return since_epoch(at, "outages")
