"""Many rows at once, on numpy: the questions of a calendar, and whole policies on tables.

The answers are those of `slakit.Calendar` and `slakit.evaluate`, to the microsecond. numpy comes
with the extra ``fast``; without it importing this package raises `MissingExtraError`.
"""

from slakit.errors import MissingExtraError

try:
    import numpy  # noqa: F401
except ImportError:
    raise MissingExtraError.of("fast", "slakit.frames", "numpy") from None

from slakit.frames.evaluating import FrameResult, evaluate_frame
from slakit.frames.questions import add, add_business_days, elapsed, is_open, next_open

__all__ = [
    "FrameResult",
    "add",
    "add_business_days",
    "elapsed",
    "evaluate_frame",
    "is_open",
    "next_open",
]
