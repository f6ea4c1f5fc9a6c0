"""What is told of many cases: causes that come back, open measures, late steps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from slakit.instants import EPOCH, since_epoch
from slakit.recovery.causes import cause_name
from slakit.recovery.pages.content import Telling
from slakit.recovery.pages.written import Pairs, Post, Quotes
from slakit.recovery.recurring import recurring
from slakit.reports.pages.blocks import Block, Table
from slakit.wording import Catalogue, catalogue
from slakit.wording.pages import capital

if TYPE_CHECKING:
    from slakit.recovery.case import BreachCase

__all__ = ["overview"]


def overview(
    cases: Iterable[BreachCase], *, at: datetime, locale: str = "en", least: int = 2
) -> Post:
    """Return what is told of many cases in a language, as of an instant.

    `least` is how many cases a cause needs to count as one that comes back. Cases that were opened
    after the instant are left out. Raises `NaiveDatetimeError` for an instant without a zone.
    """
    words, now = catalogue(locale), since_epoch(at, "at")
    by_id = {case.id: case for case in cases if case.opened_at - EPOCH <= now}
    tellings = [Telling(case, words, at) for case in by_id.values()]
    title = capital(words.text("recovery.heading.overview"))
    zone = tellings[0].case.zone if tellings else at.tzinfo
    as_of = words.text("recovery.as_of", at=words.instant(at.astimezone(zone)))
    counted = f"{words.text('recovery.column.cases')}: {words.number(len(tellings))}"
    blocks: Sequence[Block | Pairs | Quotes] = [
        listing("recurring", CAUSES, causes((each.case for each in tellings), words, least), words),
        listing("open_measures", MEASURES, open_measures(tellings), words),
        listing("late_steps", STEPS, late_steps(tellings), words),
    ]
    return Post(locale, title, f"{as_of} · {counted}", blocks)


CAUSES = ("cause", "cases", "tickets", "since", "latest", "teams")
MEASURES = ("case", "measure", "owner", "due", "state")
STEPS = ("case", "step", "state", "due", "done", "by")


def listing(
    heading: str, columns: Sequence[str], rows: Iterable[Sequence[str]], words: Catalogue
) -> Table | Pairs:
    """Return rows as a table, or that there is none."""
    title, found = words.text(f"recovery.heading.{heading}"), list(rows)
    if not found:
        first = capital(words.text(f"recovery.column.{columns[1]}"))
        return Pairs(title, [(first, words.text("recovery.nothing"))])
    names = [words.text(f"recovery.column.{name}") for name in columns]
    return Table(title, names, found, names=len(names))


def causes(cases: Iterable[BreachCase], words: Catalogue, least: int) -> Iterator[list[str]]:
    """Yield the causes that come back, the most frequent first."""
    known = {case.id: case for case in cases}
    for each in recurring(known.values(), least=least):
        first = known[next(iter(each.opened))]
        yield [
            capital(cause_name(each.cause, first.plan.causes, words)),
            words.number(each.count),
            ", ".join(each.tickets.values()),
            words.date(each.since.astimezone(first.zone).date()),
            words.date(each.latest.astimezone(first.zone).date()),
            ", ".join(f"{team} ({count})" for team, count in each.teams.most_common()),
        ]


def open_measures(tellings: Iterable[Telling]) -> Iterator[list[str]]:
    """Yield the preventive measures that are not done, those that are due first at the top."""
    found = [
        (measure, telling)
        for telling in tellings
        for measure in telling.case.measures
        if measure.state(telling.at.date()) != "done"
    ]
    for measure, telling in sorted(found, key=lambda each: each[0].due):
        due = telling.words.date(measure.due)
        state = telling.measure(measure)
        yield [telling.case.id, measure.what, measure.owner, due, state]


def late_steps(tellings: Iterable[Telling]) -> Iterator[list[str]]:
    """Yield the steps that are or were late, case by case."""
    for telling in tellings:
        for each in telling.standings:
            if each.state in ("late", "done_late"):
                yield [
                    telling.case.id,
                    capital(telling.say(f"step.{each.step}")),
                    telling.say(f"state.{each.state}"),
                    telling.instant(each.due_at),
                    telling.instant(each.done_at),
                    "" if each.record is None else each.record.by,
                ]
