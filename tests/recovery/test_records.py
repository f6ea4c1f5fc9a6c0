"""Which records may follow which."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from slakit import SlakitError
from slakit.recovery import BreachCase
from tests.recovery.cases import instant, opened, taken

Act = Callable[[], Any]


def step(case: BreachCase, name: Any, at: str, **said: Any) -> BreachCase:
    return case.step(name, at=instant(at), by="ana", **said)


@pytest.mark.parametrize(
    ("act", "message"),
    [
        (
            lambda: step(opened(), "team_alerted", "06 17:15"),
            r"responsible: nobody is named to restore it; name a person or a team",
        ),
        (
            lambda: step(taken(1), "cause_found", "07 09:00"),
            r"cause: the cause that was found is not given; ",
        ),
        (
            lambda: step(opened(), "cause_found", "07 09:00", cause="tool"),
            r"step: the step 'cause_found' comes after 'team_alerted'; .* override",
        ),
        (
            lambda: step(taken(1), "customer_told", "07 09:00"),
            r"step: the step 'customer_told' comes after 'cause_found'; .* override",
        ),
        (
            lambda: step(opened(), "customer_told", "07 09:00"),
            r"comes after 'team_alerted' and 'cause_found'",
        ),
        (
            lambda: step(taken(3), "restoration_told", "07 16:00", override="in a hurry"),
            r"'restoration_told' comes after 'acted'; take that step first$",
        ),
        (
            lambda: step(taken(2), "cause_found", "07 12:00", cause="tool"),
            r"was taken at 2024-05-07T11:15:00\+02:00 already; correct it",
        ),
        (
            lambda: step(taken(2), "customer_told", "07 11:14"),
            r"at: 2024-05-07T11:14:00\+02:00 is before 2024-05-07T11:15:00\+02:00",
        ),
        (
            lambda: step(opened(), "team_alerted", "06 16:59", responsible="bo"),
            r"at: 2024-05-06T16:59:00\+02:00 is before 2024-05-06T17:00:00\+02:00",
        ),
        (
            lambda: step(taken(2), "customer_told", "07 12:00", override="why not"),
            r"override: the step 'customer_told' is in order",
        ),
        (
            lambda: taken(1).correct("cause_found", by="eva", reason="typo", cause="tool"),
            r"'cause_found' was not taken, so there is nothing to correct",
        ),
        (
            lambda: taken(2).correct("cause_found", by="eva", reason=""),
            r"reason: a correction without a reason",
        ),
        (
            lambda: taken(2).correct("cause_found", by="eva", reason=" "),
            r"reason: a correction without a reason",
        ),
        (
            lambda: opened().step("team_alerted", at=instant("06 18:00"), by=" ", responsible="bo"),
            r"by: ' ' is blank; write something",
        ),
        (lambda: step(opened(), "team_alerted", "06 18:00", responsible=" "), r"responsible: ' ' "),
        (lambda: step(taken(1), "customer_told", "07 09:00", override=" "), r"override: ' ' is"),
        (
            lambda: taken(2).correct("cause_found", by="eva", reason="typo", step="acted"),
            r"step: 'step' is nothing that can be corrected; give the step first",
        ),
        (
            lambda: taken(2).correct("cause_found", by="eva", reason="typo", correction="no"),
            r"correction: 'correction' is nothing that can be corrected",
        ),
        (
            lambda: taken(3).correct("cause_found", by="eva", reason="log", at=instant("07 11:46")),
            r"would change the order of the steps; give an instant from .*17:15.* to .*11:45",
        ),
        (
            lambda: taken(2).correct("cause_found", by="eva", reason="log", cause=None),
            r"cause: the cause that was found is not given",
        ),
    ],
)
def test_refused(act: Act, message: str) -> None:
    """What cannot be so is refused with the reason and the remedy."""
    with pytest.raises(SlakitError, match=message):
        act()


def test_override() -> None:
    """A reason lets the customer be told before the cause is known, and is kept."""
    case = step(taken(1), "customer_told", "06 17:20", override="she called")
    assert "she called" == case.records[-1].override
    # The cause is still waited for, and telling the customer took no time.
    found = case.evaluate(at=instant("06 17:30"))
    assert ["on_track", "met"] == [found[name].status for name in ("cause_found", "customer_told")]
    case = step(case, "cause_found", "07 09:00", cause="tool")
    assert "met" == case.evaluate(at=instant("07 09:00"))["cause_found"].status


def test_corrected_override() -> None:
    """A correction keeps the reason of an override, whatever is left empty, until another one."""
    case = step(taken(1), "customer_told", "06 17:20", override="she called")
    kept = case.correct("customer_told", by="eva", reason="typo", override="")
    assert "she called" == kept.taken["customer_told"].override
    new = kept.correct("customer_told", by="eva", reason="typo", override="he called")
    assert "he called" == new.taken["customer_told"].override


def test_at_one_instant() -> None:
    """Steps may be taken at one instant, in order."""
    case = step(opened(), "team_alerted", "06 17:00", responsible="bo")
    case = step(case, "cause_found", "06 17:00", cause="tool")
    assert ["met", "met"] == [
        case.evaluate(at=instant("06 17:00"))[name].status
        for name in ("team_alerted", "cause_found")
    ]
