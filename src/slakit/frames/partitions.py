"""`evaluate_frame` as an object that travels: for whoever deals a table out among processes.

Dask, Ray and Spark cut a table into parts and call a function with each, in processes that share
nothing. An `Evaluator` is such a function. It travels as JSON, and what a process has compiled
of it stays there for the parts that follow.
"""

from __future__ import annotations

import json
import warnings
from datetime import datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from slakit.calendars.zones import zone
from slakit.documents.suggest import did_you_mean
from slakit.errors import MissingExtraError, SlakitWarning, TableError
from slakit.frames.evaluating import FrameResult, evaluate_frame
from slakit.frames.native.libraries import library_of
from slakit.instants import since_epoch
from slakit.policies import PolicySet

try:
    import pyarrow as pa
except ImportError:
    raise MissingExtraError.of("arrow", "slakit.frames.partitions", "pyarrow") from None

__all__ = ["REJECTED", "Evaluator"]

REJECTED = "rejected"
"""The column that tells, of a row of an answer, why it is none."""


class Evaluator:
    """Evaluates a part of the tickets, given with all of their events.

    It is called as `evaluate_frame` is, with tables of Arrow or of pandas, and answers with one
    table of that kind, where that has two: the rows of clocks, for which the column `rejected` is
    null, and those that were set aside, for which it is all that is not. So whoever can collect
    but one table loses nothing. Its columns are the same for every part.

    Rows of one instant apply in the order in which they stand. Where that is lost on the way,
    `order` names a column of the events that has kept it, a number or a time.

    >>> from datetime import UTC
    >>> desk = PolicySet.model_validate({
    ...     "calendars": {"office": {"tz": "Europe/Madrid", "hours": "Mon-Fri 09:00-18:00"}},
    ...     "policies": [{"name": "all", "calendar": "office", "targets": {"resolution": "4h"}}],
    ... })
    >>> evaluator = Evaluator(desk, at=datetime(2024, 5, 6, 11, tzinfo=UTC))
    >>> part = pa.table({"id": ["A", "B"], "created_at": ["2024-05-06T08:00Z", "today"]})
    >>> for row in evaluator(part).select(["ticket", "status", "rejected"]).to_pylist():
    ...     print(row["ticket"], row["status"], row["rejected"] and row["rejected"]["field"])
    A on_track None
    None None created_at

    The trap: a part without all events of its tickets gives answers, and wrong ones. Cut both
    tables by the id of the ticket.
    """

    def __init__(
        self,
        policies: PolicySet,
        *,
        at: datetime | str,
        tz: str | ZoneInfo | None = None,
        notices: bool = True,
        order: str | None = None,
    ) -> None:
        # What is wrong with the question is told here, and not by a worker.
        if not isinstance(at, str):
            since_epoch(at, "at")
        if isinstance(tz, str):
            zone(tz, parameter="tz")
        self.document = json.dumps(policies.to_data())
        self.at, self.tz, self.notices, self.order = at, tz, notices, order

    def __call__(self, tickets: Any, events: Any = None) -> Any:
        """Return the clocks of a part, and below them what was set aside of it."""
        log = None if events is None else self._in_order(arrow_of(events))
        policies = policies_of(self.document)
        found = evaluate_frame(
            policies, arrow_of(tickets), log, at=self.at, tz=self.tz, notices=self.notices
        )
        rows = in_one_table(found)
        if library_of(tickets) != "pandas":
            return rows
        import pandas as pd

        # Only these types have null for every kind of value, and lists with names in them.
        return rows.to_pandas(types_mapper=pd.ArrowDtype)

    def _in_order(self, events: pa.Table) -> pa.Table:
        if self.order is None:
            return events
        if self.order not in events.column_names:
            raise TableError(
                f"events has no column {self.order}",
                parameter="order",
                value=self.order,
                remedy=did_you_mean(self.order, events.column_names),
            )
        return events.sort_by(self.order)


@lru_cache(maxsize=16)
def policies_of(document: str) -> PolicySet:
    """Return the policies of a document: the same ones for every part, with what they know."""
    with warnings.catch_warnings():
        # Whoever wrote the policies has been warned of what is strange about them.
        warnings.simplefilter("ignore", SlakitWarning)
        return PolicySet.model_validate_json(document)


def arrow_of(table: Any) -> pa.Table:
    """Return a table as one of Arrow; an index of pandas is none of its columns."""
    if library_of(table) == "pandas":
        return pa.Table.from_pandas(table, preserve_index=False)
    return pa.table(table)


def in_one_table(found: FrameResult) -> pa.Table:
    """Return clocks and rejects, one below the other, in types that are those of every part."""
    # The place of a row within a part says nothing to whoever sees the whole.
    rejects = plain(found.rejects.drop_columns(["row"]))
    rows = pa.table({REJECTED: rejects.to_struct_array()})
    return pa.concat_tables([plain(found.clocks), rows], promote_options="default")


def plain(table: pa.Table) -> pa.Table:
    """Return a table without dictionaries, which are others in every part."""
    fields = [
        field.with_type(field.type.value_type) if pa.types.is_dictionary(field.type) else field
        for field in table.schema
    ]
    return table.cast(pa.schema(fields))
