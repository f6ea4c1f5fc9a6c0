"""Laws: whatever is tried in whatever order, a case is consistent, and is kept as it is."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from slakit import SlakitError
from slakit.recovery import BreachCase
from slakit.recovery.steps import STEPS
from tests.recovery.cases import MADRID, instant, opened

START = instant("06 17:00")
OPENED = opened()


@st.composite
def acts(draw: st.DrawFn) -> list[tuple[str, dict[str, Any]]]:
    """Return steps and corrections in any order, at any time, complete or not."""
    found = []
    minutes = 0
    for _ in range(draw(st.integers(0, 12))):
        minutes += draw(st.integers(-60, 900))
        said: dict[str, Any] = {
            "at": START + timedelta(minutes=minutes),
            "by": draw(st.sampled_from(["ana", "bo"])),
        }
        if draw(st.integers(0, 3)):
            said["cause"] = draw(st.sampled_from(["tool", "people/absence", "nothing"]))
        if draw(st.integers(0, 3)):
            said["responsible"] = "eva"
        reason = draw(st.sampled_from(["override", "reason", "override", ""]))
        if reason:
            said[reason] = "because"
        found.append((draw(st.sampled_from(STEPS)), said))
    return found


def tried(steps: list[tuple[str, dict[str, Any]]]) -> BreachCase:
    """Return the case after all that was not refused."""
    case = OPENED
    for step, said in steps:
        try:
            case = case.correct(step, **said) if "reason" in said else case.step(step, **said)  # type: ignore[arg-type]
        except SlakitError:
            continue
    return case


@settings(max_examples=60, deadline=None)
@given(acts())
def test_consistent(steps: list[tuple[str, dict[str, Any]]]) -> None:
    """Steps never go back in time, are told once, and the customer is told what is known."""
    case = tried(steps)
    taken = [*case.taken]
    times = [START, *(case.taken[step].at for step in taken)]
    assert all(one <= other for one, other in pairwise(times))
    assert len(taken) == len({record.step for record in case.records})
    for place, step in enumerate(taken):
        missing = {*STEPS[: STEPS.index(step)]} - {*taken[:place]}
        first = next(record for record in case.records if record.step == step)
        assert bool(missing) == bool(first.override)
        assert not (step == "restoration_told" and "acted" in missing)
    if "cause_found" in taken:
        assert case.taken["cause_found"].cause is not None
    if "team_alerted" in taken:
        assert case.responsible is not None


@settings(max_examples=40, deadline=None)
@given(acts())
def test_round_trip(steps: list[tuple[str, dict[str, Any]]]) -> None:
    """JSON gives every case back."""
    case = tried(steps)
    again = BreachCase.from_data(json.loads(json.dumps(case.to_data())))
    assert case == again
    assert case.records == again.records


@settings(max_examples=40, deadline=None)
@given(acts(), st.integers(0, 7000))
def test_judged_by_the_engine(steps: list[tuple[str, dict[str, Any]]], minutes: int) -> None:
    """At any instant a step is done exactly if it was taken by then, at its own time."""
    case = tried(steps)
    at: datetime = START + timedelta(minutes=minutes)
    for standing in case.standings(at=at):
        record = case.taken.get(standing.step)
        known = record is not None and record.at <= at
        assert known == (standing.done_at is not None)
        if record is not None and known:
            assert record.at == standing.done_at
            assert standing.state in ("done", "done_late")
            assert MADRID == (standing.done_at and standing.done_at.tzinfo)
