"""The stretches of a ledger -> the few that people read: a night within one belongs to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from slakit.evaluation.explaining.explanation import CLOSED, LedgerSpan

__all__ = ["Stretch", "condense"]

ZERO = timedelta(0)


@dataclass(slots=True)
class Stretch:
    """Time of one kind, with the closed hours inside it, or closed hours alone.

    `span` says which kind; `length` is its time without what was `closed`, and `holidays`, in
    order, are the spans of those closed dates that have a reason of their own.
    """

    span: LedgerSpan
    start: datetime
    end: datetime
    length: timedelta = ZERO
    closed: timedelta = ZERO
    holidays: list[LedgerSpan] = field(default_factory=list)


def condense(spans: Sequence[LedgerSpan]) -> Iterator[Stretch]:
    """Yield the stretches of a clock from its start to its end; what lies around is left out."""
    current: Stretch | None = None
    shut: Stretch | None = None
    for span in spans:
        if span.reason in ("not_started", "after_stop", "cancelled"):
            continue
        if span.reason in CLOSED and "changed" not in span.parameters:
            shut = shut or Stretch(span, span.start, span.start)
            shut.end = span.end
            shut.closed += span.wall
            if span.reason != "closed":
                shut.holidays.append(span)
            continue
        if current is not None and goes_on(current.span, span):
            if shut is not None:
                current.closed += shut.closed
                current.holidays += shut.holidays
                shut = None
            current.end, current.length = span.end, current.length + span.wall
            continue
        if current is not None:
            yield current
        if shut is not None:
            yield shut
            shut = None
        current = Stretch(span, span.start, span.end)
        if span.reason in CLOSED:
            current.closed = span.wall
        else:
            current.length = span.wall
    if current is not None:
        yield current
    if shut is not None:
        yield shut


def goes_on(before: LedgerSpan, span: LedgerSpan) -> bool:
    """Return whether a span is more of what was before the closed hours between them."""
    parameters = {key: value for key, value in before.parameters.items() if key != "changed"}
    return before.reason == span.reason and parameters == span.parameters
