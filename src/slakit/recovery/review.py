"""The review after a breach: six questions, who answered them, and whether all are answered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal, get_args

from pydantic import Field, model_validator

from slakit.documents.model import Document
from slakit.errors import SlakitError
from slakit.instants import EPOCH, since_epoch
from slakit.recovery.stored import Instant, Words
from slakit.reports import Outcome
from slakit.reports.statistics import wilson

__all__ = ["EFFECTS", "QUESTIONS", "Answer", "Question", "Realism", "Review", "realism_of"]

Question = Literal[
    "realistic", "configured", "team_effect", "customer_effect", "restorable", "survey_sent"
]
QUESTIONS: tuple[Question, ...] = get_args(Question)
EFFECTS: frozenset[Question] = frozenset(("team_effect", "customer_effect"))
Verdict = Literal["yes", "no", "partly", "unknown"]


class Realism(Document):
    """How often a target was met before it was breached.

    `met` of `decided` clocks of the same policy and metric were met from `since` until `until`,
    which is the breach and not in it.

    >>> from datetime import UTC
    >>> at = datetime(2024, 5, 6, tzinfo=UTC)
    >>> found = Realism(since=at - timedelta(days=90), until=at, met=3, decided=4)
    >>> found.share, Realism(since=at, until=at, met=0, decided=0).share
    (Fraction(3, 4), None)

    The trap: where nothing was decided there is no share, neither 0 nor 1.
    """

    since: Instant = Field(description="from when on clocks were looked at")
    until: Instant = Field(description="until when, which is the breach")
    met: int = Field(ge=0, description="how many were met")
    decided: int = Field(ge=0, description="how many were met or failed")

    @model_validator(mode="after")
    def _check_counts(self) -> Realism:
        if self.met > self.decided:
            raise SlakitError(
                f"{self.met} of {self.decided} cannot be met",
                value=self.met,
                remedy="count the clocks that failed in decided, too",
            )
        return self

    @property
    def share(self) -> Fraction | None:
        """The share that was met; None where nothing was decided."""
        return Fraction(self.met, self.decided) if self.decided else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Its Wilson score interval at 95 %; None where nothing was decided."""
        return wilson(self.met, self.decided)


class Answer(Document):
    """What somebody answered to a question of the review.

    The two questions of effect are answered in words, the others by a verdict and, if need be,
    words. `evidence` says how often the target was met, `score` what the customer gave in the
    survey.
    """

    question: Question = Field(description="which question")
    verdict: Verdict | None = Field(default=None, description="yes, no, partly or unknown")
    note: str = Field(default="", description="the answer in words, or why it is so")
    by: Words = Field(description="who answered")
    at: Instant = Field(description="when, with an offset")
    evidence: Realism | None = Field(
        default=None, description="how often the target was met before"
    )
    score: Decimal | None = Field(default=None, description="what the customer gave")

    @model_validator(mode="after")
    def _check_kind(self) -> Answer:
        if self.question in EFFECTS:
            if not self.note or self.verdict is not None:
                raise SlakitError(
                    f"{self.question!r} is answered in words",
                    parameter="note",
                    value=self.note,
                    remedy="write what the effect was, without yes or no",
                )
        elif self.verdict is None:
            raise SlakitError(
                f"{self.question!r} has no answer",
                parameter="verdict",
                value=None,
                remedy="give yes, no, partly or unknown",
            )
        for name, wanted in (("evidence", "realistic"), ("score", "survey_sent")):
            if getattr(self, name) is not None and self.question != wanted:
                raise SlakitError(
                    f"{name} is no answer to {self.question!r}",
                    parameter=name,
                    value=getattr(self, name),
                    remedy=f"give it with the answer to {wanted!r}",
                )
        return self


@dataclass(frozen=True, slots=True)
class Review:
    """The answers that count: of several to one question the last."""

    answers: Mapping[Question, Answer]

    @classmethod
    def of(cls, answers: Iterable[Answer]) -> Review:
        """Return the review that answers, in the order in which they were given, make up."""
        return cls({answer.question: answer for answer in answers})

    @property
    def missing(self) -> tuple[Question, ...]:
        """The questions that nobody has answered."""
        return tuple(question for question in QUESTIONS if question not in self.answers)

    @property
    def complete(self) -> bool:
        """Whether every question is answered."""
        return not self.missing


def realism_of(
    policy: str,
    metric: str,
    outcomes: Iterable[Outcome],
    *,
    until: datetime,
    window: timedelta,
) -> Realism:
    """Return how often a target was met in the `window` before an instant, which is not in it.

    Outcomes of other clocks, and those that were decided at another time, are passed over.
    """
    if not isinstance(window, timedelta) or window <= timedelta(0):
        raise SlakitError(
            f"{window!r} is no window",
            parameter="window",
            value=window,
            remedy="give a timedelta above zero, as in timedelta(days=90)",
        )
    end = since_epoch(until, "until")
    met = decided = 0
    for each in each_outcome(outcomes):
        at = each.decided_at
        if (each.policy, each.metric) != (policy, metric) or at is None:
            continue
        if end - window <= since_epoch(at, "outcomes") < end and (each.met or each.failed):
            met += each.met
            decided += 1
    return Realism(since=EPOCH + (end - window), until=until, met=met, decided=decided)


def each_outcome(outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    """Yield outcomes; refuse what is none, and what cannot be gone through."""
    given: Iterable[Any] = outcomes if isinstance(outcomes, Iterable) else [outcomes]
    for each in given:
        if not isinstance(each, Outcome):
            raise SlakitError(
                f"{each!r} is no outcome",
                parameter="outcomes",
                value=each,
                remedy="give those of the desk's history, as in outcomes(evaluation)",
            )
        yield each
