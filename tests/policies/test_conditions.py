"""Conditions: levels and edges, read from data and written again."""

from __future__ import annotations

import json
import pickle
import sys
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slakit import DocumentError, PolicyError, UnknownNameError
from slakit.errors import path_text
from slakit.policies.conditions import WORDS, Edge, Level, is_edge

GOLD = {"tier": "gold"}
Kind = type[Level] | type[Edge]


def problems(kind: Kind, data: Any) -> dict[str, str]:
    """Return what is wrong by where it is."""
    with pytest.raises(DocumentError) as caught:
        kind.parse(data)
    return {path_text(each.path): each.message for each in caught.value.problems}


def nested(depth: int, key: str = "all") -> dict[str, Any]:
    """Return a condition in so many conditions; each but a ``not`` is a list in a mapping."""
    data: dict[str, Any] = GOLD
    for _ in range(depth):
        data = {key: data if key == "not" else [data]}
    return data


class TestReadingLevels:
    @pytest.mark.parametrize("condition", ["tier", 5, None, [GOLD], True, "created"])
    def test_no_condition(self, condition: Any) -> None:
        """A condition is a mapping."""
        with pytest.raises(PolicyError, match="no condition") as caught:
            Level.parse(condition)
        assert condition == caught.value.problems[0].value
        assert "{field: value}" in caught.value.problems[0].remedy

    @pytest.mark.parametrize("name", ["signal", "changes", "becomes"])
    def test_edges_are_no_levels(self, name: str) -> None:
        """What occurs at an instant does not hold for a while, and the remedy says what does."""
        with pytest.raises(PolicyError, match=f"{name}: '{name}' occurs at an instant.*since"):
            Level.parse({name: "x"})

    @pytest.mark.parametrize(
        ("data", "path", "message"),
        [
            ({"all": "x"}, "all", "'x' is no list of conditions"),
            ({"all": []}, "all", "[] is no list of conditions"),
            ({"any": GOLD}, "any", "{'tier': 'gold'} is no list of conditions"),
            ({"any": [GOLD, "created"]}, "any[1]", "'created' is no condition"),
            ({"not": "x"}, "not", "'x' is no condition"),
            ({"not": [GOLD]}, "not", "[{'tier': 'gold'}] is no condition"),
            ({"since": "created"}, "since", "since has no until"),
            ({"until": "created"}, "until", "until has no since"),
            ({"since": "creatd", "until": "created"}, "since",
             "nothing that occurs is called 'creatd'"),
            ({"since": "created", "until": {"a": []}}, "until.a", "[] is no value of a field"),
            ({"any": [{"not": {"signal": "x"}}]}, "any[0].not.signal",
             "'signal' occurs at an instant"),
        ],
    )  # fmt: skip
    def test_words(self, data: Any, path: str, message: str) -> None:
        """The words of the language are no names of fields; what is wrong stands at its place."""
        assert {path: message} == problems(Level, data)

    @pytest.mark.parametrize("name", ["else", "by", "All", "status", "ALL", "created", "is"])
    def test_not_reserved(self, name: str) -> None:
        """Other words are names of fields."""
        assert Level.parse({name: "x"}).compile()({name: "x"})

    @pytest.mark.parametrize(
        "wanted",
        [[], {}, [["gold"]], {"a", "b"}, object(), date(2024, 5, 6), b"gold", Decimal("1.5"),
         float("nan"), [float("inf")], [None, {}]],
    )  # fmt: skip
    def test_bad_values(self, wanted: Any) -> None:
        """A field has a value that a file can hold, or a list of them, and at least one."""
        assert {"tier": f"{wanted!r} is no value of a field"} == problems(Level, {"tier": wanted})

    def test_unknown_operator(self) -> None:
        """An operator that is not there is named, with the nearest that is."""
        with pytest.raises(UnknownNameError, match="'start_with'; did you mean 'starts_with'"):
            Level.parse({"tier": {"start_with": "go"}})
        assert {"tier.5": "unknown operator 5"} == problems(Level, {"tier": {5: 5}})

    def test_bad_operand(self) -> None:
        """An operand that its operator cannot use is named, and what it wants."""
        with pytest.raises(PolicyError, match=r"n\.ge: '5' has no order; give a number"):
            Level.parse({"n": {"ge": "5"}})

    @pytest.mark.parametrize(
        ("wanted", "path"),
        [("resovled", "category"), (["open", "resovled"], "category"),
         ({"is_not": "resovled"}, "category.is_not"), ({"in": ["resovled"]}, "category.in"),
         (None, "category"), (1, "category")],
    )  # fmt: skip
    def test_unknown_category(self, wanted: Any, path: str) -> None:
        """A ticket has one of four status categories, so that no other would ever match."""
        with pytest.raises(UnknownNameError, match="unknown status category") as caught:
            Level.parse({"category": wanted})
        (problem,) = caught.value.problems
        assert path == path_text(problem.path)
        if wanted != 1 and wanted is not None:
            assert "did you mean 'resolved'?" == problem.remedy

    @pytest.mark.parametrize(
        "wanted",
        ["open", ["resolved", "closed"], {"is_not": "paused"}, {"present": True},
         {"starts_with": "clo"}],
    )  # fmt: skip
    def test_category(self, wanted: Any) -> None:
        """A condition on the status category is like any other."""
        assert {"category"} == Level.parse({"category": wanted}).fields

    def test_all_at_once(self) -> None:
        """Everything that is wrong is named, in the order in which it stands."""
        data = {
            "all": "x",
            "tier": [],
            "not": {"any": [{"n": {"iss": 1, "lt": "x"}}, {"becomes": GOLD}]},
            5: "x",
            "until": "created",
        }
        assert [
            "all",
            "tier",
            "not.any[0].n.iss",
            "not.any[0].n.lt",
            "not.any[1].becomes",
            "5",
            "until",
        ] == list(problems(Level, data))

    def test_again(self) -> None:
        """A level that is read is read again as it is, also within another."""
        level = Level.parse(GOLD)
        assert level is Level.parse(level)
        assert Level.parse({"not": GOLD}) == Level.parse({"not": level})


