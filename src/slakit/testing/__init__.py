"""Check code of your own against slakit, and test what is built on it.

`compare` runs a function that adds, measures or judges business time against slakit and tells
where they differ. ``pytest_plugins = ["slakit.testing.fixtures"]`` brings fixtures, and
`slakit.testing.strategies` draws calendars, tickets and policies for hypothesis; both need the
extra ``testing``, and `compare` does not.
"""

from slakit.testing.calendar_cases import Case
from slakit.testing.compare import Question, compare
from slakit.testing.comparison import Comparison, Mismatch

__all__ = ["Case", "Comparison", "Mismatch", "Question", "compare"]
