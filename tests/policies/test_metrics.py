"""Metrics: the six words, the standard ones, and how what a desk says replaces them."""

from __future__ import annotations

import json
import pickle
from typing import Any

import pytest

from slakit import DocumentError, PolicyError
from slakit.policies.conditions import Edge, Level
from slakit.policies.facts import MERGED, Facts
from slakit.policies.metrics import STANDARD_METRICS, CompiledMetric, Metric, metric_of
from tests.json_schema import faults, undescribed

DONE = {"category": ["resolved", "closed"]}
HERE = {"group": {"present": True}}
GROUP_TAKES_IT = [
    {"all": ["created", HERE]},
    {"all": [{"changes": "group"}, HERE]},
]
# start, stop, pause, cancel, again; nothing restarts a standard metric.
STANDARD = {
    "first_response": ("created", "agent_reply", "none", "none", "ignore"),
    "next_response": ("customer_reply", "agent_reply", "none", "none", "new_cycle"),
    "periodic_update": ("agent_reply", "agent_reply", "none", DONE, "new_cycle"),
    "pausable_update": ("agent_reply", "agent_reply", "policy", DONE, "new_cycle"),
    "requester_wait": ("created", DONE, {"category": "paused"}, "none", "credit"),
    "agent_work": ("created", DONE, {"category": "paused"}, "none", "credit"),
    "resolution": ("created", DONE, "policy", "none", "credit"),
    "total_resolution": ("created", DONE, "none", "none", "count"),
    "time_to_own": ("created", {"assignee": {"present": True}}, "none", "none", "ignore"),
    "group_ownership": (
        {"any": GROUP_TAKES_IT}, {"any": [{"changes": "group"}, DONE]}, "none", "none", "new_cycle",
    ),
}  # fmt: skip
OWN = {"start": {"signal": "sold"}, "stop": {"signal": "installed"}}


@pytest.mark.parametrize("name", STANDARD)
def test_standard(name: str) -> None:
    """The standard metrics are written in the words of the language."""
    start, stop, pause, cancel, again = STANDARD[name]
    said = STANDARD_METRICS[name].to_data()
    defaults = {"pause": "none", "cancel": "none", "restart": "none", "again": "ignore"}
    words = {"start": start, "stop": stop, "pause": pause, "cancel": cancel, "again": again}
    assert {**defaults, **words} == {**defaults, **said}


def test_names() -> None:
    """There are ten; each says what starts and what stops it."""
    assert STANDARD.keys() == STANDARD_METRICS.keys()
    for metric in STANDARD_METRICS.values():
        assert metric.start is not None
        assert metric.stop is not None


class TestMetric:
    def test_words(self) -> None:
        """The words are read as edges and levels."""
        metric = Metric.model_validate(
            {**OWN, "pause": {"status": "hold"}, "cancel": DONE, "restart": "customer_reply"}
        )
        assert Edge.parse({"signal": "sold"}) == metric.start
        assert metric.stop is not None
        assert metric.stop.edge == Edge.parse({"signal": "installed"})
        assert metric.pause is not None
        assert metric.pause.level == Level.parse({"status": "hold"})
        assert metric.cancel is not None
        assert metric.cancel.level == Level.parse(DONE)
        assert metric.restart is not None
        assert metric.restart.edge == Edge.parse("customer_reply")

    @pytest.mark.parametrize(
        ("words", "path", "message"),
        [
            ({"start": "none"}, ("start",), "nothing that occurs is called 'none'"),
            ({"start": "creatd"}, ("start",), "nothing that occurs is called 'creatd'"),
            ({"stop": "none"}, ("stop",), "a clock that nothing stops is never met"),
            ({"stop": {"signal": ""}}, ("stop", "signal"), "'' is no name"),
            ({"stop": {"status": {"iss": 1}}}, ("stop", "status", "iss"), "unknown operator"),
            ({"pause": "paused"}, ("pause",), "'paused' is no pause"),
            ({"pause": {"signal": "x"}}, ("pause", "signal"), "'signal' occurs at an instant"),
            ({"cancel": "never"}, ("cancel",), "nothing that occurs is called 'never'"),
            ({"restart": 5}, ("restart",), "5 is no condition"),
            ({"again": "always"}, ("again",), "must be 'ignore', 'new_cycle'"),
            ({"stpo": "created"}, ("stpo",), "unknown key 'stpo'"),
            ({"match": "all"}, ("match",), "unknown key 'match'"),
        ],
    )
    def test_refused(self, words: Any, path: tuple[str, ...], message: str) -> None:
        """What is wrong with a word stands at its place."""
        with pytest.raises(DocumentError) as caught:
            Metric.model_validate({**OWN, **words})
        (problem,) = caught.value.problems
        assert path == problem.path
        assert problem.message.startswith(message)

    def test_never_stopped(self) -> None:
        """A metric that is measured by its pauses needs a stop as well."""
        with pytest.raises(PolicyError, match="name an edge or a condition that stops it"):
            Metric(stop="none")
        assert Metric(stop=None) == Metric()

    def test_fields(self) -> None:
        """It looks at the fields of all its words."""
        words = {"start": {"changes": "a"}, "stop": {"b": 1}, "pause": {"c": 1}}
        metric = Metric.model_validate(
            {**words, "cancel": {"d": 1}, "restart": {"becomes": {"e": 1}}}
        )
        assert set("abcde") == metric.fields
        assert frozenset() == Metric().fields == Metric(pause="policy").fields

    @pytest.mark.parametrize(
        "data",
        [{}, OWN, {"cancel": "none", "pause": "none", "restart": "none"}, {"pause": "policy"},
         {**OWN, "again": "chain", "sticky": False, "counts_from": "field(x)"}],
    )  # fmt: skip
    def test_round_trip(self, data: dict[str, Any]) -> None:
        """Its data and its pickle give it back; what is switched off stays so."""
        metric = Metric.model_validate(data)
        assert data == json.loads(json.dumps(metric.to_data()))
        for again in (Metric.model_validate(metric.to_data()), pickle.loads(pickle.dumps(metric))):
            assert metric == again
            assert hash(metric) == hash(again)
        assert [] == faults(Metric.model_json_schema(), data)

    def test_schema(self) -> None:
        """Whoever completes a word is told what it is for."""
        schema = Metric.model_json_schema()
        assert [] == undescribed(schema)
        for word in ("start", "stop", "cancel", "restart"):
            assert [] == faults(schema, {word: "created"}) == faults(schema, {word: {"a": 1}})
            assert (word in ("start", "stop")) is bool(faults(schema, {word: "none"}))