class TestReadingEdges:
    @pytest.mark.parametrize("word", WORDS)
    def test_words(self, word: str) -> None:
        """Six words are edges by themselves."""
        assert ("word", word) == Edge.parse(word).node

    def test_level_means_becomes(self) -> None:
        """A level where an edge is wanted occurs when it becomes true."""
        assert Edge.parse({"becomes": GOLD}) == Edge.parse(GOLD) == Edge.parse(Level.parse(GOLD))
        both = {"any": [{"becomes": GOLD}, "created"]}
        assert Edge.parse(both) == Edge.parse({"any": [GOLD, "created"]})

    def test_list_means_any(self) -> None:
        """A list is any of its members."""
        assert Edge.parse({"any": ["created", GOLD]}) == Edge.parse(["created", GOLD])

    def test_all(self) -> None:
        """One edge with levels is that edge while they hold, in whatever order they stand."""
        first, last = {"all": ["created", GOLD]}, {"all": [GOLD, "created"]}
        assert Edge.parse(first) == Edge.parse(last)
        assert "while" == Edge.parse(first).node[0]

    def test_all_of_levels(self) -> None:
        """Levels without an edge are one level, which becomes true."""
        levels = {"all": [GOLD, {"vip": True}]}
        assert Edge.parse({"becomes": levels}) == Edge.parse(levels)

    @pytest.mark.parametrize(
        ("data", "path", "message"),
        [
            ("none", "", "nothing that occurs is called 'none'"),
            (5, "", "5 is no condition"),
            (None, "", "None is no condition"),
            ([], "", "[] is no list of conditions"),
            (["created", "x"], "[1]", "nothing that occurs is called 'x'"),
            ({"signal": ""}, "signal", "'' is no name"),
            ({"signal": 5}, "signal", "5 is no name"),
            ({"signal": None}, "signal", "None is no name"),
            ({"changes": ["a"]}, "changes", "['a'] is no name"),
            ({"changes": "any"}, "changes", "'any' is no name"),
            ({"becomes": "created"}, "becomes", "'created' is no condition"),
            ({"all": "created"}, "all", "'created' is no list of conditions"),
            ({"all": {"signal": "x"}}, "all", "{'signal': 'x'} is no list of conditions"),
            ({"any": "created"}, "any", "'created' is no list of conditions"),
            ({"all": ["created", "agent_reply"]}, "all", "two edges never occur as one"),
            ({"signal": "x", "tier": "gold"}, "", "an edge stands alone in its mapping"),
            ({"any": ["created", {"all": ["x", GOLD]}]}, "any[1].all[0]",
             "nothing that occurs is called 'x'"),
            ({"all": ["created", {"tier": []}]}, "all[1].tier", "[] is no value of a field"),
        ],
    )  # fmt: skip
    def test_refused(self, data: Any, path: str, message: str) -> None:
        """What cannot occur is refused at its place."""
        assert {path: message} == problems(Edge, data)

    def test_unknown_word(self) -> None:
        """A word that is not there is named, with the nearest that is."""
        with pytest.raises(UnknownNameError, match="'agent_replies'; did you mean 'agent_reply'"):
            Edge.parse("agent_replies")

    def test_all_at_once(self) -> None:
        """Everything that is wrong is named."""
        data = ["creatd", {"signal": ""}, {"all": ["created", {"a": {"iss": 1}}]}, {"b": []}]
        assert ["[0]", "[1].signal", "[2].all[1].a.iss", "[3].b"] == list(problems(Edge, data))

    def test_again(self) -> None:
        """An edge that is read is read again as it is, also within another."""
        edge = Edge.parse("created")
        assert edge is Edge.parse(edge)
        assert Edge.parse(["created", GOLD]) == Edge.parse([edge, Level.parse(GOLD)])


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("created", True),
        (GOLD, False),
        ({"changes": "a"}, True),
        ({"not": {"signal": "x"}}, False),
        ({"since": "created", "until": "agent_reply"}, False),
        ({"all": [GOLD, {"any": [GOLD, {"all": ["created"]}]}]}, True),
        ({"all": [GOLD, {"any": [GOLD]}]}, False),
        ([GOLD], False),
        ([GOLD, "created"], True),
        (Edge.parse(GOLD), True),
        (Level.parse(GOLD), False),
        (5, False),
    ],
)
def test_is_edge(data: Any, expected: bool) -> None:
    """Data is an edge when it names something that occurs, however deep."""
    assert expected is is_edge(data)


