"""Every clock of every vector has an explanation that adds up to the microsecond."""

from __future__ import annotations

from datetime import datetime

import pytest

from slakit import evaluate
from tests.conformance.test_tickets import Vector, policies_of, ticket_of
from tests.evaluation.explaining.accounts import check_evaluation


def check(vector: Vector) -> None:
    policies, ticket = policies_of(vector), ticket_of(vector)
    ev = evaluate(policies, ticket, at=datetime.fromisoformat(vector["at"]))
    check_evaluation(policies, ticket, ev)


@pytest.mark.vectors("tickets.json")
def test_ticket(vector: Vector) -> None:
    """The clocks of products: spans without gap or overlap, whose sums are those of the reading."""
    check(vector)


@pytest.mark.vectors("own_tickets.json")
def test_own_ticket(vector: Vector) -> None:
    """The clocks that were worked out by hand, likewise."""
    check(vector)
