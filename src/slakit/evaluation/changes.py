"""What becomes of a ticket's clocks from one instant to the next, each change with its own id."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Literal, NamedTuple

from slakit.errors import SlakitError, TableError
from slakit.evaluation.reading import ClockReading, Notice, plain
from slakit.instants import EPOCH, MICROSECOND, UTC, parse_instant

__all__ = ["Kind", "Transition", "changes", "withdrawals"]

Kind = Literal[
    "started",
    "paused",
    "resumed",
    "warning",
    "escalated",
    "breached",
    "met",
    "missed",
    "cancelled",
    "due_changed",
    "withdrawn",
]
Key = tuple[str, str, int]


class Transition(NamedTuple):
    """Something became of a clock at an instant, so that somebody should hear of it.

    =============  ============================================================================
    kind           what became of it, and what `data` says besides
    =============  ============================================================================
    `started`      it started, or counts anew: `started_at`, `amount`, `due_at`
    `paused`       it was paused: `due_if_resumed_at`
    `resumed`      it runs again after a pause, or after a stop or an end that was taken back:
                   `due_at`
    `warning`      a warning was passed: `name`, `to`, `due_at`
    `escalated`    an escalation was: `name`, `to`, `due_at`
    `breached`     the due time was missed: `due_at`, `breached_at`
    `met`          it was stopped in time: `stopped_at`, `due_at`
    `missed`       it was stopped late: `stopped_at`, `due_at`
    `cancelled`    it ended without a verdict
    `due_changed`  it is due at another time, and was not paused or resumed: `due_at`, `amount`
    `withdrawn`    what had been told did not happen, because an event came late: the `id`, the
                   `kind` and the instant `at` of that
    =============  ============================================================================

    `id` is a hash of what it is, so that one which is delivered twice is known, by whoever keeps
    the ids, to be one; a `withdrawn` takes the id that it names off that list. `at` is when it
    happened, in the zone of the question; `data` is plain.

    >>> at = datetime.fromisoformat("2024-05-06T13:00:00+00:00")
    >>> told = Transition("1f0c", "T-1", "gold", "resolution", 1, "cancelled", at, {})
    >>> Transition.from_data(told.to_data()) == told
    True
    >>> told.to_cloudevent("/desk")["type"]
    'slakit.clock.cancelled'
    """

    id: str
    ticket: str
    policy: str
    metric: str
    cycle: int
    kind: Kind
    at: datetime
    data: Mapping[str, Any]

    def to_data(self) -> dict[str, Any]:
        """Return the transition as plain JSON data."""
        return {**self._asdict(), "at": self.at.isoformat(), "data": dict(self.data)}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Transition:
        """Return the transition that `to_data` wrote; the instant keeps its offset, not its zone.

        Raises `TableError` for what is none.
        """
        try:
            transition = cls(**{**data, "at": parse_instant(data["at"], "at")})
        except (KeyError, TypeError):
            raise TableError(
                f"{data!r} is no transition",
                parameter="data",
                value=data,
                remedy="give what Transition.to_data returned",
            ) from None
        return transition

    def to_cloudevent(self, source: str = "slakit") -> dict[str, Any]:
        """Return the transition as an event of CloudEvents 1.0, in its JSON format.

        `source` is the URI of what sends it; give your own where several desks send. The id is that
        of the transition, so that a consumer which takes one event of a source and id once takes
        this one once. The type begins with ``slakit.clock``, as in ``slakit.clock.breached``; the
        subject is the ticket, and the time is in UTC.

        Raises `SlakitError` for an empty `source`.
        """
        if not source:
            raise SlakitError(
                "the source of an event is empty",
                parameter="source",
                value=source,
                remedy='give the URI of what sends it, such as "https://desk.example/sla"',
            )
        return {
            "specversion": "1.0",
            "id": self.id,
            "source": source,
            "type": f"slakit.clock.{self.kind}",
            "subject": self.ticket,
            # RFC 3339 has no offsets with seconds, as zones had before there was standard time.
            "time": self.at.astimezone(UTC).isoformat(),
            "datacontenttype": "application/json",
            "data": {
                "ticket": self.ticket,
                "policy": self.policy,
                "metric": self.metric,
                "cycle": self.cycle,
                **self.data,
            },
        }


def changes(
    ticket: str, before: Sequence[ClockReading], after: Sequence[ClockReading], at: datetime
) -> Iterator[Transition]:
    """Yield what became of the clocks at an instant: `before` is how they stood until then."""
    known = {key_of(reading): reading for reading in before}
    keys = {key_of(reading) for reading in after}
    gone = [each for each in before if key_of(each) not in keys]
    pairs: list[tuple[ClockReading | None, ClockReading]] = []
    for reading in after:
        old = known.get(key_of(reading))
        if old is None:
            # A clock that another policy took over goes on.
            old = next((each for each in gone if goes_on(each, reading)), None)
            gone = [each for each in gone if each is not old]
        pairs.append((old, reading))
    for each in gone:
        # What waits for its start ends unnoticed.
        if each.state in ("running", "paused"):
            yield made(ticket, each, "cancelled", at, {})
    for old, reading in pairs:
        for kind, data in changes_of(old, reading):
            yield made(ticket, reading, kind, at, data)


def goes_on(old: ClockReading, new: ClockReading) -> bool:
    """Return whether a clock is another's, under the name of another policy."""
    return old.metric == new.metric and old.started_at == new.started_at


