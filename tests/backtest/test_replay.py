"""Replaying gives the verdicts of `evaluate`, whatever the policies have in common."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from slakit import HorizonError, NaiveDatetimeError, PolicySet, SlakitError, Ticket, evaluate
from slakit.backtest import Verdict, replay, vary
from slakit.testing.strategies import instants, policies, tickets
from tests.evaluation.desks import on, promising, ticket
from tests.evaluation.drawn_desks import Data, desks, policies_of
from tests.evaluation.histories import Asked, asked, histories, instant, minute_asked, ticket_of
from tests.evaluation.oracle_world import History

few = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
LENGTHS = ("4m", "44m", "2h", "7h", "2h wall", "26h wall", "1bd", "2bd", "1bd eod", "2cd")
NIGHTS = {"office": {"hours": "Mon-Fri 06:00-22:00"}}


def evaluated(policies: PolicySet, ticket: Ticket, at: datetime) -> tuple[Verdict, ...]:
    """Return the verdicts that the readings of an evaluation give."""
    found = evaluate(policies, ticket, at=at)
    return tuple(
        Verdict(**{name: getattr(each, name) for name in Verdict._fields}) for each in found
    )


def agrees(sets: dict[str, PolicySet], ticket: Ticket, at: datetime) -> None:
    [found] = replay([ticket], sets, at=at, on_error="collect")
    for name, each in sets.items():
        try:
            expected = evaluated(each, ticket, at)
        except HorizonError:
            # It asks for a due time that its calendar never reaches; a verdict needs none.
            continue
        except SlakitError:
            assert name in found.errors
        else:
            assert expected == found.verdicts[name]


@few
@given(desks, desks, st.sampled_from(LENGTHS), histories(), asked)
def test_desks(one: Data, other: Data, amount: str, history: History, asked: Asked) -> None:
    """Sets that share much or little are each read as if they were alone."""
    first = policies_of(one)
    promised = dict.fromkeys(first.policies[0].targets, amount)
    sets = {
        "first": first,
        "other": policies_of(other),
        "nights": vary(first, calendars=NIGHTS),
        "unpaused": vary(first, pause="none"),
        "promised": vary(first, targets=promised),
    }
    agrees(sets, ticket_of(history), instant(minute_asked(history, asked)))


@few
@given(policies(), policies(), tickets(), instants(about=date(2024, 3, 12)))
def test_whole_language(one: PolicySet, other: PolicySet, ticket: Ticket, at: datetime) -> None:
    """So are sets over all words of the language, on exemptions, due times by hand and merges."""
    agrees({"one": one, "other": other}, ticket, at)


@few
@given(st.sampled_from(LENGTHS), st.sampled_from(LENGTHS), histories(), asked)
def test_pauses(one: str, other: str, history: History, asked: Asked) -> None:
    """A clock that pauses and is reopened is late under lengths and rules alike."""
    sets = {each: promising(resolution=each, total_resolution=each) for each in (one, other)}
    agrees(sets, ticket_of(history), instant(minute_asked(history, asked)))


def test_collected() -> None:
    """A ticket that one set cannot read has its error there, and its verdicts under the other."""
    sets = {"fixed": promising(resolution="4h"), "carried": promising(resolution="field(own)")}
    bad = ticket(fields={"own": "soon"})
    [found] = replay([bad], sets, at=on("Mon 10:00"), on_error="collect")
    assert ["carried"] == list(found.errors)
    assert ["on_track"] == [each.status for each in found.verdicts["fixed"]]
    with pytest.raises(SlakitError, match="soon"):
        list(replay([bad], sets, at=on("Mon 10:00")))


def test_no_ticket() -> None:
    """What is no ticket is set aside under all sets, with its id where it has one."""
    sets = {"one": promising(), "other": promising()}
    [found] = replay([{"id": "T-9"}], sets, at=on("Mon 10:00"), on_error="collect")
    assert ("T-9", ["one", "other"]) == (found.ticket, list(found.errors))
    with pytest.raises(SlakitError, match="created_at"):
        list(replay([{"id": "T-9"}], sets, at=on("Mon 10:00")))


def test_refused_at_once() -> None:
    """A bad question is refused before the first ticket is read."""
    with pytest.raises(NaiveDatetimeError):
        replay([], {}, at=datetime(2024, 5, 6))  # noqa: DTZ001
    with pytest.raises(SlakitError, match="no way to treat errors"):
        replay([], {}, at=on("Mon 10:00"), on_error="skip")
    with pytest.raises(SlakitError, match="is no policy set"):
        replay([], {"one": {}}, at=on("Mon 10:00"))  # type: ignore[dict-item]
    with pytest.raises(SlakitError, match="list is no mapping of policy sets by name; give each"):
        replay([], [promising()], at=on("Mon 10:00"))  # type: ignore[arg-type]


def test_without_sets() -> None:
    """Under no policies a ticket has no verdicts."""
    [found] = replay([ticket()], {}, at=on("Mon 10:00") + timedelta(hours=1))
    assert {} == found.verdicts
