"""Two evaluations of one ticket -> which clocks are one, and which have another verdict."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from slakit.evaluation import ClockReading, Evaluation

if TYPE_CHECKING:
    from slakit.backtest.why import FlipExplanation

__all__ = ["VERDICTS", "Flip", "Pair", "Word", "pairs", "word_of"]

Word = Literal["met", "missed", "breached", "open", "no_target", "cancelled", "no_clock"]
# In the order of tables.
VERDICTS: tuple[Word, ...] = (
    "met",
    "missed",
    "breached",
    "open",
    "no_target",
    "cancelled",
    "no_clock",
)
Pair = tuple[ClockReading | None, ClockReading | None]
WORDS: dict[str, Word] = {
    "met": "met",
    "missed": "missed",
    "breached": "breached",
    "on_track": "open",
    "at_risk": "open",
    "paused": "open",
    "no_target": "no_target",
    "cancelled": "cancelled",
    "idle": "no_clock",
}


@dataclass(frozen=True, slots=True)
class Flip:
    """A clock whose verdict another policy set changes.

    `old` and `new` are its readings, None where it is there under one set only; one that never
    started counts as not there. A verdict is ``met``, ``missed`` (stopped late), ``breached``
    (late and still open), ``open`` (not late so far), ``no_target``, ``cancelled`` or
    ``no_clock``.
    """

    ticket: str
    metric: str
    cycle: int
    old: ClockReading | None
    new: ClockReading | None
    # What the readings are of, so that they can be explained.
    _evaluations: tuple[Evaluation, Evaluation] = field(repr=False, compare=False)

    @property
    def verdicts(self) -> tuple[Word, Word]:
        """The verdict under the old policies, and that under the new ones."""
        return word_of(self.old), word_of(self.new)

    @property
    def kind(self) -> str:
        """Both verdicts in one text, such as ``met->missed``."""
        return "->".join(self.verdicts)

    def explain(self) -> FlipExplanation:
        """Return why the verdict is another one, by the ledgers of both clocks."""
        from slakit.backtest.why import explain_flip

        return explain_flip(self, *self._evaluations)

    def to_data(self) -> dict[str, Any]:
        """Return the flip as plain JSON data."""
        return {
            "ticket": self.ticket,
            "metric": self.metric,
            "cycle": self.cycle,
            "kind": self.kind,
            "old": None if self.old is None else self.old.to_data(),
            "new": None if self.new is None else self.new.to_data(),
        }


def word_of(reading: ClockReading | None) -> Word:
    """Return the verdict of a clock, which may not be there."""
    return "no_clock" if reading is None else WORDS[reading.status]


def pairs(old: Evaluation, new: Evaluation, *, by_policy: bool) -> Iterator[Pair]:
    """Yield the clocks of two evaluations of one ticket, each with its counterpart.

    Clocks of one metric and cycle are one, whatever their policies are called. Where a policy
    that takes a clock up begins its own there may be several of a metric and cycle, which are
    told apart by their policies or, under other names, by their order. `by_policy`: several
    policies apply at once, and only clocks of one policy are compared.
    """
    left: dict[tuple[Any, ...], list[ClockReading]] = {}
    for reading in new:
        left.setdefault(key_of(reading, by_policy), []).append(reading)
    lone: list[ClockReading] = []
    found: dict[int, ClockReading] = {}
    for reading in old:
        others = left.get(key_of(reading, by_policy), [])
        same = next((each for each in others if each.policy == reading.policy), None)
        if same is None:
            lone.append(reading)
        else:
            others.remove(same)
            found[id(reading)] = same
    for reading in lone:
        others = left.get(key_of(reading, by_policy), [])
        if others:
            found[id(reading)] = others.pop(0)
    for reading in old:
        yield reading, found.get(id(reading))
    for others in left.values():
        for other in others:
            yield None, other


def key_of(reading: ClockReading, by_policy: bool) -> tuple[Any, ...]:
    if by_policy:
        return reading.policy, reading.metric, reading.cycle
    return reading.metric, reading.cycle
