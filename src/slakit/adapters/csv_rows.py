"""Lines of CSV -> its header, and its rows, each with its line and what is wrong with it."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import chain, islice
from typing import TypeAlias

from slakit.errors import TableError

__all__ = ["CsvRow", "csv_rows"]

# So many lines are searched at once.
GROUP = 64

CsvRow: TypeAlias = tuple[int, list[str], str]
"""The line on which a row begins, its cells, and what is wrong with it: "" if nothing is."""


def csv_rows(lines: Iterator[str], delimiter: str) -> tuple[list[str], Iterator[CsvRow]]:
    """Return the header of a table and the rows below it; blank lines are no rows.

    Lines count from 1, the header included. Raises `TableError` for what is wrong with the
    header; a row that is no CSV, has too many or too few cells or a NUL character says so.

    >>> header, rows = csv_rows(iter(["id,tier\\n", "7,gold\\n", "8\\n"]), ",")
    >>> list(rows)
    [(2, ['7', 'gold'], ''), (3, ['8'], 'the row has 1 cells, the header has 2')]
    """
    # A NUL is looked for in many lines at once, because looking into every cell takes as long as
    # CSV. From the first one on, rows are looked at one by one.
    with_nul: list[bool] = []

    def searched() -> Iterator[list[str]]:
        while True:
            group: list[str] = []
            try:
                group.extend(islice(lines, GROUP))
            finally:
                # Lines before one that cannot be read are handed out all the same.
                if not with_nul and "\0" in "".join(group):
                    with_nul.append(True)
                if group:
                    yield group
            if not group:
                return

    reader = csv.reader(chain.from_iterable(searched()), delimiter=delimiter, strict=True)
    try:
        header: list[str] | None = next(reader, None)
    except csv.Error as error:
        raise TableError(f"line {reader.line_num}: the header is no CSV: {error}") from None
    if not header:
        raise TableError("the table has no header", remedy="give the columns a name in line 1")
    _check(header)

    def rows() -> Iterator[CsvRow]:
        width = len(header)
        while True:
            line = reader.line_num + 1
            try:
                for row in reader:
                    if len(row) != width:
                        if row:
                            wrong = f"the row has {len(row)} cells, the header has {width}"
                            yield line, row, wrong
                    elif with_nul and "\0" in "".join(row):
                        yield line, row, "the row has a NUL character"
                    else:
                        yield line, row, ""
                    line = reader.line_num + 1
            except csv.Error as error:
                yield line, [], f"the row is no CSV: {error}"
            else:
                return

    return header, rows()


def _check(header: list[str]) -> None:
    if any("\0" in name for name in header):
        raise TableError(
            "the header has NUL characters, as UTF-16 has", remedy="save the file as UTF-8"
        )
    seen = set[str]()
    for number, name in enumerate(header, 1):
        if not name.strip():
            raise TableError(f"column {number} has no name", remedy="name it in the header")
        if name in seen:
            raise TableError(
                f"the column {name!r} stands twice", value=name, remedy="rename one of the two"
            )
        seen.add(name)
