"""The tickets of a table one by one, and the rows that were set aside."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING

from slakit.cli.evaluate import tell_rejects
from slakit.cli.progress import with_progress
from slakit.cli.usage import UsageError
from slakit.errors import SlakitError, SlakitWarning, warn_caller

if TYPE_CHECKING:
    from slakit.adapters import TableSource
    from slakit.evaluation.unseen import UnseenFields
    from slakit.tickets import Ticket

__all__ = ["refuse_overwriting", "take_tickets", "warn_of_missing"]


def take_tickets(
    options: argparse.Namespace,
    source: TableSource,
    fields: Collection[str],
    take: Callable[[Ticket], object],
) -> int:
    """Give each ticket of the table to `take`, and return how many rows were set aside.

    Those are the rows that cannot be read, and those of tickets for which `take` raises a
    `SlakitError`; they are told on standard error, and written to ``--rejects``.
    """
    from slakit.adapters import RejectedRow, read_tickets
    from slakit.adapters.tables import table_format
    from slakit.cli.answers import Rejects

    with ExitStack() as files:
        file = None
        if options.rejects:
            opened = open(options.rejects, "w", encoding="utf-8", newline="")  # noqa: SIM115
            file = files.enter_context(opened)
        rejects = Rejects(file)
        table = files.enter_context(open(options.tickets, "rb"))
        rows = read_tickets(table, source, format=table_format(options.tickets), fields=fields)
        for row in with_progress(rows, table, sys.stdout):
            if isinstance(row, RejectedRow):
                rejects.add(row)
                continue
            try:
                take(row)
            except SlakitError as error:
                rejects.add(RejectedRow.of(error, line=rows.line_of(row.id), id=row.id))
    tell_rejects(rejects, options.rejects)
    return rejects.count


def warn_of_missing(
    fields: Sequence[str],
    groups: Iterable[Sequence[str | None]],
    unseen: Iterable[UnseenFields],
) -> None:
    """Warn of every field by which groups are made and of which all of them have no value.

    What is `unseen` was asked for by policies, and is warned of already.
    """
    told = {name for each in unseen for name in each.names}
    for name, values in zip(fields, zip(*groups, strict=True), strict=False):
        if set(values) == {None} and name not in told:
            warn_caller(f"no ticket has the field {name!r}.", SlakitWarning)


def refuse_overwriting(read: Iterable[str | None], written: Iterable[str | None]) -> None:
    """Refuse to write over what is read, or one output over the other."""
    inputs = {os.path.realpath(name) for name in read if name}
    outputs = [os.path.realpath(name) for name in written if name]
    if len(set(outputs)) < len(outputs) or inputs.intersection(outputs):
        raise UsageError("what is read and each output have to be different files")
