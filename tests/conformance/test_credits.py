"""Service credits against published contracts: tiers, uptimes, and claim windows.

The file is one object with the facts of all contracts, so that it is read here and not by the
fixture that runs a test for each vector of a list. `--vectors DIR` says where it lies; a folder
without it skips these tests.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

import pytest

from slakit import (
    Agreement,
    Assessment,
    ClaimWindow,
    Evidence,
    Money,
    Outage,
    ServiceCredit,
    assess,
)
from slakit.agreements import tier_of
from slakit.reports.periods import Period
from tests.conftest import vectors_folder

BASE = Money.parse("1000 EUR")
MONTH = Period("month", date(2026, 1, 1))


@pytest.fixture
def facts(request: pytest.FixtureRequest) -> dict[str, Any]:
    """The facts about service credits."""
    file = vectors_folder(request.config) / "credits.json"
    if not file.exists():
        pytest.skip(f"{file.parent} has no {file.name}")
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return found


def percent(number: float) -> str:
    return f"{number}%"


def credit_of(contract: dict[str, Any]) -> ServiceCredit:
    """Return the tiers of a contract as a document holds them."""
    tiers = [
        {
            "below": percent(tier["below"]),
            "at_least": None if tier["at_or_above"] is None else percent(tier["at_or_above"]),
            "credit": percent(tier["credit_pct"]),
        }
        for tier in contract["tiers"]
    ]
    return ServiceCredit.model_validate({"tiers": tiers, "of": "fees"})


def agreement_of(contract: dict[str, Any], metric: str = "calendar month, UTC") -> Agreement:
    """Return an agreement whose one commitment is that of a contract."""
    return Agreement.model_validate(
        {
            "id": "C-1",
            "title": contract["service"],
            "type": "service-based",
            "form": "contractual",
            "tz": "UTC",
            "parties": {
                "provider": {"name": "Provider", "role": "provider"},
                "customer": {"name": "Customer", "role": "customer"},
            },
            "services": [{"name": "service"}],
            "fees": {"fees": str(BASE)},
            "commitments": [
                {
                    "id": "uptime",
                    "owed_by": "provider",
                    "owed_to": "customer",
                    "service": "service",
                    "objective": {
                        "availability": percent(contract["commitment"]),
                        "window": metric,
                    },
                    "consequences": [{"credit": credit_of(contract).to_data()}],
                }
            ],
        }
    )


def contracts(facts: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {each["service"]: each for each in facts["credits"] if each["tiers"]}


def assessed(contract: dict[str, Any], downtime: timedelta, month: Period) -> Assessment:
    """Return the assessment of a month that was down for so long from its noon on."""
    start = datetime(month.start.year, month.start.month, 1, tzinfo=UTC)
    outages = [Outage(start, start + downtime)] if downtime else []
    return assess(agreement_of(contract), month, Evidence(outages=outages))


def credited(assessment: Assessment) -> Fraction:
    """Return what is credited as a percentage of the base."""
    [found] = assessment.commitments
    return sum((each.owed.exact for each in found.charges), Fraction(0)) / BASE.exact * 100


def test_tiers(facts: dict[str, Any]) -> None:
    """Of every contract each edge belongs to the cheaper tier, and what is under it to the next."""
    tiny = Fraction(1, 10**12)
    for contract in contracts(facts).values():
        tiers = credit_of(contract).tiers
        promised = Fraction(str(contract["commitment"])) / 100
        assert tier_of(tiers, promised) is None, contract["service"]
        assert tier_of(tiers, Fraction(1)) is None, contract["service"]
        for row in contract["tiers"]:
            owed = Fraction(row["credit_pct"], 100)
            below = tier_of(tiers, Fraction(str(row["below"])) / 100 - tiny)
            assert below is not None
            assert owed == below.credit.share, contract["service"]
            lowest = Fraction(str(row["at_or_above"] or 0)) / 100
            at_edge = tier_of(tiers, lowest)
            assert at_edge is not None
            assert owed == at_edge.credit.share, contract["service"]


def test_computed(facts: dict[str, Any]) -> None:
    """Each computed vector: the downtime gives the uptime, and the uptime the credit."""
    month = timedelta(days=31)
    for vector in facts["computed"]:
        contract = contracts(facts)[vector["service"]]
        uptime = Fraction(str(vector["uptime_pct"]))
        if "downtime_s" in vector:
            downtime = timedelta(seconds=vector["downtime_s"])
            period = Period("month", date.fromisoformat(f"{vector['month']}-01"))
        else:
            # Thirty-one days have a whole number of microseconds for every share of the file.
            downtime = timedelta(
                microseconds=int(month / timedelta(microseconds=1) * (100 - uptime) / 100)
            )
            period = MONTH
        found = assessed(contract, downtime, period)
        value = found["uptime"].windows[0].value
        assert isinstance(value, Fraction)
        # The file writes so many decimals, and rounds the last one.
        decimals = Decimal(str(vector["uptime_pct"]))
        shown = Decimal((value * 100).numerator) / Decimal((value * 100).denominator)
        assert decimals == shown.quantize(decimals, ROUND_HALF_UP), vector["id"]
        assert vector["credit_pct"] == credited(found), vector["id"]


def test_exclusions_come_first(facts: dict[str, Any]) -> None:
    """Maintenance is taken out before the percentage: five minutes of it cost nothing."""
    needed = "exclusions (maintenance, customer fault) subtracted before the percent"
    assert needed in facts["rules"]["needs"]
    vector = next(each for each in facts["computed"] if "downtime_s" in each)
    contract = contracts(facts)[vector["service"]]
    start = datetime(2026, 1, 10, tzinfo=UTC)
    end = start + timedelta(seconds=vector["downtime_s"])
    outages = [Outage(start, end), Outage(start, end, maintenance=True)]
    found = assess(agreement_of(contract), "2026-01", Evidence(outages=outages))
    assert Fraction(0) == credited(found)


def test_claim_windows(facts: dict[str, Any]) -> None:
    """Each claim window ends on the date that its rule gives for an incident of 15 January."""
    incident = date(2026, 1, 15)
    expected = {
        # January's is the cycle of the incident; the first after it ends with February.
        "AWS": ("end of the second billing cycle after the incident", date(2026, 3, 31)),
        "TiDB Cloud": ("end of second billing cycle", date(2026, 3, 31)),
        "Azure": ("two months after the incident", date(2026, 3, 15)),
        # Thirty days after 31 January: 28 of them are February's.
        "Supabase": ("30 days after month end", date(2026, 3, 2)),
    }
    rules = {each["who"]: each["rule"] for each in facts["rules"]["claim_windows"]}
    assert set(expected) == set(rules)
    for who, (text, until) in expected.items():
        assert until == ClaimWindow.parse(text).claimable_until(MONTH, incident), who


def test_no_credit_above_the_fee(facts: dict[str, Any]) -> None:
    """A month that was down throughout is credited with the worst tier, never more than all."""
    for contract in contracts(facts).values():
        found = credited(assessed(contract, timedelta(days=31), MONTH))
        assert contract["tiers"][-1]["credit_pct"] == found <= 100, contract["service"]
