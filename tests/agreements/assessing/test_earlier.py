"""What was owed in earlier periods under a cap that reaches over several."""

from __future__ import annotations

from typing import Any

import pytest

from slakit.agreements import Assessment, Evidence, assess
from slakit.errors import SlakitError
from tests.agreements.contracts import agreement, down, october, uptime

# Hours of which a month has more than 1 %, and less than 5 %.
LONG = 15
YEARLY = {**uptime()["consequences"][0], "cap": "1500 EUR per year"}


def owed(found: Assessment) -> list[str]:
    return [str(charge.owed) for each in found.commitments for charge in each.charges]


def monthly(name: str, deal: Any, *earlier: Assessment, **more: Any) -> Assessment:
    outages = [down(october(3), LONG), down(october(40), LONG)]
    return assess(deal, name, Evidence(outages=outages), earlier=earlier, **more)


def test_earlier_of_one_period() -> None:
    """Of assessments of one period the latest counts, whatever their order."""
    deal = agreement(uptime(consequences=[YEARLY]))
    early, late = (monthly("2026-10", deal, at=at) for at in (october(2), october(40)))
    assert ([], ["1000.00 EUR"]) == (owed(early), owed(late))
    for earlier in ((early, late), (late, early), (late, late)):
        assert ["500.00 EUR"] == owed(monthly("2026-11", deal, *earlier))


def test_earlier_of_another_agreement() -> None:
    """What was owed under another agreement is refused."""
    other = agreement(uptime(consequences=[YEARLY]), id="B-1")
    with pytest.raises(SlakitError, match="give assessments of 'A-1'"):
        monthly("2026-11", agreement(uptime()), monthly("2026-10", other))


def amended_to(*consequences: Any) -> Any:
    changes = {"commitments": {"c0": {"consequences": list(consequences)}}}
    amendment = {"version": 2, "from": "2026-11-01", "summary": "costs", "changes": changes}
    return agreement(uptime(consequences=[YEARLY]), amendments=[amendment])


def test_earlier_consequences() -> None:
    """Consequences are told by what they are: order is nothing, and doubt is refused."""
    fixed = {"penalty": {"amount": "1 EUR", "per": "period"}, "cap": "3 EUR per year"}
    raised = {**YEARLY, "cap": "1700 EUR per year"}
    for consequences, expected in (
        ([fixed, YEARLY], ["1.00 EUR", "500.00 EUR"]),
        ([raised, fixed], ["700.00 EUR", "1.00 EUR"]),
    ):
        deal = amended_to(*consequences)
        assert expected == owed(monthly("2026-11", deal, monthly("2026-10", deal)))
    for doubtful in ([fixed], [YEARLY, YEARLY]):
        deal = amended_to(*doubtful)
        with pytest.raises(SlakitError, match="under which cap the credit of 'support' of 2026-10"):
            monthly("2026-11", deal, monthly("2026-10", deal))
    # The text that was assessed then is not that of this document.
    edited = agreement(uptime(consequences=[fixed]))
    with pytest.raises(SlakitError, match="under which cap"):
        monthly("2026-11", edited, monthly("2026-10", agreement(uptime(consequences=[YEARLY]))))
