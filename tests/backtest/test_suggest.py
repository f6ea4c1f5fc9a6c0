"""The tightest targets that history would have met, held against evaluating with them."""

from __future__ import annotations

import json
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from slakit import PolicySet, PolicyWarning, SlakitError, Suggestion, Ticket, suggest_targets, vary
from slakit.backtest import backtest
from slakit.durations import format_length
from slakit.reports.layout import objective_of
from slakit.tickets import Exemption
from tests.evaluation.desks import desk, on, promising, span, ticket
from tests.evaluation.drawn_desks import compiled
from tests.evaluation.histories import histories, instant, ticket_of
from tests.evaluation.oracle_world import History

AT = on("Fri 17:00")
TICK = timedelta(microseconds=1)


def solved(at: str, **fields: str) -> Ticket:
    """Return a ticket that was created on Monday at 09:00."""
    return ticket((at, {"status": "solved"}), fields=fields)


def suggested(tickets: list[Ticket], policies: PolicySet, **words: Any) -> Suggestion:
    [found] = suggest_targets(tickets, policies=policies, at=AT, **{"by": (), **words})
    return found


def test_quantile() -> None:
    """Of 1 h, 2 h, 3 h and 5 h three quarters are met with 3 h."""
    times = ["Mon 10:00", "Mon 11:00", "Mon 12:00", "Mon 15:00"]
    found = suggested([solved(each) for each in times], promising(resolution="1h"), objective=75)
    assert (span("3h"), "3h", (3, 1, 0)) == (found.length, found.amount, found.standing)
    assert ({"1h": 4}, Fraction(1, 4), False) == (found.promised, found.now.share, found.realistic)


def test_closed_hours() -> None:
    """A stop in the break has used the 3 h that were over at 12:00: it needs a tick more."""
    found = suggested([solved("Mon 12:30")], promising(resolution="1h"))
    assert (span("3h") + TICK, "3h5m", (1, 0, 0)) == (found.length, found.amount, found.standing)


def test_at_closing_time() -> None:
    """A stop exactly at the closing is in time with what it used."""
    assert span("3h") == suggested([solved("Mon 12:00")], promising(resolution="1h")).length


def test_no_time_at_all() -> None:
    """What was stopped at once is met with any amount, and none is no amount."""
    found = suggested([solved("Mon 09:00")], promising(resolution="1h"))
    assert (TICK, "1m") == (found.length, found.amount)


def test_open_clock() -> None:
    """An open clock has failed where it ran longer, and is undecided where it has not."""
    waiting = ticket(("Mon 10:00", {"status": "waiting"}))
    found = suggested([solved("Mon 12:00"), waiting], promising(resolution="1h"), objective="90%")
    assert (span("3h"), (1, 0, 1)) == (found.length, found.standing)
    # It has run for 35 hours: with that it is past its due time.
    found = suggested([solved("Mon 12:00"), ticket()], promising(resolution="1h"), objective="90%")
    assert (span("35h") + TICK, (1, 0, 1)) == (found.length, found.standing)


def test_no_data() -> None:
    """Where nothing was stopped there is no suggestion, and nothing is said of the agreement."""
    found = suggested([ticket(("Mon 09:30", {"status": "waiting"}))], promising(resolution="4h"))
    assert (None, None, (0, 0, 1), None) == (
        found.length, found.amount, found.standing, found.realistic
    )  # fmt: skip
    assert str(found) == (
        "Resolution: no clock was stopped, so no target can be suggested. 1 clock is still open."
    )
    assert () == suggest_targets([], policies=promising(), at=AT)


def test_groups() -> None:
    """Each metric and group has its own, and amounts in real time are a group of their own."""
    policies = promising(
        resolution={"by": "priority", "high": "1h wall", "else": "4h"}, first_response="none"
    )
    tickets = [solved("Mon 10:00", priority="high"), solved("Mon 14:00", priority="low")]
    found = suggest_targets(tickets, policies=policies, at=AT)
    assert [
        ("first_response", ("high",), None),
        ("first_response", ("low",), None),
        ("resolution", ("high",), "1h wall"),
        ("resolution", ("low",), "4h"),
    ] == [(each.metric, each.values, each.amount) for each in found]


def test_left_out() -> None:
    """Cancelled clocks are left out; a metric without a target is measured all the same."""
    losing = desk({"name": "gold", "when": {"tier": "gold"}, "calendar": "office",
                   "targets": {"resolution": "none"}})  # fmt: skip
    lost = ticket(("Mon 10:00", {"tier": "tin"}), fields={"tier": "gold"})
    found = suggested([solved("Mon 11:00", tier="gold"), lost], losing)
    assert (span("2h"), (1, 0, 0), {}) == (found.length, found.standing, found.promised)


