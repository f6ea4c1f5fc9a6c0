"""A report as plain JSON data: what a chunk, a process or a machine has of the whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from slakit.durations import format_length
from slakit.errors import DocumentError, Problem
from slakit.evaluation.reading import ClockState, Status
from slakit.evaluation.stored import (
    Reader,
    length,
    number,
    one_of,
    optional,
    read_stored,
    refused,
    several,
    text,
    truth,
)
from slakit.reports.attainment import Attainment, Late, first_the_worst
from slakit.reports.layout import Key, Layout
from slakit.reports.periods import period_of

if TYPE_CHECKING:
    from slakit.reports.report import Report

__all__ = ["read_report", "report_data"]

ZERO = timedelta(0)


def report_data(report: Report) -> dict[str, Any]:
    """Return a report as plain data; lengths as exact texts such as ``3h10m``."""
    by, frequency, zone, dated = report.layout
    return {
        "layout": {
            "by": list(by),
            "frequency": frequency,
            "tz": None if zone is None else zone.key,
            "dated": dated,
        },
        "unclocked": report.unclocked,
        "rejected": report.rejected,
        "cells": [
            {"key": [plain(part) for part in key], **attainment_data(found)}
            for key, found in report.cells.items()
        ],
    }


def attainment_data(found: Attainment) -> dict[str, Any]:
    return {
        "kinds": [[*map(plain, kind), count] for kind, count in found.kinds.items()],
        "elapsed": plain(found.elapsed),
        "paused": plain(found.paused),
        "closed": plain(found.closed),
        "untold": found.untold,
        "days": [[plain(day), met, count] for (day, met), count in found.days.items()],
        "hours": [[*hour, count] for hour, count in found.hours.items()],
        "late": [[ticket, count] for ticket, count in found.late.items()],
        "worst": [list(map(plain, late)) for late in found.worst],
    }


def plain(value: Any) -> Any:
    if isinstance(value, timedelta):
        return format_length(value)
    return value.isoformat() if isinstance(value, date) else value


def read_report(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return the parts of a report from its data, or every problem of it at once."""
    parts = read_stored("report", data, REPORT)
    layout: Layout = parts["layout"]
    names = len(layout.by) + 2
    found: dict[Key, Attainment] = {}
    problems: list[Problem] = []
    for place, (key, cell) in enumerate(parts["cells"]):
        where = ("cells", place, "key")
        if len(key) != names:
            problems.append(Problem(f"has {len(key)} parts, not {names}", where, value=key))
        elif key in found:
            problems.append(Problem(f"{key!r} stands twice", where, value=key))
        elif key[-1] and key[-1] != period_of(key[-1], layout.frequency).start:
            problems.append(Problem(f"no {layout.frequency} begins on {key[-1]}", where, value=key))
        found[key] = cell
    if problems:
        raise DocumentError(problems)
    return {**parts, "cells": found}


def read_cell(data: Any) -> tuple[Key, Attainment]:
    parts = read_stored("cell", data, CELL)
    found = Attainment()
    found.kinds = counted(parts["kinds"])
    for (_, status, *_), count in found.kinds.items():
        found.counts[status] += count
    found.elapsed, found.paused = parts["elapsed"], parts["paused"]
    found.closed, found.untold = parts["closed"], parts["untold"]
    found.days, found.hours = counted(parts["days"]), counted(parts["hours"])
    for ticket, count in parts["late"]:
        found.late[ticket] += count
    found.worst = sorted((Late(*late) for late in parts["worst"]), key=first_the_worst)
    return parts["key"], found


def counted(rows: tuple[tuple[Any, ...], ...]) -> Counter[Any]:
    found: Counter[Any] = Counter()
    for *parts, count in rows:
        found[tuple(parts)] += count
    return found


def row(*readers: Reader) -> Reader:
    """Return the reader of a list in which each place has its own meaning."""

    def read(data: Any) -> tuple[Any, ...]:
        if not isinstance(data, (list, tuple)) or len(data) != len(readers):
            raise refused(data, f"list of {len(readers)}")
        return tuple(read(each) for read, each in zip(readers, data, strict=True))

    return read


def whole(least: int, most: int | None = None) -> Callable[[Any], int]:
    """Return the reader of a whole number."""

    def read(value: Any) -> int:
        if type(value) is not int or value < least or (most is not None and value > most):
            raise refused(value, f"whole number from {least}")
        return value

    return read


def day(value: Any) -> date:
    try:
        return date.fromisoformat(text(value))
    except ValueError:
        raise refused(value, "date") from None


def key(value: Any) -> Any:
    """Read what a cell is by: the metric, texts of fields, and the first date of its period."""
    if not isinstance(value, (list, tuple)) or len(value) < 2:
        raise refused(value, "key of a cell")
    *texts, start = value
    return (text(texts[0]), *map(optional(text), texts[1:]), optional(day)(start))


CELL: Mapping[str, Reader] = {
    "key": key,
    "kinds": several(
        row(
            one_of(ClockState, "state"),
            one_of(Status, "status"),
            truth,
            length,
            optional(length),
            number,
        )
    ),
    "elapsed": length,
    "paused": length,
    "closed": length,
    "untold": whole(0),
    "days": several(row(day, truth, number)),
    "hours": several(row(whole(0, 6), whole(0, 23), number)),
    "late": several(row(text, number)),
    "worst": several(row(length, text, text, text, number)),
}
LAYOUT: Mapping[str, Reader] = {
    "by": several(text),
    "frequency": text,
    "tz": optional(text),
    "dated": text,
}
REPORT: Mapping[str, Reader] = {
    "layout": lambda value: Layout.of(**read_stored("layout", value, LAYOUT)),
    "unclocked": whole(0),
    "rejected": whole(0),
    "cells": several(read_cell),
}
