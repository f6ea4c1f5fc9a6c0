"""The questions of a calendar as methods of a column, and of a table by the names of its columns.

They are what `slakit.frames.pandas` and `slakit.frames.polars` register under the name ``sla``.
Options not named here are those of the functions of `slakit.frames`, such as `tz` and `which`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from slakit.frames import questions
from slakit.frames.evaluating import FrameResult, evaluate_frame
from slakit.frames.questions import Calendars
from slakit.policies import PolicySet

__all__ = ["ColumnQuestions", "TableQuestions"]


class ColumnQuestions:
    """``column.sla``: what is asked of columns, asked of this one first."""

    def __init__(self, column: Any) -> None:
        """Take the column, as libraries make what is registered with them."""
        self._column = column

    def _ask(
        self, question: Callable[..., Any], calendar: Calendars, *others: Any, **options: Any
    ) -> Any:
        return question(calendar, self._column, *others, **options)

    def elapsed(self, calendar: Calendars, ends: Any, **options: Any) -> Any:
        """Return the open time from each of these instants to `ends`, a column or one instant."""
        return self._ask(questions.elapsed, calendar, ends, **options)

    def add(self, calendar: Calendars, amounts: Any, **options: Any) -> Any:
        """Return the instants at which `amounts` of open time have passed since these."""
        return self._ask(questions.add, calendar, amounts, **options)

    def add_business_days(self, calendar: Calendars, days: Any, **options: Any) -> Any:
        """Return the instants so many business days after these."""
        return self._ask(questions.add_business_days, calendar, days, **options)

    def is_open(self, calendar: Calendars, **options: Any) -> Any:
        """Return for each of these instants whether it is open."""
        return self._ask(questions.is_open, calendar, **options)

    def next_open(self, calendar: Calendars, **options: Any) -> Any:
        """Return the first opening strictly after each of these instants."""
        return self._ask(questions.next_open, calendar, **options)


class TableQuestions:
    """``table.sla``: what is asked of columns, asked of those with these names, and of the table.

    A name stands for a column of the table wherever a column of instants or of numbers of days may
    stand. A text in the place of amounts is one amount, such as ``"4h"``, and `which` is a column.
    """

    def __init__(self, table: Any) -> None:
        """Take the table, as libraries make what is registered with them."""
        self._table = table

    def _ask(
        self, question: Callable[..., Any], calendar: Calendars, *columns: Any, **options: Any
    ) -> Any:
        return question(calendar, *columns, **options)

    def _of(self, column: Any) -> Any:
        return self._table[column] if isinstance(column, str) else column

    def elapsed(self, calendar: Calendars, starts: Any, ends: Any, **options: Any) -> Any:
        """Return the open time of each row from its start to its end."""
        return self._ask(questions.elapsed, calendar, self._of(starts), self._of(ends), **options)

    def add(self, calendar: Calendars, starts: Any, amounts: Any, **options: Any) -> Any:
        """Return the instants at which `amounts` of open time have passed since the starts."""
        return self._ask(questions.add, calendar, self._of(starts), amounts, **options)

    def add_business_days(self, calendar: Calendars, starts: Any, days: Any, **options: Any) -> Any:
        """Return the instants so many business days after the starts."""
        return self._ask(
            questions.add_business_days, calendar, self._of(starts), self._of(days), **options
        )

    def is_open(self, calendar: Calendars, at: Any, **options: Any) -> Any:
        """Return for each row whether its instant is open."""
        return self._ask(questions.is_open, calendar, self._of(at), **options)

    def next_open(self, calendar: Calendars, at: Any, **options: Any) -> Any:
        """Return for each row the first opening strictly after its instant."""
        return self._ask(questions.next_open, calendar, self._of(at), **options)

    def evaluate(
        self, policies: PolicySet, events: Any = None, *, at: datetime | str, **options: Any
    ) -> FrameResult:
        """Return how the tickets of this table stand, as `slakit.frames.evaluate_frame` does."""
        return evaluate_frame(policies, self._table, events, at=at, **options)
