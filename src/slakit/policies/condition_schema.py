"""The JSON Schema of conditions, by which editors complete them."""

from __future__ import annotations

from typing import Any

from slakit.policies.predicates import WORDS

__all__ = ["EDGE_SCHEMA", "LEVEL_SCHEMA"]

VALUE: dict[str, Any] = {"type": ["string", "number", "boolean", "null"]}
VALUES: dict[str, Any] = {"type": "array", "items": VALUE, "minItems": 1}
ORDERED: dict[str, Any] = {"type": ["string", "number"], "examples": [1000, "2024-05-06"]}
TEXT: dict[str, Any] = {"type": "string", "minLength": 1}
TRUTH: dict[str, Any] = {"type": "boolean"}
OPERAND: dict[str, dict[str, Any]] = {
    "is": {
        **VALUE,
        "description": "this value, null for a field that the ticket does not have",
        "examples": ["high"],
    },
    "is_not": {**VALUE, "description": "any value but this one", "examples": ["high"]},
    "in": {**VALUES, "description": "one of these values", "examples": [["high", "urgent"]]},
    "not_in": {**VALUES, "description": "none of these values", "examples": [["low", None]]},
    "lt": {**ORDERED, "description": "a number, date or instant less than this"},
    "le": {**ORDERED, "description": "a number, date or instant of at most this"},
    "gt": {**ORDERED, "description": "a number, date or instant greater than this"},
    "ge": {**ORDERED, "description": "a number, date or instant of at least this"},
    "contains": {**TEXT, "description": "a text with this in it", "examples": ["outage"]},
    "starts_with": {**TEXT, "description": "a text that begins with this", "examples": ["VIP"]},
    "present": {**TRUTH, "description": "true: the ticket has the field; false: it does not"},
    "absent": {**TRUTH, "description": "true: the ticket does not have the field"},
}
# Members are checked when the file is read: a schema that is put in wherever a condition may
# stand cannot refer to itself.
LEVELS: dict[str, Any] = {
    "type": "array",
    "items": {"type": "object"},
    "minItems": 1,
    "examples": [[{"vip": True}, {"tier": "gold"}]],
}
EDGE: dict[str, Any] = {
    "anyOf": [{"enum": list(WORDS)}, {"type": "object"}, {"type": "array", "minItems": 1}]
}
LEVEL_SCHEMA: dict[str, Any] = {
    "description": "a condition on the ticket's fields; every field has one of its values",
    "type": "object",
    "properties": {
        "all": {**LEVELS, "description": "conditions that hold together"},
        "any": {**LEVELS, "description": "conditions of which one holds"},
        "not": {
            "type": "object",
            "description": "a condition that does not hold",
            "examples": [{"tier": "gold"}],
        },
        "since": {**EDGE, "description": "what makes it hold, until the other occurs"},
        "until": {**EDGE, "description": "what ends it again; goes with since"},
    },
    "dependentRequired": {"since": ["until"], "until": ["since"]},
    "additionalProperties": {
        "anyOf": [
            VALUE,
            VALUES,
            {
                "type": "object",
                "properties": OPERAND,
                "additionalProperties": False,
                "minProperties": 1,
            },
        ]
    },
    "examples": [{"tier": ["gold", "silver"]}, {"any": [{"vip": True}, {"amount": {"ge": 1000}}]}],
}
EDGE_SCHEMA: dict[str, Any] = {
    "description": "something that occurs at an instant; a condition means that it becomes true",
    "anyOf": [
        {"enum": list(WORDS)},
        {
            "type": "object",
            "properties": {
                "signal": {
                    **TEXT,
                    "description": "the host's own event of this name",
                    "examples": ["sold"],
                },
                "changes": {
                    **TEXT,
                    "description": "the field of this name gets another value",
                    "examples": ["assignee"],
                },
                "becomes": {
                    "type": "object",
                    "description": "a condition begins to hold",
                    "examples": [{"status": "assigned"}],
                },
                "all": {
                    "type": "array",
                    "minItems": 1,
                    "description": "one edge, and conditions that have to hold at it",
                    "examples": [["agent_reply", {"priority": "high"}]],
                },
                "any": {
                    "type": "array",
                    "minItems": 1,
                    "description": "edges or conditions of which one occurs",
                    "examples": [["agent_reply", {"signal": "called"}]],
                },
            },
            "minProperties": 1,
        },
        {"type": "array", "minItems": 1},
    ],
    "examples": ["created", {"signal": "sold"}, {"changes": "assignee"}, {"status": "assigned"}],
}
