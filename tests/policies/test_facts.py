"""Conditions as bits: what holds and what occurs at each instant of a history."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest

from slakit import PolicyError
from slakit.policies.conditions import Edge, Level
from slakit.policies.facts import MERGED, Facts

CATEGORIES = {"waiting": "paused", "solved": "resolved", "closed": "closed"}
GOLD = {"tier": "gold"}
NOON = datetime(2024, 5, 6, 12, tzinfo=UTC)

# What occurs at an instant, and the fields after it.
Instant = tuple[str, Mapping[str, Any]]


def answers(condition: Edge | Level, *instants: Instant) -> list[bool]:
    """Return for each instant whether the condition occurs or holds; the first is the creation."""
    facts = Facts()
    if isinstance(condition, Edge):
        bits = facts.edge(condition.node)
    else:
        bits = facts.level(condition.node)
    found = []
    before: Mapping[Any, Any] | None = None
    for words, fields in instants:
        mask = 0
        for word in words.split():
            if word.startswith("signal:"):
                mask |= facts.signals.get(word.removeprefix("signal:"), 0)
            elif word == "internal_note":
                mask |= facts.note
            elif word == "created":
                mask |= facts.opened[None]
            else:
                mask |= facts.replies[word.removesuffix("_reply")]  # type: ignore[index]
        category: Any = CATEGORIES.get(fields.get("status", ""), "open")
        mask |= facts.by_category[category]
        if facts.complex:
            mask, before = facts.read(mask, category, fields, before)
        found.append(bool(mask & bits))
    return found


def occurs(edge: Any, *instants: Instant) -> list[bool]:
    return answers(Edge.parse(edge), *instants)


def holds(level: Any, *instants: Instant) -> list[bool]:
    return answers(Level.parse(level), *instants)


@pytest.mark.parametrize(
    "word",
    ["created", "agent_reply", "customer_reply", "system_reply", "bot_reply", "internal_note"],
)
def test_words(word: str) -> None:
    """A word occurs when it does and at no other instant."""
    others = "agent_reply customer_reply system_reply bot_reply internal_note".replace(word, "")
    assert [False, True, False] == occurs(word, (others, {}), (word, {}), ("", {}))


def test_opened() -> None:
    """Whoever opens a ticket writes its first message."""
    facts = Facts()
    created, agent, customer = (
        facts.edge(Edge.parse(word).node) for word in ("created", "agent_reply", "customer_reply")
    )
    assert {None: created, "agent": created | agent, "customer": created | customer} == facts.opened


def test_signal() -> None:
    """A signal has its name."""
    instants = (("created", {}), ("signal:sold", {}), ("signal:lost", {}))
    assert [False, True, False] == occurs({"signal": "sold"}, *instants)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        # Never at the creation, whatever the field is then.
        (["a", "a", "b", "b"], [False, False, True, False]),
        ([None, "a", None], [False, True, True]),
        # In Python true is 1; and numbers are equal by value, instants whatever their zone.
        ([1, True], [False, True]),
        ([1, 1.0, Decimal("1.00"), 2], [False, False, False, True]),
        ([NOON, NOON.astimezone(timezone(timedelta(hours=5))), NOON.date()], [False, False, True]),
    ],
)
def test_changes(values: list[Any], expected: list[bool]) -> None:
    """A field changes when it has another value than at the instant before."""
    instants = [("", {} if value is None else {"x": value, "y": i}) for i, value in
                enumerate(values)]  # fmt: skip
    assert expected == occurs({"changes": "x"}, *instants)


def test_becomes() -> None:
    """A level becomes true when it did not hold before; before the creation nothing holds."""
    gold, tin = ("", {"tier": "gold"}), ("", {"tier": "tin"})
    assert [True, False, False, True] == occurs({"becomes": GOLD}, gold, gold, tin, gold)
    assert [False, True] == occurs(GOLD, tin, gold)
    assert [True, False] == occurs({"not": GOLD}, ("", {}), tin)


def test_while() -> None:
    """An edge with levels occurs while they hold, as they are after the instant."""
    edge = {"all": ["agent_reply", GOLD, {"not": {"vip": True}}]}
    assert [False, True, False, False, True] == occurs(
        edge,
        ("created", {"tier": "gold"}),
        ("agent_reply", {"tier": "gold"}),
        ("agent_reply", {"tier": "gold", "vip": True}),
        ("agent_reply", {"tier": "tin"}),
        ("agent_reply", {"tier": "gold"}),
    )


def test_any() -> None:
    """Any of several edges and levels is enough."""
    edge = {"any": ["agent_reply", {"any": [{"signal": "x"}, GOLD]}]}
    assert [False, True, True, True, False] == occurs(
        edge,
        ("created", {}),
        ("agent_reply", {}),
        ("signal:x", {}),
        ("", {"tier": "gold"}),
        ("", {"tier": "gold"}),
    )


def test_any_within_all() -> None:
    """Edges may be joined within what has to hold beside them."""
    edge = {"all": [{"any": ["agent_reply", {"changes": "tier"}]}, GOLD]}
    assert [False, True, False, True] == occurs(
        edge, ("", {}), ("", {"tier": "gold"}), ("", {"tier": "gold"}),
        ("agent_reply", {"tier": "gold"}),
    )  # fmt: skip


class TestLevels:
    def test_fields(self) -> None:
        """A level holds at every instant after which its fields are so."""
        assert [True, True, False] == holds(
            GOLD, ("", {"tier": "gold"}), ("", {"tier": "gold"}), ("", {"tier": "tin"})
        )

    @pytest.mark.parametrize(
        ("level", "expected"),
        [
            ({"category": "paused"}, [False, True, False, False]),
            ({"category": ["resolved", "closed"]}, [False, False, True, True]),
            ({"not": {"category": "open"}}, [False, True, True, True]),
            ({"category": "paused", "status": "waiting"}, [False, True, False, False]),
            ({"any": [{"category": "open"}, {"status": "closed"}]}, [True, False, False, True]),
        ],
    )
    def test_category(self, level: Any, expected: list[bool]) -> None:
        """The status category is a field like any other, derived from the status."""
        instants = [("", {"status": word}) for word in ("new", "waiting", "solved", "closed")]
        assert expected == holds(level, *instants)

    def test_edges_of_the_category(self) -> None:
        """It changes and becomes like any other field."""
        instants = [("", {"status": word}) for word in ("new", "open", "waiting", "solved")]
        assert [False, False, True, True] == occurs({"changes": "category"}, *instants)
        assert [False, False, True, False] == occurs({"category": "paused"}, *instants)
        assert [True, False, False, False] == occurs({"category": "open"}, *instants)

    def test_always(self) -> None:
        """The level without a condition always holds."""
        assert [True, True] == holds({}, ("", {}), ("", {"a": 1}))

    def test_mismatch(self) -> None:
        """A value that a condition could never match is an error of the ticket's field."""
        with pytest.raises(PolicyError, match=r"fields\.n: .* never match"):
            holds({"n": 1}, ("", {"n": "1"}))


