"""A file, compressed or not -> lines of text, with errors that name the line."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from functools import partial
from io import BufferedReader, TextIOWrapper
from typing import IO, Any, cast

from slakit.errors import TableError

__all__ = ["MAX_LINE", "read_lines"]

MAX_LINE = 50_000_000
"""A line may have this many characters: a ticket with a hundred thousand events is a third."""

_GZIP = b"\x1f\x8b"


def read_lines(file: IO[bytes]) -> Iterator[str]:
    """Yield the lines of a UTF-8 file, with their ends; gzip is recognised by its first bytes.

    A byte order mark is dropped. The file is left open. Raises `TableError` for a byte that is
    not UTF-8, a gzip stream that is damaged or breaks off, and a line that never ends, each
    with the number of the line.

    >>> from io import BytesIO
    >>> list(read_lines(BytesIO(gzip.compress(b"id\\n7\\n"))))
    ['id\\n', '7\\n']
    """
    buffered = BufferedReader(cast("Any", file))
    compressed = buffered.peek(2)[:2] == _GZIP
    content = cast("Any", gzip.GzipFile(fileobj=buffered) if compressed else buffered)
    text = TextIOWrapper(content, encoding="utf-8-sig", newline="")
    count = 0
    try:
        for count, line in enumerate(iter(partial(text.readline, MAX_LINE), ""), 1):
            if len(line) == MAX_LINE:
                raise TableError(
                    f"line {count} has {MAX_LINE:,} characters or more",
                    remedy="give a table with one ticket a line",
                )
            yield line
    except UnicodeDecodeError as error:
        raise _not_utf8(error, count) from None
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise TableError(
            f"the gzip stream is damaged or breaks off after line {count}: {error}",
            remedy="copy or make the file again",
        ) from None
    finally:
        # A wrapper closes what it wraps when it is collected, and the file is the caller's.
        if not file.closed:
            text.detach()
            buffered.detach()


def _not_utf8(error: UnicodeDecodeError, count: int) -> TableError:
    # All whole lines that were decoded before have been handed out, so what failed begins in
    # the next one.
    line = count + len(error.object[: error.start + 1].splitlines())
    bad = error.object[error.start : error.start + 1]
    return TableError(
        f"line {line}: the byte 0x{bad.hex()} is not UTF-8",
        value=bad,
        remedy="save the file as UTF-8",
    )
