"""What a picture shows: from when until when, the marks, closed hours and what is left out."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from slakit import PolicySet, Ticket, evaluate
from slakit.evaluation.pictures.extent import Extent, axis_words, extent_of
from slakit.evaluation.pictures.lanes import lanes_of
from slakit.instants import EPOCH
from slakit.wording.catalogue import catalogue
from tests.evaluation.desks import CALENDARS, desk, on, promising, ticket

HOUR = timedelta(hours=1)


def extent(policies: PolicySet, subject: Ticket, at: str) -> Extent:
    evaluation = evaluate(policies, subject, at=on(at))
    return extent_of(lanes_of(evaluation), subject.created)


def written(moment: timedelta) -> str:
    return f"{EPOCH + moment:%a %H:%M}"


def marks(found: Extent) -> list[list[str]]:
    return [[f"{each.kind} {written(each.at)}" for each in lane] for lane in found.marks]


def left_out(found: Extent, width: float = 700) -> list[tuple[str, str]]:
    """Return the breaks of a picture of so many pixels."""
    scale = found.scale(0, width, break_width=24)
    return [(f"{each.start:%a %H:%M}", f"{each.end:%a %H:%M}") for each in scale.breaks]


def test_open_clock() -> None:
    """An open clock is shown from the creation of its ticket to its due time."""
    found = extent(promising(resolution="5h"), ticket(created="Mon 10:00"), "Mon 11:00")
    assert ("Mon 10:00", "Mon 16:00") == (written(found.start), written(found.end))
    assert [["due Mon 16:00"]] == marks(found)
    assert on("Mon 11:00") - EPOCH == found.now


def test_ended_clock() -> None:
    """When every clock has ended, the instant of the question does not matter."""
    solved = ticket(("Mon 11:00", "solved"))
    found = extent(promising(resolution="4h"), solved, "+Fri 11:00")
    assert ("Mon 09:00", "Mon 11:00", None) == (
        written(found.start),
        written(found.end),
        found.now,
    )
    # The due time, four open hours after 09:00, is further off than the clock was long.
    assert [["met Mon 11:00"]] == marks(found)


def test_due_of_an_ended_clock() -> None:
    """What was promised of an ended clock is shown as far as the clock was long."""
    solved = ticket(("Mon 11:00", "solved"))
    assert [["met Mon 11:00", "due Mon 12:00"]] == marks(
        extent(promising(resolution="3h"), solved, "Tue 09:00")
    )


def test_cycles() -> None:
    """What a met cycle was due later is not drawn among the cycles after it."""
    talk = ticket(
        ("Mon 10:00", "agent"), ("Mon 11:00", "customer"), ("Mon 14:00", "agent"),
        opened_by="customer",
    )  # fmt: skip
    found = extent(promising(next_response="90m"), talk, "Mon 15:00")
    # One hour of each cycle before lunch: the second is due half an hour after it began again.
    expected = ["met Mon 10:00", "due Mon 13:30", "missed Mon 14:00"]
    assert [expected] == marks(found)


def test_warnings() -> None:
    """A warning of an open clock is marked, passed or not; a stopped one has those that passed."""
    policies = desk(
        {
            "name": "all",
            "calendar": "office",
            "targets": {"resolution": "4h"},
            "warn": {"half": "50%", "last": "-30m"},
        }
    )
    still = ["warning Mon 11:00", "warning Mon 13:30", "due Mon 14:00"]
    assert [still] == marks(extent(policies, ticket(), "Mon 12:00"))
    solved = ticket(("Mon 13:00", "solved"))
    done = ["warning Mon 11:00", "met Mon 13:00", "due Mon 14:00"]
    assert [done] == marks(extent(policies, solved, "Mon 15:00"))


def test_far_due_time() -> None:
    """A due time in years is not shown: the clock would be nothing beside it."""
    promised = ticket(fields={"promised": datetime(2031, 1, 1, tzinfo=UTC)})
    found = extent(promising(resolution="at(promised)"), promised, "Tue 09:00")
    assert ("Tue 09:00", [[]]) == (written(found.end), marks(found))


def test_at_creation() -> None:
    """At its creation a clock without a target has a picture of a minute."""
    found = extent(promising(resolution="none"), ticket(), "Mon 09:00")
    assert timedelta(minutes=1) == found.end - found.start


def test_before_the_ticket() -> None:
    """A clock that counts from before its ticket is shown from there."""
    policies = desk(
        {
            "name": "all",
            "calendar": "office",
            "counts_from": "field(reported)",
            "targets": {"resolution": "10h"},
        }
    )
    late = ticket(created="Tue 09:00", fields={"reported": on("Mon 15:00")})
    assert "Mon 15:00" == written(extent(policies, late, "Tue 10:00").start)


def test_nights_are_left_out() -> None:
    """Nights and weekends are left out of a few days, and lunch is not."""
    found = extent(promising(resolution="16h"), ticket(created="Thu 09:00"), "Thu 10:00")
    # Seven hours on Thursday, seven on Friday, two on Monday.
    expected = [("Thu 17:00", "Fri 09:00"), ("Fri 17:00", "Mon 09:00")]
    assert "Mon 11:00" == written(found.end)
    assert expected == left_out(found)


def test_an_instant_is_not_left_out() -> None:
    """The instant of a question in the night cuts what is left out."""
    found = extent(promising(resolution="9h"), ticket(), "Mon 22:00")
    assert [("Mon 17:00", "Mon 22:00"), ("Mon 22:00", "Tue 09:00")] == left_out(found)


def test_months() -> None:
    """Of months nothing is left out: breaks would be all that is seen."""
    found = extent(promising(resolution="60bd"), ticket(), "Tue 10:00")
    assert [] == left_out(found)


def test_real_time() -> None:
    """While real time counts nothing is left out, and closed hours of other lanes are shown."""
    found = extent(promising(resolution="3bd", total_resolution="30h wall"), ticket(), "Tue 10:00")
    # Both run till they stop, and nothing says when.
    assert [] == left_out(found)
    assert (True, ()) == (bool(found.closed[0]), found.closed[1])


def test_hours_differ() -> None:
    """What is left out is closed for every lane."""
    policies = desk(
        *({"name": name, "calendar": name, "targets": {"resolution": "9h"}} for name in CALENDARS),
        match="all",
    )
    found = extent(policies, ticket(), "Mon 10:00")
    assert [] == left_out(found)
    assert () == found.closed[2]


def test_holidays() -> None:
    """Closed hours know their holiday by name."""
    calendar = {"tz": "UTC", "hours": "Mon-Fri 09:00-17:00", "holidays": [
        {"date": "2024-05-07", "name": "Founders' Day"}]}  # fmt: skip
    policies = PolicySet.model_validate(
        {
            "calendars": {"office": calendar},
            "policies": [{"name": "all", "calendar": "office", "targets": {"resolution": "9h"}}],
        }
    )
    found = extent(policies, ticket(created="Mon 16:00"), "Mon 17:00")
    assert [
        ("Mon 17:00", "Tue 00:00", "closed", ""),
        ("Tue 00:00", "Wed 00:00", "holiday", "Founders' Day"),
        ("Wed 00:00", "Wed 09:00", "closed", ""),
    ] == [
        (written(each.start), written(each.end), each.reason, each.name) for each in found.closed[0]
    ]


@pytest.mark.parametrize(
    ("locale", "forms"),
    [
        ("en", ("Mon 6 May 2024", "Mon 6 May", "Mon 6", "6")),
        ("pt-PT", ("segunda, 06/05/2024", "segunda 6 mai.", "segunda 6", "6")),
    ],
)
def test_axis_words(locale: str, forms: tuple[str, ...]) -> None:
    """A day has ever shorter forms, and a month is named with and without its year."""
    words = axis_words(catalogue(locale))
    assert forms == tuple(words.day(date(2024, 5, 6)))
    assert 2 == len(words.month(date(2024, 5, 6)))
