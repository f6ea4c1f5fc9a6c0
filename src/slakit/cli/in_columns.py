"""``slakit evaluate`` where numpy is there: many tickets at a time, and the same file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import IO, TextIO

from slakit.cli.answers import Rejects, csv_header
from slakit.cli.column_rows import ColumnRows
from slakit.cli.json_columns import JsonColumns
from slakit.cli.progress import with_progress
from slakit.frames.evaluating.files import FileEvaluator

__all__ = ["evaluate_file"]


def evaluate_file(
    evaluator: FileEvaluator,
    table: IO[bytes],
    fields: Sequence[str],
    output: TextIO,
    rejects: Rejects,
) -> tuple[Counter[str], set[str]]:
    """Write how each ticket of a file stands, set the others aside, and count by status.

    An evaluator with notices writes lines of JSON, one without them rows of CSV. Returned are the
    counts, and which of the `fields` no ticket has.
    """
    texts_of = (JsonColumns if evaluator.notices else ColumnRows)(evaluator.at, fields)
    if not evaluator.notices:
        output.write(csv_header(fields))
    counts = Counter[str]()
    unseen = set(fields)
    for batch in with_progress(evaluator.batches, table, output, step=1):
        chunk = evaluator.chunk(batch)
        for row in chunk.rejected:
            rejects.add(row)
        output.write("".join(texts_of(chunk)))
        counts.update(chunk.counts)
        if unseen:
            lost = {*chunk.aside} - chunk.evaluated.keys()
            for place, each in enumerate(batch.fields):
                if place not in lost:
                    unseen.difference_update(name for name, value in each.items() if value != "")
    if counts:
        evaluator.unseen.warn()
    return counts, unseen
