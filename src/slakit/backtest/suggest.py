"""Tickets -> the tightest targets that their history would have met: was that realistic?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

from slakit.backtest.comparison import Values, group_fields, in_order
from slakit.backtest.lateness import late_with
from slakit.backtest.thresholds import Sample, Standing, readable
from slakit.durations import Amount
from slakit.errors import SlakitError
from slakit.evaluation import ClockReading, Rejected
from slakit.evaluation.evaluate import evaluator
from slakit.evaluation.many import collects, id_of
from slakit.evaluation.unseen import UnseenFields
from slakit.instants import MICROSECOND
from slakit.policies.policy_set import PolicySet
from slakit.reports.attainment import Attainment
from slakit.reports.columns import field_text
from slakit.reports.layout import objective_of
from slakit.reports.outcome import outcome
from slakit.reports.statistics import confidence_level
from slakit.tickets import Ticket, TicketLike

__all__ = ["History", "Suggestion", "Suggestions", "suggest_targets"]

ZERO = timedelta(0)
# Amounts that are spent in real time; a rule of business days is replaced by open time.
REAL = frozenset(("wall", "calendar_days", "at"))
# A metric, the values of its group, and whether its time is real time.
Key = tuple[str, Values, bool]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The tightest target of a metric that a group of tickets would have met.

    `length` is the smallest amount with which the share met reaches the objective, to the
    microsecond; None where no clock was stopped. `amount` is the same rounded up to one that
    people promise, as a policy writes it: to whole minutes up to an hour, to 5 minutes up to four,
    and to quarters of an hour. It is real time (``wall``) where the promise is in real time now,
    else open time. `standing` is what `length` would have come to, and `interval` the quantile's
    (None where there are too few clocks). `promised` has the amounts of now with how many clocks
    each has, and `now` how they did.

    >>> Suggestion("resolution", (), (), None, None, Standing(0, 0, 0), None, {}, Attainment(),
    ...     Fraction(1, 2)).realistic is None
    True
    """

    metric: str
    by: tuple[str, ...]
    values: Values
    length: timedelta | None
    amount: str | None
    standing: Standing
    interval: tuple[timedelta, timedelta] | None
    promised: Mapping[str, int]
    now: Attainment
    objective: Fraction

    @property
    def realistic(self) -> bool | None:
        """Whether what is promised now was met at the objective; None where nothing is decided."""
        share = self.now.share
        return None if share is None else share >= self.objective

    def sentence(self, *, locale: str = "en") -> str:
        """Say what would have been met, and whether the agreement was realistic."""
        from slakit.backtest.proposal import suggestion_text

        return suggestion_text(self, locale)

    def __str__(self) -> str:
        return self.sentence()

    def to_data(self) -> dict[str, Any]:
        """Return the suggestion as plain JSON data, lengths in seconds."""
        length, interval, share = self.length, self.interval, self.now.share
        return {
            "metric": self.metric,
            "values": dict(zip(self.by, self.values, strict=True)),
            "objective": float(self.objective),
            "amount": self.amount,
            "seconds": None if length is None else length.total_seconds(),
            "interval_seconds": interval and [each.total_seconds() for each in interval],
            **self.standing._asdict(),
            "promised": dict(self.promised),
            "share_now": None if share is None else float(share),
            "realistic": self.realistic,
        }


class Suggestions(tuple[Suggestion, ...]):
    """The suggestions of all groups, and in `rejected` the tickets that were set aside."""

    rejected: tuple[Rejected, ...] = ()


def suggest_targets(
    tickets: Iterable[Ticket | TicketLike | Mapping[str, Any]],
    *,
    policies: PolicySet,
    at: datetime,
    objective: float | Decimal | str = "95%",
    by: Iterable[str] = ("priority",),
    confidence: float = 0.95,
    on_error: Literal["raise", "collect"] = "raise",
) -> Suggestions:
    """Return, for each metric and group, the tightest amount that history would have met.

    That is the smallest amount of which met / (met + failed) is at least the objective, a
    percentage: "95%" or the number 95. A number up to 1 could mean a share, and is refused.

    Met is what was stopped in time with the amount, failed what was late with it, also where it is
    still open; what is open and not late is undecided, and shown. Each clock is taken as if the
    amount had been promised from its start, in the calendar that it had. Cancelled clocks and
    those whose breach was exempted are left out; those of real time are a group of their own.
    With ``on_error="collect"`` a ticket that cannot be evaluated is left out, and is in `rejected`
    of the result with its error. A field that the policies ask for and that no ticket has gives a
    `PolicyWarning`.

    Raises what `evaluate` raises, and `SlakitError` for an objective or a confidence that is none.

    >>> from datetime import UTC
    >>> desk = PolicySet.model_validate({
    ...     "calendars": {"office": {"tz": "UTC", "hours": "Mon-Fri 09:00-18:00"}},
    ...     "policies": [{"name": "all", "calendar": "office", "targets": {"resolution": "2h"}}],
    ... })
    >>> opened, now = datetime(2024, 5, 6, 9, tzinfo=UTC), datetime(2024, 5, 7, tzinfo=UTC)
    >>> tickets = [
    ...     Ticket.from_timestamps(
    ...         id=f"T-{minute}", created_at=opened,
    ...         resolved_at=opened.replace(hour=11, minute=minute),
    ...     )
    ...     for minute in range(20)
    ... ]
    >>> [found] = suggest_targets(tickets, policies=desk, at=now, objective="90%", by=())
    >>> found.amount, found.standing
    ('2h20m', Standing(met=18, failed=2, undecided=0))

    The trap: an interval counts the open clocks that are late with the amount, and not those
    that are undecided.
    """
    history, collect = History(policies, at, objective, by, confidence), collects(on_error)
    rejected: list[Rejected] = []
    for index, given in enumerate(tickets):
        try:
            history.add(Ticket.of(given))
        except SlakitError as error:
            if not collect:
                raise
            rejected.append(Rejected(index, id_of(given), error))
    found = history.suggestions()
    found.rejected = tuple(rejected)
    return found