def test_exempted() -> None:
    """An exemption takes away a breach, and changes nothing where the clock was met."""
    early = Exemption(at=on("Mon 09:05"), reason="storm", author="ana")
    met, breached = (
        ticket((at, {"status": "solved"}), more=[early]) for at in ("Mon 10:00", "Tue 10:00")
    )
    found = suggested([met, breached, solved("Mon 16:00")], promising(resolution="4h"))
    # What counts is the hour of the first, and six of the last that are too many.
    assert (span("6h"), (2, 0, 0)) == (found.length, found.standing)
    assert Fraction(1, 2) == found.now.share


def test_data() -> None:
    """A suggestion is plain JSON data."""
    found = suggested([solved("Mon 11:00", priority="high")], promising(resolution="1h"),
                      by=("priority",))  # fmt: skip
    data = json.loads(json.dumps(found.to_data()))
    assert ({"priority": "high"}, "2h", 7200.0, False, 1) == (
        data["values"], data["amount"], data["seconds"], data["realistic"], data["met"]
    )  # fmt: skip


@pytest.mark.parametrize(
    ("given", "share"),
    [
        ("95%", "19/20"),
        ("95", "19/20"),
        (95, "19/20"),
        (Decimal("99.95"), "1999/2000"),
        (99.95, "1999/2000"),
        ("99.9 %", "999/1000"),
        ("0.5%", "1/200"),
    ],
)
def test_objective(given: Any, share: str) -> None:
    """A percentage is a text or a number, and exact."""
    assert Fraction(share) == objective_of(given)


@pytest.mark.parametrize(
    "given", ["0%", 0, -5, "x", True, None, "101%", float("nan"), "1e-99999999", "19/20"]
)
def test_no_objective(given: Any) -> None:
    """What is no percentage is refused with what to write."""
    with pytest.raises(SlakitError, match=r'^objective: .* as in "95%"'):
        objective_of(given)


@pytest.mark.parametrize("given", [0.95, "0.95", Decimal("0.95")])
def test_ambiguous_objective(given: Any) -> None:
    """A number up to 1 could be a share or a percentage, and both are named."""
    with pytest.raises(SlakitError, match=r'write "95%", or "0\.95%" if that is meant'):
        suggest_targets([], policies=promising(), at=AT, objective=given)


def test_collected() -> None:
    """A ticket that cannot be evaluated is left out where that is asked for, and else raised."""
    bad = ticket(fields={"own": "soon"})
    policies = promising(resolution="field(own)")
    given: list[Any] = [solved("Mon 10:00", own="4h"), bad, {"id": "T-9"}]
    found = suggest_targets(given, policies=policies, at=AT, on_error="collect")
    assert (1, [(1, "T-1"), (2, "T-9")]) == (
        len(found),
        [(each.index, each.ticket) for each in found.rejected],
    )
    with pytest.raises(SlakitError, match="soon"):
        suggest_targets([bad], policies=policies, at=AT)


def test_unseen_field() -> None:
    """A field that no ticket has and a condition asks for is warned of, as by evaluate_many."""
    policies = desk(
        {"name": "a", "when": {"teir": "x"}, "calendar": "office", "targets": {"resolution": "4h"}}
    )
    with pytest.warns(PolicyWarning, match="teir"):
        suggest_targets([solved("Mon 10:00")], policies=policies, at=AT)


targets = st.sampled_from(("4m", "2h", "7h", "26h wall", "1bd", "2cd"))


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(histories(most=4), min_size=1, max_size=5), targets, st.sampled_from(
    ("office", "weekend")), st.sampled_from((30, 50, 80, 100)), st.booleans())  # fmt: skip
def test_law(drawn: list[History], target: str, site: str, objective: int, next_open: bool) -> None:
    """Evaluating with what is suggested meets the objective, and with a tick less it does not."""
    tickets = [ticket_of(each) for each in drawn]
    at = instant(max(each.created for each in drawn) + 1500)
    policies = PolicySet.model_validate({
        "calendars": {site: compiled(site)},
        "statuses": {"paused": ["waiting"], "resolved": ["solved"]},
        "at_close": "next_open" if next_open else "stay",
        "policies": [{"name": "all", "calendar": site, "targets": {"resolution": target}}],
    })  # fmt: skip
    for found in suggest_targets(tickets, policies=policies, at=at, objective=objective, by=()):
        if found.length is None:
            continue
        wall = " wall" if found.amount is not None and found.amount.endswith("wall") else ""

        def share(length: timedelta, wall: str = wall) -> tuple[Any, int, int]:
            text = f"{format_length(length)}{wall}"
            new = vary(policies, targets={"resolution": text})
            [group] = backtest(tickets, old=policies, new=new, at=at, by=()).groups
            return group.after.share, group.after.met, group.after.failed

        reached, met, failed = share(found.length)
        assert (found.standing.met, found.standing.failed) == (met, failed)
        assert reached >= Fraction(objective, 100)
        if found.length > TICK:
            below, _, _ = share(found.length - TICK)
            assert below is None or below < Fraction(objective, 100)