class TestDepth:
    @pytest.mark.parametrize("key", ["all", "any", "not"])
    @pytest.mark.parametrize("kind", [Level, Edge])
    def test_ten(self, kind: Kind, key: str) -> None:
        """Ten conditions in one another are fine: they answer, compare, and are written again."""
        condition = kind.parse(nested(10, key))
        assert {"tier"} == condition.fields
        assert condition == pickle.loads(pickle.dumps(condition))
        assert nested(10, key) == json.loads(json.dumps(condition.to_data()))
        level = Level.parse(nested(10, key))
        assert (True, False) == (level.compile()(GOLD), level.compile()({"tier": "tin"}))
        assert nested(10, key) == level.failing({"tier": "tin"})

    @pytest.mark.parametrize("depth", [200, 100_000])
    @pytest.mark.parametrize("key", ["all", "any", "not"])
    @pytest.mark.parametrize("kind", [Level, Edge])
    def test_too_deep(self, kind: Kind, key: str, depth: int) -> None:
        """Hundreds are refused as such, and never by Python."""
        data = nested(depth, key)
        with pytest.raises(PolicyError, match="nested deeper than 50 levels"):
            kind.parse(data)
        assert not is_edge(data)

    def test_little_room(self) -> None:
        """The deepest that is accepted needs no deep stack."""
        level = Level.parse(nested(24))
        limit = sys.getrecursionlimit()
        depth, frame = 0, sys._getframe()
        while frame.f_back is not None:
            depth, frame = depth + 1, frame.f_back
        sys.setrecursionlimit(depth + 150)
        try:
            assert Level.parse(nested(24)) == level
            assert level.compile()(GOLD)
        finally:
            sys.setrecursionlimit(limit)


WAITS = {"since": "created", "until": "agent_reply"}


