"""Whole policies on DataFrames of Spark: tickets and their events by the bucket of their id."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pyarrow as pa
from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F  # noqa: N812 - as everybody who writes Spark calls it

from slakit.errors import TableError
from slakit.frames.partitions import REJECTED, Evaluator
from slakit.policies import PolicySet

__all__ = ["SparkResult", "evaluate"]

# What is learnt of the first tickets of a bucket makes the others cheap, and this many of them,
# with their events and their clocks, take a few hundred MB.
SHARE = 100_000


class SparkResult(NamedTuple):
    """How the tickets of a DataFrame stand, as soon as Spark is asked for it.

    `clocks` has the columns of `FrameResult.clocks`, `rejects` those of its rejects but for the
    place of a row, which Spark does not have. Both are cut from `rows`, as an `Evaluator` returns
    them.
    """

    clocks: DataFrame
    rejects: DataFrame
    rows: DataFrame


def evaluate(
    policies: PolicySet,
    tickets: DataFrame,
    events: DataFrame | None = None,
    *,
    at: datetime | str,
    tz: str | ZoneInfo | None = None,
    notices: bool = True,
    order: str | None = None,
    buckets: int | None = None,
) -> SparkResult:
    """Return how tickets stand, with the answers of `evaluate_frame`, whose tables these are.

    Tickets and events meet in as many `buckets` by their id, each of which is evaluated in one
    piece, in the memory of one worker. Where nothing is said the tickets are counted, and there
    are enough buckets for a hundred thousand in each. Policies travel as JSON, and are compiled
    once in a worker. The other parameters are those of `Evaluator`.

    Raises at once what is wrong with tables as a whole: `TableError` for a column that is not
    there and for less than one bucket, `NaiveDatetimeError` for a ``timestamp_ntz`` without `tz`.

    >>> found = evaluate(desk, tickets, events, at=now, order="line")  # doctest: +SKIP
    >>> found.rows.persist()  # doctest: +SKIP
    >>> found.clocks.groupBy("metric", "status").count().show()  # doctest: +SKIP
    >>> found.rejects.groupBy("field").count().show()  # doctest: +SKIP

    The traps: without ``rows.persist()`` whoever asks for clocks and for rejects evaluates twice.
    And Spark keeps no order of rows: where one field changes twice in an instant, only a column
    named by `order` can say which was the last.
    """
    evaluator = Evaluator(policies, at=at, tz=tz, notices=notices, order=order)
    # Asked of no rows, what is wrong with the columns is found out here, not by a worker.
    nothing = in_utc(evaluator(none_of(tickets), None if events is None else none_of(events)))
    schema = tickets.sparkSession.createDataFrame(nothing).schema
    count = enough_for(tickets.count()) if buckets is None else buckets
    if count < 1:
        raise TableError(
            f"{count} is no number of buckets",
            parameter="buckets",
            value=count,
            remedy="give 1 or more",
        )

    if events is None:

        def of_tickets(part: pa.Table) -> pa.Table:
            return in_utc(evaluator(part))

        rows = tickets.groupBy(bucket("id", count)).applyInArrow(of_tickets, schema)
    else:

        def of_both(part: pa.Table, log: pa.Table) -> pa.Table:
            return in_utc(evaluator(part, log))

        left = tickets.groupBy(bucket("id", count))
        right = events.groupBy(bucket("ticket", count))
        rows = left.cogroup(right).applyInArrow(of_both, schema)
    rejected = rows.where(F.col(REJECTED).isNotNull()).select(f"{REJECTED}.*")
    return SparkResult(rows.where(F.col(REJECTED).isNull()).drop(REJECTED), rejected, rows)


def enough_for(tickets: int) -> int:
    """Return how many buckets let each have its share of the tickets, and at least one."""
    return max(1, -(-tickets // SHARE))


def none_of(frame: DataFrame) -> pa.Table:
    """Return no rows of a DataFrame, with its columns."""
    return frame.limit(0).toArrow()


def in_utc(table: pa.Table) -> pa.Table:
    """Return a table with its instants told in UTC, as Spark has them whatever zone it shows."""
    fields = [field.with_type(without_zone(field.type)) for field in table.schema]
    schema = pa.schema(fields)
    # pyarrow cannot cast a list of structures of which there is not one chunk.
    return table.cast(schema) if table.num_rows else schema.empty_table()


def without_zone(kind: pa.DataType) -> pa.DataType:
    if pa.types.is_timestamp(kind):
        return pa.timestamp(kind.unit, tz="UTC")
    if pa.types.is_list(kind):
        return pa.list_(without_zone(kind.value_type))
    if pa.types.is_struct(kind):
        return pa.struct([field.with_type(without_zone(field.type)) for field in kind])
    return kind


def bucket(id: str, count: int) -> Column:
    """Return the number of a ticket's bucket; 7 and "7" are one id."""
    return F.pmod(F.xxhash64(F.col(id).cast("string")), F.lit(count))
