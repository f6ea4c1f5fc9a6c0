"""What is wrong with one part of a ticket -> problems of the whole, each with its path."""

from __future__ import annotations

from slakit.errors import DocumentError, Problem, SlakitError

__all__ = ["located"]


def located(error: SlakitError, *path: str | int) -> list[Problem]:
    """Return the problems of an error that was raised for the part at a path.

    >>> from slakit.errors import TicketError
    >>> print(*located(TicketError("no text", parameter="name"), "events", 3))
    events[3].name: no text
    """
    if isinstance(error, DocumentError):
        return [problem.under(*path) for problem in error.problems]
    below = (error.parameter,) if error.parameter else ()
    return [
        Problem(error.message, (*path, *below), error.value, remedy=error.remedy, code=error.code)
    ]
