"""Why a ticket is evaluated by itself: the words by which `fallbacks` counts."""

from __future__ import annotations

__all__ = [
    "BY_HAND",
    "CHAINED",
    "CONDITIONS_ON_INSTANT",
    "DOUBTFUL",
    "FAR",
    "LONG",
    "MOST_EVENTS",
    "MOVED_INSTANT",
    "NO_INSTANT",
    "REFUSED",
    "OddError",
]

# A history of more events is walked faster by itself, and says what no other one does.
MOST_EVENTS = 1000

# Of a ticket.
DOUBTFUL = "a row of it looked wrong"
BY_HAND = "somebody decided something by hand"
MOVED_INSTANT = "an instant in a field changes"
NO_INSTANT = "a field names no instant"
LONG = f"it has more than {MOST_EVENTS:,} events"
FAR = "it asks for hours beyond those laid out"

# Of a shape, and so of all tickets that have it.
REFUSED = "it cannot be evaluated"
CHAINED = "a cycle begins where the one before was due"
CONDITIONS_ON_INSTANT = "conditions look at the instant {!r}"


class OddError(Exception):
    """A reason why columns cannot hold what counts for a ticket or a shape."""
