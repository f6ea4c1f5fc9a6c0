"""What an explanation holds as data -> polite sentences, and nothing of how the desk works."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from slakit.durations import Amount
from slakit.evaluation.explaining.condense import Stretch
from slakit.evaluation.explaining.explanation import Explanation, LedgerSpan
from slakit.evaluation.explaining.phrases import Phrases, reason_text
from slakit.evaluation.reading import ClockReading
from slakit.instants import EPOCH
from slakit.wording.pages import Table, sentence

__all__ = ["CustomerPhrases"]

IN_REAL_TIME = ("wall", "calendar_days", "at")
ZERO = timedelta(0)


class CustomerPhrases(Phrases):
    """One language, as customers read it.

    Only texts whose keys begin with ``customer``, amounts, instants, lengths and the names of
    dates stand in it; the name of a metric of the desk's own stays inside.
    """

    def verdict(self, explanation: Explanation) -> Iterator[str]:
        """Yield what was promised, how it stands and what the time was made of, in sentences."""
        words, reading = self.words, explanation.reading
        if reading.amount is not None:
            amount = words.amount(reading.amount)
            key = f"customer.metric.{reading.metric}"
            if key in words:
                said = {"metric": words.text(key), "amount": amount}
                yield words.text("customer.verdict.promised", **said)
            else:
                yield words.text("customer.verdict.promised_other", amount=amount)
        yield from self._stands(explanation)
        if reading.exempt is not None and reading.breached_at is not None:
            yield words.text("customer.verdict.exempted")
        parts = explanation.parts.items()
        made_of = [words.text(f"customer.part.{name}", length=n) for name, n in parts if n]
        if made_of:
            yield words.text("customer.verdict.made_of", parts=words.many(made_of))

    def _stands(self, explanation: Explanation) -> Iterator[str]:
        """Yield what became of the promise."""
        words, reading = self.words, explanation.reading
        due, stopped = reading.due_at, reading.stopped_at
        end = reading.at if stopped is None else stopped
        if reading.breached_at is not None and reading.state != "cancelled":
            said = {} if stopped is None else {"stopped": self.instant(stopped)}
            key = "customer.verdict.breached" if stopped is None else "customer.verdict.missed"
            if due is None or due - EPOCH > end - EPOCH:
                # It was late under an earlier promise, and no due time of today says so.
                yield words.text(f"{key}_undated", **said)
                return
            overdue = self._own_time(reading, reading.overdue)
            if not reading.overdue:  # All of its time was spent, and it was late all the same.
                overdue = words.length((end - EPOCH) - (due - EPOCH))
            yield words.text(key, due=self.instant(due), overdue=overdue, **said)
        elif reading.status == "met" and stopped is not None:
            yield words.text("customer.verdict.met", stopped=self.instant(stopped))
        elif reading.open and due is not None:
            yield words.text("customer.verdict.due", due=self.instant(due))
            if reading.remaining is not None and reading.remaining > ZERO:
                remaining = self._own_time(reading, reading.remaining)
                yield words.text("customer.verdict.remaining", remaining=remaining)
        elif reading.status == "paused" and reading.due_if_resumed_at is not None:
            resumed = self.instant(reading.due_if_resumed_at)
            yield words.text("customer.verdict.due_if_resumed", due=resumed)
        else:
            yield sentence(words.text(f"customer.status.{reading.status}"))

    def _own_time(self, reading: ClockReading, length: timedelta) -> str:
        """Say a length in the time of the promise, which is not what a watch shows."""
        if reading.amount is not None and Amount.of(reading.amount).kind in IN_REAL_TIME:
            return self.words.length(length)
        return self.words.text("amount.open", length=length)

    def span(self, span: LedgerSpan) -> str:
        """Say what was going on."""
        words = self.words
        waits = span.reason == "paused" and span.parameters.get("waiting_for") == "customer"
        key = "customer.span.waiting" if waits else f"customer.span.{span.reason}"
        parts = [reason_text(words, key, span.parameters)]
        changed: Mapping[str, Any] = span.parameters.get("changed", {})
        if changed.get("amount") is not None:
            amount = words.amount(changed["amount"])
            parts.append(words.text("customer.span.target_changed", amount=amount))
        if "calendar" in changed:
            parts.append(words.text("customer.span.calendar_changed"))
        return ", ".join(parts)

    def table(self, stretches: list[Stretch]) -> Table:
        """Return how the time passed."""
        words = self.words
        columns = [
            words.text(f"customer.heading.{name}") for name in ("from", "to", "what", "length")
        ]
        rows: list[list[str]] = []
        lines: list[str] = []
        for each in stretches:
            start, end = self.instant(each.start), self.instant(each.end)
            reason = self.span(each.span)
            notes = [words.length(each.length)] if each.length else []
            if each.closed:
                closed = words.text("customer.part.closed", length=each.closed)
                names = dict.fromkeys(map(self.span, each.holidays))
                notes.append(f"{closed} ({', '.join(names)})" if names else closed)
            rows.append([start, end, reason, ", ".join(notes)])
            lines.append(" · ".join((self.period(each.start, each.end), *rows[-1][2:])))
        return Table(sentence(words.text("customer.heading.time"))[:-1], columns, rows, lines)
