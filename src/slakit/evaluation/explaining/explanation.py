"""Why a clock stands as it does, as data: every stretch of its time, and every decision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, NamedTuple

from slakit.durations import format_length
from slakit.evaluation.reading import ClockReading
from slakit.evaluation.stored import (
    Reader,
    instant,
    length,
    mapping,
    one_of,
    optional,
    read_stored,
    refused,
    several,
    text,
)
from slakit.instants import EPOCH

__all__ = ["Audience", "Decision", "Explanation", "LedgerSpan", "Reason", "Style"]

Reason = Literal[
    "not_started",
    "running",
    "reopened_counted",
    "paused",
    "reopened_credited",
    "closed",
    "holiday",
    "special_hours",
    "closure",
    "after_stop",
    "cancelled",
]
COUNTED: frozenset[Reason] = frozenset({"running", "reopened_counted"})
HELD: frozenset[Reason] = frozenset({"paused", "reopened_credited"})
CLOSED: frozenset[Reason] = frozenset({"closed", "holiday", "special_hours", "closure"})
OUTSIDE: frozenset[Reason] = frozenset({"not_started", "after_stop", "cancelled"})
Audience = Literal["agent", "customer"]
Style = Literal["text", "markdown", "html"]
ZERO = timedelta(0)


class LedgerSpan(NamedTuple):
    """A stretch of real time, what of it was counted, and why.

    `start` and `end` are in the zone of the question, `counted` is all of the stretch or
    nothing. `reason` says why, with `parameters` as plain data:

    ===================  ======================================================================
    reason               what it means, and its parameters
    ===================  ======================================================================
    `not_started`        the clock had not started
    `running`            counted
    `reopened_counted`   between a stop and the reopening that took it back, and counted
    `paused`             open time that was held: `condition`, `status` (None where the ticket
                         has none), `waiting_for` ("customer" after a reply of the desk, "desk"
                         after a message of the customer, None where nobody wrote)
    `reopened_credited`  between a stop and the reopening that took it back, held like a pause
    `closed`             outside the weekly hours
    `holiday`            closed by a holiday: its `name`, which may be ""
    `special_hours`      closed by the special hours of that date: `name`
    `closure`            closed once: `name`
    `after_stop`         the clock had stopped
    `cancelled`          the clock had been cancelled
    ===================  ======================================================================

    An amount in real time (``wall``, ``cd``, ``at``) has no closed hours. Where another target or
    other hours took over, the stretch is cut, and the one that begins there has `changed` among
    its parameters: the new `amount`, the new `calendar`, or both.

    >>> from datetime import UTC
    >>> start, end = datetime(2024, 5, 9, tzinfo=UTC), datetime(2024, 5, 10, tzinfo=UTC)
    >>> LedgerSpan(start, end, ZERO, "holiday", {"name": "Ascension"}).wall
    datetime.timedelta(days=1)

    The trap: the reason of a date holds for all of its closed hours, also for those that would
    have been closed without it.
    """

    start: datetime
    end: datetime
    counted: timedelta
    reason: Reason
    parameters: Mapping[str, Any] = {}

    @property
    def wall(self) -> timedelta:
        """The real time from `start` to `end`."""
        # Two datetimes of one zone would be subtracted by their wall times.
        return (self.end - EPOCH) - (self.start - EPOCH)


class Decision(NamedTuple):
    """What was decided at an instant, or what an event did to the clock or was ignored for.

    `code` is one of those that docs/reference/explanations.md lists, such as ``policy.rejected`` or
    ``effect.paused``; `parameters` are plain data.

    >>> from datetime import UTC
    >>> at = datetime(2024, 5, 9, 10, tzinfo=UTC)
    >>> Decision(at, "effect.paused", {"event": [{"code": "agent_reply"}]}).code
    'effect.paused'
    """

    at: datetime
    code: str
    parameters: Mapping[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why one cycle of a clock stands as it does.

    `spans` follow one another without gap or overlap from the creation of the ticket, or from
    where the clock counts if that is earlier, to the instant of the question. Exactly as in
    `reading`, the counted ones add up to `elapsed`, what was held to `paused`, and what was
    closed to `closed`. `decisions` are in order. `latest_stop` is the last instant at which
    stopping would have met a clock that was breached, None for the others.

    >>> from datetime import UTC
    >>> from slakit import PolicySet, Ticket, explain
    >>> desk = PolicySet.model_validate({
    ...     "calendars": {"office": {"tz": "UTC", "hours": "Mon-Fri 09:00-18:00"}},
    ...     "policies": [{"name": "all", "calendar": "office", "targets": {"resolution": "4h"}}],
    ... })
    >>> ticket = Ticket(id="T-1", created_at=datetime(2024, 5, 6, 17, tzinfo=UTC))
    >>> why = explain(desk, ticket, "resolution", at=datetime(2024, 5, 7, 14, tzinfo=UTC))
    >>> print(why.parts["agent"], why.parts["closed"], why.latest_stop)
    6:00:00 15:00:00 2024-05-07 12:00:00+00:00

    The trap: it explains the instant that was asked. Ask again when something has happened.
    """

    ticket: str
    reading: ClockReading
    spans: tuple[LedgerSpan, ...]
    decisions: tuple[Decision, ...]
    latest_stop: datetime | None

    @property
    def parts(self) -> dict[str, timedelta]:
        """What the clock's time is made of, exactly; together the real time since its start.

        ``agent`` is what was counted, ``customer`` what was held while the customer was waited
        for, ``paused`` what was held otherwise, ``closed`` what lay outside business hours. An
        amount in real time counts all hours, so that nothing of it is closed.
        """
        parts = dict.fromkeys(("agent", "customer", "paused", "closed"), ZERO)
        for span in self.spans:
            if span.reason in COUNTED:
                parts["agent"] += span.wall
            elif span.reason in HELD:
                waits = span.parameters.get("waiting_for") == "customer"
                parts["customer" if waits else "paused"] += span.wall
            elif span.reason in CLOSED:
                parts["closed"] += span.wall
        return parts

    def render(
        self, *, locale: str = "en", audience: Audience = "agent", style: Style = "text"
    ) -> str:
        """Return the explanation in words: in ``en``, ``es``, ``pt-BR`` or ``pt-PT``.

        An agent reads all of it. A customer reads what was promised, how it stands and what the
        time was made of, and nothing of policies, conditions, fields and notes. Raises
        `UnknownNameError` for a language, audience or style that is not there.
        """
        from slakit.evaluation.explaining.narrative import narrate

        return narrate(self, locale, audience, style)

    def to_data(self) -> dict[str, Any]:
        """Return the explanation as plain JSON data, lengths as exact texts such as ``3h10m``."""
        latest = self.latest_stop
        return {
            "ticket": self.ticket,
            "reading": self.reading.to_data(),
            "spans": [
                {
                    "start": span.start.isoformat(),
                    "end": span.end.isoformat(),
                    "wall": format_length(span.wall),
                    "counted": format_length(span.counted),
                    "reason": span.reason,
                    **({"parameters": dict(span.parameters)} if span.parameters else {}),
                }
                for span in self.spans
            ],
            "decisions": [
                {"at": each.at.isoformat(), "code": each.code, "parameters": dict(each.parameters)}
                for each in self.decisions
            ],
            "parts": {name: format_length(length) for name, length in self.parts.items()},
            "latest_stop": None if latest is None else latest.isoformat(),
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Explanation:
        """Return the explanation that `to_data` wrote.

        Raises `DocumentError` with all that no `to_data` has written.
        """
        return cls(**read_stored("explanation", data, READERS))


def read_span(data: Any) -> LedgerSpan:
    # A span is written without parameters where it has none.
    told = {"parameters": {}, **data} if isinstance(data, Mapping) else data
    return LedgerSpan(**read_stored("span", told, SPAN))


def read_decision(data: Any) -> Decision:
    return Decision(**read_stored("decision", data, DECISION))


def decision_code(value: Any) -> str:
    from slakit.wording import catalogue

    # Every decision has words, and the words for other things begin otherwise.
    code = text(value)
    if code.partition(".")[0] not in DECIDED or code not in catalogue("en"):
        raise refused(value, "code of a decision")
    return code


DECIDED = ("policy", "target", "effect", "ignored")
SPAN: Mapping[str, Reader] = {
    "start": instant,
    "end": instant,
    "counted": length,
    "reason": one_of(Reason, "reason"),
    "parameters": mapping,
}
DECISION: Mapping[str, Reader] = {"at": instant, "code": decision_code, "parameters": mapping}
READERS: Mapping[str, Reader] = {
    "ticket": text,
    "reading": ClockReading.from_data,
    "spans": several(read_span),
    "decisions": several(read_decision),
    "latest_stop": optional(instant),
}
