"""The JSON Schema of an evaluation as `Evaluation.to_data` writes it."""

from __future__ import annotations

from typing import Any, get_args

from slakit.evaluation.reading import ClockState, Status

__all__ = ["EVALUATION_SCHEMA"]

Schema = dict[str, Any]

TRUTH: Schema = {"type": "boolean"}
INSTANT: Schema = {"type": "string", "format": "date-time"}
DATE: Schema = {"type": "string", "format": "date"}
LENGTH: Schema = {"type": "string", "examples": ["3h10m", "-30m"]}
STATUS: Schema = {"type": "string", "enum": list(get_args(Status))}
STATE: Schema = {"type": "string", "enum": list(get_args(ClockState))}
RECIPIENTS: Schema = {
    "type": "array",
    "items": {"type": "string"},
    "examples": [["lead@example.com"]],
}


def text(*examples: str) -> Schema:
    return {"type": "string", "examples": list(examples)}


def or_none(schema: Schema) -> Schema:
    return {**schema, "type": [schema["type"], "null"]}


def every(title: str, description: str, **properties: tuple[Schema, str]) -> Schema:
    """Return the schema of an object that always has all of its properties."""
    return {
        "title": title,
        "description": description,
        "type": "object",
        "properties": {
            name: {**schema, "description": text} for name, (schema, text) in properties.items()
        },
        "required": list(properties),
        "additionalProperties": False,
    }


def several(name: str) -> Schema:
    return {"type": "array", "items": {"$ref": f"#/$defs/{name}"}}


NOTICE = every(
    "Notice",
    "a warning or an escalation of one clock",
    name=(text("soon"), "the name that the policy gives it"),
    at=(or_none(INSTANT), "when it falls if nothing else happens; null while that cannot be told"),
    passed=(TRUTH, "whether the clock was still open then"),
    to=(RECIPIENTS, "who is to be told; slakit sends nothing"),
)
EXEMPTED = every(
    "Exempted",
    "why a breach does not count",
    reason=(text("power cut in the whole town"), "why"),
    author=(text("ana"), "who said so"),
    at=(INSTANT, "since when"),
)
READING = every(
    "ClockReading",
    "how one cycle of a clock stands",
    policy=(text("gold"), "the policy that promised it"),
    version=(
        or_none(text("2026-01-01T00:00:00+00:00")),
        "when that version of the policy took effect; null for the first",
    ),
    metric=(text("resolution"), "what is timed"),
    cycle=({"type": "integer", "minimum": 1, "examples": [1]}, "which run of the clock it is"),
    state=(STATE, "what the clock does"),
    status=(STATUS, "how it stands, in one word"),
    amount=(or_none(text("4h", "2bd 16:00")), "what is promised; null where nothing is"),
    target=(or_none(LENGTH), "the amount as a length of its own time"),
    started_at=(or_none(INSTANT), "from when on it counts"),
    stopped_at=(or_none(INSTANT), "when it stopped"),
    cancelled_at=(or_none(INSTANT), "when it ended without a verdict"),
    due_at=(or_none(INSTANT), "by when it has to stop; null while it is paused before that"),
    due_if_resumed_at=(or_none(INSTANT), "when it would be due if its pause ended now"),
    elapsed=(LENGTH, "what was counted, in the amount's own time"),
    paused=(LENGTH, "what was paused, in the amount's own time"),
    closed=(LENGTH, "the rest of the real time since the start"),
    elapsed_wall=(LENGTH, "real time since the start, without pauses"),
    remaining=(or_none(LENGTH), "what is left of the amount, negative when overdue"),
    breached_at=(or_none(INSTANT), "when the due time was missed"),
    next_change_at=(or_none(INSTANT), "when the status changes if nothing else happens"),
    warnings=(several("Notice"), "who should act before it is due, and when"),
    escalations=(several("Notice"), "who should act from the due time on, and when"),
    exempt=(
        {"anyOf": [{"$ref": "#/$defs/Exempted"}, {"type": "null"}]},
        "why a breach does not count; null where it does",
    ),
    at=(INSTANT, "the instant that was asked for"),
    zone=(or_none(text("Europe/Madrid")), "the time zone of the calendar"),
    breached=(TRUTH, "whether the due time was missed, and nobody exempted that"),
    overdue=(LENGTH, "how far beyond the amount it is"),
    time_left_wall=(or_none(LENGTH), "real time until the due time, negative after it"),
    ratio=(
        or_none({"type": "number", "examples": [0.75]}),
        "elapsed as a share of the amount, for display",
    ),
    due_on=(or_none(DATE), "the local date of the last moment before the due time"),
)
EVALUATION_SCHEMA: Schema = {
    **every(
        "Evaluation",
        "how a ticket stands at an instant",
        ticket=(text("T-1"), "the ticket's id"),
        at=(INSTANT, "the instant that was asked for"),
        status=(STATUS, "the worst word of its clocks"),
        due_at=(or_none(INSTANT), "the earliest due time of a clock that is open"),
        next_change_at=(or_none(INSTANT), "the first instant at which a clock changes its status"),
        clocks=(several("ClockReading"), "every cycle of every clock"),
    ),
    "$defs": {"ClockReading": READING, "Notice": NOTICE, "Exempted": EXEMPTED},
}
"""What ``slakit evaluate --json`` writes for each ticket."""
