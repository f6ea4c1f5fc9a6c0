"""What stops, cancels and pauses a clock."""

from __future__ import annotations

import pickle
from typing import Any

import pytest

from slakit import DocumentError, PolicyError, UnknownNameError
from slakit.policies.conditions import Edge, Level
from slakit.policies.triggers import PauseRule, Trigger
from tests.json_schema import faults, undescribed

HOLD = {"status": "hold"}
SINCE = {"since": "customer_reply", "until": "agent_reply"}


class TestTrigger:
    @pytest.mark.parametrize(
        "data",
        [HOLD, {"all": [HOLD, {"not": HOLD}]}, SINCE, {"category": ["resolved", "closed"]}, {}],
    )
    def test_level(self, data: dict[str, Any]) -> None:
        """A condition that holds for a while is a level."""
        trigger = Trigger.parse(data)
        assert (None, Level.parse(data)) == (trigger.edge, trigger.level)
        assert data == trigger.to_data()

    @pytest.mark.parametrize(
        "data",
        ["agent_reply", {"signal": "x"}, {"becomes": HOLD}, {"any": ["created", HOLD]},
         {"all": [HOLD, {"any": [HOLD, {"changes": "x"}]}]}, ["agent_reply", {"signal": "x"}]],
    )  # fmt: skip
    def test_edge(self, data: Any) -> None:
        """What occurs at an instant is an edge, also where it is deep within."""
        trigger = Trigger.parse(data)
        assert (Edge.parse(data), None) == (trigger.edge, trigger.level)
        assert data == trigger.to_data()

    @pytest.mark.parametrize("data", ["none", None])
    def test_none(self, data: Any) -> None:
        """Nothing is neither."""
        trigger = Trigger.parse(data)
        assert (None, None) == (trigger.edge, trigger.level)
        assert "none" == trigger.to_data()
        assert frozenset() == trigger.fields

    def test_fields(self) -> None:
        """It looks at the fields of its condition."""
        assert {"status"} == Trigger.parse(HOLD).fields
        assert {"status"} == Trigger.parse({"becomes": HOLD}).fields
        assert {"x"} == Trigger.parse({"changes": "x"}).fields

    def test_bad(self) -> None:
        """What is wrong with a condition is said as anywhere else."""
        with pytest.raises(UnknownNameError, match="'agent_repl'; did you mean 'agent_reply'"):
            Trigger.parse("agent_repl")
        with pytest.raises(PolicyError, match="5 is no condition"):
            Trigger.parse(5)
        with pytest.raises(PolicyError, match="no condition"):
            Trigger.parse([HOLD])
        data: dict[str, Any] = HOLD
        for _ in range(200):
            data = {"any": [data]}
        with pytest.raises(DocumentError, match="nested deeper"):
            Trigger.parse(data)


class TestPauseRule:
    def test_words(self) -> None:
        """It is what the policy says, or nothing."""
        policy, none = PauseRule.parse("policy"), PauseRule.parse("none")
        assert (True, None) == (policy.by_policy, policy.level)
        assert (False, None) == (none.by_policy, none.level)
        assert none == PauseRule.parse(None)

    @pytest.mark.parametrize("data", [HOLD, SINCE, {}])
    def test_level(self, data: dict[str, Any]) -> None:
        """Or it is a level."""
        rule = PauseRule.parse(data)
        assert (False, Level.parse(data)) == (rule.by_policy, rule.level)
        assert data == rule.to_data()

    @pytest.mark.parametrize(
        ("data", "message"),
        [
            ("never", "'never' is no pause; write policy, none, or a condition"),
            ("agent_reply", "'agent_reply' is no pause"),
            (5, "5 is no condition"),
            ([HOLD], "no condition"),
            ({"signal": "x"}, "'signal' occurs at an instant"),
        ],
    )
    def test_bad(self, data: Any, message: str) -> None:
        """A pause lasts, so nothing that occurs is one."""
        with pytest.raises(PolicyError, match=message):
            PauseRule.parse(data)


@pytest.mark.parametrize("kind", [Trigger, PauseRule])
@pytest.mark.parametrize("data", ["none", HOLD, {}, SINCE])
def test_value(kind: type[Trigger] | type[PauseRule], data: Any) -> None:
    """It is equal to what its data and its pickle give, hashes alike, and shows its data."""
    one = kind.parse(data)
    assert one is kind.parse(one)
    for other in (kind.parse(one.to_data()), pickle.loads(pickle.dumps(one))):
        assert one == other
        assert hash(one) == hash(other)
    assert f"{kind.__name__}.parse({data!r})" == repr(one)
    assert one != kind.parse({"status": "other"})
    assert one != data


def test_different() -> None:
    """An edge is no level, the policy's rule is none of its own, and nothing is no always."""
    assert Trigger.parse({"becomes": HOLD}) != Trigger.parse(HOLD)
    assert PauseRule.parse("policy") != PauseRule.parse("none")
    assert PauseRule.parse({}) != PauseRule.parse("none")
    assert Trigger.parse({}) != Trigger.parse("none")


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        (Trigger, ["none", "created", HOLD, {"signal": "x"}, ["created"]], ["never", 5, []]),
        (PauseRule, ["none", "policy", HOLD, SINCE], ["created", 5, [HOLD]]),
    ],
)
def test_schema(kind: type[Trigger] | type[PauseRule], good: list[Any], bad: list[Any]) -> None:
    """The schema knows what is read."""
    schema = kind.json_schema()
    assert [] == undescribed(schema)
    for data in good:
        kind.parse(data)
        assert [] == faults(schema, data)
    for data in bad:
        assert faults(schema, data)
