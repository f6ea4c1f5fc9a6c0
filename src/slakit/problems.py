"""What is wrong at one place of a document."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

__all__ = ["Path", "Problem", "path_text"]

Path = tuple[str | int, ...]


def path_text(path: Path) -> str:
    """Write a path as people point at a value.

    >>> path_text(("policies", 2, "targets", "resolution", "high"))
    'policies[2].targets.resolution.high'
    """
    text = ""
    for step in path:
        if isinstance(step, int):
            text += f"[{step}]"
        else:
            text += f".{step}" if text else step
    return text


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong in a document, and where it stands.

    `path` leads from the top of the document to the value; `line` counts from 1
    and is None where the format or the caller gives no lines.

    >>> print(Problem("unknown zone 'Mars/Base'", path=("tz",), line=3, remedy="use an IANA name"))
    line 3: tz: unknown zone 'Mars/Base'; use an IANA name
    """

    message: str
    path: Path = ()
    value: Any = None
    line: int | None = None
    remedy: str = ""
    code: str = "document"

    def under(self, *path: str | int) -> Problem:
        """Return the same problem, seen from further out."""
        return replace(self, path=(*path, *self.path))

    def __str__(self) -> str:
        where = [f"line {self.line}"] if self.line is not None else []
        if self.path:
            where.append(path_text(self.path))
        text = ": ".join([*where, self.message])
        return f"{text}; {self.remedy}" if self.remedy else text
