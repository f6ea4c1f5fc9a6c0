"""Metrics: what is timed, in the six words start, stop, pause, cancel, restart and again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, WithJsonSchema

from slakit.errors import PolicyError
from slakit.policies.condition_schema import EDGE_SCHEMA, LEVEL_SCHEMA
from slakit.policies.conditions import Edge
from slakit.policies.conventions import Conventions
from slakit.policies.facts import MERGED, Facts
from slakit.policies.machine import Machine
from slakit.policies.triggers import PauseRule, Trigger

__all__ = ["STANDARD_METRICS", "Again", "CompiledMetric", "Metric", "metric_of"]

Again = Literal["ignore", "new_cycle", "chain", "count", "credit", "restart"]


def some_stop(stop: Trigger | None) -> Trigger | None:
    if stop == Trigger():
        raise PolicyError(
            "a clock that nothing stops is never met",
            value="none",
            remedy="name an edge or a condition that stops it",
        )
    return stop


class Metric(Conventions):
    """What is timed. A word that is not given is that of the standard metric of this name.

    >>> Metric(start={"signal": "sold"}, stop={"signal": "installed"}).again is None
    True
    """

    start: Edge | None = Field(default=None, description="what starts the clock")
    stop: Annotated[
        Trigger | None,
        AfterValidator(some_stop),
        WithJsonSchema({"anyOf": [EDGE_SCHEMA, LEVEL_SCHEMA, {"type": "null"}]}),
    ] = Field(default=None, description="what stops it: an edge or a condition")
    pause: PauseRule | None = Field(
        default=None, description="while it holds, time is not counted; policy: what that says"
    )
    cancel: Trigger | None = Field(default=None, description="what ends it without a verdict")
    restart: Trigger | None = Field(default=None, description="what makes it count anew")
    again: Again | None = Field(
        default=None, description="what a stopped clock does when it is wanted once more"
    )

    @property
    def fields(self) -> frozenset[str]:
        """The fields of a ticket at which its words look."""
        found: frozenset[str] = frozenset()
        for condition in (self.start, self.stop, self.cancel, self.restart):
            found |= condition.fields if condition is not None else frozenset()
        return found | (self.pause.level.fields if self.pause and self.pause.level else frozenset())


DONE = {"category": ["resolved", "closed"]}
STANDARD_METRICS: Mapping[str, Metric] = {
    name: Metric.model_validate(words)
    for name, words in {
        "first_response": {"start": "created", "stop": "agent_reply"},
        "next_response": {"start": "customer_reply", "stop": "agent_reply", "again": "new_cycle"},
        "periodic_update": {
            "start": "agent_reply",
            "stop": "agent_reply",
            "cancel": DONE,
            "again": "new_cycle",
        },
        "pausable_update": {
            "start": "agent_reply",
            "stop": "agent_reply",
            "pause": "policy",
            "cancel": DONE,
            "again": "new_cycle",
        },
        "requester_wait": {
            "start": "created",
            "stop": DONE,
            "pause": {"category": "paused"},
            "again": "credit",
        },
        "agent_work": {
            "start": "created",
            "stop": DONE,
            "pause": {"category": "paused"},
            "again": "credit",
        },
        "resolution": {"start": "created", "stop": DONE, "pause": "policy", "again": "credit"},
        "total_resolution": {"start": "created", "stop": DONE, "again": "count"},
        "time_to_own": {"start": "created", "stop": {"assignee": {"present": True}}},
        "group_ownership": {
            "start": {
                "any": [
                    {"all": ["created", {"group": {"present": True}}]},
                    {"all": [{"changes": "group"}, {"group": {"present": True}}]},
                ]
            },
            "stop": {"any": [{"changes": "group"}, DONE]},
            "again": "new_cycle",
        },
    }.items()
}


def metric_of(name: str, *given: Metric | None) -> Metric:
    """Return the words of a metric: the standard ones, replaced by what is given, the later last.

    >>> metric_of("resolution", Metric(again="count")).again
    'count'
    """
    words: dict[str, Any] = {}
    for metric in (STANDARD_METRICS.get(name), *given):
        if metric is not None:
            given_words = {word: getattr(metric, word) for word in Metric.model_fields}
            words |= {word: said for word, said in given_words.items() if said is not None}
    return Metric.model_construct(**words)


class CompiledMetric:
    """The words of a metric as bits of facts; a word that is not there has none."""

    __slots__ = (
        "_machines",
        "again",
        "by_policy",
        "cancel",
        "name",
        "pause",
        "pause_rule",
        "refuses",
        "restart",
        "start",
        "stop",
        "stop_level",
    )

    def __init__(self, name: str, metric: Metric, facts: Facts) -> None:
        self.name = name
        assert metric.start is not None
        self.start = facts.edge(metric.start.node)
        self.stop, self.stop_level = bits(metric.stop, facts)
        cancel, cancel_level = bits(metric.cancel, facts)
        # A ticket that became part of another one is not waited for any more.
        self.refuses = cancel_level | MERGED
        self.cancel = cancel | self.refuses
        restart, level = metric.restart, metric.restart and metric.restart.level
        # It acts once, so that a level means the instant at which it begins to hold.
        self.restart = facts.edge(("becomes", level.node)) if level else bits(restart, facts)[0]
        self.pause_rule = metric.pause
        pause = metric.pause or PauseRule()
        self.by_policy = pause.by_policy
        self.pause = facts.level(pause.level.node) if pause.level is not None else 0
        self.again: Again = metric.again or "ignore"
        self._machines: dict[int, Machine] = {}

    def machine(self, policy_pause: int) -> Machine:
        """Return how a clock goes where this is the bit of the policy's pause rule."""
        pause = policy_pause if self.by_policy else self.pause
        if pause not in self._machines:
            self._machines[pause] = Machine(self, pause)
        return self._machines[pause]


def bits(trigger: Trigger | None, facts: Facts) -> tuple[int, int]:
    """Return the bits of a trigger's edge and of its level."""
    if trigger is None:
        return 0, 0
    edge = facts.edge(trigger.edge.node) if trigger.edge is not None else 0
    return edge, facts.level(trigger.level.node) if trigger.level is not None else 0
