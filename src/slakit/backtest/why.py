"""The ledgers of a clock under two policy sets -> why its verdict is another one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Any, Literal, NamedTuple

from slakit.backtest.flips import Flip
from slakit.durations import format_length
from slakit.evaluation import ClockReading, Evaluation, Explanation, LedgerSpan
from slakit.evaluation.explaining.explain import explain_reading
from slakit.evaluation.explaining.explanation import COUNTED, Reason
from slakit.evaluation.reading import plain
from slakit.instants import EPOCH, to_datetime

__all__ = ["ClockChange", "FlipExplanation", "Stretch", "What", "explain_flip"]

ZERO = timedelta(0)
What = Literal["policy", "amount", "calendar", "started_at", "stopped_at", "due_at", "breached_at"]


class Stretch(NamedTuple):
    """A stretch of real time that counts under one of two policy sets only.

    `old` and `new` are the reasons of the two ledgers, as in `LedgerSpan`; None where there is no
    clock. Instants are in the zone of the question.

    >>> from datetime import UTC
    >>> start, end = datetime(2024, 5, 11, 9, tzinfo=UTC), datetime(2024, 5, 11, 12, tzinfo=UTC)
    >>> print(Stretch(start, end, "closed", "running").counted)
    3:00:00
    """

    start: datetime
    end: datetime
    old: Reason | None
    new: Reason | None

    @property
    def wall(self) -> timedelta:
        """The real time from `start` to `end`."""
        # Two datetimes of one zone would be subtracted by their wall times.
        return (self.end - EPOCH) - (self.start - EPOCH)

    @property
    def counted(self) -> timedelta:
        """What the new policies count more than the old ones; negative where it is less."""
        return self.wall if self.new in COUNTED else -self.wall


class ClockChange(NamedTuple):
    """What a clock has otherwise: its name, and the values under both policy sets.

    >>> ClockChange("amount", "8h", "4h").new
    '4h'
    """

    what: What
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class FlipExplanation:
    """Why a clock has another verdict under other policies.

    `changes` are the policy, the amount and the calendar, and when the clock started, stopped,
    was due and breached, as far as these differ. `stretches` are in order; their `counted`
    together is exactly the elapsed time under the new policies less that under the old ones.

    `old` and `new` are the explanations of the two clocks, None where there is none.
    """

    flip: Flip
    changes: tuple[ClockChange, ...]
    stretches: tuple[Stretch, ...]
    old: Explanation | None
    new: Explanation | None

    @property
    def zone(self) -> tzinfo | None:
        """The zone of the question, in which instants are told."""
        known = self.flip.new if self.flip.new is not None else self.flip.old
        assert known is not None
        return known.at.tzinfo

    @property
    def difference(self) -> timedelta:
        """What the clock counts more under the new policies, negative where it is less."""
        return elapsed_of(self.flip.new) - elapsed_of(self.flip.old)

    def sentence(self, *, locale: str = "en") -> str:
        """Return it in words: in ``en``, ``es``, ``pt-BR`` or ``pt-PT``."""
        from slakit.backtest.sentence import sentence_of

        return sentence_of(self, locale)

    def __str__(self) -> str:
        return self.sentence()

    def to_data(self) -> dict[str, Any]:
        """Return the explanation as plain JSON data, lengths as exact texts such as ``3h10m``."""
        return {
            "ticket": self.flip.ticket,
            "metric": self.flip.metric,
            "cycle": self.flip.cycle,
            "kind": self.flip.kind,
            "difference": format_length(self.difference),
            "changes": [
                {"what": each.what, "old": plain(each.old), "new": plain(each.new)}
                for each in self.changes
            ],
            "stretches": [
                {
                    "start": each.start.isoformat(),
                    "end": each.end.isoformat(),
                    "counted": format_length(each.counted),
                    "old": each.old,
                    "new": each.new,
                }
                for each in self.stretches
            ],
        }


def explain_flip(flip: Flip, old: Evaluation, new: Evaluation) -> FlipExplanation:
    """Return why a clock has another verdict in the second evaluation of its ticket."""
    one, other = explained(old, flip.old), explained(new, flip.new)
    stretches = stretches_of(spans_of(one), spans_of(other), old.at)
    return FlipExplanation(flip, tuple(changes_of(flip, one, other)), stretches, one, other)


def explained(evaluation: Evaluation, reading: ClockReading | None) -> Explanation | None:
    return None if reading is None else explain_reading(*evaluation._known(), reading)


def spans_of(explanation: Explanation | None) -> tuple[LedgerSpan, ...]:
    return () if explanation is None else explanation.spans


def elapsed_of(reading: ClockReading | None) -> timedelta:
    return ZERO if reading is None else reading.elapsed


def changes_of(
    flip: Flip, old: Explanation | None, new: Explanation | None
) -> Iterator[ClockChange]:
    """Yield what the clock has otherwise under the new policies."""
    one, other = flip.old, flip.new
    texts: tuple[What, ...] = ("policy", "amount")
    for what in texts:
        values = one and getattr(one, what), other and getattr(other, what)
        if values[0] != values[1]:
            yield ClockChange(what, *values)
    calendars = calendar_of(old), calendar_of(new)
    if None not in calendars and calendars[0] != calendars[1]:
        yield ClockChange("calendar", *calendars)
    dates: tuple[What, ...] = ("started_at", "stopped_at", "due_at", "breached_at")
    for what in dates:
        instants = one and getattr(one, what), other and getattr(other, what)
        if not same(*instants):
            yield ClockChange(what, *instants)


def calendar_of(explanation: Explanation | None) -> str | None:
    """Return the name of the calendar that a clock was promised last."""
    found: str | None = None
    for decision in explanation.decisions if explanation is not None else ():
        if decision.code.startswith(("target.chosen", "effect.calendar_")):
            found = decision.parameters["calendar"]
    return found


def same(one: datetime | None, other: datetime | None) -> bool:
    if one is None or other is None:
        return one is other
    # Two datetimes of one zone would be compared by their wall times.
    return one - EPOCH == other - EPOCH


def stretches_of(
    old: Sequence[LedgerSpan], new: Sequence[LedgerSpan], at: datetime
) -> tuple[Stretch, ...]:
    """Return the time that counts in one of two ledgers only, cut where a reason changes."""
    ends = {moment for span in (*old, *new) for moment in (span.start - EPOCH, span.end - EPOCH)}
    cuts = sorted(ends)
    one, other = [*reasons(old, cuts)], [*reasons(new, cuts)]
    found: list[tuple[timedelta, timedelta, Reason | None, Reason | None]] = []
    for start, end, before, after in zip(cuts, cuts[1:], one, other, strict=False):
        if (before in COUNTED) == (after in COUNTED):
            continue
        if found and found[-1][1:] == (start, before, after):
            start = found.pop()[0]
        found.append((start, end, before, after))
    tz = at.tzinfo
    return tuple(
        Stretch(to_datetime(start, tz), to_datetime(end, tz), before, after)
        for start, end, before, after in found
    )


def reasons(spans: Sequence[LedgerSpan], cuts: Sequence[timedelta]) -> Iterator[Reason | None]:
    """Yield the reason that a ledger has from each cut to the next; None outside of it."""
    left = iter(spans)
    span = next(left, None)
    for cut in cuts:
        while span is not None and span.end - EPOCH <= cut:
            span = next(left, None)
        yield None if span is None or cut < span.start - EPOCH else span.reason
