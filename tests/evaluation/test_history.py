"""A ticket's events as moments."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from slakit import Change, Message, Statuses, Ticket, TicketError
from slakit.evaluation.history import Moment, fold
from slakit.instants import EPOCH
from tests.evaluation.desks import STATUSES, Happening, on, ticket

TICK = timedelta(microseconds=1)
CATEGORIES = Statuses(**STATUSES).categories


def moments(subject: Ticket, until: str = "+Sun 00:00") -> list[Moment]:
    return fold(subject, CATEGORIES, on(until) - EPOCH)


def test_before_the_creation() -> None:
    """There is no moment before the ticket is."""
    assert [] == fold(ticket(), CATEGORIES, on("Mon 09:00") - TICK - EPOCH)


def test_creation() -> None:
    """The first moment is the creation, with the fields of then."""
    (moment,) = moments(ticket(fields={"status": "waiting"}))
    assert (on("Mon 09:00") - EPOCH, {"created"}, {"status": "waiting"}, "paused") == (
        moment.at,
        moment.edges,
        moment.fields,
        moment.category,
    )


def test_until_is_included() -> None:
    """An event at the last instant counts, one after it does not."""
    subject = ticket(("Mon 10:00", "solved"), ("Mon 10:01", "open"))
    assert ["open", "resolved"] == [each.category for each in moments(subject, "Mon 10:00")]


def test_one_instant_is_one_moment() -> None:
    """Events of one instant make one moment, read after all of them; other zones too."""
    ten = on("Mon 10:00")
    subject = Ticket(
        id="T-1",
        created_at=on("Mon 09:00"),
        fields={"priority": "low"},
        events=[
            Change(at=ten, fields={"status": "waiting"}),
            Message(at=ten, author="agent"),
            Change(at=ten, fields={"status": "solved", "priority": "high"}),
            Message(at=ten, author="customer"),
        ],
    )
    first, second = moments(subject)
    assert {"agent_reply", "customer_reply"} == second.edges
    assert {"status": "solved", "priority": "high"} == second.fields
    assert "resolved" == second.category
    # What was read of an earlier moment stays as it was.
    assert {"priority": "low"} == first.fields


@pytest.mark.parametrize(
    ("happening", "edges"),
    [
        (("Mon 10:00", "agent"), {"agent_reply"}),
        (("Mon 10:00", "customer"), {"customer_reply"}),
        # Only people reply, so nothing is started or stopped by these.
        (("Mon 10:00", "bot"), {"bot_reply"}),
        (("Mon 10:00", "system"), {"system_reply"}),
        (("Mon 10:00", "solved"), set()),
    ],
)
def test_edges(happening: Happening, edges: set[str]) -> None:
    """A public message is a reply of its author; a change is none."""
    assert edges == moments(ticket(happening))[1].edges


def test_internal_note() -> None:
    """Whoever wrote it, a message that is not public is a note."""
    note = Message(at=on("Mon 10:00"), author="customer", public=False)
    subject = Ticket(id="T-1", created_at=on("Mon 09:00"), events=[note])
    assert {"internal_note"} == moments(subject)[1].edges


@pytest.mark.parametrize(
    ("opened_by", "edges"),
    [
        (None, {"created"}),
        ("customer", {"created", "customer_reply"}),
        ("agent", {"created", "agent_reply"}),
    ],
)
def test_opening(opened_by: str | None, edges: set[str]) -> None:
    """The opening is a message of whoever opened the ticket."""
    assert edges == moments(ticket(opened_by=opened_by))[0].edges


@pytest.mark.parametrize(
    ("fields", "category"),
    [
        ({}, "open"),
        ({"status": None}, "open"),
        ({"status": "new"}, "open"),
        ({"status": "waiting"}, "paused"),
        ({"status": "solved"}, "resolved"),
        ({"status": "closed"}, "closed"),
        # A word of the desk's is meant as it is written.
        ({"status": "Waiting"}, "open"),
        ({"status": 3}, "open"),
        # The category outright counts, and None is no category.
        ({"status": "waiting", "category": "open"}, "open"),
        ({"status": "new", "category": "closed"}, "closed"),
        ({"status": "waiting", "category": None}, "paused"),
    ],
)
def test_category(fields: dict[str, Any], category: str) -> None:
    """The category is that of the status word, unless the ticket names it outright."""
    assert category == moments(ticket(fields=fields))[0].category


@pytest.mark.parametrize("category", ["waiting", "Open", "", 1, True])
def test_bad_category(category: Any) -> None:
    """A category that does not exist is refused with the ticket, the value and the four."""
    with pytest.raises(TicketError, match=r"'T-1'.*open, paused, resolved, closed") as caught:
        moments(ticket(("Mon 10:00", {"category": category})))
    assert ("fields.category", category) == (caught.value.parameter, caught.value.value)
