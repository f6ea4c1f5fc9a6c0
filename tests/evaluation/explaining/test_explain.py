"""Explanations by name, and the last instant at which stopping would have met a clock."""

from __future__ import annotations

import pickle
from typing import Any

import pytest

from slakit import Evaluation, SlakitError, UnknownNameError, evaluate, explain
from tests.evaluation.desks import desk, on, promising, ticket


def test_same_as_the_evaluation_says() -> None:
    """The function and the method give the same, and its reading is that of the evaluation."""
    subject = ticket(("Mon 09:10", "customer"), ("Mon 09:20", "agent"), ("Mon 10:00", "customer"))
    policies = promising("next_response")
    ev = evaluate(policies, subject, at=on("Mon 11:00"))
    found = explain(policies, subject, "next_response", at=on("Mon 11:00"))
    assert ev.explain("next_response") == found
    assert ev["next_response"] == found.reading
    first = explain(policies, subject, "all/next_response", at=on("Mon 11:00"), cycle=1)
    assert ev.cycles("next_response")[0] == first.reading


def test_unknown() -> None:
    """A clock or a cycle that is not there is an error that says which are."""
    ev = evaluate(promising(), ticket(), at=on("Mon 10:00"))
    with pytest.raises(UnknownNameError, match="no clock 'resolve'; known: resolution"):
        ev.explain("resolve")
    with pytest.raises(UnknownNameError, match="no cycle 2 of 'resolution'; give one of 1"):
        ev.explain("resolution", cycle=2)


def test_without_its_ticket() -> None:
    """An evaluation that was read from data, or pickled, knows its history no more."""
    ev = evaluate(promising(), ticket(), at=on("Mon 10:00"))
    for other in (Evaluation.from_data(ev.to_data()), pickle.loads(pickle.dumps(ev))):
        with pytest.raises(SlakitError, match="does not know the history of ticket 'T-1'"):
            other.explain("resolution")


@pytest.mark.parametrize(
    ("happenings", "at", "latest"),
    [
        # Four hours from 09:00, lunch left out, end at 14:00: a stop exactly then is in time.
        ([], "Mon 14:00", "Mon 14:00"),
        ([], "Mon 16:00", "Mon 14:00"),
        ([("Mon 15:00", "solved")], "Mon 16:00", "Mon 14:00"),
        # An hour's pause moves it by an hour.
        ([("Mon 10:00", "waiting"), ("Mon 11:00", "new")], "Mon 16:00", "Mon 15:00"),
        # Not breached: there is nothing to say.
        ([], "Mon 13:59", None),
        ([("Mon 14:00", "solved")], "Mon 16:00", None),
    ],
)
def test_latest_stop(happenings: list[Any], at: str, latest: str | None) -> None:
    """It is the due time where that came by itself."""
    found = explain(promising(), ticket(*happenings), "resolution", at=on(at))
    assert (None if latest is None else on(latest)) == found.latest_stop


def test_latest_stop_before_a_shorter_target() -> None:
    """A clock that a shorter target made late could have been stopped until just before that."""
    policies = promising(resolution={"by": "priority", "high": "1h", "else": "8h"})
    subject = ticket(("Mon 11:00", {"priority": "high"}))
    found = explain(policies, subject, "resolution", at=on("Mon 12:00"))
    assert on("Mon 11:00") == found.reading.breached_at
    assert "2024-05-06T10:59:59.999999+00:00" == found.to_data()["latest_stop"]


def test_latest_stop_of_an_earlier_target() -> None:
    """Where breaches do not stick, an earlier target may be the last that could be met: two hours,
    due at 11:00, were over when the target became one hour at 11:30."""
    policies = desk(
        {
            "name": "all",
            "calendar": "office",
            "sticky": False,
            "targets": {"resolution": {"by": "priority", "high": "1h", "else": "2h"}},
        }
    )
    subject = ticket(("Mon 11:30", {"priority": "high"}))
    found = explain(policies, subject, "resolution", at=on("Mon 12:00"))
    assert (on("Mon 11:30"), on("Mon 11:00")) == (found.reading.breached_at, found.latest_stop)


def test_no_latest_stop() -> None:
    """A clock that was late from its start could never have been met."""
    policies = desk(
        {"name": "all", "calendar": "office", "targets": {"resolution": "at(promised)"}}
    )
    subject = ticket(fields={"promised": on("Mon 08:00")})
    found = explain(policies, subject, "resolution", at=on("Mon 12:00"))
    assert found.reading.breached
    assert None is found.latest_stop


def test_pauses_of_their_time() -> None:
    """A pause is told by the rule of the policy that was in force as it began."""
    policies = desk(
        {
            "name": "gold",
            "when": {"tier": "gold"},
            "calendar": "office",
            "pause": {"status": "parked"},
            "targets": {"resolution": "8h"},
        },
        {"name": "rest", "calendar": "office", "targets": {"resolution": "8h"}},
    )
    subject = ticket(
        ("Mon 09:10", "waiting"),
        ("Mon 09:20", {"status": "new", "tier": "gold"}),
        ("Mon 09:30", {"status": "parked"}),
    )
    found = explain(policies, subject, "resolution", at=on("Mon 10:00"))
    assert [{"category": "paused"}, {"status": "parked"}] == [
        each.parameters["condition"] for each in found.spans if each.reason == "paused"
    ]
