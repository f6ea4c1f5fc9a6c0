"""The JSON Schema of conditions."""

from __future__ import annotations

from typing import Any

import pytest

from slakit.policies.condition_schema import EDGE_SCHEMA, LEVEL_SCHEMA
from slakit.policies.conditions import WORDS, Edge, Level
from slakit.policies.operators import OPERATORS
from tests.json_schema import faults, undescribed

GOLD = {"tier": "gold"}


@pytest.mark.parametrize(
    "data",
    [
        {},
        GOLD,
        {"tier": ["gold", None], "vip": True, "n": 1.5, "gone": None},
        {"n": {"ge": 1, "lt": "2024-05-06"}, "x": {"in": ["a", 1], "not_in": ["b"], "is": None}},
        {"x": {"is_not": True, "le": 1, "gt": 1, "contains": "a", "starts_with": "b"}},
        {"x": {"present": True}, "y": {"absent": False}},
        {"all": [GOLD, {"any": [GOLD, {"not": GOLD}]}], "not": GOLD},
        {"since": "created", "until": {"becomes": GOLD}},
    ],
)
def test_level(data: dict[str, Any]) -> None:
    """What is a level is valid."""
    assert Level.parse(data).to_data() == data
    assert [] == faults(LEVEL_SCHEMA, data)


@pytest.mark.parametrize(
    "data",
    [
        "created", 5, None, [GOLD], {"tier": []}, {"tier": {}}, {"tier": {"iss": 1}},
        {"tier": {"in": "x"}}, {"tier": [["x"]]}, {"n": {"lt": True}}, {"x": {"present": 1}},
        {"x": {"contains": ""}}, {"all": GOLD}, {"any": []}, {"not": [GOLD]},
        {"since": "created"}, {"until": "created"},
    ],
)  # fmt: skip
def test_no_level(data: Any) -> None:
    """What a schema can see is invalid there too."""
    assert faults(LEVEL_SCHEMA, data)


@pytest.mark.parametrize(
    "data",
    [*WORDS, {"signal": "x"}, {"changes": "x"}, {"becomes": GOLD}, GOLD, {"all": ["created", GOLD]},
     {"any": ["created", {"signal": "x"}]}, ["created", GOLD]],
)  # fmt: skip
def test_edge(data: Any) -> None:
    """What is an edge is valid."""
    assert Edge.parse(data).to_data() == data
    assert [] == faults(EDGE_SCHEMA, data)


@pytest.mark.parametrize(
    "data", ["creatd", 5, None, [], {}, {"signal": ""}, {"changes": 5}, {"any": "created"}]
)
def test_no_edge(data: Any) -> None:
    """What a schema can see is invalid there too."""
    assert faults(EDGE_SCHEMA, data)


def test_complete() -> None:
    """Every word and operator is offered, and described; the examples are good."""
    operators = LEVEL_SCHEMA["additionalProperties"]["anyOf"][2]["properties"]
    assert list(OPERATORS) == list(operators)
    assert ["all", "any", "not", "since", "until"] == list(LEVEL_SCHEMA["properties"])
    assert [] == undescribed(LEVEL_SCHEMA) == undescribed(EDGE_SCHEMA)
    for example in LEVEL_SCHEMA["examples"]:
        assert [] == faults(LEVEL_SCHEMA, Level.parse(example).to_data())
    for example in EDGE_SCHEMA["examples"]:
        assert [] == faults(EDGE_SCHEMA, Edge.parse(example).to_data())
