"""Fixtures for pytest: an office, a desk, and instants of one week by their names.

A module of tests, or the top ``conftest.py``, has them after::

    pytest_plugins = ["slakit.testing.fixtures"]

The week is that of Monday 6 May 2024, in Madrid. A fixture of the same name in your own
``conftest.py`` takes the place of one of these, and the others follow: with an ``office`` in São
Paulo, ``at("Mon 09:00")`` is nine o'clock there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from slakit.calendars import BusinessCalendar, Calendar
from slakit.errors import MissingExtraError, SlakitError
from slakit.policies import PolicySet
from slakit.testing.edges import clock_changes
from slakit.testing.week import MONDAY, instant
from slakit.tickets import Change, Message, Signal, Ticket
from slakit.tickets.events import Event

try:
    import pytest
except ImportError:
    raise MissingExtraError.of("testing", "slakit.testing.fixtures", "pytest") from None

__all__ = ["at", "desk", "fall_back", "make_ticket", "now", "office", "spring_forward"]

At = Callable[[str], datetime]


@pytest.fixture
def office() -> BusinessCalendar:
    """An office in Madrid that closes for lunch: Mon-Fri 09:00-12:00 and 13:00-18:00.

    The Thursday of the week, 9 May, is a holiday.
    """
    return BusinessCalendar(
        tz="Europe/Madrid",
        hours="Mon-Fri 09:00-12:00,13:00-18:00",
        holidays=[{"date": MONDAY + timedelta(days=3), "name": "Holiday of the town"}],
    )


@pytest.fixture
def desk(office: BusinessCalendar) -> PolicySet:
    """A policy set over the office: urgent tickets, and all others.

    ``waiting`` is paused, ``solved`` resolved and ``closed`` closed. Of urgent tickets the first
    response is due in 30m and the resolution in 4h, of all others in 2h and 2bd.
    """
    urgent = {"first_response": "30m", "resolution": "4h"}
    others = {"first_response": "2h", "resolution": "2bd"}
    return PolicySet.model_validate(
        {
            "calendars": {"office": office},
            "statuses": {"paused": ["waiting"], "resolved": ["solved"], "closed": ["closed"]},
            "policies": [
                {
                    "name": "urgent",
                    "when": {"priority": "urgent"},
                    "calendar": "office",
                    "targets": urgent,
                    "warn": {"soon": "75%"},
                },
                {"name": "everybody", "default": True, "calendar": "office", "targets": others},
            ],
        }
    )


@pytest.fixture
def at(office: BusinessCalendar) -> At:
    """The function from ``"Mon 09:00"`` to that instant of the week, in the office's zone.

    ``"next Mon 09:00"`` and ``"last Fri 17:00"`` are in the weeks beside it, and dates such as
    ``"2024-12-24 11:00"`` anywhere.
    """
    return lambda text: instant(text, office)


@pytest.fixture
def now(at: At) -> datetime:
    """The Wednesday of the week at 12:00: an instant that stands still."""
    return at("Wed 12:00")


@pytest.fixture
def spring_forward(office: BusinessCalendar) -> datetime:
    """The instant in 2024 at which the clocks of the office go forward."""
    return change_of(office, 1)


@pytest.fixture
def fall_back(office: BusinessCalendar) -> datetime:
    """The instant in 2024 at which the clocks of the office go back."""
    return change_of(office, -1)


def change_of(calendar: Calendar, sign: int) -> datetime:
    for at, by in clock_changes(calendar.zone, MONDAY.year):
        if (by > timedelta(0)) == (sign > 0):
            return at
    raise SlakitError(
        f"the clocks of {calendar.zone} do not change in {MONDAY.year}",
        parameter="office",
        value=str(calendar.zone),
        remedy="give the fixture office a zone with daylight saving time",
    )


@pytest.fixture
def make_ticket(at: At) -> Callable[..., Ticket]:
    """The function that makes a ticket out of texts that `at` reads::

        make_ticket(
            "Mon 09:00",
            priority="urgent",
            changes={"Mon 10:00": {"status": "waiting"}, "Mon 11:00": {"status": "open"}},
            agent=["Mon 09:40"],
            customer=["Mon 10:30"],
            signals={"Mon 12:00": "handed_over"},
        )

    Other keywords are the fields at the creation. The customer opened it, unless `opened_by` says
    otherwise.
    """
    numbers = count(1)

    def make(
        created: str = "Mon 09:00",
        *,
        changes: Mapping[str, Mapping[str, Any]] = {},
        agent: Iterable[str] = (),
        customer: Iterable[str] = (),
        signals: Mapping[str, str] = {},
        opened_by: Any = "customer",
        **fields: Any,
    ) -> Ticket:
        events: list[Event] = [Change(at=at(on), fields=new) for on, new in changes.items()]
        events += [Message(at=at(on), author="agent") for on in agent]
        events += [Message(at=at(on), author="customer") for on in customer]
        events += [Signal(at=at(on), name=name) for on, name in signals.items()]
        return Ticket(
            id=f"T-{next(numbers)}",
            created_at=at(created),
            fields=fields,
            events=events,
            opened_by=opened_by,
        )

    return make
