"""Readings in columns -> the lines of JSON that `json_writer` writes of evaluations."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import pairwise, repeat
from typing import Any

import numpy as np
from numpy.typing import NDArray

from slakit.cli.answers import fields_data, json_line
from slakit.cli.column_texts import DateTexts, InstantTexts, LengthTexts
from slakit.evaluation.reading import DERIVED, STORED
from slakit.frames.columns import NAT, Integers, instant_number
from slakit.frames.evaluating.collecting import INSTANTS, LENGTHS
from slakit.frames.evaluating.engine import NEVER
from slakit.frames.evaluating.files import Chunk
from slakit.frames.evaluating.readings import STATES, STATUSES, Readings
from slakit.policies.alerts import Alert

__all__ = ["JsonColumns"]

# A float tells integers up to here apart.
EXACT = 1 << 53
# A clock as `ClockReading.to_data` has it.
CLOCK = "{" + ", ".join(f'"{name}": %s' for name in (*STORED, *DERIVED)) + "}"


class JsonColumns:
    """Returns the lines of chunks, one for each ticket, with their ends."""

    def __init__(self, at: datetime, fields: Sequence[str]) -> None:
        self.fields = fields
        self.now, self.at = instant_number(at), quoted(at.isoformat())
        self.instants, self.lengths = InstantTexts(at.tzinfo), LengthTexts()
        self.dates = DateTexts()

    def __call__(self, chunk: Chunk) -> list[str]:
        """Return the lines of all tickets of a chunk."""
        readings, size = chunk.readings, len(chunk.status)
        clocks = list(self._clocks(chunk))
        due, change = (
            self._instants(earliest(readings, column, size))
            for column in (readings.due_at, readings.next_change_at)
        )
        ends = ["}\n"] * size
        if self.fields:
            ends = [self._end(each) for each in chunk.tickets.fields]
        # Those that are set aside have no status of their own, and get another line or none.
        status = np.where(chunk.status < len(STATUSES), chunk.status, 0)
        lines = [
            f'{{"ticket": {quoted(id)}, "at": {self.at}, "status": "{STATUSES[worst]}", '
            f'"due_at": {due_at}, "next_change_at": {next_change_at}, '
            f'"clocks": [{", ".join(clocks[start:stop])}]{end}'
            for id, worst, due_at, next_change_at, (start, stop), end in zip(
                chunk.tickets.ids,
                status.tolist(),
                due,
                change,
                pairwise(chunk.first),
                ends,
                strict=True,
            )
        ]
        for place in chunk.aside:
            evaluation = chunk.evaluated.get(place)
            lines[place] = "" if evaluation is None else json_line(evaluation, self.fields)
        return lines

    def _end(self, state: Any) -> str:
        data = json.dumps(fields_data(state, self.fields), ensure_ascii=False)
        return f', "fields": {data}}}\n'

    def _instants(self, numbers: Integers) -> list[str]:
        return nullable(self.instants(numbers))

    def _lengths(self, numbers: Integers) -> list[str]:
        return nullable(self.lengths(numbers))

    def _clocks(self, chunk: Chunk) -> Iterator[str]:
        """Yield all readings as objects of JSON."""
        readings, outlines = chunk.readings, chunk.outlines
        zones = [None if each is None else each.source.zone for each in outlines.timelines]
        names = [None if each is None else str(each) for each in zones]
        due, remaining = readings.due_at, readings.remaining
        warned, escalated = self._notices(readings)
        texts: dict[str, Iterable[str]] = {
            "policy": named([each.name for each in outlines.policies], readings.policy),
            "version": named([each.version for each in outlines.policies], readings.policy),
            "metric": named(outlines.metrics, readings.metric),
            "cycle": map(str, readings.cycle.tolist()),
            "state": named(STATES, readings.state),
            "status": named(STATUSES, readings.status),
            # No amount is found by -1.
            "amount": named([*outlines.amounts, None], readings.amount),
            "warnings": warned,
            "escalations": escalated,
            "exempt": repeat("null"),
            "at": repeat(self.at),
            "zone": named(names, readings.hours),
            "breached": truths(readings.breached_at != NAT),
            "overdue": self._lengths(np.where(remaining == NAT, 0, np.maximum(-remaining, 0))),
            "time_left_wall": self._lengths(np.where(due == NAT, NAT, due - self.now)),
            "ratio": ratios(readings.elapsed, readings.target),
            "due_on": nullable(
                self.dates(np.where(due == NAT, NAT, due - 1), readings.hours, zones)
            ),
        }
        texts |= {name: self._instants(getattr(readings, name)) for name in INSTANTS}
        texts |= {name: self._lengths(getattr(readings, name)) for name in LENGTHS}
        rows = zip(*(texts[name] for name in (*STORED, *DERIVED)), strict=False)
        # json.dumps would take three times as long.
        return map(CLOCK.__mod__, rows)

    def _notices(self, readings: Readings) -> tuple[list[str], list[str]]:
        """Return the lists of warnings and of escalations of all readings."""
        warned, escalated = ([""] * len(readings.ticket) for _ in range(2))
        for told in readings.told:
            rows = told.rows.tolist()
            alerts = [*((warned, each) for each in told.target.alerts)]
            alerts += [(escalated, each) for each in told.target.escalations]
            for (texts, alert), at, passed in zip(alerts, told.instants, told.passed, strict=True):
                ends = notice_ends(alert)
                name = f'{{"name": {quoted(alert.name)}, "at": '
                for row, instant, over in zip(
                    rows, self._instants(at), passed.tolist(), strict=True
                ):
                    before = f"{texts[row]}, " if texts[row] else ""
                    texts[row] = f"{before}{name}{instant}{ends[over]}"
        lists = ([f"[{text}]" for text in texts] for texts in (warned, escalated))
        return next(lists), next(lists)


def quoted(text: str | None) -> str:
    return json.dumps(text, ensure_ascii=False)


def nullable(texts: Iterable[str]) -> list[str]:
    """Return texts in quotes, null for those that are empty."""
    return [f'"{text}"' if text else "null" for text in texts]


def named(texts: Iterable[str | None], numbers: Integers) -> list[str]:
    """Return texts by their numbers, as JSON."""
    said = [quoted(text) for text in texts]
    return [said[number] for number in numbers.tolist()]


def truths(flags: NDArray[np.bool_]) -> list[str]:
    return ["true" if flag else "false" for flag in flags.tolist()]


def notice_ends(alert: Alert) -> tuple[str, str]:
    """Return how a notice ends that has not passed, and one that has."""
    to = json.dumps(alert.to, ensure_ascii=False)
    return f', "passed": false, "to": {to}}}', f', "passed": true, "to": {to}}}'


def earliest(readings: Readings, instants: Integers, size: int) -> Integers:
    """Return the earliest instant of each ticket's clocks that have not stopped."""
    found = np.full(size, NEVER)
    rows = np.flatnonzero((instants != NAT) & (readings.stopped_at == NAT))
    np.minimum.at(found, readings.ticket[rows], instants[rows])
    found[found == NEVER] = NAT
    return found


def ratios(elapsed: Integers, target: Integers) -> list[str]:
    """Return elapsed time as shares of targets, as exact as floats are."""
    by = np.where((target == NAT) | (target == 0), 1, target)
    if max(int(each.max(initial=0)) for each in (elapsed, np.abs(by))) > EXACT:
        pairs = zip(elapsed.tolist(), target.tolist(), strict=True)
        return ["null" if b == NAT else repr(a / b if b else float(a > 0)) for a, b in pairs]
    shares = elapsed / by
    shares = np.where(target == 0, (elapsed > 0).astype(np.float64), shares)
    texts = [repr(each) for each in shares.tolist()]
    for row in np.flatnonzero(target == NAT).tolist():
        texts[row] = "null"
    return texts
