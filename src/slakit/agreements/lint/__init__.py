"""A linter for promises: what cannot be kept, says nothing, or is past its date.

finding     one thing found, and its code
promises    commitments against policies, hours and fees
support     what an OLA promises against the SLA that it supports
dates       what is past its date
history     promises against what was attained so far
linting     all of them together
"""

from slakit.agreements.lint.finding import CODES, Finding, Severity
from slakit.agreements.lint.linting import lint

__all__ = ["CODES", "Finding", "Severity", "lint"]
