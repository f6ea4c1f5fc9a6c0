"""Drafts of messages: the alert to the team, and what the customer is told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from slakit.documents.suggest import did_you_mean
from slakit.errors import SlakitError, UnknownNameError
from slakit.evaluation.explaining.narrative import verdict
from slakit.evaluation.explaining.phrases import Phrases
from slakit.policies.picture import metric_name
from slakit.recovery.stored import read_instant
from slakit.recovery.templates import MESSAGES, MessageKind
from slakit.wording import Catalogue, catalogue
from slakit.wording.pages import capital

if TYPE_CHECKING:
    from slakit.recovery.case import BreachCase

__all__ = ["Draft", "draft"]


class Draft(NamedTuple):
    """A message to be read over and sent; slakit sends nothing.

    `audience` is ``team`` or ``customer``. The body is plain text with line breaks.
    """

    kind: MessageKind
    audience: str
    locale: str
    subject: str
    body: str


def draft(
    case: BreachCase, kind: MessageKind, locale: str, happened: str, expected_at: datetime | None
) -> Draft:
    """Return the draft of a message about a case, by the template of its plan if it has one.

    Raises `UnknownNameError` for another kind or language.
    """
    if kind not in MESSAGES:
        raise UnknownNameError(
            f"no message of the kind {kind!r}",
            parameter="kind",
            value=kind,
            remedy=did_you_mean(str(kind), MESSAGES),
        )
    words = catalogue(locale)
    expected = case.expected_at if expected_at is None else read_instant(expected_at)
    writer = Letter(case, words, happened, expected)
    by_locale = case.plan.templates.get(kind)
    template = None if by_locale is None else by_locale.get(locale)
    if kind == "alert":
        body = "\n".join(alert(writer)) if template is None else template.fill(for_team(writer))
        reading = case.reading
        told = {"ticket": case.ticket, "metric": metric_name(reading.metric, words)}
        return Draft(kind, "team", locale, subject(words, "alert.subject", **told), body)
    if kind == "restored" and "acted" not in case.taken:
        raise SlakitError(
            "nothing was restored yet",
            parameter="kind",
            value=kind,
            remedy="take the step 'acted' first",
        )
    told = {"ticket": case.ticket}
    if template is not None:
        body = template.fill(for_customer(writer, kind))
    else:
        body = letter(words, apology(writer) if kind == "apology" else restored(writer))
    key = "letter.subject" if kind == "apology" else "letter.restored_subject"
    return Draft(kind, "customer", locale, subject(words, key, **told), body)


class Letter:
    """What messages about a case are made of, in one language."""

    def __init__(
        self, case: BreachCase, words: Catalogue, happened: str, expected: datetime | None
    ) -> None:
        self.case = case
        self.words = words
        self.happened = happened.strip().rstrip(".")
        self.expected = "" if expected is None else self.instant(expected)

    def instant(self, at: datetime) -> str:
        """Say an instant in the zone of the breached clock, which is that of the customer."""
        return self.words.instant(at.astimezone(self.case.reading.zone or self.case.zone))

    def say(self, key: str, **said: str) -> str:
        """Return a text of recovery."""
        return self.words.text(f"recovery.{key}", **said)

    @property
    def promised(self) -> str:
        """What was promised to the customer, in a sentence; nothing where nobody can say it."""
        words, reading = self.words, self.case.reading
        if reading.amount is None:
            return ""
        amount = words.amount(reading.amount)
        key = f"customer.metric.{reading.metric}"
        if key in words:
            said = {"metric": words.text(key), "amount": amount}
            return words.text("customer.verdict.promised", **said)
        return words.text("customer.verdict.promised_other", amount=amount)

    @property
    def due(self) -> str:
        """When it was due; nothing where an earlier promise was broken and no due time says so."""
        reading = self.case.reading
        late = reading.breached_at is not None and reading.due_at is not None
        return self.instant(reading.due_at) if late and reading.due_at is not None else ""

    @property
    def standing(self) -> str:
        """How the breached clock stood, for the team."""
        case = self.case
        phrases = Phrases(self.words, case.reading.zone)
        metric = phrases.metric(case.reading.metric)
        stands = "; ".join(verdict(case.explanation, phrases))
        said = {"metric": metric, "ticket": case.ticket, "verdict": stands}
        return self.words.text("verdict.headline", **said)

    @property
    def next(self) -> str:
        """Which step is next, whose it is, and when it is due."""
        case = self.case
        left = [each for each in case.standings() if each.done_at is None]
        if not left:
            return self.say("alert.all_taken")
        first = next((each for each in left if each.state != "pending"), left[0])
        task = self.say(f"task.{first.step}")
        if role := case.plan.responsible(first.step):
            task = f"{task} ({role})"
        if first.due_at is None:
            return self.say("alert.next", task=task)
        return self.say("alert.next_due", task=task, due=self.words.instant(first.due_at))


def subject(words: Catalogue, key: str, **said: str) -> str:
    return capital(words.text(f"recovery.{key}", **said))


def alert(writer: Letter) -> Iterator[str]:
    """Yield what the team has to know: what is late, who restores it, what comes next."""
    yield capital(writer.standing)
    yield capital(writer.say("as_of", at=writer.instant(writer.case.reading.at)))
    name = writer.case.responsible
    yield capital(
        writer.say("alert.nobody") if name is None else writer.say("alert.responsible", name=name)
    )
    yield capital(writer.next)
    yield capital(
        writer.say("alert.expected", expected=writer.expected)
        if writer.expected
        else writer.say("alert.unexpected")
    )


def apology(writer: Letter) -> Iterator[str]:
    """Yield the sentences with which a customer hears of the breach."""
    yield writer.say("sentence.sorry")
    yield writer.promised
    if writer.due:
        yield writer.say("sentence.due", due=writer.due)
    if writer.happened:
        yield writer.say("sentence.happened", happened=writer.happened)
    # A date that nobody gave would be the next promise to be broken.
    stopped = writer.case.reading.stopped_at
    if stopped is not None:
        yield writer.say("sentence.done", stopped=writer.instant(stopped))
    if "acted" in writer.case.taken:
        yield writer.say("sentence.restored", restored=restored_at(writer))
    elif writer.expected:
        yield writer.say("sentence.expected", expected=writer.expected)
    elif stopped is None:
        yield writer.say("sentence.unexpected")
    yield zone(writer)


def restored(writer: Letter) -> Iterator[str]:
    """Yield the sentences with which a customer hears that it is restored."""
    yield writer.say("sentence.restored", restored=restored_at(writer))
    if writer.happened:
        yield writer.say("sentence.happened", happened=writer.happened)
    yield writer.say("sentence.sorry_again")
    yield writer.say("sentence.reply")
    yield zone(writer)


def restored_at(writer: Letter) -> str:
    return writer.instant(writer.case.taken["acted"].at)


def zone(writer: Letter) -> str:
    return writer.say("sentence.zone", zone=str(writer.case.reading.zone or writer.case.zone))


def letter(words: Catalogue, sentences: Iterator[str]) -> str:
    """Return sentences as a letter."""
    greeting, closing = (
        capital(words.text(f"recovery.letter.{name}")) for name in ("greeting", "closing")
    )
    return "\n\n".join([greeting, "\n".join(filter(None, sentences)), closing])


def for_team(writer: Letter) -> dict[str, str]:
    """Return what a template of an alert may have."""
    case = writer.case
    return {
        "ticket": case.ticket,
        "metric": metric_name(case.reading.metric, writer.words),
        "standing": writer.standing,
        "due": writer.due,
        "responsible": case.responsible or writer.say("not_known"),
        "next": writer.next,
        "expected": writer.expected or writer.say("not_known"),
    }


def for_customer(writer: Letter, kind: MessageKind) -> dict[str, str]:
    """Return what a template for a customer may have."""
    told = {
        "ticket": writer.case.ticket,
        "promised": writer.promised,
        "due": writer.due,
        "happened": writer.happened,
        "expected": writer.expected or writer.say("not_known"),
    }
    return told if kind == "apology" else {**told, "restored": restored_at(writer)}
