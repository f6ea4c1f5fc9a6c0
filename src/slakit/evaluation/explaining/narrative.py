"""An explanation -> words: all of it for an agent, and what a customer may read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from slakit.documents.suggest import did_you_mean
from slakit.errors import UnknownNameError
from slakit.evaluation.explaining.condense import Stretch, condense
from slakit.evaluation.explaining.customer import CustomerPhrases
from slakit.evaluation.explaining.explanation import HELD, Audience, Explanation, Style
from slakit.evaluation.explaining.phrases import Phrases
from slakit.wording import catalogue
from slakit.wording.pages import Listing, Page, Paragraph, Table, sentence

__all__ = ["narrate"]

AUDIENCES = ("agent", "customer")
ZERO = timedelta(0)


def narrate(explanation: Explanation, locale: str, audience: Audience, style: Style) -> str:
    """Return an explanation in words.

    Raises `UnknownNameError` for a language, an audience or a style that is not there.
    """
    if audience not in AUDIENCES:
        raise UnknownNameError(
            f"no audience {audience!r}",
            parameter="audience",
            value=audience,
            remedy=did_you_mean(str(audience), AUDIENCES),
        )
    words = catalogue(locale)
    zone = explanation.reading.zone
    offsets = len({each.astimezone(zone).utcoffset() for each in told_instants(explanation)}) > 1
    if audience == "customer":
        page = for_customer(explanation, CustomerPhrases(words, zone, offsets=offsets))
    else:
        page = for_agent(explanation, Phrases(words, zone, offsets=offsets))
    return page.write(style)


def told_instants(explanation: Explanation) -> Iterator[datetime]:
    """Yield the instants that are told, which read alike where clocks are set back."""
    reading = explanation.reading
    for span in explanation.spans:
        yield span.start
    for decision in explanation.decisions:
        yield decision.at
    for instant in (reading.due_at, reading.due_if_resumed_at, reading.at):
        if instant is not None:
            yield instant


def for_agent(explanation: Explanation, say: Phrases) -> Page:
    """Return all of an explanation."""
    words, reading = say.words, explanation.reading
    said = {
        "metric": say.metric(reading.metric),
        "ticket": explanation.ticket,
        "verdict": "; ".join(verdict(explanation, say)),
    }
    if reading.cycle > 1:
        headline = words.text("verdict.headline_cycle", cycle=reading.cycle, **said)
    else:
        headline = words.text("verdict.headline", **said)
    facts = list(made_of(explanation, say))
    if reading.zone is not None:
        facts.append(words.text("verdict.zone", zone=str(reading.zone)))
    blocks: list[Paragraph | Table | Listing] = [Paragraph([sentence(fact) for fact in facts])]
    stretches = list(condense(explanation.spans))
    if stretches:
        blocks.append(ledger_table(stretches, say))
    items = [f"{say.instant(each.at)} · {say.decision(each)}" for each in explanation.decisions]
    if items:
        blocks.append(Listing(sentence(words.text("heading.decisions"))[:-1], items))
    return Page(words.locale, sentence(headline), blocks)


def verdict(explanation: Explanation, say: Phrases) -> Iterator[str]:
    """Yield how the clock stands, phrase by phrase."""
    words, reading = say.words, explanation.reading
    yield words.text(f"status.{reading.status}")
    if reading.due_at is not None:
        yield words.text("verdict.due", due=say.instant(reading.due_at))
    elif reading.due_if_resumed_at is not None and reading.state == "paused":
        due = say.instant(reading.due_if_resumed_at)
        yield words.text("verdict.due_if_resumed", due=due)
    if reading.stopped_at is not None:
        yield words.text("verdict.stopped", stopped=say.instant(reading.stopped_at))
    if reading.breached_at is not None and reading.breached_at != reading.due_at:
        yield words.text("verdict.breached", breached=say.instant(reading.breached_at))
    if reading.started_at is None:
        return
    if reading.target is None:
        yield words.text("verdict.measured", elapsed=reading.elapsed)
        return
    yield words.text("verdict.elapsed", elapsed=reading.elapsed, target=reading.target)
    if reading.overdue:
        yield words.text("verdict.overdue", overdue=reading.overdue)
    elif reading.remaining and reading.open:
        yield words.text("verdict.remaining", remaining=reading.remaining)


def made_of(explanation: Explanation, say: Phrases) -> Iterator[str]:
    """Yield what the time was made of, how often it stood still, and what would have met it."""
    words, reading = say.words, explanation.reading
    parts = [words.text(f"part.{name}", length=n) for name, n in explanation.parts.items() if n]
    if parts:
        yield words.text("verdict.made_of", parts=words.many(parts))
    codes = [decision.code for decision in explanation.decisions]
    if pauses := codes.count("effect.paused"):
        held = sum((span.wall for span in explanation.spans if span.reason == "paused"), ZERO)
        yield words.text("verdict.paused", count=pauses, length=held)
    reopened = sum(
        code in ("effect.reopened_credited", "effect.reopened_counted") for code in codes
    )
    if reopened:
        yield words.text("verdict.reopened", count=reopened)
    if explanation.latest_stop is not None:
        instant = say.instant(explanation.latest_stop)
        yield words.text("verdict.would_have_met", instant=instant)
    if reading.exempt is not None:
        yield words.text(
            "verdict.exempted", author=reading.exempt.author, reason=reading.exempt.reason
        )


def ledger_table(stretches: list[Stretch], say: Phrases) -> Table:
    """Return the stretches with what of each was counted, held and closed, and the sums."""
    words = say.words
    headings = ("from", "to", "reason", "counted")
    columns = [words.text(f"heading.{name}") for name in headings]
    columns += [words.text("label.paused"), words.text("label.closed")]
    rows: list[list[str]] = []
    lines: list[str] = []
    sums = [ZERO, ZERO, ZERO]
    for each in stretches:
        start, end, reason = say.instant(each.start), say.instant(each.end), say.span(each.span)
        held = each.span.reason in HELD
        lengths = [ZERO if held else each.length, each.length if held else ZERO, each.closed]
        sums = [total + length for total, length in zip(sums, lengths, strict=True)]
        names = dict.fromkeys(map(say.span, each.holidays))
        reasons = [reason, *(name for name in names if name != reason)]
        rows.append([start, end, ", ".join(reasons), *cells(lengths, say)])
        notes = ", ".join(said_lengths(lengths, list(names), say))
        lines.append(" · ".join((say.period(each.start, each.end), reason, notes)))
    total = words.text("heading.total")
    lines.append(f"{total} · {', '.join(said_lengths(sums, [], say))}")
    title = sentence(words.text("heading.time"))[:-1]
    return Table(title, columns, rows, lines, ["", "", total, *cells(sums, say)])


def cells(lengths: Iterable[timedelta], say: Phrases) -> list[str]:
    return [say.words.length(length) if length else "" for length in lengths]


def said_lengths(lengths: list[timedelta], holidays: list[str], say: Phrases) -> Iterator[str]:
    """Yield how much of a stretch was counted, held and closed, as far as there was any."""
    counted, held, closed = lengths
    if counted:
        yield say.words.text("line.counted", length=counted)
    if held:
        yield say.words.text("part.paused", length=held)
    if closed:
        text = say.words.text("part.closed", length=closed)
        yield f"{text} ({', '.join(holidays)})" if holidays else text


def for_customer(explanation: Explanation, say: CustomerPhrases) -> Page:
    """Return what a customer may read: what was promised, how it stands, and how time passed."""
    words, reading = say.words, explanation.reading
    status = words.text(f"customer.status.{reading.status}")
    blocks: list[Paragraph | Table | Listing] = [Paragraph(list(say.verdict(explanation)))]
    stretches = list(condense(explanation.spans))
    if stretches:
        blocks.append(say.table(stretches))
    if reading.zone is not None:
        zone = words.text("customer.verdict.zone", zone=str(reading.zone))
        blocks.append(Paragraph([zone]))
    return Page(words.locale, sentence(f"{explanation.ticket}: {status}"), blocks)
