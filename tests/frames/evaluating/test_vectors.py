"""Every vector, as a row of a table with the rows of its events, stands as the ticket does."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.conformance.test_tickets import Vector, policies_of, ticket_of
from tests.frames.evaluating.comparing import check

# A vector may be of a field that its one ticket does not have.
pytestmark = pytest.mark.filterwarnings("ignore::slakit.PolicyWarning")


@pytest.mark.vectors("tickets.json")
def test_ticket(vector: Vector) -> None:
    """The clocks of products, in every field of every reading."""
    check(policies_of(vector), [ticket_of(vector)], datetime.fromisoformat(vector["at"]))


@pytest.mark.vectors("own_tickets.json")
def test_own_ticket(vector: Vector) -> None:
    """The clocks that were worked out by hand, likewise."""
    check(policies_of(vector), [ticket_of(vector)], datetime.fromisoformat(vector["at"]))
