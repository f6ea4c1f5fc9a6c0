"""Evidence: what was given, what is empty, and what time it tells of."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from slakit import (
    Assessment,
    Evidence,
    Exemption,
    PolicySet,
    Ticket,
    assess,
    evaluate,
    evaluate_many,
)
from slakit.errors import NaiveDatetimeError, SlakitError
from slakit.evaluation import Exempted
from tests.agreements.contracts import HOUR, agreement, answers, clock, down, october, uptime

WHY = Exempted("storm", "ana", october(6))
DESK = PolicySet.model_validate(
    {
        "calendars": {"always": {"tz": "UTC", "hours": "Mon-Sun 00:00-24:00"}},
        "policies": [{"name": "all", "calendar": "always", "targets": {"resolution": "4h"}}],
    }
)


def test_given_and_empty() -> None:
    """None was not given, an empty list was; of services each for itself."""
    nothing = Evidence()
    assert (None, None, None, None) == (
        nothing.clocks,
        nothing.outages_of("shop"),
        nothing.counts,
        nothing.scores,
    )
    outage = down(october(3), 1)
    assert (outage,) == Evidence(outages=[outage]).outages_of("mail")
    named = Evidence(outages={"shop": [outage], "mail": []})
    assert [(outage,), (), None] == [named.outages_of(name) for name in ("shop", "mail", "dns")]


def test_covers() -> None:
    """Only a stretch of time that lies within its bounds is told of."""
    given = Evidence(since=october(1), until=october(32))
    assert given.covers(october(1), october(32))
    assert not given.covers(october(1) - timedelta(microseconds=1), october(2))
    assert not given.covers(october(31), october(32, 1))
    assert Evidence().covers(october(1), october(99))
    with pytest.raises(NaiveDatetimeError):
        Evidence(since=october(1).replace(tzinfo=None))


def test_of_evaluations() -> None:
    """The clocks of evaluations, and why breaches of them do not count."""
    ticket = Ticket(
        id="T-1",
        created_at=october(5),
        events=[
            Exemption(at=october(6), metric="resolution", reason="their network", author="ana")
        ],
    )
    batch = evaluate_many(DESK, [ticket], at=october(7))
    alone = Evidence.of([evaluate(DESK, ticket, at=october(7))], outages=[])
    assert alone.clocks == Evidence.of(batch).clocks
    assert () == alone.outages
    [clock] = alone.clocks or ()
    assert clock.exempt
    why = alone.exemptions["T-1", "all", "resolution", 1]
    assert ("their network", "ana", october(6)) == why


def test_twice() -> None:
    """A clock that is given twice would cost twice, and is refused; another cycle is not."""
    late = clock("T-1", october(5), HOUR)
    with pytest.raises(SlakitError, match="T-1, all/customer_answer, cycle 1 is given twice"):
        Evidence(clocks=[late, late])
    assert 2 == len(Evidence(clocks=[late, late._replace(cycle=2)]).clocks or ())


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"outages": "abc"}, "'abc' is no Outage"),
        ({"outages": {"shop": [3]}}, "3 is no Outage"),
        ({"clocks": [1]}, "1 is no Outcome"),
        ({"counts": 5}, "5 is no Count"),
        ({"exemptions": [1]}, "is no mapping"),
        ({"exemptions": {("T-9", "p", "m", 1): WHY}}, "there is no such clock"),
    ],
)
def test_refused(given: dict[str, Any], message: str) -> None:
    """What is no evidence is refused by name, and says what to give."""
    with pytest.raises(SlakitError, match=message) as caught:
        Evidence(**given)
    assert caught.value.remedy


def test_exemption_of_a_breach_that_counts() -> None:
    """A reason without an exempt clock would be lost, and is refused; with one it is kept."""
    late = clock("T-1", october(5), HOUR)
    why = {(late.ticket, late.policy, late.metric, late.cycle): WHY}
    with pytest.raises(SlakitError, match="is not exempt"):
        Evidence(clocks=[late], exemptions=why)
    spared = clock("T-1", october(5), HOUR, exempt=True)
    assert why == Evidence(clocks=[spared], exemptions=why).exemptions


def test_assess_refuses() -> None:
    """What is no evidence and no earlier assessment is refused by the name of its argument."""
    nothing: Any = None
    with pytest.raises(SlakitError, match="None is no evidence"):
        assess(agreement(uptime()), "2026-10", nothing)
    earlier: Any = [{}]
    with pytest.raises(SlakitError, match="no assessment"):
        assess(agreement(uptime()), "2026-10", Evidence(), earlier=earlier)


def test_rejected() -> None:
    """How many rows were set aside is told by the document in four languages, and kept."""
    found = assess(agreement(uptime()), "2026-10", Evidence(rejected=2))
    for locale, told in (
        ("en", "2 rows were set aside and are not in these figures"),
        ("es", "Se apartaron 2 filas"),
        ("pt-BR", "2 linhas foram deixadas de lado"),
        ("pt-PT", "2 linhas foram postas de parte"),
    ):
        for text in (found.to_text(locale), found.to_markdown(locale), found.to_html(locale)):
            assert told in text
    assert found == Assessment.from_data(found.to_data())
    assert "set aside" not in assess(agreement(uptime()), "2026-10", Evidence()).to_text()


def test_exemption_before_the_agreement() -> None:
    """A clock from before an agreement took effect is left out together with its exemption."""
    spared = clock("T-1", october(5), HOUR, exempt=True)
    why = {(spared.ticket, spared.policy, spared.metric, spared.cycle): WHY}
    given = Evidence(clocks=[spared], exemptions=why)
    later = agreement(answers(), effective={"from": "2026-10-15"})
    assert "nothing" == assess(later, "2026-10", given).commitments[0].windows[0].missing
