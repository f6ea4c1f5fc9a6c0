"""What is told of one case, in order: the post-mortem."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from slakit.evaluation.explaining.condense import condense
from slakit.evaluation.explaining.narrative import ledger_table
from slakit.evaluation.explaining.phrases import Phrases
from slakit.policies.picture import metric_name
from slakit.recovery.causes import cause_name
from slakit.recovery.known import known_at
from slakit.recovery.measures import PreventiveMeasure
from slakit.recovery.pages.written import Pairs, Post, Quotes
from slakit.recovery.picture import draw_case
from slakit.recovery.review import QUESTIONS, Answer
from slakit.recovery.standing import StepStanding
from slakit.recovery.steps import STEPS
from slakit.reports.pages.blocks import Block, Chart, Table
from slakit.wording import Catalogue, catalogue
from slakit.wording.pages import capital

if TYPE_CHECKING:
    from slakit.recovery.case import BreachCase

__all__ = ["Telling", "answer_text", "post_mortem"]


class Telling:
    """A case in one language, as it was known at an instant."""

    def __init__(self, case: BreachCase, words: Catalogue, at: datetime | None) -> None:
        self.case, self.at = known_at(case, at)
        self.words = words
        self.standings = self.case.standings(at=self.at)

    def say(self, key: str, **said: object) -> str:
        """Return a text of recovery."""
        return self.words.text(f"recovery.{key}", **said)

    def instant(self, at: datetime | None) -> str:
        """Say an instant in the zone of the plan, nothing of none."""
        return "" if at is None else self.words.instant(at.astimezone(self.case.zone))

    def columns(self, *names: str) -> list[str]:
        """Return the names of columns."""
        return [self.say(f"column.{name}") for name in names]

    @property
    def cause(self) -> str:
        """The cause that was found, or that none was."""
        case = self.case
        if case.cause is None:
            return self.say("not_known")
        return cause_name(case.cause, case.plan.causes, self.words)

    def measure(self, measure: PreventiveMeasure) -> str:
        """Say how a preventive measure stands on the day of the telling."""
        state = measure.state(self.at.date())
        said = {"day": self.words.date(measure.done_on)} if measure.done_on else {}
        return self.say(f"measure.{state}", **(said if state == "done" else {}))


def post_mortem(case: BreachCase, locale: str, at: datetime | None) -> Post:
    """Return all that is told of a case in a language; by default as of the last record."""
    words = catalogue(locale)
    telling = Telling(case, words, at)
    metric = metric_name(case.reading.metric, words)
    said = {"at": telling.instant(case.opened_at), "by": case.opened_by}
    subtitle = [case.id, telling.say("opened", **said)]
    subtitle += [telling.say("as_of", at=telling.instant(telling.at)), str(case.zone)]
    return Post(
        locale,
        capital(telling.say("title", ticket=case.ticket, metric=metric)),
        " · ".join(subtitle),
        list(blocks(telling)),
    )


def blocks(telling: Telling) -> Iterator[Block | Pairs | Quotes]:
    """Yield what a post-mortem is made of."""
    case = telling.case
    yield Pairs(telling.say("heading.summary"), list(summary(telling)))
    draw = partial(draw_case, case, locale=telling.words.locale, at=telling.at)
    yield Chart(telling.say("heading.picture"), draw)
    yield steps(telling)
    if case.explanation.spans:
        yield passed(telling)
    yield review(telling)
    yield measures(telling)
    sent = [
        (f"{capital(telling.say(f'step.{each.step}'))} · {telling.instant(each.at)}", each.message)
        for each in case.taken.values()
        if each.message
    ]
    if sent:
        yield Quotes(telling.say("heading.messages"), sent)
    if rows := list(exceptions(telling)):
        columns = telling.columns("step", "done", "by", "note")
        yield Table(telling.say("heading.history"), columns, rows, names=len(columns))


def summary(telling: Telling) -> Iterator[tuple[str, str]]:
    """Yield what everybody asks first."""
    case, words = telling.case, telling.words
    reading, phrases = case.reading, Phrases(words, case.reading.zone)

    def pair(name: str, value: str) -> tuple[str, str]:
        return capital(telling.say(f"column.{name}")), value

    yield pair("ticket", case.ticket)
    if reading.amount is not None:
        yield pair("promised", phrases.amount(reading.amount))
    if reading.due_at is not None:
        yield pair("due", phrases.instant(reading.due_at))
    if reading.breached_at is not None:
        yield pair("breached", phrases.instant(reading.breached_at))
    if reading.overdue:
        as_of = telling.say("as_of", at=phrases.instant(reading.at))
        stopped = reading.stopped_at is not None
        length = words.length(reading.overdue)
        yield pair("late_by", length if stopped else f"{length} ({as_of})")
    if case.team is not None:
        yield pair("team", case.team)
    yield pair("responsible", case.responsible or telling.say("not_known"))
    yield pair("cause", telling.cause)
    if case.expected_at is not None:
        yield pair("expected", telling.instant(case.expected_at))
    late = sum(each.state in ("late", "done_late") for each in telling.standings)
    done = sum(each.done_at is not None for each in telling.standings)
    yield pair("progress", telling.say("steps_taken", done=done, all=len(STEPS), late=late))


def steps(telling: Telling) -> Table:
    """Return each step with when it was due, when and by whom it was taken."""
    columns = telling.columns("step", "state", "role", "due", "done", "by", "note")
    rows = [row(each, telling) for each in telling.standings]
    return Table(telling.say("heading.steps"), columns, rows, names=len(columns))


def row(each: StepStanding, telling: Telling) -> list[str]:
    record = each.record
    note = "" if record is None else record.note
    if record is not None and record.cause is not None:
        name = cause_name(record.cause, telling.case.plan.causes, telling.words)
        note = ". ".join(filter(None, (capital(name), note)))
    return [
        capital(telling.say(f"task.{each.step}")),
        telling.say(f"state.{each.state}"),
        telling.case.plan.responsible(each.step),
        telling.instant(each.due_at),
        telling.instant(each.done_at),
        "" if record is None else record.by,
        note,
    ]


def passed(telling: Telling) -> Table:
    """Return how the time of the breached clock passed, the few stretches that people read."""
    explanation = telling.case.explanation
    say = Phrases(telling.words, explanation.reading.zone)
    told = ledger_table(list(condense(explanation.spans)), say)
    rows = [*told.rows, *([told.total] if told.total else [])]
    return Table(telling.say("heading.breach"), told.columns, rows, names=3)


def review(telling: Telling) -> Table:
    """Return the questions of the review with their answers."""
    columns = telling.columns("question", "answer", "by", "done")
    given = telling.case.review.answers
    rows = []
    for question in QUESTIONS:
        asked, answer = asked_as(telling.say(f"question.{question}")), given.get(question)
        if answer is None:
            rows.append([asked, telling.say("answer.missing"), "", ""])
        else:
            told = answer_text(answer, telling)
            rows.append([asked, told, answer.by, telling.instant(answer.at)])
    return Table(telling.say("heading.review"), columns, rows, names=len(columns))


def asked_as(question: str) -> str:
    """Return a question with a capital, which in Spanish stands behind the mark that opens it."""
    mark = question[: question.startswith("¿")]
    return mark + capital(question.removeprefix(mark))


def answer_text(answer: Answer, telling: Telling) -> str:
    """Return an answer in words, with what it rests on."""
    parts = [] if answer.verdict is None else [telling.say(f"answer.{answer.verdict}")]
    if answer.note:
        parts.append(answer.note)
    if answer.score is not None:
        parts.append(telling.say("score", score=answer.score))
    if (found := answer.evidence) is not None:
        interval, words = found.interval, telling.words
        if found.share is None or interval is None:
            parts.append(telling.say("no_data"))
        else:
            low, high = (words.percent(end, 1) for end in interval)
            parts.append(
                telling.say(
                    "attained",
                    share=words.percent(found.share, 1),
                    decided=found.decided,
                    days=(found.until - found.since).days,
                    low=low,
                    high=high,
                )
            )
    return capital("; ".join(parts))


def measures(telling: Telling) -> Table | Pairs:
    """Return what is done so that it does not happen again."""
    title, case = telling.say("heading.measures"), telling.case
    if not case.measures:
        return Pairs(title, [(capital(telling.say("column.measure")), telling.say("none"))])
    columns = telling.columns("measure", "owner", "due", "state")
    rows = [
        [each.what, each.owner, telling.words.date(each.due), telling.measure(each)]
        for each in case.measures
    ]
    return Table(title, columns, rows, names=len(columns))


def exceptions(telling: Telling) -> Iterator[list[str]]:
    """Yield what was taken out of order or corrected, with the reason."""
    for each in telling.case.records:
        if each.correction:
            why = telling.say("corrected", by=each.by, reason=each.correction)
        elif each.override:
            why = telling.say("out_of_order", reason=each.override)
        else:
            continue
        step = capital(telling.say(f"step.{each.step}"))
        yield [step, telling.instant(each.at), each.by, capital(why)]