class TestMetricOf:
    def test_word_by_word(self) -> None:
        """What is given replaces the standard word, the later the earlier; the rest stays."""
        metric = metric_of(
            "resolution", Metric(again="count", pause="none"), None, Metric(again="ignore")
        )
        words = {"start": "created", "stop": DONE, "pause": "none", "again": "ignore"}
        assert words == metric.to_data()

    def test_switched_off(self) -> None:
        """`none` replaces a word as any other does."""
        metric = metric_of("periodic_update", Metric(cancel="none"))
        assert "none" == metric.to_data()["cancel"]

    @pytest.mark.parametrize("word", ["start", "stop", "pause", "cancel", "restart", "again"])
    def test_null(self, word: str) -> None:
        """A word that is null is one that is left out, as it is when it has been written."""
        assert STANDARD_METRICS["pausable_update"] == metric_of(
            "pausable_update", Metric.model_validate({word: None})
        )

    def test_new(self) -> None:
        """A name of one's own has the words that are given."""
        assert OWN == metric_of("installation", Metric.model_validate(OWN)).to_data()

    def test_conventions(self) -> None:
        """Conventions are words too."""
        metric = metric_of("resolution", Metric(sticky=False), Metric(at_close="next_open"))
        assert (False, "next_open") == (metric.sticky, metric.at_close)


class TestCompiled:
    def compiled(self, **words: Any) -> tuple[CompiledMetric, Facts]:
        facts = Facts()
        metric = metric_of("x", Metric.model_validate({**OWN, **words}))
        return CompiledMetric("x", metric, facts), facts

    def test_defaults(self) -> None:
        """Words that are left out have no bit; a merged ticket is cancelled all the same."""
        compiled, facts = self.compiled()
        assert facts.signals == {"sold": compiled.start, "installed": compiled.stop}
        assert (0, 0, 0, "ignore", False) == (
            compiled.stop_level, compiled.restart, compiled.pause, compiled.again,
            compiled.by_policy,
        )  # fmt: skip
        assert MERGED == compiled.refuses == compiled.cancel

    def test_none(self) -> None:
        """So have words that are switched off."""
        compiled, _ = self.compiled(pause="none", cancel="none", restart="none")
        assert (0, 0, MERGED) == (compiled.pause, compiled.restart, compiled.cancel)

    def test_levels(self) -> None:
        """A level stops and cancels while it holds, and refuses a start."""
        compiled, facts = self.compiled(stop=DONE, cancel={"x": 1}, pause={"y": 1}, again="chain")
        assert (0, facts.level(Level.parse(DONE).node)) == (compiled.stop, compiled.stop_level)
        assert (
            compiled.refuses == compiled.cancel == facts.level(Level.parse({"x": 1}).node) | MERGED
        )
        assert compiled.pause == facts.level(Level.parse({"y": 1}).node)
        assert "chain" == compiled.again

    def test_edges(self) -> None:
        """An edge cancels at its instant, and refuses nothing."""
        compiled, facts = self.compiled(cancel="bot_reply", restart="customer_reply")
        assert facts.replies["bot"] | MERGED == compiled.cancel
        assert MERGED == compiled.refuses
        assert facts.replies["customer"] == compiled.restart

    def test_restart_by_level(self) -> None:
        """A level makes a clock count anew once, when it becomes true."""
        compiled, facts = self.compiled(restart={"x": 1})
        assert compiled.restart == facts.edge(Edge.parse({"becomes": {"x": 1}}).node)

    def test_by_policy(self) -> None:
        """The policy's pause is not known to a metric."""
        compiled, _ = self.compiled(pause="policy")
        assert (True, 0) == (compiled.by_policy, compiled.pause)

    def test_always_paused(self) -> None:
        """A pause that can never end has a bit that is always there."""
        compiled, facts = self.compiled(pause={})
        mask, _ = facts.read(0, "open", {}, None)
        assert mask & compiled.pause
