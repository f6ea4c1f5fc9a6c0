"""What is wrong with the command itself, as against the data."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from slakit.errors import SlakitError

__all__ = ["UsageError", "arguments"]


class UsageError(Exception):
    """The command cannot be meant like that; `main` shows its usage and returns 2."""


@contextmanager
def arguments() -> Iterator[None]:
    """Turn the error of a value that stood in the command itself into a `UsageError`."""
    try:
        yield
    except SlakitError as error:
        raise UsageError(str(error)) from None
