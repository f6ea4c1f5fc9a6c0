"""A row that was set aside, and why."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

from slakit.errors import SlakitError, path_text

__all__ = ["RejectedRow"]


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row of a table that is no ticket: which one, what is wrong with it, and why.

    `line` counts from 1, the header included, and is the one on which the row
    begins. `id` and `field` are "" where the trouble is earlier than that;
    `value` is what stands in the file, as far as it is known.

    >>> row = RejectedRow(line=7, id="T-6", field="created_at", value="soon", reason="no instant")
    >>> row.line, row.reason
    (7, 'no instant')
    """

    line: int
    id: str
    field: str
    value: str
    reason: str

    @classmethod
    def of(cls, error: SlakitError, *, line: int, id: str) -> Self:
        """Return the row that `error` is about.

        Of a `DocumentError` the first problem says where and what; the reason has them all.
        """
        problems = error.problems
        field = path_text(problems[0].path) or error.parameter
        # In a table a field of the ticket stands beside the others.
        field = field.removeprefix("fields.")
        value = problems[0].value
        if isinstance(value, datetime):
            value = value.isoformat()
        if len(problems) == 1:
            problems = (replace(problems[0], path=()),)
        reason = "; ".join(str(problem) for problem in problems)
        return cls(line, id, field, "" if value is None else str(value), reason)
