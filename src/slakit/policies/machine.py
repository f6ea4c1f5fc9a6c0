"""The rules by which a clock goes: what it does in each of its states when something happens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from slakit.policies.metrics import CompiledMetric

__all__ = ["Act", "Answers", "Machine", "SpanKind", "Word"]

# Between a stop and the reopening that takes it back lies a gap, or counted time.
SpanKind = Literal["running", "paused", "gap", "counted"]
Deed = Literal["turn", "stop", "end", "cancel", "restart", "reopen", "supersede", "begin", "chain"]
# What a clock does, and of which kind the time is that begins with it; `end` stops it for good.
Act = tuple[Deed, SpanKind]
# `done`: no clock has been wanted yet, and what would stop it holds already.
Word = Literal["waiting", "done", "running", "paused", "stopped"]
# What a clock in one state does by the facts of an instant, and the answers of its next state.
Answers = dict[int, tuple[tuple[Act, ...], "Answers"]]


class Machine:
    """A metric under one pause rule, whose bit is `pause`; `heeded` are the facts that matter.

    What follows from a state and the facts is worked out when it first happens, because the same
    few facts come again and again, and a look-up is ten times as fast as the rules.
    """

    __slots__ = ("_words", "heeded", "metric", "pause", "states")

    def __init__(self, metric: CompiledMetric, pause: int) -> None:
        self.metric = metric
        self.pause = pause
        self.heeded = metric.start | metric.stop | metric.stop_level | metric.cancel
        self.heeded |= metric.restart | pause
        self.states: dict[Word, Answers] = {
            "waiting": {},
            "done": {},
            "running": {},
            "paused": {},
            "stopped": {},
        }
        self._words = {id(answers): word for word, answers in self.states.items()}

    def learn(self, state: Answers, facts: int) -> tuple[tuple[Act, ...], Answers]:
        """Return what a clock does in a state that it has not been asked in with these facts."""
        acts, word = self.step(self._words[id(state)], facts)
        answer = state[facts] = tuple(acts), self.states[word]
        return answer

    def after(self, word: Word, facts: int) -> tuple[tuple[Act, ...], Word]:
        """Return what `step` does, from what is known already where it is."""
        state, heeded = self.states[word], facts & self.heeded
        acts, following = state.get(heeded) or self.learn(state, heeded)
        return acts, self._words[id(following)]

    def step(self, word: Word, facts: int) -> tuple[list[Act], Word]:
        """Return what a clock does in a state when these are the facts, and its next state.

        Edges act in the order stop, cancel, restart, start, each on what the one before left.
        """
        metric, again = self.metric, self.metric.again
        done, wanted = bool(facts & metric.stop_level), bool(facts & metric.start)
        now: Literal["paused", "running"] = "paused" if facts & self.pause else "running"
        acts: list[Act] = []
        if word == "running" or word == "paused":
            if done or facts & metric.stop:
                if again == "ignore":
                    return [("end", now)], "stopped"
                acts.append(("stop", now))
                word = "stopped"
                wanted = wanted and not done
            elif facts & metric.cancel:
                acts.append(("cancel", now))
                # What is cancelled by an edge may start afresh at once.
                word = "waiting"
            elif facts & metric.restart:
                return [("restart", now)], now
            else:
                return [("turn", now)] if now != word else [], now
        elif word == "stopped":
            # A level that stops a clock wants it again when it holds no longer.
            wanted = again != "ignore" and not done and (wanted or metric.stop_level != 0)
        else:
            wanted = wanted and not (word == "done" and done)
            word = "done" if done else "waiting"
        if not wanted or facts & metric.refuses:
            return acts, word
        if word == "stopped" and (again == "credit" or again == "count"):
            acts += [("reopen", "gap" if again == "credit" else "counted"), ("turn", now)]
            return acts, now
        if word == "stopped" and again == "restart":
            acts.append(("supersede", now))
        acts.append(("chain" if word == "stopped" and again == "chain" else "begin", now))
        if not done:
            return acts, now
        # Born stopped: met in no time.
        return [*acts, ("end" if again == "ignore" else "stop", now)], "stopped"
