"""A file of results -> a report; a table in one loop.

`CsvResults.entries` says what is read of a row, and `Report.count` what is counted of it. Handing
each row from the one to the other takes as long as either, so what both do to a row in which all
is well stands here once more, in one place; a row in which anything is wrong is left to them. Tests
hold both ways to the same report. More rows at once are no faster: they do not stay in the caches.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from os import PathLike
from typing import TYPE_CHECKING

from slakit.adapters import RejectedRow
from slakit.adapters.lines import read_lines
from slakit.adapters.tables import text_format
from slakit.errors import TableError
from slakit.reports.attainment import Attainment
from slakit.reports.cells import verdict_at
from slakit.reports.layout import Key
from slakit.reports.outcome import FAILED
from slakit.reports.periods import wall
from slakit.reports.results import CsvResults, Result, json_results

if TYPE_CHECKING:
    from slakit.reports.report import Report

__all__ = ["count_file"]

fromisoformat = datetime.fromisoformat


def count_file(
    report: Report, path: str | PathLike[str], on_reject: Callable[[RejectedRow], object]
) -> None:
    """Count what is in a file; its suffix tells whether it is a table or lines of JSON."""
    with open(path, "rb") as file:
        lines = read_lines(file)
        try:
            if text_format(path) == "csv":
                count_table(report, CsvResults(lines, report.layout), on_reject)
            else:
                count_results(report, json_results(lines, report.layout), on_reject)
        except OverflowError:
            raise TableError(
                "the times in this table add up to more than 2,700,000 years",
                parameter="path",
                value=str(path),
                remedy="report on parts of it, and look for times that cannot be",
            ) from None


def count_results(
    report: Report, results: Iterable[Result], on_reject: Callable[[RejectedRow], object]
) -> None:
    """Count what was read of a file, row by row."""
    for each in results:
        if isinstance(each, tuple):
            report.count(each)
        elif isinstance(each, RejectedRow):
            report.rejected += 1
            on_reject(each)
        else:
            report.unclocked += 1


def count_table(
    report: Report, table: CsvResults, on_reject: Callable[[RejectedRow], object]
) -> None:
    """Count the rows of a table."""
    if not table.usual:
        count_results(report, table.entries(table.rows), on_reject)
        return
    kinds, cycles, held, shut = table.kinds, table.cycles, table.held, table.shut
    wanted, dating = table.wanted, table.dating
    only = wanted[0] if len(wanted) == 1 else None
    starts, zone, cells = report.starts, report.layout.zone, report.cells
    for each in table.rows:
        _, row, wrong = each
        try:
            if wrong:
                raise ValueError(wrong)
            # The columns in their order: asking for each by its place takes three times as long.
            (
                id,
                policy,
                metric,
                cycle,
                state,
                status,
                _,
                _,
                _,
                stopped,
                elapsed,
                remaining,
                breached,
                breach,
                _,
                pause,
                close,
                *_,
            ) = row
            exempt = breached == "false" and breach != ""
            kind = kinds[state, status, elapsed, remaining, breached, exempt]
            paused, closed = held[pause], shut[close]
            text = breach if status in FAILED else stopped
            if not text:
                verdict_at(status, stopped, breach)
            at = decided = wall(fromisoformat(text), zone) if text else None
            if dating is not None:
                text = row[dating]
                at = wall(fromisoformat(text), zone) if text else None
            name = id, policy, metric, cycles[cycle]
        except ValueError:  # A SlakitError is one.
            count_results(report, table.entries([each]), on_reject)
            continue
        start = None if at is None else starts[at.date()]
        key: Key
        if only is not None:
            key = (metric, row[only] or None, start)
        elif wanted:
            key = (metric, *[row[place] or None for place in wanted], start)
        else:
            key = (metric, start)
        cell = cells.get(key)
        if cell is None:
            cell = cells[key] = Attainment()
        cell.count(kind, paused, closed, decided, name)
