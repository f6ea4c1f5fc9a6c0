"""A file that is replaced as a whole, or not at all."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from os import PathLike
from tempfile import NamedTemporaryFile

__all__ = ["write_whole"]


def write_whole(path: str | PathLike[str], text: str) -> None:
    """Write a text so that whoever breaks off leaves the old file or the new one.

    A file that is there keeps its permissions, and a link stays one. Raises `OSError`.
    """
    target = os.path.realpath(path)
    folder, name = os.path.split(target)
    # Two that write at once need a file each; and only one in the same folder can replace it.
    beside = NamedTemporaryFile(  # noqa: SIM115 - it is replaced after it was closed
        "w", dir=folder, prefix=f".{name}.", delete=False, encoding="utf-8", newline="\n"
    )
    try:
        with beside as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(beside.name, mode_of(target))
        os.replace(beside.name, target)
    except BaseException:
        with suppress(OSError):
            os.unlink(beside.name)
        raise


def mode_of(path: str) -> int:
    """Return the permissions of a file, or those that a new one would have."""
    try:
        return stat.S_IMODE(os.stat(path).st_mode)
    except FileNotFoundError:
        # The mask can only be read by setting it.
        mask = os.umask(0o077)
        os.umask(mask)
        return 0o666 & ~mask