class History:
    """The clocks of the tickets that came so far, in groups of which each is given one amount.

    `fields` are those of the tickets by which clocks are grouped, and `unseen` has those for which
    the policies ask in vain.
    """

    def __init__(
        self,
        policies: PolicySet,
        at: datetime,
        objective: Any,
        by: Iterable[str],
        confidence: float,
    ) -> None:
        self._policies = policies
        self._objective = objective_of(objective)
        self._confidence = confidence_level(confidence)
        self._by, self.fields = group_fields(by)
        self._evaluate = evaluator(policies, at, notices=False)
        self.unseen = UnseenFields(policies)
        self._evaluated = 0
        self._groups: dict[Key, Group] = {}

    def add(self, ticket: Ticket) -> None:
        """Count the clocks of a ticket; raises what `evaluate` raises."""
        if self.unseen.names:
            self.unseen.look(ticket)
        evaluation = self._evaluate(ticket)
        self._evaluated += 1
        state = evaluation.fields
        values = tuple(field_text(state.get(name)) for name in self.fields)
        for reading in evaluation:
            came = outcome(ticket.id, reading)
            if came.state in ("idle", "cancelled") or came.exempt:
                continue
            real = reading.amount is not None and Amount.of(reading.amount).kind in REAL
            key = reading.metric, values, real
            if key not in self._groups:
                self._groups[key] = Group()
            self._groups[key].add(ticket, reading)
            self._groups[key].now.add(came)

    def suggestions(self) -> Suggestions:
        """Return the tightest amount of each group, sorted by metric and values.

        Warns of fields for which the policies ask in vain.
        """
        if self._evaluated:
            self.unseen.warn()
        keys = sorted(self._groups, key=lambda key: (*in_order(key[:2]), key[2]))
        return Suggestions(self._suggest(key, self._groups[key]) for key in keys)

    def _suggest(self, key: Key, group: Group) -> Suggestion:
        metric, values, real = key
        length = group.sample(self._policies, ()).tightest(self._objective)
        sample = group.sample(self._policies, around(length))
        length = sample.tightest(self._objective)
        standing, interval, amount = Standing(0, 0, len(group.clocks)), None, None
        if length is not None:
            # Nothing is promised in no time.
            length = max(length, MICROSECOND)
            standing = sample.standing(length)
            interval = sample.interval(length, self._objective, self._confidence)
            amount = str(Amount.of(readable(length))) + (" wall" if real else "")
        return Suggestion(
            metric,
            self._by,
            values,
            length,
            amount,
            standing,
            interval,
            dict(group.promised.most_common()),
            group.now,
            self._objective,
        )


def around(length: timedelta | None) -> tuple[timedelta, ...]:
    return () if length is None else (length, length + MICROSECOND)


class Group:
    """The clocks of one metric and group, what they are promised now, and how they did."""

    def __init__(self) -> None:
        self.clocks: list[tuple[Ticket, ClockReading]] = []
        self.promised: Counter[str] = Counter()
        self.now = Attainment()

    def add(self, ticket: Ticket, reading: ClockReading) -> None:
        self.clocks.append((ticket, reading))
        if reading.amount is not None:
            self.promised[reading.amount] += 1

    def sample(self, policies: PolicySet, exactly: tuple[timedelta, ...]) -> Sample:
        """Return what the clocks needed, exact at some lengths and else within a microsecond.

        A clock that is given the very length that it ran is late if it was stopped in closed
        hours, which takes another run to find out. It can matter only where the answer lies.
        """
        needed: list[timedelta] = []
        passed: list[timedelta] = []
        for ticket, reading in self.clocks:
            least = reading.elapsed
            if least in exactly and least > ZERO and late_with(policies, ticket, reading, least):
                least += MICROSECOND
            (passed if reading.stopped_at is None else needed).append(least)
        return Sample(needed, passed)
