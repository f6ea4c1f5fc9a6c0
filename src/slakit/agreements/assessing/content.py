"""What is told of an assessment, in order, beginning with what is owed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from slakit.agreements.assessing.assessment import AssessedCommitment, Assessment
from slakit.agreements.assessing.phrases import Phrases
from slakit.agreements.assessing.standing import AssessedClock, AssessedWindow
from slakit.agreements.exclusions import Exclusion
from slakit.reports.pages.blocks import Block, Content, Fact, Facts, Notes, Sense, Table
from slakit.wording.pages import capital

__all__ = ["content"]

Told = tuple[AssessedCommitment, AssessedClock]


def content(assessment: Assessment, locale: str) -> Content:
    """Return all that is told of an assessment in a language."""
    say = Phrases(assessment, locale)
    period = say.period(assessment.period)
    blocks: list[Block] = [Facts(list(facts(assessment, say))), commitments(assessment, say)]
    for table in (charges, breaches, exemptions, exclusions, net):
        found = table(assessment, say)
        if found.rows:
            blocks.append(found)
    blocks.append(Notes(say.said("heading.notes"), list(notes(assessment, say))))
    known = say.said("as_of", at=assessment.at)
    version = say.said("version", version=assessment.version)
    return Content(
        locale,
        capital(say.said("title", agreement=assessment.agreement)),
        f"{assessment.title}, {period} · {version} · {known}",
        blocks,
    )


def facts(assessment: Assessment, say: Phrases) -> Iterator[Fact]:
    """Yield who owes whom how much, and how many commitments have which verdict."""
    for total in assessment.totals:
        name = say.said("owes", debtor=say.party(total.owed_by), creditor=say.party(total.owed_to))
        more = ""
        if total.exact != total.amount.exact:
            exact = f"{say.exact(total.exact)} {total.amount.currency}"
            more = say.said("before_rounding", exact=exact)
        yield Fact(name, say.money(total.amount), more, "bad" if total.amount else "")
    if not assessment.totals:
        yield Fact(capital(say.said("nothing_owed")), "0")
    count = len(assessment.commitments)
    senses: dict[str, Sense] = {"met": "good", "missed": "bad", "no_data": ""}
    for verdict, sense in senses.items():
        found = sum(each.verdict == verdict for each in assessment.commitments)
        yield Fact(
            capital(say.said(f"verdict.{verdict}")),
            say.words.number(found),
            say.said("of_them", count=count),
            sense if found else "",
        )


def columns(say: Phrases, *names: str) -> list[str]:
    return [capital(say.said(f"column.{name}")) for name in names]


def commitments(assessment: Assessment, say: Phrases) -> Table:
    """Return each commitment with its measure and its verdict, a row for each window."""
    several = any(len(each.windows) > 1 for each in assessment.commitments)
    rows = [
        [
            f"{found.name}, {say.span(window)}" if several else found.name,
            say.party(found.owed_by),
            say.party(found.owed_to),
            say.asked(found),
            say.result(found, window),
            say.verdict(window),
        ]
        for found in assessment.commitments
        for window in found.windows
    ]
    names = columns(say, "commitment", "debtor", "creditor", "asked", "result", "verdict")
    return Table(say.said("heading.commitments"), names, rows, len(names))


def charges(assessment: Assessment, say: Phrases) -> Table:
    """Return what is owed, how it comes about, and until when it can be claimed."""
    rows = [
        [
            found.name,
            say.party(found.owed_by),
            say.party(found.owed_to),
            say.basis(charge),
            say.claim(charge),
            say.money(charge.owed),
        ]
        for found in assessment.commitments
        for charge in found.charges
    ]
    names = columns(say, "commitment", "debtor", "creditor", "basis", "claim", "owed")
    return Table(say.said("heading.charges"), names, rows, len(names) - 1)


def clocks(
    assessment: Assessment, wanted: Callable[[AssessedWindow], Iterable[AssessedClock]]
) -> Iterator[Told]:
    for found in assessment.commitments:
        for window in found.windows:
            for clock in wanted(window):
                yield found, clock


def breaches(assessment: Assessment, say: Phrases) -> Table:
    """Return the clocks that failed, by the names with which each can be explained."""
    found = list(clocks(assessment, lambda window: window.failed))
    some = any(clock.exclusions for _, clock in found)
    rows = [
        [
            clock.ticket,
            commitment.name,
            say.clock(clock),
            say.words.instant(clock.decided_at),
            *([marked(clock, assessment, say)] if some else []),
            say.late(clock, clock.late),
            say.late(clock, clock.late_wall),
        ]
        for commitment, clock in found
    ]
    names = ["ticket", "commitment", "clock", "decided", *(["marked"] if some else [])]
    heads = columns(say, *names, "late", "late_wall")
    return Table(say.said("heading.breaches"), heads, rows, len(names))


def marked(clock: AssessedClock, assessment: Assessment, say: Phrases) -> str:
    """Return the kinds of the exclusions that a clock ran in."""
    kinds = dict.fromkeys(assessment.exclusions[place].kind for place in clock.exclusions)
    return ", ".join(say.said(f"exclusion.{kind}") for kind in kinds)


def exemptions(assessment: Assessment, say: Phrases) -> Table:
    """Return the breaches that do not count, with the reasons as far as they are known."""
    rows = []
    for found, clock in clocks(assessment, lambda window: window.exempt):
        why = clock.exempted
        rows.append(
            [
                clock.ticket,
                found.name,
                say.clock(clock),
                say.words.instant(clock.decided_at),
                "" if why is None else why.reason,
                "" if why is None else why.author,
                ""
                if why is None
                else say.words.instant(why.at.astimezone(clock.decided_at.tzinfo)),
            ]
        )
    names = ("ticket", "commitment", "clock", "decided", "reason", "author", "recorded")
    return Table(say.said("heading.exemptions"), columns(say, *names), rows, len(names))


def exclusions(assessment: Assessment, say: Phrases) -> Table:
    """Return the times that were excluded, with their reasons."""
    local = assessment.start.tzinfo
    rows = []
    for each in concerned(assessment):
        start, end, at = (
            say.words.instant(instant.astimezone(local))
            for instant in (each.start, each.end, each.at)
        )
        time = say.said("from_to", start=start, end=end)
        kind = say.said(f"exclusion.{each.kind}")
        rows.append([kind, time, each.reason, each.author, at])
    names = columns(say, "kind", "time", "reason", "author", "recorded")
    return Table(say.said("heading.exclusions"), names, rows, len(names))


def concerned(assessment: Assessment) -> list[Exclusion]:
    """Return the exclusions that lie in a window, or in which one of its clocks ran."""
    windows = [window for found in assessment.commitments for window in found.windows]
    marks = {place for window in windows for clock in window.clocks for place in clock.exclusions}
    return [
        each
        for place, each in enumerate(assessment.exclusions)
        if place in marks or any(each.overlaps(window.start, window.end) for window in windows)
    ]


def net(assessment: Assessment, say: Phrases) -> Table:
    """Return what would be left if both sides were set off."""
    rows = [
        [say.party(each.owed_by), say.party(each.owed_to), say.money(each.amount)]
        for each in assessment.net
    ]
    return Table(say.said("heading.net"), columns(say, "debtor", "creditor", "owed"), rows, 2)


def notes(assessment: Assessment, say: Phrases) -> Iterator[str]:
    """Yield how the figures are meant; only what is said of something that occurs."""
    found = [charge for each in assessment.commitments for charge in each.charges]
    if assessment.rejected:
        yield say.said("note.rejected", count=assessment.rejected)
    if not assessment.complete:
        yield say.said("note.so_far")
    for day in assessment.amended:
        yield say.said("note.amended", day=day)
    yield say.said("note.met")
    if any(each.verdict == "no_data" for each in assessment.commitments):
        yield say.said("note.no_data")
    if any(charge.tier is not None for charge in found):
        yield say.said("note.tiers")
    for rule, currency in dict.fromkeys((each.rounding, each.amount.currency) for each in found):
        step = f"{say.words.number(rule.step(currency))} {currency}"
        yield say.said("note.rounding", step=step, how=say.said(f"rounding.{rule.how}"))
    if any(charge.cap is not None for charge in found):
        yield say.said("note.capped")
    if assessment.net:
        yield say.said("note.net")
    if concerned(assessment):
        yield say.said("note.exclusions")
    if any(True for _ in clocks(assessment, lambda window: window.exempt)):
        yield say.said("note.exempt")
    yield say.said("note.dates", zone=assessment.tz)
