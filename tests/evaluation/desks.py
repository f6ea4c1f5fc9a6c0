"""Small desks and tickets written down in one line, for evaluations worked out by hand.

Everything happens in UTC in the week of Monday 6 May 2024 and the one after it. The office opens
at 09:00, has lunch from 12:00 to 13:00 and closes at 17:00, so its day has seven hours.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from slakit import Change, ClockReading, Message, PolicySet, Signal, Ticket, evaluate
from slakit.tickets import Event

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
CALENDARS = {
    "office": {"tz": "UTC", "hours": "Mon-Fri 09:00-12:00,13:00-17:00"},
    "late": {"tz": "UTC", "hours": "Mon-Fri 13:00-20:00"},
    "always": {"tz": "UTC", "hours": "Mon-Sun 00:00-24:00"},
}
STATUSES = {"paused": ["waiting"], "resolved": ["solved"], "closed": ["closed"]}

Happening = tuple[str, Mapping[str, Any] | str]


def on(text: str) -> datetime:
    """Return an instant: "Mon 09:00" of the first week, "+Mon 09:00" of the second."""
    week, day, hour, minute = re.fullmatch(r"(\+?)(\w{3}) (\d\d):(\d\d)", text).groups()  # type: ignore[union-attr]
    date = 6 + DAYS.index(day) + 7 * bool(week)
    return datetime(2024, 5, date, int(hour), int(minute), tzinfo=UTC)


def span(text: str) -> timedelta:
    """Return a length: "4h", "-1h30m", "0m"."""
    sign, hours, minutes = re.fullmatch(r"(-?)(?:(\d+)h)?(?:(\d+)m)?", text).groups()  # type: ignore[union-attr]
    length = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
    return -length if sign else length


def desk(*policies: Mapping[str, Any], **of_set: Any) -> PolicySet:
    """Return the desk with these policies, and with what else the set says."""
    return PolicySet.model_validate(
        {"calendars": CALENDARS, "statuses": STATUSES, "policies": policies, **of_set}
    )


def promising(metric: str = "resolution", **targets: Any) -> PolicySet:
    """Return the desk with one policy for everybody, in office hours."""
    return desk({"name": "all", "calendar": "office", "targets": targets or {metric: "4h"}})


def ticket(
    *happenings: Happening,
    created: str = "Mon 09:00",
    fields: Mapping[str, Any] | None = None,
    opened_by: Any = None,
    more: Iterable[Event] = (),
) -> Ticket:
    """Return a ticket; what happens is a status, the author of a message, or changed fields.

    "signal: sold" is a signal, "note" an internal note; `more` are events as they are.
    """
    events: list[Event] = list(more)
    for when, what in happenings:
        if not isinstance(what, str):
            events.append(Change(at=on(when), fields=what))
        elif what.startswith("signal: "):
            events.append(Signal(at=on(when), name=what.removeprefix("signal: ")))
        elif what == "note":
            events.append(Message(at=on(when), author="agent", public=False))
        elif what in ("agent", "customer", "system", "bot"):
            events.append(Message(at=on(when), author=what))  # type: ignore[arg-type]
        else:
            events.append(Change(at=on(when), fields={"status": what}))
    return Ticket(
        id="T-1", created_at=on(created), fields=fields or {}, events=events, opened_by=opened_by
    )


def read(policies: PolicySet, subject: Ticket, at: str, metric: str = "resolution") -> ClockReading:
    return evaluate(policies, subject, at=on(at))[metric]


INSTANTS = {
    "started_at",
    "stopped_at",
    "cancelled_at",
    "due_at",
    "due_if_resumed_at",
    "breached_at",
    "next_change_at",
}
LENGTHS = {
    "closed",
    "elapsed",
    "elapsed_wall",
    "overdue",
    "paused",
    "remaining",
    "target",
    "time_left_wall",
}


def expected(**stated: Any) -> dict[str, Any]:
    """Return what is stated of a reading as the values that the reading has."""
    return {name: value_of(name, value) for name, value in stated.items()}


def value_of(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name in INSTANTS:
        return on(value)
    return span(value) if name in LENGTHS else value


def facts(reading: ClockReading, names: Mapping[str, Any]) -> dict[str, Any]:
    """Return of a reading what an expectation speaks of."""
    return {name: getattr(reading, name) for name in names}