class TestFailing:
    """Which part of a condition does not hold."""

    @pytest.mark.parametrize(
        ("level", "fields", "failing"),
        [
            ({}, {}, None),
            (GOLD, {"tier": "gold"}, None),
            (GOLD, {}, {"tier": "gold"}),
            # The first that fails, as the file has them.
            ({"vip": True, "tier": "gold"}, {"tier": "tin"}, {"vip": True}),
            ({"vip": True, "tier": "gold"}, {"vip": True}, {"tier": "gold"}),
            ({"tier": ["gold", "silver"]}, {"tier": "tin"}, {"tier": ["gold", "silver"]}),
            ({"n": {"ge": 1, "lt": 5}}, {"n": 7}, {"n": {"ge": 1, "lt": 5}}),
            ({"any": [GOLD, {"vip": True}]}, {}, {"any": [GOLD, {"vip": True}]}),
            ({"a": 1, "not": GOLD}, {"a": 1, "tier": "gold"}, {"not": GOLD}),
            ({"a": 1, "all": [{"b": 1}, {"any": [{"c": 1}]}]}, {"a": 1, "b": 1},
             {"all": [{"b": 1}, {"any": [{"c": 1}]}]}),
            # What the fields do tell is enough, wherever it stands.
            ({**WAITS, "a": 1}, {"a": 2}, {"a": 1}),
            ({"not": WAITS, "any": [{"a": 1}, {"b": 1}]}, {}, {"any": [{"a": 1}, {"b": 1}]}),
        ],
    )  # fmt: skip
    def test_failing(self, level: Any, fields: dict[str, Any], failing: Any) -> None:
        """It is a condition by itself, as the file has it; None when all of it holds."""
        assert failing == Level.parse(level).failing(fields)

    def test_mismatch(self) -> None:
        """A value of another kind is an error here too."""
        with pytest.raises(PolicyError, match="never match"):
            Level.parse({"n": 1}).failing({"n": "1"})

    @pytest.mark.parametrize(
        ("level", "part"),
        [
            ({"until": "agent_reply", "a": 1, "since": "created"}, WAITS),
            ({"a": 1, "not": WAITS}, {"not": WAITS}),
            ({"any": [WAITS, {"a": 1}]}, {"any": [WAITS, {"a": 1}]}),
            ({**WAITS, "all": [{"a": 1}, WAITS]}, {**WAITS, "all": [{"a": 1}, WAITS]}),
        ],
    )
    def test_since(self, level: Any, part: Any) -> None:
        """Fields know nothing of what occurred, and nobody is told that it did not."""
        with pytest.raises(PolicyError, match="fields do not tell whether") as caught:
            Level.parse(level).failing({"a": 1})
        assert part == caught.value.value
        assert repr(part) in caught.value.message
        assert "evaluate the ticket with its history" == caught.value.remedy


