"""Tickets of a policy set can be evaluated by it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from slakit import PolicySet, SlakitError, Ticket, evaluate
from slakit.testing.strategies import tickets


def desk(**policy: Any) -> PolicySet:
    policy = {"name": "all", "calendar": "office", "targets": {"resolution": "4h"}, **policy}
    office = {"tz": "UTC", "hours": "Mon-Fri 09:00-18:00"}
    return PolicySet.model_validate({"calendars": {"office": office}, "policies": [policy]})


COUNTED, NAMED = desk(counts_from="field(opened)"), desk(calendar="field(site)")


@settings(max_examples=40)
@given(
    st.one_of(
        tickets(COUNTED).map(lambda ticket: (COUNTED, ticket)),
        tickets(NAMED).map(lambda ticket: (NAMED, ticket)),
        tickets(NAMED, fields=[{"tier": "gold"}]).map(lambda ticket: (NAMED, ticket)),
    )
)
def test_evaluated(drawn: tuple[PolicySet, Ticket]) -> None:
    """Where clocks count from, and which calendar they go by, stands on every ticket."""
    policies, ticket = drawn
    last = ticket.events[-1].at if ticket.events else ticket.created_at
    assert "resolution" == evaluate(policies, ticket, at=last)["resolution"].metric


@settings(max_examples=5)
@given(tickets(NAMED, fields=[{"tier": "gold"}]))
def test_fields(ticket: Ticket) -> None:
    """Tickets carry the fields that they are given."""
    assert "gold" == ticket.fields["tier"]


@pytest.mark.parametrize(
    ("policies", "fields"), [(None, [{}]), (NAMED, [{"site": "moon"}]), (NAMED, {"tier": "gold"})]
)
def test_refused(policies: PolicySet | None, fields: Any) -> None:
    """Fields without policies, and such as these cannot be applied with, are refused by name."""
    with pytest.raises(SlakitError) as caught:
        tickets(policies, fields=fields)
    assert "fields" == caught.value.parameter
