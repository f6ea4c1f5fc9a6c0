"""Tickets that no vector from outside covers: worked out by hand, in the same closed schema.

The arithmetic of each stands in its `rule`. What the schema has no key for (sticky breaches,
pinned versions, a policy of the creation, dues set by hand, exemptions, merges) is in
``tests/evaluation``.
"""

from __future__ import annotations

import pytest

from tests.conformance import test_tickets as adapter


@pytest.mark.vectors("own_tickets.json")
def test_own_ticket(vector: adapter.Vector) -> None:
    """The clocks of the ticket answer what the arithmetic gives."""
    adapter.test_ticket(vector)
