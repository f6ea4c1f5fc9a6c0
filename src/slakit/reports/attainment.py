"""How a set of clocks went: counts, shares and lengths, all of which add up exactly."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from fractions import Fraction
from math import inf
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from slakit.errors import SlakitError
from slakit.evaluation.reading import ClockState, Status
from slakit.reports.outcome import FAILED, Outcome
from slakit.reports.periods import wall
from slakit.reports.statistics import Curve, kaplan_meier, nearest_rank, wilson

__all__ = ["Attainment", "Kind", "Late", "Name"]

ZERO = timedelta(0)
NEAR = Fraction(9, 10)
# How many of the clocks that are furthest beyond their amounts are kept by name.
WORST = 10
# All that tells two clocks apart in the figures of a set: state, status, whether it was exempted,
# the time it took, and what is left of what it had: None where nothing is promised.
Kind = tuple[ClockState, Status, bool, timedelta, timedelta | None]
# The ticket of a clock, its policy, its metric, and the number of its cycle.
Name = tuple[str, str, str, int]


class Late(NamedTuple):
    """A clock past its due time, and how far beyond its amount it is, in the target's own time."""

    overdue: timedelta
    ticket: str
    policy: str
    metric: str
    cycle: int


class Attainment:
    """How a set of clocks went.

    Add outcomes one by one, or attainments to each other: however a set is cut up, its parts add
    up to exactly the whole, because what is kept are counts and sums, and figures are worked out
    of them when they are asked for.

    >>> from slakit.reports.outcome import Outcome
    >>> hour = timedelta(hours=1)
    >>> def clock(status, elapsed):
    ...     return Outcome(
    ...         "T-1", "all", "resolution", 1, "stopped", status, None, None, None, None, None,
    ...         elapsed, ZERO, ZERO, 4 * hour,
    ...     )
    >>> one, other = Attainment(), Attainment()
    >>> one.add(clock("met", 2 * hour))
    >>> other.add(clock("missed", 5 * hour))
    >>> both = one + other
    >>> both.met, both.failed, both.share, str(both.percentile(90))
    (1, 1, Fraction(1, 2), '5:00:00')

    The trap: the share of a set in which nothing is decided is None, neither 0 nor 1.
    """

    __slots__ = (
        "closed",
        "counts",
        "days",
        "elapsed",
        "hours",
        "kinds",
        "late",
        "paused",
        "untold",
        "worst",
    )

    def __init__(self) -> None:
        # How many clocks have each status, and how many are of each kind.
        self.counts: Counter[Status] = Counter()
        self.kinds: Counter[Kind] = Counter()
        # Of the clocks that tell it, where their time went; and how many do not.
        self.elapsed = self.paused = self.closed = ZERO
        self.untold = 0
        # On each date how many were met (True) and failed, in each hour of the week how many
        # failed, and of each ticket how many of its clocks did.
        self.days: Counter[tuple[date, bool]] = Counter()
        self.hours: Counter[tuple[int, int]] = Counter()
        self.late: Counter[str] = Counter()
        self.worst: list[Late] = []

    def add(self, outcome: Outcome, zone: ZoneInfo | None = None) -> None:
        """Count one clock; the dates and hours of verdicts are those of `zone`.

        Without one they are those of the zone in which its instants are written.
        """
        at = outcome.decided_at
        ticket, policy, metric, cycle, state, status, *_ = outcome
        self.count(
            (state, status, outcome.exempt, outcome.elapsed, outcome.left),
            outcome.paused,
            outcome.closed,
            None if at is None else wall(at, zone),
            (ticket, policy, metric, cycle),
        )

    def count(
        self,
        kind: Kind,
        paused: timedelta | None,
        closed: timedelta | None,
        at: datetime | None,
        name: Name,
    ) -> None:
        """Count one clock of a kind, which was decided at the wall time `at`."""
        # Past the counters' own look for what is missing, which takes as long as all of this.
        _, status, _, elapsed, left = kind
        counts, kinds = self.counts, self.kinds
        counts[status] = counts.get(status, 0) + 1
        kinds[kind] = kinds.get(kind, 0) + 1
        if paused is None or closed is None:
            self.untold += 1
        else:
            self.elapsed += elapsed
            if paused:
                self.paused += paused
            if closed:
                self.closed += closed
        if status == "met":
            if at is not None:
                days, day = self.days, (at.date(), True)
                days[day] = days.get(day, 0) + 1
        elif status in FAILED:
            if name[0]:
                self.late[name[0]] = self.late.get(name[0], 0) + 1
            if at is not None:
                day, hour = (at.date(), False), (at.weekday(), at.hour)
                self.days[day] = self.days.get(day, 0) + 1
                self.hours[hour] = self.hours.get(hour, 0) + 1
            if left is not None:
                # A breach outlives a longer target; then nothing is overdue.
                self._keep(max(-left, ZERO), name)

    def _keep(self, overdue: timedelta, name: Name) -> None:
        worst = self.worst
        if len(worst) < WORST or overdue >= worst[-1].overdue:
            self.worst = sorted([*worst, Late(overdue, *name)], key=first_the_worst)[:WORST]

    def __iadd__(self, other: Attainment) -> Attainment:
        if not isinstance(other, Attainment):
            return NotImplemented
        self.take_times(other)
        self.take_verdicts(other)
        return self

    def take_times(self, other: Attainment) -> None:
        """Add how many clocks of the other stand how, and what they took."""
        self.counts.update(other.counts)
        self.kinds.update(other.kinds)
        self.elapsed += other.elapsed
        self.paused += other.paused
        self.closed += other.closed
        self.untold += other.untold

    def take_verdicts(self, other: Attainment) -> None:
        """Add when and where clocks of the other were met and failed."""
        self.days.update(other.days)
        self.hours.update(other.hours)
        self.late.update(other.late)
        self.worst = sorted([*self.worst, *other.worst], key=first_the_worst)[:WORST]

    def __add__(self, other: Attainment) -> Attainment:
        if not isinstance(other, Attainment):
            return NotImplemented
        both = Attainment()
        both += self
        both += other
        return both

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Attainment):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in self.__slots__)

    __hash__ = None  # type: ignore[assignment]  # It grows.

    def __repr__(self) -> str:
        return f"<Attainment of {self.clocks} clocks: {self.met} met, {self.failed} failed>"

    @property
    def clocks(self) -> int:
        """How many clocks there are, decided or not."""
        return self.counts.total()

    @property
    def met(self) -> int:
        """How many were stopped within what was promised."""
        return self.counts["met"]

    @property
    def failed(self) -> int:
        """How many are past their due time: stopped late (missed), or still open (breached)."""
        return self.counts["missed"] + self.counts["breached"]

    @property
    def decided(self) -> int:
        """How many have a verdict."""
        return self.met + self.failed

    @property
    def open(self) -> int:
        """How many run and are not past their due time."""
        return self.counts["on_track"] + self.counts["at_risk"]

    @property
    def exempt(self) -> int:
        """How many were past their due time and exempted; they count as clocks without target."""
        if not self.counts["no_target"]:
            return 0
        return sum(count for kind, count in self.kinds.items() if kind[2])

    @property
    def targeted(self) -> bool:
        """Whether anything was promised for any of them that has started."""
        return any(kind[4] is not None and kind[0] != "idle" for kind in self.kinds)

    @property
    def share(self) -> Fraction | None:
        """The share of the decided clocks that were met; None where none is decided."""
        return Fraction(self.met, self.decided) if self.decided else None

    def interval(self, confidence: float = 0.95) -> tuple[float, float] | None:
        """Return the Wilson score interval of the share; None where none is decided."""
        return wilson(self.met, self.decided, confidence)

    @property
    def finished(self) -> int:
        """How many were stopped, in time, late, or without a target."""
        return sum(count for kind, count in self.kinds.items() if kind[0] == "stopped")

    def percentile(self, percent: float) -> timedelta | None:
        """Return the elapsed time that `percent` of the finished clocks did not exceed.

        It is the time of one of them (nearest rank), so that a 90th percentile of at most 4h is
        the same as at least 90 % within 4h. None where none is finished. `SlakitError` for what
        is no percentage above 0 and up to 100.

        The trap: clocks that are still open are not in it; `curve` heeds them.
        """
        return self.percentiles(percent)[0]

    def percentiles(self, *percents: float) -> list[timedelta | None]:
        """Return several percentiles of the finished clocks for the price of one."""
        shares = [share_of(percent) for percent in percents]
        found: dict[timedelta, int] = {}
        for (state, _, _, elapsed, _), count in self.kinds.items():
            if state == "stopped":
                found[elapsed] = found.get(elapsed, 0) + count
        ordered = [(elapsed, found[elapsed]) for elapsed in sorted(found)]
        total = sum(found.values())
        return [nearest_rank(ordered, total, share) for share in shares]

    def mean(self) -> timedelta | None:
        """Return the mean elapsed time of the finished clocks to the microsecond below."""
        total, count = self.elapsed_total()
        return total // count if count else None

    def elapsed_total(self) -> tuple[timedelta, int]:
        """Return the elapsed time of all finished clocks together, and how many they are."""
        total, finished = ZERO, 0
        for (state, _, _, elapsed, _), count in self.kinds.items():
            if state == "stopped":
                total += elapsed * count
                finished += count
        return total, finished

    def near_misses(self, share: float | Fraction = NEAR) -> int:
        """Return how many were met when at least a `share` of the amount was used."""
        share = Fraction(str(share))
        # As used : left, which is the same as used : amount, and half the arithmetic.
        used, left_over = share.numerator, share.denominator - share.numerator
        return sum(
            count
            for (_, status, _, elapsed, left), count in self.kinds.items()
            if status == "met" and left is not None and elapsed * left_over >= left * used
        )

    @property
    def repeats(self) -> dict[str, int]:
        """The tickets of which more than one clock failed, with how many; the worst first."""
        found = sorted((-count, ticket) for ticket, count in self.late.items() if count > 1)
        return {ticket: -count for count, ticket in found}

    def curve(self, confidence: float = 0.95) -> Curve:
        """Return the share that was done by when, in shares of the target: 1 is the due time.

        Clocks that are open, and cancelled ones, are censored where they were last seen. Clocks
        without a target, and exempted ones, are not in it.
        """
        done: Counter[float] = Counter()
        censored: Counter[float] = Counter()
        for (state, status, _, elapsed, left), count in self.kinds.items():
            if left is not None and status not in ("no_target", "idle"):
                (done if state == "stopped" else censored)[used(elapsed, left)] += count
        return kaplan_meier(done, censored, confidence)


def used(elapsed: timedelta, left: timedelta) -> float:
    """Return the share of an amount that was used: above 1 exactly where it was more than that."""
    amount = elapsed + left
    if amount > ZERO:
        return elapsed / amount
    return inf if left < ZERO else 0.0


def first_the_worst(late: Late) -> tuple[timedelta, str, str, str, int]:
    """Return what puts the clock that is furthest beyond its amount first."""
    return -late.overdue, late.ticket, late.policy, late.metric, late.cycle


def share_of(percent: Any) -> Fraction:
    """Return a percentage as an exact share: 99.9 is what is written, and not the float."""
    try:
        share = Fraction("" if isinstance(percent, str) else str(percent)) / 100
    except ValueError:
        share = Fraction(0)
    if not 0 < share <= 1:
        raise SlakitError(
            f"{percent!r} is no percentage",
            parameter="percent",
            value=percent,
            remedy="give a number above 0 and up to 100, as in 95",
        )
    return share
