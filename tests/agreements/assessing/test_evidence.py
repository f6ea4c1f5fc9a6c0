"""Evidence: what was given, what is empty, and what time it tells of."""

from __future__ import annotations

from datetime import timedelta

import pytest

from slakit import Evidence, Exemption, PolicySet, Ticket, evaluate, evaluate_many
from slakit.errors import NaiveDatetimeError, SlakitError
from tests.agreements.contracts import HOUR, clock, down, october

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
