"""Registers ``sla`` with polars: on Series, expressions, and data frames, lazy ones too.

Importing this module is what does it. `slakit.frames` has the questions themselves, which take
the columns of polars as well.

>>> from datetime import datetime
>>> import polars as pl
>>> import slakit.frames.polars
>>> office = BusinessCalendar(tz="Europe/Madrid", hours="Mon-Fri 09:00-12:00,13:00-18:00")
>>> opened = pl.Series("opened", ["2024-05-03T11:00", None]).str.to_datetime()
>>> tickets = pl.LazyFrame({"opened": opened, "closed": opened.dt.offset_by("3d")})
>>> spent = pl.col("opened").sla.elapsed(office, pl.col("closed"), tz="Europe/Madrid")
>>> tickets.select(spent).collect().to_series().to_list()
[datetime.timedelta(seconds=28800), None]
>>> print(opened.sla.add(office, "2h", tz="Europe/Madrid")[0])
2024-05-03 14:00:00+02:00
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from slakit.errors import MissingExtraError

try:
    import polars as pl
except ImportError:
    raise MissingExtraError.of("polars", "slakit.frames.polars", "polars") from None

from slakit.frames import questions
from slakit.frames.asking import ColumnQuestions, TableQuestions
from slakit.frames.questions import Calendars

__all__ = ["ColumnQuestions", "ExpressionQuestions", "LazyTableQuestions", "TableQuestions"]

# Of the others, which answer instants, the type has the zone of the column.
TYPES: dict[Callable[..., Any], pl.DataType] = {
    questions.elapsed: pl.Duration("us"),
    questions.is_open: pl.Boolean(),
}


class ExpressionQuestions(ColumnQuestions):
    """``expression.sla``: an expression for the answers, asked when its columns are there."""

    def _ask(
        self, question: Callable[..., Any], calendar: Calendars, *others: Any, **options: Any
    ) -> pl.Expr:
        return asked_later(question, calendar, self._column, *others, **options)


class LazyTableQuestions(TableQuestions):
    """``lazy_frame.sla``: the answers are a lazy frame of one column."""

    def _ask(
        self, question: Callable[..., Any], calendar: Calendars, *columns: Any, **options: Any
    ) -> pl.LazyFrame:
        answers: pl.LazyFrame = self._table.select(
            asked_later(question, calendar, *columns, **options)
        )
        return answers

    def _of(self, column: Any) -> Any:
        return pl.col(column) if isinstance(column, str) else column


def asked_later(
    question: Callable[..., Any], calendar: Calendars, *given: Any, **options: Any
) -> pl.Expr:
    """Return the expression of a question; what is no expression in it stays as it is."""
    arguments = [*given, *options.values()]
    waiting = [place for place, each in enumerate(arguments) if isinstance(each, pl.Expr)]

    def ask(columns: Any) -> pl.Series:
        filled = arguments.copy()
        rows = max(map(len, columns))
        for place, column in zip(waiting, columns, strict=True):
            # A literal or an aggregate is one row, which stands for all.
            filled[place] = column.new_from_index(0, rows) if len(column) == 1 < rows else column
        named = dict(zip(options, filled[len(given) :], strict=True))
        answers: pl.Series = question(calendar, *filled[: len(given)], **named)
        return answers

    return pl.map_batches(
        [arguments[place] for place in waiting],
        ask,
        return_dtype=TYPES.get(question),
        is_elementwise=True,
    )


pl.api.register_series_namespace("sla")(ColumnQuestions)
pl.api.register_expr_namespace("sla")(ExpressionQuestions)
pl.api.register_dataframe_namespace("sla")(TableQuestions)
pl.api.register_lazyframe_namespace("sla")(LazyTableQuestions)
