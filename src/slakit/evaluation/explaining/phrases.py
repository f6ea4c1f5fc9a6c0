"""What an explanation holds as data -> phrases of a language, for those who work at the desk."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, tzinfo
from typing import Any

from slakit.durations import Amount, parse_length
from slakit.evaluation.explaining.explanation import Decision, LedgerSpan
from slakit.instants import UTC
from slakit.wording import Catalogue
from slakit.wording.dates import ZoneStyle

__all__ = ["Phrases", "condition_text", "reason_text"]

# The operators of conditions that everybody reads.
SIGNS = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<", "is_not": "≠", "is": "="}
# What an agent reads in the notation of the policy, because words would hide which field it is.
IN_NOTATION = ("at", "field")


class Phrases:
    """One language, with instants in one zone; `offsets` adds the offset to each of them."""

    def __init__(self, words: Catalogue, zone: tzinfo | None, *, offsets: bool = False) -> None:
        self.words = words
        self._zone = UTC if zone is None else zone
        self._with_zone: ZoneStyle | None = "abbreviation" if offsets else None

    def instant(self, instant: datetime) -> str:
        """Say an instant in the zone."""
        return self.words.instant(instant.astimezone(self._zone), zone=self._with_zone)

    def period(self, start: datetime, end: datetime) -> str:
        """Say two instants in the zone."""
        start, end = start.astimezone(self._zone), end.astimezone(self._zone)
        return self.words.period(start, end, zone=self._with_zone)

    def metric(self, name: str) -> str:
        """Say what is timed; a metric of one's own is said by its name."""
        key = f"metric.{name}"
        return self.words.text(key) if key in self.words else name.replace("_", " ")

    def amount(self, text: str) -> str:
        """Say what is promised."""
        return text if Amount.of(text).kind in IN_NOTATION else self.words.amount(text)

    def span(self, span: LedgerSpan) -> str:
        """Say why a stretch counted, or did not, and what changed as it began."""
        changed: Mapping[str, Any] = span.parameters.get("changed", {})
        parts = [self._reason(span)]
        if changed.get("amount") is not None:
            amount = self.amount(changed["amount"])
            parts.append(self.words.text("span.target_changed", amount=amount))
        if "calendar" in changed:
            calendar = changed["calendar"]
            parts.append(self.words.text("span.calendar_changed", calendar=calendar))
        return ", ".join(parts)

    def _reason(self, span: LedgerSpan) -> str:
        if span.reason == "paused":
            return self.words.text("span.paused", condition=pause_text(span.parameters))
        return reason_text(self.words, f"span.{span.reason}", span.parameters)

    def decision(self, decision: Decision) -> str:
        """Say what was decided, or what an event did."""
        said = {
            name: self._parameter(name, value, decision.parameters)
            for name, value in decision.parameters.items()
            if name in self.words.parameters(decision.code)
        }
        text = self.words.text(decision.code, **said)
        chosen = decision.parameters.get("condition")
        if decision.code.startswith("target.") and chosen:
            return f"{text} ({condition_text(chosen)})"
        return text

    def _parameter(self, name: str, value: Any, given: Mapping[str, Any]) -> Any:
        if name == "event":
            return self.words.many(self.event(each) for each in value)
        if name == "condition":
            return rejection_text(value, given.get("found", {}))
        if name == "metric":
            return self.metric(value)
        if name == "amount":
            return self.amount(value)
        if name in ("due", "version"):
            return self.instant(datetime.fromisoformat(value))
        return parse_length(value) if name == "length" else value

    def event(self, told: Mapping[str, Any]) -> str:
        """Say what happened."""
        said = {name: value_text(value) for name, value in told.items() if name != "code"}
        return self.words.text(f"event.{told['code']}", **said)


def reason_text(words: Catalogue, key: str, parameters: Mapping[str, Any]) -> str:
    """Say why a stretch counted, or did not; a holiday may have a name, which may be ""."""
    name = parameters.get("name")
    if name == "":
        key += "_unnamed"
    return words.text(key, **({"name": name} if "name" in words.parameters(key) else {}))


def pause_text(given: Mapping[str, Any]) -> str:
    """Say why a clock was paused: by the status that it had, where that is what counts."""
    condition, status = given.get("condition"), given.get("status")
    if status is not None and (condition is None or set(condition) <= {"category", "status"}):
        return f"status: {value_text(status)}"
    return condition_text(condition)


def rejection_text(condition: Mapping[str, Any], found: Mapping[str, Any]) -> str:
    """Say a condition that does not hold, with what the ticket has instead.

    >>> rejection_text({"tier": ["gold"]}, {"tier": "silver"})
    'tier: silver ≠ gold'
    """
    (key,) = condition if len(condition) == 1 else ("",)
    if key in found and not isinstance(condition[key], Mapping):
        return f"{key}: {value_text(found[key])} ≠ {value_text(condition[key])}"
    said = condition_text(condition)
    return f"{said} ({condition_text(found)})" if found else said


def condition_text(data: Any) -> str:
    """Return a condition as compact text in the words of the policy.

    >>> condition_text({"priority": ["high", "urgent"], "impact": {"ge": 2}, "tier": None})
    'priority: high / urgent, impact ≥ 2, tier: null'
    >>> condition_text({"not": {"any": [{"tier": "gold"}, {"vip": True}]}})
    'not (any (tier: gold; vip: true))'
    """
    if not isinstance(data, Mapping):
        return value_text(data)
    parts: list[str] = []
    for key, value in data.items():
        if key in ("all", "any", "not"):
            inner = value if isinstance(value, (list, tuple)) else [value]
            parts.append(f"{key} ({'; '.join(map(condition_text, inner))})")
        elif key in ("since", "until", "becomes", "changes", "signal"):
            parts.append(f"{key} {condition_text(value)}")
        elif isinstance(value, Mapping):
            parts += (f"{key} {SIGNS.get(op, op)} {value_text(each)}" for op, each in value.items())
        else:
            parts.append(f"{key}: {value_text(value)}")
    return ", ".join(parts)


def value_text(value: Any) -> str:
    """Return the value of a field, or several, as a policy file has it."""
    if isinstance(value, (list, tuple)):
        return " / ".join(map(value_text, value))
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return str(value)
