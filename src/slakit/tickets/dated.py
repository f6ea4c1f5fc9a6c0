"""`Dated`: what every event has.

An event keeps the time since the epoch of its instant as `moment`, because it
is asked for at every evaluation and costs a look at the zone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import ClassVar

from slakit.instants import plain_datetime, since_epoch
from slakit.tickets.values import id_text

__all__ = ["Dated", "set_at", "set_id", "set_moment"]


@dataclass(frozen=True, slots=True, init=False)
class Dated:
    """What every event has: its kind, its instant and, if somebody gave it one, its id.

    Two events are equal when they say the same of the same instant, in whatever
    zones their `at` are.
    """

    kind: ClassVar[str]

    # Two datetimes of one zone would compare by their wall times; the moment compares instead.
    at: datetime = field(compare=False)
    moment: timedelta = field(repr=False)
    id: str | None

    def __init__(self, at: datetime, id: str | int | None) -> None:
        set_at(self, at if type(at) is datetime else plain_datetime(at, "at"))
        set_moment(self, since_epoch(at, "at"))
        set_id(self, id if id is None else id_text(id))


# Events are made by the hundred thousand. Setting a slot of a frozen object like this takes a
# third less time than `object.__setattr__`, which has to find the slot by its name.
set_at = Dated.__dict__["at"].__set__
set_moment = Dated.__dict__["moment"].__set__
set_id = Dated.__dict__["id"].__set__