def changes_of(
    old: ClockReading | None, new: ClockReading
) -> Iterator[tuple[Kind, dict[str, Any]]]:
    """Yield what became of one clock, and with which data."""
    state = None if old is None or old.state == "idle" else old.state
    if new.state == "idle" or (new.state == "cancelled" and state in (None, "cancelled")):
        return
    again = state is not None and old is not None and new.started_at != old.started_at
    due = {"due_at": plain(new.due_at)}
    if state is None or (again and new.state != "cancelled"):
        started = {"started_at": plain(new.started_at), "amount": new.amount}
        yield "started", {**started, **due}
        state = "running"
    elif new.open and state in ("stopped", "cancelled"):
        yield "resumed", due
        state = "running"
    elif new.state == "running" and state == "paused":
        yield "resumed", due
    elif old is not None and new.open and due_moved(old, new):
        yield "due_changed", {**due, "amount": new.amount}
    if new.breached and (old is None or again or not old.breached):
        yield "breached", {**due, "breached_at": plain(new.breached_at)}
    passed = {} if old is None or again else {each.name: each.passed for each in old.warnings}
    yield from notified("warning", new.warnings, passed, due)
    passed = {} if old is None or again else {each.name: each.passed for each in old.escalations}
    yield from notified("escalated", new.escalations, passed, due)
    if new.state == state:
        return
    if new.state == "paused":
        yield "paused", {"due_if_resumed_at": plain(new.due_if_resumed_at)}
    elif new.state == "cancelled":
        yield "cancelled", {}
    elif new.state == "stopped" and new.status in ("met", "missed"):
        kind: Kind = "met" if new.status == "met" else "missed"
        yield kind, {"stopped_at": plain(new.stopped_at), **due}


def due_moved(old: ClockReading, new: ClockReading) -> bool:
    """Return whether a clock that goes on as it did is due at another time."""
    if new.state != old.state or new.state == "paused":
        return new.amount != old.amount  # While it is paused its due time moves by itself.
    return new.due_at != old.due_at


def notified(
    kind: Literal["warning", "escalated"],
    notices: Iterable[Notice],
    passed: Mapping[str, bool],
    due: Mapping[str, Any],
) -> Iterator[tuple[Kind, dict[str, Any]]]:
    """Yield the alerts that have passed and had not before."""
    for each in notices:
        if each.passed and not passed.get(each.name):
            yield kind, {"name": each.name, "to": list(each.to), **due}


def key_of(reading: ClockReading) -> Key:
    return reading.policy, reading.metric, reading.cycle


def made(
    ticket: str, reading: ClockReading, kind: Kind, at: datetime, data: Mapping[str, Any]
) -> Transition:
    """Return a transition of a clock with its id."""
    name = data.get("name", data.get("id", ""))
    told = (ticket, *key_of(reading), kind, (at - EPOCH) // MICROSECOND, name)
    return Transition(identity(told), ticket, *key_of(reading), kind, at, data)


def identity(told: Sequence[Any]) -> str:
    """Return a short hash of what something is, the same in every process."""
    return hashlib.sha256(repr(tuple(told)).encode()).hexdigest()[:24]


def withdrawals(
    given: Iterable[Transition], found: Iterable[Transition], at: datetime
) -> Iterator[Transition]:
    """Yield a withdrawal of each transition that was given and is not found any more."""
    ids = {each.id for each in found}
    for each in given:
        if each.id not in ids and each.kind != "withdrawn":
            data = {"id": each.id, "kind": each.kind, "at": each.at.isoformat()}
            told = ("withdrawn", each.id)
            yield each._replace(id=identity(told), kind="withdrawn", at=at, data=data)
