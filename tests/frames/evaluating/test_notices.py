"""Warnings and escalations, when each falls, worked out by hand."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slakit import Ticket
from tests.evaluation.desks import desk, on, ticket
from tests.frames.evaluating.comparing import check, rows_of
from tests.frames.evaluating.one_by_one import named

np = pytest.importorskip("numpy", reason="numpy is not installed")
notices = pytest.importorskip("slakit.frames.evaluating.notices")

Told = list[tuple[str, Any, bool]]


def told(
    subject: Ticket, at: str, amount: str = "4h", **alerts: Any
) -> tuple[str, Told, Told, Any]:
    """Return the status of a ticket, its warnings and escalations, and when it changes."""
    row = {"name": "all", "calendar": "office", "targets": {"resolution": amount}, **alerts}
    (found,) = rows_of(check(desk(row), named(subject), on(at)).clocks)
    warned, escalated = (
        [(each["name"], each["at"], each["passed"]) for each in found[name]]
        for name in ("warnings", "escalations")
    )
    return found["status"], warned, escalated, found["next_change_at"]


@pytest.mark.parametrize(
    ("offset", "falls"),
    [
        # Of four hours from 09:00 on, due at 14:00.
        ("50%", "Mon 11:00"),
        ("75%", "Mon 12:00"),
        ("-30m", "Mon 13:30"),
        ("-90m", "Mon 11:30"),
        ("-90m wall", "Mon 12:30"),
        ({"at": "-90m wall", "only_when_open": True}, "Mon 13:00"),
        ("100%", "Mon 14:00"),
    ],
)
def test_warnings(offset: Any, falls: str) -> None:
    """Shares are of the amount, lengths before the due time are open time or real time."""
    status, warned, _, change = told(ticket(), "Mon 11:15", warn={"soon": offset})
    passed = on(falls) <= on("Mon 11:15")
    assert ([("soon", on(falls), passed)], "at_risk" if passed else "on_track") == (warned, status)
    assert on("Mon 14:00" if passed else falls) == change


@pytest.mark.parametrize(
    ("offset", "falls"),
    [
        ("+0m", "Mon 14:00"),
        ("+4h", "Tue 10:00"),
        ("+4h wall", "Mon 18:00"),
        ({"at": "+4h wall", "only_when_open": True}, "Tue 09:00"),
        ("150%", "Mon 16:00"),
    ],
)
def test_escalations(offset: Any, falls: str) -> None:
    """Escalations count on from the due time."""
    _, _, escalated, _ = told(ticket(), "Mon 17:00", escalate={"lead": offset})
    assert [("lead", on(falls), on(falls) <= on("Mon 17:00"))] == escalated


@pytest.mark.parametrize(
    ("amount", "falls"), [("2bd", "Mon 17:00"), ("1cd", "Mon 13:30"), ("at(own)", "Mon 11:00")]
)
def test_share_of_a_rule(amount: str, falls: str) -> None:
    """Half of a rule is half of the open time to the due time: Wed 09:00, Tue 09:00, Mon 14:00."""
    subject = ticket(fields={"own": "2024-05-06T14:00Z"})
    _, warned, _, _ = told(subject, "Mon 10:00", amount, warn={"half": "50%"})
    assert [("half", on(falls), False)] == warned


def test_paused() -> None:
    """While a clock waits, a warning that has not come has no instant."""
    subject = ticket(("Mon 11:30", "waiting"))
    status, warned, _, _ = told(
        subject, "Mon 12:00", warn={"half": "50%", "soon": "75%"}, escalate={"lead": "+0m"}
    )
    assert ("paused", [("half", on("Mon 11:00"), True), ("soon", None, False)]) == (status, warned)


def test_stopped() -> None:
    """A warning that falls when the clock is stopped, or later, has not passed."""
    subject = ticket(("Mon 12:00", "solved"))
    _, warned, _, _ = told(subject, "Mon 16:00", warn={"soon": "75%", "half": "50%"})
    assert [("soon", on("Mon 12:00"), False), ("half", on("Mon 11:00"), True)] == warned


def test_several_targets() -> None:
    """Each clock has the alerts of its own target, in the order of the policy."""
    policies = desk(
        {
            "name": "all",
            "calendar": "office",
            "targets": {"first_response": "1h", "resolution": "4h"},
            "warn": {
                "late": {"at": "75%", "metrics": ["resolution"], "to": ["ana", "bo"]},
                "early": "50%",
            },
        }
    )
    found = rows_of(
        check(policies, named(ticket(), ticket(created="Tue 09:00")), on("Tue 10:00")).clocks
    )
    assert [["early"], ["late", "early"]] * 2 == [
        [each["name"] for each in row["warnings"]] for row in found
    ]
    assert ["ana", "bo"] == found[1]["warnings"][0]["to"]


@given(
    st.lists(st.integers(0, 1 << 62), min_size=1),
    st.fractions(Fraction(1, 10**6), 1000, max_denominator=10**6),
)
def test_share(lengths: list[int], percent: Fraction) -> None:
    """A share is the least whole number that is no less than it, of numbers however great."""
    exact = [-(-length * percent.numerator // (percent.denominator * 100)) for length in lengths]
    fitting = [n for n, share in zip(lengths, exact, strict=True) if share < 1 << 63]
    expected = [share for share in exact if share < 1 << 63]
    assert expected == notices.part(np.array(fitting, np.int64), percent).tolist()
