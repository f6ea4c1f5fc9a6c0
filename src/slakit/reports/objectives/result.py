"""`Measure`: how an objective stands, or stood, in one window."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from slakit.durations import format_iso
from slakit.instants import since_epoch
from slakit.reports.objectives.budget import ErrorBudget
from slakit.reports.objectives.figures import Value, Verdict
from slakit.reports.objectives.objective import Objective

__all__ = ["Measure"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """How an objective stands in one window, by what lies in it before `at`.

    `start` and `end` bound the window; it is `complete` when `at` is its end. `value` is a share
    as a `Fraction` of 1, a net promoter score in points, a percentile as a timedelta, a volume as
    a `Decimal`, all exact, or a mean as the timedelta to the microsecond above; None without data.
    `verdict` is ``met``, ``missed`` or ``no_data``; `final` is the one that the window will end
    with, where nothing that may still happen can change it, else None.

    `count` is how many clocks, answers or counts went into it, `good` how many of them were good
    ones; `open` how many clocks had started and not ended; `agreed` and `downtime` are the time
    that an availability is a share of. What does not apply is None. `interval` is the Wilson 95 %
    interval of a share of clocks or answers. `budget` is None where nothing may go wrong
    (``100%``), where the objective asks for no share, and without data.

    >>> slo = Objective(name="up", availability="99%", window="calendar day, UTC")
    >>> noon = datetime.fromisoformat("2024-05-06T12:00+00:00")
    >>> str(measure(slo, at=noon, outages=[Outage(noon - timedelta(minutes=6), noon)]))
    'up (availability of at least 99%, calendar day, UTC): 99.1%, met so far'

    The trap: a share of no clocks is no share. It is None, ``no_data``, and never 0 or 100 %.
    """

    objective: Objective
    start: datetime
    end: datetime
    at: datetime
    value: Value | None
    verdict: Verdict
    final: Verdict | None
    count: int | None = None
    good: int | None = None
    open: int | None = None
    agreed: timedelta | None = None
    downtime: timedelta | None = None
    interval: tuple[float, float] | None = None
    budget: ErrorBudget | None = None

    @property
    def complete(self) -> bool:
        """Whether the window is over."""
        # In real time: the clocks of their zone may have gone back in between.
        return since_epoch(self.at, "at") >= since_epoch(self.end, "end")

    def to_data(self) -> dict[str, Any]:
        """Return the measure as plain data that JSON can hold.

        Shares and scores are floats there, lengths texts such as ``PT4H``, volumes texts.
        """
        return {
            "objective": self.objective.name,
            "kind": self.objective.kind,
            "start": self.start.isoformat(),
            "end": self.end.isoformat(),
            "at": self.at.isoformat(),
            "complete": self.complete,
            "value": plain(self.value),
            "verdict": self.verdict,
            "final": self.final,
            "count": self.count,
            "good": self.good,
            "open": self.open,
            "agreed": plain(self.agreed),
            "downtime": plain(self.downtime),
            "interval": None if self.interval is None else list(self.interval),
            "budget": None if self.budget is None else self.budget.to_data(),
        }

    def to_text(self, locale: str = "en") -> str:
        """Return the measure as a sentence without its full stop; `str` is the English one."""
        from slakit.reports.objectives.sentence import sentence

        return sentence(self, locale)

    def __str__(self) -> str:
        return self.to_text()


def plain(value: Value | None) -> float | str | None:
    if isinstance(value, timedelta):
        return format_iso(value)
    return str(value) if isinstance(value, Decimal) else None if value is None else float(value)
