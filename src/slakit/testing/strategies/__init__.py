"""Hypothesis strategies: calendars, instants, amounts, tickets and policies that slakit accepts.

They draw from the whole language, and where things go wrong: instants on which clocks change,
hours that meet, overlap and run over midnight, events at one instant or when a clock is due.
They need the extra ``testing``.
"""

from slakit.errors import MissingExtraError

try:
    import hypothesis  # noqa: F401
except ImportError:
    raise MissingExtraError.of("testing", "slakit.testing.strategies", "hypothesis") from None

from slakit.testing.strategies.amounts import amounts
from slakit.testing.strategies.calendars import calendars
from slakit.testing.strategies.policies import policies
from slakit.testing.strategies.tickets import tickets
from slakit.testing.strategies.time import instants

__all__ = ["amounts", "calendars", "instants", "policies", "tickets"]
