"""Nodes of conditions as functions of fields, and what they look at."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slakit.policies.conditions import Edge, Level
from slakit.policies.predicates import compile_level, fields_of, since_nodes

GOLD, VIP = {"tier": "gold"}, {"vip": True}
BUSY: dict[str, Any] = {"since": "customer_reply", "until": {"becomes": {"status": "done"}}}


def holds(level: Any, **fields: Any) -> bool:
    return compile_level(Level.parse(level).node)(fields)


@pytest.mark.parametrize(
    ("level", "expected"),
    [
        ({}, (True, True, True, True)),
        (GOLD, (True, True, False, False)),
        ({"not": GOLD}, (False, False, True, True)),
        ({**GOLD, **VIP}, (True, False, False, False)),
        ({"all": [GOLD, VIP]}, (True, False, False, False)),
        ({"any": [GOLD, VIP]}, (True, True, True, False)),
        ({"any": [GOLD, {"not": VIP}]}, (True, True, False, True)),
        ({"not": {"any": [GOLD, VIP]}}, (False, False, False, True)),
        ({"all": [GOLD], "not": VIP}, (False, True, False, False)),
        ({"all": [{"any": [GOLD, VIP]}], "vip": False}, (False, True, False, False)),
        ({"all": [{}]}, (True, True, True, True)),
        ({"not": {}}, (False, False, False, False)),
    ],
)
def test_compile_level(level: dict[str, Any], expected: tuple[bool, ...]) -> None:
    """Levels join as the words say, for tickets with both fields, either and none."""
    tickets = [("gold", True), ("gold", False), ("tin", True), ("tin", False)]
    assert expected == tuple(holds(level, tier=tier, vip=vip) for tier, vip in tickets)


def test_since() -> None:
    """What holds since an edge stands among the fields under the node itself; else it does not."""
    level = Level.parse(BUSY)
    predicate = compile_level(level.node)
    assert (False, True, False) == (
        predicate({}),
        predicate({level.node: True}),
        predicate({level.node: False}),
    )


def test_a_short_cut_hides_no_answer() -> None:
    """A part that decides is enough: the others need not be comparable."""
    assert not holds({"all": [GOLD, {"n": 1}]}, tier="tin", n="one")
    assert holds({"any": [GOLD, {"n": 1}]}, tier="gold", n="one")


@pytest.mark.parametrize(
    ("condition", "fields"),
    [
        (Level.parse({}), set()),
        (Level.parse({"a": 1, "b": {"ge": 1, "lt": 5}}), {"a", "b"}),
        (Level.parse({"any": [{"a": 1}, {"not": {"all": [{"b": 1}]}}]}), {"a", "b"}),
        (Level.parse(BUSY), {"status"}),
        (Edge.parse("created"), set()),
        (Edge.parse({"signal": "sold"}), set()),
        (Edge.parse({"changes": "a"}), {"a"}),
        (Edge.parse({"any": [{"changes": "a"}, {"becomes": {"b": 1}}, {"c": 1}]}), {"a", "b", "c"}),
        (Edge.parse({"all": [{"changes": "a"}, {"b": 1}, {"not": {"c": 1}}]}), {"a", "b", "c"}),
    ],
)
def test_fields_of(condition: Level | Edge, fields: set[str]) -> None:
    """Every field at which a condition looks is found, however deep."""
    assert fields == set(fields_of(condition.node)) == condition.fields


def test_since_nodes() -> None:
    """What holds since an edge is found, the inner before the outer that needs it."""
    inner = Level.parse(BUSY)
    outer = Level.parse({"since": {"all": ["agent_reply", BUSY]}, "until": "created"})
    level = Level.parse({"any": [{"a": 1}, {"not": outer}]})
    assert [inner.node, outer.node] == list(since_nodes(level.node))
    assert [] == list(since_nodes(Level.parse({"a": 1}).node))


levels = st.recursive(
    st.sampled_from([GOLD, VIP, {"n": {"ge": 2}}, {"n": {"absent": True}}, {}]),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda each: {"all": each}),
        st.lists(inner, min_size=1, max_size=3).map(lambda each: {"any": each}),
        inner.map(lambda each: {"not": each}),
    ),
    max_leaves=8,
)


def by_hand(level: dict[str, Any], fields: dict[str, Any]) -> bool:
    """Read a drawn level as its words say."""
    if "all" in level:
        return all(by_hand(each, fields) for each in level["all"])
    if "any" in level:
        return any(by_hand(each, fields) for each in level["any"])
    if "not" in level:
        return not by_hand(level["not"], fields)
    n = fields["n"]
    if "n" in level:
        return n is None if "absent" in level["n"] else n is not None and n >= 2
    return all(fields[name] == value for name, value in level.items())


@given(
    levels,
    st.sampled_from(["gold", "tin"]),
    st.booleans(),
    st.sampled_from([None, 0, 2, 3]),
)
def test_against_plain_reading(level: Any, tier: str, vip: bool, n: int | None) -> None:
    """However levels are nested, they mean what their words say."""
    fields = {"tier": tier, "vip": vip, "n": n}
    assert by_hand(level, fields) is compile_level(Level.parse(level).node)(fields)