class TestValue:
    @pytest.mark.parametrize(
        "data",
        [
            {},
            {"a": "x"},
            {"a": ["x"], "b": None},
            {"a": True},
            {"a": [1, 2.5, None]},
            {"b": {"ge": 1, "lt": 5}, "a": {"absent": True}},
            {"any": [GOLD, {"not": {"all": [GOLD]}}]},
            {"since": {"all": ["created", GOLD]}, "until": {"signal": "x"}},
        ],
    )
    def test_data(self, data: dict[str, Any]) -> None:
        """The data is what was read, in its order, and apart from what others hold."""
        level = Level.parse(data)
        written = level.to_data()
        assert json.dumps(data) == json.dumps(written)
        assert level == Level.parse(json.loads(json.dumps(written)))
        written["new"] = "x"
        assert data == level.to_data()

    def test_not_shared(self) -> None:
        """A level does not change with the data that it was read from."""
        data = {"tier": ["gold"]}
        level = Level.parse(data)
        data["tier"].append("tin")
        assert {"tier": ["gold"]} == level.to_data()

    @pytest.mark.parametrize(
        ("value", "written"),
        [
            (date(2024, 5, 6), "2024-05-06"),
            (datetime(2024, 5, 6, 9, tzinfo=UTC), "2024-05-06T09:00:00+00:00"),
        ],
    )
    def test_dates(self, value: date, written: str) -> None:
        """A date or an instant that was given in Python is written as text that means the same."""
        level = Level.parse({"due": {"ge": value}})
        assert {"due": {"ge": written}} == level.to_data()
        assert level == Level.parse(level.to_data())

    def test_ready_made(self) -> None:
        """Conditions within conditions are written as their data."""
        level = Level.parse({"not": Level.parse(GOLD)})
        assert {"not": GOLD} == level.to_data()
        edge = Edge.parse(["created", Level.parse(GOLD), Edge.parse({"signal": "x"})])
        assert ["created", GOLD, {"signal": "x"}] == edge.to_data()

    def test_equal(self) -> None:
        """The same conditions are equal, with equal hashes, and survive a pickle."""
        one = Level.parse({"a": "x", "b": [1, 2], "n": {"ge": 1, "lt": 5}})
        two = Level.parse({"n": {"lt": 5.0, "ge": 1}, "b": (2, 1, 1), "a": {"in": ["x"]}})
        assert one == two
        assert 1 == len({one, two, pickle.loads(pickle.dumps(one))})
        assert isinstance(pickle.loads(pickle.dumps(one)), Level)
        assert one != Level.parse({"a": "y", "b": [1, 2], "n": {"ge": 1, "lt": 5}})

    @pytest.mark.parametrize("kind", [Level, Edge])
    def test_order(self, kind: Kind) -> None:
        """Members of `all` and `any` mean the same however they stand, and however deep."""
        waits = {"since": ["created", {"all": ["agent_reply", GOLD, {"n": 1}]}], "until": "created"}
        turned = {
            "until": "created",
            "since": [{"all": [{"n": 1}, GOLD, "agent_reply"]}, "created"],
        }
        one = kind.parse({"any": [{"all": [GOLD, {"not": waits}]}, {"n": 1}]})
        two = kind.parse({"any": [{"n": 1}, {"all": [{"not": turned}, GOLD]}]})
        assert one == two
        assert hash(one) == hash(two)
        assert one != kind.parse({"all": [{"n": 1}, {"any": [{"not": turned}, GOLD]}]})
        assert kind.parse({"since": "created", "until": "agent_reply"}) != kind.parse(
            {"since": "agent_reply", "until": "created"}
        )

    def test_edges(self) -> None:
        """So are edges, and an edge is no level."""
        one, two = Edge.parse({"signal": "x"}), Edge.parse({"signal": "x"})
        assert 1 == len({one, two, pickle.loads(pickle.dumps(one))})
        assert one != Edge.parse({"changes": "x"})
        assert Edge.parse(GOLD) != Level.parse(GOLD)
        assert Level.parse(GOLD) != GOLD

    def test_true_is_not_one(self) -> None:
        """Conditions that answer differently are different."""
        assert Level.parse({"vip": True}) != Level.parse({"vip": 1})
        assert Level.parse({"vip": [False, True]}) != Level.parse({"vip": [0, 1]})
        assert Level.parse({"at": {"lt": "2024-05-06"}}) != Level.parse({"at": {"lt": 0}})

    def test_empty_is_falsy(self) -> None:
        """A level that always holds says so."""
        assert not Level.parse({})
        assert Level.parse({"a": "x"})
        assert Level() == Level.parse({})
        assert {} == Level().to_data()

    def test_repr(self) -> None:
        """It shows what was written."""
        assert "Level.parse({'a': 'x'})" == repr(Level.parse({"a": "x"}))
        assert "Edge.parse('created')" == repr(Edge.parse("created"))


texts = st.sampled_from(["a", "b", "tier", "category", "all", "any", "not", "since", "until"])
leaves = st.one_of(
    st.none(), st.booleans(), st.integers(), st.text(max_size=3), st.floats(), texts,
    st.sampled_from([*WORDS, b"x", date(2024, 5, 6)]),
)  # fmt: skip
keys = st.one_of(texts, st.sampled_from(["signal", "changes", "becomes", "is", "in", "lt", 5]))
junk = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
    max_leaves=12,
)


@given(st.sampled_from([Level, Edge]), junk)
def test_junk(kind: Kind, data: Any) -> None:
    """Whatever is given, a condition is read or refused; what is read can be written and read."""
    try:
        condition = kind.parse(data)
    except DocumentError:
        return
    assert condition == kind.parse(json.loads(json.dumps(condition.to_data())))
    hash(condition)
