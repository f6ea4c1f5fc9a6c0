"""What a backtest counts: flips, verdicts before and after, attainment by group."""

from __future__ import annotations

import json
from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings

from slakit import PolicyWarning, SlakitError, Ticket, evaluate, vary
from slakit.backtest import backtest
from slakit.reports import Attainment, outcomes
from tests.evaluation.desks import desk, on, promising, ticket
from tests.evaluation.drawn_desks import Data, desks, policies_of
from tests.evaluation.histories import Asked, asked, histories, instant, minute_asked, ticket_of
from tests.evaluation.oracle_world import History

AT = on("Fri 17:00")


def solved(id: str, at: str, **fields: str) -> Ticket:
    made = ticket((at, {"status": "solved"}), fields=fields)
    return Ticket(id=id, created_at=made.created_at, fields=made.fields, events=made.events)


# Created on Monday at 09:00: solved after 2 h, after 3 h, after 5 h, and never.
TICKETS = [
    solved("T-1", "Mon 11:00", priority="high"),
    solved("T-2", "Mon 12:00", priority="high"),
    solved("T-3", "Mon 15:00", priority="low"),
    solved("T-4", "+Mon 09:00"),
]
OLD, NEW = promising(resolution="4h"), promising(resolution="2h30m")


def test_counts() -> None:
    """T-2 flips; T-1 stays met, T-3 missed, and T-4 is breached under both."""
    found = backtest(TICKETS, old=OLD, new=NEW, at=AT)
    assert {
        ("met", "met"): 1,
        ("met", "missed"): 1,
        ("missed", "missed"): 1,
        ("breached", "breached"): 1,
    } == found.counts
    assert ({"met->missed": 1}, ["T-2"]) == (found.kinds, [flip.ticket for flip in found.flips])


def test_groups() -> None:
    """Attainment is told by group before and after; who has no priority comes last."""
    found = backtest(TICKETS, old=OLD, new=NEW, at=AT)
    assert [
        (("high",), Fraction(1), Fraction(1, 2), 1),
        (("low",), Fraction(0), Fraction(0), 0),
        ((None,), Fraction(0), Fraction(0), 0),
    ] == [(each.values, each.before.share, each.after.share, each.flips) for each in found.groups]


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("4h", "none", "met->no_target"),
        ("none", "4h", "no_target->met"),
        ("2h30m", "4h", "missed->met"),
    ],
)
def test_kinds(old: str, new: str, kind: str) -> None:
    """A flip is any change of the verdict, in both directions."""
    sets = {"old": promising(resolution=old), "new": promising(resolution=new)}
    assert {kind: 1} == backtest([TICKETS[1]], at=AT, **sets).kinds


def test_clock_under_one_set() -> None:
    """A clock that only one of the sets has flips to no clock, and its group has no data there."""
    found = backtest([TICKETS[0]], old=OLD, new=promising(first_response="1h"), at=AT, by=())
    assert {"met->no_clock": 1, "no_clock->breached": 1} == found.kinds
    first, resolution = found.groups
    assert (None, Fraction(0)) == (first.before.share, first.after.share)
    assert (Fraction(1), None) == (resolution.before.share, resolution.after.share)


def test_nothing() -> None:
    """Without tickets there are no groups and no flips."""
    found = backtest([], old=OLD, new=NEW, at=AT)
    assert (0, (), (), {}) == (found.compared, found.groups, found.flips, found.kinds)


def test_rejected() -> None:
    """Tickets that cannot be evaluated under both are set aside; none disappears."""
    carried = promising(resolution="field(own)")
    bad = ticket(fields={"own": "soon"})
    given = [TICKETS[0], bad, {"id": "T-9"}]
    found = backtest(given, old=OLD, new=carried, at=AT, on_error="collect")
    assert (1, [(1, "T-1"), (2, "T-9")]) == (
        found.compared,
        [(each.index, each.ticket) for each in found.rejected],
    )
    with pytest.raises(SlakitError, match="soon"):
        backtest(given, old=OLD, new=carried, at=AT)


def test_refused() -> None:
    """A policy is no group, because the sets may call theirs otherwise; a field of that name is."""
    with pytest.raises(SlakitError, match=r"field\.policy"):
        backtest([], old=OLD, new=NEW, at=AT, by=["policy"])
    found = backtest([solved("T-1", "Mon 10:00", policy="x")], old=OLD, new=NEW, at=AT,
                     by=["field.policy"])  # fmt: skip
    assert [("x",)] == [each.values for each in found.groups]


@pytest.mark.parametrize("name", ["metric", "period"])
def test_no_field(name: str) -> None:
    """Groups are of one metric and of all periods; a field that is called so can be told."""
    with pytest.raises(SlakitError, match=rf"leave it out; .* is field\.{name}$"):
        backtest([], old=OLD, new=NEW, at=AT, by=[name])


def test_unseen_field() -> None:
    """A field that no ticket has and a condition asks for is warned of, as by evaluate_many."""
    new = desk(
        {"name": "a", "when": {"teir": "x"}, "calendar": "office", "targets": {"resolution": "4h"}}
    )
    for old in (OLD, new):
        with pytest.warns(PolicyWarning, match="teir") as warned:
            backtest(TICKETS, old=old, new=new, at=AT)
        assert 1 == len(warned)


def test_data() -> None:
    """A backtest is plain JSON data."""
    data = json.loads(json.dumps(backtest(TICKETS, old=OLD, new=NEW, at=AT).to_data()))
    assert ({"priority": "high"}, 1.0, 0.5) == (
        data["groups"][0]["values"],
        data["groups"][0]["before"]["share"],
        data["groups"][0]["after"]["share"],
    )
    assert ["met->missed"] == [flip["kind"] for flip in data["flips"]]


@pytest.mark.filterwarnings("ignore::slakit.PolicyWarning")
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(desks, desks, histories(), asked)
def test_sums(one: Data, other: Data, history: History, asked: Asked) -> None:
    """Attainment of all groups together is that of the evaluations, and flips are what changed."""
    at, given = instant(minute_asked(history, asked)), ticket_of(history)
    sides = {"old": policies_of(one), "new": policies_of(other)}
    found = backtest([given], at=at, **sides)
    for name, side in (("old", "before"), ("new", "after")):
        expected, total = Attainment(), Attainment()
        for each in outcomes(evaluate(sides[name], given, at=at)):
            expected.add(each)
        for group in found.groups:
            total += getattr(group, side)
        assert expected.counts == total.counts
    assert len(found.flips) == sum(found.kinds.values())
    assert Counter(flip.kind for flip in found.flips) == Counter(found.kinds)


def test_to_itself() -> None:
    """Against itself, or against the same in other words, nothing flips."""
    for same in (OLD, vary(OLD, targets={"resolution": "240m"})):
        assert () == backtest(TICKETS, old=OLD, new=same, at=AT).flips
