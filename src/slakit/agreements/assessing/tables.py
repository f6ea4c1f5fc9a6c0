"""Evidence from tables: the results of evaluations, outages, counts, answers and exclusions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal, InvalidOperation
from os import PathLike
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from slakit.adapters.csv_rows import csv_rows
from slakit.adapters.lines import read_lines
from slakit.adapters.rejected import RejectedRow
from slakit.adapters.tables import text_format
from slakit.adapters.times import ISO, time_reader
from slakit.agreements.exclusions import Exclusion
from slakit.documents import did_you_mean
from slakit.errors import SlakitError, TableError, UnknownNameError
from slakit.evaluation import Exempted
from slakit.reports.cells import cycle_number, kind_of, length, reader
from slakit.reports.cells import instant as cells_instant
from slakit.reports.columns import COLUMNS
from slakit.reports.objectives import Count, Outage, Score
from slakit.reports.outcome import Outcome, outcomes
from slakit.reports.results import read_line

__all__ = [
    "has_column",
    "read_counts",
    "read_exclusions",
    "read_outages",
    "read_outcomes",
    "read_scores",
]

T = TypeVar("T")
Path = str | PathLike[str]
Cells = Mapping[str, str]
Told = tuple[Outcome, Exempted | None]

read_cycle = reader("cycle", "whole number above 0", cycle_number)
NEEDED = (
    "id",
    "policy",
    "metric",
    "cycle",
    "state",
    "status",
    "started_at",
    "due_at",
    "stopped_at",
    "elapsed",
    "remaining",
    "breached",
    "breached_at",
)


def read_outcomes(path: Path) -> Iterator[Told | RejectedRow]:
    """Yield the clocks of what ``slakit evaluate`` wrote, with the reasons of exemptions.

    CSV does not have the reasons; lines of JSON do. A ticket without a clock is nothing.
    """
    if text_format(str(path)) == "jsonl":
        yield from json_outcomes(path)
        return
    for row in read_rows(
        path, NEEDED, lambda cells: outcome_of(cells) if cells["metric"] else None
    ):
        if isinstance(row, RejectedRow):
            yield row
        elif row is not None:
            yield row, None


def json_outcomes(path: Path) -> Iterator[Told | RejectedRow]:
    with open(path, "rb") as file:
        for number, text in enumerate(read_lines(file), 1):
            found = read_line(number, text)
            if isinstance(found, RejectedRow):
                yield found
            elif found is not None:
                evaluation, fields = found
                told = zip(outcomes(evaluation, fields), evaluation.clocks, strict=True)
                yield from ((each, clock.exempt) for each, clock in told)


def outcome_of(cells: Cells) -> Outcome:
    """Return the clock of a row."""
    breached_at = cells_instant("breached_at", cells["breached_at"])
    exempt = cells["breached"] == "false" and breached_at is not None
    state, status, exempt, elapsed, left = kind_of(
        (
            cells["state"],
            cells["status"],
            cells["elapsed"],
            cells["remaining"],
            cells["breached"],
            exempt,
        )
    )
    return Outcome(
        ticket=cells["id"],
        policy=cells["policy"],
        metric=cells["metric"],
        cycle=read_cycle(cells["cycle"]),
        state=state,
        status=status,
        started_at=cells_instant("started_at", cells["started_at"]),
        stopped_at=cells_instant("stopped_at", cells["stopped_at"]),
        cancelled_at=None,
        due_at=cells_instant("due_at", cells["due_at"]),
        breached_at=breached_at,
        elapsed=elapsed,
        paused=length("paused")(cells["paused"]) if cells.get("paused") else None,
        closed=length("closed")(cells["closed"]) if cells.get("closed") else None,
        target=None if left is None else elapsed + left,
        exempt=exempt,
        fields={
            name.removeprefix("field."): value
            for name, value in cells.items()
            if name not in COLUMNS and value
        },
        remaining=left,
    )


def read_outages(
    path: Path, tz: ZoneInfo, services: Sequence[str] = ()
) -> Iterator[tuple[str, Outage] | RejectedRow]:
    """Yield outages with their services: start, end, and where they stand reason and maintenance.

    An `end` that is empty goes on. `services` are those that there are; where the table has no
    column `service` the outages are those of all, under "".
    """

    def read(cells: Cells) -> tuple[str, Outage]:
        start = instant(cells, "start", tz)
        maintenance = cells.get("maintenance", "") or "false"
        if maintenance not in ("true", "false"):
            raise wrong("maintenance", maintenance, "true or false")
        service = cells.get("service", "")
        if "service" in cells and service not in services:
            raise UnknownNameError(
                f"no service {service!r}",
                parameter="service",
                value=service,
                remedy=did_you_mean(service, services),
            )
        if start is None:
            raise wrong("start", "", "instant")
        end = instant(cells, "end", tz)
        return service, Outage(start, end, cells.get("reason", ""), maintenance == "true")

    return read_rows(path, ("start", "end"), read)


def has_column(path: Path, column: str) -> bool:
    """Return whether a CSV file has a column."""
    with open(path, "rb") as file:
        header, _ = csv_rows(read_lines(file), ",")
        return column in header


def read_counts(path: Path, tz: ZoneInfo) -> Iterator[Count | RejectedRow]:
    """Yield what came about: at, amount, of."""
    return read_rows(
        path,
        ("at", "amount", "of"),
        lambda cells: Count(needed(cells, "at", tz), number(cells, "amount"), cells["of"]),
    )


def read_scores(path: Path, tz: ZoneInfo) -> Iterator[Score | RejectedRow]:
    """Yield answers to surveys: at, value, of."""
    return read_rows(
        path,
        ("at", "value", "of"),
        lambda cells: Score(needed(cells, "at", tz), number(cells, "value"), cells["of"]),
    )


def read_exclusions(path: Path, tz: ZoneInfo) -> Iterator[Exclusion | RejectedRow]:
    """Yield exclusions: start, end, kind, reason, author, at."""

    def read(cells: Cells) -> Exclusion:
        kind: Any = cells["kind"]
        return Exclusion(
            start=needed(cells, "start", tz),
            end=needed(cells, "end", tz),
            kind=kind,
            reason=cells["reason"],
            author=cells["author"],
            at=needed(cells, "at", tz),
        )

    return read_rows(path, ("start", "end", "kind", "reason", "author", "at"), read)


def read_rows(
    path: Path, columns: Sequence[str], read: Callable[[Cells], T]
) -> Iterator[T | RejectedRow]:
    """Yield what is read in the rows of a CSV file, and those that cannot be read in their place.

    Raises `TableError` for a file that lacks one of the columns.
    """
    with open(path, "rb") as file:
        header, rows = csv_rows(read_lines(file), ",")
        if missing := [name for name in columns if name not in header]:
            raise TableError(
                f"{path} has no column {missing[0]!r}",
                parameter=missing[0],
                value=header,
                remedy=f"give the columns {', '.join(columns)}",
            )
        for line, row, problem in rows:
            cells = dict(zip(header, row, strict=False))
            try:
                if problem:
                    raise TableError(problem)
                yield read(cells)
            except SlakitError as error:
                yield RejectedRow.of(error, line=line, id=cells.get("id", ""))


def needed(cells: Cells, column: str, tz: ZoneInfo) -> datetime:
    at = instant(cells, column, tz)
    if at is None:
        raise wrong(column, "", "instant")
    return at


def instant(cells: Cells, column: str, tz: ZoneInfo) -> datetime | None:
    text = cells[column]
    return time_reader(ISO, tz)(text, column) if text else None


def number(cells: Cells, column: str) -> Decimal:
    try:
        return Decimal(cells[column])
    except InvalidOperation:
        raise wrong(column, cells[column], "number") from None


def wrong(column: str, text: str, what: str) -> TableError:
    return TableError(
        f"{text!r} is no {what}", parameter=column, value=text, remedy="mend the cell"
    )
