"""How a commitment stands in one window: its measure, and the clocks that it is made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal, NamedTuple, Self

from slakit.durations import format_iso, parse_length
from slakit.evaluation import Exempted
from slakit.instants import parse_instant
from slakit.reports.objectives.figures import Value, Verdict

__all__ = ["AssessedClock", "AssessedWindow", "Missing"]

# Why there is no data: none was given; what was given tells of another time; it has nothing in
# the window; the window has not begun; the agreement was not in force.
Missing = Literal["not_given", "not_covered", "nothing", "not_begun", "not_in_force"]
ClockVerdict = Literal["met", "failed", "exempt"]


class AssessedClock(NamedTuple):
    """One clock as evidence, by the names with which it can be explained.

    `decided_at` is when it was met or failed. Up to its stop, the end of the period or the instant
    of the assessment, whichever is first, `late` is how far a failed one is beyond its amount in
    business hours, None where nobody knows, and `late_wall` how long it is past its due time. It
    is `open` when its evidence tells of no stop. `exempted` says why a breach does not count,
    where that is known, and `exclusions` which of the exclusions of the assessment it ran in, by
    their places.
    """

    ticket: str
    policy: str
    metric: str
    cycle: int
    verdict: ClockVerdict
    decided_at: datetime
    late: timedelta | None = None
    late_wall: timedelta | None = None
    open: bool = False
    exempted: Exempted | None = None
    exclusions: tuple[int, ...] = ()

    def to_data(self) -> dict[str, Any]:
        """Return it as plain data that JSON can hold."""
        exempted = self.exempted
        return {
            "ticket": self.ticket,
            "policy": self.policy,
            "metric": self.metric,
            "cycle": self.cycle,
            "verdict": self.verdict,
            "decided_at": self.decided_at.isoformat(),
            "late": None if self.late is None else format_iso(self.late),
            "late_wall": None if self.late_wall is None else format_iso(self.late_wall),
            "open": self.open,
            "exempted": None
            if exempted is None
            else {**exempted._asdict(), "at": exempted.at.isoformat()},
            "exclusions": list(self.exclusions),
        }

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Self:
        """Return what `to_data` gave."""
        read: dict[str, Any] = {
            "decided_at": parse_instant(data["decided_at"], "decided_at"),
            "exclusions": tuple(data["exclusions"]),
        }
        for name in ("late", "late_wall"):
            read[name] = None if data[name] is None else parse_length(data[name])
        if (exempted := data["exempted"]) is not None:
            at = parse_instant(exempted["at"], "at")
            read["exempted"] = Exempted(exempted["reason"], exempted["author"], at)
        return cls(**{**data, **read})


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessedWindow:
    """How a commitment stood in one window: the value, the verdict, and what they are made of.

    `value` is exact: a share as a `Fraction` of 1, a score in points, a length, or a volume as a
    `Decimal`; None without data, and then `missing` says why. Of a commitment on single clocks it
    is the share that was met. It is `complete` when the window was over; nothing is owed before.
    `incident_on` is the date of the first clock that failed or of the first outage that counts.

    `count` is how many clocks, answers or counts went into it and `good` how many of them were
    good; `agreed` and `downtime` are the time that an availability is a share of.
    """

    start: datetime
    end: datetime
    at: datetime
    verdict: Verdict
    value: Value | None = None
    missing: Missing | None = None
    count: int | None = None
    good: int | None = None
    agreed: timedelta | None = None
    downtime: timedelta | None = None
    incident_on: date | None = None
    clocks: tuple[AssessedClock, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether the window was over."""
        return self.at >= self.end

    @property
    def failed(self) -> tuple[AssessedClock, ...]:
        """The clocks that failed and were not exempted."""
        return tuple(clock for clock in self.clocks if clock.verdict == "failed")

    @property
    def exempt(self) -> tuple[AssessedClock, ...]:
        """The clocks whose breach does not count."""
        return tuple(clock for clock in self.clocks if clock.verdict == "exempt")

    def to_data(self) -> dict[str, Any]:
        """Return it as plain data that JSON can hold; shares and lengths are exact there."""
        return {
            "start": self.start.isoformat(),
            "end": self.end.isoformat(),
            "at": self.at.isoformat(),
            "complete": self.complete,
            "verdict": self.verdict,
            "value": value_data(self.value),
            "missing": self.missing,
            "count": self.count,
            "good": self.good,
            "agreed": None if self.agreed is None else format_iso(self.agreed),
            "downtime": None if self.downtime is None else format_iso(self.downtime),
            "incident_on": None if self.incident_on is None else self.incident_on.isoformat(),
            "clocks": [clock.to_data() for clock in self.clocks],
        }

    @classmethod
    def from_data(cls, data: dict[str, Any], read_at: Any) -> Self:
        """Return what `to_data` gave; `read_at` reads its instants."""
        read: dict[str, Any] = {name: read_at(data[name], name) for name in ("start", "end", "at")}
        for name in ("agreed", "downtime"):
            read[name] = None if data[name] is None else parse_length(data[name])
        if (day := data["incident_on"]) is not None:
            read["incident_on"] = date.fromisoformat(day)
        read["value"] = read_number(data["value"])
        read["clocks"] = tuple(AssessedClock.from_data(each) for each in data["clocks"])
        rest = {name: value for name, value in data.items() if name != "complete"}
        return cls(**{**rest, **read})


def value_data(value: Value | None) -> dict[str, str] | None:
    """Return an exact value under the name of its kind."""
    if value is None:
        return None
    if isinstance(value, timedelta):
        return {"length": format_iso(value)}
    return {"fraction" if isinstance(value, Fraction) else "decimal": str(value)}


def read_number(data: dict[str, str] | None) -> Value | None:
    if data is None:
        return None
    [(kind, text)] = data.items()
    if kind == "length":
        return parse_length(text)
    return Fraction(text) if kind == "fraction" else Decimal(text)