WAITS = {"since": "customer_reply", "until": "agent_reply"}


class TestSince:
    def test_from_the_one_to_the_other(self) -> None:
        """It holds from the instant of the one and no longer from that of the other."""
        instants = [(word, {}) for word in ("created", "customer_reply", "", "customer_reply",
                                            "agent_reply", "", "customer_reply")]  # fmt: skip
        assert [False, True, True, True, False, False, True] == holds(WAITS, *instants)

    def test_both_at_once(self) -> None:
        """At one instant the end acts first, so that it begins anew."""
        both = "customer_reply agent_reply"
        assert [False, True, True, False] == holds(
            WAITS, ("created", {}), (both, {}), (both, {}), ("agent_reply", {})
        )

    def test_at_the_creation(self) -> None:
        """It may begin with the ticket."""
        level = {"since": {"any": ["created", {"signal": "x"}]}, "until": GOLD}
        assert [True, True, False, False] == holds(
            level, ("created", {}), ("", {}), ("", {"tier": "gold"}), ("", {})
        )

    def test_with_fields(self) -> None:
        """It joins with others, and can be negated."""
        level = {"tier": "gold", "not": WAITS}
        gold = {"tier": "gold"}
        assert [True, False, False, True] == holds(
            level,
            ("created", gold), ("customer_reply", gold), ("agent_reply", {}), ("", gold),
        )  # fmt: skip

    def test_nested(self) -> None:
        """One may begin or end by another."""
        level = {"since": WAITS, "until": {"all": [{"signal": "x"}, {"not": WAITS}]}}
        assert [False, True, True, True, False, True] == holds(
            level,
            ("created", {}), ("customer_reply", {}), ("signal:x", {}), ("agent_reply", {}),
            ("signal:x", {}), ("customer_reply", {}),
        )  # fmt: skip

    def test_becomes(self) -> None:
        """It becomes true, and false, at its instants."""
        instants = [(word, {}) for word in ("created", "customer_reply", "customer_reply",
                                            "agent_reply")]  # fmt: skip
        assert [False, True, False, False] == occurs(WAITS, *instants)
        assert [True, False, False, True] == occurs({"not": WAITS}, *instants)

    def test_watched(self) -> None:
        """A level that is asked as a function of the fields finds what it needs among them."""
        level = Level.parse({**WAITS, "category": "paused"})
        facts = Facts()
        facts.watch(level.node)
        assert facts.complex
        assert facts.derives
        seen, before = [], None
        for word in ("created", "customer_reply", "agent_reply"):
            mask = facts.replies["customer"] if word == "customer_reply" else 0
            mask |= facts.replies["agent"] if word == "agent_reply" else 0
            _, before = facts.read(mask, "paused", {"x": 1}, before)
            seen.append(level.compile()(before))
            assert 1 == before["x"]
        assert [False, True, False] == seen


