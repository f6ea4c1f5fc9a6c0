"""Many rows at once, on numpy: the questions of a calendar, and whole policies on tables.

The answers are those of `slakit.Calendar` and `slakit.evaluate`, to the microsecond. numpy comes
with the extra ``fast``; without it importing this package raises `MissingExtraError`.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from slakit.errors import MissingExtraError

try:
    import numpy  # noqa: F401
except ImportError:
    raise MissingExtraError.of("fast", "slakit.frames", "numpy") from None

from slakit.frames.questions import add, add_business_days, elapsed, is_open, next_open

if TYPE_CHECKING:
    from slakit.frames.evaluating import FrameResult, evaluate_frame

__all__ = [
    "FrameResult",
    "add",
    "add_business_days",
    "elapsed",
    "evaluate_frame",
    "is_open",
    "next_open",
]

# Who asks calendars alone does not wait for all that policies need. A type checker would take a
# module with a `__getattr__` to have every other name too.
if not TYPE_CHECKING:

    def __getattr__(name):
        if name not in ("FrameResult", "evaluate_frame"):
            raise AttributeError(f"module 'slakit.frames' has no attribute {name!r}")
        value = getattr(import_module("slakit.frames.evaluating"), name)
        globals()[name] = value  # so that it is asked for once
        return value
