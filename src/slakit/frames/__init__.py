"""Many rows at once: the questions of a calendar asked of columns of instants, on numpy.

The answers are those of `slakit.Calendar`, to the microsecond. numpy comes with the extra
``fast``; without it importing this package raises `MissingExtraError`.
"""

from slakit.errors import MissingExtraError

try:
    import numpy  # noqa: F401
except ImportError:
    raise MissingExtraError.of("fast", "slakit.frames", "numpy") from None

from slakit.frames.questions import add, add_business_days, elapsed, is_open, next_open

__all__ = ["add", "add_business_days", "elapsed", "is_open", "next_open"]
