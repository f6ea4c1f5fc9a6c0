"""JSON tickets in, JSON answers out, line by line: for programs that keep slakit running."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from math import isfinite
from typing import Any, TextIO
from zoneinfo import ZoneInfo

from slakit.adapters import TableSource
from slakit.adapters.json_rows import JsonRows
from slakit.adapters.times import ISO, time_reader
from slakit.errors import SlakitError, TableError
from slakit.evaluation import evaluate
from slakit.policies import PolicySet

__all__ = ["Server"]


class Server:
    """Answers every line with a line, in order: an evaluation, or what is wrong with it.

    A ticket may say in ``at`` for which instant it asks; else `now` is called for it, because
    the process may stay open for days. Times without an offset are those of `zone`.
    """

    def __init__(
        self,
        policies: PolicySet,
        source: TableSource,
        zone: ZoneInfo | None,
        now: Callable[[], datetime],
    ) -> None:
        self._policies = policies
        self._rows = JsonRows(source)
        self._read_at = time_reader(ISO, zone)
        self._zone = zone or UTC
        self._now = now

    def run(self, lines: Iterable[bytes], out: TextIO) -> None:
        """Answer until the lines end; each answer is flushed, because somebody waits for it."""
        for line in lines:
            out.write(json.dumps(self.answer(line), ensure_ascii=False) + "\n")
            out.flush()

    def answer(self, line: bytes) -> dict[str, Any]:
        """Return the answer to one line; an error is an answer too."""
        id = None
        try:
            data = self._rows.parse(decoded(line))
            id = self._rows.id_of(data) or None
            at = self._now() if "at" not in data else self._asked(data.pop("at"))
            ticket = self._rows.ticket(data)
            return evaluate(self._policies, ticket, at=at.astimezone(self._zone)).to_data()
        except SlakitError as error:
            return {"id": id, "error": error_data(error)}

    def _asked(self, value: Any) -> datetime:
        if not isinstance(value, str):
            raise TableError(
                f"{value!r} is no instant", parameter="at", value=value, remedy="give ISO 8601"
            )
        return self._read_at(value, "at")


def decoded(line: bytes) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError as error:
        bad = line[error.start : error.start + 1]
        raise TableError(f"the byte 0x{bad.hex()} is not UTF-8", remedy="write UTF-8") from None


def error_data(error: SlakitError) -> dict[str, Any]:
    """Return an error as plain data."""
    return {
        "code": error.code,
        "message": error.message,
        "parameter": error.parameter,
        "value": plain(error.value),
        "remedy": error.remedy,
    }


def plain(value: Any) -> Any:
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, datetime):
        return value.isoformat()
    return value if isinstance(value, float) and isfinite(value) else str(value)
