"""Every vector, followed event by event, stands as its replay does."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.conformance.test_tickets import Vector, policies_of, ticket_of
from tests.evaluation.test_tracker import check


@pytest.mark.vectors("tickets.json")
def test_ticket(vector: Vector) -> None:
    """The clocks of products, in every field of every reading."""
    check(policies_of(vector), ticket_of(vector), datetime.fromisoformat(vector["at"]))


@pytest.mark.vectors("own_tickets.json")
def test_own_ticket(vector: Vector) -> None:
    """The clocks that were worked out by hand, likewise."""
    check(policies_of(vector), ticket_of(vector), datetime.fromisoformat(vector["at"]))