class TestBits:
    def test_one_each(self) -> None:
        """Each condition has one bit of its own, the same whenever it is asked for."""
        facts = Facts()
        nodes = [Edge.parse(data).node for data in ("created", {"signal": "x"}, GOLD)]
        levels = [Level.parse(data).node for data in (GOLD, {"category": "open"})]
        bits = [*map(facts.edge, nodes), *map(facts.level, levels)]
        assert bits == [*map(facts.edge, nodes), *map(facts.level, levels)]
        assert len(bits) == len({*bits, MERGED}) - 1
        assert all(bit.bit_count() == 1 for bit in bits)

    def test_any_is_all_of_its_bits(self) -> None:
        """An edge of several needs no bit of its own."""
        facts = Facts()
        one, two = (facts.edge(Edge.parse(word).node) for word in ("created", "agent_reply"))
        assert one | two == facts.edge(Edge.parse(["created", "agent_reply"]).node)

    def test_plain(self) -> None:
        """Messages, signals and the category are known without a look at the fields."""
        facts = Facts()
        for edge in ("created", {"signal": "x"}, ["agent_reply", "bot_reply"]):
            facts.edge(Edge.parse(edge).node)
        facts.level(Level.parse({"category": "paused"}).node)
        facts.watch(Level.parse(GOLD).node)
        assert (False, False) == (facts.complex, facts.derives)
        facts.level(Level.parse(GOLD).node)
        assert (True, False) == (facts.complex, facts.derives)

    def test_levels(self) -> None:
        """The bits of levels are known, for they stay what they are until a field changes."""
        facts = Facts()
        edge = facts.edge(Edge.parse({"becomes": GOLD}).node)
        level = facts.level(Level.parse(GOLD).node)
        assert (level, 0) == (facts.levels & level, facts.levels & edge)
