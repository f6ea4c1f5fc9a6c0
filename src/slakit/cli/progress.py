"""A bar on a terminal for work that takes longer than a second."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from time import monotonic
from typing import IO, TextIO, TypeVar

__all__ = ["with_progress"]

PATIENCE = 1.0
STEP = 256

T = TypeVar("T")


def with_progress(
    rows: Iterable[T], file: IO[bytes], output: TextIO, *, step: int = STEP
) -> Iterable[T]:
    """Return the rows of a file, with a bar of how much of it has been read, each `step` rows.

    Only on a terminal that the output does not go to, and only where rich is installed (the
    extra `cli`).
    """
    return shown(rows, file, step) if sys.stderr.isatty() and not output.isatty() else rows


def shown(rows: Iterable[T], file: IO[bytes], step: int = STEP) -> Iterator[T]:
    rows = iter(rows)
    begin = monotonic()
    for count, row in enumerate(rows, 1):
        yield row
        if not count % step and monotonic() - begin > PATIENCE:
            break
    else:
        return
    try:
        from rich.console import Console
        from rich.progress import Progress
    except ImportError:
        yield from rows
        return
    size = os.fstat(file.fileno()).st_size
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading", total=size)
        for count, row in enumerate(rows, 1):
            yield row
            if not count % step:
                bar.update(task, completed=file.tell())
