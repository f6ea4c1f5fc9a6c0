"""What holds of every explanation: its spans are all of the time, and add up to its reading."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from slakit import Change, ClockReading, Evaluation, PolicySet, Ticket
from slakit.evaluation.explaining.explanation import (
    CLOSED,
    COUNTED,
    HELD,
    OUTSIDE,
    Explanation,
    LedgerSpan,
    Reason,
)
from slakit.evaluation.explaining.happened import told
from slakit.instants import since_epoch

ZERO = timedelta(0)
# Something that happened, as it is told: when, and what.
Told = tuple[timedelta, str]


def check_evaluation(policies: PolicySet, ticket: Ticket, ev: Evaluation) -> None:
    """Check the explanations of all clocks of a ticket, each and together."""
    metrics = defaultdict(list)
    for clock in ev:
        found = explained(ev, clock)
        check_account(ticket, clock, found)
        check_ends(clock, found)
        check_words(found)
        # Where all policies apply, each has a clock of its own for a metric.
        metrics[clock.policy if policies._selector.match_all else "", clock.metric].append(found)
    for clocks in metrics.values():
        check_events(ticket, ev.at, clocks)


def explained(ev: Evaluation, clock: ClockReading) -> Explanation:
    return ev.explain(f"{clock.policy}/{clock.metric}", cycle=clock.cycle)


def total(spans: Iterable[LedgerSpan], reasons: Iterable[Reason]) -> timedelta:
    among = set(reasons)
    return sum((span.wall for span in spans if span.reason in among), ZERO)


def check_account(ticket: Ticket, clock: ClockReading, found: Explanation) -> None:
    """Check the spans of one explanation against its reading, to the microsecond."""
    assert clock == found.reading
    spans = found.spans
    begins = [ticket.created_at, *([] if clock.started_at is None else [clock.started_at])]
    start = min(begins, key=lambda each: since_epoch(each, ""))
    end = clock.at
    if since_epoch(start, "") < since_epoch(end, ""):
        assert (since_epoch(start, ""), since_epoch(end, "")) == (
            since_epoch(spans[0].start, ""),
            since_epoch(spans[-1].end, ""),
        )
    else:
        assert () == spans
    for one, next_one in pairwise(spans):
        assert since_epoch(one.end, "") == since_epoch(next_one.start, "")
    for span in spans:
        assert span.wall > ZERO
        assert span.counted == (span.wall if span.reason in COUNTED else ZERO)
    assert clock.elapsed == total(spans, COUNTED)
    assert clock.paused == total(spans, HELD)
    assert clock.closed == total(spans, CLOSED)
    assert (since_epoch(end, "") - since_epoch(start, "") if spans else ZERO) == total(
        spans, [*COUNTED, *HELD, *CLOSED, *OUTSIDE]
    )
    assert clock.elapsed + clock.paused + clock.closed == sum(found.parts.values(), ZERO)


def check_words(found: Explanation) -> None:
    """Check that an explanation is plain data and can be said, to agents and customers."""
    data = json.loads(json.dumps(found.to_data()))
    assert data == Explanation.from_data(data).to_data()
    assert found.render(locale="pt-PT") != found.render(locale="es", audience="customer")


def check_ends(clock: ClockReading, found: Explanation) -> None:
    """Check that decisions say what the reading says of its end."""
    ends = {
        since_epoch(each.at, ""): each.code
        for each in found.decisions
        if each.code in ("effect.stopped", "effect.cancelled", "effect.merged")
    }
    if clock.stopped_at is not None:
        assert ends.get(since_epoch(clock.stopped_at, "")) == "effect.stopped"
    if clock.cancelled_at is not None:
        assert ends.get(since_epoch(clock.cancelled_at, "")) in (
            "effect.cancelled",
            "effect.merged",
        )


def told_by(found: Explanation, prefix: str) -> list[Told]:
    return [
        (since_epoch(each.at, ""), text(event))
        for each in found.decisions
        if each.code.startswith(prefix)
        for event in each.parameters.get("event", ())
    ]


def text(event: dict[str, Any]) -> str:
    return json.dumps(event, sort_keys=True)


def check_events(ticket: Ticket, at: datetime, clocks: list[Explanation]) -> None:
    """Check that the cycles of a metric tell every event, and none as ignored that did something.

    A change is told by the fields of it that matter, so that one of them is enough.
    """
    known = [each for each in ticket.events if each.moment <= since_epoch(at, "")]
    there = Counter((each.moment, text(event)) for each in known for event in told([each]))
    effects = {each for clock in clocks for each in told_by(clock, "effect.")}
    ignored = Counter(each for clock in clocks for each in told_by(clock, "ignored."))
    for event in known:
        ways = {(event.moment, text(each)) for each in told([event])}
        if ways and isinstance(event, Change):
            assert any(way in effects or way in ignored for way in ways), event
        assert isinstance(event, Change) or ways <= effects | set(ignored), event
    for way, times in ignored.items():
        assert times <= there[way], way
    for clock in clocks:
        here = Counter(told_by(clock, "ignored."))
        for way in set(told_by(clock, "effect.")):
            assert here[way] + 1 <= there[way] or way not in here, way
